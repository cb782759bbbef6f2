"""The register of specialists: kept by who looks after them, said by themselves, read by few."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event, Look
from leadwell.lib import academic_year as years
from leadwell.people.models import Role
from leadwell.prepare.deploying.register import actions
from leadwell.prepare.models import DaysAvailable, DeclaredInterest, Specialist
from tests.factories import (
    NOON,
    holder_of,
    make_colleague,
    make_enrolment,
    make_person,
    make_role,
    make_school,
)
from tests.prepare.conftest import said
from tests.sent import make_specialist

pytestmark = pytest.mark.django_db
FACTS = {"phases": ["primary"], "subjects": "Mathematics\nReading", "specialisms": "Bar modelling",
         "contexts": ["mixed_age"], "n_trained": "2"}  # fmt: skip


def at(name, *named):
    return reverse(f"prepare:{name}", args=[getattr(one, "pk", one) for one in named])


def refused(act, **told):
    with pytest.raises(PermissionDenied) as reason, transaction.atomic():
        act(**told)
    return str(reason.value)


def test_a_hub_lead_puts_on_the_register_who_has_a_place_in_the_hub(client, enrolment, hub_lead):
    person = make_colleague(home_school=make_school(name="Alder Bank"))
    make_role(Role.SPECIALIST, person=person, hub=enrolment.hub)
    elsewhere = make_colleague()
    make_role(Role.SPECIALIST, person=elsewhere, enrolment=make_enrolment())
    client.force_login(hub_lead)
    assert "1 with a place among specialists" in said(client.get(at("specialists")))

    page = client.get(at("specialist-new"))
    assert str(person) in page.text
    assert str(elsewhere) not in page.text
    answer = client.post(at("specialist-new"), FACTS | {"person": person.pk})

    made = Specialist.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.subjects == ["Mathematics", "Reading"]
    assert made.registered_on == timezone.localdate()
    assert Event.objects.filter(verb="registered").count() == 1
    shown = said(client.get(answer.url))
    assert "Alder Bank" in shown
    assert "No check seen yet" in shown
    assert "Until then 15 a year are counted" in shown


def test_a_check_is_who_saw_it_and_until_when_and_nothing_of_the_certificate(
    client, specialist, hub_lead
):
    client.force_login(hub_lead)
    today = timezone.localdate()
    seen = {"checked_on": today, "checked_until": today - timedelta(1), "checked_by": "Ada Heath"}
    assert "not before it was seen" in said(client.post(at("specialist-check", specialist), seen))
    client.post(at("specialist-check", specialist), seen | {"checked_until": today})
    specialist.refresh_from_db()
    assert (specialist.checked_by, specialist.checked_until) == ("Ada Heath", today)
    assert not [f.name for f in Specialist._meta.fields if "certificate" in f.name]


def test_nobody_keeps_their_own_line_and_nobody_else_rates_them(client, specialist, hub_lead):
    own = specialist.person.user
    client.force_login(own)
    answer = client.get(at("specialist-check", specialist))
    assert answer.status_code == 403
    assert "Nobody keeps their own line" in said(answer)
    six = {f"skill_{n}": "3" for n in range(6)}
    assert client.post(at("specialist-skills", specialist), six).status_code == 302
    specialist.refresh_from_db()
    assert specialist.skills == [3] * 6
    client.force_login(hub_lead)
    answer = client.post(at("specialist-skills", specialist), six)
    assert answer.status_code == 403
    assert "Only" in said(answer)


def test_days_are_said_half_term_by_half_term_for_this_year_and_the_next(client, specialist):
    client.force_login(specialist.person.user)
    year = years.of(timezone.localdate())
    six = {f"half_term_{n}": "2.5" for n in range(1, 7)}
    client.post(at("specialist-days", specialist, year), six)
    assert sum(DaysAvailable.objects.values_list("days", flat=True)) == Decimal(15)
    shown = said(client.get(at("specialist", specialist)))
    assert f"0 of 15 days of {years.label(year)} are taken." in shown
    assert "Autumn 1: 2.5, Autumn 2: 2.5" in shown
    too_many = client.post(at("specialist-days", specialist, year), six | {"half_term_1": "41"})
    assert too_many.status_code == 200
    assert client.get(at("specialist-days", specialist, year + 2)).status_code == 404


def test_an_interest_is_declared_and_ends_and_the_line_says_when_all_were_said(client, specialist):
    client.force_login(specialist.person.user)
    school = make_school(name="Cliff End")
    said_none = client.post(at("specialist-interest", specialist), {"text": "Family", "urn": ""})
    assert "Name the school, or the trust" in said(said_none)
    client.post(
        at("specialist-interest", specialist), {"school": school.urn, "text": "A sister teaches"}
    )
    interest = DeclaredInterest.objects.get()
    assert "Cliff End: A sister teaches" in said(client.get(at("specialist", specialist)))
    client.post(at("interest-end", interest))
    assert "None, as was said" in said(client.get(at("specialist", specialist)))


def test_a_head_to_whom_somebody_is_sent_reads_who_comes_and_no_more(client, specialist, enrolment):
    make_role(Role.SPECIALIST, person=specialist.person, enrolment=enrolment)
    head = holder_of(Role.HEADTEACHER, school=enrolment.school)
    client.force_login(head)
    shown = said(client.get(at("specialist", specialist)))
    assert "Bar modelling" in shown
    for hidden in ("Robin Ash", "Days available", "Their own view", "Interests"):
        assert hidden not in shown
    assert "Not shown to you" in said(client.get(at("specialists")))
    home_head = holder_of(Role.HOME_HEADTEACHER, school=specialist.home)
    client.force_login(home_head)
    assert "Days available" in said(client.get(at("specialist", specialist)))
    assert "15 of 15 left" in said(client.get(at("specialists")))


def test_a_stranger_cannot_tell_that_there_is_such_a_line(client, specialist):
    stranger = holder_of(Role.HUB_LEAD, hub=make_enrolment().hub)
    client.force_login(stranger)
    there = client.get(at("specialist", specialist))
    absent = client.get(at("specialist", 987_654_321))
    assert there.status_code == absent.status_code == 404
    assert said(there) == said(absent)
    assert str(specialist) not in client.get(at("specialists")).text
    assert "keeps the register" in refused(
        actions.say_checked, specialist=specialist, checked_on=NOON.date(),
        checked_until=NOON.date(), checked_by="Me", by=stranger, at=NOON,
    )  # fmt: skip


def test_who_keeps_the_register_of_a_hub_does_not_by_a_school_that_is_in_another_programme_too(
    client, enrolment
):
    """Somebody sent to the same school by another programme is that programme's."""
    other = make_enrolment(school=enrolment.school)
    sent = make_specialist(hub=other.hub)
    make_role(Role.SPECIALIST, person=sent.person, enrolment=other)
    client.force_login(holder_of(Role.HUB_LEAD, hub=enrolment.hub))
    assert client.get(at("specialist", sent)).status_code == 404


