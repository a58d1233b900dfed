"""Intervision in the world of the access matrix: a circle with three of the identities, cases with and without them, drafts, buffers."""

from __future__ import annotations

from typing import Any

from access_identities import INSIDE, NOBODY, Sample, World

CIRCLE = frozenset({"member", "coordinator", "facilitator"})
WITHOUT_LID = frozenset({"coordinator", "facilitator"})
LID = frozenset({"member"})
OTHERS = ("maneblussersduo", "netepaar", "hasselduo", "maasduo")


TRAJECTORY_ACTS = tuple(
    f"trajectory_{name}"
    for name in (
        "assemble",
        "participants_add",
        "names_settle",
        "start",
        "phase_advance",
        "phase_go_on",
        "phase_back",
        "pause",
        "resume",
        "extend",
        "nudge",
        "late_post_let_in",
        "summary_agree",
        "close",
        "point_agree",
        "point_drop",
        "withdraw",
        "case_hand_over",
        "method_swap",
    )
)  # fmt: skip


def intervision(world: World) -> None:
    circle, people = _circle(world, CIRCLE | {"other_project"}, ("lid", "coordinator"), "begeleider")
    open_ = _case(world, circle, people, CIRCLE)
    closed = _case(world, circle, people, WITHOUT_LID, without=("lid",))
    blind = _case(world, circle, people, CIRCLE, phase=2)
    elsewhere, strangers = _circle(world, NOBODY, (), "nele.begeleider")
    hidden = _case(world, elsewhere, strangers, NOBODY)
    draft = _draft(world)
    _blind_post(world, blind, people)
    _addresses(world, circle, elsewhere, (open_, closed, blind, hidden), draft)


def _user(login: str) -> Any:
    from staalkaart.members.models import User

    return User.objects.get(email=f"{login}@demo.example")


def _circle(world: World, who: frozenset[str], logins: tuple[str, ...], lead: str) -> tuple[Any, list]:
    """Made by its facilitator, with the identities and a member of four other projects."""
    from forums.intervision import circles
    from staalkaart.members.models import Membership

    by = _user(lead)
    circle = circles.create_circle(by=by, name=f"Proefkring {lead}", purpose=world.canary("doel", who))
    people = [_user(login) for login in logins]
    rows = (
        Membership.objects.current()
        .filter(role="member", project__slug__in=OTHERS)
        .exclude(user__email__startswith="lid@")
    )
    people += [row.user for row in rows.select_related("user").order_by("pk")][:5]
    for user in people:
        circles.accept(seat=circles.invite(circle=circle, user=user, by=by))
    return circle, people


def _case(
    world: World, circle: Any, people: list, who: frozenset[str], *, without: tuple[str, ...] = (), phase: int = 1
) -> Any:
    """Brought by the last of the circle, started, and walked to a phase."""
    from forums.intervision import case_intake, circles, phases, posting
    from forums.intervision.models import Method
    from staalkaart.members.models import User

    owner, lead = people[-1], User.objects.get(pk=circles.facilitators_of(circle)[0])
    draft = case_intake.start_draft(by=owner, circle=circle)
    values = {
        "title": world.canary("titel", who), "question": f"{world.canary('vraag', who)}?", "case": world.canary("casus", who),
        "circle": circle, "method": Method.objects.get(slug="vijf"), "person_knows": False,
        "person_reason": world.canary("waarom", who & {"facilitator"}), "organisation_agrees": True,
        "nobody_recognisable": True, "no_danger": True,
    }  # fmt: skip
    case_intake.save_case(trajectory=draft, by=owner, values=values)
    trajectory = case_intake.announce(trajectory=draft, by=owner)
    out = [_user(login).pk for login in without]
    case_intake.assemble(trajectory=trajectory, by=lead, users=case_intake.candidates(trajectory))
    case_intake.settle_names(trajectory=trajectory, by=owner, without=out)
    trajectory = case_intake.start(trajectory=trajectory, by=lead)
    phases.advance(trajectory=trajectory, by=lead)
    for user in (user for user in people[:-1] if user.pk not in out):
        posting.post(trajectory=trajectory, by=user, kind="vraag", text=world.canary("bijdrage", who), phase=1)
    if phase == 2:
        phases.advance(trajectory=trajectory, by=lead)
    return trajectory


def _draft(world: World) -> Any:
    """A case that nobody but its owner has opened, half of it still in the buffer."""
    from forums.intervision import case_intake, posting
    from staalkaart.core.models import AutosaveBuffer

    draft = case_intake.start_draft(by=_user("lid"))
    case_intake.save_case(trajectory=draft, by=_user("lid"), values={"title": world.canary("klad", LID)})
    AutosaveBuffer.objects.create(
        user=_user("lid"), key=posting.buffer_key(draft, "geval"), data={"case": [world.canary("getypt", LID)]}
    )
    return draft


def _blind_post(world: World, trajectory: Any, people: list) -> None:
    """In the blind phase, by somebody who is none of the identities: nobody reads it."""
    from forums.intervision import posting

    writer = people[3]
    posting.post(trajectory=trajectory, by=writer, kind="kern", text=world.canary("blind", NOBODY), phase=2)


