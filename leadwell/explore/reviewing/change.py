"""The page of what has changed since an earlier review of the same school by the same rubric."""

from dataclasses import dataclass

from leadwell.explore.models import AgreedLevel, Review
from leadwell.explore.reviewing import saying
from leadwell.explore.reviewing.moved import Counted, Way, counted, moved
from leadwell.explore.reviewing.rubrics import Criterion, Domain
from leadwell.explore.reviewing.shelf import of_rubric

WORDS = {Way.UP: "moved up", Way.SAME: "as before", Way.DOWN: "moved down", Way.UNKNOWN: "not compared"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """then, now: in words."""

    criterion: Criterion
    then: str
    now: str
    way: Way

    @property
    def said(self) -> str:
        return WORDS[self.way]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """since: the review it is compared with. earlier: the others of the chain, oldest first."""

    review: Review
    since: Review
    counted: Counted
    domains: tuple[tuple[Domain, Counted, tuple[Line, ...]], ...]
    chain: tuple[Review, ...]


def chain_of(review: Review) -> list[Review]:
    """The reviews before it, the first one first."""
    found: list[Review] = []
    before = review.before
    while before is not None:
        found.insert(0, before)
        before = before.before
    return found


def change_page(review: Review, since: Review) -> ChangePage:
    """A query for the levels of both."""
    on = review.opened_on
    levels: dict[int, dict[str, int]] = {review.pk: {}, since.pk: {}}
    for one in AgreedLevel.objects.filter(review__in=[review.pk, since.pk]):
        levels[one.review_id][one.criterion] = one.level
    then, now = levels[since.pk], levels[review.pk]
    domains, every = [], []
    for domain in of_rubric(review.rubric).domains:
        found = moved(then, now, keys=[each.key for each in domain.criteria])
        every += found
        lines = tuple(
            Line(each, saying.level(one.then, on=on), saying.level(one.now, on=on), one.way)
            for each, one in zip(domain.criteria, found, strict=True)
        )
        domains.append((domain, counted(found), lines))
    return ChangePage(review, since, counted(every), tuple(domains), tuple(chain_of(review)))
