"""Three who fit a school, the agreement with one of them, and each step of it."""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts import fresh
from leadwell.accounts.models import User
from leadwell.accounts.requests import SignedInRequest
from leadwell.lib import travel
from leadwell.lib.verdict import Verdict
from leadwell.people import access as people
from leadwell.people import guarding
from leadwell.people.looking import is_about
from leadwell.people.permissions import Operation
from leadwell.prepare.deploying.agreeing import access, actions, forms, page, rules
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.deploying.agreeing.transitions import BESIDE, TRANSITIONS
from leadwell.prepare.deploying.matching import finding
from leadwell.prepare.deploying.matching.kernel import weights
from leadwell.prepare.deploying.matching.needed import needed_by
from leadwell.prepare.deploying.register import access as register
from leadwell.prepare.models import Deployment
from leadwell.programmes.models import Enrolment
from leadwell.web import csv_out
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt

Rule = Callable[[User, Deployment], Verdict]
COLUMNS = ("Specialist", "School", "Home school", "Programme", "From", "To", "State")


@require_safe
def deployments(request: SignedInRequest) -> HttpResponse:
    said = request.GET
    found = page.list_page(
        request.user,
        timezone.localdate(),
        state=said.get("state", ""),
        number=said.get("page", "1"),
    )
    is_about(request, people=sorted({line.deployment.specialist.person_id for line in found.lines}))
    has_rounds = people.holds(request.user, "round", Operation.READ)
    context = {"page": found, "has_rounds": has_rounds}
    return render(request, "prepare/deployment/deployments.html", context)


@require_safe
def of_school(request: SignedInRequest, pk: int) -> HttpResponse:
    """Those of one school in one programme, and the way to who fits it."""
    found = _enrolment_or_404(request, pk)
    shown = page.list_page(
        request.user, timezone.localdate(), of=found, number=request.GET.get("page", "1")
    )
    is_about(request, people=sorted({one.deployment.specialist.person_id for one in shown.lines}))
    context = {
        "page": shown, "enrolment": found, "may_arrange": rules.may_arrange(request.user, found),
    }  # fmt: skip
    return render(request, "prepare/deployment/deployments.html", context)


@require_safe
def deployments_csv(request: SignedInRequest) -> HttpResponse:
    on = timezone.localdate()
    rows: Iterable[list[csv_out.Value]] = (
        [
            str(one.specialist), str(one.standing_school), str(one.home),
            str(one.enrolment.programme), one.starts_on, one.last_day, one.get_state_display(),
        ]
        for one in access.deployments_for(request.user).at_hand().order_by("-starts_on", "pk")
    )  # fmt: skip
    return csv_out.download(COLUMNS, rows, name=f"deployments {on:%Y-%m-%d}", is_published=False)


@require_safe
def shortlist(request: SignedInRequest, pk: int) -> HttpResponse:
    """Three with reasons, who else could be asked, and who is not available and why."""
    found = _enrolment_or_404(request, pk)
    require(rules.may_arrange(request.user, found))
    follows = _followed(request, found)
    need = needed_by([found])[found.pk]
    initial = {
        "days": 8, "first_day": timezone.localdate(), "contexts": sorted(need.contexts),
        "specialisms": list(need.specialisms),
    }  # fmt: skip
    form = forms.NeedForm(request.GET if "days" in request.GET else None, initial=initial)
    besides = frozenset({follows.specialist_id} if follows else ())
    matched = None
    if form.is_valid():
        matched = finding.for_school(request.user, found, form.wanted, besides=besides)
    context = {
        "enrolment": found, "form": form, "matched": matched, "follows": follows,
        "weights": weights(), "formula": travel.FORMULA,
    }  # fmt: skip
    return render(request, "prepare/deployment/shortlist.html", context)


@asks
def propose(request: SignedInRequest, pk: int, specialist: int) -> HttpResponse:
    """The agreement with the one that was chosen: the home head is asked next."""
    found = _enrolment_or_404(request, pk)
    require(rules.may_arrange(request.user, found))
    line = get_object_or_404(register.kept_for(request.user).listed().at_hand(), pk=specialist)
    follows = _followed(request, found)
    today = timezone.localdate()
    form = forms.AgreementForm(
        sent(request), instance=Deployment(enrolment=found, specialist=line, home=line.home,
                                           host=found.standing_school),
        contacts=page.contacts_at(found, today), replaces=follows is not None,
        initial=page.from_plan(request.user, found)
        | {name: request.GET[name] for name in ("days",) if name in request.GET}
        | {"starts_on": request.GET.get("first_day", "")},
    )  # fmt: skip
    made: list[Deployment] = []
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: made.append(
            actions.propose(
                enrolment=found, specialist=line, days=form.by_year, follows=follows,
                because=form.why, by=request.user, at=timezone.now(), **form.terms,
            )
        ),
        about=found, whose=[found.standing_school, *filter(None, [line.home])], at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, f"Proposed. The head of {line.home} is asked first.")
        return redirect(made[0])
    back = Back(reverse("prepare:shortlist", args=[found.pk]), f"Who fits {found.standing_school}")
    lede = (
        f"{line.home} is the home school. Its head is asked first, and reads what you write here; "
        f"{line} reads nothing of it until then."
    )
    return form_page(
        request, form, back=back, lede=lede, button="Propose it",
        heading=f"Send {line} to {found.standing_school}",
    )  # fmt: skip


