"""Are typed words ever lost, or sent twice? Twelve forms, nine mishaps, each a number of times; prints a table.

python proofs/typed_words.py [times] [seed] [part of a form's or mishap's name]
    python proofs/typed_words.py --sample N [seed]     so many of them, drawn
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from playwright.sync_api import Error, Page
from typed_forms import TextForm, forms_of
from typed_mishaps import MISHAPS, Trial
from typing_site import Browser, KillableSite, patiently, sign_in

WORDS = ["de", "buddy", "belt", "elke", "week", "met", "iemand", "uit", "buurt", "en", "samen", "koken", "ze", "soep"]


def sentence(rng: random.Random, number: int) -> str:
    return " ".join([f"begin{number}", *rng.choices(WORDS, k=rng.randint(3, 7)), f"einde{number}"])


LONGEST = 150  # seconds for one trial; a browser that takes longer hangs


class Table:
    def __init__(self) -> None:
        self.tried, self.lost, self.doubled = Counter(), Counter(), Counter()

    def show(self, forms: list[TextForm], mishaps: list[str]) -> None:
        print(f"{'tried/lost/doubled':20}" + "".join(f"{name:>16}" for name in mishaps))
        for form in forms:
            cells = [(form.name, name) for name in mishaps]
            print(
                f"{form.name:20}" + "".join(f"{f'{self.tried[c]}/{self.lost[c]}/{self.doubled[c]}':>16}" for c in cells)
            )


def visitor_page(browser: Browser, form: TextForm) -> Page:
    page = browser.device()
    page.set_default_timeout(20_000)
    if form.login:
        patiently(lambda: sign_in(page, form.login))
    return page


def one(
    site: KillableSite, browser: Browser, form: TextForm, name: str, rng: random.Random, number: int
) -> tuple[bool, bool]:
    """(are words lost, did a row come twice)."""
    page = visitor_page(browser, form)
    trial = Trial(site, page, form, rng, sentence(rng, number))
    try:
        patiently(lambda: form.open(page))
        kept = MISHAPS[name](trial)
    except Error as error:
        if not browser.chromium.is_connected():
            raise
        print(f"{form.name} / {name} / {number}: {str(error).splitlines()[0]}")
        kept = False
    doubled = form.adds and trial.count() > 1
    if not kept or doubled:
        trial.page.screenshot(path=f"/tmp/typing-{number}.png") if not trial.page.is_closed() else None
        print(f"{form.name} / {name} / {number}: kept={kept} rows={trial.count()} at {trial.page.url}", flush=True)
    trial.page.context.close()
    return not kept, doubled


def main(times: int, seed: int, only: str, sample: int = 0) -> int:
    folder = Path(tempfile.mkdtemp(prefix="typing-"))
    rng, table, number = random.Random(seed), Table(), 0
    started = time.perf_counter()
    site = KillableSite(folder)
    forms = forms_of(site)
    site.start()
    browser = Browser(site)
    chosen = [(form, name) for form in forms for name in MISHAPS if not only or only in f"{form.name}/{name}"]
    if sample:
        chosen = rng.sample(chosen, sample)
    try:
        for form, name in chosen:
            for _time in range(times):
                number += 1
                try:
                    with browser.watched(LONGEST):
                        lost, doubled = one(site, browser, form, name, rng, number)
                except Error as hung:  # the browser itself; once more with another text
                    print(
                        f"{form.name} / {name} / {number}: the browser hung ({str(hung).splitlines()[0]})", flush=True
                    )
                    browser.start()
                    number += 1
                    lost, doubled = one(site, browser, form, name, rng, number)
                table.tried[form.name, name] += 1
                table.lost[form.name, name] += lost
                table.doubled[form.name, name] += doubled
    finally:
        browser.close()
        site.kill()
        shutil.rmtree(folder, ignore_errors=True)
    table.show(forms, list(MISHAPS))
    lost, doubled = sum(table.lost.values()), sum(table.doubled.values())
    took = time.perf_counter() - started
    print(f"{number} trials, {lost} with words lost, {doubled} with a row doubled, {took:.0f} s, seed {seed}")
    return 1 if lost or doubled else 0


if __name__ == "__main__":
    drawn = "--sample" in sys.argv
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    words = [word for word in sys.argv[1:] if not word.isdigit() and not word.startswith("--")]
    first, seed = [*numbers, *[5, 1][len(numbers) :]]
    raise SystemExit(main(1 if drawn else first, seed, " ".join(words), first if drawn else 0))
