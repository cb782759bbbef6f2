"""Governors' reports of the demonstration: enough to look at each state, made by the actions."""

from collections.abc import Iterator

import pytest

from leadwell.demo import fixture, reports
from leadwell.demo.fixture import Scale
from leadwell.demo.terms import Terms
from leadwell.govern.models import GovernorsReport, ReportQuestion, ReportState
from leadwell.programmes.models import Enrolment, Programme
from tests.demo.conftest import SEED, TODAY
from tests.demo.peopled import undone


@pytest.fixture(scope="module")
def made(country) -> Iterator[None]:
    with undone():
        fixture.make(seed=SEED, today=TODAY, scale=Scale.TRUST)
        assert GovernorsReport.objects.filter(paper__isnull=False).count() == 3
        yield


def test_there_is_one_to_look_at_of_each_state(made):
    found = set(GovernorsReport.objects.values_list("state", flat=True))
    assert {ReportState.DUE, ReportState.DRAFTED, ReportState.ISSUED, ReportState.RECEIVED} <= found
    assert ReportQuestion.objects.exclude(answer="").exists()
    assert ReportQuestion.objects.filter(answer="").exists()
    assert GovernorsReport.objects.late_on(TODAY).exists()


def test_partner_schools_owe_none(made):
    assert not GovernorsReport.objects.filter(enrolment__part=Enrolment.Part.PARTNER).exists()


def test_made_again_nothing_is_there_twice(made):
    n = GovernorsReport.objects.count()
    assert reports.make(Programme.objects.get(code="KS2M"), Terms(TODAY)) == 0
    assert GovernorsReport.objects.count() == n
