"""Sessions for trainers have their days; what was counted before stays as it was known."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event
from leadwell.people.models import Role
from leadwell.prepare.deploying.register import actions
from leadwell.prepare.models import Specialist, TrainingAttended
from tests.factories import NOON, holder_of, make_enrolment, make_role
from tests.prepare.conftest import said

pytestmark = pytest.mark.django_db

FIRST, THEN = (date(2026, 10, 1), "Coaching, day 1"), (date(2026, 11, 5), "Coaching, day 2")


def address(name, specialist):
    return reverse(f"prepare:{name}", args=[specialist.pk])


def of(specialist):
    return [(one.attended_on, one.title) for one in specialist.trainings.order_by("attended_on")]


def test_who_keeps_the_register_says_which_sessions_they_went_to(client, specialist, hub_lead):
    client.force_login(hub_lead)
    lines = "2026-10-01 Coaching, day 1\r\n2026-11-05  Coaching,  day 2\r\n"
    client.post(address("specialist-trainings", specialist), {"trainings": lines})
    assert of(specialist) == [FIRST, THEN]
    shown = said(client.get(specialist.get_absolute_url()))
    assert "Thu 5 Nov 2026: Coaching, day 2 Thu 1 Oct 2026: Coaching, day 1" in shown
    again = client.get(address("specialist-trainings", specialist)).text
    assert "2026-11-05 Coaching, day 2\n2026-10-01 Coaching, day 1" in again
    assert Event.objects.filter(verb="said trainings of").get().detail == {"new": 2, "gone": 0}


def test_one_that_was_none_is_taken_out_and_its_history_stays(specialist, hub_lead):
    for trainings in ([FIRST, THEN], [THEN], [THEN]):
        actions.say_trainings(specialist=specialist, trainings=trainings, by=hub_lead, at=NOON)
    assert of(specialist) == [THEN]
    history = TrainingAttended.pgh_event_model.objects.filter(title="Coaching, day 1")
    assert list(history.order_by("pk").values_list("pgh_label", flat=True)) == ["insert", "delete"]
    assert Event.objects.filter(verb="said trainings of").count() == 2  # nothing changed at last


def test_what_was_counted_before_stays_beside_them(client, specialist, hub_lead):
    Specialist.objects.update(n_trained=3)
    client.force_login(hub_lead)
    assert "3 on days that nobody wrote down" in said(client.get(specialist.get_absolute_url()))
    actions.say_trainings(specialist=specialist, trainings=[FIRST], by=hub_lead, at=NOON)
    shown = said(client.get(specialist.get_absolute_url()))
    assert "Coaching, day 1 And 3 on days that nobody wrote down" in shown
    Specialist.objects.update(n_trained=0)
    assert "nobody wrote down" not in said(client.get(specialist.get_absolute_url()))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Coaching, day 1", "Write the day and the session: “Coaching, day 1” is not like"),
        ("2026-10-01", "Write the day and the session"),
        ("2026-13-01 Coaching", "Write the day and the session"),
        ("2026-10-01 Coaching; day 1", "Leave out the semicolon"),
        (f"2026-10-01 {'x' * 121}", "is too long"),
        (f"{timezone.localdate() + timedelta(days=2)} Coaching", "is still to come"),
    ],
    ids=["no day", "no title", "no such day", "semicolon", "long", "to come"],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(client, specialist, hub_lead, line, why):
    client.force_login(hub_lead)
    sent = {"trainings": f"2026-10-01 Fluency\n{line}"}
    answer = client.post(address("specialist-trainings", specialist), sent)
    assert why in said(answer)
    assert of(specialist) == []


def test_the_database_keeps_each_once_and_with_a_name(specialist):
    on = FIRST[0]
    specialist.trainings.create(attended_on=on, title="Coaching")
    for title, why in (("Coaching", "training_is_written_down_once"), ("", "training_is_called")):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            specialist.trainings.create(attended_on=on, title=title)


def test_nobody_keeps_their_own_and_a_stranger_cannot_tell_that_it_is_there(
    client, specialist, hub_lead
):
    own = specialist.person.user
    with pytest.raises(PermissionDenied, match="Nobody keeps their own line"):
        actions.say_trainings(specialist=specialist, trainings=[FIRST], by=own, at=NOON)
    client.force_login(own)
    assert client.get(address("specialist-trainings", specialist)).status_code == 403
    stranger = holder_of(Role.HUB_LEAD, hub=make_enrolment().hub)
    client.force_login(stranger)
    assert client.get(address("specialist-trainings", specialist)).status_code == 404


def test_a_school_they_are_sent_to_does_not_read_them(client, specialist, enrolment, hub_lead):
    actions.say_trainings(specialist=specialist, trainings=[FIRST], by=hub_lead, at=NOON)
    make_role(Role.SPECIALIST, person=specialist.person, enrolment=enrolment)
    client.force_login(holder_of(Role.HEADTEACHER, school=enrolment.school))
    answer = client.get(specialist.get_absolute_url())
    assert answer.status_code in {200, 404}
    assert "Coaching, day 1" not in answer.text
