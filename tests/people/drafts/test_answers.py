"""What a page is answered that keeps its words here, whatever it sends."""

import json

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import JsonResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from leadwell.accounts.acting import acting_as
from leadwell.audit.models import Look
from leadwell.people import access, looking
from leadwell.people.drafts import actions, views
from leadwell.people.drafts.opening import key_of, opened, two_versions
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ON_A_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari"


@pytest.fixture
def alice():
    user = make_user()
    with acting_as(user.pk):
        yield user


def sends(user, body=None, agent="", **sent) -> tuple[int, dict]:
    _, answer = exchange(user, body, agent, **sent)
    return answer.status_code, json.loads(answer.content)


def exchange(user, body=None, agent="", **sent) -> tuple[WSGIRequest, JsonResponse]:
    sent = {
        "key": key_of(user, "note", 7), "words": {"saw": "Talk"}, "base": 0, "device": "a", "active": 3
    } | sent  # fmt: skip
    request = RequestFactory().post(
        "/", body if body is not None else json.dumps(sent), content_type="application/json",
        headers={"User-Agent": agent},
    )  # fmt: skip
    request.user = user
    return request, views.keep(request, form="note", about=7, compare_url="/choose/")


def test_it_says_which_version_and_when(alice):
    status, said = sends(alice)
    assert status == 200
    assert said["version"] == 1
    assert said["beside"] is False
    assert len(said["at"]) == 5


def test_words_from_two_devices_lead_to_a_choice(alice):
    sends(alice)
    sends(alice, words={"saw": "Talk in pairs"}, base=1)
    answer = sends(alice, words={"saw": "Books"}, base=1, device="b", agent=ON_A_PHONE)
    assert answer == (409, {"version": 2, "beside": True, "url": "/choose/"})
    page = opened(alice, form="note", about=7, keep_url="/keep/", compare_url="/choose/")
    comparison = two_versions(page, {"saw": "What was seen"})
    assert [(d.label, d.one, d.other) for d in comparison.differences] == [
        ("What was seen", "Talk in pairs", "Books")
    ]
    assert comparison.one.says.startswith("Written on your computer, ")
    assert comparison.other.says.startswith("Written on your phone, ")


def test_words_of_another_person_are_not_taken_under_this_name(alice):
    status, said = sends(alice, key=key_of(make_user(), "note", 7))
    assert status == 403
    assert "written by somebody else" in said["reason"]
    assert not access.drafts_for(alice).exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b"\xff", b'{"key": 1}', b"[" * 100_000, b'"text"']
)
def test_what_cannot_be_read_is_said_and_breaks_nothing(alice, body):
    status, said = sends(alice, body)
    assert status == 403
    assert said["reason"]


@pytest.mark.parametrize(
    "sent",
    [{"base": "x"}, {"base": None}, {"base": [1]}, {"active": "soon"}, {"words": 7}, {"words": None},
     {"base": float("inf")}],
)  # fmt: skip
def test_odd_values_are_refused(alice, sent):
    status, said = sends(alice, **sent)
    assert status == 403
    assert "Open the page again" in said["reason"]


def test_a_device_is_called_by_letters_and_figures_only(alice):
    assert sends(alice, device="\x00<b>é-1" + "x" * 90)[0] == 200
    assert access.drafts_for(alice).get().device == "b-1" + "x" * 33


def test_too_much_for_a_form_and_too_much_for_a_request(alice):
    sends(alice)
    for n in (450_000, 3_000_000):
        status, said = sends(alice, words={"saw": "x" * n}, base=1)
        assert status == 403
        assert "What was kept before is still there" in said["reason"]
    assert access.drafts_for(alice).get().words == {"saw": "Talk"}


@pytest.mark.parametrize(
    ("agent", "which"),
    [
        (ON_A_PHONE, "phone"),
        ("Mozilla/5.0 (Linux; Android 15; K) Chrome/130 Mobile Safari/537.36", "phone"),
        ("Mozilla/5.0 (Linux; Android 15; K) Chrome/130 Safari/537.36", "tablet"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) Safari", "tablet"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130", "computer"),
        ("", "computer"),
    ],
)
def test_no_more_is_kept_of_a_browser_than_what_sort_of_device_it_is_on(alice, agent, which):
    sends(alice, agent=agent)
    assert access.drafts_for(alice).get().which == which


def test_that_somebody_writes_on_is_not_noted_and_a_refusal_is(alice):
    for words, n in (("Talk", 0), (7, 1)):
        request, answer = exchange(alice, words={"saw": words})
        request.resolver_match = resolve("/people/1/")
        looking.note(request, answer)
        assert Look.objects.count() == n


def test_a_save_by_http_asks_no_more_however_much_is_written(client: Client):
    user = make_user()
    client.force_login(user)
    client.get("/gallery/keeping/")
    asked = []
    for base in range(4):
        sent = {
            "key": key_of(user, "gallery"), "base": base, "device": "a",
            "words": {"seen": "Talk " * (1 + 5_000 * base)},
        }  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(reverse("gallery-keep"), sent, content_type="application/json")
        assert answer.json()["version"] == base + 1
        asked.append(len(queries))
    assert (
        asked[1] == asked[2] == asked[3] <= 9
    )  # two are ours; a test adds a savepoint, which is two


def pressed(user, **sent):
    """Whom the button of the form says it is from."""
    request = RequestFactory().post("/", {"kept-version": "0", "kept-device": "a", **sent})
    request.user = user
    return views.seen_by(request)


def test_the_button_goes_on_from_what_a_device_kept_though_its_clock_is_an_hour_ahead(alice):
    """It knows no version yet: the answer was on its way when the button was pressed."""
    ahead = int((timezone.now().timestamp() + 3600) * 1000)
    sends(alice, words={"saw": "Talk"}, turn=ahead)
    base, device = pressed(alice, **{"kept-turn": str(ahead + 1)})
    kept = actions.keep_draft(
        form="note", about=7, words={"saw": "Talk in pairs"}, base=base, device=device,
        by=alice, at=timezone.now(),
    )  # fmt: skip
    assert not kept.is_beside
    assert [row.words["saw"] for row in access.drafts_for(alice)] == ["Talk in pairs"]


@pytest.mark.parametrize("turn", ["", "-1", "soon", "1.5"])
def test_without_a_script_the_buttons_turn_is_the_moment(alice, turn):
    _, device = pressed(alice, **{"kept-turn": turn})
    assert abs(device.turn - timezone.now().timestamp() * 1000) < 60_000


@pytest.mark.parametrize(("sent", "seconds"), [("95", 95), ("", 0), ("-4", 0), ("x", 0), ("٣", 0)])
def test_the_button_says_how_long_somebody_has_worked(rf, sent, seconds):
    """Else what is kept last knows nothing of the seconds since."""
    assert views.seconds_of(rf.post("/", {"kept-active": sent})) == seconds
