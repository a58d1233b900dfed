"""How we know what a point says. The label never promises more than its weakest source carries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from staalkaart.knowledge.models.reference import Source


class SourceKind(models.TextChoices):
    """How we know it, not how well it works. The first six follow from the sources; an editor says the others."""

    PROPOSAL = "proposal", _("Inschatting van de redactie")
    PARTLY = "partly", _("Deels uit een bron, deels inschatting van de redactie")
    DESCRIBED = "described", _("Beschreven door organisaties of in berichten, niet onderzocht")
    PUBLISHED = "published", _("Beschreven in een vakartikel of beleidstekst, niet zelf onderzocht")
    WITH_RESEARCH = "with_research", _("Beschreven in onderzoek en in andere bronnen")
    RESEARCH = "research", _("Beschreven in onderzoek")
    MIXED = "mixed", _("Onderzocht, met verschillende uitkomsten")
    PRACTICE = "practice", _("Ervaring uit de praktijk")
    DISCUSSED = "discussed", _("Besproken in intervisie of op een netwerkdag")
    EVALUATED = "evaluated", _("Geëvalueerd")

    @property
    def icon(self) -> str:
        return ICONS[self.value]


ICONS = {
    "proposal": "i-pencil",
    "partly": "i-pencil",
    "described": "i-link",
    "published": "i-scroll-text",
    "with_research": "i-microscope",
    "research": "i-microscope",
    "mixed": "i-git-compare",
    "practice": "i-footprints",
    "discussed": "i-messages-square",
    "evaluated": "i-target",
}
PRINTED = {Source.Kind.ARTICLE, Source.Kind.POLICY}


def kind_of(kinds: Iterable[str], *, is_estimate: bool) -> SourceKind:
    """The label of a point with sources of these kinds; `is_estimate`: part of what it says is in none of them.

    Research counts as such only when nothing but research is cited; a website beside an article makes it a website's word.
    """
    found = {Source.Kind(kind) for kind in kinds}
    if not found:
        return SourceKind.PROPOSAL
    if is_estimate:
        return SourceKind.PARTLY
    if Source.Kind.RESEARCH in found:
        return SourceKind.RESEARCH if found == {Source.Kind.RESEARCH} else SourceKind.WITH_RESEARCH
    return SourceKind.PUBLISHED if found <= PRINTED else SourceKind.DESCRIBED
