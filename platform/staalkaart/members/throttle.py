"""Guessing passwords: a delay that grows per account and address, so that nobody locks a room, or somebody else, out."""

from __future__ import annotations

from django.core.cache import cache

from staalkaart.core.web import limits
from staalkaart.core.web.limits import HOUR, Window

PAIR, SPRAY, ACCOUNT = "login", "login-address", "login-account"
KNOWN_FOR = 30 * limits.DAY


def _known(account: str, address: str) -> str:
    return limits.key_of("login-known", f"{account} {address}")


def check(account: str, address: str) -> None:
    """Before a password is looked at. Raises TooOften."""
    limits.check_delay(PAIR, f"{account} {address}")
    limits.check_delay(SPRAY, address)
    if not cache.get(_known(account, address)):  # an address from which it went well before is not kept out by others
        limits.check_delay(ACCOUNT, account)


def failed(account: str, address: str) -> None:
    limits.note_failure(PAIR, f"{account} {address}")
    for name, who, most in ((SPRAY, address, 300), (ACCOUNT, account, 50)):
        try:
            limits.spend(name, who, Window(most, HOUR))
        except limits.TooOften:
            limits.hold(name, who, 10 * 60)


def passed(account: str, address: str) -> None:
    limits.forget_failures(PAIR, f"{account} {address}")
    cache.set(_known(account, address), True, KNOWN_FOR)
