"""More of everything that a page lists, around the places the tests look at: the same page with one row and with twelve."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, UUIDField
from django.utils import timezone

from forums.intervision.models import (
    Acceptance,
    Agreement,
    Circle,
    CircleSeat,
    Correction,
    Exclusion,
    Method,
    MethodPhase,
    Seat,
    Trajectory,
)  # fmt: skip
from practices.models import (
    Draft,
    ImportRun,
    PracticeFact,
    PracticePage,
    PracticePoint,
    Use,
)
from staalkaart.choice_aid.models import Answer, ChoiceCard, QualityPoint, Question, Reason
from staalkaart.files.models import Attachment
from staalkaart.knowledge.models import (
    CardEntry,
    Citation,
    ExtraCare,
    GeneralCondition,
    GlossaryTerm,
    HelpLine,
    ModelExample,
    ModelPrecondition,
    ReviewAnswer,
    ReviewRound,
    Source,
    Theme,
    ThemeGroup,
    WorkingModelPage,
    WorksFor,
)  # fmt: skip
from staalkaart.learning.models import (
    Bookmark,
    Challenge,
    ChallengeVote,
    Comment,
    LearningPoint,
    PageReport,
    PolicySignal,
    Remark,
    SignalRelease,
    TrailLink,
)  # fmt: skip
from staalkaart.members.models import (
    Initiative,
    Invitation,
    LocalService,
    Membership,
    NetworkPart,
    Partner,
    Project,
    Referral,
    Region,
    TargetGroup,
    TeamPart,
    User,
)  # fmt: skip
from staalkaart.network_days.models import (
    Action,
    Block,
    BlockLink,
    BoardItem,
    BoardVote,
    DayLetter,
    Feedback,
    FeedbackTicket,
    LetterTo,
    NetworkDay,
    Note,
    PollVote,
    Programme,
    Registration,
    Tick,
)  # fmt: skip
from staalkaart.notifications.models import Following, Notification
from staalkaart.search.models import SynonymRing
from staalkaart.toolbox.models import RoleCard
from tests.builders import demo_user, make_chapter, make_member, make_page, make_practice, project

numbers = count(1)
VIEWERS = ("coordinator", "begeleider", "lid", "redacteur", "beheerder", "ander")

# What no page lists, or what there is one of, or a fixed set of: with these everything of ours is told
ONE_OR_FIXED = {
    "HomePage", "WorkingModelIndexPage", "KnowledgeIndexPage", "PracticeIndexPage", "PracticeBlock", "Agreement", "SiteTexts",
    "ContentStamp", "WorkingModelPage", "ModelCombination", "Report", "ThanksSent", "FeedSecret", "DayTask",
    "BoardSorting", "ChoiceAidTexts", "MissedWord", "RoleCardTexts", "ContentRecord",
    "DemoRecord", "JobRun", "AutosaveBuffer", "Receipt", "WavedWarning", "AddressChange", "ImportWord",
    "Image", "Rendition", "Document", "DayCall", "Digest", "Preference", "MailPause",
}  # fmt: skip


def copies(row: Model, times: int, **changed: Any) -> list[Any]:
    """`times` rows like this one, past the services; `changed` gives a value for all, or a list with one for each."""
    made = []
    for n in range(times):
        twin = copy(row)
        twin.pk = None
        twin._state = type(row._state)()
        for field in row._meta.concrete_fields:
            if isinstance(field, UUIDField):
                setattr(twin, field.attname, uuid4())
            elif field.unique and not field.primary_key and not field.is_relation:
                setattr(twin, field.attname, f"{getattr(row, field.attname)}-{next(numbers)}")
        for name, value in changed.items():
            setattr(twin, name, value[n] if isinstance(value, list) else value)
        made.append(twin)
    return type(row)._base_manager.bulk_create(made)


def more_of_everything(times: int) -> None:
    """`times` more rows of every kind, on the places of `tests/core/test_query_budgets.py`."""
    grown = Growth(times)
    for part in (_content, _tools, _network, _practices, _learning, _circles, _cases, _days):
        part(grown)


class Growth:
    def __init__(self, times: int) -> None:
        self.times, self.counted = times, range(times)
        self.project = project()
        self.people = [make_member(project=self.project, name=f"Persoon {next(numbers)}") for _ in self.counted]
        self.viewers = [demo_user(login) for login in VIEWERS]
        self.page = PracticePage.objects.get(slug="samen-koken-terwijl-je-op-een-buddy-wacht")

    def more(self, row: Model | None, **changed: Any) -> list[Any]:
        assert row is not None
        return copies(row, self.times, **changed)

    def words(self, word: str) -> list[str]:
        return [f"{word} {next(numbers)}" for _ in self.counted]

    def for_each(self, owners: Iterable[Model], row: Model | None, field: str, **changed: Any) -> None:
        for owner in owners:
            self.more(row, **{field: owner}, **changed)


def of(obj: Model, name: str = "about") -> dict[str, Any]:
    return {f"{name}_type": ContentType.objects.get_for_model(type(obj)), f"{name}_id": obj.pk}


def _content(grown: Growth) -> None:
    first = {model: model._base_manager.order_by("pk").first() for model in (ThemeGroup, Theme, GlossaryTerm, Source)}
    grown.more(first[ThemeGroup], title=grown.words("Groep"))
    grown.more(first[Theme], title=grown.words("Thema"), group=ThemeGroup.objects.first())
    terms = grown.more(first[GlossaryTerm], term=grown.words("Begrip"))
    GlossaryTerm.objects.order_by("pk").first().related.add(*terms)
    grown.more(first[Source], citation=grown.words("Bron"))
    grown.more(HelpLine.objects.first())
    grown.more(SynonymRing.objects.first())
    page = WorkingModelPage.objects.get(slug="lotgenotennetwerk")
    for entry in grown.more(CardEntry.objects.filter(page=page).first(), title=grown.words("Uitspraak"), page=page):
        entry.themes.set(Theme.objects.order_by("pk")[:2])
        Citation.objects.create(entry=entry, source=Source.objects.order_by("pk").first(), place="deel 1")
    for model in (WorksFor, ExtraCare, ModelPrecondition, ModelExample):
        grown.more(model.objects.first(), page=page)
    grown.more(GeneralCondition.objects.first())
    for round_ in grown.more(
        ReviewRound(page=page, reviewer="Nalezer", expires_at=timezone.now()), token_hash=grown.words("h")
    ):
        entry = CardEntry.objects.filter(page=page).first()
        ReviewAnswer.objects.create(round=round_, entry_id_at_review=entry.pk, entry_title=entry.title, verdict="agree")
    for _ in grown.counted:
        make_page(title=f"Bladzijde {next(numbers)}")
        make_chapter(title=f"Hoofdstuk {next(numbers)}")


def _tools(grown: Growth) -> None:
    grown.more(RoleCard.objects.first(), name=grown.words("Rol"))
    grown.more(QualityPoint.objects.first(), text=grown.words("Punt"))
    grown.more(ChoiceCard.objects.filter(model=None).first(), name=grown.words("Kaart"))
    question = grown.more(Question.objects.first(), title=grown.words("Vraag"))[0]
    reason = Reason.objects.first()
    for answer in grown.more(Answer.objects.first(), question=question, label=grown.words("Antwoord")):
        copies(reason, 1, answer=answer)


def _network(grown: Growth) -> None:
    grown.more(LocalService(kind="ocmw", name="OCMW", phone="03 123 45 67", towns=["11002"]), name=grown.words("OCMW"))
    grown.more(Region.objects.get(slug="noordoost"), name=grown.words("Regio"))
    grown.more(TargetGroup.objects.first(), title=grown.words("Groep"))
    grown.more(Initiative.objects.first(), name=grown.words("Initiatief"))
    partners = grown.more(Partner.objects.first(), name=grown.words("Partner"))
    grown.for_each(partners, Membership.objects.exclude(partner=None).first(), "partner", user=grown.people)
    for made in grown.more(grown.project, name=grown.words("Project")):
        made.working_models.set(grown.project.working_models.all())
        made.target_groups.set(grown.project.target_groups.all())
        made.themes.set(grown.project.themes.all())
        for model in (NetworkPart, TeamPart, Referral):
            copies(model.objects.get(project=grown.project), 1, project=made)
        copies(Membership.objects.filter(project=grown.project).first(), 1, project=made)
    row = Invitation(
        role="member",
        project=grown.project,
        invited_by=demo_user("coordinator"),
        expires_at=timezone.now() + timedelta(9),
    )
    for field in ("sent_at", "accepted_at", "revoked_at"):
        stamped = copy(row)
        setattr(stamped, field, timezone.now())
        grown.more(
            stamped,
            email=[f"{word.replace(' ', '')}@x.example" for word in grown.words("u")],
            token_hash=grown.words("t"),
        )
    for viewer in grown.viewers:
        kind = ContentType.objects.get_for_model(Project)
        Following.objects.bulk_create(
            (
                Following(user=viewer, about_type=kind, about_id=pk)
                for pk in Project.objects.order_by("pk").values_list("pk", flat=True)[: grown.times]
            ),
            ignore_conflicts=True,
        )
        for kind in sorted(set(Notification.objects.values_list("kind", flat=True))):
            grown.more(Notification.objects.filter(kind=kind).first(), user=viewer, read_at=None)


def _practices(grown: Growth) -> None:
    coordinator, page = demo_user("coordinator"), grown.page
    for _ in grown.counted:
        make_practice(project=grown.project, by=coordinator, audience="public", title=f"Praktijk {next(numbers)}")
        page.save_revision(clean=False, user=coordinator).publish()
    grown.more(
        PracticePoint.objects.filter(page=page).first(), page=page, title=grown.words("Punt"), sort_order=tickets(grown)
    )
    grown.more(PracticeFact.objects.filter(page=page).first(), page=page, value=grown.words("waarde"))
    others = list(Project.objects.exclude(pk=grown.project.pk).exclude(practice_uses__page=page)[: grown.times])
    grown.more(Use(page=page, changed="Anders", by=coordinator), project=others)
    draft = Draft.objects.filter(project=grown.project, state=Draft.State.WRITING, page=None).first()
    for state in Draft.State:
        grown.more(draft, state=state, title=grown.words("Klad"))
    grown.more(ImportRun(user=coordinator, project=grown.project, name="lijst.csv"))
    run = ImportRun.objects.order_by("pk").first()
    run.headings, run.numbers = ["Titel"], list(range(2, 2 + len(run.rows) + grown.times))
    run.rows = [*run.rows, *([word] for word in grown.words("Praktijk"))]
    run.save()
    for owner in (page, draft, grown.project.team_part):
        file = Attachment(
            title="Bijlage", file="bijlage.pdf", sort="pdf", size=10, uploaded_by=coordinator, **of(owner, "owner")
        )
        grown.more(file)


def _learning(grown: Growth) -> None:
    grown.more(PageReport(path="/"), text=grown.words("Melding"))
    page, people = grown.page, grown.people
    about = of(page)
    grown.more(Comment(text="Een vraag", html="<p>Een vraag</p>", **about), author=people)
    grown.more(Remark(text="Klopt niet meer", **about), user=people)
    grown.more(Bookmark(**about), user=people)
    pages = [
        found
        for found in PracticePage.objects.filter(audience="public")
        if not Bookmark.objects.filter(**of(found)).exists()
    ]
    for viewer in grown.viewers:
        for found in pages[: grown.times]:
            Bookmark.objects.create(user=viewer, **of(found))
    for made in grown.more(LearningPoint.objects.first(), text=grown.words("Leerpunt")):
        made.themes.set(Theme.objects.order_by("pk")[:2])
        made.working_models.set(WorkingModelPage.objects.order_by("pk")[:2])
    challenge = Challenge.objects.order_by("pk").first()
    for made in grown.more(challenge, title=grown.words("Uitdaging"), project=grown.project):
        made.themes.set(Theme.objects.order_by("pk")[:2])
        copies(ChallengeVote.objects.first(), len(people), challenge=made, user=people)
    grown.more(ChallengeVote.objects.first(), challenge=challenge, user=people)
    grown.more(PolicySignal.objects.first(), project=grown.project)
    grown.more(SignalRelease.objects.first())
    made = Challenge.objects.order_by("-pk")[: grown.times]
    for source in ("challenge:1", "point:1"):
        grown.more(TrailLink.objects.first(), from_uid=source, to_uid=[challenge.uid for challenge in made])


def _circles(grown: Growth) -> None:
    lead = demo_user("begeleider")
    circle = CircleSeat.objects.current().filter(user=lead).first().circle
    seat = CircleSeat.objects.filter(circle=circle).exclude(user=lead).first()
    grown.more(seat, user=grown.people, role="member", left_at=None)
    invited = [make_member(project=grown.project, name=f"Genodigde {next(numbers)}") for _ in grown.counted]
    grown.more(seat, user=invited, role="member", left_at=None, joined_at=None, invited_at=timezone.now())
    grown.for_each(grown.more(circle, name=grown.words("Kring")), seat, "circle", user=grown.people)
    for made in Circle.objects.order_by("-pk")[: grown.times]:
        for viewer in grown.viewers:
            copies(seat, 1, circle=made, user=viewer, role="facilitator" if viewer == lead else "member")
    grown.more(Acceptance.objects.first(), agreement=Agreement.objects.first(), user=grown.people)
    for method in grown.more(Method.objects.order_by("pk").first(), label=grown.words("Methode")):
        grown.more(
            MethodPhase.objects.first(), method=method, code=[word.replace(" ", "-") for word in grown.words("fase")]
        )


def _cases(grown: Growth) -> None:
    case = Trajectory.objects.filter(started_at__isnull=False).order_by("pk").first()
    seat, said = Seat.objects.filter(trajectory=case, role="participant").first(), case.contributions.first()
    for made in grown.more(case, title=grown.words("Casus")):
        for phase in case.phases.all():
            copies(phase, 1, trajectory=made)
        for taken in case.seats.all():
            copies(taken, 1, trajectory=made)
        copies(said, 3, trajectory=made, phase=made.phases.first())
    grown.more(seat, user=grown.people)
    made = grown.more(said, author=grown.people, anchor=grown.words("b"))
    for row in made:
        Correction.objects.create(contribution=row, text="Zo", html="<p>Zo</p>")
    taken = case.exclusions.values("user")
    invited = User.objects.filter(circle_seats__circle=case.circle, circle_seats__joined_at=None).exclude(pk__in=taken)
    grown.more(Exclusion(trajectory=case), user=list(invited[: grown.times]))


def _days(grown: Growth) -> None:
    lead, kept = demo_user("begeleider"), NetworkDay.objects.get(pk=2)
    for day in grown.more(kept, title=grown.words("Netwerkdag")):
        day.facilitators.add(lead)
        copies(
            Registration.objects.filter(day=kept).first(),
            len(grown.people),
            day=day,
            user=grown.people,
            ticket=tickets(grown),
        )
    for day in NetworkDay.objects.filter(pk__in=(1, 2, 4)):
        _on_a_day(grown, day)
    for letter in grown.more(
        DayLetter(day=kept, by=lead, readers="region", text="Dag", count=1), subject=grown.words("Brief")
    ):
        LetterTo.objects.bulk_create(LetterTo(day=kept, letter=letter, user=user) for user in grown.people)
    poll = NetworkDay.objects.get(pk=4)
    dates = [poll.poll_dates.first().date + timedelta(days=next(numbers)) for _ in grown.counted]
    for option in grown.more(poll.poll_dates.first(), date=dates):
        grown.more(PollVote(option=option, answer="yes"), user=grown.people)


def tickets(grown: Growth) -> list[int]:
    return [1000 + next(numbers) for _ in grown.counted]


def _on_a_day(grown: Growth, day: NetworkDay) -> None:
    lead = demo_user("begeleider")
    taken = grown.more(
        Registration.objects.first(),
        day=day,
        user=grown.people,
        project=grown.project,
        ticket=tickets(grown),
        carpool="offers",
        carpool_consent=True,
    )
    for row in taken:
        Tick.objects.create(key=uuid4(), registration=row, present=True, at=timezone.now(), by=lead)
    blocks = grown.more(Block.objects.first(), day=day, lead_user=lead, position=tickets(grown))
    challenge = Challenge.objects.order_by("pk").first()
    for block in blocks:
        BlockLink.objects.create(block=block, uid=challenge.uid)
    grown.more(Note.objects.first(), day=day, block=blocks, author=grown.people)
    grown.more(Action.objects.first(), day=day, block=blocks, owner=grown.people)
    grown.more(FeedbackTicket(day=day, used=True), user=grown.people)
    grown.more(Feedback(day=day, answers={}))
    grown.more(BoardItem(day=day, text="Een vraag", by=lead, at=timezone.now()))
    grown.more(BoardVote.objects.first(), day=day, user=grown.people)
    grown.more(Programme.objects.first(), day=day, number=tickets(grown))
