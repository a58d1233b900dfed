"""Network days in the world of the access matrix: a day of the network, one of the region only, one elsewhere, and two that are over."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from access_identities import EVERYBODY, INSIDE, NOBODY, REGION, Sample, World

LEADS = frozenset({"facilitator"})
PREPARES = LEADS | {"admin"}
TAKES_PART = REGION | {"partner"}
GONE = {"pk": 999_999}


def days(world: World) -> None:
    shown = _day(world, "noordoost", "network", INSIDE)
    closed = _day(world, "noordoost", "region", REGION | {"admin"})
    public = _day(world, "noordoost", "public", EVERYBODY)
    elsewhere = _day(world, "west", "network", INSIDE)
    told, untold = _over(world, published=True), _over(world, published=False)
    _what_people_need(world, shown)
    reads = {
        shown: INSIDE,
        closed: REGION | {"admin"},
        public: EVERYBODY,
        elsewhere: INSIDE,
        told: INSIDE,
        untold: INSIDE,
    }
    _everywhere(world, reads)
    _for_who_prepares(world, {shown: PREPARES, closed: PREPARES, elsewhere: frozenset({"admin"})})
    _for_who_takes_part(world, shown, closed, elsewhere)
    _afterwards(world, told, untold)
    world.samples["network_days:region"] = [
        Sample({"slug": "noordoost"}, LEADS, {"slug": "bestaat-niet"}),
        Sample({"slug": "west"}, NOBODY, {"slug": "bestaat-niet"}),
    ]


def _user(login: str) -> Any:
    from staalkaart.members.models import User

    return User.objects.get(email=f"{login}@demo.example")


def _day(world: World, region: str, audience: str, who: frozenset[str], *, ahead: int = 50) -> Any:
    from django.utils import timezone

    from staalkaart.core.access import set_audience
    from staalkaart.members.models import Region
    from staalkaart.network_days import agenda, planning, programme

    by, where = _user("begeleider"), Region.objects.get(slug=region)
    values = {
        "title": world.canary("dag", who), "region": where, "date": timezone.localdate() + timedelta(days=ahead), "start": time(10),
        "end": time(15), "venue": world.canary("plek", who), "capacity": 200, "link": "https://praat.example/kanariekamer",
    }  # fmt: skip
    day = planning.open_registration(day=planning.start_day(by=by, values=values), by=by)
    block = {
        "title": world.canary("blok", who),
        "minutes": 60,
        "working_form": "rondje",
        "text": world.canary("draaiboek", NOBODY),
    }
    if region == "noordoost":
        world.canaries[block["text"]] = PREPARES
    else:
        world.canaries[block["text"]] = frozenset({"admin"})
    agenda.add_block(day=day, values=block)
    programme.fix(day=day, by=by)
    if region != "noordoost":
        day.facilitators.clear()  # its region's own facilitators prepare it
    if audience != "network":
        set_audience(obj=day, audience=where.token if audience == "region" else audience, by=None)
    return day


def _what_people_need(world: World, day: Any) -> None:
    from staalkaart.members.models import Project, User
    from staalkaart.network_days import seats

    project = Project.objects.get(slug="netepaar")
    user = User.objects.filter(memberships__project=project).first()
    values = {
        "diet": world.canary("eten", LEADS), "access": world.canary("nodig", LEADS), "question": world.canary("stillevraag", LEADS),
        "carpool": "offers", "carpool_from": world.canary("vertrek", LEADS),
    }  # fmt: skip
    seats.register(day=day, user=user, project=project, values=values)
    other = User.objects.filter(memberships__project__slug="hasselduo").first()
    asked = {"question": world.canary("bordvraag", TAKES_PART | {"admin"}), "question_on_board": True}
    seats.register(day=day, user=other, project=Project.objects.get(slug="hasselduo"), values=asked)


def _over(world: World, *, published: bool) -> Any:
    """Yesterday's: lid was there, notes were made, a report waits or was published."""
    from django.utils import timezone

    from staalkaart.members.models import Project
    from staalkaart.network_days import attendance, planning, report, seats
    from staalkaart.network_days.models import NetworkDay

    day = _day(world, "noordoost", "network", INSIDE)
    lid, by = _user("lid"), _user("begeleider")
    seats.register(day=day, user=lid, project=Project.objects.get(slug="tweespan-antwerpen"), values={})
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=1))
    day.refresh_from_db()
    planning.finish(day=day, by=by)
    attendance.note(day=day, by=by, text=world.canary("notitie", INSIDE if published else PREPARES))
    attendance.agree_action(
        day=day, text=world.canary("actie", INSIDE if published else TAKES_PART | {"admin"}), owner=lid
    )
    written = report.report_of(day)
    if published:
        report.write_report(report=written, text=report.text_of(written), base=written.stamp, by=by)
        report.publish_report(report=written, by=by)
    return day


