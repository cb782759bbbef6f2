"""Tiers, the register, published figures, and the words for what is hidden."""

from itertools import combinations

import pytest

from leadwell.evidence.disclosure.policy import Policy
from leadwell.evidence.disclosure.primary import refusal_of_filters
from leadwell.evidence.disclosure.register import FiguresMoved, Register
from leadwell.evidence.disclosure.release import release
from leadwell.evidence.disclosure.table import Kind, Table, Tally, cross_table
from leadwell.evidence.figure import Figure
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

ALL, PARTS = row("all", "a b", COHORT), (row("a", "a", GROUP), row("b", "b", GROUP))


def test_fifty_eight_disadvantaged_of_sixty_would_tell_of_the_other_two():
    assert texts(asked(table({"a": 58, "b": 2}, ALL, *PARTS))) == {"all": "60", "a": "c", "b": "c"}


def test_a_group_is_hidden_where_the_rest_has_a_small_numerator():
    """Cohort 65%, 13 of 20; disadvantaged 6 of 12; so others 7 of 8, and one who did not."""
    seen = asked(table({"a": (12, 6), "b": (8, 7)}, ALL, *PARTS))
    assert texts(seen, "expected") == {"all": "65%", "a": "c", "b": "c"}
    assert texts(seen) == {"all": "20", "a": "12", "b": "8"}


def test_the_rest_is_protected_even_if_nobody_has_asked_about_it():
    seen = asked(table({"a": (12, 6), "b": (8, 7)}, ALL, PARTS[0]))
    assert texts(seen, "expected") == {"all": "65%", "a": "c"}


def test_two_hidden_schools_with_three_pupils_between_them_take_a_third():
    sizes = {"a": 1, "b": 2, "c": 7, "d": 30}
    seen = asked(table(sizes, *(row(k, k, COHORT) for k in sizes), row("all", "a b c d", SET)))
    assert texts(seen) == {"a": "c", "b": "c", "c": "c", "d": "30", "all": "40"}


def test_a_mean_is_shown_from_six_pupils_on():
    tallies = {"a": Tally(6, total={"scaled": 621.0}), "b": Tally(5, total={"scaled": 500.0})}
    seen = asked(Table(tallies, PARTS, scores=("scaled",)))
    assert (seen.cell("a", "scaled").text, seen.cell("b", "scaled").text) == ("103.5", "c")


def test_a_hundred_pupils_have_one_decimal_and_the_public_has_none():
    question = table({"a": (150, 100)}, row("all", "a", SET))
    assert asked(question).cell("all", "expected").words == "66.7%, 100 of 150"
    assert asked(question, PUBLIC).cell("all", "expected").words == "67%, about 100 of 150"


def test_the_public_has_counts_in_fives_and_percentages_worked_out_from_those():
    seen = asked(table({"a": (63, 36)}, row("all", "a", SET)), PUBLIC)
    assert texts(seen) == {"all": "65"}
    assert seen.cell("all", "expected").words == "54%, about 35 of 65"


def test_of_few_the_public_has_the_fraction_in_fives_and_no_percentage():
    """7 of 13 would be 5 of 15 and 33%, in truth 54%."""
    cell = asked(table({"a": (13, 7)}, row("all", "a", SET)), PUBLIC).cell("all", "expected")
    assert (cell.value, cell.words, cell.csv) == (None, "about 5 of 15", "about 5 of 15")
    assert cell.api == {"value": None, "reason": "about 5 of 15"}


@pytest.mark.parametrize("met", [1, 2, 8, 11])
def test_the_public_is_never_told_all_or_none_where_it_is_not_so(met):
    """In fives 8 of 12 would be 10 of 10, and 1 of 12 none."""
    seen = asked(table({"a": (12, met)}, row("all", "a", SET)), PUBLIC)
    assert seen.cell("all", "expected").is_hidden
    assert texts(seen) == {"all": "10"}


@pytest.mark.parametrize(("met", "words"), [(0, "0%, about 0 of 25"), (25, "100%, about 25 of 25")])
def test_none_and_all_of_a_set_are_told_as_they_are(met, words):
    cell = asked(table({"a": (25, met)}, row("all", "a", SET)), PUBLIC).cell("all", "expected")
    assert cell.words == words


def test_every_percentage_the_public_has_is_within_eight_points_of_the_truth():
    for n in (*range(6, 52), 53, 58, 97, 103):
        for met in range(n + 1):
            seen = asked(table({"a": (n, met)}, row("all", "a", SET)), PUBLIC)
            value = seen.cell("all", "expected").value
            assert value is None or abs(value - 100 * met / n) < 8.01, (n, met)
            assert value not in (0, 100) or met in (0, n), (n, met)
    assert "rounded to the nearest 5" in seen.notes[0]


