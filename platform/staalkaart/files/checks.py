"""What is looked at before a file is kept: name, size, what it really is, how large it unpacks. Errors are sentences for people."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.text import get_valid_filename, slugify
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageFile, ImageOps, ImageSequence, UnidentifiedImageError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 24_000_000
MAX_PARTS = 3000
MAX_UNPACKED = 200 * 1024 * 1024
ALSO = {"JPEG": "MPO"}  # what some phones write under .jpg: the first of its pictures is kept
PICTURES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP"}
# What an office file is known by: the folder of its main part
OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
TEXTS = {"txt", "csv"}
KINDS = {*PICTURES, *OFFICE, *TEXTS, "pdf", "odt"}
NAME_MAX = 80
MACROS = ("vbaproject", "macrosheets/", "activex/", "basic/", "scripts/")


def extension(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def safe_name(name: str) -> str:
    """A name without folders, odd letters or a second extension: "Verslag (def).PDF" → "verslag-def.pdf"."""
    path = PurePath(get_valid_filename(PurePath(name.replace("\\", "/")).name or "bestand"))
    stem = slugify(path.stem.replace("_", " "))[:NAME_MAX] or "bestand"
    return f"{stem}.{extension(name)}" if extension(name) else stem


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
    if upload.size > MAX_BYTES:
        raise ValidationError(_("Dit bestand is te groot. Hoogstens %(most)s.") % {"most": filesizeformat(MAX_BYTES)})
    upload.seek(0)
    try:
        _check_content(upload, kind)
    finally:
        upload.seek(0)


def _check_content(upload: File, kind: str) -> None:
    if kind in PICTURES:
        _check_picture(upload, PICTURES[kind])
    elif kind in OFFICE or kind == "odt":
        _check_archive(upload, kind)
    elif kind == "pdf":
        if not upload.read(1024).lstrip().startswith(b"%PDF-"):
            raise ValidationError(_disguised("pdf"))
    else:
        _check_text(upload, kind)


def _disguised(kind: str) -> str:
    return _("Dit is geen echt .%(kind)s-bestand: de inhoud is iets anders. Er is niets bewaard.") % {"kind": kind}


def _check_picture(upload: File, wanted: str) -> None:
    try:
        with Picture.open(upload) as picture:
            width, height = picture.size
            if picture.format not in {wanted, ALSO.get(wanted, wanted)}:
                raise ValidationError(_disguised(extension(upload.name or "")))
            if width * height * getattr(picture, "n_frames", 1) > MAX_PIXELS:
                raise ValidationError(
                    _("Dit beeld is te groot: %(w)s bij %(h)s punten. Maak het kleiner, tot 24 miljoen punten.")
                    % {"w": width, "h": height}
                )
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # making a PDF turns it on for the whole process
            picture.load()  # decodes: a picture that is cut off is found here, not later
    except (
        UnidentifiedImageError,
        Picture.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
    ) as error:
        raise ValidationError(_disguised(extension(upload.name or ""))) from error


def _check_archive(upload: File, kind: str) -> None:
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


def without_metadata(upload: File) -> File:
    """The picture upright and without EXIF, GPS or comments; of a moving picture every frame."""
    upload.seek(0)
    with Picture.open(upload) as picture:
        if getattr(picture, "is_animated", False) and picture.format != "MPO":
            return _frames_only(picture, upload.name or "")
        upright = ImageOps.exif_transpose(picture) or picture
        upright.info = {key: value for key, value in upright.info.items() if key in {"transparency", "icc_profile"}}
        out = io.BytesIO()
        options: dict[str, Any] = {"quality": 90} if picture.format in {"JPEG", "MPO", "WEBP"} else {"optimize": True}
        kind = "JPEG" if picture.format == "MPO" else picture.format
        upright.save(out, format=kind, exif=b"", **options)
    return ContentFile(out.getvalue(), name=upload.name)


def _frames_only(picture: Picture.Image, name: str) -> File:
    frames = [frame.copy() for frame in ImageSequence.Iterator(picture)]
    for frame in frames:
        frame.info = {
            key: value for key, value in frame.info.items() if key in {"transparency", "duration", "disposal"}
        }
    out = io.BytesIO()
    options: dict[str, Any] = {"loop": picture.info.get("loop", 0), "duration": picture.info.get("duration", 100)}
    frames[0].save(out, format=picture.format, save_all=True, append_images=frames[1:], **options)
    return ContentFile(out.getvalue(), name=name)
