"""Pages of visits: they work, for the right person only, and say why not."""

import re
from datetime import time, timedelta
from decimal import Decimal
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Look
from leadwell.deliver import actions
from leadwell.deliver.models import Postponement, Rag, Visit
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes.content import Stand
from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import Role
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_colleague,
    make_note,
    make_role,
    make_school,
    make_visit,
)

pytestmark = pytest.mark.django_db

ANY_WEEKDAY = SchoolDays()  # no terms are known in these tests


@pytest.fixture
def soon():
    return ANY_WEEKDAY.after(timezone.localdate(), 5)


@pytest.fixture
def page(enrolment):
    def address(name, thing=None):
        return reverse(f"deliver:{name}", args=[(thing or enrolment).pk])

    return address


def said(response):
    plain = re.sub(r"<[^>]*>", " ", response.text)
    return " ".join(unescape(plain).replace("\xa0", " ").split())


def planning(specialist, on, **fields):
    return {
        "sent_id": str(uuid4()), "specialist": specialist.pk, "on": on.isoformat(),
        "starts_at": "09:00", "days": "0.50", "purpose": "Plan the first lessons together",
    } | fields  # fmt: skip


def test_a_subject_leader_plans_a_visit(client, subject_leader, specialist, page, soon):
    client.force_login(subject_leader)
    assert str(specialist) in said(client.get(page("plan-visit")))
    sent = planning(specialist, soon)
    for _ in range(2):
        answer = client.post(page("plan-visit"), sent, follow=True)
        assert "The specialist is to confirm it." in said(answer)
    visit = Visit.objects.get()
    assert answer.redirect_chain[-1][0] == visit.get_absolute_url()
    assert visit.purpose_by == subject_leader.person


def test_a_day_without_school_is_refused_on_the_form_with_its_name(
    client, hub_lead, specialist, page, soon
):
    client.force_login(hub_lead)
    saturday = soon + timedelta(days=5 - soon.weekday())
    answer = client.post(page("plan-visit"), planning(specialist, saturday))
    assert "is no school day at Tansy Hill" in said(answer)
    assert not Visit.objects.exists()


def test_two_visits_at_once_are_refused_in_words(client, hub_lead, specialist, page, soon):
    client.force_login(hub_lead)
    client.post(page("plan-visit"), planning(specialist, soon))
    answer = client.post(page("plan-visit"), planning(specialist, soon))
    assert "The specialist has another visit that day at that time." in said(answer)
    other = make_visit(enrolment=Visit.objects.get().enrolment, on=soon + timedelta(days=30))
    sent = {"to_day": soon.isoformat(), "starts_at": "09:00", "side": "school", "reason": "cover"}
    answer = client.post(page("postpone-visit", other), sent)
    assert "The specialist has another visit that day at that time." in said(answer)


def test_a_school_to_which_nobody_is_sent_says_so(client, hub_lead, page):
    client.force_login(hub_lead)
    assert "Nobody is sent to this school yet." in said(client.get(page("plan-visit")))


def test_a_visit_is_confirmed_put_off_and_cancelled(client, subject_leader, enrolment, page, soon):
    client.force_login(subject_leader)
    visit = make_visit(enrolment=enrolment, on=soon)
    answer = client.post(page("confirm-visit", visit), follow=True)
    assert "Confirmed." in said(answer)
    later = ANY_WEEKDAY.after(soon, 1)
    sent = {"to_day": later.isoformat(), "side": "school", "reason": "cover"}
    answer = client.post(page("postpone-visit", visit), sent, follow=True)
    assert "Put off 1 time already." in said(answer)
    assert "The school: Cover" in said(answer)
    answer = client.post(page("cancel-visit", visit), {"because": ""})
    assert "Say why the visit is cancelled" in said(answer)
    answer = client.post(page("cancel-visit", visit), {"because": "Flood"}, follow=True)
    assert "Cancelled: Flood" in said(answer)


def test_putting_off_to_the_same_day_or_to_a_weekend_is_refused(client, hub_lead, page, soon):
    client.force_login(hub_lead)
    visit = make_visit(enrolment=hub_lead.person.roles.get().hub.enrolments.get(), on=soon)
    saturday = soon + timedelta(days=5 - soon.weekday())
    for day, why in ((soon, "Choose another day than"), (saturday, "is no school day")):
        sent = {"to_day": day.isoformat(), "side": "school", "reason": "cover"}
        assert why in said(client.post(page("postpone-visit", visit), sent))


def test_what_it_is_for_is_written_later(client, specialist, enrolment, page, soon):
    client.force_login(specialist.user)
    visit = make_visit(enrolment=enrolment, on=soon)
    assert "Write what it is for" in said(client.get(page("visit", visit)))
    sent = {"starts_at": "", "days": "1.00", "days_was": "0.50", "purpose": "Look at books"}
    answer = client.post(page("change-visit", visit), sent, follow=True)
    assert "Look at books" in said(answer)
    visit.refresh_from_db()
    assert visit.purpose_by == specialist


