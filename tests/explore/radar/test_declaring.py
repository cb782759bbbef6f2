"""What a school is asked besides: who says it, how it ends, and that there is nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event
from leadwell.explore.models import Initiative, InitiativesAnswer
from leadwell.explore.radar import actions
from leadwell.explore.radar.transitions import TRANSITIONS, allows
from leadwell.people.models import Role
from tests.explore.radar.conftest import said
from tests.factories import NOON, holder_of, make_enrolment, make_initiative, make_school

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SENT = {
    "name": "Story  Sacks", "subject": "Reading", "funder": "charity", "n_staff": "3",
    "staff_days": "12", "starts_on": TODAY - timedelta(days=30),
    "ends_on": TODAY + timedelta(days=200),
}  # fmt: skip


def url(name, thing):
    return reverse(f"explore:{name}", args=[getattr(thing, "urn", thing.pk)])


def people(who, part):
    match who:
        case "head":
            return holder_of(Role.HEADTEACHER, school=part.school)
        case "senior leader":
            return holder_of(Role.SENIOR_LEADER, school=part.school)
        case "lead":
            return holder_of(Role.PROGRAMME_LEAD, programme=part.programme)
    return holder_of(Role.PROJECT_MANAGER, programme=part.programme)


@pytest.mark.parametrize("who", ["head", "senior leader", "lead", "manager"])
def test_a_schools_leaders_and_who_leads_or_manages_declare_one(client, part, who):
    user = people(who, part)
    client.force_login(user)
    page = client.get(url("asked", part.school))
    assert "Add what is not run here" in said(page)

    response = client.post(url("declare", part.school), SENT)

    one = Initiative.objects.get()
    assert (one.name, one.n_staff, one.staff_days) == ("Story Sacks", 3, 12)
    assert (one.declared_by, one.declared_on) == (user.person, TODAY)
    assert response.url == url("asked", part.school)
    assert Event.objects.filter(verb="declared").count() == 1
    text = said(client.get(response.url))
    assert "1 programme and 1 other initiative" in text
    assert "12 days in all, paid for from outside." in text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": ""}, "Write what it is called"),
        ({"subject": ""}, "Write which subject it is about"),
        ({"funder": ""}, "Say who pays for it"),
        ({"n_staff": "0"}, "Write how many staff take part: 1 at least, 500 at most."),
        ({"staff_days": "-1"}, "Write the days as a number, such as 6 or 7.5."),
        ({"staff_days": "9999"}, "3 people cannot give more than"),
        ({"ends_on": TODAY - timedelta(days=31)}, "The last day is before the first."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, part, head, sent, told):
    client.force_login(head)
    response = client.post(url("declare", part.school), SENT | sent)
    assert told in said(response)
    assert 'value="Story  Sacks"' in response.text or "name" in sent
    assert not Initiative.objects.exists()


def test_the_same_again_is_told_to_be_in_the_list(client, part, head):
    client.force_login(head)
    for _ in range(2):
        response = client.post(url("declare", part.school), SENT)
    assert "An initiative of this name is in the list for some of these days." in said(response)
    assert Initiative.objects.count() == 1


@pytest.mark.parametrize("role", [Role.HUB_LEAD, Role.STRATEGIC_LEAD])
def test_who_only_reads_is_told_why_they_cannot_add(client, part, role, initiative):
    scope = {"hub": part.hub} if role == Role.HUB_LEAD else {"programme": part.programme}
    client.force_login(holder_of(role, **scope))
    assert "Add what is not run here" not in said(client.get(url("asked", part.school)))
    for address in (url("declare", part.school), url("change-initiative", initiative)):
        response = client.get(address)
        assert response.status_code == 403
        assert "Only the school’s head and senior leaders" in said(response)


def test_a_stranger_cannot_tell_that_there_is_one(client, initiative):
    client.force_login(holder_of(Role.HEADTEACHER, school=make_school()))
    for name in ("change-initiative", "end-initiative"):
        assert client.get(url(name, initiative)).status_code == 404
    assert client.post(url("take-back-initiative", initiative)).status_code == 404


def test_of_a_school_that_left_a_programme_its_lead_says_nothing_more(client, part, lead):
    part.left_on, part.why_left = TODAY - timedelta(days=1), "funding"
    part.save()
    client.force_login(lead)
    response = client.get(url("declare", part.school))
    assert response.status_code == 403
    assert "takes part in none of your programmes any more" in said(response)


def test_one_is_changed_and_its_history_keeps_what_it_was(client, part, head, initiative):
    client.force_login(head)
    client.post(url("change-initiative", initiative), SENT | {"staff_days": "20"})
    initiative.refresh_from_db()
    assert initiative.staff_days == 20
    assert initiative.events.count() == 2
    assert initiative.declared_by != head.person
    assert Event.objects.get(verb="changed").detail["fields"] == sorted(
        ["name", "subject", "funder", "n_staff", "staff_days", "starts_on", "ends_on"]
    )


def test_one_that_ended_early_asks_nothing_after_that(client, part, head):
    one = make_initiative(
        school=part.school, starts_on=TODAY - timedelta(days=60),
        ends_on=TODAY + timedelta(days=60),
    )  # fmt: skip
    client.force_login(head)
    page = client.post(url("end-initiative", one), {"ended_on": TODAY + timedelta(days=60)})
    assert "Choose a day from" in said(page)
    client.post(url("end-initiative", one), {"ended_on": TODAY - timedelta(days=3)})
    one.refresh_from_db()
    assert (one.state, one.last_on) == ("ended", TODAY - timedelta(days=3))
    refused = client.get(url("change-initiative", one))
    assert refused.status_code == 403
    assert "It is over: ended early." in said(refused)


def test_a_mistake_counts_nowhere(client, part, head, initiative):
    client.force_login(head)
    client.post(url("take-back-initiative", initiative))
    initiative.refresh_from_db()
    assert initiative.state == "mistake"
    assert "Story Sacks" not in said(client.get(url("asked", part.school)))
    assert client.post(url("take-back-initiative", initiative)).status_code == 403


def test_none_is_said_and_not_only_left_empty(client, part, head):
    client.force_login(head)
    page = client.get(url("asked", part.school))
    assert "Nobody has said yet whether there are others." in said(page)
    assert "Not asked this year about other initiatives." in said(page)
    client.post(url("whole", part.school), {"n_listed": 0})
    answer = InitiativesAnswer.objects.get()
    assert (answer.said_none, answer.said_by, answer.said_on) == (True, head.person, TODAY)
    text = said(client.get(url("asked", part.school)))
    assert f"{head.name} said on" in text
    assert "that there are none." in text
    assert "Not asked this year" not in text


def test_a_list_that_changed_meanwhile_is_not_called_whole(client, part, head):
    make_initiative(school=part.school, ends_on=TODAY + timedelta(days=99))
    client.force_login(head)
    page = client.post(url("whole", part.school), {"n_listed": 0}, follow=True)
    assert "The list has changed meanwhile. Look at it again." in said(page)
    assert not InitiativesAnswer.objects.exists()
    client.post(url("whole", part.school), {"n_listed": 1})
    assert "the list of 1 initiative is whole" in said(client.get(url("asked", part.school)))


def test_nothing_is_declared_that_cannot_be_logged(part, head, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    fields = SENT | {"n_staff": 3, "staff_days": 12}
    with pytest.raises(AttributeError):
        actions.declare_initiative(school=part.school, by=head, at=NOON, **fields)
    assert not Initiative.objects.exists()


def test_an_action_asks_its_own_rule(part, initiative):
    stranger = holder_of(Role.HEADTEACHER, school=make_school())
    with pytest.raises(PermissionDenied, match="Only the school’s head"):
        actions.take_back_initiative(initiative=initiative, by=stranger, at=NOON)


def test_a_school_that_became_an_academy_keeps_its_list(client, part, head, initiative):
    academy = make_school(name="Tansy Academy")
    school = part.school
    school.continued_by = academy
    school.save()
    client.force_login(holder_of(Role.HEADTEACHER, school=academy))
    text = said(client.get(url("asked", academy)))
    assert "1 programme and 1 other initiative" in text
    assert client.get(url("change-initiative", initiative)).status_code == 200


def test_every_step_of_the_table_is_one_that_the_database_takes():
    for verb, step in TRANSITIONS.items():
        for state in Initiative.State:
            one = Initiative(state=state, starts_on=date(2026, 9, 1), ends_on=TODAY)
            assert allows(verb, one) == (state in step.before)


def test_it_takes_no_more_queries_for_a_long_list(
    client, part, head, django_assert_max_num_queries
):
    for _ in range(12):
        make_initiative(school=part.school)
    make_enrolment(school=part.school)
    client.force_login(head)
    client.get(url("asked", part.school))
    with django_assert_max_num_queries(24):
        client.get(url("asked", part.school))
