"""/netwerkdagen/: the list, a day, making and changing one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.web.request import Request
from staalkaart.core.writing.forms import short_text, shown_values, whole_number
from staalkaart.learning.trail import trails_of
from staalkaart.members.models import Grant, Region, User
from staalkaart.members.permissions import member_object, member_screen, regions_led
from staalkaart.network_days import dashboard, evaluation, planning, programme
from staalkaart.network_days.agenda import timetable_of
from staalkaart.network_days.attendance import points_of
from staalkaart.network_days.choices import ROAD, State
from staalkaart.network_days.errors import NoDate, NotNow, StaleForm
from staalkaart.network_days.forms import DayForm
from staalkaart.network_days.models import NetworkDay, Registration, Report
from staalkaart.network_days.months import months_of
from staalkaart.network_days.permissions import proposes_days, starts_days
from staalkaart.network_days.views.finding import find_day, rights_on
from staalkaart.network_days.waiting_list import free_seats, place_in_queue

PER_PAGE, MOST_AHEAD = 12, 40
REASON_MAX = 300
TEXTS = ("title", "intro", "access", "transport", "childcare")


@require_safe
def day_list(request: Request) -> HttpResponse:
    """What comes and what was, by region when asked."""
    rows = NetworkDay.objects.visible_to(request.viewer).for_listing()
    region = request.GET.get("regio", "")[:80]
    if region:
        rows = rows.filter(region__slug=region)
    past = rows.past().order_by("-date").select_related("region", "report")
    ahead = list(rows.ahead().order_by("date")[:MOST_AHEAD])
    context = {
        "ahead": ahead,
        "cancelled": list(rows.filter(state=State.CANCELLED).order_by("-date")[:3]),
        "page": Paginator(past, PER_PAGE).get_page(request.GET.get("pagina")),
        "regions": list(Region.objects.all()),
        "asked": region,
        "may_start": starts_days(request.viewer),
        "may_propose": proposes_days(request.viewer),
        "led": list(Region.objects.filter(pk__in=regions_led(request.viewer))) if regions_led(request.viewer) else [],
        "months": months_of(ahead),
        "readable": set(Report.objects.visible_to(request.viewer).values_list("day_id", flat=True)[:500]),
    }
    return render(request, "network_days/day_list.html", context)


@never_cache
@require_safe
def day_detail(request: Request, pk: int) -> HttpResponse:
    day = find_day(request, pk)
    return render(request, "network_days/day_detail.html", _detail(request, day))


def _detail(request: Request, day: NetworkDay) -> dict[str, Any]:
    context = rights_on(request, day)
    fixed = day.programmes.first()
    mine = (
        None if request.viewer.is_visitor else Registration.objects.filter(day=day, user=request.viewer.user_id).first()
    )
    context |= {
        "road": _road(day),
        "fixed": fixed,
        "table": None if fixed or not (context["takes_part"] or context["prepares"]) else timetable_of(day),
        "changes": programme.waiting_changes(day, fixed) if context["prepares"] else [],
        "free": free_seats(day),
        "mine": mine,
        "queue": place_in_queue(mine) if mine else 0,
        "report": Report.objects.visible_to(request.viewer).filter(day=day).first(),
        "may_answer": evaluation.may_answer(day, request.viewer.user_id),
        "points": points_of(day, request.viewer) if day.is_past else [],
        "trail": trails_of([day.search_uid], request.viewer)[day.search_uid],
        "todo": dashboard.todo_list(day) if context["prepares"] and not day.is_past else [],
        "leaders": _leaders(day) if context["prepares"] else [],
        "poll_open": day.date is None and day.poll_dates.exists(),
    }
    return context


def _leaders(day: NetworkDay) -> list[tuple[User, bool]]:
    """Everybody who facilitates somewhere, and whether they do this day."""
    rows = Grant.objects.current().of_kind("region").filter(role=Grant.Role.FACILITATOR).values("user")
    named = set(day.facilitators.values_list("pk", flat=True))
    return [(user, user.pk in named) for user in User.objects.filter(pk__in=rows, is_active=True).order_by("name")]


def _road(day: NetworkDay) -> list[tuple[str, bool, bool]]:
    """(words, is it behind us, are we here) of every step."""
    if day.state == State.CANCELLED:
        return [(str(State.CANCELLED.label), False, True)]
    here = ROAD.index(State(day.state))
    return [(str(step.label), n < here, n == here) for n, step in enumerate(ROAD)]


# --- making and changing ---------------------------------------------------------------------------------------------
@never_cache
@member_screen
@require_http_methods(["GET", "HEAD", "POST"])
def day_new(request: Request) -> HttpResponse:
    """A facilitator starts a day; a coordinator proposes one."""
    if not proposes_days(request.viewer):
        raise Http404
    proposed = not starts_days(request.viewer)
    form = DayForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if form.is_bound and form.is_valid():
        day = planning.start_day(by=request.user, values=form.values, proposed=proposed)
        messages.success(
            request,
            _("Je voorstel ligt bij de begeleiders van je regio.")
            if proposed
            else _("De dag staat er. Nu nog een datum, een plek en een programma."),
        )
        return redirect(day)
    context = {"form": form, "proposed": proposed, "base": 0}
    return render(request, "network_days/day_form.html", context, status=422 if form.is_bound else 200)


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def day_edit(request: Request, pk: int) -> HttpResponse:
    """Everything for who prepares the day; the texts only for an editor."""
    day = find_day(request, pk, "edit")
    rights = rights_on(request, day)
    form = DayForm(request.POST if request.method == "POST" else None, viewer=request.viewer, instance=day)
    if not rights["prepares"]:
        for name in [name for name in form.fields if name not in TEXTS]:
            del form.fields[name]
    if form.is_bound and form.is_valid():
        fresh = NetworkDay.objects.get(pk=day.pk)  # the form already wrote what was typed on its own copy
        try:
            values = {name: value for name, value in form.values.items() if name in form.fields or name == "questions"}
            planning.change(day=fresh, by=request.user, values=values, base=whole_number(request.POST.get("_base", "")))
        except StaleForm:
            form.add_error(
                None, _("Een collega bewaarde deze dag intussen. Dit is wat jij typte; kijk na en bewaar opnieuw.")
            )
            context = {**rights, "form": form, "base": fresh.version, "theirs": fresh,
                       "their_fields": shown_values(DayForm(viewer=request.viewer, instance=fresh))}  # fmt: skip
            return render(request, "network_days/day_form.html", context, status=409)
        messages.success(request, _("Bewaard."))
        return redirect(fresh)
    context = {**rights, "form": form, "base": NetworkDay.objects.values_list("version", flat=True).get(pk=day.pk)}
    return render(request, "network_days/day_form.html", context, status=422 if form.is_bound else 200)


def on_day(act: Callable[[Request, NetworkDay], HttpResponse]) -> Callable[..., HttpResponse]:
    """A step on the road of a day, by who prepares it."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        day = find_day(request, pk, "prepare")
        try:
            return act(request, day)
        except NoDate:
            messages.error(
                request, _("Kies eerst een datum die nog komt en een plek (of een link). Dan kan de inschrijving open.")
            )
        except NotNow:
            messages.warning(request, _("Dat kan nu niet meer: de stand van deze dag veranderde intussen."))
        return redirect(day)

    return view


