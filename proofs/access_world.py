"""The world of the access matrix: ten identities, open and closed objects of every sort, and a canary word in all that is closed.

Who should reach what is written down here by hand, on purpose: asking the code that is on trial would prove nothing.
"""

from __future__ import annotations

import io
from typing import Any

from access_days import days
from access_identities import EVERYBODY, INSIDE, LOGINS, NOBODY, REGION, TEAM, Sample, World, rooms
from access_intervision import intervision
from access_practices import practices
from site_under_test import session_cookie


def build() -> World:
    """Fill the prepared demo site; called with Django set up."""
    world = World()
    _projects(world)
    _files(world)
    _pages(world)
    _people(world)
    practices(world)
    intervision(world)
    days(world)
    _linked(world)
    _knowledge(world)
    _passkey(world)
    return world


def _projects(world: World) -> None:
    from staalkaart.core.access import set_audience
    from staalkaart.members.models import Initiative, NetworkPart, Project

    ours = Project.objects.get(slug="tweespan-antwerpen")
    details, initiatives = [Sample({"slug": ours.slug}, EVERYBODY, {"slug": "bestaat-niet"})], []
    for n, (audience, who) in enumerate(rooms()):
        name = world.canary("projectnaam", who | {"admin"})  # administrators place people in every project
        word = world.canary("project", who)
        project = Project.objects.create(
            slug=f"proef-{n}", name=name, description=word, nis="11002", region=ours.region
        )
        NetworkPart.objects.create(project=project, offers=world.canary("netwerkdeel", who & INSIDE))
        set_audience(obj=project, audience=audience, by=None)
        details.append(Sample({"slug": project.slug}, who, {"slug": f"niets-{n}"}))
        word = world.canary("initiatief", who)
        row = Initiative.objects.create(
            slug=f"initiatief-{n}", name=word, sort=word, description=word, nis="11002", phone="03 111 11 11"
        )
        set_audience(obj=row, audience=audience, by=None)
        initiatives.append(Sample({"slug": row.slug}, who, {"slug": f"niets-{n}"}))
    world.samples["members:project_detail"] = details
    world.samples["arrived"] = [Sample({"receipt": "van-niemand-0000000000"}, EVERYBODY)]
    world.samples["members:initiative_detail"] = initiatives
    _own_and_other(world)


def _own_and_other(world: World) -> None:
    """The closed parts of two projects, and the screens of their teams."""
    from staalkaart.members.models import NetworkPart, Project, Referral, TeamPart

    ours = Project.objects.get(slug="tweespan-antwerpen")
    NetworkPart.objects.filter(project=ours).update(offers=world.canary("leervraag", INSIDE))
    TeamPart.objects.filter(project=ours).update(agreements=world.canary("ploegafspraak", TEAM))
    other = Project.objects.get(slug="netepaar")
    TeamPart.objects.filter(project=other).update(agreements=world.canary("andereploeg", NOBODY))
    Referral.objects.filter(project=ours).update(
        audience=ours.region.token, buddy_does=world.canary("verwijzing", REGION)
    )
    keepers, team = frozenset({"coordinator", "admin"}), frozenset({"member", "coordinator", "admin"})
    for name, who in (("edit", keepers), ("invite", keepers), ("invite_bulk", keepers), ("team", team)):
        world.samples[f"members:project_{name}"] = [
            Sample({"slug": ours.slug}, who, {"slug": "bestaat-niet"}),
            Sample({"slug": other.slug}, frozenset({"admin"}), {"slug": "bestaat-niet"}),
        ]
    world.samples["project_documents"] = [
        Sample({"slug": ours.slug}, TEAM, {"slug": "bestaat-niet"}),
        Sample({"slug": other.slug}, NOBODY, {"slug": "bestaat-niet"}),
    ]
    _teams(world, ours, other, keepers, team)
    world.samples["audience"] = [
        Sample({"label": "members.project", "pk": ours.pk}, keepers, {"label": "members.project", "pk": 999_999}),
        Sample(
            {"label": "members.project", "pk": other.pk},
            frozenset({"admin"}),
            {"label": "members.project", "pk": 999_999},
        ),
        Sample({"label": "members.user", "pk": 1}, NOBODY, {"label": "members.user", "pk": 999_999}),
    ]


def _teams(world: World, ours: Any, other: Any, keepers: frozenset[str], team: frozenset[str]) -> None:
    """Somebody of the own team, and somebody of another one at the address of the own project."""
    mine = ours.memberships.current().get(user__email="lid@demo.example")
    theirs = other.memberships.current().first()
    world.samples["members:team_member"] = [
        Sample({"slug": ours.slug, "pk": mine.pk}, team, {"slug": ours.slug, "pk": 999_999}),
        Sample({"slug": ours.slug, "pk": theirs.pk}, NOBODY, {"slug": ours.slug, "pk": 999_999}),
    ]
    for name, who in (("show", team), ("leave", team), ("role", keepers)):
        world.samples[f"members:team_member_{name}"] = [
            Sample({"slug": ours.slug, "pk": mine.pk}, who, {"slug": ours.slug, "pk": 999_999}),
            Sample({"slug": ours.slug, "pk": theirs.pk}, NOBODY, {"slug": ours.slug, "pk": 999_999}),
        ]


