"""Themes, glossary, sources, target groups, synonym rings, methods, fixed texts and help lines, as rows."""

from __future__ import annotations

import json
from typing import Any

from forums.intervision.models import Agreement, Method
from home.setup.content_files import (
    Checker,
    read_glossary,
    read_models,
    read_target_groups,
    read_text,
    read_themes,
    read_yaml,
    spoken_references,
)
from home.setup.records import ContentKind, Values
from home.setup.rows import Rows
from staalkaart.knowledge.models import GlossaryTerm, HelpLine, SiteTexts, Source, Theme, ThemeGroup
from staalkaart.members.models import TargetGroup
from staalkaart.search.models import SynonymRing


def theme_groups() -> list[Values]:
    return [
        {"slug": row["type"], "title": row["nl"], "title_en": row.get("en", ""), "position": position}
        for position, row in enumerate(read_themes()["groepen"])
    ]


def themes() -> list[Values]:
    return [
        {
            "slug": row["slug"],
            "title": row["nl"],
            "title_en": row.get("en", ""),
            "group": row["type"],
            "description": row["omschrijving"],
            "reference": spoken_references(row.get("bron")),
        }
        for row in read_themes()["themas"]
    ]


def terms() -> list[Values]:
    rows = read_glossary()["termen"]
    related = _both_ways({row["slug"]: row.get("verwant") or [] for row in rows})
    return [
        {
            "slug": row["slug"],
            "term": row["term"],
            "term_en": row.get("en", ""),
            "definition": row["definitie"],
            "synonyms": "\n".join(row.get("synoniemen") or []),
            "autolink": row.get("autolink", True),
            "reference": spoken_references(row.get("bron")),
            "related": related[row["slug"]],
        }
        for row in rows
    ]


def _both_ways(named: dict[str, list[str]]) -> dict[str, list[str]]:
    """A term that names another is named by it too: so it stands in the database, and a new tie changes both records."""
    ties = {frozenset((slug, other)) for slug, others in named.items() for other in others if other in named}
    return {slug: sorted({other for tie in ties if slug in tie for other in tie} - {slug}) for slug in named}


def sources() -> list[Values]:
    return [
        {
            "code": row["code"],
            "author": row.get("auteur") or "",
            "title": row.get("titel") or "",
            "year": row.get("jaar"),
            "publisher": row.get("uitgever") or "",
            "description": row.get("omschrijving") or "",
            "location": row.get("vindplaats") or "",
            "is_research": bool(row.get("onderzoek")),
            "note": row.get("nagekeken") or "",
        }
        for row in models_file()["bronnen"]
    ]


def models_file() -> dict[str, Any]:
    return read_models({row["slug"] for row in read_themes()["themas"]})


def target_groups() -> list[Values]:
    return [{"slug": slug, "title": title} for slug, title in read_target_groups().items()]


def methods() -> list[Values]:
    return json.loads(read_text("methods.json"))


def help_lines() -> list[Values]:
    return [
        {
            "name": row["naam"],
            "number": row.get("nummer", ""),
            "purpose": row.get("kort", ""),
            "text": row["uitleg"],
            "position": position,
            "urgent": row.get("dringend", False),
            "in_footer": row.get("onderaan", False),
        }
        for position, row in enumerate(read_yaml("site.yaml")["hulplijnen"])
    ]


class Rings(ContentKind):
    """A synonym ring is known by its first word."""

    name = "synoniemen"

    def wanted(self) -> dict[str, Values]:
        data, check = read_yaml("synonyms.yaml"), Checker("synonyms.yaml")
        rings = check.rows(data, "ringen")
        for number, ring in enumerate(rings, 1):
            if not isinstance(ring, list) or len(ring) < 2 or not all(isinstance(word, str) for word in ring):
                check.fail(f"ring {number}", "woorden", "is geen lijst van minstens twee woorden")
        return {f"ring:{ring[0]}": {"words": "\n".join(ring)} for ring in rings}

    def present(self) -> dict[str, Values]:
        rows = SynonymRing.objects.values_list("words", flat=True)
        return {f"ring:{words.partition(chr(10))[0]}": {"words": words} for words in rows}

    def write(self, changes: dict[str, Values]) -> None:
        for key, values in changes.items():
            known = SynonymRing.objects.filter(words__startswith=key.removeprefix("ring:") + "\n").first()
            ring = known or SynonymRing()
            ring.words = values["words"]
            ring.save()


class Texts(ContentKind):
    """The fixed lines under the cards."""

    name = "vaste teksten"

    def wanted(self) -> dict[str, Values]:
        provisional = read_yaml("site.yaml")["voorlopig"]
        return {"site-texts": {"fixed_line": models_file()["vaste_zin"], "provisional_line": provisional}}

    def present(self) -> dict[str, Values]:
        rows = SiteTexts.objects.values("fixed_line", "provisional_line")
        return {"site-texts": {**rows[0]}} if rows else {}

    def write(self, changes: dict[str, Values]) -> None:
        for values in changes.values():
            SiteTexts.objects.update_or_create(pk=1, defaults=values)


class Agreements(ContentKind):
    """The agreements of intervision. A new text is a new version that everybody accepts anew, also when it comes with a release."""

    name = "afspraken"

    def wanted(self) -> dict[str, Values]:
        return {"agreement": {"text": read_text("agreements.md").strip()}}

    def present(self) -> dict[str, Values]:
        first = Agreement.objects.order_by("pk").values("text").first()
        return {"agreement": first | {"versions": Agreement.objects.count()}} if first else {}

    def write(self, changes: dict[str, Values]) -> None:
        for values in changes.values():
            Agreement.objects.create(text=values["text"])


KINDS: tuple[ContentKind, ...] = (
    Rows("themagroepen", "theme-group", ThemeGroup, theme_groups),
    Rows("thema's", "theme", Theme, themes),
    Rows("begrippen", "term", GlossaryTerm, terms),
    Rows("bronnen", "source", Source, sources, known_by="code"),
    Rows("doelgroepen", "target-group", TargetGroup, target_groups),
    Rows("methodes", "method", Method, methods),
    Rows("hulplijnen", "helpline", HelpLine, help_lines, known_by="name"),
    Rings(),
    Texts(),
    Agreements(),
)
