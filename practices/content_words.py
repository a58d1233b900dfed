"""What the data of a practice say to people: slugs by their names, and every field in words, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from practices.choices import BLOCKS, FACTS, Basis, PointKind
from practices.content import Data, filled
from staalkaart.core.access import Viewer
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.members import geography
from staalkaart.members.models import TargetGroup


class Names:
    """What slugs are called, as far as the viewer may know; read once for any number of practices."""

    def __init__(self, viewer: Viewer) -> None:
        pages = list(WorkingModelPage.objects.visible_to(viewer).only("slug", "title", "short_name"))
        self.models = {page.slug: page.name for page in pages}
        self.model_titles = {page.slug: page.title for page in pages}
        self.groups = dict(TargetGroup.objects.values_list("slug", "title"))
        self.themes = {theme.slug: theme.name for theme in Theme.objects.visible_to(viewer)}

    def only_known(self, data: Data) -> Data:
        """Without the models and themes that the viewer may not see."""
        known = {"models": self.models, "themes": self.themes}
        return data | {name: [slug for slug in data[name] if slug in names] for name, names in known.items()}

    def towns(self, values: Iterable[str]) -> list[str]:
        known = geography.municipalities()
        return [known[nis].name for nis in values if nis in known]


def spoken(data: Data, names: Names) -> list[tuple[str, str]]:
    """(label, words) of everything that is filled in, in reading order: for differences, Word, CSV and plain text."""
    rows = [
        (_("Titel"), data["title"]),
        (_("Werkmodellen"), ", ".join(names.models[slug] for slug in data["models"] if slug in names.models)),
        (_("Doelgroepen"), ", ".join(names.groups.get(slug, slug) for slug in data["target_groups"])),
        (_("Gemeenten"), ", ".join(names.towns(data["towns"]))),
        (_("Samenvatting"), data["summary"]),
        (str(PointKind.WORKS.label), spoken_points(data["works"])),
        (str(PointKind.CLASHES.label), spoken_points(data["clashes"])),
        *((str(block.title), data["blocks"].get(block.slug, "")) for block in BLOCKS),
        *(
            (
                str(fact.title),
                ", ".join(str(fact.values.get(value, value)) for value in data["facts"].get(fact.slug, [])),
            )
            for fact in FACTS
        ),
        (_("Thema's"), ", ".join(names.themes[slug] for slug in data["themes"] if slug in names.themes)),
        (_("Lopende duo's"), "" if data["running_duos"] is None else str(data["running_duos"])),
        (_("Coördinatie in voltijds equivalenten"), data["coordination_fte"]),
        (_("Sinds"), "" if data["start_year"] is None else str(data["start_year"])),
        (_("Talen"), data["languages"]),
        (_("Wie spreek je aan?"), data["contact_role"]),
    ]
    return [(str(label), words) for label, words in rows if words]


def spoken_points(points: Iterable[Mapping[str, str]]) -> str:
    return "\n\n".join(_point(point) for point in filled(points))


def _point(point: Mapping[str, str]) -> str:
    basis = f" ({Basis(point['basis']).label})" if point.get("basis") in Basis.values else ""
    return "\n".join(filter(None, [point["title"] + basis, point["text"]]))
