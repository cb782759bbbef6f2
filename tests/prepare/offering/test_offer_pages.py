"""The pages of offers: made, read as a letter, answered, and beside one another."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from leadwell.lib import academic_year as years
from leadwell.people import access
from leadwell.people.models import Role
from leadwell.prepare.models import Offer, Rates
from leadwell.prepare.offering import actions, page
from tests.factories import NOON, holder_of, make_hub, make_programme, publish
from tests.prepare.conftest import said
from tests.prepare.offering.conftest import ANSWER_BY, PRICES, STARTS
from tests.sent import make_specialist

TODAY = NOON.date()


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOON, tick=False):
        yield


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(name, *args):
    return reverse(f"prepare:{name}", args=args)


def sent(form, **fields):
    """A form as it was shown, with other answers in these fields."""
    return {name: form[name].value() for name in form.fields} | fields


def make(candidate, by, **fields):
    fields = {"starts_on": STARTS, "answer_by": ANSWER_BY, "others": {}} | fields
    return actions.make_offer(candidate=candidate, by=by, at=NOON, **fields)


def test_a_place_is_offered_read_and_accepted(small, lead, head):
    leading, address = signed_in(lead), page_of("make-offer", small.pk)
    assert address in leading.get(small.get_absolute_url()).text
    form = leading.get(address)
    text = said(form)
    assert "band XS, which is for up to 104 pupils" in text
    assert "Of the programme’s budget £20,000 is not promised yet; this takes £5,100" in text
    asked = sent(form.context["form"], answer_by="2026-12-11")
    leading.post(address, asked)

    answering = signed_in(head)
    assert "offers Little Combe a place" in said(answering.get(reverse("reporting:home")))
    letter = answering.get(page_of("offer", small.pk))
    text = said(letter)
    assert "Band XS: 1 place per event, 4 visits a year, 6 cover days a year." in text
    assert "1 more place at each event is shared with another small school" in text
    assert "Sessions for your whole staff shared shared" in text
    assert "Your school has 98 pupils on roll." in text
    assert "£" not in text  # what it costs is the programme's
    pdf = PdfReader(BytesIO(answering.get(page_of("offer-pdf", small.pk)).content))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "4 visits a year" in " ".join(pdf.pages[0].extract_text().split())
    docx = zipfile.ZipFile(BytesIO(answering.get(page_of("offer-docx", small.pk)).content))
    assert "6 cover days a year" in docx.read("word/document.xml").decode()

    answering.post(page_of("accept-offer", small.pk))
    small.refresh_from_db()
    assert small.enrolment.days_agreed == 8
    assert "Accepted." in said(answering.get(page_of("offer", small.pk)))


def test_an_offer_that_does_not_fit_says_so_and_loses_nothing(small, lead, programme):
    Rates.objects.update(specialist_days=3)
    leading, address = signed_in(lead), page_of("make-offer", small.pk)
    form = leading.get(address)
    assert "specialists have 3 of their 3 left" in said(form)
    assert reverse("explore:reserve", args=[small.pk]) in form.text
    changed = {"visits_1": "3", "visits_2": "3"}
    again = leading.post(address, sent(form.context["form"], **changed))
    assert "Say why it is another amount" in said(again)
    assert 'value="3"' in again.text
    still = leading.post(address, sent(form.context["form"], because="No more days"))
    assert "In 2026/27 this offer takes 4 days" in said(still)
    assert "No more days" in still.text
    leading.post(address, sent(form.context["form"], because="No more days", **changed))
    assert {one.amount for one in Offer.objects.get().lines.filter(kind="visits")} == {3}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("answer_by", "2026-11-20", "Choose a day after today"),
        ("answer_by", "2031-01-01", "The programme is over by then"),
        ("starts_on", "2020-01-01", "outside the programme"),
        ("visits_1", "many", "Write a number"),
        ("visits_1", "-2", "Write nought or more"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(small, lead, field, value, words):
    leading, address = signed_in(lead), page_of("make-offer", small.pk)
    form = leading.get(address).context["form"]
    assert words in said(leading.post(address, sent(form, **{field: value})))


def test_a_school_without_a_roll_is_offered_nothing_and_the_page_says_why(ready, small, lead):
    answer = signed_in(lead).get(page_of("make-offer", ready(None).pk))
    assert answer.status_code == 403
    assert "no size is guessed" in said(answer)


def test_schools_beside_one_another_without_a_rank(small, ready, lead, programme):
    other = ready(400, name="Ashdown")
    for school, share in ((small.school, 41.0), (other.school, 12.0), (None, 30.0)):
        record = {} if school else {"record_type": 5}
        publish(school, 2024, disadvantaged_pct=share, **record)
    for candidate in (small, other):
        make(candidate, lead)
    # XS: 5,100; M: 2 places x 3 x 100 + 1,800 + 2,400 + 50 and without events: 4,850 + 4,250
    text = said(signed_in(lead).get(page_of("offers", "LARK")))
    assert "£14,200 of £20,000 offered" in text
    assert text.index("Ashdown M 400 12 £9,100 £22.75") < text.index(
        "Little Combe XS 98 8 £5,100 £52.04"
    )
    assert "2026/27 20 10 10" in text
    assert "1 more school by size: £9,100, £3,300 more than is left" in text


def test_a_school_reads_its_own_line_alone_and_a_stranger_nothing(small, ready, lead, head):
    other = ready(300, name="Ashdown")
    make(small, lead)
    make(other, lead)
    actions.accept_offer(candidate=small, by=head, at=NOON)  # and so knows of the programme
    text = said(signed_in(head).get(page_of("offers", "LARK")))
    assert "Little Combe" in text
    assert "Ashdown" not in text
    assert "£" not in text
    stranger = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    for name in ("offer", "offer-pdf", "offer-docx", "make-offer", "accept-offer", "vary-offer"):
        there = stranger.get(page_of(name, small.pk))
        assert there.status_code == stranger.get(page_of(name, 987_654)).status_code == 404
        assert signed_in(head).get(page_of(name, other.pk)).status_code == 404
    refused = signed_in(head).get(page_of("vary-offer", small.pk))
    assert (refused.status_code, "Only who leads" in refused.text) == (403, True)


def test_the_form_of_costs_says_how_many_days_the_register_has(small, lead):
    page = signed_in(lead).get(page_of("rates", "LARK"))
    assert "Nobody on the register of specialists has a place" in said(page)
    hub = make_hub(small.programme, name="Moor")
    for days in (12, None):
        one = make_specialist(hub=hub)
        if days:
            year = years.of(max(TODAY, small.programme.starts_on))
            one.days_available.create(academic_year=year, half_term=2, days=days)
    text = said(signed_in(lead).get(page_of("rates", "LARK")))
    assert "2026/27: 27 days of 2 specialists" in text
    assert "counting 15 each for 1 who has not said." in text
    assert "How many days of visits do all specialists" not in text
    besides = {name: str(value) for name, value in PRICES.items()} | {"extra_days": "12"}
    unsaid = signed_in(lead).post(page_of("rates", "LARK"), besides | {"extra_because": ""})
    assert "Say why days besides those of the register are counted on" in said(unsaid)
    because = {"extra_because": "An adviser of the council"}
    signed_in(lead).post(page_of("rates", "LARK"), besides | because)
    text = said(signed_in(lead).get(page_of("offers", "LARK")))
    assert "12 days of each year are counted on besides: An adviser of the council." in text
    form = said(signed_in(lead).get(page_of("make-offer", small.pk)))
    assert "2026/27: 27 days of 2 specialists" in form
    assert "2026/27 39 4 35" in form


def test_costs_more_time_other_amounts_and_taking_back_are_each_a_page(small, lead, manager):
    leading = signed_in(lead)
    few = {name: str(value) for name, value in PRICES.items()} | {"place_gbp": ""}
    assert "Write a number" in said(leading.post(page_of("rates", "LARK"), few))
    leading.post(page_of("rates", "LARK"), few | {"place_gbp": "62.50"})
    assert str(Rates.objects.get().place_gbp) == "62.50"
    make(small, lead)
    form = leading.get(page_of("vary-offer", small.pk)).context["form"]
    changed = sent(form, cover_1="7", because="A second teacher comes.")
    leading.post(page_of("vary-offer", small.pk), changed)
    leading.post(page_of("extend-offer", small.pk), {"answer_by": "2026-12-18"})
    text = said(leading.get(page_of("offer", small.pk)))
    assert "7 and not 6. A second teacher comes." in text
    assert "Please answer by Fri 18 Dec 2026" in text
    assert "Written 3 times" in text
    assert "Why?" in said(leading.get(page_of("withdraw-offer", small.pk)))
    leading.post(page_of("withdraw-offer", small.pk), {"because": "No answer"})
    small.refresh_from_db()
    assert small.state == "reserve"
    assert signed_in(manager).get(page_of("extend-offer", small.pk)).status_code == 403


def test_what_nobody_answered_is_on_the_leads_first_page(small, lead, head):
    make(small, lead)
    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        over(signed_in(lead), signed_in(head), small)


def over(leading, answering, small):
    assert "has not answered the offer" in said(leading.get(reverse("reporting:home")))
    assert "offers Little Combe a place" not in said(answering.get(reverse("reporting:home")))
    assert "was to be answered by" in said(answering.get(page_of("offer", small.pk)))
    assert answering.get(page_of("accept-offer", small.pk)).status_code == 403


def test_a_manager_notes_what_the_head_said(small, lead, manager):
    make(small, lead)
    noting = signed_in(manager)
    text = said(noting.get(page_of("offer", small.pk)))
    assert "Note that it accepts" in text
    assert "Accept the place" not in text
    noting.post(page_of("accept-offer", small.pk), {"joined_on": "2026-12-01"})
    small.refresh_from_db()
    assert str(small.enrolment.joined_on) == "2026-12-01"


def test_the_page_asks_as_often_for_eight_offers_as_for_two(
    ready, small, lead, programme, django_assert_num_queries, django_assert_max_num_queries
):
    type(programme).objects.filter(pk=programme.pk).update(budget_gbp=200_000)
    Rates.objects.update(specialist_days=200)
    programme.refresh_from_db()
    for _ in range(2):
        make(ready(98), lead)
    access.remember(lead)
    page.offers_page(lead, programme, TODAY)
    with django_assert_max_num_queries(15) as few:
        page.offers_page(lead, programme, TODAY)
    for _ in range(6):
        make(ready(300), lead)
        ready(150)
    page.offers_page(lead, programme, TODAY)  # asks anew which results there are
    with django_assert_num_queries(len(few)):
        page.offers_page(lead, programme, TODAY)
