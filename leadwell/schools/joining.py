"""Which URNs are one school: worked out again from everything said, whenever something new is said.

The rule is sources/identity.py; this module reads what it needs and writes what it finds. A school
keeps the lowest of our ids among the URNs it has had, so an answer found later never moves the
others.
"""

from dataclasses import dataclass

from django.db import connection

from leadwell.schools.models import Join as JoinRow
from leadwell.schools.models import Link as LinkRow
from leadwell.schools.models import PublishedYear, RegisterEntry
from leadwell.schools.registering import refresh_facts
from leadwell.schools.sources import identity
from leadwell.schools.sources.gias_links import Link

FROM_RESULTS = "URN_AC in a results file"


@dataclass
class JoinChanges:
    """Joins made and undone, and how many schools stand for more than one URN now."""

    n_made: int = 0
    n_undone: int = 0
    n_joined_schools: int = 0


def work_out() -> JoinChanges:
    """Compare the joins that follow from what is known with those on record, and mend the record."""
    found = {(join.old_urn, join.new_urn): join for join in identity.joins(**_known())}
    held = {(row.old_urn, row.new_urn): row for row in JoinRow.objects.all()}
    gone = [row.pk for pair, row in held.items() if pair not in found]
    new = [join for pair, join in found.items() if pair not in held]
    JoinRow.objects.filter(pk__in=gone).delete()
    JoinRow.objects.bulk_create(
        JoinRow(
            old_urn=join.old_urn,
            new_urn=join.new_urn,
            kind=str(join.kind),
            joined_on=join.on,
            evidence=list(join.evidence),
        )
        for join in new
    )
    touched = _assign(list(found.values()))
    if touched:
        refresh_facts(touched)
    connect_results()
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct continued_by_id) from schools_school")
        n_joined = cursor.fetchone()[0]
    return JoinChanges(n_made=len(new), n_undone=len(gone), n_joined_schools=n_joined)


def connect_results() -> None:
    """Point published rows at the schools that now stand for their URNs."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {PublishedYear._meta.db_table} p set school_id = e.school_id "
            "from schools_registerentry e where e.urn = p.urn "
            "and p.school_id is distinct from e.school_id"
        )


def _known() -> dict[str, object]:
    entries = [
        identity.EntryFacts(
            urn=urn,
            type_of_establishment=kind,
            reason_opened=reason,
            opened_on=opened,
            closed_on=closed,
            laestab=laestab,
            previous_laestab=previous,
        )
        for urn, kind, reason, opened, closed, laestab, previous in RegisterEntry.objects.values_list(
            "urn", "type_of_establishment", "reason_opened", "opened_on", "closed_on", "laestab",
            "previous_laestab",
        ).iterator(chunk_size=20_000)
    ]  # fmt: skip
    links, conversions = [], []
    for urn, other, kind, on in LinkRow.objects.values_list(
        "urn", "link_urn", "link_type", "established_on"
    ).iterator(chunk_size=20_000):
        if kind == FROM_RESULTS:
            conversions.append(identity.Conversion(old_urn=urn, new_urn=other, opened_on=on))
        else:
            links.append(
                Link(urn=urn, link_urn=other, link_name="", link_type=kind, established_on=on)
            )
    return {"entries": entries, "links": links, "conversions": conversions}


def _assign(joins: list[identity.Join]) -> list[int]:
    """Let one school stand for each group of URNs. Returns the ids of schools whose facts may change."""
    entries = {e.urn: e for e in RegisterEntry.objects.only("urn", "school_id", "born_as_id")}
    groups = identity.groups(
        entries, [j for j in joins if {j.old_urn, j.new_urn} <= entries.keys()]
    )
    moved, touched = [], set()
    for group in set(groups.values()):
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

    In steps, so that no two standing schools ever hold one URN: first everyone hides behind
    somebody else or takes back the URN they were born with.
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
