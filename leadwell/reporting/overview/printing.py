"""The overview as a PDF file: the page's words and table, for every school that was asked for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from leadwell.accounts.models import User
from leadwell.reporting.forms import OverviewForm
from leadwell.reporting.overview.asking import Loaded
from leadwell.reporting.overview.download import source_of
from leadwell.reporting.overview.page import Overview, overview
from leadwell.reporting.overview.rows import Line, line, school_row
from leadwell.reporting.overview.standing import rows, standing
from leadwell.web.pdf.document import MOST_ROWS, Cell, Column, Document, Section, left_out

NOT_A_RANKING = (
    "This order is not a ranking. Look at the ranges beside the figures: differences smaller than "
    "them are mostly chance, and next year's order would be another."
)
NOTES = (
    "In brackets, the 95% range: where the figure could lie by chance alone. Pupils: in the year "
    "group, as published.",
    "Change and gap are worked out here from the published figures, and only where both are "
    "published. Gap: disadvantaged pupils minus other pupils of the same school, in points.",
)
SHARES = (3.3, 1.5, 2.1, 2.1, 0.8, 3.2)  # of the width, by column


def overview_document(
    user: User, choice: Mapping[str, Any], held: Loaded, *, made_on: date
) -> Document | None:
    """None where there is nothing to show; the page says why."""
    page = overview(user, choice, held, "1")
    if page.why_empty:
        return None
    measure, about, finding = page.measure, page.asked.about, page.finding
    ids = standing(page.asked.question).ids
    shown = (line(school_row(row, about)) for row in rows(page.asked.question, ids[:MOST_ROWS]))
    return Document(
        name=f"overview {measure.key} {page.year_label}",
        title=f"{measure.short_label}, {page.year_label}",
        made_on=made_on,
        facts=[
            ("Result", f"{measure.label}. {page.unit_text}, {measure.population}."),
            ("Schools", _schools(page, choice)),
            ("Order", page.order_text),
            ("Source", f"{source_of(about, held)}."),
        ],
        opening=[f"{finding.heading}.", finding.lede, finding.caution],
        caution=[NOT_A_RANKING] if page.is_by_result else [],
        columns=[
            Column(each.text, share) for each, share in zip(page.columns, SHARES, strict=True)
        ],
        sections=[Section(f"Each school, {page.year_label}", list(map(_row, shown)))],
        notes=[measure.definition, *NOTES, finding.missing],
        left_out=left_out(len(ids), page.order_text),
    )


def _schools(page: Overview, choice: Mapping[str, Any]) -> str:
    """What was chosen: "Primary, in Larkshire, of Larkwater Learning Trust: 12"."""
    n = f"{page.page.paginator.count:,}"
    if page.asked.n_chosen:
        return f"Those chosen by hand: {n}"
    kinds = dict(OverviewForm.base_fields["kind"].choices)  # type: ignore[attr-defined]
    area = f"in {page.asked.area[1]}" if page.asked.area else ""
    trusts = [f"of {trust.name}" for trust in choice["trust"][:1]]
    return f"{', '.join(part for part in (kinds[choice['kind']], area, *trusts) if part)}: {n}"


def _row(shown: Line) -> list[Cell]:
    place = f"{shown.where}, URN {shown.urn}" if shown.where else f"URN {shown.urn}"
    return [(shown.name, place), *((text, under) for _, text, under in shown.cells)]
