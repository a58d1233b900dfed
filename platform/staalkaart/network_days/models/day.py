"""A network day: when, where, for whom, and how far its preparation is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import NETWORK, AudienceModel, AudienceQuerySet
from staalkaart.core.delivery.indexing import IndexedModel, uid_of
from staalkaart.members.models import Grant, Region
from staalkaart.network_days.choices import (
    AHEAD,
    FREE_FROM,
    PAST,
    PROJECT_SEATS,
    TAKES_PEOPLE,
    TEXT_MAX,
    TITLE_MAX,
    Form,
    PollAnswer,
    Sort,
    State,
)


class DayQuerySet(AudienceQuerySet):
    def ahead(self, today: date | None = None) -> Self:
        today = today or timezone.localdate()
        return self.filter(state__in=AHEAD).filter(models.Q(date=None) | models.Q(date__gte=today))

    def past(self) -> Self:
        return self.filter(models.Q(state__in=PAST) | models.Q(state__in=TAKES_PEOPLE, date__lt=timezone.localdate()))

    def for_listing(self) -> Self:
        return self.select_related("region")


class NetworkDay(IndexedModel, AudienceModel):
    """Times are wall times in Belgium: 9.30 stays 9.30 when the clocks change between planning and the day."""

    uid_name = "day"

    title = models.CharField(_("titel"), max_length=TITLE_MAX)
    sort = models.CharField(_("soort"), max_length=10, choices=Sort, default=Sort.REGIONAL)
    form = models.CharField(_("waar"), max_length=10, choices=Form, default=Form.PLACE)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="days", verbose_name=_("regio")
    )
    state = models.CharField(_("stand"), max_length=10, choices=State, default=State.IDEA)
    intro = models.TextField(_("waarover gaat de dag?"), max_length=TEXT_MAX, blank=True)
    date = models.DateField(_("datum"), null=True, blank=True)
    start = models.TimeField(_("van"), default=time(9, 30))
    end = models.TimeField(_("tot"), default=time(15, 0))
    venue = models.CharField(_("plek"), max_length=160, blank=True)
    address = models.CharField(_("adres"), max_length=200, blank=True)
    access = models.TextField(_("toegankelijkheid"), max_length=800, blank=True)
    transport = models.TextField(_("met bus en trein"), max_length=800, blank=True)
    childcare = models.CharField(_("kinderopvang"), max_length=300, blank=True)
    link = models.URLField(_("link voor online"), blank=True)
    capacity = models.PositiveSmallIntegerField(_("plaatsen"), default=24)
    project_seats = models.PositiveSmallIntegerField(_("plaatsen per project"), default=PROJECT_SEATS)
    questions = models.JSONField(_("eigen vragen bij de inschrijving"), default=list, blank=True)
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="days_led", verbose_name=_("begeleiders")
    )
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    fictional = models.BooleanField(default=False, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)  # grows with what a calendar shows
    version = models.PositiveIntegerField(default=1, editable=False)  # grows with every edit, against a stale form
    tickets = models.PositiveIntegerField(default=0, editable=False)  # numbers handed out in the queue
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_reason = models.CharField(max_length=300, blank=True)

    objects = DayQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("netwerkdag")
        verbose_name_plural = _("netwerkdagen")
        indexes = [models.Index(fields=["state", "date"], name="day_state_date")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("network_days:day", args=[self.pk])

    @property
    def search_uid(self) -> str:
        return uid_of(self.uid_name, self.pk)

    def index_keys(self) -> Iterable[str]:
        return [self.search_uid] if self.pk else []

    # --- time ---------------------------------------------------------------------------------------------------------
    @property
    def starts_at(self) -> datetime | None:
        return None if self.date is None else timezone.make_aware(datetime.combine(self.date, self.start))

    @property
    def ends_at(self) -> datetime | None:
        """The same day; a programme over midnight is refused when it is fixed."""
        return None if self.date is None else timezone.make_aware(datetime.combine(self.date, self.end))

    @property
    def free_from(self) -> datetime | None:
        """From here on a project may take more than its own seats."""
        return None if self.starts_at is None else self.starts_at - FREE_FROM

    @property
    def planned_minutes(self) -> int:
        return (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute

    @property
    def takes_people(self) -> bool:
        return self.state in TAKES_PEOPLE

    @property
    def is_past(self) -> bool:
        return self.state in PAST

    @property
    def is_today(self) -> bool:
        return self.date == timezone.localdate()

    @property
    def is_near(self) -> bool:
        """The day itself and the day around it: attendance and notes are at hand."""
        return self.date is not None and abs((self.date - timezone.localdate()).days) <= 1

    @property
    def people_token(self) -> str:
        """Whose day it is: the region's, or everybody's in the network. Who may read along is the audience."""
        return self.region.token if self.region else NETWORK


class PollDate(models.Model):
    """A date that could be the day."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="poll_dates")
    date = models.DateField(_("datum"))
    start = models.TimeField(_("van"))
    end = models.TimeField(_("tot"))

    class Meta:
        ordering = ["date", "start"]
        constraints = [models.UniqueConstraint(fields=["day", "date", "start"], name="poll_date_once")]

    def __str__(self) -> str:
        return f"{self.date}"


class PollVote(models.Model):
    option = models.ForeignKey(PollDate, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=5, choices=PollAnswer)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "user"], name="one_answer_to_a_date")]

    def __str__(self) -> str:
        return self.answer


class DayTask(models.Model):
    """A task of the to-do list that somebody ticked off."""

    day = models.ForeignKey(NetworkDay, on_delete=models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "key"], name="task_once")]

    def __str__(self) -> str:
        return self.key


class FeedSecret(models.Model):
    """Opens one person's calendar without a login; a new one makes the old one worthless."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_secret")
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}"


def leaders_of(day: NetworkDay) -> list[int]:
    """Who prepares this day: those it names, as long as they facilitate somewhere, or else the facilitators of its region."""
    facilitate = Grant.objects.current().filter(role=Grant.Role.FACILITATOR, user__is_active=True)
    named = facilitate.filter(user__in=day.facilitators.all()).values_list("user_id", flat=True)
    here = facilitate.filter(token=day.people_token).values_list("user_id", flat=True)
    return sorted(set(named) or set(here))
