"""What is said to a lesson, and a lesson of one's own. They clean; actions keep."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from leadwell.people.running.forms import Day, line, lines
from leadwell.programmes.lessons import COMPARED, FACTS
from leadwell.programmes.models import ImplementationStage, LessonAnswer, OwnLesson
from leadwell.web.forms import offer

A_YEAR = timedelta(days=365)


class AnswerForm(forms.ModelForm):
    """Accepted, or another way: with a sentence either way."""

    class Meta:
        model = LessonAnswer
        fields = ("said", "sentence")
        labels: ClassVar[dict[str, str]] = {"said": "What will you do?"}
        help_texts: ClassVar[dict[str, str]] = {
            "sentence": "What you will do and by when, or why you go another way.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "said": forms.RadioSelect(), "sentence": lines(2),
        }  # fmt: skip
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "said": {"required": "Say whether you will do it or go another way"},
            "sentence": {"required": "Say in a sentence what you will do, or why not"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, said=LessonAnswer.Said.choices)


class OwnLessonForm(forms.ModelForm):
    """What was learned, what to do, and when the next programme should hear of it."""

    fact = forms.ChoiceField(
        label="Which fact brings it back?", required=False, choices=[],
        help_text="Leave it as it is to show it to every programme.",
    )  # fmt: skip
    compared = forms.ChoiceField(label="Compared how?", required=False, choices=[])

    class Meta:
        model = OwnLesson
        fields = ("title", "learned", "do", "stage", "fact", "compared", "value", "review_on")
        labels: ClassVar[dict[str, str]] = {
            "value": "Compared with what?", "stage": "When is there still time to act on it?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "title": "Name no school and no person: everybody here can read it.",
            "value": "A number, or yes or no, such as 3 or no.",
            "review_on": "When somebody should ask whether it still holds.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "title": line(), "learned": lines(3), "do": lines(3), "stage": forms.RadioSelect(),
            "review_on": Day(),
        }  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        facts = [(key, fact.title) for key, fact in FACTS.items()]
        said = [(str(key), words) for key, words in COMPARED.items()]
        offer(
            self,
            stage=ImplementationStage.choices,
            fact=[("", "None: for every programme"), *facts],
            compared=[("", "Not compared"), *said],
        )
        self.initial["review_on"] = today + A_YEAR

    def clean_review_on(self) -> date:
        day: date = self.cleaned_data["review_on"]
        if day <= self.today:
            raise forms.ValidationError("Choose a day after today to look at it again")
        return day
