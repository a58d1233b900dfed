"""Files that ask far more than they weigh: what `make hostile` sends."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable


def word(body: bytes) -> bytes:
    from docx import Document

    plain, out = io.BytesIO(), io.BytesIO()
    Document().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            raw = old.read(name)
            new.writestr(name, raw.replace(b"<w:body>", b"<w:body>" + body) if name == "word/document.xml" else raw)
    return out.getvalue()


def workbook(rows: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(rows):
        sheet.append(["x" * 40] * 80)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HOSTILE: dict[str, Callable[[], tuple[bytes, str]]] = {
    "3.4 million empty paragraphs": lambda: (word(b"<w:p/>" * 3_400_000), "praktijken.docx"),
    "160,000 paragraphs": lambda: (word(b"<w:p><w:r/></w:p>" * 160_000), "praktijken.docx"),
    "200,000 levels deep": lambda: (word(b"<w:p>" * 200_000), "praktijken.docx"),
    "a word of 29 MB": lambda: (word(b"<w:p><w:r><w:t>" + b"x" * 29_000_000 + b"</w:t></w:r></w:p>"), "praktijken.docx"),
    "800,000 cells": lambda: (workbook(10_000), "praktijken.xlsx"),
    "3 MB of semicolons": lambda: (b"Titel\n" + b";" * 3_000_000, "praktijken.csv"),
    "5 MB of semicolons": lambda: (b"Titel\n" + b";" * 5_000_000, "praktijken.csv"),
}  # fmt: skip