def test_who_left_the_register_stays_readable_and_is_not_listed(client, specialist, hub_lead):
    client.force_login(hub_lead)
    client.post(at("specialist-leave", specialist))
    assert "Left the register" in said(client.get(at("specialist", specialist)))
    assert str(specialist) not in client.get(at("specialists")).text
    assert client.get(at("specialist-change", specialist)).status_code == 403


@pytest.mark.parametrize(
    "broken",
    [
        {"phases": []},
        {"subjects": []},
        {"contexts": ["haunted"]},
        {"skills": [1, 2, 3]},
        {"skills": [1, 2, 3, 4, 4, 5], "skills_said_on": date(2026, 9, 1)},
        {"checked_by": ""},
        {"checked_until": date(2026, 8, 31)},
        {"left_on": date(2026, 8, 31)},
    ],
)
def test_the_database_holds_what_a_line_is(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_specialist(person=make_person(), **broken)


def test_the_register_asks_no_more_of_the_database_for_more_specialists(
    client, enrolment, hub_lead
):
    make_specialist(hub=enrolment.hub)
    client.force_login(hub_lead)
    client.get(at("specialists"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(at("specialists"))
    for _ in range(4):
        make_specialist(hub=enrolment.hub)
    with CaptureQueriesContext(connection) as many:
        client.get(at("specialists"))
    assert len(many) == len(few)
    assert Look.objects.filter(page="prepare:specialists").latest("at").about_people
    table = client.get(at("specialists-csv"))
    assert table.getvalue().decode("utf-8-sig").count("Bar modelling") == 5
