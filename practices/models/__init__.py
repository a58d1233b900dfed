from practices.models.draft import Draft, DraftQuerySet
from practices.models.import_run import ImportRun, ImportWord
from practices.models.page import NAMED, Consent, PracticeIndexPage, PracticePage
from practices.models.rows import PracticeBlock, PracticeFact, PracticeModel, PracticePoint
from practices.models.use import Use

__all__ = [
    "NAMED",
    "Consent",
    "Draft",
    "DraftQuerySet",
    "ImportRun",
    "ImportWord",
    "PracticeBlock",
    "PracticeFact",
    "PracticeIndexPage",
    "PracticeModel",
    "PracticePage",
    "PracticePoint",
    "Use",
]
