"""People leave, people ask as whole stories on a telephone.

Left out until the floors they need are there: the unsigned note of visit and the introductory
meeting (deliver), affirming the agreement itself (prepare), the risk and the evaluations and
claims that erasure takes away or keeps (govern, deliver, money). A restored backup that forgets
again is in tests/people/privacy.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from leadwell.accounts.models import User
from leadwell.audit.models import Look
from leadwell.people.models import Breach, Person, Role
from leadwell.people.privacy import outliving
from leadwell.programmes.models import Aim, Enrolment, StageSpan
from tests.accounts.signing_in import PASSWORD
from tests.browser.acting import DESK, PHONE, Cast, choose_password
from tests.browser.faultless import faultless, not_wider_than
from tests.factories import (
    make_enrolment,
    make_hub,
    make_organisation,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_user,
)
from tests.people.privacy.past import LONG_AGO, looked

pytestmark = pytest.mark.urls("tests.demo.demo_urls")


@dataclass
class World:
    """Marlpit Lane, a maintained school in a programme with an academy, and who is around it."""

    marlpit: Enrolment
    academy: Enrolment
    wren: Person
    head: User
    subject_leader: User
    hub_lead: User
    officer: User
    school_officer: User
    stranger: User


@pytest.fixture
def world(transactional_db: None, settings, tmp_path: Path, monkeypatch) -> World:
    cache.clear()
    settings.MODE, settings.EMAIL_FILE_PATH = "demo", tmp_path / "mail"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    monkeypatch.setattr(outliving.embedded, "home", lambda: tmp_path)
    programme = make_programme(name="Number Sense")
    hub = make_hub(programme, name="Coast")
    marlpit = make_enrolment(hub=hub, school=make_school(name="Marlpit Lane Primary School"))
    kind = "Academy converter"
    academy = make_school(name="Larkwater Academy", type_of_establishment=kind)
    StageSpan.objects.create(enrolment=marlpit, stage="explore", starts_on=date(2026, 9, 1))
    at = {"school": marlpit.school}
    wren = called("Wren Ashdown", Role.SUBJECT_LEADER, **at, ends_on=yesterday()).person
    return World(
        marlpit=marlpit,
        academy=make_enrolment(hub=hub, school=academy),
        wren=wren,
        head=called("Ada Heath", Role.HEADTEACHER, **at).person.user,
        subject_leader=called("Tansy Moor", Role.SUBJECT_LEADER, **at).person.user,
        hub_lead=called("Moss Tanner", Role.HUB_LEAD, hub=hub).person.user,
        officer=called(
            "Asha Penhallow", Role.DATA_PROTECTION_OFFICER, organisation=make_organisation()
        ).person.user,
        school_officer=called("Fern Marsh", Role.DATA_PROTECTION_OFFICER, **at).person.user,
        stranger=called("Sorrel Lane", Role.HEADTEACHER, school=make_school()).person.user,
    )


@pytest.fixture
def cast(new_context: Callable[..., BrowserContext], live_server) -> Cast:
    return Cast(new_context, live_server.url)


def called(name: str, role: Role, **scope: object):
    user = make_user(name=name, password=PASSWORD)
    return make_role(role, person=make_person(name=name, email=user.email, user=user), **scope)


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def test_one_head_follows_another(world: World, cast: Cast):
    school = world.marlpit.school
    role = world.head.person.roles.get()
    replacing = reverse("people:role-hand-over", args=[role.pk])
    cast.is_told(world.subject_leader, replacing, "You cannot end or hand over this role of Ada")
    cast.finds_nothing(world.stranger, replacing)
    at_home = cast.page_of(world.head)
    at_home.get_by_role("link", name="My schools").click()
    at_home.get_by_role("link", name=school.name).click()
    expect(at_home.get_by_role("heading", name="Contacts at the school")).to_be_visible()

    moss = cast.page_of(world.hub_lead)
    moss.goto(cast.site + reverse("people:school-people", args=[school.urn]))
    moss.get_by_role("link", name="Replace Ada Heath").click()
    moss.get_by_label("Somebody else").check()
    moss.get_by_label("Name").fill("Bryony Vale")
    moss.get_by_label("E-mail address").fill("bryony@example.org")
    moss.get_by_role("button", name="Hand over").click()
    expect(moss.get_by_role("heading", name="Bryony Vale follows Ada Heath")).to_be_visible()
    expect(moss.get_by_role("heading", name="0 of 7 done")).to_be_visible()

    at_home.get_by_role("link", name="Name, change or hand over contacts").click()
    expect(at_home.get_by_text("Your role here has ended.")).to_be_visible()

    bryony = invited(moss, cast, "Bryony Vale", "bryony@example.org")
    for waiting in ("Read “your school so far”", "Confirm the school’s agreement"):
        expect(bryony.get_by_role("link", name=waiting, exact=True)).to_be_visible()
    bryony.get_by_role("link", name="Read “your school so far”", exact=True).click()
    bryony.get_by_role("link", name=f"{school} so far").click()
    expect(bryony.get_by_text("Explore, from Tue 1 Sept 2026")).to_be_visible()
    bryony.get_by_role("link", name=f"People of {school}").click()
    bryony.locator("li", has=bryony.locator("#head")).get_by_text("Before").click()
    expect(bryony.get_by_text("Ada Heath, headteacher")).to_be_visible()

    path = reverse("reporting:school-looked", args=[school.urn])
    cast.finds_nothing(world.stranger, path)
    bryony.get_by_role("link", name="Home").click()
    bryony.get_by_role("link", name="Who looked").click()
    bryony.get_by_role("link", name=f"Who opened records of {school}").click()
    expect(bryony).to_have_url(cast.site + path)
    expect(bryony.get_by_text("kept for 24 months")).to_be_visible()
    for who in ("Moss Tanner", "Ada Heath"):
        expect(bryony.get_by_role("cell", name=who).first).to_be_visible()


def invited(page: Page, cast: Cast, name: str, email: str) -> Page:
    """From the page of the handover: who is new is invited, and comes in by the letter's link."""
    page.get_by_role("link", name="People of").click()
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("button", name="Invite").click()
    theirs = cast.outside()
    theirs.goto(cast.site + reverse("mail"))
    expect(theirs.get_by_text(f"To {email}")).to_be_visible()
    theirs.get_by_role("link", name=re.compile("set-password")).click()
    choose_password(theirs, PASSWORD)
    theirs.get_by_role("button", name="Set this password").click()
    theirs.get_by_role("link", name="Sign in").click()
    theirs.get_by_label("E-mail address").fill(email)
    theirs.get_by_label("Password").fill(PASSWORD)
    theirs.get_by_role("button", name="Sign in", exact=True).click()
    return theirs


