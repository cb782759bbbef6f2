"""What a test server need not do, because no test cuts the power, and what it must not."""

import psycopg
from psycopg import sql

from leadwell.lib import embedded


def spare_the_disk() -> None:
    """What is committed need not be on the disk before a test goes on. The server has to run.

    Nor does it look after tables meanwhile: one that a test filled and undid would be known to be
    empty, and what the next test asks of it would be planned for no rows, and take minutes.
    """
    admin = embedded.url().replace("leadwell_owner@/leadwell", "postgres@/postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "autovacuum"):
            connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(name)))
        connection.execute("select pg_reload_conf()")
