import pytest
from django.urls import reverse

from leadwell.config.logging import without_keys
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_pages_of_somebody_signed_in_are_kept_by_nobody(client):
    client.force_login(make_user())
    assert client.get("/")["Cache-Control"] == "private, no-store"


def test_a_page_anybody_may_see_says_nothing_of_the_kind(client):
    assert "private" not in client.get(reverse("web:cookies")).get("Cache-Control", "")


def test_a_link_that_sets_a_password_is_not_written_to_the_log():
    event = without_keys(None, "info", {"request": "GET /account/set-password/1-abc-def/"})
    assert event == {"request": "GET /account/set-password/.../"}
    event = without_keys(None, "info", {"request": "GET /calendar/kq3-_x.ics"})
    assert event == {"request": "GET /calendar/..."}
