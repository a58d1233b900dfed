"""What a large file or a PDF took for a moment goes back to the machine; the C library keeps it unless it is asked."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
