"""The tab key through every form on a phone: no stop is ever under a bar that sticks to the screen, and nobody gets stuck."""

import os
import random

import pytest

from tests.browser.conftest import sign_in
from tests.browser.test_every_page import MEMBER_PAGES, MISSING, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STEPS = ("titel", "model", "samenvatting", "werkt", "botst", "contact", "verhaal", "feiten", "materiaal", "nakijken")
MOST_STOPS = 400
HAS_FORM = "!!document.querySelector('main form')"
NO_NET = "document.querySelector('.no-net')?.removeAttribute('hidden')"
# Where the focus is and what sticks to the screen over it; null when it left the page
LOOK = r"""() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const left = Math.max(box.left, 0) + 1, right = Math.min(box.right, innerWidth) - 1;
  const top = Math.max(box.top, 0) + 1, bottom = Math.min(box.bottom, innerHeight) - 1;
  const points = [[left, top], [(left + right) / 2, (top + bottom) / 2], [right, bottom]];
  const sticks = (node) => {
    for (; node && node !== document.body; node = node.parentElement)
      if (["sticky", "fixed"].includes(getComputedStyle(node).position)) return node;
  };
  const over = points.map(([x, y]) => sticks(document.elementFromPoint(x, y))).find((bar) => bar && !bar.contains(at));
  const seen = bottom > top && right > left;
  const words = (node) => node.name || node.id || node.textContent.replace(/\s+/g, " ").trim().slice(0, 30);
  const name = (node) => `${node.tagName.toLowerCase()} “${words(node)}”`;
  return {
    key: (at.dataset.stop ||= String(window.stops = (window.stops || 0) + 1)),
    name: name(at), over: over ? name(over) : "", seen: seen || box.height < 2, high: box.height > innerHeight * 0.6,
  };
}"""


def walk(page, path: str) -> tuple[int, list[str]]:
    """Tab from the top until the focus leaves the page; (stops, faults)."""
    stops, faults = {}, []
    page.evaluate(NO_NET)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        look = page.evaluate(LOOK)
        if look is None or look["key"] in stops:
            break
        stops[look["key"]] = look["name"]
        if not look["seen"]:
            faults.append(f"{path}: {look['name']} is outside the screen")
        elif look["over"] and not look["high"]:
            faults.append(f"{path}: {look['name']} is under {look['over']}")
    else:
        faults.append(f"{path}: no end after {MOST_STOPS} stops")
    return len(stops), faults


def addresses(page, login: str) -> list[str]:
    paths = [path for path in MEMBER_PAGES.get(login, PAGES) if path not in MISSING]
    if login == "coordinator":
        page.goto("/praktijken/klad/")
        page.get_by_role("link", name="Een spelavond waar buddy's elkaar vinden").click()
        paths += [f"{page.url.rstrip('/')}/{step}/" for step in STEPS]
    if os.environ.get("EVERY_LOOK"):
        return paths
    barred = [path for path in paths if "bewerken" in path]  # these have a bar at the bottom
    others = [path for path in paths if path not in barred]
    return barred[:6] + random.Random(20261128).sample(others, min(4, len(others)))


@pytest.mark.parametrize("login", ["visitor", *MEMBER_PAGES])
def test_no_stop_of_a_form_is_under_a_bar(visit, login):
    page, faults, walked = visit(width=390), [], 0
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(reduced_motion="reduce")  # scrolling that glides would be measured halfway
    if login != "visitor":
        sign_in(page, login)
    for path in addresses(page, login):
        page.goto(path)
        if page.evaluate(HAS_FORM):
            stops, found = walk(page, path)
            walked += stops
            faults += found
    assert walked
    assert not faults, "\n".join(faults)
