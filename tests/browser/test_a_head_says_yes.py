"""A head says yes with eyes open, step by step in a browser: from the letter to work in the school,
signed in by the school's own account; on a telephone and on a desk."""

import os
import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from leadwell.accounts.models import User
from leadwell.explore.choosing import actions as choosing
from leadwell.explore.interest import actions as interests
from leadwell.explore.models import Assessment, Candidate, Interest, SentInterest
from leadwell.govern import promising
from leadwell.lib import academic_year as years
from leadwell.people.models import Role
from leadwell.people.roles.actions import Newcomer
from leadwell.prepare.memoranda import telling
from leadwell.prepare.models import Memorandum, MemorandumSignature, Rates
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes.models import Hub, Programme
from tests.browser.acting import DESK, PHONE, fits
from tests.browser.faultless import faultless
from tests.browser.test_governors_report import sign_in
from tests.factories import (
    NOON,
    holder_of,
    make_aim,
    make_candidate,
    make_hub,
    make_programme,
    make_school,
    make_strand,
    make_trust,
)
from tests.prepare.offering.conftest import PRICES
from tests.promised import make_controller
from tests.provider import NAME, Provider, running

PICTURES = os.environ.get("LEADWELL_PICTURES", "")
HEAD, CHAIR = "Merle Ashdown", "Wren Orchard"
WHY = "Pupils in Year 4 stop talking about how they work it out."
WRITTEN = {
    "Why this, and why now?": WHY,
    "What do you hope will be different?": "They explain to one another again.",
    "What does your improvement plan do about it now?": "Number talk is in it for the summer.",
    "Where does it stand in the plan?": "Priority 2, page 7",
    "Who leads the subject?": "Jo Quince",
    "Which senior leader looks after it?": "Bryony Vale",
    "Who is in the working party?": "Deputy head, subject lead, a governor",
    "For how many hours a week can the subject lead be released?": "1.5",
}
SECOND_PROJECT = {
    "name": "Maths Bridge", "subject": "Maths", "n_staff": "2", "staff_days": "8",
    "starts_on": "{}-09-01", "ends_on": "{}-12-20",
}  # fmt: skip
OF_HEAD = ("interest", "write-interest", "send-interest", "withdraw-interest")


@pytest.fixture
def provider(settings, transactional_db) -> Iterator[Provider]:
    """The school's own: it knows its head, and says when it asked them."""
    cache.clear()
    with running() as one:
        for name, value in one.settings().items():
            setattr(settings, name, value)
        one.knows("head-of-tansy-hill", "head@tansyhill.example")
        yield one
    cache.clear()


