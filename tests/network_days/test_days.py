"""Network days on their screens: who does what, the board, the agenda, the fixed programme, the day itself, what comes after."""

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from staalkaart.core.access import set_audience
from staalkaart.knowledge.models import Theme
from staalkaart.learning import challenges
from staalkaart.learning.bookmarks import bookmark
from staalkaart.learning.models import LearningPoint, PolicySignal, TrailLink
from staalkaart.members.models import Membership, Project, User
from staalkaart.members.teams import join, leave
from staalkaart.network_days import (
    agenda,
    attendance,
    calendar_feed,
    date_poll,
    evaluation,
    harvest_board,
    own_data,
    planning,
    programme,
    report,
    seats,
)
from staalkaart.network_days.attendance import Tap
from staalkaart.network_days.choices import FEEDBACK, RegistrationStatus
from staalkaart.network_days.errors import NotNow, StaleForm, VotesSpent
from staalkaart.network_days.models import (
    Block,
    BoardVote,
    Feedback,
    NetworkDay,
    Note,
    PollVote,
    Programme,
    Registration,
    Report,
    leaders_of,
)
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_block, make_day, make_member, make_practice, project, register

pytestmark = pytest.mark.django_db
LEADS = {"begeleider", "beheerder"}
ALL = ("", "lid", "coordinator", "ander", "begeleider", "partner", "redacteur", "beheerder")


def url(day, path=""):
    return f"/netwerkdagen/{day.pk}/{path}"


def get(client, login, address):
    client.logout()
    if login:
        client.force_login(demo_user(login))
    return client.get(address)


def over(day, **changes) -> NetworkDay:
    """Yesterday's."""
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=1), **changes)
    day.refresh_from_db()
    planning.finish(day=day)
    evaluation.thank(timezone.now())
    return day


# --- who sees and does what ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("", set(ALL[1:])),
        ("dag.ics", set(ALL[1:])),
        ("inschrijven/", {"lid", "coordinator", "begeleider", "partner"}),
        ("oogst/", {"lid", "coordinator", "begeleider", "partner", "beheerder"}),
        ("agenda/", LEADS),
        ("deelnemers/", LEADS),
        ("aanwezigheid/", LEADS),
        ("vandaag/", LEADS),
        ("bewerken/", LEADS | {"redacteur"}),
        ("cijfers/csv/", LEADS),
        ("pakket/draaiboek/", {"begeleider"}),
        ("pakket/deelnemers/", {"begeleider"}),
    ],
)
def test_who_opens_what_of_a_day(client, path, who):
    day = make_day()
    opened = {login for login in ALL if get(client, login, url(day, path)).status_code == 200}
    assert opened == who


def test_what_people_need_is_for_who_leads_the_day(client):
    day = make_day()
    register(day=day, access="een lift, zegt kwiblafant", diet="kwiblafant", question="kwiblafant?")
    assert "kwiblafant" in get(client, "begeleider", url(day, "deelnemers/")).content.decode()
    assert "kwiblafant" not in get(client, "beheerder", url(day, "deelnemers/")).content.decode()


@pytest.mark.parametrize("door", ["page", "list", "search", "api", "feed"])
def test_a_day_is_found_by_who_may_see_it(client, indexed, drain, door):
    day = make_day(title="Dag van de kwiblafant")
    drain()
    doors = {"page": url(day), "list": "/netwerkdagen/", "search": "/zoeken/?q=kwiblafant&soort=netwerkdag",
             "api": "/api/v1/search?q=kwiblafant", "feed": "/netwerkdagen/agenda.ics"}  # fmt: skip
    for audience, sees in (("network", {"lid", "ander", "partner"}), ("region", {"lid"})):
        set_audience(obj=day, audience=audience if audience == "network" else day.region.token, by=None)
        drain()
        for login in ("", "lid", "ander", "partner"):
            text = get(client, login, doors[door]).content.decode().replace("<mark>", "").replace("</mark>", "")
            assert ("Dag van de kwiblafant" in text) == (login in sees), (audience, login)


def test_the_online_link_is_for_who_comes(client):
    day = make_day(form="online", link="https://praat.example/kamer")
    assert "praat.example" not in get(client, "lid", url(day)).content.decode()
    register(day=day, user=demo_user("lid"))
    assert "praat.example" in get(client, "lid", url(day)).content.decode()
    assert "praat.example" in get(client, "lid", url(day, "dag.ics")).content.decode()


def test_a_coordinator_proposes_and_the_facilitator_hears_of_it(client):
    client.force_login(demo_user("coordinator"))
    region = project().region
    values = {"title": "Samen kijken naar wachtlijsten", "sort": "regional", "region": region.pk, "form": "place", "start": "9:30",
              "end": "12:00", "capacity": 20, "project_seats": 2}  # fmt: skip
    assert client.post("/netwerkdagen/nieuw/", values).status_code == 302
    day = NetworkDay.objects.get(title__startswith="Samen kijken")
    assert day.state == "idea"
    assert Notification.objects.filter(kind="day_proposed", user=demo_user("begeleider")).exists()
    assert client.post(url(day, "voorbereiden/")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"end": "9:00"}, "end"),
        ({"date": "2020-01-01"}, "date"),
        ({"region": ""}, "region"),
        ({"capacity": "0"}, "capacity"),
        ({"own_questions": "\n".join("abcdef")}, "own_questions"),
        ({"date": "2027-03-28", "start": "02:30", "end": "12:00"}, "start"),  # that half hour does not exist
    ],
)
def test_a_day_that_cannot_be_is_refused_with_what_was_typed(client, changes, field):
    client.force_login(demo_user("begeleider"))
    values = {"title": "Getypte titel", "sort": "regional", "region": project().region.pk, "form": "place", "start": "9:30",
              "end": "12:00", "capacity": 20, "project_seats": 2, **changes}  # fmt: skip
    answer = client.post("/netwerkdagen/nieuw/", values)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Getypte titel" in answer.content.decode()


