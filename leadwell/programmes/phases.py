"""Phases of education a programme is for, by the versioned list, beside the register's words."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from leadwell.lib import codes, words

IN_REGISTER: Mapping[str, frozenset[str]] = MappingProxyType({
    "nursery": frozenset({"Nursery"}),
    "infant": frozenset({"Primary"}),
    "first": frozenset({"Primary", "Middle deemed primary"}),
    "junior": frozenset({"Primary"}),
    "primary": frozenset({"Primary", "All-through"}),
    "middle-deemed-primary": frozenset({"Middle deemed primary"}),
    "middle-deemed-secondary": frozenset({"Middle deemed secondary"}),
    "secondary": frozenset({"Secondary", "All-through"}),
    "all-through": frozenset({"All-through"}),
    "special": frozenset({"Not applicable"}),
    "AP": frozenset({"Not applicable"}),
    "16-plus": frozenset({"16 plus"}),
})  # fmt: skip
"""How the register writes a school of each phase. It knows no infant, first or junior school, and a
school for all ages has the pupils of primary and of secondary ones."""
NO_PHASE = "Not applicable"


def labels(phases: Iterable[str]) -> tuple[str, ...]:
    """What they are called, in the order of the list."""
    wanted = set(phases)
    return tuple(
        value.says
        for scale in codes.of("phase").scales
        for value in scale.values
        if value.code in wanted
    )


def listed(phases: Iterable[str]) -> str:
    """ "Primary and junior"; "" for none."""
    first, *others = labels(phases) or ("",)
    return words.listed([first, *(one[0].lower() + one[1:] for one in others)])


def in_register(phases: Iterable[str]) -> frozenset[str]:
    """The register's words for schools of any of these."""
    return frozenset[str]().union(*(IN_REGISTER.get(each, frozenset()) for each in phases))


def are_of(phases: Iterable[str], in_the_register: str) -> bool:
    """Whether a school of which the register says this may be of one of these. So where nobody has
    said for which phases, or the register is silent."""
    phases = tuple(phases)
    return not phases or not in_the_register or in_the_register in in_register(phases)


def unlike(phases: Iterable[str], in_the_register: str) -> str:
    """What to think over where a school is of another phase; "" where it is not."""
    phases = tuple(phases)
    if are_of(phases, in_the_register):
        return ""
    its = "none, as for special schools" if in_the_register == NO_PHASE else in_the_register.lower()
    whom = listed(phases)
    return f"Phase: {its}. The programme is for {whom[0].lower()}{whom[1:]}."
