"""Passwords that are easy to guess, with the reason; and guessing them: a delay that locks neither a room nor somebody else out."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from staalkaart.knowledge.models import SiteTexts
from staalkaart.members.demo_accounts import DEMO_PASSWORD
from staalkaart.members.models import User
from staalkaart.members.passwords import reason_against
from tests.builders import demo_user

MARIEKE = User(name="Marieke Vandenbroucke", email="m.janssens@voorbeeld.be")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("aaaaaaaaaaaaaa", "herhaalt"), ("abcabcabcabc", "herhaalt"), ("hallohallohallo", "herhaalt"), ("121212121212", "herhaalt"),
        ("2019202020212022", "cijfers alleen"), ("19851986-1987", "cijfers alleen"), ("748291038475", "cijfers alleen"),
        ("azertyuiopqsdfg", "naast elkaar"), ("qwertyuiop1234", "naast elkaar"), ("poiuytreza123", "naast elkaar"),
        ("abcdefghijkl12", "naast elkaar"), ("marieke1985!!", "je naam"), ("Vandenbroucke1", "je naam"), ("janssens2026!!", "je naam"),
        ("staalkaart2026", "deze site"), ("Wachtwoord2024!", "deze site"), ("welkombuddy12", "deze site"), ("Zomer2024Zomer", "deze site"),
        ("iloveyou123456", "snel geraden"),
    ],
)  # fmt: skip
def test_the_reason_is_said(password, reason):
    assert reason in reason_against(password, MARIEKE)


@pytest.mark.parametrize(
    "password",
    [
        "katten eten vis graag",
        "paard-batterij-niet-correct",
        "soep, trap en maandagfiets",
        "kP9!tr4mVoge",
        "مرحبا بالعالم الجديد",
        "een heel lange zin die niemand kent " * 9,
    ],
)
def test_what_is_hard_to_guess_passes(password):
    assert reason_against(password, MARIEKE) == ""


@pytest.mark.django_db
def test_short_common_and_easy_are_refused_wherever_a_password_is_chosen():
    for password in ("kort", "azertyuiopqsdfg", "Tweespan Antwerpen"):
        with pytest.raises(ValidationError):
            validate_password(password, demo_user("lid"))
    validate_password(DEMO_PASSWORD, demo_user("lid"))  # the demo's own, on a site that has a demo
    validate_password("katten eten vis graag", demo_user("lid"))


# --- guessing --------------------------------------------------------------------------------------------------------
def log_in(client: Client, login: str, password: str, address: str = "10.0.0.1"):
    return client.post(
        "/rekening/login/", {"login": f"{login}@demo.example", "password": password}, REMOTE_ADDR=address
    )


@pytest.fixture(autouse=True)
def empty_cache(request, monkeypatch, settings):
    settings.LIMIT_FACTOR = 1
    monkeypatch.setattr("time.time", lambda: 1_800_000_010.0)  # no window turns while a test counts
    if "django_db" in request.keywords:
        request.getfixturevalue("db")
        cache.clear()


@pytest.mark.django_db
def test_ten_failures_do_not_lock_a_room(client):
    for _ in range(10):
        log_in(client, "ander", "fout-fout-fout")
    rows = User.objects.filter(memberships__role="member").exclude(email__startswith="ander").order_by("pk").distinct()
    people = [user.email.partition("@")[0] for user in rows[:40]]
    User.objects.filter(email__in=[f"{login}@demo.example" for login in people]).update(
        password=demo_user("lid").password
    )
    came_in = [log_in(Client(), login, DEMO_PASSWORD).status_code for login in people]
    assert len(came_in) > 25
    assert set(came_in) == {302}


@pytest.mark.django_db
def test_the_delay_grows_and_is_said_in_words(client, monkeypatch):
    now = [1_800_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    waits = []
    for _ in range(9):
        answer = log_in(client, "lid", "fout-fout-fout")
        if answer.status_code == 429:
            waits.append(int(answer["Retry-After"]))
            now[0] += waits[-1]
    assert waits == [60, 120, 240, 480][: len(waits)]
    assert len(waits) >= 2
    answer = log_in(client, "lid", "fout-fout-fout")
    page = log_in(client, "lid", DEMO_PASSWORD)  # also the right one waits: else it would be told that it is right
    assert page.status_code == 429
    assert "minuten en probeer opnieuw" in page.content.decode()
    assert "acht minuten" in page.content.decode() or "vier minuten" in page.content.decode()
    assert "/rekening/password/reset/" in page.content.decode()
    now[0] += 3601
    assert log_in(client, "lid", DEMO_PASSWORD).status_code == 302
    assert answer.status_code in (200, 429)


@pytest.mark.django_db
def test_who_is_guessed_at_from_elsewhere_comes_in(client):
    assert log_in(client, "lid", DEMO_PASSWORD, "10.0.0.9").status_code == 302
    for n in range(70):  # many machines try
        log_in(Client(), "lid", "fout-fout-fout", f"10.1.{n}.1")
    assert log_in(Client(), "lid", "fout-fout-fout", "10.2.0.1").status_code == 429
    assert log_in(Client(), "lid", DEMO_PASSWORD, "10.0.0.9").status_code == 302


@pytest.mark.django_db
def test_who_is_suspended_reads_whom_to_call(client):
    texts = SiteTexts.load()
    texts.contact_name, texts.contact_phone = "Ria van de helpdesk", "03 123 45 67"
    texts.save()
    User.objects.filter(email="lid@demo.example").update(is_active=False)
    page = client.get(log_in(client, "lid", DEMO_PASSWORD)["Location"])
    assert page.status_code == 200
    main = page.content.decode().split("<main")[1].split("</main>")[0]
    assert "Ria van de helpdesk" in main
    assert "tel:+3231234567" in main
    assert log_in(client, "lid", "fout-fout-fout").status_code == 200  # who does not know the password learns nothing
