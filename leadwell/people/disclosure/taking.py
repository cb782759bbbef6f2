"""How many minutes a form takes, told only of so many people that nobody's own can be read from it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, Count, FloatField, Q, QuerySet

from leadwell.lib import words
from leadwell.people.disclosure.releasing import policy

A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Taking:
    """One form. n: how many were sent; n_timed: of how many it is known how long they took, by
    n_people. minutes: of the middle one; None where too few people wrote them. budget: minutes it is
    meant to take at most. fewest: how many people it needs to be told."""

    form: str
    n: int
    n_timed: int
    n_people: int
    minutes: float | None
    budget: int
    fewest: int

    @property
    def said(self) -> str:
        """ "9 minutes"; "" where it is not told."""
        if self.minutes is None:
            return ""
        whole = int(self.minutes + 0.5)
        return "Under a minute" if not whole else words.count(whole, "minute")

    @property
    def is_over(self) -> bool:
        return self.minutes is not None and self.minutes > self.budget

    @property
    def population(self) -> str:
        """Of what and of whom the figure is, or why there is none."""
        if not self.n:
            return "None was sent in these months."
        sent = words.count(self.n, "form")
        if self.minutes is None:
            return f"{sent} sent. Not shown: fewer than {self.fewest} people wrote them."
        timed = (
            "" if self.n_timed == self.n else f"; of {self.n_timed} it is known how long they took"
        )
        return f"Half of them took less, half more. {sent} by {self.n_people} people{timed}."


class Middle(Aggregate):
    """The middle of the values; between the two middle ones, where they are even in number."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def taking(form: str, sent: QuerySet[Any], *, by: str, budget: int) -> Taking:
    """sent: rows with `active_seconds`, 0 where it is not known. by: the way to who wrote one.

    People count as they do for any figure about staff: told of `fewest` of them or more, so that
    neither a median of two nor one's own is to be read from it. Never by school or by person.
    """
    timed = Q(active_seconds__gt=0)
    found = sent.order_by().aggregate(
        n=Count("pk"), n_timed=Count("pk", filter=timed),
        n_people=Count(by, filter=timed, distinct=True), middle=Middle("active_seconds", filter=timed),
    )  # fmt: skip
    fewest = policy().threshold
    is_told = found["n_people"] >= fewest
    return Taking(
        form=form, n=found["n"], n_timed=found["n_timed"], n_people=found["n_people"],
        minutes=found["middle"] / A_MINUTE if is_told else None, budget=budget, fewest=fewest,
    )  # fmt: skip
