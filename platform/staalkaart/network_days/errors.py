"""What cannot be done with a network day, by name. Views turn them into sentences."""

from __future__ import annotations


class DayError(Exception):
    """Base of them all."""


class NotNow(DayError):
    """The state of the day does not allow this."""


class NoDate(DayError):
    """This needs a date and a place, or a link."""


class StaleForm(DayError):
    """Somebody else changed it after this form was opened."""


class NotOnList(DayError):
    """This person is not registered, or the offer ran out."""


class AlreadyOnList(DayError):
    """This person is on the list; `registration` is where."""

    def __init__(self, registration) -> None:
        super().__init__(str(registration))
        self.registration = registration


class Full(DayError):
    """No seat is free; nobody is put on a chair that is not there."""


class VotesSpent(DayError):
    """Three votes are three votes."""


class CannotFix(DayError):
    """The programme is empty or runs past midnight."""


class NothingChanged(DayError):
    """The programme says what the fixed one says."""


class AnsweredAlready(DayError):
    """One person answers once, or nobody asked them."""
