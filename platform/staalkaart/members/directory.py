"""The directory: projects and initiatives together, by place, region, model and target group; on a map and in a list alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.http import QueryDict

from staalkaart.core.access import Viewer, reveal
from staalkaart.knowledge.models import WorkingModelPage
from staalkaart.members import geography
from staalkaart.members.directory_map import Map, draw
from staalkaart.members.directory_query import SORTS, DirectoryQuery, languages_of, why_not
from staalkaart.members.local_help import LocalHelp, local_help
from staalkaart.members.models import Project, Referral, Region, TargetGroup
from staalkaart.members.models.contact import ContactDetails

NEAR_KM = 15
MOST_OTHERS = 6
BRUSSELS = "Brussel"
CONTACT = ("takes", "age_words", "age_from", "age_to", "languages")
PER_PAGE = 30


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
    here: bool = False  # its own municipality is the one that was asked for
    not_for: list[str] = field(default_factory=list)  # why it does not fit who is asked for, in words
    groups: list[str] = field(default_factory=list)  # whom it is for
    contact: ContactDetails | None = None  # as far as this viewer may read it

    @property
    def towns(self) -> list[geography.Municipality]:
        known = geography.municipalities()
        return [known[nis] for nis in (self.nis, *self.also_in) if nis in known]

    @property
    def town(self) -> str:
        return self.towns[0].name if self.towns else ""

    @property
    def card_line(self) -> str:
        """The name and the number, for somebody's paper."""
        phone = self.contact.phone if self.contact else ""
        return ", ".join(filter(None, (self.name, phone)))

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.slug}"


@dataclass
class Directory:
    """Everything the page shows. `pins` are all that fit, in order; `page` holds full objects with their distance; `others` lie as
    near and are there for somebody else."""

    query: DirectoryQuery
    pins: list[MapPin]
    page: Page
    counts: dict[str, int]
    near: bool
    others: list[tuple[MapPin, Any]] = field(default_factory=list)
    facets: dict[str, Any] = field(default_factory=dict)
    help: list[LocalHelp] = field(default_factory=list)  # the CAW and the OCMW of the place that was asked for
    map: Map = field(default_factory=Map)

    @property
    def none_here(self) -> bool:
        """A place was asked for and nothing we know works there for who was asked for."""
        return self.query.town is not None and not any(pin.km == 0 for pin in self.pins)

    @property
    def meant(self) -> list[geography.Municipality]:
        """Municipalities whose name looks like what was typed."""
        return geography.alike(self.query.place) if self.query.is_unknown_place else []

    @property
    def namesakes(self) -> list[geography.Municipality]:
        return geography.namesakes(self.query.place)

    @property
    def here(self) -> float:
        """Radius of the pin for the place that was asked for."""
        return round(7 * self.map.zoom, 1)


def find(viewer: Viewer, params: QueryDict, *, per_page: int = PER_PAGE) -> Directory:
    query = DirectoryQuery.read(params)
    languages: Counter[str] = Counter()
    pins = [pin for kind in SORTS if query.sort in {"", kind} for pin in _pins(kind, viewer, query, languages)]
    others = [pin for pin in pins if pin.not_for]
    pins = [pin for pin in pins if not pin.not_for]
    near = False
    if query.town:
        pins, near = _nearest(pins, query.town)
        others, others_near = _nearest(others, query.town)
        others = others[:MOST_OTHERS] if others_near else []
    else:
        pins.sort(key=lambda pin: geography.plain(pin.name))
        others = []
    page = Paginator(pins, per_page).get_page(params.get("pagina"))
    rows = _full([*page.object_list, *others], viewer)
    page.object_list = rows[: len(rows) - len(others)]  # type: ignore[assignment]  # pins with what is behind them
    counts = {kind: sum(pin.kind == kind for pin in pins) for kind in SORTS}
    found = Directory(query, pins, page, counts, near, rows[len(rows) - len(others) :], _facets(viewer, languages))
    found.help = local_help(query.town) if query.town else []
    found.map = draw(pins, query.town, close=bool(query.town or query.region or query.province))
    return found


