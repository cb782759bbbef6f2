"""A role ends at midnight in London: a second before, everything still works; a second after,
nothing does. On days when the clocks change as well."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people import actions, loading, permissions
from leadwell.people.models import Handover, Role, RoleHeld
from leadwell.people.models.role import OF_A_PROGRAMME, OF_A_SCHOOL
from leadwell.people.permissions import Grant, Operation, Page, Reach
from leadwell.people.transitions import State
from leadwell.schools.models import Load, School, SourceFile
from tests.accounts.signing_in import by_password
from tests.factories import make_colleague, make_organisation, make_role
from tests.schools import register_files
from tests.walk.asking import Answer, ask
from tests.walk.test_every_address import address, expected, fits
from tests.walk.twin import Twin
from tests.walk.world import Half, make_half, other_things

LONDON = ZoneInfo("Europe/London")
A_DAY = timedelta(days=1)
ORDINARY = date(2026, 11, 20)
CLOCKS_CHANGE = {
    "the day before the clocks go back": date(2026, 10, 24),
    "the day of 25 hours": date(2026, 10, 25),
    "the day before the clocks go forward": date(2027, 3, 27),
    "the day of 23 hours": date(2027, 3, 28),
}
LISTS = ("reporting:programmes", "reporting:my-schools", "people:people", "people:people-csv")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
Tab = tuple[Page, str]
"""A page and the method by which it is asked for."""


@pytest.fixture(scope="module")
def half(django_db_setup, django_db_blocker) -> Iterator[Half]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_half("Alder")
        other_things(made)
        Handover.objects.update(opened_at=datetime(2026, 9, 7, 12, tzinfo=LONDON))
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_second_before(last_day: date) -> datetime:
    return datetime.combine(last_day, time(23, 59, 59), LONDON)


def a_second_after(last_day: date) -> datetime:
    return datetime.combine(last_day + A_DAY, time(0, 0, 1), LONDON)


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def until(half: Half, role: Role, last_day: date) -> User:
    """Somebody whose only role ends that day; who follows a head is named already."""
    first = half.enrolments[0]
    where: dict[str, object] = {}
    if role in OF_A_PROGRAMME:
        where = {"programme": half.programme}
    elif role in OF_A_SCHOOL:
        where = {"school": first.school}
    elif role == Role.HUB_LEAD:
        where = {"hub": half.hubs[0]}
    elif role == Role.SPECIALIST:
        where = {"enrolment": first}
    elif role == Role.CHIEF_EXECUTIVE:
        where = {"trust": first.school.trust}
    elif role == Role.DATA_PROTECTION_OFFICER:
        where = {"organisation": make_organisation()}
    if role == Role.HEADTEACHER:
        make_role(role, starts_on=last_day + A_DAY, **where)
    user = make_role(role, person=make_colleague(), ends_on=last_day, **where).person.user
    assert user
    return user


def tabs(user: User, twin: Twin, half: Half) -> list[Tab]:
    """Pages and forms open to this person because of a role."""
    return [
        (page, method)
        for page in permissions.pages().values()
        if not page.audience and not page.is_list
        for method, operation in page.operations.items()
        if not is_anybodys(page, operation) and is_open((page, method), user, twin, half)
    ]


def is_anybodys(page: Page, operation: Operation) -> bool:
    anybody = Grant(None, operation, Reach.EVERYWHERE, frozenset())
    return anybody in permissions.table()[page.record].grants


def is_open(tab: Tab, user: User, twin: Twin, half: Half) -> bool:
    page, method = tab
    return expected(twin, user, page, method, half.things.get(page.of)) == "opened"


def opened(client: Client, half: Half, open_tabs: list[Tab]) -> list[Answer]:
    return [
        ask(client, method, address(page, half.things.get(page.of))) for page, method in open_tabs
    ]


@pytest.mark.parametrize("role", Role)
@pytest.mark.usefixtures("_undone")
def test_what_is_open_to_a_role_is_shut_a_second_after_its_last_day(half, role):
    shut_at_midnight(half, role, ORDINARY)


@pytest.mark.parametrize("last_day", CLOCKS_CHANGE.values(), ids=CLOCKS_CHANGE)
@pytest.mark.usefixtures("_undone")
def test_midnight_is_londons_when_the_clocks_change(half, last_day):
    shut_at_midnight(half, Role.GOVERNOR, last_day)


def shut_at_midnight(half: Half, role: Role, last_day: date) -> None:
    user, client = until(half, role, last_day), Client(raise_request_exception=False)
    with at(a_second_before(last_day)):
        assert by_password(client, user).status_code == 302
        before = Twin(timezone.localdate())
        open_tabs = tabs(user, before, half)
        assert open_tabs
        for (page, _), answer in zip(open_tabs, opened(client, half, open_tabs), strict=True):
            assert fits(answer.status, "opened", page), (page.name, answer.status, answer.fault)
    with at(a_second_after(last_day)):
        after = Twin(timezone.localdate())
        assert not [tab for tab in open_tabs if is_open(tab, user, after, half)]
        for (page, method), answer in zip(open_tabs, opened(client, half, open_tabs), strict=True):
            assert answer.status in {403, 404}, (page.name, method, answer.status)
            assert not answer.changed, (page.name, answer.changed)
        for name in LISTS:
            text = ask(client, "GET", reverse(name)).text
            assert "<tbody" not in text, name
        assert "Alder" not in ask(client, "GET", reverse("people:people-csv")).text


@pytest.mark.parametrize("last_day", [ORDINARY, CLOCKS_CHANGE["the day of 25 hours"]])
@pytest.mark.usefixtures("_undone")
def test_a_form_opened_before_midnight_is_refused_when_it_is_sent_after(half, last_day):
    user = until(half, Role.PROGRAMME_LEAD, last_day)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(user)
    forms = {
        reverse("people:programme-purpose", args=[half.programme.code]): {
            "problem": "Fewer pupils read for pleasure", "evidence_of_need": "",
            "focus_group": "all",
        },
        reverse("people:add-strand", args=[half.programme.code]): {"name": "Guided reading"},
        reverse("people:change-place", args=[half.things["enrolment"].pk]): {"part": "partner"},
        reverse("people:person-change", args=[half.things["person"].pk]): {"name": "Wren Alder"},
    }  # fmt: skip
    with at(a_second_before(last_day)):
        for path, said in forms.items():
            page = client.get(path)
            said["csrfmiddlewaretoken"] = TOKEN.search(page.text)[1]
            assert sent(client, path, said).changed, path
    with at(a_second_after(last_day)):
        for path, said in forms.items():
            answer = sent(client, path, said)
            assert (answer.status, answer.changed) in {(403, frozenset()), (404, frozenset())}, path


@pytest.mark.usefixtures("_undone")
def test_a_download_begun_after_midnight_is_refused(half):
    """The two whose addresses name a thing: the log of a school, the certificate of an erasure."""
    head = until(half, Role.HEADTEACHER, ORDINARY)
    officer = until(half, Role.DATA_PROTECTION_OFFICER, ORDINARY)
    csv = reverse("reporting:school-looked-csv", args=[half.enrolments[0].school.urn])
    pdf = reverse("people:erasure-pdf", args=[half.things["erasure"].pk])
    for user, path in ((head, csv), (officer, pdf)):
        client = Client()
        with at(a_second_before(ORDINARY)):
            client.force_login(user)
            answer = ask(client, "GET", path)
            assert answer.status == 200
            assert dict(answer.headers)["Content-Disposition"].startswith("attachment")
        with at(a_second_after(ORDINARY)):
            assert ask(client, "GET", path).status in {403, 404}


@pytest.fixture
def uploaded(half, tmp_path, _undone) -> Load:
    """Left to the worker a second before midnight by an administrator of that day."""
    user = until(half, Role.ADMINISTRATOR, ORDINARY)
    path = register_files.register(tmp_path, register_files.row(900101))
    with at(a_second_before(ORDINARY)):
        return actions.upload_file(
            path=path, name=path.name, kind=SourceFile.Kind.REGISTER, by=user, at=timezone.now()
        )


def confirmed(load: Load) -> Load:
    with at(a_second_before(ORDINARY)):
        look(load)
        actions.confirm_load(load=load, by=load.uploaded_by, at=timezone.now())
    return load


def look(load: Load) -> str:
    loading.look(load_id=load.pk, at=timezone.now(), say=lambda _: None)
    load.refresh_from_db()
    return load.state


def carry_out(load: Load) -> str:
    loading.load(load_id=load.pk, by_id=load.uploaded_by_id, at=timezone.now(), say=lambda _: None)
    load.refresh_from_db()
    return load.state


@pytest.mark.parametrize(
    ("moment", "state"), [(a_second_before, State.DONE), (a_second_after, State.REFUSED)]
)
def test_a_job_that_waits_past_midnight_loads_nothing(uploaded, moment, state):
    load = confirmed(uploaded)
    with at(moment(ORDINARY)):
        assert carry_out(load) == state
    assert School.objects.filter(urn=900101).exists() == (state == State.DONE)


@pytest.mark.parametrize(
    ("moment", "state"), [(a_second_before, State.LOOKED), (a_second_after, State.REFUSED)]
)
def test_a_job_that_waits_past_midnight_looks_at_nothing(uploaded, moment, state):
    with at(moment(ORDINARY)):
        assert look(uploaded) == state
    if state == State.REFUSED:
        assert "Only the administrator" in uploaded.refusal


@pytest.mark.usefixtures("_undone")
def test_who_follows_begins_in_the_same_second(half):
    until(half, Role.HEADTEACHER, ORDINARY)
    coming = RoleHeld.objects.get(role=Role.HEADTEACHER, starts_on=ORDINARY + A_DAY)
    client = Client()
    path = reverse("people:school-people", args=[half.enrolments[0].school.urn])
    with at(a_second_before(ORDINARY)):
        client.force_login(coming.person.user)
        assert client.get(path).status_code == 404
    with at(a_second_after(ORDINARY)):
        assert client.get(path).status_code == 200


def sent(client: Client, path: str, said: dict[str, str]) -> Answer:
    kind = "application/x-www-form-urlencoded"
    return ask(client, "POST", path, data=urlencode(said), content_type=kind)
