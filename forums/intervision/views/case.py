"""Writing a case: a draft that only its owner opens, saved while one types, and announced when it is complete."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from forums.intervision import case_intake, errors
from forums.intervision.choices import BEFORE_START, State
from forums.intervision.forms import CaseForm
from forums.intervision.models import Circle, Trajectory
from forums.intervision.posting import buffer_key
from forums.intervision.state import missing, take_snapshot
from staalkaart.core.access import can
from staalkaart.core.web.request import Request
from staalkaart.core.writing import autosave
from staalkaart.core.writing.forms import shown_values, whole_number
from staalkaart.learning.models import Challenge
from staalkaart.members.permissions import member_object, member_screen, projects_worked_on

CASE = "geval"


@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: Request) -> HttpResponse:
    """First the danger line, then a draft. In a circle that one leads oneself, it is somebody else's case."""
    circle = Circle.objects.filter(pk=_asked(request, "kring")).first()
    if circle is not None and not (can(request.viewer, "bring", circle) or can(request.viewer, "lead", circle)):
        raise Http404
    leads = circle is not None and can(request.viewer, "lead", circle)
    if not (request.viewer.has_role("facilitator") or projects_worked_on(request.viewer)):
        raise Http404
    if request.method == "POST":
        challenge = Challenge.objects.visible_to(request.viewer).filter(pk=_asked(request, "uitdaging")).first()
        draft = case_intake.start_draft(by=request.user, circle=circle, on_behalf=leads, challenge=challenge)
        return redirect("intervision:case_edit", draft.pk)
    context = {"circle": circle, "on_behalf": leads, "challenge": _asked(request, "uitdaging")}
    return render(request, "intervision/case_new.html", context)


def _asked(request: Request, name: str) -> int:
    return whole_number(request.POST.get(name, "") or request.GET.get(name, ""))


def find_case(request: Request, pk: int) -> Trajectory:
    """One's own case, before the group started."""
    trajectory = get_object_or_404(
        Trajectory.objects.visible_to(request.viewer).select_related("circle", "method"), pk=pk
    )
    if trajectory.state not in BEFORE_START or "owner" not in take_snapshot(trajectory).roles_of(
        request.viewer.user_id
    ):
        raise Http404
    return trajectory


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def case_edit(request: Request, pk: int) -> HttpResponse:
    trajectory = find_case(request, pk)
    key = buffer_key(trajectory, CASE)
    kept = autosave.buffer_of(request.user, key)
    if request.method == "POST":
        return _save(request, trajectory, key)
    form = case_form(request, trajectory, kept)
    return _render(request, trajectory, form, kept)


@never_cache
@member_object
@require_POST
def case_announce(request: Request, pk: int) -> HttpResponse:
    """Save what was typed and hand it to the facilitator."""
    trajectory = find_case(request, pk)
    return _save(request, trajectory, buffer_key(trajectory, CASE), announcing=True)


def case_form(request: Request, trajectory: Trajectory, kept=None, data=None) -> CaseForm:
    initial = {
        name: values if len(values) > 1 else values[0] for name, values in (kept.data if kept else {}).items() if values
    }
    if kept:  # a box that is not ticked is not posted
        initial = {name: name in kept.data for name in BOXES} | initial
    return CaseForm(
        data, instance=trajectory, viewer=request.viewer, on_behalf=trajectory.is_on_behalf, initial=initial
    )


BOXES = ("no_danger", "own_project_too", "organisation_agrees", "nobody_recognisable")


def _render(
    request: Request,
    trajectory: Trajectory,
    form: CaseForm,
    kept=None,
    status: int = 200,
    theirs: Trajectory | None = None,
) -> HttpResponse:
    context = {"form": form, "trajectory": trajectory, "kept": kept, "stamp": kept.stamp if kept else 0,
               "is_draft": trajectory.state == State.DRAFT, "key": buffer_key(trajectory, CASE), "kind": CASE,
               "theirs": theirs,
               "their_fields": shown_values(case_form(request, theirs)) if theirs else None}  # fmt: skip
    return render(request, "intervision/case_form.html", context, status=status)


