"""What actions need: kept, added up beside what the place gives, said where it is too much."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.people.models import Role
from leadwell.prepare import actions, needs
from leadwell.prepare.forms import ActionForm, blank
from leadwell.prepare.models import AgreedAction, OfferLine
from leadwell.prepare.needs import Draws, Needs
from tests.factories import holder_of, make_action, make_candidate, make_enrolment, make_trust
from tests.invited import make_offer
from tests.planned import make_plan
from tests.prepare.conftest import said

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
COVER = {"cover_days": Decimal(4)}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda at=None: TODAY)


@pytest.fixture
def place(enrolment):
    """Accepted: ten days of cover and six of visits in the first year, two of cover in the next."""
    candidate = make_candidate(
        programme=enrolment.programme, school=enrolment.school, state="accepted",
        enrolment=enrolment,
    )  # fmt: skip
    offer = make_offer(candidate, state="accepted")
    for year, kind, n in ((1, "cover", 10), (1, "visits", 6), (2, "cover", 2)):
        OfferLine.objects.update_or_create(
            offer=offer, year=year, kind=kind,
            defaults={"amount": n, "by_size": n, "cost_gbp": 0},
        )  # fmt: skip
    return offer


def drawn(enrolment) -> Draws:
    return needs.draws(enrolment, on=TODAY)


def test_what_an_action_needs_is_kept_and_said(enrolment, leader):
    made = actions.agree_action(
        enrolment=enrolment, what="Plan a unit", owner=leader.person, due_on=date(2026, 12, 4),
        needs=Needs(Decimal(2), Decimal("1.5"), Decimal("240")), by=leader, at=NOW,
    )  # fmt: skip
    made.refresh_from_db()
    assert needs.of(made).sentence == "2 days of support, 1.5 days of cover, £240"
    actions.change_action(action=made, cover_days=None, by=leader, at=NOW)
    made.refresh_from_db()
    assert needs.of(made).sentence == "2 days of support, £240"


def test_nothing_need_be_said(enrolment, leader, action):
    assert (needs.of(action), needs.of(action).sentence) == (needs.NOTHING, "")
    assert drawn(enrolment) == Draws((), ())


@pytest.mark.parametrize(
    "field", [{"cover_days": -1}, {"support_days": 41}, {"cost_gbp": 50_001}, {"cost_gbp": -1}]
)
def test_less_than_nothing_and_more_than_an_action_can_need_are_refused_by_the_database(
    action, field
):
    with pytest.raises(IntegrityError, match="action_needs"), transaction.atomic():
        AgreedAction.objects.filter(pk=action.pk).update(**field)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"cover_days": "-1"}, "Write nought or more"),
        ({"cover_days": "0.3"}, "Write whole or half days, such as 1.5"),
        ({"support_days": "1.25"}, "Write whole or half days, such as 1.5"),
        ({"support_days": "41"}, "Write 40 days at most: one action needs no more"),
        ({"support_days": "1000"}, "Write 40 days at most: one action needs no more"),
        ({"cover_days": "two"}, "Write a number of days, such as 2 or 0.5"),
        ({"cost_gbp": "much"}, "Write a number of pounds, such as 250 or 62.50"),
        ({"cost_gbp": "60000"}, "Write £50,000 at most: one action needs no more"),
    ],
)
def test_the_form_says_what_is_wrong_and_opens_what_is_folded(enrolment, sent, why):
    form = ActionForm(
        {"what": "Plan", "due_on": "2026-12-04"} | sent, instance=blank(enrolment, TODAY)
    )
    assert why in form.errors[next(iter(sent))]
    assert form.is_needed
    assert '<details class="mb-3" open>' in str(form)


def test_what_is_open_and_done_is_added_up_and_what_is_dropped_is_not(enrolment, place):
    """4 open + 1.5 open + 0.5 done = 6 of 10; 3 days of support of 6; 7 days are dropped."""
    make_action(enrolment=enrolment, **COVER, support_days=3)
    make_action(enrolment=enrolment, cover_days=Decimal("1.5"), cost_gbp=Decimal("62.50"))
    make_action(
        enrolment=enrolment, cover_days=Decimal("0.5"), state="evidenced", evidence="The plan",
        ended_on=date(2026, 11, 2),
    )  # fmt: skip
    make_action(
        enrolment=enrolment, cover_days=7, state="dropped", dropped_because="No time",
        ended_on=date(2026, 11, 2),
    )  # fmt: skip
    found = drawn(enrolment)
    assert found.sentences == [
        "3 of 6 days of support in 2026/27 are spoken for.",
        "6 of 10 days of cover in 2026/27 are spoken for, 0.5 of them by actions that are done.",
        "£62.50 is spoken for in 2026/27. A place gives days, and no money.",
    ]
    assert found.warning == ""


def test_each_year_is_counted_by_itself_and_what_is_late_in_the_year_that_is_on(enrolment, place):
    make_action(enrolment=enrolment, **COVER, due_on=date(2027, 10, 1))
    make_action(
        enrolment=enrolment, cover_days=1, agreed_on=date(2026, 6, 1), due_on=date(2026, 7, 1)
    )
    assert drawn(enrolment).sentences == [
        "1 of 10 days of cover in 2026/27 is spoken for.",
        "4 of 2 days of cover in 2027/28 are spoken for.",
    ]
    assert drawn(enrolment).warning.startswith(
        "The actions need 2 days of cover in 2027/28 more than the place gives."
    )


def test_what_the_place_does_not_give_at_all_is_too_much(enrolment, place):
    make_action(enrolment=enrolment, support_days=1, due_on=date(2027, 10, 1))
    assert drawn(enrolment).sentences == [
        "1 day of support in 2027/28 is spoken for. The place gives none."
    ]
    assert drawn(enrolment).warning


def test_without_a_place_there_is_a_sum_and_no_warning(enrolment):
    make_action(enrolment=enrolment, **COVER)
    assert drawn(enrolment).sentences == ["4 days of cover in 2026/27 are spoken for."]
    assert drawn(enrolment).warning == ""


def test_a_place_that_still_waits_and_another_school_count_for_nothing(enrolment, place):
    make_action(enrolment=make_enrolment(programme=enrolment.programme), **COVER)
    type(place).objects.filter(pk=place.pk).update(state="open", ended_by=None, ended_at=None)
    make_action(enrolment=enrolment, **COVER)
    assert drawn(enrolment).sentences == ["4 days of cover in 2026/27 are spoken for."]


def test_more_than_the_place_gives_is_agreed_with_a_warning(as_leader, enrolment, leader, place):
    make_action(enrolment=enrolment, cover_days=8)
    sent = {
        "what": "Watch a lesson", "owner": leader.person.pk, "due_on": "2026-12-04",
        "cover_days": "2.5",
    }  # fmt: skip
    answer = as_leader.post(reverse("prepare:agree", args=[enrolment.pk]), sent, follow=True)
    text = said(answer)
    assert "Agreed." in text
    assert "The actions need 0.5 days of cover in 2026/27 more than the place gives." in text
    assert "10.5 of 10 days of cover in 2026/27 are spoken for." in text
    made = AgreedAction.objects.get(what="Watch a lesson")
    assert "2.5 days of cover" in said(as_leader.get(made.get_absolute_url()))


def test_what_was_said_stands_in_the_form_as_one_writes_it(as_leader, enrolment):
    made = make_action(enrolment=enrolment, cover_days=8, cost_gbp=Decimal("62.50"))
    form = as_leader.get(reverse("prepare:change", args=[made.pk])).context["form"]
    assert [each.value() for each in form.needed] == [None, "8", "62.5"]


def test_changing_it_warns_too_and_what_needs_nothing_does_not(as_leader, enrolment, place):
    made = make_action(enrolment=enrolment, what="Plan a unit")
    other = make_action(enrolment=enrolment, cover_days=9)
    sent = {"what": "Plan a unit", "due_on": "2026-12-04"}
    address = reverse("prepare:change", args=[made.pk])
    assert "more than" not in said(as_leader.post(address, sent, follow=True))
    assert "more than" in said(as_leader.post(address, sent | {"cover_days": "2"}, follow=True))
    assert other.is_open


def test_an_owner_who_reads_no_list_is_told_nothing_of_the_others(client, enrolment, place):
    teacher = holder_of(Role.TEACHER, school=enrolment.school)
    make_action(enrolment=enrolment, cover_days=9)
    own = make_action(enrolment=enrolment, owner=teacher.person, what="Plan a unit")
    client.force_login(teacher)
    sent = {"what": "Plan a unit", "due_on": "2026-12-04", "cover_days": "2"}
    answer = client.post(reverse("prepare:change", args=[own.pk]), sent, follow=True)
    assert "2 days of cover" in said(answer)
    assert "the place gives" not in said(answer)


def test_who_reads_a_plan_and_no_list_is_told_nothing_of_what_all_need(
    client, as_leader, enrolment
):
    enrolment.school.trust = trust = make_trust()
    enrolment.school.save()
    make_action(enrolment=enrolment, **COVER)
    plan = make_plan(enrolment=enrolment, state="approved").get_absolute_url()
    assert "4 days of cover" in said(as_leader.get(plan))
    client.force_login(holder_of(Role.CHIEF_EXECUTIVE, trust=trust))
    page = client.get(plan)
    assert (page.status_code, "spoken for" in said(page)) == (200, False)


def test_the_file_has_what_each_action_needs(as_leader, enrolment):
    make_action(enrolment=enrolment, cover_days=Decimal("1.5"), cost_gbp=Decimal(240))
    text = b"".join(as_leader.get(reverse("prepare:actions-csv", args=[enrolment.pk]))).decode()
    assert '"Days of support","Days of cover","Pounds"' in text
    assert ',"",1.5,240.00' in text
