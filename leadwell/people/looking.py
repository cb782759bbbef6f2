"""Writing down who looked at what: from the page table, so that no view can forget it.

A page whose record carries people is logged whenever it is opened, changed through, downloaded or
refused. Whom it is about follows from the thing its address names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.audit.models import Look
from leadwell.people import access
from leadwell.people.models import (
    Breach,
    Complaint,
    Erasure,
    Handover,
    HandoverStep,
    RoleHeld,
    SubjectRequest,
)
from leadwell.people.permissions import Page, carries_people, pages
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School

REFUSALS = {403, 404}
DOWNLOADS = ("-csv", "-pdf")


@dataclass(frozen=True, slots=True)
class About:
    """Whom and which school a page is about."""

    people: tuple[int, ...] = ()
    school: int | None = None


def note(request: HttpRequest, status: int) -> None:
    """Log the request, if its page shows or changes something about people."""
    match = request.resolver_match
    user = request.user
    page = pages().get(match.view_name) if match else None
    if match is None or page is None or not isinstance(user, User) or not is_logged(page):
        return
    # A refused address may name a thing out of reach: whom it is about is not asked, so that the
    # log of a person never tells who failed to reach them from whether they exist.
    about = About() if status in REFUSALS else _about(page.of, match.kwargs)
    log.looked(
        at=timezone.now(),
        by_user=user.pk,
        as_roles=" ".join(sorted({one.role for one in access.held(user) if one.role})),
        outcome=_outcome(request.method or "GET", page, status),
        page=page.name,
        record=page.record,
        subject_id=" ".join(str(value) for value in match.kwargs.values()),
        about_people=about.people,
        about_school=about.school,
    )


def is_logged(page: Page) -> bool:
    return page.record in carries_people()


def _outcome(method: str, page: Page, status: int) -> Look.Outcome:
    if status in REFUSALS:
        return Look.Outcome.REFUSED
    if method == "POST":
        return Look.Outcome.CHANGED
    is_download = page.name.endswith(DOWNLOADS)
    return Look.Outcome.EXPORTED if is_download else Look.Outcome.OPENED


def _about(kind: str, named: Mapping[str, Any]) -> About:
    match kind:
        case "person":
            return About(people=(named["pk"],))
        case "role":
            return _of_roles(RoleHeld.objects.filter(pk=named["pk"]))
        case "handover":
            rows = Handover.objects.filter(pk=named["pk"]).values_list("leaving", "coming")
            return _of_roles(RoleHeld.objects.filter(pk__in=[pk for row in rows for pk in row]))
        case "step":
            handover = HandoverStep.objects.values_list("handover").get(pk=named["pk"])
            return _about("handover", {"pk": handover[0]})
        case "enrolment":
            school = Enrolment.objects.values_list("school").filter(pk=named["pk"]).first()
            return _at_school(school[0] if school else None)
        case "request":
            asked = SubjectRequest.objects.get(pk=named["pk"])
            return About(
                people=(asked.person_id,) if asked.person_id else (), school=asked.school_id
            )
        case "breach":
            return About(school=Breach.objects.values_list("school", flat=True).get(pk=named["pk"]))
        case "complaint":
            person = Complaint.objects.values_list("person", flat=True).get(pk=named["pk"])
            return About(people=(person,) if person else ())
        case "erasure":
            return About(
                people=tuple(
                    Erasure.objects.filter(pk=named["pk"]).values_list("person", flat=True)
                )
            )
        case "school":
            standing = School.objects.standing().filter(urn=named["urn"]).first()
            return _at_school(standing.pk if standing else None)
    return About()


def _at_school(school: int | None) -> About:
    """A page about a school shows all who hold a role there."""
    if school is None:
        return About()
    people = RoleHeld.objects.filter(school=school).order_by().values_list("person", flat=True)
    return About(people=tuple(people), school=school)


def _of_roles(roles: Any) -> About:
    found = list(roles.values_list("person", "school"))
    schools = [school for _, school in found if school]
    return About(
        people=tuple(person for person, _ in found), school=schools[0] if schools else None
    )
