"""Questions to the database that are written once for all whose roles are of the same kinds.

Django takes longer to write most questions than the database to answer them. What differs from one
person to the next is numbers alone: whose, of which schools. So a question is written about nobody,
with a number that nothing has in the place of each; that text is kept, and each time it is asked
the person's own numbers of this moment are put in, and those of the things it is asked of. Nothing
of anybody is kept: who writes it is given nobody, and is stopped if the database is asked meanwhile.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NoReturn, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import Held

T = TypeVar("T", bound=Model)
R = TypeVar("R")
Question = Callable[..., QuerySet[Any, Any]]
"""Rows that somebody may see, as they are on a day, and of some things, by the keys of their rows
(not by other numbers: what stands for them is below zero): it is called with these three, may look at
the person's roles, and asks nothing. Several alike it compares by `held.numbered`."""
About = int | frozenset[int]

KEPT = 1_000
"""Texts kept by a process; those asked for least go."""
NEVER = -2_147_000_000
"""The first of the numbers that nothing has: rows count upwards from one."""
LARGEST = 2**63 - 1
ABOUT = range(NEVER - 900_000, NEVER - 900_010, -1)
"""In the place of the numbers of things that are asked about."""
NOBODY_ASKS: "Shape" = (False, (("nobody asks",),))
"""In the place of a shape, of what is the same whoever asks."""
SETS = ("programmes", "hubs", "enrolments", "schools")
SLOTS = ("person", *SETS)
PLACEHOLDER = re.compile("%%|%s")
SOME_DAY = datetime.max.replace(tzinfo=UTC)

Kind = tuple[Any, ...]
"""Of a role: which it is, and of which things it reaches some."""
Shape = tuple[bool, tuple[Kind, ...]]


class NotPhrased(RuntimeError):
    """A question that cannot be written about nobody; str() says why. A mistake in the code."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """text: None where nobody of this shape can have an answer. rows: never asked themselves."""

    text: str | None
    params: tuple[Any, ...]
    rows: QuerySet[Any, Any]
    compiler: SQLCompiler


@dataclass(frozen=True, slots=True)
class Whether:
    """Which of several have an answer, as one text. questions: those that somebody of this shape
    can have an answer to, in the order in which the text asks."""

    questions: tuple[Question, ...]
    text: str
    params: tuple[Any, ...]


def asked(question: Callable[..., QuerySet[T, R]], user: User, on: date, *about: About) -> list[R]:
    """The rows, as list(question(user, on, *about)) has them."""
    if not _known(user, on).get((question, *about), True) or any(map(_is_nothing, about)):
        return []
    shape, numbers = _of(user)
    phrase = _phrase(question, shape, on, access.today(), *_stand_ins(about))
    return _rows(phrase, numbers | _of_things(about))


def one_or_404(question: Callable[..., QuerySet[T, R]], user: User, on: date, pk: int) -> R:
    """The one row of a question about one thing. Raises Http404 where this person sees none."""
    for row in asked(question, user, on, pk):
        return row
    raise Http404


def told(question: Question, user: User, on: date) -> tuple[str, list[Any]]:
    """The question and what it is asked with, to be a part of a longer one; "" where nobody of this
    person's kind can have an answer."""
    shape, numbers = _of(user)
    phrase = _phrase(question, shape, on, access.today())
    return phrase.text or "", _put_in(phrase.params, numbers)


def facts(question: Callable[..., QuerySet[T, R]], on: date, *about: About) -> list[R]:
    """The rows of a question that is the same whoever asks: as list(question(on, *about))."""
    if any(map(_is_nothing, about)):
        return []
    phrase = _phrase(question, NOBODY_ASKS, on, on, *_stand_ins(about))
    return _rows(phrase, _of_things(about))


def _rows(phrase: Phrase, numbers: Mapping[int, Any]) -> list[Any]:
    if phrase.text is None:
        return []
    compiler = _Written(phrase, _put_in(phrase.params, numbers))
    rows: QuerySet[Any, Any] = QuerySet(phrase.rows.model, query=_Asking(compiler))  # type: ignore[arg-type]
    rows._iterable_class = phrase.rows._iterable_class
    return list(rows)


