"""PostgreSQL's binary rows, against the same rows given to it one by one."""

from datetime import date

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.schools import copying

pytestmark = pytest.mark.django_db

FLOATS = st.none() | st.floats(allow_nan=False)
ROW = st.tuples(
    st.none() | st.integers(-(2**15), 2**15 - 1),
    st.none() | st.integers(-(2**31), 2**31 - 1),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.dates(date(1500, 1, 1), date(2200, 1, 1)),
    st.none() | st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
    st.tuples(FLOATS, FLOATS, FLOATS),
    st.tuples(*[st.integers(-(2**15), 2**15 - 1)] * 3),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=3),
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_what_is_copied_comes_back_as_it_was(db, rows):
    small, whole, large, days, texts, floats, smalls, lists = zip(*rows, strict=True)
    fields = [
        copying.whole(masked(small, np.int16), 2),
        copying.whole(masked(whole, np.int32), 4),
        copying.whole(masked(large, np.int64), 8),
        copying.days(masked(days, "datetime64[D]")),
        copying.texts(np.array(texts, dtype=object)),
        copying.floats([masked(column, float) for column in zip(*floats, strict=True)]),
        copying.smallints([np.array(column) for column in zip(*smalls, strict=True)]),
        copying.whole_lists(lists),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "drop table if exists pg_temp.told; create temporary table told (n serial, "
            "a smallint, b int, c bigint, d date, e text, f float8[], g smallint[], h bigint[])"
        )
        with cursor.copy("copy told (a, b, c, d, e, f, g, h) from stdin (format binary)") as copy:
            for piece in copying.stream([fields]):
                copy.write(piece)
        cursor.execute("select a, b, c, d, e, f, g, h from told order by n")
        found = cursor.fetchall()
    assert found == [(*row[:5], *map(list, row[5:])) for row in rows]


def masked(column, kind):
    empty = date(2000, 1, 1) if kind == "datetime64[D]" else 0
    filled = [empty if each is None else each for each in column]
    return np.ma.array(np.array(filled, dtype=kind), mask=[each is None for each in column])
