"""What waits for somebody around practices: to read over, to decide about, to confirm, to answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.models import Draft, PracticePage
from practices.permissions import is_editor, yours_first
from staalkaart.core.access import Viewer
from staalkaart.core.waiting import Waiting
from staalkaart.learning.models import Remark
from staalkaart.members.models import Grant, Project
from staalkaart.members.permissions import coordinates

MOST = 20


def waits_around_practices(viewer: Viewer, user: Any) -> Iterator[Waiting]:
    if viewer.has_role(Grant.Role.MEMBER, Grant.Role.COORDINATOR, Grant.Role.FACILITATOR, Grant.Role.EDITOR):
        yield from _drafts(viewer, user)
        yield from _remarks(viewer)
    yield from _due(viewer)
    yield from _to_read_over(viewer)


def _drafts(viewer: Viewer, user: Any) -> Iterator[Waiting]:
    asked = (Draft.State.SUBMITTED, Draft.State.OFFERED, Draft.State.RETURNED)
    rows = Draft.objects.visible_to(viewer).filter(state__in=asked).exclude(project__status=Project.Status.STOPPED)
    for draft in yours_first(viewer, rows.select_related("project", "page").order_by("-updated_at"))[:MOST]:
        if draft.is_yours:
            words = _("Beslis over het voorstel bij “%(title)s”") if draft.is_proposal else _("Lees “%(title)s” na")
        elif draft.state == Draft.State.RETURNED and (
            draft.created_by_id == user.pk or (draft.page_id and coordinates(viewer, draft.project))
        ):
            words = _("“%(title)s” kwam terug met een vraag")
        else:
            continue
        url = reverse("practices:proposal", args=[draft.pk]) if draft.is_proposal else draft.get_absolute_url()
        yield Waiting(words % {"title": draft.title}, url)


def _coordinated(viewer: Viewer) -> Any:
    """The practices that this viewer keeps, of projects that still run."""
    rows = PracticePage.objects.visible_to(viewer).exclude(project__status=Project.Status.STOPPED)
    return rows.filter(project__in=viewer.within("project", Grant.Role.COORDINATOR))


def _due(viewer: Viewer) -> Iterator[Waiting]:
    if not viewer.within("project", Grant.Role.COORDINATOR):
        return
    for page in _coordinated(viewer).filter(review_due__lte=timezone.localdate())[:MOST]:
        yield Waiting(_("Klopt “%(title)s” nog?") % {"title": page.title}, page.url)


def _remarks(viewer: Viewer) -> Iterator[Waiting]:
    """Questions whether something is still true, for who keeps the practice and for editors."""
    pages = PracticePage.objects.visible_to(viewer) if is_editor(viewer) else _coordinated(viewer)
    kind = ContentType.objects.get_for_model(PracticePage)
    asked = Remark.objects.filter(about_type=kind, handled_at=None, about_id__in=pages.values("pk"))
    for page in PracticePage.objects.filter(pk__in=asked.values("about_id"))[:MOST]:
        yield Waiting(_("Iemand vraagt of “%(title)s” nog klopt") % {"title": page.title}, f"{page.url}#vragen")


def _to_read_over(viewer: Viewer) -> Iterator[Waiting]:
    """What stands on the network and no editor read yet."""
    if not is_editor(viewer):
        return
    count = PracticePage.objects.visible_to(viewer).filter(read_over_at=None).count()
    words = ngettext("%(n)s praktijk is nog niet nagelezen", "%(n)s praktijken zijn nog niet nagelezen", count)
    if count:
        yield Waiting(words % {"n": count}, reverse("practices:draft_list"))
