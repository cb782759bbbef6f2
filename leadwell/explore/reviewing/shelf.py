"""Every rubric there is here: those that come with Leadwell, then those that were brought."""

from dataclasses import dataclass

from leadwell.explore.models import Rubric as Row
from leadwell.explore.reviewing.rubrics import Rubric, shipped
from leadwell.explore.reviewing.rubrics.reading import of_text
from leadwell.schools.sources.refusal import Refused


@dataclass(frozen=True, slots=True)
class Shelved:
    """text: of its file. own: its row, where it was brought."""

    rubric: Rubric
    text: str
    own: Row | None = None


def of_rubric(row: Row) -> Rubric:
    """As a review by it reads it. Raises Refused where this version of Leadwell cannot any more."""
    return of_text(row.text)


def every() -> tuple[Shelved, ...]:
    """One query; later versions after earlier ones. One that cannot be read any more is left out."""
    own = (_own(row) for row in Row.objects.in_use().added())
    found = [*_shipped(), *filter(None, own)]
    return tuple(sorted(found, key=lambda one: (one.rubric.title, one.rubric.version)))


def latest() -> tuple[Shelved, ...]:
    """Of each rubric its last version: what a school is reviewed by."""
    last = {one.rubric.key: one for one in sorted(every(), key=lambda one: one.rubric.version)}
    return tuple(sorted(last.values(), key=lambda one: one.rubric.title))


def find(key: str, version: int) -> Shelved | None:
    if known := shipped().get((key, version)):
        return Shelved(*known)
    row = Row.objects.added().filter(key=key, version=version).first()
    return _own(row) if row else None


def _shipped() -> tuple[Shelved, ...]:
    return tuple(Shelved(rubric, text) for rubric, text in shipped().values())


def _own(row: Row) -> Shelved | None:
    try:
        return Shelved(of_rubric(row), row.text, row)
    except Refused:
        return None
