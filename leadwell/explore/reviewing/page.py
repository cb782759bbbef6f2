"""What the pages of reviews show: the reviews of a programme or school, one of them, the meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.models import (
    AgreedLevel,
    Headline,
    Point,
    Review,
    ReviewState,
    ReviewStep,
    ReviewView,
    ViewRating,
)
from leadwell.explore.models.review import Told
from leadwell.explore.reviewing import access, rules, saying
from leadwell.explore.reviewing.results import Results, results_of
from leadwell.explore.reviewing.rubrics import Criterion, Domain, Rubric
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.explore.reviewing.transitions import TRANSITIONS
from leadwell.lib.verdict import Verdict
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Enrolment, Programme

FAR_APART = 2
"""Levels between two views from which a criterion is talked about first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One review in a list. url: "" for who sees no more than how far it is."""

    review: Review
    url: str

    @property
    def title(self) -> str:
        review = self.review
        return f"{review.rubric.title}, {review.get_point_display().lower()}"


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """Of a programme. states: each with how many; lines: () for who reads counts alone."""

    programme: Programme
    n_schools: int
    states: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    reads_lines: bool


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """Of one school. again: signed reviews that can be repeated, with where."""

    enrolment: Enrolment
    lines: tuple[Line, ...]
    may_open: Verdict
    again: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Of:
    """What one voice says of a criterion, in words. success, need: "" where nothing is said."""

    level: int
    level_said: str
    kinds: str
    text: str
    need: str
    success: str
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion with what both say and what is agreed. last: the level agreed last time."""

    criterion: Criterion
    school: Of | None
    second: Of | None
    agreed: Of | None
    last: str = ""

    @property
    def gap(self) -> int:
        """Levels between the two views; 0 where one cannot say."""
        if self.school is None or self.second is None or 0 in self._levels:
            return 0
        one, other = self._levels
        return abs(one - other)

    @property
    def is_apart(self) -> bool:
        return self.gap >= FAR_APART

    @property
    def is_same(self) -> bool:
        return self.school is not None and self.second is not None and len(set(self._levels)) == 1

    @property
    def _levels(self) -> tuple[int, int]:
        assert self.school
        assert self.second
        return self.school.level, self.second.level


