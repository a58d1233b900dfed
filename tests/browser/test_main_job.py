"""The main job: search by weakness, filter, model page, compare, print. By mouse, by keyboard alone, and without JavaScript."""

import re
import zlib

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def pdf_pages(data: bytes) -> int:
    """Also of a file whose objects are packed, as WeasyPrint makes them."""
    parts = [data]
    for match in re.finditer(rb"/ObjStm.*?stream\r?\n(.*?)endstream", data, re.DOTALL):
        parts.append(zlib.decompressobj().decompress(match[1]))
    return sum(len(re.findall(rb"/Type\s*/Page[^s]", part)) for part in parts)


def test_by_mouse(visit):
    page = visit()
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("afhankelijkheid")
    page.locator("label.pill", has_text="Zwaktes en uitdagingen").click()
    page.get_by_role("button", name="Zoek", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("resultaten voor"))).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("Lotgenotennetwerk")).check()
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page.get_by_role("link", name="Afhankelijk van enkele trekkers")).to_be_visible()
    page.locator(".result-group h2 a").first.click()
    expect(page).to_have_url(re.compile("/werkmodellen/lotgenotennetwerk/"))
    page.get_by_role("link", name="Vergelijk met een ander model").click()
    page.get_by_role("checkbox", name="Persoonlijke vriend").check()
    page.get_by_role("button", name="Vergelijk", exact=True).click()
    expect(page.get_by_role("table")).to_be_visible()
    expect(page).to_have_url(re.compile(r"m=persoonlijke-vriend&m=lotgenotennetwerk"))
    page.get_by_label("Toon alleen de verschillen").check()
    page.get_by_role("button", name="Vergelijk", exact=True).click()
    expect(page.get_by_role("rowheader", name="Persoonlijke relatie")).to_be_visible()
    assert page.complaints == []


