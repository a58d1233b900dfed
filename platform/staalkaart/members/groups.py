"""What the two groups may do in the admin. `manage.py setup_site` sets them up."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page, Workflow

PAGE_VERBS = ("add", "change", "publish", "lock", "unlock")
FILE_MODELS = ("image", "document")
# Models whose every permission goes to the editors, by app label
EDITOR_MODELS = {
    "knowledge": ("theme", "themegroup", "glossaryterm", "source", "helpline", "sitetexts", "reviewround"),
    "search": ("synonymring", "missedword"),
    "members": ("initiative", "localservice", "partner", "targetgroup"),
    "toolbox": ("rolecard", "rolecardtexts"),
    "choice_aid": ("question", "answer", "choicecard", "choiceaidtexts", "qualitypoint"),
    "intervision": ("method", "agreement"),
    "learning": ("pagereport",),
}
ADMIN_MODELS = {"core": ("outboxrow",), "members": ("project", "region")}


@transaction.atomic
def setup_groups() -> None:
    """Make "Redacteurs" and "Beheerders" and give them their permissions; running it again changes nothing."""
    editors, _made = Group.objects.get_or_create(name="Redacteurs")
    admins, _made = Group.objects.get_or_create(name="Beheerders")
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()
    root = Page.objects.get(depth=1)
    for group in (editors, admins):
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        for verb in PAGE_VERBS:
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=_page_permission(verb))
        _give_files(group)
        _give_models(group, EDITOR_MODELS)
    _give_models(admins, ADMIN_MODELS)
    _name_workflow(editors)


def _name_workflow(editors: Group) -> None:
    """Wagtail's own workflow speaks English and asks a group that is not here; ours asks the editors."""
    for workflow in Workflow.objects.filter(name="Moderators approval"):
        workflow.name = "Nalezen door de redactie"
        workflow.save()
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        task.name = "Nalezen"
        task.save()
        task.groups.set([editors])


def _page_permission(verb: str) -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{verb}_page")


def _give_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="files",
        content_type__model__in=FILE_MODELS,
        codename__regex="^(add|change|delete|choose)_",
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _give_models(group: Group, models: dict[str, tuple[str, ...]]) -> None:
    for app, names in models.items():
        group.permissions.add(*Permission.objects.filter(content_type__app_label=app, content_type__model__in=names))