def test_two_who_edit_a_day_both_keep_their_words(client):
    day = make_day()
    client.force_login(demo_user("begeleider"))
    values = {"title": "Mijn titel", "sort": "regional", "region": day.region.pk, "form": "place", "date": day.date.isoformat(),
              "start": "9:30", "end": "15:00", "capacity": 24, "project_seats": 2, "venue": "Buurthuis", "_base": day.version}  # fmt: skip
    planning.change(day=day, by=demo_user("beheerder"), values={"title": "Titel van een ander"}, base=day.version)
    answer = client.post(url(day, "bewerken/"), values)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Mijn titel" in text
    assert "Titel van een ander" in text
    with pytest.raises(StaleForm):
        planning.change(day=day, by=demo_user("begeleider"), values={"title": "Mijn titel"}, base=1)


def test_another_hour_or_place_is_told_to_everybody_on_the_list(drain, mailoutbox):
    day = make_day()
    row = register(day=day)
    drain()
    mailoutbox.clear()
    planning.change(day=day, by=demo_user("begeleider"), values={"venue": "Elders"}, base=day.version)
    drain()
    assert Notification.objects.filter(kind="day_moved", user=row.user).exists()
    files = [file for message in mailoutbox if row.user.email in message.to for file in message.attachments]
    assert files[0][2] == "text/calendar"


def test_a_day_is_called_off_with_a_reason_and_out_of_calendars(client, drain, mailoutbox):
    day = make_day()
    row = register(day=day)
    client.force_login(demo_user("begeleider"))
    client.post(url(day, "afgelasten/"), {"reden": ""})
    assert NetworkDay.objects.get(pk=day.pk).state == "open"
    client.post(url(day, "afgelasten/"), {"reden": "De zaal staat onder water."})
    drain()
    event = Calendar.from_ical(calendar_feed.calendar_of([NetworkDay.objects.get(pk=day.pk)])).events[0]
    assert event["STATUS"] == "CANCELLED"
    assert any("onder water" in message.body for message in mailoutbox if row.user.email in message.to)


def test_the_next_day_is_cloned_without_people_or_date(client):
    day = make_day(questions=["Waarom kom je?"])
    make_block(day=day, title="Onthaal")
    register(day=day)
    client.force_login(demo_user("begeleider"))
    client.post(url(day, "klonen/"))
    copy = NetworkDay.objects.get(previous=day)
    assert (copy.date, copy.state, copy.venue, copy.questions) == (None, "idea", "Buurthuis", ["Waarom kom je?"])
    assert [block.title for block in copy.blocks.all()] == ["Onthaal"]
    assert not copy.registrations.exists()
    assert copy.uid != day.uid


# --- the date poll ---------------------------------------------------------------------------------------------------
def test_a_date_is_found_together_and_nobody_sees_who_said_what(client):
    day = make_day(is_open=False, date=None)
    options = [
        date_poll.offer_date(day=day, on=timezone.localdate() + timedelta(days=n), start=time(10), end=time(15))
        for n in (50, 57)
    ]
    client.force_login(demo_user("lid"))
    client.post(
        url(day, "datums/"), {"antwoord": "1", f"d{options[0].pk}": "no", f"d{options[1].pk}": "yes", "d999999": "yes"}
    )
    assert PollVote.objects.filter(user=demo_user("lid")).count() == 2
    assert "Lies Lid" not in get(client, "begeleider", url(day, "datums/")).content.decode()
    client.post(url(day, "datums/"), {"kies": options[1].pk})
    day.refresh_from_db()
    assert (day.date, day.state) == (options[1].date, "preparing")
    assert Notification.objects.filter(kind="day_dated", user=demo_user("lid")).exists()
    assert get(client, "ander", url(day, "datums/")).status_code == 404


# --- the harvest board -----------------------------------------------------------------------------------------------
def test_three_votes_and_no_fourth():
    day = make_day()
    uids = [f"board:{harvest_board.write_item(day=day, text=f'Vraag {n}', by=None).pk}" for n in range(4)]
    for uid in uids[:3]:
        harvest_board.vote(day=day, by=demo_user("lid"), uid=uid, on=True, known=uids)
    with pytest.raises(VotesSpent):
        harvest_board.vote(day=day, by=demo_user("lid"), uid=uids[3], on=True, known=uids)
    harvest_board.vote(day=day, by=demo_user("lid"), uid=uids[0], on=False, known=uids)
    harvest_board.vote(day=day, by=demo_user("lid"), uid=uids[3], on=True, known=uids)


def test_the_board_brings_what_the_network_asks(client):
    day = make_day()
    challenge = challenges.raise_challenge(
        by=None, themes=[], working_models=[], title="Hoe vinden we vervoer?", project=project()
    )
    elsewhere = challenges.raise_challenge(
        by=None, themes=[], working_models=[], title="Iets van de kust", project=project("zeegang-oostende")
    )
    page = make_practice(project=project(), by=demo_user("coordinator"), title="Samen boodschappen doen")
    bookmark(about=page, by=demo_user("lid"), on=True, for_day=True)
    register(day=day, question="Hoe stop je een duo?", question_on_board=True)
    register(day=day, of=project("netepaar"), question="Enkel voor de begeleider", question_on_board=False)
    text = get(client, "lid", url(day, "oogst/")).content.decode()
    for words in (challenge.title, "Samen boodschappen doen", "Hoe stop je een duo?"):
        assert words in text
    assert elsewhere.title not in text
    assert "Enkel voor de begeleider" not in text


