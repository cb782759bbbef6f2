"""Why an offer is another than by size, and why extra days are counted on, is looked over once."""

import pytest

from leadwell.prepare.models import Offer, Rates
from tests.factories import make_enrolment, make_hub
from tests.guarded import WORDS, make_named, warned_then_sent
from tests.prepare.offering.test_offer_pages import on_that_day, page_of, sent, signed_in
from tests.sent import make_specialist

pytestmark = pytest.mark.django_db
__all__ = ["on_that_day"]


def test_the_reason_inside_an_offer_is_looked_over(small, lead):
    make_named(small.school)
    client, url = signed_in(lead), page_of("make-offer", small.pk)
    changed = {"visits_1": "5", "because": WORDS, "answer_by": "2026-12-11"}
    asked = sent(client.get(url).context["form"], **changed)
    warned_then_sent(client, url, asked)
    assert Offer.objects.filter(lines__because=WORDS).exists()


def test_why_days_are_counted_on_besides_the_register_is_looked_over(programme, lead):
    make_specialist(hub=make_hub(programme))
    make_named(make_enrolment(programme=programme).school)
    client, url = signed_in(lead), page_of("rates", "LARK")
    asked = sent(client.get(url).context["form"], extra_days="2", extra_because=WORDS)
    warned_then_sent(client, url, asked)
    assert Rates.objects.get().extra_because == WORDS
