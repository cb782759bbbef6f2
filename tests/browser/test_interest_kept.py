"""What a head has saved is not taken for somebody else's when they come back on a slow line."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from leadwell.explore.models import Interest
from leadwell.people.models import Role
from tests.browser.acting import PHONE, has_forgotten
from tests.browser.test_governors_report import sign_in
from tests.explore.interest.conftest import WRITTEN
from tests.factories import holder_of, make_programme, make_school
from tests.invited import make_call, make_interest

CHANGED = "Pupils stop explaining in Year 5"
REMEMBERED_AS_IT_LEAVES = """addEventListener('pagehide', () => {
  const name = Object.keys(localStorage).find((each) => each.startsWith('kept:'));
  sessionStorage.setItem('was', JSON.stringify([name, localStorage.getItem(name)]));
})"""
AS_IT_WAS = "localStorage.setItem(...JSON.parse(sessionStorage.getItem('was')))"


@pytest.fixture
def interest(transactional_db) -> Interest:
    today = timezone.localdate()
    programme = make_programme(
        state="recruiting", starts_on=today + timedelta(90), ends_on=today + timedelta(600)
    )
    call = make_call(programme, closes_on=today + timedelta(21), answer_by=today + timedelta(40))
    return make_interest(call=call, school=make_school(name="Tansy Hill", n_pupils=98))


@pytest.fixture
def page(interest, new_context, live_server) -> Page:
    context = new_context(viewport=PHONE)
    sign_in(context, holder_of(Role.HEADTEACHER, school=interest.school), live_server.url)
    return context.new_page()


def test_what_was_saved_is_changed_on_a_slow_line_and_nobody_else_wrote(
    interest, page, live_server
):
    write = live_server.url + reverse("explore:write-interest", args=[interest.pk])
    page.goto(write)
    fill(page, WRITTEN)
    page.get_by_role("button", name="Check and sign").click()
    expect(page.get_by_role("link", name="Change something")).to_be_visible()
    has_forgotten(page)

    change_on_a_slow_line(page, write)
    interest.refresh_from_db()
    assert interest.words["why"] == CHANGED


def test_words_that_were_saved_do_not_come_back_over_those_that_were_just_written(
    interest, page, live_server
):
    """The device was never told that they were saved: the line broke before the answer came."""
    write = live_server.url + reverse("explore:write-interest", args=[interest.pk])
    page.goto(write)
    fill(page, WRITTEN)
    page.evaluate(REMEMBERED_AS_IT_LEAVES)
    page.get_by_role("button", name="Check and sign").click()
    expect(page.get_by_role("link", name="Change something")).to_be_visible()
    page.evaluate(AS_IT_WAS)

    change_on_a_slow_line(page, write)
    interest.refresh_from_db()
    assert interest.words["why"] == CHANGED


def change_on_a_slow_line(page: Page, write: str) -> None:
    """Something is written before the form's script has come, and sent."""
    held: list[Route] = []
    page.route(re.compile(r"keeping[^/]*\.js"), lambda route: held.append(route))
    page.goto(write, wait_until="commit")
    page.locator("[name=why]").fill(CHANGED)
    held[0].continue_()
    expect(page.locator("[data-kept-says]")).to_contain_text("Sent")
    page.unroute_all()
    page.get_by_role("button", name="Check and sign").click()
    expect(page.get_by_role("link", name="Change something")).to_be_visible()


def fill(page: Page, words: dict) -> None:
    for name, value in words.items():
        for each in value if isinstance(value, list) else [value]:
            field = page.locator(f"[name='{name}']")
            kind = field.first.get_attribute("type")
            if kind in ("radio", "checkbox"):
                page.locator(f"[name='{name}'][value='{each}']").check()
            elif kind not in ("hidden", "submit"):
                field.fill(each)
