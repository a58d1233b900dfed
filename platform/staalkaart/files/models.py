"""Images, renditions and documents of the library. Each has a random id, and an audience that the one file door obeys."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet

from staalkaart.core.access import NETWORK, AudienceModel, AudienceQuerySet


class StoredFile(models.Model):
    """A row with a file behind it, served under a random id."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def url(self) -> str:
        return reverse("files:serve", args=[self.uuid])

    @property
    def full_url(self) -> str:
        from wagtail.admin.utils import get_admin_base_url

        return (get_admin_base_url() or "") + self.url


class AudienceImageQuerySet(AudienceQuerySet, ImageQuerySet):
    pass


class AudienceDocumentQuerySet(AudienceQuerySet, DocumentQuerySet):
    pass


class Image(AudienceModel, StoredFile, AbstractImage):
    """A picture of the library: for the network until somebody opens it."""

    default_audience = NETWORK
    # The same fields as Wagtail's, under names that do not clash with its own image and document models
    tags = TaggableManager(verbose_name=_("trefwoorden"), blank=True, related_name="image_files")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="uploaded_images",
    )
    licence = models.CharField(
        _("licentie of bron"),
        max_length=200,
        blank=True,
        help_text=_("Wie maakte het beeld, en mag het gedeeld worden?"),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    objects = AudienceImageQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        verbose_name = _("beeld")
        verbose_name_plural = _("beelden")

    def __str__(self) -> str:
        return self.title


class Rendition(StoredFile, AbstractRendition):
    """A resized copy; seen by whoever may see its image."""

    audience_lookup = "image__audience"
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    objects = AudienceQuerySet.as_manager()

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        verbose_name = _("beeldformaat")

    def __str__(self) -> str:
        return f"{self.image} {self.filter_spec}"


class Document(AudienceModel, StoredFile, AbstractDocument):
    """A document of the library: for the network until somebody opens it."""

    default_audience = NETWORK
    # The same fields as Wagtail's, under names that do not clash with its own image and document models
    tags = TaggableManager(verbose_name=_("trefwoorden"), blank=True, related_name="document_files")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="uploaded_documents",
    )
    licence = models.CharField(_("licentie"), max_length=200, blank=True)

    admin_form_fields = ("title", "file", "licence", "collection", "tags")
    objects = AudienceDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documenten")

    def __str__(self) -> str:
        return self.title