def test_no_count_stands_beside_a_headline_that_three_pupils_make_up():
    """With one, 15% of about 20 would be three of exactly 20."""
    assert texts(asked(table({"a": (20, 3)}, row("all", "a", COHORT)), PUBLIC)) == {"all": "c"}


def test_a_group_without_pupils_is_nobody_and_not_hidden():
    cell = asked(table({"a": (0, 0)}, row("none", "a", GROUP))).cell("none", "expected")
    assert (cell.is_hidden, cell.words) == (False, "There are no pupils in this group.")


def test_four_rounded_counts_that_make_their_total_exact_are_not_all_shown():
    """Four twelves are shown as 10; their total, 48, as 50, which only four twelves can make."""
    question = table(
        dict.fromkeys("abcd", 12), *(row(k, k, GROUP) for k in "abcd"), row("all", "a b c d", SET)
    )
    seen = asked(question, PUBLIC)
    assert list(texts(seen).values()).count("c") == 1
    printed = attacker.read(question, seen)
    for key in "abcd":
        what = attacker.terms([key])
        assert attacker.can_be(printed, what, 0, 11, tallies=question.tallies) or attacker.can_be(
            printed, what, 13, 40, tallies=question.tallies
        )


# What has been shown before


def hub(key: str, atoms: str) -> Table:
    return table({f"s{i}": n for i, n in enumerate((4, 30, 25))}, row(key, atoms, SET))


def test_a_hub_and_then_the_hub_without_its_small_school_does_not_give_four():
    first = asked(hub("hub", "s0 s1 s2"))
    second = asked(hub("without", "s1 s2"), before=first.register)
    assert (texts(first), texts(second)) == ({"hub": "59"}, {"without": "c"})


def test_the_other_way_round_the_whole_hub_is_hidden():
    first = asked(hub("without", "s1 s2"))
    assert texts(asked(hub("hub", "s0 s1 s2"), before=first.register)) == {"hub": "c"}


def test_what_the_board_has_seen_counts_when_the_public_asks():
    board = asked(hub("hub", "s0 s1 s2"), PROGRAMME)
    assert texts(asked(hub("without", "s1 s2"), PUBLIC, board.register)) == {"without": "c"}


def test_what_was_kept_from_the_board_is_kept_from_the_public():
    question = table({"a": 58, "b": 2}, ALL, *PARTS)
    board = asked(question)
    alone = table({"a": 58, "b": 2}, PARTS[0])
    assert texts(asked(alone, PUBLIC, board.register)) == {"a": "c"}


def test_figures_of_other_pupils_do_not_matter():
    before = asked(hub("hub", "s0 s1 s2")).register
    elsewhere = table({"x": 30}, row("x", "x", COHORT))
    assert before.about({"x"}) == Register()
    assert texts(asked(elsewhere, before=before)) == {"x": "30"}


def test_twelve_pupils_do_not_become_eleven_between_measure_points():
    first = asked(table({"a": 12}, row("a", "a", GROUP)))
    with pytest.raises(FiguresMoved, match="a: 12 pupils, now 11"):
        asked(table({"a": 11}, row("a", "a", GROUP)), before=first.register)


def test_what_a_school_sees_of_itself_is_not_registered():
    seen = asked(table({"a": 58, "b": 2}, ALL, *PARTS), SCHOOL)
    assert (texts(seen), seen.register) == ({"all": "60", "a": "58", "b": "2"}, Register())


def test_a_head_sees_the_own_school_and_cannot_take_it_from_the_hub():
    """Hub of two schools, the other with 4: the total less one's own would be 4."""
    question = table(
        {"mine": 30, "theirs": 4},
        row("mine", "mine", COHORT),
        row("theirs", "theirs", COHORT),
        row("hub", "mine theirs", SET),
    )
    seen = release(question, tier=PROGRAMME, register=Register(), own=frozenset({"mine"}))
    assert texts(seen) == {"mine": "30", "theirs": "c", "hub": "c"}


# What the Department has published


def test_a_published_figure_is_passed_through_and_marked():
    printed = {"expected": Figure(61.0, "percent", denominator=41)}
    seen = asked(table({"a": (41, 25)}, row("all", "a", COHORT, published=printed)))
    cell = seen.cell("all", "expected")
    assert (cell.state, cell.text, cell.figure().is_published) == ("published", "61%", True)
    assert cell.numerator is None


def test_what_the_department_has_printed_counts_as_known():
    """It printed 60 for the year group; so 58 disadvantaged tell of two others."""
    printed = {"": Figure(60, "pupils")}
    question = table({"a": 58, "b": 2}, row("all", "a b", COHORT, published=printed), PARTS[0])
    assert texts(asked(question)) == {"all": "60", "a": "c"}


