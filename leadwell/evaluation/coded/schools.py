"""Each school of a programme on a line: what it is like, how it was chosen, how ready it was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadwell.accounts.models import User
from leadwell.evaluation.coded import access, bands
from leadwell.evaluation.coded.table import Cell, Codes, Table, term, yes
from leadwell.explore.choosing import figures
from leadwell.explore.models import Assessment, Candidate, Remedy, Screening
from leadwell.lib.academic_year import label
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.catalogue import Unit
from leadwell.schools.models import School

Cells = tuple[Cell, ...]
QUESTIONS = tuple(f"R{n}" for n in range(1, 9))
LIKE = (
    "Joined", "Left", "How far", "Takes part as", "Meets a criterion", "Pupils on roll",
    "Free school meals", "Published results",
)  # fmt: skip
"""What anybody may know of a school, the first told of most."""
READY = ("Ready", "By the rules", *QUESTIONS, "Other initiatives", "Leadership supported", "Waived")
NEVER, STILL, UNCHOSEN = "not joined", "not left", "not put forward"
FEW_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Known:
    """A school with its parts in the programme, the first before the last, and how it was chosen;
    None where it joined before anybody wrote that down."""

    school: School
    parts: tuple[Enrolment, ...]
    candidate: Candidate | None


def schools_table(user: User, programme: Programme, codes: Codes) -> Table:
    """A constant number of queries."""
    known = [one for one in _known(user, programme) if one.school.pk in codes.of]
    numbers = [one.candidate.pk for one in known if one.candidate]
    screened, asked = _screened(numbers), _readiness(numbers)
    need = _Need.of(programme, [one.school.pk for one in known])
    profiles = {codes.of[one.school.pk]: _profile(one, screened, need) for one in known}
    nameless = {codes.of[one.school.pk] for one in known if one.school.pk not in codes.named}
    told = profiles | bands.shared({code: profiles[code] for code in nameless})
    about = (
        "What each is like, how it was chosen, how ready it was. What anybody may know of a school "
        f"is said as far as at least {bands.FEWEST} share it. {need.sentence}"
    )
    rows = (
        (
            one.school,
            (
                *told[codes.of[one.school.pk]],
                *asked.get(one.candidate.pk if one.candidate else 0, _nothing(READY)),
            ),
        )
        for one in known
    )
    return codes.table("schools", "Schools", about, (*LIKE, *READY), rows)


def _known(user: User, programme: Programme) -> list[Known]:
    """Put forward twice, a school is as it was for the part that it has."""
    parts: dict[int, list[Enrolment]] = {}
    for part in access.enrolments_of(user, programme).order_by("joined_on", "pk"):
        parts.setdefault(part.standing_school.pk, []).append(part)
    chosen: dict[int, Candidate] = {}
    for one in access.candidates_of(user, programme).order_by("pk"):
        before = chosen.get(one.standing_school.pk)
        if not before or one.enrolment_id or not before.enrolment_id:
            chosen[one.standing_school.pk] = one
    schools = {pk: found[-1].standing_school for pk, found in parts.items()}
    schools |= {pk: one.standing_school for pk, one in chosen.items()}
    return [
        Known(school, tuple(parts.get(pk, ())), chosen.get(pk)) for pk, school in schools.items()
    ]


@dataclass(frozen=True, slots=True)
class _Need:
    """The programme's first measure in its latest year. by_school: each beside England, by its
    number; sentence: of what and when."""

    by_school: Mapping[int, str]
    sentence: str

    @classmethod
    def of(cls, programme: Programme, schools: Sequence[int]) -> "_Need":
        measure = figures.measures_of(programme)[0]
        years = figures.years_of(measure, figures.loaded_years())[-1:]
        if not years:
            return cls({}, f"No results are loaded of {measure.label}.")
        found = figures.read(set(schools), years)
        england = found.value(figures.ENGLAND, years[0], measure.key)
        said = {
            pk: bands.beside_england(
                found.value(pk, years[0], measure.key), england,
                in_percent=measure.unit is Unit.PERCENT,
            )
            for pk in schools
        }  # fmt: skip
        return cls(said, f"Published results are of {measure.label}, {label(years[0])}.")


def _profile(one: Known, screened: Mapping[int, bool], need: _Need) -> bands.Profile:
    part = one.parts[-1] if one.parts else one.candidate
    return (
        term(one.parts[0].joined_on) if one.parts else NEVER,
        term(one.parts[-1].left_on) if one.parts and one.parts[-1].left_on else STILL,
        one.candidate.get_state_display() if one.candidate else UNCHOSEN,
        part.get_part_display() if part else "",
        _met(screened.get(one.candidate.pk) if one.candidate else None),
        bands.size(one.school.n_pupils),
        bands.share(one.school.fsm_pct),
        need.by_school.get(one.school.pk, bands.UNKNOWN),
    )


def _met(said: bool | None) -> str:
    return "not screened" if said is None else yes(said)


def _screened(candidates: Iterable[int]) -> dict[int, bool]:
    """Whether each met a criterion when it was screened last, by the candidate's number."""
    newest = Screening.objects.filter(candidate__in=candidates)
    rows = newest.order_by("candidate_id", "-at", "-pk").distinct("candidate_id")
    return {one.candidate_id: one.is_eligible for one in rows}


def _readiness(candidates: Iterable[int]) -> dict[int, Cells]:
    """As it was asked last, by the candidate's number."""
    newest = Assessment.objects.filter(candidate__in=candidates).prefetch_related("remedies")
    rows = newest.order_by("candidate_id", "-at", "-pk").distinct("candidate_id")
    return {one.candidate_id: _ready(one) for one in rows}


def _ready(asked: Assessment) -> Cells:
    colours = {each["code"]: each["colour"] or "" for each in asked.findings}
    given = {each.kind for each in asked.remedies.all()}
    n = len(asked.others)
    return (
        asked.stands,
        asked.colour,
        *(colours.get(code, "") for code in QUESTIONS),
        "none" if not n else "1 or 2" if n <= FEW_OTHERS else "3 or more",
        yes(Remedy.Kind.SUPPORT in given),
        yes(Remedy.Kind.WAIVER in given),
    )


def _nothing(columns: tuple[str, ...]) -> Cells:
    return tuple("" for _ in columns)
