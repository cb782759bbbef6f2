"""From a draft to an active memorandum, by each who signs, and what follows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction

from leadwell.people.models import Role, RoleHeld
from leadwell.people.running.rules import may_work_at
from leadwell.prepare.memoranda import actions, rules
from leadwell.prepare.memoranda.transitions import TRANSITIONS
from leadwell.prepare.models import MemorandumSignature, MemorandumStep, MemorandumVersion
from leadwell.prepare.models import MemorandumState as State
from leadwell.programmes.models import Obligation
from tests.factories import NOON, holder_of, make_colleague, make_role
from tests.prepare.memoranda.conftest import (
    CHAIR,
    active,
    again,
    drafted,
    jobs,
    link_of,
    sent,
    sign,
    terms_of,
)


def test_all_have_signed_and_work_begins_with_everything_promised(world, mailoutbox):
    """US01, 6 and 7: six reports to governors come by the same day, on the floor that writes them."""
    memorandum = sent(world)
    enrolment = world.enrolment
    assert not may_work_at(enrolment)
    sign(memorandum, world.head)
    assert again(memorandum).state == State.SENT
    with pytest.raises(PermissionDenied, match="sign first"):
        sign(memorandum, world.lead)
    actions.sign_by_link(token=link_of(memorandum, mailoutbox), name="Wren Orchard", at=NOON)
    assert again(memorandum).state == State.SIGNED
    enrolment.refresh_from_db()
    assert not may_work_at(enrolment)
    sign(memorandum, world.lead)
    memorandum = again(memorandum)
    enrolment.refresh_from_db()
    assert (memorandum.state, memorandum.in_force) == (State.ACTIVE, memorandum.shown)
    assert may_work_at(enrolment)
    kinds = list(Obligation.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds == sorted(
        ["memorandum_signed", "launch", "school_plan", "relaunch", "sustainability_plan",
         "focus_pupils", "last_claims", "money_lapses"]
        + ["briefing"] * 6 + ["follow_up"] * 3 + ["release"] * 2
    )  # fmt: skip
    assert Obligation.objects.get(kind="memorandum_signed").met_on == NOON.date()
    assert list(MemorandumStep.objects.values_list("verb", flat=True)) == [
        "draft", "send", "put_name", "put_name", "sign", "put_name", "countersign", "begin",
    ]  # fmt: skip


def test_an_academy_waits_for_its_trust(academy, mailoutbox):
    memorandum = sent(academy, trust_signatory=academy.chief.person)
    sign(memorandum, academy.head)
    actions.sign_by_link(token=link_of(memorandum, mailoutbox), name="Wren Orchard", at=NOON)
    sign(memorandum, academy.lead)
    assert again(memorandum).state == State.COUNTERSIGNED
    sign(memorandum, academy.chief)
    assert again(memorandum).state == State.ACTIVE


def test_a_chair_with_an_account_signs_in_and_no_other_governor_does(world):
    memorandum = sent(world, chair=world.governor.person)
    assert not jobs("prepare.send_signing_link").exists()
    other = holder_of(Role.GOVERNOR, school=world.enrolment.school)
    with pytest.raises(PermissionDenied, match="each for themselves"):
        sign(memorandum, other)
    sign(memorandum, world.governor)
    assert MemorandumSignature.objects.get().party == "chair"
    with pytest.raises(PermissionDenied, match="You have signed this version"):
        sign(memorandum, world.governor)


def test_nobody_sends_one_without_those_who_sign_it(world, academy):
    with pytest.raises(PermissionDenied, match="who is chair of governors"):
        sent(world, chair=None)
    with pytest.raises(PermissionDenied, match="its trust signs too"):
        sent(academy)
    with pytest.raises(PermissionDenied, match="is the headteacher"):
        drafted(world, chair=world.head.person)
    for user in (world.head, world.hub_lead):
        with pytest.raises(PermissionDenied, match="lead or manage the programme"):
            actions.draft(enrolment=world.enrolment, terms=terms_of(world), by=user, at=NOON)


def followed(world, *, on, by):
    """The head goes the day before; this person comes."""
    head = RoleHeld.objects.filter(person=world.head.person)
    head.update(ends_on=on - timedelta(1))
    make_role(Role.HEADTEACHER, school=world.enrolment.school, person=by, starts_on=on)


def test_a_head_whose_last_day_is_known_is_no_chair(world):
    followed(world, on=NOON.date() + timedelta(60), by=make_colleague())
    with pytest.raises(PermissionDenied, match="is the headteacher"):
        drafted(world, chair=world.head.person)


def test_who_has_signed_for_one_side_signs_for_no_other(world):
    """Such as a chair who has become the head since it was sent."""
    memorandum = sent(world, chair=world.governor.person)
    sign(memorandum, world.governor)
    followed(world, on=NOON.date(), by=world.governor.person)
    assert rules.signing_as(world.governor, again(memorandum)) is None
    with pytest.raises(PermissionDenied, match="You have signed"):
        sign(memorandum, world.governor)


def test_a_clause_that_everybody_has_is_never_left_out(world, mailoutbox):
    """Clause 7 among them: not by the action, nor in the database, in draft or in version."""
    for number in (7, 1, 18):
        with pytest.raises(IntegrityError, match="may_be_left_out"), transaction.atomic():
            drafted(world, left_out=[number])
    memorandum = sent(world, left_out=[12])
    version = memorandum.shown
    assert 12 not in version.clauses
    assert 7 in version.clauses
    copied = {
        "memorandum": memorandum, "content": {}, "library": 1, "sha256": "0" * 64,
        "because": "So", "sent_by": world.lead.person, "sent_at": NOON,
    }  # fmt: skip
    without = [n for n in version.clauses if n != 7]
    with pytest.raises(IntegrityError, match="clauses_it_must_have"), transaction.atomic():
        MemorandumVersion.objects.create(number=2, clauses=without, **copied)


def test_what_was_sent_and_signed_stays_in_the_database(world):
    memorandum = sent(world)
    sign(memorandum, world.head)
    for rows, changed in (
        (MemorandumVersion.objects.all(), {"content": {}}),
        (MemorandumSignature.objects.all(), {"name": "Somebody else"}),
        (MemorandumStep.objects.all(), {"verb": "send"}),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows.update(**changed)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows._raw_delete(rows.db)


def test_the_school_asks_and_may_sign_once_it_is_answered(world):
    memorandum = sent(world)
    query = actions.ask(memorandum=memorandum, text="Which days?", clause=3, by=world.head, at=NOON)
    assert again(memorandum).state == State.QUERIED
    with pytest.raises(PermissionDenied, match="lead or manage"):
        actions.answer(query=query, text="Mondays", by=world.head, at=NOON)
    actions.answer(query=query, text="Mondays", by=world.manager, at=NOON)
    query.refresh_from_db()
    assert (again(memorandum).state, query.answer) == (State.SENT, "Mondays")


def test_a_new_version_before_anybody_countersigned_is_signed_anew(world):
    memorandum = sent(world)
    sign(memorandum, world.head)
    read = again(memorandum).shown
    drafted(world, hours_a_week=2)
    with pytest.raises(IntegrityError, match="is_whole"), transaction.atomic():
        actions.send(memorandum=memorandum, by=world.manager, at=NOON)
    actions.send(memorandum=memorandum, because="Two hours", by=world.manager, at=NOON)
    with pytest.raises(PermissionDenied, match="Another version has been sent"):
        sign(memorandum, world.head, version=read)
    sign(memorandum, world.head)
    assert MemorandumSignature.objects.count() == 2
    owed = Obligation.objects.filter(kind="memorandum_signed")
    assert [one.skipped_because for one in owed] == ["A newer version was sent", ""]


def test_it_ends_with_a_reason_and_nothing_is_owed_any_more(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    with pytest.raises(IntegrityError, match="for_a_reason"), transaction.atomic():
        actions.end(memorandum=memorandum, because="", by=world.lead, at=NOON)
    actions.end(memorandum=memorandum, because="The school closes", by=world.lead, at=NOON)
    world.enrolment.refresh_from_db()
    assert again(memorandum).state == State.ENDED
    assert not may_work_at(world.enrolment)
    assert not Obligation.objects.open().exists()
    assert drafted(world).pk != memorandum.pk


def test_a_change_is_whole_or_not_at_all(world, monkeypatch):
    memorandum = sent(world)
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError), transaction.atomic():
        sign(memorandum, world.head)
    assert not MemorandumSignature.objects.exists()


@pytest.mark.parametrize("state", State)
def test_only_the_steps_of_the_table_are_taken(world, state):
    """Each rule says no in every state its step does not begin in."""
    memorandum = drafted(world)
    memorandum.state = state
    for verb, may in (
        ("keep", rules.may_keep), ("end", rules.may_end), ("answer", rules.may_answer),
    ):  # fmt: skip
        assert bool(may(world.manager, memorandum)) == (state in TRANSITIONS[verb].before)


def test_an_address_known_here_is_that_person(world):
    known = make_role(Role.GOVERNOR, school=world.enrolment.school).person
    named = type(CHAIR)("Somebody", known.email.upper())
    assert drafted(world, chair=named).chair == known
