"""Cells of a table that a spreadsheet opens: never a formula."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A spreadsheet that opens the file sees text, whatever the text begins with; reading takes the mark away again."""
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def harmed(text: str) -> str:
    """The text as it was before `harmless`."""
    return text[1:] if text.startswith("'") and text[1:2] in {*FORMULA, "'"} else text
