"""The agenda editor beside the harvest board, one block at a time, and the fixed programmes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staalkaart.core.web.request import Request
from staalkaart.core.writing import autosave
from staalkaart.core.writing.forms import shown_values, whole_number
from staalkaart.learning.trail import visible
from staalkaart.members.permissions import member_object
from staalkaart.network_days import agenda, harvest_board, programme
from staalkaart.network_days.errors import CannotFix, NothingChanged, NotNow, StaleForm
from staalkaart.network_days.forms import BlockForm
from staalkaart.network_days.models import Block, NetworkDay
from staalkaart.network_days.views.finding import find_block, find_day, rights_on


@never_cache
@member_object
@require_safe
def agenda_editor(request: Request, pk: int) -> HttpResponse:
    """The board on the left, the day on the right."""
    day = find_day(request, pk, "prepare")
    fixed = day.programmes.first()
    context = {
        **rights_on(request, day),
        "board": harvest_board.board_of(day, request.viewer),
        "table": agenda.timetable_of(day),
        "fixed": fixed,
        "changes": programme.waiting_changes(day, fixed),
        "writable": day.state not in agenda.FROZEN_STATES,
    }
    return render(request, "network_days/agenda.html", context)


def on_agenda(act: Callable[[Request, NetworkDay], str]) -> Callable[..., HttpResponse]:
    """An act on the agenda by who prepares the day; it says where on the page one goes on."""

    @never_cache
    @member_object
    @require_POST
    @wraps(act)
    def view(request: Request, pk: int) -> HttpResponse:
        day = find_day(request, pk, "prepare")
        anchor = ""
        try:
            anchor = act(request, day)
        except NotNow:
            messages.warning(request, _("Dat kan nu niet: open eerst de inschrijving, of de dag is al voorbij."))
        except CannotFix:
            messages.error(request, _("Een leeg programma, of een dat over middernacht loopt, kan je niet vastleggen."))
        except NothingChanged:
            messages.warning(request, _("Er is niets veranderd sinds de vorige versie."))
        return redirect(f"{day.get_absolute_url()}agenda/{anchor}")

    return view


@on_agenda
def programme_fix(request: Request, day: NetworkDay) -> str:
    version = programme.fix(day=day, by=request.user)
    messages.success(request, _("Versie %(n)s ligt vast. Wie ze aangaat, krijgt bericht.") % {"n": version.number})
    return ""


@on_agenda
def block_add(request: Request, day: NetworkDay) -> str:
    block = agenda.add_block(day=day, values={"title": _("Nieuw blok"), "minutes": 30, "working_form": "anders"})
    return f"#b{block.pk}"


@on_agenda
def harvest_take_up(request: Request, day: NetworkDay) -> str:
    """From the board beside the agenda; dropped at a place, or at the end."""
    item = harvest_board.find_item(day, request.viewer, request.POST.get("uid", "")[:60])
    if item is None:
        return ""
    block = harvest_board.take_up(day=day, item=item)
    if request.POST.get("naar"):
        agenda.move_block(block=block, to=whole_number(request.POST["naar"]))
    return f"#b{block.pk}"


def _posted_block(request: Request, day: NetworkDay) -> Block | None:
    """None when a colleague took it out meanwhile."""
    return Block.objects.filter(pk=whole_number(request.POST.get("blok", "")), day=day).first()


def _step(request: Request, day: NetworkDay, by: int) -> str:
    block = _posted_block(request, day)
    if block is None:
        return ""
    agenda.step_block(block=block, by=by)
    return f"#b{block.pk}"


@on_agenda
def block_earlier(request: Request, day: NetworkDay) -> str:
    return _step(request, day, -1)


@on_agenda
def block_later(request: Request, day: NetworkDay) -> str:
    return _step(request, day, 1)


@on_agenda
def block_move(request: Request, day: NetworkDay) -> str:
    block = _posted_block(request, day)
    if block is None:
        return ""
    agenda.move_block(block=block, to=whole_number(request.POST.get("naar", "")))
    return f"#b{block.pk}"


@on_agenda
def block_remove(request: Request, day: NetworkDay) -> str:
    """With text in it only from the block's own screen, where one sees what goes."""
    block = _posted_block(request, day)
    if block is None:
        return ""
    if "zeker" not in request.POST and (block.text or block.materials or block.notes.exists()):
        messages.warning(request, _("In dit blok staat nog tekst. Kijk ze na en haal het blok hier weg."))
        return f"{block.pk}/#weg"
    agenda.remove_block(block=block)
    messages.success(request, _("“%(title)s” staat niet meer in de agenda.") % {"title": block.title})
    return ""


