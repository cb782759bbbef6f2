"""The pages of agreed actions: each works, for the right person only, and says why not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Look
from leadwell.people.models import Role
from leadwell.prepare.models import AgreedAction
from leadwell.schools.models import HalfTerm
from tests.factories import holder_of, make_action, make_enrolment, make_person, make_role
from tests.prepare.conftest import said
from tests.web.read_pdf import words

pytestmark = pytest.mark.django_db

DONE = {"state": "evidenced", "evidence": "The plan", "ended_on": date(2026, 10, 2)}
DROPPED = {"state": "dropped", "dropped_because": "No cover", "ended_on": date(2026, 10, 2)}
FORMS = ("change", "give", "progress", "evidence", "drop")


def at(name, thing):
    return reverse(f"prepare:{name}", args=[thing.pk])


def asked(owner, **more):
    due = timezone.localdate() + timedelta(days=30)
    return {"what": "Watch a lesson", "owner": owner, "due_on": due.isoformat()} | more


# The list


def test_the_list_has_what_is_open_first_and_the_rest_folded(as_leader, enrolment, action):
    make_action(enrolment=enrolment, what="Teach a model lesson", **DONE)
    make_action(enrolment=enrolment, what="Make a display", **DROPPED)
    text = said(as_leader.get(at("actions", enrolment)))
    assert "1 action is under way, none of them late." in text
    places = [text.index(each) for each in (
        "Plan the fractions unit", "Done: 1", "Teach a model lesson", "Dropped: 1", "No cover",
    )]  # fmt: skip
    assert places == sorted(places)


def test_an_empty_list_says_what_will_stand_there(as_leader, enrolment):
    assert "Nothing is agreed yet." in said(as_leader.get(at("actions", enrolment)))


def test_late_is_counted_in_days_the_school_is_at_work(as_leader, enrolment, monkeypatch):
    """Due on Friday 16 October; half-term from 26 to 30 October: 5 days before it, 15 after, to
    Friday 20 November."""
    area = enrolment.school.local_authority
    for part, (first, last) in enumerate(
        [(date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18))], start=1
    ):
        HalfTerm.objects.create(
            local_authority=area,
            academic_year=2026,
            term="autumn",
            number=part,
            starts_on=first,
            ends_on=last,
        )
    monkeypatch.setattr(timezone, "localdate", lambda at=None: date(2026, 11, 20))
    make_action(enrolment=enrolment, due_on=date(2026, 10, 16))
    text = said(as_leader.get(at("actions", enrolment)))
    assert "was due Fri 16 Oct, 20 school days late" in text
    assert "1 of them late" in text


def test_a_list_costs_the_same_however_long_it_is(as_leader, enrolment, action):
    def n_queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            assert as_leader.get(at("actions", enrolment)).status_code == 200
        return len(asked_for)

    n_queries()
    first = n_queries()
    for _ in range(8):
        make_action(enrolment=enrolment)
    assert n_queries() == first


@pytest.mark.parametrize("name", ["actions", "actions-csv", "actions-pdf", "agree"])
def test_a_list_out_of_reach_is_not_there(client, enrolment, action, name):
    for role in (Role.GOVERNOR, Role.TEACHER, Role.DATA_PROTECTION_OFFICER):
        client.force_login(holder_of(role, school=enrolment.school))
        assert client.get(at(name, enrolment)).status_code == 404
    client.force_login(holder_of(Role.SUBJECT_LEADER, school=make_enrolment().school))
    assert client.get(at(name, enrolment)).status_code == 404


def test_figures_alone_are_no_list(client, enrolment, action):
    for role in (Role.STRATEGIC_BOARD_MEMBER, Role.EVALUATOR):
        client.force_login(holder_of(role, programme=enrolment.programme))
        assert client.get(at("actions", enrolment)).status_code == 404
        assert client.get(at("action", action)).status_code == 404


def test_the_head_reads_the_list_and_is_told_why_not_to_add_to_it(client, enrolment, action):
    client.force_login(holder_of(Role.HEADTEACHER, school=enrolment.school))
    assert "Agree an action" not in said(client.get(at("actions", enrolment)))
    refused = client.get(at("agree", enrolment))
    assert refused.status_code == 403
    assert "who leads the subject there" in said(refused)


def test_the_schools_page_leads_to_the_list_for_whoever_may_read_it(client, as_leader, enrolment):
    page = reverse("people:enrolment", args=[enrolment.pk])
    assert at("actions", enrolment) in as_leader.get(page).text
    client.force_login(holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=enrolment.programme))
    assert at("actions", enrolment) not in client.get(page).text


# Files


def test_the_list_is_taken_away_as_files_and_that_is_noted(as_leader, enrolment, action):
    make_action(enrolment=enrolment, what="=cmd()", **DROPPED)
    table = as_leader.get(at("actions-csv", enrolment)).text
    assert '"Plan the fractions unit"' in table
    assert '"\'=cmd()"' in table
    paper = words(as_leader.get(at("actions-pdf", enrolment)).content)
    assert "Agreed actions of Tansy Hill" in paper
    assert "No cover" in paper
    taken = Look.objects.filter(outcome="exported").values_list("page", "n_rows")
    assert set(taken) == {("prepare:actions-csv", 2), ("prepare:actions-pdf", 2)}


# Agreeing


def test_an_action_is_agreed_on_the_page(as_leader, enrolment, leader):
    as_leader.get(at("agree", enrolment))
    answer = as_leader.post(at("agree", enrolment), asked(leader.person.pk, support=["planning"]))
    made = AgreedAction.objects.get()
    assert answer.url == at("actions", enrolment)
    assert (made.what, made.owner, made.support) == ("Watch a lesson", leader.person, ["planning"])


def test_somebody_who_is_not_in_the_list_is_named(as_leader, enrolment):
    sent = asked("new", owner_name=" Tamsin  Reed", owner_post="Teaching assistant")
    as_leader.post(at("agree", enrolment), sent)
    owner = AgreedAction.objects.get().owner
    assert (owner.name, owner.post) == ("Tamsin Reed", "Teaching assistant")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"what": ""}, "Say what is to be done"),
        ({"owner": ""}, "Say who does it"),
        ({"owner": "new"}, "Write the name of who does it"),
        ({"owner_name": "Tamsin Reed"}, "Choose from the list, or “Somebody else”: not both"),
        ({"due_on": ""}, "Say by when"),
        ({"due_on": "2026-01-05"}, "The day is before the action was agreed."),
        ({"support": ["magic"]}, "magic is not one of the available choices"),
    ],
)
def test_what_cannot_be_agreed_is_said(as_leader, enrolment, leader, sent, words):
    answer = as_leader.post(at("agree", enrolment), asked(leader.person.pk) | sent)
    assert words in said(answer)
    assert not AgreedAction.objects.exists()


def test_the_thirteenth_is_agreed_by_stopping_another(as_leader, enrolment, leader):
    first, *_ = [make_action(enrolment=enrolment) for _ in range(12)]
    page = at("agree", enrolment)
    assert "What will you stop?" in said(as_leader.get(page))
    answer = as_leader.post(page, asked(leader.person.pk))
    assert "Say what you will stop" in said(answer)
    as_leader.post(page, asked(leader.person.pk, instead_of=first.pk, because="Too many"))
    first.refresh_from_db()
    assert first.dropped_because == "Too many"
    assert AgreedAction.objects.open().count() == 12


# One action


def test_a_page_of_an_action_tells_what_was_said_of_it(as_leader, action):
    as_leader.post(at("progress", action), {"how": "stuck", "text": "No cover on Tuesdays"})
    text = said(as_leader.get(at("action", action)))
    assert "Stuck : No cover on Tuesdays" in text
    assert "How far Stuck" in text


def test_opening_it_is_noted_as_about_its_owner_and_school(as_leader, action):
    as_leader.get(at("action", action))
    look = Look.objects.get(page="prepare:action")
    assert (look.about_people, look.about_school) == (
        [action.owner_id], action.enrolment.school_id,
    )  # fmt: skip


def test_it_is_changed_given_finished_and_its_effect_is_said(as_leader, enrolment, action):
    other = make_person(home_school=enrolment.school)
    due = action.due_on + timedelta(days=7)
    changed = {"what": "Plan two units", "due_on": due.isoformat(), "support": ["moderation"]}
    for name, sent in (
        ("change", changed), ("give", {"owner": other.pk}),
        ("evidence", {"evidence": "In the shared folder"}),
        ("effect", {"effect": "clear", "note": "Pupils explain"}),
    ):  # fmt: skip
        assert as_leader.get(at(name, action)).status_code == 200
        assert as_leader.post(at(name, action), sent).url == at("action", action)
    action.refresh_from_db()
    assert (action.what, action.due_on, action.support) == ("Plan two units", due, ["moderation"])
    assert (action.owner, action.state, action.effect) == (other, "evidenced", "clear")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_sent_empty_says_what_is_missing(as_leader, action, name):
    answer = as_leader.post(at(name, action))
    assert answer.status_code == 200
    assert "Say " in said(answer)


@pytest.mark.parametrize("name", FORMS)
def test_what_is_over_is_not_changed(as_leader, enrolment, name):
    over = make_action(enrolment=enrolment, **DROPPED)
    answer = as_leader.get(at(name, over))
    assert answer.status_code == 403
    assert "This action was dropped." in said(answer)


@pytest.mark.parametrize("name", FORMS)
def test_who_reads_only_is_refused_with_the_reason(client, action, name):
    client.force_login(holder_of(Role.PROJECT_MANAGER, programme=action.enrolment.programme))
    assert client.get(at("action", action)).status_code == 200
    refused = client.post(at(name, action))
    assert refused.status_code == 403
    assert "specialist" in said(refused)


# One's own


def test_a_teacher_sees_their_own_and_takes_it_on(client, enrolment, action):
    teacher = holder_of(Role.TEACHER, school=enrolment.school)
    mine = make_action(enrolment=enrolment, owner=teacher.person, what="Try stem sentences")
    client.force_login(teacher)
    text = said(client.get(reverse("prepare:my-actions")))
    assert "Try stem sentences" in text
    assert action.what not in text
    assert client.get(at("action", action)).status_code == 404
    page = client.get(at("action", mine))
    assert at("actions", enrolment) not in page.text
    client.post(at("progress", mine), {"how": "done"})
    mine.refresh_from_db()
    assert mine.state == "done"
    assert client.get(at("give", mine)).status_code == 403


def test_who_owns_nothing_is_told_what_will_stand_there(as_leader):
    assert "Nothing is yours to do." in said(as_leader.get(reverse("prepare:my-actions")))


# Home


def test_home_has_ones_own_that_are_due_and_not_those_of_later(as_leader, enrolment, leader):
    today = timezone.localdate()
    for days, what in ((3, "Plan soon"), (-9, "Plan late"), (40, "Plan later")):
        make_action(
            enrolment=enrolment, owner=leader.person, what=what,
            agreed_on=today - timedelta(days=60), due_on=today + timedelta(days=days),
        )  # fmt: skip
    text = said(as_leader.get(reverse("reporting:home")))
    assert "Plan soon" in text
    assert "Plan later" not in text
    assert text.index("Plan late") < text.index("Plan soon")
    assert "You do this at Tansy Hill" in text


def test_home_tells_a_hub_lead_what_is_more_than_ten_school_days_late(client, enrolment):
    today = timezone.localdate()
    for days in (90, 80, 9):
        make_action(
            enrolment=enrolment, agreed_on=today - timedelta(days=100),
            due_on=today - timedelta(days=days),
        )  # fmt: skip
    elsewhere = make_enrolment(programme=enrolment.programme)
    make_action(
        enrolment=elsewhere, agreed_on=today - timedelta(days=100),
        due_on=today - timedelta(days=90),
    )  # fmt: skip
    client.force_login(make_role(Role.HUB_LEAD, hub=enrolment.hub).person.user)
    text = said(client.get(reverse("reporting:home")))
    assert "Tansy Hill: 2 actions are more than 10 school days late" in text
    assert str(elsewhere.school) not in text
    client.force_login(holder_of(Role.PROJECT_MANAGER, programme=enrolment.programme))
    assert "school days late" not in said(client.get(reverse("reporting:home")))


# Who has no part in the list but what is theirs


@pytest.mark.parametrize("role", [Role.HUB_LEAD, Role.SCHOOL_FINANCE_CONTACT, Role.TEACHER])
def test_whoever_is_given_an_action_ticks_it_off_and_gives_it_to_nobody(
    client, enrolment, action, role
):
    where = {"hub": enrolment.hub} if role == Role.HUB_LEAD else {"school": enrolment.school}
    owner = holder_of(role, **where)
    mine = make_action(enrolment=enrolment, owner=owner.person, what="Say what cover costs")
    client.force_login(owner)
    assert "Say what cover costs" in said(client.get(reverse("prepare:my-actions")))
    client.post(at("evidence", mine), {"evidence": "In the minutes"})
    mine.refresh_from_db()
    assert mine.state == "evidenced"
    assert client.get(at("give", mine)).status_code == 403
    assert client.get(at("progress", action)).status_code == (403 if role == Role.HUB_LEAD else 404)


def test_an_action_can_be_given_to_the_hub_lead(as_leader, enrolment, action):
    lead = holder_of(Role.HUB_LEAD, hub=enrolment.hub).person
    as_leader.post(at("give", action), {"owner": lead.pk})
    action.refresh_from_db()
    assert action.owner == lead


def test_a_head_reads_who_agrees_actions(client, enrolment, leader):
    sent = make_role(Role.SPECIALIST, enrolment=enrolment).person
    client.force_login(holder_of(Role.HEADTEACHER, school=enrolment.school))
    text = said(client.get(at("actions", enrolment)))
    names = ", ".join(sorted([str(leader.person), str(sent)]))
    assert f"ask who leads the subject or who comes as a specialist: {names}." in text
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme))
    assert "ask who leads" not in said(client.get(at("actions", enrolment)))


def test_the_post_of_whom_one_may_not_look_up_is_not_told(client, enrolment, action):
    senior = holder_of(Role.SENIOR_LEADER, school=enrolment.school)
    lead = holder_of(Role.HUB_LEAD, hub=enrolment.hub).person
    for person, post in ((lead, "Post far away"), (action.owner, "Post at hand")):
        person.post = post
        person.save()
    theirs = make_action(enrolment=enrolment, owner=lead)
    client.force_login(senior)
    for page in (at("give", action), at("actions-csv", enrolment), at("action", theirs)):
        text = client.get(page).text
        assert str(lead) in text
        assert "Post far away" not in text
    assert "Post at hand" in client.get(at("give", theirs)).text
    assert "Post at hand" in client.get(at("actions-csv", enrolment)).text