def test_somebody_who_left_asks_for_a_copy_and_then_to_be_forgotten(world: World, cast: Cast):
    Aim.objects.create(
        programme=world.marlpit.programme, term="short", due_on=date(2027, 7, 1),
        text="Wren Ashdown’s class explains its reasons",
    )  # fmt: skip
    at = timezone.now()
    Breach.objects.create(
        what="Ada Heath sent a list to a wrong address", found_at=at, reported_at=at,
        reported_by=world.wren.user, decision="no_need", decided_at=at, people_told="no_need",
        decided_because="Nobody read it", closed_at=at, lessons="Lists are not sent",
    )  # fmt: skip
    cast.is_told(world.head, reverse("people:request-new"), "This desk is the data protection")
    asha = cast.page_of(world.officer)
    asha.get_by_role("link", name="Data protection").click()
    write_down(asha, "A copy", who="Wren")
    copy = asha.url.removeprefix(cast.site)
    cast.finds_nothing(world.head, copy)
    expect(asha.get_by_text(re.compile(r"\d+ days left, due"))).to_be_visible()
    asha.get_by_label("To know that it is they who ask").check()
    asha.get_by_role("button", name="Stop the clock").click()
    expect(asha.get_by_text("The clock has not begun")).to_be_visible()
    asha.get_by_role("button", name="Start the clock").click()
    expect(asha.get_by_text(re.compile(r"\d+ days left, due"))).to_be_visible()

    the_copy_is_made(asha)
    asha.goto(cast.site + copy)
    asha.get_by_label("Done", exact=False).first.check()
    asha.get_by_label("What was done").fill("Handed over on paper")
    asha.get_by_role("button", name="It is answered").click()

    pages = pages_that_name(world)
    for path in pages:
        asha.goto(cast.site + path)
        expect(asha.get_by_text("Wren Ashdown").first).to_be_attached()
    asha.goto(cast.site + reverse("people:privacy"))
    write_down(asha, "To be forgotten", who="Wren Ashdown")
    cast.is_told(world.head, reverse("people:privacy"), "This desk is the data protection")
    asha.get_by_role("link", name="See what is held").click()
    expect(asha.get_by_role("heading", name="Forget Wren Ashdown?")).to_be_visible()
    asha.get_by_label("to confirm").fill("Wren")
    asha.get_by_role("button", name="Forget them").click()
    expect(asha.get_by_text("Write Wren Ashdown exactly").first).to_be_visible()
    asha.get_by_label("to confirm").fill("wren ashdown")
    asha.get_by_role("button", name="Forget them").click()
    expect(asha.get_by_role("heading", name="Certificate of erasure")).to_be_visible()
    expect(asha.get_by_text("Wren")).to_have_count(0)
    with asha.expect_download() as certificate:
        asha.get_by_role("link", name="As a PDF file").click()
    assert certificate.value.path().read_bytes().startswith(b"%PDF")
    for path in pages:
        asha.goto(cast.site + path)
        expect(
            asha.get_by_text(re.compile("Former participant", re.IGNORECASE)).first
        ).to_be_attached()
        expect(asha.get_by_text("Wren")).to_have_count(0)