@require_safe
def deployment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = deployment_or_404(request, pk)
    context = {"page": page.deployment_page(request.user, found, timezone.localdate())}
    return render(request, "prepare/deployment/deployment.html", context)


@asks
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """While nobody has signed."""
    found = deployment_or_404(request, pk)
    require(rules.may_change(request.user, found))
    form = forms.AgreementForm(
        sent(request), instance=copy(found),
        contacts=page.contacts_at(found.enrolment, timezone.localdate()),
        known_days={one.academic_year: one.agreed for one in found.days.all()},
    )  # fmt: skip
    return _asked(
        request, found, form, actions.change_deployment, BESIDE["change"].button,
        lambda: form.terms | {"days": form.by_year},
    )  # fmt: skip


@asks
def sign(request: SignedInRequest, pk: int, verb: str) -> HttpResponseBase:
    """By somebody who has just shown again who they are, under the words that are on the page."""
    found = deployment_or_404(request, pk)
    require(rules.may_sign(verb, request.user, found))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    form = forms.SignForm(sent(request), initial={"shown": sha256(found)})
    if form.is_valid() and attempt(
        form,
        lambda: actions.sign(
            verb=verb, deployment=found, shown=form.cleaned_data["shown"],
            authenticated_at=fresh.proved_at(request), by=request.user, at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, "Signed.")
        return redirect(found)
    context = {
        "deployment": found, "form": form, "statement": actions.statement(verb, found),
        "terms": list(page.terms(found)), "button": TRANSITIONS[verb].button,
    }  # fmt: skip
    return render(request, "prepare/deployment/sign.html", context)


@asks
def begin(request: SignedInRequest, pk: int) -> HttpResponse:
    found = deployment_or_404(request, pk)
    require(rules.may_begin(request.user, found, on=timezone.localdate()))
    form = django_forms.Form(sent(request))
    return _asked(request, found, form, actions.begin, TRANSITIONS["begin"].button)


@asks
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    found = deployment_or_404(request, pk)
    require(rules.may_resume(request.user, found, on=timezone.localdate()))
    form = django_forms.Form(sent(request))
    return _asked(request, found, form, actions.resume, TRANSITIONS["resume"].button)


@asks
def with_reason(
    request: SignedInRequest, pk: int, verb: str, act: Callable[..., Any], may: Rule
) -> HttpResponse:
    found = deployment_or_404(request, pk)
    require(may(request.user, found))
    form = forms.ReasonForm(sent(request))
    return _asked(request, found, form, act, TRANSITIONS[verb].button)


@asks
def on_a_day(
    request: SignedInRequest, pk: int, verb: str, act: Callable[..., Any], may: Rule
) -> HttpResponse:
    found = deployment_or_404(request, pk)
    require(may(request.user, found))
    form = forms.WhenForm(sent(request), today=timezone.localdate())
    return _asked(request, found, form, act, BESIDE[verb].button)


@asks
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = deployment_or_404(request, pk)
    require(rules.may_review(request.user, found))
    form = forms.ReviewForm(sent(request))
    return _asked(request, found, form, actions.review, TRANSITIONS["review"].button)


@asks
def evaluate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Priority by priority, by the host head."""
    found = deployment_or_404(request, pk)
    require(rules.may_evaluate(request.user, found))
    form = forms.EvaluateForm(sent(request), priorities=found.priorities)
    button = TRANSITIONS["evaluate"].button
    return _asked(request, found, form, actions.evaluate, button, lambda: form.said)


@asks
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    found = deployment_or_404(request, pk)
    require(rules.may_comment(request.user, found))
    form = forms.CommentForm(sent(request))
    return _asked(request, found, form, actions.comment, BESIDE["comment"].button)


def deployment_or_404(request: SignedInRequest, pk: int) -> Deployment:
    return get_object_or_404(access.deployments_for(request.user).at_hand(), pk=pk)


def _enrolment_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    seen = people.enrolments_for(request.user, key=access.KEY, operation=Operation.READ)
    return get_object_or_404(seen.select_related("school__continued_by", "programme", "hub"), pk=pk)


def _followed(request: SignedInRequest, enrolment: Enrolment) -> Deployment | None:
    """The deployment that is to be replaced, where the address names one."""
    if not (said := request.GET.get("follows", "")):
        return None
    seen = access.deployments_for(request.user).at_hand().filter(enrolment=enrolment)
    found = get_object_or_404(seen, pk=said if said.isdecimal() else 0)
    require(rules.may_replace(request.user, found))
    return found


def _asked(
    request: SignedInRequest,
    found: Deployment,
    form: django_forms.BaseForm,
    act: Callable[..., Any],
    heading: str,
    said: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """A form whose fields are what the action takes, unless `said` says otherwise."""
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: act(
            deployment=found, by=request.user, at=timezone.now(),
            **(said() if said else form.cleaned_data),
        ),
        about=found, whose=[found.standing_school, found.home], at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect(found)
    back = Back(found.get_absolute_url(), str(found))
    return form_page(
        request, form, back=back, button=heading,
        heading=f"{found}: {heading[:1].lower() + heading[1:]}",
    )  # fmt: skip
