"""When a key person changes: one form, the same day, nothing lost, nothing seen that is past."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from leadwell.people import access
from leadwell.people.models import Capacity, Handover, HandoverStep, Person, Role, RoleHeld
from leadwell.people.roles import actions, handing, rules
from leadwell.people.roles.actions import Newcomer
from leadwell.people.roles.ended import ended_for
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import ImplementationStage
from leadwell.schools.models import HalfTerm
from tests.factories import NOON, holder_of, make_administrator, make_role, make_school
from tests.people.roles.conftest import as_seen, days, n_queries, named, nobody_yet

pytestmark = pytest.mark.django_db

GRETA = {"name": "Greta Moss", "email": "greta@marlpit.example", "phone": "", "post": "Headteacher"}


def form_of(role) -> str:
    return reverse("people:role-hand-over", args=[role.pk])


def new_head(first, **more) -> dict[str, object]:
    return {"person": "new", "capacity": "full", "first_day": first.isoformat()} | GRETA | more


@pytest.fixture
def handed(world, today) -> Handover:
    """Greta follows Ada from today."""
    return actions.hand_over(
        role=world.head_role, to=Newcomer("Greta Moss", "greta@marlpit.example"), first_day=today,
        by=world.hub_lead, at=NOON,
    )  # fmt: skip


def test_one_form_changes_the_head_of_a_school(signed_in, world, today):
    first = today + days(10)
    response = signed_in(world.hub_lead).post(
        form_of(world.head_role), new_head(first), follow=True
    )
    assert "Greta Moss follows Ada Marsh" in response.text

    world.head_role.refresh_from_db()
    greta = Person.objects.get(email="greta@marlpit.example")
    follows = greta.roles.get()
    assert (world.head_role.ends_on, follows.starts_on) == (first - days(1), first)
    assert follows.school == world.school
    assert greta.home_school == world.school, "typed nowhere, known all the same"
    assert [step.get_kind_display() for step in Handover.objects.get().steps.all()] == [
        "Read “your school so far”",
        "Note the change as a risk",
        "Thirty-minute handover call with the specialist or hub lead",
        "Confirm the school’s agreement",
        "Look again at how ready the school is",
        "Trim the plan if there is less time for it",
        "Tell the governors",
    ]


def test_what_is_to_do_is_due_by_school_days_of_that_school(world):
    """Term ends on Fri 18 Dec and begins again on Tue 5 Jan: from 14 December the 5th school day is
    the 18th, the 10th is 11 January and the 20th the 25th."""
    autumn = {
        "term": "autumn",
        "number": 2,
        "starts_on": date(2026, 11, 2),
        "ends_on": date(2026, 12, 18),
    }
    spring = {
        "term": "spring",
        "number": 1,
        "starts_on": date(2027, 1, 5),
        "ends_on": date(2027, 2, 12),
    }
    for half in (autumn, spring):
        HalfTerm.objects.create(school=world.school, academic_year=2026, **half)
    steps = handing.steps_of(world.head_role, first_day=date(2026, 12, 14))
    due = {step.kind: step.due_on for step in steps}
    assert [due[kind] for kind in ("brief", "call", "reaffirm")] == [
        date(2026, 12, 18), date(2027, 1, 11), date(2027, 1, 25),
    ]  # fmt: skip


def test_the_form_says_before_what_moves_what_stays_and_what_will_be_to_do(signed_in, world, today):
    for what, shift in (("self-audit", -4), ("review", 30)):
        programmes.promise(
            enrolment=world.enrolment, kind=what, due_on=today + days(shift), by=world.manager,
            at=NOON,
        )  # fmt: skip
    text = signed_in(world.hub_lead).get(form_of(world.head_role)).text
    for words in ("What moves", "What stays", "What Ada Marsh wrote and signed stays under",
                  "Confirm the school’s agreement", "Ben Ford",
                  "2 open promises of the school, 1 of them past its day"):  # fmt: skip
        assert words in text


def test_access_moves_on_the_day_and_not_before(world, today):
    first = today + days(3)
    greta = named("Greta Moss", Role.TEACHER, school=world.school).person
    actions.hand_over(role=world.head_role, to=greta, first_day=first, by=world.hub_lead, at=NOON)

    def roles(user, on):
        return {one.role for one in access.held(user, on=on)}

    assert roles(world.head, first - days(1)) == {Role.HEADTEACHER}
    assert roles(world.head, first) == {None}
    assert roles(greta.user, first - days(1)) == {Role.TEACHER}
    assert roles(greta.user, first) == {Role.TEACHER, Role.HEADTEACHER}


def test_a_vacancy_is_filled_by_a_contact_at_the_trust_in_the_same_form(signed_in, world, today):
    response = signed_in(world.hub_lead).post(
        form_of(world.head_role), new_head(today + days(1), capacity="vacancy"), follow=True
    )
    follows = Person.objects.get(name="Greta Moss").roles.get()
    assert follows.capacity == Capacity.VACANCY
    assert follows.person.home_school is None, "a contact at the trust does not work at the school"
    assert "Confirm the school’s agreement" not in response.text, "nobody can yet"


def test_an_interim_head_becomes_head_without_a_handover_to_oneself(world, today):
    RoleHeld.objects.filter(pk=world.head_role.pk).update(capacity=Capacity.INTERIM)
    world.head_role.refresh_from_db()
    handover = actions.hand_over(
        role=world.head_role, to=world.head_role.person, first_day=today, by=world.hub_lead, at=NOON
    )
    assert handover.coming.capacity == Capacity.FULL
    assert handover.closed_at == NOON


def test_the_deputy_who_follows_is_deputy_no_more(world, today):
    deputy = make_role(
        Role.SUBJECT_LEADER, school=world.school, capacity=Capacity.DEPUTY, person=nobody_yet()
    )
    actions.hand_over(
        role=world.leader_role, to=deputy.person, first_day=today, by=world.head, at=NOON
    )
    deputy.refresh_from_db()
    assert deputy.ends_on == today - days(1)
    now = deputy.person.roles.live_on(today).get()
    assert (now.role, now.capacity) == (Role.SUBJECT_LEADER, Capacity.FULL)


def test_what_else_ends_is_ticked_in_the_same_form(signed_in, world, today):
    link = make_role(Role.SENIOR_LEADER, school=world.school, person=world.head_role.person)
    first = today + days(5)
    client = signed_in(world.hub_lead)
    assert "Senior leader, Marlpit Primary" in client.get(form_of(world.head_role)).text
    client.post(form_of(world.head_role), new_head(first, with_it=[str(link.pk)]))
    link.refresh_from_db()
    assert link.ends_on == first - days(1)


def test_whoever_has_the_address_already_is_who_follows(world, today):
    known = nobody_yet("Greta M.", email="Greta@Marlpit.example")
    handover = actions.hand_over(
        role=world.head_role, to=Newcomer("Greta Moss", "greta@marlpit.example"), first_day=today,
        by=world.hub_lead, at=NOON,
    )  # fmt: skip
    assert handover.coming.person == known


def test_who_is_sent_by_an_agreement_is_replaced_there(signed_in, world, today):
    deployed = make_role(Role.SPECIALIST, enrolment=world.enrolment, person=nobody_yet("Hal Bray"))
    client = signed_in(world.hub_lead)

    refused = client.get(form_of(deployed))
    assert refused.status_code == 403
    assert "Replace the specialist there" in refused.text
    with pytest.raises(PermissionDenied, match="Hal Bray is sent to the school by an agreement"):
        actions.hand_over(
            role=deployed, to=nobody_yet("Jon Dane"), first_day=today, by=world.hub_lead, at=NOON
        )

    theirs = client.get(deployed.person.get_absolute_url()).text
    assert form_of(deployed) not in theirs
    ending = client.get(reverse("people:role-end", args=[deployed.pk])).text
    assert "replace the specialist there instead" in ending


def test_a_school_in_no_programme_has_nothing_to_do(today):
    head = make_role(Role.HEADTEACHER, school=make_school())
    handover = actions.hand_over(
        role=head, to=nobody_yet(), first_day=today, by=make_administrator(), at=NOON
    )
    assert not handover.steps.exists()
    assert handover.closed_at


def test_where_there_is_no_hub_its_steps_are_the_project_managers(world, today):
    type(world.enrolment).objects.filter(pk=world.enrolment.pk).update(hub=None)
    handover = actions.hand_over(
        role=world.head_role, to=nobody_yet(), first_day=today, by=world.manager, at=NOON
    )
    whose = {step.for_role for step in handover.steps.all()}
    assert Role.PROJECT_MANAGER in whose
    assert Role.HUB_LEAD not in whose


@pytest.mark.parametrize("shift", [0, -30])
def test_who_follows_begins_after_who_leaves_began(world, shift):
    first = world.head_role.starts_on + days(shift)
    may = rules.may_hand_over(world.hub_lead, world.head_role, first_day=first)
    assert "Whoever follows can begin the day after" in may.reason


def test_nobody_hands_a_role_over_to_themselves(world, today):
    with pytest.raises(PermissionDenied, match="Nobody gives a role to themselves"):
        actions.hand_over(
            role=world.head_role, to=world.hub_lead.person, first_day=today, by=world.hub_lead,
            at=NOON,
        )  # fmt: skip
    assert not Handover.objects.exists()


def test_a_role_is_handed_over_once(signed_in, world, handed):
    response = signed_in(world.hub_lead).get(form_of(world.head_role))
    assert response.status_code == 403
    assert "handed over already" in response.text


def test_a_head_does_not_name_their_own_successor_and_is_told_who_does(signed_in, world):
    response = signed_in(world.head).get(form_of(world.head_role))
    assert response.status_code == 403
    assert "Those can who look after the programme, the hub or the school" in response.text


@pytest.mark.parametrize("role", [Role.SENIOR_LEADER, Role.TEACHER, Role.GOVERNOR, Role.HUB_LEAD])
def test_the_form_is_there_for_every_role(signed_in, world, role):
    scope = {Role.HUB_LEAD: {"hub": world.tamar}}
    held = make_role(role, person=nobody_yet(), **scope.get(role, {"school": world.school}))
    text = signed_in(world.manager).get(form_of(held)).text
    assert "Who follows Fay North?" in text
    assert "Interim head" not in text
    assert "What else ends" not in text


def test_naming_nobody_says_so(signed_in, world, today):
    client = signed_in(world.hub_lead)
    missing = client.post(form_of(world.head_role), new_head(today, name=""))
    assert "Write the name" in missing.text
    nobody = client.post(form_of(world.head_role), {"first_day": today.isoformat()})
    assert "Say who" in nobody.text
    assert not Handover.objects.exists()


# The page of a handover


def page_of(handover) -> str:
    return reverse("people:handover", args=[handover.pk])


def done(step) -> str:
    return reverse("people:step-done", args=[step.pk])


def test_each_ticks_what_is_theirs_and_the_hub_lead_everything(signed_in, world, handed):
    brief, risk = (handed.steps.get(kind=kind) for kind in ("brief", "risk"))
    plan = handed.steps.get(kind="plan")

    text = signed_in(world.leader).get(page_of(handed)).text
    assert done(plan) in text
    assert done(risk) not in text

    response = signed_in(world.leader).post(done(risk))
    assert response.status_code == 403
    assert "This is for the hub lead to do." in response.text

    assert signed_in(world.leader).post(done(plan), follow=True).status_code == 200
    signed_in(world.hub_lead).post(done(brief))
    plan.refresh_from_db()
    assert plan.done_by == world.leader.person
    assert "2 of 7 done" in signed_in(world.hub_lead).get(page_of(handed)).text


def test_a_head_of_another_school_ticks_nothing_and_sees_nothing(signed_in, world, handed):
    other = RoleHeld.objects.get(school=world.elsewhere.school).person.user
    client = signed_in(other)
    assert as_seen(client.get(page_of(handed))) == as_seen(client.get("/handovers/999999/"))
    assert client.post(done(handed.steps.first())).status_code == 404


def test_ticking_is_never_a_visit_and_never_done_twice(signed_in, world, handed):
    step = handed.steps.first()
    client = signed_in(world.hub_lead)
    assert client.get(done(step)).status_code == 405
    client.post(done(step))
    twice = client.post(done(step))
    assert (twice.status_code, "This was done already." in twice.text) == (403, True)


def test_the_last_step_closes_the_handover(world, handed):
    for step in handed.steps.all():
        actions.finish_step(step=step, by=world.hub_lead, at=NOON)
    handed.refresh_from_db()
    assert handed.closed_at == NOON


def test_an_administrator_without_a_person_can_tick_too(handed):
    alice = make_administrator(name="Alice")
    actions.finish_step(step=handed.steps.first(), by=alice, at=NOON)
    assert handed.steps.exclude(done_by=None).get().done_by.user == alice


def test_a_step_past_its_day_says_so(signed_in, world, handed):
    HandoverStep.objects.filter(handover=handed, kind="risk").update(due_on="2026-01-05")
    assert "was due Mon\xa05\xa0Jan" in signed_in(world.hub_lead).get(page_of(handed)).text


def test_the_page_asks_the_database_no_more_for_more_steps(signed_in, world, handed, today):
    client = signed_in(world.hub_lead)
    many = n_queries(client, page_of(handed))
    handed.steps.exclude(kind="call").delete()
    assert n_queries(client, page_of(handed)) == many


def test_a_handover_to_nobody_yet_has_a_page_too(signed_in, world):
    handover = Handover.objects.create(leaving=world.leader_role, opened_at=NOON)
    client = signed_in(world.hub_lead)
    assert "Nobody follows Ben Ford yet" in client.get(page_of(handover)).text
    contacts = reverse("people:school-people", args=[world.school.urn])
    assert "Ben Ford leaves: what is still to do" in client.get(contacts).text


# Who has left


def test_the_old_head_is_told_at_home_and_everything_else_answers_as_if_not_there(
    signed_in, world, handed
):
    client = signed_in(world.head)
    mine = reverse("people:person", args=[world.head.person.pk])
    home = client.get(reverse("people:people")).text
    for page in (home, client.get(mine).text):
        assert "Your role here has ended." in page
        assert "Headteacher, Marlpit Primary" in page
    assert "Greta" not in home
    for path in (
        reverse("people:school-people", args=[world.school.urn]),
        reverse("reporting:so-far", args=[world.school.urn]),
        page_of(handed),
        reverse("people:person", args=[world.leader.person.pk]),
    ):
        gone = client.get(path)
        nowhere = client.get(re.sub(r"\d+", "999999", path))
        assert gone.status_code == 404
        assert as_seen(gone) == as_seen(nowhere)


def test_somebody_whose_role_goes_on_elsewhere_or_again_is_told_nothing(world, today):
    assert ended_for(world.head) == []
    RoleHeld.objects.filter(pk=world.leader_role.pk).update(ends_on=today - days(1))
    make_role(
        Role.SUBJECT_LEADER, person=world.leader_role.person, school=world.school, starts_on=today
    )
    assert ended_for(world.leader) == []


def test_the_piece_for_the_first_page_is_empty_for_everybody_else(world):
    request = RequestFactory().get("/")
    request.user = world.leader
    said = Template("{% load people %}{% roles_ended %}").render(Context({"request": request}))
    assert said.strip() == ""


# Your school so far


def so_far(world) -> str:
    return reverse("reporting:so-far", args=[world.school.urn])


def test_the_new_head_reads_what_the_school_is_in_who_is_who_and_what_is_wanted(
    signed_in, world, today, handed
):
    programmes.begin_stage(
        enrolment=world.enrolment, stage=ImplementationStage.DELIVER, on=today, by=world.manager,
        at=NOON,
    )  # fmt: skip
    for what, shift in (("self-audit", -4), ("governors’ report", 30), ("review", 300)):
        programmes.promise(
            enrolment=world.enrolment, kind=what, due_on=today + days(shift), by=world.manager,
            at=NOON,
        )  # fmt: skip
    make_role(Role.SPECIALIST, enrolment=world.enrolment, person=nobody_yet("Hal Bray"))
    greta = handed.coming.person
    user = actions.invite(person=greta, site="https://x.example", by=world.hub_lead, at=NOON)

    text = signed_in(user).get(so_far(world)).text

    for words in ("Number Sense", "Exe hub", "Deliver", "Self-audit, was due", "1 promise is past",
                  "Governors’ report, by", "Hal Bray, lead practitioner", "Ben Ford",
                  "Confirm the school’s agreement", "not the school", "nobody named"):  # fmt: skip
        assert words in text, words
    assert "Review" not in text, "what is further off than four months is left out"


def test_a_governor_is_told_why_the_brief_is_not_for_them(signed_in, world):
    governor = holder_of(Role.GOVERNOR, school=world.school)
    response = signed_in(governor).get(so_far(world))
    assert response.status_code == 403
    assert "is for its leaders, and for those who work with it" in response.text


def test_the_brief_of_another_school_is_not_there(signed_in, world):
    other = RoleHeld.objects.get(school=world.elsewhere.school).person.user
    assert signed_in(other).get(so_far(world)).status_code == 404


def test_the_brief_is_only_ever_read(signed_in, world):
    assert signed_in(world.head).post(so_far(world)).status_code == 405
