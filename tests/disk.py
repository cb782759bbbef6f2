"""What a test server need not do, because no test cuts the power."""

import psycopg
from psycopg import sql

from leadwell.lib import embedded


def spare_the_disk() -> None:
    """What is committed need not be on the disk before a test goes on. The server has to run."""
    admin = embedded.url().replace("leadwell_owner@/leadwell", "postgres@/postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes"):
            connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(name)))
        connection.execute("select pg_reload_conf()")
