"""Themes, glossary, sources, the seven models with their cards, and the framework chapters."""

from __future__ import annotations

from staalkaart.knowledge.models import (
    CardEntry,
    ExtraCare,
    GeneralCondition,
    GlossaryTerm,
    KnowledgeIndexPage,
    KnowledgePage,
    ModelCombination,
    ModelExample,
    ModelPrecondition,
    Source,
    SourceKind,
    Theme,
    ThemeGroup,
    WorkingModelIndexPage,
    WorkingModelPage,
    WorksFor,
)

from .content import QUADRANTS, read_glossary, read_models, read_text, read_themes, read_yaml, spoken_references
from .framework import read_chapters
from .records import Ledger
from .site import add_page

VISION = "Eigen samenvatting van een visietekst over sociale netwerken van het Steunpunt Algemeen Welzijnswerk."


def load(ledger: Ledger, progress) -> None:
    themes = read_themes()
    glossary = read_glossary()
    models = read_models({row["slug"] for row in themes["themas"]})
    names = read_yaml("site.yaml")["modellen"]
    chapters = read_chapters(read_text("framework.md"))
    _load_themes(ledger, themes)
    progress()
    _load_glossary(ledger, glossary)
    progress()
    _load_sources(ledger, models["bronnen"])
    _load_models(ledger, models, names, progress)
    index = KnowledgeIndexPage.objects.first()
    for number, chapter in enumerate(chapters, 1):
        if index is not None:
            ledger.once(
                f"chapter:{number}",
                lambda chapter=chapter: add_page(
                    index,
                    KnowledgePage(title=chapter.title, summary=chapter.summary, body=chapter.body, reference=VISION),
                ),
            )
    progress()


def _load_themes(ledger: Ledger, data: dict) -> None:
    for position, row in enumerate(data["groepen"]):
        ledger.once(
            f"theme-group:{row['type']}",
            lambda row=row, position=position: ThemeGroup.objects.create(
                slug=row["type"], title=row["nl"], title_en=row.get("en", ""), position=position
            ),
        )
    groups = {group.slug: group for group in ThemeGroup.objects.all()}
    for row in data["themas"]:
        if row["type"] in groups:
            ledger.once(
                f"theme:{row['slug']}",
                lambda row=row: Theme.objects.create(
                    slug=row["slug"],
                    title=row["nl"],
                    title_en=row.get("en", ""),
                    group=groups[row["type"]],
                    description=row["omschrijving"],
                    reference=spoken_references(row.get("bron")),
                ),
            )


def _load_glossary(ledger: Ledger, data: dict) -> None:
    made = []
    for row in data["termen"]:
        if ledger.once(
            f"term:{row['slug']}",
            lambda row=row: GlossaryTerm.objects.create(
                slug=row["slug"],
                term=row["term"],
                term_en=row.get("en", ""),
                definition=row["definitie"],
                synonyms="\n".join(row.get("synoniemen") or []),
                autolink=row.get("autolink", True),
                reference=spoken_references(row.get("bron")),
            ),
        ):
            made.append(row)
    terms = {term.slug: term for term in GlossaryTerm.objects.all()}
    for row in made:
        terms[row["slug"]].related.add(
            *(terms[slug] for slug in row.get("verwant") or [] if slug in terms and slug != row["slug"])
        )


def _load_sources(ledger: Ledger, rows: list[dict]) -> None:
    for row in rows:
        ledger.once(
            f"source:{row['code']}",
            lambda row=row: Source.objects.create(
                code=row["code"],
                author=row.get("auteur") or "",
                title=row.get("titel") or "",
                year=row.get("jaar"),
                publisher=row.get("uitgever") or "",
                description=row.get("omschrijving") or "",
                location=row.get("vindplaats") or "",
                is_research=bool(row.get("onderzoek")),
                note=row.get("nagekeken") or "",
            ),
        )


