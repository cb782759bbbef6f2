"""The programmes somebody may see, or see that there are."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Programme
from leadwell.reporting.programmes import team
from leadwell.reporting.programmes.team import Member

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """url: "" where this person may see only that there is such a programme."""

    programme: Programme
    n_schools: int
    leads: tuple[Member, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    page: Page
    lines: tuple[Line, ...]


def listing(user: User, *, on: date, number: str = "1") -> Listing:
    """A to Z; five queries."""
    is_in = Q(enrolments__joined_on__lte=on) & (
        Q(enrolments__left_on=None) | Q(enrolments__left_on__gte=on)
    )
    seen = access.programmes_for(user).select_related("lead_organisation")
    counted = seen.annotate(n=Count("enrolments", filter=is_in))
    page = Paginator(counted.order_by("name", "pk"), A_PAGE).get_page(number)
    found = list(page.object_list)
    leads = team.leads_of(user, found, on)
    return Listing(
        page,
        tuple(
            Line(
                programme=each,
                n_schools=each.n,  # type: ignore[attr-defined]
                leads=tuple(leads.get(each.pk, ())),
                url=each.get_absolute_url()
                if access.holds(user, "programme", Operation.READ, on=each)
                else "",
            )
            for each in found
        ),
    )
