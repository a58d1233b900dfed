"""A practice as the network reads it: a Wagtail page that is made at first publication and changed by publishing again."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import Panel
from wagtail.models import PageManager, Revision

from practices.choices import SUMMARY_MAX, PointKind
from staalkaart.core.access import NETWORK, PUBLIC, seen_by, viewer_of
from staalkaart.core.models import AudiencePage, AudiencePageQuerySet
from staalkaart.files.models import Attachment
from staalkaart.knowledge.models import Theme
from staalkaart.members import geography
from staalkaart.members.models import Project, TargetGroup

NAMED = ("project", "working_models")  # what a card in a list names: see core.access.reveal
RESERVED = {"nieuw", "klad", "invoer", "uitvoer", "leerpunt"}  # fixed addresses under /praktijken/


class PracticeQuerySet(AudiencePageQuerySet):
    def for_listing(self) -> Self:
        """With everything a card in a list shows: one more query, however many practices."""
        from practices.models.rows import PracticeModel

        rows = models.Prefetch("model_rows", queryset=PracticeModel.objects.select_related("model"))
        return self.select_related("project__region").prefetch_related(rows)

    def of(self, project: Project) -> Self:
        return self.filter(project=project)


class PracticeIndexPage(AudiencePage):
    """`/praktijken/`: what the network shares. Visitors find the public ones here."""

    default_audience = PUBLIC
    is_creatable = True
    max_count = 1
    subpage_types = ["practices.PracticePage"]
    template = "practices/practice_list.html"

    intro = models.TextField(_("inleiding"), blank=True)

    class Meta:
        verbose_name = _("overzicht van de praktijken")


class PracticePanel(Panel):
    """The practice as it reads now, and what an editor can do with it. Its words are the project's: nobody types over them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/practices/practice_panel.html"

        @property
        def project(self) -> Project | None:
            return seen_by(viewer_of(self.request), self.instance.project)


class PracticePage(AudiencePage):
    """One way in which a project does something, told so that a colleague can try it."""

    default_audience = NETWORK
    is_creatable = False  # made by publishing a draft
    parent_page_types = ["practices.PracticeIndexPage"]
    subpage_types: list[str] = []
    template = "practices/practice_detail.html"
    search_source = "practice"
    kept_outside_admin = True
    row_only = (
        *AudiencePage.row_only,
        "project_id",
        "read_over_at",
        "read_over_by_id",
        "review_due",
        "archived_at",
        "readable_version_id",
    )

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="practices", editable=False)
    summary = models.TextField(_("samenvatting"), max_length=SUMMARY_MAX)
    target_groups = ParentalManyToManyField(
        TargetGroup, blank=True, related_name="practices", verbose_name=_("doelgroepen")
    )
    themes = ParentalManyToManyField(Theme, blank=True, related_name="practices", verbose_name=_("thema's"))
    towns = models.JSONField(_("gemeenten"), default=list, blank=True)  # NIS numbers, as at a project
    contact_role = models.CharField(_("wie spreek je aan?"), max_length=120)
    languages = models.CharField(_("talen"), max_length=120, blank=True)
    running_duos = models.PositiveSmallIntegerField(_("lopende duo's"), null=True, blank=True)
    coordination_fte = models.DecimalField(
        _("coördinatie in voltijds equivalenten"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    start_year = models.PositiveSmallIntegerField(_("sinds"), null=True, blank=True)
    words = models.TextField(blank=True, editable=False)  # all of its text, for the lines under a search hit
    read_over_at = models.DateTimeField(_("nagelezen op"), null=True, blank=True, editable=False)
    read_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    review_due = models.DateField(_("na te kijken vanaf"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("in het archief sinds"), null=True, blank=True, editable=False)
    # From here on others read what changed; an older version is its project's and the editors' alone
    readable_version = models.ForeignKey(
        Revision, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PageManager.from_queryset(PracticeQuerySet)()  # type: ignore[misc]

    content_panels = [*AudiencePage.content_panels[:1], PracticePanel()]
    promote_panels: list[Panel] = []
    settings_panels: list[Panel] = []

    class Meta:
        verbose_name = _("praktijk")
        verbose_name_plural = _("praktijken")

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("Dit woord is al in gebruik als vast adres van de site. Kies een ander.")})

    def get_absolute_url(self) -> str:
        return self.url

    def index_keys(self) -> list[str]:
        """Its own document and those of its attachments."""
        if not self.pk:
            return []
        files = Attachment.objects.filter(owner_type__app_label="practices", owner_type__model="practicepage")
        pks = files.filter(owner_id=self.pk).values_list("pk", flat=True)
        return [*super().index_keys(), *(f"material:{pk}" for pk in pks)]

    @property
    def working_models(self) -> list[Any]:
        """The main one first."""
        return [row.model for row in self.model_rows.all()]

    @property
    def main_model(self) -> Any:
        return next(iter(self.working_models), None)

    @cached_property
    def points(self) -> dict[str, list[Any]]:
        rows: dict[str, list[Any]] = {kind: [] for kind in PointKind.values}
        for row in self.point_rows.all():
            rows[row.kind].append(row)
        return rows

    @property
    def works(self) -> list[Any]:
        return self.points[PointKind.WORKS]

    @property
    def clashes(self) -> list[Any]:
        return self.points[PointKind.CLASHES]

    @property
    def municipalities(self) -> list[geography.Municipality]:
        known = geography.municipalities()
        return [known[nis] for nis in self.towns if nis in known]

    @property
    def is_read_over(self) -> bool:
        return self.read_over_at is not None

    @property
    def is_due(self) -> bool:
        return self.review_due is not None and self.review_due <= timezone.localdate()


class ConsentQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(withdrawn_at=None)


class Consent(models.Model):
    """A project's recorded yes to showing one practice to everybody. Withdrawing it closes the practice at once."""

    page = models.ForeignKey(PracticePage, on_delete=models.CASCADE, related_name="consents")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(_("gegeven op"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("toestemming")
        verbose_name_plural = _("toestemmingen")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(withdrawn_at=None), name="one_consent_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} · {self.given_at:%Y-%m-%d}"
