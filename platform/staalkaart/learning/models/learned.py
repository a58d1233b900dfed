"""What the network learns and runs into: learning points, challenges with votes, signals for policy makers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import AudienceModel, AudienceQuerySet
from staalkaart.core.delivery.indexing import IndexedModel, uid_of
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.members.models import Project, Region

POINT_MAX, CHALLENGE_MAX, SIGNAL_MAX, QUOTE_MAX = 400, 800, 800, 300
PROJECTS_NEEDED = 3


class LearnedQuerySet(AudienceQuerySet):
    def for_listing(self) -> Self:
        return self.prefetch_related("themes", "working_models")


class LearningPoint(IndexedModel, AudienceModel):
    """Learned in a circle and told free of persons. The network sees it once owner and facilitator both agreed.

    `origin` is the uid of where it was learned; who the owner was stands nowhere on it.
    """

    visible_themes: list[Theme]  # set by `reveal`
    visible_working_models: list[WorkingModelPage]

    published_lookup = {"is_shared": True}

    text = models.CharField(_("wat leerden jullie?"), max_length=POINT_MAX)
    themes = models.ManyToManyField(Theme, blank=True, related_name="learning_points", verbose_name=_("thema's"))
    working_models = models.ManyToManyField(
        WorkingModelPage, blank=True, related_name="learning_points", verbose_name=_("werkmodellen")
    )
    origin = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    owner_agreed_at = models.DateTimeField(null=True, editable=False)
    facilitator_agreed_at = models.DateTimeField(null=True, editable=False)
    is_shared = models.BooleanField(default=False, editable=False)
    shared_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LearnedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-shared_at", "-pk"]
        verbose_name = _("leerpunt")
        verbose_name_plural = _("leerpunten")

    def __str__(self) -> str:
        return self.text[:90]

    def get_absolute_url(self) -> str:
        return reverse("learning:point", args=[self.pk])

    @property
    def uid(self) -> str:
        return uid_of("point", self.pk)

    def index_keys(self) -> Iterable[str]:
        return [self.uid] if self.pk else []


class Challenge(IndexedModel, AudienceModel):
    """Something that projects expect to run into, or do already ("voorspelbare uitdagingen")."""

    title = models.CharField(_("in één zin"), max_length=120)
    text = models.TextField(_("vertel meer"), max_length=CHALLENGE_MAX, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="challenges", verbose_name=_("thema's"))
    working_models = models.ManyToManyField(
        WorkingModelPage, blank=True, related_name="challenges", verbose_name=_("werkmodellen")
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="challenges", verbose_name=_("project")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = LearnedQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("uitdaging")
        verbose_name_plural = _("uitdagingen")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:challenge", args=[self.pk])

    @property
    def uid(self) -> str:
        return uid_of("challenge", self.pk)


class ChallengeVote(models.Model):
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "user"], name="one_vote_on_a_challenge")]

    def __str__(self) -> str:
        return f"{self.challenge_id}"


class PolicySignal(AudienceModel):
    """A structural bottleneck that a project reports. Its own team sees it; a facilitator bundles it without names."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="signals", verbose_name=_("project"))
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="signals", verbose_name=_("thema"))
    text = models.TextField(_("wat loopt er mis?"), max_length=SIGNAL_MAX)
    quote = models.CharField(_("een zin om te citeren"), max_length=QUOTE_MAX, blank=True)
    quote_allowed = models.BooleanField(_("ons project vindt het goed dat deze zin geciteerd wordt"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("signaal")
        verbose_name_plural = _("signalen")

    def __str__(self) -> str:
        return self.text[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.audience = self.audience or self.project.token
        super().save(*args, **kwargs)


class SignalRelease(AudienceModel):
    """What goes to policy makers: a theme in a region over a period, told by at least three projects, without their names."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+", verbose_name=_("thema"))
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("regio"))
    summary = models.TextField(_("samenvatting"), max_length=1200)
    quotes = models.JSONField(default=list, editable=False)
    projects = models.PositiveSmallIntegerField(_("aantal projecten"), editable=False)
    start = models.DateField(_("van"))
    end = models.DateField(_("tot"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    released_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-released_at"]
        verbose_name = _("vrijgegeven signaal")
        verbose_name_plural = _("vrijgegeven signalen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(projects__gte=PROJECTS_NEEDED), name="released_with_enough_projects"
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme} · {self.region}"
