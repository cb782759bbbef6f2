"""Columns of published results: Parquet by content hash, kept in the database, cached on disk.

The database is the only copy that counts: the cache can be deleted at any time.
"""

import hashlib
import os
from pathlib import Path

import duckdb
from django.db import connection

from leadwell.lib import embedded
from leadwell.schools.models import Content
from leadwell.schools.sources.files import LINE_NUMBER, Table


def keep(path: Path) -> Content:
    """Put a file's bytes in the database, once however often the same bytes come."""
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    with connection.cursor() as cursor:  # as bytes: text of them would be twice as long
        cursor.execute(
            "insert into schools_content (sha256, n_bytes, data) values (%s, %s, %b) "
            "on conflict (sha256) do nothing",
            [sha256, len(data), data],
        )
    return Content.objects.defer("data").get(pk=sha256)


def keep_text(table: Table, *, scratch: Path) -> Content:
    """Keep every column's text of a clean table, as columns."""
    raw = scratch / "raw.parquet"
    columns = dict.fromkeys((LINE_NUMBER, *table.header), "VARCHAR")
    with connect() as duck:
        duck.execute(
            f"copy (select * from read_csv(?, header = true, auto_detect = false, columns = ?, "
            f"delim = ',', quote = '\"', escape = '\"', parallel = false)) to '{raw}' (format parquet)",
            [str(table.path), columns],
        )
    return keep(raw)


def local(sha256: str) -> Path:
    """The bytes as a file on this machine. Raises Content.DoesNotExist."""
    path = cache_folder() / f"{sha256}.parquet"
    if not path.exists():
        data = Content.objects.values_list("data", flat=True).get(pk=sha256)
        half = path.with_suffix(f".{os.getpid()}")
        half.write_bytes(data)
        half.rename(path)  # a reader sees the whole file or none
    return path


def cache_folder() -> Path:
    folder = embedded.home() / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def connect() -> duckdb.DuckDBPyConnection:
    """A DuckDB of our own in memory, within limits that leave room for the site beside it."""
    return duckdb.connect(
        config={"memory_limit": "600MB", "threads": 2, "autoinstall_known_extensions": False}
    )
