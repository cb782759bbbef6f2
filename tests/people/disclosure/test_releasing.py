"""Figures leave by one door, which remembers what it has let out."""

import re
from pathlib import Path
from threading import Event as Bell
from threading import Thread

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from leadwell.accounts.models import User
from leadwell.audit.models import Event
from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.evidence.disclosure.register import FiguresMoved, Register
from leadwell.evidence.disclosure.release import release as engine
from leadwell.evidence.disclosure.table import Kind, Row, Table, Tally
from leadwell.people.disclosure import register, releasing
from leadwell.people.models import CountedAtom, FigureRelease, ReleasedSet, Threshold
from tests.factories import NOON, make_user

HOUSE = Path(releasing.__file__).resolve().parents[2]
FEW, MANY = "Larkmere, year 6, end, disadvantaged", "Larkmere, year 6, end, others"
PUPILS = {FEW: Tally(5, {"expected": 2}), MANY: Tally(25, {"expected": 19})}
ALL = Table(PUPILS, (Row("all", frozenset(PUPILS), Kind.COHORT),), outcomes=("expected",))
OTHERS = Table({MANY: PUPILS[MANY]}, (Row("others", frozenset({MANY}), Kind.GROUP),))


@pytest.fixture
def by(db) -> User:
    return make_user()


def released(table: Table, by: User, tier: Tier = Tier.PROGRAMME, **more):
    return releasing.release(table, tier=tier, what="Reading", by=by, at=NOON, **more)


def test_what_was_shown_before_hides_what_would_give_a_small_number_away(by):
    assert released(ALL, by).cell("all").text == "30"
    assert released(OTHERS, by).cell("others").is_hidden


def test_alone_the_second_table_would_have_been_shown(by):
    assert released(OTHERS, by).cell("others").text == "25"
    assert released(ALL, by).cell("all").is_hidden


def test_what_is_hidden_stays_hidden_and_what_is_shown_stays_shown(by):
    released(ALL, by)
    released(OTHERS, by)
    kept = ReleasedSet.objects.count()
    for _ in range(2):
        assert released(ALL, by).cell("all").text == "30"
        assert released(OTHERS, by).cell("others").is_hidden
    assert ReleasedSet.objects.count() == kept
    assert FigureRelease.objects.count() == 2


def test_who_released_what_to_whom_is_written_down(by):
    released(ALL, by, Tier.PUBLIC)
    made = FigureRelease.objects.get()
    assert (made.what, made.tier, made.fewest, made.released_by) == ("Reading", "public", 6, by)
    assert Event.objects.get(verb="released figures").detail == {
        "tier": "public", "cells": 2, "hidden": 0,
    }  # fmt: skip


def test_a_schools_own_figures_are_neither_hidden_nor_registered(by):
    assert released(ALL, by, Tier.SCHOOL).cell("all", "expected").fraction == "21 of 30"
    assert not FigureRelease.objects.exists()


def test_figures_that_have_moved_are_refused_and_nothing_is_kept(by):
    released(ALL, by)
    moved = Table({**PUPILS, FEW: Tally(4, {"expected": 2})}, ALL.rows, outcomes=ALL.outcomes)
    with pytest.raises(FiguresMoved, match="5 pupils, now 4"):
        released(moved, by)
    assert FigureRelease.objects.count() == 1


def test_a_second_outcome_of_the_same_pupils_is_added_to_what_is_known(by):
    released(ALL, by)
    both = {atom: Tally(each.n, {**each.met, "higher": 1}) for atom, each in PUPILS.items()}
    released(Table(both, ALL.rows, outcomes=("expected", "higher")), by)
    layers = CountedAtom.objects.filter(atom=MANY).order_by("pk").values_list("layer", "n")
    assert list(layers) == [("", 25), ("expected", 19), ("higher", 1)]


