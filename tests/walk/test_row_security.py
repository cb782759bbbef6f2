"""The database keeps the walls too: whatever a view or a query forgets, a row behind row-level
security is shown to nobody but whom its policy names.

The walls are found in the database itself, and what must have one in the permission table.
"""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.explore.models import ViewRating
from leadwell.people import access
from leadwell.people.models import Draft, Person
from leadwell.people.permissions import sealed
from leadwell.people.privacy import dictionary
from tests.factories import NOON, make_administrator, make_person, make_user
from tests.reviewed import make_review

pytestmark = pytest.mark.django_db


def walled() -> list[str]:
    """Tables with a policy."""
    return [row[0] for row in fetched("select distinct tablename from pg_policies order by 1")]


def fetched(query: str, *parameters: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def person_of(user: User) -> Person:
    return Person.objects.filter(user=user).first() or make_person(user=user, email=user.email)


MAKE = {
    "people_draft": lambda user: Draft.objects.create(
        user=user, form="note", begun_at=NOON, saved_at=NOON
    ),
    "explore_viewrating": lambda user: ViewRating.objects.create(
        view=make_review(school=person_of(user)).views.get(voice="school"),
        criterion="strategy",
        level=0,
    ),
}
"""The least row of each walled table, of one person."""
ADDED_ONLY = {"explore_viewrating"}
"""Of these the site changes and removes no row at all, whosesoever."""


@pytest.fixture
def alice() -> User:
    return make_user()


@pytest.fixture
def bob() -> User:
    return make_administrator()


@pytest.fixture
def rows(alice, bob) -> dict[str, tuple[models.Model, models.Model]]:
    """Of each walled table one row of each, made by themselves."""
    found = {}
    for table in walled():
        with acting_as(alice.pk):
            hers = MAKE[table](alice)
        with acting_as(bob.pk):
            found[table] = (hers, MAKE[table](bob))
    return found


def seen(table: str) -> list[int]:
    return [row[0] for row in fetched(f'select id from "{table}"')]


def test_every_wall_is_tried_here():
    assert set(walled()) == set(MAKE)


def test_walls_stand_and_the_site_is_not_above_them():
    for table in walled():
        [(is_on, owner)] = fetched(
            "select relrowsecurity, pg_get_userbyid(relowner) from pg_class where oid = %s::regclass",
            table,
        )
        assert is_on, table
        [(me,)] = fetched("select current_user")
        assert me == "leadwell_app" != owner
    assert fetched("select rolsuper, rolbypassrls from pg_roles where rolname = current_user") == [
        (False, False)
    ]


def test_every_table_of_a_sealed_record_has_a_wall():
    tables = {
        entry.model._meta.db_table
        for entry in dictionary.tables().values()
        if entry.record in sealed()
    }
    assert tables
    assert tables <= set(walled())


def test_without_saying_who_one_sees_nothing(rows):
    for table in rows:
        assert seen(table) == [], table
        with acting_as(None):
            assert seen(table) == [], table


def test_each_sees_their_own_and_no_administrator_sees_more(rows, alice, bob):
    for table, (hers, his) in rows.items():
        for user, row in ((alice, hers), (bob, his)):
            with acting_as(user.pk):
                assert seen(table) == [row.pk], table
        with acting_as(alice.pk), acting_as(bob.pk):
            assert seen(table) == [his.pk], table


def test_who_one_was_is_forgotten_with_the_transaction(rows, alice):
    for table in rows:
        with acting_as(alice.pk):
            assert seen(table)
        assert seen(table) == []


@pytest.mark.parametrize("said", ["0", "-1", "", "987654321", "null", "1 or true"])
def test_a_made_up_person_sees_nothing(rows, said):
    for table in rows:
        try:
            with transaction.atomic():
                fetched("select set_config('leadwell.user', %s, true)", said)
                assert seen(table) == []
        except DatabaseError as refused:
            assert "invalid input syntax for type bigint" in str(refused)  # noqa: PT017


def test_nobody_writes_changes_or_removes_the_row_of_another(rows, alice, bob):
    for table, (hers, _) in rows.items():
        with acting_as(bob.pk):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                MAKE[table](alice)
            if table in ADDED_ONLY:
                continue
            assert type(hers)._base_manager.filter(pk=hers.pk).update(user=bob) == 0
            assert type(hers)._base_manager.filter(pk=hers.pk).delete()[0] == 0
        with acting_as(alice.pk):
            assert seen(table) == [hers.pk]
            if table in ADDED_ONLY:
                continue
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                type(hers)._base_manager.filter(pk=hers.pk).update(user=bob)


def test_a_filter_that_is_forgotten_shows_nothing_more(rows, alice, bob, monkeypatch):
    """The mutant: access hands out every row there is."""
    own_only = access.drafts_for
    for user in (alice, bob):
        with acting_as(user.pk):
            right = set(own_only(user))
        assert len(right) == 1
    monkeypatch.setattr(access, "drafts_for", lambda user: Draft.objects.all())
    for user, mine in ((alice, 0), (bob, 1)):
        with acting_as(user.pk):
            assert list(access.drafts_for(user)) == [rows["people_draft"][mine]]
            assert access.drafts_for(user).count() == 1
    assert not access.drafts_for(alice).exists()


def test_no_view_of_ours_lifts_the_wall():
    """A view runs as its owner unless it says otherwise: one over a walled table would have none."""
    views = fetched(
        "select distinct v.relname from pg_rewrite r join pg_class v on v.oid = r.ev_class"
        " join pg_depend d on d.objid = r.oid and d.refclassid = 'pg_class'::regclass"
        " join pg_class t on t.oid = d.refobjid"
        " where v.relkind in ('v', 'm') and t.relrowsecurity"
    )
    assert views == []


def test_a_walled_table_has_no_history_without_one():
    """What rows were before would tell what they are."""
    history = {
        model._meta.db_table
        for model in apps.get_models()
        if model._meta.db_table.endswith("event")
        and model._meta.db_table.removesuffix("event") in walled()
    }
    assert history <= set(walled())
