"""The people and programmes of the demonstration: the 41 schools, and each one's story."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db.models import Count, Q
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit.models import Event
from leadwell.deliver import lists
from leadwell.deliver.models import Note, NoteSignature, NoteVersion, Visit
from leadwell.demo import choosing_world, fixture, trial_schools
from leadwell.demo.fixture import Scale
from leadwell.demo.visits import N_VISITS
from leadwell.explore.choosing import the_set
from leadwell.explore.models import PeerReview, Review, ReviewState
from leadwell.explore.reviewing.change import change_page
from leadwell.lib import academic_year as years
from leadwell.people import access
from leadwell.people.models import Capacity, Handover, Person, Role, RoleHeld
from leadwell.people.roles import rules
from leadwell.people.second_factor import must_have_one
from leadwell.people.training.rules import may_take_people_away
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.agreeing import holding
from leadwell.prepare.deploying.register.page import SOON
from leadwell.prepare.models import (
    AT_WORK,
    Deployment,
    Plan,
    PlannedRound,
    PrioritySource,
    Specialist,
)
from leadwell.prepare.round import actions as rounds
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.calendar import school_days
from leadwell.schools.models import School
from tests.demo.conftest import SEED, TODAY
from tests.demo.peopled import undone


@pytest.fixture(scope="module")
def region(country) -> Iterator[Programme]:
    with undone():
        fixture.make(seed=SEED, today=TODAY, scale=Scale.REGION)
        yield Programme.objects.get(code="KS2M")


def at(code: str) -> School:
    """The school testers call so, in the programme."""
    name = trial_schools.load().school(code).name
    return School.objects.standing().get(name=name)


def enrolled(code: str) -> Enrolment:
    return Enrolment.objects.get(programme__code="KS2M", school=at(code))


def holders(role: Role, **where: object) -> list[Person]:
    live = RoleHeld.objects.live_on(TODAY).filter(role=role, **where).select_related("person")
    return [held.person for held in live]


def test_41_schools_are_in_five_hubs_with_25_specialists(region):
    hubs = region.hubs.annotate(n=Count("enrolments")).order_by("pk")
    assert [(hub.name, hub.n) for hub in hubs] == [
        ("Exe", 9), ("Tamar", 8), ("Torbay", 7), ("Parrett", 9), ("Stour", 8),
    ]  # fmt: skip
    for hub in hubs:
        assert len(holders(Role.SPECIALIST, hub=hub)) == 5
        assert len(holders(Role.HUB_LEAD, hub=hub)) == 1


def test_every_school_has_the_twelve_people_it_should(region):
    for enrolment in region.enrolments.all():
        here = RoleHeld.objects.live_on(TODAY).filter(school=enrolment.school)
        n = {
            row["role"]: row["n"] for row in here.values("role").order_by().annotate(n=Count("pk"))
        }
        assert n["HT"] == 1
        assert n["SUB"] == 2
        assert n["SLT"] == 1
        assert n["FIN-S"] == 1
        assert n["GOV"] >= 2
        assert n["TCH"] >= 5
        assert n["DPO"] == 1


def test_there_are_about_560_accounts_and_all_can_be_signed_in_to(region):
    assert 540 <= User.objects.count() <= 600
    waiting = [user for user in User.objects.all() if not user.has_usable_password()]
    assert len(waiting) == 3  # invited yesterday
    assert not User.objects.exclude(
        Q(email__endswith="@example.org") | Q(email=fixture.EMAIL)
    ).exists()


def test_the_programme_is_led_governed_paid_for_and_evaluated(region):
    for role, n in (
        (Role.PROGRAMME_LEAD, 1), (Role.STRATEGIC_LEAD, 1), (Role.PROJECT_MANAGER, 1),
        (Role.FINANCE_OFFICER, 1), (Role.EVALUATOR, 1), (Role.STRATEGIC_BOARD_MEMBER, 5),
        (Role.STEERING_GROUP_MEMBER, 6),
    ):  # fmt: skip
        assert len(holders(role, programme=region)) == n, role
    assert region.state == Programme.State.DELIVERING
    assert set(region.controllers.values_list("party", flat=True)) == {
        "school", "lead", "home_school", "evaluator", "host", "funder",
    }  # fmt: skip
    for strand in region.strands.all():
        assert 3 <= strand.ingredients.count() <= 7


def test_exe_02_has_its_history_under_its_new_number(region):
    school = at("Exe-02")
    assert school.urn == 900_042
    assert enrolled("Exe-02").joined_on < date(2026, 2, 1)
    assert len(holders(Role.GOVERNOR, school=school)) == 3


def test_exe_03_has_an_interim_head(region):
    head = RoleHeld.objects.live_on(TODAY).get(school=at("Exe-03"), role=Role.HEADTEACHER)
    assert head.capacity == Capacity.INTERIM


def test_tamar_01_is_in_a_literacy_programme_too(region):
    codes = at("Tamar-01").enrolments.values_list("programme__code", flat=True)
    assert set(codes) == {"KS2M", "LIT"}


def test_the_head_of_tamar_02_leaves_at_the_end_of_the_year_and_somebody_follows(region):
    handover = Handover.objects.get(leaving__school=at("Tamar-02"))
    assert handover.leaving.ends_on == date(2026, 12, 31)
    assert handover.coming.starts_on == date(2027, 1, 1)
    assert handover.closed_at is None
    assert handover.steps.filter(done_at=None).count() == 7


def test_both_who_lead_the_subject_at_tamar_03_work_part_time(region):
    posts = [person.post for person in holders(Role.SUBJECT_LEADER, school=at("Tamar-03"))]
    assert sorted(post.split(", ")[-1] for post in posts) == [
        "Monday to Wednesday", "Wednesday to Friday",
    ]  # fmt: skip


def test_the_trusts_chief_executive_sees_four_schools(region):
    (person,) = holders(Role.CHIEF_EXECUTIVE)
    seen = set(access.enrolments_for(person.user).values_list("school", flat=True))
    assert seen == {at(code).pk for code in ("Exe-04", "Exe-05", "Tamar-04", "Parrett-04")}


def test_parrett_02_left_in_spring_and_its_specialist_with_it(region):
    enrolment = enrolled("Parrett-02")
    assert enrolment.left_on == date(2026, 3, 26)
    assert enrolment.why_left == Enrolment.WhyLeft.CAPACITY
    assert all(role.ends_on <= enrolment.left_on for role in enrolment.deployed.all())
    assert region.enrolments.filter(left_on=None).count() == 40


def test_parrett_03_is_the_partner_school(region):
    partners = region.enrolments.filter(part=Enrolment.Part.PARTNER)
    assert [each.school for each in partners] == [at("Parrett-03")]


def test_the_specialist_who_works_at_exe_06_cannot_be_deployed_there(region):
    person = Person.objects.get(
        home_school=at("Exe-06"), roles__role=Role.SPECIALIST, roles__hub__name="Exe"
    )
    enrolment = enrolled("Exe-06")
    given = RoleHeld(
        person=person, role=Role.SPECIALIST, enrolment=enrolment, school=enrolment.school,
        starts_on=TODAY,
    )  # fmt: skip
    may = rules.fits(given)
    assert not may
    assert "works at Quincetree Ford" in may.reason
    assert person.pk in {one.pk for one in holders(Role.SPECIALIST, hub=enrolment.hub)}


def test_every_school_still_in_has_a_specialist_until_the_programme_ends_but_where_it_rests(region):
    for enrolment in region.enrolments.filter(left_on=None):
        found = enrolment.deployed.live_on(TODAY)
        if enrolment == enrolled("Parrett-07"):
            assert not found.exists()
            continue
        last = found.get()
        assert last.ends_on == region.ends_on
        home = last.person.home_school
        assert home != enrolment.school
        assert RoleHeld.objects.filter(school=home, role=Role.HOME_HEADTEACHER).count() == 1


def test_nobody_is_sent_to_a_school_but_by_an_agreement_that_three_signed(region):
    sent = RoleHeld.objects.filter(role=Role.SPECIALIST, enrolment__isnull=False)
    assert sent.count() == 42  # and one of them follows another
    assert set(sent) == {one.role for one in Deployment.objects.exclude(role=None)}
    for one in Deployment.objects.exclude(role=None):
        assert one.signatures.count() == 3
        assert one.role.person == one.specialist.person
        assert one.role.enrolment == one.enrolment
        assert one.first_contact.met_on
    states = Counter(Deployment.objects.exclude(role=None).values_list("state", flat=True))
    assert states == {"reviewed": 39, "suspended": 1, "evaluated": 2}


def test_torbay_02_has_another_specialist_and_they_went_there_together(region):
    there = Deployment.objects.filter(enrolment=enrolled("Torbay-02"), role__isnull=False)
    first, then = there.order_by("starts_on")
    assert then.follows == first
    assert first.ended_on == then.handover_visit.met_on == date(2026, 1, 9)
    assert [one.priority for one in first.evaluation.effects.all()] == first.priorities
    assert first.comment.text
    assert Handover.objects.get(coming=then.role).leaving == first.role


def test_agreements_count_the_days_of_the_visits_that_were(region):
    """A half-day each, or three quarters: eleven visits of twelve days agreed."""
    for one in Deployment.objects.exclude(role=None):
        visits = Visit.objects.filter(
            enrolment=one.enrolment, specialist=one.specialist.person, state="happened"
        )
        given = sum(row.given for row in one.days.all())
        assert given == sum(each.days for each in visits)
        assert all(row.given <= row.agreed for row in one.days.all())
        if one.state == "reviewed":
            agreed = sum(row.agreed for row in one.days.all())
            assert agreed <= one.enrolment.days_agreed == 12


def test_where_the_work_rests_no_visit_is_to_come(region):
    one = Deployment.objects.get(state="suspended")
    assert one.enrolment == enrolled("Parrett-07")
    assert one.role.ends_on < TODAY
    visits = one.enrolment.visits
    assert not Visit.objects.to_come().filter(enrolment=one.enrolment).exists()
    assert visits.filter(state="cancelled", on__gt=one.role.ends_on).exists()


def test_work_is_locked_at_one_school_where_a_check_has_ended(region):
    locked = [
        str(one.enrolment.school.pk)
        for one in Deployment.objects.exclude(role=None).at_hand()
        if one.state in AT_WORK and not holding.may_be_there(one, TODAY)
    ]
    assert locked == [str(at("Torbay-07").pk)]


def test_the_cohort_of_the_leadership_programme_is_38_people_at_eight_schools(region):
    there = Enrolment.objects.filter(programme__code="LEAD", hub__name="Cohort L-38")
    assert there.count() == 8
    people = RoleHeld.objects.filter(role=Role.TEACHER, school__in=there.values("school"))
    assert people.count() == 38
    assert not people.exclude(person__user=None).exists()


def test_all_of_it_was_done_by_somebody_and_written_down(region):
    given = set(Event.objects.filter(verb="gave a role").values_list("subject_id", flat=True))
    assert given == {str(pk) for pk in RoleHeld.objects.values_list("pk", flat=True)}
    today = timezone.make_aware(datetime(2026, 11, 22))
    assert not Event.objects.filter(subject_type__startswith="programmes", at__gte=today).exists()


def test_where_no_results_are_loaded_people_say_which_schools_a_programme_is_for(region):
    with undone():
        choosing_world.choose(today=TODAY)
        counter = the_set.counter(Programme.objects.get(code="KS2N"))
    assert counter.keeps_rule


# Visits


def test_schools_have_visits_that_were_and_visits_to_come(region):
    here = Visit.objects.filter(enrolment__programme=region)
    taking_part = region.enrolments.filter(left_on=None)
    assert set(taking_part.values_list("days_agreed", flat=True)) == {12}
    assert here.values("enrolment").distinct().count() == taking_part.count()
    assert here.filter(state="happened", on__lt=TODAY).count() > 60
    assert here.filter(state="planned", on__gte=TODAY).count() > 20
    assert here.filter(state="confirmed").exists()
    assert not here.filter(state="happened", on__gte=TODAY).exists()


def test_visits_tell_of_what_goes_wrong_too(region):
    manager = User.objects.get(person__roles__role=Role.PROJECT_MANAGER,
                               person__roles__programme=region)  # fmt: skip
    [again] = lists.put_off_again(manager)
    assert [each.side for each in again.postponements.all()] == ["school", "specialist"]
    assert len(lists.unvisited(manager, TODAY)) >= 1
    waiting = Visit.objects.to_come()
    assert waiting.filter(on__lt=TODAY).count() == 1
    assert waiting.filter(on__gte=TODAY, purpose="").exists()


# Notes of visits


def test_two_years_hold_a_visit_a_half_term_to_each_school(region):
    here = Visit.objects.filter(enrolment__programme=region)
    assert here.count() == N_VISITS == 451
    happened = here.filter(state="happened")
    assert happened.count() == here.filter(on__lt=TODAY).count() - 1  # one nobody speaks of
    put_off = happened.filter(postponements__isnull=False).distinct()
    assert put_off.count() / happened.count() == pytest.approx(0.12, abs=0.01)
    assert not here.filter(on__range=(date(2027, 5, 9), date(2027, 5, 16))).exists()  # of tests


def test_seven_in_a_hundred_notes_are_unsigned_ten_school_days_after_they_were_shared(region):
    calendars, n, unsigned = {}, 0, 0
    for note in Note.objects.filter(visit__enrolment__programme=region).with_places():
        school = note.enrolment.standing_school
        days = calendars.setdefault(school.pk, school_days(school))
        shared_on = note.versions.earliest("number").shared_at.date()
        if (then := days.after(shared_on, 10)) > TODAY:
            continue
        n += 1
        signed = NoteSignature.objects.filter(version__note=note, at__date__lte=then)
        unsigned += not signed.exists()
    assert n > 250
    assert unsigned / n == pytest.approx(0.07, abs=0.01)


def test_most_notes_are_signed_and_let_go_and_some_wait(region):
    notes = Note.objects.filter(visit__enrolment__programme=region)
    n = notes.count()
    assert n > 250
    released = notes.filter(state="released").count() / n
    unsigned = notes.filter(state="unsigned").count() / n
    assert 0.8 < released < 0.95
    assert 0.05 < unsigned < 0.12
    assert notes.filter(due_on__isnull=False).exists()
    assert NoteSignature.objects.exclude(sees_differently="").exists()
    assert NoteVersion.objects.filter(note__in=notes, number=2).exists()
    assert notes.filter(was_returned=True).exists()


def test_grey_fades_and_green_grows(region):
    versions = NoteVersion.objects.filter(shown_by__isnull=False)
    first_day = versions.earliest("note__visit__on").note.visit.on

    def shares(found):
        colours = Counter(
            colour
            for version in found
            for colour in (version.engagement, version.implementation, version.impact)
        )
        return {colour: n / colours.total() for colour, n in colours.items()}

    early = shares(versions.filter(note__visit__on__lt=first_day + timedelta(days=40)))
    late = shares(versions.filter(note__visit__on__gt=first_day + timedelta(days=250)))
    assert 0.2 < early["grey"] < 0.4
    assert late["grey"] < 0.1
    assert late["green"] > early["green"] + 0.1
    assert late["red"] < 0.15


def test_schools_are_at_every_step_of_a_review_and_one_is_reviewed_again(region):
    reviews = Review.objects.filter(enrolment__programme=region)
    counted = Counter(reviews.filter(before=None).values_list("state", flat=True))
    assert set(counted) == set(ReviewState.values)
    again = reviews.get(before__isnull=False)
    assert (again.point, again.state, again.before.state) == ("mid", "agreed", "signed")
    page = change_page(again, again.before)
    assert page.counted.up > 3


def test_specialists_are_on_the_register_and_one_check_has_ended(region):
    lines = {one.person_id: one for one in Specialist.objects.all()}
    assert len(lines) == 25
    for one in lines.values():
        assert one.home
        assert one.specialisms
        assert one.checked_until
        assert one.credentials.get().is_live_on(TODAY)
    [over] = [one for one in lines.values() if one.checked_until <= TODAY + SOON]
    assert over.checked_until == date(2026, 11, 15)
    held = capacity.of(list(lines.values()), years.of(TODAY)).values()
    assert {one.available for one in held} == {15}
    assert sum(one.taken == 14 for one in held) == 1  # one is refused two days more
    assert all(one.taken <= one.available for one in held)


def test_deployments_are_on_their_way_and_a_round_is_asked_for(region):
    on_their_way = Deployment.objects.filter(role=None).order_by("pk")
    assert list(on_their_way.values_list("state", flat=True)) == ["proposed", "released", "hosted"]
    planned = PlannedRound.objects.get()
    rounds.carry_out(round_id=planned.pk, at=timezone.now(), say=lambda what: True)
    planned.refresh_from_db()
    assert planned.state == "done"
    assert planned.gap < 0.01
    assert planned.schools.exclude(proposed=None).count() > 30


def test_most_did_this_years_training_and_some_have_yet_to(region):
    held = RoleHeld.objects.live_on(TODAY).values("person")
    users = [user for user in User.objects.filter(person__in=held) if must_have_one(user)]
    late = [user for user in users if not may_take_people_away(user, on=TODAY)]
    assert 0 < len(late) < len(users) / 6


def test_schools_have_peer_reviews_and_a_finding_became_a_priority(region):
    reviews = PeerReview.objects.filter(enrolment__programme=region)
    assert set(reviews.values_list("state", flat=True)) == {"closed", "feedback", "self_review"}
    closed = reviews.get(state="closed")
    assert {one.answer.how for one in closed.findings.all()} == {"accept", "part", "decline"}
    assert closed.taken_home.count() == 2
    assert PrioritySource.objects.filter(finding__review=closed).count() == 2


def test_plans_are_being_written_agreed_and_looked_at(region):
    plans = Plan.objects.filter(enrolment__programme=region)
    assert {"draft", "agreed"} <= set(plans.values_list("state", flat=True))
    assert plans.count() == 3
    under_way = plans.exclude(state__in=("draft", "agreed")).get()
    assert under_way.priorities.live().count() == 3
