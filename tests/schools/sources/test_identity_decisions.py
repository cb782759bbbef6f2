"""What a person decided goes before what files say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.schools.sources.identity import (
    Conversion,
    Decision,
    EntryFacts,
    JoinKind,
    groups,
    joins,
)
from tests.schools.sources.damage import quick
from tests.schools.sources.test_identity import some_conversions, some_links, successor, urns

A, B, C, D = 100_001, 100_002, 100_003, 100_004


def one(old, new):
    return Decision(old, new, is_one_school=True, sentence="Somebody said so.")


def two(old, new):
    return Decision(old, new, is_one_school=False)


def joined(links=(), decisions=(), conversions=()):
    found = joins(entries=[], links=links, conversions=conversions, decisions=decisions)
    return [(join.old_urn, join.new_urn) for join in found]


def test_what_no_file_says_is_joined_by_decision_and_says_whose():
    [join] = joins(entries=[], links=[], conversions=[], decisions=[one(A, B)])
    assert (join.old_urn, join.new_urn, join.is_decided) == (A, B, True)
    assert join.evidence == ("Somebody said so.",)


def test_what_files_say_too_is_kept_as_evidence():
    [join] = joins(entries=[], links=[successor(A, B)], conversions=[], decisions=[one(A, B)])
    assert join.evidence[0] == "Somebody said so."
    assert "lists 100002 as the successor" in join.evidence[1]


def test_how_and_when_are_the_registers_to_say():
    opened = EntryFacts(B, "Academy sponsor led", opened_on=date(2018, 9, 1))
    [join] = joins(entries=[opened], links=[], conversions=[], decisions=[one(A, B)])
    assert (join.kind, join.on) == (JoinKind.SPONSOR_LED, date(2018, 9, 1))


def test_a_merger_is_joined_if_somebody_decides_so():
    merged = [successor(A, C, " - merged"), successor(B, C, " - merged")]
    assert joined(merged) == []
    assert joined(merged, [one(A, C)]) == [(A, C)]


@pytest.mark.parametrize("held", [(A, B), (B, A)], ids=["as said", "the other way"])
def test_what_files_join_is_two_schools_by_decision(held):
    assert joined([successor(A, B), successor(B, C)], [two(*held)]) == [(B, C)]


@pytest.mark.parametrize(
    ("files", "stays"),
    [
        ([successor(A, C)], []),
        ([successor(C, B)], []),
        ([successor(B, A)], []),
        ([successor(B, C), successor(C, A)], []),
        ([successor(B, C), successor(D, A)], [(B, C), (D, A)]),
    ],
    ids=["A followed twice", "B follows twice", "backwards", "in a circle", "beside it"],
)
def test_files_give_way_to_a_decision(files, stays):
    assert joined(files, [one(A, B)]) == sorted([(A, B), *stays])


def test_two_held_apart_are_not_joined_by_way_of_a_third():
    assert joined([successor(A, C), successor(C, B)], [two(A, B)]) == []
    assert joined([successor(C, B)], [one(A, C), two(A, B)]) == [(A, C)]


@st.composite
def some_decisions(draw):
    """As people can make them, one after another: see people/rules.py."""
    made, school = [], {}
    for _ in range(draw(st.integers(0, 4))):
        pair = draw(st.tuples(urns, urns))
        ours, theirs = (school.get(urn, frozenset([urn])) for urn in pair)
        apart = [each for each in made if not each.is_one_school]
        ends = {each.old_urn for each in made if each.is_one_school}
        starts = {each.new_urn for each in made if each.is_one_school}
        if ours == theirs:
            continue
        if draw(st.booleans()):
            made.append(two(*pair))
        elif (
            not any({a.old_urn, a.new_urn} <= ours | theirs for a in apart)
            and pair[0] not in ends
            and pair[1] not in starts
        ):
            made.append(one(*pair))
            school.update(dict.fromkeys(ours | theirs, ours | theirs))
    return made


@given(links=some_links, conversions=some_conversions, decisions=some_decisions())
@quick
def test_whatever_files_say_every_decision_stands_and_each_school_is_a_line(
    links, conversions, decisions
):
    found = joins(entries=[], links=links, conversions=conversions, decisions=decisions)
    pairs = [(join.old_urn, join.new_urn) for join in found]
    assert len({old for old, _ in pairs}) == len({new for _, new in pairs}) == len(pairs)

    school = groups(range(100_000, 100_013), found)
    for group in school.values():
        assert len(group) == 1 + sum(old in group for old, _ in pairs)  # a line and no circle
    for each in decisions:
        is_one = school[each.old_urn] == school[each.new_urn]
        assert is_one == each.is_one_school


@given(links=some_links, conversions=some_conversions)
@quick
def test_without_decisions_nothing_is_different(links, conversions):
    pairs = joined(links, [], conversions)
    found = joins(entries=[], links=links, conversions=conversions)
    assert [(join.old_urn, join.new_urn) for join in found] == pairs
    assert not any(join.is_decided for join in found)


def test_a_results_file_gives_way_as_links_do():
    assert joined(conversions=[Conversion(A, C)], decisions=[one(A, B)]) == [(A, B)]
