"""Editing a project's page: one screen with four forms, saved together, never over somebody else's change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.forms import ModelForm
from django.utils import timezone
from wagtail.log_actions import log

from staalkaart.core.access import Viewer
from staalkaart.members.models import NetworkPart, Project, Referral, TeamPart, User
from staalkaart.members.permissions import coordinates
from staalkaart.members.project_forms import NetworkPartForm, ProjectCardForm, ReferralForm, TeamPartForm

PARTS: dict[str, tuple[Any, type[ModelForm]]] = {
    "network": (NetworkPart, NetworkPartForm),
    "referral": (Referral, ReferralForm),
    "team": (TeamPart, TeamPartForm),
}


class EditedMeanwhile(Exception):
    """Somebody saved this project after the form was opened."""


@dataclass
class Difference:
    """One field that reads otherwise in the database than in the form."""

    label: str
    theirs: str


class ProjectForms:
    """The four forms of one project; `version` is the state the browser started from."""

    def __init__(self, project: Project, viewer: Viewer, data: Any = None) -> None:
        self.project = project
        self.card = ProjectCardForm(data, instance=project, viewer=viewer, prefix="card")
        rows = {name: _part(model, project) for name, (model, _form) in PARTS.items()}
        self.parts = {  # what one may not read, one does not edit: an administrator keeps out of the team's own part
            name: PARTS[name][1](data, instance=row, prefix=name)
            for name, row in rows.items()
            if (row.audience or project.token) in viewer.tokens and (name != "team" or coordinates(viewer, project))
        }
        sent = str(data.get("version", "")) if data is not None else ""
        self.version = int(sent) if sent.isdigit() and len(sent) < 9 else project.version

    @property
    def all(self) -> list[ModelForm]:
        return [self.card, *self.parts.values()]

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.all]  # every form, so that every error shows at once
        return all(valid)

    def errors(self) -> list[tuple[str, str, str]]:
        """(id, label, message) of everything that is wrong, in the order of the page."""
        return [
            (form[name].id_for_label, str(form[name].label), str(message))
            for form in self.all
            for name, messages in form.errors.items()
            if name in form.fields
            for message in messages
        ]

    def differences(self) -> list[Difference]:
        """What the database says now where this form says something else."""
        rows = []
        for form in self.all:
            now = type(form.instance)._base_manager.filter(pk=form.instance.pk).first()
            for name in form.changed_data if now is not None else ():
                shown = getattr(now, f"get_{name}_display", lambda now=now, name=name: getattr(now, name))()
                value = ", ".join(map(str, shown.all())) if hasattr(shown, "all") else str(shown or "")
                rows.append(Difference(str(form[name].label), value))
        return rows

    @transaction.atomic
    def save(self, *, by: User) -> None:
        started_from = Project.objects.filter(pk=self.project.pk, version=self.version)
        if not started_from.update(version=F("version") + 1, updated_at=timezone.now()):
            raise EditedMeanwhile
        self.card.instance.version = self.version + 1
        self.card.instance.updated_at = timezone.now()
        changed = [name for form in self.all for name in form.changed_data]
        self.card.save()
        for name, form in self.parts.items():
            if form.has_changed():
                if name == "referral":
                    form.instance.updated_on = timezone.localdate()
                form.save()
        if changed:
            log(self.project, "staalkaart.project_edited", user=by, data={"fields": changed})


def _part(model: Any, project: Project) -> Any:
    return model.objects.filter(project=project).first() or model(project=project)


def parts_for(project: Project, viewer: Viewer) -> dict[str, Any]:
    """The parts of a project that this viewer may see, by name."""
    rows = {
        name: model.objects.visible_to(viewer).filter(project=project).first() for name, (model, _form) in PARTS.items()
    }
    return {name: row for name, row in rows.items() if row is not None}
