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
from staalkaart.knowledge.models import WorkingModelPage
from staalkaart.members import geography
from staalkaart.members.models import Initiative, Project, Referral, Region, TargetGroup

NEAR_KM = 15
PER_PAGE = 30
PIN = 26  # map units: pins closer than this are moved apart
SORTS = {"project": Project, "initiatief": Initiative}


@dataclass(frozen=True)
class DirectoryQuery:
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
    def read(cls, params: QueryDict) -> DirectoryQuery:
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
        return self != DirectoryQuery()

    @property
    def is_unknown_place(self) -> bool:
        return bool(self.place) and self.town is None


@dataclass
class MapPin:
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
    """Everything the page shows. `pins` are all matches, in order; `page` holds full objects with their distance."""

    query: DirectoryQuery
    pins: list[MapPin]
    page: Page
    counts: dict[str, int]
    near: bool
    facets: dict[str, Any] = field(default_factory=dict)
    box: str = f"0 0 {geography.WIDTH} {geography.HEIGHT}"
    zoom: float = 1.0

    @property
    def none_here(self) -> bool:
        """A place was asked for and nothing we know works there."""
        return self.query.town is not None and not any(pin.km == 0 for pin in self.pins)

    @property
    def here(self) -> float:
        """Radius of the pin for the place that was asked for."""
        return round(7 * self.zoom, 1)

    @property
    def letters(self) -> float:
        """Size of the names of provinces."""
        return round(15 * self.zoom, 1)


def find(viewer: Viewer, params: QueryDict) -> Directory:
    query = DirectoryQuery.read(params)
    pins = [pin for kind in SORTS if query.sort in {"", kind} for pin in _pins(kind, viewer, query)]
    near = False
    if query.town:
        pins, near = _nearest(pins, query.town)
    else:
        pins.sort(key=lambda pin: geography.plain(pin.name))
    page = Paginator(pins, PER_PAGE).get_page(params.get("pagina"))
    page.object_list = _full(list(page.object_list), viewer)  # type: ignore[assignment]  # pins with what is behind them
    counts = {kind: sum(pin.kind == kind for pin in pins) for kind in SORTS}
    found = Directory(query, pins, page, counts, near, _facets(viewer))
    found.box, found.zoom = _frame(pins, query)
    _spread(pins, PIN * found.zoom)
    return found


def _pins(kind: str, viewer: Viewer, query: DirectoryQuery) -> Iterable[MapPin]:
    rows: Any = SORTS[kind].objects.visible_to(viewer)
    if query.model:
        rows = rows.filter(working_models__slug=query.model)
    if query.target_group:
        rows = rows.filter(target_groups__slug=query.target_group)
    if query.province:
        rows = rows.filter(nis__in=_nis_of(query.province))
    if query.region:
        rows = (
            rows.filter(region__slug=query.region) if kind == "project" else rows.filter(nis__in=_nis_in(query.region))
        )
    if query.takes:
        open_ = Referral.objects.visible_to(viewer).filter(takes=Referral.Takes.YES).values("project")
        rows = rows.filter(pk__in=open_) if kind == "project" else rows.none()
    numbers = WorkingModelPage.objects.visible_to(viewer).filter(pk=OuterRef("main_model")).values("number")
    rows = rows.annotate(number=Subquery(numbers))
    for row in rows.values_list("pk", "name", "slug", "nis", "also_in", "number").distinct():
        yield MapPin(kind, *row)


def _nis_of(province: str) -> list[str]:
    return [town.nis for town in geography.municipalities().values() if town.province == province]


def _nis_in(region: str) -> list[str]:
    """Initiatives belong to no region: those within reach of one of the region's projects are shown with it."""
    own = Project.objects.filter(region__slug=region).values_list("nis", flat=True)
    known = geography.municipalities()
    towns = [known[nis] for nis in own if nis in known]
    return [town.nis for town in known.values() if any(town.km_to(other) <= NEAR_KM for other in towns)]


def _nearest(pins: list[MapPin], town: geography.Municipality) -> tuple[list[MapPin], bool]:
    """In order of distance; everything within reach, or else the five nearest and False."""
    for pin in pins:
        pin.km = min((town.km_to(other) for other in pin.towns), default=geography.EARTH_KM)
    pins.sort(key=lambda pin: (pin.km, pin.name))
    reach = [pin for pin in pins if pin.km is not None and pin.km <= NEAR_KM]
    return (reach, True) if reach else (pins[:5], False)


def _full(pins: list[MapPin], viewer: Viewer) -> list[tuple[MapPin, Any]]:
    """The objects behind one page of pins, in the same order, with what a card shows."""
    projects = Project.objects.visible_to(viewer).for_listing().in_bulk([d.pk for d in pins if d.kind == "project"])
    reveal(projects.values(), viewer, "main_model", "working_models")
    rows = (
        Initiative.objects.visible_to(viewer)
        .select_related("main_model")
        .prefetch_related("working_models", "target_groups")
    )
    initiatives = rows.in_bulk([d.pk for d in pins if d.kind == "initiatief"])
    reveal(initiatives.values(), viewer, "main_model", "working_models")
    referrals = {row.project_id: row for row in Referral.objects.visible_to(viewer).filter(project__in=list(projects))}
    for pk, project in projects.items():
        project.shown_referral = referrals.get(pk)
    found: dict[str, dict[int, Any]] = {"project": projects, "initiatief": initiatives}
    return [(pin, found[pin.kind][pin.pk]) for pin in pins if pin.pk in found[pin.kind]]


def _facets(viewer: Viewer) -> dict[str, Any]:
    return {
        "regions": Region.objects.all(),
        "provinces": geography.provinces(),
        "models": WorkingModelPage.objects.visible_to(viewer).order_by("number"),
        "target_groups": TargetGroup.objects.all(),
    }


def _frame(pins: list[MapPin], query: DirectoryQuery) -> tuple[str, float]:
    """The part of the map that holds the pins when the choice is about a place; (viewBox, size of a unit)."""
    if not (query.town or query.region or query.province):
        return Directory.box, 1.0
    points = [town.on_map for pin in pins for town in pin.towns[:1]] + ([query.town.on_map] if query.town else [])
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


def _spread(pins: list[MapPin], apart: float) -> None:
    """Give every pin a place of its own, as near as it can to where it is."""
    placed: list[tuple[float, float]] = []
    ring = [(0.0, 0.0)] + [(dx * k, dy * k) for k in (1, 2, 3) for dx, dy in _AROUND]
    for pin in pins:
        if not pin.towns:
            continue
        x, y = pin.towns[0].on_map
        spots = ((x + dx * apart, y + dy * apart) for dx, dy in ring)
        pin.x, pin.y = next((spot for spot in spots if _is_free(spot, placed, apart)), (x, y))
        pin.x, pin.y = round(pin.x, 1), round(pin.y, 1)
        placed.append((pin.x, pin.y))


_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8))


def _is_free(spot: tuple[float, float], placed: list[tuple[float, float]], apart: float) -> bool:
    return all(hypot(spot[0] - x, spot[1] - y) >= apart * 0.95 for x, y in placed)
