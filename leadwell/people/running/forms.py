"""What a programme consists of, and a school's part in it. They clean; actions keep."""

from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from leadwell.lib import codes
from leadwell.people.disclosure.releasing import policy
from leadwell.people.models import Person
from leadwell.people.roles.finding import PersonField
from leadwell.people.running import figures, rules
from leadwell.programmes import measures
from leadwell.programmes.models import (
    HALF_TERMS,
    ActiveIngredient,
    Aim,
    Controller,
    Hub,
    Organisation,
    Programme,
    Strand,
)
from leadwell.web.forms import conditional, offer

KEY_STAGES = [(0, "Early years"), *((stage, f"Key stage {stage}") for stage in range(1, 6))]
OWN_GROUP = "Which group, if it is one of its own?"
OWN_GROUP_SUCH_AS = "Such as: pupils new to English. No pupil’s name."
EMAIL = {"invalid": "Write the whole e-mail address, like name@example.org"}


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def only_answers(form: forms.BaseForm) -> None:
    """Rows to choose from are answers, not "---------"."""
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField) and isinstance(field.widget, forms.RadioSelect):
            field.choices = [each for each in field.choices if each[0] != ""]  # type: ignore[misc, union-attr, index]


def says_which_group(form: forms.ModelForm) -> None:
    """A group of its own is described, and no other."""
    focus, group = (form.cleaned_data.get(name, "") for name in ("focus_group", "own_group"))
    if focus == Programme.FocusGroup.CUSTOM and not group:
        form.add_error("own_group", "Say which group of pupils it is for")
    elif focus and focus != Programme.FocusGroup.CUSTOM and group:
        form.add_error("own_group", "Choose “A group of its own” above, or leave this empty")


def half_terms(programme: Programme) -> list[tuple[str, str]]:
    """Every half-term of a programme, to choose from: "2-1", "Year 2, autumn 1"."""
    return [
        (f"{year}-{n}", f"Year {year}, {half_term.lower()}")
        for year in range(1, programme.n_years + 1)
        for n, half_term in enumerate(HALF_TERMS, 1)
    ]


def lines(n: int, *, is_guarded: bool = True) -> forms.Textarea:
    """Free words, which the guard reads; not where one is asked who somebody is."""
    return forms.Textarea(attrs={"rows": n} | ({"data-guard": ""} if is_guarded else {}))


def line() -> forms.TextInput:
    """Free words of one line."""
    return forms.TextInput(attrs={"data-guard": ""})


class OrganisationField(forms.CharField):
    """An organisation by its name; those known here are offered while one writes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=200,
            help_text="Its name, such as that of a trust, a council or a teaching school.",
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """Written as it is known here, where only capitals differ."""
        name = " ".join(super().clean(value).split())
        known = Organisation.objects.filter(name__iexact=name).first()
        return known.name if known else name


class PhasesField(forms.MultipleChoiceField):
    """Of which schools a programme is."""

    def __init__(self) -> None:
        super().__init__(
            label="Phases", required=False, widget=forms.CheckboxSelectMultiple,
            help_text="A school of another phase can be put forward all the same, with a warning.",
        )  # fmt: skip


def offer_phases(form: forms.ModelForm) -> None:
    """Those of the list on the programme's first day."""
    choices = codes.choices("phase", on=form.instance.starts_on)
    offer(form, phases_of_education=choices)


