"""Two honest views become one plan, step by step in a browser: on a telephone and on a desk."""

import os
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.explore.models import Review
from leadwell.explore.reviewing import actions as reviewing
from leadwell.explore.reviewing import shelf
from leadwell.explore.reviewing.actions import Said
from leadwell.people.drafts.actions import Device, keep_draft
from leadwell.people.models import Role
from leadwell.prepare.models import Plan, Priority
from leadwell.programmes.models import ActiveIngredient, Strand
from tests.accounts.signing_in import by_password
from tests.browser.acting import DESK, PHONE, fits
from tests.factories import holder_of, make_enrolment, make_programme, make_school
from tests.planned import make_priority

PICTURES = os.environ.get("LEADWELL_PICTURES", "")
"""A folder to keep pictures of the pages in, for whoever wants to look at them."""


class Story:
    """Tansy Hill and its people, each in a browser of their own."""

    def __init__(self, new_context, site: str, screen) -> None:
        today = timezone.localdate()
        programme = make_programme(
            name="Number Sense", starts_on=today - timedelta(days=300),
            ends_on=today + timedelta(days=400),
        )  # fmt: skip
        strand = Strand.objects.create(programme=programme, name="Talk")
        ActiveIngredient.objects.create(strand=strand, text="Pupils explain", indicator="Heard")
        self.part = make_enrolment(
            school=make_school(name="Tansy Hill"), programme=programme,
            joined_on=today - timedelta(days=280),
        )  # fmt: skip
        at = {"school": self.part.school}
        self.leader = holder_of(Role.SUBJECT_LEADER, **at)
        self.manager = holder_of(Role.SENIOR_LEADER, **at)
        self.head = holder_of(Role.HEADTEACHER, **at)
        self.specialist = holder_of(Role.SPECIALIST, enrolment=self.part)
        self.new_context, self.site, self.screen = new_context, site, screen
        self.pages: dict[int, Page] = {}
        self.domains = shelf.find("disadvantaged-pupils", 1).rubric.domains

    def at(self, user: User, path: str) -> Page:
        page = self.pages.get(user.pk)
        if page is None:
            context: BrowserContext = self.new_context(
                viewport=self.screen, reduced_motion="reduce"
            )
            client = Client()
            by_password(client, user)
            name = settings.SESSION_COOKIE_NAME
            value = client.cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": self.site}])
            page = self.pages[user.pk] = context.new_page()
        page.goto(self.site + path)
        fits(page)
        self.taken(page, path)
        return page

    def taken(self, page: Page, path: str) -> None:
        if PICTURES:
            name = f"{path.strip('/').replace('/', '-')}-{self.screen['width']}.png"
            page.screenshot(path=Path(PICTURES) / name, full_page=True)

    def said(self, level: int, **others: int) -> list[Said]:
        return [
            Said(each.key, others.get(each.key, level), ("books", "plans"), "Seen in two classes")
            for domain in self.domains
            for each in domain.criteria
        ]

    def draft_the_rest(self, review: Review, user: User, domains, level: str = "2") -> None:
        """What they wrote on other days."""
        for domain in domains:
            words = {
                f"{each.key}-{name}": value
                for each in domain.criteria
                for name, value in (
                    ("level", level), ("evidence", ["books", "plans"]), ("text", "Seen in books")
                )
            }  # fmt: skip
            with acting_as(user.pk):
                keep_draft(
                    form=reviewing.DRAFT.format(domain.key), about=review.pk, words=words, base=0,
                    device=Device("earlier"), by=user, at=timezone.now(),
                )  # fmt: skip


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["360", "1280"])
def test_two_honest_views_become_one_plan(transactional_db, new_context, live_server, screen):
    story = Story(new_context, live_server.url, screen)
    page = story.at(story.leader, reverse("explore:open-review", args=[story.part.pk]))
    page.get_by_label("Disadvantaged pupils, whole school").check()
    page.get_by_label("Who gives the school’s view?").select_option(str(story.leader.person.pk))
    page.get_by_label("Who gives the second view?").select_option(str(story.manager.person.pk))
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("are asked for their views")).to_be_visible()
    review = Review.objects.get()

    _rates_six_criteria(story, review)
    story.draft_the_rest(review, story.leader, story.domains[2:])
    _hands_in(story, review, story.leader)
    _is_blind(story, review)
    story.draft_the_rest(review, story.manager, story.domains, level="4")
    _hands_in(story, review, story.manager)
    _meets(story, review)
    _signs_in_less_than_three_minutes(story, review)
    _plans(story)
    _again_in_july(story, review)


