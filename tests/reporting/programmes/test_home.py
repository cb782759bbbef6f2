"""The first page: what wants each person, and that every link on it can be followed."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from leadwell.people.models import Handover, HandoverStep, Person, Role
from leadwell.people.models.role import OF_A_PROGRAMME, OF_A_SCHOOL
from leadwell.people.wants import Want, in_order
from leadwell.programmes.models import Controller
from tests.factories import (
    NOON,
    holder_of,
    make_administrator,
    make_colleague,
    make_enrolment,
    make_organisation,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_source,
    make_trust,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(db):
    """A school of a trust in a programme that lacks nothing."""
    programme = make_programme(name="Number Sense", code="NUM-26")
    for party in ("lead", "school"):
        Controller.objects.create(
            programme=programme, party=party, name=party, position="controller"
        )
    made = make_enrolment(
        programme=programme, school=make_school(name="Tansy Hill", trust=make_trust())
    )
    for role in (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.SUBJECT_LEADER,
                 Role.SCHOOL_FINANCE_CONTACT):  # fmt: skip
        make_role(role, school=made.school, person=make_person(name=f"{role} of Tansy Hill"))
    return made


def home(client, user):
    client.force_login(user)
    answer = client.get(reverse("reporting:home"))
    assert answer.status_code == 200
    return answer


def main(response):
    return response.text.partition("<main")[2].partition("</main")[0]


def said(response):
    plain = re.sub(r"<[^>]*>", " ", main(response))
    return " ".join(unescape(plain).replace("\xa0", " ").split())


def somebody(role, enrolment):
    """A holder of this role of or around the school."""
    if role == Role.ADMINISTRATOR:
        return make_administrator()
    if role == Role.HEADTEACHER:
        person = Person.objects.get(name="HT of Tansy Hill")
        person.user, person.email = make_user(), "head@tansy.example"
        person.save()
        return person.user
    if role in OF_A_SCHOOL:
        return holder_of(role, school=enrolment.school)
    if role in OF_A_PROGRAMME:
        return holder_of(role, programme=enrolment.programme)
    scope = {
        Role.HUB_LEAD: {"hub": enrolment.hub},
        Role.SPECIALIST: {"enrolment": enrolment},
        Role.CHIEF_EXECUTIVE: {"trust": enrolment.school.trust},
        Role.DATA_PROTECTION_OFFICER: {"organisation": make_organisation()},
    }[role]
    return holder_of(role, **scope)


def links(response):
    found = {unescape(link) for link in re.findall(r'href="([^"#]+)"', main(response))}
    return sorted(link for link in found if link.startswith("/"))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_whom_nothing_wants_reads_so_calmly_and_finds_the_way(client, enrolment, role):
    answer = home(client, somebody(role, enrolment))
    text = said(answer)
    assert "Nothing wants you today" in text
    assert f"You are here as {role.label[0].lower()}{role.label[1:]}." in text
    assert "When something does, it stands here" in text
    assert reverse("reporting:programmes") in links(answer)


@pytest.mark.parametrize("role", Role)
def test_every_link_of_everybodys_home_can_be_followed(client, enrolment, role):
    """With something of each kind wanted: nobody is sent to a door that is shut."""
    user = somebody(role, enrolment)
    today = timezone.localdate()
    make_enrolment(hub=enrolment.hub)
    make_role(
        Role.TEACHER, school=enrolment.school, ends_on=today + timedelta(days=9),
        person=make_person(name="Tam Teacher"),
    )  # fmt: skip
    Controller.objects.all().delete()
    invited = make_person(
        name="Ida Invited", email="ida@example.org", user=make_user(password=None),
        invited_at=timezone.now() - timedelta(days=9),
    )  # fmt: skip
    make_role(Role.GOVERNOR, person=invited, school=enrolment.school)
    leaving = make_role(Role.SUBJECT_LEADER, school=enrolment.school, person=make_person(),
                        ends_on=today - timedelta(days=1))  # fmt: skip
    coming = make_role(Role.SUBJECT_LEADER, school=enrolment.school, person=make_person(),
                       starts_on=today)  # fmt: skip
    handover = Handover.objects.create(leaving=leaving, coming=coming, opened_at=NOON)
    for kind, whose in (("call", Role.HUB_LEAD), ("plan", Role.SUBJECT_LEADER)):
        HandoverStep.objects.create(handover=handover, kind=kind, for_role=whose, due_on=today)
    answer = home(client, user)
    for link in links(answer):
        assert client.get(link).status_code == 200, link


def test_whoever_has_no_role_is_told_who_gives_one(client):
    text = said(home(client, make_user()))
    assert "Nobody has given you a role yet." in text
    assert "Overview" in text


def test_contacts_that_are_missing_want_those_who_keep_the_record(client, enrolment):
    other = make_enrolment(hub=enrolment.hub, school=make_school(name="Otterwick"))
    text = said(home(client, holder_of(Role.HUB_LEAD, hub=enrolment.hub)))
    assert "4 things want you" in text
    assert "Otterwick has no finance contact named" in text
    make_enrolment(hub=enrolment.hub, school=make_school(name="Quillbank"))
    answer = home(client, holder_of(Role.PROJECT_MANAGER, programme=enrolment.programme))
    assert "2 schools have no headteacher named" in said(answer)
    assert reverse("reporting:my-schools", query={"without": "head"}) in links(answer)
    head = holder_of(Role.HEADTEACHER, school=other.school)
    text = said(home(client, head))
    assert "Otterwick has no subject leader named" in text
    assert "headteacher named" not in text


def test_a_school_that_has_left_wants_nobody(client, enrolment):
    make_enrolment(
        hub=enrolment.hub, left_on=timezone.localdate() - timedelta(days=1), why_left="capacity"
    )
    assert "Nothing wants you" in said(home(client, holder_of(Role.HUB_LEAD, hub=enrolment.hub)))


def test_a_programme_without_controllers_wants_who_leads_it(client, enrolment):
    Controller.objects.filter(party="school").delete()
    lead = holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme)
    answer = home(client, lead)
    assert "Number Sense: say who answers for data" in said(answer)
    assert reverse("people:add-controller", args=["NUM-26"]) in links(answer)
    board = holder_of(Role.STEERING_GROUP_MEMBER, programme=enrolment.programme)
    assert "Nothing wants you" in said(home(client, board))


def test_a_role_that_ends_soon_wants_who_holds_it_and_who_looks_after_it(client, enrolment):
    today = timezone.localdate()
    person = make_colleague()
    make_role(
        Role.SUBJECT_LEADER, school=enrolment.school, person=person,
        ends_on=today + timedelta(days=30),
    )  # fmt: skip
    make_role(
        Role.SPECIALIST, hub=enrolment.hub, person=make_person(), ends_on=today + timedelta(days=31)
    )
    for user in (person.user, holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme)):
        text = said(home(client, user))
        assert "1 thing wants you" in text
        assert "Subject leader, Tansy Hill ends" in text


def test_an_invitation_that_ran_out_wants_who_may_send_another(client, enrolment):
    def invited(name, days, **fields):
        person = make_person(
            name=name, email=f"{name}@example.org", user=make_user(**fields),
            invited_at=timezone.now() - timedelta(days=days),
        )  # fmt: skip
        make_role(Role.GOVERNOR, person=person, school=enrolment.school)

    invited("ida", 5, password=None)
    invited("ivo", 1, password=None)
    invited("ike", 5)
    text = said(home(client, holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme)))
    assert "1 thing wants you" in text
    assert "ida has not followed the invitation" in text


def test_a_step_of_a_handover_wants_the_role_it_is_for(client, enrolment):
    today = timezone.localdate()
    leaving = make_role(Role.SENIOR_LEADER, school=enrolment.school, person=make_person())
    handover = Handover.objects.create(leaving=leaving, opened_at=NOON)
    HandoverStep.objects.create(
        handover=handover, kind="call", for_role=Role.HUB_LEAD, due_on=today - timedelta(days=2)
    )
    answer = home(client, holder_of(Role.HUB_LEAD, hub=enrolment.hub))
    text = said(answer)
    assert "Thirty-minute handover call" in text
    assert "Was due" in text
    assert reverse("people:handover", args=[handover.pk]) in links(answer)
    other = make_enrolment(programme=make_programme())
    for user in (
        holder_of(Role.PROJECT_MANAGER, programme=enrolment.programme),
        holder_of(Role.HUB_LEAD, hub=other.hub),
    ):
        assert "handover call" not in said(home(client, user))


def test_wants_with_a_day_come_first_by_day():
    wants = [
        Want("c", "", ""), Want("b", "", "", due_on=date(2026, 12, 2)),
        Want("a", "", "", due_on=date(2026, 12, 1)), Want("d", "", ""),
    ]  # fmt: skip
    assert "".join(want.title for want in in_order(wants)) == "abcd"


@pytest.mark.parametrize(
    ("role", "scope", "ways"),
    [
        (Role.DATA_PROTECTION_OFFICER, "organisation", {"people:people", "people:privacy"}),
        (Role.SENIOR_LEADER, "school", {"people:people"}),
        (Role.EVALUATOR, "programme", set()),
    ],
)
def test_the_way_to_people_and_to_the_desk_is_shown_to_whom_it_is_open(
    client, enrolment, role, scope, ways
):
    where = {
        "organisation": make_organisation(), "school": enrolment.school,
        "programme": enrolment.programme,
    }  # fmt: skip
    shown = set(links(home(client, holder_of(role, **{scope: where[scope]}))))
    asked = {name: reverse(name) for name in ("people:people", "people:privacy")}
    assert {name for name, url in asked.items() if url in shown} == ways
    assert reverse("reporting:looked") in shown


# The first days of an installation


def test_an_empty_installation_says_what_to_do_first(client):
    answer = home(client, make_administrator())
    text = said(answer)
    assert "Four steps to begin" in text
    for step in ("Load the register of schools", "Load results", "Open a programme",
                 "Invite people"):  # fmt: skip
        assert step in text
    for link in links(answer):
        assert client.get(link).status_code == 200, link


def test_steps_that_are_done_are_said_to_be_and_the_last_takes_the_list_away(client):
    administrator = make_administrator()
    make_source(kind="register")
    make_source(kind="results")
    assert "2 of 4 steps done to begin" in said(home(client, administrator))
    programme = make_programme()
    lead = make_role(Role.PROGRAMME_LEAD, programme=programme)
    assert lead.person.user
    assert "To begin with" not in said(home(client, administrator))


def test_nobody_else_is_shown_the_first_steps(client):
    assert "To begin with" not in said(home(client, make_user()))


def test_a_stranger_signs_in_first(client):
    assert client.get("/").url.startswith(reverse("account_login"))
