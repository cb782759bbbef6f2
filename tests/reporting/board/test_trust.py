"""A trust's chief executive: their own schools by name, of the others no more than counts."""

from datetime import date

import pytest
from django.urls import reverse

from leadwell.people.models import Role
from leadwell.programmes.models import StageSpan
from leadwell.reporting.board.trust import trust_page
from tests.factories import (
    NOON,
    holder_of,
    make_enrolment,
    make_programme,
    make_school,
    make_trust,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def world(released):
    """Four schools of Alder in two programmes, of which one has six other schools and one five."""
    trust = make_trust("Alder Trust")
    number, talk = make_programme(name="Number Sense"), make_programme(name="Book Talk")
    for n, (programme, colour) in enumerate(
        [(number, "green"), (number, "red"), (talk, "green"), (talk, "amber")]
    ):
        part = make_enrolment(
            programme=programme, school=make_school(name=f"Alder {n}", trust=trust)
        )
        released(part, date(2026, 11, 10), colour, "green", "grey")
    for programme, many in ((number, 6), (talk, 5)):
        for n in range(many):
            school = make_school(name=f"Elsewhere {n}")
            released(make_enrolment(programme=programme, school=school), date(2026, 11, 10))
    return trust


def test_the_trusts_schools_by_name_and_the_rest_counted_where_they_are_not_few(world):
    page = trust_page(holder_of(Role.CHIEF_EXECUTIVE, trust=world), TODAY)
    assert [line.name for line in page.lines] == ["Alder 1", "Alder 0", "Alder 2", "Alder 3"]
    assert page.heading == "1 of 4 schools of the trust needs a look first"
    assert [(rest.programme, rest.panel.n, rest.panel.is_hidden) for rest in page.rest] == [
        ("Book Talk", 5, True), ("Number Sense", 6, False)
    ]  # fmt: skip


def test_page_and_files_name_no_school_of_another_trust(world, signed_in):
    client = signed_in(holder_of(Role.CHIEF_EXECUTIVE, trust=world))
    page = client.get(reverse("reporting:trust")).text
    taken = client.get(reverse("reporting:trust-csv")).text
    for text in (page, taken):
        assert "Alder 1" in text
        assert "Elsewhere" not in text
    assert reverse("reporting:school", args=[1]).removesuffix("1/") in page
    assert client.get(reverse("reporting:trust-pdf")).getvalue()[:4] == b"%PDF"


def test_it_says_what_is_late_what_waits_and_when_somebody_comes_next(world, signed_in):
    executive = holder_of(Role.CHIEF_EXECUTIVE, trust=world)
    part = make_enrolment(school=make_school(name="Alder 9", trust=world))
    StageSpan.objects.create(enrolment=part, stage="deliver", starts_on=date(2026, 9, 1))
    make_visit(enrolment=part, on=date(2026, 12, 3))
    page = trust_page(executive, TODAY)
    line = next(line for line in page.lines if line.name == "Alder 9")
    assert line.next_on == date(2026, 12, 3)
    assert ("Next visit planned", "at 1 of 5") in page.facts
    assert "No visit for" in line.in_a_line


def test_whoever_leads_no_trust_reads_that_there_is_none(world, signed_in):
    elsewhere = holder_of(Role.HEADTEACHER, school=make_school())
    page = signed_in(elsewhere).get(reverse("reporting:trust")).text
    assert "No school of the trust takes part today" in page
    assert "Alder" not in page
