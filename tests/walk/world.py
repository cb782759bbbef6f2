"""Two programmes that know nothing of each other, and somebody in every role."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit.models import Disposal
from leadwell.explore.models import PeerReviewer
from leadwell.govern.models import ReportQuestion
from leadwell.people.models import (
    Breach,
    Complaint,
    Erasure,
    Handover,
    HandoverStep,
    Person,
    Role,
    SubjectRequest,
)
from leadwell.people.models.role import OF_A_PROGRAMME, OF_A_SCHOOL
from leadwell.prepare.models import MemorandumQuery
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    Enrolment,
    Hub,
    Instrument,
    Obligation,
    Programme,
    Strand,
)
from leadwell.schools.models import IdentityDecision, Load
from tests.factories import (
    NOON,
    make_action,
    make_administrator,
    make_attachment,
    make_candidate,
    make_colleague,
    make_decision,
    make_enrolment,
    make_evaluation,
    make_finding,
    make_frozen_report,
    make_hub,
    make_initiative,
    make_note,
    make_organisation,
    make_own_lesson,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_trust,
    make_user,
    make_visit,
)
from tests.informed import make_notice
from tests.invited import make_interest
from tests.peer_reviewed import make_peer_review
from tests.planned import make_plan
from tests.promised import make_memorandum
from tests.reviewed import make_review
from tests.sent import make_deployment, make_round, make_specialist


@dataclass
class Half:
    """One programme: two hubs, three schools in the first and one in the second."""

    programme: Programme
    hubs: list[Hub]
    enrolments: list[Enrolment]
    things: dict[str, models.Model] = field(default_factory=dict)


def make_half(name: str) -> Half:
    trust = make_trust(f"{name} Learning Trust")
    programme = make_programme(name=f"{name} Reads", code=name.upper()[:8])
    hubs = [make_hub(programme, name=f"{name} {side}") for side in ("north", "south")]
    enrolments = [
        make_enrolment(hub=hub, school=make_school(name=f"{name} {n} Primary", trust=of))
        for n, (hub, of) in enumerate(
            [(hubs[0], trust), (hubs[0], trust), (hubs[0], None), (hubs[1], None)]
        )
    ]
    return Half(programme, hubs, enrolments)


def people_in(half: Half) -> dict[str, User]:
    """A colleague in each role of the programme, by the role's code."""
    first = half.enrolments[0]
    found: dict[str, User] = {}
    for role in OF_A_PROGRAMME:
        found[role] = _user(role, programme=half.programme)
    for role in OF_A_SCHOOL:
        found[role] = _user(role, school=first.school)
    for enrolment in half.enrolments[1:]:
        make_role(Role.HEADTEACHER, school=enrolment.school, person=make_person())
    found[Role.HUB_LEAD] = _user(Role.HUB_LEAD, hub=half.hubs[0])
    found[Role.SPECIALIST] = _user(Role.SPECIALIST, enrolment=first)
    make_role(Role.SPECIALIST, person=found[Role.SPECIALIST].person, hub=half.hubs[0])
    found[Role.CHIEF_EXECUTIVE] = _user(Role.CHIEF_EXECUTIVE, trust=first.school.trust)
    found[Role.DATA_PROTECTION_OFFICER] = _user(
        Role.DATA_PROTECTION_OFFICER, organisation=make_organisation()
    )
    return found


def everybody(half: Half) -> dict[str, User]:
    """Everybody in a role, and those who are in none, none any more, or not yet."""
    today = timezone.localdate()
    gone = make_colleague()
    make_role(
        Role.PROGRAMME_LEAD, person=gone, programme=half.programme,
        ends_on=today - timedelta(days=1),
    )  # fmt: skip
    to_come = make_colleague()
    make_role(
        Role.PROGRAMME_LEAD, person=to_come, programme=half.programme,
        starts_on=today + timedelta(days=1),
    )  # fmt: skip
    closed = make_colleague()
    make_role(Role.PROGRAMME_LEAD, person=closed, programme=half.programme)
    User.objects.filter(pk=closed.user_id).update(is_active=False)
    return people_in(half) | {
        "SYS": make_administrator(),
        "no role": make_user(),
        "role ended": gone.user,
        "role to come": to_come.user,
    }


def _user(role: Role, **scope: object) -> User:
    person: Person = make_role(role, **scope).person
    assert person.user
    return person.user


