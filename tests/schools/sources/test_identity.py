import csv
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.schools.sources import gias_links, gias_register
from leadwell.schools.sources.gias_links import Link
from leadwell.schools.sources.identity import (
    Conversion,
    EntryFacts,
    Join,
    JoinKind,
    groups,
    joins,
)
from tests.schools.sources.damage import quick

OLD, NEW, OTHER = 100001, 140001, 140002
SEPTEMBER = date(2018, 9, 1)


def link(urn, link_urn, link_type, on=None):
    return Link(urn, link_urn, "Alder Primary School", link_type, on)


def successor(old, new, note="", on=None):
    return link(old, new, f"Successor{note}", on)


def predecessor(new, old, note=""):
    return link(new, old, f"Predecessor{note}")


def joined(*, entries=(), links=(), conversions=()):
    found = joins(entries=entries, links=links, conversions=conversions)
    return [(join.old_urn, join.new_urn) for join in found]


@pytest.mark.parametrize(
    "links",
    [
        [successor(OLD, NEW)],
        [predecessor(NEW, OLD)],
        [successor(OLD, NEW), predecessor(NEW, OLD)],
        [link(OLD, NEW, "SUCCESSOR")],
    ],
)
def test_one_entry_that_followed_one_other_is_the_same_school_from_whichever_side(links):
    assert joined(links=links) == [(OLD, NEW)]


@pytest.mark.parametrize(
    "links",
    [
        [successor(OLD, NEW, " - merged")],
        [successor(OLD, NEW, " - amalgamated")],
        [successor(OLD, NEW, " - Split School")],
        [successor(OLD, NEW), predecessor(NEW, OLD, " - merged")],
        [link(OLD, NEW, "Result of Amalgamation")],
        [link(OLD, NEW, "Sixth Form Centre Link")],
        [link(OLD, NEW, "Parent")],
        [link(OLD, NEW, "Other")],
        [successor(OLD, OLD)],
    ],
)
def test_mergers_splits_and_sixth_forms_join_nothing(links):
    assert joined(links=links) == []


@pytest.mark.parametrize(
    "entry",
    [
        EntryFacts(OLD, reason_closed="Result of Amalgamation/Merger"),
        EntryFacts(NEW, reason_opened="Result of Amalgamation"),
        EntryFacts(NEW, reason_opened="Split school"),
    ],
)
def test_a_merger_the_register_gives_as_the_reason_joins_nothing(entry):
    assert joined(entries=[entry], links=[successor(OLD, NEW)]) == []


def test_a_school_with_two_successors_is_joined_to_neither():
    assert joined(links=[successor(OLD, NEW), successor(OLD, OTHER)]) == []


def test_two_schools_with_one_successor_are_joined_to_nothing():
    assert joined(links=[successor(OLD, NEW), predecessor(NEW, 100002)]) == []


def test_results_that_confirm_one_of_two_successors_settle_it():
    links = [successor(OLD, NEW), successor(OLD, OTHER)]
    assert joined(links=links, conversions=[Conversion(OLD, NEW)]) == [(OLD, NEW)]


def test_results_that_confirm_one_of_two_predecessors_settle_it():
    links = [successor(OLD, NEW), successor(100002, NEW)]
    assert joined(links=links, conversions=[Conversion(100002, NEW)]) == [(100002, NEW)]


def test_results_that_confirm_both_of_two_settle_nothing():
    links = [successor(OLD, NEW), successor(100002, NEW)]
    assert joined(links=links, conversions=[Conversion(OLD, NEW), Conversion(100002, NEW)]) == []


def test_results_alone_join_a_converter_the_links_do_not_know_yet():
    found = joins(entries=[], links=[], conversions=[Conversion(OLD, NEW, SEPTEMBER)])
    assert found == [
        Join(
            OLD,
            NEW,
            JoinKind.OTHER,
            SEPTEMBER,
            (f"Published results say that {OLD} became {NEW}.",),
        )
    ]


def test_links_that_run_in_a_circle_join_nothing():
    assert joined(links=[successor(OLD, NEW), successor(NEW, OLD)]) == []
    ring = [successor(OLD, NEW), successor(NEW, OTHER), successor(OTHER, OLD)]
    assert joined(links=ring) == []


def test_the_same_laestab_under_two_urns_is_no_join():
    entries = [
        EntryFacts(OLD, closed_on=date(2018, 8, 31), laestab=9012004),
        EntryFacts(NEW, opened_on=SEPTEMBER, laestab=9022004, previous_laestab=9012004),
    ]
    assert joined(entries=entries) == []


@pytest.mark.parametrize(
    ("type_of_establishment", "reason_opened", "kind"),
    [
        ("Academy converter", "Academy Converter", JoinKind.CONVERTER),
        ("Academy special converter", "", JoinKind.CONVERTER),
        ("Academy sponsor led", "New Provision", JoinKind.SPONSOR_LED),
        ("Academy alternative provision sponsor led", "", JoinKind.SPONSOR_LED),
        ("", "Academy Converter", JoinKind.CONVERTER),
        ("Voluntary aided school", "Change Religious Character", JoinKind.OTHER),
    ],
)
def test_a_join_says_how_the_new_entry_came_about(type_of_establishment, reason_opened, kind):
    entry = EntryFacts(NEW, type_of_establishment, reason_opened)
    [join] = joins(entries=[entry], links=[successor(OLD, NEW)], conversions=[])
    assert join.kind is kind


