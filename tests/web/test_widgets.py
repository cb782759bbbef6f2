"""Fields of forms are written in one go, as the templates of Django would be filled."""

from django import forms
from django.utils.safestring import mark_safe

from leadwell.web import widgets


class Everything(forms.Form):
    name = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"class": "wide"}))
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "data-guard": ""}))
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    is_sure = forms.BooleanField()
    colour = forms.ChoiceField(
        choices=[("", "None"), ("Warm", [("r", "Red"), ("a", "Amber")])], initial="a"
    )
    level = forms.ChoiceField(
        choices=[(1, "<b>One</b>"), (2, mark_safe("<b>Two</b>"))], widget=forms.RadioSelect
    )
    file = forms.FileField(widget=forms.FileInput)
    then = forms.CharField(widget=forms.HiddenInput)


def drawn(name: str, data: dict[str, str] | None = None) -> str:
    return str(Everything(data)[name])


def test_what_was_written_is_shown_as_text():
    shown = drawn("name", {"name": '"><script>’'})
    assert 'value="&quot;&gt;&lt;script&gt;’"' in shown
    assert 'class="form-control wide"' in shown
    assert 'maxlength="40"' in shown


def test_the_first_line_of_words_is_not_lost_though_it_is_empty():
    assert ">\n\nsecond line &lt;b&gt;</textarea>" in drawn("words", {"words": "\nsecond line <b>"})
    assert 'data-guard=""' in drawn("words")


def test_a_choice_says_which_is_chosen_and_to_which_group_it_belongs():
    shown = drawn("colour")
    assert '<option value="a" selected>Amber</option>' in shown
    assert '<optgroup label="Warm">' in shown
    assert shown.index("</optgroup>") > shown.index("Amber")


def test_an_answer_to_tap_is_a_label_around_its_box():
    shown = drawn("level", {"level": "2"})
    assert "&lt;b&gt;One" in shown
    assert "<b>Two</b>" in shown
    assert shown.count('type="radio"') == 2
    assert shown.count(" checked") == 1
    assert 'for="id_level_1"' in shown


def test_what_is_hidden_has_no_dress_and_a_box_to_tick_its_own():
    assert "class" not in drawn("then")
    assert 'class="form-check-input"' in drawn("is_sure")
    assert 'class="form-control"' in drawn("file")


def test_a_flag_has_no_value_and_what_is_false_is_left_out():
    field = forms.Form.base_fields | {
        "n": forms.CharField(
            widget=forms.TextInput(attrs={"readonly": True, "disabled": False, "x-n": 0})
        )
    }
    form = type("OfOne", (forms.Form,), field)()
    assert ' readonly x-n="0"' in str(form["n"])
    assert "disabled" not in str(form["n"])


def test_other_widgets_stay_templates():
    assert widgets.draw("people/roles/person_input.html", {}) is None
