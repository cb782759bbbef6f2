"""When other projects make a school's taking part the board's to allow."""

from datetime import date

import pytest

from leadwell.explore.models.overload import Clash
from leadwell.explore.radar.clash import SAID, Project, clash
from leadwell.explore.radar.limits import limits

NOW, END = date(2026, 11, 20), date(2027, 8, 31)
YEAR = date(2026, 9, 1), date(2027, 7, 21)


def project(subject="Reading", span=YEAR, is_paid_from_outside=True):
    return Project(subject, *span, is_paid_from_outside)


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ([], Clash.NONE),
        ([project()], Clash.NONE),
        ([project("Mathematics")], Clash.SAME_SUBJECT),
        ([project("maths")], Clash.SAME_SUBJECT),
        ([project("  Number ")], Clash.SAME_SUBJECT),
        ([project("Mathematics", is_paid_from_outside=False)], Clash.NONE),
        ([project("Reading"), project("Leadership")], Clash.TWO_OTHERS),
        ([project("Reading"), project("Mathematics")], Clash.SAME_SUBJECT),
        ([project("Reading"), project("Music", is_paid_from_outside=False)], Clash.NONE),
        # Over before now, or not before the next school year.
        ([project("Mathematics", (date(2026, 9, 1), date(2026, 11, 19)))], Clash.NONE),
        ([project("Mathematics", (date(2027, 9, 1), date(2028, 7, 21)))], Clash.NONE),
        # Its last day is today; planned for the summer.
        ([project("Mathematics", (date(2026, 9, 1), NOW))], Clash.SAME_SUBJECT),
        ([project("Mathematics", (date(2027, 6, 1), date(2027, 7, 1)))], Clash.SAME_SUBJECT),
    ],
)
def test_another_in_the_subject_or_two_in_any_are_for_the_board(others, found):
    assert clash("Mathematics", others, first=NOW, last=END, limits=limits()) == found


def test_every_answer_has_its_sentence():
    assert set(SAID) == set(Clash)
