"""What is written of a plan is kept while it is written, and goes when it is saved."""

import re

import pytest

from leadwell.people.models import Role
from leadwell.prepare.models import Priority, PriorityReview
from leadwell.prepare.planning import actions
from leadwell.prepare.planning.actions import Stands
from tests.factories import NOON, holder_of, make_programme
from tests.kept import choose, drafts, keep, press
from tests.peer_reviewed import make_peer_review
from tests.planned import make_priority
from tests.prepare.planning.conftest import signed_in, url

pytestmark = pytest.mark.django_db
HALF = {"statement": "More of Year 5 re"}


@pytest.fixture
def add(world):
    return url("add-priority", world.plan.pk)


@pytest.fixture
def priority(world):
    """Under way, in a plan whose work has begun."""
    priority = world.approved()
    actions.begin(plan=world.plan, by=world.leader, at=NOON)
    return priority


def test_a_priority_is_kept_without_pressing_anything_and_only_for_its_author(world, add):
    mine = signed_in(world.leader)
    assert keep(mine, add, HALF).json()["version"] == 1
    page = mine.get(add).text
    assert "More of Year 5 re" in page
    assert "Say where it is now" not in page  # nobody has sent it yet
    assert not Priority.objects.exists()
    assert "More of Year 5 re" not in signed_in(world.specialist).get(add).text
    assert drafts(world.specialist) == []


def test_once_it_is_saved_the_next_one_begins_empty(world, add):
    mine = signed_in(world.leader)
    keep(mine, add, HALF)
    saved = press(mine, add, world.posted())
    assert drafts(world.leader) == []
    page = mine.get(saved.url).text
    assert f'data-sent-for-good="{world.leader.pk}:priority-new:{world.plan.pk}"' in page
    assert "data-sent-for-good" not in mine.get(saved.url).text
    assert "More of Year 5" not in mine.get(add).text.split("<form")[-1]


def test_words_are_kept_where_somebody_else_wrote_the_fifth_meanwhile(world, add):
    mine = signed_in(world.leader)
    page = mine.get(add).text
    for _ in range(5):
        world.write()
    assert keep(mine, add, HALF, page=page).status_code == 200
    assert drafts(world.leader)
    assert mine.get(add).status_code == 403


def test_pressed_twice_there_is_one_and_a_late_word_does_not_come_back(world, add):
    """On a bad line the last of what a page sends by itself arrives after what its button sent."""
    mine = signed_in(world.leader)
    page = mine.get(add).text
    words = world.posted()
    assert press(mine, add, words, page=page).url == world.plan.get_absolute_url()
    assert press(mine, add, words, page=page).url == world.plan.get_absolute_url()
    assert Priority.objects.count() == 1
    late = words | {"ingredients": [str(world.ingredient.pk)]}
    assert keep(mine, add, late, page=page).status_code == 200
    assert words["statement"] not in mine.get(add).text.split("<form")[-1]


def test_what_was_begun_before_another_was_saved_stays_and_says_so(world, add):
    mine = signed_in(world.leader)
    keep(mine, add, HALF)
    world.write()
    page = mine.get(add).text
    assert "More of Year 5 re" in page
    assert "before the last time it was saved" in page
    assert press(mine, add, world.posted(), page=page).url == world.plan.get_absolute_url()
    assert Priority.objects.count() == 2


def test_a_finding_that_one_begins_with_has_a_draft_of_its_own(world, add):
    finding = make_peer_review(state="response", enrolment=world.part).findings.get()
    mine = signed_in(world.leader)
    keep(mine, add, HALF)
    from_finding = f"{add}?finding={finding.pk}"
    page = mine.get(from_finding).text
    assert "More of Year 5 re" not in page
    assert f'action="{from_finding}"' in page
    keep(mine, from_finding, {"statement": "Reasons are heard"})
    assert "Reasons are heard" in mine.get(from_finding).text
    assert "Reasons are heard" not in mine.get(add).text
    press(mine, from_finding, world.posted())
    assert [draft.words["statement"] for draft in drafts(world.leader)] == ["More of Year 5 re"]