@pytest.fixture
def two_change_it(client, specialist, subject_leader, enrolment, page, soon):
    """The subject leader has the form open while the specialist says what the visit is for."""
    visit = make_visit(enrolment=enrolment, on=soon)
    client.force_login(subject_leader)
    url = page("change-visit", visit)
    fresh = hidden_of(client.get(url))
    actions.change_visit(
        visit=visit, starts_at=None, days=Decimal("1.00"), purpose="Fractions in Year 5",
        by=specialist.user, at=timezone.now(),
    )  # fmt: skip
    return visit, url, fresh | {"starts_at": "09:00", "days": "0.50", "purpose": "Talk <b>"}


def hidden_of(answer):
    form = answer.context["form"]
    return {field.html_name: field.value() or "" for field in form.hidden_fields()}


def test_of_two_who_say_what_it_is_for_the_second_sees_both_and_neither_is_lost(
    client, two_change_it, specialist, subject_leader
):
    visit, url, sent = two_change_it
    asked = client.post(url, sent)
    text = said(asked)
    assert f"As it is now, it is by {specialist}." in text
    assert "As it is now: Fractions in Year 5" in text
    assert "Yours: Talk &lt;b&gt;" in asked.text
    assert "Choose which purpose is right" in text
    assert "length was changed" not in text, "only one of them changed it"
    visit.refresh_from_db()
    assert visit.purpose == "Fractions in Year 5"

    again = sent | hidden_of(asked)
    done = client.post(url, again | {"purpose_choice": "theirs"})
    assert done.status_code == 302
    visit.refresh_from_db()
    assert (visit.purpose, visit.purpose_by) == ("Fractions in Year 5", specialist)
    assert (visit.days, f"{visit.starts_at:%H:%M}") == (Decimal("1.00"), "09:00")


def test_whoever_keeps_their_own_words_does_so_knowingly(client, two_change_it, subject_leader):
    visit, url, sent = two_change_it
    again = sent | hidden_of(client.post(url, sent)) | {"purpose_choice": "mine"}
    assert client.post(url, again).status_code == 302
    visit.refresh_from_db()
    assert (visit.purpose, visit.purpose_by) == ("Talk <b>", subject_leader.person)


def test_what_was_chosen_before_it_changed_once_more_does_not_count(
    client, two_change_it, specialist
):
    visit, url, sent = two_change_it
    again = sent | hidden_of(client.post(url, sent)) | {"purpose_choice": "theirs"}
    visit.refresh_from_db()
    actions.change_visit(
        visit=visit, starts_at=None, days=visit.days, purpose="Decimals", by=specialist.user,
        at=timezone.now(),
    )  # fmt: skip
    answer = client.post(url, again)
    assert answer.status_code == 200
    assert "As it is now: Decimals" in said(answer)


def test_days_used_and_planned_stand_beside_those_agreed(client, specialist, enrolment, page, soon):
    enrolment.days_agreed = Decimal(6)
    enrolment.save()
    client.force_login(specialist.user)
    been = make_visit(enrolment=enrolment, on=timezone.localdate())
    make_visit(enrolment=enrolment, on=soon, days="1.00")
    answer = client.post(page("say-happened", been), {"days": "0.75"}, follow=True)
    assert "It happened." in said(answer)
    answer = said(client.get(page("visits")))
    assert "0.75 of 6 days used, 1 planned, 4.25 left." in answer


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_a_schools_visits_are_taken_away_as_a_file(client, hub_lead, enrolment, page, soon, ending):
    make_visit(enrolment=enrolment, on=soon, purpose="Look at books")
    client.force_login(hub_lead)
    answer = client.get(page(f"visits-{ending}"))
    assert answer["Content-Disposition"].endswith(f'.{ending}"')
    assert Look.objects.filter(outcome="exported", n_rows=1).exists() or ending == "pdf"


def test_a_stranger_finds_nothing_and_the_head_is_told_why_not(client, enrolment, page, soon):
    visit = make_visit(enrolment=enrolment, on=soon)
    client.force_login(make_colleague().user)
    absent = client.get(reverse("deliver:visit", args=[987_654_321]))
    assert client.get(page("visit", visit)).status_code == absent.status_code == 404
    client.force_login(holder_of(Role.HEADTEACHER, school=enrolment.school))
    assert client.get(page("visit", visit)).status_code == 200
    refused = client.get(page("plan-visit"))
    assert refused.status_code == 403
    assert "Only the school’s subject leader" in said(refused)


def test_a_button_is_not_a_link(client, hub_lead, enrolment, page, soon):
    client.force_login(hub_lead)
    visit = make_visit(enrolment=enrolment, on=soon)
    assert client.get(page("confirm-visit", visit)).status_code == 405
    assert client.post(page("visit", visit)).status_code == 405


