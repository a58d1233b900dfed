"""A buddy project and what it tells to whom: four rows, each with one audience and one search document."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access import NETWORK, PUBLIC, AudienceModel, AudienceQuerySet, Viewer
from staalkaart.core.delivery.indexing import IndexedModel, uid_of
from staalkaart.core.writing.phones import check_phone
from staalkaart.knowledge.models import Theme
from staalkaart.members.models.contact import ContactDetails
from staalkaart.members.models.organisation import Place, Region


class ProjectQuerySet(AudienceQuerySet):
    def for_listing(self) -> Self:
        """With everything a card in the directory shows: three more queries, however many projects."""
        return self.select_related("region", "main_model").prefetch_related("working_models", "target_groups")


class Project(Place):
    """The public card: who we are and where."""

    contact: Any  # set by the directory: how to refer, when this viewer may read it

    class Status(models.TextChoices):
        ACTIVE = "active", _("loopt")
        STOPPED = "stopped", _("gestopt")

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="projects", verbose_name=_("regio"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    carrier = models.CharField(_("gedragen door"), max_length=160, blank=True)
    description = models.TextField(_("wie zijn we?"), max_length=600, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="projects", verbose_name=_("thema's"))
    duos = models.PositiveSmallIntegerField(_("lopende duo's"), null=True, blank=True)
    start_year = models.PositiveSmallIntegerField(_("sinds"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("plaatsen in het netwerk"), default=2)
    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProjectQuerySet.as_manager()  # type: ignore[misc]

    class Meta(Place.Meta):
        verbose_name = _("project")
        verbose_name_plural = _("projecten")

    def get_absolute_url(self) -> str:
        return reverse("members:project_detail", args=[self.slug])

    @property
    def token(self) -> str:
        return f"project:{self.pk}"

    @property
    def is_stopped(self) -> bool:
        return self.status == self.Status.STOPPED

    def index_keys(self) -> list[str]:
        """The card's own document, and those of the parts: whoever may not see the project sees none of them."""
        parts = [part for name in PART_NAMES if (part := getattr(self, name, None)) is not None]
        return [uid_of("project", self.pk), *(key for part in parts for key in part.index_keys())] if self.pk else []


PART_NAMES = ("network_part", "team_part", "referral")


class PartQuerySet(AudienceQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """A part is never seen by somebody who may not see its project."""
        return super().visible_to(viewer).filter(project__audience__in=viewer.tokens)


class ProjectPart(IndexedModel, AudienceModel):
    """A group of fields with an audience of its own. `widest` says how far it can be opened."""

    widest = NETWORK
    project: Any  # one to one, with a name of its own on the project

    objects = PartQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.project}: {self._meta.verbose_name}"

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()

    def index_keys(self) -> list[str]:
        return [uid_of(str(self._meta.model_name), self.pk)] if self.pk else []


class NetworkPart(ProjectPart):
    """What colleagues of other projects want to know."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="network_part")
    learning_question = models.TextField(_("leervraag"), max_length=400, blank=True)
    offers = models.TextField(_("wat we te bieden hebben"), max_length=600, blank=True)
    seeks = models.TextField(_("wat we zoeken"), max_length=600, blank=True)
    contact_role = models.CharField(_("wie spreek je aan?"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telefoon"), max_length=40, blank=True, validators=[check_phone])
    contact_mail = models.EmailField(_("e-mail"), blank=True)

    class Meta(ProjectPart.Meta):
        verbose_name = _("voor het netwerk")


class TeamPart(ProjectPart):
    """What stays within the own team."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="team_part")
    agreements = models.TextField(_("afspraken in de ploeg"), max_length=2000, blank=True)
    practical = models.TextField(
        _("praktisch"), max_length=2000, blank=True, help_text=_("Lokaal, sleutels, wie springt in bij ziekte.")
    )

    class Meta(ProjectPart.Meta):
        verbose_name = _("voor de eigen ploeg")

    def save(self, *args, **kwargs):
        self.audience = self.audience or self.project.token
        super().save(*args, **kwargs)


class Referral(ContactDetails, ProjectPart):
    """How somebody gets here: open to everybody once the project agrees."""

    widest = PUBLIC

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="referral")

    class Meta(ProjectPart.Meta):
        verbose_name = _("voor wie doorverwijst")
