"""Offers: what is kept, who may, and never more than there is."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.audit.models import Event
from leadwell.explore.models import Candidate
from leadwell.people.models import Role
from leadwell.prepare.deploying.for_programme import FROM_REGISTER
from leadwell.prepare.models import (
    DaysAvailable,
    Given,
    Offer,
    OfferLetter,
    OfferLine,
    Rates,
)
from leadwell.prepare.offering import actions
from leadwell.prepare.offering.allocation import Varied, Where
from leadwell.prepare.offering.bands import NoSize
from leadwell.prepare.offering.room import room_of
from leadwell.prepare.offering.transitions import TRANSITIONS
from leadwell.web.refusals import sentence
from tests.factories import NOON, holder_of, make_enrolment, make_programme, make_role
from tests.prepare.offering.conftest import ANSWER_BY, PRICES, STARTS
from tests.sent import make_deployment, make_specialist

LATER = NOON + timedelta(days=30)


def make(candidate, by, others=None, at=NOON, **fields):
    fields = {"starts_on": STARTS, "answer_by": ANSWER_BY} | fields
    return actions.make_offer(candidate=candidate, others=others or {}, by=by, at=at, **fields)


def refused(act, **said):
    with pytest.raises(PermissionDenied) as reason, transaction.atomic():
        act(**said)
    return str(reason.value)


def refused_with(candidate, lead, **fields):
    """With another budget."""
    type(candidate.programme).objects.filter(pk=candidate.programme_id).update(**fields)
    return refused(make, candidate=candidate, by=lead)


def on_the_register(programme, days=None, **placed):
    """Somebody with a place in the programme's hub. days: in year 1; None where they have not said."""
    made = make_specialist()
    hub = programme.hubs.get()
    make_role(Role.SPECIALIST, person=made.person, hub=hub, **placed)
    if days is not None:
        DaysAvailable.objects.create(
            specialist=made, academic_year=2026, half_term=1, days=days
        )  # fmt: skip
    return made


def test_nobody_is_offered_a_place_from_a_day_outside_the_programme(small, lead):
    programme = small.programme
    for day in (programme.starts_on - timedelta(days=1), programme.ends_on + timedelta(days=1)):
        said = refused(make, candidate=small, by=lead, starts_on=day)
        assert said.startswith("That day is outside the programme: Larkwater Numbers is from")
    assert not Offer.objects.exists()
    assert make(small, lead, starts_on=programme.starts_on).starts_on == programme.starts_on


def test_a_school_of_98_is_offered_what_fits_it_and_comes_with_its_days(small, lead, head):
    offer = make(small, lead)
    assert (offer.band, offer.band_table, offer.n_pupils) == ("XS", "by-size-1", 98)
    first = {one.kind: (one.amount, one.cost_gbp) for one in offer.lines.filter(year=1)}
    # 1 place at 3 events, 4 days of visits, 6 of cover, coaching as part of them
    assert first == {
        "places": (1, 300), "visits": (4, 1200), "cover": (6, 1200), "coaching": (3, 0),
        "sessions": (0, 0),
    }  # fmt: skip
    assert offer.lines.count() == 10
    small.refresh_from_db()
    assert small.state == "offered"

    enrolment = actions.accept_offer(candidate=small, by=head, at=NOON)

    offer.refresh_from_db()
    assert (offer.state, offer.ended_by) == ("accepted", head.person)
    assert (enrolment.days_agreed, enrolment.joined_on) == (8, STARTS)
    assert small.steps.first().verb == "accept"
    logged = Event.objects.filter(subject_type__iendswith="offer", subject_id=str(offer.pk))
    assert [one.verb for one in logged.order_by("pk")] == ["made an offer", "accepted an offer"]


def test_an_amount_is_another_for_a_reason_and_the_letter_says_it(small, lead):
    others = {Where(1, Given.VISITS): Varied(Decimal("5.5"), "Its subject leader is new")}
    offer = make(small, lead, others)
    line = offer.lines.get(year=1, kind="visits")
    assert (line.amount, line.by_size, line.cost_gbp) == (Decimal("5.5"), 4, 1_650)
    assert "5.5 and not 4. Its subject leader is new." in str(offer.letters.get().content)
    with pytest.raises(IntegrityError), transaction.atomic():
        offer.lines.filter(year=2, kind="visits").update(amount=3)
    no_reason = {Where(2, Given.COVER): Varied(Decimal(1), "")}
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.vary_offer(candidate=small, others=no_reason, by=lead, at=NOON)
    as_by_size = {Where(1, Given.VISITS): Varied(Decimal(4), "")}
    actions.vary_offer(candidate=small, others=as_by_size, by=lead, at=LATER)
    line.refresh_from_db()
    assert (line.amount, line.because, line.cost_gbp) == (4, "", 1_200)
    assert offer.letters.count() == 2
    with pytest.raises(PermissionDenied):
        make(small, lead)