def press_until(page, role, name, *, most=120):
    """Tab until the focused element has this accessible name; the focus must be visible all the way."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    handle = wanted.element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        if handle.evaluate("element => element === document.activeElement"):
            box = wanted.bounding_box()
            assert box, f"{name} has the focus but no place on the screen"
            return
    raise AssertionError(f"{name} cannot be reached with the keyboard")


def test_by_keyboard_alone(visit):
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ga naar de inhoud")).to_be_focused()
    press_until(page, "combobox", "Zoek in staalkaarten, kennis en begrippen")
    page.keyboard.type("afhankelijkheid")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("resultaten voor"))).to_be_visible()
    assert "kwadrant=zwakte" in page.url
    press_until(page, "link", "Lotgenotennetwerk")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/werkmodellen/lotgenotennetwerk/"))
    press_until(page, "link", "Vergelijk met een ander model")
    page.keyboard.press("Enter")
    press_until(page, "checkbox", "Persoonlijke vriend")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_be_visible()


def test_without_javascript(visit):
    page = visit(scripts=False, width=390)
    page.goto("/")
    page.locator("#q").fill("afhankelijkheid")
    page.locator("label.pill", has_text="Zwaktes en uitdagingen").click()
    page.locator("button", has_text="Zoek").click()
    assert "Afhankelijk" in page.locator(".results").inner_text()
    if not page.locator("label.check", has_text="Lotgenotennetwerk").is_visible():
        page.locator(".facets-box > summary").click()
    page.locator("label.check", has_text="Lotgenotennetwerk").click()
    page.locator("form button", has_text="Toon").last.click()
    page.locator(".result-group h2 a").first.click()
    page.locator("a", has_text="Vergelijk met een ander model").click()
    page.locator("label.check", has_text="Persoonlijke vriend").click()
    page.locator("main form button", has_text="Vergelijk").first.click()
    expect(page.locator("table.cmp")).to_have_count(1)
    assert page.locator("[data-print]:visible").count() == 0


@pytest.mark.parametrize("slug", ["persoonlijke-vriend", "lotgenotennetwerk", "persoonlijk-netwerk"])
def test_a_card_prints_on_one_a4(visit, slug):
    page = visit()
    page.goto(f"/werkmodellen/{slug}/")
    assert pdf_pages(page.pdf(prefer_css_page_size=True)) == 1


@pytest.mark.parametrize("other", ["persoonlijke-competentieversterking", "netwerkversterking-via-regio-of-locatie"])
def test_two_models_print_on_two_sheets(visit, other):
    page = visit()
    page.goto(f"/werkmodellen/vergelijken/?m=persoonlijke-vriend&m={other}")
    assert pdf_pages(page.pdf(prefer_css_page_size=True)) == 2


@pytest.mark.parametrize("login", ["", "lid"])
def test_who_comes_back_from_a_source_finds_the_point_as_it_was(visit, login):
    page = visit(width=390)
    if login:
        sign_in(page, login)
    page.goto("/werkmodellen/persoonlijke-vriend/")
    entry = page.locator(".entry").nth(6)
    entry.locator(".entry__advice summary").click()
    entry.locator("summary.source").click()
    entry.locator(".trail a").first.click()
    page.wait_for_url("**/bronnen/**")
    page.go_back()
    expect(entry.locator("details[open]")).to_have_count(2)
    expect(entry.locator(".trail a").first).to_be_in_viewport()


def test_a_comparison_prints_landscape_without_the_site_around_it(visit):
    page = visit()
    page.goto("/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=lotgenotennetwerk")
    data = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 84" in data  # 842 points wide
    page.emulate_media(media="print")
    assert not page.locator(".site-head").is_visible()
    assert not page.locator(".site-foot").is_visible()


def test_suggestions_follow_the_combobox_pattern(visit):
    page = visit()
    page.goto("/zoeken/")
    box = page.get_by_role("combobox")
    box.press_sequentially("eenz")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == page.get_by_role("option", selected=True).get_attribute("id")
    box.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    assert page.complaints == []


def test_a_researcher_reviews_a_card_on_a_phone(visit, site):
    editor = visit(expects=("status of 404",))
    editor.goto("/rekening/login/?next=/beheer/nazicht/")
    editor.locator("#id_login").fill("redacteur@demo.example")
    editor.locator("#id_password").fill("buddy-demo-2026")
    editor.get_by_role("button", name="Aanmelden", exact=True).click()
    editor.get_by_role("link", name="Lotgenotennetwerk", exact=True).first.click()
    editor.get_by_label("Wie kijkt na?").fill("Dr. An Peeters")
    editor.get_by_label("In welke rol?").fill("onderzoeker")
    editor.get_by_role("button", name="Maak de link").click()
    link = editor.locator("#nazicht-link").input_value()

    phone = visit(width=390, expects=("status of 404",))
    phone.goto(link)
    first = phone.locator(".review > li").first
    first.locator("label.pill", has_text="Anders").click()
    phone.route("**/ontvangst/**", lambda route: (phone.wait_for_timeout(700), route.continue_()))  # a slow connection
    phone.get_by_role("button", name="Dien dit nazicht in").click()
    expect(phone.get_by_role("alert")).to_contain_text("Er is niets verloren")
    phone.locator(".review > li").first.locator("textarea").fill("Herkenning komt niet altijd vanzelf.")
    phone.get_by_role("button", name="Bewaar en ga later verder").click()
    expect(phone.get_by_role("status")).to_contain_text("Bewaard")
    phone.wait_for_timeout(2000)  # what the device kept of the first try is not put over what was saved
    assert (
        phone.locator(".review > li").first.locator("textarea").input_value() == "Herkenning komt niet altijd vanzelf."
    )
    phone.get_by_role("button", name="Dien dit nazicht in").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Bedankt")
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Deze link werkt niet")

    editor.goto("/beheer/nazicht/")
    editor.get_by_role("link", name="Lotgenotennetwerk", exact=True).last.click()
    expect(editor.get_by_text("Herkenning komt niet altijd vanzelf.")).to_be_visible()
    editor.get_by_role("button", name="Bevestig het punt zoals het is").first.click()
    phone.goto("/werkmodellen/lotgenotennetwerk/")
    expect(phone.locator(".entry", has_text="bevestigd").first).to_be_visible()
