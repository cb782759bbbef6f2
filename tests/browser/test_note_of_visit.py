"""The note of a visit as one story on telephones and at desks: written in the car park, signed by
the head, let go by the hub, read by the board, told to governors. What each of the others sees of
it on the way. Its pictures are those of the how-to guides: `make pictures`."""

import os
from collections.abc import Callable, Iterator
from datetime import time, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from leadwell.deliver.models import Note, NoteState
from leadwell.deliver.notes import telling
from leadwell.govern.models import ReportState
from tests.accounts.signing_in import PASSWORD
from tests.browser.acting import DESK, PHONE, Cast, has_come, tick_all
from tests.browser.album import Album, shown_in
from tests.browser.tansy_hill import EARLIER, INGREDIENTS, World, make_world
from tests.factories import make_visit
from tests.people import worker

pytestmark = pytest.mark.urls("tests.demo.demo_urls")

MOST_TAPS = 45
"""Taps or key presses of a whole note on a telephone, the free text pasted in."""
PICTURES = os.environ.get("LEADWELL_PICTURES", "")
"""The folder for the pictures of the how-to guides; set by `make pictures`."""
SHARP = 1.5
"""Pixels of a picture for each of a telephone's."""
GUIDES = ("write-and-sign-a-note-of-visit.md", "send-the-governors-report.md")

BOARD = "/programmes/NUMBERS/board/"
NEW = "Release one morning a fortnight"
GRADED = "Ada Heath’s lesson was outstanding. Pupils said how they worked it out."
PLAIN = "Pupils said how they worked it out."
OTHERWISE = "Implementation is further on: two classes began last week."
THEIRS = "Number talk, and what Year 4 needs for it"
ASKED = "How do pupils talk about maths now?"
ANSWERED = "They explain each other’s methods; come and listen on a Tuesday."


@pytest.fixture(params=[PHONE, DESK], ids=lambda screen: str(screen["width"]))
def screen(request: pytest.FixtureRequest) -> dict[str, int]:
    return request.param


@pytest.fixture
def world(transactional_db: None, settings) -> Iterator[World]:
    cache.clear()
    settings.MODE = "demo"
    with worker.to_oneself():
        yield make_world(timezone.localdate())


@pytest.fixture
def cast(
    new_context: Callable[..., BrowserContext], live_server, screen: dict[str, int]
) -> Iterator[Cast]:
    options = {"device_scale_factor": SHARP} if PICTURES and screen == PHONE else {}
    cast = Cast(new_context, live_server.url, screen, **options)
    yield cast
    assert cast.faults == []


@pytest.fixture
def album() -> Iterator[Album]:
    album = Album(Path(PICTURES) if PICTURES else None)
    yield album
    album.keep()


