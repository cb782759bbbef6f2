"""Peer reviews of a programme and of a school, one of them, and planning one."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.peer_reviewing import access, actions, page, paper, rules
from leadwell.explore.peer_reviewing.asking_views import Question, ask, back_to, review_or_404, step
from leadwell.explore.peer_reviewing.forms import CancelForm, OwnViewForm, PlanForm, ReviewerForm
from leadwell.explore.peer_reviewing.transitions import BESIDE, TRANSITIONS
from leadwell.people import access as people
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, sent
from leadwell.web.pdf import press


@require_safe
def peer_reviews(request: SignedInRequest, code: str) -> HttpResponse:
    """Of a whole programme, as far as one sees them."""
    programme = get_object_or_404(people.programmes_for(request.user), code=code)
    require(rules.may_read(request.user, programme))
    shown = page.reviews_page(request.user, programme)
    return render(request, "explore/peer_reviewing/peer_reviews.html", {"page": shown})


@require_safe
def peer_reviews_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of one school: those of it, and those it gave."""
    enrolment = _enrolment_or_404(request, pk)
    shown = page.school_page(request.user, enrolment, timezone.localdate())
    return render(request, "explore/peer_reviewing/peer_reviews_of.html", {"page": shown})


@require_safe
def peer_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    shown = page.review_page(request.user, found, timezone.localdate())
    return render(request, "explore/peer_reviewing/peer_review.html", {"page": shown})


@require_safe
def peer_review_pdf(request: SignedInRequest, pk: int) -> HttpResponseBase:
    found = review_or_404(request, pk)
    require(rules.may_print(found))
    return press.download(paper.record(request.user, found, timezone.localdate()))


@asks
def plan_peer_review(request: SignedInRequest, pk: int) -> HttpResponse:
    enrolment = _enrolment_or_404(request, pk)
    require(rules.may_plan(request.user, enrolment, on=timezone.localdate()))
    of_school = reverse("explore:peer-reviews-of", args=[pk])
    question = Question(
        "Plan a peer review", Back(of_school, f"Peer reviews of {enrolment.standing_school}"),
        enrolment.standing_school, "", button="Plan it", said="Planned. Now name who comes.",
    )  # fmt: skip
    form = PlanForm(sent(request))
    return ask(
        request, form, question,
        lambda passed: actions.plan(
            enrolment=enrolment, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@asks
def change_peer_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_write(request.user, found, "change"))
    form = PlanForm(sent(request), review=found)
    question = Question(
        BESIDE["change"].button, back_to(found), found.standing_school, found.get_absolute_url()
    )
    return ask(
        request, form, question,
        lambda passed: actions.change(
            review=found, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@asks
def add_reviewer(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_write(request.user, found, "add_reviewer"))
    form = ReviewerForm(sent(request))
    question = Question(
        BESIDE["add_reviewer"].button, back_to(found), found.standing_school,
        found.get_absolute_url(), button="Add them", said="Added.",
        lede="From outside the school. Their own school is shown beside their name, and is asked "
        "what it takes home.",
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda passed: actions.add_reviewer(
            review=found, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
        free=("interest",),
    )  # fmt: skip


@require_POST
def drop_reviewer(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_write(request.user, found, "drop_reviewer"))
    reviewer = get_object_or_404(found.reviewers, pk=number)
    actions.drop_reviewer(reviewer=reviewer, by=request.user, at=timezone.now())
    messages.success(request, "Taken off.")
    return redirect(found)


@asks
def begin_self_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_write(request.user, found, "begin"))
    lede = (
        "The school writes what it thinks of each question, so that the reviewers read it before "
        "they come. Who comes, when and the questions can still be changed."
    )
    return step(request, found, "begin", actions.begin, lede)


@asks
def say_own_view(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_write(request.user, found, "say_own"))
    form = OwnViewForm(sent(request), questions=list(found.questions.all()))
    question = Question(
        "What do you think yourselves?", back_to(found), found.standing_school,
        found.get_absolute_url(), lede="What you leave empty is not asked again.",
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda passed: actions.say_own(
            review=found, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@asks
def arrive_peer_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_arrive(request.user, found, on=timezone.localdate()))
    lede = (
        "From now on what is found can be written. It is read by who writes it alone until it was "
        "said aloud to whoever leads the subject and to senior leaders."
    )
    return step(request, found, "arrive", actions.arrive, lede)


@asks
def cancel_peer_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_write(request.user, found, "cancel"))
    form, button = CancelForm(sent(request)), TRANSITIONS["cancel"].button
    question = Question(
        button, back_to(found), found.standing_school, found.get_absolute_url(), button=button,
        said="Cancelled.",
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda _: actions.cancel(
            review=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    )  # fmt: skip


def _enrolment_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    seen = people.enrolments_for(request.user, key=access.KEY, leaving_out=access.DATES_TOO)
    return get_object_or_404(seen.select_related("programme", "hub", "school__continued_by"), pk=pk)
