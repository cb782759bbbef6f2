"""Reviews of schools, in whichever state, with no roles needed."""

from leadwell.accounts.acting import acting_as
from leadwell.explore.models import (
    AgreedLevel,
    Headline,
    Review,
    ReviewSignature,
    ReviewState,
    ReviewView,
    ViewRating,
)
from leadwell.explore.reviewing import shelf
from leadwell.explore.reviewing.actions.rubrics import keep
from leadwell.explore.reviewing.hashing import sha256
from leadwell.people.models import Person
from tests.factories import NOON, make_colleague, make_enrolment

STATES = [state.value for state in ReviewState]
SAID = {"evidence": ["books", "plans"], "text": "Pupils explain to a partner"}


def make_review(*, state: str = "opened", levels: int = 2, **fields: object) -> Review:
    """Of disadvantaged pupils, with all that its state takes: every criterion at one level.
    school, second: whose views, people with accounts."""
    enrolment = fields.pop("enrolment", None) or make_enrolment()
    voices = [fields.pop(name, None) or make_colleague() for name in ("school", "second")]
    fields = {
        "rubric": keep(shelf.find("disadvantaged-pupils", 1), at=NOON),
        "opened_by": voices[0], "opened_on": NOON.date(),
    } | fields  # fmt: skip
    review = Review.objects.create(enrolment=enrolment, **fields)
    far = STATES.index(state)
    for n, (voice, person) in enumerate(zip(("school", "second"), voices, strict=True)):
        view = ReviewView.objects.create(review=review, voice=voice, by=person)
        if far > n:
            _hand_in(view, levels)
    for now in STATES[1 : far + 1]:
        if now == "agreed":
            _agree_all(review, levels, voices[0])
        if now == "signed":
            ReviewSignature.objects.create(
                review=review, by=voices[1], statement="I sign it.", sha256=sha256(review),
                authenticated_at=NOON, at=NOON,
            )  # fmt: skip
        review.state = now
        review.save(update_fields=["state"])
    return review


def _hand_in(view: ReviewView, level: int) -> None:
    """Every criterion at one level, as its author, who alone can."""
    criteria = shelf.of_rubric(view.review.rubric).criteria
    with acting_as(view.by.user_id):
        ViewRating.objects.bulk_create(
            ViewRating(view=view, criterion=each.key, level=level, **SAID) for each in criteria
        )
    view.submitted_at = NOON
    view.save(update_fields=["submitted_at"])


def _agree_all(review: Review, level: int, by: Person) -> None:
    AgreedLevel.objects.bulk_create(
        AgreedLevel(review=review, criterion=each.key, level=level, by=by, at=NOON, **SAID)
        for each in shelf.of_rubric(review.rubric).criteria
    )
    for kind, text in (("strength", "Books are kept well"), ("need", "Time to lead the subject")):
        Headline.objects.create(review=review, kind=kind, number=1, text=text)
