"""The how-to that begins with an empty installation, followed word for word on a phone."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from psycopg import sql

from leadwell.config import database
from leadwell.lib import embedded
from leadwell.people.models import RoleHeld
from tests.accounts.signing_in import PASSWORD, code_of
from tests.browser.acting import PHONE, choose_password
from tests.browser.how_to import HowTo, Step
from tests.people import worker
from tests.people.worker import work
from tests.schools import register_files
from tests.schools.sources import makers

ASHA, ROWAN = "asha@example.org", "rowan@example.org"
CONTACTS = {
    "headteacher": "Ada Heath",
    "senior leader": "Sorrel Lane",
    "subject leader": "Tansy Moor",
    "finance contact": "Fern Marsh",
}


@pytest.fixture
def guide() -> HowTo:
    return HowTo("start-from-an-empty-installation.md")


@pytest.fixture(autouse=True)
def _a_worker_of_ones_own(transactional_db: None) -> Iterator[None]:
    with worker.to_oneself():
        yield


@pytest.fixture
def link(live_server, transactional_db: None) -> str:
    """What `leadwell init` prints, on the database that the live server reads."""
    here = connection.settings_dict["NAME"]
    url = embedded.url().replace("/leadwell?", f"/{here}?")
    with psycopg.connect(url, autocommit=True) as owner:  # a copy: its tables are up to date
        is_up_to_date = sql.SQL("comment on database {} is {}")
        owner.execute(is_up_to_date.format(sql.Identifier(here), database.fingerprint()))
    done = subprocess.run(
        [sys.executable, "-c", "from leadwell.config.cli import main; main()", "init",
         "--email", ASHA, "--name", "Asha Penhallow", "--site", live_server.url],
        env=os.environ | {"DATABASE_URL": url}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_the_guide_from_an_empty_installation_is_true_word_for_word(
    new_context: Callable[..., BrowserContext],
    link: str,
    guide: HowTo,
    settings,
    tmp_path: Path,
):
    settings.SECOND_FACTOR = "required"
    asha, rowan, moss = (
        new_context(viewport=PHONE, reduced_motion="reduce").new_page() for _ in range(3)
    )
    the_administrator_begins(asha, link, guide, tmp_path)
    letter = mail.outbox[-1]
    assert letter.to == [ROWAN]
    the_lead_says_what_it_is(rowan, re.findall(r"http\S+", letter.body)[0], guide)
    a_school_is_taken_in(rowan, guide)
    specialists_are_named(rowan, guide)
    and_put_on_the_register(moss, guide)
    people_come_and_go(rowan, guide)
    assert guide.is_done()
    seen = RoleHeld.objects.get(person__name="Robin Sedge")
    assert (seen.hub.name, seen.enrolment) == ("Coast", None), "a place, and no school yet"


def the_administrator_begins(page: Page, link: str, guide: HowTo, folder: Path) -> None:
    page.goto(link)
    with guide.step(1, page) as step:
        choose_password(step.page, PASSWORD)
        step.press("Set this password")
        step.press("Sign in")
    sign_in(page, ASHA)
    with guide.step(2, page) as step:
        step.read("Set up a second factor")
        step.press("Set up an app")
        secret = page.locator("code").inner_text()
        step.write("Code", code_of(secret))
        step.press("Use this app")
        step.press("I have kept them")
        step.read("Home")
        step.read("Four steps to begin")
    with guide.step(3, page) as step:
        step.press("Load the register of schools")
        step.choose("The register of schools")
        register = register_files.register(folder, *map(register_files.row, range(900101, 900105)))
        load(step, register)
    with guide.step(4, page) as step:
        step.press("Home")
        step.read("Done")
        step.press("Load results")
        step.choose("Key stage 2 results")
        rows = [*map(makers.school, range(900101, 900105)), *makers.ENGLAND]
        load(step, makers.saved(makers.wide_bytes(rows), folder, "england_ks2final.csv"))
    with guide.step(5, page) as step:
        step.press("Home")
        step.press("Open a programme")
        today = timezone.localdate()
        step.write("Name", "Number Sense")
        step.write("Short code", "NUM-26")
        step.write("Subject", "mathematics")
        step.write("Led by", "Larkwater Teaching School")
        step.write("First day", (today - timedelta(days=60)).isoformat())
        step.write("Last day", (today + timedelta(days=600)).isoformat())
        step.write("Who leads the programme?", "")
        step.write("Name of somebody new", "Rowan Teasel")
        step.write("E-mail address of somebody new", ROWAN)
        step.press("Open the programme")
    with guide.step(6, page) as step:
        step.press("Home")
        step.press("Invite people")
        expect(page.get_by_role("checkbox")).to_be_checked()
        step.press("Invite those ticked")
        step.press("Programmes")
        expect(page.get_by_text("Number Sense")).to_be_visible()
        expect(page.get_by_role("link", name="Number Sense")).to_have_count(0)
        step.press("Home")
        expect(page.get_by_text("To begin with")).to_have_count(0)


def load(step: Step, file: Path) -> None:
    """The worker's part is done between two pages."""
    page = step.page
    page.get_by_label("The file").set_input_files(file)
    step.press("See what it would change")
    work()
    page.reload()
    step.press("Load it")
    work()
    page.reload()
    expect(page.get_by_role("button", name="Load it")).to_have_count(0)


