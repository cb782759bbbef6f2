"""Who reads what is about people confirms training each year, and is reminded in time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit.models import Event
from leadwell.people.models import DataTraining, Role
from leadwell.people.training import actions, rules
from leadwell.people.training.access import expected_for, out_of_date, roles_that_read_people
from leadwell.people.training.wants import to_confirm
from tests.factories import (
    make_administrator,
    make_colleague,
    make_enrolment,
    make_organisation,
    make_role,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/account/training/"


def in_role(role, *, since: int = 400, **where) -> User:
    """Somebody with an account for so many days."""
    person = make_colleague()
    make_role(role, person=person, **where)
    User.objects.filter(pk=person.user_id).update(joined_at=timezone.now() - timedelta(since))
    return User.objects.get(pk=person.user_id)


@pytest.fixture
def head():
    return in_role(Role.HEADTEACHER, school=make_enrolment().school)


@pytest.fixture
def officer():
    return in_role(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())


def trained(user: User, days_ago: int) -> DataTraining:
    on = timezone.localdate()
    return DataTraining.objects.create(
        person=user.person, trained_on=on - timedelta(days_ago), what="The yearly course",
        confirmed_on=on,
    )  # fmt: skip


def test_somebody_confirms_theirs_and_reads_until_when_it_holds(client, head):
    client.force_login(head)
    today = timezone.localdate()
    said = {"trained_on": today.isoformat(), "what": "The trust’s yearly course"}
    assert client.post(ADDRESS, said).url == ADDRESS
    found = DataTraining.objects.get()
    assert (found.person, found.trained_on) == (head.person, today)
    assert "Yours holds until" in client.get(ADDRESS).text
    assert Event.objects.filter(verb="confirmed data protection training").count() == 1


@pytest.mark.parametrize(
    ("days_ago", "said"),
    [(-1, "still to come"), (400, "more than a year ago")],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(client, head, days_ago, said):
    client.force_login(head)
    day = timezone.localdate() - timedelta(days_ago)
    response = client.post(ADDRESS, {"trained_on": day.isoformat(), "what": "A course"})
    assert said in response.text
    assert not DataTraining.objects.exists()


@pytest.mark.parametrize(
    ("days_ago", "is_reminded", "is_late"),
    [(0, False, False), (350, False, False), (352, True, False), (365, True, False),
     (366, True, True), (None, True, True)],
)  # fmt: skip
def test_one_is_reminded_a_fortnight_before_and_files_are_shut_after(
    head, days_ago, is_reminded, is_late
):
    """A year to 20 November 2026 has 365 days: what was done on that day of 2025 still holds."""
    if days_ago is not None:
        trained(head, days_ago)
    today = timezone.localdate()
    assert bool(list(to_confirm(head, today))) == is_reminded
    verdict = rules.may_take_people_away(head, on=today)
    assert bool(verdict) != is_late
    assert is_late == ("out of date" in verdict.reason)


def test_somebody_new_has_thirty_days():
    new = in_role(Role.HEADTEACHER, school=make_enrolment().school, since=30)
    assert rules.may_take_people_away(new, on=timezone.localdate())
    late = in_role(Role.HEADTEACHER, school=make_enrolment().school, since=31)
    assert not rules.may_take_people_away(late, on=timezone.localdate())


def test_it_is_on_the_first_page_with_the_other_things(client, head):
    client.force_login(head)
    title = "Confirm your data protection training of this year"
    assert title in client.get(reverse("reporting:home")).text
    trained(head, 1)
    assert title not in client.get(reverse("reporting:home")).text


def test_who_reads_nothing_about_people_is_not_asked():
    """The same line as for the second factor: governors read papers, not records about people."""
    finance = in_role(Role.FINANCE_OFFICER, programme=make_enrolment().programme)
    nobody = make_administrator()
    today = timezone.localdate()
    assert list(to_confirm(nobody, today)) == []
    assert bool(list(to_confirm(finance, today))) == (
        Role.FINANCE_OFFICER in roles_that_read_people()
    )


def test_leap_years():
    assert DataTraining(trained_on=date(2024, 2, 29)).holds_until == date(2025, 2, 28)
    assert DataTraining(trained_on=date(2025, 11, 20)).holds_until == date(2026, 11, 20)


def test_the_officer_sees_whose_is_out_of_date_the_longest_first(client, officer, head):
    trained(officer, 1)
    other = in_role(Role.HEADTEACHER, school=make_enrolment().school)
    trained(other, 500)
    client.force_login(officer)
    text = client.get(reverse("people:trainings")).text
    assert "Out of date for 2 of 3 people" in text
    assert text.index(other.person.name) < text.index(head.person.name)
    assert "Never confirmed" in text


def test_an_officer_of_one_school_sees_its_people_alone(head):
    own = make_enrolment().school
    theirs = in_role(Role.HEADTEACHER, school=own)
    officer = in_role(Role.DATA_PROTECTION_OFFICER, school=own)
    today = timezone.localdate()
    found = set(out_of_date(expected_for(officer, today), today))
    assert theirs.person in found
    assert head.person not in found


def test_the_list_asks_as_many_questions_of_many(client, officer):
    client.force_login(officer)
    address = reverse("people:trainings")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(3):
        in_role(Role.HEADTEACHER, school=make_enrolment().school)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_a_head_is_told_why_they_see_no_list(client, head):
    client.force_login(head)
    response = client.get(reverse("people:trainings"))
    assert response.status_code == 403
    assert "data protection officer’s" in response.text


def test_one_day_is_confirmed_once_and_whole_or_not_at_all(head, monkeypatch):
    now = timezone.now()
    said = {"trained_on": timezone.localdate(), "what": "A course", "by": head}
    with monkeypatch.context() as without:
        without.delattr("leadwell.audit.log.record")
        with pytest.raises(AttributeError):
            actions.confirm_training(at=now, **said)
    assert not DataTraining.objects.exists()
    actions.confirm_training(at=now, **said)
    with pytest.raises(ValidationError, match="confirmed a training of that day"):
        actions.confirm_training(at=now, **said)


def test_who_has_no_part_confirms_nothing():
    with pytest.raises(PermissionDenied, match="has a part"):
        actions.confirm_training(
            trained_on=timezone.localdate(), what="A course", by=make_administrator(),
            at=timezone.now(),
        )  # fmt: skip


@pytest.mark.parametrize("wrong", [{"what": ""}, {"trained_on": date(2027, 1, 1)}])
def test_the_database_takes_no_training_that_was_not_done(head, wrong):
    row = trained(head, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataTraining.objects.filter(pk=row.pk).update(**wrong)
