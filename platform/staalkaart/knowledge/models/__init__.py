"""The knowledge of the network: working models and their cards, themes, glossary, framework pages, sources, validation."""
from .card import CardEntry, Quadrant, SourceKind, Status
from .pages import KnowledgeIndexPage, KnowledgePage
from .reference import GlossaryTerm, HelpLine, SiteTexts, Source, Theme, ThemeGroup
from .review import ReviewAnswer, ReviewRound
from .working_model import (
    ExtraCare,
    GeneralCondition,
    ModelCombination,
    ModelExample,
    ModelPrecondition,
    WorkingModelIndexPage,
    WorkingModelPage,
    WorksFor,
)

__all__ = [
    "CardEntry", "ExtraCare", "GeneralCondition", "GlossaryTerm", "HelpLine", "KnowledgeIndexPage", "KnowledgePage",
    "ModelCombination", "ModelExample", "ModelPrecondition", "Quadrant", "ReviewAnswer", "ReviewRound", "SiteTexts", "Source",
    "SourceKind", "Status", "Theme", "ThemeGroup", "WorkingModelIndexPage", "WorkingModelPage", "WorksFor",
]
