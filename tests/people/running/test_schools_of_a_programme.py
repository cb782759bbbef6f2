"""Taking a school in, its stages, its hub, its leaving: each page, for whom, and why not."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.people.models import Capacity, Role
from leadwell.programmes.models import Controller, Enrolment, Obligation, StageSpan
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
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db):
    return make_school(name="Tansy Hill", urn=900_101)


@pytest.fixture
def enrolment(hub, school):
    made = make_enrolment(hub=hub, school=school)
    StageSpan.objects.create(enrolment=made, stage="explore", starts_on=made.joined_on)
    return made


def enrol_page(programme, urn=900_101):
    return reverse("people:enrol", args=[programme.code], query={"urn": urn})


def page(name, enrolment):
    return reverse(f"people:{name}", args=[enrolment.pk])


def said(response):
    plain = re.sub(r"<[^>]*>", " ", response.text)
    return " ".join(unescape(plain).replace("\xa0", " ").split())


def taking(hub=None, joined_on="2026-10-05", part="target"):
    return {"hub": hub.pk if hub else "", "joined_on": joined_on, "part": part}


# Taking in


def test_a_school_is_taken_in_and_begins_to_explore(as_lead, programme, hub, school):
    assert "Take Tansy Hill into Number Sense?" in said(as_lead.get(enrol_page(programme)))
    answer = as_lead.post(enrol_page(programme), taking(hub, part="partner"))

    made = Enrolment.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.school, made.hub, made.part) == (school, hub, "partner")
    assert made.stages.get().stage == "explore"


def test_a_school_in_another_programme_is_said_to_be_and_no_more(as_lead, programme, school):
    other = make_enrolment(school=school)
    text = said(as_lead.get(enrol_page(programme)))
    assert "This school takes part in another programme here." in text
    assert other.programme.name not in text


def test_a_school_in_no_other_programme_has_no_such_note(as_lead, programme, school):
    assert "another programme" not in said(as_lead.get(enrol_page(programme)))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"joined_on": "2030-09-01"}, "Number Sense has ended by then."),
        ({"joined_on": ""}, "This field is required."),
        ({"part": "guest"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_said(as_lead, programme, school, sent, words):
    assert words in said(as_lead.post(enrol_page(programme), taking() | sent))
    assert not Enrolment.objects.exists()


def test_a_hub_of_another_programme_cannot_be_chosen(as_lead, programme, school):
    answer = as_lead.post(enrol_page(programme), taking(make_hub()))
    assert answer.status_code == 200
    assert not Enrolment.objects.exists()


def test_a_school_is_not_taken_in_twice(as_lead, programme, enrolment):
    assert "Tansy Hill is in Number Sense already." in said(as_lead.get(enrol_page(programme)))
    assert as_lead.post(enrol_page(programme), taking()).status_code == 200
    assert Enrolment.objects.count() == 1


def test_a_closed_school_is_not_taken_in(as_lead, programme, school):
    type(school).objects.update(is_open=False)
    assert "Tansy Hill is closed." in said(as_lead.post(enrol_page(programme), taking()))
    assert not Enrolment.objects.exists()


def test_a_school_that_left_may_come_back_later(as_lead, programme, enrolment):
    Enrolment.objects.update(left_on="2026-10-01", why_left="capacity")
    overlapping = as_lead.post(enrol_page(programme), taking(joined_on="2026-10-01"))
    assert "This school is in the programme already." in said(overlapping)
    assert as_lead.post(enrol_page(programme), taking(joined_on="2026-10-02")).status_code == 302


@pytest.mark.parametrize("urn", ["", "12", "999999", "x", "9" * 30])
def test_without_a_school_one_looks_for_it_first(as_lead, programme, urn):
    find = reverse("reporting:find-school", args=[programme.code])
    assert as_lead.get(enrol_page(programme, urn)).url == find


def test_who_may_not_take_schools_in_is_told_who_can(client, programme, school):
    client.force_login(holder_of(Role.STRATEGIC_LEAD, programme=programme))
    answer = client.post(enrol_page(programme), taking())
    assert answer.status_code == 403
    assert "Only those who lead or manage this programme can take schools into it." in said(answer)
    client.force_login(holder_of(Role.PROJECT_MANAGER, programme=make_programme()))
    assert client.get(enrol_page(programme)).status_code == 404


# Its page


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (Role.HEADTEACHER, "school"), (Role.GOVERNOR, "school"), (Role.SUBJECT_LEADER, "school"),
        (Role.HUB_LEAD, "hub"), (Role.PROJECT_MANAGER, "programme"),
        (Role.STRATEGIC_BOARD_MEMBER, "programme"), (Role.SPECIALIST, "enrolment"),
    ],
)  # fmt: skip
def test_who_works_with_the_school_reads_its_page(client, enrolment, role, scope):
    where = enrolment if scope == "enrolment" else getattr(enrolment, scope)
    client.force_login(holder_of(role, **{scope: where}))
    answer = client.get(page("enrolment", enrolment))
    assert answer.status_code == 200
    assert "Tansy Hill is in the explore stage, since Tue 1 Sept 2026." in said(answer)


def test_its_trusts_chief_executive_reads_it_and_another_does_not(client, enrolment, school):
    type(school).objects.filter(pk=school.pk).update(trust=make_trust())
    client.force_login(holder_of(Role.CHIEF_EXECUTIVE, trust=make_trust()))
    assert client.get(page("enrolment", enrolment)).status_code == 200
    client.force_login(holder_of(Role.CHIEF_EXECUTIVE, trust=make_trust("Other Trust")))
    assert client.get(page("enrolment", enrolment)).status_code == 404


def test_whoever_has_nothing_to_do_with_it_finds_nothing(client, enrolment):
    elsewhere = make_enrolment(hub=make_hub(enrolment.programme))
    for user in (
        holder_of(Role.HUB_LEAD, hub=elsewhere.hub),
        holder_of(Role.SPECIALIST, enrolment=elsewhere),
        holder_of(Role.HEADTEACHER, school=elsewhere.school),
        holder_of(Role.TEACHER, school=enrolment.school),
        holder_of(Role.EVALUATOR, programme=enrolment.programme),
        make_administrator(),
    ):
        client.force_login(user)
        assert client.get(page("enrolment", enrolment)).status_code == 404


def test_its_contacts_are_the_roles_held_there(as_lead, enrolment):
    for role, name in ((Role.HEADTEACHER, "Ann Head"), (Role.SUBJECT_LEADER, "Sam Subject")):
        make_role(role, school=enrolment.school, person=make_person(name=name))
    make_role(
        Role.SUBJECT_LEADER, school=enrolment.school, person=make_person(name="Dee Deputy"),
        capacity=Capacity.DEPUTY,
    )  # fmt: skip
    text = said(as_lead.get(page("enrolment", enrolment)))
    assert "Ann Head" in text
    assert "Dee Deputy" in text
    assert "2 contacts are still to be named." in text  # senior leader, finance


def test_a_governor_sees_nobody_below_senior_leaders_by_name(client, enrolment):
    make_role(Role.SUBJECT_LEADER, school=enrolment.school, person=make_person(name="Sam Subject"))
    client.force_login(holder_of(Role.GOVERNOR, school=enrolment.school))
    assert "Sam Subject" not in said(client.get(page("enrolment", enrolment)))


def test_its_specialists_are_called_what_the_programme_calls_them(as_lead, enrolment):
    type(enrolment.programme).objects.update(specialist_word="lead practitioner")
    person = make_person(name="Lee Practice")
    make_role(Role.SPECIALIST, person=person, enrolment=enrolment)
    text = said(as_lead.get(page("enrolment", enrolment)))
    assert "Lee Practice Lead practitioner, since" in text
    assert "SLE" not in text


def test_what_was_promised_is_late_due_done_or_skipped(as_lead, enrolment):
    for n, more in enumerate(
        (
            {},
            {"due_on": date(2099, 5, 1)},
            {"met_on": date(2026, 9, 20)},
            {"skipped_because": "Snow"},
        )
    ):
        given = {"due_on": date(2026, 10, 1)} | more
        Obligation.objects.create(
            enrolment=enrolment, kind="note_of_visit", detail=f"No. {n}", **given
        )
    text = said(as_lead.get(page("enrolment", enrolment)))
    assert "1 promise is late." in text
    for words in (
        "Note of visit: No. 0 Was due Thu 1 Oct 2026", "Note of visit: No. 1 Due Fri 1 May 2099",
        "Done on Sun 20 Sept 2026", "Skipped, because: Snow",
    ):  # fmt: skip
        assert words in text


def test_its_page_asks_as_often_for_forty_promises_as_for_three(as_lead, enrolment):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            as_lead.get(page("enrolment", enrolment))
        return len(queries)

    def promise(first, last):
        for n in range(first, last):
            Obligation.objects.create(
                enrolment=enrolment, kind="visit", detail=str(n), due_on=date(2026, 10, 1)
            )
            make_role(Role.SPECIALIST, enrolment=enrolment, person=make_person())

    promise(0, 3)
    few = asked()
    promise(3, 40)
    assert asked() == few


# Stages


def begin(client, enrolment, stage="prepare", on="2026-11-02"):
    return client.post(page("begin-stage", enrolment), {"stage": stage, "on": on})


def test_the_next_stage_begins_and_the_one_before_ends_the_day_before(as_lead, enrolment):
    assert 'value="prepare" ' in as_lead.get(page("begin-stage", enrolment)).text
    assert begin(as_lead, enrolment).url == enrolment.get_absolute_url()
    spans = list(enrolment.stages.values_list("stage", "ends_on"))
    assert spans == [("explore", date(2026, 11, 1)), ("prepare", None)]


def test_work_does_not_begin_before_somebody_answers_for_data(as_lead, enrolment):
    answer = begin(as_lead, enrolment, "deliver")
    assert answer.status_code == 200
    assert "the lead organisation is missing from the table of controllers" in said(answer)
    for party in ("lead", "school"):
        Controller.objects.create(
            programme=enrolment.programme, party=party, name=party, position="controller"
        )
    assert begin(as_lead, enrolment, "deliver").status_code == 302


def test_work_does_not_begin_before_its_memorandum_is_active(as_lead, enrolment):
    Enrolment.objects.update(work_agreed_on=None)
    answer = begin(as_lead, enrolment, "deliver")
    assert "begins once its memorandum of understanding is active" in said(answer)
    assert begin(as_lead, enrolment, "prepare").status_code == 302
    assert "Work there waits for its memorandum" in said(as_lead.get(enrolment.get_absolute_url()))


def test_a_stage_does_not_begin_before_the_last_one(as_lead, enrolment):
    answer = begin(as_lead, enrolment, on="2026-08-01")
    assert "The stage before began on 1 September 2026." in said(answer)


def test_the_stage_a_school_is_in_cannot_begin_again(as_lead, enrolment):
    assert "Select a valid choice" in said(begin(as_lead, enrolment, "explore"))


# Hub, leaving


def test_a_school_moves_to_another_hub(as_lead, enrolment):
    other = make_hub(enrolment.programme, name="Tamar")
    as_lead.post(page("change-place", enrolment), {"hub": other.pk, "part": "partner"})
    enrolment.refresh_from_db()
    assert (enrolment.hub, enrolment.part) == (other, "partner")


def test_a_school_leaves_with_a_reason_and_its_specialist_with_it(as_lead, enrolment):
    deployed = make_role(Role.SPECIALIST, enrolment=enrolment, person=make_person())
    today = timezone.localdate()
    sent = {"left_on": today.isoformat(), "why_left": "capacity"}
    assert as_lead.post(page("leave-programme", enrolment), sent).status_code == 302
    enrolment.refresh_from_db()
    deployed.refresh_from_db()
    assert (enrolment.left_on, deployed.ends_on) == (today, today)
    again = as_lead.get(page("leave-programme", enrolment))
    assert (again.status_code, "has left" in said(again)) == (403, True)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"left_on": "2027-03-01", "why_left": ""}, "Say why the school leaves"),
        ({"left_on": "", "why_left": "capacity"}, "This field is required."),
        (
            {"left_on": "2026-08-01", "why_left": "capacity"},
            "The last day is before the day it joined.",
        ),
    ],
)
def test_a_school_does_not_leave_without_day_and_reason(as_lead, enrolment, sent, words):
    assert words in said(as_lead.post(page("leave-programme", enrolment), sent))
    enrolment.refresh_from_db()
    assert enrolment.left_on is None


@pytest.mark.parametrize("name", ["begin-stage", "change-place", "leave-programme"])
def test_only_who_leads_or_manages_changes_a_schools_part(client, enrolment, name):
    for user in (
        holder_of(Role.HEADTEACHER, school=enrolment.school),
        holder_of(Role.HUB_LEAD, hub=enrolment.hub),
        holder_of(Role.STRATEGIC_LEAD, programme=enrolment.programme),
    ):
        client.force_login(user)
        for answer in (client.get(page(name, enrolment)), client.post(page(name, enrolment))):
            assert answer.status_code == 403
            assert "Only those who lead or manage this programme" in said(answer)
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    assert client.get(page(name, enrolment)).status_code == 404
    client.force_login(holder_of(Role.PROJECT_MANAGER, programme=enrolment.programme))
    assert client.get(page(name, enrolment)).status_code == 200
    assert client.put(page(name, enrolment)).status_code == 405
