"""The pages of reviews: for whom they are, what they say, what they do."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from leadwell.accounts.acting import acting_as
from leadwell.audit.models import Event
from leadwell.explore.models import Review
from leadwell.explore.reviewing import shelf
from leadwell.explore.reviewing.actions.rubrics import keep
from leadwell.explore.reviewing.hashing import sha256
from leadwell.people.models import Draft, Role, RoleHeld
from leadwell.people.roles import actions as roles
from tests.accounts.signing_in import PASSWORD
from tests.explore.reviewing.conftest import signed_in
from tests.factories import (
    NOON,
    holder_of,
    make_enrolment,
    make_programme,
    make_trust,
)
from tests.kept import press
from tests.reviewed import make_review

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"explore:{name}", args=args)


def answers(domain, level="2", kinds=("books", "plans"), text="Pupils explain how they know"):
    """What a form of one domain sends."""
    return {
        f"{each.key}-{name}": value
        for each in domain.criteria
        for name, value in (("level", level), ("evidence", kinds), ("text", text))
    }


def told(answer):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


def drafts(user):
    with acting_as(user.pk):
        return list(Draft.objects.filter(form__startswith="review-view/"))


def test_a_view_is_written_page_by_page_kept_and_handed_in(world):
    client = signed_in(world.leader)
    opened = client.post(
        url("open-review", world.enrolment.pk),
        {"rubric": "disadvantaged-pupils/1", "school": world.leader.person.pk,
         "second": world.manager.person.pk},
    )  # fmt: skip
    assert opened.url == url("reviews-of", world.enrolment.pk)
    review = Review.objects.get()
    assert "Write your view" in client.get(review.get_absolute_url()).text
    domains = shelf.of_rubric(review.rubric).domains
    first = url("write-view", review.pk, domains[0].key)
    page = client.get(first)
    assert "Not yet: It is seen as the work of one person." in page.text
    assert 'data-keep="' in page.text
    one_kind = client.post(first, answers(domains[0], level="3", kinds=("books",)))
    assert one_kind.text.count("Add a second kind of evidence: level 3 rests on two") == 6
    assert len(drafts(world.leader)) == 1  # what was typed is kept all the same
    for n, domain in enumerate(domains):
        sent = client.post(
            url("write-view", review.pk, domain.key),
            answers(domain) | {"then": "continue", "kept-version": "0" if n else "1"},
        )
        after = (
            url("write-view", review.pk, domains[n + 1].key)
            if n < 5
            else url("submit-view", review.pk)
        )
        assert sent.url == after
    assert client.post(url("submit-view", review.pk)).url == review.get_absolute_url()
    review.refresh_from_db()
    assert (review.state, drafts(world.leader)) == ("school_view", [])
    stays = client.get(first)
    assert (stays.status_code, "Your view is in" in stays.text) == (403, True)


def test_in_a_small_school_the_head_is_senior_leader_too_and_gives_the_second_view(world):
    part = make_enrolment(hub=world.enrolment.hub)
    at = {"school": part.school}
    leader, head = holder_of(Role.SUBJECT_LEADER, **at), holder_of(Role.HEADTEACHER, **at)
    page = url("open-review", part.pk)
    assert "the head is named senior leader too" in signed_in(leader).get(page).text
    given = RoleHeld(
        person=head.person, role=Role.SENIOR_LEADER, school=part.school, starts_on=NOON.date()
    )
    roles.give_role(given=given, by=holder_of(Role.HUB_LEAD, hub=part.hub), at=NOON)
    sent = {"school": leader.person.pk, "second": head.person.pk}
    signed_in(leader).post(page, sent | {"rubric": "disadvantaged-pupils/1"})
    review = Review.objects.get()
    assert "Write your view" in signed_in(head).get(review.get_absolute_url()).text


def test_words_are_kept_without_pressing_anything_and_only_for_their_author(world):
    review = world.open()
    slug = shelf.of_rubric(review.rubric).domains[0].key
    client = signed_in(world.leader)
    key = re.search(r'data-key="([^"]+)"', client.get(url("write-view", review.pk, slug)).text)[1]
    words = {"everyones-work-text": "Half a sent"}
    sent = {"key": key, "words": words, "base": 0, "device": "a", "turn": 1}
    kept = client.post(url("keep-view", review.pk, slug), sent, content_type="application/json")
    assert kept.json()["version"] == 1
    assert "Half a sent" in client.get(url("write-view", review.pk, slug)).text
    for other in (world.manager, world.specialist, world.head):
        answer = signed_in(other).get(url("write-view", review.pk, slug))
        assert "Half a sent" not in answer.text
        assert drafts(other) == []


def test_neither_reads_the_other_before_both_are_open(world):
    review = world.open()
    world.hand_in(review, world.leader, 4)
    for other in (world.manager, world.specialist, world.head, world.lead):
        page = signed_in(other).get(review.get_absolute_url())
        assert "embedded" not in page.text.split("<main")[1]
        assert "Pupils explain to a partner" not in page.text
        meeting = signed_in(other).get(url("meeting", review.pk))
        assert meeting.status_code == 302
    slug = shelf.of_rubric(review.rubric).domains[0].key
    other = signed_in(world.specialist).get(url("write-view", review.pk, slug))
    assert (other.status_code, "somebody else’s" in other.text) == (403, True)


def test_the_meeting_begins_where_the_two_are_far_apart_and_both_stay_visible(world):
    review = world.met(strategy=4, present=1, early=3)
    client = signed_in(world.leader)
    page = client.get(url("meeting", review.pk)).text
    assert "0 of 18 agreed" in page
    places = [page.index(each) for each in ('id="apart"', 'id="c-strategy"', 'id="others"')]
    assert sorted(places) == places
    assert page.index('id="c-present"') > places[-1]
    one = url("agree-level", review.pk, "strategy")
    form = client.get(one).text
    assert "2 emerging" in form
    assert "4 embedded" in form
    refused = press(
        client, one, {"strategy-level": "3", "strategy-evidence": ["books"], "strategy-text": "x"}
    )
    assert "Add a second kind of evidence" in refused.text
    said = {
        "strategy-level": "3",
        "strategy-evidence": ["books", "data"],
        "strategy-text": "A plan of three years",
    }
    assert press(client, one, said).url == url("meeting", review.pk)
    again = client.get(url("meeting", review.pk)).text
    row = again[
        again.index('id="c-strategy"') : again.index("</li>", again.index('id="c-strategy"'))
    ]
    assert [word in row for word in ("Agreed: 3 secure", "2 emerging", "4 embedded")] == [True] * 3
    client.post(url("agree-same", review.pk))
    assert "16 of 18 agreed" in client.get(url("meeting", review.pk)).text


def test_names_and_grades_in_a_review_are_warned_of_and_the_yes_is_logged(world):
    review = world.met()
    client, one = signed_in(world.leader), url("agree-level", review.pk, "strategy")
    name = world.head.person.name
    said = {
        "strategy-level": "2",
        "strategy-evidence": ["books"],
        "strategy-text": f"As {name} said to us",
    }
    warned = press(client, one, said)
    assert "Read this before you send it" in warned.text
    assert not review.agreed.exists()
    assert press(client, one, said | {"guard_read": "yes"}).status_code == 302
    event = Event.objects.get(verb="read warnings")
    assert (event.detail, name in str(event.detail)) == ({"name": 1}, False)


def test_headlines_want_a_strength_and_a_need(world):
    review = world.met()
    client, page = signed_in(world.leader), url("headlines", review.pk)
    assert "at least one strength" in press(client, page, {"need-1": "Time"}).text
    sent = {"strength-1": "Books are kept well", "need-1": "Time to lead", "about-1": "strategy"}
    assert press(client, page, sent).status_code == 302
    assert [one.text for one in review.headlines.all()] == ["Time to lead", "Books are kept well"]


def test_the_head_signs_on_one_short_page_and_the_profile_is_one_side(world):
    review = world.agreed(strategy=4, present=0)
    world.head.set_password(PASSWORD)
    world.head.save()
    client = signed_in(world.head)
    assert "/sign-in/again/" in client.get(url("sign-review", review.pk)).url
    client.post(url("sign-review", review.pk))
    review.refresh_from_db()
    assert review.state == "agreed"
    client.logout()
    client.post(reverse("account_login"), {"login": world.head.email, "password": PASSWORD})
    page = client.get(url("sign-review", review.pk))
    assert sha256(review) in page.text
    done = client.post(url("sign-review", review.pk), {"shown": sha256(review)})
    assert done.url == url("profile", review.pk)
    profile = client.get(done.url).text
    assert "cannot say" in profile
    assert not re.search(
        r"total|average|score", profile.split("<main")[1].lower().replace("never added up", "")
    )
    file = client.get(url("profile-pdf", review.pk))
    pdf = PdfReader(BytesIO(b"".join(file) if file.streaming else file.content))
    assert len(pdf.pages) == 1
    text = pdf.pages[0].extract_text()
    assert "A strategy of a few things" in text
    assert "embedded" in text


def test_again_last_levels_stand_beside_and_change_says_what_moved_up(world):
    first = world.signed(None, strategy=1, early=4, present=0)
    client = signed_in(world.leader)
    page = client.get(url("reviews-of", world.enrolment.pk)).text
    assert "Repeat Disadvantaged pupils" in page
    sent = {"point": "mid", "school": world.leader.person.pk, "second": world.manager.person.pk}
    client.post(url("review-again", first.pk), sent)
    again = Review.objects.get(point="mid")
    slug = shelf.of_rubric(again.rubric).domains[0].key
    assert "Last time: 1 not yet" in client.get(url("write-view", again.pk, slug)).text
    assert "Nothing is agreed yet" in client.get(url("review-change", again.pk)).text
    world.signed(again, strategy=3, early=2, present=2)
    change = client.get(url("review-change", again.pk)).text
    assert "Moved up: 1 of 17. Moved down: 1. As before: 15. Not to be compared" in change
    assert "1 not yet, now 3 secure" in change
    assert client.get(url("review-change", first.pk)).status_code == 403


def test_each_reads_what_the_table_gives_them_and_strangers_cannot_tell(world):
    review = world.agreed()
    trust = make_trust()
    world.enrolment.school.trust = trust
    world.enrolment.school.save()
    programme = {"programme": world.enrolment.programme}
    chief = signed_in(holder_of(Role.CHIEF_EXECUTIVE, trust=trust))
    manager = signed_in(holder_of(Role.PROJECT_MANAGER, **programme))
    board = signed_in(holder_of(Role.STRATEGIC_BOARD_MEMBER, **programme))
    stranger = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    page, lines = review.get_absolute_url(), url("reviews", "LARK")
    assert [one.get(page).status_code for one in (chief, manager, board, stranger)] == [404] * 4
    assert told(stranger.get(page)) == told(stranger.get("/reviews/987654321/"))
    assert "Tansy Hill" in manager.get(lines).text
    assert page not in manager.get(lines).text
    counted = board.get(lines).text
    assert "1 school has a review: 1 agreed, to be signed" in " ".join(counted.split())
    assert "Tansy Hill" not in counted
    assert "Tansy Hill" not in chief.get(lines).text
    make_review(state="signed", enrolment=world.enrolment, point="baseline", rubric=_other())
    assert "Tansy Hill" in chief.get(lines).text
    governor = signed_in(holder_of(Role.GOVERNOR, school=world.enrolment.school))
    assert governor.get(page).status_code == 404


def _other():
    return keep(shelf.find("primary-mathematics", 1), at=NOON)


def test_a_list_of_many_reviews_takes_no_more_questions_than_one(world):
    lead, programme = signed_in(world.lead), world.enrolment.programme

    def n():
        with CaptureQueriesContext(connection) as asked:
            lead.get(url("reviews", "LARK"))
        return len(asked)

    make_review(enrolment=world.enrolment)
    few = n()
    for _ in range(3):
        make_review(enrolment=make_enrolment(programme=programme))
    assert n() == few
