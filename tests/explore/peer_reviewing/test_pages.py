"""The pages of peer reviews: for whom they are, what they say, what they do."""

import re
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from leadwell.audit.models import Event
from leadwell.explore.models import PeerReview, TakenHome
from leadwell.people.models import Role
from leadwell.web.templatetags.leadwell import day_and_year
from tests.explore.peer_reviewing.conftest import DAY, signed_in
from tests.factories import holder_of, make_enrolment, make_programme, make_trust
from tests.kept import press
from tests.peer_reviewed import make_peer_review

pytestmark = pytest.mark.django_db
FINDING = {
    "working": "Talk in pairs", "evidence": "Six lessons", "better": "pupils wrote a reason",
    "to_whom": "both",
}  # fmt: skip
PLANNED = {"kind": "peer", "starts_on": DAY.isoformat(), "ends_on": DAY.isoformat()}


def url(name, *args):
    return reverse(f"explore:{name}", args=args)


def told(answer):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)


def test_from_planning_to_closing_by_pages_alone(world):
    deputy, specialist = signed_in(world.deputy), signed_in(world.specialist)
    page = deputy.get(url("peer-reviews-of", world.enrolment.pk)).text
    assert url("plan-peer-review", world.enrolment.pk) in page
    sent = PLANNED | {"question-1": "Do pupils explain?"}
    planned = deputy.post(url("plan-peer-review", world.enrolment.pk), sent)
    review = PeerReview.objects.get()
    assert planned.url == review.get_absolute_url()
    who = {"name": "Wren Ashby", "school": str(world.home.urn)}
    assert deputy.post(url("add-reviewer", review.pk), who).url == review.get_absolute_url()
    assert "Alder Brook" in deputy.get(review.get_absolute_url()).text
    deputy.post(url("begin-self-review", review.pk))
    deputy.post(url("say-own-view", review.pk), {"own-1": "Some of them do"})
    specialist.post(url("arrive-peer-review", review.pk))
    assert specialist.post(url("write-finding", review.pk), FINDING).status_code == 302
    early = specialist.get(url("give-feedback", review.pk))
    assert (early.status_code, "two kinds of evidence" in early.text) == (403, True)
    one_kind = {"evidence": ["books"], "limits": "Two classes"}
    assert "Add a second kind" in specialist.post(url("say-ground", review.pk), one_kind).text
    specialist.post(url("say-ground", review.pk), one_kind | {"evidence": ["books", "pupils"]})
    heard = {"leader_told_on": DAY.isoformat(), "senior_told_on": DAY.isoformat()}
    specialist.post(url("give-feedback", review.pk), heard)
    review.refresh_from_db()
    assert review.state == "feedback"
    finding = review.findings.get()
    answer = {"how": "part", "because": "In Key Stage 1"}
    assert deputy.post(url("answer-finding", finding.pk), answer).status_code == 302
    deputy.post(url("respond-peer-review", review.pk))
    head = signed_in(world.head)
    head.post(url("close-peer-review", review.pk))
    review.refresh_from_db()
    assert review.is_closed
    said = " ".join(signed_in(world.lead).get(review.get_absolute_url()).text.split())
    assert "pupils wrote a reason" in said
    assert "accepted in part" in said
    day = " ".join(day_and_year(DAY).split())
    assert f"Said to whoever leads the subject and to senior leaders on {day}." in said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"question-1": ""}, "Write at least one question"),
        ({"ends_on": "2026-11-01"}, "The last day cannot be before the first"),
        ({"kind": ""}, "Choose what kind of review it is"),
    ],
)
def test_what_is_missing_is_said_where_it_is(world, changed, said):
    sent = PLANNED | {"question-1": "Do pupils explain?"} | changed
    page = signed_in(world.head).post(url("plan-peer-review", world.enrolment.pk), sent)
    assert said in page.text
    assert not PeerReview.objects.exists()


def test_a_reviewer_comes_from_a_school_or_from_somebody_else_and_not_from_here(world):
    review, client = world.planned(), signed_in(world.head)
    add = url("add-reviewer", review.pk)
    nowhere = client.post(add, {"name": "Ann Other"})
    assert "Say at which school they work, or for whom" in nowhere.text
    here = {"name": "Ann Other", "school": str(world.enrolment.school.urn)}
    assert "A reviewer comes from outside" in client.post(add, here).text
    both = {"name": "Ann Other", "school": str(world.home.urn), "organisation": "HMI"}
    assert "not both" in client.post(add, both).text
    assert review.reviewers.count() == 1
    told = {"name": "Ann Other", "organisation": "HMI", "interest": "Taught here until 2020"}
    client.post(add, told)
    page = client.get(review.get_absolute_url()).text
    assert "Interest: Taught here until 2020" in page
    other = review.reviewers.exclude(organisation="").get()
    client.post(url("drop-reviewer", review.pk, other.pk))
    assert review.reviewers.count() == 1


def test_a_reviewer_of_the_same_trust_is_marked(world):
    trust = make_trust()
    for school in (world.home, world.enrolment.school):
        school.trust = trust
        school.save()
    page = signed_in(world.head).get(world.planned().get_absolute_url()).text
    assert "Same trust as the school." in page


def test_names_and_grades_are_warned_of_and_the_yes_is_logged(world):
    review, client = world.on_site(), signed_in(world.specialist)
    name = world.head.person.name
    for words in (f"As {name} said to us", "Teachers’ questioning requires improvement"):
        warned = press(client, url("write-finding", review.pk), FINDING | {"working": words})
        assert "Read this before you send it" in warned.text, words
    assert not review.findings.exists()
    said = FINDING | {"working": f"As {name} said to us", "guard_read": "yes"}
    assert press(client, url("write-finding", review.pk), said).status_code == 302
    event = Event.objects.get(verb="read warnings")
    assert (event.detail, name in str(event.detail)) == ({"name": 1}, False)


