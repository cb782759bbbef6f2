"""Which state of published results this is: what is remembered is remembered for one of them."""

from django.db import connection

Version = tuple[int | None, ...]


def version() -> Version:
    """Changes whenever a file is loaded, everything shown here coming in one, and whenever somebody
    decides which schools are one. And whenever a backup is restored under a running site: that is
    another database, where the same ids come again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select oid::bigint from pg_database where datname = current_database()),"
            " (select max(id) from schools_sourcefile),"
            " (select max(id) from schools_publishedyear), (select max(id) from schools_school),"
            " (select count(*) + count(taken_back_at) from schools_identitydecision)"
        )
        return tuple(cursor.fetchone())
