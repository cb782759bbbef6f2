"""Each address, with each method, tried by everybody on a thing in reach, one out of reach and one
that does not exist. What is expected is worked out from the permission table."""

import re
from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Disposal
from leadwell.deliver.models import Note, Visit
from leadwell.evaluation.models import Evaluation, Finding
from leadwell.explore.models import (
    Candidate,
    Initiative,
    Interest,
    PeerFinding,
    PeerReview,
    PeerReviewer,
    Review,
)
from leadwell.govern.models import Decision, GovernorsReport, ReportQuestion
from leadwell.lib import academic_year as years
from leadwell.people import permissions
from leadwell.people.models import (
    Breach,
    Complaint,
    Erasure,
    Handover,
    HandoverStep,
    Person,
    RoleHeld,
    SubjectRequest,
)
from leadwell.people.permissions import Operation, Page, Without
from leadwell.prepare.models import (
    AgreedAction,
    Credential,
    DeclaredInterest,
    Deployment,
    Memorandum,
    MemorandumQuery,
    Plan,
    PlannedRound,
    Priority,
    Specialist,
)
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    Enrolment,
    Hub,
    Instrument,
    Obligation,
    OwnLesson,
    Programme,
    Strand,
)
from leadwell.schools.models import IdentityDecision, Load, School
from tests.house.test_open_pages import PAGES as ADDRESSES
from tests.walk.twin import Twin
from tests.walk.world import everybody, make_half, other_things

pytestmark = pytest.mark.django_db

MASKED = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
NAMES_ALSO = frozenset({Without.CONTENT})
OPENED = {200, 302, 303}


@dataclass(frozen=True)
class Kind:
    """How an address names a thing of a kind, and what no thing of the kind is called."""

    model: type[models.Model]
    parameter: str = "pk"
    none_such: object = 987_654_321


KINDS = {
    "programme": Kind(Programme, "code", "NONESUCH"),
    "hub": Kind(Hub),
    "enrolment": Kind(Enrolment),
    "deliver.Visit": Kind(Visit),
    "deliver.Note": Kind(Note),
    "evaluation.Evaluation": Kind(Evaluation),
    "evaluation.Finding": Kind(Finding),
    "govern.Decision": Kind(Decision),
    "govern.GovernorsReport": Kind(GovernorsReport),
    "govern.ReportQuestion": Kind(ReportQuestion),
    "explore.Initiative": Kind(Initiative),
    "explore.Candidate": Kind(Candidate),
    "explore.Review": Kind(Review),
    "explore.PeerReview": Kind(PeerReview),
    "explore.PeerReviewer": Kind(PeerReviewer),
    "explore.PeerFinding": Kind(PeerFinding),
    "explore.Interest": Kind(Interest),
    "strand": Kind(Strand),
    "prepare.AgreedAction": Kind(AgreedAction),
    "prepare.Specialist": Kind(Specialist),
    "prepare.Deployment": Kind(Deployment),
    "prepare.Credential": Kind(Credential),
    "prepare.DeclaredInterest": Kind(DeclaredInterest),
    "prepare.Memorandum": Kind(Memorandum),
    "prepare.MemorandumQuery": Kind(MemorandumQuery),
    "programmes.Obligation": Kind(Obligation),
    "prepare.Plan": Kind(Plan),
    "prepare.PlannedRound": Kind(PlannedRound),
    "prepare.Priority": Kind(Priority),
    "programmes.Instrument": Kind(Instrument),
    "ingredient": Kind(ActiveIngredient),
    "aim": Kind(Aim),
    "controller": Kind(Controller),
    "school": Kind(School, "urn", 100_001),
    "programmes.OwnLesson": Kind(OwnLesson),
    "person": Kind(Person),
    "role": Kind(RoleHeld),
    "handover": Kind(Handover),
    "step": Kind(HandoverStep),
    "load": Kind(Load),
    "decision": Kind(IdentityDecision),
    "request": Kind(SubjectRequest),
    "erasure": Kind(Erasure),
    "disposal": Kind(Disposal),
    "breach": Kind(Breach),
    "complaint": Kind(Complaint),
}
A_FEW = {"no role", "SYS", "HT"}
ALSO = {
    "people:contact-add": {"kind": "deputy"},
    "evaluation:coded-csv": {"key": "schools"},
    "explore:design-year": {"year": 1},
    "deliver:write-note": {"slug": "seen"},
    "deliver:keep-note": {"slug": "seen"},
    "deliver:choose-words": {"slug": "seen"},
    "explore:answer-lesson": {"key": "governors-are-told"},
    "prepare:propose": {"specialist": 987_654_321},
    "prepare:round-school": {"school": 987_654_321},
    "prepare:specialist-days": {"year": years.of(timezone.localdate())},
    "deliver:note-version": {"number": 1},
    "deliver:note-version-pdf": {"number": 1},
    "deliver:attachment": {"number": 1},
    "deliver:detach": {"number": 1},
    "people:notice": {"number": 1, "audience": "families"},
    "people:notice-pdf": {"number": 1, "audience": "staff"},
    "people:notice-docx": {"number": 1, "audience": "families"},
    "prepare:memorandum-version": {"number": 1},
    "prepare:memorandum-docx": {"number": 1},
    "prepare:memorandum-pdf": {"number": 2},
    "prepare:memorandum-paper": {"party": "chair"},
    "prepare:memorandum-scan": {"number": 1, "party": "chair"},
    "prepare:replace-scan": {"number": 1, "party": "chair"},
    "prepare:memorandum-link": {"party": "chair"},
    "explore:overload-reason": {"urn": 100_001},
    "explore:write-view": {"slug": "leadership"},
    "explore:keep-view": {"slug": "leadership"},
    "explore:choose-view": {"slug": "leadership"},
    "explore:agree-level": {"slug": "strategy"},
    "explore:keep-level": {"slug": "strategy"},
    "explore:choose-level": {"slug": "strategy"},
    "explore:drop-reviewer": {"number": 987_654_321},
    "explore:change-heard": {"number": 987_654_321},
    "explore:take-back-heard": {"number": 987_654_321},
    "explore:invite-school": {"urn": 100_001},
    "deliver:take-signing-back": {"delegation": 987_654_321},
}
"""What an address says besides which thing it is about."""


