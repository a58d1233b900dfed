"""Choosing together on a phone, with and without scripts: Back works, wiping wipes, and nothing of it is found anywhere afterwards."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_main_job import pdf_pages

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CANARIES = [
    "zilvermeeuw1",
    "zilvermeeuw2",
    "zilvermeeuw3",
    "zilvermeeuw4",
    "zilvermeeuw5",
    "zilvermeeuw6",
    "8531",
    "veel-tegelijk",
]
STORES = """async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state,
    await caches.keys(), (await indexedDB.databases()).map(({ name }) => name)])"""


def choose(page, words: str) -> None:
    page.get_by_label(words).check()


def go_on(page) -> None:
    page.locator("[data-next]").click()


def skip(page, times: int) -> None:
    for _ in range(times):
        page.locator("[data-skip]").click()


def to_the_outcome(page) -> None:
    page.goto("/keuzehulp/")
    page.get_by_role("link", name=re.compile("Samen de vragen")).click()
    choose(page, "Rust. Niet te veel tegelijk.")
    go_on(page)
    choose(page, "Met één iemand.")
    go_on(page)
    skip(page, 5)
    choose(page, "Er gebeurt veel tegelijk.")
    go_on(page)
    expect(page.get_by_role("heading", name="Dit past bij wat je zei")).to_be_visible()


def test_back_goes_one_question_back_and_the_answers_stay(visit):
    page = visit(width=390)
    to_the_outcome(page)
    assert page.evaluate("history.state") == {"step": 9}
    assert page.url.endswith("/keuzehulp/vragen/")
    page.go_back()
    expect(page.get_by_label("Er gebeurt veel tegelijk.")).to_be_checked()
    page.go_forward()
    expect(page.get_by_role("heading", name="Dit past bij wat je zei")).to_be_visible()
    for _ in range(7):
        page.go_back()
    expect(page.get_by_label("Met één iemand.")).to_be_checked()
    page.locator("[data-back]").click()
    expect(page.get_by_label("Rust. Niet te veel tegelijk.")).to_be_checked()


def test_a_fourth_card_is_put_back_with_a_sentence(visit):
    page = visit(width=390)
    page.goto("/keuzehulp/vragen/")
    cards = page.locator("[data-most] input")
    for at in (0, 1, 2):
        cards.nth(at).check()
    cards.nth(3).click()
    expect(page.get_by_text("Je koos er al 3.")).to_be_visible()
    assert page.locator("[data-most] input:checked").count() == 3


def test_wiping_and_leaving_leave_nothing_to_come_back_to(visit):
    page = visit(width=390)
    to_the_outcome(page)
    page.fill("#wat", "Koffie met Els")
    page.get_by_role("link", name="Wis alles").click()
    expect(page.get_by_text("Alles is gewist.")).to_be_visible()
    page.go_back()
    expect(page.locator("[data-question='1']").or_(page.get_by_role("heading", name="Je mag kiezen"))).to_be_visible()
    assert page.locator("input:checked").count() == 0
    assert "Koffie met Els" not in page.content()


def test_eight_canaries_are_found_nowhere(visit, site_folder):
    """What was answered and typed, in the folder of the site (database, its log, cache, mail, files) and in the browser."""
    page = visit(width=390)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.headers.get('referer', '')}"))
    to_the_outcome(page)
    page.fill("#gemeente", CANARIES[0])
    page.get_by_role("button", name="Toon wie er is").click()
    expect(page.get_by_text("Deze gemeente kennen we niet.")).to_be_visible()
    page.fill("#leeftijd", CANARIES[6])
    for field, canary in zip(("#wat", "#met-wie", "#wanneer", "#terugvertellen"), CANARIES[1:5], strict=True):
        page.fill(field, canary)
    page.get_by_role("button", name="Toon wie er is").click()
    page.get_by_label("Zet mijn antwoorden op het gespreksblad").check()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Druk af").first.click()
    sheet = opened.value
    expect(sheet.get_by_text(CANARIES[1])).to_be_visible()
    assert sheet.evaluate("document.referrer") == ""
    assert not any(canary in line for canary in CANARIES for line in sent if "/keuzehulp/" in line)
    kept = page.evaluate(STORES) + str(page.context.cookies())
    assert not [canary for canary in CANARIES if canary in kept]
    page.goto("/werkmodellen/")
    assert page.evaluate("document.referrer") == ""
    found = [
        (path.name, canary)
        for path in site_folder.rglob("*")
        if path.is_file()
        for body in [path.read_bytes()]
        for canary in CANARIES
        if canary.encode() in body and not _is_content(path.name, canary)
    ]
    assert found == []


def _is_content(name: str, canary: str) -> bool:
    """The name of an answer stands in the matrix, which is content; so does any number of four figures somewhere."""
    return canary in {"veel-tegelijk", "8531"} and not name.endswith((".log", ".eml"))


def test_without_a_script_and_onto_paper(visit):
    page = visit(width=390, scripts=False)
    page.goto("/keuzehulp/vragen/")
    choose(page, "Rust. Niet te veel tegelijk.")
    go_on(page)
    choose(page, "In een groep.")
    page.locator("[data-back]").click()
    expect(page.get_by_label("Rust. Niet te veel tegelijk.")).to_be_checked()
    go_on(page)
    expect(page.get_by_label("In een groep.")).to_be_checked()
    skip(page, 7)
    expect(page.get_by_role("heading", name="Dit past bij wat je zei")).to_be_visible()
    page.fill("#gemeente", "Kortrijk")
    page.press("#gemeente", "Enter")
    expect(page.get_by_role("link", name="Leieduo")).to_be_visible()


def test_the_cards_and_the_sheets_are_one_sheet_of_paper_each(visit):
    page = visit()
    for path in ("/keuzehulp/kaarten/", "/keuzehulp/blad/gesprek/", "/keuzehulp/blad/verwijzing/"):
        page.goto(path)
        assert pdf_pages(page.pdf(prefer_css_page_size=True)) == 1, path
    for path in ("/keuzehulp/kaarten.pdf", "/keuzehulp/blad/gesprek.pdf", "/keuzehulp/blad/verwijzing.pdf"):
        answer = page.request.get(path)
        assert answer.status == 200
        assert pdf_pages(answer.body()) == 1, path
