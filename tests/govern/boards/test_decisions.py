"""A decision of a board: who makes it, who is kept from it, what becomes of it, who reads it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.govern.boards import access, actions, transitions
from leadwell.govern.boards.wants import actions_asked_for, decisions_of_mine
from leadwell.govern.models import Board, Decision, DecisionState
from leadwell.people.models import Role
from leadwell.prepare.models import Origin
from tests.factories import NOON, holder_of, make_action, make_enrolment, make_role

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def test_a_decision_is_recorded_with_its_board_its_owner_and_the_log(decide, enrolment, member):
    decision = decide()
    assert decision.board.kind == Board.Kind.STRATEGIC
    assert {board.kind for board in Board.objects.filter(programme=enrolment.programme)} == {
        "strategic", "steering"
    }  # fmt: skip
    assert decision.decided_by == member.person
    assert Event.objects.filter(verb="decided", subject_id=str(decision.pk)).count() == 1


def test_only_the_strategic_board_decides(enrolment, said, lead, adviser, head):
    for user in (lead, adviser, head):
        with pytest.raises(PermissionDenied, match="Only members of the strategic board"):
            actions.record_decision(enrolment=enrolment, said=said(), by=user, at=NOON)


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.GOVERNOR, Role.SENIOR_LEADER])
def test_a_member_who_is_of_the_school_has_no_vote_and_is_told_why(enrolment, member, said, role):
    make_role(role, person=member.person, school=enrolment.school)
    with pytest.raises(PermissionDenied, match="You have an interest in Tansy Hill, as its"):
        actions.record_decision(enrolment=enrolment, said=said(), by=member, at=NOON)
    assert not Decision.objects.exists()


def test_a_member_of_the_school_is_written_down_as_without_a_vote(enrolment, decide):
    other = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=enrolment.programme)
    make_role(Role.HEADTEACHER, person=other.person, school=enrolment.school)
    third = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=enrolment.programme)
    decision = decide(interested=(third.person,))
    assert {one.member: one.nature for one in decision.interests.all()} == {
        other.person: "Headteacher", third.person: "Declared at the meeting"
    }  # fmt: skip


def test_the_life_of_a_decision_has_two_ends(decide, lead, member):
    done, withdrawn = decide(), decide()
    actions.finish_decision(decision=done, outcome="Cover is paid", by=lead, at=NOON)
    actions.withdraw_decision(decision=withdrawn, because="The trust pays", by=member, at=NOON)
    for one, state in ((done, DecisionState.DONE), (withdrawn, DecisionState.WITHDRAWN)):
        one.refresh_from_db()
        assert one.state == state
        assert not any(transitions.allows(verb, one) for verb in transitions.TRANSITIONS)
        with pytest.raises(PermissionDenied, match="it stays as it is"):
            actions.finish_decision(decision=one, outcome="Again", by=lead, at=NOON)


def test_the_programmes_lead_withdraws_nothing(decide, lead):
    with pytest.raises(PermissionDenied, match="Only members of the strategic board"):
        actions.withdraw_decision(decision=decide(), because="Too dear", by=lead, at=NOON)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"asks_for": "Plan two lessons together"}, "asks_the_school_is_known_to_it"),
        ({"due_on": date(2026, 11, 1)}, "due_after_it_is_made"),
        ({"text": ""}, "says_what_of_what"),
        ({"result": "by lot"}, "codes_that_are_known"),
    ],
)
def test_the_database_refuses_a_decision_that_cannot_be(decide, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        decide(**fields)


def test_an_outcome_without_words_is_refused_by_the_database(decide, lead):
    with pytest.raises(IntegrityError, match="says_what_came_of_it"), transaction.atomic():
        actions.finish_decision(decision=decide(), outcome="", by=lead, at=NOON)


def test_nothing_is_kept_where_the_log_fails(decide, monkeypatch):
    def broken(**_):
        raise RuntimeError("the log is full")

    monkeypatch.setattr(log, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        decide()
    assert not Decision.objects.exists()
    assert not Board.objects.exists()


def test_the_site_may_neither_delete_decisions_nor_change_their_history():
    tables = ("govern_decision", "govern_decisionevent", "govern_declaredinterest")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("select has_table_privilege('leadwell_app', %s, 'delete')", [table])
            assert cursor.fetchone() == (False,), table
        for table in tables[1:]:
            cursor.execute("select has_table_privilege('leadwell_app', %s, 'update')", [table])
            assert cursor.fetchone() == (False,), table


def test_a_school_reads_what_is_published_to_it_and_of_the_rest_nothing(
    decide, head, subject_leader, governor, specialist, signed_in
):
    shown, hidden = decide(is_published=True), decide(text="Between us")
    for user in (head, subject_leader, specialist.user):
        assert set(access.decisions_for(user)) == {shown}
        client = signed_in(user)
        assert client.get(reverse("reporting:decision", args=[shown.pk])).status_code == 200
        gone = client.get(reverse("reporting:decision", args=[hidden.pk]))
        nowhere = client.get(reverse("reporting:decision", args=[hidden.pk + 999]))
        assert (gone.status_code, nowhere.status_code) == (404, 404)
        assert hidden.text not in client.get(reverse("govern:decisions-csv")).text
    assert not access.decisions_for(governor).exists()


def test_a_decision_is_published_later_and_taken_back_each_time_logged(
    decide, head, member, lead, signed_in
):
    decision = decide()
    own, here = reverse("reporting:decision", args=[decision.pk]), [decision.pk]
    publish = reverse("govern:publish-decision", args=here)
    take_back = reverse("govern:unpublish-decision", args=here)
    school, board = signed_in(head), signed_in(member)
    assert school.get(own).status_code == school.get(publish).status_code == 404
    assert "Publish it to the school" in board.get(own).text
    assert board.get(take_back).status_code == 403
    assert "specialist read it" in board.get(publish).text
    assert board.post(publish).status_code == 302
    assert school.get(own).status_code == 200
    assert "Take it back" not in school.get(own).text
    for user, client in ((head, school), (lead, signed_in(lead))):
        assert client.post(take_back).status_code == 403, user
    refused = board.get(publish)
    assert refused.status_code == 403
    assert "published to the school already" in refused.text
    assert board.post(take_back).status_code == 302
    assert school.get(own).status_code == 404
    found = Event.objects.filter(subject_id=str(decision.pk)).order_by("pk")
    assert [event.verb for event in found] == ["decided", "published", "took back from the school"]


def test_what_asks_the_school_for_something_stays_open_to_it(decide, member):
    decision = decide(is_published=True, asks_for="Plan two lessons together")
    with pytest.raises(PermissionDenied, match="stays open to the school"):
        actions.unpublish_decision(decision=decision, by=member, at=NOON)


def test_a_decision_that_is_over_can_still_be_published(decide, member, head):
    decision = decide()
    actions.withdraw_decision(decision=decision, because="The trust pays", by=member, at=NOON)
    actions.publish_decision(decision=decision, by=member, at=NOON)
    assert set(access.decisions_for(head)) == {decision}


def test_a_member_who_is_of_the_school_publishes_nothing(decide, enrolment):
    decision, other = (
        decide(),
        holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=enrolment.programme),
    )
    make_role(Role.GOVERNOR, person=other.person, school=enrolment.school)
    for act in (actions.publish_decision, actions.unpublish_decision):
        with pytest.raises(PermissionDenied, match="You have an interest in Tansy Hill"):
            act(decision=decision, by=other, at=NOON)


def test_another_schools_head_and_another_programmes_board_read_nothing(decide):
    decide(is_published=True)
    elsewhere = make_enrolment()
    for user in (
        holder_of(Role.HEADTEACHER, school=elsewhere.school),
        holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=elsewhere.programme),
    ):
        assert not access.decisions_for(user).exists()


def test_the_action_a_board_asks_for_is_agreed_by_the_school(decide, specialist, head, member):
    decision = decide(is_published=True, asks_for="Plan two lessons together")
    common = {"owner": specialist, "due_on": date(2026, 12, 4), "at": NOON}
    for user in (member, head):
        with pytest.raises(PermissionDenied, match="Only a specialist of this school"):
            actions.agree_for_decision(decision=decision, what="x", by=user, **common)
    assert [want.title for want in actions_asked_for(specialist.user, TODAY)] == [
        "The board asks Tansy Hill: Plan two lessons together"
    ]
    action = actions.agree_for_decision(
        decision=decision, what="Plan two lessons in Year 3", by=specialist.user, **common
    )
    decision.refresh_from_db()
    assert (decision.action, action.origin) == (action, Origin.BOARD)
    assert actions_asked_for(specialist.user, TODAY) == []
    with pytest.raises(PermissionDenied, match="agreed for this already"):
        actions.agree_for_decision(decision=decision, what="x", by=specialist.user, **common)


def test_the_rule_of_twelve_holds_for_what_a_board_asks_for_too(decide, specialist, enrolment):
    decision = decide(is_published=True, asks_for="Plan two lessons together")
    for _ in range(12):
        make_action(enrolment=enrolment, owner=specialist)
    with pytest.raises(PermissionDenied, match="nobody keeps more than 12 going"):
        actions.agree_for_decision(
            decision=decision, what="One more", owner=specialist, due_on=date(2026, 12, 4),
            by=specialist.user, at=NOON,
        )  # fmt: skip


def test_the_owner_is_told_in_time(decide, lead):
    decide(due_on=date(2026, 11, 24), text="Ask the trust")
    decide(due_on=date(2027, 2, 1))
    assert [(want.title, want.late) for want in decisions_of_mine(lead, TODAY)] == [
        ("Ask the trust", False)
    ]


def test_a_decision_is_recorded_by_its_form_with_hostile_words_kept_as_words(
    signed_in, enrolment, member, lead, head
):
    url = reverse("govern:decide", args=[enrolment.pk])
    client = signed_in(member)
    assert client.get(url).status_code == 200
    assert "Say what was decided" in client.post(url, {}).text
    words = "<script>alert(1)</script> & “pay”"
    answer = client.post(
        url,
        {
            "text": words, "options": "Pay; wait", "result": "majority", "owner": lead.person.pk,
            "due_on": "2030-01-10", "decided_on": "2026-11-20", "is_published": "no",
        },
        follow=True,
    )  # fmt: skip
    assert answer.status_code == 200
    assert Decision.objects.get().text == words
    assert "<script>alert" not in answer.text
    assert signed_in(head).get(url).status_code == 403


def test_a_member_of_the_school_reads_why_they_have_no_vote(signed_in, enrolment, member):
    make_role(Role.HEADTEACHER, person=member.person, school=enrolment.school)
    client = signed_in(member)
    page = client.get(reverse("reporting:board-school", args=[enrolment.pk]))
    assert "Declared interest." in page.text
    assert "Record a decision" not in page.text
    refused = client.get(reverse("govern:decide", args=[enrolment.pk]))
    assert refused.status_code == 403
    assert "You have an interest in Tansy Hill" in refused.text


def test_what_came_of_it_is_said_on_a_page(signed_in, decide, lead, adviser):
    decision = decide()
    url = reverse("govern:finish-decision", args=[decision.pk])
    assert signed_in(adviser).get(url).status_code == 403
    page = signed_in(lead).post(url, {"outcome": "Cover is paid"}, follow=True)
    assert "Cover is paid" in page.text
    assert "Done" in page.text


def test_decisions_are_a_list_and_two_files(signed_in, decide, lead):
    decide(text="Ask the trust")
    client = signed_in(lead)
    assert "1 decision is open" in client.get(reverse("govern:decisions")).text
    assert "Ask the trust" in client.get(reverse("govern:decisions-csv")).text
    pdf = client.get(reverse("govern:decisions-pdf"))
    assert pdf.getvalue()[:4] == b"%PDF"
