"""The demonstration has schools at every step of being chosen, and others of which much is asked."""

from collections import Counter
from collections.abc import Iterator

import pytest

from leadwell.accounts.models import User
from leadwell.demo import choosing_world, evaluation_world, files, fixture
from leadwell.demo.fixture import Scale
from leadwell.evaluation.models import Run
from leadwell.explore.choosing import the_set, wants
from leadwell.explore.interest import wants as interest_wants
from leadwell.explore.models import (
    Assessment,
    CandidateState,
    CriterionFound,
    Initiative,
    InitiativesAnswer,
    Interest,
    OverloadReason,
    Remedy,
)
from leadwell.explore.radar.radar import radar
from leadwell.lib import academic_year as years
from leadwell.people.models import Role
from leadwell.prepare.models import Memorandum
from leadwell.programmes.models import Programme
from leadwell.schools import actions
from leadwell.schools.models import School
from tests.demo.conftest import NOON, SEED, TODAY
from tests.demo.peopled import undone

State = CandidateState


@pytest.fixture(scope="module")
def wider(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """A country with schools enough to choose among, and its results of four years."""
    made = files.write(tmp_path_factory.mktemp("wider"), seed=SEED, today=TODAY, n_schools=120)
    with django_db_blocker.unblock(), undone():
        actions.import_register(path=made.register, name="register.csv", by="a test", at=NOON)
        actions.import_links(path=made.links, name="links.csv", by="a test", at=NOON)
        for each in made.results[-4:]:
            actions.import_results(
                path=each.path, name=each.path.name, academic_year=each.academic_year,
                status=each.status, by="a test", at=NOON,
            )  # fmt: skip
        yield


@pytest.fixture(scope="module")
def next_one(wider) -> Iterator[Programme]:
    with undone():
        fixture.make(seed=SEED, today=TODAY, scale=Scale.REGION)
        choosing_world.choose(today=TODAY)
        yield Programme.objects.get(code="KS2N")


def test_schools_are_asked_and_have_said_one_thing_and_another(next_one):
    states = Counter(Interest.objects.values_list("state", flat=True))
    assert states == {"submitted": 2, "draft": 1, "withdrawn": 1, "open": 1}
    red = Interest.objects.filter(state="submitted").order_by("pk")[1]
    assert red.sent.can_decide == []
    assert "Counting Together" in str(red.sent.others)
    lead = who(Role.PROGRAMME_LEAD, next_one)
    assert len(interest_wants.to_look_at(lead, TODAY)) == 2


def test_of_one_school_the_programme_has_heard_what_else_is_asked(next_one):
    [heard] = Initiative.objects.to_answer()
    assert heard.heard_for.programme == next_one
    assert heard.told_by == "The council’s list of projects"


def who(role: Role, programme: Programme) -> User:
    user = programme.roles.filter(role=role).order_by("pk")[0].person.user
    user.held_today = None
    return user


def lead() -> User:
    return who(Role.PROGRAMME_LEAD, Programme.objects.get(code="KS2M"))


def test_the_next_programme_recruits_under_the_same_lead_and_begins_when_the_first_ends(next_one):
    first = Programme.objects.get(code="KS2M")
    assert next_one.state == Programme.State.RECRUITING
    assert who(Role.PROGRAMME_LEAD, next_one) == who(Role.PROGRAMME_LEAD, first)
    assert next_one.starts_on.year == first.ends_on.year


def test_schools_are_at_every_step_and_each_no_has_its_reason(next_one):
    found = Counter(next_one.candidates.values_list("state", flat=True))
    assert set(found) == set(State) - {State.REFUSED}
    assert found.total() == 18  # two of them by their own head
    assert next_one.long_list.exists()
    told_no = next_one.candidates.filter(
        state__in=[State.NOT_ELIGIBLE, State.RESERVE, State.DECLINED]
    )
    assert told_no.count() == 3
    assert not told_no.filter(because="").exists()


def test_readiness_is_of_every_colour_and_once_said_otherwise_for_a_reason(next_one):
    found = Assessment.objects.filter(candidate__programme=next_one)
    assert {each.stands for each in found} == {"green", "amber", "red"}
    assert found.exclude(override="").get().override_because
    assert Remedy.objects.get(assessment__in=found).kind == Remedy.Kind.SUPPORT


def test_the_set_keeps_its_rule_and_the_board_has_more_of_it_to_approve(next_one):
    counter = the_set.counter(next_one)
    assert counter.keeps_rule
    assert 0 < counter.n_eligible < counter.n_schools
    assert counter.n_partners == 1
    assert the_set.approved(next_one).n_schools < counter.n_schools
    [want] = wants.sets_to_approve(who(Role.STRATEGIC_BOARD_MEMBER, next_one), TODAY)
    assert "waits for the board" in want.title


def test_the_lead_reads_which_heads_have_to_be_told_and_which_one_should_have_been(next_one):
    found = wants.heads_to_tell(lead(), TODAY)
    assert [want.late for want in found if want.late] == [True]


def test_published_figures_decide_for_most_schools(next_one):
    met = CriterionFound.objects.filter(screening__candidate__programme=next_one, is_met=True)
    by_figures = met.filter(how=CriterionFound.How.PUBLISHED).values("screening").distinct()
    assert by_figures.count() > met.values("screening").distinct().count() / 2


def test_hubs_meet_somewhere(next_one):
    assert set(the_set.places(next_one)) == set(next_one.hubs.values_list("pk", flat=True))


def test_choosing_again_changes_nothing(next_one):
    before = Assessment.objects.count()
    choosing_world.choose(today=TODAY)
    assert Assessment.objects.count() == before


def test_eleven_initiatives_are_declared_and_three_schools_say_that_there_are_none(next_one):
    found = Initiative.objects.filter(heard_for=None)
    assert found.count() == 11
    assert len(set(found.values_list("subject", flat=True))) > 6
    assert set(found.values_list("funder", flat=True)) == set(Initiative.Funder)
    assert InitiativesAnswer.objects.filter(n_listed=0).count() == 3


def test_the_radar_has_every_colour_and_one_red_with_its_reason(next_one):
    schools = School.objects.filter(enrolments__programme__code="KS2M").standing().order_by("pk")
    seen = radar(lead(), schools, academic_year=years.of(TODAY), on=TODAY)
    levels = Counter(str(each.level) for each in seen)
    assert levels["red"] == 1
    assert levels["amber"] > 1
    assert levels["green"] > 20
    [reason] = OverloadReason.objects.all()
    assert reason.needs_the_board
    assert [each.school for each in seen if each.level == "red"] == [reason.standing_school]


def test_what_the_first_programme_asks_was_fixed_as_it_began_and_is_answered_once(next_one):
    first = Programme.objects.get(code="KS2M")
    question = first.evaluations.get()
    assert question.fixed_at.date().year == first.starts_on.year
    assert question.n_schools == first.enrolments.filter(part="target").count() == 40
    with undone():
        evaluation_world.answer(at=NOON)
        evaluation_world.answer(at=NOON)
        assert Run.objects.get().evaluation == question


def test_schools_that_have_accepted_are_agreeing_their_memoranda(next_one):
    found = Memorandum.objects.filter(enrolment__programme=next_one)
    assert set(found.values_list("state", flat=True)) == {"sent", "drafted"}
    assert found.get(state="sent").queries.get().answer
    running = Programme.objects.get(code="KS2M").enrolments.filter(left_on=None)
    assert not running.filter(work_agreed_on=None).exists()
