"""`manage.py demo`: what is fictional, once, on top of a site that was set up; `--reset` starts afresh."""

from __future__ import annotations

import sys

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from tqdm import tqdm

from home.demo.loading import load_demo
from home.models import HomePage
from home.setup import site
from home.setup.content_files import ContentError

STEPS = 13  # what the loaders count; only for the bar


class Command(BaseCommand):
    help = "Loads the fictional projects, people, practices, circles and days. What was made once is never made again."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="empty the database and set the site up first")
        parser.add_argument("--no-index", action="store_true", help="leave the search index to the caller")

    def handle(self, *args, reset=False, no_index=False, **options):
        if not settings.DEMO_ALLOWED:
            raise CommandError("Met deze instellingen wordt de demo nooit geladen. Er is niets gewijzigd.")
        try:
            with transaction.atomic():  # a broken file leaves what was there
                made = self.load(reset=reset)
        except ContentError as error:
            ContentType.objects.clear_cache()  # it remembers the rows of the attempt, which were rolled back
            raise CommandError(f"De demo is niet geladen en er is niets gewijzigd. {error}") from error
        self.stdout.write(f"demo: {made} nieuwe records" if made else "demo: alles stond er al, 0 records gewijzigd")
        if made and not no_index:
            call_command("search_rebuild")

    @staticmethod
    def load(*, reset: bool) -> int:
        if reset:
            call_command("flush", interactive=False, verbosity=0)
            site.set_up()
        if not HomePage.objects.exists():
            raise CommandError("Deze site staat nog niet. Begin met manage.py setup_site.")
        with tqdm(total=STEPS, desc="demo", file=sys.stderr, disable=None) as bar:
            return load_demo(lambda: bar.update(1))
