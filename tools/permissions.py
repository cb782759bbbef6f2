"""The page of permissions: the table of records and roles, in plain words."""

from collections.abc import Iterable

from leadwell.people import permissions as held
from leadwell.people.models import Role
from leadwell.people.permissions import Grant, Operation, Reach, Record, Without
from tools.markdown import page, table_of

VERBS = {
    Operation.CREATE: "adds",
    Operation.READ: "reads",
    Operation.CHANGE: "changes",
    Operation.WITHDRAW: "withdraws",
    Operation.SIGN: "signs or approves",
}
REACHES = {
    Reach.SELF: "what is their own",
    Reach.OWN_SCHOOL: "own school",
    Reach.ASSIGNED: "schools they are deployed to today",
    Reach.HUB: "own hub",
    Reach.PROGRAMME: "own programme",
    Reach.TRUST: "own trust",
    Reach.OWN_STAFF: "people who work at their school",
    Reach.EVERYWHERE: "everywhere",
}
LEFT_OUT = {
    Without.FIGURES_ONLY: "figures of groups only",
    Without.RELEASED_ONLY: "once released or signed",
    Without.NAMES: "under a code, without names",
    Without.CONTENT: "dates, counts and state only",
}
INTRO = (
    "Who may do what with which record. A role that does not stand in a record’s table has no part "
    "in it, and is answered as if the record were not there. Several roles add up. A role counts "
    "on the days it is held. A data protection officer of one school or trust reaches that school "
    "or trust where it says “everywhere”."
)


def permissions() -> str:
    """Every record with the roles that have a part in it, then what does not fit in a table."""
    return page(
        "leadwell/people/permissions.yaml",
        "# Permissions",
        INTRO,
        _roles(),
        *(_record(each) for each in held.table().values()),
        _giving(),
        _people(),
        _sealed(),
    )


def _roles() -> str:
    rows = ((f"`{role.value}`", role.label) for role in Role)
    return f"## Roles\n\n{table_of(('Code', 'Role'), rows)}"


def _record(record: Record) -> str:
    by_role: dict[Role | None, list[Grant]] = {}
    for grant in record.grants:
        by_role.setdefault(grant.role, []).append(grant)
    rows = ((_who(role), _may(grants)) for role, grants in sorted(by_role.items(), key=_order))
    return f"## {record.title}\n\n`{record.key}`\n\n{table_of(('Who', 'May'), rows)}"


def _order(item: tuple[Role | None, list[Grant]]) -> int:
    """Everybody first, then roles as they are listed."""
    return -1 if item[0] is None else list(Role).index(item[0])


def _who(role: Role | None) -> str:
    return "Everybody signed in" if role is None else role.label


def _may(grants: Iterable[Grant]) -> str:
    """ "Adds, reads and changes: own school; reads: own hub (figures of groups only)"."""
    cells: dict[tuple[Reach, frozenset[Without]], list[Operation]] = {}
    for grant in grants:
        cells.setdefault((grant.reach, grant.without), []).append(grant.operation)
    said = "; ".join(
        f"{_listed([VERBS[one] for one in operations])}: {REACHES[reach]}{_but(without)}"
        for (reach, without), operations in cells.items()
    )
    return said[:1].upper() + said[1:]


def _but(without: frozenset[Without]) -> str:
    said = ", ".join(LEFT_OUT[one] for one in Without if one in without)
    return f" ({said})" if said else ""


def _giving() -> str:
    rows = (
        (role.label, ", ".join(one.label for one in Role if one in gives))
        for role in Role
        if (gives := held.gives(role))
    )
    words = "Nobody gives a role to themselves. Whoever gives a role may end it."
    return f"## Who gives which roles\n\n{words}\n\n{table_of(('Who', 'Gives'), rows)}"


def _people() -> str:
    return (
        "## Records that tell about people\n\nOpening one is written down, and whoever may read "
        f"one needs a second factor to sign in: {_titles(held.carries_people())}."
    )


def _sealed() -> str:
    return (
        "## What nobody sees behind broken glass\n\nAn administrator who "
        "[breaks the glass](../how-to/break-glass.md) reads everything for an hour but "
        f"{_titles(held.sealed())}."
    )


def _titles(keys: frozenset[str]) -> str:
    """In the order of the table, as they stand in a sentence."""
    named = [each.title for key, each in held.table().items() if key in keys]
    return "; ".join(title[:1].lower() + title[1:] for title in named)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
