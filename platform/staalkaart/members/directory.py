"""The directory: projects and initiatives together, by place, region, model and target group; on a map and in a list alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import hypot
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.http import QueryDict

from staalkaart.core.access import Viewer, reveal
from staalkaart.members import geography
from staalkaart.members.models import Initiative, Project, Referral, Region, TargetGroup

NEAR_KM = 15
PER_PAGE = 30
PIN = 26  # map units: pins closer than this are moved apart
SORTS = {"project": Project, "initiatief": Initiative}


@dataclass(frozen=True)
class Wish:
    """What the address bar asks for; unknown values are left out, so an odd address still gives a page."""

    place: str = ""
    town: geography.Municipality | None = None
    region: str = ""
    province: str = ""
    model: str = ""
    target_group: str = ""
    sort: str = ""
    takes: bool = False

    @classmethod
    def read(cls, params: QueryDict) -> Wish:
        place = params.get("gemeente", "").strip()[:80]
        province, sort = params.get("provincie", ""), params.get("soort", "")
        return cls(
            place=place,
            town=geography.find_municipality(place) if place else None,
            region=params.get("regio", "")[:60],
            province=province if province in geography.provinces() else "",
            model=params.get("model", "")[:120],
            target_group=params.get("doelgroep", "")[:80],
            sort=sort if sort in SORTS else "",
            takes=params.get("opname") == "ja",
        )

    @property
    def is_on(self) -> bool:
        return self != Wish()

    @property
    def is_unknown_place(self) -> bool:
        return bool(self.place) and self.town is None


@dataclass
class Dot:
    """One project or initiative, as light as the map needs it."""

    kind: str
    pk: int
    name: str
    slug: str
    nis: str
    also_in: list[str]
    number: int | None
    km: float | None = None
    x: float = 0
    y: float = 0

    @property
    def towns(self) -> list[geography.Municipality]:
        known = geography.municipalities()
        return [known[nis] for nis in (self.nis, *self.also_in) if nis in known]

    @property
    def town(self) -> str:
        return self.towns[0].name if self.towns else ""

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.slug}"


@dataclass
class Directory:
    """Everything the page shows. `dots` are all matches, in order; `page` holds full objects with their distance."""

    wish: Wish
    dots: list[Dot]
    page: Page
    counts: dict[str, int]
    near: bool
    facets: dict[str, Any] = field(default_factory=dict)
    box: str = f"0 0 {geography.WIDTH} {geography.HEIGHT}"
    zoom: float = 1.0

    @property
    def none_here(self) -> bool:
        """A place was asked for and nothing we know works there."""
        return self.wish.town is not None and not any(dot.km == 0 for dot in self.dots)

    @property
    def here(self) -> float:
        """Radius of the dot for the place that was asked for."""
        return round(7 * self.zoom, 1)

    @property
    def letters(self) -> float:
        """Size of the names of provinces."""
        return round(15 * self.zoom, 1)


def find(viewer: Viewer, params: QueryDict) -> Directory:
    wish = Wish.read(params)
    dots = [dot for kind in SORTS if wish.sort in {"", kind} for dot in _dots(kind, viewer, wish)]
    near = False
    if wish.town:
        dots, near = _nearest(dots, wish.town)
    else:
        dots.sort(key=lambda dot: geography.plain(dot.name))
    page = Paginator(dots, PER_PAGE).get_page(params.get("pagina"))
    page.object_list = _full(page.object_list, viewer)
    counts = {kind: sum(dot.kind == kind for dot in dots) for kind in SORTS}
    found = Directory(wish, dots, page, counts, near, _facets(viewer))
    found.box, found.zoom = _frame(dots, wish)
    _spread(dots, PIN * found.zoom)
    return found


def _dots(kind: str, viewer: Viewer, wish: Wish) -> Iterable[Dot]:
    rows = SORTS[kind].objects.visible_to(viewer)
    if wish.model:
        rows = rows.filter(working_models__slug=wish.model)
    if wish.target_group:
        rows = rows.filter(target_groups__slug=wish.target_group)
    if wish.province:
        rows = rows.filter(nis__in=_nis_of(wish.province))
    if wish.region:
        rows = rows.filter(region__slug=wish.region) if kind == "project" else rows.filter(nis__in=_nis_in(wish.region))
    if wish.takes:
        open_ = Referral.objects.visible_to(viewer).filter(takes=Referral.Takes.YES).values("project")
        rows = rows.filter(pk__in=open_) if kind == "project" else rows.none()
    models = Project._meta.get_field("working_models").related_model
    numbers = models.objects.visible_to(viewer).filter(pk=OuterRef("main_model")).values("number")
    rows = rows.annotate(number=Subquery(numbers))
    for row in rows.values_list("pk", "name", "slug", "nis", "also_in", "number").distinct():
        yield Dot(kind, *row)


def _nis_of(province: str) -> list[str]:
    return [town.nis for town in geography.municipalities().values() if town.province == province]


def _nis_in(region: str) -> list[str]:
    """Initiatives belong to no region: those within reach of one of the region's projects are shown with it."""
    own = Project.objects.filter(region__slug=region).values_list("nis", flat=True)
    known = geography.municipalities()
    towns = [known[nis] for nis in own if nis in known]
    return [town.nis for town in known.values() if any(town.km_to(other) <= NEAR_KM for other in towns)]


