import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.web import shell as shells
from leadwell.web.shell import shell

pytestmark = pytest.mark.django_db


def asked(path: str = "/", *, user: object = None, cookie: str = "") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    if cookie:
        request.COOKIES["appearance"] = cookie
    return request


def somebody(appearance: str = "device") -> User:
    return User(name="Bea Larkspur", email="bea@example.org", appearance=appearance)


def test_somebody_signed_in_sees_their_name_and_where_to_go():
    around = shell(asked(user=somebody()))["shell"]
    assert around.person == "Bea Larkspur"
    assert around.sign_out_url == reverse("account_logout")


def test_a_stranger_sees_no_navigation():
    around = shell(asked())["shell"]
    assert (around.person, around.nav) == ("", ())


def test_a_page_that_does_not_exist_is_left_out_of_the_navigation(monkeypatch):
    monkeypatch.setattr(
        shells, "NAVIGATION", (("Cookies", "web:cookies"), ("Moon", "moon:landing"))
    )
    around = shell(asked(user=somebody()))["shell"]
    assert [item.text for item in around.nav] == ["Cookies"]


@pytest.mark.parametrize(
    ("path", "current"), [("/cookies/", "page"), ("/cookies/900001/", "true"), ("/data/", "")]
)
def test_the_navigation_says_where_one_is(monkeypatch, path, current):
    monkeypatch.setattr(shells, "NAVIGATION", (("Cookies", "web:cookies"),))
    assert shell(asked(path, user=somebody()))["shell"].nav[0].current == current


def test_a_request_without_a_user_still_has_surroundings():
    assert shell(RequestFactory().get("/"))["shell"].person == ""


@pytest.mark.parametrize(
    ("cookie", "own", "appearance", "theme"),
    [
        ("", "device", "device", "light"),
        ("", "dark", "dark", "dark"),
        ("light", "dark", "light", "light"),
        ("dark", "light", "dark", "dark"),
        ("mauve", "dark", "dark", "dark"),
    ],
)
def test_the_choice_on_this_device_goes_before_ones_own(cookie, own, appearance, theme):
    around = shell(asked(user=somebody(own), cookie=cookie))["shell"]
    assert (around.appearance, around.theme) == (appearance, theme)


def test_a_cookie_nobody_set_is_not_believed():
    assert shell(asked(cookie='"><script>'))["shell"].appearance == "device"


def test_choosing_dark_is_kept_and_goes_back_to_the_page(client: Client):
    response = client.post(reverse("web:appearance"), {"appearance": "dark", "then": "/cookies/"})
    assert response.url == "/cookies/"
    assert client.cookies["appearance"].value == "dark"
    assert client.cookies["appearance"]["httponly"]
    page = client.get("/cookies/").text
    assert 'data-bs-theme="dark"' in page


@pytest.mark.parametrize(
    "then",
    ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:x",
     "no-such-name", "account_logout", ""],
)  # fmt: skip
def test_choosing_never_leads_away_from_the_site(client: Client, then):
    response = client.post(reverse("web:appearance"), {"appearance": "light", "then": then})
    assert response.url == "/"


def test_choosing_nothing_is_refused_with_what_to_do(client: Client):
    page = client.post(reverse("web:appearance"), {"then": "/"}).text
    assert "Choose light, dark or as your device" in page


def test_the_page_of_cookies_names_each_cookie_there_is(client: Client):
    page = client.get(reverse("web:cookies")).text
    for name in ("sessionid", "csrftoken", "messages", "appearance"):
        assert name in page


def test_cookies_are_read_and_not_written_to(client: Client):
    assert client.post(reverse("web:cookies")).status_code == 405
