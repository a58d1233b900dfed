"""A trajectory as its people see it: thread, turn strip, composers; and writing in it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from forums.intervision import errors, posting
from forums.intervision.case_intake import candidates
from forums.intervision.choices import ANSWER, KINDS, RATING, RATINGS, Role, State
from forums.intervision.forms import TextForm
from forums.intervision.machine import can_correct, can_edit, can_read
from forums.intervision.models import Contribution, Method, Trajectory
from forums.intervision.proposed_points import points_of
from forums.intervision.reading import Reading
from forums.intervision.state import missing, take_snapshot
from forums.intervision.swapping import heirs
from staalkaart.core.web.request import Request
from staalkaart.core.writing import autosave
from staalkaart.core.writing.forms import whole_number
from staalkaart.learning.models import LearningPoint
from staalkaart.members.models import User
from staalkaart.members.permissions import member_object


def find_trajectory(request: Request, pk: int) -> Trajectory:
    rows = Trajectory.objects.visible_to(request.viewer).select_related("circle", "method")
    return get_object_or_404(rows, pk=pk)


@never_cache
@member_object
@require_safe
def trajectory_detail(request: Request, pk: int) -> HttpResponse:
    trajectory = find_trajectory(request, pk)
    return trajectory_page(request, trajectory)


def trajectory_page(request: Request, trajectory: Trajectory, *, typed: tuple[str, TextForm] | None = None,
                    status: int = 200) -> HttpResponse:  # fmt: skip
    """The whole page; `typed` is a form that could not be taken, under its kind, with the text still in it."""
    reading = Reading(trajectory, request.viewer)
    if trajectory.state == State.DRAFT:
        return redirect("intervision:case_edit", trajectory.pk)
    if reading.emergency:
        log(trajectory, "staalkaart.intervision_glass", user=request.user)
    asked = request.GET.get("fase", "")
    number = whole_number(asked) - 1 if asked else None
    threads, part = reading.threads(number, request.GET.get("pagina"))
    context: dict[str, Any] = {
        "trajectory": trajectory,
        "reading": reading,
        "threads": threads,
        "part": part,
        "composers": _composers(request, reading, typed),
        "ratings": RATINGS.items(),
        "reply": whole_number(request.GET.get("op", "")),
        "summary": _summary(reading),
        "points": _points(reading),
        "refused": _refused(reading, typed),
    }
    if reading.owns or (reading.leads and (reading.may("swap"))):
        context["heirs"] = heirs(trajectory)
    if reading.leads and reading.may("swap"):
        context["methods"] = Method.objects.filter(is_offered=True).exclude(pk=trajectory.method_id)
    if trajectory.state == State.ANNOUNCED and reading.leads:
        context |= {"candidates": candidates(trajectory), "gaps": missing(trajectory)}
    if trajectory.state == State.ASSEMBLING and reading.leads:
        seated = {seat.user_id for seat in reading.seats}
        context["candidates"] = [user for user in candidates(trajectory) if user.pk not in seated]
    return render(request, "intervision/trajectory_detail.html", context, status=status)


def _composers(request: Request, reading: Reading, typed: tuple[str, TextForm] | None) -> list[dict[str, Any]]:
    """A form per kind that may be posted now, with what this person typed in it before."""
    trajectory, found = reading.trajectory, []
    keys = {kind.code: posting.buffer_key(trajectory, kind.code) for kind in reading.composers}
    buffers = {row.key: row for row in autosave.AutosaveBuffer.objects.filter(user=request.user, key__in=keys.values())}
    for kind in reading.composers:
        kept = buffers.get(keys[kind.code])
        form = typed[1] if typed and typed[0] == kind.code else TextForm(
            initial={"tekst": kept.data.get("tekst", [""])[0] if kept else ""}, auto_id=f"{kind.code}_%s"
        )  # fmt: skip
        found.append({"kind": kind, "form": form, "kept": kept, "stamp": kept.stamp if kept else 0, "key": keys[kind.code],
                      "answers": kind.code in {ANSWER, RATING}, "rates": kind.code == RATING,
                      "is_open": bool(kept) or bool(typed and typed[0] == kind.code) or len(reading.composers) == 1
                      or kind is reading.composers[0]})  # fmt: skip
    return found


def _refused(reading: Reading, typed: tuple[str, TextForm] | None) -> str:
    """Text that was sent and has no form here now: shown to be copied, so that it is not lost."""
    if typed is None or typed[0] in {kind.code for kind in reading.composers}:
        return ""
    return typed[1].data.get("tekst", "")


def _points(reading: Reading) -> list[LearningPoint]:
    """Learning points of this trajectory; what is not shared yet only for the two who decide."""
    if not (reading.snapshot.is_last or reading.trajectory.closed_at):
        return []
    rows = points_of(reading.trajectory)
    return rows if reading.leads or reading.owns else [row for row in rows if row.is_shared]


def _summary(reading: Reading) -> Contribution | None:
    keys = [pk for pk, fact in reading.readable if fact.kind == "samenvatting"]
    return Contribution.objects.filter(pk=keys[-1]).first() if keys else None


@never_cache
@member_object
@require_http_methods(["POST"])
def contribution_new(request: Request, pk: int, kind: str) -> HttpResponse:
    """Put text before the group, after the check; out of turn nothing is posted and the text comes back."""
    trajectory = find_trajectory(request, pk)
    if kind not in KINDS or not trajectory.has_text:
        raise Http404
    form = TextForm(
        request.POST, required=kind != RATING, auto_id=f"{kind}_%s", hides=hidden_writer(request, trajectory)
    )
    if not form.is_valid():
        _keep(request, trajectory, kind)
        return trajectory_page(request, trajectory, typed=(kind, form), status=422)
    try:
        row = posting.post(
            trajectory=trajectory, by=request.user, kind=kind, text=form.cleaned_data["tekst"],
            phase=whole_number(request.POST.get("_fase", "")) - 1, reply_to=whole_number(request.POST.get("op", "")) or None,
            rating=request.POST.get("waardering", ""),
        )  # fmt: skip
    except errors.Refused as refused:
        _keep(request, trajectory, kind)
        messages.error(request, _("%(why)s Je tekst staat hieronder nog.") % {"why": refused.words})
        return trajectory_page(request, find_trajectory(request, pk), typed=(kind, form), status=409)
    if row.is_late:
        messages.warning(
            request, _("De fase was net voorbij. Je tekst is bewaard; de begeleider beslist of hij erbij komt.")
        )
    return redirect(f"{trajectory.get_absolute_url()}#bijdrage-{row.anchor}")


def hidden_writer(request: Request, trajectory: Trajectory) -> int:
    """The number of who writes, when it is the hidden owner; 0 otherwise."""
    owner = trajectory.is_hidden and Role.OWNER in take_snapshot(trajectory).roles_of(request.viewer.user_id)
    return request.viewer.user_id or 0 if owner else 0


def _keep(request: Request, trajectory: Trajectory, kind: str, of: int = 0) -> None:
    key = posting.buffer_key(trajectory, kind, of)
    autosave.keep_refused(user=request.user, key=key, data=autosave.posted_fields(request), base=0)


def _own_contribution(request: Request, pk: int, post: int) -> tuple[Trajectory, Contribution, bool, bool]:
    """(trajectory, contribution, may it be changed, may it be added to)."""
    trajectory = find_trajectory(request, pk)
    row = get_object_or_404(Contribution.objects.select_related("phase"), pk=post, trajectory=trajectory)
    reading = Reading(trajectory, request.viewer)
    me = request.viewer.user_id
    if not can_read(reading.snapshot, me, row) or row.author_id != me:
        raise Http404
    return trajectory, row, can_edit(reading.snapshot, me, row), can_correct(reading.snapshot, me, row)


@never_cache
@member_object
@require_POST
def contribution_correct(request: Request, pk: int, post: int) -> HttpResponse:
    """Add to what can no longer be changed."""
    trajectory, row, edits, _corrects = _own_contribution(request, pk, post)
    return _write_again(request, trajectory, row, edits=edits, changes=False)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_edit(request: Request, pk: int, post: int) -> HttpResponse:
    """Change one's own while its phase lasts; afterwards the same screen adds to it."""
    trajectory, row, edits, corrects = _own_contribution(request, pk, post)
    if request.method == "POST":
        return _write_again(request, trajectory, row, edits=edits, changes=edits)
    if not (edits or corrects):
        raise Http404
    kept = autosave.buffer_of(request.user, posting.buffer_key(trajectory, row.kind, row.pk))
    typed = kept.data.get("tekst", [""])[0] if kept else (row.text if edits else "")
    form = TextForm(initial={"tekst": typed})
    return _edit_screen(request, trajectory, row, form, edits=edits, kept=kept)


