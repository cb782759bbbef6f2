"""After it was said: the school's answers, the workshop, what is taken home, and the end."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import TakenHome
from leadwell.explore.peer_reviewing import access, actions, page, rules
from leadwell.explore.peer_reviewing.asking_views import (
    Question,
    ask,
    back_to,
    finding_or_404,
    review_or_404,
    step,
)
from leadwell.explore.peer_reviewing.forms import AnswerForm, TakeHomeForm, WorkshopForm
from leadwell.explore.peer_reviewing.transitions import BESIDE
from leadwell.people import access as people
from leadwell.schools.models import School
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, sent

OWN = "Read by whoever reads this peer review: your school, its specialists, and once it is closed those who lead the programme or the hub."  # fmt: skip
GIVEN = "Read by the leaders of your school, and by whoever reads the peer review of {school}: that school, its specialists, and once it is closed those who lead the programme or the hub."  # fmt: skip


@asks
def answer_finding(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_or_404(request, pk)
    review = finding.review
    require(rules.may_answer(request.user, finding))
    form = AnswerForm(sent(request), answer=getattr(finding, "answer", None))
    question = Question(
        "What does the school answer?", back_to(review), review.standing_school,
        review.get_absolute_url(), lede=f"Even better if: {finding.better}",
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda passed: actions.answer_finding(
            finding=finding, passed=passed, by=request.user, at=timezone.now(),
            **form.cleaned_data,
        ),
        free=("because",),
    )  # fmt: skip


@asks
def respond_peer_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_respond(request.user, found))
    return step(
        request, found, "respond", actions.respond, "From now on the answers stay as they are."
    )


@asks
def set_workshop(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_set_workshop(request.user, found))
    form = WorkshopForm(sent(request), initial={"on": found.workshop_on})
    question = Question(
        BESIDE["set_workshop"].button, back_to(found), found.standing_school,
        found.get_absolute_url(), lede="Where the school and the reviewers look at what follows.",
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda _: actions.set_workshop(
            review=found, on=form.cleaned_data["on"], by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@asks
def close_peer_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_close(request.user, found))
    lede = (
        "From now on those who lead the programme or the hub read it too. Nothing of it changes "
        "any more; what is taken home can still be written."
    )
    return step(request, found, "close", actions.close, lede)


@asks
def take_home(request: SignedInRequest, pk: int) -> HttpResponse:
    """As the school that was reviewed."""
    found = review_or_404(request, pk)
    require(rules.may_take_home(request.user, found))
    said = TakenHome.objects.filter(review=found, school=found.standing_school).first()
    form = TakeHomeForm(sent(request), initial={"text": said.text if said else ""})
    question = Question(
        "What are you taking home?", back_to(found), found.standing_school,
        found.get_absolute_url(), lede=OWN,
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda passed: actions.take_home(
            review=found, passed=passed, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    )  # fmt: skip


@asks
def give_and_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """As the school a reviewer came from: it reads that it gave the review, and not what was
    found."""
    seen = access.given_for(request.user).select_related(
        "review__enrolment__programme", "review__enrolment__school__continued_by",
        "home_school__continued_by",
    )  # fmt: skip
    reviewer = get_object_or_404(seen, pk=pk)
    review = reviewer.review
    require(rules.may_take_home_as_giver(request.user, reviewer))
    home = reviewer.standing_home
    said = TakenHome.objects.filter(review=review, school=home).first()
    form = TakeHomeForm(sent(request), initial={"text": said.text if said else ""})
    lives = School.objects.lives_of([home.pk] if home else [])
    parts = people.enrolments_for(request.user, key=access.KEY).filter(school__in=lives)
    own = parts.order_by("-joined_on", "-pk").first()
    then = reverse("explore:peer-reviews-of", args=[own.pk]) if own else "/"
    question = Question(
        f"What are you taking home from {review.standing_school}?",
        Back(then, "Peer reviews your school gave"), review.standing_school, then,
        said="Saved. Thank you.",
        lede=f"{reviewer} reviewed there, {page.when(review)}. {GIVEN.format(school=review.standing_school)}",
    )  # fmt: skip
    return ask(
        request, form, question,
        lambda passed: actions.take_home_as_giver(
            reviewer=reviewer, passed=passed, by=request.user, at=timezone.now(),
            **form.cleaned_data,
        ),
    )  # fmt: skip
