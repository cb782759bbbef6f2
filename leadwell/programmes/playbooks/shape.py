"""The table of what may stand in a playbook's file. The reader, the page of reference and the
refusals are all made from it."""

from typing import Any

from leadwell.lib import codes
from leadwell.programmes.models import Aim as AimRow
from leadwell.programmes.models import Instrument as InstrumentRow
from leadwell.programmes.models import Intensity, Programme
from leadwell.programmes.playbooks.playbook import (
    HALF_TERMS,
    Aim,
    Board,
    Ingredient,
    Instrument,
    Lasting,
    Paid,
    Playbook,
    Point,
    Readiness,
    RoleNeeded,
    Strand,
    Year,
)
from leadwell.programmes.shaped import Choice, Field, Listing, Part, Slug, Text, Whole, YesNo

FORMAT = 1
LONGEST_YEARS = 5
MOST_BYTES = 60_000

EVIDENCE = {
    "trial": "A trial with a comparison group",
    "review": "A review of many studies",
    "guidance": "A guidance report that draws on studies",
    "national": "A national programme with its own materials",
    "practice": "What schools have done, and told; no study",
}
BOARDS = {"steering": "Steering group", "strategic": "Strategic board"}
ROLES = {
    "PL": "Programme lead",
    "STL": "Strategic lead",
    "PM": "Project manager",
    "HUB": "Hub lead",
    "SLE": "Specialist",
    "SUB": "Subject leader",
    "HT": "Headteacher",
    "SLT": "Senior leader linked to the programme",
    "TCH": "Teacher or teaching assistant",
    "GOV": "Governor",
    "FIN": "Finance officer",
    "FIN-S": "School finance contact",
    "EVAL": "Evaluator",
    "CEO": "Trust chief executive",
    "HH": "Home headteacher",
}
"""By the codes of people's roles, which stand on a floor above this one."""


def _codes(key: str) -> dict[str, str]:
    """A list that has not changed since it was first written: every code it has."""
    return {value.code: value.says for scale in codes.of(key).scales for value in scale.values}


def _points() -> dict[str, str]:
    years = range(1, LONGEST_YEARS + 1)
    return {f"y{y}-{name}": f"Year {y}, {name}" for y in years for name in HALF_TERMS}


def _labels(choices: Any) -> dict[str, str]:
    return dict(choices.choices)


def _point(at: str) -> Point:
    year, half_term = at.split("-", 1)
    return Point(int(year[1:]), HALF_TERMS.index(half_term) + 1)


def _instrument(*, points: tuple[str, ...], **fields: Any) -> Instrument:
    return Instrument(points=tuple(_point(at) for at in points), **fields)


def _strand(*, begins: str, **fields: Any) -> Strand:
    return Strand(begins=_point(begins) if begins else None, **fields)


def _playbook(**fields: Any) -> Playbook:
    del fields["format"]  # said, looked at, and no part of what is done
    return Playbook(**fields)


