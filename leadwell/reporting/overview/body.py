"""The rows of the overview's table as HTML.

Not a template: one takes longer for fifty schools than all the rest of the page.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from leadwell.reporting.overview.rows import Line


def body(lines: Iterable[Line]) -> SafeString:
    """A row a school: a box to tick, its name and place, and its figures."""
    return SafeString("".join(map(_row, lines)))


def _row(line: Line) -> str:
    name = escape(line.name)
    return f"""<tr role="row"><th role="rowheader" scope="row"><div class="d-flex">
<label class="pe-3 pb-3"><input type="checkbox" class="form-check-input mt-1" name="urn"\
 value="{escape(line.urn)}" aria-label="Choose {name}"></label>
<div><a href="{escape(line.url)}">{name}</a>\
 <span class="chg fw-normal">{escape(line.where)}</span></div></div></th>
{"".join(_cell(*each) for each in line.cells)}</tr>
"""


def _cell(label: str, text: str, under: str) -> str:
    said = f'{escape(text)} <span class="chg">{escape(under)}</span>'
    return f'<td role="cell" data-l="{escape(label)}">{said}</td>\n'
