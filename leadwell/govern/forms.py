"""Words of a report, a question, an answer, a receipt. They clean; actions keep."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from leadwell.govern.models import GovernorsReport, ReportWords, Section
from leadwell.govern.models.report import MOST_LETTERS
from leadwell.people.running.forms import Day, lines

HINTS: Mapping[str, str] = {
    Section.SUMMARY: "One or two sentences that a governor could repeat.",
    Section.WHY: "Why the school takes part. What was promised stands below it.",
    Section.HAPPENED: "Anything that the days and numbers below do not tell.",
    Section.CHANGING: "What one would notice in classes.",
    Section.RISKS: "What stands in the way, and what leaders do about it.",
    Section.PUPILS: "No pupil, and nothing from which one could be known.",
    Section.DAYS: "How the days are used.",
    Section.NEXT: "What governors can look out for.",
}
READ_AGAIN = "Somebody else wrote here since you opened this page: “{}”. Send again to keep yours."
AS_IT_WAS = {"max_length": f"Write it shorter: {MOST_LETTERS} letters at most"}
MINUTE_HINT = "As it stands in the minutes, such as 7.2."


class ReportForm(forms.Form):
    """The words of each section, and when governors meet. stamp: of the words as they were opened,
    so that nobody's are lost."""

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    meeting_on = forms.DateField(
        label="When do governors meet?",
        required=False,
        widget=Day(),
        help_text="They should have the report seven clear days before.",
    )

    def __init__(
        self, data: Any, *, report: GovernorsReport, words: Mapping[str, ReportWords]
    ) -> None:
        self.written = words
        super().__init__(
            data,
            initial={
                "stamp": stamp_of(words),
                "meeting_on": report.meeting_on,
                **{section: one.words for section, one in words.items()},
            },
        )
        for section in Section:
            self.fields[section.value] = forms.CharField(
                label=section.label,
                required=False,
                max_length=MOST_LETTERS,
                help_text=HINTS[section],
                error_messages=AS_IT_WAS,
                widget=lines(3),
            )
        self.order_fields(["stamp", "meeting_on", *Section.values])

    def clean(self) -> dict[str, Any]:
        """What somebody else wrote meanwhile is shown beside one's own, once."""
        cleaned = super().clean() or {}
        if cleaned.get("stamp") == stamp_of(self.written):
            return cleaned
        for section, one in self.written.items():
            if section in cleaned and cleaned[section] != one.words and one.changed_at:
                self.add_error(section, READ_AGAIN.format(one.words))
        self.data = {**self.data.dict(), "stamp": stamp_of(self.written)}  # type: ignore[attr-defined]
        return cleaned

    @property
    def texts(self) -> dict[str, str]:
        """Words by section."""
        return {section.value: self.cleaned_data[section.value] for section in Section}

    @property
    def meeting(self) -> date | None:
        meeting: date | None = self.cleaned_data["meeting_on"]
        return meeting


class QuestionForm(forms.Form):
    text = forms.CharField(
        label="What would you like to know?",
        max_length=400,
        help_text="The head and the subject leader read it, and your fellow governors.",
        widget=lines(4),
        error_messages={
            "required": "Write your question",
            "max_length": "Write it shorter: 400 letters at most",
        },
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label="The answer",
        max_length=600,
        help_text="Name nobody below senior leaders, and no pupil.",
        widget=lines(5),
        error_messages={
            "required": "Write the answer",
            "max_length": "Write it shorter: 600 letters at most",
        },
    )
    minute_ref = forms.CharField(
        label="Minute",
        max_length=40,
        required=False,
        help_text="Where it was answered at a meeting: as it stands in the minutes, such as 7.2.",
    )


class ReceiptForm(forms.Form):
    on = forms.DateField(
        label="At which meeting?",
        widget=Day(),
        error_messages={"required": "Say on which day governors met"},
    )
    minute_ref = forms.CharField(
        label="Which minute says so?",
        max_length=40,
        help_text=MINUTE_HINT,
        error_messages={"required": "Write the number of the minute"},
    )


class AddendumForm(forms.Form):
    text = forms.CharField(
        label="What is to be put right?",
        max_length=500,
        help_text="The report stays as it was issued. This stands beside it, with the day.",
        widget=lines(4),
        error_messages={
            "required": "Write what is to be put right",
            "max_length": "Write it shorter: 500 letters at most",
        },
    )


def stamp_of(words: Mapping[str, ReportWords]) -> str:
    """The same while nobody changes a word."""
    latest = max((one.changed_at for one in words.values() if one.changed_at), default=None)
    return latest.isoformat() if latest else ""
