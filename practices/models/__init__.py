from .draft import Draft, DraftQuerySet
from .import_run import ImportRun
from .page import NAMED, Consent, PracticeIndexPage, PracticePage
from .rows import PracticeBlock, PracticeFact, PracticeModel, PracticePoint
from .use import Use

__all__ = [
    "NAMED",
    "Consent",
    "Draft",
    "DraftQuerySet",
    "ImportRun",
    "PracticeBlock",
    "PracticeFact",
    "PracticeIndexPage",
    "PracticeModel",
    "PracticePage",
    "PracticePoint",
    "Use",
]