def test_a_signal_of_too_few_projects_is_on_no_board_not_even_by_its_votes(client):
    day, theme = make_day(), Theme.objects.order_by("pk").first()
    inside = list(Project.objects.filter(region=day.region).order_by("pk")[:3])
    lead = demo_user("begeleider")
    PolicySignal.objects.all().delete()
    for place in inside[:2]:
        attendance.signal(project=place, theme=theme, text="Er rijdt geen bus.", by=lead)
    BoardVote.objects.create(day=day, user=lead, uid=f"theme:{theme.pk}")
    board = harvest_board.board_of(day, lead.as_viewer())
    assert f"theme:{theme.pk}" not in {card.item.uid for card in board.cards}
    assert board.votes == 0
    assert "Er rijdt geen bus" not in get(client, "begeleider", url(day, "oogst/")).content.decode()
    attendance.signal(project=inside[2], theme=theme, text="Ook hier niet.", by=lead)
    board = harvest_board.board_of(day, lead.as_viewer())
    assert f"theme:{theme.pk}" in {card.item.uid for card in board.cards}
    assert board.votes == 1


def test_who_promised_what_is_for_the_region_and_partners_read_totals(client):
    day = make_day(days=20)
    row = register(day=day, user=demo_user("lid"))
    attendance.agree_action(day=day, text="De bibs bellen", owner=row.user)
    attendance.agree_action(day=day, text="Een lijst maken", owner=row.user)
    over(day)
    shown = {
        login: get(client, login, url(day, "acties/")).content.decode() for login in ("begeleider", "lid", "partner")
    }
    assert "De bibs bellen" in shown["begeleider"]
    assert "De bibs bellen" in shown["lid"]
    assert "De bibs bellen" not in shown["partner"]
    assert str(row.user) not in shown["partner"]
    assert "Er werden 2 afspraken gemaakt; 0 zijn gebeurd." in shown["partner"]


def test_an_item_goes_into_the_agenda_once_and_keeps_its_link(client):
    day = make_day()
    challenge = challenges.raise_challenge(
        by=None, themes=[], working_models=[], title="Hoe vinden we vervoer?", project=project()
    )
    client.force_login(demo_user("begeleider"))
    for _n in range(2):
        client.post(url(day, "agenda/oogst/"), {"uid": challenge.uid})
    block = Block.objects.get(day=day)
    assert [link.uid for link in block.links.all()] == [challenge.uid]
    assert "Staat in de agenda" in client.get(url(day, "oogst/")).content.decode()
    client.post(url(day, "oogst/groep/"), {"uid": challenge.uid, "groep": "Onderweg"})
    assert "Onderweg" in client.get(url(day, "oogst/")).content.decode()
    client.force_login(demo_user("lid"))
    client.post(url(day, "oogst/weg/"), {"uid": challenge.uid})
    assert challenge.title in client.get(url(day, "oogst/")).content.decode()


# --- the agenda ------------------------------------------------------------------------------------------------------
def test_blocks_are_moved_with_buttons_and_by_place(client):
    day = make_day()
    one, two, three = (make_block(day=day, title=title) for title in ("Een", "Twee", "Drie"))
    client.force_login(demo_user("begeleider"))
    client.post(url(day, "agenda/vroeger/"), {"blok": two.pk})
    client.post(url(day, "agenda/vroeger/"), {"blok": two.pk})
    assert [block.title for block in day.blocks.all()] == ["Twee", "Een", "Drie"]
    client.post(url(day, "agenda/naar/"), {"blok": three.pk, "naar": "0"})
    assert [block.title for block in day.blocks.all()] == ["Drie", "Twee", "Een"]
    client.post(url(day, "agenda/naar/"), {"blok": one.pk, "naar": "999999"})
    assert [block.title for block in day.blocks.all()][-1] == "Een"


def test_what_was_typed_in_a_block_is_kept_and_a_stale_form_keeps_both(client):
    day = make_day()
    block = make_block(day=day)
    client.force_login(demo_user("begeleider"))
    address = url(day, f"agenda/{block.pk}/")
    values = {"title": "Mijn rondje", "minutes": "25", "working_form": "rondje", "_base": "1"}
    assert client.post(address + "bewaren/", {**values, "_stamp": "0"}).status_code == 200
    assert "Mijn rondje" in client.get(address).content.decode()  # not saved, not lost
    agenda.change_block(block=block, values={"title": "Rondje van Nele"}, base=1)
    answer = client.post(address, values)
    assert answer.status_code == 409
    assert "Mijn rondje" in answer.content.decode()
    assert "Rondje van Nele" in answer.content.decode()
    assert client.get(address).context["base"] == 1  # coming back changes nothing about that
    client.post(address, {**values, "_base": "2"})
    block.refresh_from_db()
    assert (block.title, block.minutes) == ("Mijn rondje", 25)


@pytest.mark.parametrize("minutes", ["0", "4", "481", "veel", ""])
def test_odd_minutes_are_refused(client, minutes):
    day = make_day()
    block = make_block(day=day)
    client.force_login(demo_user("begeleider"))
    answer = client.post(
        url(day, f"agenda/{block.pk}/"), {"title": "Rondje", "minutes": minutes, "working_form": "rondje", "_base": "1"}
    )
    assert answer.status_code == 422


