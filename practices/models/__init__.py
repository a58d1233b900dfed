from .draft import Draft, DraftQuerySet
from .page import Consent, PracticeIndexPage, PracticePage
from .rows import PracticeBlock, PracticeFact, PracticeModel, PracticePoint
from .use import Use

__all__ = [
    "Consent",
    "Draft",
    "DraftQuerySet",
    "PracticeBlock",
    "PracticeFact",
    "PracticeIndexPage",
    "PracticeModel",
    "PracticePage",
    "PracticePoint",
    "Use",
]
