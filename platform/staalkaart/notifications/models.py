"""What a member was told: one row per person and event, with keys and names only, never text of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.access import Viewer, can_see


class NotificationQuerySet(models.QuerySet):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notification(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(_("soort"), max_length=40)
    url = models.CharField(_("adres"), max_length=300)
    data = models.JSONField(default=dict, blank=True)
    about_type = models.ForeignKey(ContentType, null=True, on_delete=models.CASCADE, related_name="+")
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    by_id = models.PositiveBigIntegerField(null=True)  # whose name the data may hold
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """The one line people read; an event of a feature that is gone still reads as something."""
        kind = registry.event_kinds.get(self.kind)
        return kind.words(self.data) if kind else _text("Er is iets veranderd.")

    @property
    def subject(self) -> str:
        kind = registry.event_kinds.get(self.kind)
        return kind.subject(self.data) if kind and kind.subject else self.words

    def note_mailed(self) -> None:
        type(self).objects.filter(pk=self.pk).update(mailed_at=timezone.now())

    def may_be_told(self, viewer: Viewer) -> bool:
        """Asked again at every showing and sending: what it is about may have closed since."""
        if self.about_type_id is None:
            return True
        return self.about is not None and can_see(viewer, self.about)


def tellable(rows: Iterable[Notification], viewer: Viewer) -> list[Notification]:
    """Those that may be told now. What only a query can answer is asked once per kind of thing, however many rows."""
    rows = list(rows)
    asked: dict[Any, set[int | None]] = {}
    for row in rows:
        if row.about_type_id and getattr(type(row.about), "visible_by_query", False):
            asked.setdefault(type(row.about), set()).add(row.about_id)
    seen = {(model, pk) for model, pks in asked.items()
            for pk in model._default_manager.visible_to(viewer).filter(pk__in=pks).values_list("pk", flat=True)}  # fmt: skip
    return [row for row in rows
            if ((type(row.about), row.about_id) in seen if type(row.about) in asked else row.may_be_told(viewer))]  # fmt: skip
