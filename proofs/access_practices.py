"""Practices in the world of the access matrix: shared ones per audience, drafts, a proposal, text that waits in a buffer."""

from __future__ import annotations

from typing import Any

from access_identities import INSIDE, NOBODY, TEAM, Sample, World, rooms

EDITOR = frozenset({"editor"})


def practices(world: World) -> None:
    _shared(world)
    _drafts(world)
    world.samples["practices:selection_export"] = [Sample(query="?vorm=json", who=INSIDE)]


def _words(word: str) -> dict[str, Any]:
    from practices import content

    return content.empty() | {
        "title": word, "summary": word, "models": ["persoonlijke-vriend"], "target_groups": ["gezinnen"],
        "works": [{"title": word, "text": word, "basis": ""}], "clashes": [{"title": word, "text": "", "basis": ""}],
        "blocks": {"matching": word}, "contact_role": "functie",
    }  # fmt: skip


def _draft(word: str, slug: str, login: str) -> Any:
    from practices import drafting
    from practices.models import Draft
    from staalkaart.members.models import Project, User

    by = (
        User.objects.get(email=f"{login}@demo.example")
        if login
        else User.objects.filter(memberships__project__slug=slug).first()
    )
    draft = drafting.start(project=Project.objects.get(slug=slug), by=by, title=word)
    Draft.objects.filter(pk=draft.pk).update(data=_words(word))
    draft.refresh_from_db()
    return draft


def _shared(world: World) -> None:
    """A practice per audience with a file and a comment, behind every address that names one."""

    from practices import lifecycle
    from staalkaart.core.access import set_audience
    from staalkaart.learning.models import Comment
    from staalkaart.members.models import User

    by = User.objects.get(email="coordinator@demo.example")
    names: dict[str, list[Sample]] = {}
    for n, (audience, who) in enumerate(rooms()):
        draft = _draft(world.canary("praktijk", who), "tweespan-antwerpen", "coordinator")
        sees = who & INSIDE
        page, files = _published(world, draft, by, who)
        page.slug = f"praktijk-proef-{n}"  # whoever asks for an address knows its words
        page.save()
        lifecycle.give_consent(page=page, by=by, files=[row.pk for row in files])
        set_audience(obj=page, audience=audience, by=None)
        Comment.objects.create(about=page, author=by, text=world.canary("reactie", (who & INSIDE) | {"coordinator"}))
        world.pages.append((type(page)._meta.label, page.url, who))
        missing = {"slug": f"niets-{n}"}
        anchor = {"anchor": page.works[0].anchor}
        for name, extra, allowed in (
            ("practice_export", {"form": "json"}, who), ("practice_versions", {}, sees & (TEAM | EDITOR)),
            ("consent_give", {}, sees & frozenset({"coordinator"})),
            ("passages", {}, who & EDITOR), ("promote", anchor, who & EDITOR),
        ):  # fmt: skip
            names.setdefault(f"practices:{name}", []).append(
                Sample({"slug": page.slug, **extra}, allowed, missing | extra)
            )
        acts_on_practice(names, page.slug, missing, sees)
        nothing = {"uuid": "00000000-0000-4000-8000-000000000000"}
        world.samples["files:serve"] += [Sample({"uuid": row.uuid}, finds, nothing) for row, finds in files.items()]
    _marked(names, by)
    for act in ("practice_send_back", "practice_archive"):  # what takes a page away is walked on another page
        names[f"practices:{act}"].reverse()
    world.samples |= names


