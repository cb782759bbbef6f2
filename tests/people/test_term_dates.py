"""Whose term dates a school is held to is said where days are counted, and it can give its own."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event
from leadwell.lib import academic_year as years
from leadwell.people.models import Role
from leadwell.people.running import actions
from leadwell.people.running.term_dates import HALVES
from leadwell.schools.calendar import school_days
from leadwell.schools.models import HalfTerm, LocalAuthority
from leadwell.schools.sources.term_dates import Part
from tests.factories import NOON, holder_of, make_enrolment, make_school, make_trust

pytestmark = pytest.mark.django_db
SAID = "is an academy and has not given its own"
SPANS = (
    ((9, 2), (10, 21)), ((11, 2), (12, 16)), ((1, 5), (2, 12)), ((2, 22), (3, 25)),
    ((4, 12), (5, 27)), ((6, 7), (7, 20)),
)  # fmt: skip


def days_of(year: int) -> list[tuple[date, date]]:
    return [tuple(date(year + (m < 9), m, d) for m, d in span) for span in SPANS]


@pytest.fixture
def year(db) -> int:
    return years.of(timezone.localdate())


@pytest.fixture
def enrolment(year):
    """At an academy whose council has dates of this year."""
    area = LocalAuthority.objects.create(code=846, name="Larkshire")
    school = make_school(name="Alder Bank", trust=make_trust(), local_authority=area)
    for (term, number), (first, last) in zip(HALVES, days_of(year), strict=True):
        HalfTerm.objects.create(
            local_authority=area, academic_year=year, term=term, number=number, starts_on=first,
            ends_on=last,
        )  # fmt: skip
    return make_enrolment(school=school)


@pytest.fixture
def head(enrolment):
    return holder_of(Role.HEADTEACHER, school=enrolment.school)


def url(enrolment) -> str:
    return reverse("people:term-dates", args=[enrolment.school.urn])


def posted(year: int, **changed: str) -> dict[str, str]:
    fields = {}
    for (term, number), (first, last) in zip(HALVES, days_of(year), strict=True):
        fields[f"{term}_{number}_first"] = first.isoformat()
        fields[f"{term}_{number}_last"] = last.isoformat()
    return fields | changed


def test_an_academy_reads_by_whose_dates_it_is_held_and_gives_its_own(
    client, enrolment, head, year
):
    client.force_login(head)
    pages = [
        reverse("people:enrolment", args=[enrolment.pk]),
        reverse("prepare:memorandum", args=[enrolment.pk]),
    ]
    assert SAID in client.get(pages[0]).text
    assert "term dates of Larkshire council" in client.get(pages[0]).text
    form = client.get(url(enrolment))
    assert f'value="{days_of(year)[0][0].isoformat()}"' in form.text, "the council’s stand there"
    own_first = date(year, 9, 6).isoformat()
    done = client.post(url(enrolment), posted(year, autumn_1_first=own_first), follow=True)
    assert f"Term dates of {years.label(year)} are kept" in done.text
    assert SAID not in client.get(pages[0]).text
    days = school_days(enrolment.school)
    assert not days.includes(date(year, 9, 3))
    assert HalfTerm.objects.filter(local_authority__code=846).count() == 6
    event = Event.objects.get(verb="said term dates")
    assert (event.actor, event.detail["n_new"]) == (head.email, 6)


def test_the_programme_gives_them_too_and_a_governor_is_told_who_does(client, enrolment, year):
    lead = holder_of(Role.PROGRAMME_LEAD, programme=enrolment.programme)
    client.force_login(lead)
    assert client.post(url(enrolment), posted(year)).status_code == 302
    governor = holder_of(Role.GOVERNOR, school=enrolment.school)
    client.force_login(governor)
    refused = client.get(url(enrolment))
    assert refused.status_code == 403
    assert "are given by its leaders, or by its hub or programme" in refused.text
    with pytest.raises(PermissionDenied, match="are given by its leaders"):
        actions.say_terms(school=enrolment.school, parts=(), by=governor, at=NOON)


def test_a_stranger_cannot_tell_that_it_is_there(client, enrolment):
    client.force_login(holder_of(Role.HEADTEACHER, school=make_school()))
    assert client.get(url(enrolment)).status_code == 404


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"autumn_1_last": ""}, "Give the day"),
        ({"autumn_2_first": "{year}-10-01"}, "This day comes after the one above it"),
        ({"summer_2_last": "2019-07-20"}, "This is no day of"),
    ],
)
def test_what_cannot_be_is_said_on_the_form_and_nothing_is_kept(
    client, enrolment, head, year, changed, why
):
    client.force_login(head)
    changed = {name: text.format(year=year) for name, text in changed.items()}
    assert why in client.post(url(enrolment), posted(year, **changed)).text
    assert not HalfTerm.objects.filter(school=enrolment.school).exists()


def test_another_year_than_this_and_the_next_is_not_there(client, enrolment, head, year):
    client.force_login(head)
    assert client.get(f"{url(enrolment)}?year={year + 1}").status_code == 200
    assert client.get(f"{url(enrolment)}?year={year + 2}").status_code == 404
    assert client.get(f"{url(enrolment)}?year=x").status_code == 404


def test_a_school_of_the_council_is_told_nothing_and_one_without_any_dates_is(
    client, enrolment, head
):
    client.force_login(head)
    page = reverse("people:enrolment", args=[enrolment.pk])
    enrolment.school.trust = None
    enrolment.school.save()
    assert "School days are counted" not in client.get(page).text
    HalfTerm.objects.all().delete()
    assert "school days are counted as weekdays" in client.get(page).text


def test_said_again_nothing_changes_and_nothing_is_logged(enrolment, head, year):
    parts = tuple(
        Part(year, str(term), number, first, last)
        for (term, number), (first, last) in zip(HALVES, days_of(year), strict=True)
    )
    for _ in range(2):
        actions.say_terms(school=enrolment.school, parts=parts, by=head, at=NOON)
    assert Event.objects.filter(verb="said term dates").count() == 1
