"""Tables that every feature stands on: pages with an audience, the outbox, the clockwork of the worker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.panels import Panel
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from staalkaart.core import registry
from staalkaart.core.access import NETWORK, Viewer, check_audience, keep_stored_audience
from staalkaart.core.delivery.indexing import IndexedModel

RESERVED_SLUGS = {"nieuw", "matrix", "plaatsen", "vergelijken"}


def check_slug(slug: str) -> None:
    """Refuse addresses that are taken by fixed screens."""
    if slug in RESERVED_SLUGS or slug.isdigit():
        raise ValidationError(_("Dit woord is al in gebruik als vast adres van de site. Kies een ander."))


class AudiencePageQuerySet(PageQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(live=True, audience__in=viewer.tokens)


class AudiencePanel(Panel):
    """Shows who may see the page. Changing it is not an edit: `set_audience` does that, at once and logged."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/audience_panel.html"


class AudiencePage(IndexedModel, Page):
    """Every page of the site. Concrete, so that one query over it serves menus, sitemap and lists of any type.

    The audience is never part of a revision's content: publishing, reverting or scheduling an old revision cannot reopen a
    page, and moving a page changes nothing either (decision 0003).
    """

    audience_lookup = "audience"
    published_lookup = {"live": True}
    default_audience = NETWORK
    private_page_options: list[str] = []
    is_creatable = False
    search_source = ""
    kept_outside_admin = False  # True: the admin shows it, and services of its own app change it
    # Columns that a revision never carries: they belong to the row, and only services change them (decision 0003)
    row_only: tuple[str, ...] = ("audience",)

    audience = models.CharField(_("zichtbaar voor"), max_length=40, db_index=True, blank=True, editable=False)

    objects = PageManager.from_queryset(AudiencePageQuerySet)()

    content_panels = [AudiencePanel(), *Page.content_panels]

    class Meta:
        verbose_name = _("pagina")
        verbose_name_plural = _("pagina's")

    def save(self, *args, **kwargs):
        self.audience = self.audience or self.default_audience
        check_audience(self.audience)
        keep_stored_audience(self, kwargs)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        try:
            check_slug(self.slug)
        except ValidationError as error:
            raise ValidationError({"slug": error}) from error

    def get_url(self, request=None, current_site=None):
        """The path on this site. There is one site, so no look-up of site roots is needed."""
        parts = self.url_path.split("/", 2)
        return "/" + parts[2] if len(parts) == 3 else None

    url = property(get_url)

    def get_context(self, request, *args, **kwargs):
        """With what the feature of this page type shows (`registry.page_contexts`)."""
        context = super().get_context(request, *args, **kwargs)
        make = registry.page_contexts.get(type(self))
        return context | make(request, self) if make else context

    def get_view_restrictions(self):
        """There are none: the audience decides, and Wagtail's restrictions cannot be made."""
        return PageViewRestriction.objects.none()

    def with_content_json(self, content):
        page = super().with_content_json(content)
        for name in self.row_only:
            setattr(page, name, getattr(self, name))
        self._renew_lost_children(page)
        return page

    def _renew_lost_children(self, page) -> None:
        """Rows of an old version that were deleted since come back as new rows; with their old key no form would take them."""
        for relation in get_all_child_relations(type(page)):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: self.pk})
            known = set(rows.values_list("pk", flat=True))
            for child in getattr(page, relation.get_accessor_name()).all():
                if child.pk is not None and child.pk not in known:
                    child.pk = None

    def index_keys(self):
        return [f"{self.search_source}:{self.pk}"] if self.search_source and self.pk else []


class OutboxQuerySet(models.QuerySet):
    def waiting(self, topic: str) -> Self:
        """What can be done now, oldest first of what is most pressing: not given up, not waiting for another try, in nobody's hands."""
        now = timezone.now()
        due = models.Q(not_before=None) | models.Q(not_before__lte=now)
        rows = self.filter(due, topic=topic, dead=False).exclude(claimed_until__gt=now)
        return rows.order_by("rank", "pk")

    def held(self, now: datetime) -> Self:
        """What a worker has claimed and may still be doing."""
        return self.filter(claimed_until__gt=now)


