"""Challenges: raised, and recognised by colleagues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.learning.models import (
    Challenge,
    ChallengeVote,
)


@transaction.atomic
def raise_challenge(
    *, by: Any, themes: Iterable[Theme], working_models: Iterable[WorkingModelPage], **values: Any
) -> Challenge:
    """Whoever raises it votes for it."""
    row = Challenge.objects.create(author=by, **values)
    row.themes.set(themes)
    row.working_models.set(working_models)
    if by is not None:
        vote(challenge=row, by=by, on=True)
    return row


@transaction.atomic
def vote(*, challenge: Challenge, by: Any, on: bool) -> None:
    if on:
        ChallengeVote.objects.get_or_create(challenge=challenge, user=by)
    else:
        ChallengeVote.objects.filter(challenge=challenge, user=by).delete()
