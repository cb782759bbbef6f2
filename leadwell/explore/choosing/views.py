"""Choosing schools: all of a programme, the set, and those to look at."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from leadwell.accounts.requests import SignedInRequest, wants_piece
from leadwell.explore.choosing import (
    access,
    actions,
    files,
    looking,
    page,
    rules,
    set_files,
    the_set,
)
from leadwell.explore.choosing.forms import ApproveForm, HubPlaceForm, NominateForm, SetRuleForm
from leadwell.explore.choosing.looking_form import LookingForm
from leadwell.explore.choosing.set_page import SetPage, set_page
from leadwell.lib import travel, words
from leadwell.people import access as people
from leadwell.people import guarding
from leadwell.programmes import phases
from leadwell.programmes.models import Hub, Programme
from leadwell.schools.models import School
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.csv_out import ATTRIBUTION

MOST_AT_ONCE = 200


@require_safe
def choosing(request: SignedInRequest, code: str) -> HttpResponse:
    """Every candidate of a programme that this person reads, and how the set stands."""
    programme = programme_or_404(request, code)
    require(rules.may_read(request.user, programme))
    if not rules.may_read_list(request.user, programme):
        return redirect("explore:set", code)  # of a board, which reads the set
    shown = page.choosing(
        request.user, programme, timezone.localdate(),
        state=request.GET.get("state", ""), number=request.GET.get("page", "1"),
    )  # fmt: skip
    caption = f"{page.ORDER}. {page.COLOURS}"
    context = {"programme": programme, "page": shown, "caption": caption}
    return render(request, "explore/choosing/choosing.html", context)


@require_safe
def choosing_file(request: SignedInRequest, code: str, ending: str) -> HttpResponseBase:
    """The same list, all of it, to take to a meeting."""
    programme = programme_or_404(request, code)
    require(rules.may_read_list(request.user, programme))
    which = page.which(request.user, programme, request.GET.get("state", ""))
    return files.choosing_file(which, ending, on=timezone.localdate())


@require_safe
def results(request: SignedInRequest) -> HttpResponse:
    """What became of schools one reads about, in all programmes."""
    found = page.results_of(request.user, number=request.GET.get("page", "1"))
    return render(request, "explore/choosing/results.html", {"page": found})


@require_safe
@vary_on_headers("HX-Request")
def find_schools(request: SignedInRequest, code: str) -> HttpResponse:
    """Schools by need, to put on the long list."""
    programme = programme_or_404(request, code)
    require(rules.may_choose(request.user, programme))
    held = looking.loaded(programme)
    form = LookingForm(request.GET, held=held, phases=programme.phases_of_education)
    found = None
    if form.is_valid():
        number = request.GET.get("page", "1")
        found = looking.look(request.user, programme, form.cleaned_data, held, number=number)
    context = {
        "programme": programme, "form": form, "page": found,
        "n_long_list": programme.long_list.count(), "attribution": ATTRIBUTION,
    }  # fmt: skip
    template = "_schools.html" if wants_piece(request) else "find_schools.html"
    return render(request, f"explore/choosing/{template}", context)


@asks
def long_list(request: SignedInRequest, code: str) -> HttpResponse:
    """Read it; POST puts the ticked schools on it."""
    programme = programme_or_404(request, code)
    require(rules.may_choose(request.user, programme))
    if request.method == "POST":
        schools = _ticked(request, request.POST.getlist("urn"))
        n = actions.put_on_long_list(
            programme=programme, schools=schools, by=request.user, at=timezone.now()
        )
        messages.success(request, f"{words.count(n, 'school')} put on the long list.")
        return redirect(_back_to(request, programme))
    listed = programme.long_list.select_related("school__local_authority", "by")
    context = {"programme": programme, "rows": listed.order_by("school__name")}
    return render(request, "explore/choosing/long_list.html", context)


@require_POST
def take_off(request: SignedInRequest, code: str) -> HttpResponse:
    programme = programme_or_404(request, code)
    require(rules.may_choose(request.user, programme))
    schools = _ticked(request, request.POST.getlist("urn"))
    actions.take_off_long_list(
        programme=programme, schools=schools, by=request.user, at=timezone.now()
    )
    messages.success(request, "Taken off the long list.")
    return redirect("explore:long-list", code)


@asks
def nominate(request: SignedInRequest, code: str) -> HttpResponse:
    """Put the schools ?urn= forward, all of them or none."""
    programme = programme_or_404(request, code)
    require(rules.may_choose(request.user, programme))
    schools = _ticked(request, (sent(request) or request.GET).getlist("urn"))
    if not schools:
        messages.info(request, "Tick the schools that are put forward.")
        return redirect("explore:long-list", code)
    today = timezone.localdate()
    form = NominateForm(sent(request), hubs=programme.hubs.all(), today=today)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.nominate_many(
            programme=programme, schools=schools, said=form.said, by=request.user, at=timezone.now()
        ),
        about=programme,
        whose=schools,
        at=timezone.now(),
    ):
        messages.success(request, f"{words.count(len(schools), 'school')} put forward.")
        return redirect("explore:choosing", code)
    one = schools[0] if len(schools) == 1 else words.count(len(schools), "school")
    context = {
        "form": form, "unlike": _unlike(programme, schools), "schools": schools, "heading": f"Put {one} forward", "button": "Put forward",
        "back": Back(reverse("explore:long-list", args=[code]), f"Long list of {programme}"),
    }  # fmt: skip
    return render(request, "explore/choosing/nominate.html", context)


@require_safe
def the_set_page(request: SignedInRequest, code: str) -> HttpResponse:
    """The summary of the set, for the board that approves it and for who chooses."""
    context = {"page": _set_or_refuse(request, code), "formula": travel.FORMULA}
    return render(request, "explore/choosing/set.html", context)


@require_safe
def the_set_file(request: SignedInRequest, code: str, ending: str) -> HttpResponseBase:
    """The same, to put before the board."""
    return set_files.set_file(_set_or_refuse(request, code), ending, on=timezone.localdate())


@asks
def approve_set(request: SignedInRequest, code: str) -> HttpResponse:
    programme = programme_or_404(request, code)
    require(rules.may_approve_set(request.user, programme))
    form = ApproveForm(sent(request))
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.approve_set(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=programme,
        whose=access.put_forward(programme),
        at=timezone.now(),
    ):
        messages.success(request, "Approved.")
        return redirect("explore:set", code)
    counted = the_set.counter(programme)
    lede = f"{counted.sentence}. {counted.keeps_rule.reason or 'The set keeps its rule.'}"
    back = Back(reverse("explore:set", args=[code]), f"The set of {programme}")
    return form_page(
        request, form, back=back, heading="Approve the set", button="Approve it", lede=lede
    )


@asks
def set_rule(request: SignedInRequest, code: str) -> HttpResponse:
    """What this programme's set has to keep, where it is another than the fund's."""
    programme = programme_or_404(request, code)
    require(rules.may_set_rule(request.user, programme))
    now = the_set.rule_of(programme)
    start = {
        "least_schools": now.least_schools, "least_share_pct": now.least_share_pct,
        "most_minutes": now.most_minutes, "because": now.because,
    }  # fmt: skip
    form = SetRuleForm(sent(request), initial=start)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.set_rule(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=programme,
        whose=access.put_forward(programme),
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect("explore:set", code)
    back = Back(reverse("explore:set", args=[code]), f"The set of {programme}")
    heading = "What does the set have to keep?"
    return form_page(request, form, back=back, heading=heading, button="Save")


@asks
def place_hub(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where a hub meets: one of the schools that are in it or put forward for it."""
    seen = people.hubs_for(request.user, key=access.KEY).select_related("programme")
    hub = get_object_or_404(seen, pk=pk)
    require(rules.may_place_hub(request.user, hub))
    form = HubPlaceForm(sent(request), schools=_of_hub(hub))
    if form.is_valid():
        actions.place_hub(
            hub=hub, school=form.cleaned_data["school"], by=request.user, at=timezone.now()
        )
        messages.success(request, f"{hub} meets at {form.cleaned_data['school']}.")
        return redirect("explore:choosing", hub.programme.code)
    back = Back(
        reverse("explore:choosing", args=[hub.programme.code]), f"Schools for {hub.programme}"
    )
    heading = f"Where does {hub} meet?"
    return form_page(request, form, back=back, heading=heading, button="Save", lede=travel.FORMULA)


