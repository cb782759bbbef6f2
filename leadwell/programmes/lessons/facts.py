"""The closed set of facts that a lesson's condition may be about. What is not known is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class About(StrEnum):
    PROGRAMME = "programme"
    SCHOOL = "school"


class Measured(StrEnum):
    """How a fact is told: as a number, or as yes or no."""

    NUMBER = "number"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Fact:
    """key: as files write it. one, many: of a number, what stands after “1” and after “3”; of yes
    or no, what is said for either."""

    key: str
    about: About
    measured: Measured
    one: str
    many: str

    @property
    def title(self) -> str:
        """For a list to choose from."""
        said = self.many if self.measured == Measured.NUMBER else self.one
        return said[0].upper() + said[1:]


def _facts(about: About, measured: Measured, **says: str) -> list[Fact]:
    return [Fact(key, about, measured, *words.split("|")) for key, words in says.items()]


EVERY: Mapping[str, Fact] = {
    fact.key: fact
    for fact in (
        *_facts(
            About.PROGRAMME,
            Measured.NUMBER,
            strands="strand|strands",
            providers="provider of a strand|providers of strands",
            fewest_ingredients=(
                "active ingredient in some strand|active ingredients in some strand"
            ),
            months="month from first to last day|months from first to last day",
            days_from_september=(
                "day between the first day and 1 September|"
                "days between the first day and 1 September"
            ),
            schools="school taking part|schools taking part",
            hubs="hub|hubs",
            councils="council whose schools take part|councils whose schools take part",
            phases="phase of education among its schools|phases of education among its schools",
            times_larger=(
                "time as many pupils in the largest school as in the smallest|"
                "times as many pupils in the largest school as in the smallest"
            ),
            specialists="specialist at work in its schools|specialists at work in its schools",
            partners="partner organisation|partner organisations",
            aims_without_measure="aim without a measure|aims without a measure",
            aims_after_end="aim due after the last day|aims due after the last day",
            first_aim_months=("month until the first aim is due|months until the first aim is due"),
            events=("training event planned for a school|training events planned for a school"),
            training_without_visit=(
                "half-term with training and no visit in it or the next|"
                "half-terms with training and no visit in them or the next"
            ),
        ),
        *_facts(
            About.PROGRAMME,
            Measured.YES_NO,
            has_project_manager=("somebody manages it as a project|nobody manages it as a project"),
        ),
        *_facts(
            About.SCHOOL,
            Measured.NUMBER,
            other_initiatives=(
                "other programme or initiative it is in|other programmes and initiatives it is in"
            ),
            other_initiatives_in_subject=(
                "other programme or initiative it is in, in the same subject|"
                "other programmes and initiatives it is in, in the same subject"
            ),
            subject_leader_hours=(
                "hour a week for the subject leader|hours a week for the subject leader"
            ),
        ),
        *_facts(
            About.SCHOOL,
            Measured.YES_NO,
            head_is_settled="a settled headteacher is in post|no settled headteacher is in post",
            head_changed="the headteacher changed since it joined|the headteacher is the same",
            subject_leader_changed=(
                "the subject leader changed since it joined|the subject leader is the same"
            ),
            has_subject_leader="a subject leader is named|no subject leader is named",
            has_deputy=(
                "a second person is named beside the subject leader|"
                "nobody is named beside the subject leader"
            ),
            has_finance_contact="a finance contact is named|no finance contact is named",
            working_party_decides=(
                "those who carry the work may decide about it|"
                "those who carry the work may not decide about it"
            ),
            inspection_due=(
                "an inspection, a merger or building work is expected|"
                "no inspection, merger or building work is expected"
            ),
        ),
    )
}
"""By key."""


def parse(fact: Fact, text: str) -> float | bool | None:
    """A value as a file or a form writes it; None for one that is none."""
    if fact.measured == Measured.YES_NO:
        return {"yes": True, "no": False}.get(text.strip().lower())
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number <= 100_000 else None


Facts = Mapping[str, Any]
"""What is known of one programme or school, by the keys of EVERY; unknown facts are not in it."""
