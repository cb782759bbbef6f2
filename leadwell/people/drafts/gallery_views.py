"""A kept form with the guard, on a page to look at and to test: in development and tests only."""

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leadwell.accounts.requests import SignedInRequest
from leadwell.lib import guard
from leadwell.people.drafts import actions, opening, views, words
from leadwell.people.drafts.comparing import TwoVersionsForm, asked_of
from leadwell.web.asking import asks

FORM = "gallery"
NAMES = ("Anna Patel", "Mark May", "Bea O'Neill-Patel")


class KeptForm(forms.Form):
    """Invented; a field of each kind that is kept."""

    purpose = forms.CharField(label="What the visit is for", required=False)
    seen = forms.CharField(
        label="What was seen",
        widget=forms.Textarea(attrs={"rows": 4, "data-guard": ""}),
        help_text="Pupils said, books showed, adults did. Describe, do not grade.",
        required=False,
    )
    how = forms.ChoiceField(
        label="How is the action going?",
        choices=[("done", "Done"), ("moving", "Moving"), ("stuck", "Stuck")],
        widget=forms.RadioSelect,
        required=False,
    )
    years = forms.MultipleChoiceField(
        label="Year groups seen",
        choices=[("3", "Year 3"), ("4", "Year 4")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@asks
def keeping(request: SignedInRequest) -> HttpResponse:
    """Save keeps the draft, also without a script; Send drops it, once the guard has been read."""
    if request.method != "POST":
        return _page(request)
    if "send" not in request.POST:
        saved = _save(request)
        return redirect("gallery-choose" if saved.is_beside else "gallery-keeping")
    found = guard.find(request.POST.get("seen", ""), names=NAMES, on=timezone.localdate())
    if found and words.GUARD_READ not in request.POST:
        return _page(request, found)
    actions.drop_draft(form=FORM, by=request.user)
    return redirect(f"{reverse('gallery-keeping')}?sent")


@require_POST
def keep(request: SignedInRequest) -> JsonResponse:
    return views.keep(request, form=FORM, compare_url=reverse("gallery-choose"))


@asks
def choose(request: SignedInRequest) -> HttpResponse:
    """Between what two devices wrote."""
    opened = _opened(request)
    comparison = opening.two_versions(opened, asked_of(KeptForm()))
    if comparison is None:
        return redirect("gallery-keeping")
    form = TwoVersionsForm(comparison, request.POST or None)
    if not form.is_valid():
        return render(request, "people/drafts/choose.html", {"form": form})
    actions.settle_draft(
        form=FORM, beside=opened.beside[0].pk, words=form.words, by=request.user, at=timezone.now()
    )
    return redirect("gallery-keeping")


def _page(request: SignedInRequest, found: tuple[guard.Found, ...] = ()) -> HttpResponse:
    opened = _opened(request)
    data = request.POST if request.method == "POST" else opened.data
    context = {
        "form": KeptForm(data),
        "kept": opened,
        "found": found,
        "guard": guard.for_page(names=NAMES, on=timezone.localdate()),
        "sent_key": opened.key if "sent" in request.GET else "",
    }
    return render(request, "people/drafts/keeping.html", context)


def _opened(request: SignedInRequest) -> opening.Opened:
    return opening.opened(
        request.user,
        form=FORM,
        keep_url=reverse("gallery-keep"),
        compare_url=reverse("gallery-choose"),
    )


def _save(request: SignedInRequest) -> actions.Kept:
    base, device = views.seen_by(request)
    return actions.keep_draft(
        form=FORM,
        words=words.of_post(request.POST, but=["save"]),
        base=base,
        device=device,
        by=request.user,
        at=timezone.now(),
    )
