"""Are typed words ever lost? Somebody writes a practice while the server is killed, the network drops, the session ends or the
tab is closed; afterwards every word must be there. Prints a table; ends with 1 when a word is missing.

    python proofs/typed_words.py [runs] [seed]
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Page
from typing_site import Browser, KillableSite, patiently, sign_in

FIELD = "#id_summary"
WORDS = (
    "de",
    "buddy",
    "belt",
    "elke",
    "week",
    "met",
    "iemand",
    "uit",
    "de",
    "buurt",
    "en",
    "samen",
    "koken",
    "ze",
    "soep",
)


def sentence(rng: random.Random, run: int) -> str:
    return " ".join([f"run{run}", *rng.choices(WORDS, k=rng.randint(4, 14)), f"einde{run}"])


def write(page: Page, text: str, rng: random.Random) -> None:
    """Typed like a person: in bits, with pauses around the two seconds after which the server is asked."""
    page.fill(FIELD, "")
    half = rng.randint(1, len(text) - 1)
    page.locator(FIELD).press_sequentially(text[:half], delay=3)
    page.wait_for_timeout(rng.choice([0, 0, 500, 2100, 2600]))
    page.locator(FIELD).press_sequentially(text[half:], delay=3)


def killed(site: KillableSite, page: Page, text: str, rng: random.Random) -> Page:
    """kill -9 of the whole server while somebody types; it comes back, the tab stays open."""
    page.fill(FIELD, "")
    half = rng.randint(1, len(text) - 1)
    page.locator(FIELD).press_sequentially(text[:half], delay=3)
    page.wait_for_timeout(rng.choice([0, 1900, 2000, 2050, 2400]))
    site.kill()
    page.locator(FIELD).press_sequentially(text[half:], delay=3)
    site.start()
    return page


def cut(site: KillableSite, page: Page, text: str, rng: random.Random) -> Page:
    """The train drives into a tunnel; the tab is closed in there and opened again outside."""
    page.context.set_offline(True)
    write(page, text, rng)
    context = page.context
    if rng.random() < 0.5:
        page.close()
        context.set_offline(False)
        return context.new_page()
    context.set_offline(False)
    return page


def signed_out(site: KillableSite, page: Page, text: str, rng: random.Random) -> Page:
    """The session ends while somebody writes; they sign in again in the same browser."""
    page.context.clear_cookies()
    write(page, text, rng)
    page.wait_for_timeout(rng.choice([0, 2500]))
    other = page.context.new_page()
    sign_in(other, "lid")
    other.close()
    return page


def closed(site: KillableSite, page: Page, text: str, rng: random.Random) -> Page:
    """The tab is thrown away at once, sometimes before the server heard anything."""
    write(page, text, rng)
    context = page.context
    page.close()
    return context.new_page()


MISHAPS = {"server killed": killed, "network cut": cut, "session ended": signed_out, "tab closed": closed}


def open_step(page: Page, address: str) -> None:
    patiently(lambda: page.goto(address, wait_until="load"))
    page.wait_for_selector("form[data-ready]", state="attached")


def found_again(page: Page, address: str, text: str) -> bool:
    """Back at the step in the same browser, reloaded: the words stand in the field."""
    open_step(page, address)
    return page.input_value(FIELD) == text


def on_another_device(page: Page, address: str, text: str) -> bool:
    """What was acknowledged is on the server: a device that never saw it shows it."""
    open_step(page, address)
    return page.input_value(FIELD) == text


def main(runs: int, seed: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="typing-"))
    rng, lost, tried, unheard = random.Random(seed), Counter(), Counter(), Counter()
    started = time.perf_counter()
    site = KillableSite(folder)
    site.start()
    browser = Browser(site)
    try:
        page, laptop = browser.device(), browser.device(width=1280)
        sign_in(page, "lid")
        sign_in(laptop, "lid")
        page.goto("/praktijken/nieuw/")
        page.fill("#id_title", "Een praktijk onder vuur")
        page.get_by_role("button", name="Begin").click()
        address = page.url.replace("/model/", "/samenvatting/").replace(site.address, "")
        for run in range(runs):
            name = rng.choice(list(MISHAPS))
            tried[name] += 1
            text = sentence(rng, run)
            open_step(page, address)
            page = MISHAPS[name](site, page, text, rng)
            if not found_again(page, address, text):
                lost[name] += 1
            page.wait_for_timeout(2600)  # it is sent again as soon as the way is free
            if not on_another_device(laptop, address, text):
                unheard[name] += 1
    finally:
        browser.close()
        site.kill()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{'mishap':16}{'runs':>6}{'lost':>6}{'not on the server afterwards':>32}")
    for name in MISHAPS:
        print(f"{name:16}{tried[name]:>6}{lost[name]:>6}{unheard[name]:>32}")
    print(f"{runs} runs, {sum(lost.values())} with words lost, {time.perf_counter() - started:.0f} s, seed {seed}")
    return 1 if lost or unheard else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    raise SystemExit(main(*([*numbers, *[100, 1][len(numbers) :]])))