def test_what_the_department_hides_is_hidden_in_figures_of_ours():
    printed = {"expected": Figure(None, "percent", reason="Too few pupils to show")}
    question = table(
        {"a": (12, 6), "b": (30, 15)},
        ALL,
        row("a", "a", GROUP, published=printed, is_hidden_by_source=True),
        row("b", "b", GROUP),
    )
    seen = asked(question)
    assert texts(seen) == {"all": "42", "a": "c", "b": "c"}
    assert seen.cell("a", "expected").words == "Too few pupils to show"


# Words


def test_every_hidden_cell_has_the_same_sentence_so_that_none_is_told_apart():
    seen = asked(table({"a": (58, 30), "b": (2, 1)}, ALL, *PARTS))
    sentences = {seen.cell(*place).why for place in seen.hidden}
    assert sentences == {
        "Hidden so that no pupil can be recognised: it is about fewer than 6 pupils, or such a "
        "number could be worked out from it."
    }


def test_a_hidden_cell_is_the_same_everywhere():
    cell = asked(table({"a": (4, 2)}, PARTS[0])).cell("a", "expected")
    assert (cell.text, cell.csv, cell.api) == ("c", "c", {"value": None, "reason": "suppressed"})
    assert cell.figure().value is None
    assert cell.figure().reason == cell.words == cell.why


def test_a_shown_cell_is_the_same_everywhere():
    cell = asked(table({"a": (41, 25)}, row("all", "a", COHORT))).cell("all", "expected")
    assert (cell.words, cell.csv, cell.api) == ("61%, 25 of 41", "61", {"value": 61.0})


def test_one_school_of_fewer_than_twenty_is_not_filtered_by_two_things():
    policy = Policy()
    assert "one characteristic at a time" in refusal_of_filters(19, 2, policy)
    assert refusal_of_filters(20, 2, policy) == refusal_of_filters(19, 1, policy) == ""


def test_the_threshold_can_be_raised_and_never_lowered():
    question = table({"a": 9}, PARTS[0])
    seen = release(question, tier=PROGRAMME, register=Register(), policy=Policy(threshold=10))
    assert texts(seen) == {"a": "c"}
    with pytest.raises(ValueError, match="fewer than 6"):
        Policy(threshold=5)


def test_a_table_without_numbers_for_its_columns_is_refused():
    with pytest.raises(ValueError, match="no number for every outcome"):
        Table({"a": Tally(5)}, (row("a", "a", GROUP),), outcomes=("expected",))
    with pytest.raises(ValueError, match="nobody has counted"):
        Table({"a": Tally(5)}, (row("b", "b", GROUP),))
    with pytest.raises(ValueError, match="same name"):
        Table({"a": Tally(5)}, (row("a", "a", GROUP), row("a", "a", GROUP)))


# How little is hidden


def least_hidden(question: Table) -> int:
    """Pupils of the rows that must be hidden at least, by trying every set of rows."""
    rows = [each for each in question.rows if question.count(each) >= 6]
    small = [each for each in question.rows if 0 < question.count(each) < 6]
    best = None
    for size in range(len(rows) + 1):
        for gone in combinations(rows, size):
            cost = sum(question.count(each) for each in gone)
            if best is not None and cost >= best:
                continue
            shown = [
                attacker.Equation(attacker.terms(each.atoms), n, n)
                for each in question.rows
                if each not in gone and each not in small
                for n in [question.count(each)]
            ]
            if all(
                attacker.can_be(
                    shown, attacker.terms(each.atoms), low, high, tallies=question.tallies
                )
                for each in small
                for low, high in ((0, 0), (6, 40))
            ):
                best = cost
    return best or 0


@pytest.mark.parametrize(
    "counts",
    [
        ((3, 12, 9), (14, 8, 11)),
        ((2, 7, 30), (25, 9, 4)),
        ((1, 15, 8), (9, 20, 16)),
        ((5, 6, 7), (8, 9, 10)),
    ],
)
def test_a_small_cross_table_hides_little_more_than_the_least_possible(counts):
    question = cross_table(
        {(f"r{i}", f"c{j}"): n for i, line in enumerate(counts) for j, n in enumerate(line)},
        name="t",
    )
    seen = asked(question)
    by_key = {each.key: each for each in question.rows}
    more = sum(n for key, _ in seen.hidden if (n := question.count(by_key[key])) >= 6)
    least = least_hidden(question)
    assert least <= more <= 1.25 * least


def test_a_cross_table_keeps_its_totals():
    counts = {(f"r{i}", f"c{j}"): 10 + i + 3 * j for i in range(5) for j in range(4)}
    seen = asked(cross_table({**counts, ("r0", "c0"): 3}, name="t"))
    assert not [key for key, _ in seen.hidden if "all" in key]
    assert "r0 | c0" in {key for key, _ in seen.hidden}
    assert seen.cell("all | all").state == "shown"
    assert Kind.SET not in {
        each.kind for each in cross_table(counts, name="t", has_totals=False).rows
    }