def test_no_offer_exceeds_the_budget_or_the_days(ready, small, lead, programme):
    make(small, lead)  # XS: 2,700 + 2,400
    large = ready(500)  # L: 3 x 3 x 100 + 2,100 + 3,200 + 100; the same without events
    said = refused_with(large, lead, budget_gbp=10_000)
    assert "costs £11,700, and £4,900 of the budget of £10,000" in said
    assert Candidate.objects.get(pk=large.pk).state == "assessed"
    Rates.objects.update(specialist_days=10)
    assert "In 2026/27 this offer takes 7 days" in refused_with(large, lead, budget_gbp=50_000)
    less = {Where(year, Given.VISITS): Varied(Decimal(6), "Days are few") for year in (1, 2)}
    make(large, lead, less)
    more = {Where(2, Given.VISITS): Varied(Decimal("6.5"), "More")}
    said = refused(actions.vary_offer, candidate=large, others=more, by=lead, at=NOON)
    assert "In 2027/28 this offer takes 6.5 days of visits, and specialists have 6" in said
    fewer = PRICES | {"specialist_days": Decimal("9.5")}
    said = refused(actions.set_rates, programme=programme, by=lead, at=NOON, **fewer)
    assert "10 days of a school year are offered already" in said


def test_an_offer_can_be_made_smaller_when_days_were_lost_since(small, lead):
    make(small, lead)
    Rates.objects.update(specialist_days=1)
    fewer = {Where(year, Given.VISITS): Varied(Decimal(3), "Days were lost") for year in (1, 2)}
    offer = actions.vary_offer(candidate=small, others=fewer, by=lead, at=LATER)
    assert {one.amount for one in offer.lines.filter(kind=Given.VISITS)} == {3}
    more = {Where(1, Given.VISITS): Varied(Decimal("3.5"), "A little more")}
    said = refused(actions.vary_offer, candidate=small, others=fewer | more, by=lead, at=LATER)
    assert "specialists have 1 of their 1 left" in said


def test_less_is_not_planned_to_be_spent_than_is_offered(small, lead, programme):
    make(small, lead)  # 5,100
    mine = type(programme).objects.filter(pk=programme.pk)
    for plans in ({"budget_gbp": 5_099}, {"budget_gbp": None, "fund_gbp": None}):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            mine.update(**plans)
        assert "Offers that wait for an answer or are accepted cost more" in sentence(refusal.value)
    mine.update(budget_gbp=5_100)
    actions.withdraw_offer(candidate=small, because="Room", by=lead, at=NOON)
    mine.update(budget_gbp=0)


def test_days_are_those_of_the_register_and_what_is_typed_counts_where_it_is_empty(
    small, programme, lead
):
    room = room_of(programme, on=NOON.date())
    assert (room.days_there(1), room.days_there(2)) == (20, 20)
    assert "Nobody on the register" in room.there.sentences[0]
    on_the_register(programme, 9)
    on_the_register(programme)  # has not said: 15 by the guide
    on_the_register(programme, 30, ends_on=NOON.date() - timedelta(days=1))  # has left the hub
    on_the_register(programme, 30, starts_on=date(2027, 9, 1))  # comes in year 2
    room = room_of(programme, on=NOON.date())
    assert (room.days_there(1), room.days_there(2)) == (9 + 15, 15 + 15 + 15)
    assert room.there.sentences == (
        FROM_REGISTER,
        "2026/27: 24 days of 2 specialists, counting 15 each for 1 who has not said.",
        "2027/28: 45 days of 3 specialists, counting 15 each for 3 who have not said.",
    )


def test_who_has_a_place_in_two_programmes_is_said_to(small, programme):
    one = on_the_register(programme, 9)
    on_the_register(programme, 3)
    make_role(Role.SPECIALIST, person=one.person, enrolment=make_enrolment())
    said = room_of(programme, on=NOON.date()).there.sentences[1]
    assert said == (
        "2026/27: 12 days of 2 specialists. 1 of them has a place in another programme too, which "
        "may count on the same days."
    )


