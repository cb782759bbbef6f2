"""The register of specialists: everybody on it, one line, and what is asked about it."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.lib import academic_year as years
from leadwell.people import guarding
from leadwell.people.looking import is_about
from leadwell.prepare.deploying.register import access, actions, forms, page, rules
from leadwell.prepare.models import Credential, DeclaredInterest, Specialist
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt


@require_safe
def specialists(request: SignedInRequest) -> HttpResponse:
    found = page.register_page(
        request.user, timezone.localdate(), number=request.GET.get("page", "1")
    )
    is_about(request, people=sorted({line.specialist.person_id for line in found.lines}))
    return render(request, "prepare/register/specialists.html", {"page": found})


@require_safe
def specialists_csv(request: SignedInRequest) -> HttpResponse:
    return page.as_csv(access.specialists_for(request.user).listed(), timezone.localdate())


@require_safe
def specialist(request: SignedInRequest, pk: int) -> HttpResponse:
    found = specialist_or_404(request, pk)
    context = {"page": page.specialist_page(request.user, found, timezone.localdate())}
    return render(request, "prepare/register/specialist.html", context)


@asks
def new(request: SignedInRequest) -> HttpResponse:
    """A line for somebody who has a place among the specialists of a hub."""
    require(rules.may_register_any(request.user))
    people = page.people_to_register(request.user)
    form = forms.RegisterForm(sent(request), people=people, today=timezone.localdate())
    made: list[Specialist] = []
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: made.append(
            actions.register(
                person=form.cleaned_data["person"], by=request.user, at=timezone.now(), **form.facts
            )
        ),
        about=form.cleaned_data["person"],
        whose=form.cleaned_data["person"].home_school,
        at=timezone.now(),
    ):
        messages.success(request, "On the register. Say next that a check was seen.")
        return redirect(made[0])
    lede = "Who has a place among the specialists of a hub of yours, and no line yet."
    back = Back(reverse("prepare:specialists"), "Register of specialists")
    return form_page(request, form, back=back, lede=lede, heading="Put somebody on the register",
                     button="Put them on the register")  # fmt: skip


@asks
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = specialist_or_404(request, pk)
    require(rules.may_change(request.user, found))
    form = forms.FactsForm(sent(request), instance=copy(found), today=timezone.localdate())
    return _asked(request, found, form, actions.change, "what they can do", lambda: form.facts)


@asks
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    found = specialist_or_404(request, pk)
    require(rules.may_change(request.user, found))
    form = forms.CheckForm(sent(request), today=timezone.localdate())
    return _asked(request, found, form, actions.say_checked, "a check was seen")


@asks
def credential(request: SignedInRequest, pk: int) -> HttpResponse:
    found = specialist_or_404(request, pk)
    require(rules.may_change(request.user, found))
    form = forms.CredentialForm(sent(request), instance=Credential(specialist=found))
    return _asked(request, found, form, actions.add_credential, "add a credential")


@asks
def trainings(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list of them, whole."""
    found = specialist_or_404(request, pk)
    require(rules.may_change(request.user, found))
    form = forms.TrainingsForm(
        sent(request), known=found.trainings.all(), today=timezone.localdate()
    )
    return _asked(request, found, form, actions.say_trainings, "sessions for trainers")


@asks
def skills(request: SignedInRequest, pk: int) -> HttpResponse:
    """By the specialist alone."""
    found = specialist_or_404(request, pk)
    require(rules.may_say_skills(request.user, found))
    form = forms.SkillsForm(sent(request), specialist=found)
    lede = (
        "Sessions for trainers are planned by it. It is no judgement, and nobody is chosen for it."
    )
    said: Callable[[], dict[str, Any]] = lambda: {"skills": form.skills}  # noqa: E731
    return _asked(request, found, form, actions.say_skills, "your work with adults", said, lede)


