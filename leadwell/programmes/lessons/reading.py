"""The lessons that come with Leadwell: lessons.yaml, read strictly."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from leadwell.programmes.lessons.lesson import COMPARED, Comparison, Condition, Lesson
from leadwell.programmes.shaped import (
    Choice,
    Field,
    Listing,
    Part,
    Slug,
    Text,
    Whole,
    read,
    refuse_if_faulty,
)

FILE = Path(__file__).with_name("lessons.yaml")
MOST_BYTES = 100_000
STAGES = {"explore": "Explore", "prepare": "Prepare", "deliver": "Deliver", "sustain": "Sustain"}
"""The codes of implementation stages; the models stand on this, not under it."""
COMPARISONS = {str(each): words for each, words in COMPARED.items()}


def _condition(*, fact: str, compared: str, value: str) -> Condition:
    return Condition(fact, Comparison(compared), value)


CONDITION = Part("a condition", _condition, (
    Field("fact", Text(40), "What is looked at"),
    Field("compared", Choice(COMPARISONS), "How"),
    Field("value", Text(20), "With what, in quotes: a number, yes or no"),
))  # fmt: skip
LESSON = Part("a lesson", Lesson, (
    Field("key", Slug(80), "What playbooks call it"),
    Field("title", Text(120), "What was learned, in a line"),
    Field("learned", Text(400), "What was learned"),
    Field("do", Text(400), "What to do about it"),
    Field("stage", Choice(STAGES), "When there is still time to do it"),
    Field("accounts", Whole(1, 20), "How many programmes told of it"),
    Field("when", Listing(CONDITION, 1, 3), "When it is shown; left out: always", ()),
))  # fmt: skip
REGISTER = Part("the lessons", lambda lessons: lessons, (
    Field("lessons", Listing(LESSON, 1, 200, once="key"), "All of them"),
))  # fmt: skip


@cache
def shipped() -> Mapping[str, Lesson]:
    """By key, in the order of the file."""
    return MappingProxyType({one.key: one for one in read_lessons(FILE.read_bytes(), FILE.name)})


def read_lessons(data: bytes, name: str) -> tuple[Lesson, ...]:
    """Raises Refused, saying which line and why, for anything but a whole register."""
    made: Any
    made, found = read(data, REGISTER, name=name, most_bytes=MOST_BYTES)
    for lesson in made:
        for condition in lesson.when:
            if condition.fault:
                found.fault(found.line_of(condition), "when", condition.fault)
    refuse_if_faulty(found, name)
    return tuple(made)
