"""What an aim may be measured by: a closed list of measures of programmes (K01 to K73, in
measures.yaml) and of published measures of schools (by their keys in the catalogue).

Every measure says what its figure comes from and what it counts, and so who may be shown it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml
from django.db.models import TextChoices

from leadwell.schools import catalogue
from leadwell.schools.catalogue import Unit

FILE = Path(__file__).with_name("measures.yaml")
UNITS = {
    Unit.PERCENT: "per cent", Unit.SCALED_SCORE: "points", Unit.PROGRESS_POINTS: "points",
}  # fmt: skip
OUTCOMES = ("_expected", "_higher", "_average", "_progress")
"""How keys of published measures end that an aim can be about: what pupils reached, not who they
are and not the ends of a range."""


class Source(TextChoices):
    """The form or file a figure comes from."""

    PUBLISHED = "published", "Published results"
    YEAR_GROUPS = "year_groups", "Results of whole year groups, from schools"
    FOCUS_PUPILS = "focus_pupils", "Focus pupils"
    SELECTION = "selection", "Selection and readiness"
    ENROLMENTS = "enrolments", "Schools’ parts in the programme"
    AGREEMENTS = "agreements", "Signed agreements"
    DEPLOYMENTS = "deployments", "Deployments of specialists"
    REGISTERS = "registers", "Registers of training and meetings"
    EVENT_ANSWERS = "event_answers", "What people said of training"
    VISITS = "visits", "Visits"
    NOTES = "notes", "Notes of visit"
    WALKS = "walks", "Enquiry walks and moderation"
    ACTIONS = "actions", "Agreed actions"
    REVIEWS = "reviews", "Subject reviews"
    SURVEYS = "surveys", "Surveys"
    PROGRESSION = "progression", "Career steps"
    INSPECTIONS = "inspections", "Inspection reports"
    BOARDS = "boards", "Boards and decisions"
    GOVERNORS = "governors", "Governors’ reports"
    SUSTAINING = "sustaining", "Sustainability plans and pledges"
    CLAIMS = "claims", "Budget and claims"
    ENTERED = "entered", "Entered by the programme, with its source"
    LEADWELL = "leadwell", "Leadwell itself"


class Counts(StrEnum):
    """What a value counts: its suppression class."""

    PUBLISHED = "published"
    PEOPLE = "people"
    SCHOOLS = "schools"
    MONEY = "money"


SHOWN = {
    Counts.PUBLISHED: "Shown as the Department published it",
    Counts.PEOPLE: "Figures of few people are hidden",
    Counts.SCHOOLS: "Counts of schools, visits and events are shown",
    Counts.MONEY: "Shown to those who see the money",
}
"""Of a suppression class, in words."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the list. key: K40, or that of the catalogue. unit: in words."""

    key: str
    says: str
    unit: str
    source: Source
    counts: Counts

    @property
    def label(self) -> str:
        return f"{self.says} ({self.unit})"

    @property
    def shown(self) -> str:
        return SHOWN[self.counts]


@cache
def every() -> Mapping[str, Measure]:
    """By key: the published ones first, as they are known already, then those of programmes."""
    return MappingProxyType(published() | of_programmes())


@cache
def published() -> dict[str, Measure]:
    """Those of the catalogue that tell what pupils reached, as published for every school."""
    return {
        one.key: Measure(one.key, one.label, UNITS[one.unit], Source.PUBLISHED, Counts.PUBLISHED)
        for one in catalogue.load().measures
        if one.unit in UNITS and one.key.removesuffix("_disadvantaged").endswith(OUTCOMES)
    }


@cache
def of_programmes() -> dict[str, Measure]:
    """K01 to K73. Raises ValueError for a line of the file that cannot be read."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        key: Measure(key, row["says"], row["unit"], Source(row["source"]), Counts(row["counts"]))
        for key, row in rows.items()
    }


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a form: in two groups."""
    return [
        ("Published results of schools", [(one.key, one.label) for one in published().values()]),
        ("Measures of programmes", [
            (one.key, f"{one.key} {one.label}") for one in of_programmes().values()
        ]),
    ]  # fmt: skip
