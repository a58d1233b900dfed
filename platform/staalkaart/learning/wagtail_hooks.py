from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action("staalkaart.signal_released", _("Signaal vrijgeven"), _("Signaal vrijgegeven"))
    actions.register_action("staalkaart.comment_removed", _("Reactie verwijderen"), _("Reactie verwijderd"))
