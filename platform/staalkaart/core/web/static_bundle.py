"""Static files: hashed and compressed by whitenoise, with the style sheets put together in one file first.

`css/main.css` lists the sheets in the order of their layers with `@import url(x) layer(y)`; a browser would fetch twenty
files. At collectstatic the imports are replaced by the sheets themselves, each wrapped in its layer. `js/typed.js` becomes one
file in the same way.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
COLOUR = r"((?:[^(),;]|\([^()]*\))+)"
TWO_COLOURS = re.compile(rf"(--[\w-]+):\s*light-dark\({COLOUR},{COLOUR}\);")
URL = re.compile(r'url\("(?!data:)([^"]+)"\)')


def bundle(main: Path) -> str:
    """The text of `main` with every import replaced by its file; addresses inside are rewritten to be relative to `main`."""

    def include(match: re.Match[str]) -> str:
        sheet = main.parent / match[1]
        text = COMMENT.sub("", sheet.read_text(encoding="utf-8"))
        folder = Path(match[1]).parent
        text = URL.sub(lambda found: f'url("{_resolve(folder, found[1])}")', text)
        text = re.sub(r"\s*\n\s*", "\n", text + for_older_browsers(text)).strip()
        return f"@layer {match[2]} {{\n{text}\n}}" if match[2] else text

    return IMPORT.sub(include, COMMENT.sub("", main.read_text(encoding="utf-8"))).strip() + "\n"


def for_older_browsers(sheet: str) -> str:
    """The colours of a sheet once more, for browsers that do not know `light-dark()`: without it a field has no border."""
    pairs = TWO_COLOURS.findall(sheet)
    if not pairs:
        return ""
    light, dark = ("".join(f"{name}: {values[at]};\n" for name, *values in pairs) for at in (0, 1))
    known = "(color: light-dark(red, red))"
    return (
        f"\n@supports not {known} {{\n:root {{\n{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n}}\n"
    )


def _resolve(folder: Path, address: str) -> str:
    parts: list[str] = []
    for part in (folder / address).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


MODULE = re.compile(r'^import (\{[^}]*\}|\* as \w+) from "\./([\w/]+)\.js";\n', re.M)
EXPORTED = re.compile(r"^export ((?:async )?function|const|class) (\w+)", re.M)


def bundle_script(main: Path) -> str:
    """The text of a module with what it imports before it, each in a scope of its own; read once, whoever asks first."""
    done: dict[Path, str] = {}

    def name_of(path: Path) -> str:
        return f"_{path.stem}"

    def scoped(path: Path) -> str:
        """The body of a module, with what it takes from others as constants; adds those before itself."""

        def taken(match: re.Match[str]) -> str:
            other = (path.parent / f"{match[2]}.js").resolve()
            if other not in done:
                done[other] = ""  # its place is taken: two that import each other would otherwise never end
                body = scoped(other)
                names = ", ".join(name for _kind, name in EXPORTED.findall(other.read_text(encoding="utf-8")))
                done.pop(other)
                done[other] = f"const {name_of(other)} = (() => {{\n{body}return {{ {names} }};\n}})();\n"
            what = match[1].removeprefix("* as ")
            return f"const {what} = {name_of(other)};\n"

        return EXPORTED.sub(r"\1 \2", MODULE.sub(taken, path.read_text(encoding="utf-8")))

    own = scoped(main.resolve())
    return "".join(done.values()) + own


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
        if "js/typed.js" in paths and not dry_run:
            storage, name = paths["js/typed.js"]
            text = bundle_script(Path(storage.path(name)))
            self.delete("js/typed.js")
            self._save("js/typed.js", ContentFile(text.encode()))
            paths = {**paths, "js/typed.js": (self, "js/typed.js")}
        yield from super().post_process(paths, dry_run, **options)
