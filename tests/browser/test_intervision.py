"""A case in a circle, in two browsers at once: blind phase, hidden analysis, the clock, choice, learning point, report."""

import re
import sqlite3
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
RARE = "regenboogschaar"


@pytest.fixture
def circle(site_folder, site):
    """Addresses of the people of circle 1, by the role they get here."""
    with sqlite3.connect(site_folder / "db.sqlite3", timeout=20) as database:
        rows = database.execute(
            "SELECT u.email, s.role FROM intervision_circleseat s JOIN members_user u ON u.id = s.user_id WHERE s.circle_id = 1"
        ).fetchall()
    members = [email.partition("@")[0] for email, role in rows if role == "member" and not email.startswith("lid@")]
    return {"owner": members[0], "thinkers": ["lid", *members[1:]]}


def turn_the_clock(site_folder, number: int) -> None:
    """The deadline of this trajectory's phase passed an hour ago, and this minute's look at the clock is still to come."""
    past = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")
    with sqlite3.connect(site_folder / "db.sqlite3", timeout=20) as database:
        database.execute(
            "UPDATE intervision_phase SET deadline = ? WHERE trajectory_id = ? AND ended_at IS NULL AND started_at IS NOT NULL",
            [past, number],
        )
        database.execute("DELETE FROM core_jobrun WHERE job = 'intervision-clock'")


def write(page, address: str, kind: str, text: str) -> None:
    page.goto(address)
    form = page.locator(f"#schrijf-{kind.lower()}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.get_by_label(kind, exact=True).fill(text)
    form.get_by_role("button", name=f"Plaats: {kind}").click()
    expect(page.get_by_text(text).first).to_be_visible()


def announce(page) -> str:
    page.goto("/intervisie/nieuw/")
    page.get_by_role("button", name="Begin te schrijven").click()
    page.wait_for_selector("form[data-ready]")
    page.get_by_label("Er is nu niemand in gevaar.").check()
    page.locator("#id_title").fill("De sleutel van de kelder")
    page.locator("#id_case").fill(f"Fatima Janssens leent een {RARE} en brengt ze niet terug.")
    expect(page.get_by_text("Dit lijkt de naam van een persoon.")).to_be_visible(timeout=8000)
    page.get_by_role("button", name="Vervang door “de deelnemer”").click()
    expect(page.locator("#id_case")).to_have_value(re.compile("^de deelnemer leent"))
    page.locator("#id_question").fill("Hoe vraag ik de sleutel terug?")
    page.locator("#id_circle").select_option(label="Kring 1, regio Noordoost")
    page.locator("#id_method").select_option(label="Incidentmethode")
    page.locator("#id_person_knows").select_option(label="Ja")
    page.get_by_label("Mijn organisatie weet").check()
    page.get_by_label("Ik las het na").check()
    page.get_by_role("button", name="Kondig de casus aan").click()
    expect(page.get_by_role("status").first).to_contain_text("Aangekondigd")
    return page.url


def around_the_table(visit, circle, address: str) -> list:
    """A page per person who thinks along; whoever was left out gets none."""
    pages = []
    for login in circle["thinkers"]:
        page = visit(expects=("status of 404",))
        sign_in(page, login)
        if page.goto(address).status == 200:
            pages.append(page)
    assert len(pages) == 5  # seven in the circle, without the owner and the one who was left out
    return pages


def wait_for_the_worker(page, address: str, words: str) -> None:
    """It ticks every few seconds here."""
    for _attempt in range(60):
        page.goto(address)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)


def nothing_outside(visit, login: str, address: str) -> None:
    """A colleague outside, an editor, a search for the rare word: nothing. The learning point is there for all."""
    outside = visit(expects=("status of 404",))
    sign_in(outside, login)
    assert outside.goto(address).status == 404
    outside.goto(f"/zoeken/?q={RARE}")
    expect(outside.get_by_text("De sleutel van de kelder")).to_have_count(0)
    outside.goto("/leerpunten/")
    expect(outside.get_by_text("Spreek bij het lenen af").first).to_be_visible()


