"""What may stand in such a file: each kind of value says so itself, for the reader and the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


class Absent:
    """Of a field that has to be there."""


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or more. most: letters."""

    most: int

    @property
    def words(self) -> str:
        return f"text of up to {self.most} letters"


@dataclass(frozen=True, slots=True)
class Slug:
    """Small letters, digits and hyphens: by what something is called in files and addresses."""

    most: int = 60

    @property
    def words(self) -> str:
        return f"small letters, digits and hyphens, up to {self.most}"


@dataclass(frozen=True, slots=True)
class Whole:
    least: int
    most: int

    @property
    def words(self) -> str:
        if self.least == self.most:
            return f"the number {self.least}"
        return f"a whole number, {self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class YesNo:
    @property
    def words(self) -> str:
        return "true or false"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these codes. says: what each stands for."""

    says: Mapping[str, str] = field(hash=False)

    @property
    def words(self) -> str:
        return "one of " + ", ".join(f"`{code}`" for code in self.says)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several of one kind. once: the field by which no two are the same; "" of the whole value
    where they are single values, None where they may repeat."""

    of: "Kind"
    fewest: int
    most: int
    once: str | None = None

    @property
    def words(self) -> str:
        n = f"{self.fewest}" if self.fewest == self.most else f"{self.fewest} to {self.most}"
        if isinstance(self.of, Part):
            return f"a list of {n}, each as below"
        return f"a list of {n}: {self.of.words}"


@dataclass(frozen=True, slots=True)
class Field:
    """name: as it is written. kind: what may stand there. about: what it is, for people.
    otherwise: what holds where it is left out; ABSENT where it may not be."""

    name: str
    kind: "Kind"
    about: str
    otherwise: Any = ABSENT

    @property
    def is_needed(self) -> bool:
        return self.otherwise is ABSENT


@dataclass(frozen=True, slots=True)
class Part:
    """Fields by name, and what is made of them. title: what one is called, for people."""

    title: str
    make: Callable[..., Any] = field(hash=False)
    fields: tuple[Field, ...]

    @property
    def words(self) -> str:
        return "as below"

    @property
    def by_name(self) -> dict[str, Field]:
        return {each.name: each for each in self.fields}


Kind = Text | Slug | Whole | YesNo | Choice | Listing | Part