def test_a_change_is_not_written_over_somebody_elses(world):
    priority, mine = world.write(), signed_in(world.leader)
    change = url("change-priority", priority.pk)
    sources = {"sources": ["published/maths_expected"]}
    words = world.posted(statement="Mine", **sources)
    keep(mine, change, {**words, "ingredients": [str(world.ingredient.pk)]})
    actions.change_priority(
        priority=priority, said=world.said(statement="Theirs"), by=world.specialist, at=NOON
    )
    page = mine.get(change).text
    assert "Changed in the plan, after you began to write" in page
    assert press(mine, change, words, page=page).url == f"{change}choose/"
    both = mine.get(f"{change}choose/").text
    assert [text in both for text in ("Mine", "Theirs")] == [True, True]
    priority.refresh_from_db()
    assert priority.statement == "Theirs"
    assert choose(mine, f"{change}choose/", "one").url == change
    press(mine, change, words)
    priority.refresh_from_db()
    assert (priority.statement, drafts(world.leader)) == ("Mine", [])


def test_a_priority_that_somebody_only_looked_at_says_58_where_58_was_typed(world):
    priority, mine = world.write(), signed_in(world.leader)
    change = url("change-priority", priority.pk)
    page = mine.get(change).text
    words = world.posted(sources=["published/maths_expected"])
    press(mine, change, words, page=page)
    steps = priority.plan.steps.count()
    assert press(mine, change, words, page=page).url == world.plan.get_absolute_url()
    assert priority.plan.steps.count() == steps  # the second press found it saved


def test_how_it_stands_is_kept_and_begins_anew_each_half_term(world, priority):
    mine, page = signed_in(world.leader), url("review-plan", world.plan.pk)
    words = {f"how-{priority.pk}": "amber", f"text-{priority.pk}": "Two classes of three"}
    keep(mine, page, words)
    assert "Two classes of three" in mine.get(page).text
    first = mine.get(page).text
    press(mine, page, words, page=first)
    assert PriorityReview.objects.get().text == "Two classes of three"
    assert drafts(world.leader) == []
    assert "Two classes of three" not in mine.get(page).text.split("<form")[-1]
    press(mine, page, words, page=first)
    assert PriorityReview.objects.count() == 1


def test_words_from_before_somebody_else_looked_at_it_are_shown_with_their_day(world, priority):
    mine, page = signed_in(world.leader), url("review-plan", world.plan.pk)
    keep(mine, page, {f"text-{priority.pk}": "As it was in autumn"})
    actions.review_plan(
        plan=world.plan, said={priority.pk: Stands("green")}, by=world.specialist, at=NOON
    )
    shown = mine.get(page).text
    assert "As it was in autumn" in shown
    assert "Read it again before you save it." in shown


def test_why_it_ends_is_kept_and_warned_of(world, priority):
    mine, end = signed_in(world.leader), url("end-priority", priority.pk)
    keep(mine, end, {"because": "71 per c"})
    page = mine.get(end).text
    assert "71 per c" in page
    assert priority.statement in page
    named = {"is_reached": "yes", "because": f"As {world.head.person.name} has seen"}
    warned = press(mine, end, named)
    assert "Read this before you send it" in warned.text
    press(mine, end, named | {"guard_read": "yes"}, page=warned.text)
    priority.refresh_from_db()
    assert (priority.state, drafts(world.leader)) == ("met", [])


def test_who_may_not_write_keeps_nothing_and_a_stranger_cannot_tell(world, priority):
    plan, one = world.plan.pk, priority.pk
    addresses = [
        url(f"{verb}-{name}", pk)
        for verb in ("keep", "choose")
        for name, pk in (
            ("new-priority", plan), ("plan-review", plan), ("priority", one), ("priority-end", one)
        )
    ]  # fmt: skip
    board = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=world.part.programme))
    stranger = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    for address in addresses:
        assert board.post(address).status_code == 403
        assert stranger.post(address).status_code == 404
        reason = re.search(r"data-reason[^>]*>\s*([^<]+)", board.post(address).text)[1]
        assert reason.strip() == "Only the school’s leaders and its specialists can do this."


def test_the_form_of_many_priorities_takes_no_more_questions_than_of_one(
    world, add, django_assert_max_num_queries
):
    mine = signed_in(world.leader)
    keep(mine, add, HALF)
    make_priority(world.plan, number=1, by=world.leader.person)
    with django_assert_max_num_queries(100) as one:
        mine.get(add)
    n = len(one.captured_queries)
    for number in (2, 3, 4):
        make_priority(world.plan, number=number, by=world.leader.person)
    with django_assert_max_num_queries(n):
        mine.get(add)
