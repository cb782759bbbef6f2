"""What somebody decided about who is one school, kept in the database, through every later load."""

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from leadwell.audit.models import Event
from leadwell.config import database
from leadwell.schools import checking, deciding, joining
from leadwell.schools.actions import LOADING
from leadwell.schools.models import IdentityDecision, Join, PublishedYear, School
from tests.factories import NOON, make_administrator, publish
from tests.schools.register_files import academy, closed, row
from tests.schools.sources.makers import school as result_row

pytestmark = pytest.mark.django_db
OLD, NEW, OTHER = 900101, 900201, 900301
MERGED = (OLD, NEW, "Successor - merged")


@pytest.fixture
def alice():
    return make_administrator(name="Alice")


@pytest.fixture
def decide(alice):
    def act(old=OLD, new=NEW, *, is_one=True, reason="Its logbook says so"):
        with deciding.alone():
            return deciding.decide(
                old_urn=old, new_urn=new, is_one_school=is_one, reason=reason, by=alice, at=NOON
            )

    return act


@pytest.fixture
def take_back(alice):
    def act(decision):
        with deciding.alone():
            deciding.take_back(decision=decision, reason="A slip", by=alice, at=NOON)

    return act


@pytest.fixture
def two_schools(load_register):
    """One that closed and one that opened, with results of both, and nothing that links them."""
    load_register(closed(OLD, "31-10-2017"), academy(NEW, number="2101"), row(OTHER))
    publish(School.objects.get(urn=OLD), 2016, rwm_expected=61)
    publish(School.objects.get(urn=NEW), 2018, rwm_expected=64)


def standing():
    return set(School.objects.standing().values_list("urn", flat=True))


def is_one_line():
    """Whether results of both are of the one school that stands."""
    schools = {row.school.urn for row in PublishedYear.objects.of_schools()}
    return schools == {NEW} and standing() == {NEW, OTHER}


def test_two_schools_become_one_line_of_results(two_schools, decide):
    decide()

    assert is_one_line()
    join = Join.objects.get()
    assert (join.kind, join.is_decided) == (Join.Kind.CONVERTER, True)
    assert join.evidence[0] == (
        "The administrator decided on 20 November 2026 that 900101 and 900201 are one school, "
        "because: Its logbook says so"
    )


def test_who_decided_is_told_by_role_and_never_by_name(two_schools, decide, alice):
    said = decide().sentence + str(Join.objects.get().evidence)
    assert alice.name not in said
    assert alice.email not in said


def test_a_decision_outlives_every_later_load(
    two_schools, decide, load_register, load_links, load_results
):
    decide()
    changed = academy(NEW, number="2101", name="Larkfield Academy")
    report = load_register(closed(OLD, "31-10-2017"), changed, row(OTHER))
    assert report.changes["n_undone_joins"] == 0
    load_links(MERGED, (OLD, OTHER, "Successor"))
    load_results(result_row(OLD, URN_AC=str(OTHER), OPEN_AC="20171101"), year=2017)

    assert is_one_line()
    assert Join.objects.get().is_decided


def test_two_schools_held_apart_stay_apart_through_every_later_load(
    two_schools, decide, load_links, load_register, load_results
):
    load_links((OLD, NEW, "Successor"))
    assert is_one_line()
    decide(is_one=False)
    assert standing() == {OLD, NEW, OTHER}

    load_links((OLD, NEW, "Successor"), (NEW, OLD, "Predecessor"))
    load_register(closed(OLD, "30-10-2017"), academy(NEW, number="2101"), row(OTHER))
    load_results(result_row(OLD, URN_AC=str(NEW), OPEN_AC="20171101"), year=2017)

    assert standing() == {OLD, NEW, OTHER}
    assert {row.school.urn == row.urn for row in PublishedYear.objects.of_schools()} == {True}


def test_taken_back_a_join_by_decision_is_as_if_it_had_never_been(two_schools, decide, take_back):
    before = list(School.objects.order_by("pk").values())
    take_back(decide())

    assert not Join.objects.exists()
    assert list(School.objects.order_by("pk").values()) == before
    assert {row.school.urn == row.urn for row in PublishedYear.objects.of_schools()} == {True}


