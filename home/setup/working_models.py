"""The seven working models with their cards: a record per model, and one per point of a card, so that each keeps its own story."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from home.setup.content_files import QUADRANTS, everyday_words, read_themes, read_yaml, spoken_citations
from home.setup.pages import publish_again, under_way
from home.setup.records import ContentKind, Values
from home.setup.reference import cards_file, models_file
from home.setup.rows import linked_many, read_value, set_plain
from staalkaart.knowledge.models import CardEntry, Theme, WorkingModelIndexPage, WorkingModelPage

LINES = {
    "works_for": "werkt_voor",
    "extra_care": "vraagt_extra_aandacht_bij",
    "preconditions": "randvoorwaarden",
    "examples": "voorbeelden",
}
LINE = ["text", "reference"]
COMBINATION = ["other", "text", "caution", "reference"]
CITATION = ["source", "place"]


def line(row: dict[str, Any]) -> Values:
    return {"text": row["tekst"], "reference": spoken_citations(row["bron"])}


def model_values(row: dict[str, Any], names: dict[str, str], combinations: list[Values]) -> Values:
    facts = row["parameters"]
    return {
        "title": row["naam"],
        "slug": row["slug"],
        "number": row["volgorde"],
        "short_name": names.get("kort", ""),
        "tagline": names.get("slagzin", ""),
        "name_variants": "\n".join(row["naamvarianten"]),
        "one_sentence": row["zin"],
        "plain_words": row["in_gewone_woorden"],
        "definition_reference": spoken_citations(row["bron"]),
        "first_step_you": row["eerste_stap"]["voor_jou"],
        "first_step_guide": row["eerste_stap"]["voor_een_begeleider"],
        "where_to_find": "\n".join(row["waar_vind_ik_dit"]),
        "does_not_replace": row["vervangt_niet"],
        "approach": facts["aanpak"],
        "supporters": facts["ondersteuning_door"],
        "personal_relation": facts["persoonlijke_relatie"],
        "driver": facts["trekker"],
        "volunteer_role": facts.get("rol_vrijwilliger", ""),
        "professional_role": facts.get("rol_beroepskracht", ""),
        **{relation: [line(found) for found in row[name]] for relation, name in LINES.items()},
        "combinations": combinations,
    }


def _combination(row: Values) -> Values:
    """What to watch came with a later release: where nothing stands, a record of before is still the same."""
    return {name: value for name, value in row.items() if value or name != "caution"}


def entry_values(row: dict[str, Any], quadrant: str) -> Values:
    return {
        "quadrant": quadrant,
        "title": row["titel"],
        "text": row["zin"],
        "scene": row["voorbeeld"],
        "advice": "\n".join(row["raad"]),
        "themes": sorted(row["themas"]),
        "citations": [{"source": found["sleutel"], "place": found.get("plaats") or ""} for found in row["bron"]],
        "certainty": row["zekerheid"],
        "is_partly_estimated": row.get("deels_inschatting", False),
        "source_kind": row.get("label", ""),
        "reference": "",
        "editors_note": row.get("redactienota", ""),
        "search_words": everyday_words("punten").get(row["titel"], ""),
    }


def entry_key(slug: str, values: Values) -> str:
    return f"entry:{slug}:{values['quadrant']}:{values['title']}"


class Conditions(ContentKind):
    """What every model needs, on the overview of the models."""

    name = "algemene voorwaarden"
    fields = ("title", *LINE)

    def wanted(self) -> dict[str, Values]:
        rows = models_file()["algemene_randvoorwaarden"]
        return {
            "general-conditions": {"conditions": [
                {"title": row["titel"], "text": row["zin"], "reference": spoken_citations(row["bron"])} for row in rows
            ]}
        }  # fmt: skip

    def present(self) -> dict[str, Values]:
        page = WorkingModelIndexPage.objects.first()
        values = {"conditions": read_value(page, "conditions", list(self.fields))} if page else {}
        return {"general-conditions": values | under_way(page)} if page and values.get("conditions") else {}

    def write(self, changes: dict[str, Values]) -> None:
        page = WorkingModelIndexPage.objects.filter(has_unpublished_changes=False).first()
        for values in changes.values():
            if page is None:  # there is none, or an editor is at work in it
                return
            set_plain(page, values)
            publish_again(page)


class Cards(ContentKind):
    """Keys are ``model:<slug>`` and ``entry:<slug>:<quadrant>:<title>``; a page is published once, whatever changes on it."""

    name = "werkmodellen en punten"

    def wanted(self) -> dict[str, Values]:
        data, cards, names = models_file(), cards_file(), read_yaml("site.yaml")["modellen"]
        found: dict[str, Values] = {}
        for row in data["modellen"]:
            slug = row["slug"]
            found[f"model:{slug}"] = model_values(row, names.get(slug, {}), self._combinations(data, slug))
            for name, quadrant in QUADRANTS.items():
                for point in cards[slug][name]:
                    values = entry_values(point, quadrant)
                    found[entry_key(slug, values)] = values
        return found

    @staticmethod
    def _combinations(data: dict[str, Any], slug: str) -> list[Values]:
        """A combination is noted at the first of its two models."""
        rows = [row for row in data["combineert"] if row["modellen"][0] == slug]
        return [_combination({"other": row["modellen"][1], "caution": row.get("let_op"), **line(row)}) for row in rows]

    def present(self) -> dict[str, Values]:
        wanted = self.wanted()
        found: dict[str, Values] = {}
        for page in WorkingModelPage.objects.all():
            mark = under_way(page)
            names = wanted.get(f"model:{page.slug}", {})
            inner = {**dict.fromkeys(LINES, LINE), "combinations": COMBINATION}
            values = {name: read_value(page, name, inner.get(name)) for name in names}
            if "combinations" in values:
                values["combinations"] = [_combination(row) for row in values["combinations"]]
            found[f"model:{page.slug}"] = values | mark | {"checked_on": page.checked_on}
            for entry in CardEntry.objects.filter(page=page).for_cards():
                values = {name: read_value(entry, name, CITATION) for name in ENTRY_FIELDS}
                found[entry_key(page.slug, values)] = values | mark | {"status": entry.status}
        return found

    def write(self, changes: dict[str, Values]) -> None:
        by_page: dict[str, dict[str, Values]] = defaultdict(dict)
        for key, values in changes.items():
            by_page[key.split(":")[1]][key] = values
        touched = [(page, parts) for slug, parts in by_page.items() if (page := self._write_page(slug, parts))]
        for page, parts in touched:
            if own := parts.get(f"model:{page.slug}"):  # now that every other model is there
                set_plain(page, {"combinations": own["combinations"]})
            publish_again(page)

    def _write_page(self, slug: str, parts: dict[str, Values]) -> WorkingModelPage | None:
        page = WorkingModelPage.objects.filter(slug=slug).first()
        index = WorkingModelIndexPage.objects.first()
        values = parts.get(f"model:{slug}")
        if index is None or (page is None and values is None):
            return None  # editors took the model away: its points do not come back without it
        if page and page.has_unpublished_changes:
            return None  # an editor is at work: new points wait until that is published, and come with the next run
        page = page or WorkingModelPage()
        set_plain(page, {name: value for name, value in (values or {}).items() if name != "combinations"})
        page.entries.set(self._entries(page, {key: row for key, row in parts.items() if key.startswith("entry:")}))
        if page.pk is None:
            index.add_child(instance=page)
        return page

    @staticmethod
    def _entries(page: WorkingModelPage, changes: dict[str, Values]) -> list[CardEntry]:
        """All entries of the page, with these changed or added at the end."""
        entries = list(page.entries.all())
        known = {entry_key(page.slug, {"quadrant": entry.quadrant, "title": entry.title}): entry for entry in entries}
        for key, values in changes.items():
            entry = known.get(key)
            if entry is None:
                entry = CardEntry(sort_order=len(entries))
                entries.append(entry)
            set_plain(entry, values)
            entry.themes = linked_many(CardEntry._meta.get_field("themes"), values["themes"])
        return entries


BLANK = {"titel": "", "zin": "", "voorbeeld": "", "raad": [], "themas": [], "bron": [], "zekerheid": ""}
ENTRY_FIELDS = list(entry_values(BLANK, ""))


class ThemesWithoutPoints(ContentKind):
    """The models where one may look as long as no card has a point about a theme; after the models, because it names them."""

    name = "thema's zonder punten"

    def wanted(self) -> dict[str, Values]:
        rows = {row["slug"]: row.get("zonder_punten") or {} for row in read_themes()["themas"]}
        return {
            f"theme-models:{slug}": {"see_models": sorted(row["modellen"])}
            for slug, row in rows.items()
            if row.get("modellen")
        }

    def present(self) -> dict[str, Values]:
        themes = Theme.objects.exclude(see_models=None).prefetch_related("see_models").distinct()
        return {f"theme-models:{theme.slug}": {"see_models": read_value(theme, "see_models")} for theme in themes}

    def write(self, changes: dict[str, Values]) -> None:
        field = Theme._meta.get_field("see_models")
        for key, values in changes.items():
            if theme := Theme.objects.filter(slug=key.partition(":")[2]).first():
                theme.see_models.set(linked_many(field, values["see_models"]))