AIM = Part("an aim", Aim, (
    Field("term", Choice(_labels(AimRow.Term)), "Whether it is short-term or long-term"),
    Field("text", Text(400), "What is to be different"),
    Field("measured_by", Text(60), "The measure: K and two digits, or the key of a published measure"),
    Field("measure", Text(60), "The measure as the programme says it", ""),
    Field("baseline", Text(200), "How one finds where schools stand at the start"),
    Field("months", Whole(1, 12 * (LONGEST_YEARS + 3)), "By when: months after the first day"),
    Field("owner", Choice(_labels(AimRow.Owner)), "Who keeps an eye on it"),
    Field("target", Whole(-1000, 100_000), "What is to be reached, where every programme can say it beforehand", None),
))  # fmt: skip
INGREDIENT = Part("an active ingredient", Ingredient, (
    Field("do", Text(200), "What is done, and must not be lost"),
    Field("see", Text(200), "What somebody would see when it is there"),
    Field("fixed", YesNo(), "Whether it stays as it is in every school; false where schools may adapt it"),
))  # fmt: skip
STRAND = Part("a strand", _strand, (
    Field("name", Text(120), "What it is called"),
    Field("provider", Text(200), "Who provides it, by what they are and never by name"),
    Field("evidence", Choice(EVIDENCE), "What kind of evidence it rests on"),
    Field("rests_on", Text(280), "What that evidence is about"),
    Field("places", Whole(1, 60), "The most places for one school"),
    Field("begins", Choice(_points()), "In which half-term it begins in a school, such as y1-spring-1; with the programme where it is left out", ""),
    Field("ingredients", Listing(INGREDIENT, 3, 7, once="do"), "What makes it work"),
))  # fmt: skip
SIX = Listing(Whole(0, 20), 6, 6)
YEAR = Part("a year of support", Year, (
    Field("year", Whole(1, LONGEST_YEARS), "Which year of the programme"),
    Field("visits", SIX, "Visits to a school in each half-term"),
    Field("events", SIX, "Training events in each half-term"),
    Field("meetings", SIX, "Meetings with other schools in each half-term"),
    Field("specialist", Choice(_labels(Intensity.SpecialistAs)), "What the specialist does by then"),
    Field("note", Text(250), "Why it is so much, or so little"),
))  # fmt: skip
INSTRUMENT = Part("something that is collected", _instrument, (
    Field("code", Choice(_codes("instrument")), "What it is, of the list of tests; CUSTOM for anything else"),
    Field("name", Text(120), "Its name. Needed for CUSTOM", ""),
    Field("asks", Choice(_labels(InstrumentRow.Asks)), "Who has to do something for it"),
    Field("points", Listing(Choice(_points()), 1, 12, once=""), "In which half-terms, such as y1-autumn-1"),
    Field("use", Text(250), "What it is for"),
))  # fmt: skip
BOARD = Part("a board", Board, (
    Field("board", Choice(BOARDS), "Which"),
    Field("meets", Choice(_labels(Programme.Meets)), "How often it meets"),
    Field("members", Listing(Text(80), 2, 10, once=""), "Who sits on it, by what they are"),
    Field("looks_at", Text(250), "What it looks at, and decides"),
))  # fmt: skip
ROLE = Part("a role", RoleNeeded, (
    Field("role", Choice(ROLES), "Which role"),
    Field("how_many", Text(60), "How many people hold it"),
    Field("does", Text(250), "What they do"),
))  # fmt: skip
READINESS = Part("a point of readiness", Readiness, (
    Field("point", Choice(_codes("readiness")), "Which of the eight"),
    Field("watch", Text(250), "What to look for in a school before it joins, and again later"),
))  # fmt: skip
LASTING = Part("something that lasts", Lasting, (
    Field("text", Text(250), "What is expected to stay"),
    Field("months", Whole(1, 12 * (LONGEST_YEARS + 3)), "By when: months after the first day"),
))  # fmt: skip
PAID = Part("a line of the budget", Paid, (
    Field("line", Choice(_codes("budget_line")), "Which line of the budget"),
    Field("pays", Text(250), "What it pays for; no sums, which each programme has of its own"),
))  # fmt: skip
PLAYBOOK = Part("a playbook", _playbook, (
    Field("format", Whole(FORMAT, FORMAT), "The version of this format"),
    Field("key", Slug(60), "What it is called in addresses: no two playbooks have the same"),
    Field("title", Text(120), "Subject and shape, such as “Reading in key stage 2: one council, twelve schools”"),
    Field("summary", Text(300), "What is done, in a sentence or two"),
    Field("suits", Text(500), "Whom it suits, and whom not"),
    Field("schools_fewest", Whole(1, 500), "Fewest schools it is meant for"),
    Field("schools_most", Whole(1, 500), "Most schools it is meant for"),
    Field("problem", Text(1200), "What is to be solved"),
    Field("evidence_of_need", Text(1200), "How one knows: what to look at before one starts"),
    Field("subject", Text(60), "The subject"),
    Field("key_stages", Listing(Whole(0, 5), 1, 6, once=""), "Key stages; 0 for the early years"),
    Field("phases", Listing(Choice(_codes("phase")), 1, 12, once=""), "Phases of education, of the list", ()),
    Field("schools", Text(120), "For which schools, such as primary and first schools"),
    Field("focus_group", Choice(_labels(Programme.FocusGroup)), "Pupils it is for above all"),
    Field("own_group", Text(120), "Which group, where it is one of its own. Needed for custom", ""),
    Field("rule_set", Choice(_labels(Programme.RuleSet)), "Rules of the fund it usually has"),
    Field("specialist_word", Text(40), "What its specialists are called"),
    Field("months", Whole(6, 12 * LONGEST_YEARS), "How long it lasts"),
    Field("follow_up_years", Whole(0, 10), "Years in which results are followed afterwards"),
    Field("aims", Listing(AIM, 2, 10, once="text"), "Short-term and long-term aims"),
    Field("strands", Listing(STRAND, 1, 6, once="name"), "Lines of work. More than three go less deep"),
    Field("intensity", Listing(YEAR, 1, LONGEST_YEARS, once="year"), "What a school gets, year by year"),
    Field("instruments", Listing(INSTRUMENT, 1, 12), "What is collected, and when"),
    Field("boards", Listing(BOARD, 1, 2, once="board"), "Who holds it to account"),
    Field("roles", Listing(ROLE, 3, 15, once="role"), "Who does what"),
    Field("readiness", Listing(READINESS, 2, 8, once="point"), "What to watch in schools"),
    Field("lasting", Listing(LASTING, 2, 8, once="text"), "What is expected to last"),
    Field("funding_year", Choice(_labels(Programme.FundingYear)), "By which year its money is usually counted", ""),
    Field("money", Listing(PAID, 1, 8, once="line"), "Where its money goes", ()),
    Field("lessons", Listing(Slug(80), 1, 15, once=""), "Keys of lessons it rests on"),
))  # fmt: skip
PARTS = {
    "aims": AIM,
    "strands": STRAND,
    "ingredients": INGREDIENT,
    "intensity": YEAR,
    "instruments": INSTRUMENT,
    "boards": BOARD,
    "roles": ROLE,
    "readiness": READINESS,
    "lasting": LASTING,
    "money": PAID,
}
"""The parts of a playbook by the field they stand in, in the order of the file."""
