"""The note of a visit as one story on telephones: written in the car park, signed by the head,
let go by the hub. What each of the others sees of it on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteState, Visit
from leadwell.people.models import Role
from leadwell.programmes.models import ActiveIngredient, Enrolment, Strand
from tests.accounts.signing_in import PASSWORD
from tests.browser.acting import Cast
from tests.factories import (
    make_action,
    make_enrolment,
    make_hub,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_user,
    make_visit,
)

pytestmark = pytest.mark.urls("tests.demo.demo_urls")

MOST_TAPS = 45
"""Taps or key presses of a whole note, the free text pasted in."""


@dataclass
class World:
    """Tansy Hill on the day of a visit, with four earlier actions, and who is around it."""

    enrolment: Enrolment
    visit: Visit
    specialist: User
    subject_leader: User
    head: User
    deputy: User
    hub_lead: User
    governor: User
    board: User
    stranger: User


@pytest.fixture
def world(transactional_db: None, settings) -> World:
    cache.clear()
    settings.MODE = "demo"
    programme = make_programme(name="Number Sense")
    strand = Strand.objects.create(programme=programme, name="Number talk")
    for text in ("Pupils explain to a partner", "Models stay on the wall", "Small steps"):
        ActiveIngredient.objects.create(strand=strand, text=text, indicator=f"{text}, in a lesson")
    hub = make_hub(programme, name="Coast")
    enrolment = make_enrolment(hub=hub, school=make_school(name="Tansy Hill"))
    here = {"school": enrolment.school}
    specialist = called("Asha Penhallow", Role.SPECIALIST, enrolment=enrolment)
    deputy = called("Bryony Vale", Role.SENIOR_LEADER, **here)
    today = timezone.localdate()
    for what in ("Plan a unit", "Buy counters", "Visit Year 4", "Order books"):
        make_action(
            enrolment=enrolment, what=what, owner=deputy.person, due_on=today,
            agreed_on=today - timedelta(days=30),
        )  # fmt: skip
    return World(
        enrolment=enrolment,
        visit=make_visit(
            enrolment=enrolment, specialist=specialist.person, on=today, purpose="Number talk"
        ),
        specialist=specialist,
        subject_leader=called("Tansy Moor", Role.SUBJECT_LEADER, **here),
        head=called("Ada Heath", Role.HEADTEACHER, **here),
        deputy=deputy,
        hub_lead=called("Moss Tanner", Role.HUB_LEAD, hub=hub),
        governor=called("Fern Marsh", Role.GOVERNOR, **here),
        board=called("Sorrel Lane", Role.STRATEGIC_BOARD_MEMBER, programme=programme),
        stranger=called("Wren Ashdown", Role.HEADTEACHER, school=make_school()),
    )


@pytest.fixture
def cast(new_context: Callable[..., BrowserContext], live_server) -> Cast:
    return Cast(new_context, live_server.url)


def called(name: str, role: Role, **scope: object) -> User:
    user = make_user(name=name, password=PASSWORD)
    make_role(role, person=make_person(name=name, email=user.email, user=user), **scope)
    return user


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
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible()


def write(world: World, thumb: Thumb, seen: str) -> None:
    """All six parts."""
    page = thumb.page
    expect(page.get_by_role("heading", name="Since last time")).to_be_visible()
    for what, how in (
        ("Plan a unit", "Done"), ("Buy counters", "Moving"), ("Order books", "Done")
    ):  # fmt: skip
        thumb.answer(what, how)
    thumb.answer("Visit Year 4", "Stuck")
    page.get_by_role("group", name="Visit Year 4").get_by_label("In a few words").fill(
        "Cover was used elsewhere"
    )
    thumb.taps += 2
    thumb.answer("The task set at the last training", "Done")
    thumb.go_on("What you did")
    thumb.choose("Lesson visit", "90 minutes")
    thumb.choose("Joint planning", "45 minutes")
    thumb.go_on("What you saw")
    thumb.paste("What was seen", seen)
    thumb.answer("How many classes did you visit?", "4")
    for ingredient in ("Pupils explain to a partner", "Models stay on the wall", "Small steps"):
        group = page.get_by_role("group", name=ingredient)
        thumb.tap(group.locator("label.pick", has_text="Developing"))
        thumb.tap(group.get_by_role("group").locator("label.pick", has_text="3"))
    thumb.paste("A strength", "Every class had counters to hand.")
    thumb.go_on("What you agreed")
    thumb.paste("What is to be done?", "Release one morning a fortnight")
    thumb.choose("Who does it?", "Bryony Vale")
    soon = (world.visit.on + timedelta(days=21)).isoformat()
    page.get_by_label("By when?").first.fill(soon)
    thumb.taps += 2
    thumb.go_on("Where things stand")
    thumb.answer("Engagement", "Green")
    thumb.answer("Implementation", "Amber")
    thumb.answer("Impact", "Grey")


@pytest.mark.django_db(transaction=True)
def test_from_the_car_park_to_the_board(world: World, cast: Cast, capsys):
    asha = cast.page_of(world.specialist)
    asha.goto(f"{cast.site}/")
    asha.get_by_role("link", name="Write it").first.click()
    asha.get_by_role("link", name="Write the note").click()
    thumb = Thumb(asha)
    graded = "Ada Heath’s lesson was outstanding. Pupils said how they worked it out."
    write(world, thumb, graded)

    # Amber wants a reason and an action
    asha.get_by_role("button", name="Continue").click()
    expect(asha.get_by_role("link", name="Say why implementation is Amber")).to_be_visible()
    stands = asha.get_by_role("group", name="Implementation")
    stands.get_by_label("Why?").fill("Seen in some classes; release time is stuck.")
    stands.get_by_label("Which agreed action is for this?").select_option(
        label="Release one morning a fortnight"
    )
    thumb.taps += 4
    thumb.go_on("What comes next")
    thumb.tap(asha.get_by_label("This was the last visit"))
    thumb.paste("What the next visit is for", "Number talk in Year 4")
    thumb.go_on("Share it with Tansy Hill")

    # A grade beside a name is a warning, here and at the field, and can be put right
    expect(asha.get_by_text("outstanding")).to_be_visible()
    asha.get_by_role("link", name="Change: What you saw").click()
    plain = "Pupils said how they worked it out."
    asha.get_by_label("What was seen").fill(plain)
    asha.get_by_role("button", name="Continue").click()
    expect(asha.get_by_role("heading", name="What you agreed")).to_be_visible()
    asha.goto(cast.site + reverse("deliver:share-note", args=[world.visit.pk]))
    expect(asha.get_by_text("outstanding")).to_have_count(0)
    thumb.tap(asha.get_by_role("button", name="Share it with the school"))
    expect(asha.get_by_text("The head is asked to sign it.")).to_be_visible()
    print(f"\nA note took {thumb.taps} taps")
    assert thumb.taps <= MOST_TAPS
    note = Note.objects.get()
    assert note.state == NoteState.SHARED
    assert note.shown.seen == plain
    assert note.shown.active_seconds >= 0

    address = reverse("deliver:note", args=[note.pk])
    for nobody in (world.governor, world.board, world.stranger):
        cast.finds_nothing(nobody, address)

    # The head sees it differently, proves who they are, and signs
    ada = cast.page_of(world.head)
    ada.goto(f"{cast.site}/")
    ada.get_by_role("link", name="Read it").click()
    expect(ada.get_by_text(plain)).to_be_visible()
    ada.get_by_role("link", name="Read it to the end, then sign").click()
    ada.get_by_label("Password").fill(PASSWORD)
    ada.get_by_role("button", name="Go on").click()
    ada.get_by_label("Do you see something differently?").fill("Implementation is further on.")
    ada.get_by_role("button", name="Sign it").click()
    expect(ada.get_by_text("The school sees this differently:")).to_be_visible()
    asha.goto(cast.site + reverse("deliver:write-note", args=[world.visit.pk]))
    expect(asha.get_by_text("The note is signed: its words stay.")).to_be_visible()

    # The hub lets it go on, and the strategic board may open it
    moss = cast.page_of(world.hub_lead)
    moss.goto(f"{cast.site}/")
    moss.get_by_role("link", name="Read them").click()
    moss.get_by_role("link", name="Check: Tansy Hill").click()
    for tick in moss.get_by_role("checkbox").all():
        tick.check()
    moss.get_by_role("button", name="Release it").click()
    expect(moss.get_by_role("heading", name="No note to read")).to_be_visible()
    sorrel = cast.page_of(world.board)
    sorrel.goto(cast.site + address)
    expect(sorrel.get_by_text("Implementation is further on.")).to_be_visible()
    cast.finds_nothing(world.governor, address)

    # What was agreed is in the deputy's list
    bryony = cast.page_of(world.deputy)
    bryony.goto(f"{cast.site}/")
    bryony.goto(cast.site + reverse("prepare:my-actions"))
    expect(bryony.get_by_text("Release one morning a fortnight")).to_be_visible()