class Thumb:
    """One thumb on a telephone, which counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1

    def paste(self, label: str, text: str) -> None:
        """Into the field, and the paste itself."""
        self.page.get_by_label(label, exact=True).first.fill(text)
        self.taps += 2

    def choose(self, label: str, option: str) -> None:
        """Open the list, and tap."""
        self.page.get_by_label(label, exact=True).first.select_option(label=option)
        self.taps += 2

    def answer(self, question: str, answer: str) -> None:
        group = self.page.get_by_role("group", name=question)
        self.tap(group.locator("label.pick", has_text=answer).first)

    def go_on(self, heading: str) -> None:
        self.tap(self.page.get_by_role("button", name="Continue"))
        has_come(self.page, heading)


@pytest.mark.django_db(transaction=True)
def test_from_the_car_park_to_the_governors(
    world: World, cast: Cast, album: Album, record_property: Callable[[str, object], None]
):
    note = the_specialist_writes(world, cast, album, say=partial(record_property, "said"))
    the_school_is_told(world, cast, note)
    the_head_signs(world, cast, album, note)
    the_hub_lets_it_go_on(world, cast, album)
    the_board_reads_it(world, cast, album, note)
    the_head_reports(world, cast, album)
    governors_ask(world, cast, album)
    what_was_agreed_goes_on(world, cast)
    for nobody in (world.governor, world.steering, world.home_head):
        cast.finds_nothing(nobody, note.get_absolute_url())
    assert set(album.screens) == shown_in(*GUIDES)


def the_specialist_writes(
    world: World, cast: Cast, album: Album, *, say: Callable[[str], None]
) -> Note:
    """In six parts, each as short as it can be, and shares it."""
    asha = cast.at_home(world.specialist)
    asha.get_by_role("link", name="Write it").first.click()
    expect(asha.get_by_text("Number talk")).to_be_visible()
    asha.get_by_role("link", name="Write the note").click()
    thumb = Thumb(asha)
    say_how_earlier_actions_go(thumb, album)
    thumb.go_on("What you did")
    thumb.choose("Lesson visit", "90 minutes")
    thumb.choose("Joint planning", "45 minutes")
    thumb.go_on("What you saw")
    say_what_was_seen(thumb, album)
    thumb.go_on("What you agreed")
    thumb.paste("What is to be done?", NEW)
    thumb.choose("Who does it?", "Bryony Vale")
    asha.get_by_label("By when?").first.fill((world.visit.on + timedelta(days=21)).isoformat())
    thumb.taps += 2
    thumb.go_on("Where things stand")
    say_where_things_stand(thumb, album)
    thumb.go_on("What comes next")
    thumb.tap(asha.get_by_label("This was the last visit"))
    thumb.paste("What the next visit is for", "Number talk in Year 4")
    thumb.go_on("Share it with Tansy Hill")
    a_grade_is_warned_of_and_put_right(asha, album)
    the_school_has_changed_the_purpose(world, cast, album)
    thumb.tap(asha.get_by_role("button", name="Share it with the school"))
    expect(asha.get_by_text("The head is asked to sign it.")).to_be_visible()
    expect(asha.get_by_text("Nobody at the school has opened it yet.")).to_be_visible()
    width = (asha.viewport_size or PHONE)["width"]
    say(f"a note of visit: {thumb.taps} taps or key presses at {width} px, {MOST_TAPS} at most")
    if asha.viewport_size == PHONE:
        assert thumb.taps <= MOST_TAPS
    note = Note.objects.get(visit=world.visit)
    assert note.state == NoteState.SHARED
    assert (note.shown.seen, note.shown.purpose) == (PLAIN, "Number talk")
    assert note.shown.active_seconds > 0
    return note


def say_how_earlier_actions_go(thumb: Thumb, album: Album) -> None:
    page = thumb.page
    expect(page.get_by_role("heading", name="Since last time")).to_be_visible()
    for what, how in zip(EARLIER, ("Done", "Moving", "Stuck"), strict=False):
        thumb.answer(what, how)
    page.get_by_role("group", name="Visit Year 4").get_by_label("In a few words").fill(
        "Cover was used elsewhere"
    )
    thumb.taps += 2
    thumb.answer("The task set at the last training", "Done")

    # What is not answered is not left out
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Say how “Order books” goes")).to_be_visible()
    thumb.answer("Order books", "Done")
    album.take("note-1-write", page, below=page.get_by_role("heading", level=1))


def say_what_was_seen(thumb: Thumb, album: Album) -> None:
    page = thumb.page
    thumb.paste("What was seen", GRADED)
    thumb.answer("How many classes did you visit?", "4")
    for ingredient in INGREDIENTS:
        group = page.get_by_role("group", name=ingredient)
        thumb.tap(group.locator("label.pick", has_text="Developing"))
        thumb.tap(group.get_by_role("group").locator("label.pick", has_text="3"))
    thumb.paste("A strength", "Every class had counters to hand.")
    page.wait_for_timeout(1_500)  # nobody writes in less than a second: the form counts these
    album.take("note-1-write", page, below=page.get_by_role("heading", level=1))


def say_where_things_stand(thumb: Thumb, album: Album) -> None:
    """Amber wants a reason and an action, Grey neither."""
    page = thumb.page
    expect(page.get_by_text("Last time: Red")).to_be_visible()
    thumb.answer("Engagement", "Green")
    thumb.answer("Implementation", "Amber")
    thumb.answer("Impact", "Grey")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Say why implementation is Amber")).to_be_visible()
    stands = page.get_by_role("group", name="Implementation")
    stands.get_by_label("Why?").fill("Seen in some classes; release time is stuck.")
    stands.get_by_label("Which agreed action is for this?").select_option(label=NEW)
    thumb.taps += 4
    album.take("note-1-write", page, below=stands)


def a_grade_is_warned_of_and_put_right(asha: Page, album: Album) -> None:
    """Here and at the field; it would not have been in the way."""
    expect(asha.get_by_text("outstanding")).to_be_visible()
    album.take("note-2-share", asha, below=asha.get_by_role("heading", level=1))
    asha.get_by_role("link", name="Change: What you saw").click()
    has_come(asha, "What you saw")
    asha.get_by_label("What was seen").fill(PLAIN)
    asha.get_by_role("button", name="Continue").click()
    has_come(asha, "What you agreed")


def the_school_has_changed_the_purpose(world: World, cast: Cast, album: Album) -> None:
    """While it was written: the author is shown both, and neither is lost."""
    tansy = cast.at(world.subject_leader, world.visit.get_absolute_url())
    tansy.get_by_role("link", name="Change the hour, the length or what it is for").click()
    tansy.get_by_label("What for?").fill(THEIRS)
    tansy.get_by_role("button", name="Save").click()
    expect(tansy.get_by_text("Saved.")).to_be_visible()
    share = reverse("deliver:share-note", args=[world.visit.pk])
    asha = cast.at(world.specialist, share)
    expect(asha.get_by_text("outstanding")).to_have_count(0)
    asha.get_by_role("link", name="Finish: What you did").click()
    expect(asha.get_by_text(f"Tansy Moor wrote: {THEIRS}")).to_be_visible()
    changed = asha.get_by_role("group", name="The purpose was changed meanwhile")
    album.take("note-2-share", asha, below=changed)
    asha.get_by_label("You wrote: Number talk").check()
    asha.get_by_role("button", name="Continue").click()
    has_come(asha, "What you saw")
    cast.at(world.specialist, share)


def the_school_is_told(world: World, cast: Cast, note: Note) -> None:
    """Head and subject leader by one letter each, when they may be written to; the others find
    nothing, and the board's page has the colours of the visit before."""
    jobs = ProcrastinateJob.objects.filter(task_name="deliver.tell_of_note")
    for job in jobs.filter(args__note_id=note.pk):
        telling.tell(at=job.scheduled_at or timezone.now(), **job.args)
    letters = [address for letter in mail.outbox for address in letter.to]
    assert sorted(letters) == sorted([world.head.email, world.subject_leader.email])
    for nobody in (world.governor, world.board, world.steering, world.home_head):
        cast.finds_nothing(nobody, note.get_absolute_url())
    line = cast.at(world.board, BOARD).get_by_role("row", name="Tansy Hill")
    expect(line.get_by_text("Red")).to_be_visible()


