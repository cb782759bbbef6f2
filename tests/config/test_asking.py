"""What a connection of the site keeps prepared, and what it never does."""

import psycopg
import pytest
from django.db import connection, transaction

from leadwell.accounts.acting import acting_as
from leadwell.config import asking
from leadwell.people.models import Draft
from tests.factories import NOON, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _begin_anew():
    connection.close()
    connection.ensure_connection()


def kept() -> list[str]:
    asked = "select statement from pg_prepared_statements"
    return [row[0] for row in connection.connection.execute(asked, prepare=False)]


def ask(text: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(text, list(values))
        return cursor.fetchall()


def test_what_is_read_often_is_kept_and_once_only():
    for n in range(asking.AFTER + 3):
        assert ask("select %s::int + 1", n) == [(n + 1,)]
    assert [text for text in kept() if "+ 1" in text] == ["select $1::int + 1"]


def test_what_is_read_once_is_not():
    ask("select 41")
    assert not any("41" in text for text in kept())


def test_a_connection_keeps_so_many_and_no_more():
    for n in range(asking.MOST + 20):
        for _ in range(asking.AFTER + 1):
            ask(f"select {n}")
    assert len(kept()) <= asking.MOST + 1


def test_what_writes_and_several_statements_in_one_go_as_ever():
    with connection.cursor() as cursor:
        for _ in range(asking.AFTER + 3):
            cursor.execute("set timezone to 'UTC'; set timezone to 'UTC'")
    assert not any("timezone" in text for text in kept())


def test_one_statement_takes_more_values_than_the_server_takes_beside_it():
    """As when thousands of rows are written at once."""
    values = range(asking.MOST_BESIDE + 2)
    rows = ask(
        f"select sum(n) from (values {','.join(['(%s)'] * len(values))}) as given (n)", *values
    )
    assert rows == [(sum(values),)]


def test_the_walls_go_by_who_acts_now_and_not_by_who_asked_first():
    alice, bob = make_user(), make_user()
    for user in (alice, bob):
        with acting_as(user.pk):
            Draft.objects.create(user=user, form=f"note of {user.pk}", begun_at=NOON, saved_at=NOON)

    def seen(user_id: int | None) -> list[tuple]:
        with acting_as(user_id):
            return ask("select user_id from people_draft")

    for _ in range(asking.AFTER + 7):  # until one plan serves all
        assert seen(alice.pk) == [(alice.pk,)]
        assert seen(bob.pk) == [(bob.pk,)]
        assert seen(None) == []
    assert any("people_draft" in text for text in kept())


def test_a_table_that_gets_a_column_meanwhile_is_read_on():
    """As while a migration runs beside a site that is up: columns are named, never all of them."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("create temporary table growing (a int) on commit drop")
            cursor.execute("insert into growing values (1)")
        for _ in range(asking.AFTER + 7):
            assert ask("select a from growing where a = %s", 1) == [(1,)]
        with connection.cursor() as cursor:
            cursor.execute("alter table growing add column b text")
        assert ask("select a from growing where a = %s", 1) == [(1,)]


def test_after_an_error_the_connection_asks_on():
    for _ in range(asking.AFTER + 2):
        ask("select 1 / %s::int", 1)
    with pytest.raises(Exception, match="division by zero"), transaction.atomic():
        ask("select 1 / %s::int", 0)
    assert ask("select 1 / %s::int", 1) == [(1,)]


def test_the_server_takes_words_arrays_and_dates_beside_the_statement():
    found = ask(
        "select %s::text || '%%', %s::bigint[], %s::jsonb, %s like 'a%%'",
        "it’s 100", [3, 1], psycopg.types.json.Jsonb({"a": [1]}), "abc",
    )  # fmt: skip
    assert found == [("it’s 100%", [3, 1], '{"a": [1]}', True)]
