"""The parts of a .docx: its archive, what is no such file by its true name, and what its styles and lists mean."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Any

from django.utils.translation import gettext as _

MAX_UNPACKED = 60 * 1024 * 1024
MAX_PART = 30 * 1024 * 1024  # of what holds words; pictures are never unpacked
MAX_NODES = 500_000  # signs that open or close something: a book of 300 pages has 200,000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# The strict dialect has other names for the same things
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip
THROUGH = {W + name for name in (
    "ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo", "ruby", "rubyBase",
    "subDoc", "conflictIns",
)} | {MC + "AlternateContent", MC + "Choice"}  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotWord(Exception):
    """Not a document that can be read; the message says why and what to do."""


class Parts:
    """The XML parts of a document, by what they are."""

    def __init__(self, data: bytes) -> None:
        refuse_others(data)
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
            names = set(self.archive.namelist())
            if sum(part.file_size for part in self.archive.infolist()) > MAX_UNPACKED:
                raise NotWord(_("Dit bestand pakt uit tot iets veel te groots."))
            self.main = self._main(names)
            self.document = self.tree(self.main)
            self.relations = self._relations(self.main)
        except NotWord:
            raise
        except Exception as error:  # a damaged or hostile archive raises a dozen kinds, from zlib to lxml
            raise NotWord(broken()) from error

    def _main(self, names: set[str]) -> str:
        found = [target for kind, target in self._relations("").values() if kind == "officeDocument"]
        name = found[0] if found else "word/document.xml"
        if name not in names:
            raise NotWord(broken())
        return name

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """{id: (sort, target)} of one part."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self.archive.namelist():
            return {}
        return {
            row.get("Id"): (row.get("Type", "").rsplit("/", 1)[-1],
                            posixpath.normpath(posixpath.join("" if row.get("Target", "").startswith("/") else folder,
                                                              row.get("Target", "").lstrip("/"))))
            for row in self.tree(path)
        }  # fmt: skip

    def tree(self, name: str) -> Any:
        from lxml import etree  # comes with the library for Word; an import of its own for something done seldom

        if self.archive.getinfo(name).file_size > MAX_PART:
            raise NotWord(_("Dit bestand pakt uit tot iets veel te groots."))
        raw = self.archive.read(name)
        if raw.count(b"<") > MAX_NODES:
            raise NotWord(_("Dit document heeft te veel alinea's en cellen. Deel het op in stukken."))
        for strict, usual in STRICT:
            raw = raw.replace(strict, usual)
        if b"<!DOCTYPE" in raw[:2000]:
            raise NotWord(broken())
        return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))

    def related(self, kind: str) -> list[Any]:
        return [self.tree(target) for sort, target in self.relations.values()
                if sort == kind and target in self.archive.namelist()]  # fmt: skip


def broken() -> str:
    return _("Dit is geen Word-bestand (.docx) dat we kunnen lezen. Bewaar het in Word als .docx en probeer opnieuw.")


def instead() -> dict[str, str]:
    """What people send instead of a .docx, by its extension: its true name, and the way out."""
    return {
        "doc": _("Dit is een oud Word-bestand (.doc). Open het in Word en bewaar het als .docx."),
        "rtf": _("Dit is een RTF-bestand. Open het in Word en bewaar het als .docx."),
        "odt": _("Dit is een bestand van LibreOffice (.odt). Bewaar het als .docx."),
        "pdf": _("Dit is een pdf. Stuur het Word-bestand zelf (.docx)."),
    }


def is_locked(data: bytes) -> bool:
    """An Office file with a password is an old container around the real one."""
    return data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data


def locked_words() -> str:
    return _("Dit bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord.")


def refuse_others(data: bytes) -> None:
    """Raises NotWord for what is something else, whatever its name says."""
    if is_locked(data):
        raise NotWord(locked_words())
    heads = {
        "doc": data.startswith(OLE),
        "rtf": data.lstrip()[:5] == b"{\\rtf",
        "pdf": data.startswith(b"%PDF"),
        "odt": data.startswith(b"PK") and b"mimetypeapplication/vnd.oasis.opendocument" in data[:200],
    }
    for kind, is_it in heads.items():
        if is_it:
            raise NotWord(instead()[kind])


class HeadingLevels:
    """Style id → level, whatever language Word speaks: a Dutch "Kop 1" is called "heading 1" inside."""

    def __init__(self, parts: Parts) -> None:
        self.by_style: dict[str, int] = {}
        based: dict[str, str] = {}
        for tree in parts.related("styles"):
            for style in tree.iter(W + "style"):
                key = style.get(W + "styleId") or ""
                name = style.find(W + "name")
                words = (name.get(W + "val") or "").lower() if name is not None else ""
                match = re.fullmatch(r"(?:heading|kop) ?([1-9])", words)
                if match or words in {"title", "titel"}:
                    self.by_style[key] = int(match[1]) if match else 1
                parent = style.find(W + "basedOn")
                if parent is not None:
                    based[key] = parent.get(W + "val") or ""
        for key in based:
            seen, at = set(), key
            while at in based and at not in self.by_style and at not in seen:
                seen.add(at)
                at = based[at]
            if at in self.by_style:
                self.by_style.setdefault(key, self.by_style[at])

    def of(self, properties: Any) -> int:
        if properties is None:
            return 0
        style, outline = properties.find(W + "pStyle"), properties.find(W + "outlineLvl")
        if outline is not None and (outline.get(W + "val") or "9").isdigit() and int(outline.get(W + "val")) < 9:
            return int(outline.get(W + "val")) + 1
        return self.by_style.get(style.get(W + "val") or "", 0) if style is not None else 0


class Lists:
    """Bullets and numbers, which Word keeps apart from the text."""

    def __init__(self, parts: Parts) -> None:
        self.kinds: dict[tuple[str, str], str] = {}
        self.counts: dict[tuple[str, str], int] = {}
        for tree in parts.related("numbering"):
            shapes = {
                (one.get(W + "abstractNumId"), level.get(W + "ilvl")): shape.get(W + "val") or ""
                for one in tree.iter(W + "abstractNum")
                for level in one.iter(W + "lvl")
                for shape in level.iter(W + "numFmt")
            }
            for number in tree.iter(W + "num"):
                link = number.find(W + "abstractNumId")
                for (abstract, level), shape in shapes.items():
                    if link is not None and abstract == link.get(W + "val"):
                        self.kinds[number.get(W + "numId") or "", level or "0"] = shape

    def marked(self, properties: Any, text: str) -> str:
        """ "- " or "1. " in front, when the paragraph is part of a list."""
        numbering = properties.find(W + "numPr") if properties is not None else None
        style = properties.find(W + "pStyle") if properties is not None else None
        if numbering is None:
            return (
                f"- {text}"
                if style is not None and (style.get(W + "val") or "").lower().startswith("listbullet")
                else text
            )
        number, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
        key = (
            number.get(W + "val") or "" if number is not None else "",
            level.get(W + "val") or "0" if level is not None else "0",
        )
        if key[0] in {"", "0"}:
            return text
        if self.kinds.get(key, "bullet") in {"bullet", "none"}:
            return f"- {text}"
        self.counts[key] = self.counts.get(key, 0) + 1
        return f"{self.counts[key]}. {text}"
