from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "staalkaart.search"
    label = "search"
    verbose_name = _("Zoeken")

    def ready(self):
        from staalkaart.core import registry
        from staalkaart.core.delivery.indexing import INDEX_TOPIC
        from staalkaart.core.delivery.jobs import TickJob, every_day, every_minute
        from staalkaart.search import dutch, indexing, misses
        from staalkaart.search.models import SynonymRing

        SynonymRing.watch_deletes()
        registry.dictionaries.add("nl", dutch.is_word)
        dutch.known_words()  # read once, before workers are forked
        registry.outbox_handlers.add(INDEX_TOPIC, indexing.bring_up_to_date)
        registry.audience_watchers.add("index", registry.AudienceWatcher(before=indexing.drop_before_narrowing))
        registry.own_data.add(
            "index", registry.OwnData(scrub=indexing.rebuild_index)
        )  # merged segments hold no deleted words
        registry.tick_jobs.add("heal-index", TickJob("heal-index", every_minute, indexing.heal))
        registry.tick_jobs.add("missed-words", TickJob("missed-words", every_day, misses.take_in))
        registry.health_checks.add("index", indexing.index_health)