def test_whoever_leads_the_subject_hears_it_before_they_read_it(world):
    review, client = world.found(), signed_in(world.leader)
    page = client.get(review.get_absolute_url()).text
    assert "Talk in pairs" not in page
    assert "Two classes of seven" not in page
    assert "said aloud before it is read" in page
    assert client.get(url("peer-review-pdf", review.pk)).status_code == 403
    assert client.get(url("change-finding", review.findings.get().pk)).status_code == 403
    assert "Talk in pairs" in signed_in(world.specialist).get(review.get_absolute_url()).text


def test_each_reads_what_the_table_gives_them_and_strangers_cannot_tell(world):
    review = world.answered()
    programme = {"programme": world.enrolment.programme}
    manager = signed_in(holder_of(Role.PROJECT_MANAGER, **programme))
    board = signed_in(holder_of(Role.STRATEGIC_BOARD_MEMBER, **programme))
    governor = signed_in(holder_of(Role.GOVERNOR, school=world.enrolment.school))
    stranger = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=make_programme()))
    lead, home = signed_in(world.lead), signed_in(world.other_head)
    page, lines = review.get_absolute_url(), url("peer-reviews", "LARK")
    shut = (manager, board, governor, stranger, lead, home)
    assert [one.get(page).status_code for one in shut] == [404] * 6
    assert told(stranger.get(page)) == told(stranger.get("/peer-reviews/987654321/"))
    assert "Tansy Hill" in manager.get(lines).text
    assert page not in manager.get(lines).text
    assert board.get(lines).status_code == 403
    assert "Tansy Hill" not in lead.get(lines).text
    signed_in(world.head).post(url("close-peer-review", review.pk))
    assert page in lead.get(lines).text
    assert lead.get(page).status_code == 200
    assert [one.get(page).status_code for one in (manager, board, governor, home)] == [404] * 4


def test_the_wrong_role_is_told_why(world):
    review = world.told()
    finding = review.findings.get()
    for user, name, pk, why in (
        (world.leader, "plan-peer-review", world.enrolment.pk, "Only the head, senior leaders"),
        (world.specialist, "answer-finding", finding.pk, "answer for the school"),
        (world.deputy, "close-peer-review", review.pk, "Only the head closes"),
        (world.leader, "take-home", review.pk, "what their school is taking home"),
    ):
        answer = signed_in(user).get(url(name, pk))
        assert (answer.status_code, why in answer.text) == (403, True), name


def test_a_school_that_gave_a_review_writes_what_it_takes_home_and_reads_no_finding(world):
    review = world.told()
    reviewer, client = review.reviewers.get(), signed_in(world.other_head)
    assert "What are you taking home from Tansy Hill?" in client.get("/").text
    give = url("give-and-take", reviewer.pk)
    page = client.get(give).text
    assert "Read by the leaders of your school, and by whoever reads the peer review" in page
    assert "Talk in pairs" not in page
    done = client.post(give, {"text": "A review of our own"})
    assert TakenHome.objects.get().school == world.home
    own = client.get(done.url).text
    assert "A review of our own" in own
    assert "Talk in pairs" not in own
    assert "What are you taking home" not in client.get("/").text
    assert "A review of our own" in signed_in(world.head).get(review.get_absolute_url()).text
    for user in (world.head, world.specialist, world.lead):
        assert signed_in(user).get(give).status_code == 404


def test_the_first_page_says_what_waits_for_whom(world):
    world.found()
    assert "Say what was found at Tansy Hill" in signed_in(world.specialist).get("/").text
    review = make_peer_review(state="feedback", enrolment=world.enrolment)
    wanted = "Answer what the peer review of Tansy Hill found"
    assert wanted in signed_in(world.deputy).get("/").text
    assert wanted not in signed_in(world.specialist).get("/").text
    make_peer_review(state="response", enrolment=world.enrolment)
    assert "Close the peer review of Tansy Hill" in signed_in(world.head).get("/").text
    assert "Close the peer review" not in signed_in(world.deputy).get("/").text
    assert review.get_absolute_url() in signed_in(world.head).get("/").text


def test_on_paper_it_has_its_findings_and_answers_and_no_grade(world):
    review = world.closed()
    file = signed_in(world.lead).get(url("peer-review-pdf", review.pk))
    pdf = PdfReader(BytesIO(b"".join(file) if file.streaming else file.content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    for said in ("Talk in pairs", "every pupil wrote a reason", "Accepted", "Alder Brook",
                 "Two classes of seven", "No grade is given"):  # fmt: skip
        assert said in text, said


def test_a_list_of_many_takes_no_more_questions_than_one(world):
    lead, programme = signed_in(world.lead), world.enrolment.programme
    head, here = signed_in(world.head), world.enrolment

    def n(client, page):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        return len(asked)

    one = make_peer_review(state="closed", enrolment=here, n=1)
    make_peer_review(state="closed", home=here.school)
    pages = [(lead, url("peer-reviews", "LARK")), (head, url("peer-reviews-of", here.pk)),
             (head, one.get_absolute_url())]  # fmt: skip
    few = [n(*page) for page in pages]
    for _ in range(3):
        make_peer_review(state="closed", enrolment=make_enrolment(programme=programme))
        make_peer_review(state="closed", home=here.school)
    many = make_peer_review(state="closed", enrolment=here, n=4)
    assert [n(*page) for page in pages[:2]] == few[:2]
    assert n(head, many.get_absolute_url()) == few[2]
