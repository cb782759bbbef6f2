"""The forms of a joint meeting and of a plan while they are written: on a telephone that dies, on two
devices, by two people; what was saved is forgotten by the device too."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.explore.models import Review
from leadwell.explore.reviewing import actions as reviewing
from leadwell.explore.reviewing.actions import Said
from leadwell.people import access
from leadwell.people.models import Role
from leadwell.prepare.models import Plan, Priority
from leadwell.programmes.models import ActiveIngredient, Strand
from tests.browser.acting import PHONE, Cast, fits, has_forgotten
from tests.browser.faultless import faultless
from tests.browser.tansy_hill import called
from tests.factories import make_enrolment, make_programme
from tests.planned import make_plan
from tests.reviewed import make_review

pytestmark = pytest.mark.urls("tests.demo.demo_urls")
PICTURES = os.environ.get("LEADWELL_PICTURES", "")


@pytest.fixture
def review(transactional_db: None, settings) -> Review:
    """In its meeting, at a school that has Ada to lead the subject and Asha for a specialist."""
    cache.clear()
    settings.MODE = "demo"
    today = timezone.localdate()
    programme = make_programme(
        starts_on=today - timedelta(days=100), ends_on=today + timedelta(days=400)
    )
    strand = Strand.objects.create(programme=programme, name="Talk")
    ActiveIngredient.objects.create(strand=strand, text="Pupils explain", indicator="Heard")
    part = make_enrolment(programme=programme, joined_on=today - timedelta(days=90))
    return make_review(state="meeting", enrolment=part)


@pytest.fixture
def ada(review: Review) -> User:
    return called("Ada Heath", Role.SUBJECT_LEADER, school=review.enrolment.school)


@pytest.fixture
def asha(review: Review) -> User:
    return called("Asha Penhallow", Role.SPECIALIST, enrolment=review.enrolment)


@pytest.fixture
def plan(review: Review) -> Plan:
    return make_plan(enrolment=review.enrolment, n=0)


@pytest.fixture
def cast(new_context: Callable[..., BrowserContext], live_server) -> Cast:
    return Cast(new_context, live_server.url)


@pytest.fixture
def level(review: Review) -> str:
    return reverse("explore:agree-level", args=[review.pk, "strategy"])


def is_sent(page: Page) -> None:
    page.get_by_role("heading", level=1).click()  # leaves the field
    expect(page.locator("[data-kept]")).to_have_attribute("data-kept", "sent")


def seen(page: Page):
    return page.get_by_label("What was seen?")


def n_drafts(user: User) -> int:
    with acting_as(user.pk):
        return access.drafts_for(user).count()


def pictured(page: Page, name: str) -> None:
    if PICTURES:
        width = page.viewport_size["width"]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            path = Path(PICTURES) / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=True)
        page.emulate_media(color_scheme="light")


def test_a_level_is_kept_on_a_telephone_and_forgotten_when_it_is_agreed(cast, level, ada, review):
    page = cast.at(ada, level)
    seen(page).fill("A plan of three years")
    page.locator("#id_strategy-level_1").check()
    page.locator("#id_strategy-evidence_0").check()
    is_sent(page)
    pictured(page, "level")
    page = cast.at(ada, level)  # the telephone had died
    expect(seen(page)).to_have_value("A plan of three years")
    expect(page.locator("#id_strategy-level_1")).to_be_checked()
    expect(page.locator("#id_strategy-evidence_0")).to_be_checked()
    page.get_by_role("button", name="Agree this").click()
    expect(page.get_by_text("Agreed: ").first).to_be_visible()
    assert review.agreed.get().text == "A plan of three years"
    assert n_drafts(ada) == 0
    has_forgotten(page)


def test_without_signal_words_stay_on_the_device_and_are_sent_later(cast, ada, review):
    page = cast.at(ada, reverse("explore:headlines", args=[review.pk]))
    page.context.set_offline(True)
    page.locator("#id_need-1").fill("Time to lead")
    page.get_by_role("heading", level=1).click()
    expect(page.locator("[data-kept]")).to_have_attribute("data-kept", "device")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("There is no signal: press the button again")).to_be_visible()
    expect(page.locator("#id_need-1")).to_have_value("Time to lead")
    page.context.set_offline(False)
    expect(page.locator("[data-kept]")).to_have_attribute("data-kept", "sent")
    page.locator("#id_strength-1").fill("Books are kept well")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Need: Time to lead")).to_be_visible()
    assert n_drafts(ada) == 0
    has_forgotten(page)


def test_two_devices_are_both_kept_and_one_chooses(new_context, live_server, cast, level, ada):
    other = Cast(new_context, live_server.url)
    phone, desk = cast.at(ada, level), other.at(ada, level)
    seen(phone).fill("Written on the phone")
    is_sent(phone)
    seen(desk).fill("Written at the desk")
    desk.get_by_role("heading", level=1).click()
    desk.get_by_role("link", name="Choose which to keep").click()
    expect(desk.get_by_role("heading", name="These words went two ways")).to_be_visible()
    expect(desk.get_by_text("Written on the phone")).to_be_visible()
    faultless(desk, "two versions")
    fits(desk)
    desk.get_by_role("radio", name=re.compile("Both, one after the other")).check()
    desk.get_by_role("button", name="Keep these").click()
    expect(seen(desk)).to_have_value("Written on the phone\n\nWritten at the desk")


@pytest.mark.parametrize("width", [360, 1280])
def test_what_somebody_else_has_agreed_meanwhile_is_not_written_over(
    new_context, live_server, level, review, ada, asha, width
):
    cast = Cast(new_context, live_server.url, {**PHONE, "width": width})
    page = cast.at(ada, level)
    seen(page).fill("A plan of three years")
    page.locator("#id_strategy-level_1").check()
    page.locator("#id_strategy-evidence_0").check()
    is_sent(page)
    with acting_as(asha.pk):
        said = Said("strategy", 1, ("plans",), "One page, no dates")
        reviewing.agree_level(review=review, said=said, by=asha, at=timezone.now())
    page.get_by_role("button", name="Agree this").click()
    expect(page.get_by_role("heading", name="These words went two ways")).to_be_visible()
    expect(page.get_by_text("Agreed by Asha Penhallow").first).to_be_visible()
    pictured(page, "two-people")
    assert review.agreed.get().text == "One page, no dates"
    page = cast.at(ada, level)
    expect(page.get_by_text("after you began to write. Both are kept.")).to_be_visible()
    expect(seen(page)).to_have_value("A plan of three years")
    pictured(page, "apart")
    page.get_by_role("link", name="Choose which to keep").click()
    expect(page.get_by_role("heading", name="These words went two ways")).to_be_visible()
    for group in page.locator("fieldset").all():
        group.get_by_role("radio").first.check()
    page.get_by_role("button", name="Keep these").click()
    expect(page.get_by_text("Both are kept.")).to_have_count(0)
    page.get_by_role("button", name="Agree this").click()
    expect(page.get_by_text("Agreed: ").first).to_be_visible()
    assert review.agreed.get().text == "A plan of three years"
    assert n_drafts(ada) == 0
    has_forgotten(page)


def test_a_priority_is_kept_and_the_next_one_begins_empty(cast, plan, ada):
    add = reverse("prepare:add-priority", args=[plan.pk])
    page = cast.at(ada, add)
    page.get_by_label("What is to be different?").fill("More pupils say why")
    page.get_by_label("All pupils", exact=True).check()
    is_sent(page)
    pictured(page, "priority")
    page = cast.at(ada, add)
    expect(page.get_by_label("What is to be different?")).to_have_value("More pupils say why")
    expect(page.get_by_label("All pupils", exact=True)).to_be_checked()
    assert page.get_by_text("Say where it is now").count() == 0
    page.get_by_role("group", name="What does it rest on?").get_by_role("checkbox").first.check()
    page.get_by_label("Pupils explain").check()
    page.get_by_label("By which measure will you see it?").select_option("K40")
    page.get_by_label("In what is it counted?").fill("per cent")
    page.get_by_label("Where is it now?").fill("58")
    page.get_by_label("What is the target?").fill("70")
    page.get_by_label("About how many pupils or people is that?").fill("28")
    page.get_by_label("By when?").fill((timezone.localdate() + timedelta(days=90)).isoformat())
    page.get_by_label("From which source will you know?").fill("PUMA summer")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("58 to 70 per cent")).to_be_visible()
    assert n_drafts(ada) == 0
    has_forgotten(page)
    page = cast.at(ada, add)
    expect(page.get_by_label("What is to be different?")).to_have_value("")
    assert Priority.objects.count() == 1


def test_words_of_a_form_that_has_closed_are_shown_and_can_be_taken_along(cast, plan, ada):
    page = cast.at(ada, reverse("prepare:add-priority", args=[plan.pk]))
    page.context.set_offline(True)
    page.get_by_label("What is to be different?").fill("More pupils say why")
    page.get_by_role("heading", level=1).click()
    expect(page.locator("[data-kept]")).to_have_attribute("data-kept", "device")
    plan.state = "closed"
    plan.save(update_fields=["state"])
    page.context.set_offline(False)
    page = cast.at(ada, "/cookies/")
    page.locator("[data-unsent]").click()
    kept = page.get_by_role("region", name="What you wrote here is still on this device")
    expect(kept).to_contain_text("More pupils say why")
