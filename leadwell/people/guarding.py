"""What the guard says of free words in a form that is sent at once. It warns and never forbids.

Fields of free words bear `data-guard`; those that ask who somebody is, a title or an address do not:
tests/house/test_free_words.py has each of them with its reason.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.accounts.requests import SignedInRequest
from leadwell.audit import log
from leadwell.lib import guard
from leadwell.people.models import RoleHeld
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School
from leadwell.web.refusals import attempt as try_to

Whose = Programme | School | Sequence[School] | None

READ = "guard_read"
"""The name of the box that says: I have read this and send it as it is."""
READ_SAYS = "I have read this and send it as it is"
FILE_AGAIN = "Choose the file again: a browser does not keep it"


def attempt(
    request: SignedInRequest,
    form: forms.BaseForm,
    act: Callable[[], object],
    *,
    about: Model,
    whose: Whose = None,
    at: datetime,
) -> bool:
    """Whether it could be done, as `web.refusals.attempt`; but first what the guard finds in the
    free words of a valid form is read by who sends it, who ticks a box and sends it again.

    about: what it is written about, for the log: that warnings were read, and of which kinds.
    whose: people of these schools, or of a programme's, should not be named in it.
    """
    looked = looked_over(request, form, whose=whose, at=at)
    if looked is None:
        return False
    with transaction.atomic():
        if is_done := try_to(form, act):
            looked.note_read(about=about)
    return is_done


@dataclass(frozen=True, slots=True)
class LookedOver:
    """What was found in the words of a form by somebody who sends it, and has read that."""

    found: Sequence[guard.Found]
    by: User
    at: datetime

    def note_read(self, *, about: Model) -> None:
        """In the transaction of what was done: which kinds of warnings were read."""
        if self.found:
            log.record(
                at=self.at, actor=self.by.email, verb="read warnings", subject=about,
                detail=guard.count(self.found),
            )  # fmt: skip


def looked_over(
    request: SignedInRequest, form: forms.BaseForm, *, whose: Whose = None, at: datetime
) -> LookedOver | None:
    """Where nothing is found in the free words of a valid form, or it was read. Else the form has
    the warnings now, and the box. whose: as of attempt. For a view that says by itself why
    something is refused; others use attempt."""
    on = timezone.localdate(at)
    found = found_in(free_words(form), names=_names(whose, on), on=on)
    if not found or is_read(request):
        return LookedOver(found, request.user, at)
    form.fields[READ] = forms.BooleanField(label=READ_SAYS, required=False)
    for each in found:  # above the box, and at the top with a link to it
        form.add_error(READ, each.says)
    for name in form.files:
        form.add_error(name, FILE_AGAIN)
    return None


def _names(whose: Whose, on: date) -> list[str]:
    """Full names of people of these schools, or of all that take part in a programme."""
    if whose is None:
        return []
    if isinstance(whose, Programme):
        part = Enrolment.objects.filter(programme=whose).open_on(on).order_by()
        schools = list(part.values_list("school_id", flat=True))
    else:
        those = [whose] if isinstance(whose, School) else whose
        schools = [one.continued_by_id or one.pk for one in those]
    here = RoleHeld.objects.at_schools(schools).live_on(on)
    return list(here.order_by().values_list("person__name", flat=True).distinct())


def free_words(form: forms.BaseForm) -> list[str]:
    """All that is written in free words in a valid form; of a field with several lines each."""
    return [
        text
        for name, field in form.fields.items()
        if "data-guard" in field.widget.attrs
        for text in _texts(form.cleaned_data.get(name))
    ]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def found_in(texts: Iterable[object], *, names: Iterable[str], on: date) -> list[guard.Found]:
    """What there is to say of these words, each warning once."""
    names = list(names)
    spoken = (text for text in texts if isinstance(text, str) and " " in text.strip())
    every = [each for text in spoken for each in guard.find(text, names=names, on=on)]
    return list({each.says: each for each in every}.values())


def is_read(request: HttpRequest) -> bool:
    return bool(request.POST.get(READ))


def for_page(*, names: Iterable[str], on: date) -> dict[str, Any]:
    """What guard.js needs."""
    return guard.for_page(names=names, on=on)
