"""What one question leaves for the next about the same results: neighbours and contrasts of all.

Most of an answer is about schools that had no part in anything. What of that hangs on no list of
schools is kept here and handed from question to question by whoever asks them; an answer is the
same without it, to the last digit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from leadwell.evidence.matching.covariates import Covariates, covariates
from leadwell.evidence.matching.distance import scaled
from leadwell.evidence.matching.nearest import lineage_of, nearest
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.matching.prepared import Prepared, prepare, read_off
from leadwell.evidence.panel import NOBODY, Flags, Ints, Panel
from leadwell.evidence.placebo.contrasts import Last

Key = tuple[tuple[str, ...], tuple[str, ...], int, int | None, int]


@dataclass(slots=True, eq=False)
class Country:
    """Of one panel, filled as questions are asked. Two starts of 12 outcomes and 16,000 schools are
    about 30 MB."""

    panel: Panel
    prepared: dict[Key, Prepared] = field(default_factory=dict)
    contrasts: dict[Key, Last] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """How things stand with one question, or part of it: outcomes of `panel`, matched on some.

    country: None to find everything anew.
    """

    panel: Panel
    matched_on: Sequence[str]
    recruited_on: int | None
    k: int
    country: Country | None

    def key(self, start: int) -> Key:
        return (self.panel.outcomes, tuple(self.matched_on), start, self.recruited_on, self.k)

    def covariates(self, start: int, *, began_before: Ints = NOBODY) -> Covariates:
        return covariates(
            self.panel,
            start=start,
            outcomes=self.matched_on,
            recruited_on=self.recruited_on,
            distance=scaled,
            began_before=began_before,
        )

    def neighbours(self, on: Covariates, *, caliper: float, may_be_compared: Flags) -> Neighbours:
        """Of every school within phase and region. caliper: in the unit of the points."""
        exact = (self.panel.phase, self.panel.region)
        lineage = lineage_of(self.panel.predecessor)
        if self.country is None:
            return nearest(
                on.points,
                k=self.k,
                exact=exact,
                caliper=caliper,
                may_be_compared=may_be_compared,
                lineage=lineage,
            )
        key = self.key(on.start)
        if key not in self.country.prepared:
            of_all = self.covariates(on.start).points
            found = prepare(of_all, k=self.k, exact=exact, lineage=lineage)
            self.country.prepared[key] = found
        return read_off(
            self.country.prepared[key],
            on.points,
            k=self.k,
            exact=exact,
            caliper=caliper,
            may_be_compared=may_be_compared,
            lineage=lineage,
        )

    def last(self, start: int) -> Last | None:
        """Of a start year, what the question before left."""
        if self.country is None:
            return None
        return self.country.contrasts.setdefault(self.key(start), Last())
