"""Every sentence of the libraries that an account screen, an error or a mail can show, read from their own source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import allauth
import django
from babel.messages.extract import extract
from django.utils.translation.template import templatize

CALLS: dict = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
ALLAUTH, DJANGO = Path(allauth.__file__).parent, Path(django.__file__).parent
SOURCES = [
    *((ALLAUTH / name) for name in ("account", "core", "mfa", "usersessions", "decorators.py", "utils.py")),
    *((ALLAUTH / "templates" / name) for name in ("account", "mfa", "usersessions", "allauth")),
    *((DJANGO / "contrib/auth" / f"{name}.py") for name in ("password_validation", "forms", "validators", "base_user")),
    *((DJANGO / name) for name in ("core/validators.py", "forms", "db/models/fields", "db/models/base.py")),
]
# What a field is called in the documentation of a database
FIELD_TYPE = re.compile(r'description = _\(\s*"([^"]+)"')
Words = str | tuple[str, str]


@cache
def library_words() -> dict[Words, str]:
    """Each msgid (a pair for a plural) → the file where it stands."""
    found: dict[Words, str] = {}
    for source in SOURCES:
        for path in [source] if source.is_file() else sorted(source.rglob("*.*")):
            for words in _of_file(path):
                found.setdefault(words, path.name)
    return found


def _of_file(path: Path) -> Iterator[Words]:
    if path.suffix not in {".py", ".html", ".txt"}:
        return
    text = path.read_text()
    types = set(FIELD_TYPE.findall(text)) if path.suffix == ".py" else set()
    # what a template becomes is no program: without its indents a reader of programs takes it
    code = text if path.suffix == ".py" else "\n".join(line.strip() for line in templatize(text).splitlines())
    for _line, words, _comments, _context in extract("python", BytesIO(code.encode()), keywords=CALLS):
        if words not in types:
            yield words if isinstance(words, str) else (words[0], words[1])
