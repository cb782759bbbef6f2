"""The call of a programme: opened, its days, the schools invited, who has answered."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.choosing import rules as choosing
from leadwell.explore.choosing.views import programme_or_404
from leadwell.explore.interest import access, actions, page, rules
from leadwell.explore.interest.forms import CallForm, HeadForm
from leadwell.explore.models import Interest, InterestCall
from leadwell.lib import words
from leadwell.people import access as people
from leadwell.people.roles.actions import Newcomer
from leadwell.people.roles.views import site
from leadwell.programmes.models import Programme
from leadwell.schools.models import School
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt

MOST_AT_ONCE = 100


@require_safe
def call(request: SignedInRequest, code: str) -> HttpResponse:
    """Who has answered, who has not, and what wants somebody."""
    programme = programme_or_404(request, code)
    require(rules.may_read_call(request.user, programme))
    shown = page.call_page(request.user, programme, timezone.now())
    return render(request, "explore/interest/call.html", {"page": shown})


@asks
def open_call(request: SignedInRequest, code: str) -> HttpResponse:
    programme = programme_or_404(request, code)
    require(rules.may_open_call(request.user, programme))
    form = CallForm(sent(request), today=timezone.localdate())
    if form.is_valid() and attempt(
        form,
        lambda: actions.open_call(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "The call is open. Invite the schools.")
        return redirect("explore:invite-schools", code)
    back = Back(programme.get_absolute_url(), str(programme))
    lede = "Heads answer on a page of about ten minutes. You see here who has, and who has not."
    heading = "Ask schools whether they would like to take part"
    return form_page(request, form, back=back, heading=heading, button="Open the call", lede=lede)


@asks
def change_call(request: SignedInRequest, code: str) -> HttpResponse:
    found = _call_or_404(request, code)
    require(rules.may_change_call(request.user, found))
    form = CallForm(sent(request), instance=copy(found), today=timezone.localdate())
    if form.is_valid() and attempt(
        form,
        lambda: actions.change_call(
            call=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Saved. Schools that have not answered read the new day.")
        return redirect(found)
    heading = "Until when is the call open?"
    return form_page(request, form, back=_back(found), heading=heading, button="Save")


@asks
def invite_schools(request: SignedInRequest, code: str) -> HttpResponse:
    """Schools put forward or on the long list, all that are ticked at once."""
    found = _call_or_404(request, code)
    require(rules.may_invite(request.user, found))
    refused = ""
    if request.method == "POST":
        schools = _ticked(request)
        try:
            made = actions.invite_schools(
                call=found, schools=schools, site=site(request), by=request.user, at=timezone.now()
            )
        except PermissionDenied as reason:
            refused = str(reason)
        else:
            if made:
                messages.success(request, f"{words.count(len(made), 'letter')} on the way.")
                return redirect(found)
            refused = "Tick the schools that are invited"
    context = {
        "call": found, "refused": refused, "ticked": request.POST.getlist("urn"),
        "places": page.places(found, timezone.localdate()), "back": _back(found),
    }  # fmt: skip
    return render(request, "explore/interest/invite.html", context)


@asks
def invite_school(request: SignedInRequest, code: str, urn: int) -> HttpResponse:
    """One of which nobody is named: who its head is comes with the invitation."""
    found, today = _call_or_404(request, code), timezone.localdate()
    require(rules.may_invite(request.user, found))
    school = get_object_or_404(people.schools_for(request.user), urn=urn)
    require(rules.may_invite_school(request.user, found, school, on=today))
    require(rules.may_name_head(school, on=today))
    form = HeadForm(sent(request))
    if form.is_valid() and attempt(
        form,
        lambda: actions.invite_school(
            call=found, school=school, head=Newcomer(**form.cleaned_data), site=site(request),
            by=request.user, at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, f"A letter to the head of {school} is on its way.")
        return redirect(found)
    lede = (
        "Nobody of this school is named here yet. Its head can read and write for it from now on."
    )
    return form_page(
        request, form, back=_back(found), heading=f"Invite {school}", button="Write to the head",
        lede=lede,
    )  # fmt: skip


@require_POST
def write_again(request: SignedInRequest, pk: int) -> HttpResponse:
    found = interest_or_404(request, pk)
    require(rules.may_invite(request.user, found.call))
    actions.write_again(interest=found, site=site(request), by=request.user, at=timezone.now())
    messages.success(request, f"The head of {found.standing_school} is written to again.")
    return redirect(found.call)


def interest_or_404(request: SignedInRequest, pk: int) -> Interest:
    return get_object_or_404(access.interests_for(request.user).at_hand(), pk=pk)


def _call_or_404(request: SignedInRequest, code: str) -> InterestCall:
    """That there is none, is told to those alone who could open one."""
    programme: Programme = programme_or_404(request, code)
    require(choosing.may_choose(request.user, programme))
    found = get_object_or_404(InterestCall, programme=programme)
    found.programme = programme
    return found


def _ticked(request: SignedInRequest) -> list[School]:
    given = request.POST.getlist("urn")[:MOST_AT_ONCE]
    numbers = {int(urn) for urn in given if urn.isdecimal() and len(urn) == 6}
    return list(people.schools_for(request.user).filter(urn__in=numbers).order_by("name", "pk"))


def _back(found: InterestCall) -> Back:
    return Back(reverse("explore:call", args=[found.programme.code]), str(found))
