"""Somebody is named in every field of words that there is, to its last letter, signed and closed
things too: whoever asks gets all of it, and whoever is forgotten is forgotten in all of it."""

from dataclasses import dataclass, field

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import Error, connection, models, transaction

from leadwell.people.models import Person
from leadwell.people.privacy import actions, compiling, dictionary, outliving, places
from tests.factories import make_person
from tests.owner import as_owner
from tests.people.privacy.conftest import NAME, NOW, tables_that_say
from tests.walk.world import everybody, make_half, other_things

pytestmark = pytest.mark.django_db

ONES_OWN = {"people_draft"}
"""Walled off from everybody but who wrote it: counted, and not opened."""
CODES = set(compiling.CODED)
"""Columns of codes that are long enough for words."""


@dataclass
class Stuffed:
    """said: columns in which the name stands now. refused: those that take no such words."""

    said: set[tuple[str, str]] = field(default_factory=set)
    refused: set[tuple[str, str]] = field(default_factory=set)


@pytest.fixture(autouse=True)
def list_of_this_test(tmp_path, monkeypatch):
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)


@pytest.fixture
def stuffed(left) -> Stuffed:
    """One thing of each kind, with the name in every field of words, as full as it can be."""
    half = make_half("Alder")
    everybody(half)
    other_things(half)
    found = Stuffed()
    with as_owner() as cursor:
        cursor.execute("set constraints all immediate")
        for model, columns in places.worded():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"alter table {table} disable trigger user")
            for column in (each for each in columns if each.name not in CODES):
                where = model._meta.db_table, str(column.column)
                try:
                    with transaction.atomic():
                        cursor.execute(_fill(table, column))
                        cursor.execute("set constraints all immediate")
                except Error:
                    found.refused.add(where)
                else:
                    found.said |= {where} if cursor.rowcount != 0 else set()
            cursor.execute("set constraints all immediate")
            cursor.execute(f"alter table {table} enable trigger user")
    found.said = {where for where in found.said if _says_it(*where)}
    return found


def _fill(table: str, column: models.Field) -> str:
    name = connection.ops.quote_name(str(column.column))
    inner = column.base_field if isinstance(column, ArrayField) else column
    most = inner.max_length or 400
    words = f"left(rpad('{NAME} ' || ctid::text || ' ', {most}, 'words of mine '), {most})"
    if isinstance(inner, models.JSONField):
        return f"update {table} set {name} = jsonb_build_object('said', '{NAME} was there')"
    if isinstance(column, ArrayField):
        return f"update {table} set {name} = array[{words}, {words}]"
    return f"update {table} set {name} = {words}"


def _says_it(table: str, column: str) -> bool:
    quote = connection.ops.quote_name
    with as_owner() as cursor:
        cursor.execute(
            f"select count(*) from {quote(table)} where {quote(column)}::text like '%{NAME}%'"
        )
        return bool(cursor.fetchone()[0])


def test_hardly_a_field_of_words_is_left_out(stuffed):
    """So that the tests below are about all of them."""
    print(f"\n{len(stuffed.said)} fields stuffed, {len(stuffed.refused)} refused")
    assert len(stuffed.said) > 150, sorted(stuffed.said)
    assert {
        ("deliver_noteversion", "seen"), ("deliver_noteversion", "strengths"),
        ("deliver_attachment", "title"), ("explore_peerfinding", "working"),
        ("prepare_priority", "statement"), ("prepare_deployment", "outcomes"),
    } <= stuffed.said  # fmt: skip


def test_whoever_is_forgotten_is_forgotten_in_every_field_of_words(stuffed, asked, officer):
    before = tables_that_say(NAME)
    assert len(before) > 80
    actions.erase(request=asked, by=officer, at=NOW)
    assert tables_that_say(NAME) == set()


def test_whoever_asks_gets_the_words_of_every_field(stuffed, left):
    parts = compiling.compiled(left.person)
    told = {part.table: "" for part in parts}
    for part in parts:
        told[part.table] += " ".join(cell.text for row in part.rows for cell in row)
    missing = {
        f"{table}.{column}"
        for model, columns in places.worded()
        for table, column in ((model._meta.db_table, str(each.column)) for each in columns)
        if (table, column) in stuffed.said
        and table not in ONES_OWN
        and NAME not in told.get(dictionary.table_of(model).name, "")
    }
    assert missing == set()


def test_where_somebody_else_has_the_name_words_of_others_begin_masked(stuffed, left):
    make_person(name=NAME.upper())
    words = [part for part in compiling.compiled(left.person) if part.what.startswith("Your name")]
    assert words
    assert all(cell.names_others for part in words for row in part.rows for cell in row[1:])


def test_the_officer_of_one_school_gets_no_words_from_elsewhere(stuffed, left):
    parts = compiling.compiled(left.person, with_words=False)
    assert not [part for part in parts if part.what.startswith("Your name")]


def test_everybody_in_any_role_can_be_given_a_copy(db):
    """Whatever kinds of things they have done: none of what is kept about them breaks it."""
    half = make_half("Alder")
    people = everybody(half)
    other_things(half)
    someone = {person.pk: person for person in Person.objects.all()}
    assert len(someone) > len(people)
    for person in someone.values():
        for part in compiling.compiled(person, with_words=False):
            for row in part.rows:
                assert all(cell.text for cell in row), part.what