def test_days_agreed_with_schools_of_another_programme_are_not_offered_again(small, programme):
    one = on_the_register(programme, 12)
    there = {"specialist": one, "days": 5, "state": "active"}
    make_deployment(enrolment=make_enrolment(), **there)
    make_deployment(enrolment=make_enrolment(programme=programme), **there)
    assert room_of(programme, on=NOON.date()).days_there(1) == 12 - 5


def test_days_besides_the_register_are_counted_on_for_a_reason(small, ready, programme, lead):
    on_the_register(programme, 3)
    said = refused(make, candidate=small, by=lead)
    assert "In 2026/27 this offer takes 4 days of visits, and specialists have 3 of their 3" in said
    with pytest.raises(IntegrityError), transaction.atomic():
        Rates.objects.update(extra_days=12)
    more = {"extra_days": Decimal(12), "extra_because": "An adviser of the council"}
    actions.set_rates(programme=programme, by=lead, at=NOON, **more)
    make(small, lead)
    room = room_of(programme, on=NOON.date())
    assert room.there.sentences[-1] == (
        "12 days of each year are counted on besides: An adviser of the council."
    )
    none = {"extra_days": Decimal(0), "extra_because": ""}
    said = refused(actions.set_rates, programme=programme, by=lead, at=NOON, **none)
    assert "4 days of a school year are offered already" in said


def test_a_register_that_has_lost_days_does_not_keep_prices_from_being_changed(
    small, programme, lead
):
    line = on_the_register(programme, 4)
    make(small, lead)
    line.days_available.update(days=1)
    room = room_of(programme, on=NOON.date())
    assert (room.days_left(1), room.days_left(2)) == (-3, 15 - 4)
    actions.set_rates(programme=programme, by=lead, at=NOON, place_gbp=Decimal(90))
    assert Rates.objects.get().place_gbp == 90


def test_without_a_budget_rates_or_a_roll_nothing_is_offered(small, ready, lead):
    with pytest.raises(NoSize, match="no size is guessed"):
        make(ready(None), lead)
    assert "plans to spend" in refused_with(small, lead, budget_gbp=None)
    Rates.objects.update(programme=make_programme())
    assert "what each thing costs" in refused_with(small, lead, budget_gbp=9_000)


SIZES = st.lists(st.sampled_from([60, 150, 300, 500, 900]), min_size=2, max_size=4)
DAYS = st.lists(st.one_of(st.none(), st.integers(0, 20)), max_size=3)
"""Of each specialist on the register in year 1; None for who has not said."""


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sizes=SIZES, budget=st.integers(0, 40_000), days=st.integers(0, 30), register=DAYS,
    extra=st.integers(0, 10), less=st.integers(0, 40_000),
)  # fmt: skip
def test_offers_never_exceed_budget_or_capacity(
    ready, lead, programme, sizes, budget, days, register, extra, less
):
    """Whatever is offered in whatever order, and less planned to be spent whenever that can be: the
    slow sum over every line is never above. Capacity
    is what the register has and what is counted on besides, or what was typed where it is empty."""
    with transaction.atomic():
        type(programme).objects.filter(pk=programme.pk).update(budget_gbp=budget)
        Rates.objects.update(
            specialist_days=days, extra_days=extra, extra_because="An adviser" if extra else ""
        )
        schools = [ready(n) for n in sizes]
        for said in register:
            on_the_register(programme, said)
        most = {1: days, 2: days}
        if register:
            most = {1: sum(15 if n is None else n for n in register) + extra,
                    2: 15 * len(register) + extra}  # fmt: skip
        made = []
        for n, candidate in enumerate(schools):
            try:
                with transaction.atomic():
                    made.append(make(candidate, lead))
            except PermissionDenied:
                if made and n % 2:
                    gone = made.pop().candidate
                    actions.withdraw_offer(candidate=gone, because="Room", by=lead, at=NOON)
            with suppress(IntegrityError), transaction.atomic():
                type(programme).objects.filter(pk=programme.pk).update(budget_gbp=less)
                budget = less
            lines = list(OfferLine.objects.filter(offer__state__in=["open", "accepted"]))
            assert sum(line.cost_gbp for line in lines) <= budget
            for year in (1, 2):
                visits = [one.amount for one in lines if (one.year, one.kind) == (year, "visits")]
                assert sum(visits) <= most[year]
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_of_two_offers_at_once_that_fit_alone_the_second_is_refused(small, ready, lead, programme):
    other = ready(98)
    type(programme).objects.filter(pk=programme.pk).update(budget_gbp=6_000)  # one costs 5,100
    said = []

    def second():
        try:
            make(other, lead)
        except PermissionDenied as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    thread = Thread(target=second)
    with transaction.atomic():
        make(small, lead)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()  # it waits for the first
    thread.join(20)
    assert "£900 of the budget of £6,000 is not promised" in said[0]
    assert Offer.objects.count() == 1


