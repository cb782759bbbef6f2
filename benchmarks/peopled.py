"""People and programmes in a home: `python -m benchmarks.peopled make N` makes those of N schools,
`python -m benchmarks.peopled sessions` signs one of each role in, and says what to ask for."""

import json
import os
import sys
from typing import Any

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    django.setup()
    if sys.argv[1] == "make":
        make(int(sys.argv[2]))
    else:
        print(json.dumps(sessions()))


def make(n_schools: int) -> None:
    from django.conf import settings
    from django.utils import timezone

    from benchmarks.homes import SEED, TODAY
    from leadwell.demo import copies, fixture

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nobody is written to
    size = fixture.Scale(n_schools)
    fixture.make(seed=SEED, today=TODAY, scale=size)
    if size == fixture.Scale.NATION:
        for _ in copies.nation(at=timezone.now()):
            pass


def sessions() -> dict[str, Any]:
    """n: accounts and schools' parts there are; cookies by who; numbers of what they ask for."""
    from leadwell.accounts.models import User
    from leadwell.demo import fixture
    from leadwell.people.models import Handover, Role, RoleHeld
    from leadwell.programmes.models import Enrolment, Programme

    programme = Programme.objects.get(code="KS2M")
    hub = programme.hubs.get(name="Exe")
    enrolment = programme.enrolments.filter(hub=hub).order_by("pk")[3]  # in the trust
    here = RoleHeld.objects.filter(school=enrolment.school, ends_on=None).order_by("pk")
    held = {
        "lead": programme.roles.get(role=Role.PROGRAMME_LEAD),
        "hub lead": hub.roles.get(role=Role.HUB_LEAD),
        "specialist": enrolment.deployed.order_by("pk")[0],
        "head": here.get(role=Role.HEADTEACHER),
        "governor": here.filter(role=Role.GOVERNOR)[0],
        "chief executive": RoleHeld.objects.get(role=Role.CHIEF_EXECUTIVE),
        "data officer": RoleHeld.objects.get(organisation=programme.lead_organisation),
    }
    users = {who: one.person.user for who, one in held.items()}
    users["administrator"] = User.objects.get(email=fixture.EMAIL)
    return {
        "n_accounts": User.objects.count(),
        "n_schools": Enrolment.objects.count(),
        "cookies": {who: cookie(user) for who, user in users.items() if user},
        "programme": programme.code,
        "hub": hub.pk,
        "enrolment": enrolment.pk,
        "urn": enrolment.school.urn,
        "person": held["head"].person_id,
        "role": held["hub lead"].pk,
        "handover": Handover.objects.get(leaving__school__name__startswith="Cobnut Gate").pk,
        "strand": programme.strands.order_by("pk")[0].pk,
        "heads": list(
            RoleHeld.objects.filter(role=Role.HEADTEACHER, school__enrolments__programme=programme)
            .order_by("pk")
            .values_list("person", flat=True)
        ),
        "enrolments": list(programme.enrolments.order_by("pk").values_list("pk", flat=True)),
    }


def cookie(user: Any) -> str:
    """A session opened by password and app."""
    from allauth.account.internal.flows.login import record_authentication
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.base import SessionBase
    from django.http import HttpRequest

    from leadwell.accounts.sessions import SessionStore

    request = HttpRequest()
    store: SessionBase = SessionStore()
    request.session = store
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, user, "password")
    record_authentication(request, user, "mfa", type="totp")
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


if __name__ == "__main__":
    main()
