"""What a playbook says: a programme that has worked somewhere, written so that another can start
from it. Times are counted from the first day; nothing in it is a date, a name or a place."""

from dataclasses import dataclass

HALF_TERMS = ("autumn-1", "autumn-2", "spring-1", "spring-2", "summer-1", "summer-2")


@dataclass(frozen=True, slots=True)
class Aim:
    """months: after the first day. measured_by: a key of programmes.measures. owner: a role's
    code. target: in the measure's unit; None where the programme sets it once it knows its own."""

    term: str
    text: str
    measured_by: str
    measure: str
    baseline: str
    months: int
    owner: str
    target: int | None


@dataclass(frozen=True, slots=True)
class Ingredient:
    do: str
    see: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Point:
    year: int
    half_term: int

    def __str__(self) -> str:
        name, number = HALF_TERMS[self.half_term - 1].split("-")
        return f"year {self.year}, {name} {number}"


@dataclass(frozen=True, slots=True)
class Strand:
    """evidence: its kind; rests_on: what it is, in words. places: most for one school. begins:
    None: with the programme."""

    name: str
    provider: str
    evidence: str
    rests_on: str
    places: int
    begins: Point | None
    ingredients: tuple[Ingredient, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What a school can count on in each of six half-terms; specialist: drives, shares, sounds."""

    year: int
    visits: tuple[int, ...]
    events: tuple[int, ...]
    meetings: tuple[int, ...]
    specialist: str
    note: str

    @property
    def n_visits(self) -> int:
        return sum(self.visits)


@dataclass(frozen=True, slots=True)
class Instrument:
    """code: of the list of tests. name: needed where it is CUSTOM. use: what it is for."""

    code: str
    name: str
    asks: str
    points: tuple[Point, ...]
    use: str


@dataclass(frozen=True, slots=True)
class Board:
    board: str
    meets: str
    members: tuple[str, ...]
    looks_at: str


@dataclass(frozen=True, slots=True)
class RoleNeeded:
    role: str
    how_many: str
    does: str


@dataclass(frozen=True, slots=True)
class Readiness:
    point: str
    watch: str


@dataclass(frozen=True, slots=True)
class Lasting:
    """What is expected to stay, and after how many months it has to be there."""

    text: str
    months: int


@dataclass(frozen=True, slots=True)
class Paid:
    """A line of the budget, by its code, and what it pays for. No sum: those are the programme's."""

    line: str
    pays: str


@dataclass(frozen=True, slots=True)
class Playbook:
    key: str
    title: str
    summary: str
    suits: str
    schools_fewest: int
    schools_most: int
    problem: str
    evidence_of_need: str
    subject: str
    key_stages: tuple[int, ...]
    phases: tuple[str, ...]
    schools: str
    focus_group: str
    own_group: str
    rule_set: str
    specialist_word: str
    months: int
    follow_up_years: int
    aims: tuple[Aim, ...]
    strands: tuple[Strand, ...]
    intensity: tuple[Year, ...]
    instruments: tuple[Instrument, ...]
    boards: tuple[Board, ...]
    roles: tuple[RoleNeeded, ...]
    readiness: tuple[Readiness, ...]
    lasting: tuple[Lasting, ...]
    lessons: tuple[str, ...]
    funding_year: str
    money: tuple[Paid, ...]

    @property
    def n_years(self) -> int:
        """School years it reaches into where it starts in September."""
        return -(-self.months // 12)

    @property
    def n_pupil_data_points(self) -> int:
        """The most half-terms of one year in which pupils are measured."""
        asked = {
            (point.year, point.half_term)
            for one in self.instruments
            if one.asks == "pupils"
            for point in one.points
        }
        return max((sum(y == year for y, _ in asked) for year, _ in asked), default=0)

    @property
    def n_ingredients(self) -> int:
        return sum(len(strand.ingredients) for strand in self.strands)

    def of_term(self, term: str) -> tuple[Aim, ...]:
        return tuple(aim for aim in self.aims if aim.term == term)
