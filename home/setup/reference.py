"""Themes, glossary, sources, target groups, synonym rings, methods, fixed texts and help lines, as rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from forums.intervision.models import Agreement, Method
from home.setup.content_files import (
    Checker,
    everyday_words,
    read_cards,
    read_glossary,
    read_models,
    read_sources,
    read_target_groups,
    read_text,
    read_themes,
    read_yaml,
    spoken_citations,
)
from home.setup.records import ContentKind, Values
from home.setup.rows import Rows
from staalkaart.knowledge.models import GlossaryTerm, HelpLine, SiteTexts, Source, Theme, ThemeGroup
from staalkaart.members.models import TargetGroup
from staalkaart.search.models import SynonymRing
from staalkaart.toolbox.models import RoleCard, RoleCardTexts


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
            "intro": row["intro"],
            "description": row["omschrijving"],
            "reference": spoken_citations(row["bron"]),
            "search_words": everyday_words("themas").get(row["slug"], ""),
            **_without_points(row.get("zonder_punten") or {}),
        }
        for row in read_themes()["themas"]
    ]


def _without_points(row: dict[str, Any]) -> Values:
    return {
        "without_points": row.get("zin", ""),
        "see_also": sorted(row.get("kijk_ook_bij") or []),
        "projects_for": "\n".join(row.get("projecten_voor") or []),
    }


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
            "reference": spoken_citations(row["bron"]),
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
            "slug": key,
            "citation": row["citaat"],
            "author": row.get("auteurs", ""),
            "title": row.get("titel", ""),
            "year": row.get("jaar"),
            "publisher": row.get("uitgever", ""),
            "kind": row["soort"],
            "language": row["taal"],
            "url": row.get("url", ""),
            "is_listed": row.get("toon", True),
            "editors_note": row.get("redactienota", ""),
        }
        for key, row in read_sources().items()
    ]


def models_file() -> dict[str, Any]:
    return read_models(read_sources())


def cards_file() -> dict[str, dict[str, list[dict]]]:
    models = {row["slug"] for row in models_file()["modellen"]}
    return read_cards(models, {row["slug"] for row in read_themes()["themas"]}, read_sources())


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
            "for_whom": row.get("voor", ""),
            "tip": row.get("tip", ""),
            "otherwise": row.get("anders", ""),
            "cost": row.get("kost", ""),
            "is_anonymous": row.get("anoniem"),
            "hours": row.get("openingsuren", ""),
            "url": row.get("web", ""),
            "position": position,
            "urgent": row.get("dringend", False),
            "in_footer": row.get("onderaan", False),
        }
        for position, row in enumerate(read_yaml("site.yaml")["hulplijnen"])
    ]


def role_cards() -> list[Values]:
    check, data = Checker("role_cards.yaml"), read_yaml("role_cards.yaml")
    found = []
    for position, row in enumerate(check.rows(data, "rollen")):
        for name in ("sleutel", "naam", "een_zin"):
            check.text(row, name, row.get("sleutel", "rol"))
        found.append(
            {
                "slug": row["sleutel"],
                "name": row["naam"],
                "one_sentence": row["een_zin"],
                "does": "\n".join(row["doet"]),
                "does_not": "\n".join(row.get("doet_niet") or []),
                "passes_on": "\n".join(row.get("geeft_door") or []),
                "asks_help": row.get("vraag_hulp_bij", ""),
                "motto": row.get("spreuk", ""),
                "position": position,
            }
        )
    return found


def role_card_texts() -> Values:
    data = read_yaml("role_cards.yaml")
    return {
        "intro": "\n".join(data["uitleg"]),
        "image": data["tandem"],
        "person_name": data["persoon"]["naam"],
        "person": "\n".join(data["persoon"]["zinnen"]),
        "together": "\n".join(data["samen_afspreken"]["zinnen"]),
        "caution": data["waarschuwing"],
        "legal": data["juridisch"],
    }


def fixed_texts() -> Values:
    return {"fixed_line": models_file()["vaste_zin"], "provisional_line": read_yaml("site.yaml")["voorlopig"]}


class Rings(ContentKind):
    """A synonym ring is known by its first word; one that works from other words by the first of those too."""

    name = "synoniemen"

    def wanted(self) -> dict[str, Values]:
        data, check = read_yaml("synonyms.yaml"), Checker("synonyms.yaml")
        found: dict[str, Values] = {}
        for number, ring in enumerate(check.rows(data, "ringen"), 1):
            words, sources = (ring.get("naar"), ring.get("van")) if isinstance(ring, dict) else (ring, [])
            for name, given, fewest in (("woorden", words, 1 if sources else 2), ("van", sources, 0)):
                if not isinstance(given, list) or len(given) < fewest or not all(isinstance(one, str) for one in given):
                    check.fail(f"ring {number}", name, "is geen lijst van minstens twee woorden")
            values = self._values("\n".join(words or []), "\n".join(sources or []))
            found[self._key(values)] = values
        return found

    @staticmethod
    def _values(words: str, sources: str) -> Values:
        return {"words": words, **({"from_words": sources} if sources else {})}

    @staticmethod
    def _key(values: Values) -> str:
        first, source = (values.get(name, "").partition("\n")[0] for name in ("words", "from_words"))
        return f"ring:{source}>{first}" if source else f"ring:{first}"

    def present(self) -> dict[str, Values]:
        rows = [self._values(*row) for row in SynonymRing.objects.values_list("words", "from_words")]
        return {self._key(row): row for row in rows}

    def write(self, changes: dict[str, Values]) -> None:
        known = {self._key(self._values(ring.words, ring.from_words)): ring for ring in SynonymRing.objects.all()}
        for key, values in changes.items():
            ring = known.get(key) or SynonymRing()
            ring.words, ring.from_words = values["words"], values.get("from_words", "")
            ring.save()


class Texts(ContentKind):
    """Fixed texts that stand in one row: values are named as its fields."""

    def __init__(self, name: str, key: str, model: Any, read: Callable[[], Values]) -> None:
        self.name, self.key, self.model, self.read = name, key, model, read

    def wanted(self) -> dict[str, Values]:
        return {self.key: self.read()}

    def present(self) -> dict[str, Values]:
        rows = self.model.objects.values(*self.read())
        return {self.key: {**rows[0]}} if rows else {}

    def write(self, changes: dict[str, Values]) -> None:
        for values in changes.values():
            self.model.objects.update_or_create(pk=1, defaults=values)


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
    Rows("bronnen", "source", Source, sources),
    Rows("doelgroepen", "target-group", TargetGroup, target_groups),
    Rows("methodes", "method", Method, methods),
    Rows("hulplijnen", "helpline", HelpLine, help_lines, known_by="name"),
    Rows("rolkaarten", "role-card", RoleCard, role_cards),
    Rings(),
    Texts("vaste teksten", "site-texts", SiteTexts, fixed_texts),
    Texts("teksten bij de rolkaarten", "role-card-texts", RoleCardTexts, role_card_texts),
    Agreements(),
)