# --- one block -------------------------------------------------------------------------------------------------------
def _key(block: Block) -> str:
    return f"day-block:{block.pk}"


@never_cache
@member_object
@require_http_methods(["GET", "HEAD", "POST"])
def block_edit(request: Request, pk: int, block: int) -> HttpResponse:
    """What was typed and not saved comes back, on whatever device."""
    found = find_block(request, pk, block)
    if found is None:  # a colleague took it out
        raise Http404
    kept = autosave.buffer_of(request.user, _key(found))
    base = found.stamp
    theirs = None
    if request.method == "POST":
        form = BlockForm(request.POST, instance=found)
        if form.is_valid():
            answer = _saved(request, found.pk, form)
            if answer is not None:
                return answer
            theirs = Block.objects.get(pk=found.pk)
        autosave.keep_refused(user=request.user, key=_key(found), data=autosave.posted_fields(request), base=base)
        kept = autosave.buffer_of(request.user, _key(found))
    else:
        form = BlockForm(autosave.as_posted(kept), instance=found) if kept else BlockForm(instance=found)
    names = visible([row.uid for row in found.links.all()], request.viewer)
    links = [(row.uid, *_named(names, row.uid)) for row in found.links.all()]
    context = {
        **rights_on(request, found.day),
        "part": found,
        "form": form,
        "links": links,
        "kept": kept,
        # of the text that was typed over: a colleague's later one is never replaced unseen
        "base": kept.base if kept and not theirs else Block.objects.values_list("stamp", flat=True).get(pk=found.pk),
        "theirs": theirs,
        "their_fields": shown_values(BlockForm(instance=theirs)) if theirs else None,
        "form_of": agenda.working_forms().get(found.working_form),
    }
    refused = request.method == "POST" and form.errors
    return render(request, "network_days/block_form.html", context, status=409 if theirs else 422 if refused else 200)


def _named(names: dict[str, tuple[Any, Any]], uid: str) -> tuple[str, str]:
    """(title, address) of a linked thing; what this viewer may not see has neither."""
    if uid not in names:
        return "", ""
    source, obj = names[uid]
    return source.text(obj)[0], source.url(obj)


def _saved(request: Request, pk: int, form: BlockForm) -> HttpResponse | None:
    row = Block.objects.select_related("day").get(pk=pk)
    try:
        agenda.change_block(block=row, values=form.values, base=whole_number(request.POST.get("_base", "")))
    except StaleForm:
        form.add_error(
            None, _("Een collega bewaarde dit blok intussen. Dit is wat jij typte; kijk na en bewaar opnieuw.")
        )
        return None
    except NotNow:
        form.add_error(None, _("De dag is voorbij; de agenda ligt vast."))
        return None
    for uid in request.POST.getlist("los"):
        agenda.unlink(block=row, uid=uid[:60])
    autosave.drop(user=request.user, key=_key(row))
    messages.success(request, _("Bewaard."))
    return redirect(f"{row.day.get_absolute_url()}agenda/#b{row.pk}")


@never_cache
@member_object
@require_POST
def block_keep(request: Request, pk: int, block: int) -> HttpResponse:
    found = find_block(request, pk, block)
    if found is None:
        raise Http404
    return autosave.answer(request, _key(found), base_now=found.stamp, now=lambda: BlockForm(instance=found))


# --- fixed versions --------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def programme_version(request: Request, pk: int, number: int) -> HttpResponse:
    day = find_day(request, pk)
    row = get_object_or_404(day.programmes.select_related("by"), number=min(number, 30_000))
    context = {
        **rights_on(request, day),
        "row": row,
        "others": day.programmes.exclude(pk=row.pk),
        "is_latest": row == day.programmes.first(),
    }
    return render(request, "network_days/programme.html", context)
