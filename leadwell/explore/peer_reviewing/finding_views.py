"""On site: what the findings rest on, each finding, and that they were said."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.peer_reviewing import actions, rules
from leadwell.explore.peer_reviewing.asking_views import (
    Question,
    ask,
    back_to,
    finding_or_404,
    review_or_404,
)
from leadwell.explore.peer_reviewing.forms import FeedbackForm, FindingForm, GroundForm
from leadwell.explore.peer_reviewing.transitions import BESIDE, TRANSITIONS
from leadwell.web.access import require
from leadwell.web.asking import asks, sent


@asks
def say_ground(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_write(request.user, found, "say_ground"))
    form = GroundForm(sent(request), review=found, on=found.opened_on)
    question = Question(
        BESIDE["say_ground"].button, back_to(found), found.standing_school,
        found.get_absolute_url(),
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda passed: actions.say_ground(
            review=found, passed=passed, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        free=("limits",),
    )  # fmt: skip


@asks
def write_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_write(request.user, found, "write_finding"))
    form = FindingForm(sent(request))
    question = Question(
        BESIDE["write_finding"].button, back_to(found), found.standing_school,
        found.get_absolute_url(),
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda passed: actions.write_finding(
            review=found, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@asks
def change_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_or_404(request, pk)
    review = finding.review
    require(rules.may_write(request.user, review, "write_finding"))
    start = {name: getattr(finding, name) for name in ("working", "evidence", "better", "to_whom")}
    form = FindingForm(sent(request), initial=start)
    question = Question(
        "Change this finding", back_to(review), review.standing_school, review.get_absolute_url()
    )
    return ask(
        request, form, question,
        lambda passed: actions.change_finding(
            finding=finding, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@require_POST
def drop_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_or_404(request, pk)
    require(rules.may_write(request.user, finding.review, "drop_finding"))
    actions.drop_finding(finding=finding, by=request.user, at=timezone.now())
    messages.success(request, "Taken out.")
    return redirect(finding.review)


@asks
def give_feedback(request: SignedInRequest, pk: int) -> HttpResponse:
    """Spoken first: to whoever leads the subject and to senior leaders."""
    found = review_or_404(request, pk)
    require(rules.may_give_feedback(request.user, found))
    start = {"leader_told_on": found.ends_on, "senior_told_on": found.ends_on}
    form, button = FeedbackForm(sent(request), initial=start), TRANSITIONS["give_feedback"].button
    question = Question(
        button, back_to(found), found.standing_school, found.get_absolute_url(), button=button,
        lede="To whoever leads the subject and to senior leaders, on the last day. From now on the "
        "school reads the findings, and nothing of them changes.",
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda _: actions.give_feedback(
            review=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        free=("late_because",),
    )  # fmt: skip
