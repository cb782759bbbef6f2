"""Fields of forms as HTML, each written in one go: a form of forty answers to tap, as templates
within templates, would take longer than everything else of its page."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
"""As Django gives it to a widget's template: name, value, attrs, type, optgroups, label."""
TICKED = {"checkbox", "radio"}


def draw(template: str, widget: Widget) -> SafeString | None:
    """What Django would have drawn by this template; None for those that stay templates."""
    drawn = _BY_TEMPLATE.get(template)
    return SafeString(drawn(widget)) if drawn else None


def written(widget: Widget) -> SafeString:
    """The line to type in of a widget that has more below it."""
    return SafeString(_input(widget))


def _input(widget: Widget) -> str:
    kind, value = widget["type"], widget["value"]
    look = "form-check-input" if kind in TICKED else "form-control"
    holds = "" if value is None else f' value="{_text(value)}"'
    dressed = "" if kind == "hidden" else _class(look, widget)
    name = _text(widget["name"])
    return f'<input type="{kind}" name="{name}"{dressed}{holds}{_attrs(widget)}>'


def _textarea(widget: Widget) -> str:
    # The line after the tag belongs to it: without one, a first empty line of the words were lost.
    words = _text(widget["value"]) if widget["value"] else ""
    look = _class("form-control", widget)
    return f'<textarea name="{_text(widget["name"])}"{look}{_attrs(widget)}>\n{words}</textarea>'


def _select(widget: Widget) -> str:
    look = _class("form-select", widget)
    options = _grouped(widget, _option, '<optgroup label="{}">', "</optgroup>")
    return f'<select name="{_text(widget["name"])}"{look}{_attrs(widget)}>{options}</select>'


def _option(option: Widget) -> str:
    chosen = " selected" if option["selected"] else ""
    value, label = _text(option["value"]), _text(option["label"])
    return f'<option value="{value}"{chosen}>{label}</option>'


def _picks(widget: Widget) -> str:
    number = widget["attrs"].get("id")
    named = f' id="{_text(number)}"' if number else ""
    options = _grouped(widget, _pick, '<p class="hint mb-1">{}</p>', "")
    return f"<div{_class('picks', widget)}{named}>{options}</div>"


def _pick(option: Widget) -> str:
    number = option["attrs"].get("id")
    of = f' for="{_text(number)}"' if number else ""
    return f'<label class="pick"{of}>{_input(option)} <span>{_text(option["label"])}</span></label>'


def _grouped(widget: Widget, drawn: Callable[[Widget], str], opened: str, closed: str) -> str:
    def parts() -> Iterable[str]:
        for name, options, _ in widget["optgroups"]:
            yield opened.format(_text(name)) if name else ""
            yield from map(drawn, options)
            yield closed if name else ""

    return "".join(parts())


def _class(look: str, widget: Widget) -> str:
    more = widget["attrs"].get("class")
    return f' class="{look} {_text(more)}"' if more else f' class="{look}"'


def _attrs(widget: Widget) -> str:
    return "".join(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False and name != "class"
    )


def _text(value: Any) -> str:
    safe = getattr(value, "__html__", None)
    return str(safe()) if safe else escape(str(value))


_INPUTS = (
    "checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number",
    "password", "search", "tel", "text", "time", "url",
)  # fmt: skip
_BY_TEMPLATE: Mapping[str, Callable[[Widget], str]] = {
    f"django/forms/widgets/{name}.html": drawn
    for names, drawn in (
        (_INPUTS, _input),
        (("radio", "checkbox_select"), _picks),
        (("select",), _select),
        (("textarea",), _textarea),
    )
    for name in names
}
