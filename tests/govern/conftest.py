from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from leadwell.deliver.models import QualityCheck
from leadwell.deliver.notes import actions as notes
from leadwell.people.models import Role
from leadwell.programmes.models import ActiveIngredient, Strand
from leadwell.schools.models import HalfTerm
from tests.factories import (
    holder_of,
    make_enrolment,
    make_note,
    make_programme,
    make_report,
    make_role,
    make_school,
    make_visit,
)


@pytest.fixture
def enrolment(db):
    return make_enrolment(
        school=make_school(name="Tansy Hill"),
        programme=make_programme(name="Number Sense", starts_on=date(2026, 1, 5)),
        joined_on=date(2026, 1, 5),
    )


@pytest.fixture
def specialist(enrolment):
    return make_role(Role.SPECIALIST, enrolment=enrolment).person


@pytest.fixture
def head(enrolment):
    return holder_of(Role.HEADTEACHER, school=enrolment.school)


@pytest.fixture
def subject_leader(enrolment):
    return holder_of(Role.SUBJECT_LEADER, school=enrolment.school)


@pytest.fixture
def governor(enrolment):
    return holder_of(Role.GOVERNOR, school=enrolment.school)


@pytest.fixture
def hub_lead(enrolment):
    return holder_of(Role.HUB_LEAD, hub=enrolment.hub)


@pytest.fixture
def report(enrolment):
    """Of a term that is not over, whenever this is read."""
    soon = timezone.localdate() + timedelta(days=26)
    return make_report(enrolment=enrolment, term_ends_on=max(date(2026, 12, 18), soon))


@pytest.fixture
def ingredients(enrolment):
    strand = Strand.objects.create(programme=enrolment.programme, name="Talk for learning")
    return [
        ActiveIngredient.objects.create(strand=strand, text=text, indicator="It is heard")
        for text in ("Read aloud every day", "Pupils explain")
    ]


@pytest.fixture
def terms(enrolment):
    """Tansy Hill's own autumn, from 2 September to 18 December."""
    for number, (first, last) in enumerate(
        ((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))
    ):
        HalfTerm.objects.create(
            school=enrolment.school, academic_year=2026, term="autumn", number=number + 1,
            starts_on=first, ends_on=last,
        )  # fmt: skip


@pytest.fixture
def released(enrolment, specialist, head, hub_lead):
    """Makes a note of visit and releases it."""

    def make(on=date(2026, 11, 10), *, days="0.50", is_released=True, signing="", **content):
        at = datetime.combine(on, time(12), tzinfo=UTC)
        visit = make_visit(enrolment=enrolment, specialist=specialist, on=on, days=days)
        note = make_note(visit, at=at, **content)
        if is_released:
            notes.sign_note(
                note=note,
                version=note.shown,
                authenticated_at=at,
                by=head,
                at=at,
                comment=signing,
                sees_differently=signing,
            )
            notes.release_note(note=note, ticks=QualityCheck.Tick.values, by=hub_lead, at=at)
        return note

    return make
