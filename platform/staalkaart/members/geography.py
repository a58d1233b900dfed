"""Municipalities of Flanders and Brussels, their postal codes, and the map's projection. Reference data, never written.

Source: Statbel, National Geographic Institute and GeoNames (CC BY 4.0), made into one file by `bin/geography`.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path

SOURCE = Path(__file__).with_name("data") / "geography.json"
EARTH_KM = 6371.0
WEST, NORTH = 2.50, 51.54  # degrees, the corner of the map
WIDTH, HEIGHT = 970, 400
SCALE = 282.0  # map units per degree of longitude
STRETCH = 1 / cos(radians(51.0))  # a degree of latitude is longer than one of longitude here


@dataclass(frozen=True)
class Municipality:
    """`at` is (longitude, latitude) in degrees; `nis` is Statbel's number."""

    nis: str
    name: str
    province: str
    at: tuple[float, float]
    postal_codes: tuple[str, ...]

    def __str__(self) -> str:
        return self.name

    def km_to(self, other: Municipality) -> float:
        """Great-circle distance between the two centres, in kilometres."""
        (lon1, lat1), (lon2, lat2) = ((radians(x) for x in town.at) for town in (self, other))
        half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
        return 2 * EARTH_KM * asin(sqrt(half))

    @property
    def on_map(self) -> tuple[float, float]:
        return project(*self.at)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to the map's units, (0, 0) at the north-west."""
    return round((longitude - WEST) * SCALE, 1), round((NORTH - latitude) * SCALE * STRETCH, 1)


def plain(name: str) -> str:
    """A name as people type it: no capitals, accents, hyphens or spaces."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if letter.isalnum())


@cache
def _data() -> dict:
    return json.loads(SOURCE.read_text())


@cache
def municipalities() -> dict[str, Municipality]:
    """By NIS number, in the order of their names."""
    rows = _data()["municipalities"]
    return {
        row["nis"]: Municipality(row["nis"], row["name"], row["province"], tuple(row["at"]), tuple(row["postal_codes"]))
        for row in rows
    }


@cache
def _by_word() -> dict[str, list[Municipality]]:
    found: dict[str, list[Municipality]] = {}
    for town in municipalities().values():
        parts = town.name.split("-") if "-" in town.name else []
        for word in {plain(town.name), *town.postal_codes}:
            found.setdefault(word, []).append(town)
        for part in parts:  # the municipality as it was called before a merger: Borgloon, Kruibeke
            if len(part) > 4:
                found.setdefault(plain(part), []).append(town)
    return found


def find_municipality(words: str) -> Municipality | None:
    """What somebody typed: a postal code, a name, or "3500 Hasselt". None when nothing fits."""
    typed = words.strip()[:80]
    whole = _by_word().get(plain(typed))
    if whole:
        return whole[0]
    for part in typed.replace(",", " ").split():
        if found := _by_word().get(plain(part)):
            return found[0]
    starting = [
        town for town in municipalities().values() if plain(typed) and plain(town.name).startswith(plain(typed))
    ]
    return starting[0] if len(plain(typed)) >= 3 and starting else None


def choices() -> list[tuple[str, str]]:
    return [(town.nis, town.name) for town in municipalities().values()]


@cache
def provinces() -> tuple[str, ...]:
    return tuple(_data()["outlines"])


@cache
def outline(province: str) -> str:
    """The `d` of an SVG path."""
    rings = _data()["outlines"][province]
    return "".join("M" + "L".join("{:g} {:g}".format(*project(*point)) for point in ring) + "Z" for ring in rings)


@cache
def middle(province: str) -> tuple[float, float]:
    """Where the province's name stands: the middle of its largest ring's box."""
    ring = max(_data()["outlines"][province], key=lambda ring: _box_size([project(*point) for point in ring]))
    xs, ys = zip(*(project(*point) for point in ring), strict=True)
    return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)


def _box_size(points: list[tuple[float, float]]) -> float:
    xs, ys = zip(*points, strict=True)
    return hypot(max(xs) - min(xs), max(ys) - min(ys))
