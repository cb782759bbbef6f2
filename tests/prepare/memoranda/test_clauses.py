"""The library of clauses: what is shipped, and what would be refused."""

from importlib.resources import files

import pytest

from leadwell.prepare.memoranda import clauses
from leadwell.prepare.memoranda.clauses import library, read
from leadwell.prepare.models.memorandum import ALWAYS, TO_CHOOSE
from leadwell.schools.sources.refusal import Refused

TEXT = files(clauses).joinpath("clauses.yaml").read_text(encoding="utf-8")


def test_seventeen_clauses_are_shipped_and_the_database_knows_which_are_always_there():
    found = library()
    assert list(found.clauses) == list(range(1, 18))
    assert found.always == ALWAYS
    assert [one.number for one in found.left_to_choose] == TO_CHOOSE
    assert found.clauses[7].promises == ("governors_report",)


def test_a_later_version_of_a_clause_is_the_one_that_is_used():
    later = TEXT + (
        "  - {number: 14, version: 2, title: Telling others, needed: by choice, "
        'says: ["{school} may be named."]}\n'
    )
    found = read(later.encode())
    assert found.clauses[14].version == 2
    assert len(found.every) == len(library().every) + 1


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        ("number: 17", "number: 16", "stands there twice in one version"),
        ("number: 17", "number: 18", "must be a whole number, 1 to 17"),
        ("{escalation}", "{boss}", "has a place that nobody fills in"),
        ('"{aims}"', '"Its aims: {aims}"', "it stands alone"),
        ("needed: by choice", "needed: perhaps", "must be one of"),
        ("promises: [governors_report]", "promises: []", "promises the report to governors"),
        (
            "Governors hear of it, in writing, every term\n    needed: always",
            "Governors hear of it, in writing, every term\n    needed: by choice",
            "cannot be left to choose",
        ),
        ("Money\n", "Money\n    colour: red\n", "is not known"),
        ("since: 2", "since: 99", "is newer than the library"),
    ],
)
def test_a_library_that_cannot_be_right_is_refused_whole(was, now, why):
    damaged = TEXT.replace(was, now, 1)
    assert damaged != TEXT
    with pytest.raises(Refused) as refused:
        read(damaged.encode())
    assert any(why in problem.reason for problem in refused.value.problems)


def test_what_was_sent_with_an_earlier_library_keeps_the_clauses_of_that_one():
    first = library().of(1)
    assert {one.version for one in first.values()} == {1}
    assert first[10].says != library().clauses[10].says
    assert library().of(library().version) == library().clauses


def test_what_is_filled_in_is_not_filled_in_again():
    assert clauses.filled("{school} and {lead}", {"school": "{lead}", "lead": "Us"}) == (
        "{lead} and Us"
    )
