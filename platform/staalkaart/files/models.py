"""Images, renditions and documents of the library. Each has a random id, and an audience that the one file door obeys."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet
from wagtail.search import index

from staalkaart.core.access import NETWORK, PUBLIC, AudienceModel, AudienceQuerySet, Viewer
from staalkaart.files.checks import PICTURES, check_upload, extension, safe_name
from staalkaart.files.licences import Licence
from staalkaart.files.pictures import kept_picture, small_picture

SMALL = "klein"  # asks the file door for the small picture


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


class CheckedUpload(models.Model):
    """A new file is checked, and named safely, before it is kept; an image loses what its camera wrote into it."""

    upload_kinds: set[str] | None = None
    file: Any  # the model's own file field
    _checked: Any = None

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.has_new_file:
            self._check_once()
            self.prepare_file()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.has_new_file:
            self._check_once()

    def _check_once(self) -> None:
        """A form cleans and then saves; decoding a large picture takes seconds."""
        if self._checked is not self.file.file:
            check_upload(self.file, kinds=self.upload_kinds)
            self._checked = self.file.file

    @property
    def has_new_file(self) -> bool:
        return bool(self.file) and not self.file._committed

    def prepare_file(self) -> None:
        self.file.name = safe_name(self.file.name)


class AudienceImageQuerySet(AudienceQuerySet, ImageQuerySet):
    pass


class AudienceDocumentQuerySet(AudienceQuerySet, DocumentQuerySet):
    pass


class Image(CheckedUpload, AudienceModel, StoredFile, AbstractImage):
    """A picture of the library: for the network until somebody opens it."""

    default_audience = NETWORK
    upload_kinds = set(PICTURES)
    search_fields = [*AbstractImage.search_fields, index.FilterField("audience")]
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
    objects = AudienceImageQuerySet.as_manager()  # type: ignore[misc]

    class Meta(AbstractImage.Meta):
        verbose_name = _("beeld")
        verbose_name_plural = _("beelden")

    def __str__(self) -> str:
        return self.title

    def prepare_file(self) -> None:
        kept = kept_picture(self.file)
        self.file = File(kept, name=safe_name(kept.name or ""))
        self.file_size, self.file_hash = self.file.size, ""


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


class Document(CheckedUpload, AudienceModel, StoredFile, AbstractDocument):
    """A document of the library: for the network until somebody opens it."""

    default_audience = NETWORK
    search_fields = [*AbstractDocument.search_fields, index.FilterField("audience")]
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
    objects = AudienceDocumentQuerySet.as_manager()  # type: ignore[misc]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documenten")

    def __str__(self) -> str:
        return self.title


def attachment_path(attachment: Attachment, filename: str) -> str:
    return f"attachments/{attachment.uuid.hex[:2]}/{attachment.uuid.hex}-{safe_name(filename)}"


class AttachmentQuerySet(models.QuerySet):
    def of(self, owner: models.Model) -> Self:
        return self.filter(owner_type=ContentType.objects.get_for_model(type(owner)), owner_id=owner.pk)

    def shown_with(self, viewer: Viewer) -> Self:
        """Of owners that this viewer sees: what is not open to everybody does not exist for who stands outside the network."""
        return self if NETWORK in viewer.tokens else self.filter(is_open=True)


class Attachment(CheckedUpload, StoredFile):
    """A file that hangs on something else and is seen by whoever sees that, but outside the network only when it was opened by name
    (`is_open`); a licence for the network only is never opened. It is in no list and no chooser of its own."""

    owner_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    owner_id = models.PositiveBigIntegerField()
    owner = GenericForeignKey("owner_type", "owner_id")
    file = models.FileField(_("bestand"), upload_to=attachment_path, max_length=200)
    small = models.FileField(_("klein beeld"), upload_to=attachment_path, max_length=200, blank=True, editable=False)
    title = models.CharField(_("titel"), max_length=120)
    seen = models.CharField(_("wat er te zien is"), max_length=250, blank=True)
    sort = models.CharField(_("soort"), max_length=20, blank=True)  # what kinds there are is its owner's to say
    licence = models.CharField(_("licentie"), max_length=20, choices=Licence, blank=True)
    is_open = models.BooleanField(_("mag buiten het netwerk"), default=False, editable=False)
    size = models.PositiveBigIntegerField(_("grootte"), default=0, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="attachments", editable=False
    )
    uploaded_at = models.DateTimeField(_("toegevoegd op"), default=timezone.now, editable=False)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("bijlage")
        verbose_name_plural = _("bijlagen")
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["owner_type", "owner_id"], name="attachment_owner")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(licence=Licence.NETWORK, is_open=True), name="network_file_stays_in_the_network"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def prepare_file(self) -> None:
        """Pictures are made ready here too, and get a small one for on a page; the size is that of what is kept."""
        kept = kept_picture(self.file) if self.is_picture else self.file
        self.file = File(kept, name=safe_name(str(kept.name)))
        self.size = self.file.size
        if self.is_picture:
            self.small = small_picture(kept)

    def is_visible_to(self, viewer: Viewer) -> bool:
        """Through the owner's own queryset, so that a rule which is more than its audience column holds here as well."""
        model: Any = self.owner_type.model_class()
        if not (self.is_open or NETWORK in viewer.tokens):
            return False
        return model is not None and model.objects.visible_to(viewer).filter(pk=self.owner_id).exists()

    @property
    def audience(self) -> str:
        return self.audience_within(self.owner.audience) if self.owner is not None else ""

    def audience_within(self, audience: str) -> str:
        """Who may see it when its owner is for `audience`."""
        return NETWORK if audience == PUBLIC and not self.is_open else audience

    @property
    def may_be_opened(self) -> bool:
        return self.licence != Licence.NETWORK

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def alternative(self) -> str:
        """What somebody hears who does not see the picture."""
        return self.seen or self.title

    @property
    def small_url(self) -> str:
        return f"{self.url}?{SMALL}" if self.small else self.url

    @property
    def kind(self) -> str:
        """The extension, as people read it: "docx"."""
        return extension(str(self.file.name))
