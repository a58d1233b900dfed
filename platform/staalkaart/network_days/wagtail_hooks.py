"""Network days in the log. They are prepared on the site itself; the admin only remembers who did what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def log_actions(actions):
    for name, doing, done in (
        ("day_created", _("Netwerkdag beginnen"), _("Netwerkdag begonnen")),
        ("day_changed", _("Netwerkdag wijzigen"), _("Netwerkdag gewijzigd")),
        ("day_state", _("Stand van een netwerkdag wijzigen"), _("Stand van een netwerkdag gewijzigd")),
        ("programme_fixed", _("Programma vastleggen"), _("Programma vastgelegd")),
        ("seat_replaced", _("Plaats doorgeven"), _("Plaats doorgegeven")),
        ("walk_in", _("Iemand aan de deur inschrijven"), _("Iemand aan de deur ingeschreven")),
        ("day_letter", _("Mensen aanschrijven"), _("Mensen aangeschreven")),
        ("report_published", _("Verslag publiceren"), _("Verslag gepubliceerd")),
    ):
        actions.register_action(f"staalkaart.{name}", doing, done)