def test_a_join_carries_all_its_evidence():
    entries = [EntryFacts(OLD, laestab=9012004), EntryFacts(NEW, laestab=9012004)]
    links = [successor(OLD, NEW), predecessor(NEW, OLD)]
    [join] = joins(entries=entries, links=links, conversions=[Conversion(OLD, NEW)])
    assert join.evidence == (
        "The register lists 140001 as the successor of 100001.",
        "The register lists 100001 as the predecessor of 140001.",
        "Published results say that 100001 became 140001.",
        "Both had the LAESTAB 9012004.",
    )


def test_a_join_is_dated_by_the_best_source_there_is():
    def dated(entries=(), conversions=()):
        links = [successor(OLD, NEW, on=date(2018, 7, 3))]
        [join] = joins(entries=entries, links=links, conversions=conversions)
        return join.on

    conversions = [Conversion(OLD, NEW, date(2018, 7, 2))]
    assert dated([EntryFacts(NEW, opened_on=SEPTEMBER)], conversions) == SEPTEMBER
    assert dated(conversions=conversions) == date(2018, 7, 2)
    assert dated() == date(2018, 7, 3)


def test_a_chain_of_three_is_one_school_and_a_stranger_is_another():
    found = joins(entries=[], links=[successor(OLD, NEW), successor(NEW, OTHER)], conversions=[])
    schools = groups([OLD, 100009], found)
    assert schools[OLD] == schools[NEW] == schools[OTHER] == {OLD, NEW, OTHER}
    assert schools[100009] == {100009}


def test_leaving_out_one_kind_of_join_cuts_the_history_there():
    entries = [EntryFacts(NEW, "Academy sponsor led")]
    found = joins(
        entries=entries, links=[successor(OLD, NEW), successor(NEW, OTHER)], conversions=[]
    )
    kept = [join for join in found if join.kind is not JoinKind.SPONSOR_LED]
    assert groups([OLD], kept) == {OLD: {OLD}, NEW: {NEW, OTHER}, OTHER: {NEW, OTHER}}


urns = st.integers(100_000, 100_012)
some_links = st.lists(
    st.builds(
        link, urns, urns, st.sampled_from(["Successor", "Predecessor", "Successor - merged"])
    ),
    max_size=14,
)
some_conversions = st.lists(st.builds(Conversion, urns, urns), max_size=4)


@given(links=some_links, conversions=some_conversions, shuffle=st.randoms())
@quick
def test_whatever_the_links_each_school_is_a_line_and_order_does_not_matter(
    links, conversions, shuffle
):
    pairs = joined(links=links, conversions=conversions)
    assert len({old for old, _ in pairs}) == len({new for _, new in pairs}) == len(pairs)
    shuffled = links[:]
    shuffle.shuffle(shuffled)
    assert joined(links=shuffled, conversions=conversions) == pairs


@given(links=some_links, conversions=some_conversions)
@quick
def test_groups_agree_with_walking_the_joins(links, conversions):
    found = joins(entries=[], links=links, conversions=conversions)
    schools = groups([100_000, 100_001], found)
    for urn, group in schools.items():
        assert group == reached_from(urn, found)


def reached_from(urn, found):
    """The slow way: keep adding neighbours until there are no more."""
    seen = {urn}
    while True:
        more = {j.old_urn for j in found if j.new_urn in seen}
        more |= {j.new_urn for j in found if j.old_urn in seen}
        if more <= seen:
            return seen
        seen |= more


def real_conversions(folder):
    for path in sorted((folder / "ks2").glob("*-ks2.csv")):
        with path.open(encoding="utf-8-sig", newline="") as source:
            for row in csv.DictReader(source):
                if (row["URN_AC"] or "").strip() not in ("", "0"):
                    opened_on = datetime.strptime(row["OPEN_AC"], "%Y%m%d").date()
                    yield Conversion(int(row["URN"]), int(row["URN_AC"]), opened_on)


def test_real_conversions_all_join_and_agree_with_the_real_links(shared_data, tmp_path):
    gias = shared_data / "gias"
    register = gias_register.read(gias / "gias_search_surrey_20220420.csv", scratch=tmp_path)
    links = gias_links.read(gias / "links_edubasealldata_20191225.csv", scratch=tmp_path).links
    entries = [
        EntryFacts(
            entry.urn,
            entry.type_of_establishment,
            entry.reason_opened,
            entry.opened_on,
            entry.closed_on,
            entry.laestab,
            entry.previous_laestab,
            entry.reason_closed,
        )
        for entry in register.entries
    ]
    conversions = list(real_conversions(shared_data))

    by_links = set(joined(entries=entries, links=links))
    by_both = joins(entries=entries, links=links, conversions=conversions)

    pairs = {(join.old_urn, join.new_urn): join for join in by_both}
    assert by_links <= pairs.keys()
    assert {(c.old_urn, c.new_urn) for c in conversions} <= pairs.keys()
    kinds = [join.kind for join in by_both]
    assert (kinds.count(JoinKind.CONVERTER), kinds.count(JoinKind.SPONSOR_LED)) == (95, 24)
    first = pairs[124935, 145543]
    assert replace(first, evidence=()) == Join(
        124935, 145543, JoinKind.CONVERTER, date(2018, 8, 1), ()
    )
