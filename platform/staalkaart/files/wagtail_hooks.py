"""Files in the admin: a page that would show a file too widely is not published, and a list says who sees which file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from staalkaart.core.access import viewer_of
from staalkaart.files.models import Document, Image
from staalkaart.files.use import narrower_files


@hooks.register("before_publish_page")
def refuse_wider_publication(request, page):
    """Runs for the version that would be published."""
    problems = narrower_files(page, page.audience or page.default_audience)
    if problems:
        messages.error(request, " ".join(problems))
        return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return None


@require_safe
def file_audiences(request):
    viewer = viewer_of(request)
    rows = [*Image.objects.visible_to(viewer).order_by("title"), *Document.objects.visible_to(viewer).order_by("title")]
    return render(request, "wagtailadmin/files/audiences.html", {"files": rows})


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("rapporten/bestanden/", file_audiences, name="file_audiences")]


@hooks.register("register_reports_menu_item")
def audiences_item():
    return MenuItem(_("Wie ziet welk bestand"), reverse_lazy("file_audiences"), icon_name="view", order=310)
