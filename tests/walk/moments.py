"""The same kinds of things at other moments of their lives: what is shut at one is open at another.

Rows as their constraints take them, not all that an action would write beside them: what a thing
says does not matter here, only who is let in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import models
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.models import CalendarFeed, Note, SigningDelegation, Visit
from leadwell.explore.models import Candidate
from leadwell.govern import actions as reports
from leadwell.people.models import BrokenGlass, Person, Role
from leadwell.prepare.models import Specialist
from leadwell.programmes import playbooks
from leadwell.programmes.models import Obligation, Programme
from leadwell.schools.models import Load
from tests import peer_reviewed, planned, reviewed
from tests.designed import answer_for, assess, design, make_safe
from tests.factories import (
    NOON,
    make_action,
    make_candidate,
    make_decision,
    make_evaluation,
    make_initiative,
    make_note,
    make_person,
    make_report,
    make_role,
    make_school,
    make_user,
    make_visit,
    publish,
)
from tests.invited import make_call, make_interest, make_offer
from tests.promised import make_memorandum
from tests.sent import make_deployment, make_round, make_specialist
from tests.walk.world import Half

TOKEN = 43 * "a"
BEFORE = ("proposed", "released", "hosted", "accepted")


@dataclass(frozen=True)
class Moment:
    """things: by kind, as in Half. also: what an address says besides which thing it is about, or
    all that it says."""

    things: dict[str, models.Model] = field(default_factory=dict)
    also: dict[str, dict[str, object]] = field(default_factory=dict)


Make = Callable[[], Moment]


class Moments:
    """Of a programme in which nothing has happened yet, and somebody in every role."""

    def __init__(self, half: Half, people: dict[str, User]) -> None:
        self.half, self.people = half, people
        self.programme, self.first = half.programme, half.enrolments[0]
        self.today = timezone.localdate()

    def __iter__(self) -> Iterator[tuple[str, Make]]:
        """Each is made, tried and undone before the next."""
        for make, states in {
            self.programme_at: ("delivering", "closing", "follow-up"),
            self.review_at: ("opened", "second_view", "meeting", "agreed"),
            self.peer_review_at: peer_reviewed.STATES[:-1],
            self.plan_at: ("draft", "agreed", "approved"),
            self.candidate_at: ("nominated", "screening", "offered"),
            self.interest_at: ("open",),
            self.memorandum_at: ("drafted", "queried"),
            self.deployment_at: ("proposed", "released", "hosted", "suspended", "ended"),
            self.note_at: ("signed", "released"),
        }.items():
            for state in states:
                yield f"{make.__name__} {state}", lambda make=make, state=state: make(state)
        for name, make in vars(type(self)).items():
            if not name.startswith("_") and not name.endswith("_at"):
                yield name, lambda make=make: make(self)

    def _who(self, role: str) -> Person:
        return self.people[role].person

    # Explore

    def programme_at(self, state: str) -> Moment:
        answer_for(self.programme)
        return self._programme(state=state)

    def programme_whose_design_is_said(self) -> Moment:
        answer_for(design(self.programme))
        return self._programme()

    def programme_that_is_safe_with_the_board(self) -> Moment:
        return self._safe(state="designed")

    def programme_that_is_safe_and_approved(self) -> Moment:
        return self._safe(state="approved")

    def programme_that_is_safe_and_recruiting(self) -> Moment:
        return self._safe(state="recruiting")

    def _safe(self, **fields: object) -> Moment:
        answer_for(design(self.programme))
        make_safe(
            self.programme, lead=self.people[Role.PROGRAMME_LEAD],
            officer=self.people[Role.DATA_PROTECTION_OFFICER],
        )  # fmt: skip
        return self._programme(**fields)

    def programme_that_waits_for_the_officer(self) -> Moment:
        answer_for(design(self.programme))
        assess(self.programme, lead=self.people[Role.PROGRAMME_LEAD])
        return self._programme()

    def programme_that_is_paused(self) -> Moment:
        return self._programme(
            state="paused", paused_in="delivering", state_because="Money is late"
        )

    def _programme(self, **fields: object) -> Moment:
        Programme.objects.filter(pk=self.programme.pk).update(**fields)
        return Moment({"programme": Programme.objects.get(pk=self.programme.pk)})

    def call_for_schools(self) -> Moment:
        made = self._programme(state="recruiting")
        make_call(self.programme)
        return Moment(made.things, {"explore:invite-school": {"urn": make_school().urn}})

    def load_of_one_school(self) -> Moment:
        return Moment(
            {"programme": self.programme},
            {"explore:overload-reason": {"urn": self.first.school.urn}},
        )

    def review_at(self, state: str) -> Moment:
        return Moment({"explore.Review": self._review(state)})

    def review_that_is_agreed_in_the_meeting(self) -> Moment:
        made = self._review("agreed")
        made.state = "meeting"
        made.save(update_fields=["state"])
        return Moment({"explore.Review": made})

    def review_that_follows_another(self) -> Moment:
        made = self._review("signed", before=self._review("signed"), point="mid")
        return Moment({"explore.Review": made})

    def _review(self, state: str, **fields: object):
        views = {"school": self._who(Role.HEADTEACHER), "second": self._who(Role.SPECIALIST)}
        return reviewed.make_review(state=state, enrolment=self.first, **views | fields)

    def peer_review_at(self, state: str) -> Moment:
        made = peer_reviewed.make_peer_review(state=state, enrolment=self.first)
        things: dict[str, models.Model] = {"explore.PeerReview": made}
        if finding := made.findings.first():
            things["explore.PeerFinding"] = finding
        return Moment(things, {"explore:drop-reviewer": {"number": made.reviewers.get().pk}})

    def peer_review_with_findings(self) -> Moment:
        made = peer_reviewed.make_peer_review(state="on_site", enrolment=self.first)
        finding = made.findings.create(number=1, by=made.opened_by, at=NOON, **peer_reviewed.SAID)
        return Moment({"explore.PeerReview": made, "explore.PeerFinding": finding})

    def peer_review_that_is_ready_to_be_told(self) -> Moment:
        made = peer_reviewed.make_peer_review(state="on_site", enrolment=self.first)
        made.findings.create(number=1, by=made.opened_by, at=NOON, **peer_reviewed.SAID)
        for name, value in peer_reviewed.TOLD.items():
            setattr(made, name, value)
        made.save()
        return Moment({"explore.PeerReview": made})

    def peer_review_whose_findings_are_answered(self) -> Moment:
        made = peer_reviewed.make_peer_review(state="response", enrolment=self.first)
        made.state = "feedback"
        made.save(update_fields=["state"])
        return Moment({"explore.PeerReview": made})

    def candidate_at(self, state: str) -> Moment:
        return Moment({"explore.Candidate": self._candidate(state=state)})

    def candidate_whose_head_has_not_been_told(self) -> Moment:
        return Moment({"explore.Candidate": self._candidate(head_told_on=None, is_eligible=None)})

    def candidate_that_is_told_no(self) -> Moment:
        made = self._candidate(state="declined", because="Others need it more")
        return Moment({"explore.Candidate": made})

    def candidate_of_whom_something_was_heard(self) -> Moment:
        made = self._candidate(state="screening")
        heard = make_initiative(
            school=made.school, heard_for=made, told_by="The council’s list", told_on=NOON.date(),
            declared_on=NOON.date(),
        )  # fmt: skip
        number = {"number": heard.pk}
        return Moment(
            {"explore.Candidate": made},
            {"explore:change-heard": number, "explore:take-back-heard": number},
        )

    def candidate_with_an_offer(self) -> Moment:
        made = self._candidate(state="offered")
        make_offer(made)
        return Moment({"explore.Candidate": made})

    def _candidate(self, **fields: object) -> Candidate:
        hub, school = self.half.hubs[0], self.first.school
        return make_candidate(programme=self.programme, hub=hub, school=school, **fields)

    def interest_at(self, state: str) -> Moment:
        earlier = NOON - timedelta(days=10)
        made = make_interest(
            programme=self.programme, school=self.first.school, state=state, since=earlier,
            invited_at=earlier, written_to_at=earlier,
        )  # fmt: skip
        return Moment({"explore.Interest": made})

    # Prepare

    def plan_at(self, state: str) -> Moment:
        made = planned.make_plan(state=state, enrolment=self.first)
        return Moment({"prepare.Plan": made, "prepare.Priority": made.priorities.get()})

    def plan_whose_priorities_have_ended(self) -> Moment:
        made = planned.make_plan(state="live", enrolment=self.first)
        one = made.priorities.get()
        one.state, one.ended_on, one.ended_because = "aside", self.today, "Another comes first"
        one.save()
        return Moment({"prepare.Plan": made})

    def action_that_is_done(self) -> Moment:
        owner = self._who(Role.SUBJECT_LEADER)
        made = make_action(
            enrolment=self.first, owner=owner, state="done", ended_on=NOON.date()
        )  # fmt: skip
        return Moment({"prepare.AgreedAction": made})

    def memorandum_at(self, state: str) -> Moment:
        made = make_memorandum(
            enrolment=self.first, trust_signatory=self._who(Role.CHIEF_EXECUTIVE)
        )
        type(made).objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
        asked = made.queries.create(text="Which days?", asked_by=make_person(), asked_at=NOON)
        return Moment(
            {"prepare.Memorandum": made, "prepare.MemorandumQuery": asked},
            {"prepare:memorandum-pdf": {"number": 1}},
        )

    def specialist_who_could_be_sent(self) -> Moment:
        return Moment(
            {"enrolment": self.first}, {"prepare:propose": {"specialist": self._specialist().pk}}
        )

    def deployment_at(self, state: str) -> Moment:
        sent = self._specialist()
        fields: dict[str, object] = {}
        if state not in BEFORE:
            fields["role"] = self.first.deployed.get(person=sent.person)
        if state == "suspended":
            fields["because"] = "The specialist is ill"
        if state == "ended":
            fields["ended_on"] = self.today
        made = make_deployment(enrolment=self.first, specialist=sent, state=state, **fields)
        return Moment({"prepare.Deployment": made, "prepare.Specialist": sent})

    def deployment_that_all_have_signed(self) -> Moment:
        made = make_deployment(
            enrolment=self.first, specialist=self._specialist(), state="accepted"
        )
        for party in ("home", "host", "specialist"):
            made.signatures.create(
                party=party, by=self._who(Role.SPECIALIST), statement="I sign it.",
                sha256=64 * "0", authenticated_at=NOON, at=NOON,
            )  # fmt: skip
        return Moment({"prepare.Deployment": made})

    def deployment_of_which_everything_is_due(self) -> Moment:
        sent = self._specialist()
        due = {
            kind: Obligation.objects.create(enrolment=self.first, kind=kind, due_on=self.today)
            for kind in ("first_contact", "handover_visit")
        }
        made = make_deployment(
            enrolment=self.first, specialist=sent, state="active",
            role=self.first.deployed.get(person=sent.person), **due,
        )  # fmt: skip
        return Moment({"prepare.Deployment": made})

    def deployment_that_is_asked_of_this_head(self) -> Moment:
        sent = make_specialist(home=self.first.school, hub=self.half.hubs[0])
        return Moment(
            {
                "prepare.Deployment": make_deployment(
                    enrolment=self.half.enrolments[1], specialist=sent
                )
            }
        )

    def _specialist(self) -> Specialist:
        """Who is sent to the first school, from another."""
        person = self._who(Role.SPECIALIST)
        person.home_school = self.half.enrolments[2].school
        person.save()
        return make_specialist(home=person.home_school, person=person)

    def round_under_way(self) -> Moment:
        made = make_round(self.first, self._specialist(), state="running")
        return Moment({"prepare.PlannedRound": made})

    def round_that_is_worked_out(self) -> Moment:
        made = make_round(self.first, self._specialist())
        school = {"school": made.schools.get().pk}
        return Moment({"prepare.PlannedRound": made}, {"prepare:round-school": school})

    # Deliver, govern, evaluate

    def visit_that_was_yesterday(self) -> Moment:
        return Moment({"deliver.Visit": self._visit()})

    def note_at(self, state: str) -> Moment:
        note = make_note(self._visit(), at=timezone.now())
        due_on = None if state == "released" else self.today
        Note.objects.filter(pk=note.pk).update(state=state, due_on=due_on)
        note.refresh_from_db()
        return Moment({"deliver.Note": note})

    def _visit(self) -> Visit:
        day = self.today - timedelta(days=1)
        return make_visit(enrolment=self.first, specialist=self._who(Role.SPECIALIST), on=day)

    def signing_that_was_given(self) -> Moment:
        given = SigningDelegation.objects.create(
            enrolment=self.first, given_by=self._who(Role.HEADTEACHER),
            to=self._who(Role.SENIOR_LEADER), words="While I am away", given_at=NOON,
        )  # fmt: skip
        number = {"delegation": given.pk}
        return Moment({"enrolment": self.first}, {"deliver:take-signing-back": number})

    def report_that_is_due(self) -> Moment:
        return Moment({"govern.GovernorsReport": make_report(enrolment=self.first)})

    def report_that_is_drafted(self) -> Moment:
        made = make_report(enrolment=self.first)
        reports.draft_report(report=made, by=self.people[Role.HEADTEACHER], at=timezone.now())
        made.refresh_from_db()
        return Moment({"govern.GovernorsReport": made})

    def decision_that_is_not_published(self) -> Moment:
        return Moment({"govern.Decision": make_decision(enrolment=self.first)})

    def decision_that_asks_for_an_action(self) -> Moment:
        made = make_decision(enrolment=self.first, is_published=True, asks_for="Plan together")
        return Moment({"govern.Decision": made})

    def question_with_results_to_answer_it_from(self) -> Moment:
        publish(self.first.school, 2024, maths_average=100.0)
        return Moment({"evaluation.Evaluation": make_evaluation(self.programme)})

    # People

    def person_without_an_account(self) -> Moment:
        school = self.first.school
        named = make_person(name="J. Quince", email="quince@example.org", home_school=school)
        make_role(Role.TEACHER, person=named, school=school)
        return Moment({"person": named})

    def person_who_was_named_alone(self) -> Moment:
        school = self.first.school
        named = make_person(name="J. Quince", post="Teacher", home_school=school)
        make_action(enrolment=self.first, owner=named)
        return Moment({"person": named})

    def person_with_a_second_factor(self) -> Moment:
        person = self._who(Role.TEACHER)
        Authenticator.objects.create(user=person.user, type="totp", data={"secret": "made up"})
        return Moment({"person": person})

    def calendar_that_is_followed(self) -> Moment:
        CalendarFeed.objects.create(
            user=self.people[Role.SPECIALIST], token=TOKEN, made_at=timezone.now()
        )
        return Moment(also={"deliver:calendar-feed": {"token": TOKEN}})

    def load_that_waits_for_a_decision(self) -> Moment:
        made = Load.objects.create(
            kind="register", name="register.csv", uploaded_by=make_user(), uploaded_at=NOON,
            state="looked",
        )  # fmt: skip
        return Moment({"load": made})

    def broken_glass(self) -> Moment:
        now = timezone.now()
        BrokenGlass.objects.create(
            user=self.people["SYS"], reason="Nobody here can open it", begins_at=now,
            ends_at=now + timedelta(hours=1), told=[self._who(Role.DATA_PROTECTION_OFFICER).pk],
        )  # fmt: skip
        return Moment()

    def what_is_shipped(self) -> Moment:
        rubric = {"key": "disadvantaged-pupils", "version": 1}
        book = {"key": next(iter(playbooks.shipped()))}
        return Moment(
            also={
                "explore:rubric": rubric, "explore:rubric-file": rubric, "explore:playbook": book,
                "explore:playbook-file": book, "explore:set-up": book,
                "people:rule-change": {"key": "log"},
            }
        )  # fmt: skip
