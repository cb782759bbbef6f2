from dataclasses import dataclass

import pytest
from django.test import Client

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.explore.models import Review
from leadwell.explore.reviewing import actions, shelf
from leadwell.explore.reviewing.actions import Said
from leadwell.people.models import Role
from leadwell.programmes.models import Enrolment
from tests.factories import NOON, holder_of, make_enrolment, make_programme, make_school

KINDS = ("books", "plans")


@dataclass
class World:
    """A school with who leads the subject, their line manager, a specialist and a head."""

    enrolment: Enrolment
    leader: User
    manager: User
    specialist: User
    head: User
    lead: User

    def open(self, key: str = "disadvantaged-pupils") -> Review:
        return actions.open_review(
            enrolment=self.enrolment, shelved=shelf.find(key, 1), school=self.leader.person,
            second=self.manager.person, by=self.specialist, at=NOON,
        )  # fmt: skip

    def hand_in(self, review: Review, user: User, level: int = 2, **levels: int) -> None:
        """Every criterion at this level; levels: others, by criterion with _ for -."""
        said = [
            told(each.key, levels.get(each.key.replace("-", "_"), level))
            for each in shelf.of_rubric(review.rubric).criteria
        ]
        with acting_as(user.pk):
            actions.hand_in(review=review, said=said, by=user, at=NOON)
        review.refresh_from_db()

    def met(self, review: Review | None = None, **second: int) -> Review:
        """A review in its meeting: the school says 2 of all, the second view too but for these."""
        review = review or self.open()
        self.hand_in(review, self.leader)
        self.hand_in(review, self.manager, **second)
        actions.meet(review=review, by=self.specialist, at=NOON)
        review.refresh_from_db()
        return review

    def agreed(self, review: Review | None = None, level: int = 2, **levels: int) -> Review:
        review = self.met(review)
        for each in shelf.of_rubric(review.rubric).criteria:
            said = told(each.key, levels.get(each.key.replace("-", "_"), level))
            actions.agree_level(review=review, said=said, by=self.leader, at=NOON)
        actions.write_headlines(
            review=review, strengths=["Books are kept well"],
            needs=[("Time to lead", "everyones-work")], by=self.leader, at=NOON,
        )  # fmt: skip
        actions.agree(review=review, by=self.specialist, at=NOON)
        review.refresh_from_db()
        return review

    def signed(self, review: Review | None = None, **levels: int) -> Review:
        from leadwell.explore.reviewing.hashing import sha256

        review = self.agreed(review, **levels)
        actions.sign(
            review=review, shown=sha256(review), authenticated_at=NOON, by=self.head, at=NOON
        )
        review.refresh_from_db()
        return review


def told(criterion: str, level: int) -> Said:
    if level == 0:
        return Said(criterion, 0)
    return Said(criterion, level, KINDS, "Pupils explain to a partner", success="All do")


@pytest.fixture
def world(db):
    programme = make_programme(name="Larkwater Reads", code="LARK")
    school = make_school(name="Tansy Hill")
    enrolment = make_enrolment(school=school, programme=programme)
    at = {"school": school}
    return World(
        enrolment,
        holder_of(Role.SUBJECT_LEADER, **at),
        holder_of(Role.SENIOR_LEADER, **at),
        holder_of(Role.SPECIALIST, enrolment=enrolment),
        holder_of(Role.HEADTEACHER, **at),
        holder_of(Role.PROGRAMME_LEAD, programme=programme),
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
