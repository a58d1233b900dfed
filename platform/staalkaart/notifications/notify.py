"""From an event to rows and mail. Bundling, preferences and the digest come later; what is mailed now is what cannot wait."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType

from staalkaart.core import registry
from staalkaart.core.delivery.events import Event
from staalkaart.core.delivery.mail import Mail, post
from staalkaart.notifications.models import Notification


def receive(event: Event) -> None:
    """One row per reader, and a mail in the outbox where the kind says so; in the transaction of the event."""
    about = ContentType.objects.get_for_model(event.about) if event.about is not None else None
    rows = [
        Notification(
            user_id=user,
            kind=event.kind,
            url=event.url,
            data=dict(event.data),
            by_id=event.by.pk if event.by is not None else None,
            about_type=about,
            about_id=event.about.pk if event.about is not None else None,
        )
        for user in event.to
    ]
    made = Notification.objects.bulk_create(rows)
    if registry.event_kinds[event.kind].mail:
        for row in made:
            post("notification", pk=row.pk)


def notification_mail(payload: dict) -> Mail | None:
    """None when it was read or mailed meanwhile, or when its reader is gone or may not see it any more."""
    row = Notification.objects.select_related("user").filter(pk=payload["pk"], mailed_at=None).first()
    if row is None or row.read_at or not row.user.is_active or not row.may_be_told(row.user.as_viewer()):
        return None
    context = {"notification": row, "name": row.user.name, "mutable": registry.event_kinds[row.kind].mutable}
    return Mail(row.user.email, "notification", context, row.user.language, sent=row.note_mailed)