def test_a_programme_is_frozen_and_a_change_is_told_to_whom_it_concerns(client):
    day = make_day()
    asker, other, lead = (
        register(day=day, question="Hoe stop je?"),
        register(day=day, of=project("netepaar")),
        demo_user("lid"),
    )
    first = make_block(day=day, title="Onthaal", minutes=30)
    talk = make_block(day=day, title="Werktafels", minutes=60, lead_user=lead)
    agenda.link(block=talk, uid=asker.question_uid)
    programme.fix(day=day, by=demo_user("begeleider"))
    assert day.state == "fixed"
    assert Notification.objects.filter(kind="programme_fixed", user=other.user).exists()
    agenda.change_block(block=first, values={"title": "Welkom"}, base=1)
    assert get(client, "lid", url(day)).content.decode().count("Onthaal")  # people still read what was fixed
    programme.fix(day=day, by=demo_user("begeleider"))
    assert not Notification.objects.filter(kind="programme_changed").exists()  # nobody leads or asked that
    agenda.change_block(block=talk, values={"room": "Keuken"}, base=1)
    version = programme.fix(day=day, by=demo_user("begeleider"))
    told = set(Notification.objects.filter(kind="programme_changed").values_list("user", flat=True))
    assert told == {asker.user_id, lead.pk}
    assert version.changes == ["Werktafels is in Keuken."]
    assert "Werktafels is in Keuken." in get(client, "ander", url(day, f"programma/{version.number}/")).content.decode()


@pytest.mark.parametrize("blocks", [0, 2])
def test_an_empty_programme_or_one_past_midnight_is_not_fixed(client, blocks):
    day = make_day()
    for _n in range(blocks):
        make_block(day=day, minutes=480)
    client.force_login(demo_user("begeleider"))
    client.post(url(day, "agenda/vastleggen/"))
    assert not Programme.objects.filter(day=day).exists()


# --- registering -----------------------------------------------------------------------------------------------------
def test_registering_asks_for_nothing_and_says_where_one_stands(client):
    day = make_day(capacity=2, days=10)
    client.force_login(demo_user("lid"))
    client.post(url(day, "inschrijven/"))
    assert Registration.objects.get(day=day, user=demo_user("lid")).state == RegistrationStatus.IN
    register(day=day)
    client.force_login(demo_user("coordinator"))
    client.post(url(day, "inschrijven/"), {"question": "Hoe begin je?"})
    assert "Plaats 1 op de wachtlijst" in client.get(url(day, "inschrijven/")).content.decode()


def test_a_question_with_a_phone_number_is_refused_and_stays_typed(client):
    day = make_day()
    client.force_login(demo_user("lid"))
    answer = client.post(url(day, "inschrijven/"), {"question": "Bel mevrouw op 0470 12 34 56"})
    assert answer.status_code == 422
    assert "0470 12 34 56" in answer.content.decode()


@pytest.mark.parametrize("field", ["carpool_remark", "carpool_from", "diet", "access"])
def test_short_answers_hold_no_number_either(client, field):
    day = make_day()
    client.force_login(demo_user("lid"))
    answer = client.post(url(day, "inschrijven/"), {field: "Bel 0470 12 34 56"})
    assert answer.status_code == 422
    assert "Dit is een telefoonnummer" in answer.content.decode()
    assert not Registration.objects.filter(day=day, user=demo_user("lid")).exists()


def test_the_carpool_list_is_by_consent_for_who_comes(client):
    day = make_day()
    register(day=day, carpool="offers", carpool_from="Lier", carpool_consent=True, carpool_remark="=HYPERLINK(1)")
    register(day=day, of=project("netepaar"), carpool="offers", carpool_from="Mol", carpool_consent=False)
    assert "Lier" not in get(client, "coordinator", url(day, "inschrijven/")).content.decode()
    register(day=day, of=project("hasselduo"), user=demo_user("lid"))
    text = get(client, "lid", url(day, "inschrijven/")).content.decode()
    assert "Lier" in text
    assert "Mol" not in text


def test_figures_are_by_project_and_never_a_formula(client):
    day = make_day()
    of = project("netepaar")
    type(of).objects.filter(pk=of.pk).update(name="=1+1")
    of.refresh_from_db()
    row = register(day=day, of=of)
    text = get(client, "begeleider", url(day, "cijfers/csv/")).content.decode()
    assert "'=1+1;1;0;0" in text
    assert str(row.user) not in text
    assert get(client, "begeleider", url(day, "cijfers/xlsx/")).status_code == 200


def test_diet_and_access_are_purged_thirty_days_later():
    day = make_day()
    row = register(day=day, diet="noten", access="lift", carpool_from="Lier", question="Blijft")
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=31))
    own_data.purge_answers(timezone.now())
    row.refresh_from_db()
    assert (row.diet, row.access, row.carpool_from, row.question) == ("", "", "", "Blijft")


# --- the day itself --------------------------------------------------------------------------------------------------
def test_of_two_phones_the_later_tap_counts_whichever_comes_first():
    day = make_day(days=1)
    row = register(day=day)
    now = timezone.now()
    taps = [
        Tap(uuid4(), row.pk, True, now - timedelta(minutes=5)),
        Tap(uuid4(), row.pk, False, now - timedelta(minutes=9)),
    ]
    for tap in (*taps, taps[0]):
        attendance.merge_ticks(day=day, taps=[tap], by=demo_user("begeleider"))
    row.refresh_from_db()
    assert row.present is True
    assert row.ticks.count() == 2


def test_taps_come_as_json_and_odd_ones_are_refused(client):
    day = make_day(days=1)
    row, other = register(day=day), register(day=make_day())
    client.force_login(demo_user("begeleider"))
    at = datetime.now(UTC).timestamp() * 1000
    taps = [{"key": str(uuid4()), "who": str(key), "here": True, "at": at} for key in (row.pk, other.pk)]
    answer = client.post(url(day, "aanwezigheid/tik/"), json.dumps({"taps": taps}), content_type="application/json")
    assert answer.json()["present"] == {str(row.pk): True}
    other.refresh_from_db()
    assert other.present is None
    for body in (
        "[]",
        "{}",
        '{"taps": 3}',
        "[" * 200_000,
    ):
        assert client.post(url(day, "aanwezigheid/tik/"), body, content_type="application/json").status_code == 400, (
            body
        )


