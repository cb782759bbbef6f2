"""What a form shows as words: to know whether somebody saved others since, and what is the same."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from leadwell.people.drafts.one_page_views import is_shown, stamp_of, words_of


class Asked(forms.Form):
    """A field of each kind that is asked on such a page."""

    what = forms.CharField(widget=forms.Textarea, required=False)
    how = forms.ChoiceField(choices=[("a", "A"), ("r", "R")], widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(
        choices=[("b", "Books"), ("p", "Plans")], widget=forms.CheckboxSelectMultiple
    )
    level = forms.TypedChoiceField(choices=[("1", "1"), ("2", "2")], coerce=int)
    now = forms.DecimalField(required=False)
    by = forms.DateField(required=False, widget=forms.DateInput(format="%Y-%m-%d"))


SAVED = {
    "what": "Talk\r\nin pairs", "how": "a", "kinds": ["p", "b"], "level": 2,
    "now": Decimal("58.00"), "by": date(2027, 7, 1),
}  # fmt: skip
SHOWN = {
    "what": "Talk\nin pairs", "how": "a", "kinds": ["p", "b"], "level": "2", "now": "58",
    "by": "2027-07-01",
}  # fmt: skip


def test_what_is_shown_is_what_a_browser_would_send():
    assert words_of(Asked(initial=SAVED)) == {
        "what": "Talk\nin pairs", "how": ["a"], "kinds": ["p", "b"], "level": ["2"],
        "now": "58.00", "by": "2027-07-01",
    }  # fmt: skip
    assert words_of(Asked())["what"] == ""


@pytest.mark.parametrize(
    ("written", "is_same"),
    [
        ({}, True),
        ({"now": "58.0"}, True),
        ({"now": "58.01"}, False),
        ({"kinds": ["b", "p"]}, True),
        ({"kinds": "b"}, False),
        ({"kinds": []}, False),
        ({"what": "Talk in pairs"}, False),
        ({"what": " Talk\nin pairs "}, True),
        ({"how": "r"}, False),
        ({"level": "1"}, False),
        ({"by": "2027-07-02"}, False),
        ({"by": "in July"}, False),
        ({"now": "about 58"}, False),
    ],
    ids=str,
)
def test_words_are_the_same_where_they_mean_the_same(written, is_same):
    assert is_shown({**SHOWN, **written}, Asked(initial=SAVED)) is is_same


def test_a_form_has_another_stamp_once_it_shows_anything_else():
    stamps = {stamp_of(Asked(initial=SAVED | {"level": n})) for n in (1, 2)}
    assert len(stamps) == 2
    assert stamp_of(Asked(initial=SAVED)) == stamp_of(Asked(initial=dict(SAVED)))