class Story:
    """Tansy Hill, 98 pupils, and everybody who has to do with its place."""

    def __init__(self, new_context, site: str, screen) -> None:
        self.new_context, self.site, self.screen = new_context, site, screen
        self.pages: dict[int, Page] = {}
        year = timezone.localdate().year
        self.programme = make_programme(
            name="Larkwater Counts", code="LARK", subject="Mathematics", state="recruiting",
            rule_set="trust-internal", starts_on=date(year, 9, 1), ends_on=date(year + 2, 7, 21),
            budget_gbp=20_000, specialist_word="lead practitioner",
        )  # fmt: skip
        Rates.objects.create(programme=self.programme, **PRICES)
        self.programme.intensities.create(year=1, half_term=1, n_events=2)
        make_aim(self.programme, text="Pupils explain how they know", due_on=date(year + 2, 7, 1))
        make_strand(self.programme)
        self.hub = make_hub(self.programme, name="Coast")
        _has_another_school(self.programme, self.hub)
        self.trust = make_trust("Alder Trust")
        self.school = make_school(name="Tansy Hill", n_pupils=98, trust=self.trust)
        of = {"programme": self.programme}
        for party in ("lead", "school"):
            make_controller(self.programme, party=party)
        self.manager, self.lead = (
            holder_of(Role.PROJECT_MANAGER, **of), holder_of(Role.PROGRAMME_LEAD, **of)
        )  # fmt: skip
        self.hub_lead = holder_of(Role.HUB_LEAD, hub=self.hub)
        self.chief = holder_of(Role.CHIEF_EXECUTIVE, trust=self.trust)
        self.stranger = holder_of(Role.HEADTEACHER, school=make_school(name="Dewberry Acre"))
        self.head_page = self.browser()

    def browser(self) -> Page:
        context = self.new_context(viewport=self.screen, reduced_motion="reduce")
        return context.new_page()

    def at(self, user: User, path: str) -> Page:
        """Signed in with a password, just now."""
        page = self.pages.get(user.pk)
        if page is None:
            page = self.pages[user.pk] = self.browser()
            sign_in(page.context, user, self.site)
        return self.goes(page, path)

    def goes(self, page: Page, path: str) -> Page:
        page.goto(self.site + path)
        fits(page)
        return page

    def look(self, page: Page, name: str) -> None:
        fits(page)
        faultless(page, name)
        if PICTURES:
            where = Path(PICTURES) / f"yes-{name}-{self.screen['width']}.png"
            page.screenshot(path=where, full_page=True)

    def answers(self, user: User, path: str) -> tuple[int, str]:
        """What somebody gets there, but for what differs each time."""
        page = self.at(user, "/")
        answer = page.request.get(self.site + path)
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.text())
        return answer.status, text


def _has_another_school(programme: Programme, hub: Hub) -> None:
    """A set has more than one."""
    other = make_candidate(
        programme=programme, hub=hub, school=make_school(name="Heron Bank", n_pupils=300),
        state="eligible",
    )  # fmt: skip
    Assessment.objects.create(
        candidate=other, leadership="secure", hours=2, inspection="not_due", change="none",
        colour="green", findings=[], head_called_on=NOON.date(), head_called_by="Robin Ash",
        by=other.nominated_by, at=NOON, climate=[4, 4, 4, 4],
    )  # fmt: skip
    Candidate.objects.filter(pk=other.pk).update(state="assessed")


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["360", "1280"])
def test_a_head_says_yes_with_eyes_open(provider, new_context, live_server, screen):
    with time_machine.travel(_a_day_in_november()):
        provider.says["auth_time"] = int(time.time())
        story = Story(new_context, live_server.url, screen)
        interest = _comes_in_three_taps(story)
        _is_told_to_list_other_initiatives(story)
        _reads_what_a_second_project_means(story)
        candidate = _sends_with_a_party_that_may_decide_nothing(story, interest)
        _is_offered_what_its_size_asks_for(story, candidate)
        memorandum = _reads_and_signs(story, candidate)
        _the_chair_signs_by_a_link_that_works_once(story, memorandum)
        _work_begins_once_all_have_signed(story, memorandum)
        _another_head_finds_nothing(story, interest, candidate, memorandum)


def _a_day_in_november() -> datetime:
    """A Wednesday of the next school year, at noon: six terms are to come. To come itself, as a
    browser keeps its own time, and what it wrote later than the site would be another device's."""
    first = date(years.of(timezone.localdate()) + 1, 11, 10)
    wednesday = first + timedelta((2 - first.weekday()) % 7)
    return datetime.combine(wednesday, NOON.timetz())


def _comes_in_three_taps(story: Story) -> Interest:
    """1. The letter's link, the school's account, the form: the school is filled in already."""
    today = timezone.localdate()
    call = interests.open_call(
        programme=story.programme, closes_on=today + timedelta(14),
        answer_by=today + timedelta(30), by=story.manager, at=timezone.now(),
    )  # fmt: skip
    interest = interests.invite_school(
        call=call, school=story.school, site=story.site, by=story.manager, at=timezone.now(),
        head=Newcomer(HEAD, "head@tansyhill.example"),
    )  # fmt: skip
    [letter] = mail.outbox
    assert letter.to == ["head@tansyhill.example"]
    assert f"With {NAME}" in letter.body
    page = story.head_page
    page.goto(re.findall(r"http\S+", letter.body)[0])  # one tap, in the letter
    story.look(page, "1-sign-in")
    page.get_by_role("button", name=f"Use {NAME}").click()  # and another
    expect(page.get_by_label("Why this, and why now?")).to_be_visible()
    assert page.url == story.site + reverse("explore:write-interest", args=[interest.pk])
    for known in ("Tansy Hill", "98 on roll", "Alder Trust"):
        expect(page.locator("main")).to_contain_text(known)
    story.look(page, "2-form")
    return interest


