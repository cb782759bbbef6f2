"""The schools of a programme as a set: how many, how many of them meet a criterion, how far apart."""

from dataclasses import dataclass, replace
from math import floor

from django.db.models import Count, Q

from leadwell.explore.choosing.rules_of import rules_of
from leadwell.explore.models import ApprovedSet, Candidate, CandidateQuerySet, HubPlace, SetRule
from leadwell.lib import travel, words
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School
from leadwell.web.numbers import plain


@dataclass(frozen=True, slots=True)
class Rule:
    """What a set is asked to keep. because: why it is another than the fund's; "" where it is that."""

    least_schools: int
    least_share_pct: int
    most_minutes: int
    board_approves: bool
    because: str = ""

    @property
    def sentence(self) -> str:
        return (
            f"{words.count(self.least_schools, 'school')} at least; {self.least_share_pct}% of them "
            f"meet a criterion; {self.most_minutes} minutes from the hub’s place at most."
            + (f" Another than the fund’s: {self.because}" if self.because else "")
        )


@dataclass(frozen=True, slots=True)
class Counter:
    """n_partners: of n_schools."""

    n_schools: int
    n_eligible: int
    n_partners: int
    rule: Rule

    @property
    def sentence(self) -> str:
        """ "41 schools, 31 eligible = 76%"."""
        if not self.n_schools:
            return "No school is in the set yet"
        return f"{words.count(self.n_schools, 'school')}, {self.n_eligible} eligible = {self.share}"

    @property
    def share(self) -> str:
        """ "76%"; with a decimal where rounding alone would say that the rule is kept: "69.6%"."""
        exact = 100 * self.n_eligible / self.n_schools
        misleads = exact < self.rule.least_share_pct <= round(exact)
        return f"{floor(exact * 10) / 10 if misleads else plain(exact)}%"

    def with_one_more(self, candidate: Candidate) -> "Counter":
        """As it would be with a school that is in reserve."""
        return replace(
            self,
            n_schools=self.n_schools + 1,
            n_eligible=self.n_eligible + bool(candidate.is_eligible),
            n_partners=self.n_partners + (candidate.part == Enrolment.Part.PARTNER),
        )

    @property
    def keeps_rule(self) -> Verdict:
        if self.n_schools < self.rule.least_schools:
            return no(
                f"The set has {words.count(self.n_schools, 'school')}. It needs "
                f"{self.rule.least_schools} at least."
            )
        if self.n_eligible * 100 < self.rule.least_share_pct * self.n_schools:
            return no(
                f"{self.n_eligible} of {self.n_schools} schools meet a criterion, which is "
                f"{self.share}. It has to be {self.rule.least_share_pct}% at least."
            )
        return YES


def rule_of(programme: Programme) -> Rule:
    """The programme's own, else that of its fund. Two queries."""
    fund = rules_of(programme).current
    own = SetRule.objects.filter(programme=programme).first()
    given = own or fund
    return Rule(
        given.least_schools,
        given.least_share_pct,
        given.most_minutes,
        fund.board_approves,
        own.because if own else "",
    )


def counter(programme: Programme, candidates: CandidateQuerySet | None = None) -> Counter:
    """Over these candidates; over all of the programme where none are named. Two queries."""
    mine = Candidate.objects.all() if candidates is None else candidates
    counted = mine.filter(programme=programme).in_the_set().order_by()
    n = counted.aggregate(
        schools=Count("pk"),
        eligible=Count("pk", filter=Q(is_eligible=True)),
        partners=Count("pk", filter=Q(part=Enrolment.Part.PARTNER)),
    )
    return Counter(n["schools"], n["eligible"], n["partners"], rule_of(programme))


def approved(programme: Programme) -> ApprovedSet | None:
    """The latest set that a board has approved."""
    return ApprovedSet.objects.filter(programme=programme).first()


def is_approved(candidate: Candidate) -> bool:
    """Whether a board has approved a set with this school in it."""
    return candidate.approvals.exists()


def place_of(school: School) -> travel.Place | None:
    """None where the register has no coordinates, or nought for them."""
    if not school.easting or not school.northing:
        return None
    return school.easting, school.northing


def places(programme: Programme) -> dict[int, School]:
    """Where each hub of a programme meets, by its number. One query."""
    found = HubPlace.objects.filter(hub__programme=programme).select_related("school__continued_by")
    return {one.hub_id: one.school.continued_by or one.school for one in found}


def minutes_of(candidate: Candidate, meets: dict[int, School]) -> int | None:
    """From where its hub meets; None where either place is not known."""
    there = meets.get(candidate.hub_id) if candidate.hub_id else None
    a, b = place_of(candidate.standing_school), place_of(there) if there else None
    return travel.minutes(a, b) if a and b else None