def programme_or_404(request: SignedInRequest, code: str) -> Programme:
    return get_object_or_404(people.programmes_for(request.user), code=code)


def _unlike(programme: Programme, schools: list[School]) -> list[tuple[School, str]]:
    """Those of another phase than the programme is for, with what to think over."""
    said = (
        (one, phases.unlike(programme.phases_of_education, one.phase_of_education))
        for one in schools
    )
    return [(one, why) for one, why in said if why]


def _ticked(request: SignedInRequest, urns: list[str]) -> list[School]:
    """Schools by the numbers in a form or an address; what is no number of one is left out."""
    numbers = {int(urn) for urn in urns[:MOST_AT_ONCE] if urn.isdecimal() and len(urn) == 6}
    found = people.schools_for(request.user).filter(urn__in=numbers)
    return list(found.order_by("name", "pk"))


def _back_to(request: SignedInRequest, programme: Programme) -> str:
    """To the same schools one was looking at: only the question of an address of ours."""
    asked = request.POST.get("asked", "").lstrip("?")
    there = reverse("explore:find-schools", args=[programme.code])
    return f"{there}?{asked}" if asked else there


def _set_or_refuse(request: SignedInRequest, code: str) -> SetPage:
    programme = programme_or_404(request, code)
    require(rules.may_read(request.user, programme))
    require(rules.may_read_set(request.user, programme))
    return set_page(request.user, programme)


def _of_hub(hub: Hub) -> QuerySet[School]:
    near = School.objects.filter(easting__gt=0, northing__gt=0)
    return (near.filter(candidates__hub=hub) | near.filter(enrolments__hub=hub)).distinct()
