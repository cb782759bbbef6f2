from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.people import actions, loading
from leadwell.schools.models import Load
from tests.factories import NOON, make_administrator
from tests.schools import register_files
from tests.schools.sources import makers

Sent = dict[str, object]


@pytest.fixture
def alice(db: None) -> User:
    """Looks after the installation."""
    return make_administrator(name="Alice")


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def register(tmp_path: Path) -> Callable[..., Path]:
    """A register file of schools by URN."""

    def write(*urns: int, **cells: str) -> Path:
        rows = (register_files.row(urn, **cells) for urn in urns)
        return register_files.register(tmp_path, *rows)

    return write


@pytest.fixture
def results(tmp_path: Path) -> Callable[..., Path]:
    """The performance tables of 2018/19: the given schools and, unless told not to, England."""

    def write(*rows: makers.Row, england: bool = True, name: str = "results.csv") -> Path:
        everything = [*rows, *(makers.ENGLAND if england else ())]
        return makers.saved(makers.wide_bytes(everything), tmp_path, name)

    return write


@pytest.fixture
def bring(alice: User) -> Callable[..., Load]:
    """Alice uploads a file; nobody has looked at it yet."""

    def upload(path: Path, kind: str = "register", **what: object) -> Load:
        return actions.upload_file(path=path, name=path.name, kind=kind, by=alice, at=NOON, **what)

    return upload


@pytest.fixture
def looked(bring: Callable[..., Load]) -> Callable[..., Load]:
    """Alice uploads a file and the worker looks at it."""

    def upload(path: Path, kind: str = "register", **what: object) -> Load:
        load = bring(path, kind, **what)
        loading.look(load_id=load.pk, at=NOON, say=lambda _: None)
        load.refresh_from_db()
        return load

    return upload


def sent(path: Path, kind: str = "register", **fields: str) -> Sent:
    """What the upload form sends."""
    file = SimpleUploadedFile(path.name, path.read_bytes(), content_type="text/csv")
    return {"kind": kind, "file": file, "academic_year": "", "status": ""} | fields


def page_of(load: Load) -> str:
    return reverse("people:load", args=[load.pk])


def post(client: Client, verb: str, load: Load, data: dict[str, str] | None = None) -> HttpResponse:
    """Press a button of the load's page."""
    return client.post(reverse(f"people:{verb}", args=[load.pk]), data, follow=True)


def carry_out(load: Load) -> Load:
    """The worker loads what was confirmed."""
    loading.load(load_id=load.pk, by_id=load.uploaded_by_id, at=NOON, say=lambda _: None)
    load.refresh_from_db()
    return load