def test_what_is_caught_on_the_day_is_there_once(client):
    day = make_day(days=1)
    block = make_block(day=day)
    client.force_login(demo_user("begeleider"))
    key = str(uuid4())
    for _n in range(2):
        client.post(url(day, f"vandaag/notitie/{block.pk}/"), {"text": "Drie tafels, drie ideeën.", "_sleutel": key})
        client.post(url(day, f"vandaag/leerpunt/{block.pk}/"), {"text": "Begin met samen eten."})
    assert Note.objects.filter(day=day).count() == 1
    point = LearningPoint.objects.get(text="Begin met samen eten.")
    assert point.is_shared
    assert TrailLink.objects.filter(from_uid=day.search_uid, to_uid=point.uid).exists()
    client.post(
        url(day, "vandaag/actie/"), {"text": "Een lijst maken", "owner_words": "de begeleider", "due": "2027-01-31"}
    )
    assert day.actions.get().who == "de begeleider"


@pytest.mark.parametrize("at", ["1e400", "-1e400", "NaN", "null", "[]", "9" * 400])
def test_an_unreadable_tap_holds_up_no_other(client, at):
    day = make_day(days=1)
    row = register(day=day)
    client.force_login(demo_user("begeleider"))
    odd = f'{{"key": "{uuid4()}", "who": "{row.pk}", "here": false, "at": {at}}}'
    good = f'{{"key": "{uuid4()}", "who": "{row.pk}", "here": true, "at": {timezone.now().timestamp() * 1000}}}'
    answer = client.post(
        url(day, "aanwezigheid/tik/"), f'{{"taps": [{odd}, 3, {good}]}}', content_type="application/json"
    )
    assert answer.json()["present"] == {str(row.pk): True}
    assert len(answer.json()["done"]) == 2


def test_a_phone_that_was_signed_out_is_told_so(client):
    day = make_day(days=1)
    assert (
        client.post(url(day, "aanwezigheid/tik/"), '{"taps": []}', content_type="application/json").status_code == 401
    )


def action_in(rows) -> bool:
    return "Een gespreksblad maken" in [row.text for row in rows]


def test_an_action_is_followed_on_the_next_day(client):
    day, following = make_day(days=30), make_day(days=90)
    attendance.agree_action(day=day, text="Een gespreksblad maken", owner=demo_user("coordinator"))
    assert action_in(attendance.earlier_actions(following))
    client.force_login(demo_user("coordinator"))
    action = day.actions.get()
    client.post(url(day, "acties/"), {"actie": action.pk, "klaar": "ja", "uitkomst": "Staat bij de praktijken."})
    assert not action_in(attendance.earlier_actions(following))
    client.force_login(demo_user("lid"))
    assert client.post(url(day, "acties/"), {"actie": action.pk, "klaar": "nee"}).status_code == 404


# --- afterwards ------------------------------------------------------------------------------------------------------
def answer_as(client, day, user, text="Goed"):
    client.force_login(user)
    return client.post(url(day, "vragen/"), {"nuttig": "3", "meenemen": text})


def test_five_answers_before_anything_is_shown_and_nobody_is_on_them(client):
    day = make_day(days=20)
    people = [
        register(day=day, of=project(slug)).user for slug in ("netepaar", "hasselduo", "maasduo") for _n in range(2)
    ]
    over(day)
    for n, user in enumerate(people[:4]):
        answer_as(client, day, user, f"kwiblafant {n}")
    assert "kwiblafant" not in get(client, "begeleider", url(day, "vragen/")).content.decode()
    answer_as(client, day, people[4], "kwiblafant 4")
    answer_as(client, day, people[4], "nog eens")
    assert Feedback.objects.filter(day=day).count() == 5
    assert "kwiblafant 4" in get(client, "begeleider", url(day, "vragen/")).content.decode()
    answer_as(
        client, day, people[5], "de zesde"
    )  # not shown before there are five more: nobody reads it off the difference
    assert "de zesde" not in get(client, "begeleider", url(day, "vragen/")).content.decode()
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=20))
    assert "de zesde" not in get(client, "begeleider", url(day, "vragen/")).content.decode()
    assert {field.name for field in Feedback._meta.get_fields()} == {"key", "day", "answers", "is_shown"}
    assert "kwiblafant" not in get(client, "redacteur", url(day, "vragen/")).content.decode()


def test_who_was_not_there_is_not_asked_and_after_fourteen_days_nobody(client):
    day = make_day(days=20)
    came, absent = register(day=day), register(day=day)
    Registration.objects.filter(pk=came.pk).update(present=True)
    over(day)
    answer_as(client, day, absent.user)
    assert not Feedback.objects.exists()
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() - timedelta(days=15))
    answer_as(client, day, came.user)
    assert not Feedback.objects.exists()
    assert len(FEEDBACK) == 5


