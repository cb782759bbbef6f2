"""Once it is active: variations, a new head, reminders before that, what wants whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from leadwell.govern import promising as reports
from leadwell.govern.models import GovernorsReport
from leadwell.people import access as people
from leadwell.people.models import Message
from leadwell.prepare.memoranda import actions, promising, telling, wants
from leadwell.prepare.memoranda.heads import ask_new_heads
from leadwell.prepare.memoranda.page import changes_of
from leadwell.prepare.models import MemorandumState as State
from leadwell.prepare.models import MemorandumStep
from leadwell.programmes.models import Obligation
from tests.factories import NOON
from tests.prepare.memoranda.conftest import (
    CHAIR,
    active,
    again,
    drafted,
    jobs,
    link_of,
    new_head,
    sent,
    sign,
)
from tests.sent import make_deployment

TODAY = NOON.date()


def after(n):
    """Noon on the n-th weekday after."""
    day, left = TODAY, n
    while left:
        day += timedelta(1)
        left -= day.weekday() < 5
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def said(question, user, on=TODAY):
    people.forget(user)
    return [want.title for want in question(user, on)]


def test_six_reports_to_governors_are_owed_and_no_row_is_there_twice(world, mailoutbox):
    """Three terms a year for two years; the autumn of the first is under way."""
    september = datetime(2026, 9, 3, 12, tzinfo=UTC)
    assert reports.promise_reports(at=september) == 0
    active(world, mailoutbox, at=september)
    assert reports.promise_reports(at=september, lately=True) == 6
    assert reports.promise_reports(at=september, lately=True) == 0
    assert reports.promise_reports(at=september) == 0
    assert GovernorsReport.objects.count() == 6
    owed = Obligation.objects.filter(kind="governors_report")
    assert owed.count() == 6
    memorandum = again(world.enrolment.memoranda.get())
    assert promising.promise_all(memorandum, by=world.lead, at=september) == 0


def test_a_variation_shows_what_changed_and_the_old_version_holds_until_all_have_signed(
    world, mailoutbox
):
    memorandum = active(world, mailoutbox)
    n_owed = Obligation.objects.count()
    drafted(world, hours_a_week=2, besides="A second specialist comes in the spring.")
    first = memorandum.in_force
    version = actions.send(
        memorandum=memorandum, because="A second specialist", by=world.manager, at=NOON
    )
    changes = {change.heading: change for change in changes_of(version)}
    assert list(changes) == ["3. Time for those who lead the subject", "What is agreed besides"]
    assert "for 1.5 hours a week" in changes["3. Time for those who lead the subject"].was[0]
    assert "for 2 hours a week" in changes["3. Time for those who lead the subject"].now[0]
    assert changes["What is agreed besides"].was == ()
    memorandum = again(memorandum)
    assert (memorandum.state, memorandum.in_force) == (State.VARIED, first)
    world.enrolment.refresh_from_db()
    assert world.enrolment.work_agreed_on
    sign(memorandum, world.head)
    actions.sign_by_link(token=link_of(memorandum, mailoutbox), name=CHAIR.name, at=NOON)
    sign(memorandum, world.lead)
    memorandum = again(memorandum)
    assert (memorandum.state, memorandum.in_force) == (State.ACTIVE, version)
    assert first.signatures.count() == version.signatures.count() == 3
    assert Obligation.objects.count() == n_owed + 1  # the signatures under it


def test_a_variation_is_taken_back_and_everything_is_as_it_was(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    drafted(world, hours_a_week=2)
    actions.send(memorandum=memorandum, because="Two hours", by=world.manager, at=NOON)
    token = link_of(memorandum, mailoutbox)
    actions.keep_as_it_was(memorandum=again(memorandum), by=world.manager, at=NOON)
    memorandum = again(memorandum)
    assert (memorandum.state, memorandum.shown) == (State.ACTIVE, memorandum.in_force)
    with pytest.raises(actions.LinkRefused):
        actions.sign_by_link(token=token, name=CHAIR.name, at=NOON)


def test_a_new_head_is_asked_once_and_stands_by_it_within_twenty_school_days(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    new_head(world, date(2027, 1, 4))
    at = datetime(2027, 1, 5, 12, tzinfo=UTC)
    assert ask_new_heads(at=NOON) == 0  # still the one who signed
    assert [ask_new_heads(at=at), ask_new_heads(at=at)] == [1, 0]
    owed = Obligation.objects.get(kind=promising.REAFFIRM)
    assert owed.due_on == date(2027, 1, 29)  # 4 January counted
    with pytest.raises(PermissionDenied, match="Only the headteacher"):
        actions.reaffirm(memorandum=memorandum, authenticated_at=at, by=world.lead, at=at)


def test_who_has_signed_as_head_is_not_asked_again(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    with pytest.raises(PermissionDenied, match="already"):
        actions.reaffirm(memorandum=memorandum, authenticated_at=NOON, by=world.head, at=NOON)


def test_a_head_of_today_who_came_since_puts_their_name_under_it(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    type(memorandum).objects.update(active_since=TODAY - timedelta(60))
    coming = new_head(world, TODAY - timedelta(2))
    assert ask_new_heads(at=NOON) == 1
    assert said(wants.to_reaffirm, coming) == ["Does Tansy Hill stand by its memorandum?"]
    actions.reaffirm(memorandum=memorandum, authenticated_at=NOON, by=coming, at=NOON)
    assert Obligation.objects.get(kind=promising.REAFFIRM).met_on == TODAY
    assert said(wants.to_reaffirm, coming) == []


def test_the_school_is_reminded_after_5_10_and_15_school_days_and_then_the_hub_lead_rings(
    world, mailoutbox
):
    memorandum = sent(world)
    told = []
    for n in range(1, 18):
        at = after(n)
        told += [n] * telling.remind_all(at=at) + [n] * telling.remind_all(at=at)
    assert told == [5, 10, 15]
    assert MemorandumStep.objects.filter(verb="reminded").count() == 3
    assert jobs("prepare.tell_of_memorandum").count() == 4  # when it was sent too
    assert jobs("prepare.send_signing_link").count() == 4
    assert said(wants.to_ring, world.hub_lead, after(14).date()) == []
    assert said(wants.to_ring, world.hub_lead, after(15).date()) == [
        "Ring Tansy Hill about its memorandum"
    ]
    user = {"version_id": memorandum.shown_id, "user_id": world.head.pk}
    assert telling.tell(**user, turn=1, at=after(5)) is None
    assert telling.tell(**user, turn=1, at=after(5)) is None
    assert Message.objects.filter(kind=Message.Kind.SIGNING).count() == 1
    assert "still waits" in mailoutbox[-1].body
    evening = NOON.replace(hour=20)
    assert telling.tell(**user, turn=2, at=evening) > evening


def test_a_trust_is_reminded_when_it_alone_is_waited_for(academy, mailoutbox):
    memorandum = sent(academy, trust_signatory=academy.chief.person)
    sign(memorandum, academy.head)
    actions.sign_by_link(token=link_of(memorandum, mailoutbox), name="Wren Orchard", at=NOON)
    before = jobs("prepare.tell_of_memorandum").count()
    assert again(memorandum).state == State.SIGNED
    assert telling.remind_all(at=after(5)) == 1
    [mine] = jobs("prepare.tell_of_memorandum").order_by("-id")[
        : jobs("prepare.tell_of_memorandum").count() - before
    ]
    assert mine.args["user_id"] == academy.chief.pk
    sign(memorandum, academy.lead)
    assert telling.remind_all(at=after(10)) == 1
    sign(memorandum, academy.chief)
    assert telling.remind_all(at=after(15)) == 0


def test_whoever_was_not_reminded_for_long_is_not_reminded_day_after_day(world, mailoutbox):
    sent(world)
    assert [telling.remind_all(at=after(n)) for n in range(15, 21)] == [1, 0, 0, 0, 0, 1]


def test_whoever_a_memorandum_waits_for_is_told_so_and_nobody_else(world, mailoutbox):
    title = "Read and sign the memorandum of Tansy Hill"
    assert said(wants.to_draft, world.manager) == ["Number Sense: 1 school without a memorandum"]
    memorandum = sent(world, chair=world.governor.person)
    assert said(wants.to_draft, world.manager) == []
    assert [said(wants.to_sign, one) for one in (world.head, world.governor, world.lead)] == [
        [title], [title], [],
    ]  # fmt: skip
    actions.ask(memorandum=memorandum, text="Which days?", by=world.head, at=NOON)
    assert said(wants.to_answer, world.manager) == ["Tansy Hill asks about its memorandum"]
    sign(memorandum, world.head)
    sign(memorandum, world.governor)
    assert [said(wants.to_sign, one) for one in (world.head, world.governor, world.lead)] == [
        [], [], [title],
    ]  # fmt: skip


def test_what_was_promised_is_said_to_be_done_or_not_wanted(world, mailoutbox, client):
    active(world, mailoutbox)
    launch = Obligation.objects.get(kind="launch")
    client.force_login(world.manager)
    to = reverse("prepare:promise-kept", args=[launch.pk])
    assert "Say on which day it was done" in client.post(to, {}).text
    client.post(to, {"on": TODAY.isoformat()})
    launch.refresh_from_db()
    assert launch.met_on == TODAY
    plan = Obligation.objects.get(kind="school_plan")
    client.force_login(world.head)
    assert client.get(reverse("prepare:promise-kept", args=[plan.pk])).status_code == 403


def left(world, on, why="capacity"):
    type(world.enrolment).objects.filter(pk=world.enrolment.pk).update(left_on=on, why_left=why)


def test_a_school_that_left_owes_nothing_that_was_due_later(world, mailoutbox, client):
    active(world, mailoutbox)
    owed = Obligation.objects.filter(enrolment=world.enrolment)
    on = owed.open().order_by("due_on").first().due_on
    due_by_then = owed.open().filter(due_on=on).count()
    evaluation = Obligation.objects.create(
        enrolment=world.enrolment, kind="end_evaluation", detail="agreement 1",
        due_on=on + timedelta(14),
    )  # fmt: skip
    left(world, on)
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    assert promising.skip_of_left(at=at) == 0  # the last day is not over
    n = owed.open().filter(due_on__gt=on).exclude(pk=evaluation.pk).count()
    assert n > 5
    assert promising.skip_of_left(at=at + timedelta(1)) == n
    assert promising.skip_of_left(at=at + timedelta(1)) == 0
    still = owed.open().exclude(kind="governors_report")
    assert still.filter(due_on__lte=on).count() == due_by_then
    assert list(still.filter(due_on__gt=on)) == [evaluation]
    skipped = owed.exclude(skipped_because="").values_list("skipped_because", flat=True)
    assert set(skipped) == {"The school has left the programme"}
    client.force_login(world.manager)
    text = client.get(reverse("prepare:memorandum", args=[world.enrolment.pk])).text
    assert "Skipped: The school has left the programme" in text
    assert "Tansy Hill left Number Sense on" in text


def test_one_that_stayed_to_the_end_still_says_how_it_went_since(world, mailoutbox):
    active(world, mailoutbox)
    end = world.enrolment.programme.ends_on
    left(world, end, "completed")
    at = datetime(end.year, end.month, end.day, 12, tzinfo=UTC) + timedelta(1)
    promising.skip_of_left(at=at)
    after_it = Obligation.objects.filter(due_on__gt=end)
    assert {one.kind for one in after_it.open()} == {"follow_up"}


def test_another_school_owes_what_it_owed(world, academy, mailoutbox):
    active(world, mailoutbox)
    left(academy, TODAY)
    before = Obligation.objects.open().count()
    assert promising.skip_of_left(at=NOON + timedelta(3)) == 0
    assert Obligation.objects.open().count() == before


def test_with_the_memorandum_the_work_of_who_is_sent_there_rests(world, mailoutbox, client):
    memorandum = active(world, mailoutbox)
    world.enrolment.refresh_from_db()
    at_work = make_deployment(enrolment=world.enrolment, state="active")
    client.force_login(world.lead)
    ending = reverse("prepare:end-memorandum", args=[memorandum.pk])
    assert "who is sent there is suspended" in client.get(ending).text
    actions.end(memorandum=memorandum, because="It closes", by=world.lead, at=NOON)
    at_work.refresh_from_db()
    assert (at_work.state, at_work.because) == ("suspended", "The memorandum has ended")
    assert at_work.role.ends_on == TODAY
    assert at_work.steps.get(verb="suspend").by == world.lead.person
    page = reverse("prepare:memorandum", args=[world.enrolment.pk])
    assert "Nobody is sent to Tansy Hill until there is an active one" in client.get(page).text


def test_who_may_not_end_it_suspends_nobody(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    at_work = make_deployment(enrolment=world.enrolment, state="active")
    with pytest.raises(PermissionDenied):
        actions.end(memorandum=memorandum, because="No", by=world.head, at=NOON)
    at_work.refresh_from_db()
    assert at_work.state == "active"


def test_a_draft_that_is_dropped_suspends_nobody(world):
    """Work was agreed on paper before."""
    type(world.enrolment).objects.update(work_agreed_on=TODAY)
    at_work = make_deployment(enrolment=world.enrolment, state="active")
    actions.end(memorandum=drafted(world), because="Not now", by=world.lead, at=NOON)
    at_work.refresh_from_db()
    assert at_work.state == "active"


def test_it_is_ended_with_all_that_follows_or_not_at_all(world, mailoutbox, monkeypatch):
    memorandum = active(world, mailoutbox)
    at_work = make_deployment(enrolment=world.enrolment, state="active")
    monkeypatch.delattr("leadwell.people.roles.actions.close_role")
    with pytest.raises(AttributeError), transaction.atomic():
        actions.end(memorandum=memorandum, because="It closes", by=world.lead, at=NOON)
    at_work.refresh_from_db()
    assert (again(memorandum).state, at_work.state) == (State.ACTIVE, "active")
    world.enrolment.refresh_from_db()
    assert world.enrolment.work_agreed_on
