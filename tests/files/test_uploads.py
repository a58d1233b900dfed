"""What is refused at the door, what is taken off, and who reaches what is kept."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from staalkaart.core.access import AudienceObstacle, set_audience
from staalkaart.files import project_documents
from staalkaart.files.attachments import QuotaFull
from staalkaart.files.checks import check_upload, safe_name
from staalkaart.files.models import Attachment, Document, Image
from tests.builders import demo_user, make_member, make_page, project

pytestmark = pytest.mark.django_db
PAGE = "/projecten/tweespan-antwerpen/documenten/"


def picture(kind="JPEG", size=(40, 30), name="foto.jpg", **options) -> SimpleUploadedFile:
    out = io.BytesIO()
    Picture.new("RGB", size, "plum").save(out, kind, **options)
    return SimpleUploadedFile(name, out.getvalue())


def archive(names: dict[str, bytes], name="verslag.docx") -> SimpleUploadedFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for inner, content in names.items():
            box.writestr(inner, content)
    return SimpleUploadedFile(name, out.getvalue())


WORD = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 300 + "EncryptedPackage".encode("utf-16-le")
BAD = {
    "program as pdf": (SimpleUploadedFile("factuur.pdf", b"MZ\x90\x00" + b"x" * 200), "geen echt .pdf"),
    "program": (SimpleUploadedFile("tool.exe", b"MZ"), "Dit soort bestand"),
    "page as text": (SimpleUploadedFile("lees.txt", b"<script>alert(1)</script>"), "geen echt .txt"),
    "svg": (SimpleUploadedFile("teken.svg", b"<svg onload=alert(1)>"), "Dit soort bestand"),
    "page as jpg": (SimpleUploadedFile("foto.jpg", b"<html>"), "geen beeld"),
    "empty": (SimpleUploadedFile("leeg.pdf", b""), "leeg"),
    "zip as word": (archive({"a.txt": b"x"}), "geen echt .docx"),
    "macros": (archive(WORD | {"word/vbaProject.bin": b"x"}), "macro"),
    "bomb": (archive(WORD | {"word/x.xml": b"0" * 210_000_000}), "veel te groots"),
    "too many pixels": (picture("PNG", (9000, 8000), "groot.png"), "te groot"),
    "locked pdf": (SimpleUploadedFile("slot.pdf", b"%PDF-1.7\ntrailer << /Encrypt 5 0 R /Root 1 0 R >>"), "beveiligd"),
    "page as pdf": (SimpleUploadedFile("web.pdf", b"<html>%PDF-1.4"), "geen echt .pdf"),
    "locked word": (SimpleUploadedFile("slot.docx", LOCKED), "wachtwoord"),
    "old word": (SimpleUploadedFile("oud.docx", LOCKED[:8] + b"x" * 600), "oud Word-bestand"),
    "too large": (SimpleUploadedFile("groot.txt", b"a" * (20 * 1024 * 1024 + 1)), "te groot"),
    "broken picture": (SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50), "geen beeld"),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_a_sentence_and_nothing_is_kept(client, name):
    upload, words = BAD[name]
    before = Attachment.objects.count()
    upload.seek(0)
    with pytest.raises(ValidationError) as error:
        check_upload(upload)
    assert words in error.value.messages[0]
    client.force_login(demo_user("lid"))
    upload.seek(0)
    shown = client.post(PAGE, {"title": "Mijn titel", "file": upload}).content.decode()
    assert "Dit klopt nog niet" in shown
    assert "Mijn titel" in shown
    assert Attachment.objects.count() == before


@pytest.mark.parametrize(
    "upload",
    [
        archive(WORD),
        SimpleUploadedFile("a.pdf", b"%PDF-1.7 x"),
        SimpleUploadedFile("scan.pdf", b"\xef\xbb\xbf\r\nX-Scanner: 12\r\n%PDF-1.4\nnaar /Encryptie verwezen"),
        SimpleUploadedFile("a.csv", "a;b\né".encode()),
        picture(),
    ],
    ids=["docx", "pdf", "pdf with bytes in front", "csv", "jpg"],
)
def test_what_people_work_with_is_kept(client, upload):
    upload.seek(0)
    client.force_login(demo_user("lid"))
    assert client.post(PAGE, {"file": upload}).status_code == 302
    attachment = Attachment.objects.latest("pk")
    assert client.get(attachment.url).status_code == 200


def test_a_picture_forgets_where_it_was_taken():
    exif = Picture.Exif()
    exif[0x010F], exif[0x0112] = "Kanariecamera", 6
    kept = Image.objects.create(title="Foto", file=ContentFile(picture(exif=exif).read(), name="foto.jpg"))
    content = kept.file.open("rb").read()
    assert b"Kanariecamera" not in content
    assert b"Exif" not in content
    assert Picture.open(io.BytesIO(content)).size == (30, 40), "turned upright before the note about it went"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("Verslag (déf).PDF", "verslag-def.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ('a"; rm -rf.pdf', "a-rm-rf.pdf"),
        ("C:\\map\\b.txt", "b.txt"),
    ],
)
def test_names_are_safe(given, kept):
    assert safe_name(given) == kept


class TestDoor:
    @pytest.fixture
    def attachment(self):
        upload = SimpleUploadedFile("kanarie.txt", b"0123456789")
        return project_documents.add_document(
            part=project().team_part, upload=upload, title="Kanarie", by=demo_user("lid")
        )

    @pytest.mark.parametrize(
        ("login", "status"),
        [
            (None, 404),
            ("ander", 404),
            ("begeleider", 404),
            ("redacteur", 404),
            ("beheerder", 404),
            ("coordinator", 200),
        ],
    )
    @pytest.mark.parametrize("extra", [{}, {"HTTP_RANGE": "bytes=0-3"}, {"HTTP_IF_NONE_MATCH": "*"}])
    def test_who_reaches_it_by_every_method(self, client, attachment, login, status, extra):
        if login:
            client.force_login(demo_user(login))
        for method in (client.get, client.head):
            answer = method(attachment.url, **extra)
            assert (answer.status_code == 404) is (status == 404)
        assert client.post(attachment.url).status_code == 405
        if status == 404:
            assert "ETag" not in client.get(attachment.url)

    @pytest.mark.parametrize(
        ("wanted", "status", "body"),
        [
            ("bytes=2-4", 206, b"234"),
            ("bytes=7-", 206, b"789"),
            ("bytes=-2", 206, b"89"),
            ("bytes=50-", 416, b""),
            ("bytes=5-2", 416, b""),
            ("zzz", 200, b"0123456789"),
        ],
    )
    def test_a_part_of_it(self, client, attachment, wanted, status, body):
        client.force_login(demo_user("lid"))
        answer = client.get(attachment.url, HTTP_RANGE=wanted)
        content = b"".join(answer) if answer.streaming else answer.content
        assert (answer.status_code, content) == (status, body)

    def test_headers(self, client, attachment):
        client.force_login(demo_user("lid"))
        answer = client.get(attachment.url)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Disposition"] == 'attachment; filename="kanarie.txt"'
        assert client.get(attachment.url, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304

    def test_who_left_the_team_does_not_reach_it(self, client, attachment):
        from staalkaart.members import teams

        user = make_member(project=project())
        client.force_login(user)
        assert client.get(attachment.url).status_code == 200
        teams.leave(membership=user.memberships.get(), by=None)
        assert client.get(attachment.url).status_code == 404

    def test_the_quota_holds(self, attachment, monkeypatch):
        monkeypatch.setattr(project_documents, "QUOTA", 15)
        with pytest.raises(QuotaFull):
            project_documents.add_document(
                part=project().team_part, upload=SimpleUploadedFile("b.txt", b"x" * 6), title="", by=demo_user("lid")
            )

    def test_only_ones_own_or_the_coordinator_removes(self, client, attachment):
        other = make_member(project=project())
        client.force_login(other)
        assert client.post(PAGE, {"weg": attachment.pk}).status_code == 404
        client.force_login(demo_user("coordinator"))
        assert client.post(PAGE, {"weg": attachment.pk}).status_code == 302
        assert not Attachment.objects.filter(pk=attachment.pk).exists()


class TestWider:
    @pytest.fixture
    def page(self):
        document = Document.objects.create(title="Groepslijst", file=ContentFile(b"%PDF-1.4 x", name="g.pdf"))
        page = make_page(audience="network")
        page.body = [("text", f'<p><a linktype="document" id="{document.pk}">lijst</a></p>')]
        page.save_revision(clean=False).publish()
        page.refresh_from_db()
        return page

    def test_a_page_is_not_opened_wider_than_a_file_on_it(self, page):
        with pytest.raises(AudienceObstacle) as error:
            set_audience(obj=page, audience="public", by=None)
        assert "Groepslijst" in error.value.messages[0]

    def test_opening_the_file_first_lets_the_page_follow_and_keeps_the_file_open(self, page):
        document = Document.objects.get()
        set_audience(obj=document, audience="public", by=None)
        set_audience(obj=page, audience="public", by=None)
        with pytest.raises(AudienceObstacle) as error:
            set_audience(obj=document, audience="network", by=None)
        assert page.title in error.value.messages[0]

    def test_publishing_a_public_page_with_it_is_refused_by_name(self, client, page):
        document = Document.objects.get()
        set_audience(obj=document, audience="public", by=None)
        set_audience(obj=page, audience="public", by=None)
        Document.objects.update(audience="network")
        client.force_login(demo_user("redacteur"))
        path = f"/beheer/pages/{page.pk}/edit/"
        value = {"type": "text", "value": rich_text(f'<p><a linktype="document" id="{document.pk}">lijst</a></p>')}
        body = streamfield([(value["type"], value["value"])])
        form = nested_form_data({"title": page.title, "slug": page.slug, "body": body, "action-publish": "1"})
        shown = client.post(path, form, follow=True).content.decode()
        assert "Groepslijst" in shown

    def test_titles_of_closed_files_are_in_no_list_of_the_admin(self, client):
        Document.objects.create(
            title="Kanarielijst", file=ContentFile(b"%PDF-1.4", name="k.pdf"), audience=project().token
        )
        Image.objects.create(
            title="Kanariefoto", file=ContentFile(picture().read(), name="k.jpg"), audience=project().token
        )
        client.force_login(demo_user("redacteur"))
        assert (
            client.get("/beheer/images/add/").status_code
            == client.get("/beheer/documents/multiple/add/").status_code
            == 200
        )
        for path in (
            "documents/",
            "documents/chooser/",
            "images/",
            "images/chooser/",
            "documents/?q=kanarie",
            "images/?q=kanarie",
            "rapporten/bestanden/",
        ):
            answer = client.get("/beheer/" + path)
            assert answer.status_code == 200, path
            assert "Kanarie" not in answer.content.decode(), path
        assert client.get(f"/beheer/documents/edit/{Document.objects.get().pk}/").status_code != 200

    def test_titles_of_closed_pages_neither(self, client):
        page = make_page(title="Kanariepagina", audience=project().token)
        client.force_login(demo_user("redacteur"))
        for path in (
            f"pages/{page.get_parent().pk}/",
            "choose-page/",
            f"choose-page/{page.get_parent().pk}/",
            "choose-page/search/?q=kanarie",
            "pages/search/?q=kanarie",
        ):
            answer = client.get("/beheer/" + path)
            assert answer.status_code == 200, path
            assert "Kanarie" not in answer.content.decode(), path
        assert client.get(f"/beheer/pages/{page.pk}/edit/").status_code == 404