@asks
def days(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """This academic year's, or the next one's."""
    found = specialist_or_404(request, pk)
    this = years.of(timezone.localdate())
    if year not in (this, this + 1):
        raise Http404
    require(rules.may_say_days(request.user, found))
    known = page.known_days(found, year)
    form = forms.DaysForm(sent(request), academic_year=year, known=known)
    said: Callable[[], dict[str, Any]] = lambda: {"academic_year": year, "days": form.days}  # noqa: E731
    lede = "As the home school allows. About 15 days a year is usual."
    heading = f"days available in {years.label(year)}"
    return _asked(request, found, form, actions.say_days, heading, said, lede)


@asks
def interest(request: SignedInRequest, pk: int) -> HttpResponse:
    found = specialist_or_404(request, pk)
    require(rules.may_say_interests(request.user, found))
    form = forms.InterestForm(sent(request), instance=DeclaredInterest(specialist=found))
    lede = "They are not proposed for that school, or a school of that trust, while it lasts."
    return _asked(request, found, form, actions.declare, "declare an interest", lede=lede)


@asks
def interests_whole(request: SignedInRequest, pk: int) -> HttpResponse:
    found = specialist_or_404(request, pk)
    require(rules.may_say_interests(request.user, found))
    form = django_forms.Form(sent(request))
    n = found.interests.filter(ended_on=None).count()
    lede = (
        "The list says all that there is." if n else "There is no school or trust to be left out."
    )
    return _asked(
        request, found, form, actions.say_interests_whole, "there are no other interests", lede=lede
    )


@asks
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    found = specialist_or_404(request, pk)
    require(rules.may_change(request.user, found))
    form = django_forms.Form(sent(request))
    lede = "Nobody proposes them any more. What they did, and where they are sent now, stays."
    return _asked(request, found, form, actions.leave_register, "take them off the register",
                  lede=lede)  # fmt: skip


@asks
def end_credential(request: SignedInRequest, pk: int) -> HttpResponse:
    near = access.specialists_for(request.user).values("pk")
    found = get_object_or_404(Credential.objects.filter(specialist__in=near), pk=pk)
    require(rules.may_end_credential(request.user, found))
    form = forms.LastDayForm(sent(request))
    if form.is_valid() and attempt(
        form,
        lambda: actions.end_credential(
            credential=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Saved.")
        return redirect(found.specialist)
    return form_page(request, form, back=_back(found.specialist), heading=f"{found}: its last day",
                     button="Save")  # fmt: skip


@asks
def end_interest(request: SignedInRequest, pk: int) -> HttpResponse:
    near = access.specialists_for(request.user).values("pk")
    found = get_object_or_404(DeclaredInterest.objects.filter(specialist__in=near), pk=pk)
    require(rules.may_end_interest(request.user, found))
    form = django_forms.Form(sent(request))
    if form.is_valid():
        actions.end_interest(interest=found, by=request.user, at=timezone.now())
        messages.success(request, "Saved.")
        return redirect(found.specialist)
    return form_page(request, form, back=_back(found.specialist), lede=str(found),
                     heading="Is this interest over?", button="It is over")  # fmt: skip


def specialist_or_404(request: SignedInRequest, pk: int) -> Specialist:
    return get_object_or_404(access.specialists_for(request.user).at_hand(), pk=pk)


def _asked(
    request: SignedInRequest,
    found: Specialist,
    form: django_forms.BaseForm,
    act: Callable[..., Any],
    heading: str,
    said: Callable[[], dict[str, Any]] | None = None,
    lede: str = "",
) -> HttpResponse:
    """said: what the action takes, where that is not the fields themselves."""
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: act(
            specialist=found, by=request.user, at=timezone.now(),
            **(said() if said else form.cleaned_data),
        ),
        about=found, whose=found.home, at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect(found)
    return form_page(request, form, back=_back(found), lede=lede, heading=f"{found}: {heading}",
                     button="Save")  # fmt: skip


def _back(found: Specialist) -> Back:
    return Back(found.get_absolute_url(), str(found))
