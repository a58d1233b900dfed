from staalkaart.core.access import VISITOR
from staalkaart.knowledge.models import GlossaryTerm, Theme


def addresses() -> list[tuple[str, None]]:
    """Themes and terms that a visitor may read."""
    rows: list[Theme | GlossaryTerm] = [*Theme.objects.visible_to(VISITOR), *GlossaryTerm.objects.visible_to(VISITOR)]
    return [(row.get_absolute_url(), None) for row in rows]
