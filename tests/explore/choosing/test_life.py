"""A school that is put forward goes its way by the table, each step with its rule."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from leadwell.audit.models import Event
from leadwell.explore.choosing import actions, rules, telling, wants
from leadwell.explore.choosing.transitions import TRANSITIONS
from leadwell.explore.models import Candidate, CandidateState, Step
from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import Role
from tests.explore.choosing.conftest import TODAY, answers, low_results, nomination
from tests.factories import NOON, holder_of, make_hub, make_organisation, make_person, make_school

pytestmark = pytest.mark.django_db
State = CandidateState


def refused(act, **said):
    with pytest.raises(PermissionDenied) as reason, transaction.atomic():
        act(**said)
    return str(reason.value)


def test_a_school_goes_from_put_forward_to_taking_part(chosen, programme, hub, lead, manager):
    candidate = chosen[0]
    actions.offer(candidate=candidate, by=lead, at=NOON)
    actions.accept(candidate=candidate, joined_on=date(2026, 11, 23), by=manager, at=NOON)
    candidate.refresh_from_db()
    assert candidate.state == State.ACCEPTED
    assert candidate.enrolment.hub == hub
    assert candidate.enrolment.part == "target"
    verbs = candidate.steps.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["nominate", "screen", "find_eligible", "assess", "offer", "accept"]
    logged = Event.objects.filter(subject_type__iendswith="candidate", subject_id=str(candidate.pk))
    assert logged.count() == 6


def test_several_schools_are_put_forward_at_once_or_none(programme, manager):
    schools = [make_school(), make_school(is_open=False)]
    said = refused(
        actions.nominate_many, programme=programme, schools=schools, said=nomination(),
        by=manager, at=NOON,
    )  # fmt: skip
    assert "is closed" in said
    assert not Candidate.objects.exists()
    actions.nominate_many(
        programme=programme, schools=schools[:1], said=nomination(), by=manager, at=NOON
    )
    assert Candidate.objects.get().nominated_by.name == "Rowan Pike"


def test_a_school_is_put_forward_once_at_a_time(put, manager):
    first = put()
    with pytest.raises(IntegrityError), transaction.atomic():
        put(first.school)
    actions.decline(candidate=first, because="Its trust has plans of its own", by=manager, at=NOON)
    assert put(first.school).state == State.NOMINATED


def test_nothing_goes_on_before_the_head_has_been_told(put, manager):
    candidate = put(head_told_on=None)
    said = refused(actions.screen, candidate=candidate, by=manager, at=NOON)
    assert "has not been told. That has to be by Fri" in said.replace("\xa0", " ")
    late = refused(actions.screen, candidate=candidate, by=manager, at=NOON + timedelta(days=30))
    assert "That had to be by" in late
    actions.say_head_told(
        candidate=candidate, on=NOON.date(), told_by="Rowan Pike", by=manager, at=NOON
    )
    actions.screen(candidate=candidate, by=manager, at=NOON)
    candidate.refresh_from_db()
    assert candidate.state == State.SCREENING
    assert candidate.head_told_by == "Rowan Pike"


def test_what_is_still_to_come_has_not_happened(put, screened, manager):
    """A call that has not been held makes nobody ready."""
    tomorrow = TODAY + timedelta(1)
    for act in (
        lambda: put(head_told_on=tomorrow),
        lambda: actions.say_head_told(
            candidate=put(head_told_on=None), on=tomorrow, by=manager, at=NOON
        ),
        lambda: actions.assess(
            candidate=screened(), said=answers(head_called_on=tomorrow), by=manager, at=NOON
        ),
    ):
        with pytest.raises(PermissionDenied, match="That day is still to come"):
            act()


def test_every_step_says_that_the_head_has_not_been_told(put, lead):
    candidate = put(head_told_on=None)
    steps = (
        rules.may_reserve, rules.may_find, rules.may_assess, rules.may_screen_again,
        rules.may_ask_again, rules.may_promise_support, rules.may_offer,
    )  # fmt: skip
    for may in steps:
        assert "has not been told. Nothing goes on before." in may(lead, candidate).reason
    assert rules.may_decline(lead, candidate)
    assert rules.may_say_head_told(lead, candidate)


def test_after_ten_school_days_nothing_of_the_nomination_changes_but_that_the_head_is_told(
    put, lead, manager
):
    candidate = put(head_told_on=None)
    said = {"candidate": candidate, "by": manager, "at": NOON}
    actions.change_candidate(intelligence="Two teachers left", **said)
    Candidate.objects.update(nominated_on=NOON.date() - timedelta(days=21))
    late = refused(actions.change_candidate, intelligence="Three", **said).replace("\xa0", " ")
    assert "That had to be by Fri 13 Nov" in late
    assert "Have them told and say so, or decline it." in late
    actions.say_head_told(on=NOON.date(), **said)
    actions.change_candidate(intelligence="Three", **said)
    candidate.refresh_from_db()
    assert (candidate.intelligence, candidate.head_told_by) == ("Three", manager.name)


def test_who_put_it_forward_is_asked_to_tell_the_head_as_well(put, hub, manager):
    told_of, candidate = put(), put(head_told_on=None)
    hub_lead = holder_of(Role.HUB_LEAD, hub=hub)
    Candidate.objects.update(nominated_by=hub_lead.person, nominated_on=date(2026, 10, 1))
    [want] = wants.heads_to_tell(hub_lead, NOON.date())
    assert (want.verb, want.url) == ("Tell them", candidate.get_absolute_url())
    assert "Nothing goes on before" in want.why
    [theirs] = wants.heads_to_tell(manager, NOON.date())
    assert theirs.verb == "Say so"
    assert told_of.head_told_by == "Rowan Pike"


def test_a_school_without_results_is_screened_where_others_have_years_of_them(screened):
    """Each year and measure that decides nothing is named: more than five hundred letters."""
    low_results(make_school(), years=range(2015, 2025))
    found = screened(is_eligible=False).screenings.get()
    assert max(len(one.why) for one in found.criteria.all()) > 500


def test_ten_school_days_are_counted_by_the_schools_own_calendar(put):
    candidate = put(head_told_on=None)  # on Friday 20 November
    assert telling.told_by(candidate, SchoolDays()) == date(2026, 12, 4)
    half_term = ((date(2026, 9, 1), date(2026, 11, 20)), (date(2026, 11, 30), date(2026, 12, 18)))
    assert telling.told_by(candidate, SchoolDays(half_term)) == date(2026, 12, 11)


def test_a_school_that_is_told_no_is_told_why(assessed, manager):
    for act in (actions.reserve, actions.decline):
        candidate = assessed()
        with pytest.raises(IntegrityError), transaction.atomic():
            act(candidate=candidate, because="", by=manager, at=NOON)
        act(candidate=candidate, because="Too far from every hub", by=manager, at=NOON)
        candidate.refresh_from_db()
        assert candidate.because == "Too far from every hub"


def test_an_accepted_school_that_cannot_be_taken_in_is_not_accepted(chosen, lead, manager):
    candidate = chosen[0]
    actions.offer(candidate=candidate, by=lead, at=NOON)
    candidate.school.is_open = False
    candidate.school.save()
    said = refused(actions.accept, candidate=candidate, joined_on=NOON.date(), by=manager, at=NOON)
    assert "is closed" in said
    candidate.refresh_from_db()
    assert (candidate.state, candidate.enrolment) == (State.OFFERED, None)


def test_only_who_leads_offers_and_only_who_runs_it_chooses(chosen, manager, board, programme):
    candidate = chosen[0]
    assert "who leads the programme" in refused(
        actions.offer, candidate=candidate, by=manager, at=NOON
    )
    for role in (Role.STRATEGIC_LEAD, Role.STRATEGIC_BOARD_MEMBER):
        who = holder_of(role, programme=programme)
        assert "lead or manage" in refused(
            actions.decline, candidate=candidate, because="No", by=who, at=NOON
        )
    head = holder_of(Role.HEADTEACHER, school=candidate.school)
    assert "lead or manage" in refused(
        actions.assess, candidate=candidate, said=answers(), by=head, at=NOON
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "screening", "head_told_on": None},
        {"state": "declined"},
        {"head_told_by": "Rowan Pike"},
        {"state": "eligible", "head_told_on": NOON.date()},
        {"part": "partner"},
        {"state": "accepted", "head_told_on": NOON.date(), "is_eligible": True},
        {"state": "somewhere"},
        {"reason": ""},
    ],
)
def test_the_database_holds_what_a_candidate_is(programme, broken):
    fields = {
        "programme": programme, "school": make_school(), "organisation": make_organisation(),
        "nominated_by": make_person(), "nominated_on": NOON.date(), "reason": "Because",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.create(**fields | broken)
    Candidate.objects.create(**fields)


def test_a_candidates_hub_is_one_of_its_programme(put):
    candidate = put()
    candidate.hub = make_hub()
    with pytest.raises(IntegrityError), transaction.atomic():
        save_now(candidate)


def save_now(candidate):
    """With what the database would look at only in the end."""
    candidate.save()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_a_change_that_cannot_be_logged_is_no_change(put, manager, monkeypatch):
    candidate = put()
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError), transaction.atomic():
        actions.screen(candidate=candidate, by=manager, at=NOON)
    candidate.refresh_from_db()
    assert candidate.state == State.NOMINATED
    assert Step.objects.count() == 1


def test_the_table_names_every_state_and_leads_out_of_none_that_is_over():
    reached = {State.NOMINATED, *(step.after for step in TRANSITIONS.values())}
    assert reached == set(State)
    over = {State.ACCEPTED, State.DECLINED, State.REFUSED}
    assert all(not step.before & over for step in TRANSITIONS.values())
