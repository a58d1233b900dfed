"""Who is new, in the overview by mail: by name in one's own team, as a number elsewhere in the region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from staalkaart.core.access import Viewer
from staalkaart.members.models import Membership, Project
from staalkaart.members.permissions import projects_worked_on


def newcomers(viewer: Viewer, since: datetime) -> Iterator[tuple[str, str]]:
    rows = Membership.objects.current().filter(since__gt=since, user__is_active=True).exclude(user=viewer.user_id)
    own = projects_worked_on(viewer)
    for row in rows.filter(project__in=own).select_related("user", "project"):
        words = _("%(name)s zit nu in jullie ploeg") % {"name": row.user}
        yield words, reverse("members:project_team", args=[row.project.slug])  # type: ignore[union-attr]  # names: own team
    near = Project.objects.visible_to(viewer).filter(region__in=viewer.within("region")).exclude(pk__in=own)
    counts = Counter(rows.filter(project__in=near).values_list("project", flat=True))
    for project in near.filter(pk__in=counts):
        n = counts[project.pk]
        words = ngettext("%(project)s heeft een nieuw lid", "%(project)s heeft %(n)s nieuwe leden", n)
        yield words % {"project": project.name, "n": n}, project.get_absolute_url()
