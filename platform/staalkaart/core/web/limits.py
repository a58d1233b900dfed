"""How often something may be done. Counted in the shared cache; who goes over it is told how long to wait, and keeps what was typed."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

NUMBERS = {
    1: gettext_lazy("één"), 2: gettext_lazy("twee"), 3: gettext_lazy("drie"), 4: gettext_lazy("vier"), 5: gettext_lazy("vijf"),
    6: gettext_lazy("zes"), 7: gettext_lazy("zeven"), 8: gettext_lazy("acht"), 9: gettext_lazy("negen"), 10: gettext_lazy("tien"),
}  # fmt: skip


class TooOften(Exception):
    """Not now; after `seconds` it can be done again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = max(1, round(seconds))


@dataclass(frozen=True)
class Window:
    """At most `most` times in `seconds`."""

    most: int
    seconds: int


HOUR, DAY = 3600, 86_400


def key_of(name: str, who: Any) -> str:
    return f"limit:{name}:{hashlib.sha256(str(who).encode()).hexdigest()[:24]}"


def spend(name: str, who: Any, *windows: Window) -> None:
    """Count one more for `who`. Raises TooOften, and counts nothing, when one of the windows is full."""
    if not settings.LIMIT_FACTOR:
        return
    now, counts = time.time(), []
    for window in windows:
        start = int(now // window.seconds)
        key = f"{key_of(name, who)}:{window.seconds}:{start}"
        if cache.get(key, 0) + 1 > window.most * settings.LIMIT_FACTOR:
            raise TooOften((start + 1) * window.seconds - now)
        counts.append((key, window.seconds))
    for key, seconds in counts:
        if not cache.add(key, 1, seconds):
            cache.incr(key)


# --- growing delay ---------------------------------------------------------------------------------------------------
FREE, FIRST, LONGEST = 5, 60, 3600  # tries without a delay; seconds after the next; at most


def check_delay(name: str, who: Any) -> None:
    """Raises TooOften while a delay runs."""
    _count, until = cache.get(key_of(name, who), (0, 0.0))
    if until > time.time():
        raise TooOften(until - time.time())


def note_failure(name: str, who: Any) -> None:
    """After five in a day each failure doubles the delay, up to an hour."""
    count, _until = cache.get(key_of(name, who), (0, 0.0))
    count += 1
    delay = min(FIRST * 2 ** min(count - FREE, 10), LONGEST) if count >= FREE else 0
    cache.set(key_of(name, who), (count, time.time() + delay), DAY)


def hold(name: str, who: Any, seconds: int) -> None:
    """A delay of this many seconds from now."""
    cache.set(key_of(name, who), (0, time.time() + seconds), seconds)


def forget_failures(name: str, who: Any) -> None:
    cache.delete(key_of(name, who))


# --- in words --------------------------------------------------------------------------------------------------------
def spoken_wait(seconds: int) -> str:
    """ "twee minuten", "een uur": rounded up, so that who waits that long is let in."""
    if seconds > HOUR - 60:
        hours = -(-seconds // HOUR)
        return _("een uur") if hours == 1 else _("%(n)s uur") % {"n": NUMBERS.get(hours, hours)}
    minutes = max(1, -(-seconds // 60))
    return ngettext("%(n)s minuut", "%(n)s minuten", minutes) % {"n": NUMBERS.get(minutes, minutes)}
