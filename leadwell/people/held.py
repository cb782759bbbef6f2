"""The roles somebody holds today, with all they reach, so that one query answers a page."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from itertools import product
from operator import and_, or_
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Grant, Operation, Reach, Without, record, sealed
from leadwell.programmes.models import Enrolment, Hub, Programme
from leadwell.schools.models import School

NOBODY = Q(pk__in=())
EVERYBODY = Q()
READS_ALL = Grant(None, Operation.READ, Reach.EVERYWHERE, frozenset())
T = TypeVar("T", bound=Model)

# Arrays of numbers, each by an index. As text, for Django takes longer to write them out than the
# database to answer; and in arrays, for a condition on a column alone is joined to others by "or".
NUMBERS = "any (%s::bigint[])"
EARLIER = "select s.id from schools_school s join {} on s.continued_by_id = {}.id"
ROWS = f"""array(
  with given as (select unnest(%s::bigint[]) as id)
  select id from given union all {EARLIER.format("given", "given")})"""
"""Standing schools and their earlier rows."""
PARTS = f"""
  select distinct coalesce(s.continued_by_id, s.id) as id
  from programmes_enrolment e join schools_school s on s.id = e.school_id
  where e.{{}} = {NUMBERS}"""
STANDING = f"array({PARTS})"
"""Standing schools that take part, or took."""
ENROLLED = f"""array(
  with standing as materialized ({PARTS})
  select id from standing union all {EARLIER.format("standing", "standing")})"""
"""The same and their earlier rows."""
HUBS = f"array(select id from programmes_hub where programme_id = {NUMBERS})"
STAFF = f"array(select id from people_person where home_school_id = any ({ROWS}))"
"""People who work at standing schools."""


@dataclass(frozen=True, slots=True)
class Held:
    """One role held today. Numbers are those of what it reaches: a head's programmes are those
    the school takes part in, a chief executive's schools those of the trust."""

    role: Role | None
    person: int = 0
    programmes: frozenset[int] = frozenset()
    hubs: frozenset[int] = frozenset()
    enrolments: frozenset[int] = frozenset()
    schools: frozenset[int] = frozenset()
    is_of_organisation: bool = field(default=False, kw_only=True)
    """Whether the role is held at an organisation that leads programmes."""
    reads_all_until: datetime | None = field(default=None, kw_only=True)
    """Set behind broken glass, where everything may be read but what is sealed."""
    found_near: dict[tuple[Reach, int], bool] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Schools far from one's own that were asked about, for as long as the roles are kept."""

    def bounded(self, grant: Grant) -> Grant:
        """A data protection officer's "everywhere" is that of their own controller: a school's or
        a trust's ends with its schools."""
        is_officers = grant.role == self.role == Role.DATA_PROTECTION_OFFICER
        if is_officers and grant.reach == Reach.EVERYWHERE and not self.is_of_organisation:
            return replace(grant, reach=Reach.OWN_SCHOOL)
        return grant

    def enrolments_within(self, reach: Reach) -> Q:
        match reach:
            case Reach.EVERYWHERE:
                return EVERYBODY
            case Reach.OWN_SCHOOL | Reach.TRUST:
                return of_schools("school_id", self.schools)
            case Reach.ASSIGNED:
                return _one_of("pk", self.enrolments)
            case Reach.HUB:
                return _one_of("hub_id", self.hubs)
            case Reach.PROGRAMME:
                return _one_of("programme_id", self.programmes)
        return NOBODY

    def schools_within(self, reach: Reach) -> Q:
        match reach:
            case Reach.EVERYWHERE:
                return EVERYBODY
            case Reach.OWN_SCHOOL | Reach.TRUST | Reach.ASSIGNED:
                return _one_of("pk", self.schools)
            case Reach.HUB:
                return _among("pk", STANDING.format("hub_id"), self.hubs)
            case Reach.PROGRAMME:
                return _among("pk", STANDING.format("programme_id"), self.programmes)
        return NOBODY

    def people_within(self, reach: Reach) -> Q:
        """People by where they work."""
        match reach:
            case Reach.EVERYWHERE:
                return Q(home_school__isnull=False)
            case Reach.OWN_SCHOOL | Reach.TRUST | Reach.ASSIGNED:
                return of_schools("home_school_id", self.schools)
            case Reach.HUB:
                return _among("home_school_id", ENROLLED.format("hub_id"), self.hubs)
            case Reach.PROGRAMME:
                enrolled = ENROLLED.format("programme_id")
                return _among("home_school_id", enrolled, self.programmes)
        return NOBODY

    def programmes_within(self, reach: Reach) -> Q:
        if reach == Reach.EVERYWHERE:
            return EVERYBODY
        return NOBODY if reach == Reach.SELF else _one_of("pk", self.programmes)

    def hubs_within(self, reach: Reach) -> Q:
        match reach:
            case Reach.EVERYWHERE:
                return EVERYBODY
            case Reach.PROGRAMME:
                return _one_of("programme_id", self.programmes)
            case Reach.SELF:
                return NOBODY
        return _one_of("pk", self.hubs)

    def roles_within(self, reach: Reach) -> Q:
        """Roles held by anybody, so far."""
        match reach:
            case Reach.EVERYWHERE:
                return EVERYBODY
            case Reach.SELF:
                return Q(person=self.person)
            case Reach.OWN_SCHOOL | Reach.TRUST:
                return of_schools("school_id", self.schools)
            case Reach.OWN_STAFF:
                return _among("person_id", STAFF, self.schools)
            case Reach.ASSIGNED:
                return _one_of("enrolment_id", self.enrolments) | of_schools(
                    "school_id", self.schools
                )
            case Reach.HUB:
                there = _among("school_id", ENROLLED.format("hub_id"), self.hubs)
                return _one_of("hub_id", self.hubs) | there
            case Reach.PROGRAMME:
                of = self.programmes
                here = _one_of("programme_id", of) | _among("hub_id", HUBS, of)
                return here | _among("school_id", ENROLLED.format("programme_id"), of)

    def reaches(self, reach: Reach, thing: Model) -> bool:
        """Whether one thing is so near: known without asking the database, but for a school far
        from one's own."""
        match thing:
            case Programme():
                return reach == Reach.EVERYWHERE or thing.pk in self.programmes
            case Hub():
                mine = thing.pk in self.hubs
                near = reach == Reach.PROGRAMME and thing.programme_id in self.programmes
                return reach == Reach.EVERYWHERE or mine or near
            case Enrolment():
                return self._reaches_enrolment(reach, thing)
            case School():
                if reach in {Reach.OWN_SCHOOL, Reach.TRUST, Reach.ASSIGNED}:
                    return thing.pk in self.schools
                return self._reaches_school(reach, thing)
            case RoleHeld():
                return RoleHeld.objects.filter(self.roles_within(reach), pk=thing.pk).exists()
        return reach == Reach.EVERYWHERE

    def _reaches_school(self, reach: Reach, school: School) -> bool:
        asked = (reach, school.pk)
        if asked not in self.found_near:
            near = School.objects.filter(self.schools_within(reach), pk=school.pk)
            self.found_near[asked] = near.exists()
        return self.found_near[asked]

    def _reaches_enrolment(self, reach: Reach, enrolment: Enrolment) -> bool:
        match reach:
            case Reach.EVERYWHERE:
                return True
            case Reach.OWN_SCHOOL | Reach.TRUST:
                return enrolment.standing_school.pk in self.schools
            case Reach.ASSIGNED:
                return enrolment.pk in self.enrolments
            case Reach.HUB:
                return enrolment.hub_id in self.hubs
            case Reach.PROGRAMME:
                return enrolment.programme_id in self.programmes
        return False


