"""Puts what the pages are dressed in where they can be served: static/vendor, git-ignored.

Run by `make` after `npm ci`: python -m leadwell.web.assets. Bootstrap is trimmed of what the
house's look has no use for: components that need its script, and every colour but our tokens.
Grid, type, tables, forms, buttons and utilities stay whole, so what a page may use does not
depend on which pages exist.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

PACKAGE = Path(__file__).resolve().parent
VENDOR = PACKAGE / "static" / "vendor"
MODULES = PACKAGE.parent.parent / "node_modules"

BOOTSTRAP = "bootstrap/dist/css/bootstrap.min.css"
INTER = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
INTER_LICENCE = "@fontsource-variable/inter/LICENSE"

# Families of class names that are left out, by how they begin: components, then colours.
LEFT_OUT = re.compile(
    r"""\.(
    accordion|alert|badge|breadcrumb|bs-popover|bs-tooltip|btn-check|btn-close|btn-group
    |btn-toolbar|card|carousel|collaps|drop|fade|figure|form-floating|form-range|form-switch
    |img-thumbnail|input-group|list-group|modal|nav|offcanvas|page-|pagination|placeholder
    |popover|progress|ratio|show|spinner|sticky|tab-content|tab-pane|toast|tooltip|valid-
    |invalid-|was-validated|is-valid|is-invalid
    |(bg|link|focus-ring|shadow|text-bg)(?![a-z])
    |(border|table|text|btn|btn-outline)-
     (black|danger|dark|info|light|opacity|primary|secondary|success|warning|white)
    )""",
    re.VERBOSE,
)
KEPT = re.compile(r"\.btn-primary")


class NotInstalled(Exception):
    """What npm should have brought is not there."""


def build(*, modules: Path = MODULES, vendor: Path = VENDOR) -> dict[str, int]:
    """Copy the trimmed Bootstrap and Inter's Latin letters; say how many bytes each has.

    Raises NotInstalled if `npm ci --ignore-scripts` has not been run.
    """
    for needed in (BOOTSTRAP, INTER, INTER_LICENCE):
        if not (modules / needed).is_file():
            raise NotInstalled(
                f"{needed} is not in {modules}. Run `npm ci --ignore-scripts` first, or `make`."
            )
    vendor.mkdir(parents=True, exist_ok=True)
    css = (modules / BOOTSTRAP).read_text(encoding="utf-8")
    for name, text in apart(trimmed(css)).items():
        (vendor / name).write_text(text, encoding="utf-8")
    shutil.copyfile(modules / INTER, vendor / "inter.woff2")
    shutil.copyfile(modules / INTER_LICENCE, vendor / "inter-licence.txt")
    return {path.name: path.stat().st_size for path in sorted(vendor.iterdir())}


def trimmed(css: str) -> str:
    """The same style sheet without the families left out, and without its source map."""
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    kept = []
    for prelude, body in _rules(css):
        if body is None:
            kept.append(prelude)
        elif prelude.startswith(("@media", "@supports")):
            if inner := trimmed(body):
                kept.append(f"{prelude}{{{inner}}}")
        elif prelude.startswith("@keyframes"):
            continue  # only components that are left out move
        elif selectors := _wanted(prelude):
            kept.append(f"{selectors}{{{body}}}")
    return "".join(kept)


def apart(css: str) -> dict[str, str]:
    """The style sheet and, by file name, the pictures written into it: the content security
    policy lets none be loaded from inside a style sheet."""
    files: dict[str, str] = {}

    def take_out(found: re.Match[str]) -> str:
        picture = unquote(found[1])
        name = f"icon-{sha256(picture.encode()).hexdigest()[:8]}.svg"
        files[name] = picture
        return f"url({name})"

    files["bootstrap.min.css"] = re.sub(r'url\("data:image/svg\+xml,([^"]*)"\)', take_out, css)
    return files


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as what stands before its braces and what stands inside; a bare comment or
    statement has no inside."""
    at = 0
    while at < len(css):
        if css.startswith("/*", at):
            end = css.index("*/", at) + 2
            yield css[at:end], None
            at = end
            continue
        opening = css.find("{", at)
        statement = css.find(";", at)
        if opening < 0 or 0 <= statement < opening:
            end = statement + 1 if statement >= 0 else len(css)
            yield css[at:end].strip(), None
            at = end
            continue
        end = _closing(css, opening)
        yield css[at:opening].strip(), css[opening + 1 : end]
        at = end + 1


def _closing(css: str, opening: int) -> int:
    depth = 0
    for brace in re.finditer(r"[{}]", css[opening:]):
        depth += 1 if brace.group() == "{" else -1
        if depth == 0:
            return opening + brace.start()
    raise ValueError("a brace in the style sheet is never closed")


def _wanted(selectors: str) -> str:
    """The selectors of a rule that name nothing left out, as a list again."""
    parts = re.split(r",(?![^(]*\))", selectors)
    return ",".join(part for part in parts if KEPT.search(part) or not LEFT_OUT.search(part))


if __name__ == "__main__":
    try:
        for name, n_bytes in build().items():
            print(f"{name}: {n_bytes:,} bytes")
    except NotInstalled as missing:
        sys.exit(str(missing))
