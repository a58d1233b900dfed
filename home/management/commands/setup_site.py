"""`manage.py setup_site`: everything between an installed environment and a site that runs; run it again after every upgrade."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home.setup import site
from home.setup.content_files import ContentError
from home.setup.records import Change, ContentKind, State

SHOWN = 90  # letters of a value in --diff
WORDS = {
    State.NEW: "nieuw",
    State.FOLLOWS: "volgt de nieuwe uitgave",
    State.EDITED: "bij jullie aangepast, blijft zoals het is",
    State.REMOVED: "bij jullie weggehaald, blijft weg",
    State.THEIRS: "stond er al, blijft zoals het is",
}


class Command(BaseCommand):
    help = (
        "Database, rechten, inhoud, statische bestanden en zoekindex. Wat al goed staat, blijft; wat iemand aanpaste of weghaalde, "
        "wordt nooit overschreven."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="zeg wat er zou gebeuren en wijzig niets")
        parser.add_argument(
            "--diff", action="store_true", help="toon per veld wat deze uitgave zou wijzigen, en wijzig niets"
        )
        parser.add_argument("--no-static", action="store_true", help="laat de statische bestanden zoals ze zijn")
        parser.add_argument("--no-index", action="store_true", help="laat de zoekindex zoals hij is")
        parser.add_argument("--demo", action="store_true", help="laad daarna ook de demo (niet op een echte site)")

    def handle(self, *args, dry_run=False, diff=False, no_static=False, no_index=False, demo=False, **options):
        if demo and not settings.DEMO_ALLOWED:
            raise CommandError("Met deze instellingen wordt de demo nooit geladen. Er is niets gewijzigd.")
        try:
            if dry_run or diff:
                return self.show(in_full=diff)
            site.check_files()
            self.prepare_database()
            site.set_up(self.report)
        except ContentError as error:
            raise CommandError(f"Er is niets gewijzigd. {error}") from error
        if demo:
            call_command("demo", no_index=True)
        if not no_static:
            self.say("statische bestanden")
            call_command("collectstatic", interactive=False, verbosity=0)
        if not no_index:
            call_command("search_rebuild", if_missing=True)
        return None

    def prepare_database(self) -> None:
        settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.refuse_before()
        self.say("database")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("compile_words", verbosity=0)

    @staticmethod
    def refuse_before() -> None:
        if site.is_of_before():
            raise CommandError(
                "Deze database is van een oudere versie, van voor de eerste echte site. Ze wordt niet overgezet. Zet ze opzij en begin "
                "met een lege: er is niets gewijzigd."
            )

    def show(self, *, in_full: bool) -> None:
        """What would be done, on standard output. A database that is not there yet gets everything."""
        if not site.is_migrated():
            self.stdout.write("De database is er nog niet: alles zou gemaakt worden.")
            for kind in site.KINDS:
                self.stdout.write(f"{kind.name}: {len(kind.wanted())} nieuw")
            return
        self.refuse_before()
        if waiting := site.waiting_migrations():
            raise CommandError(
                f"De tabellen zijn van een vorige uitgave ({waiting} migraties wachten), dus de inhoud kan nog niet vergeleken worden. "
                "Maak een kopie van de database, voer manage.py migrate uit en vraag het opnieuw: daarna is de inhoud nog niet gewijzigd."
            )
        for kind, changes in site.plan():
            self.report(kind, changes)
            for change in changes if in_full else ():
                self.show_change(change)

    def report(self, kind: ContentKind, changes: list[Change]) -> None:
        counts = {state: sum(change.state is state for change in changes) for state in State}
        parts = [f"{counts[state]} {WORDS[state]}" for state in WORDS if counts[state]]
        self.stdout.write(f"{kind.name}: {', '.join(parts) or 'alles stond er al'}")

    def show_change(self, change: Change) -> None:
        if change.state is State.SAME:
            return
        self.stdout.write(f"  {change.key}: {WORDS[change.state]}")
        for name, (old, new) in change.fields.items():
            self.stdout.write(f"    {name}: {self.brief(old)} → {self.brief(new)}")

    @staticmethod
    def brief(value: Any) -> str:
        text = " ".join(str(value).split())
        return f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"

    def say(self, words: str) -> None:
        print(f"{words} …", file=sys.stderr, flush=True)
