"""The narrow copy of published rows, held against a slow twin after every kind of change."""

from datetime import date

import pytest
from django.db.models import Q

from leadwell.lib.academic_year import exam_date
from leadwell.schools import catalogue, deciding, intake, standing_row
from leadwell.schools.models import Intake, Join, PublishedYear, RegisterEntry, SourceFile
from leadwell.schools.standing_row import Candidate
from tests.factories import NOON, make_administrator, make_school, publish
from tests.schools.register_files import academy, closed, row
from tests.schools.sources import makers
from tests.schools.sources.makers import school

SUMMER, WINTER = date(2024, 9, 1), date(2025, 2, 1)
FACTS = ("pupils", "fsm6", "sen", "age_7", "result")
NOTHING = dict.fromkeys(makers.WIDE_HEADER[17:], "NEW")


# Which of two rows stands


def candidate(urn, has_results=True, first_on=None, last_on=None):
    return Candidate(urn, urn, 2024, has_results, first_on, last_on)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (candidate(1, last_on=WINTER), candidate(2, has_results=False, first_on=WINTER)),
        (candidate(2, first_on=WINTER), candidate(1, last_on=WINTER)),
        (candidate(1, last_on=date(2025, 9, 1)), candidate(2, first_on=date(2025, 9, 1))),
        (candidate(1, first_on=WINTER), candidate(2, first_on=SUMMER)),
        (candidate(2), candidate(1)),
        (candidate(1), candidate(2, last_on=exam_date(2024))),
        (candidate(1, first_on=exam_date(2024)), candidate(2, first_on=date(2025, 9, 1))),
    ],
)
def test_of_two_rows_that_with_results_then_in_force_then_of_the_later_urn_stands(one, other):
    assert standing_row.chosen([one, other]) == standing_row.chosen([other, one]) == one


def test_nothing_cannot_stand():
    with pytest.raises(ValueError, match="empty"):
        standing_row.chosen([])


# The slow twin


def slowly():
    """Every row of a school, read and worked out one by one: facts, who stands, earlier mean."""
    held = {}
    for published in PublishedYear.objects.of_schools().order_by("academic_year"):
        held.setdefault((published.school_id, published.academic_year), []).append(published)
    found, results = {}, {}
    for (school_id, year), rows in held.items():
        best = standing_row.chosen(map(_candidate, rows)).row_id
        for published in rows:
            facts = _facts(published)
            stands = published.pk == best
            if stands and facts["result"] is not None:
                results.setdefault(school_id, []).append(facts["result"])
            found[published.pk] = (school_id, year, published.urn, stands,
                                   published.record_type == 1, *facts.values(),
                                   _mean(results.get(school_id)) if stands else None)  # fmt: skip
    return found


def _mean(results):
    return pytest.approx(sum(results[-3:]) / len(results[-3:])) if results else None


def _facts(published):
    def value(key):
        return published.values[catalogue.load().by_key[key].slot]

    plan = value("ehcp_pct")
    if value("statement_or_ehcp_pct") is not None:
        plan = value("statement_or_ehcp_pct")
    sen, support = value("sen_pct"), value("sen_support_pct")
    if sen is None and support is not None and plan is not None:
        sen = support + plan
    return {
        "pupils": value("n_on_roll") or None, "fsm6": value("disadvantaged_pct"), "sen": sen,
        "age_7": value("prior_attainment"), "result": value("rwm_expected"),
    }  # fmt: skip


def _candidate(published):
    entry = RegisterEntry.objects.get(urn=published.urn)
    came = Join.objects.filter(new_urn=entry.urn).first()
    went = Join.objects.filter(old_urn=entry.urn).first()
    return Candidate(
        published.pk, entry.urn, published.academic_year, published.has_results,
        entry.opened_on or (came and came.joined_on), entry.closed_on or (went and went.joined_on),
    )  # fmt: skip


def kept():
    """What is kept; earlier results only of rows that stand."""
    return {
        each.pk: (each.school_id, each.academic_year, each.urn, each.stands, each.is_mainstream,
                  *(getattr(each, name) for name in FACTS), each.earlier if each.stands else None)
        for each in Intake.objects.all()
    }  # fmt: skip


def assert_as_the_slow_twin():
    assert kept() == slowly()
    assert kept()