def test_opening_a_visit_is_told_to_the_specialist_it_is_about(
    client, hub_lead, specialist, enrolment, page, soon
):
    visit = make_visit(enrolment=enrolment, on=soon)
    client.force_login(hub_lead)
    client.get(page("visit", visit))
    look = Look.objects.get(page="deliver:visit")
    assert look.about_people == [specialist.pk]
    assert look.about_school == enrolment.school_id


def test_a_home_head_sees_days_of_own_staff_and_not_where(client, enrolment, specialist, soon):
    home = make_role(Role.HOME_HEADTEACHER, school=make_school())
    specialist.home_school = home.school
    specialist.save()
    make_visit(enrolment=enrolment, on=soon, purpose="Look at books")
    client.force_login(home.person.user)
    answer = said(client.get(reverse("deliver:staff-days")))
    assert f"{specialist}: 0 days used, 0.5 planned." in answer
    assert "Tansy Hill" not in answer
    assert "Look at books" not in answer
    look = Look.objects.get(page="deliver:staff-days")
    assert look.about_people == [specialist.pk]


def test_the_enrolments_page_leads_to_visits_for_those_who_see_them(client, enrolment, hub_lead):
    client.force_login(hub_lead)
    assert "Visits, and days of support" in client.get(enrolment.get_absolute_url()).text
    client.force_login(holder_of(Role.EVALUATOR, programme=enrolment.programme))
    assert "Visits, and days" not in client.get(enrolment.get_absolute_url()).text


def test_a_visit_that_was_put_off_twice_is_listed_for_the_hub_lead(
    client, hub_lead, subject_leader, enrolment, soon
):
    visit = make_visit(enrolment=enrolment, on=soon)
    for n in (1, 2):
        client.force_login(hub_lead)
        assert "No visit to come was put off twice" in said(client.get(reverse("deliver:put-off")))
        Postponement.objects.create(
            visit=visit, from_day=soon - timedelta(days=n), to_day=soon, side="school",
            reason="cover", said_by=visit.specialist, said_at=NOON,
        )  # fmt: skip
    assert "1 visit to come was put off twice" in said(client.get(reverse("deliver:put-off")))
    client.force_login(subject_leader)
    assert "No visit to come" in said(client.get(reverse("deliver:put-off")))


def test_a_second_visit_of_the_day_without_an_hour_is_refused_in_words(
    client, hub_lead, specialist, page, soon
):
    client.force_login(hub_lead)
    client.post(page("plan-visit"), planning(specialist, soon, starts_at=""))
    answer = client.post(page("plan-visit"), planning(specialist, soon, starts_at=""))
    assert "say at what time each begins" in said(answer)
    client.post(page("plan-visit"), planning(specialist, soon))
    second = Visit.objects.get(starts_at__isnull=False)
    form = hidden_of(client.get(page("change-visit", second)))
    sent = form | {"starts_at": "", "days": "0.50", "purpose": ""}
    answer = client.post(page("change-visit", second), sent)
    assert "say at what time each begins" in said(answer)


def test_the_hubs_page_leads_its_lead_to_visits(client, enrolment, hub_lead):
    client.force_login(hub_lead)
    assert "Visits to these schools" in client.get(enrolment.hub.get_absolute_url()).text
    client.force_login(holder_of(Role.STRATEGIC_LEAD, programme=enrolment.programme))
    assert "Visits to these schools" not in client.get(enrolment.hub.get_absolute_url()).text


@pytest.fixture
def before(enrolment, specialist):
    """Shared of the visit before: implementation was Red. Another action was agreed since."""
    earlier = make_visit(enrolment=enrolment, specialist=specialist, on=NOON.date())
    make_note(earlier, stands={aspect: Stand(Rag.RED, "Not seen yet") for aspect in ASPECTS})
    return make_action(enrolment=enrolment, what="Buy counters")


def test_before_the_visit_its_page_says_how_things_stood_and_what_is_under_way(
    client, enrolment, specialist, soon, before
):
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=soon)
    client.force_login(specialist.user)
    text = said(client.get(visit.get_absolute_url()))
    assert re.search("Last time .*Implementation .*Red", text)
    assert "Buy counters" in text


def test_whoever_may_not_read_the_note_is_told_no_colour_of_it(
    client, enrolment, specialist, soon, before
):
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=soon)
    home_head = holder_of(Role.HEADTEACHER, school=make_school())
    board = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=enrolment.programme)
    for reader in (home_head, board):
        client.force_login(reader)
        answer = client.get(visit.get_absolute_url())
        assert answer.status_code == 404 or "Last time" not in said(answer)


def test_once_the_visit_has_a_note_its_page_leaves_that_to_the_note(
    client, enrolment, specialist, before
):
    visit = make_visit(
        enrolment=enrolment, specialist=specialist, on=NOON.date(), starts_at=time(14)
    )
    make_note(visit, at=timezone.now())
    client.force_login(specialist.user)
    assert "Last time" not in said(client.get(visit.get_absolute_url()))
