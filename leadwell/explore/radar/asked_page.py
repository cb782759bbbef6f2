"""What one school is asked, as its page shows it."""

from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.models import Initiative, OverloadReason
from leadwell.explore.radar import access, rules
from leadwell.explore.radar.asked import Asked
from leadwell.explore.radar.half_terms import NAMES
from leadwell.explore.radar.load import days_within, n_days_on
from leadwell.explore.radar.page import Shown, figures
from leadwell.explore.radar.radar import SchoolLoad, radar
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One thing asked of a school. is_on: whether it goes on, in each half-term; days: of staff, in
    each, None where nobody has said. initiative: the row, where it was declared; its steps, by
    their verbs. Of a programme out of reach no more is said here than what may be known of it."""

    asked: Asked
    is_on: tuple[bool, ...]
    days: tuple[float, ...] | None
    initiative: Initiative | None
    may: dict[str, Verdict]
    knows_who: bool = True

    @property
    def days_said(self) -> tuple[str, ...]:
        if self.days is None:
            return ("not said",) * len(NAMES)
        return tuple(f"{each:.1f}" if each else "–" for each in self.days)

    @property
    def when(self) -> str:
        if not self.asked.is_out_of_reach:
            asking = self.asked.asking
            return f"{day_and_year(asking.first)} to {day_and_year(asking.until)}"
        names = [name for name, is_on in zip(NAMES, self.is_on, strict=True) if is_on]
        return f"{names[0]} to {names[-1]}" if names[1:] else (names or ["the holidays"])[0]

    @property
    def altogether(self) -> str:
        if self.days is None:
            return "Nobody has said how many days"
        if self.asked.is_out_of_reach:
            return f"{sum(self.days):.1f} days in this school year"
        return f"{self.asked.asking.days:g} days in all"

    @property
    def declared(self) -> str:
        """By whom and when, where it is not run here; "" else. That a programme chooses the school
        is told to nobody who does not read the choosing of it."""
        one = self.initiative
        if one is None:
            return ""
        on = day_and_year(one.declared_on)
        if not self.knows_who:
            return f"Not run here. Declared on {on}."
        if one.heard_for is None:
            return f"Not run here. Declared by {one.declared_by} on {on}."
        return (
            f"Not run here. Declared by {one.declared_by} on {on} for {one.heard_for.programme}, which "
            f"chooses schools. {told(one)} {answered(one)}"
        )

    @property
    def is_said_to_be_paid_from_outside(self) -> bool:
        return self.asked.is_paid_from_outside and not self.asked.is_out_of_reach


@dataclass(frozen=True, slots=True)
class SchoolPage(Shown):
    """One school. n_open: initiatives in its list that go on or are to come. n_to_answer: those
    that a programme declared, for whoever speaks for the school."""

    lines: tuple[AskedLine, ...]
    reasons: tuple[OverloadReason, ...]
    n_to_answer: int
    n_open: int
    may_declare: Verdict

    @property
    def sentence(self) -> str:
        return f"{self.what} in {self.year}."

    @property
    def answer_said(self) -> str:
        """Whether anybody said lately which other initiatives there are."""
        answer = self.load.answer
        if answer is None:
            return "Nobody has said yet whether there are others."
        listed = (
            "there are none"
            if answer.said_none
            else f"the list of {words.count(answer.n_listed, 'initiative')} is whole"
        )
        return f"{answer.said_by} said on {answer.said_on:%-d %B %Y} that {listed}."

    @property
    def to_answer(self) -> str:
        """What a programme declared and the school has not looked at; "" where there is none."""
        n = self.n_to_answer
        if not n:
            return ""
        return (
            f"{words.count(n, 'entry', 'entries')} of this list {words.verb(n, 'was', 'were')} declared by a "
            "programme that chooses schools. Change what is not so. When all of it is right, say that "
            "the list is whole."
        )

    @property
    def whole_button(self) -> str:
        return "This list is whole" if self.n_open else "There are no others"

    @property
    def columns(self) -> tuple[str, ...]:
        return ("Asked by", *NAMES)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Days of staff of each, then the load."""
        days = tuple((line.asked.name, *line.days_said) for line in self.lines)
        return (*days, ("Load", *figures(self.load)))


def school_page(user: User, school: School, on: date, *, academic_year: int) -> SchoolPage:
    """Some ten queries, however much is asked."""
    [load] = radar(user, [school], academic_year=academic_year, on=on)
    here = Initiative.objects.at_schools([school.pk]).select_related("school__continued_by")
    declared = {
        each.pk: each
        for each in here.select_related("declared_by", "answered_by", "heard_for__programme")
    }
    unknown = access.out_of_reach(user, declared.values())
    is_open = Initiative.State.OPEN
    listed = [each for each in declared.values() if each.state == is_open and each.ends_on >= on]
    may_declare = rules.may_declare(user, school, on=on)
    is_own = bool(may_declare) and rules.is_of_school(user, school)
    reasons = access.reasons_for(user).filter(school__in=School.objects.lives_of([school.pk]))
    return SchoolPage(
        load,
        tuple(
            _line(
                load,
                each,
                declared.get(each.initiative),
                may_declare,
                is_own=is_own,
                knows_who=each.initiative not in unknown,
            )
            for each in load.asked
        ),
        tuple(reasons.select_related("programme", "said_by")),
        n_to_answer=sum(each.is_to_answer and each.pk not in unknown for each in listed)
        if is_own
        else 0,
        n_open=len(listed),
        may_declare=may_declare,
    )


def _line(
    load: SchoolLoad,
    asked: Asked,
    initiative: Initiative | None,
    may: Verdict,
    *,
    is_own: bool,
    knows_who: bool,
) -> AskedLine:
    """may: whoever declares also changes, as the permission table has it; is_own: and who speaks
    for the school what a programme heard, too."""
    half_terms = load.half_terms.of(load.academic_year)
    count = load.half_terms.school_days
    days = tuple(days_within(asked.asking, spans, count) for spans in half_terms)
    is_on = tuple(n_days_on(asked.asking, spans, count) > 0 for spans in half_terms)
    is_open = initiative is not None and initiative.state == Initiative.State.OPEN
    is_heard = initiative is not None and initiative.heard_for_id is not None
    return AskedLine(
        asked,
        is_on,
        None if asked.asking.days is None else days,
        initiative,
        {"change": may, "end": may} if is_open and (is_own or not is_heard) else {},
        knows_who,
    )


def told(initiative: Initiative) -> str:
    """From whom a programme heard of it, in whatever words; "" where none did."""
    on = initiative.told_on
    return f"Source: {initiative.told_by}, {day_and_year(on)}." if on else ""


def answered(initiative: Initiative) -> str:
    """What the school says of it."""
    if initiative.answered_on is None:
        return "The school has not looked at it yet."
    return f"Looked at by {initiative.answered_by}, {day_and_year(initiative.answered_on)}."
