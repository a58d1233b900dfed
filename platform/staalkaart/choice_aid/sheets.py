"""The two sheets that go along: the conversation, and the referral card with empty lines. On screen for printing, and as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.choice_aid.outcome import cards_for
from staalkaart.choice_aid.talk import Talk
from staalkaart.core.access import Viewer
from staalkaart.core.web.pdf import to_pdf

SHEET = Path(__file__).with_name("sheet.css")
CONVERSATION, REFERRAL = "gesprek", "verwijzing"
TITLES = {CONVERSATION: _("Ons gespreksblad"), REFERRAL: _("Kaartje om mee te nemen")}
FILES = {CONVERSATION: "gespreksblad.pdf", REFERRAL: "verwijskaart.pdf"}
CARD_LINES = (
    (_("Zo mag je mij noemen"), _("Een voornaam is genoeg."), 1),
    (_("Zo bereik je mij"), _("Bellen, een bericht of langskomen. Op welke uren?"), 1),
    (_("Dit zoek ik"), _("Eén of twee zinnen."), 2),
    (_("Dit telt voor mij"), _("Bijvoorbeeld rust of zelf kiezen."), 1),
    (_("Dit kan ik goed"), _("Iedereen kan iets."), 1),
    (_("Dit heb ik nodig om te kunnen komen"), _("Vervoer, opvang, een tolk …"), 1),
    (_("Dit vertel ik liever zelf"), _("Wat hier niet staat, wordt niet doorverteld."), 1),
    (_("Wie belt wie? Tegen wanneer?"), _("Bel het liefst samen."), 1),
)


def sheet_context(kind: str, talk: Talk, viewer: Viewer) -> dict[str, Any]:
    """What stands on a sheet. Answers only when the person said so."""
    cards, nothing_yet = cards_for(viewer)
    ways = [
        {"card": card, "try_out": card.slug in talk.try_out, "ask_more": card.slug in talk.ask_more}
        for card in sorted(cards.values(), key=lambda card: card.position)
    ]
    return {
        "kind": kind,
        "title": TITLES[kind],
        "talk": talk,
        "said": [answer.says for answer in talk.chosen] if talk.with_answers else [],
        "ways": ways,
        "nothing_yet": nothing_yet,
        "card_lines": CARD_LINES,
        "today": timezone.localdate(),
    }


def sheet_as_pdf(kind: str, talk: Talk, viewer: Viewer) -> bytes:
    return to_pdf(render_to_string("choice_aid/sheet_pdf.html", sheet_context(kind, talk, viewer)), SHEET.read_text())


def cards_as_pdf(context: dict[str, Any]) -> bytes:
    return to_pdf(render_to_string("choice_aid/cards_pdf.html", context), SHEET.read_text())
