"""Priorities and plan: nothing without a success criterion, few at once, agreed, approved, looked at."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.people.models import Role
from leadwell.prepare.models import AgreedAction, Plan, PlanState, Priority, PriorityReview
from leadwell.prepare.planning import actions, rules
from leadwell.prepare.planning.actions import Stands
from leadwell.prepare.planning.page import plan_page
from leadwell.prepare.planning.transitions import BESIDE, NEEDS, TRANSITIONS
from leadwell.programmes.models import Obligation
from tests.accounts.signing_in import PASSWORD
from tests.factories import NOON, holder_of, make_enrolment, make_programme
from tests.kept import press
from tests.planned import make_plan, make_priority
from tests.prepare.planning.conftest import JULY, signed_in, url

pytestmark = pytest.mark.django_db


def told(answer):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


def broken(name):
    return pytest.raises(DatabaseError, match=name)


def test_a_group_of_its_own_is_the_programmes_only_in_the_same_words(world):
    """Left empty it is the programme's; another group is another, and says why."""
    programme = world.part.programme
    programme.focus_group, programme.own_group = "custom", "Pupils new to English"
    programme.save()
    client, add = signed_in(world.leader), url("add-priority", world.plan.pk)
    assert "Left empty: Pupils new to English." in client.get(add).text
    for changed in ({"pupils": "custom", "group": "Girls"}, {"pupils": "disadvantaged"}):
        answer = press(client, add, world.posted(**changed))
        assert "Larkwater is for pupils new to English. Include them" in answer.text
    press(client, add, world.posted(pupils="custom"))
    assert Priority.objects.get().group == "Pupils new to English"
    for pupils, group, why, is_right in (
        ("custom", "pupils  new to english", "", True), ("custom", "Girls", "", False),
        ("custom", "Girls", "Few are new", True), ("all", "", "", True), ("send", "", "", False),
    ):  # fmt: skip
        assert bool(rules.is_for_focus(programme, pupils, group, why)) == is_right
    with pytest.raises(PermissionDenied, match="Include them"):
        world.write(pupils="custom", group="Girls")


def test_a_priority_without_one_of_the_five_is_refused_and_with_them_it_saves(world):
    client, add = signed_in(world.leader), url("add-priority", world.plan.pk)
    for name, says in (
        ("baseline", "Say where it is now"), ("target", "Say what the target is"),
        ("due_on", "Say by when"), ("evidence", "Say from which source"),
        ("measure", "Choose a measure, or name what you count"),
        ("sources", "Say what it rests on"), ("ingredients", "Say which active ingredient"),
    ):  # fmt: skip
        answer = press(
            client, add, world.posted(**{name: [] if name in ("sources", "ingredients") else ""})
        )
        assert says in answer.text, name
        assert "More of Year 5 reach" in answer.text  # nothing typed is lost
    words = press(client, add, world.posted(target="better"))
    assert "Write the target as a number" in words.text
    late = press(client, add, world.posted(due_on="2039-07-01"))
    assert "Choose a day within the programme" in late.text
    other = press(client, add, world.posted(pupils="send"))
    assert "say why not" in other.text
    assert not Priority.objects.exists()
    assert press(client, add, world.posted()).url == world.plan.get_absolute_url()
    page = client.get(world.plan.get_absolute_url()).text
    assert "58 to 70 per cent" in page
    assert "A strategy of a few things (Disadvantaged pupils, whole school, at the start)" in page
    assert "At the expected standard, at expected in Y5 maths" in page


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"measure": "", "artefact": ""}, "measured_by_one_thing"),
        ({"artefact": "A policy"}, "measured_by_one_thing"),
        ({"target": 58}, "aims_at_a_change"),
        ({"evidence": ""}, "how_one_will_see_it"),
        ({"baseline": None}, "null value"),
        ({"number": 6}, "five_priorities_at_most"),
        ({"in_sip": True}, "is_on_a_page"),
        ({"pupils": "custom"}, "its_own_group"),
    ],
)
def test_the_database_keeps_no_priority_that_cannot_be_checked(fields, name):
    plan = make_plan(n=0)
    with broken(name), transaction.atomic():
        make_priority(plan, **fields)


