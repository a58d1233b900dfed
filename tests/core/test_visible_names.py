"""What may not be seen is not named either: the source of everything that renders for people, and a crawl with canary names."""

import re
from collections import deque

import pytest
from django.apps import apps
from django.conf import settings
from django.template import base as template_base

from practices.models import PracticePage
from staalkaart.core.access import Viewer, key_of, nameable, reveal, seen_by
from staalkaart.knowledge.models import CardEntry, GlossaryTerm, KnowledgePage, Theme, WorkingModelPage
from staalkaart.learning.models import Challenge, LearningPoint
from staalkaart.members.models import Initiative, Project
from tests.builders import demo_user, friend_model, make_practice, project

ROOT = settings.ROOT
# A line that names something related without asking carries this mark and the reason
PYTHON_MARK, TEMPLATE_MARK = re.compile(r"#.* names: \w"), re.compile(r"\{# names: [^#]+#\}")
# What does not render for people: rows and rules, verbs that change things, the index (it has a test of its own)
SILENT = (
    "models", "migrations", "management", "setup", "demo", "core", "apps", "search_sources", "wagtail_hooks", "admin",
)  # fmt: skip


def sources():
    for package in ("platform/staalkaart", "home", "practices", "forums"):
        for path in (ROOT / package).rglob("*.py"):
            if not {*path.parts, path.stem} & set(SILENT):
                yield path


def tags_of(template):
    """(a tag of a template, the lines it stands on), however it is wrapped."""
    for tag in re.finditer(r"\{\{.*?\}\}|\{%.*?%\}", template, re.DOTALL):
        start, end = template.rfind("\n", 0, tag.start()) + 1, template.find("\n", tag.end())
        yield tag[0], template[start : end if end != -1 else None]


def models_with_an_audience():
    return [model.__name__ for model in apps.get_models() if hasattr(model, "audience") and model.__module__ != "tests"]


class TestTheSource:
    def test_nothing_is_listed_without_asking_who_looks(self):
        names = "|".join(models_with_an_audience())
        banned = re.compile(rf"\.live\(\)|\.public\(\)|\b(?:{names})\.(?:objects|_default_manager)\.all\(\)")
        assert found_in(sources(), banned, PYTHON_MARK) == []

    def test_no_related_name_is_said_without_asking(self):
        """`str(row.project)`, `row.project.name`, `row.themes.all()`: the visible_ ones are set by `reveal`."""
        banned = re.compile(
            r"str\([\w.]*\.(?:project|main_model|model|page|about|theme)(?:\)| or)|\{[\w.]*\.project\}|\.project\.(?:name|__str__)"
            r"|(?<!seen_by\(viewer, row)\.(?:themes|working_models)\.(?:all|first|values_list)\("
        )
        assert found_in(sources(), banned, PYTHON_MARK) == []

    def test_no_template_names_a_relation(self):
        relation = re.compile(r"\.(?:project|main_model|working_models|themes)\b(?!\.(?:region|fictional))")
        own_or_computed = r"(?:invitation|own|run|draft|counts|filters)\.project|card\.(?:item\.)?themes"
        allowed = re.compile(own_or_computed)
        templates = [path for path in (ROOT / "templates").rglob("*.html") if "wagtailadmin" not in path.parts]
        found = [
            f"{path.relative_to(ROOT)}: {tag}"
            for path in templates
            for tag, lines in tags_of(path.read_text())
            if relation.search(tag) and not allowed.search(tag) and not TEMPLATE_MARK.search(lines)
        ]
        assert found == []

    def test_only_core_reads_a_token(self):
        banned = re.compile(
            r"""token\w*\.(?:partition|split|startswith)|["'](?:region|project|circle|private):["']|token__startswith"""
        )
        paths = [
            path
            for package in ("platform/staalkaart", "home", "practices", "forums")
            for path in (ROOT / package).rglob("*.py")
            if path.name != "user.py" and not {"access", "migrations"} & {*path.parts}
        ]
        assert found_in(paths, banned, PYTHON_MARK) == []


def found_in(paths, banned, mark):
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if banned.search(line) and not mark.search(line)
    ]


@pytest.mark.django_db
class TestTheRule:
    def test_one_that_may_not_be_seen_is_none_and_several_are_without_it(self):
        page = friend_model()
        WorkingModelPage.objects.filter(pk=page.pk).update(audience="network")
        ours = Project.objects.select_related("main_model").get(pk=project().pk)
        visitor, member = Viewer(), demo_user("lid").as_viewer()
        reveal([ours], visitor, "main_model", "working_models", "region")
        assert ours.visible_main_model is None
        assert page.pk not in [row.pk for row in ours.visible_working_models]
        assert ours.visible_region == ours.region
        reveal([ours], member, "main_model", "working_models")
        assert ours.visible_main_model.pk == page.pk
        assert page.pk in [row.pk for row in ours.visible_working_models]

    def test_nothing_stays_nothing(self):
        assert seen_by(Viewer(), None) is None

    @pytest.mark.parametrize(
        ("audience", "of", "named"),
        [("public", "public", True), ("public", "network", False), ("network", "public", True), ("network", "region:3", False),
         ("region:3", "network", True), ("region:3", "region:4", False), ("network", "", False)],
    )  # fmt: skip
    def test_a_document_names_what_all_its_readers_may_see(self, audience, of, named):
        assert bool(nameable(audience, [Theme(audience=of)])) is named

    @pytest.mark.parametrize(
        ("token", "kind", "key"),
        [
            ("region:3", "region", 3),
            ("region:3", "project", 0),
            ("network", "network", 0),
            ("project:", "project", 0),
            ("", "region", 0),
        ],
    )
    def test_a_token_is_read_in_one_place(self, token, kind, key):
        assert key_of(token, kind) == key

    def test_within_is_where_somebody_belongs(self):
        grants = [("network", "member"), ("region:3", "facilitator"), ("region:4", "member"), ("region:5", "glass")]
        viewer = Viewer.with_grants(1, grants)
        assert viewer.in_network
        assert viewer.within("region", "facilitator") == {3}
        assert viewer.within("region") == {3, 4}
        assert viewer.within("circle") == set()
        assert not Viewer().in_network


