"""What the pages of questions show: frozen, made for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from leadwell.accounts.models import User
from leadwell.evaluation import access, detecting, frames, gaps, listing, sponsored
from leadwell.evaluation.listing import Listed
from leadwell.evaluation.models import Evaluation
from leadwell.lib import words
from leadwell.lib.academic_year import label
from leadwell.programmes.models import Programme
from leadwell.schools import catalogue

LATE = (
    "It was fixed or changed after results of its schools were loaded, so nothing firmer than "
    "“probably” is said."
)


@dataclass(frozen=True, slots=True)
class Preview:
    """Which schools a question will be about, and what they could show. names: of those this person
    sees by name. late: the years with results that make it one fixed after results; "" for none."""

    first_start: int
    sentence: str
    names: tuple[str, ...]
    n_unnamed: int
    late: str
    detectable: str


def preview(user: User, programme: Programme, *, measure: str) -> Preview:
    schools = listing.listed(programme)
    first = min(each.start for each in schools)
    known = Evaluation.objects.filter(programme=programme).order_by("first_start").first()
    mark = min(first, known.first_start) if known else first
    late = [label(year) for year in frames.loaded_years() if year >= mark]
    names = _names(user, programme, schools)
    return Preview(
        first_start=first,
        sentence=_sentence(schools),
        names=names,
        n_unnamed=len(schools) - len(names),
        late=words.listed(late),
        detectable=detecting.for_list(schools, measure),
    )


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """outcomes: in words, the first to match on. names: as in Preview."""

    evaluation: Evaluation
    outcomes: tuple[str, ...]
    chosen: str
    sponsors: str
    began: str
    loaded: str
    names: tuple[str, ...]
    n_unnamed: int

    @property
    def heading(self) -> str:
        return heading(self.evaluation)


def question_page(user: User, evaluation: Evaluation) -> QuestionPage:
    rows = list(evaluation.schools.select_related("school__continued_by"))
    schools = [Listed(row.school.continued_by or row.school, row.start, False) for row in rows]
    names = _names(user, evaluation.programme, schools)
    return QuestionPage(
        evaluation=evaluation,
        outcomes=tuple(outcome(key) for key in evaluation.measures),
        chosen=_chosen(evaluation),
        sponsors=sponsored.said(evaluation.is_through_sponsors),
        began=_began(schools),
        loaded=words.listed([label(year) for year in evaluation.years_loaded]) or "None",
        names=names,
        n_unnamed=len(schools) - len(names),
    )


def heading(evaluation: Evaluation) -> str:
    """ "Did reading, average scaled score change?" is no sentence: what is asked, in a line."""
    return f"Did {evaluation.programme} change results?"


def outcome(key: str) -> str:
    """A measure by its label; its key where the catalogue no longer has it."""
    known = catalogue.load().by_key
    return gaps.label_of(key) if key in known or gaps.gap_of(key) else key


def _chosen(evaluation: Evaluation) -> str:
    if evaluation.recruited_on is None:
        return evaluation.get_recruitment_display()
    return f"By results of {label(evaluation.recruited_on)}"


def _sentence(schools: Sequence[Listed]) -> str:
    left = sum(each.has_left for each in schools)
    stay = f" {words.count(left, 'school')} left again and {words.verb(left, 'stays', 'stay')} in."
    return f"It is about {words.count(len(schools), 'school')}: {_began(schools)}.{stay if left else ''}"


def _began(schools: Sequence[Listed]) -> str:
    return words.listed(
        [f"{n:,} from {label(year)}" for year, n in listing.by_start(schools).items()]
    )


def _names(user: User, programme: Programme, schools: Sequence[Listed]) -> tuple[str, ...]:
    """A to Z, with the year each began: never in order of a result."""
    parts = access.named_for(user, programme).select_related("school__continued_by")
    seen = {part.standing_school.pk for part in parts}
    mine = sorted((str(each.school), each.start) for each in schools if each.school.pk in seen)
    return tuple(f"{name}, from {label(year)}" for name, year in mine)
