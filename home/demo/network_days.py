"""The demo's network days, walked through the services with the clock turned back. Everybody and every place is made up."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from home.demo.content_files import read_demo
from home.demo.intervision import person
from home.demo.records import Ledger, mailed_to_nobody
from staalkaart.knowledge.models import Theme
from staalkaart.members.models import Membership, Region, User
from staalkaart.network_days import agenda, attendance, date_poll, harvest_board, planning, programme, report, seats
from staalkaart.network_days.choices import Sort
from staalkaart.network_days.models import NetworkDay, Registration, ThanksSent
from staalkaart.notifications.models import Notification


@mailed_to_nobody()
def load(ledger: Ledger, progress) -> None:
    data = read_demo("network_days.yaml")
    for row in data["dagen"]:
        ledger.once(f"day:{row['sleutel']}", partial(_walk, row))
    progress()


def _time(text: str) -> time:
    return datetime.strptime(text, "%H:%M").time()


def _walk(row: dict[str, Any]) -> None:
    lead = person(row["begeleider"])
    day = _made(row, lead)
    for days in row.get("datums", ()):
        date_poll.offer_date(day=day, on=timezone.localdate() + timedelta(days=days), start=day.start, end=day.end)
    if day.date is None:
        return
    planning.prepare(day=day, by=lead)
    when = day.date
    if when < timezone.localdate():  # it is prepared as if it still had to come
        NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() + timedelta(days=60))
        day.refresh_from_db()
    planning.open_registration(day=day, by=lead)
    _seat(row, day)
    _vote(row, day)
    if when < timezone.localdate():
        _behind(row, day, lead, when)
    Notification.objects.filter(url__startswith=day.get_absolute_url()).update(read_at=timezone.now())


def _made(row: dict[str, Any], lead: User) -> NetworkDay:
    region = Region.objects.filter(slug=row["regio"]).first()
    values = {
        "title": row["titel"], "region": region, "sort": Sort.REGIONAL if region else Sort.NATIONAL, "start": _time(row["van"]),
        "end": _time(row["tot"]), "venue": row.get("plek", ""), "address": row.get("adres", ""),
        "access": row.get("toegankelijkheid", ""), "transport": row.get("vervoer", ""), "childcare": row.get("kinderopvang", ""),
        "capacity": row["plaatsen"], "intro": row["waarover"], "questions": row.get("vragen", []), "fictional": True,
    }  # fmt: skip
    if "dagen" in row:
        values["date"] = timezone.localdate() + timedelta(days=row["dagen"])
    day = planning.start_day(by=lead, values=values)
    for title, minutes, form, who, room in row["blokken"]:
        block = {
            "title": title,
            "minutes": minutes,
            "working_form": form,
            "room": room,
            "lead_user": person(who) if who else None,
        }
        agenda.add_block(day=day, values=block)
    return day


def _seat(row: dict[str, Any], day: NetworkDay) -> None:
    asked = row.get("vragen_bij", {})
    for name in row["deelnemers"]:
        user = person(name)
        place = (
            Membership.objects.current()
            .filter(user=user, project__isnull=False)
            .select_related("project")
            .earliest("pk")
        )
        values = {"question": asked.get(name, ""), "question_on_board": name in asked, "photo_consent": True}
        seats.register(day=day, user=user, project=place.project, values=values)


def _vote(row: dict[str, Any], day: NetworkDay) -> None:
    """What most colleagues recognise gets the votes."""
    for name, count in row.get("stemmen", {}).items():
        user = person(name)
        cards = harvest_board.board_of(day, user.as_viewer()).cards
        uids = [card.item.uid for card in sorted(cards, key=lambda card: -card.item.weight)][:count]
        for uid in uids:
            harvest_board.vote(day=day, by=user, uid=uid, on=True, known=uids)


def _behind(row: dict[str, Any], day: NetworkDay, lead: User, when: date) -> None:
    programme.fix(day=day, by=lead)
    NetworkDay.objects.filter(pk=day.pk).update(date=when)
    day.refresh_from_db()
    absent = {person(name).pk for name in row.get("afwezig", ())}
    for seat in Registration.objects.filter(day=day):
        Registration.objects.filter(pk=seat.pk).update(present=seat.user_id not in absent, ticked_at=day.starts_at)
    planning.finish(day=day, by=lead)
    began, ended = (
        timezone.make_aware(datetime.combine(when, day.start)),
        timezone.make_aware(datetime.combine(when, day.end)),
    )
    blocks = list(day.blocks.values_list("pk", flat=True))
    for number, text in row["notities"]:
        attendance.note(day=day, by=lead, text=text, block=blocks[number])
    for number, text, theme in row["leerpunten"]:
        attendance.learn(day=day, by=lead, text=text, block=blocks[number], themes=Theme.objects.filter(slug=theme))
    for text, name, days in row["acties"]:
        attendance.agree_action(day=day, text=text, owner=person(name), due=timezone.localdate() + timedelta(days=days))
    day.notes.update(at=began + timedelta(hours=2))
    written = report.report_of(day)
    report.write_report(report=written, text=report.text_of(written), base=written.stamp, by=lead)
    report.publish_report(report=written, by=lead)
    day.programmes.update(at=began - timedelta(days=10))
    ThanksSent.objects.create(day=day, at=ended)
