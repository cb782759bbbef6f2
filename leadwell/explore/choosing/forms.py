"""What is asked about a school that is put forward. They clean; actions keep."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from leadwell.explore.choosing.actions import Nomination, Said
from leadwell.explore.choosing.screening import CriterionLine, Seen
from leadwell.explore.models import (
    ApprovedSet,
    Assessment,
    Candidate,
    Colour,
    HubPlace,
    Remedy,
    SentInterest,
    SetRule,
)
from leadwell.people.roles.actions import Newcomer
from leadwell.people.running.forms import Day, InsideForm, OrganisationField, line, lines
from leadwell.programmes.models import Hub
from leadwell.schools.models import School
from leadwell.web.forms import not_to_come, offer

STATEMENTS = (
    "Staff trust one another enough to say what does not work",
    "Leaders see change through before they begin another",
    "Staff have the time that new work asks for",
    "Parents and governors stand behind the school’s priorities",
)
"""Of the head's own view, 1 (not at all) to 5 (wholly)."""
FIVE = [(str(n), str(n)) for n in range(1, 6)]


class NominateForm(forms.Form):
    """Who puts schools forward, and why."""

    organisation = OrganisationField(
        label="Which organisation puts it forward?",
        error_messages={"required": "Say which organisation puts it forward"},
    )
    name = forms.CharField(
        label="Who there?", max_length=120, error_messages={"required": "Say who puts it forward"}
    )
    email = forms.EmailField(
        label="Their e-mail address",
        required=False,
        help_text="Nothing is sent. It finds whoever is known here already.",
        error_messages={"invalid": "Write the whole e-mail address, like name@example.org"},
    )
    reason = forms.CharField(
        label="Why this school?", max_length=500, widget=lines(3),
        help_text="The school reads this. No pupil’s name.",
        error_messages={"required": "Say why this school"},
    )  # fmt: skip
    hub = forms.ModelChoiceField(
        Hub.objects.none(), label="In which hub would it be?", required=False,
        empty_label="Not known yet",
    )  # fmt: skip
    head_told_on = forms.DateField(
        label="When was the head told?", required=False, widget=Day(),
        help_text="Leave it empty where nobody has told them yet. They have to be told within ten "
        "school days, and nothing goes on before.",
        error_messages={"invalid": "Choose a day"},
    )  # fmt: skip
    head_told_by = forms.CharField(
        label="Who told the head?", max_length=120, required=False,
        help_text="Leave it empty where it was who puts it forward.",
    )  # fmt: skip

    def __init__(self, data: Any, *, hubs: QuerySet[Hub], today: date) -> None:
        super().__init__(data)
        self.fields["hub"].queryset = hubs  # type: ignore[attr-defined]
        self.today = today

    def clean_head_told_on(self) -> date | None:
        day: date | None = self.cleaned_data["head_told_on"]
        return not_to_come(day, today=self.today)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or self.cleaned_data
        if asked.get("head_told_by") and not asked.get("head_told_on") and not self.errors:
            self.add_error("head_told_on", "Say when they told the head")
        return asked

    @property
    def said(self) -> Nomination:
        asked = self.cleaned_data
        return Nomination(
            asked["organisation"], Newcomer(asked["name"], asked["email"]), asked["reason"],
            asked["head_told_on"], asked["hub"], asked["head_told_by"],
        )  # fmt: skip


class HeadToldForm(forms.Form):
    on = forms.DateField(
        label="When was the head told?", widget=Day(),
        error_messages={"required": "Choose the day", "invalid": "Choose a day"},
    )  # fmt: skip
    told_by = forms.CharField(
        label="Who told them?", max_length=120, required=False,
        help_text="Leave it empty where it was you.",
    )  # fmt: skip

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        return not_to_come(day, today=self.today)