def other_things(half: Half) -> None:
    """One thing of each kind that an address can name."""
    first = half.enrolments[0]
    make_notice(half.programme)
    role = make_role(Role.TEACHER, school=first.school)
    strand = Strand.objects.create(programme=half.programme, name="Talk for learning")
    left = make_role(Role.TEACHER, school=first.school, ends_on=date(2026, 10, 31))
    handover = Handover.objects.create(leaving=left, opened_at=NOON)
    report = make_frozen_report(enrolment=first)
    evaluation = make_evaluation(half.programme)
    sent = make_specialist(
        hub=half.hubs[0], home=half.enrolments[2].school,
    )  # fmt: skip
    sent_to = make_role(Role.SPECIALIST, person=sent.person, enrolment=first)
    memorandum = make_memorandum(enrolment=first)
    candidate = make_candidate(
        programme=half.programme, hub=half.hubs[0], school=first.school, state="assessed"
    )
    plan = make_plan(enrolment=first, n=1, state="live")
    half.things = {
        "prepare.Specialist": sent,
        "prepare.Deployment": make_deployment(
            enrolment=first,
            specialist=sent,
            state="active",
            role=sent_to,
            lead_contact=role.person,
        ),
        "prepare.PlannedRound": make_round(first, sent),
        "prepare.Credential": sent.credentials.get(),
        "prepare.DeclaredInterest": sent.interests.create(
            school=half.enrolments[1].school,
            text="A sister teaches there",
            declared_on=NOON.date(),
        ),
        "govern.GovernorsReport": report,
        "govern.ReportQuestion": ReportQuestion.objects.create(
            report=report, text="Who pays for cover?", asked_by=make_person(), asked_at=NOON
        ),
        "programme": half.programme,
        "hub": half.hubs[0],
        "enrolment": first,
        "prepare.AgreedAction": make_action(
            enrolment=first, owner=role.person, agreed_by=role.person
        ),
        "prepare.Memorandum": memorandum,
        "prepare.MemorandumQuery": MemorandumQuery.objects.create(
            memorandum=memorandum, text="Which days?", asked_by=make_person(), asked_at=NOON
        ),
        "programmes.Obligation": Obligation.objects.create(
            enrolment=first, kind="launch", due_on=date(2027, 1, 15)
        ),
        "explore.Initiative": make_initiative(school=first.school),
        "strand": strand,
        "ingredient": ActiveIngredient.objects.create(
            strand=strand, text="Pupils explain", indicator="Full sentences are heard"
        ),
        "aim": Aim.objects.create(
            programme=half.programme, term="short", text="More talk", due_on=date(2027, 7, 1)
        ),
        "programmes.OwnLesson": make_own_lesson(half.programme),
        "programmes.Instrument": Instrument.objects.create(programme=half.programme, code="PUMA"),
        "controller": Controller.objects.create(
            programme=half.programme, party="lead", name="Larkwater", position="controller"
        ),
        "school": first.school,
        "person": role.person,
        "role": role,
        "handover": handover,
        "step": HandoverStep.objects.create(
            handover=handover, kind="call", for_role=Role.HUB_LEAD, due_on=date(2027, 1, 15)
        ),
        "load": Load.objects.create(
            kind="register", name="register.csv", uploaded_by=make_user(), uploaded_at=NOON
        ),
        "decision": IdentityDecision.objects.create(
            old_urn=first.school.urn,
            new_urn=half.enrolments[1].school.urn,
            is_one_school=False,
            reason="Two schools on one site",
            decided_by=make_user(),
            decided_at=NOON,
            decided_as="administrator",
        ),
        "request": SubjectRequest.objects.create(
            kind="erasure",
            person=make_person(),
            received_on=date(2026, 11, 16),
            logged_by=make_user(),
            logged_at=NOON,
        ),
        "breach": Breach.objects.create(
            what="A list went to the wrong school",
            found_at=NOON,
            reported_by=make_user(),
            reported_at=NOON,
        ),
        "complaint": Complaint.objects.create(
            what="Too much is kept",
            complainant="A parent",
            received_on=date(2026, 11, 16),
            logged_by=make_user(),
            logged_at=NOON,
        ),
        "disposal": Disposal.objects.create(
            at=NOON,
            by_user=1,
            lines=[
                {
                    "place": "audit_look",
                    "what": "Who opened what",
                    "n": 3,
                    "becomes": "Deleted",
                    "rule": "Who did what and who looked",
                    "kept": "24 months",
                    "version": 1,
                    "oldest_on": "2026-11-01",
                }
            ],
        ),
        "deliver.Visit": make_visit(
            enrolment=first, on=timezone.localdate() + timedelta(days=9), purpose="Talk together"
        ),
        "deliver.Note": make_attachment(
            make_note(make_visit(enrolment=first, on=NOON.date(), purpose="Talk together"))
        ).note,
        "evaluation.Evaluation": evaluation,
        "evaluation.Finding": make_finding(evaluation),
        "govern.Decision": make_decision(enrolment=first, is_published=True),
        "explore.Candidate": candidate,
        "explore.Interest": make_interest(
            programme=half.programme, school=first.school, state="submitted", candidate=candidate
        ),
        "prepare.Plan": plan,
        "prepare.Priority": plan.priorities.get(),
        "explore.Review": make_review(state="signed", enrolment=first),
        "explore.PeerReview": (peer := make_peer_review(state="closed", enrolment=first)),
        "explore.PeerFinding": peer.findings.get(),
        "explore.PeerReviewer": _given(first),
        "erasure": Erasure.objects.create(person=role.person_id + 900_000, erased_at=NOON),
    }


def _given(enrolment: Enrolment) -> PeerReviewer:
    """Somebody of this school who reviewed another."""
    elsewhere = make_peer_review(state="feedback", home=enrolment.standing_school)
    return elsewhere.reviewers.get()