def _save(request: Request, trajectory: Trajectory, key: str, *, announcing: bool = False) -> HttpResponse:
    """Keep the case, and announce it when asked. What could not be taken stays typed."""
    form = case_form(request, trajectory, data=request.POST)
    valid = form.is_valid()
    if not valid:
        autosave.keep_refused(user=request.user, key=key, data=autosave.posted_fields(request), base=trajectory.version)
        return _render(
            request, Trajectory.objects.get(pk=trajectory.pk), form, autosave.buffer_of(request.user, key), 422
        )
    fresh = Trajectory.objects.get(pk=trajectory.pk)
    try:
        seen = whole_number(request.POST.get("_base", ""))
        saved = case_intake.save_case(trajectory=fresh, by=request.user, values=form.cleaned_data, seen=seen)
        autosave.drop(user=request.user, key=key)
        if announcing:
            return _announce(request, saved, form)
    except errors.MovedOn:
        autosave.keep_refused(user=request.user, key=key, data=autosave.posted_fields(request), base=fresh.version)
        messages.warning(
            request, _("Je bewaarde deze casus intussen op een ander toestel. Beide teksten staan hieronder.")
        )
        return _render(request, fresh, form, autosave.buffer_of(request.user, key), 409, theirs=fresh)
    except errors.Refused as refused:
        messages.error(request, refused.words)
        return _render(request, fresh, form, status=422)
    messages.success(request, _("Bewaard. Enkel jij kan dit lezen.") if saved.state == State.DRAFT else _("Bewaard."))
    return redirect("intervision:case_edit", saved.pk)


FIELD_WORDS = {
    "title": gettext_lazy("titel"),
    "question": gettext_lazy("vraag"),
    "case": gettext_lazy("casus"),
    "circle_id": gettext_lazy("kring"),
    "method_id": gettext_lazy("methode"),
    "organisation_agrees": gettext_lazy("akkoord van je organisatie"),
    "nobody_recognisable": gettext_lazy("nagelezen op herkenbaarheid"),
    "no_danger": gettext_lazy("niemand in gevaar"),
    "person_knows": gettext_lazy("weet de persoon het?"),
    "person_reason": gettext_lazy("waarom niet?"),
}


def _announce(request: Request, trajectory: Trajectory, form: CaseForm) -> HttpResponse:
    if gaps := missing(trajectory):
        words = ", ".join(str(FIELD_WORDS[name]) for name in gaps)
        messages.error(
            request, _("Bijna: vul dit nog aan om aan te kondigen: %(what)s. Je casus is bewaard.") % {"what": words}
        )
        return _render(request, trajectory, form, status=422)
    linked = trajectory.challenge_id
    try:
        announced = case_intake.announce(trajectory=trajectory, by=request.user)
    except errors.WouldBeFound:
        words = _(
            "In deze kring zou men je vinden door te tellen: er zijn te weinig andere projecten of gemeenten. Kies een kring elders, "
            "of breng je casus met je naam in. Je casus is bewaard."
        )
        messages.error(request, words)
        return _render(request, trajectory, form, status=422)
    except errors.NamesItsOwner:
        words = _(
            "De titel is die van een uitdaging van je eigen project: zo weet iedereen van wie de casus is. Geef een andere titel. "
            "Je casus is bewaard."
        )
        messages.error(request, words)
        return _render(request, trajectory, form, status=422)
    if linked and announced.challenge_id is None:
        messages.warning(
            request, _("De band met de uitdaging van je project is weggehaald: ze zou zeggen van wie de casus is.")
        )
    messages.success(
        request, _("Aangekondigd. De begeleider stelt een groep samen; jij ziet de namen voor iemand leest.")
    )
    return redirect(trajectory)
