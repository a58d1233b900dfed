"""Builders: keyword-only, real names, saved objects."""

from __future__ import annotations

from datetime import time, timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone

from home.models import HomePage, StandardPage
from practices import content, drafting, lifecycle, publishing
from practices.models import Draft, PracticePage
from staalkaart.core.access import set_audience
from staalkaart.knowledge.models import CardEntry, KnowledgeIndexPage, KnowledgePage, Theme, WorkingModelPage
from staalkaart.members.grants import grant
from staalkaart.members.models import Membership, Project, Region, User
from staalkaart.members.teams import join
from staalkaart.network_days import agenda, planning, seats
from staalkaart.network_days.models import Block, NetworkDay, Registration

numbers = count(1)


def make_user(*, name: str = "Noor Janssens", roles: tuple[str, ...] = ("member",), token: str = "network") -> User:
    user = User.objects.create_user(f"persoon{next(numbers)}@demo.example", "een-lang-wachtwoord", name=name)
    for role in roles:
        grant(user=user, role=role, token=token)
    return user


def project(slug: str = "tweespan-antwerpen") -> Project:
    return Project.objects.get(slug=slug)


def make_member(*, project: Project, role: str = "member", name: str = "Noor Janssens", email: str = "") -> User:
    """Somebody in the team of a project."""
    address = email or f"persoon{next(numbers)}@demo.example"
    user = User.objects.create_user(address, "een-lang-wachtwoord", name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    join(membership=Membership(user=user, project=project, role=role), by=None)
    return user


def stop(project: Project) -> None:
    """As an administrator does on the project's screen in the admin."""
    project.status = Project.Status.STOPPED
    project.save()


def demo_user(login: str) -> User:
    return User.objects.get(email=f"{login}@demo.example")


def make_page(*, title: str = "Samen koken", audience: str = "public", live: bool = True) -> StandardPage:
    page = StandardPage(title=title, live=live)
    HomePage.objects.get().add_child(instance=page)
    page.save_revision(clean=False)
    if audience != page.audience:
        set_audience(obj=page, audience=audience, by=None)
    return page


def make_chapter(*, title: str = "Een nieuw hoofdstuk", audience: str = "public", words: str = "") -> KnowledgePage:
    page = KnowledgePage(title=title, summary=words)
    KnowledgeIndexPage.objects.get().add_child(instance=page)
    page.save_revision(clean=False).publish()
    if audience != "public":
        set_audience(obj=page, audience=audience, by=None)
    page.refresh_from_db()
    return page


def friend_model() -> WorkingModelPage:
    return WorkingModelPage.objects.get(slug="persoonlijke-vriend")


def add_entry(
    *,
    page: WorkingModelPage,
    title: str,
    text: str = "Een zin.",
    quadrant: str = "zwakte",
    themes: tuple[str, ...] = (),
    **fields,
) -> CardEntry:
    """Add an entry to the published card, as an editor would."""
    entry = CardEntry(title=title, text=text, quadrant=quadrant, sort_order=99, **fields)
    entry.themes = list(Theme.objects.filter(slug__in=themes))
    page = WorkingModelPage.objects.get(pk=page.pk)
    page.entries.add(entry)
    page.save_revision(clean=False).publish()
    return CardEntry.objects.get(page=page, title=title)


def practice_data(**changes) -> dict:
    """A complete practice as data."""
    return content.empty() | {
        "title": "Samen fietsen herstellen",
        "summary": "Duo's herstellen elke woensdag fietsen in een garage.",
        "models": ["persoonlijke-vriend"],
        "target_groups": ["gezinnen"],
        "works": [{"title": "Iets doen met je handen", "text": "Praten gaat vanzelf.", "basis": "ervaring"}],
        "clashes": [{"title": "In de winter komt niemand", "text": "", "basis": ""}],
        "contact_role": "coördinator",
        **changes,
    }


def make_draft(*, project: Project, by: User, **changes) -> Draft:
    draft = drafting.start(project=project, by=by, title=changes.get("title", "Samen fietsen herstellen"))
    Draft.objects.filter(pk=draft.pk).update(data=practice_data(**changes))
    draft.refresh_from_db()
    return draft


def make_practice(*, project: Project, by: User, audience: str = "network", **changes) -> PracticePage:
    """Shared by a coordinator, and then seen by `audience`."""
    page = publishing.publish(draft=make_draft(project=project, by=by, **changes), by=by)
    if audience == "public":
        lifecycle.give_consent(page=page, by=by)
    if audience != page.audience:
        set_audience(obj=page, audience=audience, by=by)
    return page


def make_day(
    *, by: User | None = None, region: str = "noordoost", days: int = 60, is_open: bool = True, **changes
) -> NetworkDay:
    """A day of a region that the demo's facilitator prepares, with registration open."""
    by = by or demo_user("begeleider")
    values = {
        "title": f"Netwerkdag Proef {next(numbers)}", "region": Region.objects.get(slug=region) if region else None,
        "date": timezone.localdate() + timedelta(days=days), "start": time(9, 30), "end": time(15, 0), "venue": "Buurthuis",
        "capacity": 24, **changes,
    }  # fmt: skip
    day = planning.start_day(by=by, values=values)
    return planning.open_registration(day=day, by=by) if is_open else day


def make_block(
    *, day: NetworkDay, title: str = "Rondje", minutes: int = 30, working_form: str = "werktafels", **values
) -> Block:
    return agenda.add_block(
        day=day, values={"title": title, "minutes": minutes, "working_form": working_form, **values}
    )


def register(*, day: NetworkDay, user: User | None = None, of: Project | None = None, **values) -> Registration:
    """Somebody of a project on the list of a day."""
    of = of or project()
    return seats.register(day=day, user=user or make_member(project=of), project=of, values=values)


def whole_database() -> str:
    """Every text of every table, as it stands: what is not in here is nowhere in the store."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found).lower()
