"""Telephone numbers as people in Belgium type them: checked when they are typed, dialable when they are shown."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from staalkaart.core.writing.text import fold

TYPED = re.compile(r"(?:tel(?:efoon)?\.?:?\s*)?[+(]?[0-9][0-9 ./()+-]{5,30}", re.IGNORECASE)
ONLY_HERE = ("0800", "0900", "0902", "0903", "0904", "070", "078")  # not reached from abroad


def check_phone(text: str) -> None:
    """Any way of writing is fine, as long as it can be dialled."""
    digits = re.sub(r"\D", "", fold(text))
    if not TYPED.fullmatch(" ".join(fold(text).split())) or not 8 <= len(digits) <= 15 or digits[0] not in "01234":
        raise ValidationError(_("Schrijf een telefoonnummer, bijvoorbeeld 03 123 45 67."))


def dialable(text: str) -> str:
    """What a phone dials: "+32 (0)3 123 45 67" and "03/123.45.67" → "+3231234567"; short and national numbers stay as they are."""
    found = re.search(r"[+(\d][+\d\s./()-]*", fold(text))
    words = found[0] if found else ""
    abroad = words.lstrip(" (").startswith(("+", "00"))
    digits = re.sub(r"\D", "", words.replace("(0)", "") if abroad else words)
    if abroad:
        digits = digits.removeprefix("00")
        return "+" + (f"32{digits[3:]}" if digits.startswith("320") else digits)
    if digits.startswith("0") and len(digits) in {9, 10} and not digits.startswith(ONLY_HERE):
        return f"+32{digits[1:]}"
    return digits
