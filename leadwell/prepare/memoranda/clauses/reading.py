"""The library as it is shipped: read once, and refused whole where it cannot be right."""

from functools import cache
from importlib.resources import files
from types import SimpleNamespace

from leadwell.prepare.memoranda.clauses.clause import (
    GOVERNORS,
    LISTS,
    NEEDED,
    NUMBERS,
    PLACE,
    PLACES,
    PROMISES,
    Clause,
    Library,
)
from leadwell.programmes import shaped
from leadwell.programmes.shaped import Choice, Field, Found, Listing, Part, Text, Whole

NAME = "clauses.yaml"
FORMAT = "leadwell-clauses-1"
MOST_BYTES = 100_000
CLAUSE = Part(
    "a clause",
    Clause,
    (
        Field("number", Whole(NUMBERS[0], NUMBERS[-1]), "Which promise it is, for ever"),
        Field("version", Whole(1, 99), "Of its words"),
        Field("title", Text(80), "Its substance in a line"),
        Field("needed", Choice(NEEDED), "Whether a memorandum may be without it"),
        Field("promises", Listing(Choice(PROMISES), 0, 5, once=""), "What follows by a day", ()),
        Field("since", Whole(1, 999), "The version of the library it came with", 1),
        Field("says", Listing(Text(600), 1, 8), "Its paragraphs"),
    ),
)
SHAPE = Part(
    "the library",
    SimpleNamespace,
    (
        Field("format", Choice({FORMAT: "This one"}), "Which shape the file has"),
        Field("version", Whole(1, 999), "Of the whole library"),
        Field("clauses", Listing(CLAUSE, len(NUMBERS), 400), "Every clause, in every version"),
    ),
)


@cache
def library() -> Library:
    """As it is shipped with this release."""
    return read(files(__package__).joinpath(NAME).read_bytes())


def read(data: bytes, *, name: str = NAME) -> Library:
    """Raises Refused, with line and reason of each fault: of the shape; a number that is missing
    or is there twice in one version; a place that nobody fills in; a clause on governors that could
    be left out."""
    made, found = shaped.read(data, SHAPE, name=name, most_bytes=MOST_BYTES)
    _look_at_numbers(made.clauses, found)
    for clause in made.clauses:
        if clause.since > made.version:
            where = f"clause {clause.number}"
            found.fault(found.line_of(clause), where, "is newer than the library")
    for clause in made.clauses:
        _look_at(clause, found)
    shaped.refuse_if_faulty(found, name)
    in_order = sorted(made.clauses, key=lambda clause: (clause.number, clause.version))
    return Library(made.version, {clause.number: clause for clause in in_order}, tuple(in_order))


def _look_at_numbers(clauses: tuple[Clause, ...], found: Found) -> None:
    seen: set[tuple[int, int]] = set()
    for clause in clauses:
        if (clause.number, clause.version) in seen:
            where = f"clause {clause.number}"
            found.fault(found.line_of(clause), where, "stands there twice in one version")
        seen.add((clause.number, clause.version))
    for number in sorted(set(NUMBERS) - {number for number, _ in seen}):
        found.fault(1, f"clause {number}", "is missing")


def _look_at(clause: Clause, found: Found) -> None:
    line, where = found.line_of(clause), f"clause {clause.number}"
    if clause.number == GOVERNORS and not clause.is_always:
        found.fault(line, where, "is in every memorandum: it cannot be left to choose")
    if clause.number == GOVERNORS and "governors_report" not in clause.promises:
        found.fault(line, where, "promises the report to governors, each term")
    for text in clause.says:
        places = PLACE.findall(text)
        for place in places:
            if place in LISTS and PLACE.fullmatch(text):
                continue
            if place not in PLACES:
                alone = " in other words: it stands alone" if place in LISTS else ""
                found.fault(line, where, f"has a place that nobody fills in{alone}", place)
        if PLACE.sub("", text).count("{") or PLACE.sub("", text).count("}"):
            found.fault(line, where, "has a bracket without the other", text)
