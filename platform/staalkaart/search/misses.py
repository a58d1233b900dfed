"""Words that found nothing, for the editors: a ring may help the next person. Words only, never who, never the question.

A search is read, and reading writes no row: the words of the day stand in a file until the clock takes them into the database. A word
is shown from three different days on, so that what one person typed once is seen by nobody; what no dictionary knows, a surname most of
all, is not kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from staalkaart.search import dutch
from staalkaart.search.dutch_exceptions import ASKING, NEGATIONS
from staalkaart.search.models import MissedWord

ENOUGH_DAYS = 3
KEPT = timedelta(days=180)
MOST_BYTES = 200_000  # a day; a program that asks for anything fills no disk
LETTERS = range(4, 25)


def folder() -> Path:
    return Path(settings.SEARCH["FOLDER"]).parent / "search-misses"


def note(text: str) -> None:
    """Append the words of this question to today's file; words that only ask, numbers and names left out."""
    words = sorted(set(_worth_keeping(text)))
    if not words:
        return
    path = folder() / f"{timezone.localdate():%Y-%m-%d}-{os.getpid()}.txt"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.exists() and path.stat().st_size > MOST_BYTES:
        return
    with path.open("a", encoding="utf-8") as lines:
        lines.write("".join(f"{word}\n" for word in words))


def _worth_keeping(text: str) -> Iterator[str]:
    for match in dutch.TOKEN.finditer(text):
        word = dutch.fold(match[0])
        plain = word.isalpha() and len(word) in LETTERS and not dutch.is_stop_word(word)
        if plain and word not in ASKING | NEGATIONS and dutch.is_word(word):  # names of people are no words
            yield word


def take_in(now: datetime) -> None:
    """The files of days that are over become rows; a word counts once a day. Running it twice changes nothing."""
    today = timezone.localdate(now)
    for path in sorted(folder().glob("????-??-??-*.txt")):
        day = date.fromisoformat(path.name[:10])
        if day < today:
            _take(set(path.read_text(encoding="utf-8").split()), day)
            path.unlink()
    MissedWord.objects.filter(last_on__lt=today - KEPT).delete()


@transaction.atomic
def _take(words: set[str], day: date) -> None:
    known = set(MissedWord.objects.filter(word__in=words).values_list("word", flat=True))
    MissedWord.objects.filter(word__in=known, last_on__lt=day).update(days=F("days") + 1, last_on=day)
    MissedWord.objects.bulk_create([MissedWord(word=word, days=1, last_on=day) for word in words - known])
