"""A lesson: what somebody learned, what to do about it, and when it is worth being told."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from leadwell.programmes.lessons.facts import EVERY, About, Fact, Facts, Measured, parse


class Comparison(StrEnum):
    MORE = "more_than"
    FEWER = "fewer_than"
    IS = "is"


COMPARED = {Comparison.MORE: "more than", Comparison.FEWER: "fewer than", Comparison.IS: "exactly"}


@dataclass(frozen=True, slots=True)
class Condition:
    """Such as more than 3 strands. fact: a key of facts.EVERY. value: as written, "3" or "no"."""

    fact: str
    compared: Comparison
    value: str

    @property
    def known(self) -> Fact:
        return EVERY[self.fact]

    @property
    def fault(self) -> str:
        """Why it cannot be asked; "" where it can."""
        if self.fact not in EVERY:
            return f"{self.fact!r} is no fact that Leadwell knows"
        yes_no = self.known.measured == Measured.YES_NO
        if yes_no and self.compared != Comparison.IS:
            return f"{self.fact} is yes or no: compare it with “is”"
        if parse(self.known, self.value) is None:
            return f"{self.fact} must be compared with {'yes or no' if yes_no else 'a number'}"
        return ""

    def holds(self, facts: Facts) -> bool:
        """False where the fact is not known: nobody is told what may not be so."""
        known, value = facts.get(self.fact), parse(self.known, self.value)
        if known is None or value is None:
            return False
        if self.compared == Comparison.MORE:
            return bool(known > value)
        return bool(known < value if self.compared == Comparison.FEWER else known == value)

    def __str__(self) -> str:
        """ "more than 3 strands", "no finance contact is named": for people."""
        value = parse(self.known, self.value)
        if self.known.measured == Measured.YES_NO:
            return self.known.one if value else self.known.many
        if self.compared == Comparison.MORE and value == 0:
            return f"at least one {self.known.one}"
        return f"{COMPARED[self.compared]} {self.value} {self.known.one if value == 1 else self.known.many}"


@dataclass(frozen=True, slots=True)
class Lesson:
    """accounts: how many programmes told of it. when: all must hold; nothing means always."""

    key: str
    title: str
    learned: str
    do: str
    stage: str
    accounts: int
    when: tuple[Condition, ...] = ()

    @property
    def about(self) -> About:
        """A school where any of its conditions is about one."""
        of_school = any(each.known.about == About.SCHOOL for each in self.when)
        return About.SCHOOL if of_school else About.PROGRAMME

    @property
    def strength(self) -> str:
        if self.accounts == 1:
            return "One programme’s account of itself. It was not studied or compared."
        return (
            f"{'Two' if self.accounts == 2 else self.accounts} programmes told of it, each of "
            "itself. It was not studied or compared."
        )

    @property
    def condition(self) -> str:
        """When it is shown, in words."""
        if not self.when:
            return "For every programme"
        who = "a school" if self.about == About.SCHOOL else "a programme"
        return f"For {who}: {', and '.join(map(str, self.when))}"


def matching(facts: Facts, among: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """The lessons whose every condition holds of one programme or school, in the order given."""
    return tuple(one for one in among if all(each.holds(facts) for each in one.when))
