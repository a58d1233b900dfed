"""What happens to people while they type. Each mishap types `text`, suffers, and leaves the page where the person is then."""

from __future__ import annotations

import random
import sqlite3
import time

from playwright.sync_api import Error, Page
from typed_forms import TextForm
from typing_site import KillableSite, patiently, sign_in


class Trial:
    """One person, one form, one text; `lost` and `doubled` are read from the page and from the database."""

    def __init__(self, site: KillableSite, page: Page, form: TextForm, rng: random.Random, text: str) -> None:
        self.site, self.page, self.form, self.rng, self.text = site, page, form, rng, text

    def write(self, text: str = "", page: Page | None = None) -> None:
        """Typed like a person: in bits, with pauses around the two seconds after which the server is asked."""
        page, text = page or self.page, text or self.text
        field = page.locator(self.form.field).first
        field.fill("")
        half = self.rng.randint(1, len(text) - 1)
        field.press_sequentially(text[:half], delay=2)
        page.wait_for_timeout(self.rng.choice([0, 0, 400, 2100]))
        field.press_sequentially(text[half:], delay=2)

    def is_shown(self, text: str = "", page: Page | None = None) -> bool:
        """In a field, or beside it to choose from."""
        page, text = page or self.page, text or self.text
        script = "wanted => [...document.querySelectorAll('input, textarea')].some(f => f.value.includes(wanted))"
        beside = (
            "wanted => [...document.querySelectorAll('[data-compare] p')].some(p => p.textContent.includes(wanted))"
        )
        return page.evaluate(script, text) or page.evaluate(beside, text)

    def count(self, text: str = "") -> int:
        return self.form.rows_with(self.site, text or self.text)

    def arrives(self, text: str = "", *, seconds: float = 12) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.count(text):
                return True
            time.sleep(0.2)
        return False

    def come_back(self) -> None:
        """A new visit, on the same device, once the site answers."""
        patiently(lambda: self.form.open(self.page))

    def finish(self) -> bool:
        """The words stand there, or arrived; one more press brings them in for good. False: they are lost."""
        self.page.wait_for_timeout(600)
        if not self.count():
            if not self.is_shown():
                return False
            self.form.press(self.page)
        return self.arrives()


def offline_press(trial: Trial) -> bool:
    """Typed and pressed in a tunnel: the page stays, and it is sent outside of it, without another press."""
    context = trial.page.context
    context.set_offline(True)
    trial.write()
    trial.form.press(trial.page)
    trial.page.wait_for_timeout(400)
    if not trial.page.url.startswith(trial.site.address):
        return False
    context.set_offline(False)
    return trial.arrives()


def killed_server(trial: Trial) -> bool:
    """kill -9 between the last key and the button; the site comes back, the person too."""
    trial.write()
    trial.site.kill()
    trial.form.press(trial.page)
    trial.page.wait_for_timeout(trial.rng.choice([200, 1500]))
    trial.site.start()
    if trial.arrives(seconds=3):
        return True
    trial.come_back()
    return trial.finish()


def killed_tab(trial: Trial) -> bool:
    trial.write()
    context = trial.page.context
    trial.page.close()
    trial.page = context.new_page()
    trial.come_back()
    return trial.finish()


def session_end(trial: Trial) -> bool:
    """Signed out by the clock; the press gives the text back, and after signing in the form has it."""
    trial.write()
    cookies = [cookie for cookie in trial.page.context.cookies() if cookie["name"] == "sessionid"]
    trial.page.context.clear_cookies(name="sessionid")
    trial.form.press(trial.page)
    trial.page.wait_for_timeout(700)
    if not trial.form.login:
        return trial.arrives()
    if not (trial.is_shown() or trial.text in trial.page.inner_text("body")):
        return False
    if trial.rng.random() < 0.5:
        trial.page.context.add_cookies(cookies)
    else:
        other = trial.page.context.new_page()
        sign_in(other, trial.form.login)
        other.close()
    trial.come_back()
    return trial.finish()


