"""The buttons of a trajectory: an address and a service for each, and a clear word when it is not the time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from forums.intervision import case_intake, closing, errors, phases, posting, proposed_points, swapping
from forums.intervision.choices import Role
from forums.intervision.models import Method, Trajectory
from forums.intervision.views.trajectory import chosen_users, find_trajectory
from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text, whole_number
from staalkaart.learning.models import LearningPoint
from staalkaart.members.permissions import member_object


def on_trajectory(act: Callable[[Request, Trajectory], None]) -> Callable[..., HttpResponse]:
    """An act on a trajectory that one sees. What the machine refuses is said in words; two who press at once make one step."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        trajectory = find_trajectory(request, pk)
        try:
            act(request, trajectory)
        except errors.Refused as refused:
            messages.error(request, refused.words)
        except errors.MovedOn:
            messages.warning(request, _("Iemand anders was je net voor. Kijk waar het traject nu staat."))
        if not Trajectory.objects.visible_to(request.viewer).filter(pk=pk).exists():
            return redirect("intervision:overview")
        return redirect(trajectory)

    return view


def _seen(request: Request) -> int:
    return whole_number(request.POST.get("_versie", ""))


def _text(request: Request, trajectory: Trajectory, most: int = 300) -> str:
    """A short posted text that the group reads."""
    return short_text(request, "tekst", most)


# --- before the start ------------------------------------------------------------------------------------------------
@on_trajectory
def trajectory_assemble(request: Request, trajectory: Trajectory) -> None:
    users = chosen_users(request)
    if "geen_leidinggevende" not in request.POST:
        messages.error(
            request, _("Verklaar eerst dat niemand de leidinggevende van een ander is. Er is niets gewijzigd.")
        )
        return
    case_intake.assemble(trajectory=trajectory, by=request.user, users=users)
    messages.success(request, _("De inbrenger krijgt de namen te zien. Daarna kan je starten."))


@on_trajectory
def trajectory_participants_add(request: Request, trajectory: Trajectory) -> None:
    case_intake.add_participants(trajectory=trajectory, by=request.user, users=chosen_users(request))


@on_trajectory
def trajectory_names_settle(request: Request, trajectory: Trajectory) -> None:
    keep = {user.pk for user in chosen_users(request)}
    shown = trajectory.seats.current().filter(role=Role.PARTICIPANT).values_list("user", flat=True)
    case_intake.settle_names(trajectory=trajectory, by=request.user, without=[pk for pk in shown if pk not in keep])
    messages.success(request, _("Genoteerd. De begeleider kan starten."))


@on_trajectory
def trajectory_start(request: Request, trajectory: Trajectory) -> None:
    case_intake.start(trajectory=trajectory, by=request.user, seen=_seen(request))
    messages.success(request, _("Het traject loopt. Iedereen kreeg bericht."))


# --- while it runs ---------------------------------------------------------------------------------------------------
@on_trajectory
def trajectory_phase_advance(request: Request, trajectory: Trajectory) -> None:
    phase = phases.advance(trajectory=trajectory, by=request.user, seen=_seen(request))
    messages.success(request, _("Nu: %(phase)s. Iedereen kreeg bericht.") % {"phase": phase.label})


@on_trajectory
def trajectory_phase_go_on(request: Request, trajectory: Trajectory) -> None:
    phase = phases.advance(trajectory=trajectory, by=request.user, seen=_seen(request), go_on=True)
    messages.success(request, _("Nu: %(phase)s. Iedereen kreeg bericht.") % {"phase": phase.label})


@on_trajectory
def trajectory_phase_back(request: Request, trajectory: Trajectory) -> None:
    reason = _text(request, trajectory)
    if not reason:
        messages.error(request, _("Zeg in een zin waarom je teruggaat. De groep leest die."))
        return
    phases.go_back(trajectory=trajectory, by=request.user, reason=reason, seen=_seen(request))


@on_trajectory
def trajectory_pause(request: Request, trajectory: Trajectory) -> None:
    phases.pause(trajectory=trajectory, by=request.user, seen=_seen(request))


