"""What is under way at the schools somebody looks after: one list, the longest past its day first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpResponse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people.access import hubs_for
from leadwell.prepare import access
from leadwell.prepare.download import COLUMNS, PRINTED, cells, printed
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.page import Line, at_hand, each_line
from leadwell.programmes.models import Hub
from leadwell.web import csv_out
from leadwell.web.csv_out import Value
from leadwell.web.pdf.document import MOST_ROWS, Column, Document, Section, left_out

A_PAGE = 50
AT_ONCE = 2000
"""Rows of a file whose schools are read together."""
ORDER = "the longest past its day first"
SCHOOL = Coalesce("enrolment__school__continued_by__name", "enrolment__school__name")


class WhichForm(forms.Form):
    """Which of them. What cannot be meant, such as another's hub, is not asked."""

    hub = forms.ModelChoiceField(Hub.objects.none(), required=False, empty_label="Any")
    school = forms.CharField(label="School: part of its name", required=False, max_length=120)
    owner = forms.CharField(label="Who does it: part of the name", required=False, max_length=120)
    late = forms.BooleanField(label="Only what is past its day", required=False)

    def __init__(self, data: Any, *, user: User, on: date) -> None:
        super().__init__(data)
        self.user = user
        self.every, self.on = access.overseen_for(user).open(), on  # type: ignore[attr-defined]
        hubs = hubs_for(user, key="plan").select_related("programme")
        self.fields["hub"].queryset = hubs  # type: ignore[attr-defined]

    @property
    def found(self) -> QuerySet[AgreedAction]:
        self.is_valid()
        asked = self.cleaned_data
        found: QuerySet[AgreedAction] = self.every.order_by("due_on", "pk")
        if hub := asked.get("hub"):
            found = found.filter(enrolment__hub=hub)
        if school := asked.get("school"):
            found = found.alias(school_name=SCHOOL).filter(school_name__icontains=school)
        if owner := asked.get("owner"):
            found = found.filter(owner__name__icontains=owner)
        return found.filter(due_on__lt=self.on) if asked.get("late") else found

    @property
    def asks(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


@dataclass(frozen=True, slots=True)
class Overseen:
    """A page of them. n_late: on all pages."""

    form: WhichForm
    page: Page
    lines: tuple[Line, ...]
    n_late: int

    @property
    def sentence(self) -> str:
        """How many there are, and how many are past their day."""
        n = self.page.paginator.count
        if not n:
            return "Nothing of this kind is under way." if self.form.asks else ""
        said = f"{words.count(n, 'action')} {words.verb(n, 'is', 'are')} under way"
        if not self.n_late:
            return f"{said}, none of them late."
        which = "" if n == 1 else f"{self.n_late} of them "
        return f"{said}, {which}past {words.verb(self.n_late, 'its', 'their')} day."


def overseen(form: WhichForm, *, number: str) -> Overseen:
    """A constant number of queries, however many schools."""
    page = Paginator(form.found, A_PAGE).get_page(number)
    lines = tuple(each_line(_whole(page.object_list), form.on))  # type: ignore[arg-type]
    return Overseen(form, page, lines, form.found.filter(due_on__lt=form.on).count())


def as_csv(form: WhichForm) -> HttpResponse:
    rows = (_cells(line) for line in _every(form))
    columns = ("School", "Hub", "Programme", *COLUMNS)
    return csv_out.download(columns, rows, name=_name(form), is_published=False)


def as_document(form: WhichForm) -> Document:
    n = form.found.count()
    rows = []
    for line in islice(_every(form), MOST_ROWS):
        hub = line.action.enrolment.hub
        rows.append([(str(line.school), str(hub or "")), *printed(line)])
    return Document(
        name=_name(form),
        title="Agreed actions under way",
        made_on=form.on,
        facts=[("How many", words.count(n, "action") if n else "None"), ("Order", ORDER)],
        columns=[Column("School", 2.4), *PRINTED],
        sections=[Section("", rows)],
        left_out=left_out(n, ORDER),
        is_published=False,
    )


def _every(form: WhichForm) -> Iterator[Line]:
    found = iter(_whole(form.found).iterator(chunk_size=AT_ONCE))
    while some := list(islice(found, AT_ONCE)):
        access.without_posts_unseen(form.user, (action.owner for action in some))
        yield from each_line(some, form.on)


def _whole(actions: QuerySet[AgreedAction]) -> QuerySet[AgreedAction]:
    return at_hand(actions).select_related("enrolment__hub").prefetch_related("said")


def _cells(line: Line) -> list[Value]:
    enrolment = line.action.enrolment
    hub = str(enrolment.hub or "")
    return [str(line.school), hub, str(enrolment.programme), *cells(line)]


def _name(form: WhichForm) -> str:
    return f"agreed actions under way {form.on:%Y-%m-%d}"
