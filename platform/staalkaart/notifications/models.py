"""What a member was told, and what they want mailed. Keys and names only, never text of a case."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from staalkaart.core import registry
from staalkaart.core.access import Viewer
from staalkaart.notifications.choices import LINES, Follow, Frequency


class Digest(models.Model):
    """One mail with everything new of one person and period. Its rows are marked in the transaction that makes it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    every = models.CharField(max_length=10, choices=Frequency.choices)
    period = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "every", "period"], name="one_digest_per_period")]
        verbose_name = _("overzicht per mail")
        verbose_name_plural = _("overzichten per mail")

    def __str__(self) -> str:
        return f"{self.get_every_display()} · {self.period}"


class ToldQuerySet(models.QuerySet):
    """Rows about things: a person's notifications, and what they follow."""

    def tellable_to(self, viewer: Viewer) -> Self:
        """Those whose subject this viewer may see now, decided by the database in the same query. Asked at every showing and sending:
        what it is about may have closed since."""
        may = models.Q(about_type=None)
        for model in subjects():
            kind = ContentType.objects.get_for_model(model)
            may |= models.Q(about_type=kind, about_id__in=model._default_manager.visible_to(viewer).values("pk"))
        return self.filter(may)


class NotificationQuerySet(ToldQuerySet):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def for_mail(self) -> Self:
        """Unread, and in no mail yet nor on its way in one."""
        return self.unread().filter(mailed_at=None, mail_key="", digest=None)

    def for_mail_with(self, thing: tuple[int | None, int | None]) -> Self:
        """Unread, about this thing, and in a mail that was not sent yet."""
        return self.unread().filter(mailed_at=None, about_type=thing[0], about_id=thing[1]).exclude(mail_key="")


def subjects() -> list[Any]:
    """The models that notifications are about: everything with an audience of its own, said by the kinds of events."""
    return list(registry.event_subjects.values())


class Notification(models.Model):
    """`mail_key` names the outbox row of the mail that this goes in; with `digest` it says that it is taken care of."""

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
    mail_key = models.CharField(max_length=120, blank=True)
    digest = models.ForeignKey(Digest, null=True, blank=True, on_delete=models.SET_NULL, related_name="rows")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notification_unread"),
            models.Index(fields=["mail_key"], name="notification_mail_key"),
            models.Index(fields=["about_type", "about_id", "user"], name="notification_about"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def event_kind(self) -> Any:
        return registry.event_kinds.get(self.kind)

    @property
    def words(self) -> str:
        """The one line people read; an event of a feature that is gone still reads as something."""
        kind = self.event_kind
        return kind.words(self.data) if kind else _text("Er is iets veranderd.")

    @property
    def subject(self) -> str:
        kind = self.event_kind
        return kind.subject(self.data) if kind and kind.subject else self.words

    @property
    def todo(self) -> str:
        return str(self.event_kind.todo) if self.event_kind else ""

    @property
    def because(self) -> str:
        return str(self.event_kind.because) if self.event_kind else ""

    @property
    def body(self) -> str:
        kind = self.event_kind
        return kind.body(self.about, self.user, self.data) if kind and kind.body else ""

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        kind = self.event_kind
        return kind.changes(self.data) if kind and kind.changes else []


def unread_count(viewer: Viewer) -> int:
    """How many notifications wait for this member, as the list shows them: one query.

    It stands on every page. Putting its SQL together costs twenty times as much as asking it, so that is done once a minute.
    """
    sql, params = _unread_sql(viewer, int(time.time() // 60))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) unread", params)  # noqa: S608  Django's own SQL, values apart
        return cursor.fetchone()[0]


@lru_cache(maxsize=512)
def _unread_sql(viewer: Viewer, _minute: int) -> tuple[str, tuple[Any, ...]]:
    rows = Notification.objects.filter(user=viewer.user_id).unread().tellable_to(viewer)
    return rows.order_by().values("pk").query.sql_with_params()


class Preference(models.Model):
    """What somebody said about one line; no row: its default."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    group = models.CharField(max_length=20, choices=[(line.group, line.words) for line in LINES.values()])
    frequency = models.CharField(max_length=10, choices=Frequency.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="one_preference_per_line")]
        verbose_name = _("mailvoorkeur")
        verbose_name_plural = _("mailvoorkeuren")

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.get_frequency_display()}"


class Following(models.Model):
    """How somebody stands to one thing that people talk about. Hangs on the thing itself: moved or renamed, it stays."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="following")
    about_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    about_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    state = models.CharField(max_length=10, choices=Follow.choices, default=Follow.ALL)
    frequency = models.CharField(max_length=10, choices=Frequency.choices, blank=True)  # "": as the line says
    since = models.DateTimeField(default=timezone.now)

    objects = ToldQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "about_type", "about_id"], name="one_follow_per_thing")]
        indexes = [models.Index(fields=["about_type", "about_id"], name="following_about")]
        verbose_name = _("volgen")
        verbose_name_plural = _("volgen")

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.about}"


class MailPause(models.Model):
    """Somebody is away until this date: only what cannot wait is mailed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_pause")
    until = models.DateField(_("tot en met"))

    class Meta:
        verbose_name = _("mailpauze")
        verbose_name_plural = _("mailpauzes")

    def __str__(self) -> str:
        return str(self.until)
