"""The knowledge of the network: working models and their cards, themes, glossary, framework pages, sources, validation."""

from .card import CardEntry, Quadrant, SourceKind, Status
from .model_lines import (
    ExtraCare,
    GeneralCondition,
    ModelCombination,
    ModelExample,
    ModelPrecondition,
    WorksFor,
)
from .pages import KnowledgeIndexPage, KnowledgePage
from .reference import GlossaryTerm, Source, Theme, ThemeGroup
from .review import ReviewAnswer, ReviewRound
from .site_texts import HelpLine, SiteTexts
from .working_model import WorkingModelIndexPage, WorkingModelPage

__all__ = [
    "CardEntry",
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
]
