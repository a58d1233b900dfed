"""The fields of a practice as columns and headings: what each is called, how its value is written and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from practices.choices import BLOCK_MAX, BLOCKS, FACTS, MOST_POINTS, POINT_MAX, SUMMARY_MAX, TITLE_MAX, Basis
from practices.content import Data
from practices.content_words import Names
from staalkaart.core.writing.sheet_reader import folded
from staalkaart.members import geography

BETWEEN_POINTS = "---"
BETWEEN_VALUES = "; "


class Unreadable(Exception):
    """A cell that does not say what its column asks; the message is for the person who filled it in.

    `unknown` are the values in it that nobody knows, `choices` what they may mean (slug → label; none: any town).
    """

    def __init__(self, words: str, unknown: Sequence[str] = (), choices: Mapping[str, Any] | None = None) -> None:
        super().__init__(words)
        self.unknown, self.choices = list(unknown), dict(choices or {})


@dataclass(frozen=True)
class Field:
    """`write(data, names)` gives the text of a cell, `read(text, names)` the part of the data, or raises Unreadable."""

    key: str
    title: str | Promise
    write: Callable[[Data, Names], str]
    read: Callable[[str, Names], dict[str, Any]]
    also: tuple[str, ...] = ()  # other headings that people give it


# --- texts and numbers -----------------------------------------------------------------------------------------------
def _text(key: str, title: Any, most: int, *also: str) -> Field:
    def read(text: str, names: Names) -> dict[str, Any]:
        return {key: _short(text, most)}

    return Field(key, title, lambda data, names: data[key], read, also)


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise Unreadable(_("Dit zijn %(n)s tekens; hoogstens %(most)s.") % {"n": len(text), "most": most})
    return text


def _number(key: str, title: Any, most: int, *also: str) -> Field:
    def read(text: str, names: Names) -> dict[str, Any]:
        plain = text.removesuffix(".0")
        if key == "start_year" and (dated := re.fullmatch(r"(\d{4})-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-](\d{4})", plain)):
            plain = dated[1] or dated[2]
        if plain and not (plain.isascii() and plain.isdigit() and len(plain) < 7 and int(plain) <= most):
            raise Unreadable(_("“%(text)s” is geen heel getal tot %(most)s.") % {"text": text[:40], "most": most})
        return {key: int(plain) if plain else None}

    return Field(key, title, lambda data, names: "" if data[key] is None else str(data[key]), read, also)


def _read_fte(text: str, names: Names) -> dict[str, Any]:
    percent = text.endswith("%")
    try:
        value = Decimal(text.removesuffix("%").strip().replace(",", ".")) if text else None
        value = value / 100 if percent and value is not None else value
    except InvalidOperation:
        value = Decimal(-1)
    if value is not None and not (value.is_finite() and 0 <= value <= 50):
        raise Unreadable(_("“%(text)s” is geen getal zoals 0,5.") % {"text": text[:40]})
    return {"coordination_fte": "" if value is None else f"{value:.2f}"}


# --- lists of known values -------------------------------------------------------------------------------------------
def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _known(values: Iterable[str], known: Mapping[str, Any]) -> list[str]:
    """Slugs for names or slugs; raises with all that nobody knows."""
    by_name = {folded(str(label)): slug for slug, label in known.items()} | {folded(slug): slug for slug in known}
    found = {value: by_name.get(folded(value)) for value in values}
    if unknown := [value for value, slug in found.items() if slug is None]:
        words = "”, “".join(value[:60] for value in unknown)
        raise Unreadable(_("“%(text)s” kennen we hier niet.") % {"text": words}, unknown, known)
    return list(dict.fromkeys(slug for slug in found.values() if slug is not None))


def _labels(values: Iterable[str], known: Mapping[str, Any]) -> str:
    return BETWEEN_VALUES.join(str(known.get(value, value)) for value in values)


def _values(key: str, title: Any, known: Callable[[Names], Mapping[str, Any]], *also: str) -> Field:
    return Field(
        key,
        title,
        lambda data, names: _labels(data[key], known(names)),
        lambda text, names: {key: sorted(_known(_split(text), known(names)))},
        also,
    )


def _read_models(text: str, names: Names) -> dict[str, Any]:
    return {"models": _known(_split(text), names.model_titles)}


def _read_towns(text: str, names: Names) -> dict[str, Any]:
    names_typed = [part.strip() for piece in _split(text) for part in piece.split(",") if part.strip()]
    found = {words: geography.find_municipality(words) or _town_with_code(words) for words in names_typed}
    if unknown := [words for words, town in found.items() if town is None]:
        words = "”, “".join(name[:60] for name in unknown)
        raise Unreadable(_("“%(words)s” kennen we niet als gemeente.") % {"words": words}, unknown)
    return {"towns": list(dict.fromkeys(town.nis for town in found.values() if town is not None))}


def _town_with_code(words: str) -> Any:
    """ "9000 Gent" and "Gent (9000)"."""
    code = re.search(r"\b\d{4}\b", words)
    name = re.sub(r"[\d()]", " ", words).strip()
    return (geography.find_municipality(name) if name else None) or (
        geography.find_municipality(code[0]) if code else None
    )


def _fact(fact: Any) -> Field:
    def read(text: str, names: Names) -> dict[str, Any]:
        values = _known(_split(text), fact.values)
        if len(values) > 1 and not fact.several:
            raise Unreadable(_("Hier past één antwoord."))
        return {"facts": {fact.slug: values} if values else {}}

    return Field(
        f"feit-{fact.slug}",
        fact.title,
        lambda data, names: _labels(data["facts"].get(fact.slug, []), fact.values),
        read,
        (fact.slug,),
    )


def _block(block: Any) -> Field:
    def read(text: str, names: Names) -> dict[str, Any]:
        return {"blocks": {block.slug: _short(text, BLOCK_MAX)} if text else {}}

    return Field(
        f"deel-{block.slug}", block.title, lambda data, names: data["blocks"].get(block.slug, ""), read, (block.slug,)
    )


# --- points ----------------------------------------------------------------------------------------------------------
def write_points(points: Iterable[Mapping[str, str]]) -> str:
    """A point per part: the title on the first line, how one knows it between brackets, then the text."""
    parts = []
    for point in points:
        basis = Basis(point["basis"]).label if point.get("basis") in Basis.values else ""
        head = point["title"] + (f" [{basis}]" if basis else "")
        body = "\n".join("\\" + line if line.strip() == BETWEEN_POINTS else line for line in point["text"].split("\n"))
        parts.append(f"{head}\n{body}" if body else head)
    return f"\n{BETWEEN_POINTS}\n".join(parts)


BASIS = re.compile(r"^(?P<title>.*?)\s*\[(?P<basis>[^\[\]]+)\]$")


def basis_called(words: str) -> str:
    """How one knows it, as a code, for its words in any of our languages or the code itself; "" for anything else."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for one in Basis:
                if folded(words) in {folded(str(one.label)), one.value}:
                    return one.value
    return ""