def ask_ahead(questions: Iterable[Question], user: User, on: date, *about: About) -> None:
    """Ask in one statement which of these have an answer. From now on, as long as the request
    lasts, that is known, and those that have none are not asked any more. For pages that only
    read."""
    # So many questions take the database far longer to plan for somebody than to answer; left to
    # itself it would, again each time. What is asked until the transaction ends is planned for all.
    with connection.cursor() as cursor:
        cursor.execute("select set_config('plan_cache_mode', 'force_generic_plan', true)")
    answers = _which(questions, user, on, about)
    user.known_ahead = (access.held(user), on, answers)  # type: ignore[attr-defined]


def is_any(question: Question, user: User, on: date) -> bool:
    """Whether the question has an answer."""
    known = _known(user, on)
    which = (question,)
    return known[which] if which in known else _which(which, user, on, ())[which]


def _known(user: User, on: date) -> Mapping[tuple[Any, ...], bool]:
    """What was asked ahead; somebody whose roles were read again since is asked again."""
    roles, day, answers = getattr(user, "known_ahead", (None, None, {}))
    of_today = getattr(user, "held_today", None)
    return answers if of_today and of_today[1] is roles and day == on else {}


def _which(
    questions: Iterable[Question], user: User, on: date, about: tuple[About, ...]
) -> dict[tuple[Any, ...], bool]:
    """By question, and what it is asked about."""
    shape, numbers = _of(user)
    asked_of = tuple(questions)
    whether = _whether(asked_of, shape, on, access.today(), *_stand_ins(about))
    answers = dict.fromkeys(((one, *about) for one in asked_of), False)
    if whether.questions:
        with connection.cursor() as cursor:
            params = _put_in(whether.params, numbers | _of_things(about))
            cursor.execute(whether.text, params)
            found = cursor.fetchone()
        answers |= {
            (one, *about): is_any for one, is_any in zip(whether.questions, found, strict=True)
        }
    return answers


def _is_nothing(one: About) -> bool:
    """Whether it is no thing at all, or a number that no row could have, as somebody may write in
    an address."""
    return one > LARGEST if isinstance(one, int) else not one


def _stand_ins(about: tuple[About, ...]) -> Iterable[About]:
    """What stands for things in a question while it is written: one for one, and one for several."""
    for one, number in zip(about, ABOUT, strict=False):
        if not isinstance(one, int | frozenset):
            raise NotPhrased(f"A thing is named by its number, and not by {one!r}.")
        yield number if isinstance(one, int) else frozenset({number})


def _of_things(about: tuple[About, ...]) -> dict[int, Any]:
    """The numbers of things by what stands for them."""
    known = (one if isinstance(one, int) else list(one) for one in about)
    return dict(zip(ABOUT, known, strict=False))


def _of(user: User) -> tuple[Shape, dict[int, Any]]:
    """The shape of somebody's roles, and their numbers by what stands for them in what is asked."""
    held = access.held(user)
    kept = getattr(user, "phrased", None)
    if kept and kept[0] is held:
        return cast("tuple[Shape, dict[int, Any]]", kept[1:])
    alike: dict[Any, list[Held]] = {}
    for place, one in enumerate(held):
        kind = _kind(one)
        # Where each reaches one sort of thing alone, several reach what one would that has all.
        is_simple = sum(kind[-len(SETS) :]) < 2
        alike.setdefault(kind if is_simple else (kind, place), []).append(one)
    numbers: dict[int, Any] = {NEVER: user.pk}
    for place, several in enumerate(alike.values()):
        numbers[_number(place, "person")] = several[0].person
        for name in SETS:
            reached = frozenset().union(*(getattr(one, name) for one in several))
            numbers[_number(place, name)] = sorted(reached)
    shape = user.is_administrator, tuple(_kind(several[0]) for several in alike.values())
    user.phrased = (held, shape, numbers)  # type: ignore[attr-defined]
    return shape, numbers


def _kind(one: Held) -> Kind:
    return (
        one.role, one.is_of_organisation, one.reads_all_until is not None, bool(one.person),
        *(bool(getattr(one, name)) for name in SETS),
    )  # fmt: skip


def _number(place: int, slot: str) -> int:
    return NEVER - 1 - place * len(SLOTS) - SLOTS.index(slot)


@lru_cache(maxsize=KEPT)
def _phrase(question: Question, shape: Shape, on: date, today: date, *about: About) -> Phrase:
    with connection.execute_wrapper(_refuse):
        whose = () if shape is NOBODY_ASKS else (_nobody(shape, today),)
        rows = question(*whose, on, *about)
        if rows._prefetch_related_lookups or rows._known_related_objects:  # type: ignore[attr-defined]
            raise NotPhrased(f"{question.__qualname__} fetches more than its rows.")
        compiler = rows.query.get_compiler(connection=connection)
        text, params = _written(compiler)
    compiler.connection = None  # whoever asks has one of their own
    return Phrase(text, params, rows, compiler)


