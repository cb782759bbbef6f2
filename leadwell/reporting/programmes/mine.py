"""The schools somebody works with, leads or looks after, in whichever programme."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people import access
from leadwell.people.roles.contacts import BY_KEY, NEEDED
from leadwell.people.wants import without_contact
from leadwell.reporting.programmes import schools
from leadwell.reporting.programmes.schools import DATES_TOO, Schools
from leadwell.web.paging import FirstPage


@dataclass(frozen=True, slots=True)
class MySchools:
    """without: the kind of contact they have not, where that was asked: "finance contact"."""

    schools: Schools
    without: str

    @property
    def heading(self) -> str:
        n = self.schools.n
        if self.without:
            return (
                f"{words.count(n, 'school')} {words.verb(n, 'has', 'have')} no {self.without} named"
            )
        return "My school" if n == 1 else "My schools"


def my_schools(user: User, *, on: date, without: str = "", number: str = "1") -> MySchools:
    """Those taking part today, A to Z. without: a kind of contact, or "" for all."""
    mine = access.enrolments_for(user, leaving_out=DATES_TOO).open_on(on)  # type: ignore[attr-defined]
    kind = BY_KEY[without] if without in NEEDED else None
    if kind:
        mine = without_contact(access.enrolments_for(user).open_on(on), kind, on)  # type: ignore[attr-defined]
    # Those without are mostly few, and found by looking at all: not once more for how many.
    pages = FirstPage if kind else Paginator
    title = kind.title[0].lower() + kind.title[1:] if kind else ""
    return MySchools(schools.schools(mine, on, number=number, opened_by=user, pages=pages), title)