def _rates_six_criteria(story: Story, review: Review) -> None:
    """Level 3 with one kind of evidence is refused; nothing typed is lost."""
    for n, domain in enumerate(story.domains[:2]):
        path = reverse("explore:write-view", args=[review.pk, domain.key])
        page = story.at(story.leader, path)
        for each in domain.criteria:
            page.locator(f"#id_{each.key}-level_2").check()
            page.locator(f"#id_{each.key}-evidence_0").check()
            page.locator(f"#id_{each.key}-text").fill("Seen in two classes")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_contain_text("Add a second kind of evidence")
        if n == 0:
            story.taken(page, f"{path}refused")
        for each in domain.criteria:
            expect(page.locator(f"#id_{each.key}-text")).to_have_value("Seen in two classes")
            page.locator(f"#id_{each.key}-evidence_1").check()
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(story.domains[n + 1].title)


def _hands_in(story: Story, review: Review, user: User) -> None:
    page = story.at(user, reverse("explore:submit-view", args=[review.pk]))
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Handed in.")).to_be_visible()


def _is_blind(story: Story, review: Review) -> None:
    """Neither the manager nor the head reads what the leader handed in."""
    for other in (story.manager, story.head, story.specialist):
        page = story.at(other, review.get_absolute_url())
        expect(page.get_by_role("heading", name="Both views, each alone")).to_be_visible()
        assert "Seen in two classes" not in page.content()
    page = story.at(story.head, reverse("explore:submit-view", args=[review.pk]))
    expect(page.get_by_text("Only who leads the subject")).to_be_visible()


def _meets(story: Story, review: Review) -> None:
    """Two or more levels apart at the top; both originals stay visible beside what is agreed."""
    page = story.at(story.specialist, reverse("explore:begin-meeting", args=[review.pk]))
    page.get_by_role("button", name="Open both views and meet").click()
    expect(page.get_by_role("heading", name="The joint meeting")).to_be_visible()
    path = reverse("explore:meeting", args=[review.pk])
    page = story.at(story.leader, path)
    first, others = page.locator("#apart"), page.locator("#others")
    assert first.bounding_box()["y"] < others.bounding_box()["y"]
    page.get_by_role("link", name="Agree: Seen early").click()
    story.taken(page, f"{path}agree")
    page.locator("#id_early-level_2").check()
    page.get_by_role("button", name="Agree this").click()
    row = page.locator("#c-early")
    expect(row).to_contain_text("Agreed: 3 secure")
    expect(row).to_contain_text("School: 3 secure")
    expect(row).to_contain_text("Second view: 4 embedded")
    now = timezone.now()
    for said in story.said(2):
        reviewing.agree_level(review=review, said=said, by=story.leader, at=now)
    _is_agreed(story, review)


def _signs_in_less_than_three_minutes(story: Story, review: Review) -> None:
    begun = time.monotonic()
    page = story.at(story.head, reverse("explore:sign-review", args=[review.pk]))
    page.get_by_role("button", name="Sign it").click()
    expect(page.get_by_text("Signed. It stays as it is")).to_be_visible()
    story.taken(page, "profile")
    expect(page.get_by_role("link", name="Print it on one side (PDF)")).to_be_visible()
    assert time.monotonic() - begun < 180


