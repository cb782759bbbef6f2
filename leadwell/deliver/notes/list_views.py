"""Notes as lists: a school's, what waits for whom, what a hub lead reads next; and who may sign."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver.access import enrolments_for as visited_for
from leadwell.deliver.models import NoteState, SigningDelegation
from leadwell.deliver.notes import access, actions, rules, tables
from leadwell.deliver.notes.forms import DelegateForm
from leadwell.deliver.notes.reading import disputed
from leadwell.deliver.notes.waiting import late, waiting
from leadwell.deliver.placing import placed_notes
from leadwell.people import guarding
from leadwell.people.models import Role, RoleHeld
from leadwell.people.phrased import asked, one_or_404
from leadwell.people.placing import at_hand, placed_parts
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require
from leadwell.web.asking import asks, sent


@require_safe
def waits(request: SignedInRequest) -> HttpResponse:
    """What waits for whom, and how long."""
    rows = waiting(request.user, timezone.localdate())
    return render(request, "deliver/note/waits.html", {"rows": rows, "n_late": len(late(rows))})


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """A hub lead's: notes to read and let go on; those the school has not signed."""
    today = timezone.localdate()
    found = placed_notes(asked(access.to_check_in_turn, request.user, today))
    context = {
        "disputed": disputed(at_hand(found, "shown")),
        "to_check": [note for note in found if note.state == NoteState.SIGNED],
        "unsigned": [
            note for note in found if rules.may_release_unsigned(request.user, note, on=today)
        ],
    }
    return render(request, "deliver/note/desk.html", context)


@require_safe
def notes(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of one school in one programme, the newest first."""
    enrolment, today = _school_or_404(request, pk), timezone.localdate()
    found = asked(access.shown_in_part, request.user, today, enrolment.pk)
    at_hand(at_hand(found, "visit"), "enrolment", [enrolment])
    at_hand(found, "author")
    context = {
        "disputed": disputed(at_hand(found, "shown")),
        "enrolment": enrolment,
        "notes": found,
        "may_delegate": rules.may_delegate(request.user, enrolment),
    }
    return render(request, "deliver/note/notes.html", context)


@require_safe
def notes_file(request: SignedInRequest, pk: int, ending: str) -> HttpResponseBase:
    """The same notes: their facts and not their words, to count with or to print."""
    enrolment = _school_or_404(request, pk)
    found = access.shown_at(request.user, enrolment)
    listed = tables.to_count if ending == "csv" else tables.to_print
    return listed(enrolment, found).as_file(ending, made_on=timezone.localdate())


@asks
def signing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who may sign the school's notes beside the head."""
    enrolment = _visited_or_404(request, pk)
    require(rules.may_delegate(request.user, enrolment))
    here = RoleHeld.objects.at_schools([enrolment.standing_school.pk])
    leaders = here.live_on(timezone.localdate()).filter(role=Role.SENIOR_LEADER)
    data = sent(request)
    form = DelegateForm(data, leaders=leaders.select_related("person"))
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: actions.delegate_signing(
            enrolment=enrolment, to=form.chosen, words=form.cleaned_data["words"],
            by=request.user, at=timezone.now(),
        ),
        about=enrolment, whose=enrolment.standing_school, at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, f"{form.chosen.person} may sign notes of visit from now on.")
        return redirect("deliver:signing", pk=pk)
    given = enrolment.signing_delegations.live().select_related("to", "given_by")
    context = {"enrolment": enrolment, "form": form, "given": given}
    return render(request, "deliver/note/signing.html", context)


@require_POST
def take_signing_back(request: SignedInRequest, pk: int, delegation: int) -> HttpResponse:
    enrolment = _visited_or_404(request, pk)
    require(rules.may_delegate(request.user, enrolment))
    given: SigningDelegation = get_object_or_404(
        enrolment.signing_delegations.live(), pk=delegation
    )
    actions.take_signing_back(delegation=given, by=request.user, at=timezone.now())
    messages.success(request, f"{given.to} does not sign notes of visit any more.")
    return redirect("deliver:signing", pk=pk)


def _school_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    """Of which somebody reads notes, be it released ones alone."""
    found = one_or_404(access.enrolment_of_number, request.user, timezone.localdate(), pk)
    placed_parts([found])
    return found


def _visited_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    """Where this person sees visits."""
    return get_object_or_404(_at_hand(visited_for(request.user)), pk=pk)


def _at_hand(enrolments: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    return enrolments.select_related("programme", "school__continued_by")
