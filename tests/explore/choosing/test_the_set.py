"""The set: its counter beside a slow count, its rule, its board; and that no step goes past the table."""

import random
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.explore.choosing import actions, the_set
from leadwell.explore.choosing.transitions import BESIDE, TRANSITIONS
from leadwell.explore.models import Candidate, CandidateState, Step
from leadwell.lib import travel
from leadwell.people.models import Role
from leadwell.programmes.models import Enrolment
from leadwell.web.refusals import sentence
from tests.explore.choosing.conftest import HEARD, TODAY, answers, nomination
from tests.factories import (
    NOON,
    make_enrolment,
    make_hub,
    make_organisation,
    make_person,
    make_role,
    make_school,
)

pytestmark = pytest.mark.django_db
State = CandidateState
IN = {State.ELIGIBLE, State.ASSESSED, State.OFFERED, State.ACCEPTED}


def refused(act, **said):
    with pytest.raises(PermissionDenied) as reason, transaction.atomic():
        act(**said)
    return str(reason.value)


def test_the_counter_is_what_one_would_count_by_hand(programme):
    dice = random.Random(41)
    organisation, person = make_organisation(), make_person()
    for _ in range(120):
        state = dice.choice(State.values)
        school = make_school()
        partner = dice.random() < 0.2
        Candidate.objects.create(
            programme=programme, school=school, organisation=organisation, nominated_by=person,
            nominated_on=TODAY, head_told_on=TODAY, reason="Because", because="Because",
            state=state, is_eligible=dice.random() < 0.7,
            part="partner" if partner else "target",
            part_because="Strong already" if partner else "",
            enrolment=make_enrolment(programme=programme, school=school)
            if state == State.ACCEPTED else None,
        )  # fmt: skip
    there = [one for one in Candidate.objects.all() if one.state in IN]
    counted = the_set.counter(programme)
    assert counted.n_schools == len(there)
    assert counted.n_eligible == sum(bool(one.is_eligible) for one in there)
    assert counted.n_partners == sum(one.part == Enrolment.Part.PARTNER for one in there)


def counter(n_schools, n_eligible, **rule):
    given = {"least_schools": 4, "least_share_pct": 70, "most_minutes": 45, "board_approves": True}
    return the_set.Counter(n_schools, n_eligible, 0, the_set.Rule(**given | rule))


def test_the_counter_in_words_and_its_rule():
    assert counter(41, 31).sentence == "41 schools, 31 eligible = 76%"
    assert counter(41, 31).keeps_rule
    assert "meet a criterion, which is 69%" in counter(100, 69).keeps_rule.reason
    assert "which is 69.6%" in counter(1000, 696).keeps_rule.reason
    assert counter(10, 7).keeps_rule
    assert "needs 4 at least" in counter(3, 3).keeps_rule.reason
    assert counter(3, 3, least_schools=3).keeps_rule


@given(n=st.integers(1, 500), share=st.integers(0, 100), data=st.data())
def test_the_rule_is_kept_just_where_the_fraction_is_large_enough(n, share, data):
    k = data.draw(st.integers(0, n))
    kept = bool(counter(n, k, least_schools=1, least_share_pct=share).keeps_rule)
    assert kept == (Decimal(k) / n >= Decimal(share) / 100)


def test_an_offer_waits_for_the_set_and_for_the_board(assessed, lead, board, programme):
    first = assessed()
    assert "needs 4 at least" in refused(actions.offer, candidate=first, by=lead, at=NOON)
    for is_eligible in (True, False, False):
        assessed(is_eligible)
    assert "which is 50%" in refused(actions.offer, candidate=first, by=lead, at=NOON)
    for _ in range(3):
        assessed()
    assert "board has not approved" in refused(actions.offer, candidate=first, by=lead, at=NOON)
    made = actions.approve_set(programme=programme, words="Agreed", by=board, at=NOON)
    assert (made.n_schools, made.n_eligible) == (7, 5)
    actions.offer(candidate=first, by=lead, at=NOON)
    late = assessed()
    assert "board has not approved" in refused(actions.offer, candidate=late, by=lead, at=NOON)


def test_a_trust_that_asks_for_no_board_needs_none(assessed, lead, programme):
    programme.rule_set = "trust-internal"
    programme.save()
    with_two = [assessed_one(assessed) for _ in range(2)]
    actions.offer(candidate=with_two[0], by=lead, at=NOON)
    with_two[0].refresh_from_db()
    assert with_two[0].state == "offered"


def assessed_one(assessed):
    """By the trust's own criteria, of which one is ticked under another code."""
    candidate = assessed(is_eligible=False)
    Candidate.objects.filter(pk=candidate.pk).update(is_eligible=True)
    return candidate


def test_a_set_is_approved_by_its_board_and_by_nobody_of_its_schools(
    chosen, programme, lead, board, manager
):
    for who in (lead, manager):
        assert "boards" in refused(
            actions.approve_set, programme=programme, words="", by=who, at=NOON
        )
    make_role(Role.HEADTEACHER, person=board.person, school=chosen[2].school)
    said = refused(actions.approve_set, programme=programme, words="", by=board, at=NOON)
    assert str(chosen[2].school) in said


