"""Nobody is sent to a school that has left, or whose memorandum has ended; days are free again."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction

from leadwell.people import access as people
from leadwell.people.models import Role
from leadwell.people.running.actions import leave_programme
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.agreeing import access, actions, rules
from leadwell.prepare.models import DeploymentState as State
from leadwell.prepare.models import DeploymentStep
from leadwell.programmes.models import Enrolment, Obligation
from tests.factories import NOON, holder_of, make_enrolment, make_school
from tests.sent import make_deployment, make_specialist

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
NOW = NOON.replace(day=24)
"""The day after the first day of an agreement."""
TODAY = NOW.date()
NEXT_TERM = date(2027, 1, 11)
HAS_LEFT = "The school has left the programme"


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def refused(act, **said):
    with pytest.raises(PermissionDenied) as reason, transaction.atomic():
        act(**said)
    return str(reason.value).replace("\xa0", " ")


def signed(deployment, sign, *who):
    verbs = ("release", "host", "accept")
    for verb, by in zip(verbs, who, strict=False):
        sign(deployment, verb, by)
    deployment.refresh_from_db()
    return deployment


@pytest.fixture
def lead(enrolment):
    return holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme)


@pytest.fixture
def leave(enrolment, lead):
    def act(last_day=TODAY):
        why = Enrolment.WhyLeft.CAPACITY
        leave_programme(enrolment=enrolment, last_day=last_day, why=why, by=lead, at=NOW)

    return act


def test_access_ends_with_the_day_on_which_the_school_leaves(active, leave, specialist):
    own = specialist.person.user
    leave()
    assert people.enrolments_for(own, key="plan").get() == active.enrolment
    later = NOW + A_DAY
    with time_machine.travel(later, tick=False):
        people.forget(own)
        assert not people.enrolments_for(own, key="plan").exists()
        assert actions.finish_over(at=later) == 1
        assert actions.finish_left(at=later) == 0
    active.refresh_from_db()
    assert (active.state, active.ended_on) == (State.ENDED, TODAY)
    assert active.evaluation_due.due_on == TODAY + timedelta(days=14)


def test_who_was_to_be_sent_is_asked_for_no_more_and_their_days_are_free(
    propose, sign, leave, specialist, home_head, host_head
):
    made = propose(starts_on=NEXT_TERM)
    leave(NEXT_TERM - A_DAY)
    made.enrolment.refresh_from_db()
    said = refused(sign, deployment=made, verb="release", by=home_head)
    assert "Tansy Hill is not in" in said
    assert "on its first day" in said
    taken = capacity.of([specialist], 2026)[specialist.pk].taken
    assert actions.finish_left(at=NOW) == 1
    assert actions.finish_left(at=NOW) == 0
    made.refresh_from_db()
    assert (made.state, made.because, made.declined_by) == (State.DECLINED, HAS_LEFT, "")
    assert capacity.of([specialist], 2026)[specialist.pk].taken == taken - 8
    people.forget(home_head)
    assert not access.waiting_for(home_head).exists()
    step = DeploymentStep.objects.get(deployment=made, verb="decline")
    assert (step.by, step.because) == (None, HAS_LEFT)


@pytest.mark.parametrize("n_signed", [0, 1, 2])
def test_however_many_have_signed(n_signed, propose, sign, leave, specialist, home_head, host_head):
    made = signed(propose(), sign, *[home_head, host_head][:n_signed])
    leave()
    assert actions.finish_left(at=NOW) == 0  # the last day is not over
    assert actions.finish_left(at=NOW + A_DAY) == 1
    made.refresh_from_db()
    assert made.state == State.DECLINED


def test_a_school_that_goes_on_keeps_what_was_proposed(propose, active):
    made = propose(specialist=active.specialist, enrolment=_another(active), days=2)
    assert actions.finish_left(at=NOW + A_DAY) == 0
    made.refresh_from_db()
    assert made.state == State.PROPOSED


def _another(deployment):
    hub = deployment.enrolment.hub
    return make_enrolment(school=make_school(), hub=hub, work_agreed_on=date(2026, 9, 1))


def test_one_signed_by_all_that_never_began_ends_and_nobody_is_asked_what_came_of_it(
    propose, sign, leave, specialist, home_head, host_head
):
    own = specialist.person.user
    made = signed(propose(starts_on=NEXT_TERM), sign, home_head, host_head, own)
    assert made.state == State.ACTIVE
    leave()
    assert actions.finish_left(at=NOW) == 0
    assert actions.finish_left(at=NOW + A_DAY) == 1
    made.refresh_from_db()
    assert (made.state, made.because, made.evaluation_due) == (State.ENDED, HAS_LEFT, None)
    assert not access.followed_for(host_head, TODAY).exists()
    assert not Obligation.objects.filter(kind="end_evaluation").exists()


def test_one_that_was_suspended_ends_with_the_day_it_was(active, leave, hub_lead):
    day = NOW + timedelta(days=10)
    with time_machine.travel(day, tick=False):
        actions.suspend(deployment=active, because="Long illness", by=hub_lead, at=day)
    leave((day + 5 * A_DAY).date())
    assert actions.finish_left(at=day + 6 * A_DAY) == 1
    active.refresh_from_db()
    assert (active.state, active.ended_on) == (State.ENDED, day.date())


def test_without_a_memorandum_who_is_at_work_rests_and_goes_on_once_there_is_one_again(
    active, enrolment, hub_lead, specialist
):
    own = specialist.person.user
    ended = make_deployment(
        enrolment=enrolment, specialist=make_specialist(hub=enrolment.hub), state="proposed"
    )
    Enrolment.objects.update(work_agreed_on=None)
    n = actions.suspend_all(enrolment=enrolment, because="It has ended", by=hub_lead, at=NOW)
    assert n == 1
    active.refresh_from_db()
    ended.refresh_from_db()
    assert (active.state, ended.state) == (State.SUSPENDED, State.PROPOSED)
    later = NOW + A_DAY
    with time_machine.travel(later, tick=False):
        people.forget(own)
        people.forget(hub_lead)
        assert not people.enrolments_for(own, key="plan").exists()
        said = refused(actions.resume, deployment=active, by=hub_lead, at=later)
        assert "memorandum of understanding is active" in said
        Enrolment.objects.update(work_agreed_on=later.date())
        actions.resume(deployment=active, by=hub_lead, at=later)
        people.forget(own)
        assert people.enrolments_for(own, key="plan").get() == enrolment
    active.refresh_from_db()
    assert active.state == State.ACTIVE


def test_a_school_that_left_takes_nobody_back(active, leave, hub_lead):
    actions.suspend(deployment=active, because="Ill", by=hub_lead, at=NOW)
    leave()
    active.refresh_from_db()
    active.enrolment.refresh_from_db()
    said = rules.can_resume(active, on=TODAY + A_DAY).reason
    assert "is not in" in said
