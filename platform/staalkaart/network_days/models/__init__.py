from .after import Feedback, FeedbackTicket, Report, ThanksSent
from .agenda import Action, Block, BlockLink, Note, Programme
from .board import BoardItem, BoardSorting, BoardVote
from .day import DayTask, FeedSecret, NetworkDay, PollDate, PollVote, leaders_of
from .registration import Registration, Tick

__all__ = [
    "Action",
    "Block",
    "BlockLink",
    "BoardItem",
    "BoardSorting",
    "BoardVote",
    "DayTask",
    "FeedSecret",
    "Feedback",
    "FeedbackTicket",
    "NetworkDay",
    "Note",
    "PollDate",
    "PollVote",
    "Programme",
    "Registration",
    "Report",
    "ThanksSent",
    "Tick",
    "leaders_of",
]
