"""What practices tell people: kinds of events, in the words that are read. Titles only, never text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from staalkaart.core.delivery.events import CARE, DESK, FOLLOWED, NEWS, REPLY, TURN, Said, register_kinds

COORDINATOR = _("omdat je coördinator bent van het project")
WROTE = _("omdat jij ze schreef")
EDITOR = _("omdat je redacteur bent")
OURS = _("omdat het jullie praktijk is")

KINDS: dict[str, Said] = {
    "practice_submitted": (
        _("%(who)s legde een praktijk bij je neer: “%(title)s”."),
        TURN,
        _("Lees ze na en zet ze op het netwerk, of geef ze terug"),
        COORDINATOR,
    ),
    "practice_returned": (
        _("Je coördinator gaf je praktijk “%(title)s” terug, met een vraag erbij."),
        TURN,
        _("Lees de vraag en werk verder"),
        WROTE,
    ),
    "practice_to_read_over": (
        _("“%(title)s” staat op het netwerk en is nog niet nagelezen."),
        DESK,
        _("Lees ze na"),
        EDITOR,
    ),
    "practice_read_over": (_("De redactie las “%(title)s” na: alles in orde."), FOLLOWED, "", OURS),
    "practice_proposal": (
        _("De redactie stelt een wijziging voor bij “%(title)s”. Jullie beslissen."),
        TURN,
        _("Kijk naar het voorstel en beslis"),
        COORDINATOR,
    ),
    "practice_agreed": (_("Het project nam je voorstel bij “%(title)s” over."), FOLLOWED, "", EDITOR),
    "practice_declined": (
        _("Het project houdt “%(title)s” zoals het was. De reden: %(reason)s"),
        FOLLOWED,
        "",
        EDITOR,
    ),
    "practice_sent_back": (
        _("De redactie stuurde “%(title)s” terug naar jullie klad, met een reden."),
        TURN,
        _("Lees de reden en werk verder"),
        COORDINATOR,
    ),
    "practice_due": (
        _("Klopt “%(title)s” nog? Het is een jaar geleden dat iemand het nakeek."),
        CARE,
        _("Zeg of het nog klopt"),
        COORDINATOR,
    ),
    "practice_draft_waits": (
        _("Je praktijk “%(title)s” ligt al twee weken te wachten."),
        CARE,
        _("Werk verder, of leg ze neer"),
        WROTE,
    ),
    "practice_used": (_("%(who)s schreef bij “%(title)s” hoe het bij hen ging."), REPLY, "", OURS),
    "practice_remark": (
        _("Iemand vraagt of “%(title)s” nog klopt."),
        TURN,
        _("Lees de vraag en antwoord"),
        _("omdat het jullie praktijk is, of omdat je redacteur bent"),
    ),
    "practice_comment": (_("%(who)s reageerde bij jullie praktijk “%(title)s”."), REPLY, "", OURS),
    "practice_new": (
        _("%(who)s deelde een praktijk: “%(title)s”."),
        NEWS,
        "",
        _("omdat het project in jouw regio ligt"),
    ),
}


def register_events() -> None:
    register_kinds(KINDS)
