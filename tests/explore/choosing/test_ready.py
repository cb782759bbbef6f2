"""Whether a school is ready: by eight rules, each with its reason, and what a Red takes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from leadwell.explore.choosing import access, actions, ready, rules
from leadwell.explore.choosing.ready import (
    Answers,
    Change,
    Colour,
    Inspection,
    Leadership,
    Other,
    judge,
)
from leadwell.people.models import Role
from tests.explore.choosing.conftest import answers
from tests.factories import (
    NOON,
    holder_of,
    make_enrolment,
    make_initiative,
    make_programme,
    make_role,
)

WELL = Answers(
    leadership=Leadership.SECURE, head_backs_aims=True, hours=Decimal(2), has_authority=True,
    others=(), is_list_whole=True, inspection=Inspection.NOT_DUE, change=Change.NONE, capacity="",
    climate=(4, 4, 3, 5), subject="Mathematics",
)  # fmt: skip
MATHS = Other("Counting On", "mathematics", True)
READING = Other("Read Well", "Reading", True)


def colour_of(code, **given):
    return {one.code: one.colour for one in judge(replace(WELL, **given)).findings}[code]


@pytest.mark.parametrize(
    ("code", "given", "colour"),
    [
        ("R1", {"leadership": Leadership.SECURE}, Colour.GREEN),
        ("R1", {"leadership": Leadership.CHANGING}, Colour.AMBER),
        ("R1", {"leadership": Leadership.INTERIM}, Colour.AMBER),
        ("R1", {"leadership": Leadership.VACANT}, Colour.AMBER),
        ("R2", {"head_backs_aims": False}, Colour.AMBER),
        ("R3", {"hours": Decimal(1)}, Colour.GREEN),
        ("R3", {"hours": Decimal("0.5")}, Colour.AMBER),
        ("R3", {"hours": Decimal(0)}, Colour.RED),
        ("R3", {"hours": None}, Colour.RED),
        ("R4", {"has_authority": False}, Colour.RED),
        ("R5", {"others": (READING,)}, Colour.GREEN),
        ("R5", {"others": (MATHS,)}, Colour.RED),
        ("R5", {"others": (READING, READING)}, Colour.RED),
        ("R5", {"others": (replace(MATHS, is_funded=False),) * 3}, Colour.GREEN),
        ("R5", {"others": (replace(MATHS, subject="Number"),)}, Colour.RED),  # the same subject
        ("R5", {"others": (), "is_list_whole": False}, None),
        ("R5", {"others": (READING,), "is_list_whole": False}, None),
        ("R5", {"others": (MATHS,), "is_list_whole": False}, Colour.RED),
        ("R6", {"inspection": Inspection.DUE}, Colour.AMBER),
        ("R6", {"change": Change.MERGER}, Colour.AMBER),
        ("R7", {"capacity": "Two mixed-age classes"}, None),
        ("R8", {"climate": (2, 2, 3, 5)}, Colour.AMBER),
        ("R8", {"climate": (1, 3, 3, 5)}, Colour.GREEN),
        ("R8", {"climate": ()}, None),
    ],
)
def test_each_of_the_eight_by_its_rule(code, given, colour):
    assert colour_of(code, **given) == colour


@given(
    st.builds(
        Answers,
        leadership=st.sampled_from(Leadership),
        head_backs_aims=st.booleans(),
        hours=st.none() | st.decimals(0, 40, places=2),
        has_authority=st.booleans(),
        is_list_whole=st.booleans(),
        others=st.lists(st.sampled_from([MATHS, READING]), max_size=3).map(tuple),
        inspection=st.sampled_from(Inspection),
        change=st.sampled_from(Change),
        capacity=st.text(max_size=10),
        climate=st.just(()) | st.tuples(*[st.integers(1, 5)] * 4),
        subject=st.just("Mathematics"),
    )
)
def test_the_whole_is_the_worst_of_its_parts_and_every_part_says_why(given_answers):
    found = judge(given_answers)
    colours = {one.colour for one in found.findings if one.colour}
    order = [Colour.GREEN, Colour.AMBER, Colour.RED]
    assert found.colour == max(colours, key=order.index)
    assert [one.code for one in found.findings] == [f"R{n}" for n in range(1, 9)]
    assert all(one.why for one in found.findings)


def test_nothing_asked_is_never_red():
    assert ready.worst([]) == Colour.GREEN


@pytest.mark.django_db
class TestOffering:
    """What stands between an assessment and a place."""

    def refused(self, candidate, lead):
        with pytest.raises(PermissionDenied) as reason, transaction.atomic():
            actions.offer(candidate=candidate, by=lead, at=NOON)
        return str(reason.value)

    def test_a_red_is_offered_with_support_by_somebody_named(self, chosen, lead, manager):
        candidate = chosen[0]
        actions.assess(candidate=candidate, said=answers(has_authority=False), by=manager, at=NOON)
        assert "Red" in self.refused(candidate, lead)
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.promise_support(
                candidate=candidate, text="Six days", given_by="", by=manager, at=NOON
            )
        actions.promise_support(
            candidate=candidate, text="Six days of coaching for the head", given_by="Ash Vale",
            by=manager, at=NOON,
        )  # fmt: skip
        actions.offer(candidate=candidate, by=lead, at=NOON)
        candidate.refresh_from_db()
        assert candidate.state == "offered"

    def test_a_red_that_somebody_says_is_amber_needs_support_all_the_same(
        self, chosen, lead, manager
    ):
        candidate = chosen[0]
        said = answers(
            has_authority=False, override="amber", override_because="One is named on Monday"
        )
        actions.assess(candidate=candidate, said=said, by=manager, at=NOON)
        assert self.refused(candidate, lead) == (
            "Readiness is Red by the rules: No working party that may decide. Promise support for "
            "leadership by somebody who is named, or have the board waive it."
        )
        actions.promise_support(
            candidate=candidate, text="Six days of coaching for the head", given_by="Ash Vale",
            by=manager, at=NOON,
        )  # fmt: skip
        actions.offer(candidate=candidate, by=lead, at=NOON)

    def test_the_board_may_waive_a_red_that_somebody_says_is_amber(
        self, chosen, lead, manager, board
    ):
        candidate = chosen[0]
        said = answers(hours=None, override="amber", override_because="One begins in January")
        actions.assess(candidate=candidate, said=said, by=manager, at=NOON)
        actions.waive(candidate=candidate, text="One begins in January", by=board, at=NOON)
        actions.offer(candidate=candidate, by=lead, at=NOON)
        candidate.refresh_from_db()
        assert candidate.state == "offered"

    def test_a_school_that_somebody_says_is_red_needs_support_too(self, chosen, lead, manager):
        said = answers(override="red", override_because="The head is ill")
        actions.assess(candidate=chosen[0], said=said, by=manager, at=NOON)
        assert self.refused(chosen[0], lead).startswith("Readiness is Red. Promise support")
        assert rules.may_promise_support(manager, chosen[0])

    def test_a_second_project_in_the_subject_is_the_boards_to_waive(
        self, chosen, lead, manager, board
    ):
        candidate = chosen[0]
        elsewhere = make_programme(subject="Mathematics", rule_set="RISE")
        make_enrolment(programme=elsewhere, school=candidate.school)
        said = answers(override="amber", override_because="It ends at Christmas")
        found = actions.assess(candidate=candidate, said=said, by=manager, at=NOON)
        assert found.needs_board
        assert elsewhere.name not in str(found.findings)
        assert "another programme (Mathematics)" in str(found.findings)
        assert "board’s to waive" in self.refused(candidate, lead)
        with pytest.raises(PermissionDenied, match="boards"):
            actions.waive(candidate=candidate, text="It may", by=lead, at=NOON)
        actions.waive(candidate=candidate, text="It ends at Christmas", by=board, at=NOON)
        actions.offer(candidate=candidate, by=lead, at=NOON)

    def test_what_the_school_declared_counts_and_what_has_ended_does_not(self, chosen, manager):
        candidate = chosen[0]
        known = {"school": candidate.school, "subject": "Mathematics"}
        ended = make_initiative(**known, name="Sums", starts_on=date(2025, 9, 1),
                                ends_on=date(2026, 7, 20))  # fmt: skip
        own = make_initiative(**known, name="Our own", funder="school")
        found = actions.assess(candidate=candidate, said=answers(), by=manager, at=NOON)
        assert ended.name not in str(found.others)
        assert own.name in str(found.others)
        assert not found.needs_board
        make_initiative(**known, name="Count Up")
        found = actions.assess(candidate=candidate, said=answers(), by=manager, at=NOON)
        assert found.needs_board
        assert "Count Up" in str(found.findings)

    def test_no_place_before_the_head_backs_the_aims_whatever_is_waived(
        self, chosen, lead, manager
    ):
        candidate = chosen[0]
        said = answers(head_called_on=None, head_called_by="")
        actions.assess(candidate=candidate, said=said, by=manager, at=NOON)
        assert "backed the aims" in self.refused(candidate, lead)

    def test_what_goes_with_a_red_counts_for_that_assessment_alone(self, chosen, lead, manager):
        candidate = chosen[0]
        red = answers(has_authority=False)
        actions.assess(candidate=candidate, said=red, by=manager, at=NOON)
        actions.promise_support(
            candidate=candidate, text="Six days", given_by="Ash Vale", by=manager, at=NOON
        )
        actions.assess(candidate=candidate, said=red, by=manager, at=NOON)
        assert "Red" in self.refused(candidate, lead)

    def test_a_member_of_the_board_waives_nothing_of_their_own_school(self, chosen, manager, board):
        candidate = chosen[0]
        actions.assess(candidate=candidate, said=answers(hours=None), by=manager, at=NOON)
        make_role(Role.HEADTEACHER, person=board.person, school=candidate.school)
        with pytest.raises(PermissionDenied, match="You are of"):
            actions.waive(candidate=candidate, text="It may", by=board, at=NOON)


@pytest.mark.django_db
def test_asked_again_three_answers_are_new_and_the_first_stays(assessed, manager):
    candidate = assessed()
    again = actions.ask_again(
        candidate=candidate, hours=Decimal("0.5"), inspection="due", change="none", by=manager,
        at=NOON,
    )  # fmt: skip
    assert (again.colour, again.is_reasked, again.working_party) == (
        "amber", True, "Head, maths lead, a governor",
    )  # fmt: skip
    first = candidate.assessments.order_by("pk").first()
    assert (first.colour, first.hours) == ("green", 2)
    candidate.refresh_from_db()
    assert candidate.state == "assessed"


@pytest.mark.django_db
def test_a_colour_said_otherwise_has_its_reason(screened, manager):
    candidate = screened()
    for said in ({"override": "red"}, {"override": "green", "override_because": "As it is"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.assess(candidate=candidate, said=answers(**said), by=manager, at=NOON)
    said = answers(override="amber", override_because="The head is ill")
    assert actions.assess(candidate=candidate, said=said, by=manager, at=NOON).stands == "amber"


@pytest.mark.django_db
def test_a_school_that_meets_nothing_goes_on_for_what_is_known_locally(screened, manager):
    candidate = screened(is_eligible=False)
    candidate.intelligence = ""
    candidate.save()
    with pytest.raises(PermissionDenied, match="known of it locally"):
        actions.assess(candidate=candidate, said=answers(), by=manager, at=NOON)
    actions.change_candidate(
        candidate=candidate, intelligence="Two of four teachers are new", by=manager, at=NOON
    )
    actions.assess(candidate=candidate, said=answers(), by=manager, at=NOON)


@pytest.mark.django_db
def test_a_head_reads_their_own_result_and_no_other(assessed):
    mine, other = assessed(), assessed()
    head = holder_of(Role.HEADTEACHER, school=mine.school)
    assert list(access.candidates_for(head)) == [mine]
    assert other not in access.candidates_for(head)