def _edit_screen(request: Request, trajectory: Trajectory, row: Contribution, form: TextForm, *, edits: bool,
                 kept: Any = None, status: int = 200, theirs: str = "") -> HttpResponse:  # fmt: skip
    context = {"trajectory": trajectory, "row": row, "form": form, "edits": edits, "kept": kept,
               "stamp": kept.stamp if kept else 0, "key": posting.buffer_key(trajectory, row.kind, row.pk), "theirs": theirs,
               "their_fields": {"tekst": [theirs]} if theirs else None, "ratings": RATINGS.items()}  # fmt: skip
    return render(request, "intervision/contribution_form.html", context, status=status)


def _write_again(
    request: Request, trajectory: Trajectory, row: Contribution, *, edits: bool, changes: bool
) -> HttpResponse:
    form = TextForm(request.POST, required=row.kind != RATING, hides=hidden_writer(request, trajectory))
    if not form.is_valid():
        _keep(request, trajectory, row.kind, row.pk)
        return _edit_screen(request, trajectory, row, form, edits=edits, status=422)
    text = form.cleaned_data["tekst"]
    try:
        if changes:
            posting.edit(trajectory=trajectory, by=request.user, pk=row.pk, text=text, seen=request.POST.get("_base", "0"),
                         rating=request.POST.get("waardering", ""))  # fmt: skip
        else:
            posting.correct(trajectory=trajectory, by=request.user, pk=row.pk, text=text)
    except errors.MovedOn:
        _keep(request, trajectory, row.kind, row.pk)
        row.refresh_from_db()
        messages.warning(request, _("Je wijzigde dit intussen op een ander toestel. Beide teksten staan hieronder."))
        return _edit_screen(request, trajectory, row, form, edits=True, theirs=row.text, status=409)
    except errors.Refused as refused:
        _keep(request, trajectory, row.kind, row.pk)
        messages.error(
            request,
            _("%(why)s Je tekst staat hieronder nog; je kan hem als aanvulling plaatsen.") % {"why": refused.words},
        )
        return _edit_screen(request, trajectory, row, form, edits=False, status=409)
    return redirect(f"{trajectory.get_absolute_url()}#bijdrage-{row.anchor}")


def chosen_users(request: Request) -> list[User]:
    keys = [whole_number(text) for text in request.POST.getlist("wie")]
    return list(User.objects.filter(pk__in=keys, is_active=True))
