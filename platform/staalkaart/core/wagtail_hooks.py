"""Core's place in Wagtail: the guard before every page, the audit line for a changed audience, the outbox in the admin."""

from django.http import Http404
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import AbstractPage, Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from staalkaart.core.access import can_see, viewer_of
from staalkaart.core.access.admin_lists import AudiencePagePolicy
from staalkaart.core.access.rights import declared_rights
from staalkaart.core.models import AudiencePage, OutboxRow


@hooks.register("before_serve_page", order=-100)
def guard_page(page, request, serve_args, serve_kwargs):
    """Runs before Wagtail answers OPTIONS (order 0): what one may not see does not exist, by any method."""
    if not (
        isinstance(page, AudiencePage) and declared_rights().allows_page(page) and can_see(viewer_of(request), page)
    ):
        raise Http404


@hooks.register("register_log_actions")
def register_audience_action(actions):
    actions.register_action("staalkaart.audience", _("Zichtbaarheid wijzigen"), _("Zichtbaarheid gewijzigd"))


@hooks.register("insert_global_admin_css")
def fits_a_phone():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


class ReadAndDeletePolicy(ModelPermissionPolicy):
    """Rows that the platform writes itself: people may look and throw away, never add or change."""

    def user_has_permission(self, user, action):
        return action in {"view", "delete", "any"} and super().user_has_permission(user, action)


register_permission_policy(AbstractPage, AudiencePagePolicy(Page))
register_permission_policy(OutboxRow, ReadAndDeletePolicy(OutboxRow))


class OutboxViewSet(ModelViewSet):
    model = OutboxRow
    icon = "mail"
    menu_label = _("Wachtende taken")
    menu_order = 900
    add_to_admin_menu = False
    add_to_settings_menu = True
    form_fields: list[str] = []
    list_display = ["topic", "key", "attempts", "error", BooleanColumn("dead"), DateColumn("created_at")]
    list_filter = ["topic", "dead"]
    inspect_view_enabled = False  # a queued mail may hold a sign-in code
    copy_view_enabled = False


@hooks.register("register_admin_viewset")
def register_outbox():
    return OutboxViewSet("outbox")
