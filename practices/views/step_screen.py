"""One step of writing: shows it, keeps what is typed, puts what was posted into the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from practices import content, drafting, material, publishing
from practices.content_words import Names, spoken
from practices.differences import differences
from practices.models import Draft
from practices.point_forms import PointsForm
from practices.steps import STEP_BY_SLUG, STEPS, Step
from practices.views.reading import preview_context
from practices.views.writing import find_draft
from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.core.writing import autosave
from staalkaart.core.writing.forms import shown_values, whole_number
from staalkaart.members.permissions import member_object, require
from staalkaart.members.recognise.forms import examine


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: Request, pk: int, slug: str = "") -> HttpResponse:
    """A step. Without a name: the first that still asks for something."""
    draft = find_draft(request, pk)
    if slug and slug not in STEP_BY_SLUG:
        raise Http404
    if draft.state == Draft.State.DONE and draft.page is not None and can(request.viewer, "rework", draft.page):
        return _carried_on(request, draft, slug or STEPS[-1].slug)
    require(request, "write", draft)
    data = content.complete(draft.data)
    if not slug:
        lacking = content.missing(data)
        slug = lacking[0].step if lacking else STEPS[-1].slug
    screen = StepScreen(request, draft, STEP_BY_SLUG[slug], data)
    return screen.answer()


def _carried_on(request: Request, draft: Draft, slug: str) -> HttpResponse:
    """It was shared meanwhile. Whoever was still writing goes on in a new draft, where what they typed waits; an old link
    leads to the practice, and makes nothing."""
    if request.method != "POST" and not own_unsaved(request, draft):
        messages.info(request, _("Dit klad is intussen gedeeld. Dit is de praktijk."))
        return redirect(draft.practice.url)
    if request.method == "POST" and STEP_BY_SLUG[slug].form is not None:
        data = autosave.posted_fields(request)
        autosave.keep_refused(user=request.user, key=drafting.buffer_key(draft, slug), data=data, base=0)
    fresh = drafting.carry_on(draft=draft, by=request.user)
    words = _("Een collega deelde deze praktijk intussen. Wat jij typte, staat hier in een nieuw klad.")
    messages.info(request, words)  # nothing went wrong: what was sent is kept there
    return redirect("practices:draft_step", fresh.pk, slug)


def _with_files(request: Request, pk: int) -> StepScreen:
    draft = find_draft(request, pk)
    require(request, "write", draft)
    return StepScreen(request, draft, STEP_BY_SLUG["materiaal"], content.complete(draft.data))


@never_cache
@member_object
@require_POST
def material_add(request: Request, pk: int) -> HttpResponse:
    return _with_files(request, pk).add_file()


@never_cache
@member_object
@require_POST
def material_remove(request: Request, pk: int, number: int) -> HttpResponse:
    screen = _with_files(request, pk)
    material.remove(draft=screen.draft, number=str(number))
    return redirect("practices:draft_step", pk, "materiaal")


class StepScreen:
    """One step for one request: shows it, or puts what was posted into the draft."""

    def __init__(self, request: Request, draft: Draft, step: Step, data: content.Data) -> None:
        self.request, self.draft, self.step, self.data = request, draft, step, data
        self.key = drafting.buffer_key(draft, step.slug)
        self.base = draft.stamps.get(step.slug, 0)
        self.buffer = autosave.buffer_of(request.user, self.key)
        self.extra: dict[str, Any] = {}

    def answer(self) -> HttpResponse:
        if self.request.method == "POST":
            return self._posted()
        return self._shown(self._form())

    def _form(self) -> Any:
        """From what was typed last and not saved, else from the draft."""
        if self.step.form is None:
            return None
        if self.buffer is not None:
            form = self.step.form(autosave.as_posted(self.buffer), viewer=self.request.viewer)
            form.is_valid()
            if self.buffer.base != self.base:  # somebody saved since: both texts stand there
                self.extra["their_fields"] = shown_values(self._saved_form())
            self.base = self.buffer.base
            return form
        form = self._saved_form()
        if "meer" in self.request.GET and isinstance(form, PointsForm):
            form.add_blank()
        return form

    def _saved_form(self) -> Any:
        return self.step.form(initial=self.step.form.initial_of(self.data), viewer=self.request.viewer)

    def _posted(self) -> HttpResponse:
        verb = self.request.POST.get("_naar", "verder")
        if self.step.form is None:
            return self._onwards(verb) if self.step.slug == "materiaal" else redirect(self.request.path)
        values = self.request.POST.copy()
        if verb.startswith("weg-"):
            for name in list(values):
                if name.startswith(f"p{verb[4:]}-"):
                    del values[name]
        form = self.step.form(values, viewer=self.request.viewer)
        if not form.is_valid():
            self._keep_refused()
            return self._shown(form, status=422)
        try:
            drafting.save_step(
                draft=self.draft, step=self.step.slug, changes=form.changes(), by=self.request.user,
                base=whole_number(self.request.POST.get("_base", "")),
            )  # fmt: skip
        except drafting.StepMovedOn as moved:
            return self._conflict(form, moved)
        except drafting.NotWritable:
            raise Http404 from None
        return self._onwards(verb)

    def _conflict(self, form: Any, moved: drafting.StepMovedOn) -> HttpResponse:
        """Both texts: theirs to read, one's own still in the fields, to be put together and saved again."""
        names = Names(self.request.viewer)
        theirs = dict(spoken(moved.theirs, names))
        mine = dict(spoken(moved.theirs | form.changes(), names))
        changed = [(label, theirs.get(label, "")) for label in dict.fromkeys([*theirs, *mine])
                   if theirs.get(label, "") != mine.get(label, "")]  # fmt: skip
        self._keep_refused()  # on the old base, so that whoever leaves and comes back is told again
        self.base = moved.stamp
        now = self.step.form(initial=self.step.form.initial_of(moved.theirs), viewer=self.request.viewer)
        self.extra = {"theirs": changed, "who": moved.who, "their_fields": shown_values(now)}
        return self._shown(form, status=409)

    def _keep_refused(self) -> None:
        data, base = autosave.posted_fields(self.request), whole_number(self.request.POST.get("_base", ""))
        autosave.keep_refused(user=self.request.user, key=self.key, data=data, base=base)
        self.buffer = autosave.buffer_of(self.request.user, self.key)

    def _onwards(self, verb: str) -> HttpResponse:
        at = STEPS.index(self.step)
        if verb == "meer":
            return redirect(f"{self.request.path}?meer")
        if verb.startswith("weg-"):
            return redirect(self.request.path)
        if verb == "later":
            messages.success(self.request, _("Je klad is bewaard. Je vindt het hier terug, ook op een ander toestel."))
            return redirect("practices:draft_list")
        target = (
            verb[5:]
            if verb.startswith("naar-") and verb[5:] in STEP_BY_SLUG
            else STEPS[min(at + 1, len(STEPS) - 1)].slug
        )
        return redirect("practices:draft_step", self.draft.pk, target)

    def add_file(self) -> HttpResponse:
        form = material.MaterialForm(self.request.POST, self.request.FILES)
        if form.is_valid():
            try:
                material.add(draft=self.draft, by=self.request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error("file", error.messages)
            else:
                messages.success(self.request, _("Het bestand staat erbij."))
                return redirect("practices:draft_step", self.draft.pk, self.step.slug)
        self.extra = {"file_form": form}
        return self._shown(None, status=422)

    def _shown(self, form: Any, status: int = 200) -> HttpResponse:
        others = list(drafting.unsaved_by_others(self.draft, self.request.user))
        at = STEPS.index(self.step)
        context = {
            "draft": self.draft,
            "step": self.step,
            "steps": STEPS,
            "number": at + 1,
            "minutes": sum(step.minutes for step in STEPS[at:] if not step.optional),
            "before": STEPS[at - 1] if at else None,
            "after": STEPS[at + 1] if at + 1 < len(STEPS) else None,
            "form": form,
            "base": self.base,
            "stamp": self.buffer.stamp if self.buffer else 0,
            "saved_at": self.buffer.saved_at if self.buffer else self.draft.updated_at,
            "others": [row for row in others if row.key == self.key],
            "done": done_steps(self.data),
            "percent": content.completeness(self.data),
            **self.extra,
        }
        if self.step.slug == "materiaal":
            context = {"file_form": material.MaterialForm(), "files": material.files_of(self.draft)} | context
        if self.step.slug == "nakijken":
            context |= self._review(others)
        return render(self.request, "practices/draft_step.html", context, status=status)

    def _review(self, others: list[Any]) -> dict[str, Any]:
        viewer, draft = self.request.viewer, self.draft
        shared = publishing.shared_data(draft)
        return {
            "missing": [(STEP_BY_SLUG[row.step], row.words) for row in content.missing(self.data)],
            "may_publish": can(viewer, "publish", draft),
            "may_offer": can(viewer, "offer", draft),
            "unsaved": [(STEP_BY_SLUG.get(row.key.rpartition(":")[2]), row) for row in others],
            "own_unsaved": own_unsaved(self.request, draft),
            "recognised": examine(content.texts(draft.data)),
            "changes": differences(content.of_page(draft.page), shared, Names(viewer)) if draft.page else None,
            **preview_context(draft, shared, viewer),
        }


def own_unsaved(request: Request, draft: Draft) -> list[Step]:
    """Steps with text of one's own that is kept but not in the draft yet, such as after an error or another device."""
    rows = autosave.AutosaveBuffer.objects.filter(user=request.user, key__startswith=f"practice:{draft.pk}:")
    return [STEP_BY_SLUG[slug] for row in rows if (slug := row.key.rpartition(":")[2]) in STEP_BY_SLUG]


def done_steps(data: content.Data) -> set[str]:
    lacking = {row.step for row in content.missing(data)}
    filled = {"verhaal": data["blocks"], "feiten": data["facts"]}
    return {
        step.slug
        for step in STEPS
        if step.slug not in lacking and step.slug not in {"materiaal", "nakijken"} and filled.get(step.slug, True)
    }
