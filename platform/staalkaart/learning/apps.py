from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "staalkaart.learning"
    label = "learning"
    verbose_name = _("Samen leren")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.core.events import EventKind

        from . import cards, own_data, trail

        words = _("%(who)s reageerde bij “%(title)s”, waar jij ook iets schreef.")
        registry.event_kinds.add("comment", EventKind("comment", lambda data: str(words) % data))
        registry.related_blocks.add(("entry", "trail"), trail.entry_trail)
        registry.dashboard_cards.add("bookmarks", cards.bookmarks_card)
        registry.exporters.add("reacties", own_data.said)
