"""The call of a programme: who opens it, whom it writes to, and who has answered."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from leadwell.explore.interest import actions, wants
from leadwell.explore.models import Interest, LongListed
from leadwell.explore.transitions import BESIDE, TRANSITIONS
from leadwell.people.models import Role, RoleHeld
from leadwell.people.roles.actions import Newcomer
from tests.explore.interest.conftest import SITE, page_of, sent_off, signed_in
from tests.factories import (
    NOON,
    holder_of,
    make_candidate,
    make_enrolment,
    make_programme,
    make_role,
    make_school,
)
from tests.invited import make_interest

pytestmark = pytest.mark.django_db


def test_a_manager_opens_a_call_and_invites_whom_the_list_has(programme, manager, school, head):
    client, today = signed_in(manager), timezone.localdate()
    LongListed.objects.create(programme=programme, school=school, by=manager.person, at=NOON)
    days = {"closes_on": today + timedelta(14), "answer_by": today + timedelta(7)}
    refused = client.post(page_of("open-call", "LARK"), days)
    assert "Schools cannot hear before the call closes." in refused.text
    days["answer_by"] = today + timedelta(30)
    assert client.post(page_of("open-call", "LARK"), days).url == page_of("invite-schools", "LARK")
    assert "Sorrel Lane" in client.get(page_of("invite-schools", "LARK")).text
    none = client.post(page_of("invite-schools", "LARK"), {})
    assert "Tick the schools" in none.text
    client.post(page_of("invite-schools", "LARK"), {"urn": [school.urn]})
    page = client.get(page_of("call", "LARK")).text
    assert "0 of 1 school have answered" in page or "0 of 1 school" in page
    assert "No answer yet: 1" in page
    assert [want.verb for want in wants.to_answer(head, today)] == ["Answer"]


def test_a_call_waits_for_the_board_and_there_is_one(manager, programme):
    programme.state = "designed"
    programme.save()
    days = {"closes_on": NOON.date(), "answer_by": NOON.date(), "by": manager, "at": NOON}
    with pytest.raises(PermissionDenied, match="The board approves"):
        actions.open_call(programme=programme, **days)
    programme.state = "approved"
    programme.save()
    actions.open_call(programme=programme, **days)
    with pytest.raises(PermissionDenied, match="has its call"):
        actions.open_call(programme=programme, **days)


def test_who_does_not_choose_schools_opens_no_call(programme):
    for role in (Role.STRATEGIC_LEAD, Role.STRATEGIC_BOARD_MEMBER):
        answer = signed_in(holder_of(role, programme=programme)).get(page_of("open-call", "LARK"))
        assert (answer.status_code, "lead or manage" in answer.text) == (403, True)
    stranger = signed_in(holder_of(Role.PROJECT_MANAGER, programme=make_programme()))
    assert stranger.get(page_of("call", "LARK")).status_code == 404


def test_the_head_of_a_school_nobody_knows_comes_with_the_invitation(
    call, manager, django_capture_on_commit_callbacks
):
    school = make_school(name="Heron Hill")
    head = {"name": "Perran Oak", "email": "head@heron-hill.example.org"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(manager).post(page_of("invite-school", "LARK", school.urn), head)
    assert answer.status_code == 302
    role = RoleHeld.objects.get(school=school)
    assert (role.role, role.person.name) == (Role.HEADTEACHER, "Perran Oak")
    [letter] = mail.outbox
    assert "Choose a password" in letter.body
    client = Client()
    client.force_login(role.person.user)
    interest = Interest.objects.get()
    assert client.get(page_of("write-interest", interest.pk)).status_code == 200


def test_nobody_is_made_head_of_a_school_that_others_look_after(call, manager):
    busy, taking_part = make_school(), make_school()
    make_role(Role.TEACHER, school=busy)
    make_enrolment(school=taking_part)
    for school in (busy, taking_part):
        with pytest.raises(PermissionDenied, match="Who looks after the school’s contacts"):
            actions.invite_school(
                call=call, school=school, head=Newcomer("Perran Oak", "p@example.org"), site=SITE,
                by=manager, at=NOON,
            )  # fmt: skip
    with pytest.raises(PermissionDenied, match="Nobody gives a role to themselves"):
        actions.invite_school(
            call=call, school=make_school(), head=Newcomer(manager.name, manager.email), site=SITE,
            by=manager, at=NOON,
        )  # fmt: skip


def test_several_are_invited_or_none(call, manager, school, head):
    closed = make_school(is_open=False)
    with pytest.raises(PermissionDenied, match="is closed"):
        actions.invite_schools(call=call, schools=[school, closed], site=SITE, by=manager, at=NOON)
    assert not Interest.objects.exists()


def test_a_head_is_written_to_again_and_not_every_day(
    interest, manager, django_capture_on_commit_callbacks
):
    client, url = signed_in(manager), page_of("write-to-head", interest.pk)
    Interest.objects.update(written_to_at=timezone.now())
    assert client.post(url).status_code == 403
    Interest.objects.update(written_to_at=timezone.now() - timedelta(4))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url).url == page_of("call", "LARK")
    assert len(mail.outbox) == 1
    assert "Written to 2 times" in client.get(page_of("call", "LARK")).text


def test_what_was_sent_waits_for_who_manages_the_programme(interest, head, manager):
    sent_off(signed_in(head), interest)
    today = timezone.localdate()
    assert [one.url for one in wants.to_look_at(manager, today)] == [interest.get_absolute_url()]
    assert wants.to_look_at(head, today) == wants.to_answer(head, today) == []
    page = signed_in(manager).get(page_of("call", "LARK")).text
    assert "Sent, and not looked at yet: 1" in page
    assert "1 of 1 school" in page


def test_a_hub_lead_reads_of_schools_put_forward_for_the_hub(call, programme, manager):
    candidates = [make_candidate(programme=programme) for _ in range(2)]
    for one in candidates:
        make_interest(call=call, school=one.school, state="submitted", candidate=one)
    shown = signed_in(manager).get(page_of("call", "LARK")).text
    assert all(str(one.school) in shown for one in candidates)


def test_the_page_of_a_call_asks_as_much_of_twenty_as_of_one(
    call, programme, manager, django_assert_max_num_queries, django_assert_num_queries
):
    client = signed_in(manager)
    make_interest(call=call)
    with django_assert_max_num_queries(30) as few:
        client.get(page_of("call", "LARK"))
    for _ in range(12):
        one = make_candidate(programme=programme)
        make_interest(call=call, school=one.school, state="submitted", candidate=one)
    with django_assert_num_queries(len(few)):
        client.get(page_of("call", "LARK"))


def test_every_state_is_reached_and_no_step_leads_out_of_the_last(db):
    assert {one.after for one in TRANSITIONS.values()} == {
        "draft", "submitted", "withdrawn", "assessed",
    }  # fmt: skip
    last = {"withdrawn", "assessed"}
    assert not any(one.before & last for one in (*TRANSITIONS.values(), *BESIDE.values()))
