"""When a visit may be, who may say so, and that a change is whole."""

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction

from leadwell.accounts.acting import acting_as
from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.deliver import actions, rules
from leadwell.deliver.models import Postponement, Side, Visit
from leadwell.deliver.transitions import TRANSITIONS
from leadwell.people.models import Role
from leadwell.programmes.models import Enrolment
from tests.factories import (
    NOON,
    holder_of,
    make_administrator,
    make_colleague,
    make_enrolment,
    make_role,
    make_visit,
)

pytestmark = pytest.mark.django_db

TODAY = NOON.date()  # a Friday
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HALF = Decimal("0.50")


def plan(enrolment, specialist, *, by, on=TUESDAY, at=NOON, **fields):
    fields = {"sent_id": uuid4(), "days": HALF} | fields
    return actions.plan_visit(
        enrolment=enrolment, specialist=specialist, on=on, by=by, at=at, **fields
    )


def put_off(visit, to_day, *, by, reason="cover", side=Side.SCHOOL):
    return actions.postpone_visit(
        visit=visit, to_day=to_day, side=side, reason=reason, by=by, at=NOON
    )


def plain(verdict):
    """Its reason, with ordinary spaces in its days."""
    return verdict.reason.replace("\xa0", " ")


# On which day


@pytest.mark.parametrize(
    ("on", "why"),
    [
        (TUESDAY, ""),
        (date(2026, 12, 22), "Tue 22 Dec 2026 is no school day at Tansy Hill"),
        (date(2026, 11, 28), "Sat 28 Nov 2026 is no school day"),
        (date(2026, 8, 31), "is not in"),
    ],
)
def test_a_visit_is_on_a_school_day_while_the_school_takes_part(
    enrolment, specialist, terms, on, why
):
    assert why in plain(rules.may_visit_on(enrolment, specialist, on, today=TODAY))
    assert bool(rules.may_visit_on(enrolment, specialist, on, today=TODAY)) == (not why)


def test_no_visit_is_planned_or_put_off_until_the_memorandum_is_active(enrolment, hub_lead):
    specialist = make_role(Role.SPECIALIST, enrolment=enrolment).person
    visit = plan(enrolment, specialist, by=hub_lead)
    Enrolment.objects.update(work_agreed_on=None)
    enrolment.refresh_from_db()
    with pytest.raises(PermissionDenied, match="Work at Tansy Hill begins once its memorandum"):
        plan(enrolment, specialist, by=hub_lead, on=MONDAY)
    with pytest.raises(PermissionDenied, match="begins once its memorandum"):
        put_off(visit, MONDAY, by=hub_lead)
    assert Visit.objects.count() == 1


def test_only_somebody_sent_to_the_school_on_that_day_can_be_planned(enrolment, hub_lead):
    of_the_hub = make_role(Role.SPECIALIST, hub=enrolment.hub).person
    leaves = make_role(Role.SPECIALIST, enrolment=enrolment, ends_on=MONDAY).person
    elsewhere = make_role(Role.SPECIALIST, enrolment=make_enrolment(hub=enrolment.hub)).person
    for person in (of_the_hub, leaves, elsewhere):
        with pytest.raises(PermissionDenied, match=f"{person} is not sent to Tansy Hill on Tue"):
            plan(enrolment, person, by=hub_lead)
    assert plan(enrolment, leaves, by=hub_lead, on=MONDAY)


def test_in_the_first_year_visits_are_eight_school_weeks_apart_at_most(
    enrolment, specialist, terms, hub_lead
):
    """From 20 November: four weeks to 18 December, two of holiday, four to 29 January."""
    last, beyond = date(2027, 1, 29), date(2027, 2, 1)
    assert rules.may_visit_on(enrolment, specialist, last, today=TODAY)
    refusal = plain(rules.may_visit_on(enrolment, specialist, beyond, today=TODAY))
    assert "more than 8 school weeks after today" in refusal
    assert "Fri 29 Jan 2027 or a day before it" in refusal
    plan(enrolment, specialist, by=hub_lead)
    assert rules.may_visit_on(enrolment, specialist, beyond, today=TODAY)


