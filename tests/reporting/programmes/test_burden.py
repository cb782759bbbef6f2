"""How long forms take, as the page of the programme tells who shapes it: medians of whole months, of
so many people that nobody's own time can be read from them."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from statistics import median

import pytest

from leadwell.deliver.models import Note, NoteVersion
from leadwell.explore.models import ReviewView
from leadwell.people.models import Role
from leadwell.reporting.programmes.burden import burden
from tests.factories import NOON, holder_of, make_enrolment, make_note, make_programme, make_visit
from tests.owner import as_owner
from tests.reviewed import make_review

pytestmark = pytest.mark.django_db

OCTOBER = datetime(2026, 10, 14, 12, tzinfo=UTC)
ON = date(2026, 11, 20)


@pytest.fixture
def programme():
    return make_programme(code="NUMBERS", state="delivering")


def took(programme, *seconds, at=OCTOBER, author=None):
    """A note for each, each of a specialist and a school of its own unless one wrote them all."""
    for n, each in enumerate(seconds):
        visit = make_visit(
            enrolment=make_enrolment(programme=programme), on=NOON.date() - timedelta(days=n),
        )  # fmt: skip
        note = make_note(visit)
        with as_owner():  # the site never changes a version
            NoteVersion.objects.filter(pk=note.shown_id).update(shared_at=at, active_seconds=each)
            if author:
                Note.objects.filter(pk=note.pk).update(author=author)


def of_notes(programme, on=ON):
    return burden(programme, on=on).forms[0]


def test_it_is_the_middle_one_of_those_whose_time_is_known(programme):
    took(programme, 300, 540, 600, 660, 720, 1500, 0)
    found = of_notes(programme)
    assert (found.n, found.n_timed, found.n_people) == (7, 6, 6)
    assert found.minutes == median([300, 540, 600, 660, 720, 1500]) / 60 == 10.5
    assert (found.said, found.budget, found.is_over) == ("11 minutes", 15, False)
    assert found.population == (
        "Half of them took less, half more. 7 forms by 6 people; of 6 it is known how long they took."
    )


def test_of_fewer_than_six_people_nothing_is_told_however_many_notes_they_wrote(programme):
    took(programme, 600, 600, 600, 600)
    took(programme, *[600] * 5, author=NoteVersion.objects.latest("pk").note.author)
    found = of_notes(programme)
    assert (found.n, found.n_people, found.minutes, found.said) == (9, 4, None, "")
    assert found.population == "9 forms sent. Not shown: fewer than 6 people wrote them."


def test_months_are_whole_so_that_it_never_moves_with_one_note(programme):
    took(programme, *[600] * 6)
    before = of_notes(programme)
    took(programme, 6000, at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    took(programme, 6000, at=datetime(2025, 10, 31, 9, tzinfo=UTC))
    assert of_notes(programme) == before
    assert of_notes(programme, on=date(2026, 12, 1)).n == 7
    spans = burden(programme, on=ON)
    assert (spans.since, spans.until) == (date(2025, 11, 1), date(2026, 10, 31))


def test_another_programmes_notes_are_not_in_it(programme):
    took(make_programme(), *[600] * 6)
    assert of_notes(programme).population == "None was sent in these months."


def test_views_of_reviews_are_told_beside_them(programme):
    for n in range(3):
        review = make_review(enrolment=make_enrolment(programme=programme))
        for view in review.views.all():
            ReviewView.objects.filter(pk=view.pk).update(
                submitted_at=OCTOBER, active_seconds=60 * (45 + n)
            )
    found = burden(programme, on=ON).forms[1]
    assert (found.form, found.n, found.n_people) == ("View in a review", 6, 6)
    assert (found.minutes, found.is_over) == (46, True)


def test_who_shapes_the_programme_reads_it_and_nobody_else_does(client, programme):
    took(programme, *[1200] * 6)
    enrolment = programme.enrolments.first()
    for role, reads in (
        (Role.PROGRAMME_LEAD, True),
        (Role.PROJECT_MANAGER, True),
        (Role.STRATEGIC_BOARD_MEMBER, False),
    ):
        client.force_login(holder_of(role, programme=programme))
        page = said(client.get("/programmes/NUMBERS/"))
        assert ("How long forms take" in page) is reads
    client.force_login(holder_of(Role.HEADTEACHER, school=enrolment.school))
    assert "How long forms take" not in said(client.get("/programmes/NUMBERS/"))
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=programme))
    page = said(client.get("/programmes/NUMBERS/"))
    assert "Note of visit: 20 minutes , more than the 15 it should take" in page
    assert "6 forms by 6 people" in page
    names = NoteVersion.objects.values_list("note__author__name", flat=True)
    told = page.split("How long forms take")[1].split("View in a review")[0]
    assert not any(name in told for name in names)


def said(response):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.text)).replace("\xa0", " ").split())
