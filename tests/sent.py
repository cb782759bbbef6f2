"""The least valid specialist on the register, and the least valid agreement to send one."""

from datetime import date

from leadwell.people.models import Role
from leadwell.prepare.models import (
    Credential,
    Deployment,
    DeploymentDays,
    PlannedRound,
    Specialist,
)
from leadwell.programmes.models import Enrolment, Hub
from tests.factories import (
    NOON,
    make_colleague,
    make_enrolment,
    make_person,
    make_role,
    make_school,
)


def make_specialist(*, hub: Hub | None = None, **fields: object) -> Specialist:
    """A line of the register, with a place among the specialists of a hub: credential and check
    hold, no interest."""
    home = fields.pop("home", None) or make_school()
    person = fields.pop("person", None) or make_colleague(home_school=home)
    if hub:
        make_role(Role.SPECIALIST, person=person, hub=hub)
    fields = {
        "phases": ["primary"], "subjects": ["Mathematics"], "specialisms": ["Bar modelling"],
        "checked_on": date(2026, 9, 1), "checked_until": date(2029, 8, 31),
        "checked_by": "Robin Ash, head", "interests_said_on": date(2026, 9, 1),
        "registered_on": date(2026, 9, 1),
    } | fields  # fmt: skip
    made = Specialist.objects.create(person=person, **fields)
    Credential.objects.create(
        specialist=made, kind="SLE", issuer="Larkwater Teaching School",
        starts_on=date(2025, 9, 1),
    )  # fmt: skip
    return made


def make_round(enrolment: Enrolment, specialist: Specialist, **fields: object) -> PlannedRound:
    """Of the school's hub, worked out for this one school and specialist; fields: of the round."""
    ended = {"ended_at": NOON, "value": 190.0, "bound": 190.0, "by_hand": 190.0, "n_by_hand": 1,
             "seconds": 0.2, "state": "done"}  # fmt: skip
    fields = {
        "programme": enrolment.programme, "hub": enrolment.hub, "first_day": date(2026, 11, 2), "usual_days": 8,
        "asked_by": fields.pop("asked_by", None) or make_person(), "asked_at": NOON,
    } | (ended if fields.get("state", "done") == "done" else {}) | fields  # fmt: skip
    planned = PlannedRound.objects.create(**fields)
    planned.specialists.create(specialist=specialist, left=8)
    planned.schools.create(
        enrolment=enrolment, days=8, are_agreed=False, proposed=specialist,
        options=[[specialist.pk, 90.0, 0.0, 20]], parts=[["Travel", 15.0, 15, "20 minutes"]],
    )  # fmt: skip
    return planned


def make_deployment(
    *, enrolment: Enrolment | None = None, specialist: Specialist | None = None, days: int = 8,
    **fields: object,
) -> Deployment:  # fmt: skip
    """Proposed for this autumn and spring, and no further than its state says; one that has begun
    has its role."""
    enrolment = enrolment or make_enrolment()
    specialist = specialist or make_specialist(hub=enrolment.hub)
    state = fields.get("state", "proposed")
    fields = {
        "home": specialist.home, "host": enrolment.standing_school,
        "priorities": ["Bar modelling in mixed-age classes"], "starts_on": date(2026, 11, 2),
        "outcomes": "Pupils draw what they are told; books of Year 4 in July",
        "ends_on": date(2027, 7, 16), "review_on": date(2027, 3, 1),
        "is_released": state != "proposed",
        "lead_contact": fields.pop("lead_contact", None) or make_person(),
        "proposed_by": fields.pop("proposed_by", None) or make_person(),
    } | fields  # fmt: skip
    has_begun = state not in {"proposed", "released", "hosted", "accepted", "declined"}
    if has_begun and "role" not in fields:
        fields["role"] = make_role(
            Role.SPECIALIST, person=specialist.person, enrolment=enrolment,
            starts_on=fields["starts_on"], ends_on=fields["ends_on"],
        )  # fmt: skip
    made = Deployment.objects.create(enrolment=enrolment, specialist=specialist, **fields)
    DeploymentDays.objects.create(deployment=made, academic_year=2026, agreed=days)
    return made
