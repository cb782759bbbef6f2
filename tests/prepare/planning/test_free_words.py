"""An action for a priority, and what stands beside its figures, is looked over once."""

import pytest

from leadwell.prepare.models import AgreedAction, Priority
from tests.guarded import WORDS, make_named, warned_then_sent
from tests.prepare.planning.conftest import signed_in, url

pytestmark = pytest.mark.django_db


def test_an_action_for_a_priority_is_looked_over(world):
    make_named(world.part.school)
    priority = world.approved()
    sent = {"what": WORDS, "owner": world.leader.person.pk, "due_on": "2026-12-04"}
    warned_then_sent(signed_in(world.leader), url("agree-for-priority", priority.pk), sent)
    assert AgreedAction.objects.get().what == WORDS


@pytest.mark.parametrize("field", ["what", "evidence"])
def test_what_stands_beside_the_figures_is_looked_over(world, field):
    make_named(world.part.school)
    page = signed_in(world.leader)
    first = page.post(url("add-priority", world.plan.pk), world.posted(**{field: WORDS}))
    assert "Anna Patel” names somebody at the school" in first.text
    assert not Priority.objects.exists()