class ChangeForm(InsideForm):
    """Where it would belong, as what, and what is known of it locally."""

    inside: ClassVar[set[str]] = {
        "programme",
        "school",
        "state",
        "because",
        "head_told_on",
        "head_told_by",
    }

    class Meta:
        model = Candidate
        fields = ("hub", "part", "part_because", "intelligence")
        labels: ClassVar[dict[str, str]] = {
            "hub": "In which hub would it be?", "part": "As what would it take part?",
            "part_because": "Why as a partner?", "intelligence": "What is known of it locally?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "part": "A school that is strong already takes part as a partner. Figures of target "
            "and of partner schools are never added together.",
            "part_because": "Only for a partner: what it is strong in, and how that is known.",
            "intelligence": "Such as changes of staff that no figure shows yet. The school does "
            "not read this. No pupil’s name.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "part": forms.RadioSelect(), "part_because": lines(2), "intelligence": lines(3),
        }  # fmt: skip

    def __init__(self, *args: Any, hubs: QuerySet[Hub], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hub"].queryset = hubs  # type: ignore[attr-defined]
        self.fields["hub"].empty_label = "Not known yet"  # type: ignore[attr-defined]


class FindForm(forms.Form):
    """What screening found: a box and its source for each criterion that a person decides."""

    because = forms.CharField(
        label="If it meets none: why not?", max_length=500, required=False, widget=lines(2),
        help_text="The school reads this.",
    )  # fmt: skip
    intelligence = forms.CharField(
        label="What is known of it locally?", max_length=500, required=False, widget=lines(3),
        help_text="A school that meets no criterion can go on for this. The school does not read it.",
    )  # fmt: skip
    no_data = forms.CharField(
        label="Why are there no published results?", max_length=300, widget=line(),
        help_text="Such as: an infant school, whose pupils leave before the tests.",
        error_messages={"required": "Say why there are no published results"},
    )  # fmt: skip

    def __init__(self, data: Any, *, seen: Seen, intelligence: str = "") -> None:
        super().__init__(data, initial={"intelligence": intelligence})
        self.seen = seen
        self.asked: tuple[CriterionLine, ...] = tuple(
            line for line in seen.lines if line.wants_a_person
        )
        boxes = {f"source-{line.criterion.code}": _source(line) for line in self.asked}
        self.fields = boxes | self.fields
        if seen.need.has_figures:
            del self.fields["no_data"]

    @property
    def ticked(self) -> dict[str, str]:
        found = {
            line.criterion.code: self.cleaned_data.get(f"source-{line.criterion.code}", "")
            for line in self.asked
        }
        return {code: source for code, source in found.items() if source}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (self.ticked or self.seen.met_by_figures) and not cleaned.get("because"):
            self.add_error(
                "because", "It meets no criterion as it stands: write why, for the school to read"
            )
        return cleaned

    @property
    def fields_to_save(self) -> dict[str, Any]:
        names = ("because", "intelligence", "no_data")
        kept = {name: self.cleaned_data.get(name, "") for name in names}
        return kept | {"ticked": self.ticked}


class AssessForm(InsideForm):
    """The eight questions, but for other initiatives, which are listed beside it."""

    inside: ClassVar[set[str]] = {"candidate"}
    override = forms.ChoiceField(
        label="Another colour than the rules say?", required=False,
        choices=[("", "As the rules say"), *Colour.choices],
        help_text="It is marked wherever it stands. What is Red by the rules needs support for "
        "leadership, or the board’s waiver, all the same.",
    )  # fmt: skip

    class Meta:
        model = Assessment
        fields = (
            "leadership", "head_called_on", "head_called_by", "hours", "working_party",
            "has_authority", "inspection", "change", "capacity", "override", "override_because",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "leadership": "R1. Is leadership secure?",
            "head_called_on": "R2. When did the head say, in a call, that they back the aims?",
            "head_called_by": "Who made the call?",
            "hours": "R3. How many hours a week is the subject lead released?",
            "working_party": "R4. Who is in the working party?",
            "has_authority": "The head confirms that it may decide on timetable, resources and staff time",
            "inspection": "R6. Is an inspection expected?",
            "change": "Is the school about to change?",
            "capacity": "R7. What about absence, class cover, mixed-age classes?",
            "override_because": "Why another colour?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "head_called_on": "Leave it empty where there was no such call. No place is offered before it.",
            "hours": "Such as 1 or 2.5. Write 0 where there is no time; leave it empty where nobody is in post.",
            "working_party": "Names or posts.",
            "capacity": "It decides nothing by itself. No pupil’s name.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "leadership": forms.RadioSelect(), "inspection": forms.RadioSelect(),
            "change": forms.RadioSelect(), "head_called_on": Day(), "working_party": lines(2, is_guarded=False),
            "capacity": lines(2), "override_because": lines(2),
        }  # fmt: skip
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "leadership": {"required": "Say how it is with the head"},
            "inspection": {"required": "Say whether an inspection is expected"},
            "change": {"required": "Say whether the school is about to change"},
        }

    def __init__(
        self, data: Any, *, candidate: Candidate, before: Assessment | None, today: date,
        sent: SentInterest | None = None,
    ) -> None:  # fmt: skip
        """sent: what the school said of itself, to begin from where nobody has asked before."""
        said = _of_interest(sent) if sent else {}
        if before:
            said = {name: getattr(before, name) for name in self._meta.fields or ()}
        climate = before.climate if before else []
        said |= {f"climate_{n}": value for n, value in enumerate(climate)}
        said |= {"override": "", "override_because": ""}
        super().__init__(data, instance=Assessment(candidate=candidate), initial=said)
        self.today = today
        for n, text in enumerate(STATEMENTS):
            field = forms.ChoiceField(
                label=f"{'R8. The head says: ' if n == 0 else ''}{text}", required=False,
                choices=FIVE, widget=forms.RadioSelect,
                help_text="1: not at all. 5: wholly." if n == 0 else "",
            )  # fmt: skip
            self.fields[f"climate_{n}"] = field
        names = list(self.fields)
        last = ["override", "override_because"]
        self.order_fields([*(name for name in names if name not in last), *last])

    def clean_head_called_on(self) -> date | None:
        day: date | None = self.cleaned_data["head_called_on"]
        return not_to_come(day, today=self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        climate = [cleaned.get(f"climate_{n}") for n in range(len(STATEMENTS))]
        if any(climate) and not all(climate):
            self.add_error(
                f"climate_{climate.index('')}", "Answer all four statements, or none of them"
            )
        self.climate = [int(each) for each in climate if each]
        return cleaned

    @property
    def said(self) -> Said:
        names = list(self._meta.fields or ())
        return Said(**{name: self.cleaned_data[name] for name in names}, climate=self.climate)


class AskAgainForm(InsideForm):
    """The three that change from term to term; other initiatives are known here."""

    inside: ClassVar[set[str]] = {"candidate"}

    class Meta:
        model = Assessment
        fields = ("hours", "inspection", "change")
        labels = AssessForm.Meta.labels
        help_texts: ClassVar[dict[str, str]] = {"hours": AssessForm.Meta.help_texts["hours"]}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "inspection": forms.RadioSelect(), "change": forms.RadioSelect(),
        }  # fmt: skip