ACTS_OF_WHO_PREPARES = (
    "day_prepare", "registration_open", "day_finish", "day_call_off", "day_clone", "task_tick", "facilitators_name",
    "programme_fix", "block_add", "harvest_take_up", "block_earlier", "block_later", "block_move", "block_remove",
    "board_write", "board_take_up", "board_group", "board_hide", "board_show", "walk_in", "seat_give", "participant_remove",
)  # fmt: skip


# --- addresses -------------------------------------------------------------------------------------------------------
def _samples(rows: dict[Any, frozenset[str]], **extra: Any) -> list[Sample]:
    return [Sample({"pk": day.pk, **extra}, who, GONE | extra) for day, who in rows.items()]


def _letter(world: World, day: Any, leads: frozenset[str]) -> Sample:
    """A letter that one member got: theirs, and of who leads the day."""
    from staalkaart.network_days.models import DayLetter, LetterTo

    row = DayLetter.objects.create(day=day, by=_user("begeleider"), readers="region", subject="Brief",
                                   text=world.canary("brief", leads), count=1)  # fmt: skip
    seen = leads
    if _user("lid").as_viewer().tokens & {day.audience}:
        LetterTo.objects.create(day=day, letter=row, user=_user("lid"))
        seen = leads | {"member"}
        world.canaries[row.text] = seen
    return Sample({"pk": day.pk, "letter": row.pk}, seen, {"pk": day.pk, "letter": 999_999})


def _everywhere(world: World, reads: dict[Any, frozenset[str]]) -> None:
    world.samples["network_days:day"] = _samples(reads)
    world.samples["network_days:day_ics"] = _samples(reads)
    world.samples["network_days:programme"] = _samples(reads, number=1)


def _for_who_prepares(world: World, rows: dict[Any, frozenset[str]]) -> None:
    for name, extra in (
        ("agenda", {}), ("participants", {}), ("attendance", {}), ("tick", {}), ("today", {}), *((act, {}) for act in ACTS_OF_WHO_PREPARES),
        ("catch", {"sort": "notitie"}), ("figures", {"form": "csv"}),
    ):  # fmt: skip
        world.samples[f"network_days:{name}"] = _samples(rows, **extra)
    for name, sort in (("block", {}), ("block_keep", {}), ("catch_at", {"sort": "actie"})):
        world.samples[f"network_days:{name}"] = [
            Sample({"pk": day.pk, "block": day.blocks.first().pk, **sort}, who, GONE | {"block": 1} | sort)
            for day, who in rows.items()
        ]
    for name in ("letters", "letter_preview", "letter_try", "letter_send", "calls_switch"):
        world.samples[f"network_days:{name}"] = _samples({day: who & LEADS for day, who in rows.items()})
    world.samples["network_days:letter"] = [_letter(world, day, who & LEADS) for day, who in rows.items()]
    first = next(iter(rows))
    others = [day for day in rows if day != first]
    world.samples["network_days:day_edit"] = [
        Sample({"pk": first.pk}, PREPARES | {"editor"}, GONE),
        Sample({"pk": others[0].pk}, PREPARES, GONE),  # a day of the region is not the editor's to see
        Sample({"pk": others[1].pk}, frozenset({"admin", "editor"}), GONE),
    ]


def _for_who_takes_part(world: World, shown: Any, closed: Any, elsewhere: Any) -> None:
    there = frozenset({"other_project", "partner"})
    for name in ("register", "offer_accept", "registration_cancel", "registration_pass_on"):
        world.samples[f"network_days:{name}"] = _samples({shown: TAKES_PART, closed: REGION, elsewhere: there})
    for name in ("board", "poll", "board_vote", "board_unvote"):
        rows = {shown: TAKES_PART | {"admin"}, closed: REGION | {"admin"}, elsewhere: there | {"admin"}}
        world.samples[f"network_days:{name}"] = _samples(rows)


def _afterwards(world: World, told: Any, untold: Any) -> None:
    joined = TAKES_PART | {"admin"}
    for name in ("actions", "feedback"):
        world.samples[f"network_days:{name}"] = _samples({told: joined, untold: joined})
    world.samples["network_days:report"] = _samples({told: INSIDE, untold: NOBODY})
    for name in ("report_edit", "report_keep"):
        world.samples[f"network_days:{name}"] = _samples({told: PREPARES | {"editor"}, untold: PREPARES})
    world.samples["network_days:report_publish"] = _samples({told: PREPARES, untold: PREPARES})
    world.samples["network_days:pack"] = [
        *_samples({told: frozenset({"member", "facilitator"})}, sort="deelnemer"),
        *_samples({told: LEADS}, sort="tekenlijst"),
    ]