@on_day
def day_prepare(request: Request, day: NetworkDay) -> HttpResponse:
    planning.prepare(day=day, by=request.user)
    messages.success(request, _("De voorbereiding loopt. Leden kunnen stemmen op het oogstbord."))
    return redirect(day)


@on_day
def registration_open(request: Request, day: NetworkDay) -> HttpResponse:
    planning.open_registration(day=day, by=request.user)
    messages.success(request, _("De inschrijving is open. Wie de dag ziet, kreeg een melding."))
    return redirect(day)


@on_day
def day_finish(request: Request, day: NetworkDay) -> HttpResponse:
    if day.starts_at is None or not (day.is_today or day.starts_at < timezone.now()):
        messages.error(request, _("De dag moet nog komen."))
        return redirect(day)
    planning.finish(day=day, by=request.user)
    messages.success(request, _("De dag is voorbij. Het verslag is al voor je ingevuld."))
    return redirect(day)


@on_day
def day_call_off(request: Request, day: NetworkDay) -> HttpResponse:
    reason = short_text(request, "reden", REASON_MAX)
    problem = ""
    if not reason:
        problem = _("Zeg waarom de dag niet doorgaat. Er is nog niets verstuurd.")
    if problem:
        messages.error(request, problem)
        return render(request, "network_days/day_detail.html", {**_detail(request, day), "reason": reason}, status=422)
    planning.call_off(day=day, by=request.user, reason=reason)
    messages.success(request, _("De dag is afgelast. Iedereen op de lijst krijgt bericht."))
    return redirect(day)


@on_day
def day_clone(request: Request, day: NetworkDay) -> HttpResponse:
    copy = planning.clone(day=day, by=request.user)
    messages.success(
        request, _("De volgende dag staat klaar met dezelfde plek, uren en agenda. Kijk na wat anders moet.")
    )
    return redirect("network_days:day_edit", copy.pk)


@on_day
def task_tick(request: Request, day: NetworkDay) -> HttpResponse:
    key = request.POST.get("taak", "")
    if any(task.key == key for task in dashboard.TASKS):
        planning.tick_task(day=day, key=key, by=request.user, on="aan" in request.POST)
    return redirect(f"{day.get_absolute_url()}#taken")


@on_day
def facilitators_name(request: Request, day: NetworkDay) -> HttpResponse:
    keys = [whole_number(text) for text in request.POST.getlist("wie")]
    planning.name_facilitators(day=day, users=User.objects.filter(pk__in=keys))
    messages.success(request, _("Bewaard."))
    return redirect(day)
