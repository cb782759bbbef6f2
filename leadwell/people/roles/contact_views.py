"""A school's contacts."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access, phrased
from leadwell.people.models import RoleHeld
from leadwell.people.roles import actions, contacts, handover_page, rules
from leadwell.people.roles.role_forms import ContactForm
from leadwell.schools.models import School
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt


@require_safe
def contacts_of(request: SignedInRequest, urn: int) -> HttpResponse:
    """Who is who at a school, and who is missing."""
    school = school_or_404(request, urn)
    require(rules.may_see_contacts(request.user, school))
    sees_all = rules.sees_all_contacts(request.user, school)
    whose = request.user, timezone.localdate(), school.pk
    page = contacts.about(
        school,
        on=timezone.localdate(),
        shows_all=sees_all,
        seen=phrased.asked(contacts.seen_at, *whose),
        may_give=rules.roles_given_at(request.user, school),
        may_replace=phrased.asked(contacts.replaced_at, *whose),
    )
    context = {
        "page": page,
        "may_confirm": rules.may_confirm_contacts(request.user, school),
        "handovers": phrased.asked(contacts.handed_over_at, *whose),
        "sees_all": sees_all,
    }
    return render(request, "people/roles/contacts.html", context)


@require_POST
def confirm(request: SignedInRequest, urn: int) -> HttpResponse:
    school = school_or_404(request, urn)
    actions.confirm_contacts(school=school, by=request.user, at=timezone.now())
    messages.success(request, "Thank you. We ask again in a year.")
    return redirect("people:school-people", urn)


@asks
def add(request: SignedInRequest, urn: int, kind: str) -> HttpResponse:
    """Name one contact: somebody the school has already, or somebody new."""
    school = school_or_404(request, urn)
    if not (wanted := contacts.BY_KEY.get(kind)):
        raise Http404
    today = timezone.localdate()
    asked = RoleHeld(role=wanted.role, capacity=wanted.capacity, school=school, starts_on=today)
    require(rules.may_give_there(request.user, asked))
    people = handover_page.known_at(school, request.user)
    form = ContactForm(sent(request), people=people, initial={"starts_on": today})
    if form.is_valid():
        asked.starts_on = form.cleaned_data["starts_on"]
        if attempt(
            form,
            lambda: actions.give_role(
                given=asked, to=form.somebody, by=request.user, at=timezone.now()
            ),
        ):
            messages.success(request, f"{asked.person}: {wanted.title.lower()}.")
            return redirect("people:school-people", urn)
    context = {"school": school, "kind": wanted, "form": form}
    return render(request, "people/roles/add_contact.html", context)


def school_or_404(request: SignedInRequest, urn: int) -> School:
    """A school that is something to this person; of any other, as of one that does not exist."""
    school = get_object_or_404(access.schools_for(request.user), entries__urn=urn)
    if not rules.has_part_in(request.user, school):
        raise Http404
    return school
