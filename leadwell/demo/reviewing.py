"""Reviews of the demonstration's schools, in every state there is, by the actions of real life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.explore.models import Point, Review
from leadwell.explore.reviewing import actions, shelf
from leadwell.explore.reviewing.actions import Said
from leadwell.explore.reviewing.hashing import sha256
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.programmes.models import Enrolment

RUBRIC = ("primary-mathematics", 1)
FATES = ("again", "signed", "signed", "agreed", "meeting", "second_view", "school_view", "opened")
"""What becomes of one school after the other; the others have no review yet."""
FAR = ("opened", "school_view", "second_view", "meeting", "agreed", "signed", "again")
BEGAN, AGAIN = timedelta(days=330), timedelta(days=30)
LATELY = timedelta(days=25)
"""Before the world's day."""
SEEN = (
    "Seen in every class of Years 3 and 4 this half-term",
    "Books of two year groups, looked at with the head",
    "Pupils of Year 5 told us, class by class",
    "Plans say so; lessons only here and there",
    "Agreed in the staff meeting of September, and on the wall since",
    "Known from the tests of last summer, question by question",
)
KINDS = (("books", "plans"), ("lesson-visits", "pupil-talk"), ("data", "books"))
NEEDS = ("teaching", "curriculum", "assessment", "resource", "send-pp")
STRENGTHS = (
    "Every class has its models on the wall, and pupils use them",
    "Books show the same small steps from Year 1 to Year 6",
)
HEADLINES = (
    ("Pupils give answers and seldom reasons", "reasoning"),
    ("Extra help has little to do with the lesson", "linked-to-class"),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who takes part at one school."""

    enrolment: Enrolment
    leader: User
    manager: User
    specialist: User
    head: User


def review(scene: Scene, made: Made) -> None:
    """One school of each fate, from one hub after the other."""
    for n, (fate, cast) in enumerate(zip(FATES, casts(scene, made), strict=False)):
        _Story(scene, cast, n).tell(fate)


def casts(scene: Scene, made: Made) -> Iterator[Cast]:
    """Schools at which somebody holds each of the parts today, every fourth of them first."""
    parts = [one for one in made.enrolments.values() if one.left_on is None]
    for part in [each for first in range(4) for each in parts[first::4]]:
        here = RoleHeld.objects.at_schools([part.standing_school.pk]).live_on(scene.terms.today)
        found = [
            _holder(here, Role.SUBJECT_LEADER), _holder(here, Role.SENIOR_LEADER),
            _holder(here.filter(enrolment=part), Role.SPECIALIST),
            _holder(here, Role.HEADTEACHER),
        ]  # fmt: skip
        people = [one for one in found if one]
        if len(set(people)) == len(found):
            for one in people:
                access.remember(one)  # asked once, as within a request
            yield Cast(part, *people)


def _holder(roles: QuerySet[RoleHeld], role: Role) -> User | None:
    held = roles.filter(role=role).select_related("person__user").order_by("pk").first()
    return held.person.user if held else None


class _Story:
    def __init__(self, scene: Scene, cast: Cast, place: int) -> None:
        self.scene, self.cast, self.place = scene, cast, place
        shelved = shelf.find(*RUBRIC)
        assert shelved  # it comes with Leadwell
        self.shelved, self.criteria = shelved, shelved.rubric.criteria

    def tell(self, fate: str) -> None:
        is_old = fate in ("signed", "again")
        on = self.scene.terms.today - (BEGAN if is_old else LATELY)
        review = actions.open_review(
            enrolment=self.cast.enrolment, shelved=self.shelved, school=self.cast.leader.person,
            second=self.cast.manager.person, by=self.cast.specialist, at=self._at(on),
        )  # fmt: skip
        self._go(review, FAR.index("signed" if fate == "again" else fate), on, better=0)
        if fate == "again":
            self._repeat(review)

    def _repeat(self, before: Review) -> None:
        on = self.scene.terms.today - AGAIN
        review = actions.review_again(
            before=before, point=Point.MID, school=self.cast.leader.person,
            second=self.cast.manager.person, by=self.cast.leader, at=self._at(on),
        )  # fmt: skip
        self._go(review, FAR.index("agreed"), on, better=1)

    def _go(self, review: Review, far: int, on: date, *, better: int) -> None:
        """As far as its fate goes, some days between the steps."""
        for n, step in enumerate(
            (self._school, self._second, self._meet, self._agree, self._sign)[:far]
        ):
            step(review, self._at(on + timedelta(days=3 * (n + 1))), better)

    def _school(self, review: Review, at: datetime, better: int) -> None:
        self._hand_in(review, self.cast.leader, at, differs=0, better=better)

    def _second(self, review: Review, at: datetime, better: int) -> None:
        self._hand_in(review, self.cast.manager, at, differs=1, better=better)

    def _hand_in(
        self, review: Review, by: User, at: datetime, *, differs: int, better: int
    ) -> None:
        said = [self._said(n, differs=differs, better=better) for n in range(len(self.criteria))]
        with acting_as(by.pk):
            actions.hand_in(review=review, said=said, active_seconds=35 * 60, by=by, at=at)

    def _meet(self, review: Review, at: datetime, better: int) -> None:
        actions.meet(review=review, by=self.cast.specialist, at=at)
        for n in range(0, len(self.criteria), 2 if review.before_id else 3):
            self._agree_one(review, n, at, better)

    def _agree(self, review: Review, at: datetime, better: int) -> None:
        for n in range(len(self.criteria)):
            self._agree_one(review, n, at, better)
        actions.write_headlines(
            review=review, strengths=STRENGTHS, needs=HEADLINES, by=self.cast.leader, at=at
        )
        actions.agree(review=review, by=self.cast.specialist, at=at)

    def _agree_one(self, review: Review, n: int, at: datetime, better: int) -> None:
        said = self._said(n, differs=0, better=better)
        actions.agree_level(review=review, said=said, by=self.cast.leader, at=at)

    def _sign(self, review: Review, at: datetime, better: int) -> None:
        actions.sign(
            review=review, shown=sha256(review), authenticated_at=at, by=self.cast.head, at=at
        )

    def _said(self, n: int, *, differs: int, better: int) -> Said:
        """Mostly emerging; the second view is at times one lower and now and then two higher."""
        key, turn = self.criteria[n].key, n + self.place
        level = 1 + (turn * 5 + turn // 4) % 3 + (better if turn % 3 == 0 else 0)
        if differs:
            level += {0: 2, 3: -1}.get(turn % 7, 0)
        if turn % 11 == 10:
            return Said(key, 0)
        level = min(4, max(1, level))
        need = NEEDS[turn % len(NEEDS)] if level < 3 else ""
        return Said(
            key, level, KINDS[turn % len(KINDS)], SEEN[(turn + differs) % len(SEEN)],
            ("high", "medium", "low")[turn % 3], need,
            "Pupils explain in every class, most days" if need else "",
        )  # fmt: skip

    def _at(self, on: date) -> datetime:
        return self.scene.terms.at(on)
