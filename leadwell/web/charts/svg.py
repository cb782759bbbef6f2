"""Writing SVG: elements, escaping, and the frame every chart stands in."""

import re
from collections.abc import Iterable
from html import escape

IDENT = re.compile(r"[a-z][a-z0-9-]*")
# Characters XML has no way to write, which a name from a foreign file may hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

WIDE, NARROW = 720, 328


class Svg(str):
    """Markup that is safe to put on a page as it is: templates do not escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def tag(name: str, /, *inside: str, **attributes: str | float | None) -> Svg:
    """One element. Text inside is escaped unless it is Svg; class_ is written class, and
    text_anchor text-anchor; an attribute that is None is left out."""
    written = "".join(
        f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None
    )
    content = "".join(part if isinstance(part, Svg) else words(part) for part in inside)
    return Svg(f"<{name}{written}>{content}</{name}>" if inside else f"<{name}{written}/>")


def words(text: str) -> Svg:
    """Anybody's text, made harmless."""
    return Svg(escape(text if text.isprintable() else UNWRITABLE.sub("", text)))


# A picture is mostly lines, dots and words: these three are written without the detour over tag.


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Svg:
    return Svg(
        f'<line x1="{coordinate(x1)}" y1="{coordinate(y1)}" x2="{coordinate(x2)}"'
        f' y2="{coordinate(y2)}" class="{class_}"/>'
    )


def dot(x: float, y: float, r: float, class_: str = "dot") -> Svg:
    return Svg(
        f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(r)}" class="{class_}"/>'
    )


def text(x: float, y: float, said: str, class_: str | None, anchor: str | None) -> Svg:
    """One line of words; anchor is "middle" or "end", else it starts at x."""
    named = f' class="{class_}"' if class_ is not None else ""
    held = f' text-anchor="{anchor}"' if anchor is not None else ""
    return Svg(f'<text x="{coordinate(x)}" y="{coordinate(y)}"{named}{held}>{words(said)}</text>')


def diamond(x: float, y: float, r: float, class_: str = "alt") -> Svg:
    half, whole = coordinate(r), coordinate(-r)
    path = f"M{coordinate(x)} {coordinate(y - r)}l{half} {half}l{whole} {half}l{whole} {whole}z"
    return tag("path", d=path, class_=class_)


def path(points: Iterable[tuple[float, float]], class_: str, *, is_closed: bool = False) -> Svg:
    joined = "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)
    return tag("path", d=f"M{joined}{'z' if is_closed else ''}", class_=class_)


def picture(
    *, ident: str, class_: str, size: tuple[float, float], title: str, desc: str, parts: list[Svg]
) -> Svg:
    """The whole drawing, named and described for those who do not see it.

    Raises ValueError if `ident` could not be part of an id.
    """
    if not IDENT.fullmatch(ident):
        raise ValueError(f"{ident!r} cannot name a chart: use small letters, digits and hyphens")
    name = f"{ident}-{class_}"
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", desc, id=f"{name}-desc"),
        *parts,
        class_=class_,
        viewBox=f"0 0 {coordinate(size[0])} {coordinate(size[1])}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )


def coordinate(value: float) -> str:
    """At most one decimal: a tenth of a unit cannot be seen."""
    written = f"{value:.1f}"
    if written[-2:] != ".0":
        return written
    return "0" if written == "-0.0" else written[:-2]


def _name(key: str) -> str:
    return "class" if key == "class_" else key.replace("_", "-")


def _value(value: str | float) -> str:
    return words(value) if isinstance(value, str) else coordinate(value)
