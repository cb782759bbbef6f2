"""Whose privacy information somebody reads: of every programme they may read; old versions too."""

from django.db.models import OuterRef, QuerySet, Subquery

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import grants, together, within
from leadwell.people.models import Notice, Role, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Programme


def notices_for(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(programme__in=_read(user)).select_related("programme")


def in_force_for(user: User) -> QuerySet[Notice]:
    """The newest of each programme."""
    newest = Notice.objects.filter(programme=OuterRef("programme")).order_by("-number")
    found = notices_for(user).filter(pk=Subquery(newest.values("pk")[:1]))
    return found.order_by("programme__name")


def to_issue_for(user: User) -> QuerySet[Programme]:
    """Programmes at work in schools that this person keeps, and that tell nobody about data yet."""
    kept = access.programmes_for(user, operation=Operation.CHANGE)
    return kept.filter(
        state__in=[Programme.State.RECRUITING, Programme.State.DELIVERING], notices=None
    )


def officer_of(programme: Programme) -> str:
    """ "Name, address" of the data protection officer of who leads it; "" for none, or several."""
    held = RoleHeld.objects.live_on(access.today()).filter(
        role=Role.DATA_PROTECTION_OFFICER, organisation=programme.lead_organisation_id
    )
    found = list(held.select_related("person")[:2])
    if len(found) != 1:
        return ""
    return ", ".join(filter(None, (found[0].person.name, found[0].person.email)))


def _read(user: User) -> QuerySet[Programme]:
    """Not where somebody sees only that there is such a programme."""
    granted = together(grants(access.held(user), "programme", Operation.READ))
    reached = (one.programmes_within(reach) for one, reach in granted)
    return within(Programme.objects.all(), reached)
