"""Reads and checks the content files. Everything is checked before anything is written; a fault names file, record and field."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import yaml
from django.conf import settings

FOLDER = Path(__file__).parent / "content"
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
QUADRANTS = {"sterktes": "sterkte", "zwaktes": "zwakte", "kansen": "kans", "uitdagingen": "uitdaging"}
PARAMETER_VALUES = {
    "aanpak": {"individueel", "groep", "beide"},
    "ondersteuning_door": {"een", "meerdere", "beide"},
    "persoonlijke_relatie": {"ja", "nee", "deels"},
    "trekker": {"vrijwilliger", "beroepskracht", "beide"},
}
LABELS = {"mixed", "practice", "evaluated"}  # what an editor says of a point; other labels follow from its sources
SOURCE_KINDS = {"onderzoek", "beleidstekst", "vakartikel", "praktijk", "website"}


class ContentError(Exception):
    """A content file is broken. The message names the file, the record and the field."""

    def __init__(self, file: str, record: str, field: str, problem: str) -> None:
        super().__init__(f"{file}: record “{record}”, veld “{field}”: {problem}")


class Checker:
    """Asks for fields of one file's records and complains in full."""

    def __init__(self, file: str) -> None:
        self.file = file

    def fail(self, record: str, field: str, problem: str) -> NoReturn:
        raise ContentError(self.file, record, field, problem)

    def text(self, row: Any, field: str, record: str, *, longest: int = 2000, required: bool = True) -> str:
        if not isinstance(row, dict):
            self.fail(record, field, "dit is geen record met velden")
        value = row.get(field)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            self.fail(record, field, "ontbreekt of is geen tekst")
        if len(value) > longest:
            self.fail(record, field, f"is langer dan {longest} tekens")
        return value.strip()

    def rows(self, data: Any, field: str, record: str = "(bestand)") -> list:
        value = data.get(field) if isinstance(data, dict) else None
        if not isinstance(value, list):
            self.fail(record, field, "ontbreekt of is geen lijst")
        return value

    def unique(self, rows: Iterable[dict], field: str) -> set[str]:
        seen: set[str] = set()
        for number, row in enumerate(rows, 1):
            value = self.text(row, field, f"nummer {number}", longest=80)
            if value in seen:
                self.fail(value, field, "komt twee keer voor")
            seen.add(value)
        return seen

    def known(self, values: Any, allowed: set[str], field: str, record: str) -> None:
        for value in values or []:
            if value not in allowed:
                self.fail(record, field, f"kent “{value}” niet")


def content_folder() -> Path:
    """Where the content of every site is read from; `SETUP_CONTENT` points tests at a copy."""
    return Path(getattr(settings, "SETUP_CONTENT", FOLDER))


def read_yaml(name: str, folder: Path | None = None) -> Any:
    """A file as plain data, read once while it stays the same: nobody changes what it returns. Raises ContentError."""
    path = (folder or content_folder()) / name
    try:
        return _parsed(path, path.stat().st_mtime_ns)
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(name, "(bestand)", "(alles)", f"kan niet gelezen worden ({error})") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"regel {mark.line + 1}" if mark else "(bestand)"
        raise ContentError(name, where, "(opmaak)", "is geen geldige YAML") from error


@lru_cache(maxsize=20)
def _parsed(path: Path, changed: int) -> Any:
    text = path.read_text(encoding="utf-8")
    return yaml.load(text, Loader=SAFE)  # noqa: S506  a safe loader, the quick one where it is built


def read_text(name: str) -> str:
    path = content_folder() / name
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(name, "(bestand)", "(alles)", f"kan niet gelezen worden ({error})") from error


def read_themes() -> dict:
    data, check = read_yaml("themes.yaml"), Checker("themes.yaml")
    groups, sources = check.unique(check.rows(data, "groepen"), "type"), read_sources()
    check.unique(check.rows(data, "themas"), "slug")
    for row in data["themas"]:
        for field in ("nl", "omschrijving"):
            check.text(row, field, row["slug"])
        check.text(row, "intro", row["slug"], longest=250)
        check.text(row, "en", row["slug"], required=False)
        check_citations(check, row, row["slug"], sources)
        check.known([row.get("type")], groups, "type", row["slug"])
    return data


def read_target_groups() -> dict[str, str]:
    """slug → words, in the order of the file."""
    data, check = read_yaml("target_groups.yaml"), Checker("target_groups.yaml")
    for slug in data or check.fail("(bestand)", "(alles)", "er staat geen enkele doelgroep in"):
        check.text(data, slug, slug, longest=80)
    return data


def read_glossary() -> dict:
    data, check = read_yaml("glossary.yaml"), Checker("glossary.yaml")
    check.unique(check.rows(data, "termen"), "slug")
    sources = read_sources()
    for row in data["termen"]:
        check.text(row, "term", row["slug"], longest=100)
        check.text(row, "definitie", row["slug"])
        check_citations(check, row, row["slug"], sources)
        for word in check.rows(row, "synoniemen", row["slug"]) if row.get("synoniemen") is not None else []:
            if not isinstance(word, str):
                check.fail(row["slug"], "synoniemen", "bevat iets dat geen tekst is")
    return data


def read_sources() -> dict[str, dict]:
    """key → source, in the order of the file."""
    data, check = read_yaml("sources.yaml"), Checker("sources.yaml")
    check.unique(check.rows(data, "bronnen"), "sleutel")
    for row in data["bronnen"]:
        key = row["sleutel"]
        check.text(row, "citaat", key)
        check.known([row.get("soort")], SOURCE_KINDS, "soort", key)
        check.known([row.get("taal")], {"nl", "en", "fr"}, "taal", key)
        for field, longest in (("titel", 300), ("auteurs", 400), ("uitgever", 200), ("url", 400)):
            check.text(row, field, key, longest=longest, required=False)
    return sources_by_key()


