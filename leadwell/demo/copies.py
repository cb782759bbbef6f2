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
from leadwell.people.models import ContactsConfirmation, Person, Role, RoleHeld
from leadwell.prepare.deploying.agreeing.actions import statement
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.deploying.agreeing.transitions import SIGNS
from leadwell.prepare.models import (
    Credential,
    DaysAvailable,
    Deployment,
    DeploymentDays,
    DeploymentSignature,
    DeploymentStep,
    MidReview,
    Specialist,
    TrainingAttended,
)
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    DataPoint,
    Enrolment,
    Hub,
    Instrument,
    Intensity,
    Obligation,
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
    RoleHeld, ContactsConfirmation, Specialist, TrainingAttended, Credential, DaysAvailable,
    Obligation, Deployment, DeploymentDays, DeploymentStep, MidReview,
)  # fmt: skip
"""Each after those it refers to. Signatures come last: what was signed is worked out anew."""

OF_PROGRAMME: tuple[type[models.Model], ...] = (
    Aim, Controller, Strand, Hub, Intensity, Instrument,
)  # fmt: skip
OF_LINE: tuple[type[models.Model], ...] = (TrainingAttended, Credential, DaysAvailable)
OF_AGREEMENT: tuple[type[models.Model], ...] = (
    DeploymentDays, DeploymentStep, MidReview, DeploymentSignature,
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
    (Obligation, "detail"): (
        "coalesce((select 'agreement ' || d.new from copied d where d.copy = c.copy"
        " and d.what = 'prepare.deployment' and 'agreement ' || d.old = t.detail), t.detail)"
    ),
}
"""What a copy says itself. Promises of an agreement name it by its number."""


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
        Specialist: Specialist.objects.filter(person__in=people),
        **{each: each._default_manager.filter(specialist__person__in=people) for each in OF_LINE},
        Obligation: Obligation.objects.filter(
            enrolment__programme=programme, detail__startswith="agreement "
        ),
        Deployment: Deployment.objects.filter(enrolment__programme=programme),
        **{
            each: each._default_manager.filter(deployment__enrolment__programme=programme)
            for each in OF_AGREEMENT
        },
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
    taken = _taken()
    others = plans.other_schools(n * N_COPIES + len(taken), after=after)
    free = [school for school in others if school.pk not in taken]
    if len(free) < n * N_COPIES:
        raise plans.TooFewSchools(
            f"The country has {len(free):,} schools for the copies, which need {n * N_COPIES:,}."
        )
    pairs = _pairs(of)
    copies = [(k + 1, _apart(free[k * n : (k + 1) * n], pairs)) for k in range(N_COPIES)]
    for first in range(0, N_COPIES, AT_A_TIME):
        copy(of, copies[first : first + AT_A_TIME], at=at)
        yield min(first + AT_A_TIME, N_COPIES)


def _pairs(of: Pattern) -> list[tuple[int, int]]:
    """Places of the school somebody is sent from, and of the one they are sent to."""
    sent = Deployment.objects.filter(pk__in=of.rows[Deployment]).order_by("pk")
    place = {school: n for n, school in enumerate(of.schools)}
    return [(place[home], place[host]) for home, host in sent.values_list("home", "host")]


def _apart(schools: list[School], pairs: Sequence[tuple[int, int]]) -> list[School]:
    """In the first turn of their order in which nobody is sent within a trust; as they are, where
    there is none."""

    def is_apart(there: list[School]) -> bool:
        trusts = ((there[a].trust_id, there[b].trust_id) for a, b in pairs)
        return all(home is None or home != host for home, host in trusts)

    turns = (schools[n:] + schools[:n] for n in range(len(schools)))
    return next(filter(is_apart, turns), schools)


def _taken() -> set[int]:
    """Schools put forward for the programme that follows, and those it has asked, whose heads are
    named. What is copied already is not among them, so that the rest has the same schools again."""
    heads = RoleHeld.objects.filter(role=Role.HEADTEACHER, school__isnull=False)
    named = heads.exclude(school__enrolments__programme__code__startswith="N-")
    found = named.order_by().values_list("school", flat=True)
    return {*found, *Candidate.objects.order_by().values_list("school", flat=True)}


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
            _number(cursor, model, of.rows[model], numbers)
        for model in COPIED:
            _copy_rows(cursor, model)
        _sign(cursor, of)
        cursor.execute("select new from copied where what = %s", [_name(Programme)])
        made = Programme.objects.filter(pk__in=[row[0] for row in cursor.fetchall()])
    for programme in made.order_by("code"):
        log.record(
            at=at, actor=fixture.EMAIL, verb="copied", subject=programme,
            detail={"of": of.programme.code},
        )  # fmt: skip


def _number(
    cursor: CursorWrapper, model: type[models.Model], ids: list[int], numbers: list[int]
) -> None:
    """Before anything is copied: some rows name others that come after them."""
    cursor.execute(NUMBERED, [_name(model), model._meta.db_table, numbers, ids])


def _copy_rows(cursor: CursorWrapper, model: type[models.Model]) -> None:
    table = model._meta.db_table
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


def _sign(cursor: CursorWrapper, of: Pattern) -> None:
    """By the same people on the same days, each under the words and days of their own agreement."""
    known: dict[int, list[DeploymentSignature]] = {}
    for one in DeploymentSignature.objects.in_bulk(of.rows[DeploymentSignature]).values():
        known.setdefault(one.deployment_id, []).append(one)
    signers = {one.by_id for signed in known.values() for one in signed}
    cursor.execute(
        "select a.old, a.new, p.old, p.new from copied a join copied p using (copy)"
        " where a.what = %s and p.what = %s and p.old = any(%s) order by a.copy, a.place",
        [_name(Deployment), _name(Person), list(signers)],
    )
    there, people = {}, {}
    for old, new, person, own in cursor.fetchall():
        there[new] = old
        people[new, person] = own
    copied = Deployment.objects.at_hand().prefetch_related("days").in_bulk(list(there))
    verbs = {party: verb for verb, party in SIGNS.items()}
    DeploymentSignature.objects.bulk_create(
        DeploymentSignature(
            deployment=copied[new], party=one.party, by_id=people[new, one.by_id],
            statement=statement(verbs[one.party], copied[new]), sha256=sha256(copied[new]),
            authenticated_at=one.authenticated_at, at=one.at,
        )
        for new, old in there.items()
        for one in sorted(known[old], key=lambda one: one.pk)
    )  # fmt: skip


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
