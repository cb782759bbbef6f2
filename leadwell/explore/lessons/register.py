"""All lessons there are here, and those that are about one programme."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.lessons import knowing
from leadwell.explore.playbooks import shelf
from leadwell.lib import words
from leadwell.people import access
from leadwell.programmes import lessons
from leadwell.programmes.lessons import About, Lesson
from leadwell.programmes.models import (
    ImplementationStage,
    LessonAnswer,
    OwnLesson,
    Programme,
)

MOST_SCHOOLS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Registered:
    """A lesson of the register. own: its row, where it was told here; told_by: the programme, for
    those who see it."""

    lesson: Lesson
    own: OwnLesson | None = None
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class OfStage:
    title: str
    lessons: tuple[Registered, ...]


def by_stage(user: User) -> tuple[OfStage, ...]:
    """All lessons under the stage in which there is still time; two queries."""
    every = registered(user)
    stages = (
        OfStage(str(stage.label), tuple(one for one in every if one.lesson.stage == stage))
        for stage in ImplementationStage
    )
    return tuple(one for one in stages if one.lessons)


def registered(user: User) -> tuple[Registered, ...]:
    own = list(OwnLesson.objects.in_use().select_related("programme"))
    ids = {one.programme_id for one in own}
    seen = set(access.programmes_for(user).filter(pk__in=ids).values_list("pk", flat=True))
    return (
        *(Registered(one) for one in lessons.shipped().values()),
        *(
            Registered(
                one.lesson, one,
                str(one.programme) if one.programme_id in seen else "Another programme",
            )
            for one in own
        ),
    )  # fmt: skip


def find(key: str) -> Lesson | None:
    return next((one for one in _every() if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Line:
    """A lesson that is about a programme. schools: those it is about, of those one sees.
    is_of_playbook: the playbook that the programme was set up from rests on it."""

    lesson: Lesson
    answer: LessonAnswer | None
    schools: tuple[str, ...] = ()
    is_of_playbook: bool = False

    @property
    def why(self) -> str:
        """Why it is shown here."""
        if self.schools:
            named = list(self.schools[:MOST_SCHOOLS_NAMED])
            if more := len(self.schools) - len(named):
                named.append(words.count(more, "more school"))
            return words.listed(named)
        return "Its playbook rests on it" if self.is_of_playbook else self.lesson.condition


@dataclass(frozen=True, slots=True)
class ProgrammeLessons:
    programme: Programme
    lines: tuple[Line, ...]

    @property
    def waiting(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.answer)

    @property
    def answered(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.answer)

    @property
    def sentence(self) -> str:
        n, left = len(self.lines), len(self.waiting)
        if not n:
            return "No lesson of the register is about it as it stands."
        said = f"{words.count(n, 'lesson')} {words.verb(n, 'is', 'are')} about it as it stands."
        if not left:
            return f"{said} {words.verb(n, 'It is', 'All are')} answered."
        return f"{said} {left} {words.verb(left, 'waits', 'wait')} for an answer."


def about(user: User, programme: Programme, *, on: date) -> ProgrammeLessons:
    """A constant number of queries. Of schools this person does not see, nothing is told. What was
    answered stays, when it is about it no more."""
    every = _every()
    answers = {one.lesson: one for one in programme.lesson_answers.select_related("answered_by")}
    facts = knowing.of_programme(programme, on=on)
    matched = {one.key for one in lessons.matching(facts, every) if one.about == About.PROGRAMME}
    at_schools = _at_schools(user, programme, facts, every, on)
    rests_on = _of_playbook(programme)
    lines = (
        Line(one, answers.get(one.key), at_schools.get(one.key, ()), one.key in rests_on)
        for one in every
        if one.key in matched | at_schools.keys() | rests_on | answers.keys()
    )
    return ProgrammeLessons(programme, tuple(sorted(lines, key=_most_pressing)))


def _most_pressing(line: Line) -> tuple[bool, int]:
    """What schools show first, then by stage."""
    return not line.schools, list(ImplementationStage).index(ImplementationStage(line.lesson.stage))


def _at_schools(
    user: User, programme: Programme, facts: lessons.Facts, every: Sequence[Lesson], on: date
) -> dict[str, tuple[str, ...]]:
    of_schools = [one for one in every if one.about == About.SCHOOL]
    found: dict[str, tuple[str, ...]] = {}
    for part, known in knowing.of_schools(user, programme, on=on).items():
        for one in lessons.matching({**facts, **known}, of_schools):
            found[one.key] = (*found.get(one.key, ()), part.standing_school.name)
    return {key: tuple(sorted(names)) for key, names in found.items()}


def _of_playbook(programme: Programme) -> set[str]:
    playbook = shelf.started_from(programme)
    return set(playbook.lessons) if playbook else set()


def _every() -> Sequence[Lesson]:
    own: Iterable[OwnLesson] = OwnLesson.objects.in_use()
    return (*lessons.shipped().values(), *(one.lesson for one in own))