def _files(world: World) -> None:
    from django.core.files.base import ContentFile
    from PIL import Image as Picture

    from staalkaart.core.access import set_audience
    from staalkaart.files.models import Document, Image
    from staalkaart.files.project_documents import add_document
    from staalkaart.members.models import Project, User

    out = io.BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(out, "PNG")
    samples, nothing = [], {"uuid": "00000000-0000-4000-8000-000000000000"}
    for audience, who in rooms():
        word = world.canary("bestand", who)
        document = Document.objects.create(title=word, file=ContentFile(f"{word}\n".encode(), name=f"{word}.txt"))
        image = Image.objects.create(title=world.canary("beeld", who), file=ContentFile(out.getvalue(), name="b.png"))
        for row in (document, image):
            set_audience(obj=row, audience=audience, by=None)
        samples += [
            Sample({"uuid": row.uuid}, who, nothing) for row in (document, image, image.get_rendition("width-20"))
        ]
    for slug, who in (("tweespan-antwerpen", TEAM), ("netepaar", NOBODY)):
        word = world.canary("ploegbestand", who)
        part = Project.objects.get(slug=slug).team_part
        adder = User.objects.filter(memberships__project=part.project).last()
        attachment = add_document(
            part=part, upload=ContentFile(f"{word}\n".encode(), name=f"{word}.txt"), title=word, by=adder
        )
        samples.append(Sample({"uuid": attachment.uuid}, who, nothing))
    world.samples["files:serve"] = samples


def _pages(world: World) -> None:
    """Every page type of ours that exists on the demo site, and one more of each that can be made, per audience."""
    from home.models import HomePage, StandardPage
    from staalkaart.core.access import set_audience
    from staalkaart.core.models import AudiencePage
    from staalkaart.knowledge.models import KnowledgeIndexPage, KnowledgePage, WorkingModelIndexPage, WorkingModelPage

    for page in AudiencePage.objects.filter(live=True, audience="public"):
        world.pages.append((type(page.specific)._meta.label, page.url, EVERYBODY))
    makers = (
        (StandardPage, HomePage, {}),
        (KnowledgePage, KnowledgeIndexPage, {}),
        (WorkingModelPage, WorkingModelIndexPage, {"number": 7}),
    )
    for model, parent, fields in makers:
        for n, (audience, who) in enumerate(rooms()):
            word = world.canary("pagina", who)
            extra = (
                {"summary": word}
                if model is KnowledgePage
                else {"one_sentence": word}
                if model is WorkingModelPage
                else {}
            )
            page = model(title=word, slug=f"proef-{n}", **fields, **extra)
            parent.objects.get().add_child(instance=page)
            page.save_revision(clean=False).publish()
            set_audience(obj=model.objects.get(pk=page.pk), audience=audience, by=None)
            world.pages.append((model._meta.label, page.url, who))
        draft = model(title=world.canary("klad", NOBODY), slug="proef-klad", live=False, **fields)
        parent.objects.get().add_child(instance=draft)
        world.pages.append((model._meta.label, draft.url, NOBODY))


def _people(world: World) -> None:
    from staalkaart.members import first_sign_in, invitations, teams
    from staalkaart.members.models import Membership, Project, User
    from staalkaart.notifications.unsubscribing import token_for

    coordinator = User.objects.get(email="coordinator@demo.example")
    ours, other = Project.objects.get(slug="tweespan-antwerpen"), Project.objects.get(slug="netepaar")
    own = invitations.invite(by=coordinator, email="genodigde@demo.example", role="member", project=ours)
    theirs = invitations.invite(by=coordinator, email="genodigde2@demo.example", role="member", project=other)
    nothing = {"pk": 999_999}
    for name in ("invitation_revoke", "invitation_resend"):
        world.samples[f"members:{name}"] = [
            Sample({"pk": own.pk}, frozenset({"coordinator", "admin"}), nothing),
            Sample({"pk": theirs.pk}, frozenset({"admin"}), nothing),
        ]
    spare = invitations.invite(by=coordinator, email="genodigde3@demo.example", role="member", project=ours)
    for name in ("members:accept", "members:ask_new_link"):
        world.samples[name] = [Sample({"token": spare.token}, EVERYBODY, {"token": "x" * 43})]
    first = User.objects.create_user("eerste@demo.example", None, name="Eerste")
    token = first_sign_in.sign_in_link(first).rstrip("/").rpartition("/")[2]
    world.samples["members:first_sign_in"] = [Sample({"token": token}, EVERYBODY, {"token": "x" * 40})]
    unsubscribing = token_for(coordinator.pk, "news")
    world.samples["notifications:unsubscribe"] = [Sample({"token": unsubscribing}, EVERYBODY, {"token": "x" * 40})]
    _addresses(world)
    world.cookies = {identity: session_cookie(f"{login}@demo.example") for identity, login in LOGINS.items()}
    suspended = User.objects.create_user("geschorst@demo.example", None, name="Geert Geschorst")
    teams.join(membership=Membership(user=suspended, project=ours, role="member"), by=None)
    world.cookies["suspended"] = session_cookie("geschorst@demo.example")
    teams.suspend(user=suspended, by=None, reason="proef")