def _is_told_to_list_other_initiatives(story: Story) -> None:
    """2. Blank is refused, and nothing that was typed is lost."""
    page = story.head_page
    for label, text in WRITTEN.items():
        page.get_by_label(label).fill(text)
    page.locator("[name=shares][value=teachers]").check()
    page.locator("[name=chair_told][value=no]").check()
    page.get_by_role("button", name="Check and sign").click()
    said = "Other initiatives: list them, or choose “None”. What you wrote is kept."
    expect(page.get_by_text(said).first).to_be_visible()
    for label, text in WRITTEN.items():
        expect(page.get_by_label(label)).to_have_value(text)
    story.look(page, "3-told-to-list")


def _reads_what_a_second_project_means(story: Story) -> None:
    """3. R5 is Red, in plain words, with whom it takes to waive it."""
    page = story.head_page
    page.get_by_label("Yes, and all of them are listed here").check()
    page.get_by_text("Add an initiative", exact=True).click()
    for name, value in SECOND_PROJECT.items():
        page.locator(f"#id_i1_{name}").fill(value.format(timezone.localdate().year))
    page.locator("[name=i1_funder][value=charity]").check()
    page.get_by_role("button", name="Check and sign").click()
    ready = page.get_by_role("region", name="What your answers say about readiness")
    why = "Another externally funded project in mathematics the same year: Maths Bridge (Maths)"
    one = ready.locator("li", has_text=why)
    expect(one).to_contain_text("Red")
    expect(one).to_contain_text("Only the board can waive this")
    story.look(page, "4-second-project")
    assert not SentInterest.objects.exists()


def _sends_with_a_party_that_may_decide_nothing(story: Story, interest: Interest) -> Candidate:
    """4. R4 is Red, and no place can be offered: the button is shut, and the page says why."""
    page = story.head_page
    page.get_by_role("link", name="Change something").click()
    for name in SECOND_PROJECT:
        page.locator(f"#id_i1_{name}").fill("")
    page.locator("[name=i1_funder][value=charity]").evaluate("radio => radio.checked = false")
    page.get_by_label("None", exact=True).check()
    page.get_by_role("button", name="Check and sign").click()
    one = page.locator("li", has_text="R4").or_(page.locator("li", has_text="working party"))
    expect(one.first).to_contain_text("Red")
    page.get_by_role("button", name="Sign and send").click()
    expect(page.get_by_text("Sent. This page is your receipt.")).to_be_visible()
    story.look(page, "5-receipt")

    interest.refresh_from_db()
    candidate, by = interest.candidate, {"by": story.manager, "at": timezone.now()}
    assert candidate is not None
    choosing.change_candidate(
        candidate=candidate, hub=story.hub, part=candidate.part, part_because="",
        intelligence="", **by,
    )  # fmt: skip
    choosing.screen(candidate=candidate, **by)
    choosing.find(
        candidate=candidate,
        ticked={"asked-for": "Trust’s review, May"},
        no_data="None loaded",
        **by,
    )
    _assess(story, candidate, has_authority=False)
    for user, why in (
        (story.manager, "Only who leads the programme offers a place."),
        (story.lead, "Readiness is Red: No working party that may decide"),
    ):
        page = story.at(user, reverse("explore:candidate", args=[candidate.pk]))
        expect(page.get_by_text("No place is offered yet.")).to_be_visible()
        expect(page.get_by_text(why)).to_be_visible()
        expect(page.locator("li", has_text="No working party")).to_contain_text("Red")
        expect(page.get_by_role("link", name="Offer a place")).to_have_count(0)
        button = page.get_by_role("button", name="Offer a place")
        expect(button).to_be_disabled()
        expect(button).to_have_accessible_description(re.compile(re.escape(why)))
    story.look(page, "6-no-offer")
    path = reverse("prepare:make-offer", args=[candidate.pk])
    assert story.answers(story.lead, path)[0] == 403
    return candidate


