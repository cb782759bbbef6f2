"""Which of the published files this is, told from its column names."""

from collections.abc import Sequence
from enum import StrEnum

from leadwell.schools.sources.headers import fold
from leadwell.schools.sources.refusal import Refused


class Kind(StrEnum):
    """A published file; the value is what people call it."""

    KS2_WIDE = "Key Stage 2 results (performance tables)"
    EES_LONG = "Key Stage 2 results (Explore education statistics)"
    GIAS_REGISTER = "the register of schools"
    GIAS_LINKS = "the links file of the register of schools"
    GIAS_GROUPS = "the list of trusts and other groups"
    GIAS_GROUP_LINKS = "the list of schools in trusts and other groups"
    CENSUS = "school census figures"
    OTHER = "some other file"


_MARKS: dict[Kind, frozenset[str]] = {
    Kind.KS2_WIDE: frozenset({"rectype", "urn", "telig"}),
    Kind.EES_LONG: frozenset({"time period", "geographic level"}),
    Kind.GIAS_LINKS: frozenset({"urn", "linkurn", "linktype"}),
    Kind.GIAS_GROUP_LINKS: frozenset({"urn", "linked uid"}),
    Kind.GIAS_GROUPS: frozenset({"group uid", "group name"}),
    Kind.GIAS_REGISTER: frozenset({"urn", "establishmentname", "establishmentnumber"}),
    Kind.CENSUS: frozenset({"urn", "numeal", "pnumeal"}),
}

_COMMANDS = {
    Kind.KS2_WIDE: "leadwell import-results FILE --year 2018/19",
    Kind.EES_LONG: "leadwell import-results FILE",
    Kind.GIAS_REGISTER: "leadwell import-register FILE",
    Kind.GIAS_LINKS: "leadwell import-links FILE",
}


def recognise(header: Sequence[str]) -> Kind:
    """The kind of file whose column names these are; OTHER when it is none we know."""
    names = {fold(name).replace("_", " ") for name in header}
    return next((kind for kind, marks in _MARKS.items() if marks <= names), Kind.OTHER)


def wrong_kind(found: Kind, wanted: Kind) -> Refused:
    """The refusal of a good file brought to the wrong door, naming the right one."""
    if found is Kind.OTHER:
        sentence = (
            f"This is not {wanted}: its columns are not those. Check that it is the right file."
        )
    elif found in _COMMANDS:
        sentence = f"This is {found}, not {wanted}. Take it in with: {_COMMANDS[found]}"
    else:
        sentence = f"This is {found}, not {wanted}. Leadwell does not take in that file."
    return Refused(sentence)
