"""By when a plan is looked at, and by when a priority stands in the school improvement plan."""

from datetime import date

from leadwell.explore.radar.half_terms import NAMES, half_terms_of
from leadwell.lib import academic_year as years
from leadwell.programmes.models import Enrolment

A_TERM = 2
"""Half-terms."""


def ends_of(enrolment: Enrolment, *, after: date) -> list[tuple[str, date]]:
    """Half-terms of the school that end after a day and within the programme, each by its name
    with its last day. One query."""
    school, last = enrolment.standing_school, enrolment.programme.ends_on
    first_year, last_year = years.of(after), years.of(max(last, after))
    terms = half_terms_of(
        [(school.pk, school.local_authority_id)], first=first_year, last=last_year
    )[school.pk]
    return [
        (f"{name} {years.label(year)}", ends)
        for year in range(first_year, last_year + 1)
        for name, spans in zip(NAMES, terms.of(year), strict=True)
        for ends in [max((end for _, end in spans), default=after)]
        if after < ends <= last
    ]


def a_term_after(enrolment: Enrolment, on: date) -> date:
    """The end of the second half-term that ends after a day; the programme's end where there is
    none."""
    found = ends_of(enrolment, after=on)
    return found[A_TERM - 1][1] if len(found) >= A_TERM else enrolment.programme.ends_on
