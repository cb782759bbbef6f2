"""An answer that somebody else changed while one wrote one's own: both are shown, neither is lost.

A form has, beside such a field, what was there when its page was opened (`<name>_was`), the question
which of the two is right (`<name>_choice`), and what was theirs when it was asked (`<name>_seen`).
"""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import QueryDict

THEIRS, MINE = "theirs", "mine"


def question(label: str, missing: str) -> forms.ChoiceField:
    """Asked only where there are two answers."""
    return forms.ChoiceField(
        label=label,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": missing},
    )


def hidden() -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput)


def ask(form: forms.BaseForm, name: str, *, theirs: str, says: tuple[str, str]) -> None:
    """Which of the two is right: says how they read, theirs and mine. What was chosen before theirs
    was what it is now does not count."""
    asked = cast("forms.ChoiceField", form.fields[f"{name}_choice"])
    asked.choices = [(THEIRS, says[0]), (MINE, says[1])]
    asked.required = True
    given = cast("QueryDict", form.data).copy()
    if form.data.get(f"{name}_seen") != theirs:
        given.pop(f"{name}_choice", None)
    given[f"{name}_seen"] = theirs
    form.data = given


def ask_nothing(form: forms.BaseForm, name: str) -> None:
    del form.fields[f"{name}_choice"], form.fields[f"{name}_seen"]


def settle(form: forms.BaseForm, name: str, now: str, said: Callable[[str], str]) -> None:
    """Of a field of a form that is sent: what I left as it was becomes theirs; where both changed
    it, and not to the same, it is asked which is right. said: an answer as people read it."""
    mine, was = form.data.get(name, "").strip(), form.data.get(f"{name}_was", "")
    if not form.is_bound or now in (was, mine):
        ask_nothing(form, name)
    elif mine == was:
        given: Any = cast("QueryDict", form.data).copy()
        given[name] = now
        form.data = given
        ask_nothing(form, name)
    else:
        ask(form, name, theirs=now, says=(f"As it is now: {said(now)}", f"Yours: {said(mine)}"))