def _nearest(dots: list[Dot], town: geography.Municipality) -> tuple[list[Dot], bool]:
    """In order of distance; everything within reach, or else the five nearest and False."""
    for dot in dots:
        dot.km = min((town.km_to(other) for other in dot.towns), default=geography.EARTH_KM)
    dots.sort(key=lambda dot: (dot.km, dot.name))
    reach = [dot for dot in dots if dot.km is not None and dot.km <= NEAR_KM]
    return (reach, True) if reach else (dots[:5], False)


def _full(dots: list[Dot], viewer: Viewer) -> list[tuple[Dot, Any]]:
    """The objects behind one page of dots, in the same order, with what a card shows."""
    projects = Project.objects.visible_to(viewer).for_listing().in_bulk([d.pk for d in dots if d.kind == "project"])
    reveal(projects.values(), viewer, "main_model", "working_models")
    rows = (
        Initiative.objects.visible_to(viewer)
        .select_related("main_model")
        .prefetch_related("working_models", "target_groups")
    )
    initiatives = rows.in_bulk([d.pk for d in dots if d.kind == "initiatief"])
    reveal(initiatives.values(), viewer, "main_model", "working_models")
    referrals = {row.project_id: row for row in Referral.objects.visible_to(viewer).filter(project__in=list(projects))}
    for pk, project in projects.items():
        project.shown_referral = referrals.get(pk)
    found = {"project": projects, "initiatief": initiatives}
    return [(dot, found[dot.kind][dot.pk]) for dot in dots if dot.pk in found[dot.kind]]


def _facets(viewer: Viewer) -> dict[str, Any]:
    models = Project._meta.get_field("working_models").related_model
    return {
        "regions": Region.objects.all(),
        "provinces": geography.provinces(),
        "models": models.objects.visible_to(viewer).order_by("number"),
        "target_groups": TargetGroup.objects.all(),
    }


def _frame(dots: list[Dot], wish: Wish) -> tuple[str, float]:
    """The part of the map that holds the pins when the choice is about a place; (viewBox, size of a unit)."""
    if not (wish.town or wish.region or wish.province):
        return Directory.box, 1.0
    points = [town.on_map for dot in dots for town in dot.towns[:1]] + ([wish.town.on_map] if wish.town else [])
    if not points:
        return Directory.box, 1.0
    xs, ys = zip(*points, strict=True)
    width = min(
        max(max(xs) - min(xs) + 120, (max(ys) - min(ys) + 100) * geography.WIDTH / geography.HEIGHT, 480),
        geography.WIDTH,
    )
    height = width * geography.HEIGHT / geography.WIDTH
    left = min(max((min(xs) + max(xs)) / 2 - width / 2, 0), geography.WIDTH - width)
    top = min(max((min(ys) + max(ys)) / 2 - height / 2, 0), geography.HEIGHT - height)
    return f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}", round(width / geography.WIDTH, 3)


def _spread(dots: list[Dot], apart: float) -> None:
    """Give every pin a place of its own, as near as it can to where it is."""
    placed: list[tuple[float, float]] = []
    ring = [(0.0, 0.0)] + [(dx * k, dy * k) for k in (1, 2, 3) for dx, dy in _AROUND]
    for dot in dots:
        if not dot.towns:
            continue
        x, y = dot.towns[0].on_map
        spots = ((x + dx * apart, y + dy * apart) for dx, dy in ring)
        dot.x, dot.y = next((spot for spot in spots if _is_free(spot, placed, apart)), (x, y))
        dot.x, dot.y = round(dot.x, 1), round(dot.y, 1)
        placed.append((dot.x, dot.y))


_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8))


def _is_free(spot: tuple[float, float], placed: list[tuple[float, float]], apart: float) -> bool:
    return all(hypot(spot[0] - x, spot[1] - y) >= apart * 0.95 for x, y in placed)
