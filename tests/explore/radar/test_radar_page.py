"""The radar of a set of schools: whose, in which order, with which words, and at which price."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.explore.radar import access
from leadwell.explore.radar.radar import radar
from leadwell.lib import academic_year as years
from leadwell.people.models import Role
from leadwell.programmes.models import Enrolment, Programme, Strand
from leadwell.schools.models import HalfTerm, School
from tests.explore.radar.conftest import said
from tests.factories import (
    holder_of,
    make_area,
    make_colleague,
    make_enrolment,
    make_hub,
    make_initiative,
    make_organisation,
    make_person,
    make_role,
    make_school,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = years.of(TODAY)
PAGE = reverse("explore:radar")
LONG = {"starts_on": years.first_day(YEAR), "ends_on": years.last_day(YEAR)}
HEAVY = {"n_staff": 9, "staff_days": 90, "subject": "Behaviour", "funder": "school", **LONG}


@pytest.fixture
def beside(hub):
    """A school of the hub of which more is asked."""
    enrolment = make_enrolment(hub=hub, school=make_school(name="Larch Lane"))
    make_initiative(school=enrolment.school, **HEAVY)
    return enrolment


@pytest.fixture
def beyond(ours):
    """In another hub of the programme."""
    hub = make_hub(ours, name="South")
    return make_enrolment(hub=hub, school=make_school(name="Mill Green"))


def shown(client, **asked):
    return [line.school.name for line in client.get(PAGE, asked).context["found"].lines]


def test_schools_stand_in_the_order_of_their_names_or_the_most_asked_of_first(
    client, part, beside, lead
):
    client.force_login(lead)
    assert shown(client) == ["Larch Lane", "Tansy Hill"]
    make_initiative(school=part.school, **HEAVY | {"staff_days": 180})
    assert shown(client, order="most") == ["Tansy Hill", "Larch Lane"]


def test_by_programme_hub_school_and_year(client, part, beside, beyond, ours, hub, lead):
    client.force_login(lead)
    assert shown(client, programme=ours.code) == ["Larch Lane", "Mill Green", "Tansy Hill"]
    assert shown(client, hub=hub.pk) == ["Larch Lane", "Tansy Hill"]
    assert shown(client, school="mill") == ["Mill Green"]
    assert "No school of this kind." in said(client.get(PAGE, {"school": "nobody"}))
    later = client.get(PAGE, {"year": YEAR + 1}).context["found"]
    assert {line.load.academic_year for line in later.lines} == {YEAR + 1}
    assert {line.load.highest.n for line in later.lines} == {1}  # the programme goes on


def test_a_trust_has_all_its_schools_those_in_nothing_too(client, part, school):
    make_school(name="Quiet Oak", trust=school.trust)
    make_school(name="Of nobody")
    client.force_login(holder_of(Role.CHIEF_EXECUTIVE, trust=school.trust))
    assert shown(client) == ["Quiet Oak", "Tansy Hill"]
    assert "Nothing that we know of" in said(client.get(PAGE))


def test_a_school_that_left_is_off_the_radar(client, part, lead):
    part.left_on, part.why_left = TODAY - timedelta(days=1), "funding"
    part.save()
    client.force_login(lead)
    assert shown(client) == []


def test_a_stopped_programme_asks_nothing(client, part, ours, head):
    Programme.objects.filter(pk=ours.pk).update(state="stopped", state_because="No money")
    client.force_login(head)
    page = client.get(reverse("explore:asked", args=[part.school.urn]))
    assert "Nothing that we know of in" in said(page)


def test_colours_are_said_in_words_and_the_picture_has_its_table(client, part, beside, lead):
    client.force_login(lead)
    response = client.get(PAGE)
    text = said(response)
    assert f"2 schools in {years.label(YEAR)}." in text
    assert "Amber from 8, Red from 14." in text
    assert "Autumn 1: " in response.text  # the picture's own words
    assert response.text.count('role="img"') == 2
    assert "Show these figures as a table" in text
    assert "How a load is counted" in text


def test_what_is_not_known_is_said(client, hub, lead):
    make_enrolment(hub=hub, school=make_school(name="Larch Lane", n_pupils=None))
    client.force_login(lead)
    text = said(client.get(PAGE))
    assert "Size not known: counted as 210 pupils." in text
    assert "Of 1 of them nobody has said how many days." in text
    assert "Not asked this year about other initiatives." in text


def test_half_terms_are_those_of_the_council_or_the_school_itself(part, lead):
    """All of the year is one half-term of the council; the school has another."""
    school = part.school
    first, last = years.first_day(YEAR), years.last_day(YEAR)
    rows = {"academic_year": YEAR, "term": "autumn", "number": 1, "starts_on": first}
    HalfTerm.objects.create(local_authority=school.local_authority, ends_on=last, **rows)
    seen = {"academic_year": YEAR, "on": TODAY}
    [load] = radar(lead, [school], **seen)
    assert [each.n for each in load.loads] == [1, 0, 0, 0, 0, 0]
    HalfTerm.objects.create(school=school, ends_on=last, **rows | {"number": 2})
    [load] = radar(lead, [school], **seen)
    assert [each.n for each in load.loads] == [0, 1, 0, 0, 0, 0]
    assert not load.is_assumed


def test_the_file_has_every_school_and_the_same_figures(client, part, beside, lead):
    client.force_login(lead)
    lines = {line.school.name: line for line in client.get(PAGE).context["found"].lines}
    text = client.get(reverse("explore:radar-csv")).text.lstrip("\ufeff")
    rows = {row["School"]: row for row in csv.DictReader(io.StringIO(text)) if row["URN"]}
    assert rows.keys() == lines.keys()
    for name, line in lines.items():
        assert float(rows[name]["Fullest to come"]) == line.load.highest.total
        assert rows[name]["Colour"] == line.load.level.capitalize()


def many(n_schools, n_programmes, lead_person, first=0):
    """Schools spread over programmes that one person leads, with their councils and calendars."""
    areas = [make_area(500 + first // 10 + n, f"Area {n}") for n in range(40)]
    HalfTerm.objects.bulk_create(
        HalfTerm(
            local_authority=area, academic_year=YEAR, term="autumn", number=1,
            starts_on=date(YEAR, 9, 2), ends_on=date(YEAR, 10, 20),
        )
        for area in areas
    )  # fmt: skip
    made = School.objects.bulk_create(
        School(
            urn=200_000 + first + n, name=f"School {n:05}", n_pupils=100 + n % 500, is_on_register=True,
            local_authority=areas[n % len(areas)],
        )
        for n in range(n_schools)
    )  # fmt: skip
    led_by = make_organisation()
    programmes = Programme.objects.bulk_create(
        Programme(
            name=f"Programme {n}", code=f"M{first + n}", subject="Reading", lead_organisation=led_by,
            starts_on=years.first_day(YEAR), ends_on=years.last_day(YEAR + 1),
        )
        for n in range(n_programmes)
    )  # fmt: skip
    Strand.objects.bulk_create(Strand(programme=each, name="Talk") for each in programmes)
    Enrolment.objects.bulk_create(
        Enrolment(
            school=school, programme=programmes[n % n_programmes],
            joined_on=years.first_day(YEAR), days_agreed=12,
        )
        for n, school in enumerate(made)
    )  # fmt: skip
    for each in programmes:
        make_role(Role.PROGRAMME_LEAD, person=lead_person, programme=each)
    return made


def n_queries(client, **asked):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(PAGE, asked)
    assert response.status_code == 200
    return len(captured), response.context["found"]


def ways(code):
    """To ask for schools."""
    return ({}, {"order": "most"}, {"programme": code}, {"school": "school 0000"})


def test_3100_schools_in_171_programmes_take_no_more_queries_than_41_in_one(client, lead):
    large = make_colleague()
    many(41, 1, lead.person)
    client.force_login(lead)
    n_queries(client)
    few = [n_queries(client, **asked)[0] for asked in ways("M0")]
    assert n_queries(client)[1].page.paginator.count == 41
    many(3100, 171, large, first=1000)
    client.force_login(large.user)
    n_queries(client)
    assert [n_queries(client, **asked)[0] for asked in ways("M1007")] == few
    assert max(few) <= 16
    assert n_queries(client)[1].page.paginator.count == 3100
    assert len(n_queries(client, page=62)[1].lines) == 50


def test_what_is_asked_is_found_by_indices(lead):
    """Of 3,100 schools' answers and initiatives, those of a few are not looked for among all."""
    made = many(3100, 1, lead.person)
    by = make_person()
    for n in range(30):
        make_initiative(school=made[n], declared_by=by)
    with connection.cursor() as cursor:
        cursor.execute("analyze")
        cursor.execute("set local enable_seqscan = off")
    with CaptureQueriesContext(connection) as captured:
        radar(lead, made[:50], academic_year=YEAR, on=TODAY)
    plans = []
    for query in captured.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"explain {query['sql']}")
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    for table in ("programmes_enrolment", "explore_initiative ", "explore_initiativesanswer"):
        of_table = [plan for plan in plans if f" {table}" in plan]
        assert of_table, table
        assert not any(f"Seq Scan on {table}" in plan for plan in of_table), table


def test_nobody_else_is_asked_for(lead, part, other_part):
    """The set of schools is by the programmes one looks after, of whatever name."""
    found = access.asked_for(lead, first=TODAY, last=years.last_day(YEAR), programme=None, hub=None)
    assert list(found) == [part.school]
