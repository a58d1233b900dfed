"""`manage.py drop_fictional`: removes the demo and whatever was made with its accounts or in its projects."""

from __future__ import annotations

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from home.demo.dropping import drop_fictional, edited_by_demo
from home.demo.fictional import find_fictional
from staalkaart.core.own_data import empty_journal


class Command(BaseCommand):
    help = (
        "Verwijdert alles wat verzonnen is: rijen, bestanden, mails, zoekindex. Echte inhoud en echte mensen blijven."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="zeg wat er zou verdwijnen en wijzig niets")

    def handle(self, *args, dry_run=False, **options):
        with transaction.atomic():  # what is told is what went
            found = find_fictional()
            pages = edited_by_demo(found)
            if not dry_run:
                drop_fictional(found)
        for model in sorted(found, key=lambda model: model._meta.label):
            self.stdout.write(f"{model._meta.verbose_name_plural}: {len(found[model])}")
        total = sum(map(len, found.values()))
        self.stdout.write(f"{total} rijen zouden verdwijnen." if dry_run else f"{total} verzonnen rijen zijn weg.")
        for page in pages:
            self.stdout.write(f"Let op: “{page.title}” werd met een demo-account aangepast. Kijk die pagina na.")
        if not dry_run:
            call_command("search_rebuild")
            empty_journal()