def grants(
    held: Iterable[Held],
    key: str,
    operation: Operation,
    *,
    leaving_out: frozenset[Without] = frozenset(),
) -> list[tuple[Held, Grant]]:
    """What today's roles grant about a kind of record. A grant that leaves something out counts
    only where the caller says it shows no more than that: `leaving_out`."""
    held = tuple(held)
    granted = [
        (one, one.bounded(grant))
        for grant in record(key).granting(operation)
        for one in held
        if grant.role in (None, one.role) and grant.without <= leaving_out
    ]
    if operation == Operation.READ and key not in sealed():
        granted += [(one, READS_ALL) for one in held if one.reads_all_until]
    return granted


def together(granted: Iterable[tuple[Held, Grant]]) -> list[tuple[Held, Reach]]:
    """All that reaches equally far as one, so that it is asked for once."""
    by_reach: dict[Reach, list[Held]] = {}
    for one, grant in granted:
        by_reach.setdefault(grant.reach, []).append(one)
    return [(_joined(alike), reach) for reach, alike in by_reach.items()]


def _joined(alike: list[Held]) -> Held:
    """As far as all of them reach; which roles they are is lost. At once: somebody may sit on the
    boards of hundreds of programmes."""
    if len(alike) == 1:
        return alike[0]
    return Held(
        None,
        next((one.person for one in alike if one.person), 0),
        frozenset().union(*(one.programmes for one in alike)),
        frozenset().union(*(one.hubs for one in alike)),
        frozenset().union(*(one.enrolments for one in alike)),
        frozenset().union(*(one.schools for one in alike)),
    )


