from staalkaart.network_days.models.agenda import Action, Block, BlockLink, Note, Programme
from staalkaart.network_days.models.day import DayTask, FeedSecret, NetworkDay, PollDate, PollVote, leaders_of
from staalkaart.network_days.models.evaluation import Feedback, FeedbackTicket, Report, ThanksSent
from staalkaart.network_days.models.harvest_board import BoardItem, BoardSorting, BoardVote
from staalkaart.network_days.models.letters import DayCall, DayLetter, LetterTo
from staalkaart.network_days.models.registration import Registration, Tick

__all__ = [
    "Action",
    "Block",
    "BlockLink",
    "BoardItem",
    "BoardSorting",
    "BoardVote",
    "DayCall",
    "DayLetter",
    "DayTask",
    "FeedSecret",
    "Feedback",
    "FeedbackTicket",
    "LetterTo",
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