def the_lead_says_what_it_is(page: Page, link: str, guide: HowTo) -> None:
    page.goto(link)
    with guide.step(7, page) as step:
        come_in(step, ROWAN)
        to_the_programme(step)
        step.read("Before work in schools begins")
    with guide.step(8, page) as step:
        step.press("Write what it is for")
        step.write("What is to be solved", "Number facts are not secure by the end of Year 4.")
        step.write("How that is known", "The multiplication check of three years.")
        step.press("Save")
    with guide.step(9, page) as step:
        for term in ("Long-term", "Short-term"):
            step.press("Add an aim")
            step.choose(term)
            step.field("Aim").fill(f"More pupils are secure, {term.lower()}")
            step.field("By").fill((timezone.localdate() + timedelta(days=300)).isoformat())
            step.press("Save")
    with guide.step(10, page) as step:
        step.press("Add a strand")
        step.field("Name").fill("Talk in lessons")
        step.press("Save")
        for n in range(3):
            step.press("Add an active ingredient")
            step.field("Ingredient").fill(f"Pupils explain, way {n + 1}")
            step.field("What one would see").fill("Full sentences are heard")
            step.press("Save")
    with guide.step(11, page) as step:
        step.press("Add a hub")
        step.field("Name").fill("Coast")
        step.press("Save")
    with guide.step(12, page) as step:
        for n, party in enumerate(("The lead organisation", "The schools, or their trust")):
            step.press("Say who answers for data")
            step.choose(party)
            step.field("Name").fill(f"Controller {n + 1}")
            step.field("Controller").check()
            step.press("Save")
    with guide.step(13, page) as step:
        step.press("Change how it is run")
        step.press("Save")
    with guide.step(14, page) as step:
        step.press("Name people and give roles")
        for name, role, where in (
            ("Moss Tanner", "Project manager", "Number Sense"),
            ("Wren Ashdown", "Hub lead", "Coast"),
        ):
            step.press("Add somebody")
            step.field("Name").fill(name)
            step.field("E-mail address").fill(address(name))
            step.press("Add, then choose a role")
            page.get_by_role("link", name=role).click()
            choose_place(page, where)
            step.press("Give the role")
            page.get_by_role("main").get_by_role("link", name="People").click()
        step.press("Invite people")
        step.press("Invite those ticked")
        step.read("People")
    invited = {to for one in mail.outbox if "invites you" in one.subject for to in one.to}
    assert invited == {ROWAN, address("Moss Tanner"), address("Wren Ashdown")}
    with guide.step(15, page) as step:
        to_the_programme(step)
        step.press("Its design, and how far it is")
        step.read("What is missing")


def a_school_is_taken_in(page: Page, guide: HowTo) -> None:
    with guide.step(16, page) as step:
        to_the_programme(step)
        step.press("Take a school in")
        page.get_by_role("searchbox").fill("900102")
        step.press("Find")
        step.press("Take in")
        step.choose("Target school")
        step.read("Partner school")
        page.get_by_label("Hub").select_option(label="Coast")
        step.press("Take the school in")
    with guide.step(17, page) as step:
        page.get_by_role("link", name="Name, change or hand over contacts").wait_for()
        school = page.url
        step.press("Name, change or hand over contacts")
        *first, last = CONTACTS
        for kind in first:
            name_contact(step, kind)
        step.press("Home")
        page.get_by_role("link", name=re.compile(f"has no {last} named$")).first.click()
        step.press("Name, change or hand over contacts")
        name_contact(step, last)
    page.goto(school)
    with guide.step(18, page) as step:
        step.press("Begin another stage")
        page.get_by_label("Prepare").check()
        step.press("Begin this stage")
        step.read("Change its hub, part or days")
        step.read("The school leaves the programme")


