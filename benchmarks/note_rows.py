"""Notes of visit in a home: `python -m benchmarks.note_rows` gives every school that has none two
released notes, a visit to come, an action that is late and one that is not, and every sixth a
decision; seats somebody on every board; and says what to ask for.

The demonstration's own notes, of 41 schools, are made through the actions. These are written into
the same tables, with all constraints and triggers on, in the proportions of the demonstration.
"""

import json
import os
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import django

from benchmarks import peopled

COLOURS = ("green", "green", "green", "green", "amber", "amber", "amber", "red", "grey", "green")
EVERY_SIXTH = 6
A_SECOND = 1
"""Of the hour of a visit: the demonstration plans its own by the minute, and nobody is at two."""
WORDS = {
    "before": {"gap_task": "none"},
    "done": {"purpose": "Number talk", "days": "0.50", "minutes-lesson-visit": "60"},
    "seen": {"seen": "Pupils said how they worked it out. " * 20, "strength-1": "Counters"},
    "standing": {"engagement": "green", "implementation": "grey", "impact": "grey"},
}
"""What is sent of parts of a note."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    django.setup()
    print(json.dumps(make()))


def make() -> dict[str, Any]:
    """cookies by who, and numbers of what they ask for."""
    from django.db import transaction
    from django.utils import timezone

    from leadwell.deliver.models import Note
    from leadwell.people.models import Role, RoleHeld
    from leadwell.programmes.models import Enrolment, Programme

    at = timezone.now()
    with transaction.atomic():
        _half_terms(at.date())
        bare = Enrolment.objects.exclude(visits__note__isnull=False).filter(part="target")
        _write(list(bare.open_on(at.date()).order_by("pk")), at)
        programme = Programme.objects.get(code="KS2M")
        member = programme.roles.filter(role=Role.STRATEGIC_BOARD_MEMBER, ends_on=None)[0].person
        _seat(member, at.date())
        adviser = programme.roles.filter(role=Role.STEERING_GROUP_MEMBER, ends_on=None)[0].person
        note = _note_to_show(programme, at.date())
        specialist = note.author
        visit = _visit_today(note.enrolment, specialist, at.date())
    held = RoleHeld.objects.filter(ends_on=None)
    people = {
        "board member": member,
        "steering member": adviser,
        "specialist": specialist,
        "head": held.filter(role=Role.HEADTEACHER, school=note.enrolment.school)[0].person,
        "hub lead": held.filter(role=Role.HUB_LEAD, hub=note.enrolment.hub)[0].person,
        "lead": programme.roles.get(role=Role.PROGRAMME_LEAD).person,
        "chief executive": held.get(role=Role.CHIEF_EXECUTIVE).person,
    }
    return {
        "n_notes": Note.objects.released().count(),
        "n_programmes": member.roles.filter(ends_on=None).count(),
        "cookies": {who: peopled.cookie(person.user) for who, person in people.items()},
        "keys": {who: person.user_id for who, person in people.items()},
        "programme": programme.code,
        "note": note.pk,
        "visit": visit.pk,
        "enrolment": note.enrolment.pk,
        "words": WORDS,
    }


def _half_terms(today: date) -> None:
    """Of every council that has none: this academic year and the one before."""
    from leadwell.lib import academic_year
    from leadwell.schools.models import HalfTerm, LocalAuthority

    this = academic_year.of(today)
    spans = {
        ("autumn", 1): ((9, 2), (10, 23)), ("autumn", 2): ((11, 2), (12, 18)),
        ("spring", 3): ((1, 5), (2, 13)), ("spring", 4): ((2, 23), (3, 27)),
        ("summer", 5): ((4, 13), (5, 22)), ("summer", 6): ((6, 1), (7, 21)),
    }  # fmt: skip
    HalfTerm.objects.bulk_create(
        HalfTerm(
            local_authority=area, academic_year=year, term=term, number=number,
            **{
                side: date(year + (month < 9), month, day + place % 3)
                for side, (month, day) in zip(("starts_on", "ends_on"), span, strict=True)
            },
        )
        for place, area in enumerate(LocalAuthority.objects.filter(half_terms=None).order_by("pk"))
        for year in (this - 1, this)
        for (term, number), span in spans.items()
    )  # fmt: skip


def _write(bare: list[Any], at: datetime) -> None:
    """For schools in order; each step for all of them at once."""
    from leadwell.deliver.models import Note, NoteAction, NoteState, NoteVersion, Visit
    from leadwell.govern.boards.actions import open_boards
    from leadwell.govern.models import Decision
    from leadwell.prepare.models import AgreedAction

    today = at.date()
    by = _specialists(bare)
    visits = [
        Visit(
            sent_id=uuid4(), enrolment=one, specialist=by[one.pk], on=_weekday(today + timedelta(n)),
            starts_at=time(7 + place % 12, place // 12 % 60, A_SECOND), purpose="Talk",
            purpose_by=by[one.pk], planned_by=by[one.pk],
            state="happened" if n < 0 else "planned",
        )
        for place, one in enumerate(bare)
        for n in (-80 - place % 5, -20 - place % 60, 14)
    ]  # fmt: skip
    Visit.objects.bulk_create(visits)
    happened = [visit for visit in visits if visit.on < today]
    notes = Note.objects.bulk_create(
        Note(visit=visit, author=visit.specialist, since=at, due_on=today) for visit in happened
    )
    versions = NoteVersion.objects.bulk_create(
        NoteVersion(
            note=note, number=1, shared_at=at, shared_by=note.author, purpose="Talk",
            gap_task="none", seen="Talk in pairs. " * 20, strengths=["Counters"],
            next_focus="Books", sha256="0" * 64, **_colours(place),
        )
        for place, note in enumerate(notes)
    )  # fmt: skip
    for note, version in zip(notes, versions, strict=True):
        note.shown, note.state, note.due_on = version, NoteState.RELEASED, None
    Note.objects.bulk_update(notes, ["shown", "state", "due_on"], batch_size=1000)
    latest = versions[1::2]
    agreed = AgreedAction.objects.bulk_create(
        AgreedAction(
            enrolment=version.note.visit.enrolment, what="Plan a lesson together",
            owner=version.shared_by, agreed_on=version.note.visit.on, agreed_by=version.shared_by,
            due_on=today + timedelta(days), origin="visit",
        )
        for version in latest
        for days in (-10, 20)
    )  # fmt: skip
    NoteAction.objects.bulk_create(
        NoteAction(
            version=version, action=action, what=action.what, owner=action.owner,
            due_on=action.due_on,
        )
        for version, action in zip((v for v in latest for _ in range(2)), agreed, strict=True)
    )  # fmt: skip
    boards = {one.programme_id: one.programme for one in bare}
    strategic = {pk: open_boards(programme)["strategic"] for pk, programme in boards.items()}
    Decision.objects.bulk_create(
        Decision(
            board=strategic[one.programme_id], enrolment=one, text="Pay for cover",
            options="Pay; wait", result="unanimous", owner=by[one.pk], decided_by=by[one.pk],
            decided_on=today, due_on=today + timedelta(30),
        )
        for one in bare[::EVERY_SIXTH]
    )  # fmt: skip


def _colours(place: int) -> dict[str, str]:
    """Of a note, in the demonstration's proportions."""
    found: dict[str, str] = {}
    for n, aspect in enumerate(("engagement", "implementation", "impact")):
        colour = COLOURS[(place * 7 + n * 3 + place // 10) % len(COLOURS)]
        found[aspect] = colour
        found[f"{aspect}_reason"] = "It is so" if colour in {"amber", "red"} else ""
    return found


def _specialists(bare: Iterable[Any]) -> dict[int, Any]:
    """Who is sent to each, by the number of its part; whoever is a contact where nobody is."""
    from leadwell.people.models import Role, RoleHeld

    numbers = [one.pk for one in bare]
    sent = RoleHeld.objects.filter(role=Role.SPECIALIST, enrolment__in=numbers)
    found = {role.enrolment_id: role.person for role in sent.select_related("person")}
    anybody = RoleHeld.objects.filter(role=Role.SPECIALIST).select_related("person")[0].person
    return {pk: found.get(pk, anybody) for pk in numbers}


def _seat(member: Any, today: date) -> None:
    """On the strategic board of every programme."""
    from leadwell.people.models import Role, RoleHeld
    from leadwell.programmes.models import Programme

    seats = {"person": member, "role": Role.STRATEGIC_BOARD_MEMBER}
    has = RoleHeld.objects.filter(**seats, ends_on=None).values("programme")
    others = Programme.objects.exclude(pk__in=has)
    RoleHeld.objects.bulk_create(
        RoleHeld(**seats, programme=programme, starts_on=today) for programme in others
    )


def _note_to_show(programme: Any, today: date) -> Any:
    """The latest released one at a school whose specialist and head are there today."""
    from leadwell.deliver.models import Note
    from leadwell.people.models import Role, RoleHeld

    heads = RoleHeld.objects.filter(role=Role.HEADTEACHER, ends_on=None).values("school")
    found = Note.objects.released().filter(
        visit__enrolment__programme=programme, visit__enrolment__school__in=heads
    )
    for note in found.with_places().newest_first():
        sent = note.enrolment.deployed.filter(role=Role.SPECIALIST).live_on(today)
        if sent.filter(person=note.author).exists():
            return note
    raise LookupError("no released note whose author is still sent there")


def _visit_today(enrolment: Any, specialist: Any, today: date) -> Any:
    from leadwell.deliver.models import Visit

    return Visit.objects.create(
        sent_id=uuid4(), enrolment=enrolment, specialist=specialist, on=today, starts_at=time(6, 1),
        purpose="Number talk", purpose_by=specialist, planned_by=specialist, state="happened",
    )  # fmt: skip


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


if __name__ == "__main__":
    main()
