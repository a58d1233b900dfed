"""What the check finds and may stay: the published contact of one's own project, and what the writer waved away for that sentence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from staalkaart.core.access import NETWORK, PUBLIC
from staalkaart.core.access.viewer import asking
from staalkaart.core.writing.phones import dialable
from staalkaart.members.models import NetworkPart, Referral, WavedWarning
from staalkaart.members.recognise.check import Finding, Sort

KEPT = timedelta(days=365)


# --- the own project's contact ---------------------------------------------------------------------------------------
def not_published(findings: Iterable[Finding]) -> list[Finding]:
    """Without a number or address with which the writer's own project is reached already. Costs nothing when nothing was found."""
    rows = list(findings)
    if not any(row.sort in (Sort.PHONE, Sort.MAIL) for row in rows):
        return rows
    published = published_contacts()
    return [row for row in rows if row.sort not in (Sort.PHONE, Sort.MAIL) or plain_contact(row) not in published]


def plain_contact(finding: Finding) -> str:
    return dialable(finding.words) if finding.sort == Sort.PHONE else "".join(finding.words.lower().split())


def published_contacts() -> set[str]:
    """Of the projects this person works on, as far as their page shows them to the network."""
    numbers, shown = asking.get().within("project"), (PUBLIC, NETWORK)
    found: set[str] = set()
    for model, phone, mail in ((NetworkPart, "contact_phone", "contact_mail"), (Referral, "phone", "mail")):
        rows = model.objects.filter(project__in=numbers, project__audience__in=shown, audience__in=shown)
        for number, address in rows.values_list(phone, mail):
            found |= {dialable(number), address.lower()}
    return found - {""}


# --- waved away ------------------------------------------------------------------------------------------------------
def digest_of(finding: Finding) -> str:
    """Of the sentence and the words in it: the same words elsewhere are a new question."""
    sentence = " ".join(re.split(r"\s+", finding.sentence.strip().casefold()))
    return hashlib.sha256(f"{finding.sort}\n{finding.words.casefold()}\n{sentence}".encode()).hexdigest()[:32]


def not_waved(findings: Iterable[Finding]) -> list[Finding]:
    """Without the warnings that this writer waved away. Costs nothing when nothing was found."""
    rows, user = list(findings), asking.get().user_id
    digests = {digest_of(row) for row in rows if not row.blocks} if user else set()
    if not digests:
        return rows
    known = set(WavedWarning.objects.filter(user=user, digest__in=digests).values_list("digest", flat=True))
    return [row for row in rows if row.blocks or digest_of(row) not in known]


def wave_away(findings: Iterable[Finding]) -> None:
    wave_digests(digest_of(row) for row in findings if not row.blocks)


def wave_digests(digests: Iterable[str]) -> None:
    user = asking.get().user_id
    if rows := [WavedWarning(user_id=user, digest=digest) for digest in set(digests) if user]:
        WavedWarning.objects.bulk_create(rows, ignore_conflicts=True)


def purge(now: datetime) -> int:
    return WavedWarning.objects.filter(at__lt=now - KEPT).delete()[0]
