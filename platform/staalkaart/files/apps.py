from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "staalkaart.files"
    label = "files"
    verbose_name = _("Bestanden")

    def ready(self):
        from wagtail.permissions import register_permission_policy

        from staalkaart.core import registry
        from staalkaart.core.access import NETWORK, PUBLIC
        from staalkaart.files import models, own_data, policy, project_documents, use

        for model in (models.Image, models.Document):
            register_permission_policy(model, policy.AudienceFilePolicy(model))
            registry.audience_choices.add(model, _choices_for_editors(PUBLIC, NETWORK))
        registry.audience_obstacles.add("files-in-a-page", use.narrower_files)
        registry.audience_obstacles.add("pages-with-a-file", use.wider_users)
        registry.own_data.add("files", registry.OwnData(export={"bestanden": own_data.files_part}))
        registry.on_mine.add("documents", registry.OnMine(project_documents.card))


def _choices_for_editors(*audiences):
    return lambda viewer, obj: list(audiences) if viewer.has_role("editor", "admin") else []
