"""The form in which an editor adds a picture: every kind that phones make, made ready before Wagtail looks at it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from staalkaart.files.checks import check_upload
from staalkaart.files.pictures import EXTENSIONS, kept_picture


class PictureField(WagtailImageField):
    """Wagtail asks that the name says what the content is; telephones and chat programs do not."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        check_upload(data, kinds=EXTENSIONS)
        kept = kept_picture(data)
        return super().to_python(
            SimpleUploadedFile(str(kept.name), kept.read(), f"image/{str(kept.name).rsplit('.', 1)[-1]}")
        )


class ImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("file"):
            self.fields["file"] = PictureField(label=field.label, widget=field.widget, required=field.required)
