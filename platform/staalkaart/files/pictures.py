"""Pictures as devices make them: known by what they are, upright, at most 2,560 points wide or high, without what a camera notes.

The colours keep their profile. What is kept is never larger than what was sent, but for a rotated picture that cannot be smaller.
"""

from __future__ import annotations

import io
import struct
from functools import cache
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import ImageFile, ImageOps, ImageSequence, UnidentifiedImageError

from staalkaart.files.without_notes import WITHOUT_NOTES

LONGEST = 2560  # points, of a side
SMALL = 1024
MAX_BYTES = 40 * 1024 * 1024
MAX_POINTS = 64_000_000  # decoded at once, 4 bytes each
MAX_POINTS_JPEG = 170_000_000  # decoded at half, a quarter or an eighth of its size
MAX_POINTS_MOVING = 300_000_000  # all frames together, looked at one by one
# what it is inside → the extension under which it is kept
KEPT_AS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "HEIF": "jpg", "AVIF": "jpg"}
EXTENSIONS = {"jpg", "jpeg", "jfif", "png", "gif", "webp", "heic", "heif", "avif"}
UNREADABLE = (
    UnidentifiedImageError,
    Picture.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    EOFError,
)


@cache
def _with_heif() -> None:
    """Pictures of iPhones; the library is loaded when somebody sends the first one."""
    from pillow_heif import register_heif_opener

    register_heif_opener()


def open_picture(upload: Any) -> Picture.Image:
    """Raises one of UNREADABLE, or UnidentifiedImageError for a picture of a kind that we do not keep."""
    _with_heif()
    upload.seek(0)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # making a PDF turns it on for the whole process
    picture = Picture.open(upload)
    if picture.format not in KEPT_AS:
        raise UnidentifiedImageError(picture.format)
    return picture


def is_moving(picture: Picture.Image) -> bool:
    return picture.format in {"GIF", "WEBP", "PNG"} and getattr(picture, "n_frames", 1) > 1


def check_picture(upload: Any) -> None:
    """Raises ValidationError with a sentence: not a picture, cut off, or too many points."""
    try:
        with open_picture(upload) as picture:
            _check_points(picture)
            if is_moving(picture):
                for frame in ImageSequence.Iterator(picture):
                    frame.load()
            else:
                picture.draft("RGB", (LONGEST, LONGEST))
                picture.load()  # decodes: a picture that is cut off is found here, not later
    except UNREADABLE as error:
        raise ValidationError(
            _("Dit is geen beeld dat we kunnen lezen, of het is maar half aangekomen. Er is niets bewaard.")
        ) from error


