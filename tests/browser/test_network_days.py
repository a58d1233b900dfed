"""A network day from its clone to the staalkaart: harvest, seats, programme, attendance on a phone, report, learning point."""

import re
import sqlite3
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LESSON = "Vraag op de eerste dag wie er al aan de deur stond."


@pytest.fixture
def colleagues(site_folder, site):
    """A member of each of two other projects of the region, by login."""
    with sqlite3.connect(site_folder / "db.sqlite3", timeout=20) as database:
        rows = database.execute(
            "SELECT min(u.email) FROM members_membership m JOIN members_user u ON u.id = m.user_id JOIN members_project p "
            "ON p.id = m.project_id WHERE p.slug IN ('wegwijsduo-turnhout', 'mijnmaat-genk') AND m.role = 'member' GROUP BY p.id"
        ).fetchall()
    return [row[0].partition("@")[0] for row in rows]


def bring_the_day(site_folder, number: int) -> None:
    """It is today."""
    today = timezone.localdate().isoformat()
    with sqlite3.connect(site_folder / "db.sqlite3", timeout=20) as database:
        database.execute("UPDATE network_days_networkday SET date = ? WHERE id = ?", [today, number])


def clone_and_date(page) -> int:
    page.goto("/netwerkdagen/1/")
    page.get_by_role("button", name="Maak hieruit de volgende dag", exact=True).click()
    page.get_by_label("Titel", exact=True).fill("Netwerkdag van de proef")
    page.get_by_label(re.compile("^Datum")).fill((timezone.localdate() + timedelta(days=12)).isoformat())
    page.get_by_label("Plaatsen", exact=True).fill("2")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_role("heading", name="Netwerkdag van de proef")).to_be_visible()
    return int(page.url.rstrip("/").rpartition("/")[2])


def harvest_five(page, address: str) -> None:
    page.goto(address + "agenda/")
    before = page.locator("[data-block]").count()
    for n in range(5):
        page.get_by_role("button", name=re.compile("^Zet in de agenda")).first.click()
        expect(page.locator("[data-block]")).to_have_count(before + n + 1)
    place = (
        before + 3
    )  # the one before the last is dragged two places up, all in sight; then a button puts it one later
    held, over = page.locator("[data-block]").nth(place), page.locator("[data-block]").nth(place - 2)
    title = held.locator("h3").inner_text()
    over.scroll_into_view_if_needed()
    held.locator("time").drag_to(over.locator("time"))
    expect(page.locator("[data-block]").nth(place - 2).locator("h3")).to_have_text(title)
    page.locator("[data-block]").nth(place - 2).get_by_role("button", name=re.compile("later$")).click()
    expect(page.locator("[data-block]").nth(place - 1).locator("h3")).to_have_text(title)


def register(page, address: str, words: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Schrijf je in").click()
    page.get_by_role("button", name=re.compile("Schrijf me in|Zet me op de wachtlijst")).first.click()
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def test_a_network_day_from_clone_to_staalkaart(visit, site_folder, colleagues, newest_mail):
    lead, phone, second, third = visit(), visit(width=390), visit(width=390), visit()
    for page, login in ((lead, "begeleider"), (phone, "lid"), (second, colleagues[0]), (third, colleagues[1])):
        sign_in(page, login)
    number = clone_and_date(lead)
    address = f"/netwerkdagen/{number}/"
    harvest_five(lead, address)
    lead.goto(address)
    lead.get_by_role("button", name="Begin de voorbereiding", exact=True).click()
    lead.get_by_role("button", name="Open de inschrijving", exact=True).click()

    register(phone, address, "Je bent ingeschreven")
    register(second, address, "Je bent ingeschreven")
    register(third, address, "Plaats 1 op de wachtlijst")
    second.get_by_text("Kan je niet komen?").click()
    second.get_by_role("button", name="Meld me af", exact=True).click()
    third.goto(address + "inschrijven/")
    third.get_by_role("button", name="Ja, ik kom", exact=True).click()
    expect(third.get_by_role("heading", name="Je bent ingeschreven")).to_be_visible()

    lead.goto(address + "agenda/")
    lead.get_by_role("button", name="Leg het programma vast", exact=True).click()
    expect(lead.get_by_text("Versie 1 ligt vast.")).to_be_visible()
    lead.locator("[data-block] h3 a").nth(2).click()
    lead.get_by_label("Begeleider uit het netwerk").select_option(label="Lies Lid")
    lead.get_by_label(re.compile("^Zaal")).fill("Keuken")
    lead.get_by_role("button", name="Bewaar het blok", exact=True).click()
    lead.get_by_role("button", name="Leg de nieuwe versie vast", exact=True).click()
    expect(lead.get_by_text("Versie 2 ligt vast.")).to_be_visible()
    for _attempt in range(40):  # the worker sends it
        if "veranderde" in newest_mail("lid@demo.example"):
            break
        lead.wait_for_timeout(500)
    assert "Het programma veranderde bij iets van jou" in newest_mail("lid@demo.example")

    bring_the_day(site_folder, number)
    tablet = visit(width=390, expects=("ERR_INTERNET_DISCONNECTED",))
    sign_in(tablet, "begeleider")
    tablet.goto(address + "aanwezigheid/")
    tablet.context.set_offline(True)
    tablet.get_by_role("button", name=re.compile("Lies Lid")).click()
    expect(tablet.get_by_text("Geen verbinding")).to_be_visible()
    expect(tablet.locator("[data-present]")).to_have_text("1")
    tablet.context.set_offline(False)
    expect(tablet.get_by_text("Alles is bewaard")).to_be_visible(timeout=15_000)
    tablet.reload()
    expect(tablet.get_by_role("button", name=re.compile("Lies Lid"))).to_have_attribute("aria-pressed", "true")

    tablet.goto(address + "vandaag/")
    tablet.locator(".slot--work").first.get_by_role("link", name=re.compile("^Leerpunt")).click()
    tablet.get_by_label("Wat leerden we?").fill(LESSON)
    tablet.get_by_role("button", name="Noteer", exact=True).click()
    expect(tablet.get_by_text(LESSON)).to_be_visible()
    tablet.goto(address)
    tablet.get_by_role("button", name="De dag is voorbij", exact=True).click()
    tablet.goto(address + "verslag/bewerken/")
    expect(tablet.get_by_label("Verslag")).to_have_value(re.compile(re.escape(LESSON)))
    tablet.get_by_role("button", name="Publiceer voor wie de dag ziet", exact=True).click()
    expect(tablet.get_by_text("Het verslag staat voor iedereen")).to_be_visible()
    phone.goto(address + "verslag/")
    expect(phone.get_by_text(LESSON).first).to_be_visible()

    editor = visit()
    sign_in(editor, "redacteur")
    editor.goto(address + "verslag/")
    editor.get_by_role("link", name=LESSON).click()
    editor.get_by_role("link", name="Naar een staalkaart").click()
    editor.get_by_role("button", name="Zet op de staalkaart", exact=True).click()
    expect(editor.get_by_text("Het punt staat op de staalkaart")).to_be_visible()
    phone.goto(editor.url)
    phone.locator("#" + editor.url.rpartition("#")[2]).get_by_text("Spoor", exact=True).click()
    phone.get_by_role("link", name=LESSON).first.click()
    expect(phone.get_by_role("link", name="Netwerkdag van de proef")).to_be_visible()
