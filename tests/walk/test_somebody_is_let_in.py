"""Every address lets somebody in at some moment: one that always refuses passes every test that it
refuses the right people, and is of no use to anybody."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people import permissions
from leadwell.people.drafts.views import NOT_READ
from leadwell.people.permissions import Page
from tests.conftest import ROOT
from tests.walk.moments import Moment, Moments
from tests.walk.test_every_address import KINDS, OPENED, address, answered, expected, remember
from tests.walk.test_every_address import signed_in as as_somebody
from tests.walk.twin import Twin
from tests.walk.world import everybody, make_half, other_things

pytestmark = pytest.mark.django_db

SCHOOL_ACCOUNT = (
    "tests/accounts/test_school_account.py::"
    "test_the_right_person_is_let_in_to_where_they_were_going"
)
ON_A_TELEPHONE = (
    "tests/browser/test_pages_of_people.py::"
    "test_each_page_is_without_fault_and_walked_by_keyboard_as_whom_it_is_for"
)
ANSWER = (
    "tests/explore/choosing/test_answering.py::"
    "test_a_school_whose_head_has_no_account_gets_a_letter_on_paper"
)
ELSEWHERE = {
    "account_school": SCHOOL_ACCOUNT,
    "account_school_again": SCHOOL_ACCOUNT,
    "account_school_back": SCHOOL_ACCOUNT,
    "explore:all-the-same": "tests/explore/choosing/test_all_the_same.py::"
    "test_a_school_that_would_be_red_is_offered_no_place_before_somebody_says_why",
    "explore:answer": "tests/explore/choosing/test_letters_of_answers.py::"
    "test_a_letter_that_could_not_be_sent_stands_on_the_list_with_what_to_do",
    "explore:answer-again": "tests/explore/choosing/test_letters_of_answers.py::"
    "test_it_is_sent_again_and_stands_there_no_more",
    "explore:answer-docx": ANSWER,
    "explore:answer-pdf": ANSWER,
    "explore:take-back-playbook": "tests/explore/playbooks/test_adding.py::"
    "test_a_key_is_free_again_once_its_playbook_was_taken_back",
    "explore:take-back-rubric": "tests/explore/reviewing/test_rubrics.py::"
    "test_who_leads_a_programme_brings_one_sees_it_first_and_takes_it_back",
    "people:look-again": "tests/people/test_imports_by_page.py::"
    "test_too_few_schools_can_be_right_when_somebody_says_why",
    "people:part": "tests/people/test_joins.py::"
    "test_what_files_say_is_one_school_is_parted_and_told_on_both_pages",
    "prepare:keep-memorandum": ON_A_TELEPHONE,
    "prepare:make-offer": "tests/prepare/offering/test_offer_pages.py::"
    "test_a_place_is_offered_read_and_accepted",
    "prepare:memorandum-scan": "tests/prepare/memoranda/test_on_paper.py::"
    "test_who_reads_the_memorandum_takes_the_scan_and_nobody_else",
    "prepare:reaffirm-memorandum": "tests/prepare/memoranda/test_pages.py::"
    "test_a_head_who_came_since_is_late_after_twenty_school_days_and_stands_by_it_when_fresh",
    "prepare:replace-scan": "tests/prepare/memoranda/test_wrong_papers.py::"
    "test_the_page_leads_to_it_and_says_what_is_missing",
    "prepare:send-memorandum": "tests/prepare/memoranda/test_pages.py::"
    "test_what_a_variation_would_change_is_read_before_it_is_sent",
    "prepare:sign-by-link": "tests/prepare/memoranda/test_links.py::"
    "test_a_chair_reads_and_signs_without_an_account",
}
"""What takes a provider, a letter, a file or several people to open, and the test that opens it."""

Shut = set[tuple[str, str]]
"""Addresses and methods that have let nobody in so far."""


@pytest.fixture
def halves():
    """One programme with a thing of each kind, and one in which nothing has happened yet."""
    return make_half("Alder"), make_half("Cedar")


def test_every_address_lets_somebody_in_at_some_moment(halves, record_property):
    with_things, bare = halves
    shut: Shut = {
        (page.name, method)
        for page in permissions.pages().values()
        for method in page.operations
        if page.name not in ELSEWHERE
    }
    n, first, people = len(shut), everybody(with_things), everybody(bare)
    other_things(with_things)
    open_up(shut, first, {}, Moment(with_things.things))
    n_at_once = n - len(shut)
    idle, moments = [], list(Moments(bare, people))
    clients = {user: as_somebody(user) for user in people.values()}
    for name, make in moments:
        with transaction.atomic():
            n_before = len(shut)
            open_up(shut, people, clients, make())
            transaction.set_rollback(True)
        if len(shut) == n_before:
            idle.append(name)
    record_property(
        "said",
        f"let in: {n:,} addresses and methods, {n_at_once:,} at once and "
        f"{n - n_at_once - len(shut):,} more at {len(moments)} other moments, {len(ELSEWHERE)} "
        f"addresses by tests of their own; {len(shut)} let nobody in",
    )
    assert (shut, idle) == (set(), []), "Who lets nobody in; and when nothing opens that was shut"


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_opens_elsewhere_is_opened_by_a_test_that_there_is(name):
    assert name in permissions.pages()
    file, _, test = ELSEWHERE[name].partition("::")
    assert f"def {test}(" in (ROOT / file).read_text()


def open_up(
    shut: Shut, people: dict[str, User], clients: dict[User, Client], moment: Moment
) -> None:
    """Ask for what is shut and about these things, as each person whom the table lets in, until one
    is let in; and strike it out."""
    remember()
    twin = Twin(timezone.localdate())
    for name, method in sorted(shut):
        page = permissions.pages()[name]
        thing = moment.things.get(page.of)
        if page.of and thing is None:
            continue
        where = place(page, thing, moment)
        for user in people.values():
            if expected(twin, user, page, method, thing) != "opened":
                continue
            if user not in clients:
                clients[user] = as_somebody(user)
            if is_let_in(answered(clients[user], method, where)):
                shut.discard((name, method))
                break


def place(page: Page, thing: object, moment: Moment) -> str:
    """The address, with what the moment says of it."""
    if page.name not in moment.also:
        return address(page, thing)
    named = {KINDS[page.of].parameter: getattr(thing, KINDS[page.of].parameter)} if page.of else {}
    return reverse(page.name, kwargs=named | moment.also[page.name])


def is_let_in(answer: HttpResponse) -> bool:
    """Also who was let in to keep words, and sent none: the rule is asked before they are read."""
    return answer.status_code in OPENED or NOT_READ.encode() in answer.getvalue()
