"""Reports are owed as rows made in advance: one a target school and term, on a day that stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from leadwell.govern import drafting, jobs, promising
from leadwell.govern.models import GovernorsReport, ReportState
from leadwell.lib.school_days import SchoolDays
from leadwell.programmes.models import Enrolment, Obligation, Programme
from leadwell.schools.models import HalfTerm
from tests.factories import NOON, make_enrolment, make_programme, make_school

pytestmark = pytest.mark.django_db

SEPTEMBER = datetime(2026, 9, 3, 12, tzinfo=UTC)


def terms_of(enrolment):
    return [
        (one.academic_year, one.term) for one in GovernorsReport.objects.filter(enrolment=enrolment)
    ]


def test_a_target_school_owes_one_for_each_term_of_the_programme(enrolment):
    assert promising.promise_reports(at=SEPTEMBER) == 6
    assert terms_of(enrolment) == [
        (2026, "autumn"), (2026, "spring"), (2026, "summer"),
        (2027, "autumn"), (2027, "spring"), (2027, "summer"),
    ]  # fmt: skip
    assert enrolment.obligations.filter(kind="governors_report", met_on=None).count() == 6
    first = enrolment.obligations.order_by("due_on").first()
    assert first.detail == "Autumn term 2026/27"


def test_made_again_nothing_is_there_twice(enrolment, django_assert_max_num_queries):
    promising.promise_reports(at=SEPTEMBER)
    with django_assert_max_num_queries(8):
        assert promising.promise_reports(at=NOON) == 0
    assert Obligation.objects.count() == 6


def test_the_day_is_fifteen_school_days_before_the_last_of_the_schools_own_term(enrolment, terms):
    promising.promise_reports(at=SEPTEMBER)
    report = GovernorsReport.objects.get(academic_year=2026, term="autumn")
    assert (report.term_starts_on, report.term_ends_on) == (date(2026, 9, 2), date(2026, 12, 18))
    assert report.obligation.due_on == date(2026, 11, 27)
    assert report.drafts_on == date(2026, 11, 6)


def test_term_dates_loaded_later_do_not_move_what_is_owed(enrolment):
    promising.promise_reports(at=SEPTEMBER)
    before = list(Obligation.objects.values_list("due_on", flat=True))
    HalfTerm.objects.create(
        school=enrolment.school, academic_year=2026, term="autumn", number=1,
        starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 4),
    )  # fmt: skip
    assert promising.promise_reports(at=NOON) == 0
    assert list(Obligation.objects.values_list("due_on", flat=True)) == before


def test_a_partner_school_owes_them_too_for_it_signs_the_same_clause(enrolment):
    partner = make_enrolment(programme=enrolment.programme, part=Enrolment.Part.PARTNER)
    promising.promise_reports(at=SEPTEMBER)
    assert terms_of(partner) == terms_of(enrolment)


def test_schools_that_left_and_programmes_that_stopped_owe_none(enrolment):
    make_enrolment(programme=enrolment.programme, left_on=date(2026, 9, 2), why_left="funding")
    stopped = make_programme(state=Programme.State.STOPPED, state_because="No money")
    make_enrolment(programme=stopped)
    promising.promise_reports(at=SEPTEMBER)
    assert {one.enrolment for one in GovernorsReport.objects.all()} == {enrolment}


def test_a_school_that_joins_after_the_day_owes_none_for_that_term(enrolment):
    late = make_enrolment(programme=enrolment.programme, joined_on=date(2026, 12, 1))
    promising.promise_reports(at=datetime(2026, 12, 2, 12, tzinfo=UTC))
    assert terms_of(late)[0] == (2026, "spring")


def test_a_meeting_brings_the_day_forward_and_never_puts_it_off():
    weekdays, end = SchoolDays(), date(2026, 12, 18)
    usual = promising.due_day(end, None, weekdays)
    assert usual == date(2026, 11, 27)
    assert promising.due_day(end, date(2026, 11, 27), weekdays) == date(2026, 11, 6)
    assert promising.due_day(end, date(2027, 1, 20), weekdays) == usual


def test_of_a_school_that_leaves_nothing_is_wanted_any_more(enrolment):
    promising.promise_reports(at=SEPTEMBER)
    Enrolment.objects.filter(pk=enrolment.pk).update(left_on=date(2026, 11, 10), why_left="funding")
    assert promising.skip_of_left(at=NOON) == 6
    assert promising.skip_of_left(at=NOON) == 0
    assert not GovernorsReport.objects.wanted().exists()
    assert set(Obligation.objects.values_list("skipped_because", flat=True)) == {
        "The school has left the programme"
    }


def test_the_worker_drafts_what_has_come_and_does_so_once(report):
    assert drafting.draft_due(at=datetime(2026, 11, 5, 12, tzinfo=UTC)) == 0
    assert drafting.draft_due(at=NOON) == 1
    assert drafting.draft_due(at=NOON + timedelta(days=1)) == 0
    report.refresh_from_db()
    assert report.state == ReportState.DRAFTED
    assert report.words.count() == 8


def test_the_nightly_jobs_do_both(enrolment):
    jobs.promise_reports(0)
    jobs.draft_reports(0)
    assert GovernorsReport.objects.filter(enrolment=enrolment).exists()


def test_a_hundred_schools_are_asked_about_together(enrolment, django_assert_max_num_queries):
    for _ in range(20):
        make_enrolment(programme=enrolment.programme, school=make_school())
    promising.promise_reports(at=SEPTEMBER)
    # A savepoint for each school, and no question.
    with django_assert_max_num_queries(8 + 2 * 21):
        promising.promise_reports(at=NOON)
