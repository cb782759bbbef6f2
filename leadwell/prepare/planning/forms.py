"""What is asked about a plan. They clean; actions keep."""

from collections.abc import Iterable, Sequence
from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms

from leadwell.explore.models import PeerFinding, Review
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.people.drafts.words import plain
from leadwell.people.running.forms import Day, InsideForm, line
from leadwell.prepare.models import Priority, PriorityReview
from leadwell.prepare.planning import figures, rules
from leadwell.prepare.planning.actions import Source, Stands, Written
from leadwell.programmes import measures
from leadwell.programmes.models import ActiveIngredient, Enrolment, Programme
from leadwell.web.forms import offer
from leadwell.web.templatetags.leadwell import day_and_year


def guarded(n: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": n, "data-guard": ""})


class PriorityForm(InsideForm):
    """A priority with all that makes it one that can be checked."""

    inside: ClassVar[set[str]] = set()
    sources = forms.MultipleChoiceField(
        label="What does it rest on?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say what it rests on: a criterion of a review, or a result"},
    )  # fmt: skip
    ingredients = forms.MultipleChoiceField(
        label="Which active ingredients is it about?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say which active ingredient it is about"},
    )  # fmt: skip
    field_order = ["statement", "sources", "pupils", "group", "why_not_focus", "ingredients"]

    class Meta:
        model = Priority
        fields = (
            "statement", "pupils", "group", "why_not_focus", "measure", "artefact", "what", "unit",
            "baseline", "target", "n_people", "due_on", "evidence",
        )  # fmt: skip
        labels: ClassVar[dict[str, str]] = {
            "statement": "What is to be different?", "pupils": "For which pupils?",
            "group": "Which group, if it is one of its own?",
            "why_not_focus": "If not for the programme’s pupils: why not?",
            "measure": "By which measure will you see it?",
            "artefact": "Or what will you count instead?",
            "what": "Of whom, or of what?", "unit": "In what is it counted?",
            "baseline": "Where is it now?", "target": "What is the target?",
            "n_people": "About how many pupils or people is that?",
            "due_on": "By when?", "evidence": "From which source will you know?",
        }  # fmt: skip
        help_texts: ClassVar[dict[str, str]] = {
            "artefact": "Only where no measure fits: something one can count, by its name, such as "
            "classes with the calculation policy in use.",
            "what": "Such as: at expected in Y5 maths.",
            "unit": "Such as: per cent, points, classes.",
            "baseline": "A number.", "target": "A number.",
            "n_people": "The school and its specialist read the figures as they are. Others do not "
            "where they are about fewer than six, or give so few away. Leave it empty where "
            "classes, books or sessions are counted.",
            "evidence": "Such as: PUMA summer.",
        }  # fmt: skip
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "statement": guarded(2), "due_on": Day(), "why_not_focus": guarded(2),
            "pupils": forms.RadioSelect(), "group": line(), "artefact": line(), "what": line(),
            "evidence": line(),
        }  # fmt: skip
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "statement": {"required": "Say what is to be different"},
            "pupils": {"required": "Say for which pupils"},
            "unit": {"required": "Say in what it is counted, such as per cent"},
            "baseline": {"required": "Say where it is now: a number",
                         "invalid": "Write where it is now as a number, such as 58"},
            "target": {"required": "Say what the target is: a number",
                       "invalid": "Write the target as a number, such as 70"},
            "n_people": {"invalid": "Write how many pupils as a number, such as 28"},
            "due_on": {"required": "Say by when", "invalid": "Choose a day"},
            "evidence": {"required": "Say from which source you will know"},
        }  # fmt: skip

    def __init__(
        self, data: Any, *, instance: Priority, enrolment: Enrolment,
        reviews: Iterable[Review], findings: Iterable[PeerFinding],
        ingredients: Sequence[ActiveIngredient], taken_up: PeerFinding | None = None,
    ) -> None:  # fmt: skip
        start = {"sources": [_of_finding(taken_up)]} if taken_up else {}
        if instance.pk:
            start = {
                "ingredients": [str(one.pk) for one in instance.ingredients.all()],
                "sources": [
                    _of_finding(one.finding)
                    if one.finding
                    else _code(one.review_id, one.criterion, one.measure)
                    for one in instance.sources.select_related("finding")
                ],
            }  # fmt: skip
        super().__init__(data, instance=instance, initial=start)
        self.programme, self.reviews = enrolment.programme, {one.pk: one for one in reviews}
        self.findings = {_of_finding(one): one for one in findings}
        self.known = {str(one.pk): one for one in ingredients}
        self.fields["measure"] = forms.ChoiceField(
            label=self.Meta.labels["measure"], required=False,
            choices=[("", "None of these fits"), *measures.choices()],
        )  # fmt: skip
        offer(
            self, ingredients=[(pk, str(one)) for pk, one in self.known.items()],
            sources=self._offered(),
        )  # fmt: skip
        if self.programme.own_group:
            self.fields["group"].help_text = f"Left empty: {self.programme.own_group}."
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("measure") and not cleaned.get("artefact"):
            self.add_error("measure", "Choose a measure, or name what you count instead")
        if cleaned.get("measure") and cleaned.get("artefact"):
            self.add_error("artefact", "Either a measure or something to count: not both")
        if cleaned.get("pupils") == Programme.FocusGroup.CUSTOM and not cleaned.get("group"):
            cleaned["group"] = self.programme.own_group  # the programme says which
        if cleaned.get("pupils") and not (
            may := rules.is_for_focus(
                self.programme,
                cleaned["pupils"],
                cleaned.get("group", ""),
                cleaned.get("why_not_focus", ""),
            )
        ):
            self.add_error("why_not_focus", may.reason)
        if (due_on := cleaned.get("due_on")) and not (
            may := rules.is_within(self.programme, due_on)
        ):
            self.add_error("due_on", may.reason)
        self._check_figures(cleaned)
        return cleaned

    def _check_figures(self, cleaned: dict[str, Any]) -> None:
        """About how many people they are, and no more than that of them."""
        is_clear = not {"n_people", "measure", "artefact", "what", "unit"} & self.errors.keys()
        if is_clear and not (may := figures.says_how_many(SimpleNamespace(**cleaned))):
            self.add_error("n_people", may.reason.rstrip("."))
        for name in ("baseline", "target"):
            value, unit, n = (cleaned.get(each) for each in (name, "unit", "n_people"))
            if not (may := figures.fits(value, unit=unit or "", n=n)):
                self.add_error(name, may.reason)

    @property
    def said(self) -> Written:
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return Written(
            fields,
            [self.known[pk] for pk in self.cleaned_data["ingredients"]],
            [self._source(code) for code in self.cleaned_data["sources"]],
        )

    def is_of(self, priority: Priority) -> bool:
        """Whether that priority says what was sent here. Once the form is valid."""
        return all(
            value == (plain(now) if isinstance(now := getattr(priority, name), str) else now)
            for name, value in self.said.fields.items()
        )

    def _offered(self) -> list[Any]:
        groups: list[Any] = [
            (
                f"{review.rubric.title}, {review.get_point_display().lower()}",
                [(_code(review.pk, each.key, ""), each.title) for each in _in_order(review)],
            )
            for review in self.reviews.values()
        ]
        by_review: dict[str, list[tuple[str, str]]] = {}
        for code, one in self.findings.items():
            heard = f"Peer review, {day_and_year(one.review.starts_on)}"
            by_review.setdefault(heard, []).append((code, str(one)))
        groups += by_review.items()
        results = [(_code(None, "", key), one.label) for key, one in measures.published().items()]
        return [*groups, ("Published results", results)]

    def _source(self, code: str) -> Source:
        if finding := self.findings.get(code):
            return finding
        kind, _, rest = code.partition("/")
        if kind == "published":
            return rest
        return self.reviews[int(kind)], rest


