"""An address is looked for among those that begin with the same word, and nowhere else.

Django tries every pattern in turn. There are more than five hundred, and a page of the last floor,
or an address that is not there at all, paid for every one of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

Pattern = URLPattern | URLResolver
Narrowed = dict[str, list[Pattern]]

ANY = ""
"""The key of patterns that no first word tells apart; each of them is among those of every word."""


class ByFirstWord(URLResolver):
    """Patterns in their order, as `include` without a prefix has them: the same match for every
    address, the first one that fits. Addresses by name see all of them as before."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        super().__init__(RoutePattern(""), list(patterns))

    def resolve(self, path: str) -> ResolverMatch:
        word = path.partition("/")[0]
        return self._by_word.get(word, self._by_word[ANY]).resolve(path)

    @cached_property
    def _by_word(self) -> dict[str, URLResolver]:
        narrowed = by_first_word(self.url_patterns)
        return {
            word: URLResolver(RoutePattern(""), patterns) for word, patterns in narrowed.items()
        }


def by_first_word(patterns: Iterable[Pattern]) -> Narrowed:
    """Which of them may fit an address, by its first word; ANY: where it is none of the others."""
    apart = [_one_by_first_word(pattern) for pattern in patterns]
    words = {ANY}.union(*apart)
    narrowed: Narrowed = defaultdict(list)
    for word in words:
        for each in apart:
            narrowed[word] += each.get(word, each.get(ANY, []))
    return narrowed


def _one_by_first_word(pattern: Pattern) -> Narrowed:
    word = _first_word(pattern)
    if word != ANY:
        return {word: [pattern]}
    if not isinstance(pattern, URLResolver) or str(pattern.pattern):
        return {ANY: [pattern]}
    return {
        word: [_with_only(pattern, those)] if those else []
        for word, those in by_first_word(pattern.url_patterns).items()
    }


def _first_word(pattern: Pattern) -> str:
    if not isinstance(pattern.pattern, RoutePattern):
        return ANY
    word, slash, _ = str(pattern.pattern).partition("/")
    is_whole = bool(slash) or isinstance(pattern, URLPattern)  # "ab" may go on as "abc" otherwise
    return ANY if "<" in word or not is_whole else word


def _with_only(resolver: URLResolver, patterns: list[Pattern]) -> URLResolver:
    return URLResolver(
        resolver.pattern,
        patterns,
        resolver.default_kwargs,
        resolver.app_name,
        resolver.namespace,
    )
