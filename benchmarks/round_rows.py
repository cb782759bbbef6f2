"""A round planned from rows in a home: `python -m benchmarks.round_rows SCHOOLS SPECIALISTS` enrols so
many schools in a new programme, puts so many specialists on its register, and works it out as the
worker does; what it found and took is printed."""

import json
import os
import sys
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from time import perf_counter, process_time
from typing import Any

import django

SEED = 1
CODE = "ROUND"
SPECIALISMS = ("Bar modelling", "Number facts", "Mixed-age planning", "Reasoning aloud")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    django.setup()
    print(json.dumps(worked_out(int(sys.argv[1]), int(sys.argv[2]))))


def worked_out(n_schools: int, n_specialists: int) -> dict[str, Any]:
    """In the points of matching; seconds: from asking to rows, cpu: of this process alone; the
    statements it sent; how many times it said how far it is."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from leadwell.people.models import Role
    from leadwell.prepare.round import actions

    at = timezone.now()
    with transaction.atomic():
        programme = _programme(n_schools, at.date())
        _specialists(programme, n_specialists, at.date())
    manager = programme.roles.get(role=Role.PROJECT_MANAGER).person.user
    planned = actions.ask_for_round(
        programme=programme, hub=None, first_day=at.date(), usual_days=Decimal(5), by=manager, at=at
    )
    said: list[str] = []

    def say(what: str) -> bool:
        said.append(what)
        return True

    begun, worked = perf_counter(), process_time()
    with CaptureQueriesContext(connection) as queries:
        actions.carry_out(round_id=planned.pk, at=at, say=say)
    seconds, cpu = perf_counter() - begun, process_time() - worked
    planned.refresh_from_db()
    if planned.state != "done":
        raise SystemExit(f"it ended {planned.state}: {planned.refusal}")
    return {
        "value": planned.value, "bound": planned.bound, "by_hand": planned.by_hand,
        "n_served": planned.schools.filter(proposed__isnull=False).count(),
        "n_by_hand": planned.n_by_hand, "seconds": seconds, "cpu": cpu, "n_said": len(said),
        "n_queries": len(queries),
    }  # fmt: skip


def _programme(n_schools: int, today: date) -> Any:
    """One of four hubs whose schools take part since the week before, with who manages it."""
    from leadwell.people.models import Role, RoleHeld
    from leadwell.programmes.models import Enrolment, Programme
    from leadwell.schools.models import School

    like = Programme.objects.get(code="KS2M")
    manager = like.roles.get(role=Role.PROGRAMME_LEAD).person
    kept = ("lead_organisation_id", "subject", "specialist_word", "starts_on", "ends_on")
    programme = Programme.objects.create(
        name="A round to measure", code=CODE, state="delivering",
        **{name: getattr(like, name) for name in kept},
    )  # fmt: skip
    hubs = [programme.hubs.create(name=f"Hub {n}") for n in range(4)]
    since = today - timedelta(days=7)
    RoleHeld.objects.create(
        person=manager, role=Role.PROJECT_MANAGER, programme=programme, starts_on=since
    )
    free = School.objects.standing().filter(
        is_open=True, phase_of_education="Primary", enrolments=None
    )
    for n, school in enumerate(free.order_by("urn")[:n_schools]):
        Enrolment.objects.create(
            programme=programme, hub=hubs[n % 4], school=school, joined_on=since,
            work_agreed_on=since, days_agreed=Decimal(3 + n % 6),
        )  # fmt: skip
    return programme


def _specialists(programme: Any, n_specialists: int, today: date) -> None:
    """Each at a school of their own. They have some 48 days each and schools want 5 each: a little
    fewer days than are wanted, which is what is hard to plan."""
    from leadwell.lib import academic_year as years
    from leadwell.people.models import Person, Role, RoleHeld
    from leadwell.prepare.models import Credential, DaysAvailable, Specialist
    from leadwell.schools.models import School

    lot = Random(SEED)
    hubs, since = list(programme.hubs.order_by("pk")), today - timedelta(days=7)
    homes = School.objects.standing().filter(
        is_open=True, phase_of_education="Primary", enrolments=None
    )
    for n, home in enumerate(homes.order_by("-urn")[:n_specialists]):
        person = Person.objects.create(
            name=f"Specialist {n}", email=f"specialist{n}@example.org", home_school=home
        )
        RoleHeld.objects.create(
            person=person, role=Role.SPECIALIST, hub=hubs[n % 4], starts_on=since
        )
        one = Specialist.objects.create(
            person=person, phases=["primary"], subjects=[programme.subject],
            specialisms=lot.sample(SPECIALISMS, 2), checked_on=since,
            checked_until=programme.ends_on, checked_by="The office", interests_said_on=since,
            registered_on=since,
        )  # fmt: skip
        Credential.objects.create(
            specialist=one, kind="SLE", issuer="The teaching school", starts_on=since
        )
        for half_term in range(1, 7):
            DaysAvailable.objects.create(
                specialist=one, academic_year=years.of(today), half_term=half_term,
                days=Decimal(lot.randint(5, 11)),
            )  # fmt: skip


if __name__ == "__main__":
    main()
