"""What makes a password easy to guess, checked without a network, with the reason in words. zxcvbn judges the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from staalkaart.core.writing.text import fold
from staalkaart.members.demo_accounts import DEMO_PASSWORD

LEAST_SCORE = 3  # of zxcvbn: 10^8 guesses at least
LEFT = 7  # letters that must remain once what is easy to guess is taken away
MOST = 72  # longer is judged by its first part: the judge is slow on very long ones
SITE_WORDS = (
    "staalkaart", "buddyproject", "buddy", "netwerk", "welkom", "wachtwoord", "paswoord", "password", "geheim", "vlaanderen", "belgie",
    "zomer", "winter", "lente", "herfst", "maandag", "vrijdag", "hallo", "inloggen", "vrijwilliger", "intervisie", "praktijk", "project",
)  # fmt: skip
ROWS = (
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
)
YEAR = re.compile(r"(?:19|20)\d\d")


def plain(text: str) -> str:
    return fold(text).casefold()


def own_words(user: Any) -> list[str]:
    """Parts of the name and of the address, and the names of the projects, that are long enough to count."""
    texts = [getattr(user, "name", "") or "", getattr(user, "email", "") or ""]
    if user is not None and getattr(user, "pk", None):
        texts += user.memberships.current().exclude(project=None).values_list("project__name", flat=True)
    return [word for text in texts for word in re.split(r"[\W_]+", plain(text)) if len(word) > 3]


def without(text: str, words: Iterable[str]) -> str:
    for word in sorted(set(words), key=len, reverse=True):
        text = text.replace(word, "")
    return text


def without_rows(text: str) -> str:
    """Without what lies side by side on a keyboard or in the alphabet, four or more."""
    for row in [*ROWS, *(row[::-1] for row in ROWS)]:
        for size in range(len(row), 3, -1):
            text = without(text, (row[at : at + size] for at in range(len(row) - size + 1)))
    return text


def reason_against(password: str, user: Any = None) -> str:
    """Why it is too easy, in one sentence; "" when it is fine. Length is not asked here."""
    text, own = plain(password[:MOST]), own_words(user)
    if re.fullmatch(r"(.{1,8}?)\1+.{0,3}", text) or len(set(text)) < 4:
        return _("Dit wachtwoord herhaalt steeds hetzelfde.")
    if len(re.sub(r"[\W\d_]", "", YEAR.sub("", text))) < 4:
        return _("Een jaartal of cijfers alleen zijn snel geraden. Zet er woorden bij.")
    if len(without_rows(text)) < LEFT:
        return _("Dit zijn toetsen die naast elkaar liggen, of letters op een rij.")
    if len(YEAR.sub("", without(text, own))) < LEFT:
        return _("Dit is vooral je naam, je adres of je project. Dat probeert men eerst.")
    if len(YEAR.sub("", without(text, SITE_WORDS))) < LEFT:
        return _("Dit zijn woorden van deze site, of woorden die iedereen kiest.")
    if zxcvbn(password[:MOST], user_inputs=[*own, *SITE_WORDS])["score"] < LEAST_SCORE:
        return _("Dit wachtwoord is snel geraden.")
    return ""


class NotEasyToGuess:
    """A password validator."""

    def validate(self, password: str, user: Any = None) -> None:
        if settings.DEMO_ALLOWED and password == DEMO_PASSWORD:
            return
        if reason := reason_against(password, user):
            raise ValidationError(f"{reason} {self.get_help_text()}", code="password_easy")

    def get_help_text(self) -> str:
        return _("Vier gewone woorden na elkaar zijn sterk en goed te onthouden.")
