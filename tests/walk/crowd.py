"""The two programmes of `world`, with what makes access hard to get right, and markers in all of it.

Made once for a module of tests, in a transaction that is undone behind it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.test import Client
from django.utils import timezone

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.audit.models import Event, Look
from leadwell.people.models import BrokenGlass, Draft, Role
from leadwell.prepare.models import AgreedAction, ProgressSaid
from leadwell.programmes.models import Obligation
from tests.accounts.signing_in import by_password
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_colleague,
    make_enrolment,
    make_organisation,
    make_person,
    make_role,
    make_school,
)
from tests.walk.markers import Markers
from tests.walk.twin import Twin
from tests.walk.world import Half, everybody, make_half, other_things

A_DAY = timedelta(days=1)


@dataclass
class Crowd:
    """people: by what they are, those of the far programme with "far" before it."""

    here: Half
    there: Half
    people: dict[str, User]
    twin: Twin
    markers: Markers

    @property
    def near(self) -> dict[str, User]:
        return {who: user for who, user in self.people.items() if not who.startswith("far ")}


@contextmanager
def crowded(blocker: object, *, seed: int = 0) -> Iterator[Crowd]:
    """blocker: pytest-django's, for a fixture that outlives one test."""
    with blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield _made(seed)
        transaction.set_rollback(True)


def _made(seed: int) -> Crowd:
    here, there = make_half("Alder"), make_half("Birch")
    for half in (here, there):
        half.programme.lead_organisation = make_organisation(f"{half.programme.name} lead")
        half.programme.save()
    people = everybody(here)
    far = everybody(there)
    for half in (here, there):
        other_things(half)
        _promises(half)
        half.hubs[1].led_by = make_organisation(f"{half.hubs[1]} college")
        half.hubs[1].save()
    people |= _hard_cases(here, there)
    for half, of in ((here, people), (there, far)):
        for who in (Role.TEACHER, Role.HEADTEACHER, Role.GOVERNOR):
            make_action(enrolment=half.enrolments[0], owner=of[who].person)
    people |= {f"far {who}": user for who, user in far.items()}
    markers = Markers(seed)
    _logs(markers, people)
    markers.plant()
    for half in (here, there):
        for thing in (half.programme, *half.hubs, *half.enrolments, *half.things.values()):
            thing.refresh_from_db()
    # Read again: they are called as the markers call them now.
    people = {
        who: User.objects.select_related("person").get(pk=user.pk) for who, user in people.items()
    }
    crowd = Crowd(here, there, people, Twin(timezone.localdate()), markers)
    markers.twin = crowd.twin
    return crowd


def _promises(half: Half) -> None:
    today = timezone.localdate()
    for enrolment in half.enrolments:
        for days in (-10, 10):
            Obligation.objects.create(
                enrolment=enrolment, kind="visit", due_on=today + timedelta(days=days)
            )


def _hard_cases(here: Half, there: Half) -> dict[str, User]:
    """A school in both programmes, one that left, one that became another, one in no hub; people
    of two programmes, of one school or trust alone, deployed to one school, past and to come."""
    today = timezone.localdate()
    first, second, third, fourth = here.enrolments
    make_enrolment(hub=there.hubs[1], school=first.school)
    left = make_enrolment(
        hub=here.hubs[1], school=make_school(), left_on=date(2026, 10, 1), why_left="funding"
    )
    became = second.school
    became.continued_by = make_school(name="Alder Academy", trust=became.trust)
    became.save()
    both = make_colleague()
    make_role(Role.SUBJECT_LEADER, person=both, school=third.school)
    make_role(Role.HUB_LEAD, person=both, hub=there.hubs[0])
    moved = make_colleague()
    make_role(Role.HEADTEACHER, person=moved, school=left.school)
    make_role(
        Role.SPECIALIST, person=moved, enrolment=fourth, ends_on=today - A_DAY,
    )  # fmt: skip
    make_role(
        Role.SPECIALIST, person=moved, enrolment=third, starts_on=today + A_DAY,
    )  # fmt: skip
    deployed = make_colleague(home_school=there.enrolments[0].school)
    make_role(Role.SPECIALIST, person=deployed, enrolment=fourth)
    lead = make_colleague()
    make_role(Role.PROGRAMME_LEAD, person=lead, programme=here.programme)
    make_role(Role.EVALUATOR, person=lead, programme=there.programme)
    added = make_person(name="Somebody without a role", added_by=lead.user)
    assert added.added_by_id == lead.user_id
    return {
        "two schools' subject leader and hub lead": both.user,
        "head of a school that left": moved.user,
        "specialist of the second hub": deployed.user,
        "lead here, evaluator there": lead.user,
        "head of an academy": holder_of(Role.SENIOR_LEADER, school=became.continued_by),
        "second hub's lead": holder_of(Role.HUB_LEAD, hub=here.hubs[1]),
        "deputy subject leader": holder_of(
            Role.SUBJECT_LEADER, school=third.school, capacity="deputy"
        ),
        "officer of a school": holder_of(Role.DATA_PROTECTION_OFFICER, school=third.school),
        "officer of a trust": holder_of(Role.DATA_PROTECTION_OFFICER, trust=first.school.trust),
        "administrator by role": holder_of(Role.ADMINISTRATOR),
        "executive of the far trust": holder_of(
            Role.CHIEF_EXECUTIVE, trust=there.enrolments[0].school.trust
        ),
    }  # fmt: skip


def _logs(markers: Markers, people: dict[str, User]) -> None:
    """What is written once: who looked, what happened, drafts, an hour behind the glass."""
    head, far_head = people[Role.HEADTEACHER], people[f"far {Role.HEADTEACHER}"]
    for by, about in ((people["far PM"], far_head), (people["PM"], head)):
        Look.objects.create(
            at=NOON, by_user=by.pk, as_roles="PM", outcome="opened", page="people:person",
            record="account", about_people=[about.person.pk],
        )  # fmt: skip
    for n, _ in enumerate(people):
        token = markers.new()
        markers.note(
            Event.objects.create(
                at=NOON, actor=f"{token}@example.org", verb="said", subject_type="x",
                subject_id=str(n), detail={"words": token},
            ),
            "detail",
            token,
        )  # fmt: skip
    for action in AgreedAction.objects.all():
        token = markers.new()
        said = ProgressSaid.objects.create(
            action=action, said_on=action.agreed_on, how="stuck", text=token, by=action.owner
        )
        markers.note(said, "text", token)
    for who in ("SYS", "far SYS"):
        token = markers.new()
        glass = BrokenGlass.objects.create(
            user=people[who], reason=f"A note must be read today, {token}", told=[head.person.pk],
            begins_at=NOON - timedelta(days=1), ends_at=NOON - timedelta(hours=23),
        )  # fmt: skip
        markers.note(glass, "reason", token)


def write_drafts(crowd: Crowd) -> None:
    """One of each person, through the wall that lets each write their own only."""
    for user in crowd.people.values():
        token = crowd.markers.new()
        with acting_as(user.pk):
            draft = Draft.objects.create(
                user=user, form="note", words={"said": token}, begun_at=NOON, saved_at=NOON
            )
        crowd.markers.note(draft, "words", token)


def signed_in(user: User, *, n: int, is_shared: bool = False) -> Client:
    """As people do, by password, so that they have just proved who they are; each from an address
    of their own, which rate limits go by."""
    client = Client(raise_request_exception=False, REMOTE_ADDR=f"127.1.{n // 250}.{n % 250 + 1}")
    answer = by_password(client, user, is_shared=is_shared)
    assert answer.status_code == 302, answer.status_code
    return client
