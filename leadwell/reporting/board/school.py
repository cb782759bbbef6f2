"""One school as a board looks at it: its line, how it came to be so, and what was decided."""

from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.govern.boards import access as deciding
from leadwell.govern.boards import rules
from leadwell.govern.boards.lists import DecisionLine
from leadwell.govern.boards.lists import lines as decision_lines
from leadwell.lib.verdict import Verdict
from leadwell.programmes.models import Enrolment
from leadwell.reporting.board.chain import Chain, of_school, seen
from leadwell.reporting.board.coming import first_note
from leadwell.reporting.board.lines import Line, lines
from leadwell.reporting.board.rows import rows


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """interest: why this person has no vote here; None for whoever decides nothing at all.
    coming: what will stand here and by when, where no note is released yet."""

    enrolment: Enrolment
    line: Line
    chains: tuple[Chain, ...]
    decisions: tuple[DecisionLine, ...]
    may_decide: Verdict
    interest: str
    coming: str

    @property
    def name(self) -> str:
        return str(self.enrolment.standing_school)


def school_page(user: User, enrolment: Enrolment, on: date) -> SchoolPage:
    known = seen(user, enrolment, on)
    part = Enrolment.objects.filter(pk=enrolment.pk)
    row = rows(user, on, part)
    free = rules.is_free_of_interest(user, enrolment)
    return SchoolPage(
        enrolment=enrolment,
        line=lines(user, on, row)[0],
        chains=of_school(known),
        decisions=decision_lines(known.decisions[::-1], on),
        may_decide=rules.may_decide(user, enrolment, on=on),
        coming="" if row[0].latest else first_note(user, on, part),
        interest="" if free or not deciding.decides_somewhere(user) else free.reason,
    )
