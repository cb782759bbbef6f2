"""Walls the database keeps by itself: for migrations.

The site acts as `leadwell_app`, which owns nothing. Row-level security is enabled and not forced:
the owner migrates, dumps and restores; the site never acts as the owner.
"""

from django.db import migrations

SITE = "leadwell_app"
ME = "nullif((select current_setting('leadwell.user', true)), '')::bigint"
"""Who is acting, as accounts.acting says for one transaction; nobody otherwise."""


def own_rows_only(table: str, column: str) -> migrations.RunSQL:
    """Of this table the site sees and writes only rows whose column names who is acting."""
    return migrations.RunSQL(
        f"alter table {table} enable row level security;"
        f"create policy own_rows on {table} using ({column} = {ME}) with check ({column} = {ME});",
        f"drop policy own_rows on {table}; alter table {table} disable row level security;",
    )


def append_only(*tables: str) -> migrations.RunSQL:
    """The site adds to these tables and reads them; it changes and removes nothing."""
    return migrations.RunSQL(
        "".join(f"revoke update, delete, truncate on {table} from {SITE};" for table in tables),
        "".join(f"grant update, delete on {table} to {SITE};" for table in tables),
    )


def never_deleted(*tables: str) -> migrations.RunSQL:
    """Rows of these tables are ended, not removed."""
    return migrations.RunSQL(
        "".join(f"revoke delete, truncate on {table} from {SITE};" for table in tables),
        "".join(f"grant delete on {table} to {SITE};" for table in tables),
    )


def kept_at_least(table: str, *, since: str, months: int) -> migrations.RunSQL:
    """Rows of this table may be destroyed by certificate, none younger than this.

    since: what their age is counted from, in the database's words; the row is called t. A table
    that keeps its history needs no such line: its rows age from their last change, for 12 months.
    """
    quoted = since.replace("'", "''")
    return migrations.RunSQL(
        f"insert into audit_least values ('{table}', '{quoted}', {months})",
        f"delete from audit_least where place = '{table}'",
    )


def goes_sooner(table: str, *, where: str, months: int) -> migrations.RunSQL:
    """Rows of this table of which this is so may be destroyed so many months sooner than the others.

    where: in the database's words; the row is called t. After kept_at_least.
    """
    quoted = where.replace("'", "''")
    sooner = f" - case when {quoted} then interval ''{months} months'' else interval ''0'' end"
    return migrations.RunSQL(
        f"update audit_least set since = since || '{sooner}' where place = '{table}'",
        "update audit_least set since = split_part(since, ' - case when ', 1) "
        f"where place = '{table}'",
    )
