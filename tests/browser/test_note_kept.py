"""A note of visit while it is written: what its pages hold hidden is kept with the words, so that a
telephone that dies, and a thumb that is quick, change nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.deliver.models import Note, Visit
from leadwell.deliver.notes import actions as notes
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from tests.browser.acting import Cast, fits
from tests.browser.faultless import faultless
from tests.browser.tansy_hill import called
from tests.factories import make_enrolment, make_note, make_visit

pytestmark = pytest.mark.urls("tests.demo.demo_urls")


@pytest.fixture
def visit(transactional_db: None, settings) -> Visit:
    """Of today, by Asha Penhallow."""
    cache.clear()
    settings.MODE = "demo"
    enrolment = make_enrolment()
    asha = called("Asha Penhallow", Role.SPECIALIST, enrolment=enrolment)
    return make_visit(
        enrolment=enrolment, specialist=asha.person, on=timezone.localdate(), purpose="Number talk"
    )


@pytest.fixture
def asha(visit: Visit) -> User:
    return visit.specialist.user


@pytest.fixture
def cast(new_context: Callable[..., BrowserContext], live_server) -> Cast:
    return Cast(new_context, live_server.url)


def part(visit: Visit, slug: str) -> str:
    return reverse("deliver:write-note", args=[visit.pk, slug])


def is_sent(page: Page) -> None:
    page.get_by_role("heading", level=1).click()  # leaves the field
    expect(page.locator("[data-kept]")).to_have_attribute("data-kept", "sent")


def n_drafts(user: User) -> int:
    with acting_as(user.pk):
        return access.drafts_for(user).count()


def test_ones_own_purpose_is_not_taken_for_somebody_elses_on_coming_back(cast, visit, asha):
    page = cast.at(asha, part(visit, "done"))
    page.get_by_label("What the visit was for").fill("Fractions in Year 5")
    is_sent(page)
    page = cast.at(asha, part(visit, "done"))
    expect(page.get_by_label("What the visit was for")).to_have_value("Fractions in Year 5")
    expect(page.get_by_text("The purpose was changed meanwhile")).to_have_count(0)


def test_an_agreed_action_stays_the_same_one_when_its_words_are_changed(cast, visit, asha):
    note = make_note(visit, at=timezone.now())
    [known] = note.shown.agreed.values_list("action", flat=True)
    page = cast.at(asha, part(visit, "agreed"))
    page.get_by_label("What is to be done?").first.fill("Plan three lessons together")
    is_sent(page)
    page = cast.at(asha, part(visit, "agreed"))
    expect(page.get_by_label("What is to be done?").first).to_have_value(
        "Plan three lessons together"
    )
    expect(page.locator("[name=a1-known]")).to_have_value(str(known))


def test_going_on_at_once_leaves_one_draft_and_nothing_to_choose(cast, visit, asha):
    """The words go twice, by themselves and by the button, and arrive in either order."""
    page = cast.at(asha, part(visit, "done"))
    for minutes in ("30", "45", "60"):
        page.get_by_label("Lesson visit").select_option(minutes)
        page.get_by_label("What the visit was for").fill(f"Fractions, {minutes}")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", name="What you saw")).to_be_visible()
        page = cast.at(asha, part(visit, "done"))
        expect(page.get_by_text("These words had not been sent.")).to_have_count(0)
    assert n_drafts(asha) == 1
    assert Note.objects.count() == 1


def the_role_ends(visit: Visit) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleHeld.objects.filter(person=visit.specialist).update(ends_on=yesterday)


def the_head_signs(visit: Visit) -> None:
    head, now = called("Ada Heath", Role.HEADTEACHER, school=visit.enrolment.school), timezone.now()
    note = make_note(visit, at=now)
    notes.sign_note(note=note, version=note.shown, authenticated_at=now, by=head, at=now)


@pytest.mark.parametrize(
    ("closes", "sentence"),
    [
        (the_role_ends, "There is nothing to show here."),
        (the_head_signs, "The note is signed: its words stay."),
    ],
)
def test_words_whose_page_has_closed_are_shown_and_can_be_taken_along(
    cast, visit, asha, closes, sentence
):
    page = cast.at(asha, part(visit, "done"))
    page.context.set_offline(True)
    page.get_by_label("What the visit was for").fill("Fractions <in> Year 5")
    page.get_by_label("Lesson visit").select_option("45")
    page.get_by_role("heading", level=1).click()
    expect(page.locator("[data-kept]")).to_have_attribute("data-kept", "device")
    closes(visit)
    page.context.set_offline(False)
    page = cast.at(asha, "/cookies/")
    page.locator("[data-unsent]").click()
    expect(page.get_by_text(sentence)).to_be_visible()
    kept = page.get_by_role("region", name="What you wrote here is still on this device")
    expect(kept.get_by_role("term").first).to_have_text("What the visit was for")
    expect(kept.get_by_role("definition").first).to_have_text("Fractions <in> Year 5")
    expect(kept).to_contain_text("45 minutes")
    faultless(page, "kept words")
    fits(page)
    with page.expect_download() as taken:
        kept.get_by_role("button", name="Take your words along as a text file").click()
    assert "What the visit was for\nFractions <in> Year 5\n" in taken.value.path().read_text()
    page.once("dialog", lambda asked: asked.accept())
    kept.get_by_role("button", name="Remove them from this device").click()
    expect(kept).to_be_hidden()
    expect(page.locator("[data-unsent]")).to_be_hidden()
