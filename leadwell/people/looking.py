"""Writing down who looked at what: from the page table, so that no view can forget it.

A page whose record carries people is logged whenever it is opened or changed through. Every file
that is taken away is logged, public figures too, and so is every refusal, but of public figures,
which nobody is refused. Whom a page is about follows from the thing its address names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
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
from leadwell.people.phrased import facts
from leadwell.people.privacy.dictionary import AT_ENROLMENT, table_of
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from leadwell.web import exports

REFUSALS = {403, 404, 405}
PUBLISHED = "published"
"""The record of public figures."""


@dataclass(frozen=True, slots=True)
class About:
    """Whom and which school a page is about."""

    people: tuple[int, ...] = ()
    school: int | None = None


def is_about(
    request: HttpRequest, *, people: Iterable[int] = (), school: int | None = None
) -> None:
    """Say whom a list is about, whose address names nobody: its view says it once it has them."""
    request.is_about = About(tuple(people), school)  # type: ignore[attr-defined]


def are_ones_own_words(request: HttpRequest) -> None:
    """Say that a request only kept what somebody is writing: that they opened the form is noted,
    each ten seconds at it are not."""
    request.are_ones_own_words = True  # type: ignore[attr-defined]


def _told(request: HttpRequest) -> About | None:
    return getattr(request, "is_about", None)


def note(request: HttpRequest, response: HttpResponseBase) -> None:
    """Log the request: see above which."""
    match = request.resolver_match
    user = request.user
    page = pages().get(match.view_name) if match else None
    if match is None or page is None or not isinstance(user, User):
        return
    outcome = _outcome(request.method or "GET", response)
    if hasattr(request, "are_ones_own_words") and outcome != Look.Outcome.REFUSED:
        return
    if not is_logged(page, outcome):
        return
    # A refused address may name a thing out of reach: whom it is about is not asked, so that the
    # log of a person never tells who failed to reach them from whether they exist.
    is_noted = is_logged(page) and outcome != Look.Outcome.REFUSED
    about = _told(request) or _about(page.of, match.kwargs) if is_noted else About()
    is_export = outcome == Look.Outcome.EXPORTED
    named = match.captured_kwargs  # type: ignore[attr-defined]  # not what the route adds itself
    log.looked(
        at=timezone.now(),
        by_user=user.pk,
        as_roles=" ".join(sorted({one.role for one in access.held(user) if one.role})),
        outcome=outcome,
        page=page.name,
        record=page.record or PUBLISHED,
        subject_id=" ".join(str(value) for value in named.values()),
        about_people=about.people,
        about_school=about.school,
        asked=request.GET.urlencode() if is_export else "",
        n_rows=exports.n_rows_of(response) if is_export else None,
    )


def is_logged(page: Page, outcome: Look.Outcome = Look.Outcome.OPENED) -> bool:
    match outcome:
        case Look.Outcome.EXPORTED:
            return True
        case Look.Outcome.REFUSED:
            return page.record not in {"", PUBLISHED}
    return page.record in carries_people()


def _outcome(method: str, response: HttpResponseBase) -> Look.Outcome:
    if response.status_code in REFUSALS:
        return Look.Outcome.REFUSED
    if exports.is_file(response):
        return Look.Outcome.EXPORTED
    return Look.Outcome.CHANGED if method == "POST" else Look.Outcome.OPENED


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
            return _at_school(facts(_school_of_part, access.today(), named["pk"]))
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
            standing = School.objects.standing().filter(urn=named["urn"]).order_by("pk")
            return _at_school(list(standing.values_list("pk", flat=True)[:1]))
    return about_a_floor_above(kind, named["pk"]) if "." in kind else About()


def about_a_floor_above(label: str, pk: int) -> About:
    """A thing called by its model's label: the dictionary says whom it is about, and at which
    school."""
    model = apps.get_model(label)
    entry = table_of(model)
    row = model._default_manager.filter(pk=pk).order_by("pk")  # a usual order joins other tables
    paths = entry.about if entry else ()
    found = list(row.values_list(entry.at if entry else AT_ENROLMENT, *paths))
    people = {person for _, *about in found for person in about if person}
    return About(people=tuple(sorted(people)), school=found[0][0] if found else None)


def _school_of_part(on: date, enrolment: int) -> QuerySet[Enrolment, int]:
    part = Enrolment.objects.filter(pk=enrolment)
    return part.order_by("pk").values_list("school", flat=True)[:1]


def _at_school(schools: list[int]) -> About:
    """A page about a school shows all who hold a role there."""
    for school in schools:
        return About(people=tuple(facts(_ever_there, access.today(), school)), school=school)
    return About()


def _ever_there(on: date, school: int) -> QuerySet[RoleHeld, int]:
    return RoleHeld.objects.filter(school=school).order_by().values_list("person", flat=True)


def _of_roles(roles: Any) -> About:
    found = list(roles.values_list("person", "school"))
    schools = [school for _, school in found if school]
    return About(
        people=tuple(person for person, _ in found), school=schools[0] if schools else None
    )