def test_after_the_first_year_they_may_be_further_apart(enrolment, specialist):
    today = date(2027, 9, 3)
    assert rules.may_visit_on(enrolment, specialist, date(2027, 12, 10), today=today)


# Who


@pytest.mark.parametrize(
    ("role", "may_plan", "may_say_happened"),
    [
        (Role.SPECIALIST, True, True),
        (Role.HUB_LEAD, True, True),
        (Role.PROJECT_MANAGER, True, True),
        (Role.SUBJECT_LEADER, True, False),
        (Role.SENIOR_LEADER, True, False),
        (Role.HEADTEACHER, False, False),
        (Role.PROGRAMME_LEAD, False, False),
        (Role.STRATEGIC_LEAD, False, False),
        (Role.TEACHER, False, False),
        (Role.GOVERNOR, False, False),
        (Role.HOME_HEADTEACHER, False, False),
        (Role.EVALUATOR, False, False),
    ],
)
def test_who_plans_a_visit_and_who_says_that_it_happened(
    enrolment, specialist, role, may_plan, may_say_happened
):
    where = {
        Role.SPECIALIST: {"enrolment": enrolment},
        Role.HUB_LEAD: {"hub": enrolment.hub},
        Role.PROJECT_MANAGER: {"programme": enrolment.programme},
        Role.PROGRAMME_LEAD: {"programme": enrolment.programme},
        Role.STRATEGIC_LEAD: {"programme": enrolment.programme},
        Role.EVALUATOR: {"programme": enrolment.programme},
    }.get(role, {"school": enrolment.school})
    user = holder_of(role, **where)
    visit = make_visit(enrolment=enrolment, on=TODAY)
    assert bool(rules.may_plan(user, enrolment)) == may_plan
    at_school = make_visit(enrolment=enrolment, on=MONDAY, day_set_by=Side.SCHOOL)
    confirms = rules.may_confirm(user, visit) or rules.may_confirm(user, at_school)
    assert bool(confirms) == may_plan
    for rule in (rules.may_postpone, rules.may_cancel, rules.may_change):
        assert bool(rule(user, visit)) == may_plan
    assert bool(rules.may_say_happened(user, visit, today=TODAY)) == may_say_happened


def test_an_action_asks_its_rule_itself(enrolment, specialist):
    head = holder_of(Role.HEADTEACHER, school=enrolment.school)
    visit = make_visit(enrolment=enrolment, on=TODAY)
    with pytest.raises(PermissionDenied, match="Only the school’s subject leader"):
        plan(enrolment, specialist, by=head)
    with pytest.raises(PermissionDenied, match="Only the school’s subject leader"):
        actions.confirm_visit(visit=visit, by=make_administrator(), at=NOON)
    with pytest.raises(PermissionDenied, match="Only the specialist"):
        actions.say_happened(visit=visit, days=HALF, by=head, at=NOON)
    assert Visit.objects.get().state == "planned"


def test_nobody_visits_a_school_that_has_left(enrolment, hub_lead):
    enrolment.left_on, enrolment.why_left = date(2026, 11, 30), "funding"
    assert "has left" in rules.may_plan(hub_lead, enrolment).reason


# Its life


@pytest.mark.parametrize("state", Visit.State)
@pytest.mark.parametrize("verb", TRANSITIONS)
def test_every_step_is_taken_from_its_states_and_from_no_other(enrolment, hub_lead, verb, state):
    because = "Flood" if state == "cancelled" else ""
    visit = make_visit(enrolment=enrolment, on=TODAY, state=state, cancelled_because=because)
    steps = {
        "confirm": lambda: actions.confirm_visit(visit=visit, by=hub_lead, at=NOON),
        "postpone": lambda: put_off(visit, TUESDAY, by=hub_lead),
        "cancel": lambda: actions.cancel_visit(visit=visit, because="Ice", by=hub_lead, at=NOON),
        "happen": lambda: actions.say_happened(visit=visit, days=HALF, by=hub_lead, at=NOON),
    }
    if state in TRANSITIONS[verb].before:
        steps[verb]()
        visit.refresh_from_db()
        assert visit.state == TRANSITIONS[verb].after
    else:
        with pytest.raises(PermissionDenied, match=r"The visit is \w+: that stays as it is"):
            steps[verb]()


