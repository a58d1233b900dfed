"""The life of a practice: begun on a phone that loses its connection, finished at a desk, read over, found, used, taken along."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def next_step(page) -> None:
    page.get_by_role("button", name=re.compile("^Verder$"), exact=True).last.click()


def begin(page, title: str) -> str:
    """A new practice up to its summary; returns the address of its steps."""
    page.goto("/praktijken/nieuw/")
    page.get_by_label("Titel").fill(title)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Model en doelgroep")
    page.get_by_label("Persoonlijke vriend").first.check()
    page.get_by_label("jongeren", exact=True).check()
    next_step(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Samenvatting")
    return page.url.rsplit("/", 2)[0]


def test_from_a_phone_in_a_tunnel_to_a_colleague_elsewhere(visit, tmp_path):
    phone, desk = visit(width=390, expects=("ERR_INTERNET_DISCONNECTED",)), visit()
    sign_in(phone, "coordinator")
    steps = begin(phone, "Samen een fietsherstelplek bouwen")
    phone.get_by_label("Samenvatting").press_sequentially("Jongeren en buren bouwen samen")
    expect(phone.locator("[data-saved] [role=status]")).to_contain_text("Bewaard om", timeout=8000)
    phone.context.set_offline(True)
    phone.get_by_label("Samenvatting").press_sequentially(" een plek om fietsen te herstellen.")
    expect(phone.locator("[data-saved] [role=status]")).to_contain_text("op dit toestel", timeout=8000)
    phone.wait_for_timeout(2500)  # long enough for a try that fails
    phone.context.set_offline(False)
    expect(phone.locator("[data-saved] [role=status]")).to_contain_text("Bewaard om", timeout=20000)

    # at a desk, as the same person: the words are there
    sign_in(desk, "coordinator")
    desk.goto("/praktijken/klad/")
    desk.get_by_role("link", name="Samen een fietsherstelplek bouwen").click()
    desk.goto(f"{steps}/samenvatting/")
    summary = "Jongeren en buren bouwen samen een plek om fietsen te herstellen."
    expect(desk.get_by_label("Samenvatting")).to_have_value(summary)
    next_step(desk)
    desk.get_by_label("In één zin").fill("De sleutel hangt bij de bakker")
    desk.get_by_label("Hoe doen jullie dat?").fill("Wie wil werken, haalt de sleutel.")
    desk.get_by_role("button", name="Nog een punt toevoegen").click()
    desk.get_by_label("In één zin").nth(1).fill("Elke zaterdag is er soep")
    next_step(desk)
    desk.get_by_label("In één zin").fill("In de winter is het te koud")
    next_step(desk)
    desk.get_by_label("Wie kan een collega aanspreken?").fill("jongerenwerker")
    desk.get_by_role("button", name="Naar nakijken en delen").click()
    expect(desk.get_by_text("Elke zaterdag is er soep")).to_be_visible()
    desk.get_by_role("button", name="Deel met het netwerk").click()
    expect(desk.get_by_role("status").first).to_contain_text("Gedeeld met het netwerk")
    expect(desk.get_by_text("nog niet nagelezen").first).to_be_visible()
    address = desk.url

    # the editor changes a sentence, the author agrees
    editor = visit()
    sign_in(editor, "redacteur")
    editor.goto(address)
    editor.get_by_role("button", name="Stel een wijziging voor").click()
    editor.get_by_label("Samenvatting").fill(summary.replace("herstellen", "herstellen en te ontlenen"))
    editor.get_by_role("button", name="Verder", exact=True).last.click()
    editor.goto(editor.url.rsplit("/", 2)[0] + "/nakijken/")
    editor.get_by_label("Waarom stel je dit voor?").fill("Zo zeg je ook dat je kan ontlenen.")
    editor.get_by_role("button", name="Stel voor aan het project").click()
    desk.goto(address)
    expect(desk.locator("main")).not_to_contain_text("ontlenen")
    desk.get_by_role("link", name="Bekijk het voorstel").click()
    expect(desk.locator("ins")).to_contain_text("ontlenen")
    desk.get_by_role("button", name="Neem over").click()
    expect(desk.locator(".practice .lead")).to_contain_text("te ontlenen")
    expect(desk.get_by_text("nagelezen op").first).to_be_visible()

    # a colleague elsewhere finds it through a compound, does it too, takes it along
    other = visit(width=390)
    sign_in(other, "ander")
    for _try in range(20):  # the worker brings it into the index within a second or so
        other.goto("/zoeken/?q=herstelplek+voor+fietsen&soort=praktijk")
        if other.get_by_role("link", name="Samen een fietsherstelplek bouwen").count():
            break
        other.wait_for_timeout(500)
    other.get_by_role("link", name="Samen een fietsherstelplek bouwen").click()
    other.get_by_role("button", name="Wij doen dit ook").click()
    expect(other.locator("#gebruikt")).to_contain_text("Zeegang")
    with other.expect_download() as download:
        other.get_by_role("link", name="Bewaar als pdf").click()
    download.value.save_as(tmp_path / "praktijk.pdf")
    assert (tmp_path / "praktijk.pdf").read_bytes().startswith(b"%PDF-")

    # for a visitor it does not exist
    visitor = visit(expects=("status of 404",))
    assert visitor.goto(address).status == 404
    visitor.goto("/praktijken/?q=fietsherstelplek")
    expect(visitor.locator("main")).not_to_contain_text("fietsherstelplek bouwen")


def test_two_devices_of_one_person_lose_neither_text(visit):
    phone, desk = visit(width=390, expects=("status of 409",)), visit(expects=("status of 409",))
    sign_in(phone, "lid")
    steps = begin(phone, "Op twee toestellen")
    sign_in(desk, "lid")
    desk.goto(f"{steps}/samenvatting/")
    phone.get_by_label("Samenvatting").fill("Wat ik op de bus schreef.")
    expect(phone.locator("[data-saved] [role=status]")).to_contain_text("Bewaard om", timeout=8000)
    phone.wait_for_timeout(2500)
    desk.get_by_label("Samenvatting").fill("Wat ik thuis schreef.")
    expect(desk.locator("[data-conflict]")).to_contain_text("Wat ik op de bus schreef.", timeout=8000)
    expect(desk.get_by_label("Samenvatting")).to_have_value("Wat ik thuis schreef.")


def test_a_session_that_ended_offers_the_door_and_keeps_the_text(visit):
    page = visit(expects=("status of 401", "status of 403"))
    sign_in(page, "lid")
    begin(page, "De sessie stopt")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Samenvatting").fill("Dit mag niet weg.")
    expect(page.get_by_role("dialog")).to_be_visible(timeout=8000)
    other = page.context.new_page()
    sign_in(other, "lid")
    page.get_by_role("button", name="Ik ben weer aangemeld").click()
    expect(page.locator("[data-saved] [role=status]")).to_contain_text("Bewaard om", timeout=20000)


def test_without_javascript_a_practice_is_written_too(visit):
    page = visit(width=390, scripts=False)
    sign_in(page, "lid")
    begin(page, "Zonder script")
    page.get_by_label("Samenvatting").fill("Het gaat ook zo.")
    next_step(page)
    page.get_by_label("In één zin").fill("Eén")
    page.get_by_role("button", name="Nog een punt toevoegen").click()
    page.get_by_label("In één zin").nth(1).fill("Twee")
    next_step(page)
    page.get_by_label("In één zin").fill("Drie")
    next_step(page)
    page.get_by_label("Wie kan een collega aanspreken?").fill("Lies haar functie")
    page.get_by_role("button", name="Naar nakijken en delen").click()
    expect(page.locator("main")).to_contain_text("Twee")
    page.get_by_role("button", name="Leg neer bij je coördinator").click()
    expect(page.get_by_role("status").first).to_contain_text("Ingediend bij je coördinator")


def test_by_keyboard_alone(visit):
    page = visit()
    sign_in(page, "lid")
    steps = begin(page, "Met het toetsenbord")
    page.get_by_label("Samenvatting").focus()
    page.keyboard.type("Zonder muis.")
    page.keyboard.press("Tab")
    for _tab in range(3):
        if page.evaluate("document.activeElement.value") == "verder":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat werkt")
    page.goto(f"{steps}/titel/")
    page.get_by_label("Titel").focus()
    page.keyboard.press("End")
    page.keyboard.type(" alleen")
    page.keyboard.press("Enter")  # Enter in a field goes on, not back
    expect(page.get_by_role("heading", level=1)).to_have_text("Model en doelgroep")
