"""Two versions side by side: every difference is shown, and nothing is lost by choosing."""

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from leadwell.people.drafts.comparing import (
    Asked,
    Choice,
    TwoVersionsForm,
    Version,
    asked_of,
    compare,
)
from leadwell.people.drafts.words import are_same, as_post, of_post

LABELS = {
    "saw": "What was seen",
    "rag": Asked("Impact", {"g": "Green", "a": "Amber"}, is_text=False),
}
ONE = Version("Your phone", {"saw": "Talk", "rag": "g", "next": "Books"})
OTHER = Version("Your laptop", {"saw": "Writing", "rag": "a", "next": "Books", "kind": ["a", "b"]})


def sent(comparison, **choices) -> dict[str, str]:
    """What the page sends."""
    stamp = {"choice-which-versions": comparison.stamp}
    return stamp | {f"choice-{name}": choice for name, choice in choices.items()}


def test_each_difference_is_shown_as_people_know_it_in_the_order_of_the_form():
    comparison = compare(ONE, OTHER, LABELS)
    assert [(d.label, d.one, d.other, d.may_be_both) for d in comparison.differences] == [
        ("What was seen", "Talk", "Writing", True),
        ("Impact", "Green", "Amber", False),
        ("Kind", "", "a, b", False),
    ]
    assert comparison.n_same == 1


def test_each_field_is_chosen_by_itself():
    comparison = compare(ONE, OTHER, LABELS)
    choices = {"saw": Choice.BOTH, "rag": Choice.OTHER, "kind": Choice.OTHER}
    assert comparison.chosen(choices) == {
        "saw": "Talk\n\nWriting", "rag": "a", "next": "Books", "kind": ["a", "b"]
    }  # fmt: skip
    with pytest.raises(KeyError):
        comparison.chosen({"saw": Choice.ONE})


def test_the_whole_of_one_can_be_chosen():
    comparison = compare(ONE, OTHER, LABELS)
    assert are_same(comparison.whole(Choice.ONE), ONE.words)
    assert are_same(comparison.whole(Choice.OTHER), OTHER.words)
    both = comparison.whole(Choice.BOTH)
    assert (both["saw"], both["rag"]) == ("Talk\n\nWriting", "g")


def test_one_field_of_two_people_is_compared_in_the_same_way():
    comparison = compare(
        Version("Yours", {"purpose": "Look at talk"}),
        Version("Bea Marsh, subject leader", {"purpose": "Look at books"}),
        {"purpose": "Purpose of the visit"},
    )
    form = TwoVersionsForm(comparison, sent(comparison, purpose="other"))
    assert form.is_valid()
    assert form.words == {"purpose": "Look at books"}


def test_a_choice_that_was_not_made_is_asked_for():
    comparison = compare(ONE, OTHER, LABELS)
    form = TwoVersionsForm(comparison, sent(comparison, saw="one", rag="both"))
    assert not form.is_valid()
    assert form.errors["kind"] == ["Kind: choose which to keep"]
    assert "rag" in form.errors
    assert "saw" not in form.errors


def test_what_was_chosen_between_other_words_is_asked_again():
    seen = compare(ONE, OTHER, {})
    now = compare(ONE, Version("Your laptop", {**OTHER.words, "saw": "Writing, and more"}), {})
    form = TwoVersionsForm(now, sent(seen, saw="one", rag="one", kind="one"))
    assert not form.is_valid()
    assert "changed since you opened" in form.non_field_errors()[0]
    assert now.stamp in str(form.stamp)


def test_repeated_forms_keep_the_larger_count():
    words = [{"a-TOTAL_FORMS": n, "a-0-what": "x"} for n in ("2", "10")]
    comparison = compare(*(Version("", each) for each in words), {})
    assert comparison.differences == ()
    assert comparison.whole(Choice.ONE)["a-TOTAL_FORMS"] == "10"


class NoteForm(forms.Form):
    saw = forms.CharField(label="Seen")
    on = forms.DateField(label="Next visit")
    agreed = forms.BooleanField(label="Agreed")
    subject = forms.ChoiceField(choices=[("Core", [("m", "Maths")]), ("a", "Art")])
    sent_id = forms.CharField(widget=forms.HiddenInput)


def test_a_form_says_what_it_asks():
    assert asked_of(NoteForm(prefix="n")) == {
        "n-saw": Asked("Seen"),
        "n-on": Asked("Next visit", is_text=False),
        "n-agreed": Asked("Agreed", {"on": "Yes"}, is_text=False),
        "n-subject": Asked("Subject", {"m": "Maths", "a": "Art"}, is_text=False),
    }


def test_words_are_shown_as_text_whatever_they_look_like():
    odd = Version("Your phone", {"saw": "<script>alert(1)</script>\nשלום"})
    page = render_to_string(
        "people/_two_versions.html", {"form": TwoVersionsForm(compare(odd, OTHER, LABELS))}
    )
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nשלום" in page
    assert page.count('type="radio"') == 3 + 2 + 2 + 2
    assert 'name="choice-saw"' in page


def test_what_a_browser_sends_comes_back_to_the_form_it_came_from():
    post = QueryDict(
        "saw=Talk%0D%0Aagain&kind=a&kind=b&csrfmiddlewaretoken=x&kept-version=3&save=1"
    )
    words = of_post(post, but=["save"])
    assert words == {"saw": "Talk\nagain", "kind": ["a", "b"]}
    assert as_post(words).getlist("kind") == ["a", "b"]


WORDS = st.dictionaries(
    st.sampled_from(["saw", "rag", "next"]), st.text(max_size=8) | st.lists(st.text(max_size=3))
)


@given(one=WORDS, other=WORDS)
def test_choosing_one_side_throughout_gives_that_side(one, other):
    comparison = compare(Version("", one), Version("", other), LABELS)
    assert are_same(comparison.whole(Choice.ONE), one)
    assert are_same(comparison.whole(Choice.OTHER), other)
    assert (not comparison.differences) == are_same(one, other)
