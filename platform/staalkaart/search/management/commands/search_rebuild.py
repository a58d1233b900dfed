"""`manage.py search_rebuild`: a new index beside the old one, swapped in at the end; `--if-missing` leaves a good one alone."""

from django.core.management.base import BaseCommand

from staalkaart.core.delivery.outbox import drain
from staalkaart.search.indexing import index_problem, rebuild_index


class Command(BaseCommand):
    help = "Builds the search index anew and swaps it in; searching goes on meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("--if-missing", action="store_true", help="only when there is no usable index")

    def handle(self, *args, if_missing=False, **options):
        if if_missing and not index_problem():
            self.stdout.write("zoekindex: in orde")
            return
        count = rebuild_index(show=True)
        drain("index")
        self.stdout.write(f"zoekindex: {count} documenten")
