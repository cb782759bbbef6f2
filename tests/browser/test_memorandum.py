"""A chair of governors signs by a link, on a phone and without a script; every other try is refused."""

import os

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect

from leadwell.prepare.memoranda import linking
from leadwell.prepare.models import (
    MemorandumSignature,
)
from leadwell.prepare.models.memorandum import Party
from tests.factories import (
    make_enrolment,
    make_person,
    make_programme,
    make_school,
)
from tests.promised import make_memorandum

PHONE = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet(transactional_db: None):
    cache.clear()


def test_a_chair_signs_once_on_a_phone_and_no_other_link_says_why_it_is_refused(
    browser: Browser, live_server
):
    school = make_school(name="Tansy Hill")
    enrolment = make_enrolment(school=school, programme=make_programme(name="Number Sense"))
    memorandum = make_memorandum(enrolment=enrolment, chair=make_person(name="Wren Orchard"))
    late = linking.renew(memorandum.shown, Party.CHAIR, at=timezone.now() - linking.LINK_WORKS_FOR)
    token = linking.renew(memorandum.shown, Party.CHAIR, at=timezone.now())
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()

    def to(secret: str) -> str:
        page.goto(live_server.url + reverse("prepare:sign-by-link", args=[secret]))
        return page.locator("main").inner_text()

    to(token)
    expect(page.get_by_role("heading", name="Read it, then sign it")).to_be_visible()
    expect(page.get_by_role("heading", name="7. Governors hear of it, in writing")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if folder := os.environ.get("LEADWELL_LOOK"):
        page.screenshot(path=f"{folder}/link.png", full_page=True)
    page.get_by_label("Your name, in full").fill("Wren Orchard")
    page.get_by_label("This is my name, and I sign for myself").check()
    page.get_by_role("button", name="Sign it").click()
    expect(page.get_by_role("heading", name="Thank you. You have signed.")).to_be_visible()
    refused = {to(secret) for secret in (token, late, "A" * 43)}
    assert len(refused) == 1
    assert "This link leads nowhere" in refused.pop()
    forwarded = browser.new_context().new_page()
    answer = forwarded.goto(live_server.url + reverse("prepare:sign-by-link", args=[token]))
    assert answer is not None
    assert answer.status == 404
    assert MemorandumSignature.objects.get().name == "Wren Orchard"
