"""Documents of people are read in a child process with bounds, few at a time: a hostile one costs itself, and not the site."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from staalkaart.core.web.limits import TooOften
from staalkaart.core.writing.child import REFUSED

CHILD = Path(__file__).with_name("child.py")
SECONDS = 20
SLOTS = max(1, (os.cpu_count() or 2) // 2)  # at a time on this machine: half of its processors are for pages
PATIENCE = 3.0  # seconds that the next one waits
# Addresses that read a document first, which takes seconds, and write one row at the end: outside the queue, no transaction around it
READS_FIRST = re.compile(r"/(?:praktijken/invoer|beheer/nazicht/uit-word/\d+)/")
_here = threading.BoundedSemaphore(2)
logger = logging.getLogger(__name__)


class Refused(Exception):
    """It cannot be read, or it asks too much; the message says why and what to do."""


def read(reader: str, data: bytes) -> Any:
    """What the child made of it. Raises Refused, and TooOften when others are being read."""
    command = [sys.executable, "-I", str(CHILD), reader, translation.get_language() or "nl"]
    with _thread(), _slot(), subprocess.Popen(  # noqa: S603  our own program, and one of two words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env={}, start_new_session=True
    ) as child:  # fmt: skip
        try:
            answer, _nothing = child.communicate(data, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            logger.warning("a document took too long", extra={"reader": reader, "bytes": len(data)})
            raise Refused(too_much()) from None
    if child.returncode == REFUSED:
        raise Refused(json.loads(answer))
    if child.returncode:
        logger.warning(
            "a document was too much", extra={"reader": reader, "bytes": len(data), "code": child.returncode}
        )
        raise Refused(too_much())
    return json.loads(answer)


def too_much() -> str:
    return _(
        "Dit bestand vraagt te veel om te lezen: het pakt uit tot iets veel te groots, of het is beschadigd. Kopieer de tekst naar een "
        "nieuw document, bewaar dat en probeer opnieuw."
    )


@contextmanager
def _thread() -> Iterator[None]:
    """Of this process's threads two at most read a document or wait to; the others are for pages."""
    if not _here.acquire(blocking=False):
        raise TooOften(SECONDS)
    try:
        yield
    finally:
        _here.release()


@contextmanager
def _slot() -> Iterator[None]:
    """One of the places in which a document is read on this machine. Waiting long would keep the site's own places."""
    until = time.monotonic() + PATIENCE
    settings.VAR.mkdir(parents=True, exist_ok=True)
    while True:
        for number in range(SLOTS):
            handle = (settings.VAR / f"reading-{number}.lock").open("w")
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                handle.close()
                continue
            with handle:
                yield
            return
        if time.monotonic() > until:
            raise TooOften(SECONDS)
        time.sleep(0.1)
