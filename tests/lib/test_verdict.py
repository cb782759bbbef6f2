import dataclasses

import pytest

from leadwell.lib.verdict import YES, Verdict, no


def test_yes_is_true_and_needs_no_reason():
    assert YES
    assert YES.reason == ""


def test_no_is_false_and_carries_the_reason_the_person_reads():
    verdict = no("The school was not in the programme on that day.")
    assert not verdict
    assert verdict.reason == "The school was not in the programme on that day."


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_is_refused_without_a_reason(reason):
    with pytest.raises(ValueError, match="needs a reason"):
        no(reason)


def test_a_verdict_cannot_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        no("Not yet.").reason = ""


def test_two_equal_verdicts_are_equal():
    assert no("Not yet.") == Verdict("Not yet.")
