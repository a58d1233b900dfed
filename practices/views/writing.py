"""Writing a practice on the site: one short screen at a time, kept while one types, never blocked before the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from staalkaart.core import autosave
from staalkaart.core.access import can
from staalkaart.members.models import Project
from staalkaart.members.rules import member_object, member_screen, require

from .. import content, drafting, material
from ..models import Draft, PracticePage
from ..rules import drafts_for
from ..steps import STEP_BY_SLUG, STEPS, PointsForm, Step, cleaned, from_buffer
from .reading import preview_context

FIRST = STEPS[0].slug


def find_draft(request: HttpRequest, pk: int) -> Draft:
    """The draft if this viewer may open it; otherwise it does not exist."""
    return get_object_or_404(Draft.objects.visible_to(request.viewer).select_related("project__region", "page"), pk=pk)


def own_projects(request: HttpRequest) -> list[Project]:
    """The projects somebody may write for, their own first."""
    rows = [project for project in Project.objects.select_related("region") if drafts_for(request.viewer, project)]
    return sorted(rows, key=lambda project: project.token not in request.viewer.tokens)


# --- a new one -------------------------------------------------------------------------------------------------------
@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def practice_new(request: HttpRequest) -> HttpResponse:
    projects = own_projects(request)
    if not projects:
        return render(request, "practices/no_project.html")
    template = _template(request)
    form = STEP_BY_SLUG[FIRST].form(cleaned(request.POST) if request.method == "POST" else None, viewer=request.viewer)
    project = next((row for row in projects if row.slug == request.POST.get("project")), projects[0])
    if request.method == "POST" and form.is_valid():
        if title := form.cleaned_data["title"].strip():
            draft = drafting.start(project=project, by=request.user, title=title, template=template)
            return redirect("practices:draft_step", draft.pk, STEPS[1].slug)
        form.add_error("title", _("Geef je praktijk een titel. Je kan die later nog wijzigen."))
    context = {"form": form, "projects": projects, "project": project, "template": template, "steps": STEPS}
    return render(request, "practices/practice_new.html", context, status=422 if form.errors else 200)


def _template(request: HttpRequest) -> PracticePage | None:
    """The practice to start from; one that the viewer may not see is not there."""
    slug = request.GET.get("van", "")
    return PracticePage.objects.visible_to(request.viewer).filter(slug=slug).first() if slug else None


# --- one step --------------------------------------------------------------------------------------------------------
@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
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


def _carried_on(request: HttpRequest, draft: Draft, slug: str) -> HttpResponse:
    """A colleague shared it while this person was writing: on in a new draft, where what they typed waits."""
    if request.method == "POST" and STEP_BY_SLUG[slug].form is not None:
        data = autosave.posted_fields(request)
        autosave.keep_refused(user=request.user, key=drafting.buffer_key(draft, slug), data=data, base=0)
    fresh = drafting.carry_on(draft=draft, by=request.user)
    words = _("Een collega deelde deze praktijk intussen. Wat jij typte, staat hier in een nieuw klad.")
    messages.warning(request, words)
    return redirect("practices:draft_step", fresh.pk, slug)


class StepScreen:
    """One step for one request: shows it, or puts what was posted into the draft."""

    def __init__(self, request: HttpRequest, draft: Draft, step: Step, data: content.Data) -> None:
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
            self.base = self.buffer.base
            form = self._bound(from_buffer(self.buffer.data))
            form.is_valid()
            return form
        form = self.step.form(initial=self.step.form.initial_of(self.data), viewer=self.request.viewer)
        if "meer" in self.request.GET and isinstance(form, PointsForm):
            form.add_blank()
        return form

    def _bound(self, values: Any) -> Any:
        if issubclass(self.step.form, PointsForm):
            return self.step.form(values, initial={}, viewer=self.request.viewer)
        return self.step.form(values, viewer=self.request.viewer)

    def _posted(self) -> HttpResponse:
        verb = self.request.POST.get("_doe", "verder")
        if self.step.form is None:
            return self._files(verb) if self.step.slug == "materiaal" else redirect(self.request.path)
        values = cleaned(self.request.POST)
        if verb.startswith("weg-"):
            for name in list(values):
                if name.startswith(f"p{verb[4:]}-"):
                    del values[name]
        form = self._bound(values)
        if not form.is_valid():
            self._keep_refused()
            return self._shown(form, status=422)
        try:
            drafting.save_step(
                draft=self.draft, step=self.step.slug, changes=form.changes(), by=self.request.user,
                base=autosave.whole_number(self.request.POST.get("_base", "")),
            )  # fmt: skip
        except drafting.StepMovedOn as moved:
            return self._conflict(form, moved)
        except drafting.NotWritable:
            raise Http404 from None
        return self._onwards(verb)

    def _conflict(self, form: Any, moved: drafting.StepMovedOn) -> HttpResponse:
        """Both texts: theirs to read, one's own still in the fields, to be put together and saved again."""
        names = content.Names()
        theirs = dict(content.spoken(moved.theirs, names))
        mine = dict(content.spoken(moved.theirs | form.changes(), names))
        changed = [(label, theirs.get(label, "")) for label in dict.fromkeys([*theirs, *mine])
                   if theirs.get(label, "") != mine.get(label, "")]  # fmt: skip
        self._keep_refused()  # on the old base, so that whoever leaves and comes back is told again
        self.base = moved.stamp
        self.extra = {"theirs": changed, "who": moved.who}
        return self._shown(form, status=409)

    def _keep_refused(self) -> None:
        data, base = autosave.posted_fields(self.request), autosave.whole_number(self.request.POST.get("_base", ""))
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

    def _files(self, verb: str) -> HttpResponse:
        if verb == "verder" and not self.request.FILES:
            return self._onwards(verb)
        if verb.startswith("weg-"):
            material.remove(draft=self.draft, number=verb[4:])
            return redirect(self.request.path)
        form = material.MaterialForm(self.request.POST, self.request.FILES)
        if form.is_valid():
            try:
                material.add(draft=self.draft, by=self.request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error("file", error.messages)
            else:
                messages.success(self.request, _("Het bestand staat erbij."))
                return redirect(self.request.path)
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
        return {
            "missing": [(STEP_BY_SLUG[row.step], row.words) for row in content.missing(self.data)],
            "may_publish": can(viewer, "publish", draft),
            "may_offer": can(viewer, "offer", draft),
            "unsaved": [(STEP_BY_SLUG.get(row.key.rpartition(":")[2]), row) for row in others],
            "own_unsaved": own_unsaved(self.request, draft),
            "changes": _changes(draft),
            **preview_context(draft, viewer),
        }


def _changes(draft: Draft) -> list[content.Difference] | None:
    """What sharing would change on the practice as it is now; None for a first time."""
    if draft.page is None:
        return None
    return content.differences(content.of_page(draft.page), drafting.shared_data(draft), content.Names())


def own_unsaved(request: HttpRequest, draft: Draft) -> list[Step]:
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


@never_cache
@require_POST
def draft_keep(request: HttpRequest, pk: int, slug: str) -> JsonResponse:
    """Autosave of one step, two seconds after the last key stroke."""
    if request.viewer.is_visitor:
        return JsonResponse({"words": _("Je bent niet meer aangemeld. Je tekst staat nog op dit toestel.")}, status=401)
    draft = find_draft(request, pk)
    if slug not in STEP_BY_SLUG or not can(request.viewer, "write", draft):
        raise Http404
    key = drafting.buffer_key(draft, slug)
    answer = autosave.answer(request, key, base_now=draft.stamps.get(slug, 0))
    if answer.status_code == 200 and _is_saved(request, draft, STEP_BY_SLUG[slug]):
        autosave.drop(user=request.user, key=key)  # it arrived after the form itself did
    return answer


def _is_saved(request: HttpRequest, draft: Draft, step: Step) -> bool:
    """Does the draft say just this already?"""
    if step.form is None:
        return True
    values, viewer = cleaned(request.POST), request.viewer
    form = (
        step.form(values, initial={}, viewer=viewer)
        if issubclass(step.form, PointsForm)
        else step.form(values, viewer=viewer)
    )
    data = content.complete(draft.data)
    return form.is_valid() and all(data[name] == value for name, value in form.changes().items())


# --- lists and verbs -------------------------------------------------------------------------------------------------
@never_cache
@member_screen
@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    """What the own team is writing, and what it shared, the archive included."""
    drafts = Draft.objects.visible_to(request.viewer).open().select_related("project", "created_by", "page")
    mine = [project for project in own_projects(request) if project.token in request.viewer.tokens]
    pages = PracticePage.objects.filter(project__in=mine, audience__in=request.viewer.tokens).order_by("title")
    context = {
        "drafts": [draft for draft in drafts if not draft.is_proposal],
        "proposals": [draft for draft in drafts if draft.is_proposal],
        "pages": pages.select_related("project"),
        "may_write": bool(own_projects(request)),
        "tasks": tasks_for(request),
    }
    return render(request, "practices/draft_list.html", context)


def tasks_for(request: HttpRequest) -> list[PracticePage]:
    """For editors: what stands on the network and was not read over yet, oldest first."""
    from ..rules import is_editor

    if not is_editor(request.viewer):
        return []
    rows = PracticePage.objects.visible_to(request.viewer).filter(read_over_at=None)
    return list(rows.select_related("project").order_by("first_published_at")[:50])


@never_cache
@require_safe
def draft_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """As readers will see it. An editor who looks along at something submitted is logged."""
    draft = Draft.objects.select_related("project__region", "page").filter(pk=pk).first()
    if draft is None or not (
        Draft.objects.visible_to(request.viewer).filter(pk=pk).exists() or can(request.viewer, "preview", draft)
    ):
        raise Http404
    if not Draft.objects.visible_to(request.viewer).filter(pk=pk).exists():
        log(draft.project, "staalkaart.practice_looked_in", user=request.user, data={"title": draft.title})
    return render(request, "practices/draft_preview.html", {"draft": draft, **preview_context(draft, request.viewer)})


@never_cache
@require_POST
def draft_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The buttons of the last step: share, hand in, give back, offer, throw away."""
    draft = find_draft(request, pk)
    verb = request.POST.get("_doe", "")
    try:
        if verb in ACTS:
            return ACTS[verb](request, draft)
    except drafting.Incomplete as lacking:
        for row in lacking.missing:
            messages.error(request, row.words)
        return redirect("practices:draft_step", draft.pk, lacking.missing[0].step)
    except drafting.NotWritable:
        messages.warning(request, _("Iemand was je voor: dit klad werd intussen al verwerkt."))
        return redirect("practices:draft_list")
    return redirect("practices:draft_step", draft.pk, STEPS[-1].slug)


def _publish(request: HttpRequest, draft: Draft) -> HttpResponse:
    require(request, "publish", draft)
    if waiting := own_unsaved(request, draft):
        messages.warning(request, _("Hier staat nog tekst van jou die niet in het klad zit. Kijk ze na en ga verder."))
        return redirect("practices:draft_step", draft.pk, waiting[0].slug)
    page = drafting.publish(draft=draft, by=request.user)
    messages.success(request, _("Gedeeld met het netwerk. Bedankt: iemand bespaart hiermee een omweg."))
    return redirect(page.url)


def _submit(request: HttpRequest, draft: Draft) -> HttpResponse:
    require(request, "write", draft)
    if draft.is_proposal:
        raise Http404
    drafting.submit(draft=draft, by=request.user)
    messages.success(request, _("Ingediend bij je coördinator. Je krijgt bericht."))
    return redirect("practices:draft_list")


def _hand_back(request: HttpRequest, draft: Draft) -> HttpResponse:
    require(request, "publish", draft)
    reason = posted_reason(request)
    if not reason:
        messages.error(request, _("Zeg in een zin wat er nog moet gebeuren."))
        return redirect("practices:draft_step", draft.pk, "nakijken")
    drafting.hand_back(draft=draft, by=request.user, reason=reason)
    messages.success(request, _("Teruggegeven, met je vraag erbij."))
    return redirect("practices:draft_list")


def _throw_away(request: HttpRequest, draft: Draft) -> HttpResponse:
    require(request, "write", draft)
    drafting.throw_away(draft=draft, by=request.user)
    messages.success(request, _("Het klad is weg."))
    return redirect("practices:draft_list")


def _offer(request: HttpRequest, draft: Draft) -> HttpResponse:
    from .. import keeping

    require(request, "offer", draft)
    try:
        keeping.offer(draft=draft, by=request.user, reason=posted_reason(request))
    except keeping.NothingChanged:
        Draft.objects.filter(pk=draft.pk).update(reason=posted_reason(request))  # it stands there when one comes back
        messages.error(request, _("Je voorstel zegt hetzelfde als wat er staat. Wijzig eerst iets."))
        return redirect("practices:draft_step", draft.pk, "nakijken")
    messages.success(request, _("Voorgesteld aan %(project)s. Zij beslissen.") % {"project": draft.project})
    return redirect(draft.page.url)


def posted_reason(request: HttpRequest) -> str:
    return cleaned(request.POST).get("reden", "").strip()[:1000]


ACTS = {
    "delen": _publish,
    "indienen": _submit,
    "teruggeven": _hand_back,
    "weggooien": _throw_away,
    "voorstellen": _offer,
}