def test_the_report_is_filled_in_edited_and_published_with_its_trail(client, indexed, drain):
    day = make_day(days=20)
    row = register(day=day, of=project("netepaar"))
    Registration.objects.filter(pk=row.pk).update(present=True)
    block = make_block(day=day, title="Werktafels over vervoer")
    attendance.note(day=day, by=demo_user("begeleider"), text="Samen rijden werkt.", block=block.pk)
    attendance.learn(day=day, by=demo_user("begeleider"), text="Vraag het aan de buurman.", block=block.pk)
    attendance.agree_action(day=day, text="Lijst maken", owner=row.user)
    over(day)
    client.force_login(demo_user("begeleider"))
    text = client.get(url(day, "verslag/bewerken/")).content.decode()
    assert "Netepaar: 1" not in text
    for words in ("1 deelnemer uit 1 project", "Samen rijden werkt.", "Vraag het aan de buurman.", "Lijst maken"):
        assert words in text
    assert str(row.user) not in report.drafted(day).split("Wie doet wat")[0]
    drafted = client.get(url(day, "verslag/bewerken/")).context["form"].initial["text"]
    assert (
        client.post(url(day, "verslag/bewerken/"), {"text": drafted, "_base": "1"}).status_code == 302
    )  # nothing of it is a warning
    assert get(client, "lid", url(day, "verslag/")).status_code == 404
    client.force_login(demo_user("begeleider"))
    written = Report.objects.get(day=day)
    client.post(
        url(day, "verslag/publiceren/"),
        {"text": "## Vervoer\n\nkwiblafant <script>", "_base": written.stamp},
    )
    drain()
    shown = get(client, "ander", url(day, "verslag/")).content.decode()
    assert "Vervoer</h2>" in shown
    assert "<script>" not in shown.split("kwiblafant")[1][:20]
    assert "kwiblafant" in get(client, "lid", "/zoeken/?q=kwiblafant").content.decode()
    day.refresh_from_db()
    assert day.state == "reported"
    assert get(client, "", url(day, "verslag/")).status_code == 404


# --- calendars -------------------------------------------------------------------------------------------------------
def event_of(day):
    return Calendar.from_ical(calendar_feed.calendar_of([NetworkDay.objects.get(pk=day.pk)])).events[0]


def test_an_event_keeps_its_uid_and_its_sequence_grows():
    day = make_day(title="Netwerkdag; met, tekens\\ en\u2028regels")
    before = event_of(day)
    planning.change(
        day=day, by=demo_user("begeleider"), values={"start": time(10), "venue": "Elders"}, base=day.version
    )
    now = event_of(day)
    assert before["UID"] == now["UID"]
    assert now["SEQUENCE"] > before["SEQUENCE"]
    planning.change(
        day=NetworkDay.objects.get(pk=day.pk),
        by=demo_user("begeleider"),
        values={"intro": "Anders"},
        base=day.version + 1,
    )
    assert event_of(day)["SEQUENCE"] == now["SEQUENCE"]


@pytest.mark.parametrize(("on", "offset"), [(date(2027, 3, 27), 1), (date(2027, 3, 28), 2), (date(2027, 10, 31), 1)])
def test_half_past_nine_stays_half_past_nine_when_the_clocks_change(on, offset):
    day = make_day(is_open=False)
    NetworkDay.objects.filter(pk=day.pk).update(date=on)
    book = Calendar.from_ical(calendar_feed.calendar_of([NetworkDay.objects.get(pk=day.pk)]))
    start = book.events[0].start
    assert (start.hour, start.minute) == (9, 30)
    assert start.astimezone(ZoneInfo("UTC")).hour == 9 - offset
    assert [str(zone["TZID"]) for zone in book.walk("VTIMEZONE")] == ["Europe/Brussels"]


def test_a_feed_is_opened_by_its_secret_until_that_is_taken_back(client):
    make_day(title="Dag voor de agenda")
    secret = calendar_feed.renew_secret(user=demo_user("lid"))
    address = f"/netwerkdagen/agenda.ics?sleutel={calendar_feed.token_of(secret)}"
    answer = client.get(address)
    assert "Dag voor de agenda" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    old = calendar_feed.token_of(secret)
    calendar_feed.renew_secret(user=demo_user("lid"))
    assert client.get(f"/netwerkdagen/agenda.ics?sleutel={old}").status_code == 404
    calendar_feed.revoke_secret(user=demo_user("lid"))
    assert client.get(address).status_code == 404


def test_a_suspended_persons_feed_is_gone(client):
    user = make_member(project=project())
    address = f"/netwerkdagen/agenda.ics?sleutel={calendar_feed.token_of(calendar_feed.renew_secret(user=user))}"
    assert client.get(address).status_code == 200
    user.is_active = False
    user.save()
    assert client.get(address).status_code == 404


# --- leaving ---------------------------------------------------------------------------------------------------------
def test_a_day_of_a_facilitator_who_leaves_is_prepared_by_who_is_left():
    day, gone_by = make_day(days=10), make_day(days=12)
    leaver = User.objects.create_user("weg@demo.example", "een-lang-wachtwoord", name="Wim Weg")
    place = Membership(user=leaver, region=day.region, role="facilitator")
    join(membership=place, by=None)
    for led in (day, gone_by):
        led.facilitators.set([leaver])
    over(gone_by)
    leave(membership=Membership.objects.get(user=leaver), by=None)
    assert not day.facilitators.exists()
    assert gone_by.facilitators.get() == leaver
    told = Notification.objects.filter(kind="day_handed_over")
    assert {row.user_id for row in told} == set(leaders_of(day))
    assert demo_user("begeleider").pk in leaders_of(day)


def test_who_is_erased_frees_the_seat_and_stays_counted_where_they_came():
    coming, gone_by = make_day(days=10, capacity=1), make_day(days=12)
    row = register(day=coming)
    user = row.user
    past = register(day=gone_by, user=user)
    over(gone_by)
    waits = register(day=coming, of=project("netepaar"))
    own_data.forget(user)
    waits.refresh_from_db()
    past.refresh_from_db()
    assert waits.state == RegistrationStatus.OFFERED
    assert (past.user, past.name) == (None, "voormalig lid")