class ReasonForm(forms.Form):
    because = forms.CharField(
        label="Why?", max_length=500, widget=lines(3),
        help_text="The school reads this. No pupil’s name.",
        error_messages={"required": "Write the reason: the school reads it"},
    )  # fmt: skip


class SupportForm(forms.ModelForm):
    class Meta:
        model = Remedy
        fields = ("text", "given_by")
        labels: ClassVar[dict[str, str]] = {
            "text": "Which support for leadership goes with the place?",
            "given_by": "Who gives it?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "text": "Such as six days of coaching for the head in the first term.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": lines(3)}
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "text": {"required": "Say which support"},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["given_by"].required = True
        self.fields["given_by"].error_messages["required"] = "Say who gives the support"


class WaiveForm(forms.Form):
    text = forms.CharField(
        label="Why may it be offered a place although it is Red?", max_length=500, widget=lines(3),
        error_messages={"required": "Say why"},
    )  # fmt: skip


class ApproveForm(forms.ModelForm):
    class Meta:
        model = ApprovedSet
        fields = ("words",)
        labels: ClassVar[dict[str, str]] = {"words": "What does the board say to it?"}
        widgets: ClassVar[dict[str, forms.Widget]] = {"words": lines(3)}


class SetRuleForm(forms.ModelForm):
    class Meta:
        model = SetRule
        fields = ("least_schools", "least_share_pct", "most_minutes", "because")
        labels: ClassVar[dict[str, str]] = {
            "least_schools": "How many schools are there at least?",
            "least_share_pct": "Of 100 schools, how many meet a criterion at least?",
            "most_minutes": "How many minutes from the hub’s place are too far?",
            "because": "Why is it another than the fund’s?",
        }  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {"because": lines(2)}


class HubPlaceForm(forms.ModelForm):
    """One of the hub's own schools."""

    class Meta:
        model = HubPlace
        fields = ("school",)
        labels: ClassVar[dict[str, str]] = {"school": "At which school does the hub meet?"}

    def __init__(self, *args: Any, schools: Iterable[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = {str(school.pk): school for school in schools}
        self.fields["school"] = forms.ChoiceField(
            label=self._meta.labels["school"],  # type: ignore[index]
            help_text="Travel is counted from there. Schools of the hub that have coordinates.",
            error_messages={"required": "Choose a school"},
        )
        offer(self, school=[(pk, str(school)) for pk, school in self.schools.items()])

    def clean_school(self) -> School:
        return self.schools[self.cleaned_data["school"]]


def _of_interest(sent: SentInterest) -> dict[str, Any]:
    """R3 and R4 as its head wrote them; R5 is asked of the school's list."""
    return {
        "hours": sent.hours,
        "working_party": sent.working_party,
        "has_authority": bool(sent.can_decide),
    }


def _source(one: CriterionLine) -> forms.CharField:
    """Where it is written: that is what makes it met."""
    said = f"{one.decided.why}. " if one.decided.why else ""
    return forms.CharField(
        label=one.says,
        max_length=500,
        required=False,
        widget=line(),
        help_text=f"{said}Where is it written? Leave it empty where it is not so.",
    )
