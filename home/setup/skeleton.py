"""What every site stands on: the two groups with their rights, the front page as root of the one site, and its fixed pages."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import slugify
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from home.setup.content_files import Checker, read_text, read_yaml
from home.setup.framework import read_blocks, read_chapters
from home.setup.pages import Pages, publish_again, under_way
from home.setup.records import ContentKind, Values
from home.setup.rows import read_value, set_plain
from practices.models import PracticeIndexPage
from staalkaart.knowledge.models import KnowledgeIndexPage, KnowledgePage, WorkingModelIndexPage

VISION = "Eigen samenvatting van een visietekst over sociale netwerken van het Steunpunt Algemeen Welzijnswerk."


def site_file() -> dict:
    """site.yaml, checked. Raises ContentError."""
    data, check = read_yaml("site.yaml"), Checker("site.yaml")
    check.text(data.get("thuis"), "kop", "thuis")
    for part in ("thuis", *INDEXES):
        check.text(data.get(part), "titel", part)
        check.text(data.get(part), "inleiding", part)
    check.text(data, "voorlopig", "(bestand)")
    for row in check.rows(data, "hulplijnen"):
        check.text(row, "naam", "hulplijn")
        check.text(row, "uitleg", row["naam"])
    for row in check.rows(data, "paginas"):
        check.text(row, "slug", "pagina")
        check.text(row, "titel", row["slug"])
        check.text(row, "tekst", row["slug"], longest=20_000)
    return data


INDEXES = {
    "werkmodellen": (WorkingModelIndexPage, "overzicht van de werkmodellen"),
    "kennis": (KnowledgeIndexPage, "overzicht van de kennis"),
    "praktijken": (PracticeIndexPage, "overzicht van de praktijken"),
}


def index_page(slug: str) -> list[Values]:
    data = site_file()[slug]
    return [{"slug": slug, "title": data["titel"], "intro": data["inleiding"]}]


def standard_pages() -> list[Values]:
    return [
        {"slug": row["slug"], "title": row["titel"], "body": read_blocks(row["tekst"])}
        for row in site_file()["paginas"]
    ]


def chapters() -> list[Values]:
    return [
        {
            "slug": slugify(chapter.title, allow_unicode=True),
            "title": chapter.title,
            "summary": chapter.summary,
            "body": chapter.body,
            "reference": VISION,
        }
        for chapter in read_chapters(read_text("framework.md"))
    ]


class Front(ContentKind):
    """The front page in place of Wagtail's welcome page, as the root of the one site."""

    name = "voorpagina"

    def wanted(self) -> dict[str, Values]:
        texts = site_file()["thuis"]
        return {"page:home": {"title": texts["titel"], "headline": texts["kop"], "lead": texts["inleiding"]}}

    def present(self) -> dict[str, Values]:
        page = HomePage.objects.first()
        names = ("title", "headline", "lead")
        return {"page:home": {name: read_value(page, name) for name in names} | under_way(page)} if page else {}

    def write(self, changes: dict[str, Values]) -> None:
        for values in changes.values():
            page = HomePage.objects.first() or self._plant(values["title"])
            set_plain(page, values)
            publish_again(page)

    @staticmethod
    def _plant(title: str) -> HomePage:
        root = Page.objects.get(depth=1)
        home = root.add_child(instance=HomePage(title=title, slug="start"))
        address = urlsplit(settings.SITE_URL)
        Site.objects.all().delete()
        Site.objects.create(
            hostname=address.hostname,
            port=address.port or (443 if address.scheme == "https" else 80),
            root_page=home,
            is_default_site=True,
            site_name=title,
        )
        for page in root.get_children().exclude(pk=home.pk):
            page.delete()
        return home


FIRST: tuple[ContentKind, ...] = (
    Front(),
    *(Pages(name, model, partial(index_page, slug), HomePage.objects.first) for slug, (model, name) in INDEXES.items()),
    Pages("vaste pagina's", StandardPage, standard_pages, HomePage.objects.first),
)
LAST: tuple[ContentKind, ...] = (Pages("hoofdstukken", KnowledgePage, chapters, KnowledgeIndexPage.objects.first),)
