"""The colours, the signs and the charts' classes of the site's look, in light, as its pages have
them: read from theme.css and _icons.html."""

import re
from functools import cache
from pathlib import Path

WEB = Path(__file__).resolve().parents[1]
THEME = WEB / "static" / "theme.css"
ICONS = WEB / "templates" / "_icons.html"
TOKEN = re.compile(r"--([a-z0-9-]+):(#[0-9a-f]{3,8})\b")


@cache
def light() -> dict[str, str]:
    """Colour by name: {"ink": "#18212e", ...}. Paper is white under everything."""
    css = THEME.read_text(encoding="utf-8")
    tokens = dict(TOKEN.findall(css[: css.index("@media")]))
    return tokens | {"ground": tokens["paper"]}


@cache
def chart_style() -> str:
    """The rules of the charts with their colours written in, for an SVG that stands alone."""
    css = THEME.read_text(encoding="utf-8").split("/* charts */")[1]
    rules = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\}|@page\{[^}]*\}", "", css)
    tokens = light()
    coloured = re.sub(r"var\(--([a-z0-9-]+)\)", lambda at: tokens.get(at[1], "none"), rules)
    return f"svg{{font-family:Inter}}{coloured}.wid,.nar{{display:inline}}".replace("\n", "")


def sign(name: str, colour: str) -> str:
    """The sign of that name ("g", "a", "r", "y") as an SVG that stands alone, in one colour."""
    icons = ICONS.read_text(encoding="utf-8")
    drawn = icons.split(f'<symbol id="i-{name}"')[1].split(">", 1)[1].split("</symbol>")[0]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" '
        f'stroke="{colour}" stroke-width="2" stroke-linecap="round">{drawn}</svg>'
    )