def second_tab(trial: Trial) -> bool:
    """Two texts in two tabs of the same form: both arrive, or stand beside each other to choose from."""
    other, second = trial.page.context.new_page(), trial.text.replace("begin", "tweede")
    trial.form.open(other)
    trial.write()
    trial.write(second, other)
    trial.form.press(trial.page)
    if not trial.arrives():
        return trial.is_shown() and trial.is_shown(second, other)
    trial.form.press(other)
    other.wait_for_timeout(1200)
    if trial.form.adds:
        kept = trial.arrives(second) and trial.count() == 1
    else:
        kept = bool(trial.count(second) and trial.count()) or (
            trial.is_shown(second, other) and (trial.is_shown(page=other) or trial.count() > 0)
        )
    if kept and other.locator("[data-compare]").count():
        merge = other.get_by_role("button", name="Voeg beide samen").first
        (merge if merge.count() else other.get_by_role("button", name="Hou deze").first).click()
        for button in other.locator("[data-compare] .versus__row button", has_text="Hou deze").all():
            button.click()
        trial.form.press(other)
        kept = trial.arrives(second)
    trial.page.close()
    trial.page = other
    return kept


def locked_store(trial: Trial) -> bool:
    """Another program holds the write lock: short ones are waited for, a long one is named, with the text."""
    trial.write()
    seconds = trial.rng.choice([2, 5, 5, 5, 24])
    lock = sqlite3.connect(trial.site.folder / "db.sqlite3", timeout=5, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    trial.form.press(trial.page)
    trial.page.wait_for_timeout(1000 * seconds)
    lock.execute("COMMIT")
    lock.close()
    if trial.arrives(seconds=max(2, 4 - (time.monotonic() - began - seconds))):
        return True
    trial.come_back()
    return trial.finish()


def double_press(trial: Trial) -> bool:
    trial.write()
    trial.form.press(trial.page, twice=True)
    return trial.arrives()


def back(trial: Trial) -> bool:
    """Sent, back with the button of the browser, and pressed again when the text is still there."""
    trial.write()
    trial.form.press(trial.page)
    if not trial.arrives():
        return False
    trial.page.wait_for_timeout(500)
    try:
        trial.page.go_back(wait_until="load")
        trial.page.wait_for_timeout(500)
        if trial.is_shown() and trial.page.locator(trial.form.field).count():
            trial.form.press(trial.page)
            trial.page.wait_for_timeout(700)
    except Error:
        return False
    return trial.count() > 0


def other_account(trial: Trial) -> bool:
    """Somebody else signs in on the same device: never sees it, never sends it; the writer finds it back."""
    context = trial.page.context
    context.set_offline(True)
    trial.write()
    trial.page.close()
    context.set_offline(False)
    context.clear_cookies(name="sessionid")
    trial.page = context.new_page()
    sign_in(trial.page, "ander" if trial.form.login else "lid")
    seen = False
    for address in ("/mijn/", trial.form.address):
        trial.page.goto(address, wait_until="load")
        trial.page.wait_for_timeout(600)
        seen = seen or trial.is_shown() or trial.text in trial.page.inner_text("body")
    trial.page.goto("/rekening/logout/")
    seen = seen or trial.page.get_by_role("button", name="Wis van dit toestel").count() > 0
    trial.page.get_by_role("button", name="Ja, meld mij af").click()
    if (seen and trial.form.login) or trial.count():
        return False
    if trial.form.login:
        sign_in(trial.page, trial.form.login)
    trial.come_back()
    return trial.finish()


MISHAPS = {
    "offline press": offline_press,
    "server killed": killed_server,
    "tab killed": killed_tab,
    "session ended": session_end,
    "second tab": second_tab,
    "store locked": locked_store,
    "double press": double_press,
    "back": back,
    "other account": other_account,
}