def _assess(story: Story, candidate: Candidate, *, has_authority: bool) -> None:
    page = story.at(story.manager, reverse("explore:assess", args=[candidate.pk]))
    expect(page.get_by_label("R3. How many hours a week")).to_have_value("1.50")
    page.locator("[name=leadership][value=secure]").check()
    page.get_by_label("R2. When did the head say").fill(timezone.localdate().isoformat())
    page.get_by_label("Who made the call?").fill("Robin Ash")
    page.get_by_label("The head confirms that it may decide").set_checked(has_authority)
    page.locator("[name=inspection][value=not_due]").check()
    page.locator("[name=change][value=none]").check()
    page.get_by_role("button", name="Save the answers").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def _is_offered_what_its_size_asks_for(story: Story, candidate: Candidate) -> None:
    """5. Band XS for 98 pupils, and not what every school gets."""
    _assess(story, candidate, has_authority=True)
    page = story.at(story.lead, reverse("explore:candidate", args=[candidate.pk]))
    page.get_by_role("link", name="Offer a place").click()
    expect(page.get_by_text("By size it is band XS")).to_be_visible()
    page.get_by_role("button", name="Offer the place").click()
    expect(page.get_by_text("The place is offered.")).to_be_visible()
    page = story.goes(story.head_page, reverse("prepare:offer", args=[candidate.pk]))
    said = "Band XS: 1 place per event, 4 visits a year, 6 cover days a year."
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_text("98 pupils on roll")).to_be_visible()
    story.look(page, "7-letter")
    page.locator("a.btn-primary").click()
    page.locator("main button[type=submit]").click()
    expect(page.get_by_text("Accepted.")).to_be_visible()


def _reads_and_signs(story: Story, candidate: Candidate) -> Memorandum:
    """6. The report to governors each term is in, and nobody can take it out."""
    candidate.refresh_from_db()
    part = story.school.enrolments.get()
    page = story.at(story.manager, reverse("prepare:draft-memorandum", args=[part.pk]))
    optional = page.locator("[name=kept]")
    expect(optional).to_have_count(2)
    assert "7" not in [box.get_attribute("value") for box in optional.all()]
    page.get_by_label("Time for the subject leader, in hours a week").fill("1.5")
    page.get_by_label(f"{story.lead.person.name}, programme lead").check()
    released = timezone.localdate() + timedelta(60)
    page.get_by_label("Days on which they are released").fill(f"{released:%-d %B %Y}")
    page.locator("[name=chair][value=else]").check()
    page.get_by_label("Name of the chair").fill(CHAIR)
    page.get_by_label("E-mail address of the chair").fill("wren.orchard@example.org")
    page.locator(f"[name=trust][value=trust-{story.chief.person.pk}]").check()
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("link", name="Send it").click()
    page.get_by_role("button", name="Send it").click()
    memorandum = Memorandum.objects.get()
    assert story.answers(story.hub_lead, reverse("deliver:plan-visit", args=[part.pk]))[0] == 403

    page = story.goes(story.head_page, reverse("prepare:sign-memorandum", args=[memorandum.pk]))
    clause = page.get_by_role("heading", name="7. Governors hear of it, in writing")
    expect(clause).to_be_visible()
    story.look(page, "8-memorandum")
    _signs(page)
    return memorandum


