"""The one door for files: `/bestanden/<uuid>/` serves what the viewer may see, and nothing else exists."""

from __future__ import annotations

import mimetypes
from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from staalkaart.core.access import PUBLIC, Viewer, viewer_of

from .models import Document, Image, Rendition

INLINE_TYPES = {"image/gif", "image/jpeg", "image/png", "image/webp"}


def find_stored(uuid, viewer: Viewer):
    """The rendition, document or image with this id, if `viewer` may see it; None otherwise."""
    for model in (Rendition, Document, Image):
        rows = model.objects.filter(uuid=uuid)
        if row := rows.visible_to(viewer).first():
            return row
    return None


@require_safe
def serve(request: HttpRequest, uuid) -> HttpResponse:
    row = find_stored(uuid, viewer_of(request))
    if row is None:
        raise Http404
    name = PurePath(row.file.name).name
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    inline = kind in INLINE_TYPES
    try:
        handle = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(handle, as_attachment=not inline, filename=name, content_type=kind)
    audience = row.image.audience if isinstance(row, Rendition) else row.audience
    response["Cache-Control"] = "public, max-age=86400" if audience == PUBLIC else "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
