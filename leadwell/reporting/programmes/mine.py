"""The schools somebody works with, leads or looks after, in whichever programme."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people import access
from leadwell.people.roles.contacts import BY_KEY
from leadwell.people.running.page import NEEDED
from leadwell.people.wants import without_contact
from leadwell.reporting.programmes import schools
from leadwell.reporting.programmes.schools import DATES_TOO, Line

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class MySchools:
    """without: the kind of contact they have not, where that was asked: "finance contact"."""

    page: Page
    lines: tuple[Line, ...]
    without: str

    @property
    def n(self) -> int:
        return self.page.paginator.count

    @property
    def heading(self) -> str:
        if self.without:
            has = words.verb(self.n, "has", "have")
            return f"{words.count(self.n, 'school')} {has} no {self.without} named"
        return "My school" if self.n == 1 else "My schools"

    @property
    def n_programmes(self) -> int:
        return len({line.enrolment.programme_id for line in self.lines})


def my_schools(user: User, *, on: date, without: str = "", number: str = "1") -> MySchools:
    """Those taking part today, A to Z. Three queries. without: a kind of contact, or "" for all."""
    mine = access.enrolments_for(user, leaving_out=DATES_TOO).open_on(on)  # type: ignore[attr-defined]
    kind = BY_KEY[without] if without in NEEDED else None
    if kind:
        mine = without_contact(access.enrolments_for(user).open_on(on), kind, on)  # type: ignore[attr-defined]
    page = Paginator(schools.lines(user, mine, on), A_PAGE).get_page(number)
    title = kind.title[0].lower() + kind.title[1:] if kind else ""
    return MySchools(page, tuple(schools.written(page.object_list)), title)
