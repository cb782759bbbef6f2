"""What schools hear that have no place: several at once, and the letter to each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.choosing import access, actions, answering, rules
from leadwell.explore.choosing.answer_form import AnswersForm, SentForm, written_of
from leadwell.explore.choosing.answer_letter import letter
from leadwell.explore.choosing.candidate_views import candidate_or_404
from leadwell.explore.choosing.transitions import BESIDE
from leadwell.explore.choosing.views import programme_or_404
from leadwell.lib import words
from leadwell.people import guarding
from leadwell.people.permissions import Operation
from leadwell.people.roles.views import site
from leadwell.web import csv_out, exports
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.paper import docx_out
from leadwell.web.paper.paper import Paper
from leadwell.web.pdf import press

A_FORM = 20
"""Schools at once: as many as one reads with care."""


@asks
def answers(request: SignedInRequest, code: str) -> HttpResponse:
    """Who waits, a page at a time; and letters that are still to be sent. What was written is of
    the schools it was written of, whoever else waits by then."""
    programme = programme_or_404(request, code)
    require(rules.may_answer(request.user, programme))
    mine = access.candidates_for(request.user, operation=Operation.CHANGE).filter(
        programme=programme
    )
    today = timezone.localdate()
    page = Paginator(answering.to_answer(mine), A_FORM).get_page(request.GET.get("page"))
    written = mine.filter(pk__in=written_of(request.POST)).at_hand().order_by("pk")
    owed = set(answering.owed(mine, today).values_list("pk", flat=True))
    form = AnswersForm(sent(request), candidates=list(written) or list(page), owed=owed)
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: actions.answer_many(
            programme=programme, answers=form.answers, site=site(request), by=request.user,
            at=timezone.now(),
        ),
        about=programme, whose=[one.candidate.standing_school for one in form.answers],
        at=timezone.now(),
    ):  # fmt: skip
        told = words.count(len(form.answers), "school has its answer", "schools have their answer")
        messages.success(request, f"{told}. Heads who have an account here are written to.")
        return redirect("explore:answers", code)
    context = {
        "programme": programme, "form": form, "n_waiting": mine.unheard().count(),
        "is_due": bool(owed), "page": page,
        "letters": Paginator(answering.unsent(mine, today), A_FORM).get_page(
            request.GET.get("letters")
        ),
    }  # fmt: skip
    return render(request, "explore/choosing/answers.html", context)


@require_safe
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter to one school, to read, print or send."""
    found = candidate_or_404(request, pk)
    context = {
        "candidate": found, "paper": _letter_or_404(request, pk),
        "may_say_sent": rules.may_say_answer_sent(request.user, found),
        "sent": found.steps.filter(verb=answering.SENT).order_by("-at").first(),
        "failed": answering.failed_step(found),
        "may_send_again": rules.may_send_again(request.user, found),
    }  # fmt: skip
    return render(request, "explore/choosing/answer.html", context)


@require_safe
def answer_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    made = _letter_or_404(request, pk)
    response = HttpResponse(press.printed(made), content_type="application/pdf")
    response["Content-Disposition"] = csv_out.disposition(made.name, "pdf")
    return exports.counted(response, 1)


@require_safe
def answer_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    return docx_out.download(_letter_or_404(request, pk))


@asks
def answer_sent(request: SignedInRequest, pk: int) -> HttpResponse:
    """That it went, when and how."""
    found = candidate_or_404(request, pk)
    require(rules.may_say_answer_sent(request.user, found))
    today = timezone.localdate()
    form = SentForm(sent(request), today=today)
    form.initial["on"] = today
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.say_answer_sent(
            candidate=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=found,
        whose=found.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect("explore:answers", found.programme.code)
    back = Back(reverse("explore:answer", args=[pk]), f"Letter to {found.standing_school}")
    button = BESIDE["say_answer_sent"].button
    heading = f"{found.standing_school}: {button[:1].lower() + button[1:]}"
    return form_page(request, form, back=back, heading=heading, button=button)


@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter to a head that could not be sent."""
    found = candidate_or_404(request, pk)
    actions.send_again(candidate=found, site=site(request), by=request.user, at=timezone.now())
    messages.success(request, f"The head of {found.standing_school} is written to again.")
    return redirect("explore:answers", found.programme.code)


def _letter_or_404(request: SignedInRequest, pk: int) -> Paper:
    made = letter(candidate_or_404(request, pk))
    if made is None:
        raise Http404
    return made
