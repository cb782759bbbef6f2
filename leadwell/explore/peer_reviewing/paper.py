"""A peer review on paper: what was asked, what was found, what the school answers. No grade."""

from collections.abc import Iterator
from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.models import PeerAnswer, PeerFinding, PeerReview
from leadwell.explore.peer_reviewing import access, page
from leadwell.web.pdf.record import Part, Piece, Points, Record, Words
from leadwell.web.templatetags.leadwell import day_and_year

USE = (
    "About the programme’s work in the school. No grade is given. May not be used for appraisal, "
    "capability or pay."
)


def record(user: User, review: PeerReview, on: date) -> Record:
    """What this person reads of it, as a PDF file."""
    return Record(
        name=f"peer review {review.standing_school} {review.starts_on.isoformat()}",
        title=str(review),
        made_on=on,
        lede=f"{review.get_kind_display()}, {page.when(review)}. {page.spoken(review)}",
        marks=() if review.is_closed else ("NOT CLOSED YET.",),
        banner=f"{review.enrolment.programme}: {review.get_state_display().lower()}.",
        foot=USE,
        parts=list(_parts(user, review)),
    )


def _parts(user: User, review: PeerReview) -> Iterator[Part]:
    reviewers = review.reviewers.select_related("person", "home_school__continued_by")
    yield Part("Who came", (Points([(str(one), one.home) for one in reviewers]),))
    questions = review.questions.all()
    yield Part(
        "What it was to find out",
        (Points([(one.text, f"The school: {one.own_view}" if one.own_view else "") for one in questions], is_numbered=True),),
    )  # fmt: skip
    yield Part(
        "What the findings rest on",
        (Points([(each, "") for each in page.kinds(review)]), Words(review.limits, "Its limits")),
    )
    for n, finding in enumerate(access.findings_for(user, review), start=1):
        yield Part(f"Finding {n}", tuple(_said(finding)))
    if taken := list(review.taken_home.select_related("school")):
        yield Part("What we are taking home", (Points([(one.text, str(one.school)) for one in taken]),))  # fmt: skip


def _said(finding: PeerFinding) -> Iterator[Piece]:
    yield Words(finding.working, "What is working")
    yield Words(finding.evidence, "Evidence")
    yield Words(finding.better, "Even better if")
    yield Words(finding.get_to_whom_display(), "Said to")
    answer: PeerAnswer | None = getattr(finding, "answer", None)
    if answer:
        how = answer.get_how_display()
        yield Words(f"{how}, {day_and_year(answer.at)}: {answer.because}", "The school’s answer")