def _addresses(world: World) -> None:
    """Links that confirm and undo a change of address: whoever has the mail has the link."""
    from staalkaart.members import addresses
    from staalkaart.members.models import AddressChange, User

    for n, (name, what) in enumerate((("confirm", addresses.CONFIRM), ("undo", addresses.UNDO))):
        user = User.objects.create_user(f"verhuisd{n}@demo.example", None, name="Vera Verhuisd")
        change = AddressChange.objects.create(user=user, old=user.email, new=f"nieuw{n}@demo.example", by=user)
        if name == "undo":
            addresses.confirm(addresses.link(change, addresses.CONFIRM).rstrip("/").rpartition("/")[2])
        token = addresses.link(change, what).rstrip("/").rpartition("/")[2]
        world.samples[f"members:address_{name}"] = [Sample({"token": token}, EVERYBODY, {"token": "x" * 40})]


def _knowledge(world: World) -> None:
    from staalkaart.knowledge.models import GlossaryTerm, Source, Theme, WorkingModelPage
    from staalkaart.knowledge.review import ask_review
    from staalkaart.members.models import User

    theme, term = Theme.objects.first(), GlossaryTerm.objects.first()
    page = WorkingModelPage.objects.get(slug="persoonlijke-vriend")
    _round, token = ask_review(
        page=page, reviewer="An", reviewer_role="onderzoeker", by=User.objects.get(email="redacteur@demo.example")
    )
    world.samples["knowledge:theme_detail"] = [Sample({"slug": theme.slug}, EVERYBODY, {"slug": "bestaat-niet"})]
    world.samples["knowledge:term_detail"] = [Sample({"slug": term.slug}, EVERYBODY, {"slug": "bestaat-niet"})]
    source = Source.objects.filter(is_listed=True).first()
    world.samples["knowledge:source_detail"] = [Sample({"slug": source.slug}, EVERYBODY, {"slug": "bestaat-niet"})]
    for name in ("sheet", "sheet_pdf"):
        world.samples[f"choice_aid:{name}"] = [Sample({"kind": "gesprek"}, EVERYBODY, {"kind": "bestaat-niet"})]
    world.samples["knowledge:review"] = [Sample({"token": token}, EVERYBODY, {"token": "x" * 40})]
    world.samples["knowledge:model_compare"] = [Sample(query="?m=proef-0&m=proef-1&m=proef-2&m=proef-3")]
    for name, parameter in (("search:search", "q"), ("search:autocomplete", "q"), ("api-1.0.0:search", "q")):
        # all but the last letter: what is typed is echoed, what stands in the index would be completed
        sorts = {word[: word.index("q")] for word in world.canaries}
        world.samples[name] = [Sample(query=f"?{parameter}={sort}") for sort in sorted(sorts | {"kanarie"})]


def _linked(world: World) -> None:
    """Closed models and projects on open things: what may not be seen is not named there either. (Themes are always public.)"""
    from practices.models import PracticeModel, PracticePage
    from staalkaart.knowledge.models import WorkingModelPage
    from staalkaart.learning.models import Challenge, LearningPoint
    from staalkaart.members.models import Initiative, Project

    models = list(WorkingModelPage.objects.filter(slug__startswith="proef-"))
    for model in (Project, Initiative, Challenge, LearningPoint):
        for row in model._default_manager.exclude(audience="").order_by("pk")[:3]:
            row.working_models.add(*models)
    closed = Project.objects.filter(slug__startswith="proef-").order_by("pk")
    for page, project in zip(PracticePage.objects.filter(live=True).order_by("pk"), closed, strict=False):
        for position, model in enumerate(models, 5):
            PracticeModel.objects.create(page=page, model=model, sort_order=position)
        PracticePage.objects.filter(pk=page.pk).update(project=project)
        Challenge.objects.create(title="Uitdaging van een gesloten project", project=project, audience="network")


def _passkey(world: World) -> None:
    from allauth.mfa.models import Authenticator

    from staalkaart.members.models import User

    somebody = User.objects.filter(memberships__project__slug="netepaar").first()
    key = Authenticator.objects.create(
        user=somebody, type="webauthn", data={"name": world.canary("passkey", NOBODY), "credential": {}}
    )
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        world.samples[name] = [Sample({"pk": key.pk}, NOBODY, {"pk": 999_999})]
