"""Pages on which somebody decides which schools are one."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access, guarding, rules
from leadwell.people.joins import actions, page
from leadwell.people.joins.forms import JoinForm, OtherForm, ReasonForm
from leadwell.schools import deciding
from leadwell.schools.models import Join, RegisterEntry, School
from leadwell.web.access import require
from leadwell.web.asking import asks, sent


@require_safe
def identity(request: SignedInRequest, urn: int) -> HttpResponse:
    """A school's URNs, what was decided about them, and what can be."""
    school = _school_or_404(request, urn)
    require(rules.may_decide_identity(request.user))
    form = OtherForm(school=school, schools=access.schools_for(request.user))
    return render(request, "people/joins/identity.html", {"page": page.about(school), "form": form})


@asks
def join(request: SignedInRequest, urn: int) -> HttpResponse:
    """Two schools side by side; then one."""
    school = _school_or_404(request, urn)
    require(rules.may_decide_identity(request.user))
    other = OtherForm(request.GET, school=school, schools=access.schools_for(request.user))
    if not other.is_valid():
        context = {"page": page.about(school), "form": other}
        return render(request, "people/joins/identity.html", context)
    schools = deciding.earlier_first(school, other.cleaned_data["other"])
    form = JoinForm(sent(request), schools=schools)
    if form.is_valid():
        earlier, later = form.in_order(schools)
        if _is_done(
            request,
            school,
            form,
            lambda reason: actions.join_schools(
                earlier=earlier, later=later, reason=reason, by=request.user, at=timezone.now()
            ),
        ):
            return _tell(request, earlier.urn, later.urn)
    context = {
        "school": school,
        "beside": page.beside(*schools),
        "may": rules.may_join_schools(request.user, *schools),
        "form": form,
    }
    return render(request, "people/joins/join.html", context)


@asks
def part(request: SignedInRequest, urn: int) -> HttpResponse:
    """What files say is one school would be two: that up to this URN's, and that from it on."""
    school = _school_or_404(request, urn)
    require(rules.may_decide_identity(request.user))
    ours = school.entries.values("urn")
    found = get_object_or_404(Join, new_urn=urn, old_urn__in=ours)
    form = ReasonForm(sent(request))
    if form.is_valid() and _is_done(
        request,
        school,
        form,
        lambda reason: actions.part_schools(
            join=found, reason=reason, by=request.user, at=timezone.now()
        ),
    ):
        return _tell(request, found.old_urn, found.new_urn)
    context = {
        "school": school,
        "join": found,
        "beside": page.halves(found.old_urn, found.new_urn),
        "may": rules.may_part_schools(request.user, found),
        "form": form,
    }
    return render(request, "people/joins/part.html", context)


@asks
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """A decision, and what it holds together or apart."""
    decision = get_object_or_404(access.decisions_for(request.user), pk=pk)
    require(rules.may_decide_identity(request.user))
    form = ReasonForm(sent(request))
    school = _school_or_404(request, decision.new_urn)
    if form.is_valid() and _is_done(
        request,
        school,
        form,
        lambda reason: actions.take_back(
            decision=decision, reason=reason, by=request.user, at=timezone.now()
        ),
    ):
        return _tell(request, decision.old_urn, decision.new_urn)
    context = {
        "school": school,
        "decision": decision,
        "beside": page.halves(decision.old_urn, decision.new_urn),
        "may": rules.may_take_back(request.user, decision),
        "form": form,
    }
    return render(request, "people/joins/take_back.html", context)


def _school_or_404(request: SignedInRequest, urn: int) -> School:
    return get_object_or_404(access.schools_for(request.user), entries__urn=urn)


def _is_done(
    request: SignedInRequest, school: School, form: ReasonForm, act: Callable[[str], object]
) -> bool:
    """Whether it could be done now; if not, the form says why."""
    looked = guarding.looked_over(request, form, whose=school, at=timezone.now())
    if looked is None:
        return False
    try:
        with transaction.atomic():
            act(form.cleaned_data["reason"])
            looked.note_read(about=school)
    except deciding.Busy as busy:
        form.add_error(None, str(busy))
        return False
    return True


def _tell(request: SignedInRequest, one: int, other: int) -> HttpResponse:
    """The school's page, with what is so now."""
    schools = set(
        RegisterEntry.objects.filter(urn__in=(one, other)).values_list("school", flat=True)
    )
    so = "one school" if len(schools) == 1 else "two schools"
    messages.success(request, f"{one} and {other} are {so} now.")
    return redirect("reporting:school", _school_or_404(request, other).urn)
