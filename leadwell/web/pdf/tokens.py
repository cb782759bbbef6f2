"""The colours and the charts' classes of the site's look, in light, read from theme.css itself."""

import re
from functools import cache
from pathlib import Path

THEME = Path(__file__).resolve().parents[1] / "static" / "theme.css"
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
