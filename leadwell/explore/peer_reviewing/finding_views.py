"""On site: what the findings rest on, each finding, and that they were said."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import PeerFinding, PeerReview
from leadwell.explore.peer_reviewing import access, actions, rules
from leadwell.explore.peer_reviewing.asking_views import (
    Question,
    ask,
    back_to,
    finding_or_404,
    review_or_404,
)
from leadwell.explore.peer_reviewing.forms import SAID, FeedbackForm, FindingForm, GroundForm
from leadwell.explore.peer_reviewing.transitions import BESIDE, TRANSITIONS
from leadwell.people.drafts.one_page_views import Addresses, KeptForm, hold
from leadwell.people.drafts.words import Words, as_post
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.templatetags.leadwell import moment

NEW, CHANGED = "peer-finding-new", "peer-finding"
"""Names of the drafts."""
WRITE, CHANGE = BESIDE["write_finding"].button, "Change this finding"


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
    review = _review_to_find_in(request, pk)
    hold(request, lambda: actions.locked(review))
    kept = _kept_new(request, review)
    if answer := kept.taken(request, then=review.get_absolute_url()):
        return answer
    form = kept.form(sent(request))
    question = Question(WRITE, back_to(review), review.standing_school, review.get_absolute_url())
    return ask(
        request, form, question,
        lambda passed: actions.write_finding(
            review=review, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
        kept=kept,
    )  # fmt: skip


@require_POST
def keep_new(request: SignedInRequest, pk: int) -> JsonResponse:
    return _kept_new(request, _review_to_find_in(request, pk)).keep(request)


@asks
def choose_new(request: SignedInRequest, pk: int) -> HttpResponse:
    return _kept_new(request, _review_to_find_in(request, pk)).choose(request, WRITE)


@asks
def change_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = _finding_to_change(request, pk)
    if hold(request, lambda: actions.locked(finding.review)):
        finding = _finding_to_change(request, pk)
    review, kept = finding.review, _kept_change(request, finding)
    if answer := kept.taken(request, then=review.get_absolute_url()):
        return answer
    form = kept.form(sent(request))
    question = Question(CHANGE, back_to(review), review.standing_school, review.get_absolute_url())
    return ask(
        request, form, question,
        lambda passed: actions.change_finding(
            finding=finding, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
        kept=kept,
    )  # fmt: skip


@require_POST
def keep_change(request: SignedInRequest, pk: int) -> JsonResponse:
    return _kept_change(request, _finding_to_change(request, pk)).keep(request)


@asks
def choose_change(request: SignedInRequest, pk: int) -> HttpResponse:
    return _kept_change(request, _finding_to_change(request, pk)).choose(request, CHANGE)


@require_POST
def drop_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_or_404(request, pk)
    require(rules.may_change_finding(request.user, finding, "drop_finding"))
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


def _review_to_find_in(request: SignedInRequest, pk: int) -> PeerReview:
    review = review_or_404(request, pk)
    require(rules.may_write(request.user, review, "write_finding"))
    return review


def _finding_to_change(request: SignedInRequest, pk: int) -> PeerFinding:
    finding = finding_or_404(request, pk)
    require(rules.may_change_finding(request.user, finding))
    return finding


def _kept_new(request: SignedInRequest, review: PeerReview) -> KeptForm[FindingForm]:
    mine = list(access.found_by(request.user, review))

    def is_made(words: Words) -> bool:
        form = FindingForm(as_post(words))
        return form.is_valid() and any(form.is_of(one) for one in mine)

    return KeptForm(
        request.user, NEW, review.pk, make=FindingForm, is_made=is_made,
        stamp=f"after {max((one.pk for one in mine), default=0)}",
        at=Addresses.of("explore:write-finding", "new-finding", review.pk),
    )  # fmt: skip


def _kept_change(request: SignedInRequest, finding: PeerFinding) -> KeptForm[FindingForm]:
    start = {name: getattr(finding, name) for name in SAID}
    return KeptForm(
        request.user, CHANGED, finding.pk,
        make=lambda data: FindingForm(data, initial=dict(start)),
        saved_says=f"Saved by {finding.by}, {moment(finding.at)}",
        at=Addresses.of("explore:change-finding", "finding", finding.pk),
    )  # fmt: skip