def test_a_visit_happens_on_its_day_and_not_before(enrolment, hub_lead):
    visit = make_visit(enrolment=enrolment, on=TODAY + timedelta(days=1))
    with pytest.raises(PermissionDenied, match="Say so when it has happened"):
        actions.say_happened(visit=visit, days=HALF, by=hub_lead, at=NOON)


def test_the_same_form_sent_twice_is_one_visit(enrolment, specialist, subject_leader):
    sent_id = uuid4()
    made = [
        plan(enrolment, specialist, by=subject_leader, sent_id=sent_id, purpose="Talk")
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Visit.objects.get().purpose_by == subject_leader.person
    assert Event.objects.filter(verb="planned").count() == 1


def test_putting_off_is_noted_and_the_new_day_is_to_be_confirmed(enrolment, hub_lead):
    visit = make_visit(enrolment=enrolment, on=MONDAY, state="confirmed")
    said = put_off(visit, TUESDAY, by=hub_lead, reason="illness")
    visit.refresh_from_db()
    assert (visit.on, visit.state) == (TUESDAY, "planned")
    assert (said.from_day, said.to_day, said.why) == (MONDAY, TUESDAY, "Illness")
    assert said.said_by == hub_lead.person


def test_a_reason_that_is_in_no_list_is_refused_and_nothing_is_changed(enrolment, hub_lead):
    visit = make_visit(enrolment=enrolment, on=MONDAY)
    with pytest.raises(ValidationError, match="Choose one of the reasons"):
        put_off(visit, TUESDAY, by=hub_lead, reason="boredom")
    visit.refresh_from_db()
    assert visit.on == MONDAY


def test_a_change_that_cannot_be_logged_is_not_made(enrolment, hub_lead, monkeypatch):
    visit = make_visit(enrolment=enrolment, on=MONDAY)

    def fails(**_):
        raise OSError

    monkeypatch.setattr(log, "record", fails)
    with pytest.raises(OSError), transaction.atomic():  # noqa: PT011
        put_off(visit, TUESDAY, by=hub_lead)
    visit.refresh_from_db()
    assert visit.on == MONDAY
    assert not Postponement.objects.exists()


# In the database


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"days": "0.30"}, "visit_is_a_quarter_to_two_days_long"),
        ({"days": "2.25"}, "visit_is_a_quarter_to_two_days_long"),
        ({"state": "cancelled"}, "visit_that_is_cancelled_has_a_reason"),
        ({"cancelled_because": "Ice"}, "visit_that_is_cancelled_has_a_reason"),
        ({"purpose": "Talk", "purpose_by": None}, "visit_purpose_is_somebodys"),
    ],
)
def test_a_visit_that_cannot_be_is_refused_by_the_database(enrolment, wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        make_visit(enrolment=enrolment, **wrong)


@pytest.mark.parametrize("hour", [None, time(9)])
def test_a_specialist_is_at_one_visit_at_a_time(enrolment, hour):
    first = make_visit(enrolment=enrolment, starts_at=hour)
    with pytest.raises(IntegrityError, match="one_visit_at_a_time"), transaction.atomic():
        make_visit(enrolment=enrolment, starts_at=hour)
    make_visit(enrolment=enrolment, starts_at=time(13))
    Visit.objects.filter(pk=first.pk).update(state="cancelled", cancelled_because="Ice")
    make_visit(enrolment=enrolment, starts_at=hour)


def test_the_site_can_neither_change_a_postponement_nor_remove_a_visit(enrolment):
    visit = make_visit(enrolment=enrolment)
    said = Postponement.objects.create(
        visit=visit, from_day=MONDAY, to_day=TUESDAY, side="school", reason="cover",
        said_by=visit.specialist, said_at=NOON,
    )  # fmt: skip
    user = make_colleague().user
    for write in (
        lambda: Postponement.objects.filter(pk=said.pk).update(reason="other"),
        lambda: Postponement.objects.filter(pk=said.pk).delete(),
        lambda: Visit.objects.filter(pk=visit.pk)._raw_delete("default"),
    ):
        with acting_as(user.pk), pytest.raises(ProgrammingError), transaction.atomic():
            write()