def _signs(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Sign it|Countersign it")).click()
    expect(page.get_by_text("Signed.", exact=True)).to_be_visible()


def _the_chair_signs_by_a_link_that_works_once(story: Story, memorandum: Memorandum) -> None:
    """6. Without an account they read and sign that memorandum and nothing else; again, nothing."""
    memorandum.refresh_from_db()
    telling.send_signing_link(version_id=memorandum.shown_id, party=Party.CHAIR, at=timezone.now())
    letter = mail.outbox[-1]
    assert letter.to == ["wren.orchard@example.org"]
    path = re.search(r"/sign/[^\s/]+/", letter.body)[0]
    page = story.goes(story.browser(), path)
    expect(page.get_by_role("heading", name="7. Governors hear of it, in writing")).to_be_visible()
    page.get_by_label("Your name, in full").fill(CHAIR)
    page.get_by_label("This is my name, and I sign for myself").check()
    page.get_by_role("button", name="Sign it").click()
    expect(page.get_by_role("heading", name="Thank you. You have signed.")).to_be_visible()
    assert page.goto(story.site + path).status == 404
    expect(page.get_by_text("This link leads nowhere")).to_be_visible()
    page.goto(story.site + reverse("prepare:memorandum", args=[memorandum.enrolment_id]))
    expect(page.get_by_role("heading", name="Sign in to Leadwell")).to_be_visible()
    assert MemorandumSignature.objects.filter(party=Party.CHAIR).count() == 1


def _work_begins_once_all_have_signed(story: Story, memorandum: Memorandum) -> None:
    """7. The hub lead reads "active", visits can be planned, six reports have their days."""
    sign = reverse("prepare:sign-memorandum", args=[memorandum.pk])
    for user in (story.chief, story.lead):
        _signs(story.at(user, sign))
    part = memorandum.enrolment_id
    page = story.at(story.hub_lead, reverse("prepare:memorandum", args=[part]))
    expect(page.get_by_role("heading", level=1)).to_contain_text("active")
    story.look(page, "9-active")
    holder_of(Role.SPECIALIST, enrolment=memorandum.enrolment)
    page = story.at(story.hub_lead, reverse("deliver:plan-visit", args=[part]))
    expect(page.get_by_role("heading", name="Plan a visit to Tansy Hill")).to_be_visible()
    expect(page.locator("main form")).to_be_visible()

    promising.promise_reports(at=timezone.now(), lately=True)  # as the worker does, in minutes
    page = story.goes(story.head_page, reverse("prepare:memorandum", args=[part]))
    follows = page.get_by_role("region", name="What follows from it")
    reports = follows.locator("li", has_text="eport to governors")
    expect(reports).to_have_count(6)
    for term in ("Autumn", "Spring", "Summer"):
        expect(reports.filter(has_text=f"{term} term")).to_have_count(2)
    story.look(page, "10-what-follows")
    page = story.goes(story.head_page, reverse("deliver:school-calendar", args=[part]))
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_role("heading", name="The address")).to_be_visible()
    story.look(page, "11-calendar")
    address = page.locator("main code").inner_text()
    calendar = page.request.get(address).text().replace("\r\n ", "")
    due = re.findall(r"^SUMMARY:.*report to governors.*term (\d{4})", calendar, re.MULTILINE)
    assert len(due) == 6


def _another_head_finds_nothing(
    story: Story, interest: Interest, candidate: Candidate, memorandum: Memorandum
) -> None:
    """8. As where there is no such school: with the same bytes."""
    paths = [
        *((f"explore:{name}", interest.pk) for name in OF_HEAD),
        ("explore:candidate", candidate.pk), ("prepare:offer", candidate.pk),
        ("prepare:memorandum", memorandum.enrolment_id), ("prepare:sign-memorandum", memorandum.pk),
    ]  # fmt: skip
    for name, pk in paths:
        theirs = story.answers(story.stranger, reverse(name, args=[pk]))
        nobodys = story.answers(story.stranger, reverse(name, args=[987_654_321]))
        assert theirs[0] == 404, name
        assert theirs == nobodys, name
