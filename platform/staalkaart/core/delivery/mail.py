"""Mail leaves through the outbox: queued in the transaction of its cause, made and checked again when it is sent.

A feature registers a kind in `registry.mail_kinds`; the payload holds keys only, never words, so nothing lies around in the
queue that the reader may no longer see by the time it is sent.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation

from staalkaart.core import registry
from staalkaart.core.delivery.outbox import enqueue
from staalkaart.core.models import OutboxRow

TOPIC = "mail"


@dataclass(frozen=True)
class Mail:
    """`template` names `mail/<template>.txt` (first line: the subject) and `mail/<template>.html`.

    `sent` is called once the mail server took it, and not before: a mail that failed is still to be sent. `files` are
    (name, content, media type) of what goes along.
    """

    to: str
    template: str
    context: Mapping[str, Any]
    language: str = "nl"
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: Callable[[], object] | None = None
    files: Sequence[tuple[str, bytes, str]] = ()


def post(kind: str, **payload: Any) -> None:
    """Queue one mail, in the caller's transaction."""
    enqueue(TOPIC, [f"{kind}:{secrets.token_hex(8)}"], {"kind": kind, **payload})


def send_rows(rows: list[OutboxRow]) -> None:
    """Outbox handler. The Message-ID follows from the row, so a mail that is sent twice after a crash is one mail."""
    for row in rows:
        mail = registry.mail_kinds[row.payload["kind"]](row.payload)
        if mail is not None:
            send(mail, message_id=row.key)
            if mail.sent is not None:
                mail.sent()


def send(mail: Mail, *, message_id: str) -> None:
    with translation.override(mail.language):
        context = {"site": settings.SITE_URL, **mail.context}
        subject, _newline, text = render_to_string(f"mail/{mail.template}.txt", context).strip().partition("\n")
        html = render_to_string(f"mail/{mail.template}.html", {**context, "subject": subject})
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    headers = {"Message-ID": f"<{message_id.replace(':', '.')}@{host}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        " ".join(subject.split()), text.strip() + "\n", to=[mail.to], headers=headers | dict(mail.headers)
    )
    message.attach_alternative(html, "text/html")
    for name, content, sort in mail.files:
        message.attach(name, content, sort)
    message.send()


class ShownMail(FileBackend):
    """Development: every mail is a file of its own in EMAIL_FILE_PATH, and the terminal says so and shows its text."""

    _fname: str | None

    def _get_filename(self) -> str:
        # Django's name is the second and the address of this object: two mails of one second could share a file
        if self._fname is None:
            self._fname = str(Path(self.file_path) / f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}.log")
        return self._fname

    def send_messages(self, email_messages):
        for message in email_messages:
            print(f"\nmail aan {', '.join(message.to)}: {message.subject}\n{message.body}", flush=True)  # noqa: T201  a person reads it
        return super().send_messages(email_messages)
