"""What every page carries around it: navigation, the person, light or dark.

`shell` is a context processor. A page whose URL name does not exist (yet) is left out of the
navigation, so no floor has to know which of the floors above it are there.
"""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse

APPEARANCE_COOKIE = "appearance"
APPEARANCES = {"device": "As my device", "light": "Light", "dark": "Dark"}

NAVIGATION = (
    ("Home", "reporting:home"),
    ("Programmes", "reporting:programmes"),
    ("Schools", "reporting:search"),
    ("Overview", "reporting:overview"),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One word of navigation. current: "page" here, "true" on a page below it, "" elsewhere."""

    text: str
    url: str
    current: str


@dataclass(frozen=True, slots=True)
class Shell:
    """person is "" for somebody not signed in; a url is "" where there is no such page."""

    nav: tuple[NavItem, ...]
    person: str
    account_url: str
    sign_in_url: str
    sign_out_url: str
    appearance: str

    @property
    def theme(self) -> str:
        """What data-bs-theme starts as; appearance.js asks the device when it is to decide."""
        return "dark" if self.appearance == "dark" else "light"


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The page's surroundings, as `shell` in every template."""
    user = getattr(request, "user", None)
    is_signed_in = bool(user and user.is_authenticated)
    return {
        "shell": Shell(
            nav=_navigation(request.path) if is_signed_in else (),
            person=str(user) if is_signed_in else "",
            account_url=_url("accounts:account"),
            sign_in_url=_url("account_login"),
            sign_out_url=_url("account_logout"),
            appearance=_appearance(request, user),
        )
    }


def _appearance(request: HttpRequest, user: object) -> str:
    """The choice made on this device, else the person's own, else the device decides."""
    choices = (request.COOKIES.get(APPEARANCE_COOKIE), getattr(user, "appearance", None))
    return next((choice for choice in choices if choice in APPEARANCES), "device")


def _navigation(path: str) -> tuple[NavItem, ...]:
    pages = [(text, url) for text, name in NAVIGATION if (url := _url(name))]
    above = [url for _, url in pages if url != "/" and path.startswith(url)]
    nearest = max(above, key=len, default="")
    return tuple(NavItem(text, url, _current(url, path, nearest)) for text, url in pages)


def _current(url: str, path: str, nearest: str) -> str:
    if url == path:
        return "page"
    return "true" if url == nearest else ""


def _url(name: str) -> str:
    return _url_in(get_urlconf(), name)


@cache
def _url_in(urlconf: str | None, name: str) -> str:
    """Addresses do not move while a process lives."""
    try:
        return reverse(name, urlconf)
    except NoReverseMatch:
        return ""
