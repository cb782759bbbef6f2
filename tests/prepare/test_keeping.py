"""What is kept about people in agreed actions: who is forgotten, what goes with a programme."""

from datetime import date

import pytest

from leadwell.people.models import Role, SubjectRequest
from leadwell.people.privacy import actions, outliving
from leadwell.prepare.models import ProgressSaid
from tests.factories import NOON, holder_of, make_action, make_organisation, make_person
from tests.people.privacy.past import found, grow_old, old_programme

pytestmark = pytest.mark.django_db


def test_an_owner_who_is_forgotten_is_named_nowhere_and_the_action_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)
    officer = holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())
    owner = make_person(name="Wren Ashdown", email="wren@example.org")
    action = make_action(owner=owner, what="Watch Wren Ashdown teach fractions")
    said = ProgressSaid.objects.create(
        action=action, said_on=date(2026, 11, 2), how="stuck", text="Wren Ashdown is away", by=owner
    )
    asked = SubjectRequest.objects.create(
        kind="erasure", person=owner, received_on=NOON.date(), logged_by=officer, logged_at=NOON
    )
    actions.erase(request=asked, by=officer, at=NOON)
    action.refresh_from_db()
    said.refresh_from_db()
    assert action.what == "Watch former participant teach fractions"
    assert said.text == "former participant is away"
    assert str(action.owner) == "Former participant"


def test_actions_and_what_was_said_go_six_years_after_their_programme():
    enrolment = old_programme().enrolments.get()
    then = {"agreed_on": date(2018, 1, 8), "due_on": date(2018, 3, 2)}
    action = make_action(enrolment=enrolment, **then)
    ProgressSaid.objects.create(
        action=action, said_on=date(2018, 2, 1), how="moving", by=action.owner
    )
    grow_old()
    before, after = found(date(2025, 7, 20)), found(date(2025, 7, 21))
    for name in ("prepare.AgreedAction", "prepare.ProgressSaid"):
        assert (before.get(name, 0), after.get(name, 0)) == (0, 1)
