from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadwell.schools import actions
from leadwell.schools.report import LoadReport
from tests.factories import NOON
from tests.schools import register_files
from tests.schools.sources import makers

Load = Callable[..., LoadReport]


@pytest.fixture
def load_register(tmp_path: Path, db: None) -> Load:
    def load(*rows: dict[str, str], **options: Any) -> LoadReport:
        path = register_files.register(tmp_path, *rows)
        return actions.import_register(path=path, name=path.name, by="a test", at=NOON, **options)

    return load


@pytest.fixture
def load_links(tmp_path: Path, db: None) -> Load:
    def load(*pairs: tuple[int, int, str], **options: Any) -> LoadReport:
        path = register_files.links(tmp_path, *pairs)
        return actions.import_links(path=path, name=path.name, by="a test", at=NOON, **options)

    return load


@pytest.fixture
def load_results(tmp_path: Path, db: None) -> Load:
    def load(*rows: Any, year: int = 2018, status: str = "", **options: Any) -> LoadReport:
        header = [name.replace("_18", f"_{year % 100:02}") for name in makers.WIDE_HEADER]
        renamed = [
            {name.replace("_18", f"_{year % 100:02}"): text for name, text in row.items()}
            for row in [*rows, *makers.ENGLAND]
        ]
        path = makers.saved(makers.wide_bytes(renamed, header=header), tmp_path, f"{year}.csv")
        return actions.import_results(
            path=path, name=path.name, academic_year=year, status=status, by="a test", at=NOON,
            **options,
        )  # fmt: skip

    return load


@pytest.fixture
def load_long(tmp_path: Path, db: None) -> Load:
    """A file of the statistics service: attainment, or with `telig` school information."""

    def load(*rows: Any, year: int | None = None, status: str = "", **options: Any) -> LoadReport:
        is_information = "telig" in rows[0]
        header = makers.INFORMATION_HEADER if is_information else makers.ATTAINMENT_HEADER
        path = makers.saved(makers.ees_bytes(rows, header=header), tmp_path, "long.csv")
        return actions.import_results(
            path=path, name=path.name, academic_year=year, status=status, by="a test", at=NOON,
            **options,
        )  # fmt: skip

    return load
