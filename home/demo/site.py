"""The skeleton of the site: groups, root, index pages, standard pages, fixed texts and help lines."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from staalkaart.knowledge.models import HelpLine, KnowledgeIndexPage, SiteTexts, WorkingModelIndexPage
from staalkaart.members.groups import setup_groups

from .content import Checker, read_models, read_themes, read_yaml
from .framework import read_blocks
from .records import Ledger


def load(ledger: Ledger, progress) -> None:
    data = read_yaml("site.yaml")
    _check(data)
    setup_groups()
    home = set_up_home(ledger, data["thuis"])
    progress()
    _load_pages(ledger, home, data)
    progress()
    _load_texts(ledger, data)
    progress()


def _load_pages(ledger: Ledger, home: HomePage, data: dict) -> None:
    """The two index pages, then the plain ones."""
    for slug, model in (("werkmodellen", WorkingModelIndexPage), ("kennis", KnowledgeIndexPage)):
        texts = {"title": data[slug]["titel"], "intro": data[slug]["inleiding"]}
        page = model(slug=slug, show_in_menus=True, **texts)
        ledger.once(f"page:{slug}", lambda page=page: add_page(home, page))
    for row in data["paginas"]:
        page = StandardPage(title=row["titel"], slug=row["slug"], body=read_blocks(row["tekst"]))
        ledger.once(f"page:{row['slug']}", lambda page=page: add_page(home, page))


def _load_texts(ledger: Ledger, data: dict) -> None:
    """The fixed lines under the cards, and whom to call."""
    fixed_line = read_models({theme["slug"] for theme in read_themes()["themas"]})["vaste_zin"]
    texts = {"fixed_line": fixed_line, "provisional_line": data["voorlopig"]}
    ledger.once("site-texts", lambda: SiteTexts.objects.update_or_create(pk=1, defaults=texts))
    for position, row in enumerate(data["hulplijnen"]):
        line = HelpLine(
            name=row["naam"],
            number=row.get("nummer", ""),
            purpose=row.get("kort", ""),
            text=row["uitleg"],
            position=position,
            urgent=row.get("dringend", False),
            in_footer=row.get("onderaan", False),
        )
        ledger.once(f"helpline:{row['naam']}", line.save)


def _check(data: dict) -> None:
    check = Checker("site.yaml")
    for part in ("thuis", "werkmodellen", "kennis"):
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


def set_up_home(ledger: Ledger, texts: dict) -> HomePage:
    """The front page in place of Wagtail's welcome page, as the root of the one site."""

    def make() -> None:
        root = Page.objects.get(depth=1)
        home = add_page(
            root, HomePage(title=texts["titel"], slug="start", headline=texts["kop"], lead=texts["inleiding"])
        )
        address = urlsplit(settings.SITE_URL)
        Site.objects.all().delete()
        Site.objects.create(
            hostname=address.hostname,
            port=address.port or (443 if address.scheme == "https" else 80),
            root_page=home,
            is_default_site=True,
            site_name=texts["titel"],
        )
        for page in root.get_children().exclude(pk=home.pk):
            page.delete()

    ledger.once("page:home", make)
    return HomePage.objects.get()


def add_page(parent: Page, page: Page) -> Page:
    """Add a page and publish its first revision, so that editors start with a history."""
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision(clean=False).publish()
    return page
