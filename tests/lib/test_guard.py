"""The guard warns of what it should, of nothing else, and is never upset by what people write.

guard_vectors.json is what both twins are held to; tests/browser/test_guard.py runs the other.
"""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.lib.guard import Kind, count, find, for_page

VECTORS = json.loads((Path(__file__).parent / "guard_vectors.json").read_text(encoding="utf-8"))
ON, NAMES = date.fromisoformat(VECTORS["on"]), VECTORS["names"]


@pytest.mark.parametrize("vector", VECTORS["texts"], ids=lambda vector: vector["text"][:40])
def test_it_finds_what_is_there_and_no_more(vector):
    found = find(vector["text"], names=NAMES, on=ON)
    assert [[each.kind, each.words] for each in found] == vector["found"]
    for each in found:
        assert vector["text"][each.start : each.end] == each.words


def test_there_are_vectors_of_every_kind_and_of_none():
    kinds = [{kind for kind, _ in vector["found"]} for vector in VECTORS["texts"]]
    assert len(kinds) >= 60
    assert set().union(*kinds) == set(Kind)
    assert sum(not each for each in kinds) >= 25


def test_a_warning_says_what_was_written_and_what_to_do():
    name, grade = find("Mrs\n Patel's {lesson} was outstanding", names=["Anna Patel"], on=ON)
    assert name.says.startswith("“Mrs Patel” names somebody at the school. Say")
    assert grade.says == (
        "“outstanding” is close to a name or a role and reads like a grade. Describe what you saw, "
        "and do not grade anybody."
    )


def test_what_is_logged_of_it_has_no_words_in_it():
    found = find("Mrs Patel, Anna Patel, DOB", names=["Anna Patel"], on=ON)
    assert count(found) == {"birth": 1, "name": 2}
    assert count(()) == {}


def test_without_names_a_title_still_says_that_somebody_is_graded():
    assert [each.kind for each in find("Mrs Patel's lesson was outstanding", on=ON)] == ["grade"]


def test_a_page_gets_the_words_the_names_and_the_day():
    page = json.loads(json.dumps(for_page(names=["B", "A", "B"], on=ON)))
    assert (page["names"], page["on"], page["within"]) == (["A", "B"], "2026-11-22", 6)


ODD = [
    "Mrs ", "Mr. ", "teacher ", "good ", "outstanding ", "RI ", "A123456789012", "12/03/2016",
    "3 March 16", "dob ", "'s", "’s", "-", ", ", "\n", "\u0308", "\u202e", "\x00", "\ud800", "🙂",
    "ﬁ", "İ", "½", "²", "ß", "0", "９", "99/99/9999", "29/2/2015", "{words}",
]  # fmt: skip
PIECES = st.sampled_from([*NAMES, *ODD]) | st.text(max_size=2)


@given(text=st.text() | st.lists(PIECES, max_size=12).map("".join))
def test_it_never_fails_and_points_into_the_text(text):
    for each in find(text, names=[*NAMES, text], on=ON):
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.words
        assert each.says
