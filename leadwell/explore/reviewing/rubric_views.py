"""The shelf of rubrics, each of them, and bringing one of one's own."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import Rubric as Row
from leadwell.explore.reviewing import actions, rules, shelf
from leadwell.explore.reviewing.forms import RubricFileForm, SeenRubricForm
from leadwell.explore.reviewing.rubrics import Rubric
from leadwell.schools.sources.refusal import Refused
from leadwell.web.access import require
from leadwell.web.asking import asks, sent


@require_safe
def rubrics(request: SignedInRequest) -> HttpResponse:
    context = {"shelved": shelf.every(), "may_add": rules.may_add_rubric(request.user)}
    return render(request, "explore/reviewing/rubrics.html", context)


@require_safe
def rubric(request: SignedInRequest, key: str, version: int) -> HttpResponse:
    """All that it asks, with what each level looks like."""
    shelved = _shelved_or_404(key, version)
    may_take_back = shelved.own and rules.may_take_back(request.user, shelved.own)
    context = {"shelved": shelved, "rubric": shelved.rubric, "may_take_back": may_take_back}
    return render(request, "explore/reviewing/rubric.html", context)


@require_safe
def rubric_file(request: SignedInRequest, key: str, version: int) -> HttpResponse:
    """The file itself: to change it, and bring it as one's own."""
    shelved = _shelved_or_404(key, version)
    name = f'attachment; filename="{shelved.rubric.key}-{shelved.rubric.version}.yaml"'
    return HttpResponse(
        shelved.text, content_type="application/yaml", headers={"Content-Disposition": name}
    )


@asks
def add_rubric(request: SignedInRequest) -> HttpResponse:
    """A file of one's own: read, shown as its page will be, and then added."""
    require(rules.may_add_rubric(request.user))
    if "text" in request.POST:
        return _add_seen(request)
    form = RubricFileForm(sent(request), request.FILES or None)
    if form.is_valid():
        made: Rubric = form.cleaned_data["rubric"]
        if may := rules.is_new(made):
            name = form.cleaned_data["file"].name
            seen = SeenRubricForm(initial={"text": form.cleaned_data["text"], "name": name})
            context = {"rubric": made, "seen": seen}
            return render(request, "explore/reviewing/rubric_preview.html", context)
        form.add_error("file", may.reason)
    return render(request, "explore/reviewing/add_rubric.html", {"form": form})


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Not offered any more; reviews by it go on."""
    require(rules.may_add_rubric(request.user))
    row = get_object_or_404(Row.objects.added(), pk=pk)
    actions.take_back(rubric=row, by=request.user, at=timezone.now())
    messages.success(request, f"Taken back: {row}.")
    return redirect("explore:rubrics")


def _add_seen(request: SignedInRequest) -> HttpResponse:
    seen, again = SeenRubricForm(request.POST), RubricFileForm()
    context: dict[str, object] = {"form": again}
    if not seen.is_valid():
        return render(request, "explore/reviewing/add_rubric.html", context)
    try:
        row = actions.add_rubric(
            data=seen.cleaned_data["text"].encode(), name=seen.cleaned_data["name"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except Refused as refused:
        context["refused"] = refused
        return render(request, "explore/reviewing/add_rubric.html", context)
    messages.success(request, f"Added: {row}.")
    return redirect("explore:rubric", row.key, row.version)


def _shelved_or_404(key: str, version: int) -> shelf.Shelved:
    if shelved := shelf.find(key, version):
        return shelved
    raise Http404