def the_head_signs(world: World, cast: Cast, album: Album, note: Note) -> None:
    """Having seen it differently, and proved who they are."""
    ada = cast.at_home(world.head)
    ada.get_by_role("link", name="Read it").click()
    expect(ada.get_by_text(PLAIN)).to_be_visible()
    asha = cast.at(world.specialist, note.get_absolute_url())
    expect(asha.get_by_text("Seen: somebody at the school opened it")).to_be_visible()
    album.take("note-3-sign", ada)
    ada.get_by_role("link", name="Read it to the end, then sign").click()
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_role("button", name="Go on").click()
    ada.get_by_label("Do you see something differently?").fill(OTHERWISE)
    album.take("note-3-sign", ada, below=ada.get_by_role("heading", name="Sign it"))
    ada.get_by_role("button", name="Sign it").click()
    expect(ada.get_by_text("The school sees this differently:")).to_be_visible()
    cast.is_told(
        world.specialist,
        reverse("deliver:write-note", args=[world.visit.pk]),
        "The note is signed: its words stay.",
    )
    asha = cast.at(world.specialist, note.get_absolute_url())
    asha.get_by_role("link", name="Add to it").click()
    asha.get_by_label("What is to be added or put right?").fill("It was four classes, not three.")
    asha.get_by_role("button", name="Add to it").click()
    expect(asha.get_by_role("heading", name="Added since")).to_be_visible()