def _check_points(picture: Picture.Image) -> None:
    width, height = picture.size
    frames = getattr(picture, "n_frames", 1) if is_moving(picture) else 1
    most = MAX_POINTS_JPEG if picture.format in {"JPEG", "MPO"} else MAX_POINTS
    together = MAX_POINTS if max(width, height) > LONGEST else MAX_POINTS_MOVING  # what is made smaller is held whole
    if width * height > most or (frames > 1 and width * height * frames > together):
        raise ValidationError(
            _("Dit beeld is te groot: %(w)s bij %(h)s punten. Maak het kleiner, tot %(most)s miljoen punten.")
            % {"w": width, "h": height, "most": most // 1_000_000}
        )


# --- what is kept ----------------------------------------------------------------------------------------------------
def kept_picture(upload: Any) -> File:
    """The picture to keep; its name has the extension of what it is."""
    upload.seek(0)
    sent = upload.read()
    with open_picture(io.BytesIO(sent)) as picture:
        kind = picture.format or ""
        body = _bytes_to_keep(picture, kind, sent)
    return ContentFile(body, name=str(PurePath(upload.name or "beeld").with_suffix(f".{_extension(body)}")))


def small_picture(upload: Any) -> File:
    """For on a page: at most 1,024 points, some tens of kilobytes. A moving picture stands still."""
    with open_picture(upload) as picture:
        body = _saved(_reduced(picture, SMALL), "WEBP", icc_profile=_profile(picture), quality=72, method=4)
    return ContentFile(body, name=str(PurePath(upload.name or "beeld").with_suffix(".webp")))


def _bytes_to_keep(picture: Picture.Image, kind: str, sent: bytes) -> bytes:
    is_large = max(picture.size) > LONGEST
    is_turned = picture.getexif().get(0x0112, 1) not in {0, 1}
    if kind in WITHOUT_NOTES and not is_large and not is_turned:
        return WITHOUT_NOTES[kind](sent)
    if is_moving(picture):
        return _smaller_frames(picture) if is_large else WITHOUT_NOTES[kind](sent)
    if kind == "JPEG" and not is_large and not is_turned:
        same = _saved(picture, "JPEG", icc_profile=picture.info.get("icc_profile"), quality="keep", optimize=True)
        if len(same) <= len(sent):
            return same
    return _smallest(_reduced(picture, LONGEST), kind, len(sent), _profile(picture))


def _profile(picture: Picture.Image) -> bytes | None:
    """What its colours mean. One for printing says nothing of the colours for a screen that they are changed into."""
    return None if picture.mode == "CMYK" else picture.info.get("icc_profile")


def _reduced(picture: Picture.Image, most: int) -> Picture.Image:
    """Upright and no larger than `most`, in colours that every kind can hold."""
    picture.draft("RGB", (most, most))
    upright = ImageOps.exif_transpose(picture) or picture
    if upright.mode not in {"RGB", "RGBA", "L", "LA"}:
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if max(upright.size) > most:
        upright = upright.copy() if upright is picture else upright
        upright.thumbnail((most, most), Picture.Resampling.LANCZOS)
    return upright


def _smallest(picture: Picture.Image, kind: str, most: int, profile: bytes | None) -> bytes:
    """The best quality that fits in as many bytes as were sent."""
    see_through = picture.has_transparency_data
    tries: list[tuple[str, dict[str, Any]]] = []
    if kind == "PNG":
        tries.append(("PNG", {"optimize": True}))
    if see_through or kind == "WEBP":
        tries += [("WEBP", {"quality": quality, "method": 4}) for quality in (90, 80, 60)]
    else:
        tries += [
            ("JPEG", {"quality": quality, "optimize": True, "progressive": True}) for quality in (88, 80, 70, 60, 50)
        ]
    tries += [("WEBP", {"quality": quality, "method": 4}) for quality in (70, 50, 30)]
    found: list[bytes] = []
    for form, options in tries:
        found.append(_saved(picture, form, icc_profile=profile, **options))
        if len(found[-1]) <= most:
            return found[-1]
    return min(found, key=len)


def _saved(picture: Picture.Image, form: str, *, icc_profile: bytes | None, **options: Any) -> bytes:
    """Without whatever the picture knows of itself: a library writes back what it read, comments and places included."""
    out = io.BytesIO()
    info, picture.info = picture.info, {key: picture.info[key] for key in {"transparency"} & set(picture.info)}
    try:
        picture.save(out, format=form, exif=b"", icc_profile=icc_profile, **options)
    finally:
        picture.info = info
    return out.getvalue()


def _smaller_frames(picture: Picture.Image) -> bytes:
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        still = frame.convert("RGBA")
        still.thumbnail((LONGEST, LONGEST), Picture.Resampling.LANCZOS)
        frames.append(still)
        times.append(frame.info.get("duration", 100))
    out = io.BytesIO()
    frames[0].save(out, format="WEBP", save_all=True, append_images=frames[1:], duration=times,
                   loop=picture.info.get("loop", 0), quality=75)  # fmt: skip
    return out.getvalue()


def _extension(body: bytes) -> str:
    with Picture.open(io.BytesIO(body)) as picture:
        return KEPT_AS[picture.format or ""]
