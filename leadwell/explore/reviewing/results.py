"""What is published of a school, beside a review of it: as it stands now, and as it stood when the
head signed. No part of what is agreed, so not under the hash: a fact to hold the two views against."""

from dataclasses import dataclass
from typing import Any

from leadwell.explore.choosing import figures
from leadwell.explore.choosing.need import Need, NeedLine, need_of, of_kept
from leadwell.explore.models import Review, ReviewSignature

SOURCE, LINES = "source", "lines"


@dataclass(frozen=True, slots=True)
class Results:
    """when: what these figures are, in a few words. urn: of the school as it stands now."""

    need: Need
    when: str
    urn: int

    @property
    def latest(self) -> tuple[str, ...]:
        """A sentence or two for each measure that has figures."""
        return tuple(_said(line) for line in self.need.lines if line.n_years)


def results_of(review: Review) -> Results:
    """Five queries at most; one where something was kept when it was signed."""
    signature, urn = (
        ReviewSignature.objects.filter(review=review).first(),
        review.standing_school.urn,
    )
    if signature is None:
        return Results(_now(review), "As published, loaded so far", urn)
    if kept := signature.published:
        then = of_kept(kept[LINES], kept[SOURCE])
        return Results(then, "As published when it was signed", urn)
    return Results(_now(review), "As published now; none were kept when it was signed", urn)


def to_keep(review: Review) -> dict[str, Any]:
    """With the signature; nothing where nothing is published."""
    need = _now(review)
    return {SOURCE: need.source, LINES: need.kept} if need.has_figures else {}


def _now(review: Review) -> Need:
    return need_of(review.standing_school.pk, figures.measures_of(review.enrolment.programme))


def _said(line: NeedLine) -> str:
    england = f", England {line.england}" if line.england else ""
    return f"{line.measure.label}, {line.year}: {line.ours}{england}. {line.trend}".strip()