def the_hub_lets_it_go_on(world: World, cast: Cast, album: Album) -> None:
    """And another school's, which nobody there has signed in time."""
    moss = cast.at_home(world.hub_lead)
    moss.get_by_role("link", name="Read them").click()
    album.take("note-4-check", moss)
    moss.get_by_role("link", name="Check: Tansy Hill").click()
    tick_all(moss)
    album.take("note-4-check", moss, below=moss.get_by_role("group", name="What you have checked"))
    moss.get_by_role("button", name="Release it").click()
    expect(moss.get_by_role("heading", name="No note to read")).to_be_visible()
    moss.get_by_role("link", name="Release: Sandy Lane").click()
    tick_all(moss)
    moss.get_by_role("button", name="Release it without a signature").click()
    expect(moss.get_by_role("heading", name="Not signed in time")).to_have_count(0)
    for reader in (world.hub_lead, world.board):
        page = cast.at(reader, world.unsigned.get_absolute_url())
        expect(page.get_by_text("Not signed.")).to_be_visible()


def the_board_reads_it(world: World, cast: Cast, album: Album, note: Note) -> None:
    """The strategic board with every word; the steering group counts, and of these few none."""
    sorrel = cast.at(world.board, BOARD)
    line = sorrel.get_by_role("row", name="Tansy Hill")
    expect(line.get_by_text("Amber")).to_be_visible()
    expect(line.get_by_text("up from Red")).to_be_visible()
    expect(
        sorrel.get_by_role("row", name="Sandy Lane").get_by_text("Signed by nobody")
    ).to_be_visible()
    album.take("note-5-board", sorrel, on=DESK)
    line.get_by_role("link", name="Tansy Hill", exact=True).click()
    sorrel.get_by_role("link", name="Note of visit").click()
    expect(sorrel.get_by_text(OTHERWISE)).to_be_visible()
    rowan = cast.at(world.steering, BOARD)
    expect(rowan.get_by_role("heading", name="How many schools have which colour")).to_be_visible()
    expect(rowan.get_by_text("Tansy Hill")).to_have_count(0)


def what_was_agreed_goes_on(world: World, cast: Cast) -> None:
    """In the deputy's list, at the head of the next note, and as a day of support."""
    bryony = cast.at(world.deputy, reverse("prepare:my-actions"))
    expect(bryony.get_by_text(NEW)).to_be_visible()
    again = make_visit(
        enrolment=world.enrolment, specialist=world.specialist.person, on=world.visit.on,
        starts_at=time(18),
    )  # fmt: skip
    asha = cast.at(world.specialist, reverse("deliver:write-note", args=[again.pk]))
    expect(asha.get_by_role("group", name=NEW)).to_be_visible()
    ada = cast.at(world.head, reverse("deliver:visits", args=[world.enrolment.pk]))
    expect(ada.get_by_text("4 of 6 days used")).to_be_visible()
    wren = cast.at(world.home_head, reverse("deliver:staff-days"))
    expect(wren.get_by_text("Asha Penhallow: 4 days used")).to_be_visible()
    expect(wren.get_by_text("Tansy Hill")).to_have_count(0)


