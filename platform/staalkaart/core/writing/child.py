"""The program of the bounded child process: reads one document from its input, answers in JSON, and can do nothing else.

    python child.py READER LANGUAGE     READER is `word`, `sheets` or `csv`

At most 300 MB of memory and twenty seconds of work; nothing is written, no network. It knows no settings, no database and no secrets.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

MEMORY = 300 * 1024 * 1024
SECONDS = 20
MOST_ANSWER = 16_000_000  # letters
REFUSED, TOO_MUCH = 3, 4  # exit codes
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
CLOSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.dlopen", "urllib.")
PLATFORM = Path(__file__).resolve().parents[3]


def shut_in() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(15)
    ctypes.CDLL(None).unshare(
        NEW_USER | NEW_NETWORK
    )  # where the system allows it: a network of its own, with nothing in it
    sys.addaudithook(_refuse)


def _refuse(event: str, _args: Any) -> None:
    if event.startswith(CLOSED):
        raise PermissionError(event)


def words_in(language: str) -> None:
    from django.apps import apps
    from django.conf import settings
    from django.utils import translation

    settings.configure(USE_I18N=True, LANGUAGE_CODE=language, LOCALE_PATHS=[str(PLATFORM.parent / "locale")])
    apps.populate([])
    translation.activate(language)


def read(reader: str, data: bytes) -> Any:
    if reader == "word":
        from staalkaart.core.writing.word_reader import Paragraph, read_word_here

        text = read_word_here(data)
        blocks = [["p" if isinstance(block, Paragraph) else "t", asdict(block)] for block in text.blocks]
        return {"blocks": blocks, "left_out": text.left_out}
    from staalkaart.core.writing.sheet_reader import read_csv, read_sheets

    return read_csv(data) if reader == "csv" else read_sheets(data)


def main() -> int:
    reader, language = sys.argv[1:3]
    sys.path.insert(0, str(PLATFORM))
    shut_in()
    words_in(language)
    from staalkaart.core.writing.sheet_reader import TooMuch
    from staalkaart.core.writing.word_parts import NotWord

    try:
        answer = json.dumps(read(reader, sys.stdin.buffer.read()))
    except (NotWord, TooMuch) as refused:
        sys.stdout.write(json.dumps(str(refused)))
        return REFUSED
    except (MemoryError, RecursionError):
        return TOO_MUCH
    if len(answer) > MOST_ANSWER:
        return TOO_MUCH
    sys.stdout.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
