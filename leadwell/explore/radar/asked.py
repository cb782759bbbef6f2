"""All that asks something of schools, as one person may know it.

A programme out of somebody's reach has no name here: the database is asked for the names of those
in reach alone, so that there is none to leak on a page, in a file or in an address.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from leadwell.accounts.models import User
from leadwell.explore.models import Initiative
from leadwell.explore.radar.clash import Project
from leadwell.explore.radar.load import Asking
from leadwell.people.access import programmes_for
from leadwell.people.held import among, numbered
from leadwell.programmes.models import Enrolment, Programme, Strand
from leadwell.schools.models import School

ANOTHER = "Another programme"
FROM_OUTSIDE = Programme.RuleSet.from_outside()


@dataclass(frozen=True, slots=True)
class Asked:
    """One programme or initiative of one school, from first to last as planned.

    school: the standing one's number. programme: its number, and code its short code; 0 and ""
    where it is out of reach, as well as of an initiative. initiative: its number, else 0.
    """

    school: int
    name: str
    subject: str
    asking: Asking
    is_paid_from_outside: bool
    programme: int = 0
    code: str = ""
    initiative: int = 0

    @property
    def is_out_of_reach(self) -> bool:
        """A programme of which no more is told than subject, half-terms and days."""
        return not (self.code or self.initiative)

    @property
    def has_left(self) -> bool:
        """It asked nothing any more before it was to end."""
        return self.asking.until < self.asking.last

    @property
    def project(self) -> Project:
        return Project(
            self.subject, self.asking.first, self.asking.until, self.is_paid_from_outside
        )


def asked_of(
    user: User, schools: Collection[int], *, first: date, last: date
) -> dict[int, list[Asked]]:
    """By the standing school's number, in order of their first days: what goes on some time
    between two days. Two queries, however many schools. schools: that this person sees."""
    found: dict[int, list[Asked]] = {school: [] for school in schools}
    rows = lives(schools)
    for each in [
        *_programmes(user, rows, first, last),
        *_initiatives(rows, first, last),
    ]:
        found[each.school].append(each)
    for every in found.values():
        every.sort(key=lambda each: (each.asking.first, each.asking.last, each.name))
    return found


def lives(schools: Collection[int]) -> Q:
    """Rows of these standing schools and of their earlier ones: two indices, one after the other."""
    earlier = School.objects.filter(numbered("continued_by_id", schools))
    return numbered("school_id", schools) | among("school_id", earlier.values("pk"))


def _programmes(user: User, of_schools: Q, first: date, last: date) -> list[Asked]:
    rows: Any = (
        Enrolment.objects.filter(of_schools)
        .filter(Q(left_on=None) | Q(left_on__gte=first), joined_on__lte=last)
        .filter(programme__ends_on__gte=first, joined_on__lte=F("programme__ends_on"))
        .exclude(programme__state=Programme.State.STOPPED)
        .order_by()
    )
    return [
        Asked(
            standing or school,
            name or ANOTHER,
            subject,
            Asking(joined, ends, until, n_strands, None if days is None else float(days)),
            is_paid_from_outside=rules in FROM_OUTSIDE,
            programme=number,
            code=code,
        )
        for school, standing, joined, ends, until, days, subject, rules, n_strands, number, name,
        code in rows.annotate(**_in_reach(user)).values_list(
            "school_id", "school__continued_by_id", "joined_on", "programme__ends_on", "until",
            "days_agreed", "programme__subject", "programme__rule_set", "n_strands",
            "known_number", "known_name", "known_code",
        )
    ]  # fmt: skip


def _in_reach(user: User):  # type: ignore[no-untyped-def]
    """What is told of a programme only to those who may open it, and what is told to all."""
    mine = among("programme_id", programmes_for(user).order_by().values("pk"))
    strands = Strand.objects.filter(programme=OuterRef("programme")).order_by()
    counted = strands.values("programme").annotate(n=Count("pk")).values("n")
    return {
        "until": Coalesce(Least("left_on", "programme__ends_on"), "programme__ends_on"),
        "n_strands": Coalesce(Subquery(counted), 0),
        "known_number": Case(
            When(mine, then=F("programme_id")), default=0, output_field=BigIntegerField()
        ),
        "known_name": Case(
            When(mine, then=F("programme__name")), default=Value(""), output_field=CharField()
        ),
        "known_code": Case(
            When(mine, then=F("programme__code")), default=Value(""), output_field=CharField()
        ),
    }


def _initiatives(of_schools: Q, first: date, last: date) -> list[Asked]:
    rows = (
        Initiative.objects.counted()
        .filter(of_schools)
        .filter(starts_on__lte=last, ends_on__gte=first)
        .filter(Q(ended_on=None) | Q(ended_on__gte=first))
        .order_by()
        .values_list("pk", "school_id", "school__continued_by_id", "name", "subject", "funder",
                     "staff_days", "starts_on", "ends_on", "ended_on")
    )  # fmt: skip
    return [
        Asked(
            standing or school,
            name,
            subject,
            Asking(starts_on, ends_on, ended_on or ends_on, 1, float(days)),
            is_paid_from_outside=funder in Initiative.OUTSIDE,
            initiative=pk,
        )
        for pk, school, standing, name, subject, funder, days, starts_on, ends_on, ended_on in rows
    ]
