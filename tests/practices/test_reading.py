"""Reading and keeping practices: who sees them, the list and its facets, review, consent, the loop to the staalkaart."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices import content, drafting, lifecycle, publishing
from practices.models import Draft, PracticePage, Use
from staalkaart.core.access import VISITOR, AudienceObstacle, set_audience
from staalkaart.knowledge.models import CardEntry, WorkingModelPage
from staalkaart.learning import learning_points
from staalkaart.learning.models import Bookmark, Comment, Remark, TrailLink
from staalkaart.members.grants import grant
from staalkaart.notifications.models import Notification
from tests.builders import demo_user, make_member, make_practice, make_user, practice_data, project, stop

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_practice(project=project(), by=demo_user("coordinator"))


def act(client, page, verb, **post):
    return client.post(f"/praktijken/{page.slug}/{verb}/", {**post})


# --- who sees it -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("audience", "visitor", "outsider", "same_region", "own", "editor"),
    [
        ("public", True, True, True, True, True),
        ("network", False, True, True, True, True),
        ("region", False, False, True, True, False),
        ("project", False, False, False, True, False),
    ],
)
@pytest.mark.parametrize("door", ["page", "list", "search", "autocomplete", "api", "versions"])
def test_a_practice_is_shown_to(client, indexed, drain, door, audience, visitor, outsider, same_region, own, editor):
    ours = project()
    token = {"region": ours.region.token, "project": ours.token}.get(audience, audience)
    page = make_practice(project=ours, by=demo_user("coordinator"), audience=token, title="Kanariewoord in de wei",
                         themes=["matching"])  # fmt: skip
    drain()
    doors = {
        "page": lambda: client.get(page.url),
        "list": lambda: client.get("/praktijken/?q=kanariewoord"),
        "search": lambda: client.get("/zoeken/?q=kanariewoord"),
        "autocomplete": lambda: client.get("/zoeken/aanvullen/?q=kanariew"),
        "api": lambda: client.get("/api/v1/search?q=kanariewoord"),
        "versions": lambda: client.get(f"/praktijken/{page.slug}/versies/"),
    }
    expected = [visitor, outsider, same_region, own, editor]
    if door == "versions":
        expected = [False, False, False, own, editor]  # its project and editors: see test_what_leaves
    seen = []
    for user in (
        None,
        demo_user("ander"),
        make_member(project=project("netepaar")),
        demo_user("lid"),
        demo_user("redacteur"),
    ):
        client.logout()
        if user:
            client.force_login(user)
        answer = doors[door]()
        seen.append(answer.status_code == 200 and "anariewoord in de wei" in _plain(answer))
    assert seen == expected


def _plain(answer) -> str:
    return answer.content.decode().replace("<mark>", "").replace("</mark>", "")


def test_a_visitor_finds_the_public_ones_only(client, indexed):
    text = client.get("/praktijken/").content.decode()
    public = PracticePage.objects.visible_to(VISITOR)
    assert public.exists()
    assert PracticePage.objects.live().exclude(pk__in=public).exists()
    assert f"{public.count()} praktijken" in text
    assert "Leden zien meer" in text


def test_a_network_practice_does_not_exist_for_a_visitor(client, page):
    closed, missing = client.get(page.url), client.get("/praktijken/bestaat-niet/")
    assert closed.status_code == missing.status_code == 404
    assert closed.content.replace(page.slug.encode(), b"X") == missing.content.replace(b"bestaat-niet", b"X")


# --- the list --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("q=wachtlijst&model=persoonlijke-vriend&regio=noordoost", ["Samen koken terwijl je op een buddy wacht"]),
        ("strategie=terugvinden&duur=tot-6-maanden", []),
        ("rol=coach&niveau=beleid", ["Wanneer helpen met papieren te veel wordt"]),
        ("project=hasselduo", ["Mannen en jonge buddy's werven waar ze al zijn"]),
        ("thema=gentrificatie", ["Als deelnemers de wijk moeten verlaten"]),
    ],
)
def test_the_list_narrows_by_words_and_facets(client, indexed, asked, titles):
    client.force_login(demo_user("lid"))
    answer = client.get(f"/praktijken/?{asked}")
    found = [practice.title for practice, _hit in answer.context["listing"]["practices"]]
    assert found[: len(titles)] == titles
    assert bool(found) == bool(titles)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("maatjes in een gezin", "De lijn tussen helpen en overnemen in een gezin"),
        ("rekruteren", "Mannen en jonge buddy's werven waar ze al zijn"),
        ("no-show", "Als een deelnemer wekenlang niet komt opdagen"),
        ("kinderopvangplaats bij opleiding", "Kinderopvang tijdens vorming en netwerkmomenten"),
        ("afsprakennota", "Afsprakennota voor een gezinsduo"),
        ("verzekering vrijwilligers", "Verzekering van vrijwilligers in het kort"),
    ],
)
def test_a_colleague_finds_it_through_a_compound_or_a_synonym(client, indexed, asked, title):
    client.force_login(demo_user("ander"))
    answer = client.get("/zoeken/", {"q": asked, "soort": "praktijk,materiaal"})
    assert title in [hit.source.text(hit.obj)[0] for hit in answer.context["found"].hits[:3]]


def test_newest_come_first_and_a_title_order_is_a_choice(client, indexed):
    client.force_login(demo_user("lid"))
    dates = [p.first_published_at for p, _hit in client.get("/praktijken/").context["listing"]["practices"]]
    assert dates == sorted(dates, reverse=True)
    titles = [p.title.lower() for p, _hit in client.get("/praktijken/?volgorde=titel").context["listing"]["practices"]]
    assert titles == sorted(titles)


def test_an_index_that_is_gone_still_gives_the_list(client):
    client.force_login(demo_user("lid"))
    text = client.get("/praktijken/").content.decode()
    assert "27 praktijken" in text
    assert "even eenvoudiger" in text


def queries(client, address, *, kept: bool = False) -> int:
    if not kept:
        caches["pages"].clear()
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("login", ["lid", None])
def test_the_list_costs_the_same_for_1_and_12(client, indexed, login):
    if login:
        client.force_login(demo_user(login))
    client.get("/praktijken/")
    one = queries(client, "/praktijken/?project=tweespan-antwerpen")
    many = queries(client, "/praktijken/?project=tweespan-antwerpen,maneblussersduo,netepaar,hasselduo,maasduo,arteveldeduo,"
                           "leieduo-kortrijk,waasland-wij,krekenpaar-eeklo,ros-en-ruiter,dijleduo-leuven,parkduo-schaarbeek")  # fmt: skip
    assert one == many <= 20


@pytest.mark.parametrize(("login", "most"), [("lid", 15), ("redacteur", 15), ("coordinator", 15), (None, 15)])
def test_a_practice_costs_the_same_with_1_and_12_comments(client, indexed, login, most):
    page = PracticePage.objects.get(title="Samen koken terwijl je op een buddy wacht")
    if login:
        client.force_login(demo_user(login))
    _talk(page, 1)
    client.get(page.url)
    one = queries(client, page.url, kept=True), queries(client, page.url)
    _talk(page, 11)
    client.get(page.url)
    many = queries(client, page.url, kept=True), queries(client, page.url)
    assert one == many
    assert many[0] <= most


def _talk(page, count):
    for n in range(count):
        by = make_user(name=f"Lid {n}")
        Comment.objects.create(about=page, author=by, text="Dag")
        Use.objects.create(
            page=page, project=project().__class__.objects.exclude(practice_uses__page=page).first(), by=by
        )


# --- members talk ----------------------------------------------------------------------------------------------------
def test_another_project_does_this_too_and_says_what_it_changed(client, page):
    client.force_login(demo_user("ander"))
    act(client, page, "wij-ook", project="zeegang-oostende")
    act(client, page, "wij-ook", project="zeegang-oostende", veranderd="Wij doen het op zondag.")
    use = Use.objects.get(page=page)
    assert (use.project.slug, use.changed) == ("zeegang-oostende", "Wij doen het op zondag.")
    assert Notification.objects.filter(user=demo_user("coordinator"), kind="practice_used").exists()
    assert "Wij doen het op zondag." in client.get(page.url).content.decode()


@pytest.mark.parametrize("login", ["partner", "redacteur", "beheerder", "begeleider", "coordinator", "lid"])
def test_who_has_no_other_project_cannot_say_so(client, page, login):
    client.force_login(demo_user(login))
    assert act(client, page, "wij-ook", project="tweespan-antwerpen").status_code == 404
    assert not Use.objects.exists()


def test_members_talk_edit_and_take_away(client, page):
    client.force_login(demo_user("ander"))
    act(client, page, "reageren", tekst="**Sterk** <script>alert(1)</script> [klik](javascript:alert(1))")
    comment = Comment.objects.get()
    text = client.get(page.url).content.decode()
    assert "<strong>Sterk</strong>" in text
    assert "<script>alert" not in text
    assert 'href="javascript' not in text
    client.force_login(demo_user("lid"))
    assert act(client, page, "reactie-wijzigen", reactie=comment.pk, tekst="x").status_code == 404
    assert act(client, page, "reactie-weg", reactie=comment.pk).status_code == 404
    client.force_login(demo_user("ander"))
    act(client, page, "reactie-wijzigen", reactie=comment.pk, tekst="Anders")
    act(client, page, "reageren", tekst="Dubbel")
    act(client, page, "reageren", tekst="Dubbel")
    assert [row.text for row in Comment.objects.all()] == ["Anders", "Dubbel"]
    client.force_login(demo_user("redacteur"))
    act(client, page, "reactie-weg", reactie=comment.pk)
    assert not Comment.objects.filter(pk=comment.pk).exists()


def test_a_visitor_sees_no_talk_and_can_do_nothing(client):
    page = PracticePage.objects.get(title="Samen koken terwijl je op een buddy wacht")
    Comment.objects.create(about=page, author=demo_user("lid"), text="Enkel voor leden")
    assert "Enkel voor leden" not in client.get(page.url).content.decode()
    for verb in ("reageren", "bewaren", "wij-ook", "klopt-niet", "nagelezen", "archiveren"):
        assert (
            act(client, page, verb, tekst="x").status_code == 404
        )  # what was typed comes back, as at a missing address
        assert client.post(f"/praktijken/bestaat-niet/{verb}/", {"tekst": "x"}).status_code == 404
        assert act(client, page, verb).status_code == 404
    assert Comment.objects.about(page).count() == 1


def test_a_bookmark_is_kept_once_and_shown_on_mine(client, page):
    client.force_login(demo_user("partner"))
    for _press in range(2):
        act(client, page, "bewaren")
    assert Bookmark.objects.filter(user=demo_user("partner")).count() == 1
    assert page.title in client.get("/mijn/").content.decode()
    act(client, page, "niet-bewaren")
    assert not Bookmark.objects.exists()


def test_a_question_whether_it_is_right_reaches_the_project_and_is_settled(client, page):
    client.force_login(demo_user("partner"))
    act(client, page, "klopt-niet", tekst="  ")
    act(client, page, "klopt-niet", tekst="Dit adres is veranderd.")
    remark = Remark.objects.get()
    assert act(client, page, "beantwoord", vraag=remark.pk).status_code == 404
    client.force_login(demo_user("coordinator"))
    assert "Dit adres is veranderd." in client.get(page.url).content.decode()
    act(client, page, "beantwoord", vraag=remark.pk)
    assert Remark.objects.get().handled_by == demo_user("coordinator")


# --- the editor ------------------------------------------------------------------------------------------------------
def agree(client, draft):
    """As the screen does it: with the version whose difference was shown."""
    shown = client.get(f"/praktijken/{draft.pk}/voorstel/")
    client.post(f"/praktijken/{draft.pk}/voorstel/akkoord/", {"versie": shown.context["version"]})


def propose(client, page, sentence):
    client.force_login(demo_user("redacteur"))
    answer = act(client, page, "voorstel")
    draft = Draft.objects.get(page=page, kind="proposal", state="writing")
    assert answer["Location"].startswith(f"/praktijken/{draft.pk}/bewerken/")
    client.post(f"/praktijken/{draft.pk}/bewerken/samenvatting/", {"summary": sentence, "_base": "0"})
    return draft


def test_an_editor_changes_nothing_before_the_project_agrees(client, page):
    draft = propose(client, page, "Duo's herstellen elke week fietsen in een garage.")
    client.force_login(demo_user("coordinator"))
    assert client.get(f"/praktijken/{draft.pk}/voorstel/").status_code == 404  # still being written
    client.force_login(demo_user("redacteur"))
    client.post(f"/praktijken/{draft.pk}/voorstellen/", {"reden": "Duidelijker."})
    page.refresh_from_db()
    assert page.summary == practice_data()["summary"]
    client.force_login(demo_user("lid"))
    text = client.get(f"/praktijken/{draft.pk}/voorstel/").content.decode()
    assert "week" in text
    client.post(f"/praktijken/{draft.pk}/voorstel/akkoord/")  # a member sees it and decides nothing
    assert Draft.objects.get(pk=draft.pk).state == "offered"
    client.force_login(demo_user("coordinator"))
    agree(client, draft)
    page = PracticePage.objects.get(pk=page.pk)
    assert page.summary == "Duo's herstellen elke week fietsen in een garage."
    assert page.is_read_over
    assert page.read_over_by == demo_user("redacteur")
    assert Notification.objects.filter(user=demo_user("redacteur"), kind="practice_agreed").exists()


@pytest.mark.parametrize(
    ("place", "found"), [("botst", "in een rustig lokaal."), ("coaching", "in een rustig lokaal.")]
)
def test_a_learning_point_goes_into_a_practice_once_the_project_agreed(client, page, place, found):
    point = learning_points.propose_point(text="Praat eerst apart. Doe dat in een rustig lokaal.", themes=[], working_models=[],
                                  origin="trajectory:0", audience="circle:1", as_owner=True, as_facilitator=True)  # fmt: skip
    address = f"/praktijken/leerpunt/{point.pk}/"
    client.force_login(demo_user("coordinator"))
    assert client.get(address).status_code == 404
    client.force_login(demo_user("redacteur"))
    assert address in client.get(f"/leerpunten/{point.pk}/naar-kaart/").content.decode()
    refused = client.post(address, {"practice": page.pk, "place": "nergens", "text": "Wat ik typte"})
    assert refused.status_code == 422
    assert "Wat ik typte" in refused.content.decode()
    client.post(address, {"practice": page.pk, "place": place, "text": point.text})
    draft = Draft.objects.get(page=page, kind="proposal")
    uids = [point.uid, f"practice:{page.pk}"]
    assert not TrailLink.objects.filter(from_uid=uids[0], to_uid=uids[1]).exists()
    client.post(f"/praktijken/{draft.pk}/voorstellen/")
    again = client.post(address, {"practice": page.pk, "place": place, "text": "Nog iets"})
    assert "ligt al een voorstel" in again.content.decode()
    client.force_login(demo_user("coordinator"))
    agree(client, draft)
    assert found in client.get(page.url).content.decode()
    assert page.title in client.get(f"/leerpunten/{point.pk}/").content.decode()


def test_the_project_may_say_no_with_a_reason(client, page):
    draft = propose(client, page, "Heel anders.")
    client.post(f"/praktijken/{draft.pk}/voorstellen/")
    client.force_login(demo_user("coordinator"))
    client.post(f"/praktijken/{draft.pk}/voorstel/niet-akkoord/", {"reden": ""})
    assert Draft.objects.get(pk=draft.pk).state == "offered"
    client.post(f"/praktijken/{draft.pk}/voorstel/niet-akkoord/", {"reden": "Dit klopt zo niet."})
    page.refresh_from_db()
    assert page.summary == practice_data()["summary"]
    assert "Dit klopt zo niet." in Notification.objects.get(kind="practice_declined").words


def test_a_proposal_without_a_change_is_not_sent(client, page):
    draft = propose(client, page, practice_data()["summary"])
    client.post(f"/praktijken/{draft.pk}/voorstellen/")
    assert Draft.objects.get(pk=draft.pk).state == "writing"


def test_reading_over_is_for_editors(client, page):
    for login in ("ander", "coordinator", "partner", "beheerder", "begeleider"):
        client.force_login(demo_user(login))
        assert act(client, page, "nagelezen").status_code == 404
    client.force_login(demo_user("redacteur"))
    act(client, page, "nagelezen")
    page.refresh_from_db()
    assert page.is_read_over


def test_a_change_by_the_project_is_to_be_read_over_again(page):
    lifecycle.mark_read_over(page=page, by=demo_user("redacteur"))
    draft = drafting.rework(page=page, by=demo_user("coordinator"))
    data = content.complete(draft.data) | {"summary": "Nieuw."}
    Draft.objects.filter(pk=draft.pk).update(data=data)
    draft.refresh_from_db()
    page = publishing.publish(draft=draft, by=demo_user("coordinator"))
    assert (page.summary, page.is_read_over) == ("Nieuw.", False)


def test_sending_back_takes_it_from_the_network_and_keeps_every_word(client, page):
    client.force_login(demo_user("redacteur"))
    act(client, page, "terugsturen")
    assert PracticePage.objects.get(pk=page.pk).live  # without a reason nothing happens
    act(client, page, "terugsturen", reden="Hier staat een naam van een deelnemer.")
    assert client.get(page.url).status_code == 404
    draft = Draft.objects.get(page=page, state="returned")
    assert content.complete(draft.data) == content.of_page(PracticePage.objects.get(pk=page.pk))
    client.force_login(demo_user("coordinator"))
    assert "naam van een deelnemer" in client.get(f"/praktijken/{draft.pk}/bewerken/").content.decode()
    client.post(f"/praktijken/{draft.pk}/delen/")
    assert client.get(page.url).status_code == 200


def test_a_submitted_draft_is_looked_into_by_an_editor_and_that_is_logged(client):
    from wagtail.models import ModelLogEntry

    from tests.builders import make_draft

    draft = make_draft(project=project(), by=demo_user("lid"))
    client.force_login(demo_user("redacteur"))
    assert client.get(f"/praktijken/{draft.pk}/voorbeeld/").status_code == 404
    drafting.submit(draft=draft, by=demo_user("lid"))
    assert client.get(f"/praktijken/{draft.pk}/voorbeeld/").status_code == 200
    assert ModelLogEntry.objects.filter(action="staalkaart.practice_looked_in").count() == 1


# --- consent, review, archive ----------------------------------------------------------------------------------------
def test_public_needs_the_recorded_consent_of_the_project(client, page):
    editor = demo_user("redacteur")
    with pytest.raises(AudienceObstacle, match="toestemming"):
        set_audience(obj=page, audience="public", by=editor)
    client.force_login(editor)
    assert act(client, page, "toestemming").status_code == 404
    client.force_login(demo_user("coordinator"))
    act(client, page, "toestemming")
    address = f"/zichtbaarheid/practices.practicepage/{page.pk}/"
    assert "public" not in [value for value, _w, _n in client.get(address).context["choices"]]
    client.force_login(editor)
    client.post(address, {"zichtbaar": "public", "bevestig": "1"})
    client.logout()
    assert client.get(page.url).status_code == 200
    client.force_login(demo_user("coordinator"))
    act(client, page, "geen-toestemming")
    client.logout()
    assert client.get(page.url).status_code == 404


def test_a_year_later_it_is_due_and_one_click_confirms(client, page):
    PracticePage.objects.filter(pk=page.pk).update(review_due=timezone.localdate())
    lifecycle.remind_of_review(timezone.now())
    assert Notification.objects.filter(user=demo_user("coordinator"), kind="practice_due", about_id=page.pk).exists()
    client.force_login(demo_user("coordinator"))
    assert "Klopt dit nog?" in client.get(page.url).content.decode()
    act(client, page, "klopt-nog")
    page.refresh_from_db()
    assert not page.is_due


def test_the_archive_hides_it_and_gives_it_back(client, page):
    client.force_login(demo_user("lid"))
    assert act(client, page, "archiveren").status_code == 404
    client.force_login(demo_user("coordinator"))
    act(client, page, "archiveren")
    assert client.get(page.url).status_code == 404
    assert page.title in client.get("/praktijken/klad/").content.decode()
    act(client, page, "terughalen")
    assert client.get(page.url).status_code == 200


def test_a_waiting_draft_is_mentioned_once(client):
    from tests.builders import make_draft

    draft = make_draft(project=project(), by=demo_user("lid"))
    Draft.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - timezone.timedelta(days=15))
    for _day in range(2):
        lifecycle.remind_of_drafts(timezone.now())
    assert Notification.objects.filter(user=demo_user("lid"), kind="practice_draft_waits").count() == 1


def test_a_project_that_left_keeps_its_practices_readable_and_closed_to_change(client, page):
    stop(project())
    client.force_login(demo_user("coordinator"))
    assert client.get(page.url).status_code == 200
    for verb in ("herwerken", "klopt-nog", "archiveren", "toestemming"):
        assert act(client, page, verb).status_code == 404


@pytest.mark.parametrize("column", ["project_id", "read_over_at", "archived_at", "review_due", "audience"])
def test_an_old_version_brings_back_words_only(page, column):
    first = page.latest_revision
    lifecycle.mark_read_over(page=page, by=demo_user("redacteur"))
    PracticePage.objects.filter(pk=page.pk).update(project=project("netepaar"), review_due="2020-01-01")
    set_audience(obj=page, audience=project().token, by=None)
    before = PracticePage.objects.filter(pk=page.pk).values_list(column, flat=True)[0]
    first.publish(skip_permission_checks=True)
    assert PracticePage.objects.filter(pk=page.pk).values_list(column, flat=True)[0] == before


def test_a_model_that_was_removed_while_writing_is_passed_over(page):
    draft = drafting.rework(page=page, by=demo_user("coordinator"))
    data = content.complete(draft.data) | {"models": ["bestaat-niet-meer", "lotgenotennetwerk"]}
    Draft.objects.filter(pk=draft.pk).update(data=data)
    draft.refresh_from_db()
    changed = publishing.publish(draft=draft, by=demo_user("coordinator"))
    assert [model.slug for model in changed.working_models] == ["lotgenotennetwerk"]


def test_versions_show_what_changed_word_by_word(client, page):
    draft = drafting.rework(page=page, by=demo_user("coordinator"))
    data = content.complete(draft.data) | {"summary": "Duo's herstellen elke week fietsen in een garage."}
    Draft.objects.filter(pk=draft.pk).update(data=data)
    draft.refresh_from_db()
    publishing.publish(draft=draft, by=demo_user("coordinator"))
    client.force_login(demo_user("lid"))
    text = client.get(f"/praktijken/{page.slug}/versies/").content.decode()
    assert "<del>" in text
    assert "woensdag" in text.split("<del>")[1].split("</del>")[0]


def test_a_kept_version_says_the_same_as_the_page_it_was(db):
    versions = [version for page in PracticePage.objects.all() for version in page.revisions.all()]
    assert len(versions) > 5
    assert content.of_versions(versions) == [content.of_page(version.as_object()) for version in versions]


def test_many_versions_cost_as_much_as_one(client, page):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/praktijken/{page.slug}/versies/").status_code == 200
        return len(found)

    client.force_login(demo_user("lid"))
    asked()
    before = asked()
    for number in range(11):
        page.summary = f"Versie {number} van dezelfde avond."
        page.save_revision().publish()
    asked()  # what publishing emptied is filled again
    assert (asked(), before < 20) == (before, True)


def test_a_copy_names_where_it_came_from_and_leaves_the_contact_out(client, page):
    client.force_login(demo_user("ander"))
    client.post(f"/praktijken/nieuw/?van={page.slug}", {"title": "Fietsen aan zee"})
    draft = Draft.objects.get(title="Fietsen aan zee")
    assert (draft.copied_from, draft.data["contact_role"]) == (page, "")
    assert draft.data["works"] == content.of_page(page)["works"]


# --- the loop --------------------------------------------------------------------------------------------------------
def test_a_point_becomes_a_card_entry_with_a_trail_on_both_sides(client, page):
    client.force_login(demo_user("redacteur"))
    anchor = page.works[0].anchor
    model = WorkingModelPage.objects.get(slug="persoonlijke-vriend")
    address = f"/praktijken/{page.slug}/naar-kaart/{anchor}/"
    start = client.get(address)
    assert "Praten gaat vanzelf" not in str(start.context["new"]["text"])  # no consent: nothing is put there by itself
    client.post(address, {"nieuw": "1", "model": model.pk, "quadrant": "sterkte", "title": "Samen iets doen",
                          "text": "Wie iets doet, praat makkelijker."})  # fmt: skip
    entry = CardEntry.objects.get(title="Samen iets doen")
    assert (entry.source_kind, entry.status) == ("practice", "proposed")
    client.force_login(demo_user("ander"))
    card = client.get(model.url).content.decode()
    assert page.title in card
    assert "Samen iets doen" in client.get(page.url).content.decode()
    client.logout()
    card = client.get(model.url).content.decode()
    assert "Samen iets doen" in card
    assert page.title not in card


def test_a_passage_shows_how_to_deal_with_an_existing_challenge(client, page):
    entry = CardEntry.objects.filter(page__slug="persoonlijke-vriend", quadrant="uitdaging").first()
    client.force_login(demo_user("redacteur"))
    client.post(f"/praktijken/{page.slug}/naar-kaart/{page.works[0].anchor}/", {"bestaand": "1", "entry": entry.pk})
    client.force_login(demo_user("lid"))
    assert f"{page.url}#{page.works[0].anchor}" in client.get(entry.page.url).content.decode()


@pytest.mark.parametrize("login", ["lid", "coordinator", "ander", "partner", "beheerder", "begeleider"])
def test_only_editors_carry_over(client, page, login):
    client.force_login(demo_user(login))
    assert client.get(f"/praktijken/{page.slug}/naar-kaart/{page.works[0].anchor}/").status_code == 404


def test_a_draft_card_keeps_the_new_point_when_it_is_published(client, page):
    model = WorkingModelPage.objects.get(slug="persoonlijke-vriend")
    model.tagline = "In wording"
    model.save_revision(clean=False)
    client.force_login(demo_user("redacteur"))
    client.post(f"/praktijken/{page.slug}/naar-kaart/{page.works[0].anchor}/", {
        "nieuw": "1", "model": model.pk, "quadrant": "kans", "title": "Blijft staan", "text": "Ook straks."})  # fmt: skip
    entry = CardEntry.objects.get(title="Blijft staan")
    WorkingModelPage.objects.get(pk=model.pk).get_latest_revision().publish()
    assert CardEntry.objects.get(title="Blijft staan").pk == entry.pk


# --- own data --------------------------------------------------------------------------------------------------------
def test_an_erased_author_leaves_the_practice_with_the_project(page):
    from staalkaart.core.own_data import export_parts
    from staalkaart.members.own_data import erase_account

    user = make_member(project=project(), name="Zeldzame Naam")
    Comment.objects.create(about=page, author=user, text="Blijft")
    parts = export_parts(user)
    assert parts["reacties"].rows
    erase_account(user=user, by=user)
    assert Comment.objects.get(text="Blijft").author is None
    assert PracticePage.objects.filter(pk=page.pk, live=True).exists()


def test_every_step_is_in_the_log(page):
    from wagtail.models import PageLogEntry

    lifecycle.mark_read_over(page=page, by=demo_user("redacteur"))
    lifecycle.give_consent(page=page, by=demo_user("coordinator"))
    lifecycle.confirm(page=page, by=demo_user("coordinator"))
    lifecycle.archive(page=page, by=demo_user("coordinator"))
    found = set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
    assert {"staalkaart.practice_published", "staalkaart.practice_read_over", "staalkaart.practice_consent",
            "staalkaart.practice_confirmed", "staalkaart.practice_archived"} <= found  # fmt: skip


def test_a_grant_for_an_hour_reads_drafts_and_writes_none(client):
    from tests.builders import make_draft

    draft = make_draft(project=project(), by=demo_user("lid"))
    user = make_user(name="Noodtoegang")
    grant(user=user, role="glass", token=project().token)
    client.force_login(user)
    assert client.get(f"/praktijken/{draft.pk}/voorbeeld/").status_code == 200
    assert client.get(f"/praktijken/{draft.pk}/bewerken/titel/").status_code == 404