def test_a_case_from_announcing_to_report(visit, circle, site_folder):
    lead, owner = visit(expects=("status of 404",)), visit(width=390, expects=("status of 404",))
    sign_in(owner, circle["owner"])
    address = announce(owner)
    number = int(address.rstrip("/").rpartition("/")[2])

    sign_in(lead, "begeleider")
    lead.goto(address)
    lead.get_by_label("Niemand in deze groep is de leidinggevende").check()
    lead.get_by_role("button", name="Toon de inbrenger deze groep").click()
    owner.goto(address)
    owner.locator(".choices input").last.uncheck()
    owner.get_by_role("button", name="Deze groep mag lezen").click()
    expect(owner.get_by_role("status").first).to_contain_text("Genoteerd")
    lead.goto(address)
    lead.get_by_role("button", name="Start het traject").click()
    lead.get_by_role("button", name="Naar: Informatievragen").click()

    # two browsers at once: whoever thinks along asks, the owner answers
    readers = around_the_table(visit, circle, address)
    for n, page in enumerate(readers):
        write(page, address, "Vraag", f"Sinds wanneer duurt dit, vraag {n}?")
    owner.goto(address)
    owner.get_by_role("link", name="Antwoord hierop").first.click()
    owner.locator("#schrijf-antwoord").get_by_label("Antwoord", exact=True).fill("Sinds de zomer.")
    owner.get_by_role("button", name="Plaats: Antwoord").click()
    expect(owner.get_by_text("Sinds de zomer.").first).to_be_visible()
    lead.goto(address)
    lead.get_by_role("button", name="Naar: Analyse zonder inbrenger").click()

    # blind, and hidden from the owner; two write, then the deadline passes and the clock moves
    for n, page in enumerate(readers[:2]):
        write(page, address, "Kern", f"De kern is vertrouwen {n}.")
    readers[1].goto(address)
    expect(readers[1].get_by_text("De kern is vertrouwen 0.")).to_have_count(0)
    expect(readers[1].get_by_text("1 tekst is klaar en nog verborgen.")).to_be_visible()
    owner.goto(address)
    expect(owner.get_by_text("De kern is vertrouwen")).to_have_count(0)
    turn_the_clock(site_folder, number)
    wait_for_the_worker(owner, address, "De kern is vertrouwen")
    expect(owner.get_by_text("De kern is vertrouwen")).to_have_count(2)

    for n, page in enumerate(readers):
        write(page, address, "Advies", f"Vraag het samen, advies {n}.")
    lead.goto(address)
    lead.get_by_role("button", name="Naar: Keuze van de inbrenger").click()
    write(owner, address, "Reactie", "Advies twee raakt me.")
    write(owner, address, "Keuze", "Ik vraag het deze week.")
    lead.goto(address)
    lead.get_by_role("button", name="Naar: Afronding en leerpunten").click()
    write(owner, address, "Leerpunt", "Spreek bij het lenen af wanneer iets terugkomt.")
    write(lead, address, "Samenvatting", "De vraag was hoe je iets terugvraagt zonder ruzie.")
    owner.goto(address)
    owner.get_by_role("button", name="Ik ben akkoord").click()
    owner.get_by_role("link", name="Deel dit leerpunt met het netwerk").click()
    owner.get_by_role("button", name="Stel voor om te delen").click()
    lead.goto(address)
    lead.get_by_role("button", name="Akkoord: deel het").click()
    lead.get_by_role("button", name="Rond af").click()
    expect(lead.get_by_role("status").first).to_contain_text("Afgerond")
    owner.goto(address)
    owner.get_by_role("link", name="Vertel het de groep").click()
    owner.get_by_label("Je tekst").fill("De sleutel is terug, en de band ook.")
    owner.get_by_role("button", name="Vertel het de groep").click()
    readers[0].goto(address)
    expect(readers[0].get_by_text("De sleutel is terug, en de band ook.")).to_be_visible()

    for login in ("ander", "redacteur"):
        nothing_outside(visit, login, address)
