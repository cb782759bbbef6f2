"""Which method when, in plain words: made from the decision table, so that it says what is done."""

from dataclasses import dataclass

from leadwell.evidence.verdict import decision_table
from leadwell.evidence.verdict.decision_row import Cap, Inference, Row, Show

CAPS = {
    Cap.NO_VERDICT: "No verdict",
    Cap.CANNOT_TELL: "“We cannot tell” at most",
    Cap.PROBABLY: "“Probably” at most",
    Cap.SOME: "Said with limited confidence",
    Cap.FULL: "",
}
GROUPS = (
    ("When there is no answer at all", decision_table.REFUSALS),
    ("What the question is about", decision_table.KINDS),
    ("How many schools took part, and whose they are", decision_table.SIZES),
    ("When they began, and how they were chosen", decision_table.TIMES),
    ("What checks find", decision_table.CHECKED),
)


@dataclass(frozen=True, slots=True)
class Method:
    """One row. done: what is done then, a sentence each; said: what the reader is told."""

    when: str
    done: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    methods: tuple[Method, ...]


def groups() -> tuple[Group, ...]:
    """Every row of the table, each once."""
    return tuple(Group(heading, tuple(map(_method, rows))) for heading, rows in GROUPS)


def _method(row: Row) -> Method:
    said = [text for text in (row.text, *(caveat.sentence for caveat in row.caveats)) if text]
    return Method(row.condition, tuple(_done(row)), tuple(dict.fromkeys(said)))


def _done(row: Row) -> list[str]:
    told = []
    if row.is_refusal:
        told.append("No answer is given.")
    elif row.headline is not None:
        told.append(f"The answer: {row.headline.value}.")
    if row.inference is not None and row.inference is not Inference.NOTHING:
        told.append(f"Chance is measured by: {row.inference.value}.")
    if row.shows:
        told.append(f"Beside it: {_listed(row.shows)}.")
    if row.never:
        told.append(f"Never: {_listed(row.never)}.")
    if row.is_gate:
        told.append("These schools should not be compared.")
    elif CAPS[row.cap] and not row.is_refusal:
        told.append(f"{CAPS[row.cap]}.")
    if row.cap_outside is not None:
        told.append(f"Where not one of the groups drawn moved as far: {CAPS[row.cap_outside]}.")
    if row.checks:
        checks = ", ".join(check.value for check in row.checks)
        told.append(f"Before anything is said without “probably”: {checks}.")
    return told or ["What is said does not change; a note stands beside it."]


def _listed(shows: tuple[Show, ...]) -> str:
    return "; ".join(show.value for show in shows)
