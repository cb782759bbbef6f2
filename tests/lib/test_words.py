import pytest

from leadwell.lib.words import count, verb


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 schools"), (1, "1 school"), (2, "2 schools"), (2041, "2,041 schools")]
)
def test_a_number_goes_with_its_noun(n, said):
    assert count(n, "school") == said


def test_nouns_that_do_not_just_take_an_s():
    assert count(2, "entry", "entries") == "2 entries"


def test_a_number_goes_with_its_verb():
    assert (verb(1, "is", "are"), verb(2, "is", "are")) == ("is", "are")
