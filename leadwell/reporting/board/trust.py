"""A trust's schools in all programmes on one page; of the other schools only what is counted."""

from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.programmes.models import Enrolment
from leadwell.reporting.board import access
from leadwell.reporting.board.lines import Line, lines
from leadwell.reporting.board.panel import Panel, panel
from leadwell.reporting.board.rows import Row, alike, rows


@dataclass(frozen=True, slots=True)
class Rest:
    """The schools of a programme that are not of the trust, counted."""

    programme: str
    panel: Panel


@dataclass(frozen=True, slots=True)
class TrustPage:
    """lines: to look at first before the others. trusts: their names."""

    on: date
    trusts: tuple[str, ...]
    lines: tuple[Line, ...]
    rest: tuple[Rest, ...]

    @property
    def title(self) -> str:
        return words.listed(self.trusts) if self.trusts else "Schools of my trust"

    @property
    def heading(self) -> str:
        n, n_first = len(self.lines), sum(line.row.is_first for line in self.lines)
        if not n:
            return "No school of the trust takes part today"
        if not n_first:
            return f"None of {words.count(n, 'school')} of the trust needs a look first"
        verb = words.verb(n_first, "needs", "need")
        return f"{n_first} of {words.count(n, 'school')} of the trust {verb} a look first"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Four numbers, each of what it is."""
        n = len(self.lines)
        late = sum(line.n_late for line in self.lines)
        wait = sum(line.row.waits_since is not None for line in self.lines)
        return (
            ("Actions late", f"{late} of {sum(line.n_open for line in self.lines)} open"),
            ("A note waits unsigned", f"at {wait} of {words.count(n, 'school')}"),
            ("Decisions open", str(sum(line.n_decisions for line in self.lines))),
            (
                "Next visit planned",
                f"at {sum(line.next_on is not None for line in self.lines)} of {n}",
            ),
        )


def trust_page(user: User, on: date) -> TrustPage:
    """A constant number of queries, however many schools and programmes."""
    own = access.of_trust_for(user, on)
    counted = access.counted_for(user, on).filter(programme__in=own.order_by().values("programme"))
    mine = set(own.order_by().values_list("pk", flat=True))
    every = rows(user, on, counted)
    found = lines(user, on, [row for row in every if row.enrolment in mine])
    return TrustPage(on, _trusts(mine), found, _rest(every, mine, found))


def _trusts(mine: set[int]) -> tuple[str, ...]:
    parts = Enrolment.objects.filter(pk__in=mine).select_related("school__continued_by__trust")
    schools = (part.standing_school for part in parts.select_related("school__trust"))
    return tuple(sorted({str(school.trust) for school in schools if school.trust}))


def _rest(every: list[Row], mine: set[int], found: tuple[Line, ...]) -> tuple[Rest, ...]:
    names = {line.row.programme: line.programme for line in found}
    others: dict[int, list[Row]] = {}
    for row in every:
        if row.enrolment not in mine:
            others.setdefault(row.programme, []).append(row)
    by_name = sorted(names.items(), key=lambda each: each[1])
    return tuple(Rest(name, panel(alike(others[pk]))) for pk, name in by_name if pk in others)