def _load_models(ledger: Ledger, data: dict, names: dict, progress) -> None:
    index = WorkingModelIndexPage.objects.first()
    if index is None:
        return
    ledger.once("general-conditions", lambda: _add_conditions(index, data["algemene_randvoorwaarden"]))
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    sources = {source.code: source for source in Source.objects.all()}
    for row in data["modellen"]:
        ledger.once(
            f"model:{row['slug']}",
            lambda row=row: add_page(index, make_model(row, names.get(row["slug"], {}), themes, sources)),
        )
        progress()
    pages = {page.slug: page for page in WorkingModelPage.objects.all()}
    for row in data["combineert"]:
        first, second = row["modellen"]
        if first in pages and second in pages:
            ledger.once(
                f"combination:{first}:{second}",
                lambda row=row, first=first, second=second: _combine(pages[first], pages[second], row),
            )


def _add_conditions(index: WorkingModelIndexPage, rows: list[dict]) -> None:
    index.conditions = [
        GeneralCondition(
            sort_order=number, title=row["titel"], text=row["zin"], reference=spoken_references(row.get("bron"))
        )
        for number, row in enumerate(rows)
    ]
    index.save_revision(clean=False).publish()


def _combine(page: WorkingModelPage, other: WorkingModelPage, row: dict) -> None:
    page.combinations.add(
        ModelCombination(
            other=other,
            text=row["tekst"],
            reference=spoken_references(row.get("bron")),
            sort_order=page.combinations.count(),
        )
    )
    page.save_revision(clean=False).publish()


def make_model(row: dict, names: dict, themes: dict[str, Theme], sources: dict[str, Source]) -> WorkingModelPage:
    """An unsaved page with its whole card."""
    facts = row["parameters"]
    page = WorkingModelPage(
        title=row["naam"],
        slug=row["slug"],
        number=row["volgorde"],
        short_name=names.get("kort", ""),
        tagline=names.get("slagzin", ""),
        name_variants="\n".join(row["naamvarianten"]),
        one_sentence=row["definitie"],
        plain_words=row["gewone_woorden"],
        definition_reference=spoken_references(row.get("definitie_bron")),
        approach=facts["aanpak"],
        supporters=facts["ondersteuning_door"],
        personal_relation=facts["persoonlijke_relatie"],
        driver=facts["trekker"],
        volunteer_role=facts.get("rol_vrijwilliger", ""),
        professional_role=facts.get("rol_beroepskracht", ""),
    )
    for relation, model, field in (
        ("works_for", WorksFor, "werkt_voor"),
        ("extra_care", ExtraCare, "vraagt_extra_aandacht_bij"),
        ("preconditions", ModelPrecondition, "randvoorwaarden"),
        ("examples", ModelExample, "voorbeelden_in_seed"),
    ):
        lines = [
            model(sort_order=n, text=line["tekst"], reference=spoken_references(line.get("bron")))
            for n, line in enumerate(row[field])
        ]
        setattr(page, relation, lines)
    entries = []
    for name, quadrant in QUADRANTS.items():
        for line in row["staalkaart"][name]:
            entries.append(_make_entry(line, quadrant, len(entries), themes, sources))
    page.entries = entries
    return page


def _make_entry(
    line: dict, quadrant: str, position: int, themes: dict[str, Theme], sources: dict[str, Source]
) -> CardEntry:
    used = [sources[mark] for mark in line["bron"] if mark in sources]
    entry = CardEntry(
        sort_order=position,
        quadrant=quadrant,
        title=line["titel"],
        text=line["zin"],
        reference=spoken_references(line["bron"]),
        source_kind=source_kind(line["bronsoort"], used),
    )
    entry.themes = [themes[slug] for slug in line["tags"] if slug in themes]
    entry.sources = used
    return entry


def source_kind(sorts: list[str], sources: list[Source]) -> SourceKind:
    """The label of models.yaml's `bronlabels_regel`: research when a cited source is research, else a fact, else a proposal."""
    if "publiek" in sorts and any(source.is_research for source in sources):
        return SourceKind.RESEARCH
    if "seed" in sorts:
        return SourceKind.FACT
    return SourceKind.PROPOSAL_PUBLIC if "publiek" in sorts else SourceKind.PROPOSAL
