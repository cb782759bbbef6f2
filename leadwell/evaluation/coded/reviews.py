"""Subject reviews under codes: what was agreed of each criterion, beside both views."""

from collections.abc import Iterable, Mapping, Sequence

from leadwell.accounts.models import User
from leadwell.evaluation.coded import access
from leadwell.evaluation.coded.table import Cell, Codes, Table, kinds, known, numbered, term
from leadwell.explore.models import (
    REVEALED,
    AgreedLevel,
    Confidence,
    Review,
    ReviewState,
    ReviewView,
    Rubric,
    ViewRating,
)
from leadwell.explore.models.review import CANNOT_SAY, Told
from leadwell.lib import codes as lists
from leadwell.programmes.models import Programme

SCHOOL, SECOND = ReviewView.Voice.SCHOOL, ReviewView.Voice.SECOND
OWN = "one of the programme’s own"
AGREED = (ReviewState.AGREED, ReviewState.SIGNED)
COLUMNS = (
    "Review", "Rubric", "Version", "When", "How far", "Opened", "School’s view in",
    "Second view in", "Signed",
)  # fmt: skip
OF_A_VIEW = ("level", "how sure", "kinds of evidence", "what is needed")
LEVELS = (
    "Review", "Criterion",
    *(f"School’s view: {each}" for each in OF_A_VIEW),
    *(f"Second view: {each}" for each in OF_A_VIEW),
    "Agreed: level", "Agreed: kinds of evidence", "Agreed: what is needed",
)  # fmt: skip


def reviews_tables(user: User, programme: Programme, codes: Codes) -> tuple[Table, Table]:
    """A constant number of queries."""
    asked = access.reviews_of(user, programme).select_related("signature")
    found = list(asked.prefetch_related("views").order_by("pk"))
    counted = numbered(one.standing_school.pk for one in found)
    numbers = dict(zip((one.pk for one in found), counted, strict=True))
    said = _said(found)
    reviews = codes.table(
        "reviews",
        "Reviews",
        "Each subject review: when in the programme, and how far it is.",
        COLUMNS,
        ((one.standing_school, _review(one, numbers[one.pk])) for one in found),
    )
    levels = codes.table(
        "levels",
        "Levels",
        "Each criterion of a review whose two views have been opened: levels 1 to 4, kinds of "
        "evidence and of need as codes.",
        LEVELS,
        (
            (one.standing_school, (numbers[one.pk], *cells))
            for one in found
            for cells in said.get(one.pk, ())
        ),
    )
    return reviews, levels


def _review(one: Review, number: int) -> tuple[Cell, ...]:
    views = {view.voice: view.submitted_at for view in one.views.all()}
    signed = getattr(one, "signature", None)
    return (
        number, *_rubric(one.rubric), one.get_point_display(),
        one.get_state_display(), term(one.opened_on), term(views.get(SCHOOL)),
        term(views.get(SECOND)), term(signed.at if signed else None),
    )  # fmt: skip


def _rubric(rubric: Rubric) -> tuple[Cell, Cell]:
    """One that a programme brought may be called by who brought it."""
    return (OWN, "") if rubric.added_by_id else (rubric.key, rubric.version)


def _said(found: Iterable[Review]) -> dict[int, list[tuple[Cell, ...]]]:
    """By the review's number, a row each criterion. What was agreed counts once the meeting is
    over."""
    opened = {one.pk: one for one in found if one.state in REVEALED}
    over = {pk for pk, one in opened.items() if one.state in AGREED}
    rated: dict[int, dict[str, dict[str, ViewRating]]] = {}
    ratings = ViewRating.objects.filter(view__review__in=opened).select_related("view")
    for rating in ratings.order_by("view__review", "pk"):  # as the rubric has them
        of_review = rated.setdefault(rating.view.review_id, {})
        of_review.setdefault(rating.criterion, {})[rating.view.voice] = rating
    levels = AgreedLevel.objects.filter(review__in=over)
    agreed = {(one.review_id, one.criterion): one for one in levels}
    rows: dict[int, list[tuple[Cell, ...]]] = {}
    for pk, one in opened.items():
        rows[pk] = [
            _cells(n if one.rubric.added_by_id else key, voices, agreed.get((pk, key)))
            for n, (key, voices) in enumerate(rated.get(pk, {}).items(), start=1)
        ]
    return rows


def _cells(
    criterion: Cell, voices: Mapping[str, ViewRating], agreed: AgreedLevel | None
) -> tuple[Cell, ...]:
    both = [cell for voice in (SCHOOL, SECOND) for cell in _view(voices.get(voice))]
    together: Sequence[Cell] = ("", "", "")
    if agreed:
        together = (_level(agreed), *_coded(agreed))
    return (criterion, *both, *together)


def _view(said: ViewRating | None) -> tuple[Cell, ...]:
    if not said:
        return ("", "", "", "")
    return (_level(said), known(said.confidence, Confidence.values), *_coded(said))


def _coded(said: Told) -> tuple[Cell, Cell]:
    """Kinds of evidence, and what is needed."""
    evidence, need = lists.of("review_evidence").codes, lists.of("review_need").codes
    return kinds(said.evidence, evidence), known(said.need, need)


def _level(said: Told) -> Cell:
    return "cannot say" if said.level == CANNOT_SAY else said.level
