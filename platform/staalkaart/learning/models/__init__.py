from staalkaart.learning.models.about import COMMENT_MAX, Bookmark, Comment, Remark
from staalkaart.learning.models.learned import (
    CHALLENGE_MAX,
    POINT_MAX,
    PROJECTS_NEEDED,
    QUOTE_MAX,
    SIGNAL_MAX,
    Challenge,
    ChallengeVote,
    LearningPoint,
    PolicySignal,
    SignalRelease,
)
from staalkaart.learning.models.report import PATH_MAX, REPORT_MAX, PageReport
from staalkaart.learning.models.trail import TrailLink

__all__ = [
    "CHALLENGE_MAX",
    "COMMENT_MAX",
    "PATH_MAX",
    "POINT_MAX",
    "PROJECTS_NEEDED",
    "QUOTE_MAX",
    "REPORT_MAX",
    "SIGNAL_MAX",
    "Bookmark",
    "Challenge",
    "ChallengeVote",
    "Comment",
    "LearningPoint",
    "PageReport",
    "PolicySignal",
    "Remark",
    "SignalRelease",
    "TrailLink",
]
