"""Peer reviews, in whichever state, with no roles needed."""

from datetime import timedelta

from leadwell.explore.models import PeerAnswer, PeerFinding, PeerReview, PeerState
from leadwell.schools.models import School
from tests.factories import NOON, make_colleague, make_enrolment, make_school

STATES = [state.value for state in PeerState if state != PeerState.CANCELLED]
DAY = NOON.date()
SAID = {
    "working": "Pupils explain to a partner", "evidence": "Books of Years 3 and 5",
    "better": "every lesson ended with a reason", "to_whom": "both",
}  # fmt: skip
TOLD = {
    "leader_told_on": DAY, "senior_told_on": DAY, "answer_by": DAY + timedelta(14),
    "evidence": ["books", "pupils"], "limits": "Two classes of seven",
}  # fmt: skip


def make_peer_review(
    *, state: str = "planned", n: int = 1, home: School | None = None, **fields: object
) -> PeerReview:
    """With all that its state takes: one reviewer of another school, one question, n findings."""
    by = fields.pop("by", None) or make_colleague()
    fields = {
        "enrolment": fields.pop("enrolment", None) or make_enrolment(), "kind": "peer",
        "starts_on": DAY, "ends_on": DAY, "opened_by": by, "opened_on": DAY,
    } | fields  # fmt: skip
    review = PeerReview.objects.create(**fields)
    review.reviewers.create(person=make_colleague(), home_school=home or make_school())
    review.questions.create(number=1, text="Do pupils explain how they know?")
    for now in STATES[1 : STATES.index(state) + 1]:
        if now == "feedback":
            for number in range(1, n + 1):
                PeerFinding.objects.create(review=review, number=number, by=by, at=NOON, **SAID)
            for name, value in TOLD.items():
                setattr(review, name, value)
        if now == "response":
            for finding in review.findings.all():
                PeerAnswer.objects.create(
                    finding=finding, how="accept", because="We see it too", by=by, at=NOON
                )
        review.state = now
        review.save()
    return review
