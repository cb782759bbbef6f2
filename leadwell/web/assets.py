"""Puts what pages and PDF files are dressed in where it is used: static/vendor and pdf/fonts,
git-ignored.

Run by `make` after `npm ci`: python -m leadwell.web.assets; and by tools/build_hook.py when a wheel
is made. Bootstrap is trimmed of what the house's look has no use for: components that need its
script, and every colour but our tokens. Grid, type, tables, forms, buttons and utilities stay
whole, so what a page may use does not depend on which pages exist.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

PACKAGE = Path(__file__).resolve().parent
VENDOR = PACKAGE / "static" / "vendor"
FONTS = PACKAGE / "pdf" / "fonts"
ROOT = PACKAGE.parent.parent
MODULES = ROOT / "node_modules"

BOOTSTRAP = "bootstrap/dist/css/bootstrap.min.css"
INTER = "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
INTER_LICENCE = "@fontsource-variable/inter/LICENSE"
# Typst takes no variable typeface.
INTER_STATIC = {
    "inter-400.ttf": "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
    "inter-600.ttf": "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
    "inter-licence.txt": "@expo-google-fonts/inter/LICENSE_FONT",
}
NEEDED = (BOOTSTRAP, INTER, INTER_LICENCE, *INTER_STATIC.values())

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


def build(*, modules: Path = MODULES, vendor: Path = VENDOR, fonts: Path = FONTS) -> dict[str, int]:
    """Copy the trimmed Bootstrap and Inter, for pages and for PDF files; say how many bytes each
    file has.

    Raises NotInstalled if `npm ci --ignore-scripts` has not been run.
    """
    for needed in NEEDED:
        if not (modules / needed).is_file():
            raise NotInstalled(
                f"{needed} is not in {modules}. Run `npm ci --ignore-scripts` first, or `make`."
            )
    for folder in (vendor, fonts):
        folder.mkdir(parents=True, exist_ok=True)
    css = (modules / BOOTSTRAP).read_text(encoding="utf-8")
    for name, text in apart(trimmed(css)).items():
        (vendor / name).write_text(text, encoding="utf-8")
    shutil.copyfile(modules / INTER, vendor / "inter.woff2")
    shutil.copyfile(modules / INTER_LICENCE, vendor / "inter-licence.txt")
    for name, source in INTER_STATIC.items():
        shutil.copyfile(modules / source, fonts / name)
    made = [*sorted(vendor.iterdir()), *sorted(fonts.iterdir())]
    return {str(path.relative_to(path.parents[1])): path.stat().st_size for path in made}


def ensure(
    *,
    modules: Path = MODULES,
    vendor: Path = VENDOR,
    fonts: Path = FONTS,
    npm: str | None = shutil.which("npm"),
) -> None:
    """Build what is not there yet, fetching it first if need be: what goes into a wheel.

    Raises NotInstalled, with what to do, where there is neither the packages nor an npm.
    """
    made = [
        vendor / "bootstrap.min.css",
        vendor / "inter.woff2",
        *map(fonts.joinpath, INTER_STATIC),
    ]
    missing = [path.name for path in made if not path.is_file()]
    if not missing:
        return
    if not all((modules / needed).is_file() for needed in NEEDED):
        if npm is None:
            raise NotInstalled(
                f"Leadwell's wheel needs {', '.join(missing)}, and there is no npm to fetch them "
                "with. Run `make demo-env`, which brings one, and build again."
            )
        _fetch(npm, modules.parent)
    build(modules=modules, vendor=vendor, fonts=fonts)


def _fetch(npm: str, root: Path) -> None:
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=root, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotInstalled(f"npm could not fetch the style sheet and the typeface: {said[0]}")


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