def name_contact(step: Step, kind: str) -> None:
    step.page.get_by_role("link", name=f"Name the {kind}").click()
    step.field("Name").wait_for()  # what is counted next is on that page, not on this
    if (somebody_else := step.page.get_by_label("Somebody else")).count():
        somebody_else.check()
    step.field("Name").fill(CONTACTS[kind])
    step.field("E-mail address").fill(address(CONTACTS[kind]))
    step.press("Save")


def come_in(step: Step, email: str) -> None:
    """By the link of an invitation."""
    choose_password(step.page, PASSWORD)
    step.press("Set this password")
    step.press("Sign in")
    sign_in(step.page, email)
    step.press("Set up an app")
    step.field("Code").fill(code_of(step.page.locator("code").inner_text()))
    step.press("Use this app")
    step.press("I have kept them")


def specialists_are_named(page: Page, guide: HowTo) -> None:
    with guide.step(19, page) as step:
        step.press("Home")
        step.press("People")
        step.press("Add somebody")
        step.field("Name").fill("Robin Sedge")
        step.field("E-mail address").fill(address("Robin Sedge"))
        step.press("Add, then choose a role")
        step.press("Specialist")
        expect(page.get_by_text("This is a place among those who can be sent")).to_be_visible()
        expect(page.locator("select option", has_text=CONTACTS["headteacher"])).to_have_count(0)
        choose_place(page, "Coast")
        step.press("Give the role")
        page.get_by_role("main").get_by_role("link", name="People").click()
        step.read("People")
        step.press("Invite people")
        step.press("Invite those ticked")


def and_put_on_the_register(page: Page, guide: HowTo) -> None:
    """By the project manager, with the letter that came when they were invited."""
    own = address("Moss Tanner")
    letter = next(one for one in mail.outbox if "invites you" in one.subject and one.to == [own])
    page.goto(re.findall(r"http\S+", letter.body)[0])
    today = timezone.localdate()
    with guide.step(20, page) as step:
        come_in(step, own)
        step.press("Register of specialists")
        step.read("Home")
        step.press("Put somebody on the register")
        page.get_by_label("Who?").select_option(label="Robin Sedge")
        page.get_by_label("Primary", exact=True).check()
        step.write("Subjects", "Mathematics")
        step.press("Put them on the register")
        step.press("A check was seen")
        step.field("When was it seen?").fill(today.isoformat())
        step.field("Until when does it count?").fill((today + timedelta(days=700)).isoformat())
        step.field("Who saw it?").fill("Fern Marsh, office manager")
        step.press("Save")
        step.press("Add a credential")
        page.get_by_label("What are they named?").select_option(index=1)
        step.field("By whom?").fill("Larkwater Teaching School")
        step.field("From when?").fill(today.isoformat())
        step.press("Save")


def people_come_and_go(page: Page, guide: HowTo) -> None:
    today = timezone.localdate()
    with guide.step(21, page) as step:
        step.press("Home")
        step.press("People")
        page.get_by_text("By role, programme, hub or day").click()
        step.read("By role, programme, hub or day")
        page.get_by_label("Role", exact=True).select_option(label="School finance contact")
        step.press("Show")
        page.wait_for_url("**role=FIN-S**")  # she is on the list before it is narrowed, too
        page.get_by_role("link", name="Fern Marsh").click()
        step.read("What this lets them do")
    with guide.step(22, page) as step:
        step.press("End")
        step.field("Last day").fill((today + timedelta(days=30)).isoformat())
        step.press("End the role")
    with guide.step(23, page) as step:
        step.press("People")
        page.get_by_role("link", name="Ada Heath").click()
        step.press("Hand over")
        page.get_by_label("Somebody else").check()
        step.field("Name").fill("Bryony Vale")
        step.field("First day of whoever follows").fill((today + timedelta(days=9)).isoformat())
        step.press("Hand over")
        expect(page.get_by_role("heading", name="Bryony Vale follows Ada Heath")).to_be_visible()


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def to_the_programme(step: Step) -> None:
    step.press("Programmes")
    step.page.get_by_role("link", name="Number Sense").click()


def choose_place(page: Page, where: str) -> None:
    option = page.locator("select option", has_text=where).first
    page.get_by_label("Where?").select_option(value=option.get_attribute("value"))


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"
