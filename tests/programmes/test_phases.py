"""Phases a programme is for, beside what the register says of a school."""

import pytest

from leadwell.lib import codes
from leadwell.programmes import phases
from leadwell.programmes.playbooks import shipped
from leadwell.programmes.setting_up import fields
from tests.factories import NOON


def test_every_phase_of_the_list_is_known_in_the_register():
    listed = {value for scale in codes.of("phase").scales for value in scale.values}
    assert {value.code for value in listed} == phases.IN_REGISTER.keys()
    for value in listed:
        assert not value.register or value.register in phases.IN_REGISTER[value.code]


@pytest.mark.parametrize(
    ("its", "school", "said"),
    [
        (["primary"], "Primary", ""),
        (["infant", "junior"], "Primary", ""),  # the register knows neither
        (["first"], "Middle deemed primary", ""),
        (["primary"], "All-through", ""),
        (["all-through"], "Primary", "Phase: primary. The programme is for all-through."),
        (["primary", "junior"], "Secondary",
         "Phase: secondary. The programme is for junior and primary."),
        (["secondary"], "Not applicable",
         "Phase: none, as for special schools. The programme is for secondary."),
        (["special"], "Not applicable", ""),
        ([], "Secondary", ""),  # nobody has said for which
        (["primary"], "", ""),  # the register is silent
    ],
)  # fmt: skip
def test_a_school_of_another_phase_is_said_so(its, school, said):
    assert phases.unlike(its, school) == said
    assert phases.are_of(its, school) == (said == "")


def test_phases_are_told_in_the_order_of_the_list():
    assert phases.listed(["primary", "first", "AP"]) == (
        "First, primary and alternative provision or pupil referral unit"
    )
    assert phases.listed([]) == ""


@pytest.mark.parametrize("key", sorted(shipped()))
def test_a_playbook_that_comes_with_leadwell_says_its_phases(key):
    """The same as its words for schools do, and a programme set up from it has them."""
    one = shipped()[key]
    assert one.phases
    for phase in one.phases:
        assert phase.split("-")[0] in one.schools
    assert fields(one, starts_on=NOON.date())["phases_of_education"] == list(one.phases)
