"""Static files: hashed and compressed by whitenoise, with the style sheets put together in one file first.

`css/main.css` lists the sheets in the order of their layers with `@import url(x) layer(y)`; a browser would fetch twenty
files. At collectstatic the imports are replaced by the sheets themselves, each wrapped in its layer.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
URL = re.compile(r'url\("(?!data:)([^"]+)"\)')


def bundle(main: Path) -> str:
    """The text of `main` with every import replaced by its file; addresses inside are rewritten to be relative to `main`."""

    def include(match: re.Match[str]) -> str:
        sheet = main.parent / match[1]
        text = COMMENT.sub("", sheet.read_text(encoding="utf-8"))
        folder = Path(match[1]).parent
        text = URL.sub(lambda found: f'url("{_resolve(folder, found[1])}")', text)
        text = re.sub(r"\s*\n\s*", "\n", text).strip()
        return f"@layer {match[2]} {{\n{text}\n}}" if match[2] else text

    return IMPORT.sub(include, COMMENT.sub("", main.read_text(encoding="utf-8"))).strip() + "\n"


def _resolve(folder: Path, address: str) -> str:
    parts: list[str] = []
    for part in (folder / address).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


class BundledManifestStorage(CompressedManifestStaticFilesStorage):
    """Writes the bundled main.css over the collected one before names are hashed."""

    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if "css/main.css" in paths and not dry_run:
            storage, name = paths["css/main.css"]
            text = bundle(Path(storage.path(name)))
            self.delete("css/main.css")
            self._save("css/main.css", ContentFile(text.encode()))
            paths = {**paths, "css/main.css": (self, "css/main.css")}
        yield from super().post_process(paths, dry_run, **options)