# --- found by somebody who tried to break it -------------------------------------------------------------------------
@pytest.mark.parametrize("verb", ["afmelden", "collega", "aanvaard"])
def test_a_button_pressed_twice_registers_nobody(client, verb):
    day = make_day()
    row = register(day=day, user=demo_user("lid"), diet="halal")
    seats.leave(registration=row, by=row.user)
    client.force_login(row.user)
    before = Registration.objects.filter(day=day).count()
    answer = client.post(url(day, f"inschrijven/{verb}/"), {"wie": demo_user("coordinator").pk})
    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.state, row.diet) == (RegistrationStatus.CANCELLED, "halal")
    assert Registration.objects.filter(day=day).count() == before


def test_a_place_is_passed_on_to_a_colleague_and_to_nobody_else(client):
    day = make_day()
    row = register(day=day, user=demo_user("lid"))
    client.force_login(row.user)
    client.post(url(day, "inschrijven/collega/"), {"wie": demo_user("ander").pk})
    seated = Registration.objects.filter(day=day, state=RegistrationStatus.IN)
    assert [place.user for place in seated] == [demo_user("lid")]
    client.post(url(day, "inschrijven/collega/"), {"wie": demo_user("coordinator").pk})
    assert [place.user for place in seated.all()] == [demo_user("coordinator")]


def test_who_prepares_the_day_gives_a_free_seat_to_somebody_who_waits(client):
    day = make_day(capacity=1)
    first, waits = register(day=day), register(day=day, of=project("netepaar"))
    address = url(day, "deelnemers/geef-plaats/")
    client.force_login(demo_user("lid"))
    assert client.post(address, {"wie": waits.pk}).status_code == 404
    NetworkDay.objects.filter(pk=day.pk).update(capacity=2)
    client.force_login(demo_user("begeleider"))
    client.post(address, {"wie": waits.pk})
    waits.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, waits.state) == (RegistrationStatus.IN, RegistrationStatus.IN)


def test_a_visitor_is_not_told_that_nothing_is_planned(client):
    make_day()
    body = client.get("/netwerkdagen/").content.decode()
    assert "Nog geen dag gepland" not in body
    assert "De meeste netwerkdagen zijn voor leden." in body


def test_a_visitor_of_a_public_day_reads_the_programme_and_nothing_of_the_network(client):
    day = make_day(form="online", link="https://praat.example/geheim")
    set_audience(obj=day, audience="public", by=None)
    challenge = challenges.raise_challenge(
        by=None, themes=[], working_models=[], title="Kwiblafant op de stoep", project=project()
    )
    client.force_login(demo_user("begeleider"))
    client.post(url(day, "agenda/oogst/"), {"uid": challenge.uid})
    make_block(day=day, title="Onthaal", lead_user=demo_user("lid"))
    client.logout()
    assert "Onthaal" not in client.get(url(day)).content.decode()  # not fixed yet
    programme.fix(day=day, by=demo_user("begeleider"))
    planning.change(
        day=day, by=demo_user("begeleider"), values={"link": "https://praat.example/ander"}, base=day.version
    )
    day.refresh_from_db()
    version = programme.fix(day=day, by=demo_user("begeleider"))
    attendance.learn(day=day, by=demo_user("begeleider"), text="Enkel voor het netwerk.")
    client.logout()
    over(day)
    text = client.get(url(day)).content.decode() + client.get(url(day, f"programma/{version.number}/")).content.decode()
    for words in ("Onthaal", "De link voor online veranderde."):
        assert words in text
    for words in ("Kwiblafant", "Lies Lid", "praat.example", "Enkel voor het netwerk"):
        assert words not in text
    assert planning.clone(day=day, by=demo_user("begeleider")).audience == "network"


def test_an_editor_saves_the_texts_of_a_day(client):
    day = make_day()
    client.force_login(demo_user("redacteur"))
    answer = client.post(
        url(day, "bewerken/"), {"title": "Beter verwoord", "intro": "Klaar.", "_base": day.version, "capacity": 3}
    )
    assert answer.status_code == 302
    day.refresh_from_db()
    assert (day.title, day.capacity) == ("Beter verwoord", 24)


def test_an_erased_lead_stays_in_no_programme_or_report_and_blocks_no_new_version():
    day = make_day()
    lead = register(day=day).user
    User.objects.filter(pk=lead.pk).update(name="Kwibla Fant")
    lead.refresh_from_db()
    block = make_block(day=day, lead_user=lead)
    programme.fix(day=day, by=demo_user("begeleider"))
    written = Report.objects.create(
        day=day, text="Kwibla Fant maakt een lijst.", html="<p>Kwibla Fant maakt een lijst.</p>"
    )
    own_data.forget(lead)
    lead.delete()
    written.refresh_from_db()
    assert (
        "Kwibla"
        not in str([version.data for version in Programme.objects.filter(day=day)]) + written.text + written.html
    )
    block.refresh_from_db()
    agenda.change_block(block=block, values={"title": "Anders"}, base=block.stamp)
    assert programme.fix(day=day, by=demo_user("begeleider")).number == 2


def test_a_stale_poll_moves_no_day_that_people_registered_for(client):
    day = make_day(is_open=False, date=None)
    option = date_poll.offer_date(day=day, on=timezone.localdate() + timedelta(days=40), start=time(9), end=time(12))
    NetworkDay.objects.filter(pk=day.pk).update(date=timezone.localdate() + timedelta(days=60))
    day.refresh_from_db()
    planning.open_registration(day=day, by=demo_user("begeleider"))
    client.force_login(demo_user("begeleider"))
    client.post(url(day, "datums/"), {"kies": option.pk})
    client.post(url(day, "datums/"), {"antwoord": "1", f"d{option.pk}": "yes"})
    day.refresh_from_db()
    assert day.date == timezone.localdate() + timedelta(days=60)
    assert not PollVote.objects.exists()


