"""However a number is typed, a phone can dial it."""

import pytest
from django.core.exceptions import ValidationError

from staalkaart.core.writing.phones import check_phone, dialable


@pytest.mark.parametrize("typed", [
    "+32 (0)3 123 45 67", "03/123.45.67", "03/123 45 67", "03\u00a0123\u00a045\u00a067", "0032 3 123 45 67", "+32 3 1234567",
    "(03) 123 45 67", "03-123-45-67", "tel. 03 123 45 67", "+32(0)3/123.45.67", "03\u2011123\u201145\u201167", "+32 03 123 45 67",
])  # fmt: skip
def test_a_land_line(typed):
    check_phone(typed)
    assert dialable(typed) == "+3231234567"


@pytest.mark.parametrize(("typed", "dialled"), [
    ("0470\u201112\u201134\u201156", "+32470123456"), ("0470 12 34 56", "+32470123456"), ("+31 20 123 4567", "+31201234567"),
    ("112", "112"), ("1712", "1712"), ("0800 123 45", "080012345"), ("078 15 00 20", "078150020"),
])  # fmt: skip
def test_other_numbers(typed, dialled):
    assert dialable(typed) == dialled


@pytest.mark.parametrize("typed", ["geen", "03 12", "03 123 45 67 89 01 23 45", "bel Jan", "<script>", "999999999"])
def test_what_nobody_can_dial_is_refused(typed):
    with pytest.raises(ValidationError):
        check_phone(typed)
