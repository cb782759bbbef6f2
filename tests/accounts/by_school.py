"""Signing in by a school account, as a browser would: there and back."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from tests.provider import Provider

LEAVE = reverse("account_school")
AGAIN = reverse("account_school_again")
LINK = reverse("accounts:link-school")
HERE = "http://testserver"
ACCOUNT = reverse("accounts:account")


def leaves(client: Client, page: str = LEAVE, **sent: str) -> str:
    """Where the browser is sent."""
    response = client.post(page, sent)
    assert response.status_code == 200, response.status_code
    url = response.headers["Refresh"].removeprefix("0; url=")
    assert unescape(re.search(r'href="(http://127[^"]+)"', response.text)[1]) == url
    return url


def comes_back(client: Client, school: Provider, url: str):
    return client.get(school.answer(url).removeprefix(HERE))


def by_school(client: Client, school: Provider, page: str = LEAVE, **sent: str):
    """There and back; what the last page answers."""
    return comes_back(client, school, leaves(client, page, **sent))


def who(client) -> str:
    """Whose account page it is; "" for a stranger."""
    response = client.get(ACCOUNT)
    return response.context["user"].name if response.status_code == 200 else ""


def is_refused(response) -> bool:
    return response.status_code == 403 and "That did not let you in." in response.text