def test_a_fourth_is_warned_of_and_a_sixth_cannot_be_saved(world):
    client, add = signed_in(world.leader), url("add-priority", world.plan.pk)
    for _ in range(3):
        world.write()
    assert "A fourth can be written" in client.get(add).text
    saved = client.post(add, world.posted(), follow=True)
    assert "which of them waits?" in saved.text
    world.write()
    sixth = world.posted(statement="More of Year 6 explain how they know")
    refused = client.post(add, sixth)  # written while somebody else wrote the fifth
    assert (refused.status_code, "has 5 priorities already" in refused.text) == (200, True)
    assert sixth["statement"] in refused.text.split("<form")[-1]  # and nothing typed is lost
    opened = client.get(add)
    assert (opened.status_code, "has 5 priorities already" in opened.text) == (403, True)
    elsewhere = make_enrolment(school=world.part.school)
    other = actions.open_plan(enrolment=elsewhere, by=world.leader, at=NOON)
    assert "5 priorities" in rules.may_add(world.leader, other).reason  # in all its programmes
    with pytest.raises(PermissionDenied):
        world.write()
    assert Priority.objects.count() == 5


def test_the_head_approves_three_at_most_after_both_sides_have_said_yes(world):
    four = [world.write() for _ in range(4)]
    actions.say_yes(plan=world.plan, by=world.leader, at=NOON)
    with pytest.raises(PermissionDenied, match="put 1 aside first"):
        actions.say_yes(plan=world.plan, by=world.specialist, at=NOON)
    actions.end_priority(
        priority=four[3], is_reached=False, because="Next year", by=world.leader, at=NOON
    )
    plan = Plan.objects.get()
    assert plan.school_yes_by is None  # whoever said yes said it to other words
    for user in (world.leader, world.specialist):
        assert rules.may_approve(world.head, plan).reason.startswith("The plan is at")
        actions.say_yes(plan=plan, by=user, at=NOON)
        plan = Plan.objects.get()
    assert plan.state == "agreed"
    for other in (world.leader, world.specialist):
        assert rules.may_approve(other, plan).reason == "Only the head approves a plan."
    with pytest.raises(PermissionDenied, match="changed since"):
        actions.approve(plan=plan, shown="x", authenticated_at=NOON, by=world.head, at=NOON)
    actions.approve(
        plan=plan, shown=actions.sha256(plan), authenticated_at=NOON, by=world.head, at=NOON
    )
    assert Priority.objects.live().count() == 3
    assert Event.objects.filter(verb="approve", subject_type="prepare.plan").count() == 1


def test_what_was_approved_stays_and_a_fourth_never_goes_live(world):
    priority = world.approved()
    mine = Priority.objects.filter(pk=priority.pk)
    with broken("approved_priority_stays"), transaction.atomic():
        mine.update(target=60)
    with broken("approved_priority_stays"), transaction.atomic():
        priority.sources.all().delete()
    with broken("approved_priority_stays"), transaction.atomic():
        make_priority(world.plan, number=2)
    with broken("permission denied"), transaction.atomic():
        Plan.objects.filter(pk=make_plan(n=0).pk).delete()
    with broken("permission denied"), transaction.atomic():
        world.plan.approvals.update(sha256="0" * 64)
    four = make_plan(n=4)
    with broken("three_priorities_are_under_way_at_most"), transaction.atomic():
        for one in four.priorities.all():
            one.state, one.live_on = "live", JULY
            one.save()
    with broken("approved_plan_is_signed"), transaction.atomic():
        Plan.objects.filter(pk=four.pk).update(state="approved")


def test_it_is_looked_at_each_half_term_by_rows_made_when_the_work_begins(world):
    priority = world.approved()
    world.part.work_agreed_on = None
    world.part.save()
    assert "memorandum" in rules.may_begin(world.leader, Plan.objects.at_hand().get()).reason
    world.part.work_agreed_on = NOON.date()
    world.part.save()
    actions.begin(plan=world.plan, by=world.leader, at=NOON)
    rows = Obligation.objects.filter(kind=actions.KIND)
    first = rows.first()
    assert (first.detail, rows.filter(due_on__gt=world.part.programme.ends_on).count()) == (
        "Autumn 2 2026/27", 0,
    )  # fmt: skip
    client, page = signed_in(world.leader), url("review-plan", world.plan.pk)
    sent = {f"how-{priority.pk}": "amber", f"value-{priority.pk}": "61", f"text-{priority.pk}": ""}
    assert "Say why it is Amber" in press(client, page, sent).text
    sent |= {f"text-{priority.pk}": "Two classes of three"}
    assert press(client, page, sent).status_code == 302
    first.refresh_from_db()
    assert first.met_on
    assert PriorityReview.objects.get().obligation == first
    assert Plan.objects.get().state == "reviewed"
    with pytest.raises(ValueError, match="every priority"):
        actions.review_plan(plan=world.plan, said={}, by=world.leader, at=NOON)
    said = {priority.pk: Stands("green")}
    actions.review_plan(plan=world.plan, said=said, by=world.specialist, at=NOON)
    actions.end_priority(
        priority=priority, is_reached=True, because="71 per cent", by=world.leader, at=NOON
    )
    actions.close(plan=world.plan, by=world.leader, at=NOON)
    assert not rows.open().exists()
    with broken("closed_plan_stays"), transaction.atomic():
        Plan.objects.update(state="draft")


