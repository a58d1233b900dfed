"""Mail leaves through the outbox: queued in the transaction of its cause, made and checked again when it is sent.

A feature registers a kind in `registry.mail_kinds`; the payload holds keys only, never words, so nothing lies around in the
queue that the reader may no longer see by the time it is sent.
"""

from __future__ import annotations

import re
import secrets
import smtplib
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.header import Header
from email.message import Message
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation

from staalkaart.core import registry
from staalkaart.core.delivery import outbox
from staalkaart.core.models import OutboxRow

TOPIC = "mail"
KEPT_OPEN = 20  # seconds that a connection is used again
# Other programs see by these that no person wrote it, and send no "I am on holiday" back
BY_A_MACHINE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


@dataclass(frozen=True)
class Mail:
    """`template` names `mail/<template>.html`; its block `subject` is the subject, and the text is made from the rest.

    `thread` is the same for all mails about one thing, so that mail programs put them together. `sent` is called once the mail
    server took it, and not before: a mail that failed is still to be sent. `files` are (name, content, media type) of what goes along.
    """

    to: str
    template: str
    context: Mapping[str, Any]
    language: str = "nl"
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: Callable[[], object] | None = None
    files: Sequence[tuple[str, bytes, str]] = ()
    thread: str = ""


class Refused(Exception):
    """The mail server will never take this one."""

    is_final = True


def post(kind: str, *, rank: int = OutboxRow.Rank.USUAL, **payload: Any) -> None:
    """Queue one mail, in the caller's transaction."""
    outbox.enqueue(TOPIC, [f"{kind}:{secrets.token_hex(8)}"], {"kind": kind, **payload}, rank=rank)


def send_rows(rows: list[OutboxRow]) -> None:
    """Outbox handler. The Message-ID follows from the row, so a mail that is sent twice after a crash is one mail.

    The row is marked *sending* before the server is asked: only who was killed between that and the answer sends again.
    """
    for row in rows:
        mail = registry.mail_kinds[row.payload["kind"]](row.payload)
        if mail is None:
            continue
        message = as_message(mail, message_id=row.key)
        outbox.renew(row, sending=True)
        _hand_over(message)
        if mail.sent is not None:
            outbox.persist(mail.sent)


class OurMessage(EmailMultiAlternatives):
    """Django folds a long subject as if its name took no room, and the mail program then shows a space before it."""

    def message(self, *args: Any, **kwargs: Any) -> Any:
        made = super().message(*args, **kwargs)  # refuses a subject of several lines
        del made["Subject"]
        Message.__setitem__(made, "Subject", Header(str(self.subject), "utf-8", header_name="Subject").encode())
        return made


def host() -> str:
    return settings.SITE_URL.split("//")[-1].split(":")[0]


def as_message(mail: Mail, *, message_id: str) -> EmailMultiAlternatives:
    """In the reader's language, as HTML and as text."""
    with translation.override(mail.language):
        page = render_to_string(f"mail/{mail.template}.html", {"site": settings.SITE_URL, **mail.context})
    subject, text = subject_and_text(page)
    headers = {"Message-ID": f"<{message_id.replace(':', '.')}@{host()}>", **BY_A_MACHINE}
    if mail.thread:
        headers["References"] = headers["In-Reply-To"] = f"<{mail.thread.replace(':', '.')}@{host()}>"
    message = OurMessage(subject, text, to=[mail.to], headers=headers | dict(mail.headers))
    message.attach_alternative(_inliner().inline(page), "text/html")
    for name, content, sort in mail.files:
        message.attach(name, content, sort)
    return message


@cache
def _inliner() -> Any:
    """Mail programs read styles on the elements only. Nothing is fetched."""
    from css_inline import CSSInliner  # read where a mail is made

    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


def subject_and_text(page: str) -> tuple[str, str]:
    """The title of a mail, and its body as plain text in which an address stands after its words."""
    from inscriptis import Inscriptis
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.model.config import ParserConfig
    from lxml import html

    tree = html.document_fromstring(page)
    subject = " ".join((tree.findtext(".//title") or "").split())
    for link in tree.iter("a"):
        words, address = " ".join(link.text_content().split()), link.get("href", "")
        for child in list(link):
            link.remove(child)
        between = " " if words.endswith((".", "!", "?")) else ": "
        link.text = address if words == address else f"{words}{between}{address}"
    text = Inscriptis(tree.find("body"), ParserConfig(css=CSS_PROFILES["strict"], display_links=False)).get_text()
    lines = [line.rstrip() for line in text.splitlines()]
    return subject, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


# --- the server ------------------------------------------------------------------------------------------------------
_lane = threading.local()


def _hand_over(message: EmailMultiAlternatives) -> None:
    """Over a connection that stays open for the next one. Raises Away or Refused where that is what it is."""
    connection = _connection()
    message.connection = connection
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError) as error:
        hang_up()
        if _codes(error) and all(500 <= code < 600 for code in _codes(error)):
            raise Refused from error
        raise
    except OSError as error:  # no connection, no answer in time, a server that refuses everybody
        hang_up()
        raise outbox.Away from error
    _lane.used = time.monotonic()


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _words in error.recipients.values()]
    return [getattr(error, "smtp_code", 550)]


def _connection() -> Any:
    connection = getattr(_lane, "connection", None)
    if connection is not None and time.monotonic() - _lane.used < KEPT_OPEN:
        return connection
    hang_up()
    connection = get_connection()
    if isinstance(connection, SmtpBackend):
        try:
            connection.open()
        except OSError as error:
            raise outbox.Away from error
        _lane.connection, _lane.used = connection, time.monotonic()
    return connection


def hang_up() -> None:
    """Close the connection of this thread, if there is one."""
    connection, _lane.connection = getattr(_lane, "connection", None), None
    if connection is not None:
        with suppress(OSError):  # whoever does not answer, does not answer a goodbye
            connection.close()


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