def test_a_school_says_no_and_what_was_kept_for_it_is_free(small, lead, head, ready):
    offer = make(small, lead)
    actions.refuse_offer(candidate=small, because="Not this year", by=head, at=LATER)
    offer.refresh_from_db()
    small.refresh_from_db()
    assert (offer.state, small.state, small.because) == ("refused", "refused", "Not this year")
    Rates.objects.update(specialist_days=4)
    make(ready(98), lead)


def test_after_its_day_an_offer_waits_for_more_time_or_is_taken_back(small, lead, head, manager):
    make(small, lead)
    said = refused(actions.accept_offer, candidate=small, by=head, at=LATER)
    assert "was to be answered by Fri" in said.replace("\xa0", " ")
    by = ANSWER_BY + timedelta(days=30)
    actions.extend_offer(candidate=small, answer_by=by, by=lead, at=LATER)
    assert OfferLetter.objects.count() == 2
    back = {"candidate": small, "because": "No answer", "at": LATER}
    assert "Only who leads" in refused(actions.withdraw_offer, by=manager, **back)
    actions.withdraw_offer(by=lead, **back)
    small.refresh_from_db()
    assert (small.state, small.because) == ("reserve", "No answer")
    again = make(small, lead, at=LATER, answer_by=by)
    assert Offer.objects.counting().get() == again
    enrolment = actions.accept_offer(candidate=small, joined_on=by, by=manager, at=LATER)
    assert enrolment.joined_on == by


def test_who_may_not_is_told_why(small, lead, manager, head):
    assert "Only who leads the programme offers" in refused(make, candidate=small, by=manager)
    make(small, lead)
    other = Candidate.objects.exclude(pk=small.pk).get().school
    said = {"candidate": small, "at": NOON}
    for by in (
        holder_of(Role.HEADTEACHER, school=other),
        holder_of(Role.SENIOR_LEADER, school=small.school),
        holder_of(Role.HUB_LEAD, hub=small.hub),
    ):
        assert "Only the school’s head answers" in refused(actions.accept_offer, by=by, **said)
        no = {"because": "x", "by": by} | said
        assert "Only the school’s head answers" in refused(actions.refuse_offer, **no)
    assert "Only who leads" in refused(actions.vary_offer, others={}, by=head, **said)


def test_a_place_that_was_offered_before_there_were_letters_can_be_answered(small, head):
    Candidate.objects.filter(pk=small.pk).update(state="offered")
    enrolment = actions.accept_offer(candidate=small, by=head, at=NOON)
    assert (enrolment.days_agreed, enrolment.joined_on) == (None, NOON.date())


def test_an_offer_that_cannot_be_logged_is_none(small, lead, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError), transaction.atomic():
        make(small, lead)
    assert not Offer.objects.exists()
    assert Candidate.objects.get(pk=small.pk).state == "assessed"


def test_the_database_holds_what_an_offer_is(small, lead):
    offer = make(small, lead)
    broken = (
        {"answer_by": NOON.date()}, {"state": "lost"}, {"state": "accepted"},
        {"state": "refused", "ended_by": lead.person, "ended_at": NOON},
    )  # fmt: skip
    for fields in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**fields)
    for fields in ({"year": 0}, {"kind": "gold"}, {"amount": -1, "because": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            offer.lines.filter(kind="visits", year=1).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rates.objects.update(place_gbp=-1)


def test_the_table_leads_out_of_no_state_that_is_over():
    assert {one.after for one in TRANSITIONS.values()} == {"accepted", "refused", "withdrawn"}
    assert {state for one in TRANSITIONS.values() for state in one.before} == {"open"}