def _pins(kind: str, viewer: Viewer, query: DirectoryQuery, languages: Counter[str]) -> Iterable[MapPin]:
    rows: Any = SORTS[kind].objects.visible_to(viewer)
    if query.model:
        rows = rows.filter(working_models__slug=query.model)
    if query.province:
        rows = rows.filter(nis__in=_nis_of(query.province))
    if query.region:
        rows = (
            rows.filter(region__slug=query.region) if kind == "project" else rows.filter(nis__in=_nis_in(query.region))
        )
    numbers = WorkingModelPage.objects.visible_to(viewer).filter(pk=OuterRef("main_model")).values("number")
    rows = rows.annotate(number=Subquery(numbers)).prefetch_related("target_groups").distinct()
    rows = list(rows.only("pk", "name", "slug", "nis", "also_in", *(CONTACT if kind == "initiatief" else ())))
    told: dict[int, ContactDetails] = {row.pk: row for row in rows} if kind == "initiatief" else {}
    if kind == "project":
        told = {row.project_id: row for row in Referral.objects.visible_to(viewer)}
    for row in rows:
        contact = told.get(row.pk)
        languages.update(languages_of(contact))
        if query.takes and (contact is None or contact.takes != ContactDetails.Takes.YES):
            continue
        pin = MapPin(kind, row.pk, row.name, row.slug, row.nis, row.also_in, row.number)
        pin.not_for = why_not(query, contact, row.target_groups.all())
        pin.groups, pin.contact = [group.title for group in row.target_groups.all()], contact
        yield pin


def _nis_of(province: str) -> list[str]:
    return [town.nis for town in geography.municipalities().values() if town.province == province]


def _nis_in(region: str) -> list[str]:
    """Initiatives belong to no region: those within reach of one of the region's projects are shown with it."""
    own = Project.objects.filter(region__slug=region).values_list("nis", flat=True)
    known = geography.municipalities()
    towns = [known[nis] for nis in own if nis in known]
    return [town.nis for town in known.values() if any(town.km_to(other) <= NEAR_KM for other in towns)]


def _km(town: geography.Municipality, other: geography.Municipality) -> float:
    """Who asks for Brussels means its nineteen municipalities, not the one that is called so."""
    return 0.0 if town.name == other.province == BRUSSELS else town.km_to(other)


def _nearest(pins: list[MapPin], town: geography.Municipality) -> tuple[list[MapPin], bool]:
    """In order of distance; everything within reach, or else the five nearest and False."""
    for pin in pins:
        pin.here = pin.nis == town.nis
        pin.km = min((_km(town, other) for other in pin.towns), default=geography.EARTH_KM)
    pins.sort(key=lambda pin: (pin.km, pin.name))
    reach = [pin for pin in pins if pin.km is not None and pin.km <= NEAR_KM]
    return (reach, True) if reach else (pins[:5], False)


def _full(pins: list[MapPin], viewer: Viewer) -> list[tuple[MapPin, Any]]:
    """The objects behind one page of pins, in the same order, with what a card shows."""
    keys = {kind: [pin.pk for pin in pins if pin.kind == kind] for kind in SORTS}
    found: dict[str, dict[int, Any]] = {}
    for kind, model in SORTS.items():
        rows = model.objects.visible_to(viewer).select_related("main_model").prefetch_related("working_models")
        found[kind] = rows.in_bulk(keys[kind])
        reveal(found[kind].values(), viewer, "main_model", "working_models")
    shown = [(pin, found[pin.kind][pin.pk]) for pin in pins if pin.pk in found[pin.kind]]
    for pin, row in shown:
        row.contact = pin.contact = pin.contact if pin.kind == "project" else row
    return shown


def _facets(viewer: Viewer, languages: Counter[str]) -> dict[str, Any]:
    return {
        "regions": Region.objects.all(),
        "provinces": geography.provinces(),
        "models": WorkingModelPage.objects.visible_to(viewer).order_by("number"),
        "target_groups": TargetGroup.objects.all(),
        "languages": sorted(languages, key=geography.plain),
    }
