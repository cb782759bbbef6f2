"""What a programme still has to say before work in schools can begin, and what to think over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from leadwell.lib import words
from leadwell.people.running.rules import FEWEST_INGREDIENTS, MOST_INGREDIENTS
from leadwell.programmes.models import Aim, Controller, Programme, Strand

FEWEST_SCHOOLS = 4
USUAL_STRANDS = 3
NEAR_SEPTEMBER = 28  # days either side: twenty school days
SUMMER = (6, 7, 8)
UNDER_WAY = frozenset(
    {
        Programme.State.DELIVERING, Programme.State.CLOSING, Programme.State.FOLLOW_UP,
        Programme.State.ARCHIVED, Programme.State.STOPPED,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to have. url: where it is written."""

    text: str
    is_done: bool
    url: str
    verb: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """thoughts: sentences about what may be passed over."""

    checks: tuple[Check, ...]
    thoughts: tuple[str, ...]

    @property
    def n_done(self) -> int:
        return sum(check.is_done for check in self.checks)

    @property
    def waiting(self) -> list[Check]:
        return [check for check in self.checks if not check.is_done]


def checklist(
    programme: Programme,
    *,
    aims: Iterable[Aim],
    strands: Sequence[Strand],
    controllers: Iterable[Controller],
    n_schools: int,
    has_manager: bool,
) -> Checklist:
    """Of what was read already: it asks nothing. strands: with their ingredients."""
    terms = {aim.term for aim in aims}
    parties = {controller.party for controller in controllers}
    has_all = all(len(strand.ingredients.all()) >= FEWEST_INGREDIENTS for strand in strands)
    code = programme.code
    checks = (
        _check("What is to be solved, and how that is known", "people:programme-purpose", code,
               bool(programme.problem and programme.evidence_of_need)),
        _check("A long-term and a short-term aim", "people:add-aim", code,
               terms == set(Aim.Term.values), "Add"),
        _check("A strand", "people:add-strand", code, bool(strands), "Add"),
        _check(f"{FEWEST_INGREDIENTS} to {MOST_INGREDIENTS} active ingredients in every strand",
               "reporting:programme", code, bool(strands) and has_all, "", "#strands"),
        _check("A project manager", "people:people", None, has_manager, "Name"),
        _check(f"At least {FEWEST_SCHOOLS} schools", "reporting:find-school", code,
               n_schools >= FEWEST_SCHOOLS, "Find"),
        _check("Who answers for data: the lead organisation and the schools",
               "people:add-controller", code,
               {Controller.Party.LEAD, Controller.Party.SCHOOL} <= parties, "Add"),
        _check("The data protection impact assessment, signed", "explore:impact", code,
               bool(programme.dpia_reference)),
    )  # fmt: skip
    return Checklist(checks, tuple(_thoughts(programme, strands)))


def _check(
    text: str, page: str, code: str | None, is_done: bool, verb: str = "Write", at: str = ""
) -> Check:
    return Check(text, is_done, reverse(page, args=[code] if code else []) + at, verb)


def _thoughts(programme: Programme, strands: Sequence[Strand]) -> Iterable[str]:
    starts, ends = programme.starts_on, programme.ends_on
    if abs((starts - date(starts.year, 9, 1)).days) > NEAR_SEPTEMBER:
        yield (
            "It does not start near the beginning of a school year. Schools that join in the "
            "middle of one find it harder."
        )
    if ends.month not in SUMMER:
        yield "It does not end in the summer: the last results would come after it."
    if (n := len(strands)) > USUAL_STRANDS:
        yield f"{words.count(n, 'strand')} are many. Fewer go deeper."
