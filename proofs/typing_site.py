"""A site that can be killed and started again, and the browser that writes on it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from chromium import ARGS, PATH
from playwright.sync_api import Page, sync_playwright
from site_under_test import free_port, wait_for

PASSWORD = "buddy-demo-2026"


class KillableSite:
    """Two web processes on a folder of their own; `kill()` is kill -9 on all of them at once."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.environment = {
            **os.environ,
            "STAALKAART_VAR": str(folder),
            "LIMIT_FACTOR": "0",
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "staalkaart.settings.development",
        }
        self.process: subprocess.Popen | None = None
        subprocess.run([sys.executable, "manage.py", "setup_site", "--demo"], cwd=ROOT, env=self.environment, check=True,
                       capture_output=True)  # fmt: skip

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("gunicorn")), "--log-level", "error"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        wait_for(self.address + "/rekening/login/")

    def kill(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Browser:
    """One Chromium; `device()` is somebody's phone or laptop, with its own memory."""

    def __init__(self, site: KillableSite) -> None:
        self.site = site
        self.playwright = sync_playwright().start()
        self.start()

    def start(self) -> None:
        before = set(_chromiums())
        self.chromium = self.playwright.chromium.launch(executable_path=PATH, args=ARGS)
        self.pids = [pid for pid in _chromiums() if pid not in before]

    @contextmanager
    def watched(self, seconds: float) -> Iterator[None]:
        """A browser that hangs (its driver waits for ever) is killed, so that whatever waited gets an error."""
        timer = threading.Timer(seconds, self._kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _kill(self) -> None:
        for pid in self.pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def device(self, *, width: int = 390) -> Page:
        context = self.chromium.new_context(viewport={"width": width, "height": 850}, base_url=self.site.address)
        return context.new_page()

    def close(self) -> None:
        self.chromium.close()
        self.playwright.stop()


def _chromiums() -> list[int]:
    """The browsers that a descendant of this process started (not their helpers, which end with them)."""
    parents, names = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = path.read_text().partition(" (")[2].rpartition(") ")
            names[int(path.parent.name)], parents[int(path.parent.name)] = name, int(rest.split()[1])

    def is_ours(pid: int) -> bool:
        while pid > 1:
            if pid == os.getpid():
                return True
            pid = parents.get(pid, 0)
        return False

    return [pid for pid, name in names.items() if name.startswith("chrom") and is_ours(pid)]


def sign_in(page: Page, login: str) -> None:
    page.goto("/rekening/login/")
    page.fill("#id_login", f"{login}@demo.example")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Aanmelden", exact=True).click()
    page.wait_for_url("**/mijn/**")


def patiently(act, *, seconds: float = 20):
    """Try again while the site is coming back."""
    end = time.monotonic() + seconds
    while True:
        try:
            return act()
        except Exception:  # the browser has many words for "no answer yet"
            if time.monotonic() > end:
                raise
            time.sleep(0.3)
