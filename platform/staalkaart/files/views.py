"""The one door for files: `/bestanden/<uuid>/` serves what the viewer may see, and nothing else exists."""

from __future__ import annotations

import mimetypes
import re
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from staalkaart.core.access import PUBLIC, Viewer, viewer_of
from staalkaart.core.web.request import Request
from staalkaart.files.models import SMALL, Attachment, Document, Image, Rendition

INLINE_TYPES = {"image/gif", "image/jpeg", "image/png", "image/webp"}
ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


def find_stored(uuid, viewer: Viewer) -> Any:
    """The rendition, document, image or attachment with this id, if `viewer` may see it; None otherwise."""
    for model in (Rendition, Document, Image):
        if row := model.objects.filter(uuid=uuid).visible_to(viewer).first():
            return row
    attachment = Attachment.objects.filter(uuid=uuid).select_related("owner_type").first()
    return attachment if attachment is not None and attachment.is_visible_to(viewer) else None


@require_safe
def serve(request: Request, uuid) -> HttpResponseBase:
    row = find_stored(uuid, viewer_of(request))
    if row is None:
        raise Http404
    audience = row.image.audience if isinstance(row, Rendition) else row.audience
    file = row.small if SMALL in request.GET and getattr(row, "small", None) else row.file
    etag = f'"{row.uuid.hex}-{PurePath(file.name).name[-12:]}"'
    if etag in request.headers.get("If-None-Match", ""):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _body(request, row, file, etag)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache" if audience == PUBLIC else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _body(request: Request, row: Any, file: FieldFile, etag: str) -> HttpResponseBase:
    name = PurePath(str(file.name)).name.removeprefix(f"{row.uuid.hex}-")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    disposition = content_disposition_header(kind not in INLINE_TYPES, name)
    response: HttpResponseBase
    if settings.FILES_ACCEL:  # the proxy sends the bytes, from a folder that only it and we can reach
        response = HttpResponse(content_type=kind)
        response["X-Accel-Redirect"] = settings.FILES_ACCEL + str(file.name)
    else:
        try:
            handle = file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = _part_or_whole(request, handle, file.size, kind, etag)
    if disposition:
        response["Content-Disposition"] = disposition
    return response


def _part_or_whole(request: Request, handle: FieldFile, size: int, kind: str, etag: str) -> HttpResponseBase:
    """One byte range when it is asked for and still fits this version of the file; otherwise everything."""
    match = ONE_RANGE.match(request.headers.get("Range", ""))
    fresh = request.headers.get("If-Range", etag) == etag
    if not match or not fresh or match.groups() == ("", ""):
        whole = FileResponse(handle, content_type=kind)
        whole["Accept-Ranges"] = "bytes"
        return whole
    first, last = match.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        handle.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    handle.seek(start)
    with handle:
        response = HttpResponse(handle.read(end - start + 1), content_type=kind, status=206)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response
