"""How dates, numbers and years read on a page: {{ visited_on|day }}, {{ gap|signed:1 }}."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from html import escape
from itertools import zip_longest
from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import localize
from django.utils.safestring import SafeString

from leadwell.lib import academic_year as years
from leadwell.web import numbers

register = template.Library()

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
NBSP = "\N{NO-BREAK SPACE}"
NO_FIGURE = "no figure"
RAG_CLASSES = {"green": "g", "amber": "a", "red": "r", "grey": "y"}


@register.filter
def day(on: date) -> str:
    """Tue 14 Nov, kept together on one line."""
    local = _local(on)
    return NBSP.join([DAYS[local.weekday()], str(local.day), MONTHS[local.month - 1]])


@register.filter
def day_and_year(on: date) -> str:
    """Tue 14 Nov 2026."""
    return f"{day(on)}{NBSP}{_local(on).year}"


@register.filter
def month_and_year(on: date) -> str:
    """Sept 2024."""
    local = _local(on)
    return f"{MONTHS[local.month - 1]}{NBSP}{local.year}"


@register.filter
def moment(at: datetime) -> str:
    """Tue 14 Nov, 15:10, in London's time."""
    return f"{day(at)}, {_local(at):%H:%M}"


@register.filter
def academic_year(year: int) -> str:
    """2018 as 2018/19."""
    return years.label(year)


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """1,235 or −3.9; "no figure" where there is none."""
    return NO_FIGURE if value is None else numbers.plain(value, decimals)


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    """A difference: +5.2 or −3.9; "no figure" where there is none."""
    return NO_FIGURE if value is None else numbers.signed(value, decimals)


@register.filter
def rag_class(level: str) -> str:
    """The class of "Green", "Amber", "Red" or "Grey", in either case."""
    return RAG_CLASSES[str(level).lower()]


@register.simple_tag
def rag(level: str, change: str = "", direction: str = "") -> SafeString:
    """A colour in word, icon and colour, and how it has changed: the whole of _rag.html.

    Not a template, which takes longer for three a line than the database for all lines.
    """
    code, word = rag_class(level), str(level).capitalize()
    said = f'<span class="rag {code}">{_icon(code)}{word}</span>'
    if change:
        said += f' <span class="chg">{_icon(direction or "same")}{escape(str(change))}</span>'
    return SafeString(said)


@register.simple_tag
def rag_cells(standings: Iterable[Any]) -> SafeString:
    """Cells of a table, each with a colour and how it has changed, under the name of what has it."""
    return SafeString(
        "".join(_rag_cell(one.label, one.rag.label, one.change, one.direction) for one in standings)
    )


@cache
def _rag_cell(label: str, level: str, change: str, direction: str) -> str:
    """Thousands of lines have a few dozen."""
    return f'<td role="cell" data-l="{escape(label)}">{rag(level, change, direction)}</td>'


def _icon(name: str) -> str:
    return f'<svg class="ico" aria-hidden="true"><use href="#i-{escape(name)}" /></svg> '


@register.filter
def table_rows(rows: Iterable[Iterable[object]], columns: Iterable[str]) -> SafeString:
    """The rows of a table as HTML: the first cell names its row, the others carry the name of
    their column; a short row still has a cell for each.

    Not a template: one takes 12 ms for the 750 cells of a school's figures, this less than 1.
    """
    names = [escape(str(name)) for name in columns]
    return SafeString("".join(_table_row(row, names) for row in rows))


@register.tag
def once(parser: Parser, token: Token) -> "Once":
    """{% once %}...{% endonce %}: what is the same on every page for everybody while the process
    lives, such as the addresses of style sheets. No variable has a value within it."""
    inside = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(inside)


class Once(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.text: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        if self.text is None:
            self.text = self.nodelist.render(context.new())
        return self.text


def _table_row(row: Iterable[object], names: list[str]) -> str:
    cells = [_written(cell) for cell in row]
    cells += [""] * (len(names) - len(cells))
    others = "".join(
        f'<td role="cell" data-l="{name}">{cell}</td>'
        for name, cell in zip_longest(names[1:], cells[1:], fillvalue="")
    )
    head = f'<th role="rowheader" scope="row">{cells[0]}</th>' if cells else ""
    return f'<tr role="row">{head}{others}</tr>\n'


def _written(cell: object) -> str:
    """As a template writes it."""
    if type(cell) is str:
        return escape(cell)
    if hasattr(cell, "__html__"):
        return str(cell.__html__())
    return escape(str(localize(cell)))


def _local(when: date) -> date:
    if isinstance(when, datetime) and timezone.is_aware(when):
        return timezone.localtime(when)
    return when
