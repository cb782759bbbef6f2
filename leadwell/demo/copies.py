"""Many programmes from one: rows that actions made, written again under other keys.

The pattern is a programme without stories, made as the others are. Its rows are copied table by
table, all constraints and triggers on, so that what holds for one made by hand holds for every
copy, and each has its history. Only keys, names, addresses and codes differ.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.demo import fixture, geography, names, plans
from leadwell.explore.models import Candidate
from leadwell.people.models import ContactsConfirmation, Person, RoleHeld
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    DataPoint,
    Enrolment,
    Hub,
    Instrument,
    Intensity,
    Programme,
    StageSpan,
    Strand,
)
from leadwell.schools.models import School

AT_A_TIME = 10  # copies in one transaction
N_COPIES = 169
Copy = tuple[int, Sequence[School]]
"""Its number, and its schools in the order of the pattern's."""

COPIED: tuple[type[models.Model], ...] = (
    User, Person, Programme, Aim, Controller, Strand, ActiveIngredient, Intensity, Instrument,
    DataPoint, Hub, Enrolment, StageSpan,
    RoleHeld, ContactsConfirmation,
)  # fmt: skip
"""Each after those it refers to."""

OF_PROGRAMME: tuple[type[models.Model], ...] = (
    Aim, Controller, Strand, Hub, Intensity, Instrument,
)  # fmt: skip

