"""The six worked examples that the rules of disclosure were agreed by."""

import pytest

from leadwell.evidence.disclosure.respondents import answers
from tests.evidence.disclosure import attacker
from tests.evidence.disclosure.asking import (
    COHORT,
    GROUP,
    PROGRAMME,
    PUBLIC,
    SCHOOL,
    SET,
    asked,
    row,
    table,
    texts,
)

YEAR_6 = table(
    {"disadvantaged": (5, 3), "others": (25, 15)},
    row("all", "disadvantaged others", COHORT),
    row("disadvantaged", "disadvantaged", GROUP),
    row("others", "others", GROUP),
)
SIZES = (4, 28, 31, 9, 45, 30, 22, 60)
HUB = table(
    {f"school-{i}": (n, n // 2) for i, n in enumerate(SIZES)},
    *(row(f"school-{i}", f"school-{i}", COHORT) for i in range(8)),
    row("hub", " ".join(f"school-{i}" for i in range(8)), SET),
)


@pytest.mark.parametrize("tier", [PROGRAMME, PUBLIC])
def test_the_board_sees_neither_five_disadvantaged_of_thirty_nor_the_twenty_five_others(tier):
    assert texts(asked(YEAR_6, tier)) == {"all": "30", "disadvantaged": "c", "others": "c"}
    assert texts(asked(YEAR_6, PROGRAMME), "expected") == {
        "all": "60%",
        "disadvantaged": "c",
        "others": "c",
    }


def test_the_head_sees_both():
    seen = asked(YEAR_6, SCHOOL)
    assert texts(seen) == {"all": "30", "disadvantaged": "5", "others": "25"}
    assert seen.cell("disadvantaged", "expected").words == "60%, 3 of 5"


def test_others_are_shown_where_no_total_is():
    question = table(
        {"disadvantaged": 5, "others": 25},
        row("disadvantaged", "disadvantaged", GROUP),
        row("others", "others", GROUP),
    )
    assert texts(asked(question)) == {"disadvantaged": "c", "others": "25"}


def test_a_hub_less_its_seven_shown_schools_does_not_give_the_eighth_with_four():
    """229 in all; the school with 4 and, as the next smallest, the one with 9 are withheld."""
    seen = asked(HUB)
    assert texts(seen) == {
        "school-0": "c",
        "school-1": "28",
        "school-2": "31",
        "school-3": "c",
        "school-4": "45",
        "school-5": "30",
        "school-6": "22",
        "school-7": "60",
        "hub": "229",
    }
    four = attacker.terms(["school-0"])
    assert attacker.can_be(attacker.read(HUB, seen), four, 0, 0, tallies=HUB.tallies)
    assert attacker.can_be(attacker.read(HUB, seen), four, 6, 99, tallies=HUB.tallies)


def test_rounding_the_hub_is_enough_for_the_public():
    hidden = [
        key
        for key, column in asked(
            table({f"school-{i}": n for i, n in enumerate(SIZES)}, *HUB.rows), PUBLIC
        ).hidden
        if not column
    ]
    assert hidden == ["school-0"]


@pytest.mark.parametrize("tier", [PROGRAMME, PUBLIC])
def test_none_of_eighteen_pupils_with_sen_support_is_five_per_cent_or_less(tier):
    none = table({"k": (18, 0)}, row("SEN support", "k", GROUP))
    cell = asked(none, tier).cell("SEN support", "expected")
    assert (cell.text, cell.csv, cell.value, cell.fraction) == ("≤5%", "<=5%", None, "")
    assert asked(none, SCHOOL).cell("SEN support", "expected").words == "0%, 0 of 18"


def test_none_of_twenty_five_is_nought_per_cent():
    none = table({"k": (25, 0)}, row("SEN support", "k", GROUP))
    assert asked(none).cell("SEN support", "expected").text == "0%"


def test_all_of_eighteen_is_ninety_five_per_cent_or_more():
    every = table({"k": (18, 18)}, row("SEN support", "k", GROUP))
    assert asked(every).cell("SEN support", "expected").csv == ">=95%"


@pytest.mark.parametrize("tier", [PROGRAMME, PUBLIC])
def test_three_of_twenty_at_the_higher_standard_is_fifteen_per_cent_without_the_three(tier):
    cohort = table({"y6": (20, 3)}, row("year 6", "y6", COHORT))
    cell = asked(cohort, tier).cell("year 6", "expected")
    assert (cell.text, cell.fraction, cell.numerator, cell.denominator) == ("15%", "", None, None)
    assert asked(cohort, SCHOOL).cell("year 6", "expected").words == "15%, 3 of 20"


def test_seven_evaluations_have_a_headline_and_no_distribution():
    told = answers({"very useful": 4, "useful": 2, "not useful": 1}, favourable=USEFUL)
    assert (told.words, told.spread, told.headline.fraction) == ("86%, 7 responses", None, "")


def test_five_evaluations_are_too_few_to_show():
    told = answers({"very useful": 4, "useful": 1, "not useful": 0}, favourable=USEFUL)
    assert (told.words, told.headline.text, told.may_quote) == ("Too few to show.", "c", False)


USEFUL = frozenset({"very useful", "useful"})
