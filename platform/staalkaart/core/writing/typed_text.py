"""Typed text as what it looks like: paragraphs, and lines that begin with "- " or "1. " as a list. For screens, PDF and Word."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.html import conditional_escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

BULLET = re.compile(r"[ \t]*[-*–•‣◦·▪][ \t]+(?=\S)")
BREAK = mark_safe("<br>")
NUMBER = re.compile(r"[ \t]*([0-9]{1,3})[.)][ \t]+(?=\S)")


@dataclass
class Item:
    """`number` is the one that was typed, None for a bullet; it is never changed."""

    text: str
    number: int | None = None


@dataclass
class Block:
    """A paragraph (`items` is empty; `text` may hold line breaks), or the items of one list."""

    text: str = ""
    items: list[Item] = field(default_factory=list)

    @property
    def is_numbered(self) -> bool:
        return bool(self.items) and self.items[0].number is not None


def blocks_of(text: str) -> list[Block]:
    """Nothing but the marks in front of items goes away; an empty line ends a paragraph or a list."""
    found: list[Block] = []
    is_open = False
    for line in text.split("\n"):
        if not line.strip():
            is_open = False
            continue
        last = found[-1] if found and is_open else None
        item = _item(line)
        if item is None and last and last.items and line[:2].isspace():
            last.items[-1].text += "\n" + line.strip()  # goes on under its own mark
        elif item is None:
            if last and not last.items:
                last.text += "\n" + line
            else:
                found.append(Block(line))
        elif last and last.items and last.is_numbered == (item.number is not None):
            last.items.append(item)
        elif found and not is_open and _goes_on(found[-1], item):
            found[-1].items.append(item)  # a list with empty lines between its items
        else:
            found.append(Block(items=[item]))
        is_open = True
    return found


def is_item(line: str) -> bool:
    """Does this line begin with the mark of a list?"""
    return _item(line) is not None


def _item(line: str) -> Item | None:
    if match := BULLET.match(line):
        return Item(line[match.end() :].rstrip())
    if match := NUMBER.match(line):
        return Item(line[match.end() :].rstrip(), int(match[1]))
    return None


def _goes_on(block: Block, item: Item) -> bool:
    if not block.items or block.is_numbered != (item.number is not None):
        return False
    return item.number is None or item.number == (block.items[-1].number or 0) + 1


def as_html(text: str) -> SafeString:
    """Blocks of HTML, each with the direction of its own first letters; addresses are links that nobody vouches for."""
    return format_html_join("", "{}", ((_html(block),) for block in blocks_of(str(text))))


def _html(block: Block) -> SafeString:
    if not block.items:
        return format_html('<p dir="auto">{}</p>', _lines(block.text))
    if not block.is_numbered:
        items = format_html_join("", '<li dir="auto">{}</li>', ((_lines(item.text),) for item in block.items))
        return format_html("<ul>{}</ul>", items)
    items = format_html_join(
        "", '<li value="{}" dir="auto">{}</li>', ((item.number, _lines(item.text)) for item in block.items)
    )
    return format_html("<ol>{}</ol>", items)


def _lines(text: str) -> SafeString:
    return format_html_join(BREAK, "{}", ((_linked(line),) for line in text.split("\n")))


def _linked(line: str) -> SafeString:
    if "." not in line and "@" not in line:
        return conditional_escape(line)
    return mark_safe(urlize(line, nofollow=True, autoescape=True))  # noqa: S308 - escaped by what makes the links
