"""What the pages of peer reviews show: those of a programme or a school, and one of them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.models import (
    PeerFinding,
    PeerQuestion,
    PeerReview,
    PeerReviewer,
    PeerState,
    PeerStep,
    TakenHome,
)
from leadwell.explore.peer_reviewing import access, rules
from leadwell.explore.peer_reviewing.transitions import TRANSITIONS, button
from leadwell.lib import codes
from leadwell.lib.verdict import Verdict
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year

NOT_READ = "What was found is said aloud before it is read: it stands here once that is recorded."


@dataclass(frozen=True, slots=True)
class Line:
    """One peer review in a list. url: "" for who sees no more than how far it is."""

    review: PeerReview
    url: str

    @property
    def when(self) -> str:
        return when(self.review)


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """Of a programme. states: each with how many, of those in the lines."""

    programme: Programme
    states: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A review to which the school sent people. text: what it takes home, or "" so far.
    may_write: whether this person writes it, now."""

    reviewer: PeerReviewer
    text: str
    may_write: bool

    @property
    def when(self) -> str:
        return when(self.reviewer.review)


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """Of one school: reviews of it, and those it gave."""

    enrolment: Enrolment
    lines: tuple[Line, ...]
    given: tuple[Given, ...]
    may_plan: Verdict


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding. may_answer, may_change: now, by this person."""

    finding: PeerFinding
    may_answer: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class Comes:
    """A reviewer. flag: what a reader should know of where they come from; "" for nothing."""

    reviewer: PeerReviewer
    flag: str


@dataclass(frozen=True, slots=True)
class Button:
    """What may be done now. is_main: the usual next step."""

    url: str
    text: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One peer review. waits: for whom or what, in a sentence. not_read: why no finding is shown,
    "" where they are. to_come: why the usual next step cannot be taken yet; "" where it can."""

    review: PeerReview
    when: str
    waits: str
    to_come: str
    buttons: tuple[Button, ...]
    reviewers: tuple[Comes, ...]
    questions: tuple[PeerQuestion, ...]
    evidence: tuple[str, ...]
    findings: tuple[Shown, ...]
    not_read: str
    spoken: str
    taken_home: tuple[TakenHome, ...]
    steps: tuple[PeerStep, ...]
    may_change: bool
    may_name: bool
    may_write: bool
    may_cancel: bool


def when(review: PeerReview) -> str:
    """ "12 Mar 2026"; "11 Mar 2026 to 12 Mar 2026"."""
    first, last = day_and_year(review.starts_on), day_and_year(review.ends_on)
    return first if first == last else f"{first} to {last}"


def reviews_page(user: User, programme: Programme) -> ReviewsPage:
    """Constant queries, however many."""
    seen = access.states_for(user).filter(enrolment__programme=programme)
    counted = dict(seen.order_by().values_list("state").annotate(n=Count("pk")))
    read = set(access.reviews_for(user).filter(enrolment__programme=programme).values_list("pk", flat=True))  # fmt: skip
    found = seen.at_hand().order_by("-starts_on", "enrolment__school__name", "pk")
    return ReviewsPage(
        programme,
        tuple((state.label, counted[state]) for state in PeerState if counted.get(state)),
        tuple(_line(one, read) for one in found),
    )


def school_page(user: User, enrolment: Enrolment, on: date) -> SchoolPage:
    """Constant queries, however many."""
    seen = access.states_for(user).filter(enrolment=enrolment)
    read = set(access.reviews_for(user).filter(enrolment=enrolment).values_list("pk", flat=True))
    return SchoolPage(
        enrolment,
        tuple(_line(one, read) for one in seen.at_hand().order_by("-starts_on", "-pk")),
        tuple(_given(user, enrolment)),
        rules.may_plan(user, enrolment, on=on),
    )


def review_page(user: User, review: PeerReview, on: date) -> ReviewPage:
    """Constant queries, however many findings."""
    mays = {verb: bool(rules.may_write(user, review, verb)) for verb in ("change", "add_reviewer", "write_finding", "cancel")}  # fmt: skip
    answers = bool(access.answers_for(user, review.enrolment)) and review.state == PeerState.FEEDBACK  # fmt: skip
    findings = list(access.findings_for(user, review))
    is_read = review.is_told or access.looks_after(user, review.enrolment)
    unanswered = [(n, one) for n, one in enumerate(findings, start=1) if not hasattr(one, "answer")]
    buttons, to_come = _buttons(user, review, unanswered[:1] if answers else [], on)
    reviewers = review.reviewers.select_related("person", "home_school__continued_by")
    return ReviewPage(
        review=review,
        when=when(review),
        waits=_waits(review),
        to_come=to_come,
        buttons=buttons,
        reviewers=tuple(Comes(one, _flag(review, one)) for one in reviewers),
        questions=tuple(review.questions.all()),
        evidence=kinds(review),
        findings=tuple(Shown(one, answers, mays["write_finding"]) for one in findings),
        not_read="" if is_read or review.state == PeerState.CANCELLED else NOT_READ,
        spoken=spoken(review),
        taken_home=tuple(review.taken_home.select_related("school")),
        steps=tuple(one for one in review.steps.select_related("by") if one.said),
        may_change=mays["change"],
        may_name=mays["add_reviewer"],
        may_write=mays["write_finding"],
        may_cancel=mays["cancel"],
    )