# After every load, and every change of who is one school


def three_years(load_results, **options):
    for year, percent in ((2015, 40), (2016, 50), (2017, 60)):
        load_results(
            school(900101, PTRWM_EXP=f"{percent}%"), school(900102, PTRWM_EXP=f"{percent + 5}%"),
            year=year, **options,
        )  # fmt: skip


def test_it_is_right_after_each_load_of_results(load_register, load_results):
    load_register(row(900101), row(900102))
    three_years(load_results)
    load_results(school(900101, PTRWM_EXP="70%"), school(900102, PTRWM_EXP="SUPP"), year=2018)
    assert_as_the_slow_twin()
    of_last = Intake.objects.filter(academic_year=2018).order_by("urn")
    assert [each.earlier for each in of_last] == [60, 55]


def test_it_is_right_when_years_come_in_any_order(load_register, load_results):
    load_register(row(900101), row(900102))
    load_results(school(900101, PTRWM_EXP="70%"), school(900102), year=2018)
    three_years(load_results)
    assert_as_the_slow_twin()
    assert Intake.objects.get(academic_year=2018, urn=900101).earlier == 60


def test_it_is_right_when_an_earlier_year_is_published_anew(load_register, load_results):
    load_register(row(900101), row(900102))
    three_years(load_results, status="provisional")
    load_results(school(900101, PTRWM_EXP="20%"), school(900102), year=2015, status="final")
    assert_as_the_slow_twin()
    assert Intake.objects.get(academic_year=2017, urn=900101).earlier == pytest.approx(130 / 3)


def test_it_is_right_when_a_link_joins_two_urns_and_the_register_parts_them(
    load_register, load_links, load_results
):
    load_register(closed(900101, "31-10-2017"), academy(900201, number="2101"), row(900102))
    three_years(load_results)
    load_results(school(900101), school(900201, **NOTHING), school(900102), year=2017,
                 status="final")  # fmt: skip
    assert Intake.objects.filter(stands=False).count() == 0
    load_links((900101, 900201, "Successor"))
    assert_as_the_slow_twin()
    assert list(Intake.objects.filter(stands=False).values_list("urn", flat=True)) == [900201]


def test_it_is_right_when_the_register_says_anew_since_when_a_urn_is_in_force(
    load_register, load_links, load_results
):
    load_register(closed(900101, "31-10-2017"), academy(900201, number="2101"))
    load_links((900101, 900201, "Successor"))
    load_results(school(900101), school(900201), year=2017)
    assert Intake.objects.get(stands=False).urn == 900101
    load_register(closed(900101, "31-08-2018"), academy(900201, number="2101", opened="01-09-2018"))
    assert_as_the_slow_twin()
    assert Intake.objects.get(stands=False).urn == 900201


def test_it_is_right_after_a_decision_and_after_it_is_taken_back(load_register, load_results):
    load_register(row(900101), row(900102))
    three_years(load_results)
    somebody = make_administrator()
    with deciding.alone():
        decision = deciding.decide(
            old_urn=900101, new_urn=900102, is_one_school=True, reason="The same building.",
            by=somebody, at=NOON,
        )  # fmt: skip
    assert Intake.objects.filter(stands=False).count() == 3
    assert_as_the_slow_twin()
    with deciding.alone():
        deciding.take_back(decision=decision, reason="It is not.", by=somebody, at=NOON)
    assert Intake.objects.filter(stands=False).count() == 0
    assert_as_the_slow_twin()


def test_a_dry_run_leaves_it_as_it_was(load_register, load_results):
    load_register(row(900101), row(900102))
    three_years(load_results)
    before = kept()
    load_results(school(900101, PTRWM_EXP="9%"), school(900102), year=2017, status="final",
                 dry_run=True)  # fmt: skip
    assert kept() == before
    assert SourceFile.objects.filter(kind="results").count() == 3


@pytest.mark.django_db
def test_a_row_that_is_there_no_more_is_forgotten():
    one, other = make_school(), make_school()
    publish(one, 2024, rwm_expected=60)
    gone = publish(other, 2024, rwm_expected=70)
    PublishedYear.objects.filter(Q(pk=gone.pk))._raw_delete("default")
    intake.refresh([2024])
    assert_as_the_slow_twin()
