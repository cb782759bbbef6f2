"""A school under each of its URNs, and which of them stood for it on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from leadwell.lib import academic_year as years
from leadwell.schools.models import IdentityDecision, Join, RegisterEntry, School

STATUS_DAY = 12  # of September: results are published as schools were then


@dataclass(frozen=True, slots=True)
class Life:
    """The school under one URN.

    first_on, last_on: None where not known, or still so. kind: how this URN followed the one
    before (a Join.Kind), "" for the first. evidence: why we believe so, in sentences. is_decided: a
    person says so, whatever files say. apart: who holds it apart from another school, and why.
    counted_on: the day its pupils were counted for the register; None where it does not say.
    """

    urn: int
    name: str
    type_of_establishment: str = ""
    laestab: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    kind: str = ""
    joined_on: date | None = None
    evidence: tuple[str, ...] = ()
    is_decided: bool = False
    apart: tuple[str, ...] = ()
    counted_on: date | None = None

    @property
    def how(self) -> str:
        """How it followed the one before, in words; "" for the first."""
        return str(Join.Kind(self.kind).label) if self.kind else ""

    @property
    def is_sponsor_led(self) -> bool:
        return self.kind == Join.Kind.SPONSOR_LED

    @property
    def first_results_year(self) -> int | None:
        """The first academic year published under it: that of the status day after joining."""
        if self.joined_on is None:
            return None
        year = years.of(self.joined_on)
        return year if self.joined_on <= date(year, 9, STATUS_DAY) else year + 1


def lives_of(school: School) -> tuple[Life, ...]:
    """Every URN the school has had, oldest first. One query, and one more if there are several, and
    if somebody holds it apart from another."""
    parting = IdentityDecision.objects.in_force().parting()
    apart = Q(old_urn=OuterRef("urn")) | Q(new_urn=OuterRef("urn"))
    found = RegisterEntry.objects.filter(school=school).defer("facts")
    counted_on = Cast(KeyTextTransform("counted_on", "facts"), DateField())
    entries = list(
        found.annotate(is_held_apart=Exists(parting.filter(apart)), counted_on=counted_on)
    )
    urns = [entry.urn for entry in entries]
    decisions = parting.about(urns) if any(entry.is_held_apart for entry in entries) else ()
    if len(urns) == 1:
        return in_order(entries, [], decisions)
    joins = Join.objects.filter(Q(old_urn__in=urns) | Q(new_urn__in=urns))
    return in_order(entries, joins, decisions)


def in_order(
    entries: Iterable[RegisterEntry],
    joins: Iterable[Join],
    apart: Iterable[IdentityDecision] = (),
) -> tuple[Life, ...]:
    """Entries of one school as lives, each after the one it followed."""
    by_urn = {entry.urn: entry for entry in entries}
    after = {j.new_urn: j for j in joins if j.old_urn in by_urn and j.new_urn in by_urn}
    before = {join.old_urn: join for join in after.values()}
    ordered: list[int] = []
    for urn in sorted(by_urn.keys() - after.keys(), key=lambda u: _opened(by_urn[u])):
        while urn not in ordered:
            ordered.append(urn)
            urn = before[urn].new_urn if urn in before else urn
    said: dict[int, list[str]] = {urn: [] for urn in ordered}
    for decision in apart:
        for urn in said.keys() & {decision.old_urn, decision.new_urn}:
            said[urn].append(decision.sentence)
    return tuple(_life(by_urn[urn], after, before, said[urn]) for urn in ordered)


def _opened(entry: RegisterEntry) -> tuple[date, int]:
    return entry.opened_on or date.min, entry.urn


def _life(
    entry: RegisterEntry,
    after: Mapping[int, Join],
    before: Mapping[int, Join],
    apart: Iterable[str],
) -> Life:
    came, went = after.get(entry.urn), before.get(entry.urn)
    return Life(
        urn=entry.urn,
        name=entry.name,
        type_of_establishment=entry.type_of_establishment,
        laestab=entry.laestab,
        first_on=entry.opened_on or (came.joined_on if came else None),
        last_on=entry.closed_on or (went.joined_on if went else None),
        kind=came.kind if came else "",
        joined_on=came.joined_on if came else None,
        evidence=tuple(came.evidence) if came else (),
        is_decided=came is not None and came.is_decided,
        apart=tuple(apart),
        counted_on=getattr(entry, "counted_on", None),
    )
