"""The knowledge of the network: working models and their cards, themes, glossary, framework pages, sources, validation."""

from staalkaart.knowledge.models.card import CardEntry, Citation, Quadrant, Status
from staalkaart.knowledge.models.evidence import SourceKind, kind_of
from staalkaart.knowledge.models.model_lines import (
    ExtraCare,
    GeneralCondition,
    ModelCombination,
    ModelExample,
    ModelPrecondition,
    WorksFor,
)
from staalkaart.knowledge.models.pages import KnowledgeIndexPage, KnowledgePage
from staalkaart.knowledge.models.reference import GlossaryTerm, Source, Theme, ThemeGroup
from staalkaart.knowledge.models.review import ReviewAnswer, ReviewRound
from staalkaart.knowledge.models.site_texts import HelpLine, SiteTexts
from staalkaart.knowledge.models.working_model import WorkingModelIndexPage, WorkingModelPage

__all__ = [
    "CardEntry",
    "Citation",
    "ExtraCare",
    "GeneralCondition",
    "GlossaryTerm",
    "HelpLine",
    "KnowledgeIndexPage",
    "KnowledgePage",
    "ModelCombination",
    "ModelExample",
    "ModelPrecondition",
    "Quadrant",
    "ReviewAnswer",
    "ReviewRound",
    "SiteTexts",
    "Source",
    "SourceKind",
    "Status",
    "Theme",
    "ThemeGroup",
    "WorkingModelIndexPage",
    "WorkingModelPage",
    "WorksFor",
    "kind_of",
]
