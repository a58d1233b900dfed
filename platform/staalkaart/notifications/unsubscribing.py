"""Off in one tap, from the mail: a signed address per person and line. Looking at it changes nothing; posting to it does."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from staalkaart.members.models import User
from staalkaart.notifications.choices import LINES
from staalkaart.notifications.models import Notification
from staalkaart.notifications.wishes import OVERVIEWS

SALT = "staalkaart.unsubscribe"
DIGEST = OVERVIEWS


@dataclass(frozen=True)
class Ticket:
    user: User
    group: str


def token_for(user: int, group: str) -> str:
    return signing.dumps([user, group], salt=SALT, compress=True)


def read_token(token: str) -> Ticket | None:
    """None for what we did not sign, a line that is gone, somebody who is gone."""
    try:
        user, group = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = User.objects.filter(pk=user, is_active=True).first()
    return Ticket(found, group) if found is not None and (group in LINES or group == DIGEST) else None


def url_for(user: int, group: str) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("notifications:unsubscribe", args=[token_for(user, group)])


def unsubscribe_url(row: Notification) -> str:
    """ "" for what always comes."""
    return url_for(row.user_id, row.event_kind.group) if row.event_kind.mutable else ""


def headers_for(url: str) -> dict[str, str]:
    """RFC 2369 and RFC 8058: the mail program's own button posts there."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url else {}


def list_headers(row: Notification) -> dict[str, str]:
    return headers_for(unsubscribe_url(row))
