"""A deployment goes its way by the table: three sign, access follows its dates, nothing is lost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.audit.models import Event
from leadwell.people import access as people
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Reach, Without, table
from leadwell.people.roles import actions as roles
from leadwell.prepare.deploying.agreeing import access, actions, holding
from leadwell.prepare.deploying.agreeing.actions import closing
from leadwell.prepare.deploying.agreeing.transitions import NEEDS, TRANSITIONS
from leadwell.prepare.models import (
    Deployment,
    DeploymentDays,
    DeploymentSignature,
    DeploymentState,
)
from leadwell.prepare.passing import pass_on
from leadwell.programmes.models import Enrolment
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_enrolment,
    make_programme,
    make_role,
    make_school,
    make_trust,
)
from tests.prepare.deploying.conftest import TERMS
from tests.sent import make_deployment, make_specialist

pytestmark = pytest.mark.django_db
State = DeploymentState
A_DAY = timedelta(days=1)


def refused(act, **said):
    with pytest.raises(PermissionDenied) as reason, transaction.atomic():
        act(**said)
    return str(reason.value).replace("\xa0", " ")


def state_of(deployment):
    deployment.refresh_from_db()
    return deployment.state


def test_every_step_says_what_it_needs():
    assert set(NEEDS) == set(TRANSITIONS)


def test_three_sign_in_their_order_and_then_access_begins(
    propose, sign, specialist, home_head, host_head, hub_lead
):
    own = specialist.person.user
    deployment = propose()
    assert not access.deployments_for(own).exists()
    assert not access.deployments_for(host_head).exists()
    assert access.deployments_for(home_head).get() == deployment
    assert access.deployments_for(hub_lead).get() == deployment
    said = refused(sign, deployment=deployment, verb="host", by=host_head)
    assert "Only the head of the host school" in said  # who does not even read it yet
    sign(deployment, "release", home_head)
    assert access.deployments_for(own).get() == access.deployments_for(host_head).get()
    assert "Only the head of the host school" in refused(
        sign, deployment=deployment, verb="host", by=home_head
    )
    sign(deployment, "host", host_head)
    sign(deployment, "accept", own)
    assert state_of(deployment) == State.ACTIVE
    role = deployment.role
    assert (role.starts_on, role.ends_on) == (TERMS["starts_on"], TERMS["ends_on"])
    assert deployment.first_contact.due_on == TERMS["starts_on"] + timedelta(days=7)
    assert deployment.mid_review.due_on == TERMS["review_on"]
    assert DeploymentSignature.objects.filter(deployment=deployment).count() == 3
    verbs = deployment.steps.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["propose", "release", "host", "accept", "begin"]
    assert Event.objects.filter(verb="begin").exists()


def test_it_waits_for_the_memorandum_and_is_begun_then(
    propose, sign, specialist, enrolment, home_head, host_head, hub_lead
):
    Enrolment.objects.update(work_agreed_on=None)
    enrolment.refresh_from_db()
    deployment = propose()
    sign(deployment, "release", home_head)
    sign(deployment, "host", host_head)
    sign(deployment, "accept", specialist.person.user)
    assert state_of(deployment) == State.ACCEPTED
    assert not RoleHeld.objects.filter(enrolment=enrolment).exists()
    said = refused(actions.begin, deployment=deployment, by=hub_lead, at=NOON)
    assert "memorandum of understanding" in said
    Enrolment.objects.update(work_agreed_on=NOON.date())
    actions.begin(deployment=deployment, by=hub_lead, at=NOON)
    assert state_of(deployment) == State.ACTIVE


def test_nothing_begins_without_a_check_or_with_an_interest(
    propose, sign, specialist, enrolment, home_head, host_head, hub_lead
):
    deployment = propose()
    sign(deployment, "release", home_head)
    sign(deployment, "host", host_head)
    specialist.checked_until = date(2026, 11, 22)
    specialist.save()
    sign(deployment, "accept", specialist.person.user)
    assert state_of(deployment) == State.ACCEPTED
    said = refused(actions.begin, deployment=deployment, by=hub_lead, at=NOON)
    assert "check" in said
    specialist.checked_until = date(2029, 8, 31)
    specialist.save()
    specialist.interests.create(school=enrolment.school, text="A sister", declared_on=NOON.date())
    said = refused(actions.begin, deployment=deployment, by=hub_lead, at=NOON)
    assert "declared an interest" in said


def test_what_is_signed_is_what_was_read_and_stays(propose, sign, home_head, host_head, hub_lead):
    deployment = propose()
    with pytest.raises(PermissionDenied, match="changed since you opened"):
        actions.sign(
            verb="release", deployment=deployment, shown="0" * 64, authenticated_at=NOON,
            by=home_head, at=NOON,
        )  # fmt: skip
    sign(deployment, "release", home_head)
    said = refused(
        actions.change_deployment, deployment=deployment, days={2026: Decimal(9)}, by=hub_lead,
        at=NOON, pattern="Fridays",
    )  # fmt: skip
    assert "not done from there" in said
    for change in ({"outcomes": "Less"}, {"ends_on": date(2027, 8, 1)}, {"to_home": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Deployment.objects.filter(pk=deployment.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeploymentDays.objects.update(agreed=9)


def test_days_are_promised_once_and_who_to_ask_is_named(propose, specialist, home_head, enrolment):
    for n in range(1, 7):
        specialist.days_available.create(academic_year=2026, half_term=n, days=Decimal("2.5"))
    other = make_deployment(specialist=specialist, days=14, state="active")
    said = refused(propose, days=3)
    assert "14 of 15 days of 2026/27 are taken: 3 more would be 17" in said
    assert f"Ask {home_head.name}, head of Alder Bank, for more days" in said
    # Once it is over, the days that were given count.
    actions.count_given(
        enrolment=other.enrolment_id, person=specialist.person_id,
        happened=[(date(2026, 11, 10), Decimal(5)), (date(2026, 10, 1), Decimal(1))],
    )  # fmt: skip
    assert DeploymentDays.objects.get(deployment=other).given == 5  # not what was before it began
    closing.close(
        other, last_day=NOON.date(), because="Moved", by=holder_of(Role.HUB_LEAD, hub=enrolment.hub),
        at=NOON,
    )  # fmt: skip
    assert propose(days=10).state == State.PROPOSED


def test_declining_frees_the_days_and_the_school_that_declined_is_remembered(
    propose, sign, home_head, host_head, hub_lead
):
    deployment = propose(days=15)
    sign(deployment, "release", home_head)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.decline(deployment=deployment, because="", by=host_head, at=NOON)
    actions.decline(deployment=deployment, because="Not this term", by=host_head, at=NOON)
    deployment.refresh_from_db()
    assert (deployment.state, deployment.declined_by) == (State.DECLINED, "host")
    assert "declined by the school before" in refused(propose, days=15)


def test_suspended_loses_the_school_with_the_day_and_comes_back(active, hub_lead, specialist):
    own = specialist.person.user
    seen = active.enrolment
    said = refused(actions.suspend, deployment=active, because="Ill", by=own, at=NOON)
    assert "who leads the hub" in said
    begun = NOON + timedelta(days=10)
    with time_machine.travel(begun, tick=False):
        actions.suspend(deployment=active, because="Long illness", by=hub_lead, at=begun)
        assert people.enrolments_for(own, key="plan").filter(pk=seen.pk).exists()
    later = begun + timedelta(days=5)
    with time_machine.travel(later, tick=False):
        assert not people.enrolments_for(own, key="plan").exists()
        actions.resume(deployment=active, by=hub_lead, at=later)
        assert people.enrolments_for(own, key="plan").get() == seen
    assert state_of(active) == State.ACTIVE
    assert active.role.ends_on == TERMS["ends_on"]


def test_at_its_end_it_ends_by_itself_and_the_host_head_says_what_came_of_it(
    active, hub_lead, host_head, specialist
):
    after = NOON.replace(year=2027, month=7, day=17)
    with time_machine.travel(after, tick=False):
        assert actions.finish_over(at=after) == 1
        assert actions.finish_over(at=after) == 0
        assert state_of(active) == State.ENDED
        assert active.mid_review.skipped_because
        due = active.evaluation_due
        assert due.due_on == date(2027, 7, 30)
        seen = closing.Seen(active.priorities[0], "some", "Year 4 draw bars")
        fields = {"effects": [seen], "satisfaction": 4, "words": "", "at": after}
        said = refused(actions.evaluate, deployment=active, by=hub_lead, **fields)
        assert "Only the head of the host school" in said
        actions.evaluate(deployment=active, by=host_head, **fields)
        actions.comment(deployment=active, text="A good year", by=specialist.person.user, at=after)
    due.refresh_from_db()
    assert due.met_on == after.date()
    assert state_of(active) == State.EVALUATED


def test_a_role_that_ended_otherwise_ends_the_deployment(active, hub_lead):
    on = NOON + timedelta(days=20)
    roles.close_role(active.role, last_day=on.date(), by=hub_lead, at=on)
    assert actions.finish_over(at=on + A_DAY) == 1
    active.refresh_from_db()
    assert active.ended_on == on.date()


def test_who_is_replaced_goes_with_a_visit_together_for_a_reason(
    active, propose, sign, enrolment, home_head, host_head, hub_lead, specialist
):
    other = make_specialist(hub=enrolment.hub, home=specialist.home)
    follower = propose(specialist=other, follows=active, because="Moves to another town")
    said = refused(propose, specialist=make_specialist(home=specialist.home), follows=active)
    assert "already" in said
    for verb, by in (
        ("release", home_head), ("host", host_head), ("accept", other.person.user),
    ):  # fmt: skip
        sign(follower, verb, by)
    assert state_of(follower) == State.ACTIVE
    assert state_of(active) == State.ACTIVE  # until they have been there together
    handover = active.role.handed_to
    assert handover.coming.person == other.person
    assert {step.kind for step in handover.steps.all()} == {
        "brief",
        "call",
    }  # the visit is promised
    open_action = make_action(enrolment=enrolment, owner=specialist.person)
    on = NOON + timedelta(days=10)
    with time_machine.travel(on, tick=False):
        actions.say_handover(deployment=follower, on=on.date(), by=other.person.user, at=on)
    active.refresh_from_db()
    assert (active.state, active.because) == (State.ENDED, "Moves to another town")
    assert active.role.ends_on == on.date()
    assert pass_on(at=on + A_DAY) == 1
    open_action.refresh_from_db()
    assert open_action.owner == other.person


def test_who_is_sent_there_already_goes_on_with_the_same_role(
    propose, sign, specialist, enrolment, home_head, host_head
):
    known = RoleHeld.objects.create(
        person=specialist.person, role=Role.SPECIALIST, enrolment=enrolment,
        school=enrolment.school, starts_on=date(2026, 9, 1),
    )  # fmt: skip
    deployment = propose()
    for verb, by in (
        ("release", home_head), ("host", host_head), ("accept", specialist.person.user),
    ):  # fmt: skip
        sign(deployment, verb, by)
    known.refresh_from_db()
    assert (known.starts_on, known.ends_on) == (date(2026, 9, 1), TERMS["ends_on"])
    assert Deployment.objects.get().role == known


def test_it_is_whole_or_not_at_all(propose, sign, specialist, home_head, host_head, monkeypatch):
    deployment = propose()
    sign(deployment, "release", home_head)
    sign(deployment, "host", host_head)
    monkeypatch.delattr("leadwell.people.roles.actions.send_to_school")
    with pytest.raises(AttributeError), transaction.atomic():
        sign(deployment, "accept", specialist.person.user)
    assert state_of(deployment) == State.HOSTED
    assert DeploymentSignature.objects.count() == 2


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "released", "is_released": False},
        {"state": "active", "role": None},
        {"state": "declined"},
        {"state": "ended"},
        {"priorities": []},
        {"priorities": ["a", "b", "c", "d"]},
        {"review_on": date(2026, 10, 1)},
        {"outcomes": ""},
    ],
)
def test_the_database_holds_what_an_agreement_is(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_deployment(**broken)


def test_nobody_is_deployed_to_their_own_school_by_the_database_either():
    enrolment = make_enrolment()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_deployment(enrolment=enrolment, home=enrolment.school)


RECORDS = sorted(
    {
        (key, grant.operation)
        for key, record in table().items()
        for grant in record.grants
        if grant.role == Role.SPECIALIST and grant.reach == Reach.ASSIGNED
    }
)
SPAN = st.tuples(st.integers(0, 200), st.integers(0, 300), st.integers(-3, 520))


@given(SPAN)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_access_by_deployment_is_that_of_its_dates_for_every_record(
    propose, sign, specialist, home_head, host_head, enrolment, span
):
    """Of every record that a specialist reads or writes at a school, and on no other day."""
    begins, length, probed = span
    first = TERMS["starts_on"] + begins * A_DAY
    last = min(first + length * A_DAY, date(2028, 7, 21))
    probe = first + (probed - 10) * A_DAY
    own = specialist.person.user
    with transaction.atomic():
        deployment = propose(
            starts_on=first, ends_on=last, review_on=first,
            days={2026: Decimal(1), 2027: Decimal(1)},
        )  # fmt: skip
        for verb, by in (("release", home_head), ("host", host_head), ("accept", own)):
            sign(deployment, verb, by)
        for day in {probe, first - A_DAY, first, last, last + A_DAY}:
            at = NOON.replace(year=day.year, month=day.month, day=day.day)
            with time_machine.travel(at, tick=False):
                wanted = first <= day <= last
                for key, operation in RECORDS:
                    found = people.enrolments_for(
                        own, key=key, operation=operation, leaving_out=frozenset(Without)
                    )
                    said = found.filter(pk=enrolment.pk).exists()
                    assert said == wanted, (key, operation, day)
        transaction.set_rollback(True)


@given(st.booleans(), st.booleans(), st.booleans())
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_is_sent_to_their_own_school_or_trust_unless_the_trust_runs_it(
    propose, is_own, is_trust, is_internal
):
    with transaction.atomic():
        trust = make_trust("Alder Trust")
        rule_set = "trust-internal" if is_internal else "SSIF-2017"
        programme = make_programme(rule_set=rule_set)
        host = make_enrolment(programme=programme, school=make_school(trust=trust))
        home = host.school if is_own else make_school(trust=trust if is_trust else None)
        sent = make_specialist(hub=host.hub, home=home)
        make_role(Role.HOME_HEADTEACHER, school=home)
        lead = holder_of(Role.HUB_LEAD, hub=host.hub)
        may = not is_own and (not is_trust or is_internal)
        told = {"enrolment": host, "specialist": sent, "by": lead}
        if may:
            assert propose(**told).home == home
        else:
            assert "works" in refused(propose, **told)
        transaction.set_rollback(True)


ENDS = date(2027, 3, 1)


def renewed(deployment) -> list[str]:
    steps = deployment.steps.filter(verb="renew").order_by("pk")
    return [because.replace("\xa0", " ") for because in steps.values_list("because", flat=True)]


def test_what_ends_before_the_agreement_is_said_when_it_is_proposed(
    client, propose, specialist, hub_lead
):
    specialist.checked_until = ENDS
    specialist.save()
    specialist.credentials.update(ends_on=date(2027, 4, 1))
    deployment = propose()
    why = (
        "The check counts until Mon 1 Mar 2027 and the credential holds until Thu 1 Apr 2027, and the "
        "agreement goes on to Fri 16 July 2027. Have them renewed."
    )
    assert renewed(deployment) == [why]
    client.force_login(hub_lead)
    shown = client.get(deployment.get_absolute_url())
    assert shown.context["page"].to_renew.replace("\xa0", " ") == why
    assert ("To be renewed", deployment.steps.get(verb="renew")) in shown.context["page"].steps

    specialist.checked_until = date(2029, 8, 31)  # it was renewed
    specialist.save()
    specialist.credentials.create(
        kind="SLE", issuer="Larkwater Teaching School", starts_on=date(2027, 4, 2)
    )
    shown = client.get(deployment.get_absolute_url())
    assert "Ends too soon." not in shown.text
    assert renewed(deployment) == [why]  # what was said stays


def test_where_both_hold_to_the_last_day_nothing_is_said(propose):
    assert renewed(propose()) == []


def test_nobody_is_proposed_whose_check_or_credential_is_over_on_the_first_day(propose, specialist):
    specialist.checked_until = date(2026, 11, 22)
    specialist.save()
    said = refused(propose)
    assert "counted until Sun 22 Nov 2026, and not on Mon 23 Nov 2026." in said
    assert "Say on the register when a new one was seen." in said
    specialist.checked_until = date(2026, 11, 23)
    specialist.save()
    specialist.credentials.update(ends_on=date(2026, 11, 22))
    assert "No credential of" in refused(propose)
    specialist.credentials.update(ends_on=date(2026, 11, 23))
    assert renewed(propose())


def test_a_changed_first_day_asks_again(propose, specialist, hub_lead):
    deployment = propose()
    specialist.checked_until = ENDS
    specialist.save()
    asked = {"deployment": deployment, "days": {2026: Decimal(8)}, "by": hub_lead, "at": NOON}
    said = refused(
        actions.change_deployment, starts_on=date(2027, 3, 2), review_on=date(2027, 4, 1), **asked
    )
    assert "counted until Mon 1 Mar 2027" in said
    deployment.refresh_from_db()
    assert deployment.starts_on == TERMS["starts_on"]
    actions.change_deployment(pattern="Fridays", **asked)
    assert len(renewed(deployment)) == 1


def test_nothing_begins_without_a_credential(
    propose, sign, specialist, home_head, host_head, hub_lead
):
    deployment = propose()
    sign(deployment, "release", home_head)
    sign(deployment, "host", host_head)
    specialist.credentials.update(ends_on=date(2026, 11, 22))
    sign(deployment, "accept", specialist.person.user)
    assert state_of(deployment) == State.ACCEPTED
    said = refused(actions.begin, deployment=deployment, by=hub_lead, at=NOON)
    assert "No credential of" in said


def test_what_has_ended_meanwhile_is_said_so_and_a_new_credential_after_a_gap_counts(
    active, specialist
):
    """The first credential ends on 1 March; another begins on the 10th."""
    specialist.credentials.update(ends_on=ENDS)

    def told(on):
        active.refresh_from_db()
        return holding.to_renew(active, on=on).replace("\xa0", " ")

    assert told(date(2027, 1, 4)).startswith("The credential holds until Mon 1 Mar 2027, and")
    assert told(date(2027, 3, 5)).startswith("The credential held until Mon 1 Mar 2027, and")
    specialist.credentials.create(
        kind="SLE", issuer="Larkwater Teaching School", starts_on=date(2027, 3, 10)
    )
    assert told(date(2027, 3, 5)).startswith("The credential held until Mon 1 Mar 2027, and")
    assert told(date(2027, 3, 15)) == ""
