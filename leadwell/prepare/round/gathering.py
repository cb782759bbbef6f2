"""What a round is about, read from rows: its schools and their days, its specialists and what is left
of theirs, who could go where, and who is sent where today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from leadwell.accounts.models import User
from leadwell.lib import academic_year as years
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.prepare.deploying import capacity
from leadwell.prepare.deploying.matching import finding
from leadwell.prepare.deploying.matching.finding import NOW, Wanted
from leadwell.prepare.deploying.matching.kernel import Fit, match
from leadwell.prepare.deploying.matching.needed import needed_by
from leadwell.prepare.deploying.register import access as register
from leadwell.prepare.models import (
    Deployment,
    DeploymentDays,
    Given,
    OfferLine,
    OfferState,
    PlannedRound,
    Specialist,
)
from leadwell.prepare.round.arrays import Round
from leadwell.programmes.models import Enrolment

READ = Operation.READ
QUARTER = Decimal("0.25")
MOST_SCHOOLS, MOST_SPECIALISTS = 1_000, 200


@dataclass(frozen=True, slots=True)
class School:
    """One school of the round. now: who is sent there today; agreement: by which, if by one."""

    enrolment: Enrolment
    days: Decimal
    are_agreed: bool
    now: Specialist | None
    agreement: Deployment | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """left: days of each specialist, in their order. fits: by places of specialist and school."""

    schools: tuple[School, ...]
    specialists: tuple[Specialist, ...]
    left: tuple[Decimal, ...]
    fits: Mapping[tuple[int, int], Fit]

    @property
    def arrays(self) -> Round:
        points = np.full((len(self.specialists), len(self.schools)), np.nan)
        for (specialist, school), fit in self.fits.items():
            points[specialist, school] = fit.points
        return Round(
            points,
            np.array([float(one.days) for one in self.schools]),
            np.array([float(days) for days in self.left]),
        )


def gathered(planned: PlannedRound, by: User, on: date) -> Gathered:
    """As the rows are now. by: who asked, whose register it is. A constant number of queries."""
    year = years.of(planned.first_day)
    enrolments = _enrolments(planned)
    there = register.kept_in(by, planned.programme, hub=planned.hub, operation=READ, on=on)
    specialists = list(there.at_hand().order_by("pk"))
    agreed_for, sent = _agreed_for(enrolments, year), _sent(enrolments, planned.first_day)
    promised = _promised(planned, year)
    schools = []
    for enrolment in enrolments:
        agreement, agreed = agreed_for.get(enrolment.pk, (None, None))
        agreed = agreed or promised.get(enrolment.standing_school.pk)
        days = quarters(agreed if agreed else planned.usual_days)
        now = agreement.specialist if agreement else sent.get(enrolment.pk)
        schools.append(School(enrolment, days, bool(agreed), now, agreement))
    left = _left(specialists, schools, year)
    fits = _fits(planned, specialists, schools, left)
    return Gathered(tuple(schools), tuple(specialists), tuple(left), fits)


def quarters(days: Decimal) -> Decimal:
    """Whole quarters of a day, as the assignment counts them."""
    return (days / QUARTER).to_integral_value(ROUND_FLOOR) * QUARTER


def _enrolments(planned: PlannedRound) -> list[Enrolment]:
    mine = Enrolment.objects.filter(programme=planned.programme).open_on(planned.first_day)
    if planned.hub_id:
        mine = mine.filter(hub=planned.hub_id)
    near = mine.filter(left_on=None).select_related(
        "programme", "hub", "school__trust", "school__continued_by__trust"
    )
    return list(near.order_by("school__name", "pk"))


def _agreed_for(
    enrolments: Iterable[Enrolment], year: int
) -> dict[int, tuple[Deployment, Decimal]]:
    """By the enrolment's number: the agreement with most days in that year, and how many."""
    rows = DeploymentDays.objects.filter(
        academic_year=year, deployment__enrolment__in=[one.pk for one in enrolments],
        deployment__state__in=NOW,
    ).select_related("deployment__specialist__person")  # fmt: skip
    found: dict[int, tuple[Deployment, Decimal]] = {}
    for one in rows.order_by("agreed", "deployment_id"):
        found[one.deployment.enrolment_id] = (one.deployment, one.agreed)
    return found


def _sent(enrolments: Iterable[Enrolment], on: date) -> dict[int, Specialist]:
    """Who of the register has the role there, by the enrolment's number: the latest to come."""
    roles = RoleHeld.objects.filter(
        role=Role.SPECIALIST, enrolment__in=[one.pk for one in enrolments],
        person__specialist__left_on=None, person__specialist__isnull=False,
    ).live_on(on)  # fmt: skip
    there = roles.select_related("person__specialist").order_by("starts_on", "pk")
    return {role.enrolment_id: role.person.specialist for role in there if role.enrolment_id}


def _promised(planned: PlannedRound, year: int) -> dict[int, Decimal]:
    """Days of visits by standing school, from what was offered and accepted for that year. A
    line's year is one of the programme, whenever the school began."""
    rows = OfferLine.objects.filter(
        kind=Given.VISITS, offer__state=OfferState.ACCEPTED,
        offer__candidate__programme=planned.programme,
        year=year - planned.programme.first_year + 1,
    ).values_list("offer__candidate__school", "offer__candidate__school__continued_by", "amount")  # fmt: skip
    return {continued or school: amount for school, continued, amount in rows}


def _left(specialists: list[Specialist], schools: list[School], year: int) -> list[Decimal]:
    """What the register says less what is taken, and with what the schools of this round take: that
    is given out anew."""
    held = capacity.of(specialists, year)
    freed: dict[int, Decimal] = {}
    for one in schools:
        if one.agreement:
            pk = one.agreement.specialist_id
            freed[pk] = freed.get(pk, Decimal(0)) + one.days
    return [
        quarters(
            max(Decimal(0), held[one.pk].available - held[one.pk].taken + freed.get(one.pk, 0))
        )
        for one in specialists
    ]


def _fits(
    planned: PlannedRound, specialists: list[Specialist], schools: list[School], left: list[Decimal]
) -> dict[tuple[int, int], Fit]:
    """Who passes the hard filters of matching, with their points, by what each school needs: as
    where it is matched alone. That somebody is there already is no reason against them here."""
    first, year = planned.first_day, years.of(planned.first_day)
    last = years.last_day(year)
    anybody = Wanted((), frozenset(), first, last, {year: Decimal(0)})
    place = {one.pk: n for n, one in enumerate(specialists)}
    known = [
        replace(one, left={year: days}, schools_now=frozenset())
        for one, days in zip(finding.known_of(specialists, anybody), left, strict=True)
    ]
    needed = needed_by([one.enrolment for one in schools])
    found: dict[tuple[int, int], Fit] = {}
    for n, one in enumerate(schools):
        need = needed[one.enrolment.pk]
        wanted = Wanted(need.specialisms, need.contexts, first, last, {year: one.days})
        matched = match(finding.need_of(one.enrolment, wanted), known)
        for fit in (*matched.shortlist, *matched.others):
            found[place[fit.known.key], n] = fit
    return found
