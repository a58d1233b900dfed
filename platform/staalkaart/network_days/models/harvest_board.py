"""The harvest board: what lives in the region is read from the network itself; here stand the votes and the facilitator's sorting."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.network_days.models.day import NetworkDay

BOARD_MAX = 160


class BoardVote(models.Model):
    """One of the three votes of a member, on the search uid of an item."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uid = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "user", "uid"], name="one_vote_on_an_item")]
        indexes = [models.Index(fields=["day", "uid"], name="board_vote_item")]

    def __str__(self) -> str:
        return self.uid


class BoardItem(models.Model):
    """Something that a facilitator writes on the board, or heard on the phone."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="board_items")
    text = models.CharField(_("wat leeft er?"), max_length=BOARD_MAX)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class BoardSorting(models.Model):
    """What the facilitator did with an item for this day: under a heading, or left out."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="sortings")
    uid = models.CharField(max_length=60)
    heading = models.CharField(_("groep"), max_length=60, blank=True)
    is_hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "uid"], name="sorted_once")]

    def __str__(self) -> str:
        return f"{self.uid} {self.heading}"
