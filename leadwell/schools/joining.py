"""Which URNs are one school: worked out again from everything said, whenever something new is said.

The rule is sources/identity.py; this module reads what it needs, what people decided among it, and
writes what it finds. A school keeps the lowest of our ids among the URNs it has had, so an answer
found later never moves the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import connection

from leadwell.schools import intake
from leadwell.schools.models import IdentityDecision, RegisterEntry
from leadwell.schools.models import Join as JoinRow
from leadwell.schools.models import Link as LinkRow
from leadwell.schools.registering import refresh_facts
from leadwell.schools.sources import identity
from leadwell.schools.sources.gias_links import Link

FROM_RESULTS = "URN_AC in a results file"
_TOLD = ["kind", "joined_on", "evidence", "is_decided"]


@dataclass
class JoinChanges:
    """Joins made and undone, and how many schools stand for more than one URN now."""

    n_made: int = 0
    n_undone: int = 0
    n_joined_schools: int = 0


@dataclass(frozen=True)
class _Said:
    """Everything said about some URNs, or all."""

    entries: list[identity.EntryFacts]
    links: list[Link]
    conversions: list[identity.Conversion]
    decisions: list[identity.Decision]


def work_out(about: Iterable[int] | None = None) -> JoinChanges:
    """Compare the joins that follow from what is known with those on record, and mend the record.

    about: only what hangs together with these URNs; None for everything. The answer is the same:
    the rule looks no further than the links of a URN.
    """
    urns = None if about is None else _hanging_together(about)
    said = _said(urns)
    joins = identity.joins(
        entries=said.entries,
        links=said.links,
        conversions=said.conversions,
        decisions=said.decisions,
    )
    found = {(join.old_urn, join.new_urn): join for join in joins}
    held = {(row.old_urn, row.new_urn): row for row in _held(urns)}
    gone = [row.pk for pair, row in held.items() if pair not in found]
    new = [_row(join) for pair, join in found.items() if pair not in held]
    JoinRow.objects.filter(pk__in=gone).delete()
    JoinRow.objects.bulk_create(new, batch_size=5_000)
    _tell_anew([(row, found[pair]) for pair, row in held.items() if pair in found])
    touched = _assign(list(found.values()), urns)
    if touched:
        refresh_facts(touched)
    connect_results(urns)
    intake.follow_schools(urns)
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct continued_by_id) from schools_school")
        n_joined = cursor.fetchone()[0]
    return JoinChanges(n_made=len(new), n_undone=len(gone), n_joined_schools=n_joined)


def connect_results(urns: list[int] | None) -> None:
    """Point published rows at the schools that now stand for their URNs; None for all of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update schools_publishedyear p set school_id = e.school_id "
            "from schools_registerentry e where e.urn = p.urn "
            "and p.school_id is distinct from e.school_id "
            "and (%(urns)s::int[] is null or e.urn = any(%(urns)s))",
            {"urns": urns},
        )


def _hanging_together(urns: Iterable[int]) -> list[int]:
    """These URNs and every other one reached from them by links or decisions, however far."""
    with connection.cursor() as cursor:
        cursor.execute(
            """with recursive near(urn) as (
                 select unnest(%s::int[])
                 union
                 select other.urn from near, lateral (
                   select link_urn as urn from schools_link l where l.urn = near.urn
                   union all
                   select l.urn from schools_link l where l.link_urn = near.urn
                   union all
                   select d.new_urn from schools_identitydecision d
                   where d.old_urn = near.urn and d.taken_back_at is null
                   union all
                   select d.old_urn from schools_identitydecision d
                   where d.new_urn = near.urn and d.taken_back_at is null) as other
               ) select urn from near""",
            [list(urns)],
        )
        return [row[0] for row in cursor.fetchall()]


def _said(urns: list[int] | None) -> _Said:
    entries = RegisterEntry.objects.all() if urns is None else _of(RegisterEntry, "urn", urns)
    links = LinkRow.objects.all() if urns is None else _of(LinkRow, "urn", urns)
    names = [field.name for field in fields(identity.EntryFacts)]
    decisions = IdentityDecision.objects.in_force()
    said = _Said(
        entries=[identity.EntryFacts(*row) for row in entries.values_list(*names)],
        links=[],
        conversions=[],
        decisions=[
            identity.Decision(each.old_urn, each.new_urn, each.is_one_school, each.sentence)
            for each in (decisions if urns is None else decisions.about(urns))
        ],
    )
    for urn, other, kind, on in links.values_list("urn", "link_urn", "link_type", "established_on"):
        if kind == FROM_RESULTS:
            said.conversions.append(identity.Conversion(old_urn=urn, new_urn=other, opened_on=on))
        else:
            said.links.append(
                Link(urn=urn, link_urn=other, link_name="", link_type=kind, established_on=on)
            )
    return said


def _held(urns: list[int] | None) -> Iterable[JoinRow]:
    return JoinRow.objects.all() if urns is None else _of(JoinRow, "old_urn", urns)


def _of(model: type, field: str, urns: list[int]):  # type: ignore[no-untyped-def]
    return model.objects.filter(**{f"{field}__in": urns})  # type: ignore[attr-defined]


def _row(join: identity.Join) -> JoinRow:
    return JoinRow(
        old_urn=join.old_urn,
        new_urn=join.new_urn,
        kind=str(join.kind),
        joined_on=join.on,
        evidence=list(join.evidence),
        is_decided=join.is_decided,
    )


def _tell_anew(held: list[tuple[JoinRow, identity.Join]]) -> None:
    """Mend how, when and why: links may be known before the register says what they lead to."""
    told = [(row, _row(join)) for row, join in held]
    changed = [now for row, now in told if any(getattr(row, f) != getattr(now, f) for f in _TOLD)]
    JoinRow.objects.bulk_create(
        changed,
        batch_size=5_000,
        update_conflicts=True,
        unique_fields=["old_urn"],
        update_fields=_TOLD,
    )


def _assign(joins: list[identity.Join], urns: list[int] | None) -> list[int]:
    """Let one school stand for each group of URNs. Returns schools whose facts may have changed."""
    known = RegisterEntry.objects.only("urn", "school_id", "born_as_id")
    entries = {e.urn: e for e in (known if urns is None else known.filter(urn__in=urns))}
    both = [join for join in joins if join.old_urn in entries and join.new_urn in entries]
    moved, touched = [], set[int]()
    for group in set(identity.groups(entries, both).values()):
        stands = min(entries[urn].born_as_id for urn in group)
        for urn in group:
            entry = entries[urn]
            if entry.school_id != stands:
                touched |= {entry.school_id, stands, entry.born_as_id}
                entry.school_id = stands
                moved.append(entry)
    if moved:
        RegisterEntry.objects.bulk_update(moved, ["school"], batch_size=2_000)
        _restand(sorted(touched))
    return sorted(touched)


def _restand(school_ids: list[int]) -> None:
    """Say for each of these schools whether it stands for itself or is continued by another.

    First everyone takes back the URN they were born with, so that no two standing schools ever
    hold one URN; refresh_facts then gives each the URN it has now.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "update schools_school s set urn = e.urn from schools_registerentry e "
            "where e.born_as_id = s.id and s.id = any(%s) and s.urn <> e.urn",
            [school_ids],
        )
        cursor.execute(
            "update schools_school s set continued_by_id = nullif(e.school_id, s.id) "
            "from schools_registerentry e where e.born_as_id = s.id and s.id = any(%s) "
            "and s.continued_by_id is distinct from nullif(e.school_id, s.id)",
            [school_ids],
        )
