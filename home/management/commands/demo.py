"""`manage.py demo`: the content of the demo, once; `--reset` starts afresh."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import import_string
from tqdm import tqdm

from home.demo.content import ContentError
from home.demo.records import Ledger
from staalkaart.core import registry
from staalkaart.core.models import DemoRecord
from staalkaart.members.models import User

STEPS = 25  # what the loaders count; only for the bar


class Command(BaseCommand):
    help = "Loads the demo content. Records that exist, were changed or were deleted are left alone."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset", action="store_true", help="empty the database first (never under production settings)"
        )

    def handle(self, *args, reset=False, **options):
        if not settings.DEMO_ALLOWED and (reset or self.holds_real_data()):
            raise CommandError(
                "Deze site draait met productie-instellingen en bevat echte gegevens: de demo wordt niet geladen."
            )
        if reset:
            call_command("flush", interactive=False, verbosity=0)
            call_command("migrate", verbosity=0, run_syncdb=False)
            self.restore_roots()
        ledger = Ledger()
        try:
            with (
                transaction.atomic(),
                tqdm(total=STEPS, desc="demo", file=sys.stderr, disable=not ledger_is_new(ledger)) as bar,
            ):
                for load in registry.demo_loaders.values():
                    import_string(load)(ledger, lambda bar=bar: bar.update(1))
        except ContentError as error:
            raise CommandError(f"De demo is niet geladen en er is niets gewijzigd. {error}") from error
        self.stdout.write(
            f"demo: {ledger.made} nieuwe records" if ledger.made else "demo: alles stond er al, 0 records gewijzigd"
        )

    @staticmethod
    def holds_real_data() -> bool:
        """Anything that the demo did not make: people, or a database without demo records at all."""
        return User.objects.exclude(email__endswith="@demo.example").exists() or not DemoRecord.objects.exists()

    @staticmethod
    def restore_roots() -> None:
        """`flush` empties Wagtail's first rows too: locale, root page, root collection."""
        from wagtail.models import Collection, Locale, Page

        Locale.objects.get_or_create(language_code="nl")
        if not Page.objects.exists():
            Page.add_root(title="Root", slug="root")
        if not Collection.objects.exists():
            Collection.add_root(name="Root")


def ledger_is_new(ledger: Ledger) -> bool:
    return not ledger.known
