"""A phone on a slow line can use the first page soon: sign-in, then the overview, in 150 kB."""

import gzip
from itertools import count
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from whitenoise.compress import Compressor

from benchmarks.wire import MOST, static_of_page, static_of_style
from tests.factories import make_administrator, make_area, make_school, publish

pytestmark = pytest.mark.django_db
A_FULL_PAGE = 50  # schools the overview shows at once
MANY_AREAS = 153


def files_of(pages: list[str]) -> dict[str, Path]:
    """Every static file that a page names, or a style sheet that a page names, by its address."""
    wanted = [url for page in pages for url in static_of_page(page)]
    found: dict[str, Path] = {}
    while wanted:
        url = wanted.pop()
        if url not in found:
            found[url] = Path(finders.find(url.removeprefix("/static/")))
        if url.endswith(".css"):
            css = found[url].read_text(encoding="utf-8")
            wanted += [each for each in static_of_style(css, at=url) if each not in found]
    return found


def as_sent(path: Path) -> int:
    """Bytes of a static file, compressed as it is when it is collected, where that is smaller."""
    plain = path.read_bytes()
    if not Compressor(quiet=True).should_compress(path.name):
        return len(plain)
    return min(len(plain), len(gzip.compress(plain, 9)))


@pytest.fixture
def a_full_overview(client):
    """As it is when the whole country is loaded: a page of schools, and every area to choose."""
    for code, school in zip(range(201, 201 + MANY_AREAS), count(), strict=False):
        area = make_area(code, f"Larkshire and Quillmere {code}")
        made = make_school(local_authority=area, urn=900_001 + school)
        if school <= A_FULL_PAGE:
            for year in (2024, 2025):
                values = {"eligible_pupils": 30, "rwm_expected": 61.0, "disadvantaged_pupils": 9}
                publish(made, year, **values)
    client.force_login(make_administrator())
    return client.get("/overview/", headers={"Accept-Encoding": "gzip"})


def test_the_first_usable_page_fits_in_150_kilobytes(client, a_full_overview):
    client.logout()
    sign_in = client.get(reverse("account_login"), headers={"Accept-Encoding": "gzip"})
    answers = {"sign-in": sign_in, "overview": a_full_overview}
    assert {answer.status_code for answer in answers.values()} == {200}
    sizes = {name: len(answer.content) for name, answer in answers.items()}
    pages = [text_of(answer) for answer in answers.values()]
    assert f"900{A_FULL_PAGE:03}" in pages[1]

    sizes |= {url: as_sent(path) for url, path in files_of(pages).items()}

    assert sum(sizes.values()) < MOST, sizes


def test_the_sign_in_page_asks_for_nothing_from_elsewhere(client):
    page = text_of(client.get(reverse("account_login")))
    assert "/static/theme.css" in static_of_page(page)
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="http' not in page


def text_of(answer) -> str:
    body = answer.content
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(body) if is_packed else body).decode()


def test_what_a_page_names_is_found_and_what_it_links_to_is_not():
    page = (
        '<link rel="stylesheet" href="/static/a/one.css"><script src="/static/two.js"></script>'
        '<a href="/static/three.pdf">three</a><img src="/static/four.svg">'
    )
    assert static_of_page(page) == ["/static/a/one.css", "/static/two.js", "/static/four.svg"]


def test_what_a_style_sheet_names_is_found_from_where_it_lies():
    css = "a{background:url(b.svg)} @font-face{src:url('../f/i.woff2')} i{background:url(#x)}"
    found = static_of_style(css, at="/static/vendor/a.css")
    assert found == ["/static/vendor/b.svg", "/static/f/i.woff2"]
