"""How far the invented country has come: one line on every page while it is still loading."""

from django.core.cache import cache
from django.http import HttpRequest

KEY = "demo-still-loading"
A_DAY = 24 * 60 * 60


def say(line: str) -> None:
    """What is being loaded now; "" when everything is there."""
    cache.set(KEY, line, A_DAY)


def is_loading() -> bool:
    return bool(cache.get(KEY, ""))


def still_loading(request: HttpRequest) -> dict[str, str | bool]:
    """Context processor of the demonstration only."""
    return {"still_loading": cache.get(KEY, ""), "is_demonstration": True}
