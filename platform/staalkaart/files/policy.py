"""Editors meet library files under the same rule as everybody: a title that one may not see is in no list and no chooser."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from staalkaart.core.access import VISITOR, Viewer


def viewer_of_user(user: Any) -> Viewer:
    return user.as_viewer() if user.is_authenticated and user.is_active else VISITOR


class AudienceFilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy by collection, within what the viewer's tokens open."""

    def __init__(self, model: type) -> None:
        super().__init__(model, auth_model=model, owner_field_name="uploaded_by_user")

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows.filter(audience__in=viewer_of_user(user).tokens)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return allowed and (instance.pk is None or instance.audience in viewer_of_user(user).tokens)
