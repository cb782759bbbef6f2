"""What is under way at all the schools somebody looks after: who sees which, in which order."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.people.models import Role
from leadwell.prepare.models import AgreedAction
from tests.factories import (
    holder_of,
    make_action,
    make_enrolment,
    make_hub,
    make_person,
    make_school,
)
from tests.prepare.conftest import said
from tests.prepare.test_pages import DONE, at
from tests.web.read_pdf import words

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
PAGE = reverse("prepare:of-schools")
CSV, PDF = reverse("prepare:of-schools-csv"), reverse("prepare:of-schools-pdf")
EARLY = {"agreed_on": TODAY - timedelta(days=90)}


@pytest.fixture
def hub(enrolment):
    return enrolment.hub


@pytest.fixture
def here(enrolment):
    owner = make_person(name="Rowan Ashby")
    return make_action(
        enrolment=enrolment, what="Plan fractions", owner=owner,
        due_on=TODAY + timedelta(days=9), **EARLY,
    )  # fmt: skip


@pytest.fixture
def beside(hub):
    """At another school of the hub, and late."""
    school = make_enrolment(hub=hub, school=make_school(name="Larch Lane"))
    return make_action(
        enrolment=school, what="Watch a lesson", due_on=TODAY - timedelta(days=9), **EARLY
    )


@pytest.fixture
def beyond(hub):
    """In another hub of the programme."""
    return make_action(
        enrolment=make_enrolment(hub=make_hub(hub.programme)), what="Make a display",
        due_on=TODAY + timedelta(days=2), **EARLY,
    )  # fmt: skip


def shown(client, user, **asked):
    client.force_login(user)
    return [line.action.what for line in client.get(PAGE, asked).context["found"].lines]


def test_a_hub_lead_has_the_hubs_late_ones_first(client, hub, here, beside, beyond):
    make_action(enrolment=here.enrolment, **DONE)
    lead = holder_of(Role.HUB_LEAD, hub=hub)
    assert shown(client, lead) == ["Watch a lesson", "Plan fractions"]
    text = said(client.get(PAGE))
    assert "2 actions are under way, 1 of them past its day." in text
    assert "Larch Lane" in text


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.PROJECT_MANAGER])
def test_who_leads_or_manages_the_programme_has_all_of_it(client, hub, here, beside, beyond, role):
    make_action()  # of another programme
    found = shown(client, holder_of(role, programme=hub.programme))
    assert found == ["Watch a lesson", "Make a display", "Plan fractions"]


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.SUBJECT_LEADER, Role.GOVERNOR])
def test_others_have_an_empty_list_and_no_way_to_it(client, enrolment, here, role):
    user = holder_of(role, school=enrolment.school)
    assert shown(client, user) == []
    assert "Nothing is under way." in said(client.get(PAGE))
    assert "Actions of my schools" not in said(client.get("/"))


def test_by_hub_school_owner_and_day(client, hub, here, beside, beyond):
    manager = holder_of(Role.PROJECT_MANAGER, programme=hub.programme)
    assert shown(client, manager, hub=hub.pk) == ["Watch a lesson", "Plan fractions"]
    assert shown(client, manager, school="larch") == ["Watch a lesson"]
    assert shown(client, manager, owner="ashby") == ["Plan fractions"]
    assert shown(client, manager, late="on") == ["Watch a lesson"]
    assert "1 action is under way, past its day." in said(client.get(PAGE, {"late": "on"}))
    assert shown(client, manager, hub=hub.pk, owner="nobody") == []
    assert "Nothing of this kind is under way." in said(client.get(PAGE, {"owner": "nobody"}))


def test_of_an_academy_the_name_of_today_is_asked_for(client, hub):
    academy = make_school(name="Larch Academy")
    before = make_school(name="Old Mill", continued_by=academy)
    make_action(enrolment=make_enrolment(hub=hub, school=before), what="Plan")
    lead = holder_of(Role.HUB_LEAD, hub=hub)
    assert shown(client, lead, school="academy") == ["Plan"]
    assert shown(client, lead, school="old mill") == []


def test_another_hub_is_not_asked_for_and_tells_nothing(client, hub, here, beyond):
    lead = holder_of(Role.HUB_LEAD, hub=hub)
    assert shown(client, lead, hub=beyond.enrolment.hub_id) == ["Plan fractions"]


def test_both_files_have_what_the_page_has(client, hub, here, beside, beyond):
    client.force_login(holder_of(Role.HUB_LEAD, hub=hub))
    rows = list(csv.DictReader(io.StringIO(client.get(CSV).text.removeprefix("\ufeff"))))
    assert [(row["School"], row["Action"]) for row in rows[:2]] == [
        ("Larch Lane", "Watch a lesson"),
        ("Tansy Hill", "Plan fractions"),
    ]
    assert rows[0]["Hub"] == str(hub)
    text = words(client.get(PDF, {"late": "on"}).content)
    assert "1 action" in text
    assert "Watch a lesson" in text
    assert "Plan fractions" not in text


def test_a_page_of_a_school_leads_to_the_hubs_list(client, hub, here):
    client.force_login(holder_of(Role.HUB_LEAD, hub=hub))
    page = client.get(at("actions", here.enrolment)).text
    assert f'href="{PAGE}?hub={hub.pk}"' in page
    client.force_login(holder_of(Role.HEADTEACHER, school=here.enrolment.school))
    assert PAGE not in client.get(at("actions", here.enrolment)).text


def test_fifty_are_a_page_and_many_cost_as_much_as_few(client, hub, here, beside):
    client.force_login(holder_of(Role.HUB_LEAD, hub=hub))

    def n_queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = n_queries(PAGE), n_queries(CSV)
    owner = make_person()
    for _ in range(20):
        enrolment = make_enrolment(hub=hub)
        AgreedAction.objects.bulk_create(
            AgreedAction(
                enrolment=enrolment, what="Plan", owner=owner, agreed_by=owner,
                agreed_on=date(2026, 9, 14), due_on=TODAY + timedelta(days=20 + n),
            )
            for n in range(3)
        )  # fmt: skip
    assert (n_queries(PAGE), n_queries(CSV)) == few
    assert len(client.get(PAGE).context["found"].lines) == 50
    assert len(client.get(PAGE, {"page": 2}).context["found"].lines) == 12