def read_points(text: str) -> list[dict[str, str]]:
    parts = re.split(rf"^\s*{BETWEEN_POINTS}\s*$", text, flags=re.M) if text.strip() else []
    points = [_read_point(part.strip("\n")) for part in parts if part.strip()]
    if len(points) > MOST_POINTS:
        raise Unreadable(_("Dit zijn %(n)s punten; hoogstens %(most)s.") % {"n": len(points), "most": MOST_POINTS})
    return points


def _read_point(part: str) -> dict[str, str]:
    head, _newline, body = part.partition("\n")
    match = BASIS.match(head.strip())
    basis = basis_called(match["basis"]) if match else ""
    title = match["title"] if match and basis else head.strip()
    body = "\n".join(line[1:] if line.strip() == "\\" + BETWEEN_POINTS else line for line in body.split("\n"))
    if len(title) > TITLE_MAX:  # one long line: its first words are the title, all of it stays as the text
        title, body = title[: TITLE_MAX - 1].rsplit(" ", 1)[0] + "…", "\n".join(filter(None, [head.strip(), body]))
    return {"title": title, "text": _short(body.strip("\n"), POINT_MAX), "basis": basis}


def _points(key: str, title: Any, *also: str) -> Field:
    return Field(
        key, title, lambda data, names: write_points(data[key]), lambda text, names: {key: read_points(text)}, also
    )


def fields() -> list[Field]:
    """In the order of columns and headings; in the language of the moment."""
    return [
        _text("title", _("Titel"), TITLE_MAX, "naam", "praktijk"),
        Field(
            "models", _("Werkmodellen"), lambda data, names: _labels(data["models"], names.model_titles), _read_models,
            ("werkmodel", "model", "modellen"),
        ),
        _values("target_groups", _("Doelgroepen"), lambda names: names.groups, "doelgroep", "voor wie"),
        Field("towns", _("Gemeenten"), lambda data, names: BETWEEN_VALUES.join(names.towns(data["towns"])), _read_towns,
              ("gemeente", "waar")),
        _text("summary", _("Samenvatting"), SUMMARY_MAX, "kort", "omschrijving"),
        _points("works", _("Wat werkt"), "werkt", "wat gaat goed", "succesfactoren"),
        _points("clashes", _("Waar we op botsten"), "botst", "knelpunten", "moeilijkheden"),
        *(_block(block) for block in BLOCKS),
        *(_fact(fact) for fact in FACTS),
        _values("themes", _("Thema's"), lambda names: names.themes, "thema"),
        _number("running_duos", _("Lopende duo's"), 5000, "duos", "aantal duo's"),
        Field("coordination_fte", _("Coördinatie (VTE)"), lambda data, names: data["coordination_fte"], _read_fte,
              ("vte", "coordinatie")),
        _number("start_year", _("Sinds"), 2100, "startjaar"),
        _text("languages", _("Talen"), 120, "taal"),
        _text("contact_role", _("Wie spreek je aan?"), 120, "contact", "contactrol", "contactpersoon"),
    ]  # fmt: skip
