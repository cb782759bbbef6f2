"""Steps of a programme's life, and the signature of the data protection officer."""

from copy import copy

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.designing import actions, retaining, rules
from leadwell.explore.designing.forms import AssessmentForm, ShownForm, SignForm, WhyForm
from leadwell.explore.designing.transitions import ASKS_WHY, BUTTONS, after
from leadwell.explore.designing.views import programme_or_404
from leadwell.explore.models import ImpactAssessment
from leadwell.people import guarding
from leadwell.programmes.models import Programme
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent

SIGNING = (
    "From then on this assessment stays as it is. What changes in the programme’s data needs a "
    "new one."
)


@asks
def take_step(request: SignedInRequest, code: str, verb: str) -> HttpResponse:
    """One step from state to state: confirmed, with the reason where one is asked."""
    programme = programme_or_404(request, code)
    require(rules.may_step(request.user, programme, verb))
    form = (WhyForm if verb in ASKS_WHY else Form)(sent(request))
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: actions.take_step(
            programme=programme, verb=verb, by=request.user, at=timezone.now(),
            because=form.cleaned_data.get("because", ""),
        ),
        about=programme, whose=programme, at=timezone.now(),
    ):  # fmt: skip
        programme.refresh_from_db()
        messages.success(request, f"{programme}: {programme.get_state_display().lower()}.")
        return redirect("explore:design", code)
    to = after(verb, programme).label.lower()
    lede = f"{programme} is {programme.get_state_display().lower()} and becomes: {to}."
    return form_page(
        request, form, back=_back(programme), heading=f"{BUTTONS[verb]}?", button=BUTTONS[verb],
        lede=lede,
    )  # fmt: skip


@require_safe
def impact(request: SignedInRequest, code: str) -> HttpResponse:
    """The assessment that is being written, and those that were signed."""
    programme = programme_or_404(request, code)
    require(rules.may_read_assessment(request.user, programme))
    written = list(programme.impact_assessments.select_related("signed_by").order_by("-pk"))
    draft = next((one for one in written if not one.signed_at), None)
    today = timezone.localdate()
    context = {
        "programme": programme,
        "draft": draft,
        "signed": [one for one in written if one.signed_at],
        "may_write": rules.may_write_assessment(request.user, programme),
        "may_sign": rules.may_sign_assessment(request.user, draft, programme, on=today),
    }
    return render(request, "explore/designing/impact.html", context)


@asks
def write_impact(request: SignedInRequest, code: str) -> HttpResponse:
    """Write it as far as it goes; a signed one is the beginning of the next."""
    programme = programme_or_404(request, code)
    require(rules.may_write_assessment(request.user, programme))
    last = programme.impact_assessments.order_by("-pk").first()
    begun = ImpactAssessment(programme=programme, **(last.words if last else {}))
    form = AssessmentForm(sent(request), instance=copy(begun))
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.write_assessment(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=programme,
        whose=programme,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect("explore:impact", code)
    return form_page(
        request, form, back=_back_to_impact(programme), button="Save",
        heading="Data protection impact assessment",
        lede="Save it as far as it goes. The data protection officer signs it when all is said.",
    )  # fmt: skip


@asks
def sign_impact(request: SignedInRequest, code: str) -> HttpResponse:
    """The officer's advice and signature."""
    programme, today = programme_or_404(request, code), timezone.localdate()
    draft = programme.impact_assessments.filter(signed_at=None).first()
    require(rules.may_sign_assessment(request.user, draft, programme, on=today))
    assert draft  # the rule has seen to it
    form = SignForm(sent(request), instance=copy(draft), today=today)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.sign_assessment(
            assessment=draft, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=programme,
        whose=programme,
        at=timezone.now(),
    ):
        messages.success(request, "Signed.")
        return redirect("explore:impact", code)
    return form_page(
        request, form, back=_back_to_impact(programme), button="Sign it",
        heading=f"Sign the impact assessment of {programme}", lede=SIGNING,
    )  # fmt: skip


@asks
def retention(request: SignedInRequest, code: str) -> HttpResponse:
    """How long records of this programme are kept, who found that right, and to say so."""
    programme = programme_or_404(request, code)
    require(rules.may_read_assessment(request.user, programme))
    may_confirm = rules.may_confirm_retention(request.user, programme)
    in_force = retaining.of_programmes()
    form = ShownForm(sent(request), initial={"shown": retaining.fingerprint(in_force)})
    if sent(request) is not None:
        require(may_confirm)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.confirm_retention(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=programme,
        whose=programme,
        at=timezone.now(),
    ):
        messages.success(request, "Confirmed.")
        return redirect("explore:retention", code)
    seen = list(programme.retention_confirmations.select_related("confirmed_by"))
    context = {
        "programme": programme,
        "lines": retaining.lines(programme, in_force),
        "seen": seen,
        "is_as_seen": bool(seen) and seen[0].versions == retaining.versions(in_force),
        "may_confirm": may_confirm,
        "form": form,
        "shown": retaining.fingerprint(in_force),
    }
    return render(request, "explore/designing/retention.html", context)


def _back(programme: Programme) -> Back:
    return Back(reverse("explore:design", args=[programme.code]), f"The design of {programme}")


def _back_to_impact(programme: Programme) -> Back:
    url = reverse("explore:impact", args=[programme.code])
    return Back(url, f"Impact assessment of {programme}")
