"""Taking off what a program noted in a picture without touching the picture itself: chunks and blocks go, the rest stays as it was."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

PNG_NOTES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _png_without_notes(sent: bytes) -> bytes:
    """Chunks: length, name, data, checksum; what stands behind the last one goes too."""
    kept, at = [sent[:8]], 8
    while at + 12 <= len(sent):
        length, name = struct.unpack(">I4s", sent[at : at + 8])
        if name not in PNG_NOTES:
            kept.append(sent[at : at + 12 + length])
        at += 12 + length
        if name == b"IEND":
            break
    return b"".join(kept)


def _webp_without_notes(sent: bytes) -> bytes:
    """RIFF chunks, padded to even; the first one says in a byte of flags which others there are."""
    kept, at, end = [], 12, min(len(sent), 8 + struct.unpack("<I", sent[4:8])[0])
    while at + 8 <= end:
        name, length = struct.unpack("<4sI", sent[at : at + 8])
        chunk = sent[at : at + 8 + length + length % 2]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0b1100]) + chunk[9:]  # without EXIF and XMP
        if name not in {b"EXIF", b"XMP "}:
            kept.append(chunk)
        at += len(chunk)
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _gif_without_notes(sent: bytes) -> bytes:
    """Comments and programs' own blocks go; how often it repeats stays."""
    at = 13 + (3 << (sent[10] & 7) + 1 if sent[10] & 0x80 else 0)
    kept = [sent[:at]]
    while at < len(sent) and sent[at] != 0x3B:
        start = at
        if sent[at] == 0x21:
            label, at = sent[at + 1], at + 2
        elif sent[at] == 0x2C:
            label, flags = 0, sent[at + 9]
            at += 11 + (3 << (flags & 7) + 1 if flags & 0x80 else 0)
        else:
            break  # what follows is no part of the picture
        first = sent[at + 1 : at + 1 + sent[at]] if at < len(sent) else b""
        for size in _blocks(sent, at):
            at += size
        if label != 0xFE and (label != 0xFF or first[:11] in GIF_LOOPS):
            kept.append(sent[start:at])
    return b"".join([*kept, b"\x3b"])


def _blocks(sent: bytes, at: int) -> Iterator[int]:
    """Sizes of a chain of blocks, its empty last one included."""
    while at < len(sent):
        size = sent[at] + 1
        yield size
        at += size
        if size == 1:
            return


WITHOUT_NOTES: dict[str, Callable[[bytes], bytes]] = {
    "PNG": _png_without_notes,
    "WEBP": _webp_without_notes,
    "GIF": _gif_without_notes,
}
