"""Which pages use which library files, and what that means for who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from staalkaart.core.access import is_wider
from staalkaart.core.access.audience_words import audience_words
from staalkaart.core.models import AudiencePage
from staalkaart.files.models import Document, Image


def files_in(obj: Any) -> Iterable[Image | Document]:
    """Library files that `obj`, as it stands in memory, refers to: fields, rich text and blocks."""
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in (Image, Document)}
    wanted: dict[Any, set[Any]] = {}
    for kind, pk, _model_path, _content_path in ReferenceIndex._extract_references_from_object(obj):
        if kind in kinds:
            wanted.setdefault(kinds[kind], set()).add(pk)
    for model, pks in wanted.items():
        yield from model.objects.filter(pk__in=pks)


def narrower_files(obj: Any, audience: str) -> list[str]:
    """Obstacle: a file inside may not be seen by everybody who would see `obj`."""
    if isinstance(obj, Image | Document) or not isinstance(obj, Page):
        return []
    return [
        _("Het bestand “%(file)s” op deze pagina is enkel te zien voor %(who)s. Stel het eerst open, of haal het weg.")
        % {"file": file.title, "who": audience_words(file.audience)}
        for file in files_in(obj)
        if is_wider(audience, than=file.audience)
    ]


def wider_users(obj: Any, audience: str) -> list[str]:
    """Obstacle: a published page shows this file to more people than `audience`."""
    if not isinstance(obj, Image | Document):
        return []
    pages = ContentType.objects.get_for_model(Page)
    users = ReferenceIndex.get_references_to(obj).filter(base_content_type=pages).values_list("object_id", flat=True)
    return [
        _("De pagina “%(page)s” toont dit bestand aan %(who)s. Haal het daar eerst weg.")
        % {"page": page.title, "who": audience_words(page.audience)}
        for page in AudiencePage.objects.filter(live=True, pk__in=[int(pk) for pk in users])
        if is_wider(page.audience, than=audience)
    ]
