"""What each act of the access proof is asked with: who presses, and what the form holds at that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

Kwargs = dict[str, Any]
Body = dict[str, Any]
REASON = {"reden": "Zo is het beter."}
LETTER = {"readers": "region", "subject": "Kom je?", "text": "Dag {naam}"}

# Acts that only mean something at one moment of a story: the journeys and the tests of the services walk those
IN_A_STORY = {
    "choose_language", "members:recognise", "members:ask_new_link", "members:team_member_leave",
    *(f"intervision:trajectory_{name}" for name in (
        "assemble", "participants_add", "names_settle", "start", "phase_advance", "phase_go_on", "phase_back", "late_post_let_in",
        "summary_agree", "close", "point_agree", "point_drop", "case_hand_over", "method_swap", "nudge", "withdraw",
    )),
    "intervision:contribution_new", "intervision:contribution_correct", "intervision:case_announce", "intervision:circle_hand_over",
    "intervision:circle_stop",
    "practices:practice_restore", "practices:import_take_over", "practices:material_remove",
    "network_days:offer_accept", "network_days:registration_pass_on", "network_days:registration_cancel", "network_days:day_finish",
    "network_days:day_prepare", "network_days:registration_open", "network_days:programme_fix", "network_days:seat_give",
    "network_days:report_publish", "network_days:letter_preview", "notifications:mark_read",
}  # fmt: skip

# In this world, that is: its circle has a facilitator; the tests of circles walk it
NOBODY_MAY = {"intervision:circle_take_over"}

# Acts that follow each other; the others go between these two rows, by name
FIRST = (
    "members:team_member_show",
    "network_days:walk_in",
    "network_days:participant_remove",
    "learning:challenge_vote",
    "learning:challenge_unvote",
    "intervision:circle_decline",
    "intervision:trajectory_extend",
    "intervision:trajectory_pause",
    "intervision:trajectory_resume",
    "practices:practice_send_back",
    "practices:consent_withdraw",
    "practices:consent_give",
    "practices:remark_add",
    "practices:remark_handle",
    "practices:draft_publish",
    "practices:material_add",
    "practices:draft_submit",
    "practices:draft_hand_back",
    "network_days:block_add",
    "network_days:board_write",
    "network_days:board_vote",
    "network_days:board_unvote",
    "network_days:board_group",
    "network_days:board_hide",
    "network_days:board_show",
    "network_days:board_take_up",
    "network_days:harvest_take_up",
)
LAST = ("leave", "stop", "delete", "archive", "call_off", "remove", "withdraw", "decline", "revoke")


def in_order(names: set[str]) -> list[str]:
    def place(name: str) -> tuple[int, bool, str]:
        first = FIRST.index(name) if name in FIRST else len(FIRST)
        return first, any(word in name for word in LAST), name

    return sorted(names - IN_A_STORY, key=place)


def asked_with(name: str, kwargs: Kwargs) -> tuple[str, Body]:
    """(who presses, "" for the first who may; what the form holds), looked up now: the act before it changed the world."""
    sort, _, act = name.partition(":")
    who, body = BODIES[sort].get(act, ("", {})) if sort in BODIES else ("", {})
    return who, body(kwargs) if callable(body) else body


# --- looked up at the moment itself ------------------------------------------------------------------------------------
def _day(kwargs: Kwargs) -> Any:
    from staalkaart.network_days.models import NetworkDay

    return NetworkDay.objects.get(pk=kwargs["pk"])


def _block(at: int, **more: Any) -> Callable[[Kwargs], Body]:
    return lambda kwargs: {"blok": list(_day(kwargs).blocks.order_by("position"))[at].pk, **more}


def _card(*, hidden: bool = False, at: int = 0, **more: Any) -> Callable[[Kwargs], Body]:
    """A card of the board, as the facilitator sees it."""

    def body(kwargs: Kwargs) -> Body:
        from staalkaart.members.models import User
        from staalkaart.network_days import harvest_board

        viewer = User.objects.get(email="begeleider@demo.example").as_viewer()
        board = harvest_board.board_of(_day(kwargs), viewer)
        cards = board.hidden if hidden else [card for card in board.cards if not card.block]
        return {"uid": cards[at].item.uid, **more}

    return body


def _registration(kwargs: Kwargs) -> Body:
    return {"wie": _day(kwargs).registrations.filter(state="in").order_by("pk").first().pk, "er": "ja"}


def _moment(kwargs: Kwargs) -> Body:
    from forums.intervision.models import Trajectory

    return {"_versie": Trajectory.objects.get(pk=kwargs["pk"]).version}


def _outsider(kwargs: Kwargs) -> Body:
    """Somebody of the network who sits in no circle."""
    from staalkaart.members.models import Membership

    rows = Membership.objects.current().filter(role="member", user__circle_seats=None)
    return {"wie": rows.order_by("pk").first().user_id}


def _seat(kwargs: Kwargs) -> Body:
    """Of somebody who brings no case."""
    from forums.intervision.models import CircleSeat

    rows = CircleSeat.objects.current().filter(circle=kwargs["pk"], user__email="lid@demo.example")
    return {"plaats": rows.get().pk}


def _comment(kwargs: Kwargs) -> Body:
    from staalkaart.learning.models import Comment

    return {"tekst": "Anders gezegd.", "reactie": Comment.objects.order_by("pk")[0].pk}


def _remark(kwargs: Kwargs) -> Body:
    from staalkaart.learning.models import Remark

    return {"vraag": Remark.objects.order_by("-pk")[0].pk}


def _version(kwargs: Kwargs) -> Body:
    from practices.models import Draft

    return {"versie": Draft.objects.get(pk=kwargs["pk"]).page.live_revision_id}


def _file(kwargs: Kwargs) -> Body:
    file = SimpleUploadedFile("werkblad.txt", b"Een werkblad.\n")
    return {"file": file, "title": "Werkblad", "sort": "ander", "licence": "netwerk"}


MINE = {"project": "zeegang-oostende"}
BODIES: dict[str, dict[str, tuple[str, Body | Callable[[Kwargs], Body]]]] = {
    "practices": {
        "comment_add": ("", {"tekst": "Zo doen wij het ook."}),
        "comment_edit": ("coordinator", _comment),
        "comment_remove": ("coordinator", _comment),
        "use_add": ("other_project", MINE),
        "use_remove": ("other_project", MINE),
        "remark_add": ("", {"tekst": "Dit klopt niet meer."}),
        "remark_handle": ("coordinator", _remark),
        "practice_send_back": ("", REASON),
        "words_strike": ("", {"woorden": "functie", "bevestig": "1"}),
        "draft_hand_back": ("", REASON),
        "draft_keep": ("", {"summary": "Getypt."}),
        "draft_offer": ("", REASON),
        "proposal_agree": ("", _version),
        "proposal_decline": ("", REASON),
        "material_add": ("", _file),
    },
    "intervision": {
        "circle_invite": ("", _outsider),
        "circle_remove": ("", _seat),
        "trajectory_pause": ("facilitator", _moment),
        "trajectory_resume": ("facilitator", _moment),
        "trajectory_extend": ("facilitator", _moment),
        "text_keep": ("", {"text": "Getypt."}),
    },
    "members": {
        "team_member_show": ("", {"function": "vrijwilliger"}),
        "team_member_role": ("", {"rol": "coordinator"}),
    },
    "network_days": {
        "letter_try": ("", LETTER), "letter_send": ("", LETTER | {"gezien": "region"}), "calls_switch": ("", {"on-open": "on"}),
        "day_call_off": ("", REASON),
        "walk_in": ("", {"name": "Iemand aan de deur"}),
        "task_tick": ("", {"taak": "datum", "aan": "1"}),
        "tick": ("", _registration),
        "participant_remove": ("", _registration),
        "block_keep": ("", {"title": "Getypt."}),
        "report_keep": ("", {"text": "Getypt."}),
        "block_later": ("", _block(0)),
        "block_earlier": ("", _block(1)),
        "block_move": ("", _block(0, naar="1")),
        "block_remove": ("", _block(0, zeker="1")),
        "board_write": ("", {"text": "Hoe vieren jullie een afscheid?"}),
        "board_vote": ("member", _card()),
        "board_unvote": ("member", _card()),
        "board_group": ("", _card(groep="Afscheid")),
        "board_hide": ("", _card()),
        "board_show": ("", _card(hidden=True)),
        "board_take_up": ("", _card()),
        "harvest_take_up": ("", _card()),
    },
}
