"""Addresses that a page writes fifty of: looked up once, not fifty times."""

from functools import cache

from django.urls import reverse

_ANY_URN = 100_000


def school(urn: int) -> str:
    """The page of the school with this URN."""
    before, after = _around_urn()
    return f"{before}{urn}{after}"


@cache
def _around_urn() -> tuple[str, str]:
    before, _, after = reverse("reporting:school", args=[_ANY_URN]).partition(str(_ANY_URN))
    return before, after
