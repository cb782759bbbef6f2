"""What is asked of one criterion, whether in a view or in the meeting; and what is wrong with it."""

from datetime import date

from django import forms

from leadwell.explore.models import Confidence
from leadwell.explore.models.review import CANNOT_SAY, LEVELS, SEVERAL_KINDS_FROM
from leadwell.explore.reviewing.actions import Said
from leadwell.explore.reviewing.rubrics import Criterion
from leadwell.lib import codes
from leadwell.web.forms import conditional

NAMES = ("level", "evidence", "text", "confidence", "need", "success")
LABELS = {
    "level": "Level", "evidence": "On what evidence?", "text": "What was seen?",
    "confidence": "How sure are you?", "need": "What is needed?",
    "success": "What would success look like?",
}  # fmt: skip
SECOND_KIND = "Add a second kind of evidence: level {level} rests on two"


def fields_of(criterion: Criterion, *, on: date) -> dict[str, forms.Field]:
    """By the short names."""
    word = dict(codes.choices("rubric", on=on))
    levels = [(str(n), f"{n} {word[str(n)]}: {criterion.looks_like(n)}") for n in LEVELS]
    made: dict[str, forms.Field] = {
        "level": forms.TypedChoiceField(
            label=criterion.asks, coerce=int, widget=forms.RadioSelect,
            choices=[*levels, (str(CANNOT_SAY), word["cannot-say"])],
            error_messages={"required": f"{criterion.title}: choose a level, or “cannot say”"},
        ),
        "evidence": forms.MultipleChoiceField(
            label=LABELS["evidence"], required=False, widget=forms.CheckboxSelectMultiple,
            choices=codes.choices("review_evidence", on=on),
            help_text="Levels 3 and 4 rest on two kinds.",
        ),
        "text": words(LABELS["text"], 300, "About the work, not about a person. No names."),
        "confidence": forms.ChoiceField(
            label=LABELS["confidence"], required=False,
            choices=[("", "Not said"), *Confidence.choices],
        ),
        "need": forms.ChoiceField(
            label=LABELS["need"], required=False,
            choices=[("", "Nothing in particular"), *codes.choices("review_need", on=on)],
        ),
        "success": words(LABELS["success"], 200, "A priority of the plan can begin with it."),
    }  # fmt: skip
    for name in ("evidence", "text"):  # asked for where there is a level
        conditional(made[name])
    return made


def words(label: str, most: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=False, help_text=hint,
        widget=forms.Textarea(attrs={"rows": 2, "data-guard": ""}),
        error_messages={
            "max_length": f"{label.rstrip('?')}: write it shorter, {most} letters at most"
        },
    )  # fmt: skip


def name_of(criterion: Criterion, name: str) -> str:
    return f"{criterion.key}-{name}"


def check(form: forms.Form, criterion: Criterion) -> None:
    """Says what is missing where the field is."""
    level = form.cleaned_data.get(name_of(criterion, "level"))
    if level is None or level in ("", CANNOT_SAY):
        return
    evidence = form.cleaned_data.get(name_of(criterion, "evidence")) or []
    if not evidence:
        form.add_error(
            name_of(criterion, "evidence"), f"{criterion.title}: say on what kind of evidence"
        )
    elif level >= SEVERAL_KINDS_FROM and len(evidence) < 2:
        form.add_error(name_of(criterion, "evidence"), SECOND_KIND.format(level=level))
    name = name_of(criterion, "text")
    if name not in form.errors and not form.cleaned_data.get(name):
        form.add_error(name, f"{criterion.title}: say in a sentence what was seen")


def said_of(form: forms.Form, criterion: Criterion) -> Said:
    """Once the form is valid."""
    said = {name: form.cleaned_data.get(name_of(criterion, name)) for name in NAMES}
    return Said(
        criterion=criterion.key, level=int(said["level"] or 0),
        evidence=tuple(dict.fromkeys(said["evidence"] or ())), text=said["text"] or "",
        confidence=said["confidence"] or "", need=said["need"] or "",
        success=said["success"] or "",
    )  # fmt: skip
