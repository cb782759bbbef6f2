"""A school on the day of its fourth visit, and the people around it: where stories begin."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, QualityCheck, Rag, Visit
from leadwell.deliver.notes import actions as notes
from leadwell.deliver.notes import clocks
from leadwell.deliver.notes.content import Agreed, Stand
from leadwell.govern.models import GovernorsReport
from leadwell.people.models import Role
from leadwell.programmes.models import ActiveIngredient, Enrolment, Strand
from tests.accounts.signing_in import PASSWORD
from tests.factories import (
    make_enrolment,
    make_hub,
    make_note,
    make_person,
    make_programme,
    make_report,
    make_role,
    make_school,
    make_user,
    make_visit,
)

EARLIER = ("Plan a unit", "Buy counters", "Visit Year 4", "Order books")
"""What the last visit agreed and is under way."""
INGREDIENTS = ("Pupils explain to a partner", "Models stay on the wall", "Small steps")
NOT_STARTED = "Nothing of it was seen in classes."
LONG_ENOUGH = 30
"""Days after which a note was surely with its school for five school days, and two reminders."""


@dataclass
class World:
    """Seven people of the story; home_head: of the specialist's own school; steering: of the
    programme's steering group. unsigned: a note of another school that its head never signed."""

    enrolment: Enrolment
    visit: Visit
    report: GovernorsReport
    unsigned: Note
    specialist: User
    subject_leader: User
    head: User
    deputy: User
    hub_lead: User
    board: User
    governor: User
    home_head: User
    steering: User


def make_world(today: date) -> World:
    """Tansy Hill, three days of six used, four actions under way, Implementation last Red. Nobody
    visits a school at a weekend: then the visit was on Friday."""
    weekday = today - timedelta(days=max(0, today.weekday() - 4))
    programme = make_programme(
        name="Number Sense",
        code="NUMBERS",
        starts_on=today - timedelta(days=300),
        ends_on=today + timedelta(days=400),
    )
    strand = Strand.objects.create(programme=programme, name="Number talk")
    for text in INGREDIENTS:
        ActiveIngredient.objects.create(strand=strand, text=text, indicator=f"{text}, in a lesson")
    hub = make_hub(programme, name="Coast")
    joined = {"hub": hub, "joined_on": today - timedelta(days=200)}
    enrolment = make_enrolment(school=make_school(name="Tansy Hill"), days_agreed=6, **joined)
    here = {"school": enrolment.school}
    home = make_school(name="Marlpit")
    hub_lead = called("Moss Tanner", Role.HUB_LEAD, hub=hub)
    head = called("Ada Heath", Role.HEADTEACHER, **here)
    deputy = called("Bryony Vale", Role.SENIOR_LEADER, **here)
    specialist = called("Asha Penhallow", Role.SPECIALIST, enrolment=enrolment)
    specialist.person.home_school = home
    specialist.person.save()
    for days in (150, 130):  # too long ago for a note to be asked for
        happened(enrolment, specialist, today - timedelta(days=days))
    last_visit(enrolment, specialist, head, deputy, hub_lead, due_on=weekday)
    elsewhere = make_enrolment(school=make_school(name="Sandy Lane"), **joined)
    return World(
        enrolment=enrolment,
        visit=make_visit(
            enrolment=enrolment, specialist=specialist.person, on=weekday, purpose="Number talk",
            days=Decimal(1),
        ),
        report=make_report(
            enrolment=enrolment, due_on=today + timedelta(days=7), since=timezone.now(),
            drafts_on=today + timedelta(days=1), term_starts_on=today - timedelta(days=75),
            term_ends_on=today + timedelta(days=26), meeting_on=today + timedelta(days=17),
        ),
        unsigned=never_signed(elsewhere, today - timedelta(days=LONG_ENOUGH)),
        specialist=specialist,
        subject_leader=called("Tansy Moor", Role.SUBJECT_LEADER, **here),
        head=head,
        deputy=deputy,
        hub_lead=hub_lead,
        board=called("Sorrel Lane", Role.STRATEGIC_BOARD_MEMBER, programme=programme),
        governor=called("Fern Marsh", Role.GOVERNOR, **here),
        home_head=called("Wren Ashdown", Role.HOME_HEADTEACHER, school=home),
        steering=called("Rowan Field", Role.STEERING_GROUP_MEMBER, programme=programme),
    )  # fmt: skip


def called(name: str, role: Role, **scope: object) -> User:
    user = make_user(name=name, password=PASSWORD)
    person = make_person(name=name, email=user.email, user=user)
    make_role(role, person=person, **scope)
    return user


def happened(enrolment: Enrolment, specialist: User, on: date) -> None:
    state = Visit.State.HAPPENED
    make_visit(
        enrolment=enrolment, specialist=specialist.person, on=on, days=Decimal(1), state=state
    )


def last_visit(
    enrolment: Enrolment,
    specialist: User,
    head: User,
    deputy: User,
    hub_lead: User,
    *,
    due_on: date,
) -> None:
    """Four weeks before, with a released note of four things agreed."""
    at = ago(28)
    on = due_on - timedelta(days=28)
    visit = make_visit(enrolment=enrolment, specialist=specialist.person, on=on, days=Decimal(1))
    note = make_note(
        visit, at=at, agreed=tuple(Agreed(what, deputy.person, due_on) for what in EARLIER),
        stands={
            "engagement": Stand(Rag.GREEN),
            "implementation": Stand(Rag.RED, NOT_STARTED, "new-1"),
            "impact": Stand(Rag.GREY),
        },
    )  # fmt: skip
    notes.sign_note(note=note, version=note.shown, authenticated_at=at, by=head, at=at)
    notes.release_note(note=note, ticks=QualityCheck.Tick.values, by=hub_lead, at=at)


def never_signed(enrolment: Enrolment, on: date) -> Note:
    """A note shared on that day, of which the school was reminded twice."""
    make_role(Role.HEADTEACHER, school=enrolment.school)
    specialist = called("Linden Shaw", Role.SPECIALIST, enrolment=enrolment).person
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=on)
    note = make_note(visit, at=ago(LONG_ENOUGH))
    for days in reversed(range(LONG_ENOUGH)):
        clocks.remind_schools(at=ago(days))
    return note


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
