"""The map of the directory: which part of it shows, where pins and names stand so that nothing covers anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import hypot
from typing import Protocol

from django.utils.translation import gettext as _

from staalkaart.members import geography

PIN = 26  # map units: pins closer than this are moved apart
TOGETHER = 4  # as many on one spot are shown as one
LETTERS = 13  # height of a place name; a letter is about half as wide
BIG_LETTERS = 15  # of a province
_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.8), (-0.8, 0.8), (0.8, -0.8), (-0.8, -0.8))


class Pinned(Protocol):
    x: float
    y: float

    @property
    def towns(self) -> list[geography.Municipality]: ...


@dataclass
class Box:
    """A rectangle in map units."""

    left: float
    top: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


@dataclass
class Name:
    """A name on the map; `x` is the middle, `y` the foot of the letters."""

    words: str
    x: float
    y: float
    size: float


@dataclass
class Cluster:
    """Several in one municipality, shown as one with how many."""

    town: geography.Municipality
    count: int
    x: float
    y: float

    @property
    def words(self) -> str:
        return _("%(n)s werkingen in %(town)s") % {"n": self.count, "town": self.town.name}


@dataclass
class Map:
    """`box` is an SVG viewBox, `zoom` the size of a unit: 1 for the whole map."""

    box: str = f"0 0 {geography.WIDTH} {geography.HEIGHT}"
    zoom: float = 1.0
    clusters: list[Cluster] = field(default_factory=list)
    places: list[Name] = field(default_factory=list)
    provinces: list[Name] = field(default_factory=list)


def frame(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float, float, float], float]:
    """(left, top, width, height) that holds these points with room around them, and the size of a unit."""
    xs, ys = zip(*points, strict=True)
    spread = max(max(xs) - min(xs) + 120, (max(ys) - min(ys) + 100) * geography.WIDTH / geography.HEIGHT, 480)
    width = min(spread, geography.WIDTH)
    height = width * geography.HEIGHT / geography.WIDTH
    left = min(max((min(xs) + max(xs)) / 2 - width / 2, 0), geography.WIDTH - width)
    top = min(max((min(ys) + max(ys)) / 2 - height / 2, 0), geography.HEIGHT - height)
    return (left, top, width, height), round(width / geography.WIDTH, 3)


def draw(pins: Sequence[Pinned], asked: geography.Municipality | None, *, close: bool) -> Map:
    """Give every pin its place; `close` shows the part of the map that holds them instead of the whole."""
    points = [pin.towns[0].on_map for pin in pins if pin.towns] + ([asked.on_map] if asked else [])
    drawn, view = Map(), Box(0, 0, geography.WIDTH, geography.HEIGHT)
    if close and points:
        sides, drawn.zoom = frame(points)
        view, drawn.box = Box(*sides), " ".join(f"{side:.0f}" for side in sides)
    apart = PIN * drawn.zoom
    single = list(_bundle(pins, drawn))
    _spread(single, apart, [(cluster.x, cluster.y) for cluster in drawn.clusters])
    spots = [(pin.x, pin.y) for pin in single] + [(cluster.x, cluster.y) for cluster in drawn.clusters]
    taken = [Box(x - apart / 2, y - apart / 2, apart, apart) for x, y in spots]
    _name_provinces(drawn, view, taken)
    towns = {pin.towns[0].nis: (pin.towns[0], pin.x, pin.y) for pin in reversed(single)}
    towns |= {cluster.town.nis: (cluster.town, cluster.x, cluster.y) for cluster in drawn.clusters}
    if asked is not None:
        towns = {asked.nis: (asked, *asked.on_map)} | towns
    for town, x, y in towns.values():
        _name(drawn.places, town.name, _beside(x, y, apart), LETTERS * drawn.zoom, view, taken)
    return drawn


def _bundle(pins: Iterable[Pinned], drawn: Map) -> Iterator[Pinned]:
    """Those that stand alone; the others become clusters of the map."""
    by_town: dict[str, list[Pinned]] = {}
    for pin in pins:
        if pin.towns:
            by_town.setdefault(pin.towns[0].nis, []).append(pin)
    for found in by_town.values():
        if len(found) < TOGETHER:
            yield from found
        else:
            town = found[0].towns[0]
            drawn.clusters.append(Cluster(town, len(found), *town.on_map))


def _spread(pins: Sequence[Pinned], apart: float, placed: list[tuple[float, float]]) -> None:
    """Give every pin a place of its own, as near as it can to where it is."""
    placed = list(placed)
    ring = [(0.0, 0.0)] + [(dx * k, dy * k) for k in (1, 2, 3) for dx, dy in _AROUND]
    for pin in pins:
        x, y = pin.towns[0].on_map
        spots = ((x + dx * apart, y + dy * apart) for dx, dy in ring)
        pin.x, pin.y = next((spot for spot in spots if _is_free(spot, placed, apart)), (x, y))
        pin.x, pin.y = round(pin.x, 1), round(pin.y, 1)
        placed.append((pin.x, pin.y))


def _is_free(spot: tuple[float, float], placed: list[tuple[float, float]], apart: float) -> bool:
    return all(hypot(spot[0] - x, spot[1] - y) >= apart * 0.95 for x, y in placed)


def _beside(x: float, y: float, apart: float) -> list[tuple[float, float]]:
    """Where the name of a pin may stand: under it, above it, further away."""
    return [(x, y + apart * 1.05), (x, y - apart * 0.65), (x, y + apart * 1.5)]


def _name_provinces(drawn: Map, view: Box, taken: list[Box]) -> None:
    size = BIG_LETTERS * drawn.zoom
    for province in geography.provinces():
        if province != "Brussel":
            x, y = geography.middle(province)
            steps = sorted(product((0, -2, 2, -4, 4, -6, 6), (0, -1.5, 1.5, -3, 3)), key=lambda step: hypot(*step))
            _name(drawn.provinces, province, [(x + dx * size, y + dy * size) for dx, dy in steps], size, view, taken)


def _name(
    names: list[Name], words: str, spots: Iterable[tuple[float, float]], size: float, view: Box, taken: list[Box]
) -> None:
    """Write it on the first free spot; where there is none it is left out, and the list says it."""
    width = len(words) * size * 0.56 + size * 0.4
    for x, y in spots:
        box = Box(x - width / 2, y - size * 0.9, width, size * 1.2)
        inside = view.left <= box.left and box.left + width <= view.left + view.width and view.top <= box.top
        if inside and box.top + box.height <= view.top + view.height and not any(box.meets(other) for other in taken):
            names.append(Name(words, round(x, 1), round(y, 1), round(size, 1)))
            taken.append(box)
            return
