"""What the kernel of matching is told: a school's need, and what the register says of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leadwell.accounts.models import User
from leadwell.explore.choosing.the_set import place_of
from leadwell.lib import academic_year as years
from leadwell.people.models import Role, RoleHeld
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.matching.kernel import Known, Matched, Need, match
from leadwell.prepare.deploying.register import access
from leadwell.prepare.models import (
    AT_WORK,
    TO_COME,
    Context,
    Credential,
    DeclaredInterest,
    Deployment,
    DeploymentState,
    Party,
    Specialist,
)
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School

OF_THE_TRUST = "trust-internal"
SMALL, LARGE, MANY = 105, 420, 30
PHASES = {
    "Primary": "primary", "Secondary": "secondary", "Nursery": "nursery", "16 plus": "16-plus",
    "All-through": "all-through", "Middle deemed primary": "middle-deemed-primary",
    "Middle deemed secondary": "middle-deemed-secondary", "Not applicable": "special",
}  # fmt: skip
"""The register's words, and our codes."""
NOW = (*TO_COME, *AT_WORK, DeploymentState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for who looks for a specialist. days: by academic year."""

    specialisms: tuple[str, ...]
    contexts: frozenset[str]
    first_day: date
    last_day: date
    days: dict[int, Decimal]


def for_school(
    user: User, enrolment: Enrolment, wanted: Wanted, *, besides: frozenset[int] = frozenset()
) -> Matched:
    """Of the specialists whose lines this person keeps. besides: numbers of those left out, such
    as the one who is replaced. Who works at the school is nobody to send there and never appears."""
    kept = access.kept_for(user).listed().exclude(pk__in=besides).at_hand()
    school = enrolment.standing_school
    return of(enrolment, wanted, [one for one in kept if one.home != school])


def of(enrolment: Enrolment, wanted: Wanted, specialists: Sequence[Specialist]) -> Matched:
    """A constant number of queries, however many specialists."""
    return match(need_of(enrolment, wanted), known_of(specialists, wanted))


def need_of(enrolment: Enrolment, wanted: Wanted) -> Need:
    school = enrolment.standing_school
    return Need(
        school=school.pk,
        trust=school.trust_id,
        subject=enrolment.programme.subject,
        specialisms=wanted.specialisms,
        phase=PHASES.get(school.phase_of_education, ""),
        contexts=wanted.contexts,
        place=place_of(school),
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        days=wanted.days,
        is_within_trust=enrolment.programme.rule_set == OF_THE_TRUST,
    )


def known_of(specialists: Sequence[Specialist], wanted: Wanted) -> list[Known]:
    """The same specialists, in the same order."""
    numbers = [one.pk for one in specialists]
    spans: dict[int, list[tuple[date, date | None]]] = {}
    for pk, starts_on, ends_on in _credentials(numbers):
        spans.setdefault(pk, []).append((starts_on, ends_on))
    held = {year: capacity.of(specialists, year) for year in wanted.days}
    this = years.of(wanted.first_day)
    now = held.get(this) or capacity.of(specialists, this)
    interests = _interests(numbers, wanted.first_day)
    refused = _deployed(numbers, declined_by=Party.HOST)
    there = _deployed(numbers, state__in=NOW)
    worked = _worked([one.person_id for one in specialists])
    found = []
    for one in specialists:
        home = one.home
        schools, trusts = interests.get(one.pk, (frozenset(), frozenset()))
        of_year = now[one.pk]
        found.append(
            Known(
                key=one.pk,
                name=str(one),
                home=home.pk if home else None,
                trust=home.trust_id if home else None,
                subjects=tuple(one.subjects),
                specialisms=tuple(one.specialisms),
                phases=tuple(one.phases),
                contexts=frozenset(one.contexts),
                place=place_of(one.base) if one.base else None,
                checked_until=one.checked_until,
                credentials=tuple(spans.get(one.pk, ())),
                left={year: by[one.pk].left for year, by in held.items()},
                share_left=float(of_year.left / of_year.available) if of_year.available else 0.0,
                is_listed=one.left_on is None,
                has_said_interests=one.interests_said_on is not None,
                interest_schools=schools,
                interest_trusts=trusts,
                schools_refused=refused.get(one.pk, frozenset()),
                schools_worked=worked.get(one.person_id, frozenset()),
                schools_now=there.get(one.pk, frozenset()),
            )
        )
    return found


def contexts_of(school: School) -> list[str]:
    """What the register alone says of its kind: by its size, and by its free school meals."""
    found: list[str] = []
    if school.n_pupils is not None and school.n_pupils < SMALL:
        found.append(Context.SMALL)
    if school.n_pupils is not None and school.n_pupils > LARGE:
        found.append(Context.LARGE)
    if school.fsm_pct is not None and school.fsm_pct >= MANY:
        found.append(Context.MANY_FSM)
    return found


def _credentials(numbers: list[int]) -> Iterable[tuple[int, date, date | None]]:
    rows = Credential.objects.filter(specialist__in=numbers).order_by("pk")
    return rows.values_list("specialist", "starts_on", "ends_on")


def _interests(numbers: list[int], on: date) -> dict[int, tuple[frozenset[int], frozenset[int]]]:
    """Schools and trusts by specialist, as long as an interest lasts."""
    rows = DeclaredInterest.objects.filter(specialist__in=numbers).live_on(on)
    found: dict[int, tuple[set[int], set[int]]] = {}
    for pk, school, continued, trust in rows.values_list(
        "specialist", "school", "school__continued_by", "trust"
    ):
        schools, trusts = found.setdefault(pk, (set(), set()))
        schools.update(n for n in (school, continued) if n)
        trusts.update(n for n in (trust,) if n)
    return {pk: (frozenset(a), frozenset(b)) for pk, (a, b) in found.items()}


def _deployed(numbers: list[int], **which: object) -> dict[int, frozenset[int]]:
    """Standing schools by specialist, of such agreements."""
    rows = Deployment.objects.filter(specialist__in=numbers, **which).order_by()
    return _schools(rows.values_list("specialist", "enrolment__school",
                                     "enrolment__school__continued_by"))  # fmt: skip


def _worked(people: list[int]) -> dict[int, frozenset[int]]:
    """Standing schools by person, to which they were or are sent."""
    rows = RoleHeld.objects.filter(
        person__in=people, role=Role.SPECIALIST, enrolment__isnull=False
    ).order_by()
    return _schools(rows.values_list("person", "school", "school__continued_by"))


def _schools(rows: Iterable[tuple[int, int, int | None]]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for pk, school, continued in rows:
        found.setdefault(pk, set()).add(continued or school)
    return {pk: frozenset(schools) for pk, schools in found.items()}