CANARIES = {
    "zzmodel": (WorkingModelPage, {"slug": "persoonlijke-vriend"}, ("title", "short_name", "tagline", "one_sentence")),
    "zztheme": (Theme, {"slug": "matching"}, ("title", "title_en")),
    "zzproject": (Project, {"slug": "netepaar"}, ("name",)),
    "zzpractice": (PracticePage, {"live": True, "consents__isnull": False}, ("title",)),
    "zzinitiative": (Initiative, {}, ("name",)),
    "zzterm": (GlossaryTerm, {"slug": "buddy"}, ("term", "definition")),
    "zzchapter": (KnowledgePage, {}, ("title",)),
    "zzpoint": (LearningPoint, {"is_shared": True}, ("text",)),
    "zzchallenge": (Challenge, {}, ("title",)),
}
STARTS = (
    "/", "/werkmodellen/", "/werkmodellen/matrix/", "/werkmodellen/vergelijken/?m=persoonlijke-vriend&m=lotgenotennetwerk",
    "/praktijken/", "/praktijken/uitvoer/?vorm=csv", "/praktijken/uitvoer/?vorm=json", "/projecten/", "/themas/", "/begrippen/",
    "/zoeken/?q=zz", "/zoeken/?q=zzmodel", "/zoeken/?q=zztheme", "/zoeken/?q=buddy", "/zoeken/?kwadrant=zwakte",
    "/zoeken/aanvullen/?q=zz", "/api/v1/search?q=buddy", "/api/v1/models", "/api/v1/themes", "/sitemap.xml",
    "/leerpunten/", "/uitdagingen/", "/netwerkdagen/", "/netwerkdagen/2/oogst/", "/netwerkdagen/2/agenda/",
    "/netwerkdagen/2/deelnemers/", "/netwerkdagen/1/cijfers/csv/", "/netwerkdagen/regio/noordoost/",
)  # fmt: skip
SAMPLED = re.compile(r"/(praktijken|projecten|initiatieven|themas|begrippen|werkmodellen|netwerkdagen)/[^/]+/")
SECTIONS = {"praktijken", "projecten", "initiatieven", "themas", "begrippen", "werkmodellen", "netwerkdagen"}
PER_KIND = 5


@pytest.fixture
def canaries(db, indexed):
    """One closed thing of every kind, each with a name that stands nowhere else, linked as the demo links it."""
    from staalkaart.search.indexing import rebuild_index

    for word, (model, lookup, fields) in CANARIES.items():
        row = model._default_manager.filter(**lookup).first()
        model._base_manager.filter(pk=row.pk).update(audience="private:999", **dict.fromkeys(fields, word))
    CardEntry.objects.filter(page__slug="persoonlijke-vriend").update(title="zzmodel")
    rebuild_index()
    return CANARIES


@pytest.mark.parametrize("login", [None, "lid", "begeleider"])
def test_a_closed_thing_is_named_nowhere(client, canaries, login, monkeypatch):
    """A crawl over every kind of address, a few of each; `make access` walks all of them. What a template reads was revealed."""
    unset = set()
    monkeypatch.setattr(template_base.logger, "debug", lambda words, *names, **rest: unset.add(names))
    if login:
        client.force_login(demo_user(login))
    make_practice(project=project(), by=demo_user("coordinator"), themes=["matching"])
    said, seen, kinds, opened, waiting = [], set(), {}, set(), deque(STARTS)
    while waiting:
        address = waiting.popleft()
        if address in seen or re.match(r"/(static|taal|beheer|rekening/logout)", address):
            continue
        seen.add(address)
        kind = re.sub(r"\d+", "N", SAMPLED.sub(r"/\1/N/", address.partition("?")[0]))
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > PER_KIND:
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        opened.add(kind)
        text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode("utf-8", "replace")
        said += [(address, word) for word in canaries if word in text and word not in address]
        if "html" in answer.headers["Content-Type"]:
            waiting.extend(link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', text))
    for_all = SECTIONS - ({"netwerkdagen"} if login is None else set())  # the demo has no public day
    assert {f"/{section}/N/" for section in for_all} <= opened
    assert said == []
    unrevealed = {names for names in unset if str(names[0]).startswith("visible_")}
    assert unrevealed == set(), "a view does not reveal what its template names"
