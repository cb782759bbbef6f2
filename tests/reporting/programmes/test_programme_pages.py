"""Programmes, hubs and my schools: what each person sees there, and that it does not grow slow."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.people.models import Role
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    Obligation,
    Programme,
    StageSpan,
    Strand,
)
from leadwell.schools.models import Identifier
from tests.factories import (
    holder_of,
    make_administrator,
    make_enrolment,
    make_hub,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_trust,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(db):
    return make_programme(name="Number Sense", code="NUM-26", problem="Few pupils explain")


@pytest.fixture
def hub(programme):
    return make_hub(programme, name="Exe")


@pytest.fixture
def tansy(hub):
    return taking_part(hub, "Tansy Hill")


@pytest.fixture
def otterwick(programme):
    return taking_part(make_hub(programme, name="Tamar"), "Otterwick")


def taking_part(hub, name, **fields):
    made = make_enrolment(hub=hub, school=make_school(name=name, **fields))
    StageSpan.objects.create(enrolment=made, stage="prepare", starts_on=date(2026, 10, 1))
    return made


def said(response):
    main = response.text.partition("<main")[2].partition("</main")[0]
    plain = re.sub(r"<[^>]*>", " ", main)
    return " ".join(unescape(plain).replace("\xa0", " ").split())


def see(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"reporting:{name}", args=args, query=query))


# Programmes


def test_everybody_sees_the_programmes_they_are_in(client, tansy):
    make_programme(name="Book Talk")
    for user in (
        holder_of(Role.HEADTEACHER, school=tansy.school),
        holder_of(Role.TEACHER, school=tansy.school),
        holder_of(Role.SPECIALIST, enrolment=tansy),
        holder_of(Role.FINANCE_OFFICER, programme=tansy.programme),
    ):
        answer = see(client, user, "programmes")
        assert tansy.programme.get_absolute_url() in answer.text
        assert "Book Talk" not in answer.text
        assert "Open a programme" not in answer.text


def test_who_looks_after_the_installation_sees_that_there_are_programmes_not_into_them(
    client, tansy
):
    lead = make_role(Role.PROGRAMME_LEAD, programme=tansy.programme)
    answer = see(client, make_administrator(), "programmes")
    assert "Number Sense" in answer.text
    assert tansy.programme.get_absolute_url() not in answer.text
    assert lead.person.get_absolute_url() in answer.text
    assert reverse("people:open-programme") in answer.text
    inside = client.get(tansy.programme.get_absolute_url())
    assert (inside.status_code, "not what is in it" in said(inside)) == (403, True)


def test_who_is_in_no_programme_reads_a_sentence(client):
    assert "You are in no programme yet." in said(see(client, make_user(), "programmes"))
    empty = said(see(client, make_administrator(), "programmes"))
    assert "There is no programme yet." in empty


def test_a_stranger_does_not_learn_that_there_is_a_programme(client, programme):
    user = holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    for code in ("NUM-26", "NONE-1"):
        assert see(client, user, "programme", code).status_code == 404
        assert see(client, user, "find-school", code).status_code == 404


def test_nothing_is_posted_to_pages_that_are_read(client, programme, hub):
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=programme))
    for page in (
        programme.get_absolute_url(), hub.get_absolute_url(), reverse("reporting:home"),
        reverse("reporting:programmes"), reverse("reporting:my-schools"),
        reverse("reporting:find-school", args=["NUM-26"]),
    ):  # fmt: skip
        assert client.post(page).status_code == 405


# One programme


def test_who_leads_it_sees_it_all_and_what_is_missing(client, programme, tansy, otterwick):
    user = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    strand = Strand.objects.create(programme=programme, name="Talk for learning")
    ActiveIngredient.objects.create(strand=strand, text="Pupils explain", indicator="Sentences")
    Aim.objects.create(programme=programme, term="short", text="More talk", due_on="2027-07-01")
    text = said(see(client, user, "programme", "NUM-26"))

    assert "2 schools take part in 2 hubs." in text
    for words in (
        "Few pupils explain", "Talk for learning", "Pupils explain One would see: Sentences",
        "More talk Short-term, by Thu 1 July 2027", "Tansy Hill", "Otterwick", "Exe 1 school",
        "1 of 8 are there. Still to come:", "At least 4 schools",
        "3 to 7 active ingredients in every strand", user.name,
    ):  # fmt: skip
        assert words in text, words


def test_nothing_is_missing_once_everything_is_there(client, programme, hub):
    user = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    Programme.objects.update(evidence_of_need="Visits", dpia_reference="DPIA 14")
    make_role(Role.PROJECT_MANAGER, programme=programme)
    for term in ("short", "long"):
        Aim.objects.create(programme=programme, term=term, text=term, due_on="2027-07-01")
    strand = Strand.objects.create(programme=programme, name="Talk")
    for n in range(3):
        ActiveIngredient.objects.create(strand=strand, text=f"No. {n}", indicator="seen")
    for party in ("lead", "school"):
        Controller.objects.create(
            programme=programme, party=party, name=party, position="controller"
        )
    for n in range(4):
        taking_part(hub, f"School {n}")
    text = said(see(client, user, "programme", "NUM-26"))
    assert "All 8 things that are asked for are there." in text
    assert "school year" not in text


def test_a_start_in_the_middle_of_a_year_is_worth_a_thought(client, programme):
    Programme.objects.update(starts_on="2027-01-11", ends_on="2028-03-31")
    text = said(see(client, holder_of(Role.PROJECT_MANAGER, programme=programme), "programme",
                    "NUM-26"))  # fmt: skip
    assert "It does not start near the beginning of a school year." in text
    assert "It does not end in the summer" in text


@pytest.mark.parametrize(
    ("role", "scope", "sees"),
    [
        (Role.PROJECT_MANAGER, "programme", {"Tansy Hill", "Otterwick"}),
        (Role.STRATEGIC_BOARD_MEMBER, "programme", {"Tansy Hill", "Otterwick"}),
        (Role.HUB_LEAD, "hub", {"Tansy Hill"}),
        (Role.SPECIALIST, "enrolment", {"Tansy Hill"}),
        (Role.HEADTEACHER, "school", {"Tansy Hill"}),
        (Role.TEACHER, "school", set()),
        (Role.EVALUATOR, "programme", set()),
    ],
)
def test_each_sees_the_schools_the_table_grants(
    client, programme, tansy, otterwick, role, scope, sees
):
    where = {"programme": programme, "hub": tansy.hub, "school": tansy.school, "enrolment": tansy}
    answer = see(client, holder_of(role, **{scope: where[scope]}), "programme", "NUM-26")
    text = said(answer)
    assert {name for name in ("Tansy Hill", "Otterwick") if name in text} == sees
    assert "2 schools take part" in text
    may_change = role == Role.PROJECT_MANAGER
    assert ("Add a strand" in text, "Take a school in" in text) == (may_change, may_change)
    assert ("Still to come" in text) is may_change


def test_a_head_may_know_who_leads_and_not_who_else_is_in_what(client, programme, tansy):
    make_role(Role.PROGRAMME_LEAD, programme=programme, person=make_person(name="Bea Lead"))
    make_role(Role.EVALUATOR, programme=programme, person=make_person(name="Eve Evaluator"))
    head = holder_of(Role.HEADTEACHER, school=tansy.school)
    text = said(see(client, head, "programme", "NUM-26"))
    assert "Bea Lead" in text
    assert "Eve Evaluator" not in text
    manager = holder_of(Role.PROJECT_MANAGER, programme=programme)
    assert "Eve Evaluator" in said(see(client, manager, "programme", "NUM-26"))


# Hubs


def test_specialists_are_counted_on_the_programmes_page_and_named_on_their_hubs(client, tansy):
    programme = tansy.programme
    for name in ("Ros Alder", "Tam Birch"):
        make_role(Role.SPECIALIST, hub=tansy.hub, person=make_person(name=name))
    lead = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    page = see(client, lead, "programme", programme.code)
    assert f'?role=SLE&amp;programme={programme.pk}">2 specialists</a>' in page.text
    assert "Ros Alder" not in page.text
    assert "Ros Alder" in see(client, lead, "hub", tansy.hub.pk).text


def test_a_hub_lead_sees_the_hub_and_no_other(client, tansy, otterwick):
    lead = holder_of(Role.HUB_LEAD, hub=tansy.hub)
    text = said(see(client, lead, "hub", tansy.hub.pk))
    assert "Exe hub" in text
    assert "Tansy Hill" in text
    assert "1 school is in this hub. 1 in Prepare." in text
    assert see(client, lead, "hub", otterwick.hub.pk).status_code == 404
    assert otterwick.hub.get_absolute_url() not in see(client, lead, "programme", "NUM-26").text


def test_a_head_sees_the_hub_of_the_school_and_only_the_school_in_it(client, tansy):
    taking_part(tansy.hub, "Otterwick")
    text = said(see(client, holder_of(Role.HEADTEACHER, school=tansy.school), "hub", tansy.hub.pk))
    assert "Tansy Hill" in text
    assert "Otterwick" not in text
    assert "And 1 other, whose records are not open to you." in text


def test_published_results_of_a_hub_are_of_the_schools_one_reaches(client, tansy, otterwick):
    third = taking_part(tansy.hub, "Quillbank")
    for each in (tansy, otterwick, third):
        publish(each.school, 2024, eligible_pupils=30, rwm_expected=61.0)
    asked = {"hub": tansy.hub.pk}
    lead = see(client, holder_of(Role.HUB_LEAD, hub=tansy.hub), "overview", **asked)
    assert "Tansy Hill" in said(lead)
    assert "Quillbank" in said(lead)
    assert "Otterwick" not in said(lead)
    assert "of Exe hub" in said(lead)
    assert "Show all schools again" in said(lead)
    head = see(client, holder_of(Role.HEADTEACHER, school=third.school), "overview", **asked)
    assert "Quillbank" in said(head)
    assert "Tansy Hill" not in said(head)
    stranger = said(see(client, make_user(), "overview", **asked))
    assert "There is no such hub among yours." in stranger
    assert "Quillbank" not in stranger


def test_a_school_that_joins_the_hub_is_in_its_results_at_once(client, tansy):
    publish(tansy.school, 2024, eligible_pupils=30, rwm_expected=61.0)
    lead = holder_of(Role.HUB_LEAD, hub=tansy.hub)
    assert "Quillbank" not in said(see(client, lead, "overview", hub=tansy.hub.pk))
    school = make_school(name="Quillbank")
    publish(school, 2024, eligible_pupils=30, rwm_expected=61.0)
    make_enrolment(hub=tansy.hub, school=school)
    assert "Quillbank" in said(see(client, lead, "overview", hub=tansy.hub.pk))


# My schools


def test_each_has_the_schools_they_work_with(client, tansy, otterwick):
    type(tansy.school).objects.filter(pk=otterwick.school_id).update(trust=make_trust())
    for user, names in (
        (holder_of(Role.SPECIALIST, enrolment=otterwick), {"Otterwick"}),
        (holder_of(Role.HEADTEACHER, school=tansy.school), {"Tansy Hill"}),
        (holder_of(Role.HUB_LEAD, hub=tansy.hub), {"Tansy Hill"}),
        (holder_of(Role.CHIEF_EXECUTIVE, trust=make_trust()), {"Otterwick"}),
        (holder_of(Role.PROGRAMME_LEAD, programme=tansy.programme), {"Otterwick", "Tansy Hill"}),
        (make_user(), set()),
    ):
        text = said(see(client, user, "my-schools"))
        assert {name for name in ("Otterwick", "Tansy Hill") if name in text} == names


def test_a_line_says_what_is_to_do(client, tansy):
    Obligation.objects.create(enrolment=tansy, kind="visit", due_on=date(2026, 10, 2))
    head = holder_of(Role.HEADTEACHER, school=tansy.school)
    text = said(see(client, head, "my-schools"))
    assert "My school" in text
    assert "Prepare since Oct 2026" in text
    assert "1 promise late, 3 contacts to name" in text


def test_a_teacher_sees_how_far_the_school_is_and_no_more(client, tansy):
    answer = see(client, holder_of(Role.TEACHER, school=tansy.school), "my-schools")
    assert "Prepare since" in said(answer)
    assert tansy.get_absolute_url() not in answer.text
    assert "to name" not in said(answer).partition("nobody is named for.")[2]


def test_those_without_a_contact_can_be_picked_out(client, tansy, otterwick):
    make_role(Role.SCHOOL_FINANCE_CONTACT, school=tansy.school, person=make_person())
    lead = holder_of(Role.PROGRAMME_LEAD, programme=tansy.programme)
    text = said(see(client, lead, "my-schools", without="finance"))
    assert "1 school has no finance contact named" in text
    assert "Otterwick" in text
    assert "Tansy Hill" not in text
    assert "My schools" in said(see(client, lead, "my-schools", without="moon"))


def test_a_deputy_does_not_stand_for_the_subject_leader(client, tansy):
    make_role(Role.SUBJECT_LEADER, school=tansy.school, person=make_person(), capacity="deputy")
    lead = holder_of(Role.PROGRAMME_LEAD, programme=tansy.programme)
    assert "1 school has no subject leader named" in said(
        see(client, lead, "my-schools", without="subject-leader")
    )


@pytest.mark.parametrize("name", ["programme", "hub", "my-schools", "home", "programmes"])
def test_asks_as_often_for_thirty_schools_as_for_three(client, programme, hub, name):
    address = reverse(
        f"reporting:{name}", args={"programme": ["NUM-26"], "hub": [hub.pk]}.get(name, [])
    )
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=programme))

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def grow(first, last):
        for n in range(first, last):
            made = taking_part(hub, f"School {n}")
            make_role(Role.HEADTEACHER, school=made.school, person=make_person())
            make_role(Role.SPECIALIST, hub=hub, person=make_person())
            Obligation.objects.create(enrolment=made, kind="visit", due_on=date(2026, 10, 1))

    grow(0, 3)
    asked()  # whatever is remembered between pages
    few = asked()
    grow(3, 30)
    assert asked() == few


# Finding a school to take in


def test_a_school_is_found_by_name_and_by_number_and_taken_in_from_there(client, tansy):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=tansy.programme)
    fresh = make_school(name="Quillbank")
    Identifier.objects.create(school=fresh, scheme="urn", value=fresh.urn)
    enrol = reverse("people:enrol", args=["NUM-26"], query={"urn": fresh.urn})
    for asked in ("quill", str(fresh.urn)):
        assert enrol in see(client, lead, "find-school", "NUM-26", q=asked).text
    text = said(see(client, lead, "find-school", "NUM-26", q="tansy"))
    assert "In it already" in text
    assert "Take in" not in text
    assert "No school that is loaded fits." in said(
        see(client, lead, "find-school", "NUM-26", q="moonbase")
    )


def test_a_closed_school_is_found_and_not_offered(client, programme):
    make_school(name="Quillbank", is_open=False)
    lead = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    text = said(see(client, lead, "find-school", "NUM-26", q="quill"))
    assert "Quillbank" in text
    assert "Take in" not in text


def test_who_may_not_take_schools_in_does_not_look_for_them(client, programme):
    user = holder_of(Role.STRATEGIC_LEAD, programme=programme)
    assert see(client, user, "find-school", "NUM-26").status_code == 403


@pytest.mark.parametrize(
    ("role", "is_led_there"),
    [(Role.PROGRAMME_LEAD, True), (Role.GOVERNOR, True), (Role.HEADTEACHER, False)],
)
def test_whoever_reads_whether_it_worked_is_led_there_and_nobody_else(
    client, programme, tansy, role, is_led_there
):
    where = {"programme": programme} if role == Role.PROGRAMME_LEAD else {"school": tansy.school}
    client.force_login(holder_of(role, **where))
    page = client.get(programme.get_absolute_url()).text
    questions = reverse("evaluation:questions", args=[programme.code])
    assert (questions in page) == is_led_there
    assert (client.get(questions).status_code == 200) == is_led_there