def the_head_reports(world: World, cast: Cast, album: Album) -> None:
    """To governors: drafted from facts, changed in two places, read once more and issued."""
    report = world.report
    cast.finds_nothing(world.home_head, report.get_absolute_url())
    cast.finds_nothing(world.governor, report.get_absolute_url())
    ada = cast.at(world.head, report.get_absolute_url())
    ada.get_by_role("button", name="Write the draft now").click()
    ada.get_by_label("In short").fill(
        "The work goes on, and one part of it is behind. Ask Tansy Moor about it."
    )
    risks = ada.get_by_label("Risks, and what leaders are doing")
    risks.fill("Cover was short this term. From January one morning a fortnight is set aside.")
    ada.get_by_role("button", name="Save").click()
    ada.get_by_label("I have read this and send it as it is").check()  # the guard found a name
    ada.get_by_role("button", name="Save").click()
    ada.get_by_role("link", name="Issue it to governors").click()
    expect(ada.get_by_text("take out “Tansy Moor” in “In short”")).to_be_visible()
    album.take("note-7-issue", ada)
    ada.get_by_role("link", name="Change the words").click()
    short = ada.get_by_label("In short")
    short.fill("The work goes on, and one part of it is behind.")
    for field in (short, risks):
        album.take("note-6-report", ada, below=ada.locator(".field", has=field))
    ada.get_by_role("button", name="Save").click()
    ada.get_by_role("link", name="Issue it to governors").click()
    issue = ada.get_by_role("button", name="Issue it to governors")
    issue.scroll_into_view_if_needed()
    album.take("note-7-issue", ada)
    issue.click()
    expect(ada.get_by_text("Issued. The school’s governors can read it now.")).to_be_visible()
    cast.finds_nothing(world.home_head, report.get_absolute_url())


def governors_ask(world: World, cast: Cast, album: Album) -> None:
    """And are answered; what they have read names nobody, and quotes no note."""
    fern = cast.at_home(world.governor)
    fern.get_by_role("link", name="Read it").click()
    expect(fern.get_by_text("From January one morning a fortnight is set aside.")).to_be_visible()
    album.take("note-8-governors", fern)
    nothing_private_is_in(fern)
    fern.get_by_role("link", name="Ask a question").click()
    fern.get_by_label("What would you like to know?").fill(ASKED)
    fern.get_by_role("button", name="Ask a question").click()
    expect(fern.get_by_text("Not answered yet.")).to_be_visible()
    ada = cast.at_home(world.head)
    ada.get_by_role("link", name="Answer").click()
    ada.get_by_label("The answer").fill(ANSWERED)
    ada.get_by_label("Minute").fill("7.2")
    ada.get_by_role("button", name="Answer").click()
    expect(ada.get_by_text("Answered.")).to_be_visible()
    fern.reload()
    expect(fern.get_by_text(ANSWERED)).to_be_visible()
    expect(fern.get_by_text("minute 7.2")).to_be_visible()
    fern.get_by_role("link", name="Note that it was received").click()
    fern.get_by_label("At which meeting?").fill(timezone.localdate().isoformat())
    fern.get_by_label("Which minute says so?").fill("7")
    fern.get_by_role("button", name="Note that it was received").click()
    expect(fern.get_by_text("Received by governors at their meeting")).to_be_visible()
    album.take(
        "note-8-governors", fern, below=fern.get_by_role("heading", name="Questions of governors")
    )
    world.report.refresh_from_db()
    assert world.report.state == ReportState.RECEIVED


def nothing_private_is_in(governor: Page) -> None:
    """The one file of the report, as text."""
    with governor.expect_download() as taken:
        governor.get_by_role("link", name="PDF file").click()
    pages = PdfReader(BytesIO(taken.value.path().read_bytes())).pages
    text = " ".join(page.extract_text() for page in pages)
    assert len(pages) <= 2
    assert "Tansy Hill" in text
    for private in ("Asha", "Penhallow", "Moor", "Vale", PLAIN, OTHERWISE, NEW, *EARLIER):
        assert private not in text, private