class SipForm(forms.Form):
    sip_page = forms.CharField(
        label="On which page does it stand?", max_length=40, required=False,
        help_text="Leave it empty where it is not in the school improvement plan yet.",
    )  # fmt: skip


class EndForm(forms.Form):
    is_reached = forms.TypedChoiceField(
        label="How does it end?", coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("yes", "It is reached"), ("no", "It is put aside")],
        error_messages={"required": "Say how it ends"},
    )  # fmt: skip
    because = forms.CharField(
        label="How can one see it, or why is it put aside?", max_length=300, widget=guarded(2),
        error_messages={"required": "Say how one can see it, or why it is put aside"},
    )  # fmt: skip


class ApproveForm(forms.Form):
    """shown: the hash of what was on the page."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)


class PlanReviewForm(forms.Form):
    """How each priority stands, by its number."""

    def __init__(self, data: Any, *, priorities: Sequence[Priority]) -> None:
        super().__init__(data)
        self.priorities = priorities
        for one in priorities:
            self.fields[f"how-{one.pk}"] = forms.ChoiceField(
                label=f"{one.statement}: how does it stand?", choices=PriorityReview.How.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say how it stands: {one.statement}"},
            )  # fmt: skip
            self.fields[f"value-{one.pk}"] = forms.DecimalField(
                label=f"Where is it now, in {one.unit}?", required=False, max_digits=9,
                decimal_places=2, help_text=f"It was {one.baseline:g}, and is to be {one.target:g}. "
                "Leave it empty where nobody knows yet.",
            )  # fmt: skip
            self.fields[f"text-{one.pk}"] = forms.CharField(
                label="In words", max_length=300, required=False, widget=guarded(2),
                help_text="Amber and Red want a reason.",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.priorities:
            how = cleaned.get(f"how-{one.pk}")
            if how in ("amber", "red") and not cleaned.get(f"text-{one.pk}"):
                self.add_error(f"text-{one.pk}", f"Say why it is {how.capitalize()}")
            value = cleaned.get(f"value-{one.pk}")
            if not (may := figures.fits(value, unit=one.unit, n=one.n_people)):
                self.add_error(f"value-{one.pk}", may.reason)
        return cleaned

    @property
    def said(self) -> dict[int, Stands]:
        said = self.cleaned_data
        return {
            one.pk: Stands(said[f"how-{one.pk}"], said[f"value-{one.pk}"], said[f"text-{one.pk}"])
            for one in self.priorities
        }


def _in_order(review: Review) -> list[Any]:
    """Criteria of the headline needs first."""
    named = [one.criterion for one in review.headlines.all() if one.criterion]
    criteria = of_rubric(review.rubric).criteria
    return sorted(criteria, key=lambda each: each.key not in named)


def _of_finding(finding: PeerFinding) -> str:
    return f"finding/{finding.pk}"


def _code(review: int | None, criterion: str, measure: str) -> str:
    return f"{review}/{criterion}" if review else f"published/{measure}"