@lru_cache(maxsize=KEPT)
def _whether(
    questions: tuple[Question, ...], shape: Shape, on: date, today: date, *about: About
) -> Whether:
    some: dict[Question, str] = {}
    params: list[Any] = []
    for one in questions:
        # Not the question itself: a row's columns and order, and what is joined for them, would
        # all be planned, and this says only that there is a row.
        query = _phrase(one, shape, on, today, *about).rows.query.exists()
        text, its_own = _written(query.get_compiler(connection=connection))
        if text:
            some[one] = f"exists({text})"
            params += its_own
    return Whether(tuple(some), f"select {', '.join(some.values())}", tuple(params))


def _written(compiler: SQLCompiler) -> tuple[str | None, tuple[Any, ...]]:
    """None where no row could ever be found.

    Words stand in the text, for they are of the code and the same for everybody. What is planned
    once for all can then go by an index of the rows that have that word.
    """
    try:
        text, params = compiler.as_sql()
    except EmptyResultSet:
        return None, ()
    kept: list[Any] = []
    values = iter(params)

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(values)
        _check(value)
        if isinstance(value, str):
            quoted = str(value).replace("'", "''").replace("%", "%%")
            return f"'{quoted}'"
        kept.append(value)
        return found[0]

    return PLACEHOLDER.sub(written, text) or None, tuple(kept)


def _nobody(shape: Shape, today: date) -> User:
    """Somebody with roles of these kinds, of whom nothing else is known."""
    is_administrator, kinds = shape
    nobody = User.from_db(
        connection.alias, ["id", "is_active", "is_administrator"], [NEVER, True, is_administrator]
    )
    roles = []
    for place, (role, is_of_organisation, reads_all, is_known, *some) in enumerate(kinds):
        reached = (
            frozenset({_number(place, name)} if is_there else ())
            for name, is_there in zip(SETS, some, strict=True)
        )
        roles.append(
            Held(
                role,
                _number(place, "person") if is_known else 0,
                *reached,
                is_of_organisation=is_of_organisation,
                reads_all_until=SOME_DAY if reads_all else None,
            )
        )
    nobody.held_today = (today, tuple(roles))  # type: ignore[attr-defined]
    return nobody


def _refuse(*_: Any) -> NoReturn:
    raise NotPhrased("A question is written without asking the database.")


def _check(value: Any) -> None:
    """A day is part of what a text is kept by. A moment is not; and many numbers stand for one
    only in an array."""
    if isinstance(value, datetime):
        raise NotPhrased("A question that is kept speaks of days, not of moments.")
    if isinstance(value, list):
        return
    is_one = isinstance(value, int) and (
        value == NEVER or value in ABOUT or (NEVER - 1 - value) % len(SLOTS) == 0
    )
    if not is_one and str(NEVER // 10**6) in str(value):
        raise NotPhrased(f"Several numbers stand where one was meant, or in a text: {value}")


def _put_in(params: Iterable[Any], numbers: Mapping[int, Any]) -> list[Any]:
    return [_own(value, numbers) for value in params]


def _own(value: Any, numbers: Mapping[int, Any]) -> Any:
    if isinstance(value, list) and any(each in numbers for each in value):
        return sorted({n for each in value for n in _all(numbers[each])})
    if isinstance(value, int) and value in numbers:
        return type(value)(numbers[value])
    return value


def _all(one_or_more: Any) -> Iterable[int]:
    return one_or_more if isinstance(one_or_more, list) else (one_or_more,)


class _Written(SQLCompiler):
    """A question as it is kept, with one person's numbers: to be asked, and not written again."""

    def __init__(self, phrase: Phrase, params: list[Any]) -> None:
        self.__dict__.update(phrase.compiler.__dict__)
        self.connection = connection
        self._said = phrase.text, tuple(params)

    def as_sql(self, *_: Any, **__: Any) -> Any:
        return self._said


class _Asking:
    """Stands where a queryset has what it asks."""

    def __init__(self, compiler: _Written) -> None:
        self._compiler = compiler

    def get_compiler(self, *_: Any, **__: Any) -> _Written:
        return self._compiler
