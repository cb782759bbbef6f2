"""The ten ways in which somebody will try to break the rules of access.

Each is tried on the pages there are. Where a rule speaks of records whose forms are still to come
(notes of visits, governors' reports, board packs, the evaluator's file), what is tried is the
permission table that waits for them: they arrive with these walls.
"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people import access, permissions
from leadwell.people.models import BrokenGlass, Capacity, Role, RoleHeld
from leadwell.people.permissions import Grant, Operation, Reach, Without
from leadwell.people.roles import actions
from leadwell.programmes.models import Enrolment, Obligation, StageSpan
from tests.accounts.signing_in import PASSWORD, by_password
from tests.factories import (
    NOON,
    holder_of,
    make_administrator,
    make_colleague,
    make_enrolment,
    make_hub,
    make_organisation,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_trust,
)

pytestmark = pytest.mark.django_db

READ, SIGN = Operation.READ, Operation.SIGN
ANYTHING = frozenset(Without)
A_DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
NO_SUCH_URN, NO_SUCH = 100_001, 987_654_321
NOTES = ("note_draft", "note_shared", "note_released")
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def hub():
    return make_hub(make_programme(name="Number Sense"))


@pytest.fixture
def enrolment(hub) -> Enrolment:
    return make_enrolment(hub=hub)


@pytest.fixture
def head(enrolment) -> User:
    return holder_of(Role.HEADTEACHER, school=enrolment.school)


def told(client: Client, path: str, **query: str) -> tuple[object, ...]:
    answer = client.get(path, query)
    body = TOKEN.sub(b"", answer.getvalue())
    return (answer.status_code, sorted(answer.headers.items()), body)


def screens_of(enrolment: Enrolment) -> list[str]:
    """Every page that tells about a school in a programme."""
    urn = enrolment.school.urn
    return [
        reverse("people:enrolment", args=[enrolment.pk]),
        reverse("people:school-people", args=[urn]),
        reverse("reporting:so-far", args=[urn]),
        reverse("reporting:hub", args=[enrolment.hub_id]),
        reverse("reporting:programme", args=[enrolment.programme.code]),
    ]


def statuses(user: User, paths: list[str]) -> set[int]:
    client = Client()
    client.force_login(user)
    return {client.get(path).status_code for path in paths}


# 1. The number in the address bar


@pytest.mark.parametrize(
    "name",
    ["people:school-people", "reporting:so-far", "reporting:school-looked", "people:enrolment",
     "people:begin-stage", "people:person", "reporting:hub", "reporting:programme"],
)  # fmt: skip
def test_another_schools_number_gets_the_same_page_as_one_that_does_not_exist(client, head, name):
    far = make_enrolment()
    stranger = make_role(Role.HEADTEACHER, school=far.school).person
    there, nowhere = {
        "people:enrolment": (far.pk, NO_SUCH),
        "people:begin-stage": (far.pk, NO_SUCH),
        "people:person": (stranger.pk, NO_SUCH),
        "reporting:hub": (far.hub_id, NO_SUCH),
        "reporting:programme": (far.programme.code, "NONESUCH"),
    }.get(name, (far.school.urn, NO_SUCH_URN))
    client.force_login(head)
    answer = told(client, reverse(name, args=[there]))
    assert answer[0] == 404
    assert answer == told(client, reverse(name, args=[nowhere]))


# 2. The specialist whose deployment has ended


def test_a_specialist_loses_every_screen_of_the_school_the_day_after_the_deployment(enrolment):
    today = timezone.localdate()
    specialist = holder_of(Role.SPECIALIST, enrolment=enrolment, ends_on=today)
    screens = screens_of(enrolment)
    assert statuses(specialist, screens) == {200}
    RoleHeld.objects.filter(person__user=specialist).update(ends_on=today - A_DAY)
    assert statuses(specialist, screens) == {404}


def test_what_a_specialist_has_signed_stays_readable_by_the_school_and_not_by_them(enrolment, head):
    yesterday = timezone.localdate() - A_DAY
    gone = holder_of(Role.SPECIALIST, enrolment=enrolment, ends_on=yesterday)
    assert access.holds(head, "note_released", READ, on=enrolment)
    assert access.enrolments_for(head, key="note_released").get() == enrolment
    assert not access.holds(gone, "note_released", READ, on=enrolment, leaving_out=ANYTHING)
    brief = Client()
    brief.force_login(head)
    page = brief.get(reverse("people:enrolment", args=[enrolment.pk]))
    assert gone.name in page.text, "who was there, and until when, stays written"


# 3. The head who is replaced on 1 January

NEW_YEAR = date(2027, 1, 1)


@pytest.fixture
def replaced(enrolment, head):
    """Said in December: the old head's account, the new head's, and the handover."""
    StageSpan.objects.create(enrolment=enrolment, stage="explore", starts_on=date(2026, 9, 1))
    Obligation.objects.create(
        enrolment=enrolment, kind="note", detail="visit in November", due_on=date(2026, 11, 30)
    )
    lead = holder_of(Role.HUB_LEAD, hub=enrolment.hub)
    coming = make_colleague()
    with time_machine.travel(datetime(2026, 12, 7, 10, tzinfo=LONDON), tick=False):
        handover = actions.hand_over(
            role=RoleHeld.objects.get(person__user=head), to=coming, first_day=NEW_YEAR, by=lead,
            at=timezone.now(),
        )  # fmt: skip
    return head, coming.user, handover


def test_the_old_heads_access_ends_with_the_last_second_of_december(replaced, enrolment):
    old, new, _ = replaced
    with time_machine.travel(datetime(2026, 12, 31, 23, 59, 59, tzinfo=LONDON), tick=False):
        assert statuses(old, screens_of(enrolment)) == {200}
        assert statuses(new, screens_of(enrolment)) == {404}
    with time_machine.travel(datetime(2027, 1, 1, tzinfo=LONDON), tick=False):
        assert statuses(old, screens_of(enrolment)) == {404}
        assert statuses(new, screens_of(enrolment)) == {200}


def test_the_new_head_sees_the_whole_history_and_signs_what_waits(replaced, enrolment, client):
    old, new, handover = replaced
    with time_machine.travel(datetime(2027, 1, 1, 8, tzinfo=LONDON), tick=False):
        client.force_login(new)
        page = client.get(reverse("people:enrolment", args=[enrolment.pk])).text
        assert "visit in November" in page
        assert "in the explore stage, since" in page.lower()
        assert old.name in client.get(reverse("people:handover", args=[handover.pk])).text
        assert access.holds(new, "note_shared", SIGN, on=enrolment)
        assert access.holds(new, "note_released", READ, on=enrolment)
        assert not access.holds(old, "note_shared", READ, on=enrolment, leaving_out=ANYTHING)


# 4. The governor who asks for a note


def test_a_governor_gets_the_governors_report_and_not_the_note(enrolment):
    governor = holder_of(Role.GOVERNOR, school=enrolment.school)
    for note in NOTES:
        assert not access.holds(governor, note, READ, on=enrolment, leaving_out=ANYTHING)
        assert not access.enrolments_for(governor, key=note, leaving_out=ANYTHING).exists()
    released = frozenset({Without.RELEASED_ONLY})
    assert access.holds(governor, "governors_report", READ, on=enrolment, leaving_out=released)
    assert not access.holds(governor, "governors_report", READ, on=enrolment)


def test_a_governor_reads_no_page_that_names_people_below_senior_leaders(enrolment, client):
    leader = holder_of(Role.SUBJECT_LEADER, school=enrolment.school)
    link = holder_of(Role.SENIOR_LEADER, school=enrolment.school)
    client.force_login(holder_of(Role.GOVERNOR, school=enrolment.school))
    page = client.get(reverse("people:school-people", args=[enrolment.school.urn]))
    assert link.name in page.text
    assert leader.name not in page.text
    assert leader.email not in page.text
    refused = client.get(reverse("reporting:so-far", args=[enrolment.school.urn]))
    assert refused.status_code == 403
    assert leader.name not in refused.text


# 5. The chief executive of a trust


def test_a_chief_executive_sees_the_trusts_schools_and_of_the_rest_only_how_many(hub, client):
    trust = make_trust("Alder Trust")
    ours = make_enrolment(hub=hub, school=make_school(name="Ours Primary", trust=trust))
    theirs = make_enrolment(hub=hub, school=make_school(name="Theirs Primary"))
    chief = holder_of(Role.CHIEF_EXECUTIVE, trust=trust)
    client.force_login(chief)
    for path in (reverse("reporting:programme", args=[hub.programme.code]), "/my-schools/"):
        text = client.get(path).text
        assert "Ours Primary" in text
        assert "Theirs Primary" not in text
    programme = client.get(reverse("reporting:programme", args=[hub.programme.code])).text
    assert "2 schools take part" in programme
    assert client.get(reverse("people:enrolment", args=[ours.pk])).status_code == 200
    assert client.get(reverse("people:enrolment", args=[theirs.pk])).status_code == 404


def test_a_chief_executive_holds_nothing_of_another_trusts_school_not_even_figures(hub):
    chief = holder_of(Role.CHIEF_EXECUTIVE, trust=make_trust("Alder Trust"))
    make_enrolment(hub=hub, school=make_school(trust=make_trust("Alder Trust")))
    theirs = make_enrolment(hub=hub)
    anybodys = Grant(None, READ, Reach.EVERYWHERE, frozenset())
    for key, record in permissions.table().items():
        # Of notes there are counts of a whole programme's schools, through disclosure control.
        if key not in {"programme", "note_released"} and anybodys not in record.grants:
            assert not access.holds(chief, key, READ, on=theirs, leaving_out=ANYTHING), key
    released = frozenset({Without.RELEASED_ONLY})
    assert not access.holds(chief, "note_released", READ, on=theirs, leaving_out=released)


# 6. The link that is forwarded


def test_a_forwarded_link_asks_for_sign_in_and_refuses_who_is_no_member(hub, client):
    link = reverse("reporting:programme", args=[hub.programme.code])
    asked = client.get(link)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_login"))
    other = holder_of(Role.STEERING_GROUP_MEMBER, programme=make_programme())
    came = client.post(asked.url, {"login": other.email, "password": PASSWORD})
    assert came.url == link
    refused = client.get(link)
    assert refused.status_code == 404
    assert "Number Sense" not in refused.text
    member = holder_of(Role.STEERING_GROUP_MEMBER, programme=hub.programme)
    assert statuses(member, [link]) == {200}


def test_a_board_pack_is_for_members_of_that_board_while_they_are_members(hub):
    board = Role.STRATEGIC_BOARD_MEMBER
    yesterday = timezone.localdate() - A_DAY
    member = holder_of(board, programme=hub.programme)
    other = holder_of(board, programme=make_programme())
    gone = holder_of(board, programme=hub.programme, ends_on=yesterday)
    assert access.holds(member, "board_pack", READ, on=hub.programme)
    for user in (other, gone, make_colleague().user):
        assert not access.holds(user, "board_pack", READ, on=hub.programme, leaving_out=ANYTHING)


# 7. The evaluator


def test_an_evaluator_reads_of_schools_nothing_but_what_is_under_a_code(enrolment):
    evaluator = holder_of(Role.EVALUATOR, programme=enrolment.programme)
    under_a_code = frozenset({Without.NAMES, Without.RELEASED_ONLY, Without.FIGURES_ONLY})
    read = {
        record
        for record in permissions.carries_people() - {"account", "access_log"}
        if access.holds(evaluator, record, READ, on=enrolment, leaving_out=under_a_code)
    }
    assert {"attendance", "pupil_measure", "school_record"} <= read
    assert not {r for r in read if access.holds(evaluator, r, READ, on=enrolment)}
    assert not access.holds(evaluator, "focus_pupil_key", READ, leaving_out=ANYTHING)


def test_an_evaluator_is_told_the_name_of_no_school_that_was_not_asked_for(enrolment, client, head):
    """The register is public: who writes a school's own number gets the school's own name."""
    evaluator = holder_of(Role.EVALUATOR, programme=enrolment.programme)
    client.force_login(evaluator)
    opened = 0
    unasked = [path for path in screens_of(enrolment) if str(enrolment.school.urn) not in path]
    for path in [*unasked, "/", "/my-schools/", "/programmes/", "/people/",
                 "/people.csv", "/people/?when=all"]:  # fmt: skip
        answer = client.get(path)
        opened += answer.status_code == 200
        text = answer.getvalue().decode()
        assert enrolment.school.name not in text, path
        assert head.name not in text, path
    assert opened > 5


# 8. The broken glass


def test_the_glass_needs_a_reason_tells_the_officer_at_once_lasts_an_hour_and_changes_nothing(
    enrolment, client
):
    sam = make_administrator()
    officer = holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())
    glass, page = reverse("people:glass"), reverse("people:enrolment", args=[enrolment.pk])
    change = reverse("people:leave-programme", args=[enrolment.pk])
    at = datetime(2026, 11, 20, 10, tzinfo=LONDON)
    with time_machine.travel(at, tick=False):
        by_password(client, sam)
        assert client.get(page).status_code == 404
        client.post(glass, {"reason": "to look"})
        assert client.get(page).status_code == 404
        assert not mail.outbox
        client.post(glass, {"reason": "The hub lead is away and a note must be read today."})
        assert [letter.to for letter in mail.outbox] == [[officer.email]]
    with time_machine.travel(at + timedelta(minutes=59, seconds=59), tick=False):
        assert client.get(page).status_code == 200
        assert (
            client.post(change, {"left_on": "2026-11-20", "why_left": "funding"}).status_code == 403
        )
        assert client.post(reverse("accounts:account"), {"appearance": "dark"}).status_code == 403
    with time_machine.travel(at + timedelta(minutes=60), tick=False):
        assert client.get(page).status_code == 404
    enrolment.refresh_from_db()
    assert enrolment.left_on is None


def test_an_officer_of_one_school_reads_of_the_glass_what_they_were_told_and_no_more(client):
    lead = holder_of(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())
    told = holder_of(Role.DATA_PROTECTION_OFFICER, school=make_school())
    later = holder_of(Role.DATA_PROTECTION_OFFICER, trust=make_trust())
    reason = "The hub lead is away and a note must be read today."
    BrokenGlass.objects.create(
        user=make_administrator(), reason=reason, begins_at=NOON,
        ends_at=NOON + timedelta(hours=1), told=[lead.person.pk, told.person.pk],
    )  # fmt: skip
    for officer, reads in ((lead, True), (told, True), (later, False)):
        client.force_login(officer)
        assert (reason in client.get(reverse("people:glass")).text) == reads


# 9. The last head


def test_the_last_head_of_a_school_stays_until_who_follows_is_named(enrolment, head, client):
    role = RoleHeld.objects.get(person__user=head)
    lead, today = holder_of(Role.HUB_LEAD, hub=enrolment.hub), timezone.localdate()
    client.force_login(lead)
    sent = client.post(reverse("people:role-end", args=[role.pk]), {"last_day": today})
    assert sent.url == reverse("people:role-hand-over", args=[role.pk])
    with pytest.raises(PermissionDenied, match="would be without a head"):
        actions.end_role(role=role, last_day=today, by=lead, at=timezone.now())
    with transaction.atomic():
        RoleHeld.objects.filter(pk=role.pk).update(ends_on=today)
        with pytest.raises(IntegrityError, match="cannot be without a head"):
            actions._heads_without_gaps()
        transaction.set_rollback(True)
    role.refresh_from_db()
    assert role.ends_on is None


@pytest.mark.parametrize("capacity", [Capacity.FULL, Capacity.VACANCY])
def test_the_last_head_goes_once_a_successor_or_the_trusts_contact_is_named(
    enrolment, head, capacity
):
    role = RoleHeld.objects.get(person__user=head)
    actions.hand_over(
        role=role, to=make_person(), first_day=timezone.localdate() + A_DAY, capacity=capacity,
        by=holder_of(Role.HUB_LEAD, hub=enrolment.hub), at=timezone.now(),
    )  # fmt: skip
    role.refresh_from_db()
    assert role.ends_on == timezone.localdate()


# 10. Search


@pytest.mark.parametrize("path", ["/people/", "/people.csv"])
def test_a_search_finds_and_counts_nothing_from_outside(enrolment, head, client, path):
    far = make_role(
        Role.HEADTEACHER, school=make_school(), person=make_person(name="Wren Quillfeather")
    ).person
    client.force_login(head)
    for word in (far.name, "Quillfeather"):
        found = told(client, path, q=word, when="all")
        none = told(client, path, q="Nobodyatall", when="all")
        assert found[0] == 200
        assert without(found, word) == without(none, "Nobodyatall")
    mine = client.get(path, {"q": head.email, "when": "all"})
    assert head.name in mine.getvalue().decode()


def test_a_hub_out_of_reach_narrows_no_list_and_gives_no_count(enrolment, head, client):
    far = make_enrolment(hub=make_hub(make_programme(), pk=7_654_321))
    client.force_login(head)
    for path in ("/people/", "/people.csv"):
        there, nowhere = (told(client, path, hub=str(pk)) for pk in (far.hub_id, NO_SUCH))
        assert there[0] == 200
        assert without(there, far.hub_id) == without(nowhere, NO_SUCH)


def without(answer: tuple[object, ...], asked: object) -> str:
    """What was answered, without the word that was asked for."""
    body = answer[2]
    assert isinstance(body, bytes)
    return re.sub(rf"\b{re.escape(str(asked))}\b", "", body.decode())
