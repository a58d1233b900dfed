"""Rows with an audience, and the one question that every reader asks of them."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from staalkaart.core.access.audience import NETWORK, check_audience
from staalkaart.core.access.viewer import Viewer


class AudienceQuerySet(models.QuerySet):
    """Adds the one question every reader asks. A model says what *published* means in `published_lookup`."""

    def visible_to(self, viewer: Viewer) -> Self:
        model: Any = self.model
        return self.filter(**getattr(model, "published_lookup", {}), **{f"{model.audience_lookup}__in": viewer.tokens})


def keep_stored_audience(obj: models.Model, kwargs: dict[str, Any]) -> None:
    """Before a save: a row that exists keeps the audience it has in the database, whatever an older copy of it says."""
    if obj.pk is None or kwargs.get("force_insert"):
        return
    stored = type(obj)._base_manager.filter(pk=obj.pk).values_list("audience", flat=True).first()
    if stored:
        obj.audience = stored  # type: ignore[attr-defined]


class AudienceModel(models.Model):
    """A plain model with its own audience column."""

    audience_lookup = "audience"
    published_lookup: dict[str, Any] = {}
    default_audience = NETWORK

    audience = models.CharField(_("zichtbaar voor"), max_length=40, db_index=True, blank=True, editable=False)

    objects = AudienceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.audience = self.audience or self.default_audience
        check_audience(self.audience)
        keep_stored_audience(self, kwargs)
        super().save(*args, **kwargs)
