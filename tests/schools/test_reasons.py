import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.schools import reasons
from leadwell.schools.reasons import Reason, from_text

CODES = [reason for reason in Reason if reason.text]


def test_no_reason_has_the_number_of_another_and_value_is_zero():
    assert [int(reason) for reason in Reason] == list(range(22))
    assert Reason.VALUE == 0


@pytest.mark.parametrize("reason", CODES)
def test_each_published_code_is_read_back_as_its_own_reason(reason):
    assert from_text(reason.text) is reason


@pytest.mark.parametrize("text", ["supp", "Supp", "na", "lowcov", "LOW", "Ne", "sp"])
def test_codes_of_several_letters_are_known_in_either_case(text):
    assert from_text(text) is Reason[text.upper()]


@pytest.mark.parametrize("text", ["Z", "C", "X", "U", "K"])
def test_a_single_capital_is_not_taken_for_the_small_letter(text):
    assert from_text(text) is None


@pytest.mark.parametrize("text", ["", " ", "   "])
def test_nothing_but_spaces_is_blank(text):
    assert from_text(text) is Reason.BLANK


@pytest.mark.parametrize("text", ["78%", "R", "SUPPRESSED", "SUPP ", "-", "\t", "n/a"])
def test_anything_else_is_no_code(text):
    assert from_text(text) is None


@given(st.text(max_size=8))
def test_any_text_at_all_is_a_code_or_is_not(text):
    reason = from_text(text)
    assert reason in {None, Reason.BLANK} or reason.text.casefold() == text.casefold()


@pytest.mark.parametrize("reason", Reason)
def test_each_reason_has_a_sentence_for_people(reason):
    assert reason.sentence[0].isupper()


def test_only_codes_that_say_how_small_the_value_is_have_bounds():
    bounded = {reason for reason in Reason if reason.bounds}
    assert bounded == {Reason.SP, Reason.LOW, Reason.K}
    assert Reason.SP.bounds == (0, 0.5)


def test_the_list_of_codes_is_what_from_text_knows():
    assert {from_text(text) for text in reasons.codes()} == set(CODES)
