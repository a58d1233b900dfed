"""LCP and CLS of the public pages on a phone of 390 px, with a processor four times slower, in Debian's chromium. For `make bench`."""

from __future__ import annotations

import sys

from chromium import ARGS, PATH
from playwright.sync_api import sync_playwright

PAGES = (
    "/", "/werkmodellen/", "/werkmodellen/persoonlijke-vriend/", "/werkmodellen/matrix/",
    "/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=lotgenotennetwerk", "/themas/", "/themas/mobiliteit/", "/begrippen/", "/bronnen/",
    "/kennis/", "/keuzehulp/", "/keuzehulp/kaarten/", "/keuzehulp/vragen/", "/hulpmiddelen/rolkaarten/", "/projecten/",
    "/projecten/?gemeente=Gent", "/projecten/ros-en-ruiter/", "/praktijken/", "/zoeken/?q=wachtlijst", "/nu-hulp-nodig/", "/melden/",
    "/rekening/login/",
)  # fmt: skip
SLOWER, WAIT_MS = 4, 900
WATCH = """
window.seen = { lcp: 0, cls: 0 };
new PerformanceObserver((list) => { for (const e of list.getEntries()) window.seen.lcp = e.startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.seen.cls += e.value; })
  .observe({ type: "layout-shift", buffered: true });
"""


def vitals(base: str) -> dict[str, tuple[float, float]]:
    """{page: (LCP in ms, CLS)} of three cold loads: the median LCP and the worst CLS."""
    found: dict[str, tuple[float, float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=ARGS)
        for path in PAGES:
            runs = [_once(browser, base, path) for _ in range(3)]
            found[path] = sorted(lcp for lcp, _cls in runs)[1], max(cls for _lcp, cls in runs)
        browser.close()
    return found


def _once(browser, base: str, path: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=base)
    page = context.new_page()
    page.add_init_script(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(path, wait_until="load")
    page.wait_for_timeout(WAIT_MS)
    seen = page.evaluate("window.seen")
    context.close()
    return seen["lcp"], round(seen["cls"], 4)


def table(base: str) -> str:
    rows = [f"| `{path}` | {lcp:.0f} | {cls:.3f} |" for path, (lcp, cls) in vitals(base).items()]
    return "\n".join(["| Page (390 px, CPU × 4 slower) | LCP ms | CLS |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    print(table(sys.argv[1]))