def _published(world: World, draft: Any, by: Any, who: frozenset[str]) -> tuple[Any, dict[Any, frozenset[str]]]:
    """(the page, who finds each of its files): one file that stays in the network and one that may leave it, and words that went."""
    from django.core.files.base import ContentFile

    from practices import drafting, material, publishing
    from practices.models import Draft

    sees, files = who & INSIDE, {}
    for licence, finds in (("netwerk", sees), ("cc-by", who)):  # who added it takes it along with their own data
        word = world.canary(f"materiaal-{licence}", finds | {"coordinator"})
        file = ContentFile(f"{word}\n".encode(), name=f"{word}.txt")
        files[material.add(draft=draft, file=file, title=word, sort="ander", licence=licence, by=by)] = finds
    words = draft.data
    old = words | {"summary": world.canary("oudeversie", sees & (TEAM | EDITOR))}
    Draft.objects.filter(pk=draft.pk).update(data=old)
    page = publishing.publish(draft=draft, by=by)
    again = drafting.rework(page=page, by=by)
    Draft.objects.filter(pk=again.pk).update(data=words)
    return publishing.publish(draft=again, by=by), files


def _marked(names: dict[str, list[Sample]], by: Any) -> None:
    """One whose first version may be read by others: the whole network finds what changed since."""
    from practices import drafting, publishing
    from practices.models import Draft, PracticePage
    from staalkaart.core.access import set_audience

    page = publishing.publish(draft=_draft("Samen tuinieren", "tweespan-antwerpen", "coordinator"), by=by)
    PracticePage.objects.filter(pk=page.pk).update(readable_version=page.live_revision)
    again = drafting.rework(page=page, by=by)
    Draft.objects.filter(pk=again.pk).update(data=again.data | {"summary": "Anders gezegd."})
    page = publishing.publish(draft=again, by=by)
    set_audience(obj=page, audience="network", by=None)
    names["practices:practice_versions"].append(Sample({"slug": page.slug}, INSIDE, {"slug": "niets-mark"}))


def _drafts(world: World) -> None:
    from practices import drafting
    from practices.models import ImportRun
    from staalkaart.core.models import AutosaveBuffer
    from staalkaart.members.models import User

    own = _draft(world.canary("kladtekst", TEAM), "tweespan-antwerpen", "lid")
    AutosaveBuffer.objects.create(
        user=own.created_by, key=f"practice:{own.pk}:samenvatting", data={"summary": [world.canary("getypt", TEAM)]}
    )
    other = _draft(world.canary("anderklad", NOBODY), "netepaar", "")
    handed = _draft(world.canary("ingediend", TEAM | EDITOR), "tweespan-antwerpen", "lid")
    drafting.submit(draft=handed, by=handed.created_by)
    steps, gone = {"slug": "samenvatting"}, {"pk": 999_999}
    for name, extra in (("draft_edit", {}), ("draft_step", steps), ("draft_keep", steps)):
        world.samples[f"practices:{name}"] = [
            Sample({"pk": own.pk, **extra}, TEAM, gone | extra), Sample({"pk": other.pk, **extra}, NOBODY, gone | extra),
            Sample({"pk": handed.pk, **extra}, TEAM, gone | extra),
        ]  # fmt: skip
    acts_on_draft(world.samples, own, other, gone)
    whole = _draft("Samen wandelen", "tweespan-antwerpen", "lid")  # no step of it is pressed, which would empty it
    drafting.submit(draft=whole, by=whole.created_by)
    world.samples["practices:draft_publish"].insert(0, Sample({"pk": whole.pk}, frozenset({"coordinator"}), gone))
    world.samples["practices:draft_preview"] = [
        Sample({"pk": own.pk}, TEAM, gone), Sample({"pk": other.pk}, NOBODY, gone), Sample({"pk": handed.pk}, TEAM | EDITOR, gone),
    ]  # fmt: skip
    _proposals(world)
    run = ImportRun.objects.create(
        user=User.objects.get(email="coordinator@demo.example"), project=own.project, name="proef.csv", headings=["Titel"],
        rows=[[world.canary("invoer", frozenset({"coordinator"}))]], numbers=[2],
    )  # fmt: skip
    for name in ("import_run", "import_take_over"):
        world.samples[f"practices:{name}"] = [Sample({"pk": run.pk}, frozenset({"coordinator"}), gone)]


