"""What is written for and by governors, and what a board decides, is looked over before it is sent."""

import pytest
from django.urls import reverse

from leadwell.govern.models import Decision, ReportQuestion
from tests.factories import NOON
from tests.govern.boards.conftest import decide, lead, member, said
from tests.govern.test_pages import drafted, issued, page
from tests.guarded import NUMBERED, WORDS, make_named, warned_then_sent

pytestmark = pytest.mark.django_db
__all__ = ["decide", "drafted", "issued", "lead", "member", "said"]


@pytest.fixture(autouse=True)
def named(enrolment):
    return make_named(enrolment.school)


def test_the_words_of_a_report_are_looked_over(client, drafted, head):
    client.force_login(head)
    form = client.get(page("edit-report", drafted)).context["form"]
    sent = {name: form.initial.get(name) or "" for name in form.fields} | {"why": WORDS}
    warned_then_sent(client, page("edit-report", drafted), sent)
    assert drafted.words.get(section="why").words == WORDS


def test_a_question_its_answer_and_an_addendum_are_looked_over(client, issued, governor, head):
    client.force_login(governor)
    warned_then_sent(client, page("ask", issued), {"text": WORDS})
    client.force_login(head)
    asked = ReportQuestion.objects.get()
    sent = {"answer": NUMBERED, "minute_ref": ""}  # with a name it would not be taken at all
    number = {"words": NUMBERED, "warned": "“A123456789012”", "kinds": {"upn": 1}}
    warned_then_sent(client, page("answer", asked), sent, **number)
    warned_then_sent(client, page("add", issued), {"text": NUMBERED}, **number)
    asked.refresh_from_db()
    assert (asked.answer, issued.addenda.get().text) == (NUMBERED, NUMBERED)


def test_a_decision_is_looked_over(client, enrolment, member, lead):
    client.force_login(member)
    sent = {
        "text": WORDS, "options": "Pay; wait", "result": "majority", "owner": lead.person.pk,
        "due_on": "2030-01-10", "decided_on": NOON.date().isoformat(), "is_published": "no",
    }  # fmt: skip
    warned_then_sent(client, reverse("govern:decide", args=[enrolment.pk]), sent)
    assert Decision.objects.get().text == WORDS


@pytest.mark.parametrize(
    ("name", "field", "kept"),
    [("finish", "outcome", "outcome"), ("withdraw", "because", "withdrawn_because")],
)
def test_so_is_what_came_of_it_and_why_it_is_withdrawn(
    client, decide, lead, member, name, field, kept
):
    decision = decide()
    client.force_login(lead if field == "outcome" else member)
    warned_then_sent(client, reverse(f"govern:{name}-decision", args=[decision.pk]), {field: WORDS})
    decision.refresh_from_db()
    assert getattr(decision, kept) == WORDS
