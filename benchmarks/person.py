"""Somebody signed in, and what there is to ask for: `python -m benchmarks.person`, within a home."""

import json
import os
from typing import Any

import django

URN = 900_004  # a trial school in a trust, at every size
MANY = 100


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    django.setup()
    print(json.dumps({"session": signed_in()} | to_ask_for()))


def signed_in() -> str:
    """The cookie of an administrator's session, which the bare view knows too."""
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.models import Session as PlainSession
    from django.http import HttpRequest
    from django.utils import timezone

    from leadwell.accounts.models import Session, User
    from leadwell.accounts.sessions import SessionStore

    email = "asha@leadwell.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, name="Asha Penhallow", is_administrator=True, joined_at=timezone.now()
    )
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    # The bare view's Django knows no sessions but its own.
    ours = Session.objects.get(pk=request.session.session_key)
    PlainSession.objects.create(
        session_key=ours.session_key, session_data=ours.session_data, expire_date=ours.expire_date
    )
    return f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"


def to_ask_for() -> dict[str, Any]:
    """A school that is there at every size, and many to ask for in turn."""
    from leadwell.schools.models import PublishedYear, School

    urns = list(
        PublishedYear.objects.filter(record_type=1)
        .order_by("urn")
        .values_list("school__urn", flat=True)
        .distinct()
    )
    school = School.objects.select_related("trust").get(urn=URN)
    areas = School.objects.exclude(local_authority=None).order_by()
    return {
        "n_schools": School.objects.standing().count(),
        "urn": school.urn,
        "area": school.local_authority_id,
        "areas": sorted(areas.values_list("local_authority", flat=True).distinct()),
        "urns": [urn for urn in urns if urn][:: max(1, len(urns) // MANY)],
        "trust": school.trust.name if school.trust else "",
        "name": school.name.split()[0],
        "postcode": school.postcode,
    }


if __name__ == "__main__":
    main()
