"""Reviews of a programme and of a school, one review, and opening one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import Review
from leadwell.explore.reviewing import access, actions, page, rules, shelf
from leadwell.explore.reviewing.forms import AgainForm, NameForm, OpenForm
from leadwell.explore.reviewing.rubrics import Rubric
from leadwell.lib.verdict import no
from leadwell.people import access as people
from leadwell.people.drafts.opening import key_of
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt


@require_safe
def reviews(request: SignedInRequest, code: str) -> HttpResponse:
    """Of a whole programme, as far as one sees it."""
    programme = get_object_or_404(people.programmes_for(request.user), code=code)
    require(rules.may_read(request.user, programme))
    shown = page.reviews_page(request.user, programme, timezone.localdate())
    return render(request, "explore/reviewing/reviews.html", {"page": shown})


@require_safe
def reviews_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of one school."""
    enrolment = _enrolment_or_404(request, pk)
    shown = page.school_page(request.user, enrolment, timezone.localdate())
    return render(request, "explore/reviewing/reviews_of.html", {"page": shown})


@require_safe
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far it is, for whom it waits, and once both views are open what they say."""
    found = review_or_404(request, pk)
    shown = page.review_page(request.user, found, timezone.localdate())
    context = {"page": shown, "sent_for_good": _sent_for_good(request, found, shown.rubric)}
    return render(request, "explore/reviewing/review.html", context)


@asks
def open_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """By which rubric, and who gives the two views."""
    enrolment, today = _enrolment_or_404(request, pk), timezone.localdate()
    require(rules.may_open(request.user, enrolment, on=today))
    voices = access.voices_at(enrolment, on=today)
    form = OpenForm(sent(request), people=voices, shelved=shelf.latest(), initial={})
    if form.is_valid() and attempt(
        form,
        lambda: actions.open_review(
            enrolment=enrolment, shelved=form.chosen, school=form.person("school"),
            second=form.person("second"), by=request.user, at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, "Opened. The two are asked for their views.")
        return redirect("explore:reviews-of", pk)
    heading = f"Open a review of {enrolment.standing_school}"
    return form_page(
        request, form, back=_back(enrolment), heading=heading, button="Open it", lede=_lede(voices)
    )


@asks
def review_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same rubric in the same version, mid-way or at the end."""
    before, today = review_or_404(request, pk), timezone.localdate()
    require(rules.may_open(request.user, before.enrolment, on=today))
    points = page.points_after(before)
    if not points:
        require(no("This review cannot be repeated now. Look for a later one of the school."))
    voices = access.voices_at(before.enrolment, on=today)
    start = {one.voice: one.by_id for one in before.views.all()}
    form = AgainForm(sent(request), people=voices, points=points, initial=start)
    if form.is_valid() and attempt(
        form,
        lambda: actions.review_again(
            before=before, point=form.chosen, school=form.person("school"),
            second=form.person("second"), by=request.user, at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, "Opened again. Last time’s levels stand beside each question.")
        return redirect("explore:reviews-of", before.enrolment_id)
    heading = f"Review {before.standing_school} again"
    return form_page(
        request, form, back=Back(before.get_absolute_url(), str(before)), heading=heading,
        button="Open it", lede=f"By {before.rubric}, as before. {_lede(voices)}".strip(),
    )  # fmt: skip


@asks
def name_voice(request: SignedInRequest, pk: int, voice: str) -> HttpResponse:
    """Somebody else gives a view that is not in."""
    found, today = review_or_404(request, pk), timezone.localdate()
    require(rules.may_name_voice(request.user, found, voice))
    form = NameForm(sent(request), people=access.voices_at(found.enrolment, on=today))
    if form.is_valid() and attempt(
        form,
        lambda: actions.name_voice(
            review=found, voice=voice, person=form.chosen, by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, "They are asked instead.")
        return redirect(found)
    back = Back(found.get_absolute_url(), str(found))
    return form_page(request, form, back=back, heading="Who gives this view?", button="Ask them")


def _sent_for_good(request: SignedInRequest, found: Review, rubric: Rubric) -> list[str]:
    """What the author's device may forget, once their view is in."""
    mine = access.view_of(request.user, found)
    if mine is None or not mine.submitted_at:
        return []
    forms = (actions.DRAFT.format(domain.key) for domain in rubric.domains)
    return [key_of(request.user, form, found.pk) for form in forms]


def review_or_404(request: SignedInRequest, pk: int) -> Review:
    seen = access.reviews_for(request.user).at_hand().select_related("opened_by")
    return get_object_or_404(seen.prefetch_related("views__by"), pk=pk)


def _enrolment_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    seen = people.enrolments_for(request.user, key=access.KEY, leaving_out=access.DATES_TOO)
    return get_object_or_404(seen.select_related("programme", "hub", "school__continued_by"), pk=pk)


def _back(enrolment: Enrolment) -> Back:
    url = reverse("explore:reviews-of", args=[enrolment.pk])
    return Back(url, f"Reviews of {enrolment.standing_school}")


def _lede(voices: list[Person]) -> str:
    if len(voices) > 1:
        return ""
    return (
        "Two people with an account are needed: ask the hub to name who leads the subject and a "
        "senior leader. Where the head is the line manager, as in many small schools, the head is "
        "named senior leader too."
    )