class AboutForm(forms.ModelForm):
    """What a programme is, who leads it and when."""

    lead_organisation = OrganisationField(
        label="Led by", error_messages={"required": "Say which organisation leads it"}
    )
    key_stages = forms.TypedMultipleChoiceField(
        coerce=int, choices=KEY_STAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    phases_of_education = PhasesField()
    field_order = ["name", "subject", "lead_organisation"]

    class Meta:
        model = Programme
        fields = ("name", "subject", "starts_on", "ends_on", "key_stages", "phases_of_education",
                  "commissioner", "rule_set")  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {"starts_on": Day(), "ends_on": Day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_phases(self)
        if self.instance.pk:
            self.initial.setdefault("lead_organisation", self.instance.lead_organisation.name)


class NewProgrammeForm(forms.ModelForm):
    """The least that a programme is, and who takes it from there."""

    lead_organisation = OrganisationField(
        label="Led by", error_messages={"required": "Say which organisation leads it"}
    )
    lead = PersonField(
        label="Who leads the programme?",
        help_text="Part of the name, or the e-mail address. Leave it empty for somebody new.",
    )
    lead_name = forms.CharField(label="Name of somebody new", max_length=120, required=False)
    lead_email = forms.EmailField(
        label="E-mail address of somebody new",
        required=False,
        help_text="Nothing is sent yet. You invite them when the programme is open.",
        error_messages=EMAIL,
    )
    field_order = ["name", "code", "subject", "lead_organisation"]

    class Meta:
        model = Programme
        fields = ("name", "code", "subject", "starts_on", "ends_on")
        help_texts: ClassVar[dict[str, str]] = {
            "code": "2 to 8 capital letters, digits or hyphens, such as NUM-26. "
            "It stands in addresses and cannot be changed later.",
            "subject": "Such as mathematics, reading or leadership.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"starts_on": Day(), "ends_on": Day()}

    def __init__(self, data: Any, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["lead"].people = people  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        name, email = cleaned.get("lead_name"), cleaned.get("lead_email")
        if cleaned.get("lead") and (name or email):
            self.add_error("lead", "Find somebody, or name somebody new: not both")
        elif not cleaned.get("lead") and "lead" not in self.errors:
            if not name:
                self.add_error("lead_name", "Say who leads the programme, or find somebody above")
            if not email and "lead_email" not in self.errors:
                self.add_error("lead_email", "Write the e-mail address of who leads it")
        return cleaned


class PurposeForm(forms.ModelForm):
    """What is to be solved, how that is known, and for which pupils."""

    class Meta:
        model = Programme
        fields = ("problem", "evidence_of_need", "focus_group", "own_group")
        labels: ClassVar[dict[str, str]] = {"own_group": OWN_GROUP}
        help_texts: ClassVar[dict[str, str]] = {"own_group": OWN_GROUP_SUCH_AS}
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "problem": lines(5), "evidence_of_need": lines(5), "focus_group": forms.RadioSelect(),
            "own_group": line(),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_answers(self)
        conditional(self.fields["own_group"])

    def clean(self) -> dict[str, Any]:
        says_which_group(self)
        return self.cleaned_data


class WorkingForm(forms.ModelForm):
    """How it is run, measured and followed up."""

    class Meta:
        model = Programme
        fields = ("specialist_word", "n_pupil_data_points", "follow_up_years",
                  "is_evaluation_named")  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "specialist_word": "Such as specialist leader, or lead practitioner. "
            "Pages of the programme use it.",
            "n_pupil_data_points": "Two is usual, three is the most.",
            "follow_up_years": "For how many years after the end published results are followed.",
        }


class InsideForm(forms.ModelForm):
    """About something that is set beforehand and not asked: constraints look at that too."""

    inside: ClassVar[set[str]] = {"programme"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        only_answers(self)

    def _get_validation_exclusions(self) -> set[str]:
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return left_out - self.inside


class PartForm(InsideForm):
    """A part of a programme: its name must be new within it. again: what is said if not."""

    again = ""

    def add_error(self, field: str | None, error: Any) -> None:
        """In our words, where a constraint has none of its own."""
        said = getattr(error, "error_dict", {}).get("__all__", [])
        if self.again and any("Constraint" in message for one in said for message in one):
            error = forms.ValidationError(self.again)
            field = None
        super().add_error(field, error)


class StrandForm(PartForm):
    begins = forms.ChoiceField(
        label="When does it begin in a school?", required=False,
        help_text="Strands that begin one after the other go deeper than two at once.",
    )  # fmt: skip
    field_order = ["name", "provider", "evidence_source", "phases_of_education", "begins"]

    class Meta:
        model = Strand
        fields = ("name", "provider", "evidence_source", "phases_of_education", "max_per_school",
                  "why_one_more")  # fmt: skip
        labels: ClassVar[dict[str, str]] = {"why_one_more": "Why one more?"}
        help_texts: ClassVar[dict[str, str]] = {
            "name": "One line of work, such as a course, a way of teaching or coaching.",
            "evidence_source": "Such as a study or a guidance report, and where to read it.",
            "phases_of_education": "Such as primary and first schools.",
            "why_one_more": f"There are {rules.MANY_STRANDS} strands already. Fewer go deeper.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "evidence_source": line(), "why_one_more": lines(2),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        strand = self.instance
        is_one_more = not strand.pk and rules.has_many_strands(strand.programme)
        if is_one_more:
            self.fields["why_one_more"].required = True
        elif not strand.why_one_more:
            del self.fields["why_one_more"]
        offer(self, begins=[("", "With the programme"), *half_terms(strand.programme)])
        self.initial["begins"] = "-".join(map(str, strand.begins or ()))

    def clean(self) -> dict[str, Any]:
        """As year and half-term, both or neither."""
        cleaned = self.cleaned_data
        said = [int(n) for n in cleaned.pop("begins", "").split("-") if n]
        cleaned["begins_year"], cleaned["begins_half_term"] = said or (None, None)
        return cleaned


class IngredientForm(PartForm):
    again = "This strand has an ingredient of these words."
    inside: ClassVar[set[str]] = {"strand"}

    class Meta:
        model = ActiveIngredient
        fields = ("text", "indicator", "is_fixed")
        help_texts: ClassVar[dict[str, str]] = {
            "text": "What makes it work. Three to seven for a strand.",
            "indicator": "What somebody at the back of the room would see when it is there.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {"text": line(), "indicator": line()}


class AimForm(PartForm):
    measured_by = forms.ChoiceField(
        label="Measure",
        required=False,
        help_text="What will be counted, from the list. Published results need no form of anybody.",
    )

    class Meta:
        model = Aim
        fields = ("term", "text", "measured_by", "measure", "baseline", "n_people",
                  "baseline_plan", "target", "due_on", "owner", "source")  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "measure": "Only where yours says it better, such as the share of pupils who can count on.",
            "baseline": "Its figure before the programme begins.",
            "n_people": "Asked where “now” counts pupils or staff. Everybody in the programme reads "
            "an aim, so none is kept by which fewer than six could be recognised.",
            "baseline_plan": "Where it is not known yet, such as: the autumn test, by 18 September.",
            "source": "Leave it empty for the one that belongs to the measure.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "term": forms.RadioSelect(), "text": lines(2), "measure": line(),
            "baseline_plan": line(), "due_on": Day(),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, measured_by=[("", "Not chosen yet"), *measures.choices()])

    def clean_source(self) -> str:
        """That of the measure, where nobody says another."""
        known = measures.every().get(self.cleaned_data.get("measured_by", ""))
        return self.cleaned_data["source"] or (str(known.source) if known else "")

    def clean(self) -> dict[str, Any]:
        """What is to be seen is seen while somebody is still looking."""
        cleaned = self.cleaned_data
        programme, due_on = self.instance.programme, cleaned.get("due_on")
        if due_on and not programme.starts_on <= due_on <= programme.last_aim_on:
            self.add_error(
                "due_on",
                f"Choose a day between the start of {programme} and the end of its follow-up "
                f"in {programme.last_aim_on.year}",
            )
        asked = ("measured_by", "measure", "baseline", "n_people", "target")
        if not self.errors.keys() & set(asked):
            said = SimpleNamespace(**{name: cleaned.get(name) for name in asked})
            may = figures.may_be_kept(said, focus_group=programme.focus_group, policy=policy())
            if not may:
                self.add_error("n_people", may.reason.rstrip("."))
        return cleaned


class ControllerForm(PartForm):
    again = "They are in the table already."

    class Meta:
        model = Controller
        fields = ("party", "name", "position", "what_for")
        help_texts: ClassVar[dict[str, str]] = {
            "name": "The organisation, or “each school”.",
            "position": "A controller decides why and how data are used; a processor acts for one.",
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "party": forms.RadioSelect(), "position": forms.RadioSelect(), "what_for": lines(2),
        }  # fmt: skip


class HubForm(PartForm):
    led_by = OrganisationField(label="Led by", required=False)

    class Meta:
        model = Hub
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.led_by:
            self.initial.setdefault("led_by", self.instance.led_by.name)
