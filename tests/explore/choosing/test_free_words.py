"""What is written of schools that are chosen is looked over once, and sent as it is on a second press."""

import pytest

from leadwell.audit.models import Event
from leadwell.explore.choosing import actions
from leadwell.explore.choosing.answering import TO_BEGIN_FROM
from leadwell.explore.models import ApprovedSet, Candidate, Initiative, OwnCriteria, SetRule
from leadwell.lib import guard
from leadwell.people.guarding import READ_SAYS
from leadwell.programmes.models import Programme
from tests.explore.choosing.conftest import HEARD, TODAY
from tests.explore.choosing.test_answering import begun, said_of
from tests.explore.choosing.test_own_criteria import form_of
from tests.explore.choosing.test_pages import page_of, signed_in
from tests.factories import NOON
from tests.guarded import NAME, WORDS, make_named, warned_then_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(put):
    """A school that is put forward, at which somebody has the name that is written."""
    candidate = put()
    make_named(candidate.school)
    return candidate


def test_what_a_school_without_a_place_is_told_is_looked_over(known, screened, lead, programme):
    other = screened()
    begun(programme)
    sent = said_of(known, because=WORDS) | said_of(other)
    warned_then_sent(signed_in(lead), page_of("answers", "LARK"), sent)
    assert set(Candidate.objects.values_list("state", flat=True)) == {"declined"}
    known.refresh_from_db()
    assert known.because == WORDS


def test_only_who_is_at_the_schools_that_hear_now_is_named_by_it(known, screened, lead, programme):
    """Of a school of the same page that is not answered yet nobody is looked for."""
    other = screened()
    begun(programme)
    client = signed_in(lead)
    later = said_of(known, what="", because="", read="")
    answer = client.post(page_of("answers", "LARK"), later | said_of(other, because=WORDS))
    assert answer.status_code == 302
    assert not Event.objects.filter(verb="read warnings").exists()


@pytest.mark.parametrize("state", list(TO_BEGIN_FROM))
def test_words_to_begin_from_are_none_to_be_warned_of(state):
    assert guard.find(TO_BEGIN_FROM[state], on=TODAY) == ()


def test_how_a_letter_went_is_looked_over(known, lead, programme):
    actions.decline(candidate=known, because="Too far", by=lead, at=NOON)
    sent = {"on": TODAY.isoformat(), "how": WORDS}
    warned_then_sent(signed_in(lead), page_of("answer-sent", known.pk), sent)


def test_what_was_heard_of_a_school_is_looked_over_and_so_is_its_change(known, manager):
    client = signed_in(manager)
    warned_then_sent(client, page_of("hear", known.pk), HEARD | {"told_by": WORDS})
    one = Initiative.objects.get()
    assert one.told_by == WORDS
    changed = HEARD | {"name": f"Reading with {NAME}"}
    url = page_of("change-heard", known.pk, one.pk)
    warned_then_sent(client, url, changed, words=changed["name"])
    one.refresh_from_db()
    assert one.name == changed["name"]


@pytest.fixture
def own(programme):
    programme.rule_set = "custom"
    programme.save()
    return programme


@pytest.mark.parametrize("field", ["because", "says-1"])
def test_a_programmes_own_criteria_are_looked_over(known, own, lead, field):
    sent = form_of(own, **{"says-2": "Has a new head", field: WORDS})
    warned_then_sent(signed_in(lead), page_of("own-criteria", "LARK"), sent)
    made = OwnCriteria.objects.get()
    assert WORDS in [made.because, *(one["says"] for one in made.criteria)]


def test_why_a_set_keeps_another_rule_is_looked_over(known, lead):
    sent = {"least_schools": "5", "least_share_pct": "60", "most_minutes": "45", "because": WORDS}
    warned_then_sent(signed_in(lead), page_of("set-rule", "LARK"), sent)
    assert SetRule.objects.get().because == WORDS


def test_what_a_board_says_to_a_set_is_looked_over(assessed, board):
    make_named(assessed().school)
    for _ in range(3):
        assessed()
    warned_then_sent(signed_in(board), page_of("approve-set", "LARK"), {"words": WORDS})
    assert ApprovedSet.objects.get().words == WORDS


def test_where_a_criterion_is_written_is_looked_over(known, manager):
    actions.screen(candidate=known, by=manager, at=NOON)
    sent = {"source-inadequate": WORDS, "no_data": "An infant school"}
    warned_then_sent(signed_in(manager), page_of("find", known.pk), sent)
    known.refresh_from_db()
    assert known.state == "eligible"


def test_words_that_nobody_need_think_about_are_sent_at_once(put, lead, programme):
    begun(programme)
    answer = signed_in(lead).post(page_of("answers", "LARK"), said_of(put()), follow=True)
    assert READ_SAYS not in answer.text
    assert "1 school has its answer" in answer.text
    assert Programme.objects.get().state == "delivering"
