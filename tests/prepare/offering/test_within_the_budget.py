"""Whoever writes an offer, past the actions too: the database keeps it within the budget, and within
days that were typed."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from threading import Thread

import pytest
from django import forms
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.people.models import Role
from leadwell.prepare.models import Given, Offer, OfferLine, Rates
from leadwell.prepare.offering import actions
from leadwell.prepare.offering.allocation import Varied, Where
from leadwell.web.refusals import attempt, sentence
from tests.factories import NOON, make_candidate, make_programme, make_role
from tests.owner import as_owner
from tests.prepare.offering.conftest import PRICES
from tests.prepare.offering.test_offering import make, refused

MONEY = "offers would cost more than the programme plans to spend"
DAYS = "more days of visits in a school year than specialists have"


def written(candidate, *, cost_gbp=0, amount=0, kind="visits", year=1, state="open"):
    """An offer of one line, straight into the tables."""
    ended = {} if state == "open" else {"ended_by": candidate.nominated_by, "ended_at": NOON}
    offer = Offer.objects.create(
        candidate=candidate, band_table="by-size-1", band="XS", starts_on=NOON.date(),
        answer_by=NOON.date() + timedelta(20), made_by=candidate.nominated_by,
        made_on=NOON.date(), made_at=NOON, state=state,
        because="Room" if state in ("refused", "withdrawn") else "", **ended,
    )  # fmt: skip
    OfferLine.objects.create(
        offer=offer, year=year, kind=kind, amount=amount, by_size=amount, cost_gbp=cost_gbp
    )
    return offer


def not_taken(act, *args, **fields):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        act(*args, **fields)
    return sentence(refusal.value)


def plans(programme, **fields):
    type(programme).objects.filter(pk=programme.pk).update(**fields)


def test_an_offer_above_the_budget_is_not_taken_whoever_writes_it(ready, programme):
    first, second, third = (ready() for _ in range(3))
    written(first, cost_gbp=12_000)
    assert MONEY in not_taken(written, second, cost_gbp=8_001)
    exactly = written(second, cost_gbp=8_000)
    assert MONEY in not_taken(written, third, cost_gbp=Decimal("0.01"))
    written(third, cost_gbp=0)
    assert MONEY in not_taken(exactly.lines.update, cost_gbp=8_001)
    exactly.lines.update(cost_gbp=7_000)
    exactly.lines.update(cost_gbp=8_000)


def test_one_that_ended_takes_nothing_and_does_not_come_back_above_the_budget(ready, programme):
    gone = written(ready(), cost_gbp=15_000, state="withdrawn")
    written(ready(), cost_gbp=15_000)
    again = {"state": "open", "because": "", "ended_by": None, "ended_at": None}
    assert MONEY in not_taken(Offer.objects.filter(pk=gone.pk).update, **again)
    plans(programme, budget_gbp=30_000)
    Offer.objects.filter(pk=gone.pk).update(**again)


def test_an_offer_that_counts_is_accepted_whatever_the_budget_was_when_it_was_made(
    ready, programme
):
    offer = written(ready(), cost_gbp=20_000)
    with as_owner() as cursor:  # as a database of before these rules may have it
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table programmes_programme disable trigger user")
        plans(programme, budget_gbp=5_000)
        cursor.execute("alter table programmes_programme enable trigger user")
    offer.lines.update(cost_gbp=19_000)
    ended = {"state": "accepted", "ended_by": offer.made_by, "ended_at": NOON}
    Offer.objects.filter(pk=offer.pk).update(**ended)
    assert MONEY in not_taken(offer.lines.update, cost_gbp=19_001)


def test_what_the_fund_gives_binds_where_no_budget_is_said_and_nothing_where_neither_is(ready):
    candidate, other = ready(), ready()
    plans(candidate.programme, budget_gbp=None, fund_gbp=900)
    assert MONEY in not_taken(written, candidate, cost_gbp=901)
    plans(candidate.programme, fund_gbp=None)
    written(other, cost_gbp=50_000)


def test_an_offer_is_not_moved_to_where_it_is_too_much(ready, programme):
    offer, there = written(ready(), cost_gbp=15_000), make_programme(budget_gbp=14_000)
    theirs = make_candidate(programme=there)
    moved = Offer.objects.filter(pk=offer.pk).update
    assert MONEY in not_taken(moved, candidate=theirs)
    line = written(theirs, cost_gbp=0).lines.get()
    assert MONEY in not_taken(OfferLine.objects.filter(pk=line.pk).update, cost_gbp=14_001)
    small = written(ready(), cost_gbp=5_000, kind="cover")
    plans(there, budget_gbp=4_000)
    taken = OfferLine.objects.filter(offer=small)
    assert MONEY in not_taken(taken.update, offer=line.offer)


def test_days_that_were_typed_bind_where_nobody_is_there_to_be_counted(ready, programme):
    first, second = ready(), ready()
    written(first, amount=12)  # of 20 in each year
    assert DAYS in not_taken(written, second, amount=Decimal("8.5"))
    offer = written(second, amount=8)
    assert DAYS in not_taken(offer.lines.update, amount=9, by_size=9)
    Rates.objects.update(specialist_days=1)  # days were lost: less can be written all the same
    offer.lines.update(amount=7, by_size=7)
    assert DAYS in not_taken(offer.lines.update, year=2, amount=8, by_size=8)
    offer.lines.update(kind="cover", amount=30, by_size=30)
    make_role(Role.SPECIALIST, hub=programme.hubs.get())
    offer.lines.update(kind="visits")  # the register counts, and what it has only the rules know


def test_a_form_says_what_the_database_refuses(ready):
    form = forms.Form({})
    assert form.is_valid()
    assert not attempt(form, transaction.atomic(lambda: written(ready(), cost_gbp=20_001)))
    assert MONEY in str(form.non_field_errors())


def test_fewer_days_that_cost_more_by_now_need_money_too(small, lead, programme):
    make(small, lead)  # 5,100
    fewer = {Where(year, Given.VISITS): Varied(Decimal(3), "Days are few") for year in (1, 2)}
    plans(programme, budget_gbp=5_200)
    dear = PRICES | {"visit_day_gbp": Decimal(500)}
    actions.set_rates(programme=programme, by=lead, at=NOON, **dear)
    # 2 x (3 x 500 - 4 x 300) more
    said = refused(actions.vary_offer, candidate=small, others=fewer, by=lead, at=NOON)
    assert "costs £5,700, and £5,200 of the budget of £5,200" in said
    plans(programme, budget_gbp=5_700)
    actions.vary_offer(candidate=small, others=fewer, by=lead, at=NOON)


def test_what_one_line_saves_another_takes_up_to_the_last_pound(small, lead, programme):
    make(small, lead)
    plans(programme, budget_gbp=5_100)
    swapped = {
        Where(1, Given.VISITS): Varied(Decimal(6), "More visits"),
        Where(1, Given.COVER): Varied(Decimal(3), "For less cover"),
    }
    offer = actions.vary_offer(candidate=small, others=swapped, by=lead, at=NOON)
    assert sum(one.cost_gbp for one in offer.lines.all()) == 5_100


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["cost_gbp", "amount"])
def test_of_two_written_at_once_that_fit_alone_the_second_is_refused(ready, programme, what):
    first, second, said = ready(), ready(), []
    each = {"cost_gbp": 11_000} if what == "cost_gbp" else {"amount": 11}

    def later():
        try:
            said.append(not_taken(written, second, **each))
        finally:
            connection.close()

    thread = Thread(target=later)
    with transaction.atomic():
        written(first, **each)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()  # it waits for the first
    thread.join(20)
    assert (MONEY if what == "cost_gbp" else DAYS) in said[0]
    assert Offer.objects.get().candidate == first


WRITES = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["cost", "amount", "state", "budget"]),
        st.integers(0, 3_000),
    ),
    max_size=14,
)  # fmt: skip


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(writes=WRITES)
def test_whatever_is_written_in_whatever_order_offers_stay_within_both(ready, programme, writes):
    """Against the slow sum of what counts."""
    with transaction.atomic():
        plans(programme, budget_gbp=4_000)
        made = [written(ready(), cost_gbp=500, amount=2).pk for _ in range(4)]
        for which, what, value in writes:
            offers = Offer.objects.filter(pk=made[which])
            lines = OfferLine.objects.filter(offer=made[which])
            ended = {"ended_by": offers.get().made_by, "ended_at": NOON}
            with suppress(IntegrityError), transaction.atomic():
                if what == "cost":
                    lines.update(cost_gbp=value)
                elif what == "amount":
                    lines.update(amount=value % 30, by_size=value % 30)
                elif what == "budget":
                    plans(programme, budget_gbp=value * 2)
                elif value % 2:
                    offers.update(state="withdrawn", because="Room", **ended)
                else:
                    offers.update(state="accepted", because="", **ended)
            counting = OfferLine.objects.filter(offer__state__in=["open", "accepted"])
            programme.refresh_from_db()
            assert sum(one.cost_gbp for one in counting) <= programme.budget_gbp
            assert sum(one.amount for one in counting) <= PRICES["specialist_days"]
        transaction.set_rollback(True)