def kinds(review: PeerReview) -> tuple[str, ...]:
    """The evidence in words, as the list of codes had it."""
    return tuple(codes.said("peer_evidence", one, on=review.opened_on) for one in review.evidence)


def spoken(review: PeerReview) -> str:
    """When who was told; "" before that."""
    if not (review.leader_told_on and review.senior_told_on):
        return ""
    if review.leader_told_on == review.senior_told_on:
        both = day_and_year(review.leader_told_on)
        said = f"Said to whoever leads the subject and to senior leaders on {both}."
    else:
        said = (
            f"Said to whoever leads the subject on {day_and_year(review.leader_told_on)}, and to "
            f"senior leaders on {day_and_year(review.senior_told_on)}."
        )
    return f"{said} Not on the last day, because: {review.late_because}" if review.late_because else said  # fmt: skip


def _line(review: PeerReview, read: set[int]) -> Line:
    return Line(review, review.get_absolute_url() if review.pk in read else "")


def _given(user: User, enrolment: Enrolment) -> list[Given]:
    """One line a review, however many went. Two queries."""
    school, writes = enrolment.standing_school, access.answers_for(user, enrolment)
    lives = School.objects.lives_of([school.pk])
    found = access.given_for(user).filter(home_school__in=lives).select_related(
        "review__enrolment__school__continued_by", "home_school__continued_by"
    )  # fmt: skip
    of = {one.review_id: one for one in found.order_by("-review__starts_on", "pk").exclude(review__state=PeerState.CANCELLED)}  # fmt: skip
    texts = dict(TakenHome.objects.filter(review__in=of, school=school).values_list("review", "text"))  # fmt: skip
    return [Given(one, texts.get(pk, ""), writes and one.review.is_told) for pk, one in of.items()]


def _flag(review: PeerReview, reviewer: PeerReviewer) -> str:
    home, here = reviewer.standing_home, review.standing_school
    same = bool(home and home.trust_id and home.trust_id == here.trust_id)
    said = ["Same trust as the school." if same else "", reviewer.interest]
    return " ".join(each for each in said if each)


def _waits(review: PeerReview) -> str:
    """For whom it waits."""
    match review.state:
        case PeerState.PLANNED:
            return "Planned. Name who comes; then the school says what it thinks itself."
        case PeerState.SELF_REVIEW:
            return "The school writes what it thinks of each question, before anybody comes."
        case PeerState.ON_SITE:
            return (
                "The reviewers are at the school. What they find is said aloud on the last day, to "
                "whoever leads the subject and to senior leaders."
            )
        case PeerState.FEEDBACK:
            by = day_and_year(review.answer_by) if review.answer_by else ""
            return f"The school answers each finding, by {by}."
        case PeerState.RESPONSE:
            return "The school has answered. The head closes it."
        case PeerState.CANCELLED:
            return f"Cancelled, because: {review.cancelled_because}"
    return "Closed. It stays as it is."


def _buttons(
    user: User, review: PeerReview, to_answer: list[tuple[int, PeerFinding]], on: date
) -> tuple[tuple[Button, ...], str]:
    """The first is the usual next step; and why it cannot be taken yet, to who would. to_answer:
    the finding that this person answers next, with its number."""
    steps = [
        ("begin-self-review", "begin", rules.may_write(user, review, "begin")),
        ("say-own-view", "say_own", rules.may_write(user, review, "say_own")),
        ("arrive-peer-review", "arrive", rules.may_arrive(user, review, on=on)),
        ("write-finding", "write_finding", rules.may_write(user, review, "write_finding")),
        ("say-ground", "say_ground", rules.may_write(user, review, "say_ground")),
        ("give-feedback", "give_feedback", rules.may_give_feedback(user, review)),
        ("respond-peer-review", "respond", rules.may_respond(user, review)),
        ("close-peer-review", "close", rules.may_close(user, review)),
        ("set-workshop", "set_workshop", rules.may_set_workshop(user, review)),
        ("take-home", "take_home", rules.may_take_home(user, review)),
    ]
    made = [
        (reverse(f"explore:{name}", args=[review.pk]), button(verb), verb in TRANSITIONS)
        for name, verb, may in steps
        if may
    ]
    made += [
        (reverse("explore:answer-finding", args=[one.pk]), f"Answer finding {n}", True)
        for n, one in to_answer
    ]
    made.sort(key=lambda one: not one[2])  # what brings it further comes first
    held_up = [
        may.reason
        for _, verb, may in steps
        if not may and verb in ("arrive", "give_feedback", "respond")
        and review.state in TRANSITIONS[verb].before
        and (access.writes_for(user, review.enrolment) if verb != "respond" else access.answers_for(user, review.enrolment))
    ]  # fmt: skip
    buttons = tuple(Button(url, text, n == 0) for n, (url, text, _) in enumerate(made))
    return buttons, held_up[0] if held_up else ""