def test_taken_back_what_files_say_holds_again(two_schools, decide, take_back, load_links):
    load_links((OLD, NEW, "Successor"))
    take_back(decide(is_one=False))
    assert is_one_line()
    assert not Join.objects.get().is_decided

    decision = decide()
    assert Join.objects.get().is_decided
    take_back(decision)
    assert is_one_line()
    assert Join.objects.get().evidence[0].startswith("The register lists")


def test_working_out_a_part_answers_as_working_out_everything(
    two_schools, decide, load_links, take_back
):
    """The slow twin: after each step, work everything out again, and nothing is different."""

    def is_same():
        again = joining.work_out()
        return (again.n_made, again.n_undone) == (0, 0)

    decision = decide()
    assert is_same()
    load_links((NEW, OTHER, "Successor"))
    assert len(standing()) == 1
    apart = decide(NEW, OTHER, is_one=False)
    assert is_same()
    take_back(decision)
    assert is_same()
    take_back(apart)
    assert is_same()


def test_both_are_logged_and_the_decision_has_the_reasons(two_schools, decide, take_back, alice):
    take_back(decide())
    back, joined = Event.objects.filter(subject_type="schools.identitydecision")
    assert (joined.verb, joined.actor, joined.at) == ("joined", alice.email, NOON)
    assert (joined.detail["old_urn"], joined.detail["n_made"]) == (OLD, 1)
    assert (back.verb, back.detail["n_undone"], "reason" in back.detail) == ("took back", 1, False)
    decision = IdentityDecision.objects.get()
    assert (decision.reason, decision.taken_back_because) == ("Its logbook says so", "A slip")


def test_what_people_decided_is_counted_apart(two_schools, decide, load_links):
    load_links((NEW, OTHER, "Successor"))
    assert checking.check().register["joins"] == {"other": 1}
    assert not any("By a person's" in line for line in checking.check().lines())
    decide()
    decide(NEW, OTHER, is_one=False)

    found = checking.check()
    assert found.register["joins"] == {"by_decision": 1}
    assert found.register["parted_by_decision"] == 1
    assert "By a person's decision 1 pair of URNs is one school and 1 pair is not." in found.lines()


def test_nothing_is_decided_while_a_file_is_loaded(decide):
    with psycopg.connect(_url()) as loading:
        assert loading.execute("select pg_try_advisory_xact_lock(%s)", [LOADING]).fetchone()[0]
        with pytest.raises(deciding.Busy, match="A file is being loaded just now"):
            decide()
    assert not IdentityDecision.objects.exists()


def _url():
    name = connection.settings_dict["NAME"]
    return database.url().replace("/leadwell?", f"/{name}?")


# The rules, in the database


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def test_a_school_is_not_joined_with_itself(decide):
    with refused("a_decision_is_about_two_urns"), transaction.atomic():
        decide(OLD, OLD)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_nobody_decides_without_a_reason(decide, reason):
    with refused("a_decision_says_why"), transaction.atomic():
        decide(reason=reason)


@pytest.mark.parametrize("pair", [(OLD, NEW), (NEW, OLD)], ids=["again", "the other way round"])
@pytest.mark.parametrize("is_one", [True, False])
def test_one_decision_at_most_is_in_force_for_a_pair(two_schools, decide, pair, is_one):
    """The same pair again breaks two constraints: which is named first is the database's choice."""
    decide()
    either = "one_decision_in_force_for_a_pair|a_urn_follows_one_other_by_decision"
    with refused(either), transaction.atomic():
        decide(*pair, is_one=is_one)


def test_a_urn_follows_one_other_and_is_followed_by_one_other_at_most(two_schools, decide):
    decide()
    with refused("one_urn_follows_another_by_decision"), transaction.atomic():
        decide(OLD, OTHER)
    with refused("a_urn_follows_one_other_by_decision"), transaction.atomic():
        decide(OTHER, NEW)


def test_what_was_taken_back_says_by_whom_and_why_and_makes_room(two_schools, decide, take_back):
    decision = decide()
    with refused("a_decision_taken_back_says_by_whom"), transaction.atomic():
        IdentityDecision.objects.update(taken_back_at=NOON)
    take_back(decision)
    decide()
    assert IdentityDecision.objects.in_force().count() == 1


def test_the_site_may_not_delete_what_was_decided(two_schools, decide):
    decide()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        IdentityDecision.objects.all().delete()