@dataclass(frozen=True, slots=True)
class DomainRows:
    domain: Domain
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """What may be done now. url: where. is_main: the usual next step."""

    url: str
    text: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review. waits: for whom or what, in a sentence. rows: () before both views are in."""

    review: Review
    rubric: Rubric
    views: tuple[ReviewView, ...]
    waits: str
    buttons: tuple[Button, ...]
    domains: tuple[DomainRows, ...]
    strengths: tuple[Headline, ...]
    needs: tuple[Headline, ...]
    steps: tuple[ReviewStep, ...]
    may_name: bool
    results: Results

    @property
    def is_agreed(self) -> bool:
        return self.review.state in (ReviewState.AGREED, ReviewState.SIGNED)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """apart: two or more levels, the furthest first. n_agreed: of how many there are."""

    review: Review
    apart: tuple[Row, ...]
    others: tuple[Row, ...]
    strengths: tuple[Headline, ...]
    needs: tuple[Headline, ...]
    n_agreed: int
    n_same: int
    may_agree_level: Verdict
    may_agree: Verdict
    results: Results

    @property
    def n(self) -> int:
        return len(self.apart) + len(self.others)


def reviews_page(user: User, programme: Programme, on: date) -> ReviewsPage:
    """Constant queries, however many reviews."""
    of_it = access.counted_for(user, programme)
    seen = access.states_for(user).filter(enrolment__programme=programme)
    words_of = set(access.reviews_for(user).filter(enrolment__programme=programme).values_list("pk", flat=True))  # fmt: skip
    lines = tuple(
        Line(one, one.get_absolute_url() if one.pk in words_of else "")
        for one in seen.at_hand().order_by("enrolment__school__name", "rubric__title", "opened_on")
    )
    counted = dict(of_it.order_by().values_list("state").annotate(n=Count("pk")))
    return ReviewsPage(
        programme=programme,
        n_schools=of_it.order_by().values("enrolment").distinct().count(),
        states=tuple((state.label, counted[state]) for state in ReviewState if counted.get(state)),
        lines=lines,
        reads_lines=_reads_lines(user, programme),
    )


def _reads_lines(user: User, programme: Programme) -> bool:
    return people.holds(
        user, access.KEY, Operation.READ, on=programme, leaving_out=access.DATES_TOO
    )


def school_page(user: User, enrolment: Enrolment, on: date) -> SchoolPage:
    seen = list(access.states_for(user).filter(enrolment=enrolment).at_hand().order_by("-opened_on", "-pk"))  # fmt: skip
    words_of = set(access.reviews_for(user).filter(enrolment=enrolment).values_list("pk", flat=True))  # fmt: skip
    may_open = rules.may_open(user, enrolment, on=on)
    return SchoolPage(
        enrolment=enrolment,
        lines=tuple(Line(one, one.get_absolute_url() if one.pk in words_of else "") for one in seen),
        may_open=may_open,
        again=tuple(repeatable(seen)) if may_open else (),
    )  # fmt: skip


def repeatable(reviews: Iterable[Review]) -> list[Review]:
    """Of each rubric the last review, where it is signed and there is a later point."""
    reviews = list(reviews)
    repeated = {one.before_id for one in reviews}
    return [
        one for one in reviews if one.pk not in repeated and one.is_signed and points_after(one)
    ]


def points_after(review: Review) -> list[Point]:
    """When it can be repeated."""
    return [point for point in Point if rules.may_repeat(review, point)]


def review_page(user: User, review: Review, on: date) -> ReviewPage:
    rubric = of_rubric(review.rubric)
    headlines = list(review.headlines.all()) if review.is_revealed else []
    views = tuple(review.views.all())
    return ReviewPage(
        review=review,
        rubric=rubric,
        views=views,
        waits=_waits(review, views),
        buttons=_buttons(user, review, on),
        domains=domain_rows(user, review, rubric) if review.is_revealed else (),
        strengths=_of_kind(headlines, Headline.Kind.STRENGTH),
        needs=_of_kind(headlines, Headline.Kind.NEED),
        steps=tuple(one for one in review.steps.select_related("by") if one.said),
        may_name=any(rules.may_name_voice(user, review, one.voice) for one in views),
        results=results_of(review),
    )


def meeting_page(user: User, review: Review) -> MeetingPage:
    rubric = of_rubric(review.rubric)
    rows = [row for each in domain_rows(user, review, rubric) for row in each.rows]
    apart = sorted((row for row in rows if row.is_apart), key=lambda row: -row.gap)
    headlines = list(review.headlines.all())
    return MeetingPage(
        review=review,
        apart=tuple(apart),
        others=tuple(row for row in rows if not row.is_apart),
        strengths=_of_kind(headlines, Headline.Kind.STRENGTH),
        needs=_of_kind(headlines, Headline.Kind.NEED),
        n_agreed=sum(row.agreed is not None for row in rows),
        n_same=sum(row.is_same and row.agreed is None for row in rows),
        may_agree_level=rules.may_agree_level(user, review),
        may_agree=rules.may_agree(user, review),
        results=results_of(review),
    )


def domain_rows(user: User, review: Review, rubric: Rubric) -> tuple[DomainRows, ...]:
    """Each criterion with what this person may read of it. Three queries."""
    on = review.opened_on
    rated: dict[tuple[str, str], Of] = {
        (one.view.voice, one.criterion): of(one, on)
        for one in access.ratings_for(user, review).select_related("view")
    }
    agreed = {one.criterion: of(one, on) for one in review.agreed.all()}
    last = last_levels(review)
    return tuple(
        DomainRows(
            domain,
            tuple(
                Row(
                    each,
                    rated.get((ReviewView.Voice.SCHOOL, each.key)),
                    rated.get((ReviewView.Voice.SECOND, each.key)),
                    agreed.get(each.key),
                    last.get(each.key, ""),
                )
                for each in domain.criteria
            ),
        )
        for domain in rubric.domains
    )


def last_levels(review: Review) -> Mapping[str, str]:
    """What was agreed last time, by criterion, in words; empty at the start."""
    if review.before_id is None:
        return {}
    levels = AgreedLevel.objects.filter(review=review.before_id)
    return {one.criterion: saying.level(one.level, on=review.opened_on) for one in levels}


def of(told: Told, on: date) -> Of:
    confidence = told.get_confidence_display() if isinstance(told, ViewRating) else ""
    return Of(
        told.level, saying.level(told.level, on=on), saying.kinds(told.evidence, on=on), told.text,
        saying.need(told.need, on=on), told.success, confidence,
    )  # fmt: skip


def _of_kind(headlines: Iterable[Headline], kind: Headline.Kind) -> tuple[Headline, ...]:
    return tuple(one for one in headlines if one.kind == kind)


def _waits(review: Review, views: Iterable[ReviewView]) -> str:
    """For whom it waits."""
    match review.state:
        case ReviewState.OPENED | ReviewState.SCHOOL_VIEW:
            missing = [f"{one.by} ({one.get_voice_display().lower()})" for one in views if not one.submitted_at]  # fmt: skip
            return f"Waits for {' and '.join(missing)}."
        case ReviewState.SECOND_VIEW:
            return "Both views are in. The specialist opens them with those who gave them."
        case ReviewState.MEETING:
            return "Both views are open. What is two or more levels apart comes first."
        case ReviewState.AGREED:
            return "Agreed. The head reads and signs it."
    return "Signed. It stays as it is."


def _buttons(user: User, review: Review, on: date) -> tuple[Button, ...]:
    """The first is the usual next step."""
    tried = [
        ("submit-view", "Write your view", rules.may_write_view(user, review)),
        ("begin-meeting", TRANSITIONS["meet"].button, rules.may_meet(user, review, on=on)),
        ("sign-review", TRANSITIONS["sign"].button, rules.may_sign(user, review)),
        ("meeting", "The joint meeting", rules.may_agree_level(user, review)),
        ("reopen-review", TRANSITIONS["reopen"].button, rules.may_reopen(user, review)),
    ]
    made = [
        (reverse(f"explore:{name}", args=[review.pk]), text) for name, text, may in tried if may
    ]
    return tuple(Button(url, text, n == 0) for n, (url, text) in enumerate(made))
