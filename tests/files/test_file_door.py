"""The one door for files."""

import io
import uuid

import pytest
from builders import make_user
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Picture

from staalkaart.core.access import set_audience
from staalkaart.files.models import Document, Image

pytestmark = pytest.mark.django_db
BACKEND = "staalkaart.members.auth.Backend"


@pytest.fixture
def picture():
    stream = io.BytesIO()
    Picture.new("RGB", (40, 30), "plum").save(stream, "PNG")
    stream.seek(0)
    return Image.objects.create(title="Samen koken", file=ImageFile(stream, name="koken.png"))


@pytest.fixture
def document():
    return Document.objects.create(title="Afspraken", file=ContentFile(b"%PDF-1.4 afspraken", name="afspraken.pdf"))


@pytest.mark.parametrize(
    ("audience", "visitor", "member"), [("public", 200, 200), ("network", 404, 200), ("circle:7", 404, 404)]
)
@pytest.mark.parametrize("sort", ["image", "rendition", "document"])
def test_a_file_is_served_to(client, picture, document, sort, audience, visitor, member):
    owner = document if sort == "document" else picture
    if audience != owner.audience:
        set_audience(obj=owner, audience=audience, by=None)
    target = picture.get_rendition("width-20") if sort == "rendition" else owner
    assert client.get(target.url).status_code == visitor
    client.force_login(make_user(), backend=BACKEND)
    response = client.get(target.url)
    assert response.status_code == member
    if member == 200:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        expected = "public, no-cache" if audience == "public" else "private, no-store"
        assert response.headers["Cache-Control"] == expected


def test_a_library_file_is_for_the_network_until_somebody_opens_it(picture, document):
    assert picture.audience == document.audience == "network"


def test_documents_are_downloads_and_pictures_are_shown(client, picture, document):
    client.force_login(make_user(), backend=BACKEND)
    assert client.get(document.url).headers["Content-Disposition"].startswith("attachment")
    assert client.get(picture.url).headers["Content-Disposition"].startswith("inline")


def test_an_address_says_nothing_about_the_file(picture):
    assert picture.url == f"/bestanden/{picture.uuid}/"
    assert "koken" not in picture.url


def test_files_have_no_other_address(client, picture):
    assert client.get(f"/media/{picture.file.name}").status_code == 404
    assert client.get(f"/bestanden/{uuid.uuid4()}/").status_code == 404
    with pytest.raises(ValueError, match="never by name"):
        picture.file.url  # noqa: B018


def test_a_lost_file_is_not_found_and_not_an_error(client, document):
    set_audience(obj=document, audience="public", by=None)
    document.file.storage.delete(document.file.name)
    assert client.get(document.url).status_code == 404
