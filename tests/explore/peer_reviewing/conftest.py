from dataclasses import dataclass

import pytest
from django.test import Client

from leadwell.accounts.models import User
from leadwell.explore.models import PeerReview
from leadwell.explore.peer_reviewing import actions
from leadwell.explore.peer_reviewing.actions import Found, Planned, Reviewer
from leadwell.people.models import Role
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from tests.factories import NOON, holder_of, make_enrolment, make_programme, make_school

DAY = NOON.date()
PLAN = Planned("peer", DAY, DAY, ["Do pupils explain how they know?"])
FOUND = Found("Talk in pairs", "Six lessons", "every pupil wrote a reason", "both")


@dataclass
class World:
    """A school with who leads the subject, a deputy, a head and a specialist; the programme's
    lead; and the head of the school a reviewer comes from."""

    enrolment: Enrolment
    leader: User
    deputy: User
    specialist: User
    head: User
    lead: User
    home: School
    other_head: User

    def planned(self) -> PeerReview:
        review = actions.plan(enrolment=self.enrolment, said=PLAN, by=self.deputy, at=NOON)
        actions.add_reviewer(
            review=review, said=Reviewer("Wren Ashby", self.home), by=self.deputy, at=NOON
        )
        return review

    def on_site(self) -> PeerReview:
        review = self.planned()
        actions.begin(review=review, by=self.deputy, at=NOON)
        actions.arrive(review=review, by=self.specialist, at=NOON)
        return PeerReview.objects.get(pk=review.pk)

    def found(self, n: int = 1) -> PeerReview:
        review = self.on_site()
        for _ in range(n):
            actions.write_finding(review=review, said=FOUND, by=self.specialist, at=NOON)
        actions.say_ground(
            review=review, evidence=["books", "pupils"], limits="Two classes of seven",
            by=self.specialist, at=NOON,
        )  # fmt: skip
        return PeerReview.objects.get(pk=review.pk)

    def told(self, n: int = 1) -> PeerReview:
        review = self.found(n)
        actions.give_feedback(
            review=review, leader_told_on=DAY, senior_told_on=DAY, by=self.specialist, at=NOON
        )
        return PeerReview.objects.get(pk=review.pk)

    def answered(self, how: str = "accept") -> PeerReview:
        review = self.told()
        actions.answer_finding(
            finding=review.findings.get(), how=how, because="We see it too", by=self.deputy, at=NOON
        )
        actions.respond(review=review, by=self.deputy, at=NOON)
        return PeerReview.objects.get(pk=review.pk)

    def closed(self) -> PeerReview:
        review = self.answered()
        actions.close(review=review, by=self.head, at=NOON)
        return PeerReview.objects.get(pk=review.pk)


@pytest.fixture
def world(db):
    programme = make_programme(name="Larkwater Reads", code="LARK")
    school, home = make_school(name="Tansy Hill"), make_school(name="Alder Brook")
    enrolment = make_enrolment(school=school, programme=programme)
    make_enrolment(school=home, programme=programme)
    at = {"school": school}
    return World(
        enrolment,
        holder_of(Role.SUBJECT_LEADER, **at),
        holder_of(Role.SENIOR_LEADER, **at),
        holder_of(Role.SPECIALIST, enrolment=enrolment),
        holder_of(Role.HEADTEACHER, **at),
        holder_of(Role.PROGRAMME_LEAD, programme=programme),
        home,
        holder_of(Role.HEADTEACHER, school=home),
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
