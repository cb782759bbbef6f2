"""Which years a school teaches, and what that means for its results at the end of Year 6."""

from enum import StrEnum

JOINS_YEAR_3, JOINS_YEAR_7 = 7, 11  # ages at the start of the year
LEAVES_YEAR_6 = 11
STAYS_BEYOND_MIDDLE = 14  # a middle school's oldest leave at 13, or at 14 at the latest
INFANT_LEAVES_BY = 8
LEAVES_RECEPTION = 5


class SchoolKind(StrEnum):
    """What the ages and type of a school say about its key stage 2 results."""

    PRIMARY = "primary"
    NURSERY = "nursery"
    INFANT = "infant"
    FIRST = "first"
    JUNIOR = "junior"
    MIDDLE = "middle"
    ALL_THROUGH = "all-through"
    SECONDARY = "secondary"
    SPECIAL = "special"
    UNKNOWN = "unknown"

    @property
    def has_year_6(self) -> bool:
        return self not in _WITHOUT_YEAR_6


_WITHOUT_YEAR_6 = frozenset(
    {SchoolKind.NURSERY, SchoolKind.INFANT, SchoolKind.FIRST, SchoolKind.SECONDARY}
)


def kind_of(*, low_age: int | None, high_age: int | None, is_special: bool) -> SchoolKind:
    """By the register's youngest and oldest ages; the oldest is the age at leaving."""
    if is_special:
        return SchoolKind.SPECIAL
    if low_age is None or high_age is None:
        return SchoolKind.UNKNOWN
    if low_age >= JOINS_YEAR_7:
        return SchoolKind.SECONDARY
    if high_age >= LEAVES_YEAR_6:
        return _with_year_6(low_age, high_age)
    if high_age <= LEAVES_RECEPTION:
        return SchoolKind.NURSERY
    return SchoolKind.INFANT if high_age <= INFANT_LEAVES_BY else SchoolKind.FIRST


def _with_year_6(low_age: int, high_age: int) -> SchoolKind:
    if high_age > STAYS_BEYOND_MIDDLE:
        return SchoolKind.ALL_THROUGH
    if low_age < JOINS_YEAR_3:
        return SchoolKind.PRIMARY
    return SchoolKind.JUNIOR if low_age == JOINS_YEAR_3 else SchoolKind.MIDDLE


def sentence(kind: SchoolKind, *, low_age: int | None, high_age: int | None) -> str:
    """What a reader must know before the results, or instead of them; "" for a plain primary."""
    years_here = LEAVES_YEAR_6 - low_age if low_age is not None else 0
    text = _SENTENCES.get(kind, "")
    return text.format(
        low=low_age, high=high_age, years="year" if years_here == 1 else "years", n=years_here
    )


_SENTENCES = {
    SchoolKind.NURSERY: (
        "No Year 6 here: children leave this school at {high}, long before the key stage 2 tests."
    ),
    SchoolKind.INFANT: (
        "No Year 6 here: children leave this infant school at {high}. They sit the key stage 2 "
        "tests at the school they go on to."
    ),
    SchoolKind.FIRST: (
        "No Year 6 here: children leave this first school at {high}. They sit the key stage 2 "
        "tests at the school they go on to."
    ),
    SchoolKind.SECONDARY: (
        "No key stage 2 here: children join this school at {low}, after the tests of Year 6."
    ),
    SchoolKind.SPECIAL: (
        "Not comparable: this is a special school or alternative provision. The tests show little "
        "of what its pupils learn, so its results are not set beside those of other schools."
    ),
    SchoolKind.JUNIOR: (
        "This is a junior school: children join at {low}, in Year 3. Their starting point, the "
        "results at age 7, was judged by the infant schools they came from."
    ),
    SchoolKind.ALL_THROUGH: (
        "This is an all-through school: children join from {low} and leave by {high}. Everything "
        "here is of its Year 6, whose children may have been taught elsewhere before."
    ),
    SchoolKind.MIDDLE: (
        "This is a middle school: children join at {low} and sit the tests of Year 6 after {n} "
        "{years} here. Their starting point, the results at age 7, was judged by their first "
        "schools."
    ),
}
