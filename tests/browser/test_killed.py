"""kill -9 of the real server while a note of visit is written: no typed word is lost, nothing is
there twice, and the page says at each moment where the words are."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteVersion, Visit
from leadwell.deliver.notes import actions as notes
from leadwell.deliver.notes.parts import BY_SLUG
from leadwell.people import access
from leadwell.people.drafts.actions import Device, keep_draft
from leadwell.people.models import Role
from leadwell.prepare.models import AgreedAction
from tests.accounts.signing_in import PASSWORD
from tests.browser.acting import PHONE
from tests.browser.served import Server, eventually
from tests.browser.tansy_hill import called
from tests.deliver.notes.words import words
from tests.factories import make_enrolment, make_school, make_visit
from tests.people import worker

pytestmark = pytest.mark.usefixtures("real_time")  # a server of its own

UNSENT = "On this device only. Not sent yet."
NO_ANSWER = "On this device only. Not sent: the site does not answer. We keep trying."
SENT = re.compile(r"^\s*Sent \d\d:\d\d\.\s*$")
FIRST, SECOND, THIRD = (
    "Talk in pairs",
    "Talk in pairs, and books",
    "Talk in pairs, books and models",
)


@pytest.fixture
def visit(transactional_db: None) -> Iterator[Visit]:
    """Of today to Tansy Hill, by Asha Penhallow."""
    cache.clear()
    enrolment = make_enrolment(school=make_school(name="Tansy Hill"))
    asha = called("Asha Penhallow", Role.SPECIALIST, enrolment=enrolment)
    with worker.to_oneself():
        yield make_visit(
            enrolment=enrolment, specialist=asha.person, on=timezone.localdate(), purpose="Talk"
        )


@pytest.fixture
def asha(visit: Visit) -> User:
    return visit.specialist.user


@pytest.fixture
def server(visit: Visit, tmp_path) -> Iterator[Server]:
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def opens(
    new_context: Callable[..., BrowserContext], server: Server, visit: Visit, asha: User
) -> Callable[..., Page]:
    """A telephone of hers, with this part of the note open."""

    def come_in(slug: str = "seen") -> Page:
        page = new_context(viewport=PHONE).new_page()
        page.goto(server.url + part(visit, slug))
        page.get_by_label("E-mail address").fill(asha.email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("button", name="Continue")).to_be_visible()
        return page

    return come_in


def part(visit: Visit, slug: str) -> str:
    return reverse("deliver:write-note", args=[visit.pk, slug])


def seen(page: Page):
    return page.get_by_label("What was seen")


def leave_the_field(page: Page) -> None:
    page.get_by_role("heading", level=1).click()


def says(page: Page, words: str | re.Pattern, state: str) -> None:
    expect(page.locator("[data-kept-says]")).to_have_text(words, timeout=30_000)
    expect(page.locator("[data-kept]")).to_have_attribute("data-kept", state)


def on_the_site(user: User) -> list[tuple[str, int]]:
    """What was seen, by each draft that there is, and how often it was written."""
    with acting_as(user.pk):
        rows = access.drafts_for(user).order_by("is_beside", "pk")
        return [(row.words.get("seen", ""), row.version) for row in rows]


def write_all(visit: Visit, by: User) -> None:
    """A whole note, kept and not shared."""
    notes.begin_note(visit=visit, by=by, at=timezone.now())
    with acting_as(by.pk):
        for slug, said in words(visit).items():
            keep_draft(
                form=BY_SLUG[slug].draft, about=visit.pk, words=plain(said), base=0,
                device=Device("another"), by=by, at=timezone.now(),
            )  # fmt: skip


def plain(said: dict) -> dict[str, str]:
    return {name: str(value) for name, value in said.items()}


def answers_get_lost(page: Page, server: Server, address: str) -> None:
    """The server does what it is asked, and is killed before its answer is there."""

    def then_kill(route: Route) -> None:
        assert route.fetch(max_redirects=0).status < 400
        server.kill()
        route.abort()

    page.route(address, then_kill, times=1)


def test_killed_between_keystroke_and_save_no_word_is_lost(opens, server: Server, asha):
    page = opens()
    seen(page).fill(FIRST)
    says(page, UNSENT, "device")
    server.kill()
    leave_the_field(page)
    says(page, NO_ANSWER, "device")
    assert on_the_site(asha) == []

    # The telephone goes too
    page.close()
    server.start()
    page = page.context.new_page()
    page.goto(server.url + part(Visit.objects.get(), "seen"))
    expect(seen(page)).to_have_value(FIRST)
    says(page, SENT, "sent")
    assert on_the_site(asha) == [(FIRST, 1)]


def test_killed_while_it_saves_nothing_is_half_there(opens, server: Server, asha):
    page = opens()
    seen(page).fill(FIRST)
    leave_the_field(page)
    says(page, SENT, "sent")
    with psycopg.connect(server.database) as owner:  # holds the draft, so that saving waits
        owner.execute("select 1 from people_draft for update")
        seen(page).fill(SECOND)
        leave_the_field(page)
        eventually(lambda: _waits(server))
        says(page, UNSENT, "device")
        server.kill()
        says(page, NO_ANSWER, "device")
    assert on_the_site(asha) == [(FIRST, 1)]
    server.start()
    page.reload()
    expect(seen(page)).to_have_value(SECOND)
    says(page, SENT, "sent")
    assert on_the_site(asha) == [(SECOND, 2)]


def _waits(server: Server) -> bool:
    with psycopg.connect(server.database) as owner:
        blocked = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = %s"
        return owner.execute(blocked, [owner.info.dbname]).fetchone() is not None


def test_killed_between_save_and_answer_it_is_there_once(opens, server: Server, asha):
    page = opens()
    seen(page).fill(FIRST)
    answers_get_lost(page, server, "**/keep/")
    leave_the_field(page)
    says(page, NO_ANSWER, "device")
    assert on_the_site(asha) == [(FIRST, 1)]
    server.start()
    says(page, SENT, "sent")
    assert on_the_site(asha) == [(FIRST, 1)]  # the same words again are no other draft
    seen(page).fill(SECOND)
    leave_the_field(page)
    says(page, SENT, "sent")
    assert on_the_site(asha) == [(SECOND, 2)]
    assert Note.objects.count() == 1


def test_what_two_devices_wrote_while_it_was_killed_is_both_shown(opens, server: Server, asha):
    phone, laptop = opens(), opens()
    seen(phone).fill(FIRST)
    leave_the_field(phone)
    says(phone, SENT, "sent")
    server.kill()
    seen(laptop).fill(THIRD)
    leave_the_field(laptop)
    says(laptop, NO_ANSWER, "device")
    server.start()
    says(laptop, "Both are kept: this was written on elsewhere too.", "sent")
    assert on_the_site(asha) == [(FIRST, 1), (THIRD, 1)]
    laptop.get_by_role("link", name="Choose which to keep").click()
    expect(laptop.locator(".said")).to_have_text([FIRST, THIRD])
    laptop.get_by_label("Both, one after the other").check()
    laptop.get_by_role("button", name="Keep these").click()
    expect(seen(laptop)).to_have_value(f"{FIRST}\n\n{THIRD}")
    assert on_the_site(asha) == [(f"{FIRST}\n\n{THIRD}", 2)]


def test_killed_while_a_note_is_shared_it_is_one_note(opens, server: Server, visit, asha):
    head = called("Ada Heath", Role.HEADTEACHER, school=visit.enrolment.school)
    page = opens("before")
    write_all(visit, asha)
    share = reverse("deliver:share-note", args=[visit.pk])
    page.goto(server.url + share)
    answers_get_lost(page, server, "**/share/")
    page.get_by_role("button", name="Share it with the school").click()
    page.wait_for_url("chrome-error://**")
    assert NoteVersion.objects.count() == 1
    server.start()

    # The page that did not come is asked for again, with all that was sent; then the form before it
    page.reload()
    expect(page.get_by_text("It waits for the head")).to_be_visible()
    note = Note.objects.get()
    assert page.url == server.url + note.get_absolute_url()
    page.goto(server.url + share)
    expect(page.get_by_text("It waits for the head")).to_be_visible()
    assert NoteVersion.objects.count() == 1
    assert AgreedAction.objects.count() == 1
    assert on_the_site(asha) == []

    # Sent, and seen
    expect(page.locator("[data-kept=sent]")).to_contain_text("Nobody at the school has opened it")
    notes.open_note(note=note, by=head, at=timezone.now())
    page.reload()
    expect(page.locator("[data-kept=seen]")).to_contain_text("Seen: somebody at the school")
