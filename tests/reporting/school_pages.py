"""What the tests of a school's page share: a reader, addresses, results of one school."""

from html import unescape

from django.urls import reverse

from leadwell.schools.models import Join, RegisterEntry, School
from tests.factories import publish

ATTRIBUTION = "Open Government Licence v3.0"
YEAR_6 = {"eligible_pupils": 34, "n_on_roll": 210}


def page_url(school, **query):
    return reverse("reporting:school", args=[school.urn], query=query)


def csv_url(school):
    return reverse("reporting:school-csv", args=[school.urn])


def published(school, **by_year):
    """A row a year, y2024=69: that per cent of 34 pupils at the expected standard."""
    for name, value in by_year.items():
        publish(school, int(name[1:]), **YEAR_6, rwm_expected=value)


def england(academic_year, value):
    publish(None, academic_year, record_type=5, rwm_expected=value)


def becomes(school, urn, *, on, kind):
    """The school goes on under another URN, from a day."""
    new = RegisterEntry.objects.create(
        urn=urn, school=school, born_as=School.objects.create(urn=urn, continued_by=school),
        name=f"{school.name} Academy", la_code=school.local_authority_id, opened_on=on,
    )  # fmt: skip
    Join.objects.create(
        old_urn=school.urn, new_urn=urn, kind=kind, joined_on=on,
        evidence=[f"The register lists {urn} as the successor of {school.urn}."],
    )  # fmt: skip
    RegisterEntry.objects.filter(urn=school.urn).update(closed_on=on)
    School.objects.filter(pk=school.pk).update(urn=urn)
    school.refresh_from_db()
    return new


def text_of(response):
    """The words of a page, with single spaces."""
    return " ".join(unescape(response.text).split())


# What every view is asked
