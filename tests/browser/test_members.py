"""A colleague is invited, joins, sets up a second factor, edits, takes the data along and disappears; an outsider sees none of it."""

import re
import time
import zipfile

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import expect

from bench.chromium import ARGS, PATH
from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PASSWORD = "vier gewone woorden samen"
TEAM = "/projecten/tweespan-antwerpen/"


def invite(page, address: str, role: str) -> None:
    page.goto(TEAM + "ploeg/")
    page.get_by_role("link", name="Nodig iemand uit").click()
    page.get_by_label("Naam").fill("Nele")
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_label("Als", exact=True).select_option(role)
    page.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(page.get_by_role("status").first).to_contain_text("is onderweg")


def join(page, link: str) -> None:
    page.goto(link)
    page.get_by_role("link", name="Ik doe mee").click()
    page.get_by_label("Kies een wachtwoord").fill("kort")
    page.get_by_role("button", name="Maak mijn account").click()
    expect(page.get_by_role("alert")).to_contain_text("Wat je typte, staat er nog")
    assert page.get_by_label("Hoe mogen we je noemen?").input_value() == "Nele"
    page.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Maak mijn account").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dag Nele")


def test_the_whole_life_of_a_membership(visit, newest_mail, tmp_path):
    coordinator, phone, outsider = (
        visit(expects=("status of 404",)),
        visit(width=390, expects=("status of 404",)),
        visit(expects=("status of 404",)),
    )
    sign_in(coordinator, "coordinator")
    sign_in(outsider, "ander")
    invite(coordinator, "nele@project.example", "coordinator")
    join(phone, re.search(r"https?://\S+(/uitnodiging/\S+)", newest_mail("nele@project.example")).group(1))

    # an app with codes; who you are is asked again first
    phone.goto("/rekening/2fa/")
    phone.get_by_role("link", name="Stel een app in").click()
    phone.locator("input[type=password]").fill(PASSWORD)
    phone.locator("main form .btn--main").click()
    secret = phone.locator("#secret").text_content().strip()
    phone.locator("input[name=code]").fill(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30)))
    phone.locator("main form .btn--main").click()
    phone.goto("/rekening/2fa/")
    expect(phone.get_by_text("De app staat klaar")).to_be_visible()

    # the own project's page
    phone.goto(TEAM + "bewerken/")
    phone.get_by_label("afspraken in de ploeg").fill("Kanariegeheim van de ploeg.")
    phone.get_by_label("wat we te bieden hebben").fill("Een vorming over grenzen.")
    phone.get_by_role("button", name="Bewaar de pagina").click()
    expect(phone.get_by_text("Kanariegeheim van de ploeg.")).to_be_visible()
    outsider.goto(TEAM)
    expect(outsider.get_by_text("Een vorming over grenzen.")).to_be_visible()
    expect(outsider.get_by_text("Kanariegeheim")).to_have_count(0)
    for path in ("bewerken/", "ploeg/", "documenten/"):
        assert outsider.goto(TEAM + path).status == 404

    # a document only the team reaches
    phone.goto(TEAM + "documenten/")
    note = tmp_path / "afspraken.txt"
    note.write_text("Kanarienota")
    phone.get_by_label("Bestand").set_input_files(note)
    phone.get_by_role("button", name="Voeg toe").click()
    link = phone.get_by_role("link", name="afspraken.txt").get_attribute("href")
    assert outsider.request.get(link).status == 404
    assert phone.request.get(link).text() == "Kanarienota"

    # take the data along, then disappear
    phone.goto("/mijn/gegevens/")
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Download mijn gegevens").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        assert "nele@project.example" in archive.read("gegevens.json").decode()
    phone.goto("/mijn/gegevens/wissen/")
    if "reauthenticate" in phone.url:
        phone.locator("input[name=code], input[type=password]").first.fill(PASSWORD)
        phone.locator("main form .btn--main").first.click()
    phone.get_by_label(re.compile("Typ")).fill("wis alles")
    phone.get_by_role("button", name="Wis mijn account").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Je account is gewist")
    phone.goto("/mijn/")
    assert "/rekening/login/" in phone.url
    coordinator.goto(TEAM + "ploeg/")
    expect(coordinator.get_by_text("Nele")).to_have_count(0)


def test_a_passkey_opens_the_door(visit):
    page = visit()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    sign_in(page, "partner")
    page.goto("/rekening/2fa/webauthn/add/")
    page.locator("input[type=password]").fill("buddy-demo-2026")
    page.locator("main form .btn--main").click()
    page.get_by_label("Ook aanmelden zonder wachtwoord").check()
    page.get_by_role("button", name="Stel in").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto("/rekening/logout/")
    page.locator("main form button").click()
    page.goto("/rekening/login/")
    page.get_by_role("button", name="Gebruik een passkey").click()
    page.wait_for_url("**/mijn/")
    assert page.complaints == []


def test_the_bar_on_a_phone_is_one_line(visit):
    phone = visit(width=390)
    sign_in(phone, "lid")
    expect(phone.locator(".site-actions").get_by_text("Afmelden")).to_be_hidden()
    assert phone.locator(".site-head__in").bounding_box()["height"] < 80
    phone.locator(".nav-more summary").click()
    phone.locator(".account summary").click()
    expect(phone.locator(".nav-more")).not_to_have_attribute("open", "")
    expect(phone.locator(".account").get_by_text("Afmelden")).to_be_visible()


def test_the_directory_finds_a_peer_group_on_a_phone(visit):
    phone = visit(width=390)
    phone.goto("/projecten/")
    phone.get_by_role("combobox", name="Gemeente of postcode").fill("3920")
    phone.get_by_text("Meer keuzes").click()
    phone.get_by_label("Werkmodel").select_option("lotgenotennetwerk")
    phone.get_by_role("button", name="Toon werkingen").click()
    expect(phone.get_by_role("link", name="De Praattafel", exact=True).first).to_be_visible()
    phone.get_by_role("link", name="De Praattafel", exact=True).first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("De Praattafel")


@pytest.mark.parametrize("keeps_pages", [True, False], ids=["with the memory of Back", "without"])
def test_back_after_signing_out_shows_nothing(chromium, site, keeps_pages):
    """In a browser that holds whole pages for Back, as phones do, and in one that does not."""
    left_out = ["--disable-back-forward-cache"] if keeps_pages else []
    browser = chromium.browser_type.launch(executable_path=PATH, args=ARGS, ignore_default_args=left_out)
    page = browser.new_context(base_url=site).new_page()
    try:
        sign_in(page, "coordinator")
        answers = []
        page.on("response", lambda one: answers.append(one))
        for path in ("/mijn/", "/projecten/tweespan-antwerpen/ploeg/", "/rekening/logout/"):
            page.goto(path)
        page.get_by_role("button", name="Ja, meld mij af").click()
        page.wait_for_url(lambda address: "logout" not in address)
        [signed_out] = [one for one in answers if "logout" in one.url and one.request.method == "POST"]
        assert signed_out.all_headers()["clear-site-data"] == '"cache"'
        for _step in range(3):
            page.go_back()
            page.wait_for_load_state()
            page.wait_for_timeout(400)
            shown = page.locator("body").inner_text()
            assert "De ploeg" not in shown, page.url
            assert "Mijn netwerk" not in shown, page.url
        pages = [one.headers for one in answers if "text/html" in one.headers.get("content-type", "")]
        assert [headers["cache-control"] for headers in pages[:3]] == ["private, no-store"] * 3
    finally:
        browser.close()