def _proposals(world: World) -> None:
    """Two that wait for an answer, one to agree to and one to decline; and one that the editor still writes."""
    from practices import drafting, lifecycle, publishing
    from practices.models import Draft, PracticePage
    from staalkaart.core.access import set_audience
    from staalkaart.members.models import User

    editor, coordinator = (User.objects.get(email=f"{login}@demo.example") for login in ("redacteur", "coordinator"))
    pages = [PracticePage.objects.get(title="Samen koken terwijl je op een buddy wacht")]
    for title in ("Samen fietsen", "Samen zingen"):
        draft = _draft(title, "tweespan-antwerpen", "coordinator")
        pages.append(publishing.publish(draft=draft, by=coordinator))
        set_audience(obj=pages[-1], audience="network", by=None)
    found = []
    for page in pages:
        proposal = drafting.rework(page=page, by=editor, kind=Draft.Kind.PROPOSAL)
        word = world.canary("voorstel", TEAM | EDITOR)
        Draft.objects.filter(pk=proposal.pk).update(data=proposal.data | {"summary": word})
        found.append(Draft.objects.get(pk=proposal.pk))
    gone, written = {"pk": 999_999}, found.pop()
    world.samples["practices:draft_offer"].insert(0, Sample({"pk": written.pk}, EDITOR, gone))
    for draft in found:
        lifecycle.offer(draft=draft, by=editor, reason="proef")
    world.samples["practices:proposal"] = [Sample({"pk": row.pk}, TEAM | EDITOR, gone) for row in found]
    for name, row in zip(("proposal_agree", "proposal_decline"), found, strict=True):
        world.samples[f"practices:{name}"] = [Sample({"pk": row.pk}, frozenset({"coordinator"}), gone)]


# --- acts ------------------------------------------------------------------------------------------------------------
MEMBERS_DO = (
    "comment_add", "comment_edit", "comment_remove", "bookmark_add", "bookmark_remove", "use_add", "use_remove", "remark_add",
    "remark_handle",
)  # fmt: skip
THE_PROJECT_DOES = ("practice_confirm", "consent_withdraw", "practice_archive", "practice_restore", "version_mark")
EDITORS_DO = ("practice_read_over", "proposal_start", "practice_send_back")


def acts_on_practice(names: dict[str, list[Sample]], slug: str, missing: dict[str, str], sees: frozenset[str]) -> None:
    """Who sees it comments; the coordinators of the project keep it; editors read it over."""
    who = dict.fromkeys(MEMBERS_DO, sees) | dict.fromkeys(THE_PROJECT_DOES, sees & frozenset({"coordinator"}))
    who |= dict.fromkeys(EDITORS_DO, sees & EDITOR) | {"practice_rework": sees & TEAM}
    who |= {
        "words_strike": sees & (frozenset({"coordinator"}) | EDITOR)
    }  # and whoever wrote it, which is the coordinator here
    for name, allowed in who.items():
        names.setdefault(f"practices:{name}", []).append(Sample({"slug": slug}, allowed, missing))


def acts_on_draft(samples: dict[str, list[Sample]], own: Any, other: Any, gone: dict[str, int]) -> None:
    coordinator, number = frozenset({"coordinator"}), {"number": 1}
    for name, who, extra in (
        ("draft_submit", TEAM, {}), ("draft_delete", TEAM, {}), ("draft_publish", coordinator, {}), ("draft_hand_back", coordinator, {}),
        ("draft_offer", NOBODY, {}), ("material_add", TEAM, {}), ("material_remove", TEAM, number),
    ):  # fmt: skip
        samples[f"practices:{name}"] = [
            Sample({"pk": own.pk, **extra}, who, gone | extra), Sample({"pk": other.pk, **extra}, NOBODY, gone | extra),
        ]  # fmt: skip