class OutboxRow(models.Model):
    """Work to do after a commit: see core.delivery.outbox."""

    class Rank(models.IntegerChoices):
        PRESSING = 0, _("eerst")  # somebody sits before a screen and waits for it
        USUAL = 5, _("gewoon")
        BULK = 9, _("als laatste")

    topic = models.CharField(_("soort"), max_length=40)
    key = models.CharField(_("sleutel"), max_length=120)
    payload = models.JSONField(_("inhoud"), default=dict, blank=True)
    created_at = models.DateTimeField(_("gemaakt op"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    not_before = models.DateTimeField(_("opnieuw vanaf"), null=True, blank=True)
    error = models.TextField(_("fout"), blank=True)
    dead = models.BooleanField(_("opgegeven"), default=False)
    rank = models.PositiveSmallIntegerField(choices=Rank.choices, default=Rank.USUAL)
    # A worker's lease: nobody else touches the row until then. What it began and could not finish is begun again after it.
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    away_since = models.DateTimeField(null=True, blank=True)  # what it needs did not answer since; that costs it no try
    sending_at = models.DateTimeField(_("verzenden begon"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["topic", "dead", "rank", "id"], name="outbox_waiting"),
            models.Index(fields=["key"], name="outbox_key"),
        ]
        verbose_name = _("wachtende taak")
        verbose_name_plural = _("wachtende taken")

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"

    def retry(self) -> None:
        """Put a dead letter back in the queue."""
        type(self).objects.filter(pk=self.pk).update(
            dead=False, attempts=0, error="", not_before=None, claimed_until=None, away_since=None
        )


_stamp_of_request: ContextVar[int | None] = ContextVar("content stamp", default=None)


class ContentStamp(models.Model):
    """One row, moved in the transaction of every change to something readable: the key of the visitors' page cache."""

    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("inhoudsstempel")

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def advance(cls) -> None:
        _stamp_of_request.set(None)
        if not cls.objects.filter(pk=1).update(value=models.F("value") + 1):
            cls.objects.get_or_create(pk=1)

    @classmethod
    def current(cls) -> int:
        """The stamp now; within a request it is read once."""
        known = _stamp_of_request.get()
        return cls.read() if known is None else known

    @classmethod
    def read(cls) -> int:
        return cls.objects.filter(pk=1).values_list("value", flat=True).first() or 0

    @classmethod
    @contextmanager
    def remembered(cls) -> Iterator[None]:
        """While this lasts (one request), the stamp is read once, unless something changes."""
        token = _stamp_of_request.set(cls.read())
        try:
            yield
        finally:
            _stamp_of_request.reset(token)


class JobRun(models.Model):
    """A job of the worker that was done for a period; unique, so twice or late does no harm."""

    job = models.CharField(max_length=60)
    period = models.CharField(max_length=40)
    ran_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="job_once_per_period")]
        verbose_name = _("uitgevoerde taak")

    def __str__(self) -> str:
        return f"{self.job} {self.period}"


class AutosaveBuffer(models.Model):
    """What somebody typed into a long form and did not save yet: see core.writing.autosave."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="autosaves")
    key = models.CharField(max_length=80)
    base = models.PositiveBigIntegerField(default=0)  # the stamp of what the form was opened with
    stamp = models.PositiveIntegerField(default=1)  # counts the saves of this buffer
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_buffer_per_form")]
        indexes = [models.Index(fields=["key"], name="autosave_key")]
        verbose_name = _("bewaarde invoer")

    def __str__(self) -> str:
        return self.key


class Receipt(models.Model):
    """A post that was accepted, under the random receipt of its form: see core.writing.receipts."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="receipts")
    value = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # of what was posted
    path = models.CharField(max_length=300)
    location = models.CharField(max_length=500)  # where it led
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "digest"], name="one_receipt_per_post")]
        indexes = [models.Index(fields=["user", "path"], name="receipt_path")]
        verbose_name = _("ontvangstbewijs")

    def __str__(self) -> str:
        return self.value
