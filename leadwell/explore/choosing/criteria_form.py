"""The criteria that a programme writes itself: ten lines, of which three at least are filled."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField

from leadwell.explore.choosing.own_criteria import YEARS, Row, row_of
from leadwell.explore.choosing.rule_sets import OWN, RuleSet
from leadwell.people.running.forms import line, lines
from leadwell.schools import catalogue
from leadwell.schools.catalogue import Measure
from leadwell.web.forms import PlainSelect, conditional

LEAST, MOST = 3, 10
PERSON = ""
SAID = {
    "below": "{} is below a line",
    "below_england": "{} is so much below England",
    "gap": "disadvantaged pupils are so much below the school’s other pupils in {}",
    "fall": "{} fell by so much in three years",
}
"""Of each kind of test, as it is chosen."""
OWN_MEASURE = "the programme’s first measure"
"""That of its first aim with published results, else of its subject: it changes with them."""
USUAL = "3-2"


class Asked(NamedTuple):
    """One line of the form. is_open: whether it is shown without being asked for."""

    n: int
    says: BoundField
    how: BoundField
    line: BoundField
    years: BoundField
    is_open: bool


class CriteriaForm(forms.Form):
    """Each says what a school meets, and by what it is decided: a person, or a published figure."""

    because = forms.CharField(
        label="Why are these the criteria?", max_length=300, widget=lines(2),
        help_text="The board reads this beside them.",
        error_messages={"required": "Say why these are the criteria"},
    )  # fmt: skip

    def __init__(self, data: Any, *, now: RuleSet, measures: Sequence[Measure]) -> None:
        super().__init__(data)
        rows = [row_of(one) for one in now.criteria]
        named = [
            catalogue.load().by_key[row.measure] for row in rows if row.measure not in ("", OWN)
        ]
        choices = _choices(
            dict.fromkeys([*measures, *named]), first=measures[0] if measures else None
        )
        for n in range(1, MOST + 1):
            row = rows[n - 1] if n <= len(rows) else Row("")
            self.fields |= {f"{name}-{n}": field for name, field in _fields(row, choices).items()}
        self.order_fields([name for name in self.fields if name != "because"])

    @property
    def asked(self) -> list[Asked]:
        return [
            Asked(
                n, self[f"says-{n}"], self[f"how-{n}"], self[f"line-{n}"], self[f"years-{n}"],
                self._is_open(n),
            )
            for n in range(1, MOST + 1)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for n in range(1, MOST + 1):
            self._check(n, said)
        if self.errors:
            return said
        texts = [row.says.casefold() for row in self.rows]
        if len(texts) < LEAST:
            raise forms.ValidationError("Write three criteria at least")
        if len(set(texts)) != len(texts):
            raise forms.ValidationError("Two criteria say the same: each is another")
        return said

    @property
    def rows(self) -> Sequence[Row]:
        """Those that are filled."""
        said = self.cleaned_data
        every = (_row(*(said.get(f"{name}-{n}") for name in NAMES)) for n in range(1, MOST + 1))
        return [row for row in every if row.says]

    def _check(self, n: int, said: dict[str, Any]) -> None:
        says, how, line, _ = (said.get(f"{name}-{n}") for name in NAMES)
        if f"line-{n}" in self.errors:
            return
        if not says and (how or line is not None):
            self.add_error(f"says-{n}", f"Write what criterion {n} says, or empty the line")
        elif how and line is None:
            self.add_error(f"line-{n}", f"Write the number by which criterion {n} is decided")
        elif line is not None and not how:
            self.add_error(
                f"how-{n}", f"Choose the figure to which the number of criterion {n} belongs"
            )

    def _is_open(self, n: int) -> bool:
        names = [f"{name}-{n}" for name in NAMES]
        return n <= LEAST or bool(self[f"says-{n}"].value()) or any(x in self.errors for x in names)


NAMES = ("says", "how", "line", "years")


def _fields(row: Row, choices: list[tuple[str, str]]) -> dict[str, forms.Field]:
    how = f"{row.kind}:{row.measure}" if row.kind else PERSON
    made: dict[str, forms.Field] = {
        "says": forms.CharField(
            label="What does it say of a school?", max_length=120, required=False,
            initial=row.says, widget=line(), help_text="Such as: Has lost two of its four teachers.",
        ),
        "how": forms.ChoiceField(
            label="By what is it decided?", choices=choices, required=False, initial=how,
            widget=PlainSelect,
        ),
        "line": forms.DecimalField(
            label="Which number?", required=False, initial=f"{row.line:g}" if row.kind else "",
            min_value=Decimal(-200), max_value=Decimal(1000), max_digits=6, decimal_places=2,
            help_text="Only where a figure decides.",
            error_messages={"invalid": "Write a number, such as 15 or 2.5"},
        ),
        "years": forms.ChoiceField(
            label="When does it have to be so?", choices=list(YEARS.items()), required=False,
            initial=row.years or USUAL, widget=PlainSelect,
            help_text="Of years with published results. A fall is counted over three.",
        ),
    }  # fmt: skip
    return {name: conditional(field) for name, field in made.items()}


def _choices(measures: Iterable[Measure], *, first: Measure | None) -> list[tuple[str, str]]:
    """Every kind of test of every measure that can have it. first: the programme's own."""
    made = [(PERSON, "A person, who says where it is written")]
    own = f"{OWN_MEASURE}, now: {first.short_label}" if first else OWN_MEASURE
    made += [(f"{kind}:{OWN}", _said(kind, own)) for kind in SAID]
    for one in measures:
        kinds = [kind for kind in SAID if kind != "gap" or (one.disadvantaged and one.other)]
        made += [(f"{kind}:{one.key}", _said(kind, one.short_label)) for kind in kinds]
    return made


def _said(kind: str, name: str) -> str:
    said = SAID[kind].format(name)
    return said[:1].upper() + said[1:]


def _row(says: str | None, how: str | None, line: Decimal | None, years: str | None) -> Row:
    if not how:
        return Row(says or "")
    kind, _, measure = how.partition(":")
    return Row(
        says or "", kind, measure, float(line or 0), "" if kind == "fall" else years or USUAL
    )
