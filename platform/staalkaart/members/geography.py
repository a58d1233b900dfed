"""Municipalities of Flanders and Brussels, their postal codes, and the map's projection. Reference data, never written.

Source: Statbel, National Geographic Institute and GeoNames (CC BY 4.0), made into one file by `bin/geography`. The parts of
municipalities (`localities.json`) are a list of our own: each postal code is that of the municipality by Statbel's list, and two thirds
of the points were compared with GeoNames.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from math import asin, cos, hypot, radians, sin, sqrt
from operator import itemgetter
from pathlib import Path

SOURCE = Path(__file__).with_name("data") / "geography.json"
LOCALITIES = Path(__file__).with_name("data") / "localities.json"
SAINT = re.compile(r"\bst(?:e|\.)?[ -]+|\bst\.")
OUR_LADY = re.compile(r"\bo\.? ?-?l\.? ?-?v\.?(?:rouw)?[ -]*")
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


@dataclass(frozen=True)
class Locality:
    """A part of a municipality, or one that was a municipality before: people still name it as their place."""

    name: str
    nis: str
    postal_code: str

    @property
    def town(self) -> Municipality:
        return municipalities()[self.nis]


@cache
def localities() -> tuple[Locality, ...]:
    """In the order of their names."""
    return tuple(Locality(row["name"], row["nis"], row["postal_code"]) for row in json.loads(LOCALITIES.read_text()))


def folded(name: str) -> str:
    """`plain`, with what people shorten written in full: "St.-Niklaas", "O.L.V.-Waver"."""
    words = SAINT.sub("sint-", name.casefold())
    return plain(OUR_LADY.sub("onze-lieve-vrouw-", words))


@cache
def _by_word() -> dict[str, list[Municipality]]:
    """What may be typed, with the municipalities it may stand for, the likeliest first."""
    found: dict[str, list[tuple[int, Municipality]]] = {}

    def add(word: str, town: Municipality, rank: int) -> None:
        found.setdefault(word, []).append((rank, town))

    parts = {
        town.nis: {folded(part) for part in town.name.split("-") if len(part) > 4} for town in municipalities().values()
    }
    for town in municipalities().values():
        for word in {folded(town.name), *town.postal_codes}:
            add(word, town, 0)
        for part in parts[town.nis] if "-" in town.name else ():  # Heist, for Heist-op-den-Berg
            add(part, town, 3)
    for place in localities():
        word = folded(place.name)
        was_one = place.postal_code != place.town.postal_codes[0]  # once a municipality, so with a number of its own
        add(word, place.town, 1 if word in parts[place.nis] else 2 if was_one else 4)
    return {word: [town for _rank, town in sorted(rows, key=itemgetter(0))] for word, rows in found.items()}


def find_municipality(words: str, *, close: bool = False) -> Municipality | None:
    """What somebody typed: a postal code, a name, or "3500 Hasselt". With `close` a name with a fault too, when only one looks
    like it. None when nothing fits."""
    typed = words.strip()[:80]
    whole = _by_word().get(folded(typed))
    if whole:
        return whole[0]
    for part in typed.replace(",", " ").split():
        if found := _by_word().get(folded(part)):
            return found[0]
    start = folded(typed)
    if len(start) >= 3:
        for town in municipalities().values():
            if folded(town.name).startswith(start):
                return town
    likely = alike(typed) if close else []
    return likely[0] if len(likely) == 1 else None


@dataclass(frozen=True)
class Named:
    """A place that stands in a question: what was typed, at which word it begins (0 is the first), and what it stands for."""

    typed: str
    at: int
    town: Municipality
    is_part: bool


def named_in(words: str) -> list[Named]:
    """The places that stand in a question, by their whole name or postal code; not what only begins like one."""
    tokens = re.findall(r"[\w’'-]+", words[:200])
    found: list[Named] = []
    at = 0
    while at < len(tokens):
        for size in (4, 3, 2, 1):
            typed = " ".join(tokens[at : at + size])
            if at + size <= len(tokens) and (town := _whole_names().get(folded(typed))):
                found.append(Named(typed, at, town[0], town[1]))
                at += size - 1
                break
        at += 1
    return found


@cache
def _whole_names() -> dict[str, tuple[Municipality, bool]]:
    """Names and postal codes of municipalities (False) and names of their parts (True)."""
    own = {word for town in municipalities().values() for word in (folded(town.name), *town.postal_codes)}
    names = own | {folded(place.name) for place in localities()}
    return {word: (_by_word()[word][0], word not in own) for word in names}


def namesakes(words: str) -> list[Municipality]:
    """Where a name stands for several places (Moerbeke, Beveren): the municipalities besides the one that is taken."""
    return list({town.nis: town for town in _by_word().get(folded(words.strip()[:80]), [])}.values())[1:4]


def alike(words: str) -> list[Municipality]:
    """Municipalities whose name, or that of a part, is nearly what was typed; at most three, the nearest first."""
    typed = folded(words[:80])
    if len(typed) < 4 or typed.isdigit():
        return []
    names = get_close_matches(typed, [name for name in _by_word() if not name.isdigit()], n=5, cutoff=0.8)
    if names and SequenceMatcher(None, typed, names[0]).ratio() > 0.88:
        names = names[:1]
    towns = [_by_word()[name][0] for name in names]
    return list({town.nis: town for town in towns}.values())[:3]


@dataclass(frozen=True)
class Suggestion:
    """`place` tells namesakes apart; `typed` is what stands in the field once it is chosen, and stands for one place only."""

    name: str
    place: str
    typed: str


def suggest(words: str, most: int = 8) -> list[Suggestion]:
    """Places that begin with what was typed: municipalities with their postal code, then their parts."""
    start = folded(words)
    if len(start) < 2:
        return []
    towns = municipalities().values()
    if start.isdigit():
        codes = [(town, code) for town in towns for code in town.postal_codes if code.startswith(start)]
        return [Suggestion(town.name, code, f"{code} {town.name}") for town, code in codes][:most]
    own = {town.name for town in towns}
    found = [
        Suggestion(town.name, town.postal_codes[0], town.name) for town in towns if folded(town.name).startswith(start)
    ]
    parts = [place for place in localities() if folded(place.name).startswith(start) and place.name not in own]
    # namesakes: the likeliest first
    parts.sort(key=lambda place: (place.name, _by_word()[folded(place.name)].index(place.town)))
    found += [Suggestion(row.name, row.town.name, f"{row.postal_code} {row.name}") for row in parts]
    return found[:most]


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