def test_the_table_knows_every_address_and_no_other():
    assert set(permissions.pages()) == set(ADDRESSES)


@pytest.fixture
def world():
    here, there = make_half("Alder"), make_half("Birch")
    people = everybody(here)
    everybody(there)
    for half in (here, there):
        other_things(half)
    remember()
    return here, there, people, Twin(timezone.localdate())


@pytest.mark.parametrize("turn", range(6))
def test_everybody_everywhere(world, turn, record_property):
    """Split only so that several processes share the walk, to the end."""
    here, there, people, twin = world
    tried: Counter[str] = Counter()
    surprises = []
    for who, user in sorted(people.items())[turn::6]:
        client = signed_in(user)
        for page in permissions.pages().values():
            if is_the_same_for_all(page) and who not in A_FEW:
                continue
            places = [*things(page, here, there)]
            if not twin.held(user):  # what is here is as far for them as what is there
                places = [one for one in places if one[0] != "there"]
            for method in page.operations:
                absent: list[HttpResponse] = []
                for where, thing in places:
                    answer = ask(client, page, method, thing)
                    wanted = expected(twin, user, page, method, thing)
                    tried[wanted] += 1
                    tried["later"] += wanted == "opened" and answer.status_code not in OPENED
                    if wanted == "not found":
                        absent.append(answer)
                    if not fits(answer.status_code, wanted, page):
                        said = f"{who} {method} {page.name} {where}: "
                        surprises.append(f"{said}{answer.status_code}, expected {wanted}")
                if len({told(answer) for answer in absent}) > 1:
                    surprises.append(f"{who} {method} {page.name}: can tell absent from far")
    record_property("said", summary(turn, people, tried, len(surprises)))
    assert not surprises, f"{len(surprises)} surprises\n" + "\n".join(surprises[:200])
    assert tried["not found"] > 100
    assert tried["refused"] > 100


def test_a_method_that_an_address_does_not_take_is_refused(world):
    here, there, people, _ = world
    client = signed_in(people["SYS"])
    took = {
        (page.name, method)
        for page in permissions.pages().values()
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - set(page.operations)
        if ask(client, page, method, next(things(page, here, there))[1]).status_code
        not in {403, 404, 405}
    }
    assert took == set()


