from django.apps import AppConfig
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


def _refuse_restriction(sender, **kwargs):
    raise PermissionDenied(
        "Access is decided by the audience of a page or file; Wagtail's own restrictions are not used."
    )


WITHOUT_KEY = (
    "SECRET_KEY ontbreekt. Een echte site zet hem in de omgeving of in .env naast manage.py (docs/operations.md). "
    "Om te proberen of te ontwikkelen: make serve, make dev, of DJANGO_SETTINGS_MODULE=staalkaart.settings.development."
)


class CoreConfig(AppConfig):
    name = "staalkaart.core"
    label = "core"
    verbose_name = _("Platform")

    def ready(self):
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.db.models.signals import pre_save
        from wagtail.models import CollectionViewRestriction, PageViewRestriction
        from wagtail.signals import page_published, page_unpublished, post_page_move

        if not settings._wrapped.SECRET_KEY:  # type: ignore[misc]
            raise ImproperlyConfigured(WITHOUT_KEY)
        from staalkaart.core import own_data, registry, retention
        from staalkaart.core.access import rights
        from staalkaart.core.delivery import mail
        from staalkaart.core.delivery.jobs import TickJob, every_day, forget_old_runs
        from staalkaart.core.models import AudiencePage
        from staalkaart.core.web import health

        for model in (PageViewRestriction, CollectionViewRestriction):
            pre_save.connect(_refuse_restriction, sender=model, dispatch_uid=f"refuse-{model.__name__}")
        post_page_move.connect(_page_moved, dispatch_uid="page-moved")
        for signal in (page_published, page_unpublished):
            signal.connect(_page_seen_by_others, dispatch_uid="page-seen-by-others")
        for check in (health.database, health.migrations, health.worker, health.disk):
            registry.health_checks.add(check.__name__, check)
        registry.outbox_handlers.add(mail.TOPIC, mail.send_rows)
        registry.outbox_handlers.add(own_data.SCRUB_TOPIC, own_data.scrub)
        registry.own_data.add(
            "core", registry.OwnData(scrub=own_data.empty_journal, erase=own_data.forget_typed, retain=own_data.RULES)
        )
        registry.tick_jobs.add("retention", TickJob("retention", every_day, retention.purge_all))
        registry.tick_jobs.add("forget-old-runs", TickJob("forget-old-runs", every_day, forget_old_runs))
        registry.audience_watchers.add("index-again", registry.AudienceWatcher(after=_audience_changed))
        for model in rights._subclasses(AudiencePage):
            model.watch_deletes()


def _page_moved(sender, instance, **kwargs):
    """Addresses are read from the database at every hit, so search need not know; kept pages must go."""
    from staalkaart.core.models import ContentStamp

    ContentStamp.advance()


def _page_seen_by_others(sender, instance, **kwargs):
    """Published or taken down: what names it may say more, or less."""
    from staalkaart.core import registry

    for note in registry.each(registry.audience_watchers, "after"):
        note(instance)


def _audience_changed(obj):
    from staalkaart.core.delivery.indexing import request_indexing

    if hasattr(obj, "index_keys"):
        request_indexing(obj.index_keys())
