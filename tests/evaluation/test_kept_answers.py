"""Every shape in which an answer was ever kept is still read, and looks as it did."""

import json
from pathlib import Path

import pytest

from leadwell.evaluation import kept_answers, shown
from leadwell.evaluation.sponsored import LABEL
from leadwell.evaluation.trying import paper
from tests.config.test_json_schemas import check
from tests.factories import NOON

FORMATS = Path(__file__).parent / "formats"
"""An example of each number, as it was kept; never made again from later code."""


def kept(number):
    return json.loads((FORMATS / f"{number}.json").read_text())


def test_there_is_an_example_of_every_format_and_a_way_from_each_to_the_next():
    numbers = sorted(int(path.stem) for path in FORMATS.glob("*.json"))
    assert numbers == list(range(1, kept_answers.FORMAT + 1))
    assert sorted(kept_answers.NEXT) == numbers[:-1]
    assert [kept(number).get("format", 1) for number in numbers] == numbers


@pytest.mark.parametrize("number", range(1, kept_answers.FORMAT + 1))
def test_each_is_read_shown_and_printed(number):
    data = kept(number)
    found = shown.of(data)
    [answer] = data["answers"]
    assert found.title == answer["headline"]
    assert [pair.urn for pair in found.pairs] == [pair["urn"] for pair in data["compared"]]
    assert len(found.first.pictures) == 2
    made = paper.paper_of(found, as_at=NOON.date())
    assert made.title == answer["headline"]
    assert list(paper.csv_rows(data))


def test_the_last_is_as_it_is_made_today():
    check(kept(kept_answers.FORMAT), "evaluate")


def test_reading_changes_nothing_that_was_kept():
    data = kept(1)
    before = json.dumps(data)
    assert kept_answers.today(data)["format"] == kept_answers.FORMAT
    assert json.dumps(data) == before


def test_what_the_first_did_not_know_is_not_made_up():
    assert LABEL not in dict(shown.of(kept(1)).facts)
    assert dict(shown.of(kept(2)).facts)[LABEL] == "None, in these years"


@pytest.mark.parametrize("number", [0, kept_answers.FORMAT + 1])
def test_what_a_later_leadwell_kept_is_refused_in_words(number):
    with pytest.raises(kept_answers.NotOfThisVersion, match="kept by a later Leadwell"):
        shown.of(kept(2) | {"format": number})