def pages_that_name(world: World) -> list[str]:
    return [
        reverse("reporting:programme", args=[world.marlpit.programme.code]),
        reverse("people:school-people", args=[world.marlpit.school.urn]),
        reverse("people:person", args=[world.wren.pk]),
        reverse("people:people") + "?when=past",
        reverse("people:privacy"),
    ]


def write_down(page: Page, asked: str, *, who: str = "", school: str = "") -> None:
    page.get_by_role("link", name="Write down a request").click()
    page.get_by_label(asked).check()
    if who:
        page.get_by_label("Name or e-mail address").fill(who)
    else:
        page.get_by_label("School of the pupil").select_option(label=school)
        page.get_by_label("Who asks").fill("A parent")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Written down. The clock runs")).to_be_visible()


def the_copy_is_made(page: Page) -> None:
    """What names somebody else begins masked; both files come from the same page."""
    page.get_by_role("link", name="See what is held").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    about_others = page.get_by_role("checkbox", name=re.compile("Ada Heath"))
    expect(about_others.first).not_to_be_checked()
    is_within_a_phone(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="As JSON").click()
    told = taken.value.path().read_text(encoding="utf-8")
    assert json.loads(told)["about"] == "Wren Ashdown"
    assert "Ada Heath" not in told
    assert "[about somebody else]" in told
    with page.expect_download() as taken:
        page.get_by_role("button", name="As PDF").click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")


def is_within_a_phone(page: Page) -> None:
    """Numbers, addresses and codes of rows are longer than a phone is wide."""
    desk = page.viewport_size or DESK
    page.set_viewport_size(PHONE)
    not_wider_than(page, PHONE["width"], page.url)
    faultless(page, page.url)
    page.set_viewport_size(desk)


def test_a_parent_asks_a_head_reports_and_nothing_is_destroyed_without_a_click(
    world: World, cast: Cast
):
    asha = cast.page_of(world.officer)
    parents_ask(asha, world)
    a_problem_is_reported(world, cast)
    nothing_goes_without_a_click(world, cast)


def parents_ask(page: Page, world: World) -> None:
    page.get_by_role("link", name="Data protection").click()
    write_down(page, "A copy", school=str(world.marlpit.school))
    expect(page.get_by_text("Time to answer: 15 school days")).to_be_visible()
    expect(page.get_by_text("The school answers this.")).to_be_visible()
    page.get_by_role("link", name="Data protection").click()
    write_down(page, "A copy", school=str(world.academy.school))
    expect(page.get_by_text("Time to answer: one month")).to_be_visible()
    expect(page.get_by_text("not a maintained school")).to_be_visible()


def a_problem_is_reported(world: World, cast: Cast) -> None:
    head = cast.page_of(world.head)
    for kind in ("Data were lost", "That nearly happened"):
        head.get_by_role("link", name="Report a problem").click()
        head.get_by_label(kind).check()
        head.get_by_label("What happened?").fill("A note went to a wrong address.")
        head.get_by_label("Which school’s data?").select_option(label=str(world.marlpit.school))
        head.get_by_role("button", name="Report it").click()
        expect(head.get_by_text("The data protection officers are told.")).to_be_visible()
    breach, near_miss = Breach.objects.order_by("pk")
    cast.finds_nothing(world.stranger, breach.get_absolute_url())
    cast.finds_nothing(world.head, breach.get_absolute_url())

    head.goto(cast.site + reverse("mail"))
    for officer in (world.officer, world.school_officer):
        expect(head.get_by_text(f"To {officer.email}")).to_have_count(2)
    expect(head.get_by_text("wrong address")).to_have_count(0)
    fern = cast.page_of(world.school_officer)
    expect(fern.get_by_role("link", name=f"{near_miss}: decide", exact=False).first).to_be_visible()
    fern.get_by_role("link", name=f"{breach}: decide who is told", exact=True).click()
    expect(fern.get_by_text(re.compile("7[12] hours left to decide"))).to_be_visible()
    expect(fern.get_by_text("2 officers told.")).to_be_visible()


def nothing_goes_without_a_click(world: World, cast: Cast) -> None:
    looked(LONG_AGO)
    path = reverse("people:past-its-time")
    cast.is_told(world.head, path, "This desk is the data protection officer’s.")
    cast.is_told(world.school_officer, path, "for all schools together")
    asha = cast.page_of(world.officer)
    asha.get_by_role("link", name="Data protection").click()
    asha.get_by_role("link", name="What will be destroyed next month").click()
    asha.get_by_label("Your password").fill(PASSWORD)
    asha.get_by_role("button", name="Go on").click()
    expect(asha.get_by_text("Nothing goes until you say so.")).to_be_visible()
    asha.get_by_role("button", name="Destroy them").click()
    expect(asha.get_by_text("Tick that you have read what goes").first).to_be_visible()
    assert Look.objects.filter(at=LONG_AGO).exists()
    asha.get_by_label("I have read what goes").check()
    asha.get_by_role("button", name="Destroy them").click()
    expect(asha.get_by_text("Destroyed. This is the certificate.")).to_be_visible()
    assert not Look.objects.filter(at=LONG_AGO).exists()
