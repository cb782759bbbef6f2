"""Facts of a programme and of its schools, counted by hand; what is not known is left out."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadwell.explore.lessons import knowing
from leadwell.explore.models import Assessment
from leadwell.people.models import Capacity, Role
from leadwell.programmes.lessons import FACTS
from leadwell.programmes.models import ActiveIngredient, Intensity
from tests.factories import (
    NOON,
    holder_of,
    make_aim,
    make_candidate,
    make_enrolment,
    make_hub,
    make_initiative,
    make_organisation,
    make_programme,
    make_role,
    make_school,
    make_strand,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def known(programme):
    return knowing.of_programme(programme, on=TODAY)


def at_school(programme, **scope):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    return list(knowing.of_schools(lead, programme, on=TODAY, **scope).values())


def test_a_programme_with_nothing_in_it_has_its_days_and_no_more():
    programme = make_programme(starts_on=date(2026, 9, 1), ends_on=date(2028, 7, 31))
    assert known(programme) == {
        "months": 23, "days_from_september": 0, "specialists": 0, "has_project_manager": False,
        "partners": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "days"),
    [
        (date(2026, 9, 29), 28),
        (date(2026, 8, 20), 12),
        (date(2027, 1, 4), 125),
        (date(2027, 3, 3), 182),
    ],
)
def test_a_start_is_so_many_days_from_the_nearest_september(starts, days):
    programme = make_programme(starts_on=starts, ends_on=date(2028, 7, 31))
    assert known(programme)["days_from_september"] == days


def test_strands_their_providers_and_the_fewest_ingredients():
    programme = make_programme()
    first = make_strand(programme, n_ingredients=4, provider="A hub")
    make_strand(programme, n_ingredients=2, provider="A hub")
    make_strand(programme, n_ingredients=3)
    assert ActiveIngredient.objects.filter(strand=first).count() == 4
    facts = known(programme)
    assert (facts["strands"], facts["providers"], facts["fewest_ingredients"]) == (3, 1, 2)


def test_aims_without_measure_after_the_end_and_the_first_of_them():
    programme = make_programme(starts_on=date(2026, 9, 1), ends_on=date(2028, 7, 21))
    make_aim(programme, measured_by="K27", due_on=date(2027, 2, 12))
    make_aim(programme, due_on=date(2028, 12, 1))
    facts = known(programme)
    assert (facts["aims_without_measure"], facts["aims_after_end"]) == (1, 1)
    assert facts["first_aim_months"] == 5


def test_training_without_a_visit_in_it_or_the_half_term_after():
    programme = make_programme()
    for half, (visits, events) in enumerate([(0, 1), (1, 0), (0, 1), (0, 1), (0, 0), (0, 1)], 1):
        Intensity.objects.create(
            programme=programme, year=1, half_term=half, n_visits=visits, n_events=events
        )
    facts = known(programme)
    assert (facts["events"], facts["training_without_visit"]) == (4, 3)


def test_schools_their_hubs_councils_phases_and_sizes():
    programme = make_programme(n_schools_planned=40)
    assert known(programme)["schools"] == 40
    one, two = make_hub(programme, name="Coast"), make_hub(programme, name="Moor")
    make_enrolment(hub=one, school=make_school(n_pupils=60))
    make_enrolment(hub=two, school=make_school(n_pupils=420, phase_of_education="Middle"))
    left = make_enrolment(hub=two, school=make_school(n_pupils=10))
    left.left_on, left.why_left = date(2026, 10, 1), "capacity"
    left.save()
    facts = known(programme)
    assert (facts["schools"], facts["hubs"], facts["councils"], facts["phases"]) == (2, 2, 1, 2)
    assert facts["times_larger"] == 7


def test_specialists_are_counted_once_and_the_project_manager_is_seen():
    programme = make_programme()
    part = make_enrolment(programme=programme)
    person = make_role(Role.SPECIALIST, hub=part.hub).person
    make_role(Role.SPECIALIST, enrolment=part, person=person)
    make_role(Role.SPECIALIST, enrolment=part)
    make_role(Role.PROJECT_MANAGER, programme=programme)
    programme.partners.add(make_organisation("A diocese"))
    facts = known(programme)
    assert (facts["specialists"], facts["has_project_manager"], facts["partners"]) == (2, True, 1)


def test_a_school_of_which_nothing_is_written_is_not_said_to_have_no_settled_head():
    part = make_enrolment()
    assert at_school(part.programme) == [
        {
            "other_initiatives": 0, "other_initiatives_in_subject": 0, "has_subject_leader": False,
            "has_deputy": False, "has_finance_contact": False,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("capacity", "settled"), [(Capacity.FULL, True), (Capacity.INTERIM, False)]
)
def test_an_interim_head_is_not_settled(capacity, settled):
    part = make_enrolment()
    make_role(Role.HEADTEACHER, school=part.school, capacity=capacity)
    assert at_school(part.programme)[0]["head_is_settled"] is settled


def test_a_head_who_came_after_the_school_joined_has_changed():
    part = make_enrolment(joined_on=date(2026, 9, 1))
    make_role(Role.HEADTEACHER, school=part.school, ends_on=date(2026, 10, 31))
    make_role(Role.HEADTEACHER, school=part.school, starts_on=date(2026, 11, 1))
    make_role(Role.SUBJECT_LEADER, school=part.school)
    facts = at_school(part.programme)[0]
    assert (facts["head_changed"], facts["subject_leader_changed"]) == (True, False)


def test_a_deputy_is_the_second_who_knows_and_does_not_lead():
    part = make_enrolment()
    make_role(Role.SUBJECT_LEADER, school=part.school, capacity=Capacity.DEPUTY)
    facts = at_school(part.programme)[0]
    assert (facts["has_subject_leader"], facts["has_deputy"]) == (False, True)


def test_other_programmes_and_declared_initiatives_are_counted_and_those_in_the_same_subject():
    part = make_enrolment()
    for subject in ("mathematics", "Reading"):
        make_enrolment(programme=make_programme(subject=subject), school=part.school)
    over = make_programme(starts_on=date(2024, 9, 1), ends_on=date(2026, 7, 1))
    make_enrolment(programme=over, school=part.school, joined_on=date(2024, 9, 1))
    make_initiative(school=part.school, subject="Maths")
    make_initiative(school=part.school, state="mistake")
    make_initiative(school=part.school, starts_on=date(2025, 9, 1), ends_on=date(2026, 7, 1))
    facts = at_school(part.programme)[0]
    assert (facts["other_initiatives"], facts["other_initiatives_in_subject"]) == (3, 2)


def test_what_was_answered_last_when_the_school_was_chosen_is_known_to_who_reads_that():
    part = make_enrolment()
    chosen = make_candidate(programme=part.programme, school=part.school, state="assessed")
    facts = at_school(part.programme)[0]
    assert (facts["subject_leader_hours"], facts["working_party_decides"]) == (2, False)
    assert not facts["inspection_due"]
    Assessment.objects.create(
        candidate=chosen, leadership="secure", inspection="due", change="none", colour="amber",
        by=chosen.nominated_by, at=NOON + timedelta(days=90),
    )  # fmt: skip
    facts = at_school(part.programme)[0]
    assert (facts["subject_leader_hours"], facts["inspection_due"]) == (0, True)
    specialist = holder_of(Role.SPECIALIST, enrolment=part)
    [facts] = knowing.of_schools(specialist, part.programme, on=TODAY).values()
    assert not facts.keys() & {"subject_leader_hours", "working_party_decides", "inspection_due"}


def test_of_schools_somebody_does_not_see_nothing_is_known():
    part = make_enrolment()
    other = make_enrolment(hub=part.hub)
    head = holder_of(Role.HEADTEACHER, school=other.school)
    found = knowing.of_schools(head, part.programme, on=TODAY)
    assert [each.school for each in found] == [other.school]


def test_every_fact_that_is_told_is_of_the_closed_set():
    part = make_enrolment()
    make_role(Role.HEADTEACHER, school=part.school)
    make_role(Role.SUBJECT_LEADER, school=part.school)
    make_strand(part.programme, provider="A hub")
    make_aim(part.programme)
    Intensity.objects.create(programme=part.programme, year=1, half_term=1, n_visits=1)
    assert known(part.programme).keys() <= FACTS.keys()
    assert at_school(part.programme)[0].keys() <= FACTS.keys()


def test_it_asks_as_often_for_many_schools_as_for_few():
    programme = make_programme()
    lead = holder_of(Role.PROGRAMME_LEAD, programme=programme)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            knowing.of_programme(programme, on=TODAY)
            knowing.of_schools(lead, programme, on=TODAY)
        return len(queries)

    hub = make_hub(programme)
    make_enrolment(hub=hub)
    few = asked()
    for _ in range(5):
        part = make_enrolment(hub=hub)
        make_role(Role.HEADTEACHER, school=part.school)
        make_enrolment(school=part.school)
    assert asked() == few
