"""Who opened records about me, and about my school."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from leadwell.audit.models import Look
from leadwell.people import looking
from leadwell.people.models import Role
from tests.factories import NOON, holder_of, make_colleague, make_enrolment, make_role, make_school

pytestmark = pytest.mark.django_db


def test_the_head_reads_who_opened_the_schools_records(client):
    school = make_school()
    head = holder_of(Role.HEADTEACHER, school=school)
    look(about_school=school.pk, by=make_colleague(post="Hub lead").user)
    client.force_login(head)
    page = client.get(reverse("reporting:school-looked", args=[school.urn]))
    assert "Opened: School record and contacts" in page.text


def test_what_was_opened_before_a_school_became_an_academy_is_its_heads_to_read_too(client):
    academy = make_school()
    before = make_school(continued_by=academy)
    head = holder_of(Role.HEADTEACHER, school=academy)
    look(about_school=before.pk, by=make_colleague(post="Hub lead").user)
    client.force_login(head)
    page = client.get(reverse("reporting:school-looked", args=[academy.urn]))
    assert "Opened: School record and contacts" in page.text


def test_another_schools_head_cannot_tell_that_there_is_such_a_list(client):
    school = make_school()
    client.force_login(holder_of(Role.HEADTEACHER, school=make_school()))
    there = client.get(reverse("reporting:school-looked", args=[school.urn]))
    nowhere = client.get(reverse("reporting:school-looked", args=[100_001]))
    assert there.status_code == nowhere.status_code == 404


def test_each_person_reads_who_opened_records_about_them_and_not_about_others(client):
    me, other, reader = make_colleague(), make_colleague(), make_colleague()
    look(about_people=[me.pk], by=reader.user)
    look(about_people=[other.pk], by=make_colleague().user)
    client.force_login(me.user)
    page = client.get(reverse("reporting:looked"))
    assert page.text.count("Opened: School record") == 1
    assert reader.name in page.text


def test_who_has_been_forgotten_is_named_no_more_and_the_look_stays(client):
    me = make_colleague()
    look(about_people=[me.pk], by_user=987_654)
    client.force_login(me.user)
    assert "A former participant" in client.get(reverse("reporting:looked")).text


def test_the_list_can_be_downloaded(client):
    me = make_colleague()
    look(about_people=[me.pk], by=make_colleague().user)
    client.force_login(me.user)
    answer = client.get(reverse("reporting:looked-csv"))
    assert "School record and contacts" in answer.getvalue().decode()
    assert Look.objects.filter(outcome="exported", page="reporting:looked-csv").exists()


def test_a_list_costs_as_many_queries_for_many_looks_as_for_few(
    client, django_assert_max_num_queries
):
    me = make_colleague()
    client.force_login(me.user)
    for _ in range(30):
        look(about_people=[me.pk], by=make_colleague().user)
    with django_assert_max_num_queries(14):
        client.get(reverse("reporting:looked"))


def test_opening_a_page_about_a_school_is_written_down_with_everybody_it_shows(client):
    enrolment = make_enrolment()
    teacher = make_role(Role.TEACHER, school=enrolment.school).person
    head = holder_of(Role.HEADTEACHER, school=enrolment.school)
    client.force_login(head)
    client.get(reverse("reporting:school-looked", args=[enrolment.school.urn]))
    seen = Look.objects.get()
    assert (seen.by_user, seen.as_roles, seen.outcome) == (head.pk, "HT", "opened")
    assert seen.about_school == enrolment.school.pk
    assert {teacher.pk, head.person.pk} <= set(seen.about_people)


def test_a_refusal_is_written_down_without_telling_what_is_there(client):
    school = make_school()
    teacher = make_role(Role.TEACHER, school=school).person
    client.force_login(make_colleague().user)
    client.get(reverse("reporting:school-looked", args=[school.urn]))
    seen = Look.objects.get()
    assert (seen.outcome, seen.about_people, seen.about_school) == ("refused", [], None)
    assert teacher.pk not in seen.about_people


def test_when_the_note_cannot_be_written_nothing_is_shown(client, monkeypatch):
    """The page and the note that it was shown are one transaction."""
    school = make_school()
    client.force_login(holder_of(Role.HEADTEACHER, school=school))
    monkeypatch.delattr("leadwell.audit.log.looked")
    with pytest.raises(AttributeError):
        client.get(reverse("reporting:school-looked", args=[school.urn]))


@pytest.mark.parametrize("verb", ["update audit_look set by_user = 1", "delete from audit_look"])
def test_the_site_cannot_change_who_looked(verb):
    look(about_people=[1], by_user=1)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connection.cursor().execute(verb)


def test_public_pages_are_not_written_down(client):
    school = make_school()
    client.force_login(make_colleague().user)
    client.get(reverse("reporting:school", args=[school.urn]))
    assert not Look.objects.exists()
    assert not looking.is_logged(looking.pages()["reporting:school"])


def look(*, by=None, by_user=0, about_people=(), about_school=None):
    return Look.objects.create(
        at=NOON, by_user=by.pk if by else by_user, as_roles="HUB", outcome="opened",
        page="people:enrolment", record="school_record", about_people=list(about_people),
        about_school=about_school,
    )  # fmt: skip
