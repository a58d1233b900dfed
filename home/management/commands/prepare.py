"""`manage.py prepare`: everything between an installed environment and a running site, in one process and idempotent."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrations, cache table, interface words, demo content (where allowed), static files, search index."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--static", action="store_true", help="collect static files too")

    def handle(self, *args, static=False, **options):
        settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.say("database")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        call_command("compile_words", verbosity=0)
        if settings.DEMO_ALLOWED:
            call_command("demo")
        if static:
            self.say("statische bestanden")
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("search_rebuild", if_missing=True)

    def say(self, words: str) -> None:
        print(f"{words} …", file=sys.stderr, flush=True)
