"""A school with its people, and a plan to be written."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from leadwell.people.models import Role
from leadwell.prepare.planning import actions
from leadwell.prepare.planning.actions import Written
from leadwell.programmes.models import ActiveIngredient, Strand
from tests.factories import NOON, holder_of, make_enrolment, make_programme, make_school
from tests.reviewed import make_review

JULY = date(2027, 7, 1)


class World:
    """A school with who leads the subject, a specialist and a head; a programme for disadvantaged
    pupils, with one ingredient."""

    def __init__(self):
        programme = make_programme(name="Larkwater", code="LARK", focus_group="disadvantaged")
        self.part = make_enrolment(school=make_school(name="Tansy Hill"), programme=programme)
        self.part.work_agreed_on = NOON.date()
        self.part.save()
        strand = Strand.objects.create(programme=programme, name="Number talk")
        self.ingredient = ActiveIngredient.objects.create(
            strand=strand, text="Pupils explain", indicator="Full sentences"
        )
        at = {"school": self.part.school}
        self.leader = holder_of(Role.SUBJECT_LEADER, **at)
        self.specialist = holder_of(Role.SPECIALIST, enrolment=self.part)
        self.head = holder_of(Role.HEADTEACHER, **at)
        self.review = make_review(state="signed", enrolment=self.part)
        self.plan = actions.open_plan(enrolment=self.part, by=self.leader, at=NOON)

    def posted(self, **changed):
        """What the form sends: US02's own example."""
        return {
            "statement": "More of Year 5 reach the expected standard", "pupils": "disadvantaged",
            "measure": "K40", "what": "at expected in Y5 maths", "unit": "per cent",
            "baseline": "58", "target": "70", "n_people": "28", "due_on": "2027-07-01", "evidence": "PUMA summer",
            "ingredients": [self.ingredient.pk], "sources": [f"{self.review.pk}/strategy"],
        } | changed  # fmt: skip

    def said(self, **changed):
        fields = {
            "statement": "More of Year 5 explain", "pupils": "all", "measure": "K40",
            "unit": "per cent", "baseline": 58, "target": 70, "n_people": 28, "due_on": JULY, "evidence": "PUMA",
        } | changed  # fmt: skip
        return Written(fields, [self.ingredient], ["maths_expected"])

    def write(self, plan=None, **changed):
        return actions.write_priority(
            plan=plan or self.plan, said=self.said(**changed), by=self.leader, at=NOON
        )

    def approved(self):
        priority = self.write()
        for user in (self.leader, self.specialist):
            actions.say_yes(plan=self.plan, by=user, at=NOON)
        actions.approve(
            plan=self.plan, shown=actions.sha256(self.plan), authenticated_at=NOON, by=self.head,
            at=NOON,
        )  # fmt: skip
        self.plan.refresh_from_db()
        priority.refresh_from_db()
        return priority


@pytest.fixture
def world(db):
    return World()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def url(name, *args):
    return reverse(f"prepare:{name}", args=args)
