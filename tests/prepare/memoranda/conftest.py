"""An academy and a maintained school whose memoranda are drafted, and everybody who signs them."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from leadwell.lib.attached import attached
from leadwell.people.models import Role
from leadwell.people.roles.actions import Newcomer
from leadwell.prepare.memoranda import actions, telling
from leadwell.prepare.memoranda.actions import OnPaper, Terms
from leadwell.prepare.models.memorandum import Party
from tests.factories import (
    NOON,
    holder_of,
    make_aim,
    make_enrolment,
    make_hub,
    make_programme,
    make_role,
    make_school,
    make_strand,
    make_trust,
)
from tests.lib.test_attached import PDF
from tests.promised import make_controller

CHAIR = Newcomer("Wren Orchard", "wren.orchard@example.org")
RELEASED = (date(2026, 12, 14), date(2027, 1, 18))


def people_of(enrolment, **more):
    """Who has a part in this school's memorandum, each with an account."""
    school, programme = enrolment.school, enrolment.programme
    return SimpleNamespace(
        enrolment=enrolment,
        lead=holder_of(Role.PROGRAMME_LEAD, programme=programme),
        manager=holder_of(Role.PROJECT_MANAGER, programme=programme),
        head=holder_of(Role.HEADTEACHER, school=school),
        governor=holder_of(Role.GOVERNOR, school=school),
        hub_lead=holder_of(Role.HUB_LEAD, hub=enrolment.hub),
        **more,
    )


@pytest.fixture
def programme(db):
    made = make_programme(
        name="Number Sense", code="NS", starts_on=date(2026, 9, 1), ends_on=date(2028, 7, 21),
        specialist_word="lead practitioner",
    )  # fmt: skip
    make_aim(made, text="Pupils explain how they know", due_on=date(2028, 7, 1))
    make_strand(made)
    make_controller(made, name="Larkwater Teaching School")
    make_controller(made, party="school", name="Each school")
    return made


@pytest.fixture
def world(programme):
    hub = make_hub(programme, name="Coast")
    school = make_school(name="Tansy Hill", urn=900_101)
    return people_of(
        make_enrolment(school=school, hub=hub, work_agreed_on=None, days_agreed=Decimal("6.00"))
    )


@pytest.fixture
def academy(programme):
    trust = make_trust("Alder Trust")
    school = make_school(name="Alder Bank", urn=900_102, trust=trust)
    enrolment = make_enrolment(school=school, hub=make_hub(programme), work_agreed_on=None)
    return people_of(enrolment, chief=holder_of(Role.CHIEF_EXECUTIVE, trust=trust))


def terms_of(world, *, at=NOON, **terms):
    """What is not known of this school, and may be said otherwise; days that are still to come."""
    said = {
        "escalates_to": world.lead.person.roles.get(), "hours_a_week": Decimal("1.5"),
        "chair": CHAIR, "released_on": [day for day in RELEASED if day >= at.date()],
    }  # fmt: skip
    return Terms(**said | terms)


def drafted(world, *, at=NOON, **terms):
    given = terms_of(world, at=at, **terms)
    return actions.draft(enrolment=world.enrolment, terms=given, by=world.manager, at=at)


def sent(world, *, at=NOON, **terms):
    memorandum = drafted(world, at=at, **terms)
    actions.send(memorandum=memorandum, by=world.manager, at=at)
    return again(memorandum)


def again(memorandum):
    """As it is kept now."""
    return type(memorandum).objects.at_hand().get(pk=memorandum.pk)


def sign(memorandum, by, *, at=NOON, version=None):
    memorandum = again(memorandum)
    return actions.sign(
        memorandum=memorandum, version=version or memorandum.shown, authenticated_at=at, by=by,
        at=at,
    )  # fmt: skip


def link_of(memorandum, mailoutbox, *, party=Party.CHAIR, at=NOON):
    """The secret of the letter that the worker sends now."""
    telling.send_signing_link(version_id=again(memorandum).shown_id, party=party, at=at)
    text = mailoutbox[-1].body
    return text.split("/sign/")[1].split("/")[0]


def active(world, mailoutbox, *, at=NOON):
    memorandum = sent(world, at=at)
    sign(memorandum, world.head, at=at)
    token = link_of(memorandum, mailoutbox, at=at)
    actions.sign_by_link(token=token, name=CHAIR.name, at=at)
    sign(memorandum, world.lead, at=at)
    return again(memorandum)


def on_paper(world, **said):
    """What the paper shows: signed on the day of NOON, received by who leads the programme."""
    fields = {
        "signed_on": NOON.date(), "name": "Wren Orchard", "post": "Chair of governors",
        "received_by": world.lead.person, "scan": attached(PDF), "shows_nobody": True,
    } | said  # fmt: skip
    return OnPaper(**fields)


def sign_on_paper(world, memorandum, *, party=Party.CHAIR, by=None, at=NOON, version=None, **said):
    memorandum = again(memorandum)
    return actions.sign_on_paper(
        memorandum=memorandum, version=version or memorandum.shown, party=party,
        on_paper=on_paper(world, **said), by=by or world.manager, at=at,
    )  # fmt: skip


def new_head(world, since):
    """The one before leaves the day before."""
    role = world.head.person.roles.get()
    role.ends_on = since - timedelta(1)
    role.save()
    return make_role(Role.HEADTEACHER, school=world.enrolment.school, starts_on=since).person.user


def jobs(name):
    return ProcrastinateJob.objects.filter(task_name=name)
