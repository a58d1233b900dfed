"""What members do with what they read, whatever it is: talk about it, keep it, ask whether it is still true."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staalkaart.learning.markup import rendered

COMMENT_MAX = 4000


class AboutQuerySet(models.QuerySet):
    def about(self, obj: Any) -> Self:
        return self.filter(about_type=ContentType.objects.get_for_model(obj), about_id=obj.pk)


class About(models.Model):
    """Hangs on any object, and is seen by whoever sees that: it is only ever reached through it."""

    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id")

    objects = AboutQuerySet.as_manager()

    class Meta:
        abstract = True


class Comment(About):
    """Said by a member, for members. The text that people read is rendered when it is written."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="comments")
    text = models.TextField(_("reactie"), max_length=COMMENT_MAX)
    html = models.TextField(editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["about_type", "about_id"], name="comment_about")]
        verbose_name = _("reactie")
        verbose_name_plural = _("reacties")

    def __str__(self) -> str:
        return self.text[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.html = rendered(self.text)
        super().save(*args, **kwargs)


class Bookmark(About):
    """Kept by one person to find back; `for_day` offers it for the programme of a network day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks")
    for_day = models.BooleanField(_("voor een netwerkdag"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "about_type", "about_id"], name="bookmark_once")]
        indexes = [models.Index(fields=["about_type", "about_id"], name="bookmark_about")]
        verbose_name = _("bladwijzer")
        verbose_name_plural = _("bladwijzers")

    def __str__(self) -> str:
        return f"{self.user}: {self.about_type_id}.{self.about_id}"


class Remark(About):
    """ "Klopt dit niet?": a question about something that was published, until somebody answered it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="remarks")
    text = models.TextField(_("wat klopt er niet?"), max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["about_type", "about_id"], name="remark_about")]
        verbose_name = _("vraag of iets klopt")
        verbose_name_plural = _("vragen of iets klopt")

    def __str__(self) -> str:
        return self.text[:60]
