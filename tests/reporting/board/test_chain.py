"""From a note to the next, from either end, and to nobody more than is theirs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.govern.boards import actions
from leadwell.govern.boards.actions import Said
from leadwell.govern.models import Result
from leadwell.people.models import Role
from leadwell.reporting.board.chain import of_action, of_decision, of_note, of_school, seen
from tests.factories import NOON, holder_of, make_enrolment, make_programme, make_school

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def programme():
    return make_programme(name="Number Sense")


@pytest.fixture
def part(programme):
    return make_enrolment(programme=programme, school=make_school(name="Tansy Hill"))


@pytest.fixture
def member(programme):
    return holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)


@pytest.fixture
def story(part, member, released, monkeypatch):
    """A note of October agrees an action; the board decides about it; the next note is of
    November."""
    first = released(part, date(2026, 10, 13), "green", "amber", "grey")
    action = first.shown.agreed.get().action
    decision = actions.record_decision(
        enrolment=part, by=member, at=NOON.replace(month=11, day=2),
        said=Said(
            text="Pay for cover", options="Pay; wait", result=Result.MAJORITY, owner=member.person,
            due_on=date(2026, 12, 10), decided_on=date(2026, 11, 2), note=first, about=action,
        ),
    )  # fmt: skip
    last = released(part, date(2026, 11, 10))
    return first, action, decision, last


def told(chain):
    return [(step.when, bool(step.url)) for step in chain.steps]


WHOLE = ["Note of visit, Tue\u00a013\u00a0Oct", "Agreed action, due", "Decision, Mon\u00a02\u00a0Nov",
         "Next note, Tue\u00a010\u00a0Nov"]  # fmt: skip


def test_it_is_walked_from_either_end(part, story):
    first, action, decision, _ = story
    lead = holder_of(Role.PROGRAMME_LEAD, programme=part.programme)
    known = seen(lead, part, TODAY)
    chains = [
        of_note(known, first)[0], of_action(known, action)[0], of_decision(known, decision),
        of_school(known)[0],
    ]  # fmt: skip
    for chain in chains:
        assert all(step.when.startswith(w) for step, w in zip(chain.steps, WHOLE, strict=True))
        assert all(step.url for step in chain.steps), "a programme's lead opens every step"


def test_to_a_board_member_an_action_is_words_and_no_link(part, story, member):
    first, *_ = story
    chain = of_note(seen(member, part, TODAY), first)[0]
    assert [bool(step.url) for step in chain.steps] == [True, False, True, True]
    assert chain.steps[1].text == "Plan two lessons together"


def test_a_school_reads_a_chain_without_what_is_not_published_to_it(part, story):
    _, action, _, _ = story
    head = holder_of(Role.SENIOR_LEADER, school=part.school)
    (chain,) = of_action(seen(head, part, TODAY), action)
    assert "Decision" not in " ".join(step.when for step in chain.steps)


def test_a_steering_member_reads_the_decision_and_of_notes_not_even_the_day(part, story):
    *_, decision, _ = story
    adviser = holder_of(Role.STEERING_GROUP_MEMBER, programme=part.programme)
    chain = of_decision(seen(adviser, part, TODAY), decision)
    assert told(chain) == [("Decision, Mon\u00a02\u00a0Nov", True)]


def test_who_knows_a_notes_day_alone_reads_that_and_no_word(part, story):
    first, *_ = story
    manager = holder_of(Role.PROJECT_MANAGER, programme=part.programme)
    step = of_note(seen(manager, part, TODAY), first)[0].steps[0]
    assert (step.text, step.url) == ("", "")
    assert step.when == WHOLE[0]


def test_the_piece_is_whole_on_its_own_and_small_within_a_page(signed_in, part, story):
    first, action, *_ = story
    client = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=part.programme))
    for url in (
        reverse("reporting:note-chain", args=[first.pk]),
        reverse("reporting:action-chain", args=[action.pk]),
    ):
        page, piece = client.get(url), client.get(url, headers={"HX-Request": "true"})
        assert "<h1" in page.text
        assert "<h1" not in piece.text
        assert "Pay for cover" in piece.text
    note = client.get(first.get_absolute_url()).text
    assert reverse("reporting:note-chain", args=[first.pk]) in note
    assert (
        reverse("reporting:action-chain", args=[action.pk])
        in client.get(action.get_absolute_url()).text
    )


def test_it_takes_as_many_queries_for_many_notes_as_for_one(part, story, released, member):
    def asked():
        with CaptureQueriesContext(connection) as found:
            of_school(seen(member, part, TODAY))
        return len(found)

    few = asked()
    for day in (15, 22, 29):
        released(part, date(2026, 9, day))
    assert asked() == few
