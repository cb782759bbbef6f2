"""A school's own term dates, given by who looks after its record."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.lib import academic_year as years
from leadwell.people.roles.contact_views import school_or_404
from leadwell.people.running import actions, rules
from leadwell.people.running.term_dates import TermDatesForm
from leadwell.schools import calendar
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt

LEDE = (
    "What is promised from now on is counted by these dates; days that were promised already stay. "
    "Where the school has given none, those of its council stand here."
)


@asks
def term_dates(request: SignedInRequest, urn: int) -> HttpResponse:
    """Of this academic year, or of the next one: ?year=2027."""
    school = school_or_404(request, urn)
    require(rules.may_say_terms(request.user, school))
    this = years.of(timezone.localdate())
    year = request.GET.get("year", str(this))
    if year not in {str(this), str(this + 1)}:
        raise Http404
    known = calendar.half_terms(school, int(year))
    form = TermDatesForm(sent(request), academic_year=int(year), known=known)
    if form.is_valid() and attempt(
        form,
        lambda: actions.say_terms(
            school=school, parts=form.parts, by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, f"Term dates of {years.label(int(year))} are kept.")
        return redirect("people:school-people", urn)
    return form_page(
        request, form, back=Back(school.get_absolute_url(), str(school)), lede=LEDE,
        heading=f"Term dates of {years.label(int(year))}", button="Keep these dates",
    )  # fmt: skip