def test_a_programme_sets_its_own_rule_with_a_reason(programme, lead, manager):
    said = {"least_schools": 3, "least_share_pct": 60, "most_minutes": 60, "because": "Rural"}
    assert "who leads" in refused(
        actions.set_rule, programme=programme, by=manager, at=NOON, **said
    )
    actions.set_rule(programme=programme, by=lead, at=NOON, **said)
    assert the_set.rule_of(programme).least_share_pct == 60
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.set_rule(programme=programme, by=lead, at=NOON, **said | {"because": ""})


def test_travel_is_worked_out_by_the_formula_that_is_printed():
    # 15 km as the crow flies, 21 km by road, 28 minutes, rounded up to 30.
    assert travel.minutes((400_000, 100_000), (415_000, 100_000)) == 30
    assert travel.minutes((400_000, 100_000), (400_000, 100_000)) == 0
    assert travel.minutes((0, 0), (3_000, 4_000)) == 10  # 5 km, 7 km, 9.3 minutes


def test_minutes_are_from_where_the_hub_meets_and_none_where_a_place_is_unknown(
    put, hub, manager, programme
):
    near = put(make_school(easting=415_000, northing=100_000))
    nowhere = put(make_school(easting=0, northing=0))
    assert the_set.minutes_of(near, the_set.places(programme)) is None
    place = make_school(easting=400_000, northing=100_000)
    actions.place_hub(hub=hub, school=place, by=manager, at=NOON)
    meets = the_set.places(programme)
    assert the_set.minutes_of(near, meets) == 30
    assert the_set.minutes_of(nowhere, meets) is None
    other = make_hub(programme)
    actions.change_candidate(candidate=near, hub=other, by=manager, at=NOON)
    near.refresh_from_db()
    assert the_set.minutes_of(near, meets) is None


def test_the_long_list_holds_a_school_once(programme, manager):
    schools = [make_school() for _ in range(3)]
    said = {"programme": programme, "by": manager, "at": NOON}
    assert actions.put_on_long_list(schools=schools[:2], **said) == 2
    assert actions.put_on_long_list(schools=schools, **said) == 1
    actions.take_off_long_list(schools=schools[1:], **said)
    assert [row.school for row in programme.long_list.all()] == schools[:1]


VERBS = sorted({*TRANSITIONS, *BESIDE} - {"find_not_eligible", "come_late"})


@given(plan=st.lists(st.sampled_from(VERBS), min_size=5, max_size=14))
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_step_succeeds_that_the_table_does_not_have(plan, programme, hub, lead, manager, board):
    """Everybody who may, tries anything in any order; what is done is in the table, and what is
    refused leaves nothing behind."""
    with transaction.atomic():
        candidate = actions.nominate(
            programme=programme, school=make_school(), said=nomination(hub=hub), by=manager, at=NOON
        )
        for verb in plan:
            before = Candidate.objects.get(pk=candidate.pk).state
            n_steps = Step.objects.count()
            try:
                with transaction.atomic():
                    do(verb, candidate, programme, lead, manager, board)
            except (PermissionDenied, IntegrityError):
                assert Candidate.objects.get(pk=candidate.pk).state == before
                assert Step.objects.count() == n_steps
                continue
            after = Candidate.objects.get(pk=candidate.pk).state
            if after == before:
                assert before in {s for one in BESIDE.values() for s in one.before}
            else:
                assert any(before in s.before and s.after == after for s in TRANSITIONS.values())
        transaction.set_rollback(True)


def do(verb, candidate, programme, lead, manager, board):
    said = {"candidate": candidate, "at": NOON}
    acts = {
        "screen": lambda: actions.screen(by=manager, **said),
        "find_eligible": lambda: actions.find(
            ticked={"inadequate": "A report"}, no_data="Infant school", by=manager, **said
        ),
        "screen_again": lambda: actions.screen_again(because="New results", by=manager, **said),
        "assess": lambda: actions.assess(said=answers(), by=manager, **said),
        "assess_again": lambda: actions.ask_again(
            hours=Decimal(0), inspection="due", change="none", by=manager, **said
        ),
        "offer": lambda: actions.offer(by=lead, **said),
        "reserve": lambda: actions.reserve(because="Full", by=manager, **said),
        "decline": lambda: actions.decline(because="Full", by=manager, **said),
        "accept": lambda: actions.accept(joined_on=TODAY, by=manager, **said),
        "withdraw": lambda: actions.withdraw(because="It was not answered", by=lead, **said),
        "refuse": lambda: actions.refuse(because="Not now", by=manager, **said),
        "say_head_told": lambda: actions.say_head_told(on=TODAY, by=manager, **said),
        "change": lambda: actions.change_candidate(intelligence="New staff", by=manager, **said),
        "promise_support": lambda: actions.promise_support(
            text="Days", given_by="Ash", by=manager, **said
        ),
        "waive": lambda: actions.waive(text="It may", by=board, **said),
        "say_answer_sent": lambda: actions.say_answer_sent(
            on=TODAY, how="By post", by=manager, **said
        ),
        "send_again": lambda: actions.send_again(
            site="https://leadwell.example", by=manager, **said
        ),
        "hear": lambda: actions.hear_of(by=manager, **said, **HEARD),
    }
    acts[verb]()


def test_the_fund_by_whose_rules_a_board_approved_stays(chosen, programme):
    mine = type(programme).objects.filter(pk=programme.pk)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        mine.update(rule_set="trust-internal" if programme.rule_set != "trust-internal" else "RISE")
    assert "A board has approved a set of schools by the rules" in sentence(refusal.value)
    mine.update(rule_set=programme.rule_set)
