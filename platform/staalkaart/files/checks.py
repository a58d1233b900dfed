"""What is looked at before a file is kept: name, size, what it really is, how large it unpacks. Errors are sentences for people."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename, slugify
from django.utils.translation import gettext as _

from staalkaart.core.writing.word_parts import OLE, instead, is_locked, locked_words
from staalkaart.files import pictures

MAX_BYTES = 20 * 1024 * 1024
MAX_PARTS = 3000
MAX_UNPACKED = 200 * 1024 * 1024
PICTURES = pictures.EXTENSIONS  # which of them it is, its content says
# What an office file is known by: the folder of its main part
OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
TEXTS = {"txt", "csv"}
KINDS = {*PICTURES, *OFFICE, *TEXTS, "pdf", "odt"}
NAME_MAX = 80
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"PK", b"<")
ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
MACROS = ("vbaproject", "macrosheets/", "activex/", "basic/", "scripts/")


def extension(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def safe_name(name: str) -> str:
    """A name without folders, odd letters or a second extension: "Verslag (def).PDF" → "verslag-def.pdf"."""
    path = PurePath(get_valid_filename(PurePath(name.replace("\\", "/")).name or "bestand"))
    stem = slugify(path.stem.replace("_", " "))[:NAME_MAX] or "bestand"
    return f"{stem}.{extension(name)}" if extension(name) else stem


def most_bytes(kind: str) -> int:
    """Pictures are made smaller on arrival, so larger ones may come in."""
    return pictures.MAX_BYTES if kind in PICTURES else MAX_BYTES


def check_upload(upload: File, *, kinds: set[str] | None = None) -> None:
    """Raise ValidationError with a sentence that names the problem; the file's position is at its start afterwards."""
    kind = extension(upload.name or "")
    allowed = kinds or KINDS
    if kind not in allowed:
        names = ", ".join(sorted(allowed))
        raise ValidationError(
            _("Dit soort bestand (.%(kind)s) bewaren we niet. Wel: %(names)s.") % {"kind": kind, "names": names}
        )
    if not upload.size:
        raise ValidationError(_("Dit bestand is leeg."))
    if upload.size > most_bytes(kind):
        raise ValidationError(
            _("Dit bestand is te groot. Hoogstens %(most)s.") % {"most": filesizeformat(most_bytes(kind))}
        )
    upload.seek(0)
    try:
        _check_content(upload, kind)
    finally:
        upload.seek(0)


def _check_content(upload: File, kind: str) -> None:
    if kind in PICTURES:
        pictures.check_picture(upload)
    elif kind in OFFICE or kind == "odt":
        _check_archive(upload, kind)
    elif kind == "pdf":
        _check_pdf(upload)
    else:
        _check_text(upload, kind)


def _disguised(kind: str) -> str:
    return _("Dit is geen echt .%(kind)s-bestand: de inhoud is iets anders. Er is niets bewaard.") % {"kind": kind}


def _check_pdf(upload: File) -> None:
    """Mail programs and scanners put bytes in front of the first line; readers look for it in the first kilobyte."""
    body = upload.read()
    if b"%PDF-" not in body[:1024] or body.startswith(PROGRAMS):
        raise ValidationError(_disguised("pdf"))
    if ENCRYPTED.search(body):
        raise ValidationError(
            _(
                "Deze pdf is beveiligd, met een wachtwoord of tegen kopiëren. Dan kan niet iedereen ze lezen. Bewaar ze zonder "
                "beveiliging (afdrukken naar pdf volstaat) en kies ze opnieuw."
            )
        )


def _check_archive(upload: File, kind: str) -> None:
    head = upload.read(MAX_BYTES)
    upload.seek(0)
    if is_locked(head):
        raise ValidationError(locked_words())
    if head.startswith(OLE):
        raise ValidationError(
            instead()["doc"]
            if kind == "docx"
            else _("Dit is een oud Office-bestand. Open het en bewaar het als .%(kind)s.") % {"kind": kind}
        )
    try:
        with zipfile.ZipFile(upload) as archive:
            parts = archive.infolist()
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
    ) as error:  # the last: a zip of a later version
        raise ValidationError(_disguised(kind)) from error
    names = [part.filename for part in parts]
    known = (
        "mimetype" in names
        if kind == "odt"
        else "[Content_Types].xml" in names and any(n.startswith(OFFICE[kind]) for n in names)
    )
    if not known:
        raise ValidationError(_disguised(kind))
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ValidationError(_("Dit bestand pakt uit tot iets veel te groots. Er is niets bewaard."))
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError(_("Dit bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord."))
    if any(part in name.lower() for name in names for part in MACROS):
        raise ValidationError(_("In dit bestand zitten macro's. Bewaar het zonder macro's."))


def _check_text(upload: File, kind: str) -> None:
    try:
        words = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("Dit tekstbestand kunnen we niet lezen. Bewaar het als UTF-8.")) from error
    if "\x00" in words or words.lstrip()[:15].lower().startswith(("<!doctype", "<html", "<script", "<?xml", "mz")):
        raise ValidationError(_disguised(kind))
