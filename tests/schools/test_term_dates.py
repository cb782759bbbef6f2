"""Term dates of a council or a school, from a file to the days a school is at work."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from leadwell.audit.models import Event
from leadwell.schools import actions, calendar
from leadwell.schools.models import HalfTerm
from leadwell.schools.sources.refusal import Refused
from tests.factories import NOON, make_area, make_school

pytestmark = pytest.mark.django_db

AUTUMN = """
name: {name}
terms:
  - name: autumn
    start: 2026-09-02
    end: 2026-12-18
    half_terms:
      - start: 2026-10-26
        end: 2026-10-30
"""


@pytest.fixture
def load(tmp_path):
    def _load(text: str = AUTUMN.format(name="Larkshire County Council"), **what):
        path = tmp_path / "terms.yaml"
        path.write_text(text, encoding="utf-8")
        return actions.import_terms(path=path, by="a test", at=NOON, **what)

    return _load


def test_a_councils_dates_are_those_of_its_schools(load):
    school = make_school()
    assert load()["n_new"] == 2
    days = calendar.school_days(school)
    assert days.spans == (
        (date(2026, 9, 2), date(2026, 10, 25)), (date(2026, 10, 31), date(2026, 12, 18)),
    )  # fmt: skip
    assert Event.objects.get().verb == "loaded term dates"


def test_a_schools_own_dates_go_before_its_councils(load):
    school, other = make_school(), make_school()
    load()
    load(AUTUMN.format(name="").replace("2026-09-02", "2026-09-07"), urn=school.urn)
    assert calendar.school_days(school).spans[0][0] == date(2026, 9, 7)
    assert calendar.school_days(other).spans[0][0] == date(2026, 9, 2)


def test_the_calendars_of_many_schools_are_one_question(load, django_assert_num_queries):
    known = make_school(local_authority=make_area())
    unknown = make_school(local_authority=make_area(991, "Quillmere"))
    load(AUTUMN.format(name="Larkshire"))
    with django_assert_num_queries(1):
        days = calendar.school_days_of([known, unknown])
    assert days[known.pk] == calendar.school_days(known)
    assert days[unknown.pk].spans == ()
    assert days[known.pk].spans


def test_a_school_of_which_nothing_is_known_has_weekdays():
    assert calendar.school_days(make_school()).is_assumed(date(2026, 11, 2))


def test_the_same_again_changes_nothing(load):
    make_area()
    load()
    again = load()
    assert (again["n_new"], again["n_same"], again["n_gone"]) == (0, 2, 0)
    assert "Nothing changes" in again["sentences"][0]


def test_other_dates_of_the_year_replace_those_held(load):
    make_area()
    load()
    load(AUTUMN.format(name="Larkshire").replace("2026-12-18", "2026-12-21"))
    assert HalfTerm.objects.order_by("ends_on").last().ends_on == date(2026, 12, 21)
    assert HalfTerm.objects.count() == 2


def test_a_dry_run_changes_nothing(load):
    make_area()
    assert load(dry_run=True)["n_new"] == 2
    assert not HalfTerm.objects.exists()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("terms:", "holidays:", "no term dates"),
        ("autumn", "winter", "none of autumn, spring and summer"),
        ("2026-12-18", "2026-08-18", "cannot be right"),
        ("2026-12-18", "2027-12-18", "too long"),
        ("start: 2026-10-26", "start: soon", "write a day"),
        ("2026-10-26", "2026-08-26", "not within the term"),
        ("name: Larkshire County Council", "name: [", "cannot be read"),
        ("Larkshire County Council", "Nowhere Council", "no local authority"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_whole(load, was, now, said):
    make_area()
    text = AUTUMN.format(name="Larkshire County Council").replace(was, now)
    with pytest.raises(Refused, match=said):
        load(text)
    assert not HalfTerm.objects.exists()


def test_two_half_terms_of_a_council_never_overlap_in_the_database():
    what = {
        "local_authority": make_area(), "academic_year": 2026, "term": "autumn",
        "starts_on": date(2026, 9, 1), "ends_on": date(2026, 10, 1),
    }  # fmt: skip
    HalfTerm.objects.create(number=1, **what)
    with pytest.raises(IntegrityError, match="one_half_term_at_a_time"), transaction.atomic():
        HalfTerm.objects.create(number=2, **what)


@pytest.mark.parametrize(
    ("file", "code", "n_days"),
    [("dorset", 838, 192), ("essex", 881, 195), ("hampshire", 850, 194), ("kent", 886, 195)],
)
def test_real_councils_have_about_a_hundred_and_ninety_five_days(shared_data, file, code, n_days):
    area = make_area(code, file.title())
    path = shared_data / "term_dates" / f"{file}.yaml"
    actions.import_terms(path=path, by="a test", at=NOON, area=area.pk)
    days = calendar.school_days(make_school(local_authority=area))
    assert 192 <= days.between(date(2025, 9, 1), date(2026, 8, 31)) <= 197


def test_terms_are_the_schools_own_else_the_councils_else_the_usual(db):
    area = make_area()
    own, other = make_school(local_authority=area), make_school(local_authority=area)
    for of, first, last in (
        ({"local_authority": area}, date(2026, 9, 3), date(2026, 10, 23)),
        ({"local_authority": area}, date(2026, 11, 2), date(2026, 12, 17)),
        ({"school": own}, date(2026, 9, 7), date(2026, 12, 11)),
    ):
        HalfTerm.objects.create(
            academic_year=2026, term="autumn", number=1, starts_on=first, ends_on=last, **of
        )
    found = calendar.terms_of([own, other], first=date(2026, 11, 1), last=date(2027, 9, 1))
    autumns = {pk: terms[0] for pk, terms in found.items()}
    assert (autumns[own.pk].starts_on, autumns[own.pk].ends_on) == (
        date(2026, 9, 7), date(2026, 12, 11),
    )  # fmt: skip
    assert (autumns[other.pk].starts_on, autumns[other.pk].ends_on) == (
        date(2026, 9, 3), date(2026, 12, 17),
    )  # fmt: skip
    assert [(one.academic_year, one.term, one.is_assumed) for one in found[other.pk]] == [
        (2026, "autumn", False), (2026, "spring", True), (2026, "summer", True),
        (2027, "autumn", True), (2027, "spring", True), (2027, "summer", True),
    ]  # fmt: skip
    assert found[other.pk][1].starts_on == date(2027, 1, 5)
