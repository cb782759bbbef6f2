"""Forgetting somebody: rows, their history, drafts, sessions, account, and their name in words.

Within an action, which has put the person on the list of erasures first: the database forgets
nobody who is not on it.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from leadwell.accounts.acting import acting_as
from leadwell.people.models import Person
from leadwell.people.privacy import lines, places
from leadwell.people.privacy.dictionary import NO_PASSWORD, Table
from leadwell.people.privacy.lines import DELETED, KEPT, ONES_OWN_EYES, REPLACED, Line
from leadwell.people.privacy.places import Named

IN_WORDS = "Their name or address, in what others wrote and in the log"
IN_HISTORY = "Earlier states of these rows"


def forget(person: Person) -> list[Line]:
    """All of it. What was done, table by table, without a name. May be run twice."""
    who = places.named(person)
    before = lines.preview(person)
    n_words = _forget_name(who)
    done = [each for each in before if each.done == KEPT]
    n_history = 0
    for entry in places.personal():
        if (what := lines.done_to(entry)) == KEPT or not entry.about:
            continue
        n = delete(entry, who) if what == DELETED else replace(entry, who)
        n_history += _forget_history(entry, who)
        if n:
            done.append(lines.line(entry, n, what))
    done += list(_others(n_words, n_history))
    return sorted(done, key=lambda each: (each.done, each.what))


def _others(n_words: int, n_history: int) -> Iterator[Line]:
    if n_words:
        yield Line("", IN_WORDS, n_words, REPLACED)
    if n_history:
        yield Line("", IN_HISTORY, n_history, REPLACED)


def _forget_name(who: Named) -> int:
    """First, while the database still knows the name."""
    n = 0
    with connection.cursor() as cursor:
        for table, column in places.with_words():
            cursor.execute("select people_forget_name(%s, %s, %s)", [who.person, table, column])
            n += int(cursor.fetchone()[0])
    return n


def delete(entry: Table, who: Named) -> int:
    """The rows of one table about somebody; how many those were."""
    rows = entry.model._default_manager.filter(places.about(entry, who))
    if entry.name in ONES_OWN_EYES:
        with acting_as(who.user):
            return int(rows.delete()[1].get(entry.name, 0))
    return int(rows.delete()[1].get(entry.name, 0))


def replace(entry: Table, who: Named) -> int:
    """What says who it was, in the rows of one table; in how many."""
    rows = entry.model._default_manager.filter(places.about(entry, who))
    new = lines.new_values(entry, who)
    assert isinstance(entry.on_erasure, dict)
    for name, value in entry.on_erasure.items():
        if value == NO_PASSWORD:
            new[name] = make_password(None)
    return rows.update(**new)


def _forget_history(entry: Table, who: Named) -> int:
    """Where the site may only add, the database does it itself."""
    if places.history_of(entry) is None:
        return 0
    new = None if entry.on_erasure == "delete" else json.dumps(_by_column(entry, who))
    n = 0
    with connection.cursor() as cursor:
        for path in entry.about:
            cursor.execute(
                "select people_forget_history(%s, %s, %s::text[], %s::jsonb)",
                [who.person, entry.model._meta.db_table, places.way(entry, path), new],
            )
            n += int(cursor.fetchone()[0])
    return n


def _by_column(entry: Table, who: Named) -> dict[str, Any]:
    fields = {column.name: str(column.column) for column in entry.model._meta.local_fields}
    return {fields[name]: value for name, value in lines.new_values(entry, who).items()}