TABLE = """
create temporary table if not exists copied (
  what text, old bigint, copy int, new bigint not null, place int, primary key (what, old, copy)
) on commit drop;
truncate copied"""
SCHOOLS = "insert into copied select 'school', * from unnest(%s::bigint[], %s::int[], %s::bigint[])"
NUMBERED = """
insert into copied
select %s, t.id, n.copy, nextval(pg_get_serial_sequence(%s, 'id')), t.place
from unnest(%s::int[]) as n (copy), unnest(%s::bigint[]) with ordinality as t (id, place)
order by n.copy, t.place"""
FIRST = "(%(firsts)s::text[])[1 + (c.copy * 37 + c.place * 11) %% %(n_firsts)s]"
SURNAME = "(%(surnames)s::text[])[1 + (c.copy * 101 + c.place * 7) %% %(n_surnames)s]"
NAME = f"{FIRST} || ' ' || {SURNAME}"
EMAIL = f"lower({FIRST} || '.' || {SURNAME} || '.' || c.copy || '-' || c.place) || '@example.org'"
OWN: dict[tuple[type[models.Model], str], str] = {
    (User, "name"): NAME,
    (User, "email"): EMAIL,
    (Person, "name"): NAME,
    (Person, "email"): EMAIL,
    (Programme, "name"): "t.name || ', ' || (%(towns)s::text[])[c.copy]",
    (Programme, "code"): "'N-' || lpad((c.copy + 1)::text, 3, '0')",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A programme and the numbers of all rows it consists of, by model."""

    programme: Programme
    schools: tuple[int, ...]
    rows: dict[type[models.Model], list[int]]


def pattern(code: str) -> Pattern:
    """What belongs to this programme. People and their accounts come in the same order."""
    programme = Programme.objects.get(code=code)
    schools = list(programme.enrolments.order_by("pk").values_list("school", flat=True))
    here = models.Q(school__in=schools) | models.Q(programme=programme)
    in_hubs = models.Q(hub__programme=programme)
    # By their numbers: asked within other questions, it takes minutes where nothing is analysed yet.
    roles = RoleHeld.objects.filter(here | in_hubs).order_by()
    people = set(roles.values_list("person", flat=True))
    of_it = {"programme": programme}
    found: dict[type[models.Model], models.QuerySet] = {
        User: User.objects.filter(person__in=people).order_by("person__pk"),
        Person: Person.objects.filter(pk__in=people),
        Programme: Programme.objects.filter(pk=programme.pk),
        **{each: each._default_manager.filter(**of_it) for each in OF_PROGRAMME},
        ActiveIngredient: ActiveIngredient.objects.filter(strand__programme=programme),
        DataPoint: DataPoint.objects.filter(instrument__programme=programme),
        Enrolment: Enrolment.objects.filter(**of_it),
        StageSpan: StageSpan.objects.filter(enrolment__programme=programme),
        RoleHeld: RoleHeld.objects.filter(person__in=people),
        ContactsConfirmation: ContactsConfirmation.objects.filter(school__in=schools),
    }
    rows = {
        model: list((rows if model is User else rows.order_by("pk")).values_list("pk", flat=True))
        for model, rows in found.items()
    }
    return Pattern(programme, tuple(schools), rows)


def nation(*, at: datetime) -> Iterator[int]:
    """Copy the national pattern until 3,100 schools take part; how many copies there are by now.

    What was copied before is not copied again. Raises plans.TooFewSchools.
    """
    of = pattern("N-001")
    n = len(of.schools)
    after = fixture.SCHOOLS_OF_STORIES + n
    put_forward = set(Candidate.objects.values_list("school", flat=True))
    others = plans.other_schools(n * N_COPIES + len(put_forward), after=after)
    free = [school for school in others if school.pk not in put_forward]
    if len(free) < n * N_COPIES:
        raise plans.TooFewSchools(
            f"The country has {len(free):,} schools for the copies, which need {n * N_COPIES:,}."
        )
    copies = [(k + 1, free[k * n : (k + 1) * n]) for k in range(N_COPIES)]
    for first in range(0, N_COPIES, AT_A_TIME):
        copy(of, copies[first : first + AT_A_TIME], at=at)
        yield min(first + AT_A_TIME, N_COPIES)


@transaction.atomic
def copy(of: Pattern, copies: Sequence[Copy], *, at: datetime) -> None:
    """Write the pattern's rows again for each copy that is not there yet."""
    codes = {f"N-{number + 1:03}": (number, schools) for number, schools in copies}
    there = set(Programme.objects.filter(code__in=codes).values_list("code", flat=True))
    wanted = [each for code, each in codes.items() if code not in there]
    if not wanted:
        return
    numbers = [number for number, _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        pairs = [
            (old, number, school.pk)
            for number, schools in wanted
            for old, school in zip(of.schools, schools, strict=True)
        ]
        cursor.execute(SCHOOLS, [list(column) for column in zip(*pairs, strict=True)])
        for model in COPIED:
            _copy_rows(cursor, model, of.rows[model], numbers)
        cursor.execute("select new from copied where what = %s", [_name(Programme)])
        made = Programme.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
    for programme in made.order_by("code"):
        log.record(
            at=at, actor=fixture.EMAIL, verb="copied", subject=programme,
            detail={"of": of.programme.code},
        )  # fmt: skip


def _copy_rows(
    cursor: CursorWrapper, model: type[models.Model], ids: list[int], numbers: list[int]
) -> None:
    table = model._meta.db_table
    cursor.execute(NUMBERED, [_name(model), table, numbers, ids])
    columns, values, joins = ["id"], ["c.new"], []
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        columns.append(f'"{field.column}"')
        value = OWN.get((model, field.name), f't."{field.column}"')
        if isinstance(field, models.ForeignKey) and _is_copied(field.related_model):
            joins.append(_join(field))
            value = f'coalesce("{field.name}_copy".new, {value})'
        values.append(value)
    firsts, surnames = names.words()
    told: dict[str, Any] = {
        "firsts": list(firsts), "n_firsts": len(firsts), "surnames": list(surnames),
        "n_surnames": len(surnames), "towns": _towns(), "what": _name(model),
    }  # fmt: skip
    cursor.execute(
        f"insert into {table} ({', '.join(columns)}) select {', '.join(values)}"
        f" from copied c join {table} t on t.id = c.old {' '.join(joins)}"
        " where c.what = %(what)s order by c.copy, c.place",
        told,
    )


def _join(field: models.ForeignKey) -> str:
    """What the row refers to was copied too, or, where it was not, stays what it was."""
    alias = f'"{field.name}_copy"'
    return (
        f"left join copied {alias} on {alias}.what = '{_name(field.related_model)}'"
        f' and {alias}.old = t."{field.column}" and {alias}.copy = c.copy'
    )


def _is_copied(model: type[models.Model]) -> bool:
    return model is School or model in COPIED


def _name(model: type[models.Model]) -> str:
    return "school" if model is School else model._meta.label_lower


def _towns() -> list[str]:
    """What copies are named after, as many as there can be."""
    told = geography.words()
    return [f"{a}{b}" for b in told["town_last"] for a in told["town_first"]][: N_COPIES + 1]
