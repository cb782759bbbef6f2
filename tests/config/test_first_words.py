"""An address finds the view it would find if every pattern were tried in turn."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, include, path, re_path, reverse
from django.urls.resolvers import RegexPattern, get_resolver

from leadwell.config import urls
from leadwell.config.first_words import ANY, ByFirstWord, by_first_word

WORDS = ("1", "KS2M", "900004", "some-word", "0c7f1c5e-8d0c-4a1e-9a3e-0d7e5d4f1a2b", "a.csv")


def a_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _in_turn(patterns: list[URLPattern | URLResolver]) -> URLResolver:
    return URLResolver(RegexPattern(r"^"), patterns)


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        else:
            yield route


def _addresses() -> list[str]:
    """Of each route one with every word in every place, and some beside it."""
    found: set[str] = {"", "nowhere", "nowhere/", "programmes", "programmes.csv"}
    for route in _routes(_in_turn(urls.every)):
        for word in WORDS:
            parts = [word if "<" in part else part for part in route.split("/")]
            address = "/".join(parts)
            found |= {address, address + "x", address.removesuffix("/"), "x" + address}
    return sorted(found)


def _found(resolver: URLResolver, address: str) -> tuple[object, ...] | None:
    try:
        match = resolver.resolve(address)
    except Resolver404:
        return None
    return (match.func, match.args, match.kwargs, match.view_name, match.route)


def test_every_address_of_the_site_leads_where_trying_all_in_turn_would_lead() -> None:
    in_turn, at_once = _in_turn(urls.every), ByFirstWord(urls.every)
    addresses = _addresses()
    led = {address: _found(in_turn, address) for address in addresses}
    assert {address: _found(at_once, address) for address in addresses} == led
    assert sum(found is not None for found in led.values()) > 500
    assert sum(found is None for found in led.values()) > 500


def test_few_patterns_are_tried_for_any_word() -> None:
    n_all = len(list(_routes(_in_turn(urls.every))))
    most = max(
        len(list(_routes(_in_turn(patterns)))) for patterns in by_first_word(urls.every).values()
    )
    assert most < n_all / 4


@pytest.mark.parametrize(
    "address",
    ["a/", "a/b/", "ab/", "abc/", "x/y/", "1/", "", "r/x", "deep/er/", "deep/", "c.csv", "c"],
)
def test_patterns_that_no_first_word_tells_apart_are_tried_for_all(address: str) -> None:
    inner = [path("a/", a_view, name="inner"), path("<int:n>/", a_view), path("c.csv", a_view)]
    patterns: list[URLPattern | URLResolver] = [
        path("a/b/", a_view, name="first"),
        path("ab", include([path("c/", a_view), path("/", a_view)])),
        path("", include((inner, "app"), namespace="apart"), {"more": 1}),
        path("a/", a_view, name="too late"),
        re_path(r"^r/[xy]$", a_view),
        path("deep/", include([path("er/", a_view), path("", a_view)])),
        path("<str:word>/y/", a_view),
        path("", a_view, name="nothing"),
    ]
    assert _found(ByFirstWord(patterns), address) == _found(_in_turn(patterns), address)


def test_what_no_word_leads_to_is_left_out() -> None:
    narrowed = by_first_word([path("a/", a_view), path("b/", include([path("", a_view)]))])
    assert {word: len(patterns) for word, patterns in narrowed.items()} == {ANY: 0, "a": 1, "b": 1}


def test_the_site_uses_it_and_addresses_by_name_are_as_before() -> None:
    [all_of_them] = get_resolver().url_patterns
    assert isinstance(all_of_them, ByFirstWord)
    assert reverse("web:cookies") == "/cookies/"
