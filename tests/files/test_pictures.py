"""Pictures as devices make them: taken, turned upright, made smaller, without what the camera noted, in their own colours."""

import io
import random
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from PIL import ImageCms, PngImagePlugin

from practices import material
from practices.models import Draft
from staalkaart.files import pictures
from staalkaart.files.checks import check_upload
from staalkaart.files.models import Attachment, Image
from staalkaart.files.pictures import kept_picture, small_picture
from tests.builders import demo_user, project

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SECRET = b"Kanariecamera"


def scene(width: int, height: int) -> Picture.Image:
    """Noise, so that it compresses like a photo; the top left corner is red."""
    small = Picture.frombytes(
        "RGB", (width // 16, height // 16), random.Random(1).randbytes(width // 16 * (height // 16) * 3)
    )
    whole = small.resize((width, height))
    whole.paste("red", (0, 0, width // 4, height // 4))
    return whole


def noted(orientation: int = 1) -> Picture.Exif:
    exif = Picture.Exif()
    exif[0x010F], exif[0x0112] = SECRET.decode(), orientation
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def written(picture: Picture.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def two_frames() -> bytes:
    return written(scene(1600, 1200), "MPO", save_all=True, append_images=[scene(400, 300)], exif=noted(6))


def heic(size=(1600, 1200)) -> bytes:
    pictures._with_heif()
    return written(scene(*size), "HEIF", quality=50, exif=noted().tobytes(), icc_profile=PROFILE)


def long_gif(frames: int = 300) -> bytes:
    colours = random.Random(2)
    first, *rest = [Picture.new("P", (120, 90), colours.randrange(255)) for _n in range(frames)]
    for one in (first, *rest):
        one.putpalette([colours.randrange(255) for _n in range(768)])
    return written(first, "GIF", save_all=True, append_images=rest, duration=40, loop=0, comment=SECRET)


def png_with_notes() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode())
    return written(scene(800, 600), "PNG", pnginfo=notes, exif=noted(), icc_profile=PROFILE)


SENT = {
    "phone": ("IMG_1.JPG", lambda: written(scene(4032, 3024), "JPEG", quality=80, exif=noted(6), icc_profile=PROFILE), "JPEG"),
    "small phone": ("a.jpg", lambda: written(scene(800, 600), "JPEG", quality=55, exif=noted(), icc_profile=PROFILE), "JPEG"),
    "two frames": ("gsm.jpg", two_frames, "JPEG"),
    "jfif": ("foto.jfif", lambda: written(scene(800, 600), "JPEG", quality=70), "JPEG"),
    "png named jpg": ("png.jpg", png_with_notes, "PNG"),
    "webp named jpg": ("w.jpg", lambda: written(scene(800, 600), "WEBP", quality=70, exif=noted(), icc_profile=PROFILE), "WEBP"),
    "turned webp": ("w.webp", lambda: written(scene(800, 600), "WEBP", quality=70, exif=noted(6)), "WEBP"),
    "heic": ("IMG_2.HEIC", heic, "WEBP"),
    "large heic": ("IMG_3.heic", lambda: heic((4032, 3024)), "JPEG"),
    "long gif": ("kat.gif", long_gif, "GIF"),
    "screenshot": ("schermafbeelding.png", lambda: written(Picture.new("RGBA", (3000, 1400), (9, 9, 9, 90)), "PNG"), "PNG"),
    "grey": ("g.jpg", lambda: written(scene(800, 600).convert("L"), "JPEG"), "JPEG"),
    "for printing": ("c.jpg", lambda: written(scene(3200, 2400).convert("CMYK"), "JPEG", quality=70), "JPEG"),
}  # fmt: skip
TURNED = {"phone", "two frames", "turned webp"}


@pytest.mark.parametrize("name", SENT)
def test_what_devices_make_is_kept_well(name):
    file_name, make, kind = SENT[name]
    sent = make()
    check_upload(SimpleUploadedFile(file_name, sent))
    kept = kept_picture(SimpleUploadedFile(file_name, sent))
    body = kept.read()
    with Picture.open(io.BytesIO(body)) as picture, Picture.open(io.BytesIO(sent)) as before:
        assert picture.format == kind
        assert Path(str(kept.name)).suffix == f".{pictures.KEPT_AS[kind]}"
        assert max(picture.size) <= 2560
        assert len(body) <= len(sent)
        assert SECRET not in body
        assert not picture.getexif()
        assert getattr(picture, "n_frames", 1) == (300 if name == "long gif" else 1)
        if before.info.get("icc_profile") and before.mode != "CMYK":
            assert picture.info["icc_profile"] == before.info["icc_profile"]
        if before.mode in {"RGB", "YCbCr"} and kind != "GIF":
            red = picture.convert("RGB").getpixel((picture.width - 9, 9) if name in TURNED else (9, 9))
            assert red[0] - red[1] > 90, "upright: the red corner is where it was seen"
    small = small_picture(SimpleUploadedFile(file_name, body))
    with Picture.open(small) as picture:
        assert picture.format == "WEBP"
        assert max(picture.size) <= 1024


def test_fifty_megapixels_are_taken():
    sent = written(
        Picture.effect_noise((510, 384), 60).resize((8160, 6120)).convert("RGB"), "JPEG", quality=75, exif=noted(8)
    )
    upload = SimpleUploadedFile("50mp.jpg", sent)
    check_upload(upload)
    with Picture.open(kept_picture(upload)) as picture:
        assert picture.size == (1920, 2560)


@pytest.mark.parametrize(("file_name", "body"), [
    ("half.jpg", written(scene(800, 600), "JPEG")[:9000]),
    ("half.heic", heic()[:5000]),
    ("half.gif", long_gif(4)[:200]),
    ("page.png", b"<html><script>alert(1)</script>"),
    ("teken.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("scan.jpg", written(scene(320, 320), "TIFF")),
    ("bomb.png", b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (60000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0" + b"\0" * 40),
])  # fmt: skip
def test_what_is_no_picture_is_a_sentence(file_name, body):
    with pytest.raises(ValidationError) as error:
        check_upload(SimpleUploadedFile(file_name, body))
    assert "beeld" in error.value.messages[0]


def test_what_hides_behind_a_picture_goes():
    hidden = b"<script>alert(1)</script>"
    for name in ("png named jpg", "webp named jpg", "long gif", "jfif"):
        file_name, make, _kind = SENT[name]
        assert hidden not in kept_picture(SimpleUploadedFile(file_name, make() + hidden)).read(), name


def test_a_moving_picture_that_is_too_large_still_moves():
    first, *rest = [Picture.new("RGB", (2700, 300), colour) for colour in ("red", "green", "blue")]
    sent = written(first, "GIF", save_all=True, append_images=rest, duration=70)
    with Picture.open(kept_picture(SimpleUploadedFile("breed.gif", sent))) as picture:
        assert (picture.width, picture.n_frames) == (2560, 3)


def test_a_moving_picture_that_would_fill_the_memory_is_refused():
    first, *rest = [
        Picture.new("P", (2700, 2000), n) for n in range(14)
    ]  # 76 million points, to be made smaller all at once
    sent = written(first, "GIF", save_all=True, append_images=rest, duration=70)
    with pytest.raises(ValidationError, match="te groot"):
        check_upload(SimpleUploadedFile("breed.gif", sent))


@pytest.mark.django_db
class TestKept:
    def draft(self) -> Draft:
        return Draft.objects.create(project=project(), title="Klad", created_by=demo_user("coordinator"))

    def test_a_photo_at_a_practice_is_shown_small_with_words(self, client, django_capture_on_commit_callbacks):
        client.force_login(demo_user("coordinator"))
        draft = self.draft()
        upload = SimpleUploadedFile("IMG_9.HEIC", heic())
        told = {"file": upload, "title": "Soep", "seen": "Twee mensen lachen", "sort": "foto", "licence": "netwerk"}
        answer = client.post(f"/praktijken/{draft.pk}/materiaal/toevoegen/", told)
        assert answer.status_code == 302, answer.content.decode()
        row = Attachment.objects.latest("pk")
        assert row.kind in {"jpg", "webp"}
        shown = client.get(f"/praktijken/{draft.pk}/voorbeeld/").content.decode()
        assert f'src="{row.small_url}"' in shown
        assert 'alt="Twee mensen lachen"' in shown
        small, whole = client.get(row.small_url), client.get(row.url)
        assert small["Content-Type"] == "image/webp"
        assert whole["Content-Type"] in {"image/jpeg", "image/webp"}
        assert small["ETag"] != whole["ETag"]
        client.logout()
        assert client.get(row.small_url).status_code == 404
        names = [str(row.file.name), str(row.small.name)]
        with django_capture_on_commit_callbacks(execute=True):
            material.remove(draft=draft, number=str(row.pk))
        assert [row.file.storage.exists(name) for name in names] == [False, False]

    def test_an_editor_adds_what_a_phone_made(self, client):
        client.force_login(demo_user("redacteur"))
        for file_name, make in (("foto.jfif", SENT["jfif"][1]), ("png.jpg", png_with_notes), ("IMG.HEIC", heic)):
            upload = SimpleUploadedFile(file_name, make())
            told = {"title": f"Van {file_name}", "file": upload, "collection": 1, "focal_point_x": ""}
            answer = client.post("/beheer/images/add/", told)
            assert answer.status_code == 302, answer.content.decode()[-3000:]
            kept = Image.objects.get(title=f"Van {file_name}")
            assert (kept.width, kept.height) in {(800, 600), (1600, 1200)}

    def test_an_editor_reads_what_is_wrong(self, client):
        client.force_login(demo_user("redacteur"))
        upload = SimpleUploadedFile("half.jpg", written(scene(800, 600), "JPEG")[:9000])
        shown = client.post("/beheer/images/add/", {"title": "x", "file": upload, "collection": 1}).content.decode()
        assert "maar half aangekomen" in shown
