"""Open a programme, say what it consists of, take schools into it."""

from copy import copy
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from leadwell.accounts.models import User
from leadwell.people.disclosure.releasing import policy
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.roles import actions as roles
from leadwell.people.running import rules
from leadwell.people.running.figures import may_be_kept
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    Enrolment,
    Hub,
    ImplementationStage,
    Organisation,
    Programme,
    Strand,
)
from leadwell.schools import actions as schools
from leadwell.schools.models import School
from leadwell.schools.sources import term_dates
from leadwell.web.access import require

Part = Strand | ActiveIngredient | Aim | Controller | Hub


@transaction.atomic
def find_or_add_person(*, name: str, email: str, by: User, at: datetime) -> Person:
    """Whoever has this address here, else somebody new; one's own account goes with them."""
    if known := Person.objects.of_address(email).first():
        return known
    account = User.objects.of_address(email).first()
    return roles.add_person(name=name, email=email, user=account, by=by, at=at)


@transaction.atomic
def open_programme(
    *, lead: Person, lead_organisation: str, by: User, at: datetime, **fields: Any
) -> Programme:
    """A programme with its lead, who takes it from there.

    fields: name, code, subject, starts_on, ends_on at least. Raises PermissionDenied with the
    reason, IntegrityError for a code that is taken.
    """
    require(rules.may_open_programme(by))
    programme = programmes.create_programme(
        lead_organisation=lead_organisation, by=by, at=at, **fields
    )
    roles.record_role(
        RoleHeld(
            person=lead,
            role=Role.PROGRAMME_LEAD,
            programme=programme,
            starts_on=min(at.date(), programme.starts_on),
        ),
        by=by,
        at=at,
    )
    return programme


@transaction.atomic
def change_programme(*, programme: Programme, by: User, at: datetime, **fields: Any) -> None:
    """lead_organisation: its name, where it is among the fields."""
    require(rules.may_change_programme(by, programme))
    if "lead_organisation" in fields:
        fields["lead_organisation"] = _organisation(fields["lead_organisation"])
    programmes.change(thing=programme, by=by, at=at, **fields)


@transaction.atomic
def add_strand(*, programme: Programme, by: User, at: datetime, **fields: Any) -> Strand:
    require(rules.may_add_strand(by, programme))
    if rules.has_many_strands(programme) and not fields.get("why_one_more"):
        raise PermissionDenied(f"Say why {programme} needs one more strand.")
    strand = Strand(programme=programme, **fields)
    programmes.add(part=strand, by=by, at=at)
    return strand


@transaction.atomic
def add_ingredient(
    *, strand: Strand, text: str, indicator: str, is_fixed: bool = True, by: User, at: datetime
) -> ActiveIngredient:
    require(rules.may_add_ingredient(by, strand))
    ingredient = ActiveIngredient(strand=strand, text=text, indicator=indicator, is_fixed=is_fixed)
    programmes.add(part=ingredient, by=by, at=at)
    return ingredient


@transaction.atomic
def add_aim(*, programme: Programme, by: User, at: datetime, **fields: Any) -> Aim:
    require(rules.may_change_programme(by, programme))
    aim = Aim(programme=programme, **fields)
    require(may_be_kept(aim, focus_group=programme.focus_group, policy=policy()))
    programmes.add(part=aim, by=by, at=at)
    return aim


@transaction.atomic
def add_controller(*, programme: Programme, by: User, at: datetime, **fields: Any) -> Controller:
    require(rules.may_change_programme(by, programme))
    controller = Controller(programme=programme, **fields)
    programmes.add(part=controller, by=by, at=at)
    return controller


@transaction.atomic
def add_hub(*, programme: Programme, name: str, led_by: str = "", by: User, at: datetime) -> Hub:
    require(rules.may_change_programme(by, programme))
    hub = Hub(programme=programme, name=name, led_by=_organisation(led_by))
    programmes.add(part=hub, by=by, at=at)
    return hub


@transaction.atomic
def change_part(*, part: Part, by: User, at: datetime, **fields: Any) -> None:
    """Change a strand, ingredient, aim, controller or hub. led_by: an organisation's name."""
    programme = part.strand.programme if isinstance(part, ActiveIngredient) else part.programme
    require(rules.may_change_programme(by, programme))
    if "led_by" in fields:
        fields["led_by"] = _organisation(fields["led_by"])
    if isinstance(part, Aim):
        changed = copy(part)
        for name, value in fields.items():
            setattr(changed, name, value)
        require(may_be_kept(changed, focus_group=programme.focus_group, policy=policy()))
    programmes.change(thing=part, by=by, at=at, **fields)


@transaction.atomic
def enrol_school(
    *,
    programme: Programme,
    school: School,
    joined_on: date,
    hub: Hub | None = None,
    part: Enrolment.Part = Enrolment.Part.TARGET,
    by: User,
    at: datetime,
) -> Enrolment:
    require(rules.may_enrol_school(by, programme, school))
    return programmes.enrol_school(
        programme=programme, school=school, joined_on=joined_on, hub=hub, part=part, by=by, at=at
    )


@transaction.atomic
def begin_stage(
    *, enrolment: Enrolment, stage: ImplementationStage, on: date, by: User, at: datetime
) -> None:
    require(rules.may_begin_stage(by, enrolment, stage))
    programmes.begin_stage(enrolment=enrolment, stage=stage, on=on, by=by, at=at)


@transaction.atomic
def move_to_hub(*, enrolment: Enrolment, hub: Hub | None, by: User, at: datetime) -> None:
    change_enrolment(enrolment=enrolment, hub=hub, by=by, at=at)


@transaction.atomic
def change_enrolment(*, enrolment: Enrolment, by: User, at: datetime, **fields: Any) -> None:
    """fields: hub, part, joined_on, days_agreed."""
    require(rules.may_change_enrolment(by, enrolment))
    programmes.change(thing=enrolment, by=by, at=at, **fields)


@transaction.atomic
def leave_programme(
    *, enrolment: Enrolment, last_day: date, why: Enrolment.WhyLeft, by: User, at: datetime
) -> None:
    """The school leaves. Deployments to it end the same day."""
    require(rules.may_change_enrolment(by, enrolment))
    programmes.leave_programme(enrolment=enrolment, last_day=last_day, why=why, by=by, at=at)
    for deployed in enrolment.deployed.to_come_or_live(last_day):
        roles.close_role(deployed, last_day=last_day, by=by, at=at)


def _organisation(name: str) -> Organisation | None:
    """The organisation of this name, made when it is new."""
    return Organisation.objects.get_or_create(name=name)[0] if name else None


def say_terms(
    *, school: School, parts: tuple[term_dates.Part, ...], by: User, at: datetime
) -> None:
    """The school's own term dates of one year: days promised from now on are counted by them."""
    require(rules.may_say_terms(by, school))
    schools.say_terms(school=school, parts=parts, by=by.email, at=at)
