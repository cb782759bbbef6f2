"""What is published of a school stands beside its review, and stays as it stood when it was signed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.explore.choosing.need import of_kept
from leadwell.explore.models import Review, ReviewSignature
from leadwell.explore.reviewing.results import results_of
from tests.explore.reviewing.conftest import signed_in
from tests.factories import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(world):
    """Its results of two years, and England's."""
    school = world.enrolment.school
    for year, ours, england in ((2023, 62, 70), (2024, 58, 72)):
        publish(school, year, maths_expected=ours)
        publish(None, year, record_type=5, maths_expected=england)
    return school


def url(name, *args):
    return reverse(f"explore:{name}", args=args)


SAID = (
    "Reaching the expected standard in maths, 2024/25: 58%, England 72%. "
    "Down by 4 percentage points from 2023/24 to 2024/25."
)


def test_published_results_stand_beside_the_review_the_meeting_and_the_profile(world, school):
    review = world.met()
    for page in (review.get_absolute_url(), url("meeting", review.pk)):
        assert SAID in signed_in(world.leader).get(page).text
    agreed = world.agreed(world.open("primary-mathematics"))
    assert SAID in signed_in(world.leader).get(url("profile", agreed.pk)).text


def test_what_was_published_when_the_head_signed_stays(world, school):
    signed = world.signed(None)
    publish(school, 2025, maths_expected=40)
    results = results_of(signed)
    assert (results.latest[0], results.when) == (SAID, "As published when it was signed")
    page = signed_in(world.leader).get(signed.get_absolute_url()).text
    assert SAID in page
    assert "40%" not in page
    again = results_of(world.open("primary-mathematics"))
    assert "2025/26: 40%" in again.latest[0]


def test_where_nothing_is_published_nothing_is_said(world):
    signed = world.signed(None)
    assert ReviewSignature.objects.get().published == {}
    page = signed_in(world.leader).get(signed.get_absolute_url())
    assert "What is published" not in page.text


def test_what_is_loaded_after_the_signature_says_so(world):
    signed = world.signed(None)
    publish(world.enrolment.school, 2024, maths_expected=58)
    results = results_of(signed)
    assert results.latest == ("Reaching the expected standard in maths, 2024/25: 58%.",)
    assert results.when == "As published now; none were kept when it was signed"


def test_a_measure_the_catalogue_does_not_know_any_more_is_left_out():
    kept = [{"measure": "gone", "rows": [["2024/25", "58%"]], "trend": ""}]
    assert of_kept(kept, "A source").lines == ()


def test_a_signed_review_asks_once_for_results(world, school):
    world.signed(None)
    signed = Review.objects.at_hand().get()
    with CaptureQueriesContext(connection) as asked:
        results_of(signed)
    assert len(asked) == 1
