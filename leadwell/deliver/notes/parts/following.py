"""What comes next: the next visit, what has changed, what the hub must know."""

from typing import Any

from django import forms

from leadwell.deliver import rules
from leadwell.deliver.notes.content import Risk
from leadwell.deliver.notes.parts.base import NO_NAMES, PartForm, text
from leadwell.lib import codes
from leadwell.people.running.forms import Day
from leadwell.web.forms import conditional, offer

MAY_CHANGE = ("R3", "R5", "R6")
"""What a visitor hears of that changes whether a school is ready: a subject leader with time,
other initiatives, an inspection or a change of the school."""
HUB, SCHOOL = "hub", "school"


class FollowingForm(PartForm):
    next_on = conditional(
        forms.DateField(label="When is the next visit?", widget=Day(), required=False)
    )
    is_last = forms.BooleanField(label="This was the last visit", required=False)
    next_focus = text(
        "What the next visit is for", 200, missing="Say what the next visit is for",
        hint="After the last visit: what the school goes on with.",
    )  # fmt: skip
    readiness = forms.MultipleChoiceField(
        label="Has any of these changed?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Who chooses schools for the programme, and the hub lead, are told that "
        "something changed, so that it is asked again.",
    )  # fmt: skip
    readiness_note = text("How has it changed?", 300)
    risk = text(
        "Anything the hub must know", 300, hint=f"Not for anything about safeguarding. {NO_NAMES}"
    )
    risk_for = conditional(
        forms.ChoiceField(
            label="Who reads it?",
            choices=[(HUB, "The hub and the programme’s lead"), (SCHOOL, "The school too")],
            widget=forms.RadioSelect,
            required=False,
            initial=HUB,
        )
    )

    def build(self) -> None:
        self.initial["next_on"] = self.subject.next_planned
        names = dict(codes.choices("readiness", on=self.subject.visit.on))
        asked = [(code, names[code]) for code in MAY_CHANGE if code in names]
        offer(self, readiness=asked)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        self._clean_next(cleaned)
        if cleaned.get("readiness") and not cleaned.get("readiness_note"):
            self.add_error("readiness_note", "Say how it has changed")
        if cleaned.get("readiness_note") and not cleaned.get("readiness"):
            self.add_error("readiness", "Say which of these has changed")
        return cleaned

    def _clean_next(self, cleaned: dict[str, Any]) -> None:
        next_on, visit = cleaned.get("next_on"), self.subject.visit
        if cleaned.get("is_last"):
            cleaned["next_on"] = None
        elif not next_on:
            if "next_on" not in self.errors:
                self.add_error("next_on", "Say when the next visit is, or that this was the last")
        elif next_on <= visit.on:
            self.add_error("next_on", "Choose a day after this visit")
        elif next_on != self.subject.next_planned:
            enrolment, specialist = visit.enrolment, visit.specialist
            may = rules.may_visit_on(enrolment, specialist, next_on, today=self.subject.today)
            if not may:
                self.add_error("next_on", may.reason)

    @property
    def content(self) -> dict[str, Any]:
        said = self.cleaned_data
        risk = Risk(said["risk"], said["risk_for"] == SCHOOL) if said["risk"] else None
        return {
            "next_on": said["next_on"],
            "next_focus": said["next_focus"],
            "readiness": tuple(said["readiness"]),
            "readiness_note": said["readiness_note"],
            "risk": risk,
        }
