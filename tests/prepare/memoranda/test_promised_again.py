"""What was given up by a version or memorandum before, and is promised again; what is promised no more."""

from datetime import timedelta

from leadwell.audit.models import Event
from leadwell.govern import promising as reports
from leadwell.prepare.memoranda import actions, promising
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import Obligation
from tests.factories import NOON
from tests.prepare.memoranda.conftest import (
    CHAIR,
    RELEASED,
    active,
    again,
    drafted,
    link_of,
    sent,
    sign,
)

BY_HAND = "Agreed on the telephone"


def owed(kind):
    return [(one.due_on, one.skipped_because) for one in Obligation.objects.filter(kind=kind)]


def signed_by_all(memorandum, world, mailoutbox, at=NOON):
    sign(memorandum, world.head, at=at)
    token = link_of(memorandum, mailoutbox, at=at)
    actions.sign_by_link(token=token, name=CHAIR.name, at=at)
    sign(memorandum, world.lead, at=at)


def varied(world, mailoutbox, **terms):
    memorandum = again(drafted(world, **terms))
    actions.send(memorandum=memorandum, because="Otherwise", by=world.manager, at=NOON)
    signed_by_all(memorandum, world, mailoutbox)


def skip(kind, world):
    one = Obligation.objects.filter(kind=kind).open().first()
    programmes.skip_promise(obligation=one, because=BY_HAND, by=world.manager, at=NOON)
    return one


def test_a_day_given_up_and_named_again_is_owed_again(world, mailoutbox):
    active(world, mailoutbox)
    varied(world, mailoutbox, released_on=[RELEASED[0]])
    assert owed("release") == [(RELEASED[0], ""), (RELEASED[1], promising.OTHER_DAYS)]
    varied(world, mailoutbox)
    assert owed("release") == [(day, "") for day in RELEASED]
    assert Event.objects.filter(verb="promised again").count() == 1


def test_a_day_that_somebody_skipped_stays_skipped(world, mailoutbox):
    active(world, mailoutbox)
    one = skip("release", world)
    varied(world, mailoutbox, released_on=[RELEASED[1]])
    varied(world, mailoutbox)
    assert owed("release") == [(one.due_on, BY_HAND), (RELEASED[1], "")]


def test_what_a_variation_leaves_out_is_not_owed_until_another_has_it_again(world, mailoutbox):
    active(world, mailoutbox)
    [(day, _)] = owed("focus_pupils")
    n = Obligation.objects.open().count()
    drafted(world, left_out=[12])
    assert owed("focus_pupils") == [(day, "")]
    varied(world, mailoutbox, left_out=[12])
    assert owed("focus_pupils") == [(day, promising.NO_MORE)]
    assert Obligation.objects.open().count() == n - 1
    varied(world, mailoutbox)
    assert owed("focus_pupils") == [(day, "")]


def test_what_was_done_stays_done_when_its_clause_is_left_out(world, mailoutbox):
    active(world, mailoutbox)
    one = Obligation.objects.get(kind="focus_pupils")
    programmes.keep_promise(obligation=one, on=NOON.date(), by=world.manager, at=NOON)
    varied(world, mailoutbox, left_out=[12])
    one.refresh_from_db()
    assert (one.met_on, one.skipped_because) == (NOON.date(), "")


def test_what_an_ended_memorandum_promised_is_owed_under_the_next_one(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    skip("sustainability_plan", world)
    before = set(Obligation.objects.open().filter(kind__in=promising.OURS).values_list("pk"))
    actions.end(memorandum=memorandum, because="A pause", by=world.manager, at=NOON)
    assert not Obligation.objects.open().filter(kind__in=promising.OURS)
    anew = sent(world)
    signed_by_all(anew, world, mailoutbox)
    rows = Obligation.objects.filter(kind__in=promising.OURS)
    assert set(rows.open().values_list("pk")) == before
    assert [because for _, because in owed("sustainability_plan")] == [BY_HAND]
    n = rows.count()
    assert promising.promise_all(again(anew), by=world.lead, at=NOON) == 0
    assert rows.count() == n


def test_a_day_that_is_over_by_the_next_one_is_not_late_but_has_a_new_one(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    [(first, _)] = owed("launch")
    actions.end(memorandum=memorandum, because="A pause", by=world.manager, at=NOON)
    at = NOON + timedelta(60)
    signed_by_all(sent(world, at=at), world, mailoutbox, at=at)
    (old, why), (new, none) = owed("launch")
    assert (old, why, none) == (first, promising.HAS_ENDED, "")
    assert old < at.date() < new


def test_reports_to_governors_are_owed_under_the_next_one_too(world, mailoutbox):
    memorandum = active(world, mailoutbox)
    n = reports.promise_reports(at=NOON)
    by_hand = skip("governors_report", world)
    actions.end(memorandum=memorandum, because="A pause", by=world.manager, at=NOON)
    assert reports.promise_reports(at=NOON) == 0
    signed_by_all(sent(world), world, mailoutbox)
    assert reports.promise_reports(at=NOON, lately=True) == n - 1
    assert reports.promise_reports(at=NOON, lately=True) == 0
    assert reports.promise_reports(at=NOON) == 0
    left = Obligation.objects.filter(kind="governors_report")
    assert left.open().count() == n - 1
    by_hand.refresh_from_db()
    assert by_hand.skipped_because == BY_HAND
