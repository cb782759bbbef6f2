"""What is asked to offer a place, and to answer. They clean; actions keep."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField

from leadwell.lib import academic_year as years
from leadwell.people.running.forms import Day, lines
from leadwell.prepare.models import Given, Rates
from leadwell.prepare.offering.allocation import Line, Varied, Where
from leadwell.programmes.models import Programme
from leadwell.web.forms import conditional
from leadwell.web.numbers import amount

A_DAY = {"required": "Choose the day", "invalid": "Choose a day"}


class RatesForm(forms.ModelForm):
    class Meta:
        model = Rates
        fields = (
            "place_gbp", "visit_day_gbp", "cover_day_gbp", "coaching_gbp", "session_gbp",
            "specialist_days", "extra_days", "extra_because",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "place_gbp": "What does a training place at one event cost, in pounds?",
            "visit_day_gbp": "What does a day of visits cost, in pounds?",
            "cover_day_gbp": "What does a day of cover cost, in pounds?",
            "coaching_gbp": "What does a coaching cycle cost, in pounds?",
            "session_gbp": "What does a session for a whole staff cost, in pounds?",
            "specialist_days": "How many days of visits do all specialists together have in a "
            "school year?",
            "extra_days": "How many days of a school year do you count on besides those of the "
            "register?",
            "extra_because": "Why do you count on them?",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "place_gbp": "Places are paid at each event that the design has in a year.",
            "coaching_gbp": "Nought where coaching is part of the visits.",
            "session_gbp": "Nought where it is held on a day of visits.",
            "specialist_days": "Nobody on the register of specialists has a place in this programme "
            "yet. Once somebody has, the days of the register count, and this number no more.",
            "extra_because": "Such as: an adviser of the council, who is on no register. No names. "
            "Leave it empty where there are none.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"extra_because": lines(2)}

    def __init__(self, *args: Any, registered: str, **kwargs: Any) -> None:
        """registered: what the register of specialists says of their days, as sentences; "" where
        it has nobody here, and then the number that is asked for counts alone."""
        super().__init__(*args, **kwargs)
        for name in ("specialist_days",) if registered else ("extra_days", "extra_because"):
            del self.fields[name]
        if registered:
            self.fields["extra_days"].help_text = registered
        for name, field in self.fields.items():
            if name == "extra_because":
                continue
            field.error_messages |= {
                "required": "Write a number, nought where it costs nothing",
                "invalid": "Write a number, such as 250 or 62.50",
            }
            field.widget.attrs |= {"min": "0", "inputmode": "decimal"}


class AmountsForm(forms.Form):
    """An amount for each line, as by size where nobody changes it, and why it was changed."""

    because = forms.CharField(
        label="Why is it another amount than that of its size?", max_length=200, required=False,
        widget=lines(2), help_text="The school reads this. Leave it empty where nothing differs.",
    )  # fmt: skip
    all_the_same = conditional(
        forms.CharField(
            label="If that would ask too much of the school: why is it asked all the same?",
            max_length=500, required=False, initial="", widget=lines(3),
            help_text="What will stop, start later or be shared. The board reads this, and so do the "
            "school’s leaders. Name nobody. Leave it empty otherwise.",
        )
    )  # fmt: skip

    def __init__(self, data: Any, *, given: Iterable[Line], programme: Programme) -> None:
        super().__init__(data)
        self.given = {_name(line.where): line for line in given}
        for name, line in self.given.items():
            self.fields[name] = _amount(line, programme)
        reasons = {line.because for line in self.given.values() if line.because}
        self.initial["because"] = ". ".join(sorted(reasons))
        self.order_fields([*self.given, "because", "all_the_same"])

    @property
    def amounts(self) -> list[BoundField]:
        return [self[name] for name in self.given]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if any(_differs(line, asked.get(name)) for name, line in self.given.items()) and not (
            asked.get("because")
        ):
            self.add_error("because", "Say why it is another amount than that of its size")
        return asked

    @property
    def others(self) -> dict[Where, Varied]:
        """Of each line, changed or not."""
        asked = self.cleaned_data
        said = asked["because"].rstrip(". ")
        return {
            line.where: Varied(asked[name], said if _differs(line, asked[name]) else "")
            for name, line in self.given.items()
        }


class OfferForm(AmountsForm):
    """From when it takes part, until when it answers, and the amounts."""

    starts_on = forms.DateField(
        label="From when would it take part?", widget=Day(), error_messages=A_DAY
    )
    answer_by = forms.DateField(
        label="By when is it to answer?", widget=Day(), error_messages=A_DAY,
        help_text="The head can say yes until the end of this day. Two weeks of school are fair.",
    )  # fmt: skip

    def __init__(
        self, data: Any, *, given: Iterable[Line], programme: Programme, starts_on: date,
        answer_by: date, today: date,
    ) -> None:  # fmt: skip
        super().__init__(data, given=given, programme=programme)
        self.initial.update(starts_on=starts_on, answer_by=answer_by)
        self.programme, self.today = programme, today
        self.order_fields(["starts_on", "answer_by", *self.given, "because", "all_the_same"])

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if not self.programme.starts_on <= day <= self.programme.ends_on:
            raise forms.ValidationError("That day is outside the programme")
        return day

    def clean_answer_by(self) -> date:
        return _to_come(self.cleaned_data["answer_by"], self.today, self.programme)


class ExtendForm(forms.Form):
    answer_by = forms.DateField(
        label="By when is it to answer now?", widget=Day(), error_messages=A_DAY
    )

    def __init__(self, data: Any, *, today: date, programme: Programme) -> None:
        super().__init__(data)
        self.today, self.programme = today, programme

    def clean_answer_by(self) -> date:
        return _to_come(self.cleaned_data["answer_by"], self.today, self.programme)


class BecauseForm(forms.Form):
    because = forms.CharField(
        label="Why?", max_length=500, widget=lines(3),
        error_messages={"required": "Write the reason: the other side reads it"},
    )  # fmt: skip


class NotedForm(forms.Form):
    """For whoever notes what a school answered."""

    joined_on = forms.DateField(
        label="From which day does it take part?", widget=Day(), error_messages=A_DAY
    )


def _amount(line: Line, programme: Programme) -> forms.DecimalField:
    year = years.label(programme.first_year + line.year - 1)
    return forms.DecimalField(
        label=f"{Given(line.kind).label}, {year}", min_value=Decimal(), max_value=Decimal(200),
        decimal_places=1, initial=amount(line.amount),
        help_text=f"By size: {amount(line.by_size)}",
        error_messages={
            "required": "Write a number, nought for none", "invalid": "Write a number, such as 6",
            "min_value": "Write nought or more", "max_value": "Write 200 at most",
        },
    )  # fmt: skip


def _differs(line: Line, said: Decimal | None) -> bool:
    return said is not None and said != line.by_size


def _name(where: Where) -> str:
    return f"{where.kind.value}_{where.year}"


def _to_come(day: date, today: date, programme: Programme) -> date:
    if day <= today:
        raise forms.ValidationError("Choose a day after today: the school has to have time")
    if day > programme.ends_on:
        raise forms.ValidationError("The programme is over by then")
    return day
