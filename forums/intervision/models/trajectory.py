"""One case, from draft to archive: its phases, who sits in it as what, and who was left out of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.intervision.choices import EMPTIED, UNDER_WAY, Openness, Role, State
from forums.intervision.models.circle import Circle
from forums.intervision.models.method import Method, PhaseFields
from staalkaart.core.access import NETWORK, AudienceModel, AudienceQuerySet, Viewer
from staalkaart.learning.models import Challenge
from staalkaart.members.models import Grant

TITLE_MAX, QUESTION_MAX, CASE_MAX, REPORT_MAX = 80, 200, 6000, 3000


class TrajectoryQuerySet(AudienceQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Who has a seat in it, and may still enter its circle; an owner from elsewhere comes in by the seat alone.

        Whoever is asked to think along sees nothing before the start: the owner may still leave them out, unnoticed.

        A broken glass opens the circle's trajectories from the moment that a facilitator could read them.
        """
        if viewer.is_visitor:
            return self.none()
        held = Seat.objects.current().filter(user=viewer.user_id, trajectory=models.OuterRef("pk"))
        thinks_along = Q(models.Exists(held.filter(role=Role.PARTICIPANT)), started_at__isnull=False)
        leads = Q(models.Exists(held.filter(role=Role.FACILITATOR)))
        inside = Q(audience__in=viewer.tokens) & (thinks_along | leads)
        owning = Q(models.Exists(held.filter(role=Role.OWNER))) if NETWORK in viewer.tokens else Q(pk=None)
        broken = [token for role, token in viewer.roles if role == Grant.Role.GLASS]
        glass = Q(audience__in=broken) & ~Q(state=State.DRAFT)
        return self.filter(inside | owning | glass)

    def running(self) -> Self:
        return self.filter(state=State.RUNNING)

    def of_owner(self, user: Any) -> Self:
        return self.filter(seats__in=Seat.objects.current().filter(user=user, role=Role.OWNER))


class Trajectory(AudienceModel):
    """A case in a circle. The address is a number: no word of a case stands in a path, a mail, a log or the index."""

    visible_by_query = True

    circle = models.ForeignKey(
        Circle, verbose_name=_("in welke kring?"), null=True, on_delete=models.PROTECT, related_name="trajectories"
    )
    challenge = models.ForeignKey(Challenge, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    openness = models.CharField(_("hoe breng je in?"), max_length=10, choices=Openness, default=Openness.OPEN)
    title = models.CharField(_("titel"), max_length=TITLE_MAX, blank=True)
    question = models.CharField(_("je vraag"), max_length=QUESTION_MAX, blank=True)
    case = models.TextField(_("de casus"), max_length=CASE_MAX, blank=True)
    person_knows = models.BooleanField(_("weet de persoon dat je dit inbrengt?"), null=True)
    person_reason = models.CharField(_("waarom niet?"), max_length=300, blank=True)
    organisation_agrees = models.BooleanField(default=False)
    nobody_recognisable = models.BooleanField(default=False)
    no_danger = models.BooleanField(default=False)
    left_out = models.JSONField(default=list, editable=False)  # numbers of projects, by lot, where the owner is hidden
    own_project_too = models.BooleanField(_("collega's van mijn project mogen meedenken"), default=False)
    method = models.ForeignKey(
        Method, verbose_name=_("met welke methode?"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    method_label = models.CharField(max_length=80, blank=True)
    fewest_people = models.PositiveSmallIntegerField(default=5)
    at = models.SmallIntegerField(default=-1)
    furthest = models.SmallIntegerField(default=-1)
    went_back_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    names_seen_at = models.DateTimeField(null=True)
    nudged_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # when the facilitator was asked what to do about a missed deadline
    warned_at = models.DateTimeField(null=True)  # when people heard that the deadline comes within a day
    summary_agreed_at = models.DateTimeField(null=True)
    no_point_reason = models.CharField(_("geen leerpunt, want"), max_length=300, blank=True)
    report = models.TextField(_("wat deed je, en wat gebeurde er?"), max_length=REPORT_MAX, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    announced_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    report_asked_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # archived or withdrawn: the text is gone

    objects = TrajectoryQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("traject")
        verbose_name_plural = _("trajecten")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state"], name="trajectory_state")]

    def __str__(self) -> str:
        """Never a word of the case: this is what logs and notifications show."""
        return f"traject {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("intervision:trajectory", args=[self.pk])

    @property
    def is_hidden(self) -> bool:
        return self.openness == Openness.HIDDEN

    @property
    def is_on_behalf(self) -> bool:
        return self.openness == Openness.BEHALF

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def has_text(self) -> bool:
        return self.state not in EMPTIED


class Phase(PhaseFields):
    """A trajectory's own copy of a phase of its method, with the times it really had."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["trajectory", "number"], name="phase_number_once")]
        verbose_name = _("fase")

    def is_overdue(self, now: datetime) -> bool:
        return self.deadline is not None and self.deadline <= now


class SeatQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(until=None)


class Seat(models.Model):
    """Somebody in a trajectory. A case on behalf has no owner's seat: the server keeps no link to whom it is about."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trajectory_seats")
    role = models.CharField(max_length=12, choices=Role)
    pseudonym = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trajectory", "user"], condition=Q(until=None), name="one_seat_in_a_trajectory"
            ),
            models.UniqueConstraint(
                fields=["trajectory"], condition=Q(until=None, role=Role.OWNER), name="one_owner_of_a_trajectory"
            ),
            models.UniqueConstraint(
                fields=["trajectory"],
                condition=Q(until=None, role=Role.FACILITATOR),
                name="one_facilitator_of_a_trajectory",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.trajectory_id}"


class Exclusion(models.Model):
    """Somebody the owner does not want to read this case. No reason is asked, and nobody else is told."""

    trajectory = models.ForeignKey(Trajectory, on_delete=models.CASCADE, related_name="exclusions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trajectory", "user"], name="excluded_once")]

    def __str__(self) -> str:
        return f"{self.trajectory_id}"
