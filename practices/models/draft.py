"""What is being written: a plain row of the project, that its whole team may open. Nothing of it shows in the admin."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from practices.models.page import PracticePage
from staalkaart.core.access import AudienceModel, AudienceQuerySet, Viewer
from staalkaart.members.models import Grant, Project


class DraftQuerySet(AudienceQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """The own team; a facilitator also sees what they write themself for a project of their region; and an editor's
        proposal is the editor's until it is offered, then the team's as well."""
        numbers = viewer.within("region", Grant.Role.FACILITATOR)
        team = Q(audience__in=viewer.tokens) & ~Q(kind=Draft.Kind.PROPOSAL, state=Draft.State.WRITING)
        own = Q(created_by=viewer.user_id, project__region__in=numbers, kind=Draft.Kind.PROJECT)
        editors = Q(kind=Draft.Kind.PROPOSAL) if viewer.has_role(Grant.Role.EDITOR) else Q(pk=None)
        return self.filter(team | own | editors).exclude(kind=Draft.Kind.PROPOSAL, page=None)

    def open(self) -> Self:
        return self.exclude(state=Draft.State.DONE)


class Draft(AudienceModel):
    """`data` has the shape of `practices.content`; `stamps` counts the saves of each step, so that two people who write in
    different steps never meet."""

    is_yours: bool  # set by `yours_first`

    class Kind(models.TextChoices):
        PROJECT = "project", _("klad van het project")
        PROPOSAL = "proposal", _("voorstel van de redactie")

    class State(models.TextChoices):
        WRITING = "writing", _("klad")
        SUBMITTED = "submitted", _("bij de coördinator")
        RETURNED = "returned", _("teruggestuurd")
        OFFERED = "offered", _("voorgesteld")
        DONE = "done", _("verwerkt")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="drafts", verbose_name=_("project"))
    page = models.ForeignKey(PracticePage, null=True, blank=True, on_delete=models.SET_NULL, related_name="drafts")
    from_revision = models.PositiveIntegerField(null=True, blank=True)  # what of the page this draft started from
    removed_files = models.JSONField(default=list, blank=True)  # keys of files that go when this is shared
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PROJECT)
    state = models.CharField(max_length=10, choices=State, default=State.WRITING)
    title = models.CharField(_("titel"), max_length=140)
    data = models.JSONField(default=dict)
    stamps = models.JSONField(default=dict, blank=True)
    # search uids of what was taken up: the trail, once this is shared
    sources = models.JSONField(default=list, blank=True)
    reason = models.TextField(_("reden"), max_length=1000, blank=True)
    copied_from = models.ForeignKey(
        PracticePage, null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="practice_drafts"
    )
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("klad van een praktijk")
        verbose_name_plural = _("kladden van praktijken")
        ordering = ["-updated_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind"],
                condition=~Q(state="done") & Q(page__isnull=False),
                name="one_open_draft_of_a_page",
            )
        ]

    def __str__(self) -> str:
        return self.title or _text("Zonder titel")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.audience = self.audience or self.project.token
        super().save(*args, **kwargs)

    @property
    def practice(self) -> PracticePage:
        """The practice that it changes. A draft of a new one is never asked."""
        if self.page is None:
            raise LookupError("a draft of something new")
        return self.page

    def get_absolute_url(self) -> str:
        where = "proposal" if self.state == self.State.OFFERED else "draft_edit"
        return reverse(f"practices:{where}", args=[self.pk])

    @property
    def is_proposal(self) -> bool:
        return self.kind == self.Kind.PROPOSAL

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE


WRITABLE = {Draft.State.WRITING, Draft.State.SUBMITTED, Draft.State.RETURNED}
