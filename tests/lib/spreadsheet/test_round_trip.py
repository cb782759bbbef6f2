"""What goes out comes back unchanged; what is damaged is refused, or is what it was."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.lib.spreadsheet import Refused, canonical, read
from leadwell.lib.spreadsheet.texts import harmless, meant
from tests.lib.spreadsheet.making import KEYS, LAYOUT, made

texts = st.text(max_size=40).map(canonical)
days = st.dates(date(1950, 1, 1), date(2100, 1, 1)) | st.just("")
codes = st.integers(100_000, 999_999).map(str) | st.just("")
numbers = st.integers(0, 400).map(lambda n: n / 4) | st.just("")
rows = st.lists(
    st.tuples(
        st.from_regex(r"[a-z2-7]{16}", fullmatch=True), codes, texts, days, numbers,
        st.sampled_from(["In post", "Interim", ""]), texts,
    ),
    max_size=5,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(rows)
def test_what_goes_out_comes_back_as_it_was(wanted):
    sheet = read(made(*wanted), LAYOUT)
    assert not sheet.problems
    assert [[row.values[key] for key in KEYS[:-1]] for row in sheet.rows] == [
        list(row[:-1]) for row in wanted
    ]
    assert sheet.about == {"This is": "Things", "Mark": "=1"}


WRITTEN = made(
    ("k" * 16, "123456", "=HYPERLINK(1)", date(2026, 9, 1), 7.5, "Interim", "Tansy Hill")
)
"""One file, for its bytes to be turned."""


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WRITTEN) - 1), st.integers(1, 255))
def test_any_byte_turned_is_refused_or_changes_nothing(place, turn):
    turned = bytearray(WRITTEN)
    turned[place] ^= turn
    with suppress(Refused):
        assert read(bytes(turned), LAYOUT) == read(WRITTEN, LAYOUT)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="'=+-@ \ta1", max_size=6))
def test_an_apostrophe_of_ours_is_taken_off_and_one_of_theirs_is_not(text):
    assert meant(harmless(text)) == text
    assert harmless(text)[:1] not in {"=", "+", "-", "@", "\t"}


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-3", "@x", " =1", "'=1"])
def test_what_a_program_would_run_never_begins_a_cell(text):
    assert harmless(text) == f"'{text}"
