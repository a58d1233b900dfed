"""What practices bring to other pages: /mijn/, the pages of models, themes and projects, and the handover list of a leaver."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.models import NAMED, Draft, PracticeModel, PracticePage
from practices.permissions import yours_first
from staalkaart.core.access import Viewer, reveal
from staalkaart.core.writing.autosave import AutosaveBuffer
from staalkaart.knowledge.models import Theme, WorkingModelPage
from staalkaart.learning.harvest import Field, Harvest
from staalkaart.members.models import Grant, Project, User
from staalkaart.members.teams import HandoverItem

FEW, STALE = 4, 20
FEW_EACH, MOST_ROWS = 3, 200  # practices of each model in a comparison, and how many are looked at
Shown = tuple[str, dict[str, Any]] | None


def practices_card(viewer: Viewer, user: User) -> Shown:
    """Drafts to go on with, what waits for this person; and the way to a new one."""
    roles = (Grant.Role.MEMBER, Grant.Role.COORDINATOR, Grant.Role.FACILITATOR)
    if not viewer.has_role(*roles, Grant.Role.EDITOR):
        return None
    drafts = Draft.objects.visible_to(viewer).open().select_related("project", "created_by")
    context = {
        "drafts": yours_first(viewer, drafts.order_by("-updated_at")[:STALE])[:FEW],
        "may_write": viewer.has_role(*roles),
    }
    shown = context["may_write"] or context["drafts"]
    return ("practices/cards/mine.html", context) if shown else None


def _today():
    from django.utils import timezone

    return timezone.localdate()


def drafts_in_hand(user: User, project: Project | None) -> list[HandoverItem]:
    """Drafts stay with the project; text that was typed and not put in one would go with the person."""
    if project is None:
        return []
    drafts = Draft.objects.open().filter(project=project)
    items = []
    if count := drafts.filter(created_by=user).count():  # a number, no titles: an administrator reads this list too
        words = ngettext(
            "%(n)s klad van een praktijk blijft bij de ploeg.",
            "%(n)s kladden van praktijken blijven bij de ploeg.",
            count,
        )
        items.append(HandoverItem(words % {"n": count}, reverse("practices:draft_list")))
    keys = {f"practice:{pk}": pk for pk in drafts.values_list("pk", flat=True)}
    typed = {row.key.rpartition(":")[0] for row in AutosaveBuffer.objects.filter(user=user)} & set(keys)
    words = _("Je typte nog tekst die niet in het klad zit. Zet ze erin voor je gaat, anders gaat ze met je mee.")
    return items + [HandoverItem(words, reverse("practices:draft_edit", args=[keys[key]])) for key in sorted(typed)]


def _block(rows: Any, viewer: Viewer, title: str, more: str) -> Shown:
    shown = reveal(rows[: FEW + 1], viewer, *NAMED)
    if not shown:
        return None
    return "practices/cards/related.html", {
        "practices": shown[:FEW],
        "title": title,
        "more": more if len(shown) > FEW else "",
    }


def _newest(viewer: Viewer):
    return PracticePage.objects.visible_to(viewer).for_listing().order_by("-first_published_at")


def practices_of_model(viewer: Viewer, page: WorkingModelPage) -> Shown:
    rows = _newest(viewer).filter(model_rows__model=page)
    return _block(rows, viewer, _("Praktijken met dit model"), f"/praktijken/?model={page.slug}")


def practices_of_theme(viewer: Viewer, theme: Theme) -> Shown:
    return _block(
        _newest(viewer).filter(themes=theme), viewer, _("Praktijken over dit thema"), f"/praktijken/?thema={theme.slug}"
    )


def practices_of_project(viewer: Viewer, project: Project) -> Shown:
    rows = _newest(viewer).filter(project=project)
    return _block(rows, viewer, _("Praktijken van dit project"), f"/praktijken/?project={project.slug}")


def into_practice(viewer: Viewer, point: Any) -> Shown:
    """Where an editor carries a learning point over: also into a practice."""
    return ("practices/cards/into_practice.html", {"point": point}) if viewer.has_role(Grant.Role.EDITOR) else None


def stale_practices(viewer: Viewer, field: Field) -> list[Harvest]:
    """For the harvest board of a network day: what should be read over again."""
    rows = PracticePage.objects.visible_to(viewer).filter(review_due__lte=_today()).select_related("project")
    if field.region is not None:
        rows = rows.filter(project__region=field.region)
    rows = rows.prefetch_related("themes").order_by("review_due")[:STALE]
    return [
        Harvest(f"practice:{row.pk}", _("Praktijk die nagekeken moet worden"), "i-hourglass", row.title, row.url,
                str(row.visible_project or ""), [(theme.name, theme.get_absolute_url()) for theme in row.visible_themes])
        for row in reveal(rows, viewer, "project", "themes")
    ]  # fmt: skip


def practices_of_models(viewer: Viewer, models: list[WorkingModelPage]) -> Shown:
    """A row of a comparison: the newest few of each model; nothing when nobody wrote one. One query for any number of models."""
    chosen = PracticeModel.objects.filter(page__in=PracticePage.objects.visible_to(viewer), model__in=models)
    found: dict[int, list[PracticePage]] = {model.pk: [] for model in models}
    for row in chosen.select_related("page").order_by("-page__first_published_at")[:MOST_ROWS]:
        found[row.model_id].append(row.page)
    cells = [(model, found[model.pk][:FEW_EACH]) for model in models]
    return ("practices/cards/compare.html", {"cells": cells}) if any(found.values()) else None