def within(rows: QuerySet[T], reached: Iterable[Q]) -> QuerySet[T]:
    """The rows that any of these reach."""
    arms: list[Q] = []
    for reach in reached:
        if not reach:  # everybody
            return rows
        arms += _arms(reach) if _looks_elsewhere(reach) else [reach]
    return any_of(rows, arms)


def any_of(rows: QuerySet[T], arms: Iterable[Q]) -> QuerySet[T]:
    """The rows that one of these finds.

    Those that look into other tables are asked one by one, each by its own index: joined by "or"
    they would have the database read every row there is.
    """
    arms = [arm for arm in arms if arm != NOBODY]
    if not any(map(_looks_elsewhere, arms)):
        return rows.filter(reduce(or_, arms, NOBODY))
    found = [rows.model._default_manager.filter(arm).order_by().values("pk") for arm in arms]
    return rows.filter(among("pk", found[0].union(*found[1:]) if len(found) > 1 else found[0]))


def _arms(reach: Q) -> list[Q]:
    """Conditions without "or" in them of which one at least holds where this holds."""
    parts = [_arms(part) if isinstance(part, Q) else [Q(part)] for part in reach.children]
    if reach.negated:
        return [reach]
    if reach.connector == Q.OR:
        return [arm for arms in parts for arm in arms]
    return [reduce(and_, arms) for arms in product(*parts)]


def _looks_elsewhere(arm: Q) -> bool:
    return any(_is_elsewhere(part) for part in arm.children)


def _is_elsewhere(part: Any) -> bool:
    match part:
        case Q():
            return _looks_elsewhere(part)
        case Among():
            return False
        case (str(path), sought):
            return isinstance(sought, QuerySet) or path.removesuffix("__in").count("__") > 0
    return True


class Among(Func):
    """That a column of the row's own is one of an array, which the database makes first."""

    template = "%(expressions)s)"
    arg_joiner = " = any ("
    output_field = BooleanField()


def among(column: str, rows: QuerySet[Any, Any]) -> Q:
    """That the column is one of the numbers these rows have."""
    return Q(Among(F(column), ArraySubquery(rows.order_by())))


def numbered(column: str, numbers: Collection[int]) -> Q:
    """That the column is one of these numbers, be they thousands."""
    return Q(Among(F(column), RawSQL("%s::bigint[]", [sorted(numbers)])))


def _one_of(column: str, few: frozenset[int]) -> Q:
    """That the column is one of these; NOBODY where there are none."""
    return numbered(column, few) if few else NOBODY


def _among(column: str, array: str, numbers: frozenset[int]) -> Q:
    return Q(Among(F(column), RawSQL(array, [sorted(numbers)])))


def of_schools(column: str, schools: frozenset[int]) -> Q:
    """That the column is one of these standing schools, or of their earlier rows: under which
    something may have been written of them."""
    return _among(column, ROWS, schools)