def _plans(story: Story) -> None:
    """Without baseline, target or date it is refused; a fourth is warned of, a sixth refused."""
    page = story.at(story.leader, reverse("prepare:plans", args=[story.part.pk]))
    page.get_by_role("button", name="Open a plan").click()
    plan = Plan.objects.get()
    add = reverse("prepare:add-priority", args=[plan.pk])
    page = story.at(story.leader, add)
    _says_what_is_to_change(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Say where it is now")
    expect(page.get_by_role("alert")).to_contain_text("Say what the target is")
    expect(page.get_by_role("alert")).to_contain_text("Say by when")
    story.taken(page, "priority-refused")
    day = story.part.programme.ends_on - timedelta(days=60)
    _says_from_what_to_what(page, day)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("58 to 70 per cent")).to_be_visible()
    for number in (2, 3):
        make_priority(plan, number=number, due_on=day)
    expect(story.at(story.leader, add).get_by_text("A fourth can be written")).to_be_visible()
    make_priority(plan, number=4, due_on=day)
    page = story.at(story.leader, add)
    _says_what_is_to_change(page)
    _says_from_what_to_what(page, day)
    page.get_by_label("What is to be different?").fill("More of Year 6 reach the standard")
    make_priority(plan, number=5, due_on=day)  # somebody else, while this one is written
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("has 5 priorities already").first).to_be_visible()
    expect(page.get_by_label("Where is it now?")).to_have_value("58")
    story.taken(page, "sixth-refused")
    page = story.at(story.leader, add)
    expect(page.get_by_text("has 5 priorities already")).to_be_visible()
    story.at(story.leader, plan.get_absolute_url())
    assert Priority.objects.count() == 5


def _says_what_is_to_change(page: Page) -> None:
    page.get_by_label("What is to be different?").fill("More of Year 5 reach the standard")
    page.get_by_label("Seen early").check()
    page.get_by_label("All pupils", exact=True).check()
    page.get_by_label("Pupils explain").check()
    page.get_by_label("By which measure will you see it?").select_option("K40")
    page.get_by_label("Of whom, or of what?").fill("at expected in Y5 maths")
    page.get_by_label("In what is it counted?").fill("per cent")
    page.get_by_label("From which source will you know?").fill("PUMA summer")


def _says_from_what_to_what(page: Page, day: date) -> None:
    page.get_by_label("Where is it now?").fill("58")
    page.get_by_label("What is the target?").fill("70")
    page.get_by_label("About how many pupils or people is that?").fill("28")
    page.get_by_label("By when?").fill(day.isoformat())


def _again_in_july(story: Story, first: Review) -> None:
    """The same rubric with last levels shown; what moved up, and no total."""
    page = story.at(story.leader, reverse("explore:review-again", args=[first.pk]))
    page.get_by_label("Mid-way").check()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Opened again.")).to_be_visible()
    again = Review.objects.get(before=first)
    path = reverse("explore:write-view", args=[again.pk, story.domains[0].key])
    page = story.at(story.leader, path)
    expect(page.get_by_text("Last time: 2 emerging").first).to_be_visible()
    for user in (story.leader, story.manager):
        story.draft_the_rest(again, user, story.domains[:3], level="3")
        story.draft_the_rest(again, user, story.domains[3:])
        _hands_in(story, again, user)
    page = story.at(story.specialist, reverse("explore:begin-meeting", args=[again.pk]))
    page.get_by_role("button", name="Open both views and meet").click()
    page = story.at(story.leader, reverse("explore:meeting", args=[again.pk]))
    page.get_by_role("button", name="Take over the 18 on which both say the same").click()
    expect(page.get_by_text("18 of 18 agreed.")).to_be_visible()
    _is_agreed(story, again)
    _signs_in_less_than_three_minutes(story, again)
    page = story.at(story.leader, reverse("explore:review-change", args=[again.pk]))
    expect(page.get_by_text("Moved up: 9 of 18.")).to_be_visible()
    assert "score" not in page.inner_text("main").lower()


def _is_agreed(story: Story, review: Review) -> None:
    page = story.at(story.leader, reverse("explore:headlines", args=[review.pk]))
    page.locator("#id_strength-1").fill("Books are kept well in every class")
    page.locator("#id_need-1").fill("Too few pupils explain how they know")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="This is what we agree").click()
    page.get_by_role("button", name="This is what we agree").click()
    expect(page.get_by_text("Agreed. The head reads and signs it.")).to_be_visible()