def test_the_database_gives_back_the_register_the_engine_made(by):
    """Step by step, through tables that overlap: as one kept in memory."""
    memory = Register()
    for number in range(4):
        atoms = [f"school {number + n}, year 6" for n in range(3)]
        tallies = {atom: Tally(20 + int(atom[7]), {"met": 9}) for atom in atoms}
        rows = (*(Row(atom, frozenset({atom}), Kind.COHORT) for atom in atoms[:2]),
                Row("all", frozenset(atoms), Kind.SET))  # fmt: skip
        table = Table(tallies, rows, outcomes=("met",))
        tier = (Tier.PROGRAMME, Tier.PUBLIC)[number % 2]
        by_engine = engine(table, tier=tier, register=memory, policy=Policy())
        assert released(table, by, tier).cells == by_engine.cells
        memory = by_engine.register
    kept = register.about({"school 0, year 6"})
    assert kept.as_data() == memory.about({"school 0, year 6"}).as_data()


def test_only_what_can_be_added_up_with_it_is_read(by):
    released(ALL, by)
    far = Table({"far": Tally(9)}, (Row("far", frozenset({"far"}), Kind.COHORT),))
    released(far, by)
    assert set(register.about({"far"}).tallies) == {"far"}


def test_the_threshold_in_force_is_asked(by):
    Threshold.objects.create(fewest=10, reason="Our small schools asked for it.", set_at=NOON,
                             set_by=by)  # fmt: skip
    eight = Table({"eight": Tally(8)}, (Row("eight", frozenset({"eight"}), Kind.COHORT),))
    cell = released(eight, by).cell("eight")
    assert (cell.text, "fewer than 10 pupils" in cell.why) == ("c", True)


@pytest.mark.parametrize(
    "table", ["people_countedatom", "people_releasedset", "people_figurerelease"]
)
@pytest.mark.parametrize("verb", ["update {} set id = id", "delete from {}"])
def test_what_was_shown_cannot_be_taken_back(by, table, verb):
    released(ALL, by)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb.format(table))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "shown", "tier": "programme", "low": 3},
        {"kind": "shown", "tier": "programme", "low": 3, "high": 2},
        {"kind": "shown", "tier": "school", "low": 3, "high": 3},
        {"kind": "itself", "tier": "programme", "low": 3, "high": 3},
        {"kind": "whole", "tier": "public"},
        {"kind": "too", "tier": "public", "atoms": []},
    ],
)
def test_the_database_keeps_no_line_of_the_register_that_makes_no_sense(by, fields):
    made = FigureRelease.objects.create(
        what="x", tier="public", fewest=6, released_at=NOON, released_by=by
    )
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        ReleasedSet.objects.create(**{"release": made, "atoms": ["a"]} | fields)


def test_nothing_but_the_door_and_the_gallery_calls_the_engine():
    calls = re.compile(r"disclosure import release\b|disclosure\.release import (?!Release\n)")
    found = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if calls.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"people/disclosure/releasing.py", "web/released/invented.py"}


@pytest.mark.django_db(transaction=True)
def test_two_releases_at_once_are_not_each_fine_alone_and_leak_together():
    """The second waits for the first to end, and is decided with it."""
    by = make_user()
    first_has_looked, seen = Bell(), {}

    def second():
        first_has_looked.wait(10)
        try:
            seen["others"] = released(OTHERS, by).cell("others").text
        finally:
            connection.close()

    thread = Thread(target=second)
    thread.start()
    with transaction.atomic():
        seen["all"] = released(ALL, by).cell("all").text
        first_has_looked.set()
        thread.join(0.5)
        assert thread.is_alive()
        assert "others" not in seen
    thread.join(10)
    assert seen == {"all": "30", "others": "c"}


@pytest.mark.django_db(transaction=True)
def test_what_is_out_already_is_shown_without_waiting():
    by = make_user()
    released(ALL, by)
    seen = {}

    def again():
        try:
            seen["all"] = released(ALL, by).cell("all").text
        finally:
            connection.close()

    thread = Thread(target=again)
    with transaction.atomic():
        releasing.one_at_a_time()
        thread.start()
        thread.join(10)
    assert seen == {"all": "30"}
