"""A real browser on a real server: what a person sees, reads with a screen reader, and can press."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import BrowserContext, Page, expect

from leadwell.accounts.sessions import SessionStore
from leadwell.lib.roomy import roomily
from leadwell.schools import actions
from tests.factories import NOON, make_administrator
from tests.schools import register_files
from tests.schools.sources import makers

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# How long a page may take says how busy the machine is, and nothing of the page.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    if CHROMIUM is None:
        pytest.fail("No Chromium here: install the package chromium, or run make test BROWSER=no")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIETLY}


@pytest.fixture(scope="session", autouse=True)
def _roomy() -> Iterator[None]:
    """As config.wsgi does, which Django's server for tests goes past."""
    site = WSGIHandler.__call__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIHandler, "__call__", lambda *given: roomily(site, *given))
        yield


@pytest.fixture
def county(transactional_db: None, tmp_path) -> None:
    """Sixty schools over three years: one academised, one hidden, one special, one infant."""
    urns = range(900101, 900161)
    register = register_files.register(
        tmp_path,
        *(register_files.row(urn) for urn in urns if urn != 900102),
        register_files.closed(900102, "31-10-2017", number="2102"),
        register_files.academy(900202, number="2102", trust="Larkwater Learning Trust"),
        register_files.row(900301, kind="Community special school"),
        register_files.row(900302, phase="Primary", name="Little Combe Infant School"),
    )
    links = register_files.links(tmp_path, (900102, 900202, "Successor"))
    actions.import_register(path=register, name="register.csv", by="a test", at=NOON)
    actions.import_links(path=links, name="links.csv", by="a test", at=NOON)
    for year in (2016, 2017, 2018):
        schools = [
            makers.school(
                900202 if urn == 900102 and year == 2018 else urn,
                PTRWM_EXP="SUPP" if urn == 900110 else f"{45 + (urn * 7 + year * 5) % 45}%",
                TELIG=str(12 + urn % 50),
            )
            for urn in urns
        ]
        _load(tmp_path, year, [*schools, makers.school(900301, RECTYPE="2"), makers.area(3)])


def _load(folder, year: int, rows: list) -> None:
    ending = f"_{year % 100:02}"
    header = [name.replace("_18", ending) for name in makers.WIDE_HEADER]
    renamed = [
        {name.replace("_18", ending): text for name, text in row.items()}
        for row in [*rows, *makers.ENGLAND]
    ]
    path = makers.saved(makers.wide_bytes(renamed, header=header), folder, f"{year}.csv")
    actions.import_results(
        path=path, name=path.name, academic_year=year, status="final", by="a test", at=NOON
    )


@pytest.fixture
def signed_in(
    live_server, context: BrowserContext, transactional_db: None
) -> Iterator[BrowserContext]:
    """A browser in which the administrator is signed in; console errors fail the test."""
    user = make_administrator(name="Asha Penhallow")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session.session_key,
                "url": live_server.url,
            }
        ]
    )
    complaints: list[str] = []
    context.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: complaints.append(str(e.error)))
    yield context
    assert complaints == []


@pytest.fixture
def desk(signed_in: BrowserContext) -> Page:
    page = signed_in.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    return page


@pytest.fixture
def phone(signed_in: BrowserContext) -> Page:
    page = signed_in.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    return page
