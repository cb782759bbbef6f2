"""What the board's page asks in one statement, against the same worked out school by school."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leadwell.deliver.models import Note, NoteState, Visit
from leadwell.deliver.models.note import RELEASED
from leadwell.deliver.models.version import ASPECTS
from leadwell.people.models import Role
from leadwell.programmes.models import Enrolment, ImplementationStage, StageSpan
from leadwell.reporting.board import access
from leadwell.reporting.board.panel import panel
from leadwell.reporting.board.rows import alike, rows, screen
from leadwell.schools.calendar import school_days
from leadwell.schools.models import HalfTerm
from tests.factories import (
    NOON,
    holder_of,
    make_enrolment,
    make_hub,
    make_note,
    make_programme,
    make_role,
    make_school,
    make_visit,
)
from tests.reporting.board.conftest import sign_and_release, stands

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
WORSE = {("red", "amber"), ("red", "green"), ("amber", "green")}


@pytest.fixture
def programme():
    """Twelve schools, each with what chance gave it: notes in every state, days, stages, parts."""
    chance, programme = Random(7), make_programme(name="Number Sense")
    for n in range(12):
        hub = make_hub(programme)
        part = make_enrolment(
            hub=hub, school=make_school(name=f"School {chance.randrange(100)}"),
            part=chance.choice(["target", "target", "partner"]),
        )  # fmt: skip
        if chance.random() < 0.8:
            StageSpan.objects.create(
                enrolment=part, stage="deliver", starts_on=date(2026, 9, 1 + 2 * n)
            )
        sent = make_role(Role.SPECIALIST, enrolment=part).person
        for on in sorted(chance.sample(range(1, 70), chance.randrange(4))):
            _visit(part, sent, TODAY - timedelta(days=on), chance)
    return programme


def _visit(part, sent, on, chance):
    at = datetime.combine(on, time(12), tzinfo=UTC)
    state = chance.choice(["planned", "happened", "happened", "happened"])
    visit = make_visit(enrolment=part, specialist=sent, on=on)
    if state == "planned":
        return
    note = make_note(visit, at=at, stands=stands(*chance.choices(("green", "amber", "red"), k=3)))
    Visit.objects.filter(pk=visit.pk).update(state="happened")
    if chance.random() < 0.7:
        sign_and_release(note, at, is_signed=chance.random() < 0.7)


def twin(user, part):
    """One school, as one would say it."""
    notes = Note.objects.filter(visit__enrolment=part).select_related("visit", "shown")
    released = sorted(
        (note for note in notes if note.state in RELEASED), key=lambda one: (one.visit.on, one.pk)
    )[::-1]
    waiting = [
        timezone.localtime(note.shown.shared_at).date()
        for note in notes
        if note.state in (NoteState.SHARED, NoteState.COMMENTED)
    ]
    begun = StageSpan.objects.live_on(TODAY).filter(
        enrolment=part, stage=ImplementationStage.DELIVER
    )
    been = [visit.on for visit in part.visits.filter(state="happened", on__lte=TODAY)]
    since = None
    if part.part == "target" and begun:
        since = max([begun[0].starts_on, *been])
    days = school_days(part.school)
    colours = [tuple(getattr(note.shown, aspect) for aspect in ASPECTS) for note in released[:2]]
    now, before = [*colours, None, None][:2]
    pairs = tuple(zip(now, before or ("", "", ""), strict=True)) if now else None
    unvisited = since is not None and days.between(since + timedelta(1), TODAY) > 30
    waits = min(waiting, default=None)
    waits_long = waits is not None and days.between(waits + timedelta(1), TODAY) > 5
    unsigned = bool(released) and released[0].state == NoteState.UNSIGNED
    presses = bool(pairs) and any(pair[0] == "red" or pair in WORSE for pair in pairs)
    return {
        "note": released[0].pk if released else None,
        "pairs": pairs, "since": since, "waits_since": waits,
        "is_unvisited": unvisited, "waits_long": waits_long,
        "is_first": unvisited or waits_long or unsigned or presses,
        "is_open": access.opened_for(user, TODAY).filter(pk=part.pk).exists(),
    }  # fmt: skip


def told(row):
    return {
        "note": row.latest.note if row.latest else None,
        "pairs": row.latest.pairs if row.latest else None,
        "since": row.since, "waits_since": row.waits_since,
        "is_unvisited": row.is_unvisited, "waits_long": row.waits_long,
        "is_first": row.is_first, "is_open": row.is_open,
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.STRATEGIC_BOARD_MEMBER, Role.STEERING_GROUP_MEMBER])
def test_each_school_is_told_as_it_is_when_it_is_asked_about_alone(programme, role):
    user = holder_of(role, programme=programme)
    parts = Enrolment.objects.filter(programme=programme)
    found = rows(user, TODAY, parts)
    assert {row.enrolment: told(row) for row in found} == {
        part.pk: _as_seen_by(role, user, part) for part in parts
    }
    assert [row.is_first for row in found] == sorted((row.is_first for row in found), reverse=True)
    for first in (True, False):
        called = [(row.name, row.enrolment) for row in found if row.is_first == first]
        assert called == sorted(called)


def _as_seen_by(role, user, part):
    """The steering group is not told of notes that wait for a signature."""
    one = twin(user, part)
    if role != Role.STEERING_GROUP_MEMBER:
        return one
    pairs = one["pairs"] or ()
    presses = any(pair[0] == "red" or pair in WORSE for pair in pairs)
    unsigned = one["note"] and Note.objects.get(pk=one["note"]).state == NoteState.UNSIGNED
    return one | {
        "waits_since": None, "waits_long": False,
        "is_first": bool(one["is_unvisited"] or unsigned or presses),
    }  # fmt: skip


def test_the_panel_counts_the_same_schools(programme):
    user = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)
    parts = Enrolment.objects.filter(programme=programme)
    counted = panel(alike(rows(user, TODAY, parts)))
    twins = [twin(user, part) for part in parts]
    said = [one["pairs"] for one in twins if one["pairs"]]
    assert counted.n == len(said)
    for n, tally in enumerate(counted.tallies):
        now = [pairs[n][0] for pairs in said]
        assert {rag.value: many for rag, many in tally.counts} == {
            colour: now.count(colour) for colour in ("red", "amber", "green", "grey")
        }
        assert tally.n_down == sum(pairs[n] in WORSE for pairs in said)


def test_of_no_school_nothing_is_asked(programme):
    stranger = holder_of(Role.HEADTEACHER, school=make_school())
    with CaptureQueriesContext(connection) as found:
        assert rows(stranger, TODAY, Enrolment.objects.none()) == []
    assert not any("ranked" in query["sql"] for query in found)


@pytest.mark.parametrize("role", [Role.STRATEGIC_BOARD_MEMBER, Role.HUB_LEAD])
def test_a_screen_is_a_part_of_the_rows_in_their_order(programme, role):
    hubs = list(programme.hubs.order_by("pk"))
    scope = {"hub": hubs[0]} if role == Role.HUB_LEAD else {"programme": programme}
    user = holder_of(role, **scope)
    parts = access.counted_for(user, TODAY)
    every = rows(user, TODAY, parts)
    opened = [row for row in every if row.is_open]
    for hub in (None, hubs[0].pk, hubs[3].pk, 987_654):
        known = {row.hub for row in opened}
        chosen = [row for row in opened if row.hub == hub] if hub in known else opened
        for number, first in ((1, 0), (2, 5), (3, 10), (99, 5 * ((len(chosen) - 1) // 5)), (0, -1)):
            one = screen(user, TODAY, parts, hub=hub, number=number, n=5)
            last = 5 * ((len(chosen) - 1) // 5)
            start = first if 0 <= first < len(chosen) else last
            assert [row.enrolment for row in one.rows] == [
                row.enrolment for row in chosen[start : start + 5]
            ]
            assert (one.n, one.n_first) == (len(chosen), sum(row.is_first for row in chosen))
            assert set(one.hubs) == {row.hub for row in opened}
            assert one.alike == alike(every)


def test_a_screen_of_nothing_is_empty(programme):
    steering = holder_of(Role.STEERING_GROUP_MEMBER, programme=programme)
    parts = access.counted_for(steering, TODAY)
    one = screen(steering, TODAY, parts, hub=None, number=3, n=5)
    assert (one.rows, one.n, one.hubs) == ([], 0, ())
    assert one.alike.total() == 12
    none = screen(steering, TODAY, Enrolment.objects.none(), hub=None, number=1, n=5)
    assert (none.rows, none.alike.total()) == ([], 0)


def test_a_school_goes_by_its_own_days_before_its_councils(programme):
    """Neither 31 school days since the middle of September, where the school was closed."""
    user = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)
    parts = Enrolment.objects.filter(programme=programme)
    schools = [part.school for part in parts]
    for place, school in enumerate(schools[::3]):
        HalfTerm.objects.create(
            school=school, academic_year=2026, term="autumn", number=1,
            starts_on=date(2026, 10, 12 + place), ends_on=date(2026, 12, 18),
        )  # fmt: skip
    HalfTerm.objects.create(
        local_authority=schools[0].local_authority, academic_year=2026, term="autumn", number=1,
        starts_on=date(2026, 9, 14), ends_on=date(2026, 12, 18),
    )  # fmt: skip
    found = rows(user, TODAY, parts)
    assert {row.enrolment: told(row) for row in found} == {
        part.pk: twin(user, part) for part in parts
    }


def test_two_statements_answer_however_many_schools(programme):
    user = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)
    with CaptureQueriesContext(connection) as found:
        rows(user, TODAY, Enrolment.objects.filter(programme=programme))
    asked = [one["sql"] for one in found if "people_roleheld" not in one["sql"]]
    assert len(asked) == 2  # the calendars, the schools
