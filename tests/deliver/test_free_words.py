"""What a visit is for, and why one is cancelled, is looked over before it is sent."""

import pytest

from leadwell.deliver.models import Visit
from tests.deliver.test_visit_pages import page, planning, soon
from tests.factories import make_visit
from tests.guarded import WORDS, make_named, warned_then_sent

pytestmark = pytest.mark.django_db
__all__ = ["page", "soon"]


@pytest.fixture(autouse=True)
def named(enrolment):
    return make_named(enrolment.school)


def test_what_a_visit_is_for_is_looked_over(client, specialist, page, soon, terms):
    client.force_login(specialist.user)
    sent = planning(specialist, soon, purpose=WORDS)
    warned_then_sent(client, page("plan-visit"), sent)
    assert Visit.objects.get().purpose == WORDS


def test_so_it_is_when_it_is_changed(client, specialist, page, soon, enrolment):
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=soon)
    client.force_login(specialist.user)
    form = client.get(page("change-visit", visit)).context["form"]
    kept = {name: form[name].value() or "" for name in form.fields}
    warned_then_sent(client, page("change-visit", visit), kept | {"purpose": WORDS})
    visit.refresh_from_db()
    assert visit.purpose == WORDS


def test_why_one_is_cancelled_is_looked_over(client, specialist, page, soon, enrolment):
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=soon)
    client.force_login(specialist.user)
    warned_then_sent(client, page("cancel-visit", visit), {"because": WORDS})
    visit.refresh_from_db()
    assert (visit.state, visit.cancelled_because) == ("cancelled", WORDS)
