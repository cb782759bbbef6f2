"""Where an offer is raised, the radar is asked again whether the school can bear it now."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from leadwell.explore.models import OverloadReason
from leadwell.prepare.models import Given, Offer, Rates
from leadwell.prepare.offering import actions
from leadwell.prepare.offering.allocation import Varied, Where
from leadwell.programmes.models import Programme
from tests.factories import NOON, make_initiative
from tests.prepare.offering.test_offer_pages import page_of, said, sent, signed_in
from tests.prepare.offering.test_offering import make, refused

pytestmark = pytest.mark.django_db
RED = "which is Red. Say why it is asked all the same"
WHY = "The two projects of the trust stop at Christmas"
MORE = {Where(1, Given.VISITS): Varied(Decimal(30), "Its teachers are new")}
LESS = {Where(1, Given.VISITS): Varied(Decimal(2), "Its days are few")}


@pytest.fixture
def full(small):
    """Five projects ask something of it: with this programme 12, and the days of its visits."""
    Programme.objects.update(budget_gbp=90_000)
    Rates.objects.update(specialist_days=100)
    asked(small, 5)
    return small


def asked(candidate, n):
    for _ in range(n):
        make_initiative(
            school=candidate.school, subject="Art", funder="trust", n_staff=1, staff_days=0,
            starts_on=date(2026, 9, 1), ends_on=date(2027, 7, 21),
        )  # fmt: skip


def vary(candidate, lead, others=MORE, **fields):
    return actions.vary_offer(candidate=candidate, others=others, by=lead, at=NOON, **fields)


def test_an_offer_that_is_raised_above_what_a_school_can_bear_needs_the_reason(full, lead):
    offer = make(full, lead)
    assert RED in refused(vary, candidate=full, lead=lead)
    assert offer.lines.get(year=1, kind="visits").amount == 4
    assert offer.letters.count() == 1
    vary(full, lead, all_the_same=WHY)
    assert offer.lines.get(year=1, kind="visits").amount == 30
    given = OverloadReason.objects.get()
    assert (given.text, given.level, given.said_by) == (WHY, "red", lead.person)
    assert given.load > 15


def test_what_came_since_the_offer_counts_when_it_is_raised_and_not_when_it_is_lowered(full, lead):
    make(full, lead)
    asked(full, 2)
    one_more = {Where(1, Given.VISITS): Varied(Decimal("4.5"), "A second teacher comes")}
    assert RED in refused(vary, candidate=full, lead=lead, others=one_more)
    vary(full, lead, LESS)
    assert not OverloadReason.objects.exists()


def test_a_reason_for_less_than_would_be_asked_now_does_not_do(full, lead):
    make(full, lead)
    vary(full, lead, all_the_same=WHY)
    further = {Where(1, Given.VISITS): Varied(Decimal(60), "Still newer")}
    assert RED in refused(vary, candidate=full, lead=lead, others=further)
    a_little_less = {Where(1, Given.VISITS): Varied(Decimal(29), "Not all of them")}
    vary(full, lead, a_little_less)
    assert OverloadReason.objects.count() == 1


def test_an_offer_made_with_more_than_its_size_is_asked_about_as_well(full, lead):
    assert RED in refused(make, candidate=full, by=lead, others=MORE)
    assert not Offer.objects.exists()
    make(full, lead, MORE, all_the_same=WHY)
    assert OverloadReason.objects.get().text == WHY


def test_a_reason_nobody_needs_is_said_to_be_needless_and_not_lost_in_silence(small, lead):
    make(small, lead)
    said_why = refused(vary, candidate=small, lead=lead, others=LESS, all_the_same=WHY)
    assert "no reason is needed" in said_why


def test_nothing_is_kept_of_a_reason_when_the_offer_does_not_fit(full, lead):
    make(full, lead)
    Rates.objects.update(specialist_days=10)
    with pytest.raises(PermissionDenied), transaction.atomic():
        vary(full, lead, all_the_same=WHY)
    assert not OverloadReason.objects.exists()


def test_the_form_says_so_and_takes_the_reason_with_the_amounts(full, lead):
    make(full, lead)
    leading, address = signed_in(lead), page_of("vary-offer", full.pk)
    form = leading.get(address).context["form"]
    changed = {"visits_1": "30", "because": "Its teachers are new"}
    again = leading.post(address, sent(form, **changed))
    assert RED in said(again)
    assert 'value="30"' in again.text
    leading.post(address, sent(form, **changed, all_the_same=WHY))
    assert OverloadReason.objects.get().text == WHY
