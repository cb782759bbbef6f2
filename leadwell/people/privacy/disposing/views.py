"""What will be destroyed, the click that does it, its certificate, and the rules."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.people import guarding
from leadwell.people.models import RuleChange
from leadwell.people.privacy import retention
from leadwell.people.privacy.access import disposals_for
from leadwell.people.privacy.disposing import actions, certificate, page, rules
from leadwell.people.privacy.disposing.forms import DisposeForm, RuleForm
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt

LATELY = 20


@asks
def past_its_time(request: SignedInRequest) -> HttpResponse:
    """Shown, and by a click destroyed: exactly what was shown, or nothing."""
    require(rules.may_look_ahead(request.user))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    form = DisposeForm(sent(request))
    made: list[Any] = []
    if form.is_valid():
        shown, now = form.cleaned_data["fingerprint"], timezone.now()
        if attempt(
            form,
            lambda: made.append(actions.dispose(fingerprint=shown, by=request.user, at=now)),
        ):
            messages.success(request, "Destroyed. This is the certificate.")
            return redirect(made[0])
    preview = page.preview(timezone.localdate())
    context = {
        "preview": preview,
        "form": form,
        # A tick that was given to another preview is not one for this.
        "tick": (form if form.has_error("is_sure") else DisposeForm())["is_sure"],
        "may_dispose": rules.may_dispose(request.user, preview.now),
        "disposals": disposals_for(request.user)[:LATELY],
    }
    return render(request, "people/privacy/disposing/past_its_time.html", context)


@require_safe
def disposal(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(disposals_for(request.user), pk=pk)
    context = {"disposal": found, "certificate": certificate.of(found)}
    return render(request, "people/privacy/disposing/disposal.html", context)


@require_safe
def disposal_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(disposals_for(request.user), pk=pk)
    return certificate.download(certificate.of(found), made_on=timezone.localdate())


@require_safe
def schedule(request: SignedInRequest) -> HttpResponse:
    """Every rule in force, whether it is the default, and if not since when and why."""
    require(rules.may_see_the_schedule(request.user))
    context = {"lines": page.schedule(), "may_change": rules.may_change_rules(request.user)}
    return render(request, "people/privacy/disposing/schedule.html", context)


@asks
def rule_change(request: SignedInRequest, key: str) -> HttpResponse:
    require(rules.may_change_rules(request.user))
    if (rule := retention.in_force().get(key)) is None:
        raise Http404
    require(rules.may_change(request.user, rule))
    form = RuleForm(sent(request), rule=rule, initial={"months": rule.months})
    if form.is_valid():
        said = form.cleaned_data
        if guarding.attempt(
            request,
            form,
            lambda: actions.change_rule(rule=rule, by=request.user, at=timezone.now(), **said),
            about=request.user,
            at=timezone.now(),
        ):
            messages.success(request, f"{rule.title}: changed from now on.")
            return redirect("people:schedule")
    versions = RuleChange.objects.filter(rule=key).select_related("changed_by")
    context = {
        "rule": rule,
        "default": retention.rules()[key],
        "form": form,
        "versions": [(retention.as_changed(rule, one), one) for one in versions],
    }
    return render(request, "people/privacy/disposing/rule_change.html", context)
