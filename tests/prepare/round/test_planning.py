"""Planning the round: for whom, from which rows, how it goes, stops and is told. It assigns nobody."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from leadwell.audit.models import Event
from leadwell.people.models import Role
from leadwell.prepare.jobs import _say
from leadwell.prepare.models import (
    Deployment,
    DeploymentDays,
    PlannedRound,
    PlannedSchool,
    RoundState,
)
from leadwell.prepare.round import actions, gathering
from tests.factories import (
    holder_of,
    make_candidate,
    make_enrolment,
    make_hub,
    make_role,
    make_school,
)
from tests.invited import make_offer
from tests.people.worker import to_oneself, work
from tests.prepare.round.conftest import AT
from tests.sent import make_deployment, make_specialist


def proposed(planned) -> dict[str, str]:
    return {str(one): str(one.proposed or "") for one in planned.schools.all()}


def test_each_school_gets_who_is_near_and_days_are_kept(planned, school_at, specialist_at):
    for name, km in (("Tansy Hill", 0), ("Alder Bank", 30), ("Gorse Field", 32)):
        school_at(name, km)
    specialist_at("Ada Heath", 1, 10)
    specialist_at("Eli Wood", 31, 18)
    found = planned()
    assert found.state == RoundState.DONE
    assert proposed(found) == {
        "Tansy Hill": "Ada Heath", "Alder Bank": "Eli Wood", "Gorse Field": "Eli Wood",
    }  # fmt: skip
    assert found.value == pytest.approx(found.bound)
    assert found.n_by_hand == 3


def test_why_is_the_sum_that_is_shown_where_one_school_is_matched(
    planned, school_at, specialist_at
):
    school_at("Tansy Hill", 0)
    specialist_at("Ada Heath", 10, 8)
    [one] = planned().schools.all()
    parts = {name: points for name, points, _, _ in one.parts}
    # 10 km of straight line are said as 20 minutes; all days are left, and nobody has worked there.
    assert parts == {
        "Subject and specialisms": 40, "Kind of school": pytest.approx(25), "Travel": 8.3,
        "Continuity": 0, "Days left": 5,
    }  # fmt: skip
    assert one.options == [[one.proposed_id, pytest.approx(78.3, abs=0.05), 0.0, 20]]


def test_it_assigns_nobody(planned, school_at, specialist_at):
    school_at("Tansy Hill", 0)
    specialist_at("Ada Heath", 1, 10)
    planned()
    assert (Deployment.objects.count(), DeploymentDays.objects.count()) == (0, 0)


def test_days_of_who_is_sent_there_today_are_given_out_anew(planned, school_at, specialist_at):
    near, far = school_at("Tansy Hill", 0), school_at("Alder Bank", 30)
    ada, eli = specialist_at("Ada Heath", 0, 8), specialist_at("Eli Wood", 30, 8)
    sent = make_deployment(enrolment=far, specialist=ada, days=8)
    found = planned()
    assert proposed(found) == {"Tansy Hill": "Ada Heath", "Alder Bank": "Eli Wood"}
    line = found.schools.get(enrolment=far)
    assert (line.agreement, line.now, line.days, line.are_agreed) == (sent, ada, 8, True)
    assert found.schools.get(enrolment=near).are_agreed is False
    assert {one.specialist: one.left for one in found.specialists.all()} == {ada: 8, eli: 8}


def test_who_is_sent_by_a_role_alone_goes_there_today_too(planned, school_at, specialist_at):
    part = school_at("Tansy Hill", 0)
    ada = specialist_at("Ada Heath", 0, 8)
    make_role(Role.SPECIALIST, person=ada.person, enrolment=part)
    line = planned().schools.get()
    assert (line.now, line.agreement, line.proposed) == (ada, None, ada)


def test_days_taken_elsewhere_are_taken(planned, school_at, specialist_at):
    school_at("Tansy Hill", 0)
    ada = specialist_at("Ada Heath", 0, 10)
    make_deployment(enrolment=make_enrolment(hub=make_hub()), specialist=ada, days=4)
    found = planned()
    assert found.specialists.get().left == 6
    assert proposed(found) == {"Tansy Hill": ""}


def test_an_accepted_offer_says_how_many_days_of_that_year(planned, school_at, specialist_at, hub):
    part = school_at("Tansy Hill", 0)
    made = make_candidate(programme=hub.programme, hub=hub, school=part.school, state="accepted",
                          enrolment=part)  # fmt: skip
    make_offer(made, state="accepted", starts_on=date(2026, 9, 1))
    specialist_at("Ada Heath", 0, 10)
    line = planned().schools.get()
    assert (line.days, line.are_agreed) == (4, True)


def test_nobody_is_proposed_for_their_own_school_or_with_an_interest(
    planned, school_at, specialist_at, hub
):
    part, other = school_at("Tansy Hill", 0), school_at("Alder Bank", 1)
    make_specialist(hub=hub, home=part.school)
    ada = specialist_at("Ada Heath", 0, 30)
    ada.interests.create(school=other.school, text="A sister", declared_on=date(2026, 9, 1))
    for one in planned().schools.all():
        assert str(one.proposed) == ("Ada Heath" if one.enrolment == part else str(one.proposed))
        assert one.proposed.home != one.enrolment.school
        assert not (one.enrolment == other and one.proposed == ada)


def test_a_hub_lead_plans_for_their_hub_and_with_its_specialists_alone(
    plan, planned, school_at, specialist_at, hub
):
    school_at("Tansy Hill", 0)
    specialist_at("Ada Heath", 0, 10)
    other = make_hub(hub.programme, name="Moor")
    make_enrolment(hub=other, school=make_school(name="Heron Hill"), joined_on=date(2026, 9, 1))
    make_specialist(hub=other)
    found = planned()
    assert proposed(found) == {"Tansy Hill": "Ada Heath"}
    for where in ({"hub": other}, {"hub": None}):
        with pytest.raises(PermissionDenied, match="Only who leads a hub"):
            plan(**where)


def test_who_manages_the_programme_plans_for_all_of_it(planned, school_at, specialist_at, hub):
    school_at("Tansy Hill", 0)
    other = make_hub(hub.programme, name="Moor")
    make_enrolment(hub=other, school=make_school(name="Heron Hill"), joined_on=date(2026, 9, 1))
    make_specialist(hub=other)
    manager = holder_of(Role.PROJECT_MANAGER, programme=hub.programme)
    found = planned(hub=None, by=manager)
    assert set(proposed(found)) == {"Tansy Hill", "Heron Hill"}


def test_without_schools_or_specialists_it_says_what_to_do(planned, school_at):
    assert planned().refusal.startswith("No school takes part on that day.")
    school_at("Tansy Hill", 0)
    assert planned().refusal.startswith("Nobody on the register has a place here.")


def test_asked_twice_it_is_done_once(plan, school_at, specialist_at):
    assert plan() == plan()
    again = PlannedRound.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError, match="round_is_planned_once_at_a_time"):
        again.save(force_insert=True)


def test_it_is_stopped_before_it_begins_and_by_the_worker_when_it_next_looks(
    plan, school_at, specialist_at, hub_lead
):
    school_at("Tansy Hill", 0)
    specialist_at("Ada Heath", 0, 10)
    waiting = plan()
    actions.stop(planned=waiting, by=hub_lead, at=AT)
    actions.carry_out(round_id=waiting.pk, at=AT, say=lambda what: True)
    waiting.refresh_from_db()
    assert waiting.state == RoundState.STOPPED

    begun, heard = plan(), []

    def say(what):
        heard.append(what)
        if len(heard) == 2:
            PlannedRound.objects.filter(pk=begun.pk).update(is_to_stop=True)
        return _say(begun.pk, what)

    actions.carry_out(round_id=begun.pk, at=AT, say=say)
    begun.refresh_from_db()
    assert (begun.state, begun.schools.count(), len(heard)) == (RoundState.STOPPED, 0, 2)
    with pytest.raises(PermissionDenied, match="not being worked out any more"):
        actions.stop(planned=begun, by=hub_lead, at=AT)


def test_who_may_not_plan_any_more_is_told_so_by_the_worker(plan, school_at, hub_lead, hub):
    school_at("Tansy Hill", 0)
    make_specialist(hub=hub)
    asked = plan()
    hub_lead.person.roles.update(ends_on=date(2026, 11, 1))
    actions.carry_out(round_id=asked.pk, at=AT, say=lambda what: True)
    asked.refresh_from_db()
    assert asked.refusal.startswith("Only who leads a hub")


@pytest.mark.django_db(transaction=True)
def test_the_worker_plans_it_and_the_log_says_who_asked(plan, school_at, specialist_at):
    with to_oneself():
        school_at("Tansy Hill", 0)
        specialist_at("Ada Heath", 0, 10)
        asked = plan()
        work(actions.ROUNDS_QUEUE)
    asked.refresh_from_db()
    assert (asked.state, proposed(asked)) == (RoundState.DONE, {"Tansy Hill": "Ada Heath"})
    assert Event.objects.filter(subject_type="prepare.plannedround", verb="asked for").count() == 1


def test_what_it_reads_costs_as_many_questions_for_many_as_for_few(
    plan, school_at, specialist_at, hub_lead
):
    def n_asked() -> int:
        made = plan()
        with CaptureQueriesContext(
            connection,
        ) as caught:
            gathering.gathered(made, hub_lead, AT.date())
        PlannedRound.objects.all().delete()
        return len(caught)

    school_at("Tansy Hill", 0)
    specialist_at("Ada Heath", 0, 10)
    few = n_asked()
    for n in range(5):
        school_at(f"School {n}", n)
        specialist_at(f"Specialist {n}", n, 20)
    assert n_asked() == few


def test_a_proposal_without_reasons_cannot_be_kept(planned, school_at, specialist_at):
    school_at("Tansy Hill", 0)
    specialist_at("Ada Heath", 0, 10)
    found = planned()
    with pytest.raises(IntegrityError, match="who_is_proposed_is_so_for_reasons"):
        PlannedSchool.objects.filter(planned=found).update(parts=[])


def test_days_are_counted_in_whole_quarters():
    assert gathering.quarters(Decimal("7.99")) == Decimal("7.75")
    assert gathering.quarters(Decimal("8.00")) == 8
