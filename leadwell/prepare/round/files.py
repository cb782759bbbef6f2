"""A round as files to take to a meeting: who might go where, why, and how good that is at most."""

from collections.abc import Iterator
from datetime import date

from django.http.response import HttpResponseBase

from leadwell.lib import travel
from leadwell.prepare.round.page import Line, RoundPage, points_explained
from leadwell.web import csv_out
from leadwell.web.csv_out import Value
from leadwell.web.pdf import press
from leadwell.web.pdf.document import MOST_ROWS, Cell, Column, Document, Section, left_out
from leadwell.web.templatetags.leadwell import day_and_year, moment

BEFORE_WHY = (
    "School", "URN", "Days", "Days agreed", "Today", "Proposed", "What that is", "Points of 100",
    "Minutes on the road",
)  # fmt: skip
PRINTED = (
    Column("School", 2.2), Column("Proposed", 2.0), Column("Today", 1.6), Column("Days", 1.3),
    Column("Why", 5.5),
)  # fmt: skip
ORDER = "A to Z"
ASSIGNS_NOBODY = "It is a proposal, and assigns nobody: the home head is asked first, as ever."
TRAVEL = f"Minutes on the road: {travel.FORMULA}"
NOBODY = "nobody"


def round_file(page: RoundPage, ending: str, *, on: date) -> HttpResponseBase:
    return _csv(page, on) if ending == "csv" else press.download(_document(page, on))


def _csv(page: RoundPage, on: date) -> HttpResponseBase:
    names = _parts(page)
    why = [column for name in names for column in (name, f"{name}, points")]
    rows = (_cells(line, names) for line in page.lines)
    notes = [_title(page), *_found(page), *_beside(page), *_loads(page), *_notes()]
    return csv_out.download(
        (*BEFORE_WHY, *why), rows, name=_name(page, on), notes=notes, is_published=False
    )


def _document(page: RoundPage, on: date) -> Document:
    n = len(page.lines)
    return Document(
        name=_name(page, on),
        title=_title(page),
        made_on=on,
        facts=[
            ("From", f"{day_and_year(page.planned.first_day)} to the end of that academic year"),
            ("Planned", _planned(page)),
            ("Order", ORDER),
        ],
        columns=PRINTED,
        sections=[Section("", [_printed(line) for line in page.lines[:MOST_ROWS]])],
        opening=[*_found(page), *_beside(page)],
        caution=[ASSIGNS_NOBODY],
        notes=[*_loads(page), *_notes()],
        left_out=left_out(n, ORDER),
        is_published=False,
    )


def _title(page: RoundPage) -> str:
    return str(page.planned)


def _name(page: RoundPage, on: date) -> str:
    return f"{page.planned} {on:%Y-%m-%d}"


def _planned(page: RoundPage) -> str:
    ended = page.planned.ended_at
    return f"{moment(ended)}, asked for by {page.planned.asked_by}" if ended else ""


def _found(page: RoundPage) -> list[str]:
    return [f"{page.served} {page.gap_said}"]


def _beside(page: RoundPage) -> list[str]:
    """Today, the proposal and the best pair first, beside one another."""
    said = (
        f"{one.name}: {one.n} with somebody, {one.points_said} points of a pair on average"
        for one in page.sums
    )
    return ["; ".join(said) + "."]


def _loads(page: RoundPage) -> Iterator[str]:
    """Specialist by specialist."""
    for load in page.loads:
        yield f"{load.specialist}: {load.n_said}, {load.days_said} days left."


def _notes() -> list[str]:
    return [points_explained(), TRAVEL]


def _parts(page: RoundPage) -> list[str]:
    """Names of what counts for a pair, as the round has them."""
    return list(dict.fromkeys(why.name for line in page.lines for why in line.reasons))


def _cells(line: Line, names: list[str]) -> list[Value]:
    one = line.school
    by_name = {why.name: why for why in line.reasons}
    why: list[Value] = []
    for name in names:
        found = by_name.get(name)
        why += [found.why, round(found.points, 1)] if found else [None, None]
    return [
        str(one), one.enrolment.standing_school.urn, one.days, "Yes" if one.are_agreed else "No",
        str(one.now or NOBODY), str(one.proposed or NOBODY), line.said,
        round(line.points, 1) if line.reasons else None, line.minutes, *why,
    ]  # fmt: skip


def _printed(line: Line) -> list[Cell]:
    one = line.school
    return [
        (str(one), ""),
        (str(one.proposed), line.said) if one.proposed else (line.said, ""),
        (str(one.now or NOBODY), ""),
        (line.days_said, ""),
        (line.points_said, "; ".join(why.said for why in line.reasons)),
    ]
