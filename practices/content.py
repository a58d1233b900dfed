"""The words of a practice as one plain dictionary: what a draft holds, what forms fill, what is exported, imported and compared.

Shape: ``title, summary, contact_role, languages`` text · ``models`` slugs, the main one first · ``target_groups, themes`` slugs ·
``towns`` NIS numbers · ``works, clashes`` lists of {title, text, basis} · ``blocks`` {kind: text} · ``facts`` {name: [value]} ·
``running_duos, start_year`` whole numbers or None · ``coordination_fte`` text such as "0.50" or "".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from practices.choices import BLOCK_BY_SLUG, BLOCKS, FACT_BY_SLUG, PointKind
from practices.models import PracticeBlock, PracticeFact, PracticeModel, PracticePage, PracticePoint
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.members.models import TargetGroup

Data = dict[str, Any]
POINT_LISTS = {"works": PointKind.WORKS, "clashes": PointKind.CLASHES}


def empty() -> Data:
    return {
        "title": "", "summary": "", "contact_role": "", "languages": "",
        "models": [], "target_groups": [], "themes": [], "towns": [],
        "works": [], "clashes": [], "blocks": {}, "facts": {},
        "running_duos": None, "start_year": None, "coordination_fte": "",
    }  # fmt: skip


def complete(data: Mapping[str, Any]) -> Data:
    """Every key, whatever an older draft holds; unknown keys are left out."""
    return {name: data.get(name, value) for name, value in empty().items()}


def of_page(page: PracticePage) -> Data:
    """A published practice (or one of its versions) as data."""
    facts: dict[str, list[str]] = {}
    for row in page.fact_rows.all():
        facts.setdefault(row.name, []).append(row.value)
    points = page.points
    return {
        **{name: getattr(page, name) for name in ("title", "summary", "contact_role", "languages")},
        **{name: getattr(page, name) for name in ("running_duos", "start_year")},
        "coordination_fte": "" if page.coordination_fte is None else f"{Decimal(page.coordination_fte):.2f}",
        "models": [model.slug for model in page.working_models],
        "target_groups": sorted(group.slug for group in page.target_groups.all()),
        "themes": sorted(theme.slug for theme in page.themes.all()),  # names: slugs; readers go by Names.only_known
        "towns": list(page.towns),
        **{
            name: [{"title": row.title, "text": row.text, "basis": row.basis} for row in points[kind]]
            for name, kind in POINT_LISTS.items()
        },
        "blocks": {row.kind: row.text for row in page.block_rows.all()},
        "facts": facts,
    }


def of_versions(versions: Iterable[Revision]) -> list[Data]:
    """Kept versions as data, in three queries whatever their number: read from what was kept, without building pages."""
    kept = [version.content for version in versions]
    pages = {row["model"] for content in kept for row in content.get("model_rows", ())}
    models = dict(WorkingModelPage.objects.filter(pk__in=pages).values_list("pk", "slug"))
    groups, themes = (dict(model.objects.values_list("pk", "slug")) for model in (TargetGroup, Theme))
    return [_of_kept(content, models, groups, themes) for content in kept]


def _of_kept(
    kept: Mapping[str, Any], models: Mapping[int, str], groups: Mapping[int, str], themes: Mapping[int, str]
) -> Data:
    kept = empty() | dict(kept)  # an older version knows less

    def rows(name: str) -> list[dict[str, Any]]:
        return sorted(kept.get(name, ()), key=lambda row: row.get("sort_order") or 0)

    facts: dict[str, list[str]] = {}
    for row in rows("fact_rows"):
        facts.setdefault(row["name"], []).append(row["value"])
    return {
        **{name: kept[name] for name in ("title", "summary", "contact_role", "languages")},
        **{name: kept[name] for name in ("running_duos", "start_year")},
        "coordination_fte": f"{Decimal(kept['coordination_fte']):.2f}" if kept["coordination_fte"] else "",
        "models": [models[row["model"]] for row in rows("model_rows") if row["model"] in models],
        "target_groups": sorted(groups[pk] for pk in kept["target_groups"] if pk in groups),
        "themes": sorted(themes[pk] for pk in kept["themes"] if pk in themes),  # names: slugs; Names.only_known hides
        "towns": list(kept["towns"]),
        **{
            name: [
                {"title": row["title"], "text": row["text"], "basis": row["basis"]}
                for row in rows("point_rows")
                if row["kind"] == kind
            ]
            for name, kind in POINT_LISTS.items()
        },
        "blocks": {row["kind"]: row["text"] for row in rows("block_rows")},
        "facts": facts,
    }


def put_on_page(data: Data, page: PracticePage) -> None:
    """Set everything the readers see; in memory, rows included. What no longer exists (a model, a theme) is passed over."""
    data = complete(data)
    for name in ("title", "summary", "contact_role", "languages", "running_duos", "start_year"):
        setattr(page, name, data[name])
    page.coordination_fte = Decimal(data["coordination_fte"]) if data["coordination_fte"] else None
    page.towns = list(data["towns"])
    page.target_groups = list(TargetGroup.objects.filter(slug__in=data["target_groups"]))
    page.themes = list(Theme.objects.filter(slug__in=data["themes"]))
    models = {model.slug: model for model in WorkingModelPage.objects.filter(slug__in=data["models"], live=True)}
    chosen = [models[slug] for slug in data["models"] if slug in models]
    page.model_rows.set([PracticeModel(model=model, sort_order=n) for n, model in enumerate(chosen)])
    page.point_rows.set(
        [
            PracticePoint(kind=kind, sort_order=n, **row)
            for name, kind in POINT_LISTS.items()
            for n, row in enumerate(data[name])
        ]
    )
    order = [block.slug for block in BLOCKS]
    blocks = sorted((slug, text) for slug, text in data["blocks"].items() if slug in BLOCK_BY_SLUG and text.strip())
    page.block_rows.set([PracticeBlock(kind=slug, text=text, sort_order=order.index(slug)) for slug, text in blocks])
    page.fact_rows.set(
        [
            PracticeFact(name=name, value=value)
            for name, values in data["facts"].items()
            for value in values
            if name in FACT_BY_SLUG and value in FACT_BY_SLUG[name].values
        ]
    )
    page.__dict__.pop("points", None)
    points = [f"{row['title']}. {row['text']}" for name in POINT_LISTS for row in data[name]]
    page.words = " . ".join([data["summary"], *points, *(text for _slug, text in blocks)])


def merged(base: Data, now: Data, mine: Data) -> Data:
    """What `mine` changed since `base`, on top of what is there now; where both changed the same part, mine counts."""
    base, now, mine = complete(base), complete(now), complete(mine)
    found = {name: mine[name] if mine[name] != base[name] else now[name] for name in now}
    for name in ("blocks", "facts"):
        keys = {*base[name], *now[name], *mine[name]}
        chosen = {k: mine[name].get(k) if mine[name].get(k) != base[name].get(k) else now[name].get(k) for k in keys}
        found[name] = {key: value for key, value in chosen.items() if value}
    return found


# --- what is still to be filled in -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Missing:
    """One thing that a practice needs before it is shared, and the step where it is asked."""

    step: str
    words: str


def missing(data: Data) -> list[Missing]:
    asked = (
        ("titel", data["title"], _("Geef je praktijk een titel.")),
        ("model", data["models"], _("Kies een werkmodel.")),
        ("model", data["target_groups"], _("Kies minstens één doelgroep.")),
        ("samenvatting", data["summary"], _("Schrijf een korte samenvatting.")),
        ("werkt", filled(data["works"]), _("Schrijf minstens één punt bij wat werkt.")),
        ("botst", filled(data["clashes"]), _("Schrijf minstens één punt bij waar jullie op botsten.")),
        ("contact", data["contact_role"], _("Zeg wie een collega kan aanspreken.")),
    )
    return [Missing(step, words) for step, value, words in asked if not value]


def filled(points: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return [point for point in points if point["title"].strip()]


REQUIRED = 7
OPTIONAL_WEIGHT = {"blocks": 8, "facts": 6}  # so many of them count as "told in full"


def texts(data: Mapping[str, Any]) -> dict[str, str]:
    """Every free text, for the check on whether somebody can be recognised."""
    whole = complete(data)
    points = [f"{point['title']}. {point['text']}" for kind in ("works", "clashes") for point in whole[kind]]
    return {
        "title": whole["title"],
        "summary": whole["summary"],
        "points": "\n".join(points),
        "blocks": "\n".join(whole["blocks"].values()),
        "contact_role": whole["contact_role"],
        "languages": whole["languages"],
    }


def completeness(data: Data) -> int:
    """A percentage that encourages and blocks nothing: the required parts are 70 of it, the optional ones the rest."""
    required = (REQUIRED - len(missing(data))) / REQUIRED * 70
    extra = sum(
        min(sum(bool(value) for value in data[name].values()), most) / most for name, most in OPTIONAL_WEIGHT.items()
    )
    return round(required + extra / len(OPTIONAL_WEIGHT) * 30)
