"""What may stand between braces in a letter, and letters to start from. In Dutch: it is what people of the network read."""

from __future__ import annotations

from typing import NamedTuple

from staalkaart.network_days.choices import Readers

FIELDS = ("naam", "dag", "datum", "uren", "plek", "afzender")


class Template(NamedTuple):
    subject: str
    text: str
    readers: str


TEMPLATES = {
    "uitnodiging": Template(
        "Kom je ook naar {dag}?",
        "Dag {naam},\n\nOp {datum} komen we samen: {dag}, {uren}, {plek}. Er is nog plaats, en jullie ervaring is er welkom. "
        "Een vraag die je daar wil bespreken? Zet ze bij je inschrijving of op het oogstbord.\n\nTot dan,\n{afzender}",
        Readers.WITHOUT,
    ),
    "praktisch": Template(
        "{dag}: wat je moet weten",
        "Dag {naam},\n\nWe zien elkaar op {datum}, {uren}, {plek}. Het programma staat op de pagina van de dag. "
        "Kan je toch niet komen, meld je dan daar af: dan kan iemand anders mee.\n\nTot dan,\n{afzender}",
        Readers.REGISTERED,
    ),
    "datum": Template(
        "Welke dag past je voor {dag}?",
        "Dag {naam},\n\nWe zoeken een datum voor {dag}. Wil je zeggen welke dagen je passen? Het kost een minuut.\n\n"
        "Dank je,\n{afzender}",
        Readers.NO_ANSWER,
    ),
    "wachtlijst": Template(
        "{dag}: je staat op de wachtlijst",
        "Dag {naam},\n\nVoor {dag} op {datum} zijn nu alle plaatsen bezet. Komt er één vrij, dan krijg je meteen bericht.\n\n"
        "Groeten,\n{afzender}",
        Readers.WAITING,
    ),
}