@on_trajectory
def trajectory_resume(request: Request, trajectory: Trajectory) -> None:
    phases.resume(trajectory=trajectory, by=request.user, seen=_seen(request))


@on_trajectory
def trajectory_extend(request: Request, trajectory: Trajectory) -> None:
    days = whole_number(request.POST.get("dagen", "")) or 2
    phases.extend(trajectory=trajectory, by=request.user, workdays=days, seen=_seen(request))
    messages.success(request, _("Verlengd. Iedereen kreeg bericht."))


@on_trajectory
def trajectory_nudge(request: Request, trajectory: Trajectory) -> None:
    count = phases.nudge(trajectory=trajectory, by=request.user)
    if count:
        words = ngettext("%(n)s persoon kreeg een duwtje.", "%(n)s mensen kregen een duwtje.", count)
        messages.success(request, words % {"n": count})
    else:
        messages.warning(request, _("Vandaag ging er al een duwtje uit, of niemand wordt verwacht."))


@on_trajectory
def trajectory_late_post_let_in(request: Request, trajectory: Trajectory) -> None:
    posting.let_in(trajectory=trajectory, by=request.user, pk=whole_number(request.POST.get("bijdrage", "")))


# --- the end ---------------------------------------------------------------------------------------------------------
@on_trajectory
def trajectory_summary_agree(request: Request, trajectory: Trajectory) -> None:
    pk, seen = whole_number(request.POST.get("samenvatting", "")), request.POST.get("_stempel", "")
    closing.agree_summary(trajectory=trajectory, by=request.user, pk=pk, seen=seen)
    messages.success(request, _("Je bent akkoord met de samenvatting."))


@on_trajectory
def trajectory_close(request: Request, trajectory: Trajectory) -> None:
    reason = _text(request, trajectory)
    if request.POST.get("tekst", "").strip() and not reason:
        return  # what was typed may not stand there; nothing is closed
    if reason:
        closing.note_no_point(trajectory=trajectory, by=request.user, reason=reason)
    closing.close(trajectory=trajectory, by=request.user, seen=_seen(request))
    messages.success(request, _("Afgerond. Over zes weken vragen we de inbrenger hoe het afliep."))


@on_trajectory
def trajectory_point_agree(request: Request, trajectory: Trajectory) -> None:
    with suppress(LearningPoint.DoesNotExist):
        point = proposed_points.agree(
            trajectory=trajectory, by=request.user, pk=whole_number(request.POST.get("leerpunt", ""))
        )
        if point.is_shared:
            messages.success(request, _("Gedeeld: het netwerk vindt dit leerpunt nu terug."))


@on_trajectory
def trajectory_point_drop(request: Request, trajectory: Trajectory) -> None:
    with suppress(LearningPoint.DoesNotExist):
        proposed_points.drop(trajectory=trajectory, by=request.user, pk=whole_number(request.POST.get("leerpunt", "")))


@on_trajectory
def trajectory_withdraw(request: Request, trajectory: Trajectory) -> None:
    closing.withdraw(trajectory=trajectory, by=request.user)
    messages.success(request, _("Ingetrokken. Alle tekst is gewist."))


@on_trajectory
def trajectory_case_hand_over(request: Request, trajectory: Trajectory) -> None:
    wanted = whole_number(request.POST.get("wie", ""))
    to = next((user for user in swapping.heirs(trajectory) if user.pk == wanted), None)
    if to is not None:
        swapping.swap_owner(trajectory=trajectory, by=request.user, to=to)
        messages.success(request, _("%(name)s is nu de inbrenger.") % {"name": to})


@on_trajectory
def trajectory_method_swap(request: Request, trajectory: Trajectory) -> None:
    method = Method.objects.filter(is_offered=True, pk=whole_number(request.POST.get("methode", ""))).first()
    if method is not None:
        swapping.swap_method(trajectory=trajectory, by=request.user, method=method)
        messages.success(request, _("Vanaf nu: %(method)s.") % {"method": method})