def _addresses(world: World, circle: Any, elsewhere: Any, trajectories: tuple, draft: Any) -> None:
    from forums.intervision import circles

    gone = {"pk": 999_999}
    seat = circles.invite(circle=circle, user=_user("ander"), by=_user("begeleider"))
    readers = dict(zip(trajectories, (CIRCLE, WITHOUT_LID, CIRCLE, NOBODY), strict=True))
    world.samples |= {
        "intervision:circle": [Sample({"pk": circle.pk}, CIRCLE, gone), Sample({"pk": elsewhere.pk}, NOBODY, gone)],
        "intervision:circle_invitation": [Sample({"pk": seat.pk}, frozenset({"other_project"}), gone)],
        "intervision:case_edit": [
            Sample({"pk": draft.pk}, LID, gone),
            Sample({"pk": trajectories[0].pk}, NOBODY, gone),
        ],
        "intervision:method": [Sample({"slug": "incident"}, INSIDE, {"slug": "bestaat-niet"})],
        "intervision:trajectory": [Sample({"pk": row.pk}, who, gone) for row, who in readers.items()]
        + [Sample({"pk": draft.pk}, LID, gone)],
    }
    for name in ("circle_invite", "circle_remove", "circle_hand_over", "circle_stop"):
        world.samples[f"intervision:{name}"] = [
            Sample({"pk": circle.pk}, frozenset({"facilitator"}), gone), Sample({"pk": elsewhere.pk}, NOBODY, gone),
        ]  # fmt: skip
    world.samples["intervision:circle_leave"] = [
        Sample({"pk": circle.pk}, CIRCLE, gone), Sample({"pk": elsewhere.pk}, NOBODY, gone),
    ]  # fmt: skip
    world.samples["intervision:circle_decline"] = [Sample({"pk": seat.pk}, frozenset({"other_project"}), gone)]
    world.samples["intervision:case_announce"] = list(world.samples["intervision:case_edit"])
    _of_cases(world, trajectories, readers, gone)
    _learned(world)
    world.samples["intervision:circle_take_over"] = [Sample({"pk": circle.pk}, NOBODY, gone)]  # it has a facilitator
    _own_and_others(world, trajectories[0], gone)


def _of_cases(world: World, trajectories: tuple, readers: dict[Any, frozenset[str]], gone: dict[str, int]) -> None:
    """The acts on a case, for who reads it; telling how it went and proposing a point are for nobody: none is closed."""
    for name, extra in (
        *((act, {}) for act in TRAJECTORY_ACTS),
        ("contribution_new", {"kind": "vraag"}),
        ("text_keep", {"kind": "vraag", "of": 0}),
    ):
        world.samples[f"intervision:{name}"] = [
            Sample({"pk": row.pk, **extra}, who, gone | extra) for row, who in readers.items()
        ]
    world.samples["intervision:report"] = [Sample({"pk": row.pk}, NOBODY, gone) for row in trajectories]
    post = trajectories[0].contributions.first().pk
    world.samples["intervision:point_new"] = [
        Sample({"pk": trajectories[0].pk, "post": post}, NOBODY, gone | {"post": post})
    ]


def _own_and_others(world: World, trajectory: Any, gone: dict[str, int]) -> None:
    """What one wrote oneself can be changed, what a colleague wrote cannot."""
    own = trajectory.contributions.get(author=_user("lid"))
    other = trajectory.contributions.exclude(author=_user("lid")).first()
    world.samples["intervision:contribution_edit"] = world.samples["intervision:contribution_correct"] = [
        Sample({"pk": trajectory.pk, "post": own.pk}, LID, gone | {"post": own.pk}),
        Sample({"pk": trajectory.pk, "post": other.pk}, WITHOUT_LID if other.author == _user("coordinator") else NOBODY,
               gone | {"post": other.pk}),
    ]  # fmt: skip


def _learned(world: World) -> None:
    """A shared learning point, one that waits for an agreement, a challenge, and a signal of one's own project."""
    from access_identities import TEAM

    from staalkaart.knowledge.models import Theme
    from staalkaart.learning import challenges, learning_points
    from staalkaart.learning.models import PolicySignal
    from staalkaart.members.models import Project

    def point(word: str, shared: bool) -> Any:
        return learning_points.propose_point(text=word, themes=[], working_models=[], origin="trajectory:0", audience="circle:1",
                                     as_owner=True, as_facilitator=shared)  # fmt: skip

    gone, editor = {"pk": 999_999}, frozenset({"editor"})
    shared, waiting = point(world.canary("leerpunt", INSIDE), True), point(world.canary("wachtpunt", NOBODY), False)
    challenge = challenges.raise_challenge(
        by=None, themes=[], working_models=[], title=world.canary("uitdaging", INSIDE)
    )
    world.samples["learning:point"] = [
        Sample({"pk": shared.pk}, INSIDE, gone),
        Sample({"pk": waiting.pk}, NOBODY, gone),
    ]
    world.samples["learning:point_promote"] = [
        Sample({"pk": shared.pk}, editor, gone),
        Sample({"pk": waiting.pk}, NOBODY, gone),
    ]
    world.samples["practices:take_up_point"] = list(world.samples["learning:point_promote"])
    world.samples["learning:challenge"] = [Sample({"pk": challenge.pk}, INSIDE, gone)]
    for name in ("challenge_vote", "challenge_unvote"):
        world.samples[f"learning:{name}"] = [Sample({"pk": challenge.pk}, INSIDE, gone)]
    theme = Theme.objects.get(slug="mobiliteit")
    for slug, who in (
        ("tweespan-antwerpen", TEAM | {"facilitator"}),
        ("zeegang-oostende", frozenset({"other_project"})),
    ):
        word = world.canary("signaal", who)
        PolicySignal.objects.create(project=Project.objects.get(slug=slug), theme=theme, text=word)
