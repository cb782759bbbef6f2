"""What a visit heard of the school leads to its readiness being asked again; the note is not quoted."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.deliver.notes import actions
from leadwell.deliver.notes.wants import to_ask_again
from leadwell.explore.choosing import actions as choosing
from leadwell.explore.choosing.wants import A_TERM
from leadwell.explore.choosing.wants import to_ask_again as a_term_later
from leadwell.explore.models import Assessment, CandidateState
from leadwell.people.models import Role
from leadwell.programmes.models import Programme
from leadwell.web.templatetags.leadwell import day
from tests.factories import (
    NOON,
    holder_of,
    make_candidate,
    make_enrolment,
    make_note,
    make_person,
    make_programme,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
SECRET = "The subject leader teaches full time until Easter"
HEARD = {"readiness": ("R3",), "readiness_note": SECRET}
BEFORE = NOON - timedelta(days=14)


def chosen_as(enrolment, *, at=BEFORE):
    """The school as it was put forward, asked and took its place."""
    candidate = make_candidate(
        programme=enrolment.programme, school=enrolment.school, hub=enrolment.hub,
        enrolment=enrolment, state=CandidateState.ACCEPTED,
    )  # fmt: skip
    Assessment.objects.create(
        candidate=candidate, leadership="secure", hours=2, inspection="not_due", change="none",
        colour="green", by=make_person(), at=at,
    )  # fmt: skip
    return candidate


@pytest.fixture
def candidate(enrolment):
    return chosen_as(enrolment)


@pytest.fixture
def manager(enrolment):
    return holder_of(Role.PROJECT_MANAGER, programme=enrolment.programme)


def titles(user, on=TODAY):
    return [want.title for want in to_ask_again(user, on)]


def test_who_manages_is_led_to_the_page_where_it_is_asked_again(client, candidate, visit, manager):
    assert titles(manager) == []
    make_note(visit, **HEARD)
    [want] = to_ask_again(manager, TODAY)
    assert want.title == "Ask Tansy Hill again whether it is ready"
    assert want.why == (
        f"The visit on {day(visit.on)} heard that time, other initiatives or an inspection changed"
    )
    client.force_login(manager)
    assert client.get(want.url).status_code == 200
    home = client.get(reverse("reporting:home")).text
    assert want.title in home
    assert SECRET not in home


def test_the_hub_lead_is_told_and_reads_how_ready_it_was(client, candidate, visit, hub_lead):
    make_note(visit, **HEARD)
    [want] = to_ask_again(hub_lead, TODAY)
    assert want.title == "Tansy Hill is to be asked again whether it is ready"
    assert SECRET not in want.title + want.why
    client.force_login(hub_lead)
    assert client.get(want.url).status_code == 200


def test_somebody_who_does_both_is_told_once(candidate, visit, enrolment, manager, hub_lead):
    person = manager.person
    hub_lead.person.roles.update(person=person)
    make_note(visit, **HEARD)
    assert titles(manager) == ["Ask Tansy Hill again whether it is ready"]


@pytest.mark.parametrize("begun", [True, False])
def test_nothing_is_told_of_a_draft_or_of_a_note_without_a_change(
    candidate, visit, author, manager, hub_lead, begun
):
    if begun:
        actions.begin_note(visit=visit, by=author, at=NOON)
    else:
        make_note(visit)
    assert titles(manager) == titles(hub_lead) == []


def test_once_asked_again_nobody_is_told_until_another_visit_hears_something(
    candidate, visit, enrolment, specialist, manager, hub_lead
):
    make_note(visit, **HEARD)
    choosing.ask_again(
        candidate=candidate, hours=Decimal(1), inspection="due", change="none", by=manager,
        at=NOON + timedelta(hours=1),
    )  # fmt: skip
    assert titles(manager) == titles(hub_lead) == []
    later = make_visit(enrolment=enrolment, specialist=specialist, on=TODAY + timedelta(days=7))
    make_note(later, at=NOON + timedelta(days=7), **HEARD)
    on = TODAY + timedelta(days=7)
    assert [len(titles(user, on)) for user in (manager, hub_lead)] == [1, 1]


def test_asked_longer_than_a_term_ago_it_is_said_once(enrolment, visit, manager, hub_lead):
    chosen_as(enrolment, at=NOON - A_TERM - timedelta(days=1))
    make_note(visit, **HEARD)
    assert len(a_term_later(manager, TODAY)) == 1
    assert titles(manager) == []
    assert len(titles(hub_lead)) == 1


@pytest.mark.parametrize(
    "role", [Role.HEADTEACHER, Role.SUBJECT_LEADER, Role.SPECIALIST, Role.STRATEGIC_BOARD_MEMBER]
)
def test_nobody_else_is_told(candidate, visit, enrolment, role):
    make_note(visit, **HEARD)
    scope = {
        Role.SPECIALIST: {"enrolment": enrolment},
        Role.STRATEGIC_BOARD_MEMBER: {"programme": enrolment.programme},
    }.get(role, {"school": enrolment.school})
    assert titles(holder_of(role, **scope)) == []


def test_of_another_programme_or_hub_nobody_is_told(candidate, visit):
    make_note(visit, **HEARD)
    other = make_enrolment(programme=make_programme())
    assert titles(holder_of(Role.PROJECT_MANAGER, programme=other.programme)) == []
    assert titles(holder_of(Role.HUB_LEAD, hub=other.hub)) == []


@pytest.mark.parametrize("over", ["the school’s part", "the programme"])
def test_of_a_school_that_has_left_or_a_programme_that_is_over_nobody_is_told(
    candidate, visit, enrolment, manager, hub_lead, over
):
    make_note(visit, **HEARD)
    if over == "the programme":
        enrolment.programme.state = Programme.State.FOLLOW_UP
        enrolment.programme.save()
    else:
        enrolment.left_on, enrolment.why_left = TODAY, "capacity"
        enrolment.save()
    assert titles(manager) == titles(hub_lead) == []


def test_more_schools_ask_no_more_of_the_database(candidate, visit, enrolment, manager):
    make_note(visit, **HEARD)

    def n_queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            n_schools.append(len(titles(manager)))
        return len(asked)

    n_schools = []
    titles(manager)
    first = n_queries()
    for _ in range(3):
        part = make_enrolment(hub=enrolment.hub)
        chosen_as(part)
        make_note(make_visit(enrolment=part, on=TODAY), **HEARD)
    assert n_queries() == first
    assert n_schools == [1, 4]