@pytest.mark.parametrize("to", ["cancelled", "over"])
def test_a_list_of_a_day_that_is_over_or_off_does_not_change(to):
    day = make_day(days=10, capacity=1)
    row, waits = register(day=day), register(day=day, of=project("netepaar"))
    NetworkDay.objects.filter(pk=day.pk).update(state=to)
    for act in (lambda: seats.leave(registration=row, by=None), lambda: seats.fill(registration=waits, by=None),
                lambda: seats.replace(registration=row, user=demo_user("lid"), by=row.user)):  # fmt: skip
        with pytest.raises(NotNow):
            act()


def test_what_is_mailed_later_counts_over_what_was():
    day = make_day()
    row = register(day=day)
    numbers = []
    for act in (lambda: seats.leave(registration=row, by=None), lambda: register(day=day, user=row.user)):
        act()
        numbers.append(event_of(day)["SEQUENCE"])
    assert numbers[0] < numbers[1]


@pytest.mark.parametrize("changes", [{"date": ""}, {"venue": ""}, {"date": "9999-12-31"}])
def test_an_open_day_keeps_a_date_and_a_place(client, changes):
    day = make_day()
    client.force_login(demo_user("begeleider"))
    values = {"title": day.title, "sort": "regional", "region": day.region.pk, "form": "place", "date": day.date.isoformat(),
              "start": "9:30", "end": "15:00", "capacity": 24, "project_seats": 2, "venue": "Buurthuis", "_base": day.version}  # fmt: skip
    assert client.post(url(day, "bewerken/"), {**values, **changes}).status_code == 422


def test_why_a_day_is_called_off_stays_typed_when_it_is_refused(client):
    day = make_day()
    client.force_login(demo_user("begeleider"))
    answer = client.post(url(day, "afgelasten/"), {"reden": "Bel 0470 12 34 56 voor meer"})
    assert answer.status_code == 422
    assert "0470 12 34 56" in answer.content.decode()


def test_a_form_for_a_block_that_is_gone_gives_its_words_back(client):
    day = make_day()
    block = make_block(day=day)
    client.force_login(demo_user("begeleider"))
    address = url(day, f"agenda/{block.pk}/")
    block.delete()
    answer = client.post(address, {"title": "Mijn lange tekst"}, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 404
    assert "Mijn lange tekst" in answer.content.decode()


def test_a_named_facilitator_of_another_region_prepares_the_day(client):
    day, nele = make_day(), demo_user("nele.begeleider")
    client.force_login(nele)
    assert client.get(url(day, "deelnemers/")).status_code == 404
    planning.name_facilitators(day=day, users=[nele, demo_user("lid")])
    assert client.get(url(day, "deelnemers/")).status_code == 200
    assert leaders_of(day) == [nele.pk]


def test_a_project_that_a_facilitator_may_not_see_is_named_nowhere(client):
    day, hidden = make_day(), project("wegwijsduo-turnhout")
    set_audience(obj=hidden, audience=hidden.token, by=None)
    for path in ("deelnemers/", "cijfers/csv/", "vandaag/signaal/"):
        assert "Wegwijsduo" not in get(client, "begeleider", url(day, path)).content.decode(), path
    assert "Wegwijsduo" not in get(client, "begeleider", "/netwerkdagen/regio/noordoost/").content.decode()


def test_a_narrowed_day_takes_its_report_along(client):
    day = make_day()
    over(day)
    report.write_report(report=report.report_of(day), text="Kwiblafant", base=1, by=demo_user("begeleider"))
    report.publish_report(report=report.report_of(day), by=demo_user("begeleider"))
    assert get(client, "ander", url(day, "verslag/")).status_code == 200
    set_audience(obj=day, audience=day.region.token, by=None)
    assert get(client, "ander", url(day, "verslag/")).status_code == 404


# --- what it costs ---------------------------------------------------------------------------------------------------
def queries(client, address) -> int:
    caches["pages"].clear()
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("path", ["", "oogst/", "agenda/", "deelnemers/", "aanwezigheid/", "vandaag/", "inschrijven/"])
def test_a_day_costs_the_same_with_200_people_and_60_blocks(client, path):
    day = make_day(days=5, capacity=300)
    client.force_login(demo_user("begeleider"))

    def fill(people: int, blocks: int) -> None:
        for n in range(people):
            seats.walk_in(day=day, by=demo_user("begeleider"), name=f"Gast {n}", project=project())
        raised = [
            challenges.raise_challenge(by=None, themes=[], working_models=[], title=f"Vraag {n}", project=project())
            for n in range(blocks)
        ]
        for row in raised:
            agenda.add_block(day=day, values={"title": row.title, "minutes": 15, "working_form": "rondje"}, uid=row.uid)
            attendance.note(
                day=day, by=demo_user("begeleider"), text=f"Bij {row.title}", block=Block.objects.latest("pk").pk
            )

    fill(1, 1)
    one = queries(client, url(day, path))
    fill(199, 59)
    assert queries(client, url(day, path)) <= one + 1 <= 26


def test_the_list_shows_the_coming_months_with_their_days(client):
    day = make_day(days=40)
    text = get(client, "lid", "/netwerkdagen/").content.decode()
    months = text[text.index('<div class="months') :]
    assert f'<a href="{url(day)}">{day.date.day}<' in months


def test_the_list_of_days_costs_the_same_for_1_and_12(client):
    make_day()
    client.force_login(demo_user("lid"))
    one = queries(client, "/netwerkdagen/")
    for n in range(11):
        make_day(days=30 + n)
    assert queries(client, "/netwerkdagen/") == one <= 20