def test_a_stranger_is_asked_to_sign_in_whatever_there_is(world, client):
    here, there, *_ = world
    for page in permissions.pages().values():
        if page.audience == "strangers":
            continue
        for _, thing in things(page, here, there):
            answer = ask(client, page, "GET", thing)
            assert answer.status_code == 302, page.name
            assert answer.url.startswith(reverse("account_login")), page.name


def test_who_may_sign_in_no_more_is_a_stranger(world, client):
    *_, people, _ = world
    user = people["PL"]
    client.force_login(user)
    assert client.get(reverse("accounts:account")).status_code == 200
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("accounts:account")).status_code == 302


def summary(turn: int, people: dict[str, object], tried: Counter[str], n_surprises: int) -> str:
    """later: opened by the table, and refused by the moment, as a page that `depends` may."""
    n_people = len(sorted(people)[turn::6])
    n = tried["opened"] + tried["refused"] + tried["not found"]
    return (
        f"walk {turn + 1} of 6: {len(ADDRESSES)} addresses, {n_people} of {len(people)} people, "
        f"things here, there and nowhere: {n:,} tries; {tried['opened']:,} opened "
        f"({tried['later']:,} of them refused by the moment), {tried['refused']:,} refused, "
        f"{tried['not found']:,} not found; {n_surprises} surprises"
    )


def is_the_same_for_all(page: Page) -> bool:
    """Public figures, and one's own account: tried by few, since nothing depends on who asks."""
    return bool(page.audience) or page.record == "published"


def things(page: Page, here, there):
    """What to try an address on: things near and far, and none such."""
    if not page.of:
        yield "", None
        return
    for where, half in (("here", here), ("there", there)):
        yield where, half.things[page.of]
    yield "nowhere", None


def signed_in(user) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    remember()
    return client


def remember() -> None:
    """What the database holds now, it holds again behind each ask."""
    with connection.cursor() as cursor:
        cursor.execute("savepoint before_each")


def ask(client: Client, page: Page, method: str, thing) -> HttpResponse:
    return answered(client, method, address(page, thing))


def answered(client: Client, method: str, where: str) -> HttpResponse:
    """The answer, and whatever it did undone, signing out too."""
    client.cookies.pop("messages", None)  # what the page before had to say
    cookies = {name: one.value for name, one in client.cookies.items()}
    answer = client.generic(method, where)
    _ = answer.getvalue()
    with connection.cursor() as cursor:
        cursor.execute("rollback to savepoint before_each")
    client.cookies.clear()
    client.cookies.load(cookies)
    return answer


def address(page: Page, thing) -> str:
    if not page.of:
        return ADDRESSES[page.name]
    kind = KINDS[page.of]
    named = getattr(thing, kind.parameter) if thing else kind.none_such
    return reverse(page.name, kwargs={kind.parameter: named} | ALSO.get(page.name, {}))


def expected(twin: Twin, user, page: Page, method: str, thing) -> str:
    """ "opened", "refused" or "not found", by the table alone."""
    operation = page.operations[method]
    if page.audience or page.is_list:
        return "opened"
    if not page.of:
        return "opened" if twin.may_somewhere(user, page.record, operation) else "refused"
    if thing is None or not twin.may(user, page.sees, Operation.READ, thing, page_leaves(page)):
        return "not found"
    may = twin.may(user, page.record, operation, thing, page.leaves)
    return "opened" if may else "refused"


def page_leaves(page: Page) -> frozenset[Without]:
    """What one may see no more of, and still be told why not."""
    if page.is_known:
        return frozenset(Without) - {Without.NAMES}
    return page.leaves | (NAMES_ALSO if page.sees == "programme" else frozenset())


def fits(status: int, wanted: str, page: Page) -> bool:
    if wanted == "opened":
        return status in OPENED or (page.depends and status in {400, 403, 404})
    return status == (403 if wanted == "refused" else 404)


def told(answer: HttpResponse) -> tuple[object, ...]:
    """All that an answer tells, without the sign-out form's token, which is masked anew each time."""
    return (
        answer.status_code,
        tuple(sorted(answer.headers.items())),
        MASKED.sub(b"", answer.getvalue()),
    )
