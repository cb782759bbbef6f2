"""What is written in the joint meeting is kept while it is written, and goes when it is saved."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from leadwell.explore.models import AgreedLevel
from leadwell.explore.reviewing import actions
from leadwell.explore.reviewing.actions import Said
from leadwell.people.models import Role
from tests.explore.reviewing.conftest import signed_in
from tests.factories import NOON, holder_of, make_programme
from tests.kept import choose, drafts, keep, press

pytestmark = pytest.mark.django_db
HALF = {"strategy-text": "A plan of thr"}
WHOLE = {
    "strategy-level": "3", "strategy-evidence": ["books", "data"],
    "strategy-text": "A plan of three years",
}  # fmt: skip
HEADLINES = {"strength-1": "Books are kept well", "need-1": "Time to lead"}


@pytest.fixture
def review(world):
    return world.met(strategy=4)


@pytest.fixture
def level(review):
    return reverse("explore:agree-level", args=[review.pk, "strategy"])


@pytest.fixture
def lines(review):
    return reverse("explore:headlines", args=[review.pk])


def test_words_are_kept_without_pressing_anything_and_only_for_their_author(world, level, lines):
    mine = signed_in(world.leader)
    assert keep(mine, level, HALF).json()["version"] == 1
    assert keep(mine, lines, {"need-1": "Time to le"}).json()["version"] == 1
    assert "A plan of thr" in mine.get(level).text
    assert "Time to le" in mine.get(lines).text
    assert "choose a level" not in mine.get(level).text  # nobody has sent it yet
    assert not AgreedLevel.objects.exists()
    for other in (world.manager, world.specialist):
        client = signed_in(other)
        assert "A plan of thr" not in client.get(level).text
        assert "Time to le" not in client.get(lines).text
        assert drafts(other) == []


def test_it_is_gone_once_it_is_saved_and_the_device_is_told_once(world, level, review):
    mine = signed_in(world.leader)
    keep(mine, level, HALF)
    refused = press(mine, level, WHOLE | {"strategy-evidence": ["books"]})
    assert "Add a second kind of evidence" in refused.text
    assert len(drafts(world.leader)) == 1  # what was sent is kept, whatever is wrong with it
    meeting = press(mine, level, WHOLE, page=refused.text).url
    assert drafts(world.leader) == []
    told = rf'data-sent-for-good="{world.leader.pk}:agreed-level:\d+/\d+"'
    assert re.search(told, mine.get(meeting).text)
    assert "data-sent-for-good" not in mine.get(meeting).text


def test_two_devices_lie_beside_each_other_and_the_author_chooses(world, level):
    mine = signed_in(world.leader)
    page = mine.get(level).text
    keep(mine, level, HALF, device="phone", page=page)
    answer = keep(mine, level, {"strategy-text": "At the desk"}, device="laptop", page=page)
    assert (answer.status_code, answer.json()["url"]) == (409, f"{level}choose/")
    both = mine.get(f"{level}choose/").text
    assert [text in both for text in ("A plan of thr", "At the desk", "kept-over")] == [
        True, True, False,
    ]  # fmt: skip
    assert press(mine, level, WHOLE).url == f"{level}choose/"  # not over what waits
    assert choose(mine, f"{level}choose/", "other").url == level
    assert "At the desk" in mine.get(level).text
    assert len(drafts(world.leader)) == 1


def test_what_somebody_else_agreed_meanwhile_is_not_written_over(world, review, level):
    mine = signed_in(world.leader)
    before = mine.get(level).text
    keep(mine, level, WHOLE, page=before)
    theirs = Said("strategy", 2, ("plans",), "One page, no dates")
    actions.agree_level(review=review, said=theirs, by=world.specialist, at=NOON)
    page = mine.get(level).text
    assert f"Agreed by {world.specialist.person}" in page
    assert f'href="{level}choose/"' in page
    assert "A plan of three years" in page
    assert press(mine, level, WHOLE, page=page).url == f"{level}choose/"
    both = mine.get(f"{level}choose/").text
    assert "One page, no dates" in both
    assert "A plan of three years" in both
    assert review.agreed.get().text == "One page, no dates"
    assert choose(mine, f"{level}choose/", "one").url == level
    assert f"Agreed by {world.specialist.person}, " not in mine.get(level).text.split("<form")[0]
    press(mine, level, WHOLE)
    assert review.agreed.get().text == "A plan of three years"


def test_headlines_that_somebody_else_saved_meanwhile_are_not_written_over(world, review, lines):
    mine = signed_in(world.leader)
    keep(mine, lines, HEADLINES)
    actions.write_headlines(
        review=review, strengths=["Talk"], needs=[("Rooms", "")], by=world.manager, at=NOON
    )
    assert press(mine, lines, HEADLINES).url == f"{lines}choose/"
    both = mine.get(f"{lines}choose/").text
    assert f"Saved by {world.manager.person}" in both
    assert [text in both for text in ("Rooms", "Time to lead")] == [True, True]
    assert {one.text for one in review.headlines.all()} == {"Talk", "Rooms"}


def test_pressed_twice_it_is_saved_once_and_a_late_word_changes_nothing(world, review, level):
    """On a bad line the last of what a page sends by itself arrives after what its button sent."""
    mine = signed_in(world.leader)
    page = mine.get(level).text
    first = press(mine, level, WHOLE, page=page)
    assert press(mine, level, WHOLE, page=page).url == first.url
    assert review.steps.filter(verb="agree_level").count() == 1
    assert keep(mine, level, WHOLE, page=page).status_code == 200
    again = mine.get(level).text
    assert "These words went two ways" not in again
    assert "after you began to write" not in again
    assert press(mine, level, WHOLE | {"strategy-text": "Five years"}, page=again).url == first.url
    assert review.agreed.get().text == "Five years"


def test_words_too_long_for_a_draft_are_still_found_fault_with(world, level):
    mine = signed_in(world.leader)
    answer = press(mine, level, WHOLE | {"strategy-text": 400_001 * "a"})
    assert (answer.status_code, "300 letters at most" in answer.text) == (200, True)
    assert drafts(world.leader) == []


def test_who_may_not_agree_keeps_nothing_and_a_stranger_cannot_tell(world, level, lines):
    stranger = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    for url in (f"{level}keep/", f"{level}choose/", f"{lines}keep/", f"{lines}choose/"):
        refused = signed_in(world.head).post(url)
        assert (refused.status_code, "Only who leads the subject" in refused.text) == (403, True)
        assert stranger.post(url).status_code == 404
    assert signed_in(world.leader).get(f"{level}keep/").status_code == 405
    nowhere = level.replace("strategy", "no-such-criterion")
    assert signed_in(world.leader).get(f"{nowhere}choose/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_press_at_once_one_is_shown_what_the_other_saved(world, review, level):
    together, pages = Barrier(2), {}
    for user in (world.leader, world.specialist):
        client = signed_in(user)
        pages[user.pk] = (client, client.get(level).text)

    def agree(user):
        client, page = pages[user.pk]
        try:
            together.wait()
            words = WHOLE | {"strategy-text": f"As {user.pk} says"}
            return press(client, level, words, page=page).url
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        urls = list(pool.map(agree, (world.leader, world.specialist)))
    assert sorted(urls) == sorted([f"{level}choose/", reverse("explore:meeting", args=[review.pk])])
    [first] = [
        user for user, url in zip((world.leader, world.specialist), urls, strict=True)
        if not url.endswith("choose/")
    ]  # fmt: skip
    assert review.agreed.get().text == f"As {first.pk} says"
