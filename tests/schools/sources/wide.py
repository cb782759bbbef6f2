"""Reading back what the reader of the performance tables wrote."""

import duckdb

REAL = {2016: "2016-936-ks2.csv", 2017: "2017-936-ks2.csv", 2018: "2018-936-ks2.csv"}


def rows_of(results, columns="*"):
    """The typed rows as dictionaries, in the order of the file."""
    found = duckdb.execute(f"SELECT {columns} FROM read_parquet(?)", [str(results.typed_parquet)])
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def first_of(results):
    return rows_of(results)[0]
