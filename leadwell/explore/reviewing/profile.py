"""The profile of a school on one side: a bar with its word for each criterion, and no total."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.models import Headline, Review, ReviewSignature
from leadwell.explore.models.review import CANNOT_SAY, LEVELS
from leadwell.explore.reviewing import saying
from leadwell.explore.reviewing.results import Results, results_of
from leadwell.explore.reviewing.rubrics import Criterion, Domain
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.web.pdf.document import Cell
from leadwell.web.pdf.record import Levels, Mark, Part, Points, Record, Words
from leadwell.web.templatetags.leadwell import day_and_year

USE = "About the programme’s work in the school. May not be used for appraisal, capability or pay."


@dataclass(frozen=True, slots=True)
class Bar:
    """level: 0 where nobody can say, -1 before it is agreed. word: "secure"."""

    criterion: Criterion
    level: int
    word: str

    @property
    def pieces(self) -> list[tuple[int, bool]]:
        """Of the four of a bar: where it begins, and whether it is filled."""
        return [(1 + 19 * (n - 1), n <= self.level) for n in LEVELS]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    review: Review
    domains: tuple[tuple[Domain, tuple[Bar, ...]], ...]
    strengths: tuple[Headline, ...]
    needs: tuple[Headline, ...]
    signature: ReviewSignature | None
    results: Results
    on: date

    @property
    def heading(self) -> str:
        return f"{self.review.standing_school}: {self.review.rubric.title}"

    @property
    def lede(self) -> str:
        review = self.review
        return (
            f"{review.get_point_display()} of {review.enrolment.programme}, "
            f"opened {day_and_year(review.opened_on)}. {self.signed}"
        )

    @property
    def signed(self) -> str:
        if self.signature is None:
            return "Agreed, and not signed yet."
        return f"Signed by {self.signature.by}, {day_and_year(self.signature.at)}."


def profile_page(user: User, review: Review, on: date) -> ProfilePage:
    """Eight queries at most."""
    levels = {one.criterion: one.level for one in review.agreed.all()}
    headlines = list(review.headlines.all())
    signature = ReviewSignature.objects.filter(review=review).select_related("by").first()
    return ProfilePage(
        review=review,
        domains=tuple(
            (domain, tuple(_bar(each, levels.get(each.key), on=review.opened_on) for each in domain.criteria))
            for domain in of_rubric(review.rubric).domains
        ),
        strengths=tuple(one for one in headlines if one.kind == Headline.Kind.STRENGTH),
        needs=tuple(one for one in headlines if one.kind == Headline.Kind.NEED),
        signature=signature,
        results=results_of(review),
        on=on,
    )  # fmt: skip


def record(page: ProfilePage) -> Record:
    """The same as a PDF file."""
    review = page.review
    return Record(
        name=f"profile {review.standing_school} {review.rubric.key} {review.get_point_display()}",
        title=page.heading,
        made_on=page.on,
        lede=page.lede,
        marks=() if page.signature else ("NOT SIGNED YET.",),
        banner=f"By {review.rubric}. Levels: 1 not yet, 2 emerging, 3 secure, 4 embedded.",
        foot=USE,
        parts=list(_parts(page)),
    )


def _parts(page: ProfilePage) -> Iterator[Part]:
    if page.needs:
        yield Part("Headline needs", (Points(_said(page.needs), is_numbered=True),))
    groups = [
        (domain.title, [Mark(bar.criterion.title, max(bar.level, 0), bar.word) for bar in bars])
        for domain, bars in page.domains
    ]
    yield Part("Where the school stands", (Levels(groups, of=len(LEVELS)),))
    if page.strengths:
        yield Part("Strengths to share", (Points(_said(page.strengths)),))
    if latest := page.results.latest:
        facts = Points([(each, "") for each in latest])
        yield Part("What is published", (facts, Words(f"{page.results.when}.")))


def _said(headlines: tuple[Headline, ...]) -> list[Cell]:
    return [(one.text, "") for one in headlines]


def _bar(criterion: Criterion, level: int | None, *, on: date) -> Bar:
    if level is None:
        return Bar(criterion, -1, "not agreed yet")
    return Bar(criterion, level if level != CANNOT_SAY else 0, saying.level_word(level, on=on))
