"""The board's page, one school as a board sees it, a decision, chains, and a trust's schools."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from leadwell.accounts.requests import SignedInRequest, wants_piece
from leadwell.deliver.notes import access as noting
from leadwell.deliver.notes.views import note_or_404
from leadwell.govern.boards.views import decision_or_404
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.phrased import one_or_404
from leadwell.people.placing import placed_parts
from leadwell.prepare import access as agreeing
from leadwell.prepare.page import at_hand
from leadwell.programmes.models import Programme
from leadwell.reporting.board import access, chain, files
from leadwell.reporting.board.decision import decision_page
from leadwell.reporting.board.page import EXCEPTIONS, board_page, every_line
from leadwell.reporting.board.school import school_page
from leadwell.reporting.board.trust import trust_page
from leadwell.web.access import require


@require_safe
def board(request: SignedInRequest, code: str) -> HttpResponse:
    """A programme's schools by their colours."""
    return _board(request, _programme_or_404(request, code))


@require_safe
def board_file(request: SignedInRequest, code: str, ending: str) -> HttpResponseBase:
    return _file(request, _programme_or_404(request, code), ending)


@require_safe
def boards(request: SignedInRequest) -> HttpResponse:
    """The same, across all programmes one sits on the board of, leads or works in."""
    return _board(request, None)


@require_safe
def boards_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    return _file(request, None, ending)


@require_safe
def school(request: SignedInRequest, pk: int) -> HttpResponse:
    """One school: its line, how it came to be so, and what was decided."""
    today = timezone.localdate()
    enrolment = one_or_404(noting.enrolment_of_number, request.user, today, pk)
    placed_parts([enrolment])
    page = school_page(request.user, enrolment, today)
    return render(request, "reporting/board/school.html", {"page": page})


@require_safe
@vary_on_headers("HX-Request")
def note_chain(request: SignedInRequest, pk: int) -> HttpResponse:
    """What came of a note: a piece of its page, and a page of its own."""
    found, today = note_or_404(request, pk), timezone.localdate()
    chains = chain.of_note(chain.seen(request.user, found.enrolment, today), found)
    back = {"url": found.get_absolute_url(), "text": str(found)}
    return _chains(request, {"chains": chains, "back": back, "of": "this note"})


@require_safe
@vary_on_headers("HX-Request")
def action_chain(request: SignedInRequest, pk: int) -> HttpResponse:
    """What led to an agreed action, and what came of it."""
    mine = at_hand(agreeing.actions_for(request.user))
    found, today = get_object_or_404(mine, pk=pk), timezone.localdate()
    chains = chain.of_action(chain.seen(request.user, found.enrolment, today), found)
    back = {"url": found.get_absolute_url(), "text": found.what}
    return _chains(request, {"chains": chains, "back": back, "of": "this action"})


@require_safe
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    page = decision_page(request.user, decision_or_404(request, pk), timezone.localdate())
    return render(request, "reporting/board/decision.html", {"page": page})


@require_safe
def trust(request: SignedInRequest) -> HttpResponse:
    """Of the trusts one is chief executive of; to anybody else that there is none."""
    page = trust_page(request.user, timezone.localdate())
    return render(request, "reporting/board/trust.html", {"page": page})


@require_safe
def trust_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    return files.trust_file(ending, trust_page(request.user, timezone.localdate()))


def may_read_board(request: SignedInRequest, programme: Programme) -> Verdict:
    if people.holds(
        request.user, access.KEY, Operation.READ, on=programme, leaving_out=access.COUNTED_TOO
    ):
        return YES
    return no("The board’s page is for the boards, and for those who run the programme.")


def _board(request: SignedInRequest, programme: Programme | None) -> HttpResponse:
    asked = {"hub": request.GET.get("hub", ""), "number": request.GET.get("page", "1")}
    page = board_page(request.user, timezone.localdate(), programme=programme, **asked)
    context = {"page": page, "exceptions": EXCEPTIONS}
    return render(request, "reporting/board/board.html", context)


def _file(request: SignedInRequest, programme: Programme | None, ending: str) -> HttpResponseBase:
    today = timezone.localdate()
    lines = every_line(request.user, today, programme=programme, hub=request.GET.get("hub", ""))
    where = str(programme) if programme else "all programmes"
    return files.board_file(ending, lines, where=where, on=today)


def _chains(request: SignedInRequest, context: dict[str, Any]) -> HttpResponse:
    name = "_chains" if wants_piece(request) else "chains"
    return render(request, f"reporting/board/{name}.html", context)


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    found = get_object_or_404(people.programmes_for(request.user), code=code)
    require(may_read_board(request, found))
    return found
