"""Signed in by default: every page that is open to strangers is listed here, with its reason."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

pytestmark = pytest.mark.django_db

OPEN = {
    "account_login": "it is the way in",
    "account_school": "it is the way in by a school account",
    "account_school_back": "it is where its provider sends people back to",
    "account_reset_password": "who has forgotten the password cannot sign in to say so",
    "account_reset_password_done": "it follows the one before",
    "account_reset_password_from_key": "the link stands for the password until one is set",
    "account_reset_password_from_key_done": "it follows the one before",
    "accounts:put-away": "a page left open puts itself away, after the session has ended too",
    "deliver:calendar-feed": "calendars cannot sign in: its address is the key, and nobody guesses it",
    "prepare:sign-by-link": "a chair without an account signs: the link is the key, for once",
    "prepare:link-signed": "it follows the one before",
    "web:cookies": "people may ask what is kept before they sign in",
    "web:appearance": "light or dark matters on the sign-in page too",
    "gallery": "invented schools only, and routed in development and tests only",
}
OPEN_PATHS = {
    "/healthz": "whoever watches the server has no account",
    "/readyz": "the same",
    "/static/favicon.svg": "the sign-in page is drawn with static files",
}
SAMPLES = {
    "int": "1",
    "str": "x",
    "code": "XX",
    "slug": "x",
    "uuid": "0" * 8 + "-0000-0000-0000-" + "0" * 12,
}


def pages() -> Iterator[tuple[str, str]]:
    """Every named route of the site with an address that leads to it."""
    yield from _walk(get_resolver().url_patterns, "", "/")


def _walk(patterns, namespace: str, prefix: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, prefix)
        else:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"{pattern} has no name"
            name = f"{namespace}{pattern.name}"
            yield name, reverse(name, kwargs=_sample(pattern))


def _sample(pattern: URLPattern) -> dict[str, str]:
    if pattern.name == "account_reset_password_from_key":
        return {"uidb36": "1", "key": "a-b"}
    return {
        name: SAMPLES[
            type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        ]
        for name, converter in pattern.pattern.converters.items()
    }


PAGES = dict(pages())


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in_from_every_page_that_is_not_listed(client, name, method):
    response = getattr(client, method)(PAGES[name])
    is_sent = response.status_code == 302 and response.url.startswith(reverse("account_login"))

    assert is_sent != (name in OPEN), f"{name} answered {response.status_code}"


@pytest.mark.parametrize("path", OPEN_PATHS)
def test_what_has_no_page_of_its_own_is_open_too(client, path):
    with closing(client.get(path)) as response:
        assert response.status_code == 200


def test_the_list_names_no_page_that_is_gone():
    assert set(OPEN) <= set(PAGES)


def test_static_files_are_all_that_is_served_from_disk(client):
    for path in ("/static/../leadwell/config/settings.py", "/media/x", "/static/"):
        assert client.get(path).status_code in {302, 404}
