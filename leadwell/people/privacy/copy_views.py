"""The copy that answers a request for access: first what is in it, then the files."""

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.people.privacy import actions, compiling, copy, rules
from leadwell.people.privacy.access import is_at_the_desk, requests_for
from leadwell.web.access import require
from leadwell.web.asking import asks


@asks
def request_copy(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Read anew each time, so that nothing that was taken lies about."""
    found = get_object_or_404(requests_for(request.user), pk=pk)
    require(rules.may_compile(request.user, found))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    assert found.person is not None  # the rule has looked
    # What others wrote is looked through everywhere: for who answers for all of it.
    with_words = is_at_the_desk(request.user)
    parts = compiling.compiled(found.person, with_words=with_words)
    if request.method != "POST":
        n_rows = sum(len(part.rows) for part in parts)
        context = {"asked": found, "parts": parts, "n_rows": n_rows, "with_words": with_words}
        return render(request, "people/privacy/copy.html", context)
    shown = frozenset(request.POST.getlist("shown"))
    kind = "json" if request.POST.get("as") == "json" else "pdf"
    others = {cell.key for part in parts for cell in part.choices if cell.names_others}
    actions.note_copy(
        request=found, kind=kind, shown=sorted(shown & others), by=request.user, at=timezone.now()
    )
    if kind == "json":
        return copy.as_json(found, parts, shown)
    return copy.as_pdf(found, parts, shown, made_on=timezone.localdate())