def sources_by_key() -> dict[str, dict]:
    """The same, of a file that was checked already."""
    return {row["sleutel"]: row for row in read_yaml("sources.yaml")["bronnen"]}


def check_citations(check: Checker, row: dict, record: str, sources: Iterable[str]) -> None:
    """A list of {sleutel, plaats}; empty is an estimate of the editors."""
    for number, citation in enumerate(check.rows(row, "bron", record), 1):
        check.known([check.text(citation, "sleutel", f"{record}, bron {number}")], set(sources), "bron", record)
        check.text(citation, "plaats", record, longest=200, required=False)


def read_models(sources: Iterable[str]) -> dict:
    data, check = read_yaml("models.yaml"), Checker("models.yaml")
    slugs = check.unique(check.rows(data, "modellen"), "slug")
    for row in data["modellen"]:
        _check_model(check, row, sources)
    for number, row in enumerate(check.rows(data, "combineert"), 1):
        check.known(row.get("modellen"), slugs, "modellen", f"combineert {number}")
        check.text(row, "tekst", f"combineert {number}", longest=300)
        check.text(row, "let_op", f"combineert {number}", longest=300, required=False)
        check_citations(check, row, f"combineert {number}", sources)
    for number, row in enumerate(check.rows(data, "algemene_randvoorwaarden"), 1):
        check.text(row, "titel", f"randvoorwaarde {number}", longest=80)
        check.text(row, "zin", f"randvoorwaarde {number}", longest=400)
        check_citations(check, row, f"randvoorwaarde {number}", sources)
    check.text(data, "vaste_zin", "(bestand)")
    return data


def _check_model(check: Checker, row: dict, sources: Iterable[str]) -> None:
    slug = row["slug"]
    for field, longest in (("naam", 120), ("zin", 500), ("in_gewone_woorden", 600), ("vervangt_niet", 400)):
        check.text(row, field, slug, longest=longest)
    for field in ("voor_jou", "voor_een_begeleider"):
        check.text(row.get("eerste_stap"), field, f"{slug}, eerste_stap", longest=400)
    check.rows(row, "waar_vind_ik_dit", slug)
    check_citations(check, row, slug, sources)
    if not isinstance(row.get("volgorde"), int) or not 1 <= row["volgorde"] <= 7:
        check.fail(slug, "volgorde", "is geen getal van 1 tot 7")
    for field, allowed in PARAMETER_VALUES.items():
        check.known([row.get("parameters", {}).get(field)], allowed, f"parameters.{field}", slug)
    for field in ("werkt_voor", "vraagt_extra_aandacht_bij", "randvoorwaarden", "voorbeelden"):
        for number, line in enumerate(check.rows(row, field, slug), 1):
            check.text(line, "tekst", f"{slug}, {field} {number}", longest=400)
            check_citations(check, line, f"{slug}, {field} {number}", sources)


def read_cards(models: set[str], themes: set[str], sources: Iterable[str]) -> dict[str, dict[str, list[dict]]]:
    """model → quadrant → its points."""
    data, check = read_yaml("cards.yaml"), Checker("cards.yaml")
    cards = data.get("kaarten") if isinstance(data, dict) else None
    if not isinstance(cards, dict) or set(cards) != models:
        check.fail("(bestand)", "kaarten", "heeft niet precies de werkmodellen van models.yaml")
    for slug, card in cards.items():
        if not isinstance(card, dict) or set(card) != set(QUADRANTS):
            check.fail(slug, "(kaart)", "heeft niet precies de vier vakken")
        for quadrant in card:
            for number, entry in enumerate(check.rows(card, quadrant, slug), 1):
                _check_entry(check, entry, f"{slug}, {quadrant} {number}", sources, themes)
    return cards


def _check_entry(check: Checker, entry: Any, record: str, sources: Iterable[str], themes: set[str]) -> None:
    check.text(entry, "titel", record, longest=80)
    check.text(entry, "zin", record, longest=600)
    check.text(entry, "voorbeeld", record, longest=400)
    check.text(entry, "zekerheid", record, longest=400)
    check.rows(entry, "raad", record)
    check.known(entry.get("themas"), themes, "themas", record)
    check.known([entry["label"]] if "label" in entry else [], LABELS, "label", record)
    check_citations(check, entry, record, sources)


def spoken_citations(citations: list[dict]) -> str:
    """As text for a field of one line per source: "Nuyts (2017), deel 3.8". Without any: that it is our own estimate."""
    sources, found = sources_by_key(), []
    for citation in citations:
        source, place = sources[citation["sleutel"]], citation.get("plaats") or ""
        names = [name.split()[-1] for name in (source.get("auteurs") or "").split(", ") if name]
        who = {0: source.get("uitgever") or source.get("titel") or "", 1: "".join(names[:1]), 2: " en ".join(names)}
        year = f" ({source['jaar']})" if source.get("jaar") else ""
        found.append(
            f"{who.get(len(names), f'{names[0] if names else str()} en anderen')}{year}{f', {place}' if place else ''}"
        )
    return "\n".join(found) or "Inschatting van de redactie"


def everyday_words(part: str) -> dict[str, str]:
    """Title of a point, or slug of a theme or choice card → the everyday words it is found by too."""
    return read_yaml("everyday_words.yaml").get(part) or {}