def test_a_term_without_a_page_in_the_improvement_plan_is_amber(world):
    priority = world.approved()
    plan = Plan.objects.at_hand().get()
    assert NOON.date() < priority.sip_by < date(2027, 4, 1)
    [shown] = plan_page(world.leader, plan, priority.sip_by).open
    assert shown.sip == ""
    [shown] = plan_page(world.leader, plan, date(2027, 5, 1)).open
    assert shown.sip == "amber"
    actions.say_sip(priority=priority, sip_page="12", by=world.head, at=NOON)
    [shown] = plan_page(world.leader, Plan.objects.at_hand().get(), date(2027, 5, 1)).open
    assert (shown.sip, shown.priority.sip_page) == ("", "12")


def test_an_action_for_a_priority_stands_in_the_one_list(world):
    priority = world.approved()
    client = signed_in(world.leader)
    sent = {"what": "Plan unit 3 together", "owner": world.leader.person.pk, "due_on": "2030-01-15"}
    done = client.post(url("agree-for-priority", priority.pk), sent)
    assert done.status_code == 302, re.findall(r'class="err[^>]*>[^<]*', done.text)
    action = AgreedAction.objects.get()
    assert (action.origin, action.for_priority.priority) == ("plan", priority)
    assert "Plan unit 3 together" in client.get(url("actions", world.part.pk)).text
    assert "Plan unit 3 together" in client.get(world.plan.get_absolute_url()).text


def test_the_head_approves_on_a_page_after_showing_who_they_are(world):
    world.write()
    for user in (world.leader, world.specialist):
        actions.say_yes(plan=world.plan, by=user, at=NOON)
    world.head.set_password(PASSWORD)
    world.head.save()
    client, page = signed_in(world.head), url("approve-plan", world.plan.pk)
    assert "/sign-in/again/" in client.get(page).url
    client.logout()
    client.post(reverse("account_login"), {"login": world.head.email, "password": PASSWORD})
    shown = actions.sha256(Plan.objects.get())
    assert shown in client.get(page).text
    assert client.post(page, {"shown": shown}).url == world.plan.get_absolute_url()
    assert Plan.objects.get().state == "approved"


def test_who_may_not_is_told_why_and_a_stranger_cannot_tell(world):
    world.write()
    lead = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=world.part.programme))
    assert lead.get(world.plan.get_absolute_url()).status_code == 200
    refused = lead.get(url("add-priority", world.plan.pk))
    assert (refused.status_code, "Only the school’s leaders" in refused.text) == (403, True)
    for who, scope in (
        (Role.PROGRAMME_LEAD, {"programme": make_programme()}),
        (Role.GOVERNOR, {"school": world.part.school}),
        (Role.TEACHER, {"school": world.part.school}),
    ):
        stranger = signed_in(holder_of(who, **scope))
        absent, far = stranger.get("/plans/987654321/"), stranger.get(world.plan.get_absolute_url())
        assert (absent.status_code, told(absent)) == (404, told(far))


def test_a_plan_of_many_priorities_takes_no_more_questions_than_one(world):
    client, page = signed_in(world.leader), world.plan.get_absolute_url()

    def n():
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        return len(asked)

    world.write()
    one = n()
    for _ in range(3):
        world.write()
    assert n() == one


def test_every_step_of_the_table_says_what_it_needs():
    assert set(NEEDS) == set(TRANSITIONS)
    assert all(one.button for one in (*TRANSITIONS.values(), *BESIDE.values()))
    assert {step.after for step in TRANSITIONS.values()} == set(PlanState)
