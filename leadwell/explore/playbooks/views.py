"""The shelf of playbooks, each of them, and setting a programme up from one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.playbooks import actions, forms, rules, shelf
from leadwell.explore.playbooks.page import PlaybookPage
from leadwell.people import access
from leadwell.people.running import actions as running
from leadwell.people.running.rules import may_read_programme
from leadwell.programmes.models import OwnPlaybook
from leadwell.schools.sources.refusal import Refused
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt


@require_safe
def playbooks(request: SignedInRequest) -> HttpResponse:
    """All of them, as cards."""
    cards = [(one, PlaybookPage(one.playbook)) for one in shelf.every()]
    may_add = rules.may_add_playbook(request.user)
    return render(request, "explore/playbooks/playbooks.html", {"cards": cards, "may_add": may_add})


@require_safe
def playbook(request: SignedInRequest, key: str) -> HttpResponse:
    shelved = _shelved_or_404(key)
    context = {
        "shelved": shelved,
        "page": PlaybookPage(shelved.playbook),
        "may_set_up": rules.may_set_up(request.user),
        "may_take_back": shelved.own and rules.may_take_back(request.user, shelved.own),
    }
    return render(request, "explore/playbooks/playbook.html", context)


@require_safe
def playbook_file(request: SignedInRequest, key: str) -> HttpResponse:
    """The file itself: to change it, and add it as one's own."""
    shelved = _shelved_or_404(key)
    name = f'attachment; filename="{shelved.playbook.key}.yaml"'
    return HttpResponse(
        shelved.text, content_type="application/yaml", headers={"Content-Disposition": name}
    )


@asks
def set_up(request: SignedInRequest, key: str) -> HttpResponse:
    """A programme of this playbook, with who leads it."""
    require(rules.may_set_up(request.user))
    shelved = _shelved_or_404(key)
    form = forms.SetUpForm(
        sent(request),
        people=access.people_for(request.user),
        playbook=shelved.playbook,
        today=timezone.localdate(),
    )
    if form.is_valid():
        said, now = dict(form.cleaned_data), timezone.now()
        name, email = said.pop("lead_name"), said.pop("lead_email")
        said["lead"] = said["lead"] or running.find_or_add_person(
            name=name, email=email, by=request.user, at=now
        )
        if attempt(form, lambda: actions.set_up(shelved=shelved, by=request.user, at=now, **said)):
            messages.success(
                request, f"{said['name']} is set up, in drafting. {said['lead']} leads it."
            )
            return redirect("reporting:programmes")
    context = {"form": form, "page": PlaybookPage(shelved.playbook)}
    return render(request, "explore/playbooks/set_up.html", context)


@asks
def add_playbook(request: SignedInRequest) -> HttpResponse:
    """A file of one's own: read, shown as its page will be, and then added."""
    require(rules.may_add_playbook(request.user))
    if "text" in request.POST:
        return _add_seen(request)
    form = forms.PlaybookFileForm(sent(request), request.FILES or None)
    if form.is_valid():
        made, name = form.cleaned_data["playbook"], form.cleaned_data["file"].name
        if may := rules.is_new(made):
            seen = forms.SeenPlaybookForm(initial={"text": form.cleaned_data["text"], "name": name})
            return _shown(request, made, seen)
        form.add_error("file", may.reason)
    return render(request, "explore/playbooks/add.html", {"form": form})


def _add_seen(request: SignedInRequest) -> HttpResponse:
    seen = forms.SeenPlaybookForm(request.POST)
    again = forms.PlaybookFileForm()
    if not seen.is_valid():
        return render(request, "explore/playbooks/add.html", {"form": again})
    data = seen.cleaned_data["text"].encode()
    try:
        own = actions.add_playbook(
            data=data, name=seen.cleaned_data["name"], by=request.user, at=timezone.now()
        )
    except Refused as refused:
        context = {"form": again, "refused": refused}
        return render(request, "explore/playbooks/add.html", context)
    messages.success(request, f"Added: {own}.")
    return redirect("explore:playbook", own.key)


def _shown(request: SignedInRequest, made: object, seen: forms.SeenPlaybookForm) -> HttpResponse:
    context = {"page": PlaybookPage(made), "seen": seen}  # type: ignore[arg-type]
    return render(request, "explore/playbooks/preview.html", context)


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Not offered any more; programmes that were set up from it stay as they are."""
    require(rules.may_add_playbook(request.user))
    own = get_object_or_404(OwnPlaybook, pk=pk)
    actions.take_back(own=own, by=request.user, at=timezone.now())
    messages.success(request, f"Taken back: {own}.")
    return redirect("explore:playbooks")


@require_safe
def programme_playbook(request: SignedInRequest, code: str) -> HttpResponse:
    """What a programme was set up from, as it was then: who, what to watch, what should last."""
    mine = access.programmes_for(request.user).select_related("started_from")
    programme = get_object_or_404(mine, code=code)
    require(may_read_programme(request.user, programme))
    found = shelf.started_from(programme)
    context = {"programme": programme, "page": PlaybookPage(found) if found else None}
    return render(request, "explore/playbooks/of_programme.html", context)


def _shelved_or_404(key: str) -> shelf.Shelved:
    if shelved := shelf.find(key):
        return shelved
    raise Http404
