"""The letter to a head: that there is something to answer, by when and where; never what."""

from django.urls import reverse

from leadwell.explore.letters import write_to
from leadwell.explore.models import Interest


def asked(*, interest_id: int, person_id: int, asker: str, site: str) -> None:
    """The link leads to the form."""
    interest = Interest.objects.select_related("call").get(pk=interest_id)
    write_to(
        person_id,
        subject="your school is asked whether it would like to take part",
        template="explore/interest/letters/asked.txt",
        path=reverse("explore:write-interest", args=[interest.pk]),
        site=site,
        asker=asker,
        closes_on=interest.call.closes_on,
    )
