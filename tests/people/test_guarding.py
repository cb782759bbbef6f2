"""Free words of a form are looked through before they are sent: it warns, and never forbids."""

from html import unescape

import pytest
from django.urls import reverse

from leadwell.audit.models import Event
from leadwell.people.guarding import READ, READ_SAYS
from leadwell.people.models import Role
from leadwell.programmes.models import Programme
from tests.factories import holder_of, make_enrolment, make_programme

pytestmark = pytest.mark.django_db

NAMED = "Pupils whom Anna Patel teaches"


@pytest.fixture
def programme():
    return make_programme(code="NUM-26")


@pytest.fixture
def as_lead(client, programme):
    part = make_enrolment(programme=programme)
    head = holder_of(Role.HEADTEACHER, school=part.school)
    head.person.name = "Anna Patel"
    head.person.save()
    client.force_login(holder_of(Role.PROGRAMME_LEAD, programme=programme))
    return client


def said(response):
    return " ".join(unescape(response.text).split())


PURPOSE = {"problem": "Few explain", "evidence_of_need": "", "focus_group": "custom"}
PAGES = ["people:programme-purpose", "explore:design-pupils"]


@pytest.mark.parametrize("page", PAGES)
def test_a_name_in_a_group_of_its_own_is_warned_of_and_kept_once_it_was_read(
    as_lead, programme, page
):
    url = reverse(page, args=[programme.code])
    sent = PURPOSE | {
        "own_group": NAMED, "follow_up_years": "3", "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
    }  # fmt: skip
    warned = said(as_lead.post(url, sent))
    assert "“Anna Patel” names somebody at the school." in warned
    assert READ_SAYS in warned
    assert Programme.objects.get().own_group == ""
    as_lead.post(url, sent | {READ: "yes"})
    assert Programme.objects.get().own_group == NAMED
    event = Event.objects.get(verb="read warnings")
    assert (event.subject_id, event.detail) == (str(programme.pk), {"name": 1})


@pytest.mark.parametrize("page", ["people:programme-purpose", "explore:design-need"])
def test_few_pupils_in_the_evidence_of_need_are_warned_of(as_lead, programme, page):
    url = reverse(page, args=[programme.code])
    sent = {"problem": "3 of 7 pupils explain", "evidence_of_need": "Visits", "focus_group": "all"}
    warned = said(as_lead.post(url, sent))
    assert "“3 of 7 pupils” may be so few pupils that somebody knows who they are." in warned
    assert READ_SAYS in warned
    as_lead.post(url, sent | {READ: "yes"})
    assert Programme.objects.get().problem == "3 of 7 pupils explain"


def test_words_that_name_nobody_are_kept_at_once(as_lead, programme):
    url = reverse("people:programme-purpose", args=[programme.code])
    as_lead.post(url, PURPOSE | {"own_group": "Pupils new to English"})
    assert Programme.objects.get().own_group == "Pupils new to English"
    assert not Event.objects.filter(verb="read warnings").exists()


def test_what_is_refused_is_not_logged_as_sent(as_lead, programme):
    """The other rules of the form speak first; then what the guard found."""
    url = reverse("people:programme-purpose", args=[programme.code])
    as_lead.post(url, PURPOSE | {"own_group": "", "problem": NAMED, READ: "yes"})
    assert not Event.objects.filter(verb="read warnings").exists()
