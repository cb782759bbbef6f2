"""Two schools in the middle of their work, and every page that came with visits, actions, notes,
boards, governors' reports and mail, as the person it is for opens it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteIngredient, QualityCheck, Rag, Side, Visit
from leadwell.deliver.notes import actions as notes
from leadwell.deliver.notes.content import InView, Observed, Stand
from leadwell.deliver.notes.parts import PARTS
from leadwell.explore.choosing.mailing import REFUSED
from leadwell.explore.models import HubPlace, LongListed, Step
from leadwell.explore.reviewing import shelf
from leadwell.explore.reviewing.actions.rubrics import keep
from leadwell.govern import actions as reports
from leadwell.people.models import Role
from leadwell.prepare.models import Memorandum, MemorandumQuery, MemorandumScan
from leadwell.programmes.models import (
    ActiveIngredient,
    Enrolment,
    Hub,
    Obligation,
    Programme,
    StageSpan,
    Strand,
)
from tests.accounts.signing_in import PASSWORD
from tests.factories import (
    make_action,
    make_attachment,
    make_candidate,
    make_decision,
    make_enrolment,
    make_hub,
    make_initiative,
    make_issued_report,
    make_note,
    make_overload_reason,
    make_person,
    make_programme,
    make_report,
    make_role,
    make_school,
    make_trust,
    make_user,
    make_visit,
    publish,
)
from tests.informed import make_notice
from tests.invited import make_call, make_interest, make_offer
from tests.peer_reviewed import SAID as FOUND
from tests.peer_reviewed import make_peer_review
from tests.planned import make_plan
from tests.promised import make_controller, make_memorandum
from tests.reviewed import make_review
from tests.sent import make_deployment, make_round, make_specialist

Level = NoteIngredient.Level
AMBER = Stand(Rag.AMBER, "Released time was given to two of three", "new-1")
RED = Stand(Rag.RED, "Not seen in any class visited", "new-1")
SEEN = "Pupils said how they worked it out, one after the other, and others listened. " * 8


@dataclass(frozen=True)
class Lived:
    """people: by what they are. pages: addresses by the same."""

    people: Mapping[str, User]
    pages: Mapping[str, tuple[str, ...]]


def lived() -> Lived:
    """About eighty pages, each with rows."""
    today, now = timezone.localdate(), timezone.now()
    programme = make_programme(
        name="Number Sense", starts_on=today - timedelta(500), ends_on=today + timedelta(300)
    )
    hub, trust = make_hub(programme, name="Coast"), make_trust("Alder Trust")
    joined = {"hub": hub, "joined_on": today - timedelta(480), "days_agreed": 6}
    tansy = make_enrolment(school=make_school(name="Tansy Hill", trust=trust), **joined)
    alder = make_enrolment(school=make_school(name="Alder Bank", trust=trust), **joined)
    ingredients = _ingredients(programme)
    people = _people(tansy, alder)
    cast = people.__getitem__
    for part in (tansy, alder):
        StageSpan.objects.create(enrolment=part, stage="deliver", starts_on=today - timedelta(200))
    teacher = make_role(
        Role.TEACHER, person=make_person(name="Jo Quince", post="Year 4 teacher"),
        school=tansy.school,
    ).person  # fmt: skip
    late = make_action(
        enrolment=tansy, what="Plan unit 3 together", owner=cast("subject leader").person,
        agreed_on=today - timedelta(60), due_on=today - timedelta(20), cover_days=8, cost_gbp=60,
        agreed_by=cast("specialist").person,
    )  # fmt: skip
    named = make_person(name="J. Quince", post="Teacher", home_school=tansy.school)
    make_action(
        enrolment=tansy, what="Make a poster", owner=named, agreed_on=today - timedelta(20),
        due_on=today + timedelta(20), agreed_by=cast("specialist").person,
    )  # fmt: skip
    done = make_action(
        enrolment=tansy, what="Order counters", owner=teacher, agreed_on=today - timedelta(100),
        due_on=today - timedelta(90), state="evidenced", evidence="They are in every room",
        ended_on=today - timedelta(90), agreed_by=cast("specialist").person,
    )  # fmt: skip
    observed = tuple(Observed(one.pk, Level.DEVELOPING, 2) for one in ingredients)
    whole = {
        "in_view": InView(ingredients={one.pk: one.text for one in ingredients}),
        "observed": observed, "n_classes": 3, "seen": SEEN, "people_met": (teacher.pk,),
    }  # fmt: skip
    first = _note(tansy, today - timedelta(60), people, **whole)
    released = _note(
        tansy, today - timedelta(25), people,
        stands={"engagement": Stand(Rag.GREEN), "implementation": AMBER, "impact": RED}, **whole,
    )  # fmt: skip
    elsewhere = _note(alder, today - timedelta(30), people)
    shared = make_note(_visit(tansy, today - timedelta(6), people), at=now - timedelta(5))
    make_attachment(shared)
    signed = make_note(_visit(alder, today - timedelta(9), people), at=now - timedelta(8))
    notes.sign_note(
        note=signed, version=signed.shown, authenticated_at=now, by=cast("other head"), at=now,
        sees_differently="Released time was given to all three.",
    )  # fmt: skip
    deputy = cast("deputy").person.roles.get()
    words = "Bryony reads and signs for me in the spring."
    notes.delegate_signing(enrolment=tansy, to=deputy, words=words, by=cast("head"), at=now)
    writing = make_visit(
        enrolment=tansy, specialist=cast("specialist").person, on=today, purpose="Number talk"
    )
    planned = make_visit(
        enrolment=tansy, specialist=cast("specialist").person, on=_weekday(today + timedelta(14)),
        purpose="Look at books", planned_by=cast("specialist").person, day_set_by=Side.SPECIALIST,
    )  # fmt: skip
    published = make_decision(
        enrolment=tansy, owner=cast("lead").person, note=released, is_published=True,
        asks_for="Agree how cover is found", decided_on=today - timedelta(3),
        due_on=today + timedelta(30),
    )  # fmt: skip
    hidden = make_decision(
        enrolment=alder, owner=cast("lead").person, decided_on=today - timedelta(3),
        due_on=today + timedelta(30),
    )  # fmt: skip
    make_notice(programme)
    span = {
        "term_starts_on": today - timedelta(75), "term_ends_on": today + timedelta(26),
        "meeting_on": today + timedelta(17),
    }  # fmt: skip
    issued = make_issued_report(enrolment=tansy, by=cast("head"), at=now, **span)
    asked = reports.ask_question(
        report=issued, text="How do pupils talk about maths?", by=cast("governor"), at=now
    )
    written = make_report(enrolment=tansy, academic_year=2025, **span)
    reports.draft_report(report=written, by=cast("head"), at=now)
    besides = make_initiative(
        school=tansy.school, name="Story Sacks", declared_by=cast("head").person,
        starts_on=today - timedelta(100), ends_on=today + timedelta(200), staff_days=30,
    )  # fmt: skip
    make_enrolment(school=tansy.school, **joined | {"hub": make_hub(make_programme())})
    make_overload_reason(
        programme=programme, school=tansy.school, said_by=cast("lead").person, said_on=today
    )
    for party in ("lead", "school"):
        make_controller(programme, party=party)
    waiting = make_memorandum(
        enrolment=alder, trust_signatory=cast("chief executive").person,
        escalates_to=cast("lead").person.roles.get(role="PL"),
    )  # fmt: skip
    MemorandumScan.objects.create(
        version=waiting.shown, party="head", kind="pdf", n_bytes=1, shows_nobody=True,
        by=cast("lead").person, at=now,
    )  # fmt: skip
    asked_about = MemorandumQuery.objects.create(
        memorandum=waiting, text="Which days?", asked_by=cast("other head").person, asked_at=now
    )
    launch = Obligation.objects.create(enrolment=alder, kind="launch", due_on=today)
    held = make_memorandum(
        enrolment=tansy, chair=cast("governor").person, active_since=joined["joined_on"],
        paper_signed_on=joined["joined_on"], paper_kept_at="School office",
    )  # fmt: skip
    Memorandum.objects.filter(pk=held.pk).update(state="varied")
    at = {
        **_choosing(programme, hub, tansy),
        "waiting": waiting, "held": held, "asked_about": asked_about, "launch": launch,
        "tansy": tansy, "alder": alder, "tansy_school": tansy.school, "late": late, "ended": done, "first": first,
        "released": released, "elsewhere": elsewhere, "shared": shared, "signed": signed,
        "writing": writing, "planned": planned, "published": published, "hidden": hidden,
        "issued": issued, "asked": asked, "written": written, "programme": programme, "named": named,
        "besides": besides, "school": tansy.school,
    }  # fmt: skip
    at |= _reviewing(tansy, alder, people) | _sending(tansy, alder, people)
    return Lived(
        people, {who: tuple(_addresses(asked_for, at)) for who, asked_for in PAGES.items()}
    )


def _choosing(programme: Programme, hub: Hub, tansy: Enrolment) -> dict[str, Any]:
    """Schools on their way in: one untold, one screened, one Red, and one that takes part."""
    programme.rule_set = "SSIF-2017"
    programme.save()
    here = {"programme": programme, "hub": hub}
    schools = {
        name: make_school(name=name, easting=400_000 + n * 9_000, northing=100_000)
        for n, name in enumerate(("Cliff End", "Sorrel Lane", "Marsh View"))
    }
    for year in (2018, 2022, 2023, 2024):
        for n, school in enumerate(schools.values()):
            publish(
                school, year, eligible_pupils=28, maths_expected=52 + n, maths_average=101 - n,
                maths_progress=-2, maths_expected_disadvantaged=40, maths_expected_other=60,
                rwm_expected=50, reading_progress=-1, writing_progress=-1,
            )  # fmt: skip
    HubPlace.objects.create(hub=hub, school=schools["Cliff End"])
    untold, screening, red = (
        make_candidate(school=school, state=state, **here, **more)
        for school, state, more in zip(
            schools.values(), ("nominated", "screening", "assessed"),
            ({"head_told_on": None}, {}, {}), strict=True,
        )
    )  # fmt: skip
    refused = make_candidate(
        school=make_school(name="Fern Bank"), state="declined", **here,
        because="The hub is full: two schools nearer to it had asked before",
    )  # fmt: skip
    for verb, because in (("decline", refused.because), ("answer_failed", REFUSED)):
        Step.objects.create(
            candidate=refused, verb=verb, state="declined", because=because,
            by=refused.nominated_by, at=timezone.now(),
        )  # fmt: skip
    heard = make_initiative(
        school=red.school, heard_for=red, told_by="The council’s list of projects",
        told_on=date(2026, 9, 10), declared_by=red.nominated_by,
    )  # fmt: skip
    accepted = make_candidate(school=tansy.school, state="accepted", enrolment=tansy, **here)
    make_initiative(
        school=tansy.school, heard_for=accepted, told_by="Its head, in a call",
        told_on=date(2026, 9, 10), name="Calm corridors", subject="Behaviour",
        declared_by=red.nominated_by,
    )  # fmt: skip
    make_offer(accepted, state="accepted")
    offered = make_candidate(school=make_school(name="Gorse Field"), state="offered", **here)
    make_offer(offered)
    listed = make_school(name="Heron Hill")
    LongListed.objects.create(
        programme=programme, school=listed, by=red.nominated_by, at=timezone.now()
    )
    call = make_call(programme, closes_on=timezone.localdate() + timedelta(9),
                     answer_by=timezone.localdate() + timedelta(30))  # fmt: skip
    sent = make_interest(call=call, school=untold.school, state="submitted", candidate=untold)
    answered = make_interest(call=call, school=tansy.school)
    return {
        "sent": sent, "answered": answered,
        "untold": untold, "screening": screening, "red": red, "accepted": accepted, "hub": hub,
        "offered": offered, "heard": heard, "refused": refused,
    }  # fmt: skip


def _reviewing(tansy: Enrolment, alder: Enrolment, people: Mapping[str, User]) -> dict[str, Any]:
    """A signed review and its repetition in the meeting; one to sign, one to write."""
    two = {"school": people["subject leader"].person, "second": people["deputy"].person}
    baseline = make_review(state="signed", enrolment=tansy, **two)
    mid = make_review(
        state="agreed", enrolment=tansy, point="mid", before=baseline, levels=3, **two
    )
    maths = keep(shelf.find("primary-mathematics", 1), at=timezone.now())
    writing = make_review(enrolment=tansy, rubric=maths, **two)
    meeting = make_review(state="meeting", enrolment=alder, rubric=maths)
    return (
        {
            "draft": make_plan(n=2, enrolment=tansy),
            "to-approve": make_plan(state="agreed", enrolment=alder),
        }
        | {"baseline": baseline, "mid": mid, "own-view": writing, "meeting": meeting}
        | _peers(tansy)
    )


def _peers(tansy: Enrolment) -> dict[str, Any]:
    """Peer reviews of a school at four steps, and one it gave."""
    self_review, on_site, told, answered = (
        make_peer_review(state=state, enrolment=tansy, n=2)
        for state in ("self_review", "on_site", "feedback", "response")
    )
    writer = on_site.opened_by
    written = on_site.findings.create(number=1, by=writer, at=timezone.now(), **FOUND)
    given = make_peer_review(state="closed", home=tansy.standing_school).reviewers.get()
    return {
        "self-review": self_review, "on-site": on_site, "peer-told": told, "peer-answered": answered,
        "found": written, "to-answer": told.findings.first(), "given": given,
    }  # fmt: skip


def _sending(tansy: Enrolment, alder: Enrolment, people: Mapping[str, User]) -> dict[str, Any]:
    """Somebody who is sent to one school and proposed for another; and a round."""
    home = make_school(name="Larch Rise", easting=410_000, northing=100_000)
    line = make_specialist(hub=tansy.hub, home=home, person=people["specialist"].person)
    people["specialist"].person.home_school = home
    people["specialist"].person.save()
    days = {"starts_on": timezone.localdate() - timedelta(30),
            "ends_on": timezone.localdate() + timedelta(100),
            "review_on": timezone.localdate() + timedelta(20)}  # fmt: skip
    there = line.person.roles.get(enrolment=tansy)
    sent = make_deployment(enrolment=tansy, specialist=line, state="active", role=there, **days)
    asked = make_deployment(enrolment=alder, specialist=line, state="released", days=4, **days)
    planned = make_round(alder, line)
    return {
        "line": line, "sent-to": sent, "to-accept": asked, "round": planned,
        "in-round": planned.schools.get(),
    }  # fmt: skip


FORM = tuple(f"deliver:write-note writing {part.slug}" for part in PARTS)
PAGES = {
    "specialist": (
        "prepare:specialist line", "prepare:specialist-skills line", "prepare:deployment sent-to",
        "reporting:home", "deliver:my-visits", "deliver:visits tansy", "deliver:plan-visit tansy",
        "deliver:visit planned", "deliver:change-visit planned", "deliver:postpone-visit planned",
        "deliver:cancel-visit planned", "deliver:say-happened writing", "deliver:my-calendar",
        "deliver:school-calendar tansy", *FORM, "deliver:paste-note writing", "deliver:share-note writing", "deliver:notes tansy",
        "deliver:note released", "deliver:note shared", "deliver:add-note released",
        "deliver:purge-note shared", "deliver:attach shared", "deliver:waits",
        "deliver:note-masked released", "reporting:note-chain released", "prepare:my-actions", "prepare:actions tansy",
        "prepare:agree tansy", "prepare:action late", "prepare:change late", "prepare:give late",
        "prepare:progress late", "prepare:evidence late", "prepare:drop late",
        "prepare:reopen ended", "prepare:effect ended", "reporting:action-chain late",
        "govern:decisions", "reporting:decision published", "govern:agree-decided published",
        "people:mail", "explore:reviews-of alder", "explore:meeting meeting",
        "explore:agree-level meeting leader-time", "explore:headlines meeting",
        "explore:peer-review on-site", "explore:write-finding on-site", "explore:say-ground on-site",
        "explore:change-finding found",
    ),
    "subject leader": (
        "reporting:home", "explore:submit-view own-view", "explore:write-view own-view curriculum",
        "explore:open-review tansy", "prepare:plans tansy", "prepare:plan draft",
        "prepare:add-priority draft", "explore:review mid", "explore:review-change mid", "deliver:visit planned", "deliver:change-visit planned",
        "deliver:note shared", "prepare:actions tansy", "prepare:action late",
        "govern:agree-decided published", "explore:peer-review peer-told", "prepare:taken-up peer-told",
    ),
    "head": (
        "reporting:home", "deliver:visits tansy", "deliver:note shared", "deliver:sign-note shared",
        "deliver:comment-note shared", "deliver:note released", "deliver:notes tansy",
        "deliver:signing tansy", "prepare:actions tansy", "reporting:school-looked school",
        "reporting:so-far school", "govern:reports", "govern:reports-of tansy",
        "reporting:governors-report written", "govern:edit-report written",
        "reporting:issue-report written", "reporting:governors-report issued",
        "govern:answer asked", "govern:add issued", "people:person named",
        "prepare:merge-person named", "reporting:decision published", "people:mail",
        "explore:radar", "explore:asked school", "explore:declare school",
        "explore:change-initiative besides", "explore:end-initiative besides",
        "explore:results", "explore:candidate accepted", "explore:sign-review mid",
        "explore:profile baseline", "prepare:offer accepted", "explore:interest answered",
        "explore:write-interest answered", "explore:withdraw-interest answered",
        "prepare:memorandum tansy", "prepare:sign-memorandum held", "prepare:reaffirm-memorandum held",
        "prepare:memorandum-version held 1",
        "explore:peer-reviews-of tansy", "explore:plan-peer-review tansy",
        "explore:peer-review self-review", "explore:change-peer-review self-review",
        "explore:add-reviewer self-review", "explore:say-own-view self-review",
        "explore:arrive-peer-review self-review", "explore:cancel-peer-review self-review",
        "explore:peer-review peer-told", "explore:answer-finding to-answer", "explore:set-workshop peer-told",
        "explore:take-home peer-told", "explore:give-and-take given", "explore:peer-review peer-answered",
        "explore:close-peer-review peer-answered", "people:my-training", "people:my-notices",
        "people:notice programme 1 families", "people:notice programme 1 staff",
    ),
    "other head": ("prepare:deployment to-accept", "prepare:deployment-host to-accept"),
    "deputy": ("reporting:home", "deliver:note shared", "deliver:sign-note shared"),
    "hub lead": (
        "prepare:specialists", "prepare:specialist line", "prepare:specialist-change line",
        "prepare:specialist-new", "prepare:specialist-check line", "prepare:specialist-trainings line", "prepare:specialist-interest line",
        "prepare:deployments", "prepare:deployments-of tansy", "prepare:shortlist tansy",
        "prepare:propose tansy line", "prepare:deployment sent-to",
        "prepare:deployment-review sent-to", "prepare:rounds", "prepare:round-new",
        "prepare:round round", "prepare:round-school round in-round",
        "reporting:home", "deliver:desk", "deliver:check-note signed", "deliver:note signed",
        "deliver:waits", "deliver:unvisited", "deliver:put-off", "prepare:of-schools",
        "reporting:board programme", "reporting:board-school tansy", "reporting:decision published",
        "people:mail",
    ),
    "board member": (
        "reporting:home", "reporting:boards", "reporting:board programme",
        "reporting:board-school tansy", "reporting:note-chain released", "deliver:note released",
        "explore:overload programme", "govern:decisions", "govern:decide tansy", "reporting:decision published",
        "govern:publish-decision hidden", "govern:withdraw-decision hidden",
        "govern:finish-decision hidden", "people:mail", "explore:set programme",
        "explore:approve-set programme", "explore:waive red",
    ),
    "adviser": ("reporting:home", "reporting:board programme", "reporting:decision hidden"),
    "governor": (
        "reporting:home", "govern:reports", "reporting:governors-report issued",
        "govern:ask issued", "govern:receive issued", "people:mail",
        "prepare:memorandum tansy", "prepare:sign-memorandum held",
    ),
    "chief executive": (
        "reporting:home", "reporting:trust", "reporting:boards", "reporting:board-school tansy",
        "reporting:decision published", "govern:decisions", "people:mail",
    ),
    "lead": (
        "reporting:home", "deliver:waits", "prepare:of-schools", "reporting:board programme",
        "govern:finish-decision hidden", "govern:reports", "explore:radar", "explore:asked school",
        "explore:overload programme", "explore:overload-reason programme school",
        "explore:design programme", "explore:design-work programme", "explore:design-days programme",
        "explore:retention programme", "explore:choosing programme",
        "explore:find-schools programme", "explore:long-list programme", "explore:candidate red",
        "explore:hear red", "explore:change-heard red heard",
        "explore:head-told untold", "explore:find screening", "explore:assess red",
        "explore:ask-again red", "explore:promise-support red", "explore:change red",
        "prepare:memoranda programme", "prepare:memorandum alder", "prepare:draft-memorandum alder",
        "prepare:memorandum-paper waiting chair", "prepare:send-memorandum waiting",
        "prepare:replace-scan waiting 1 head", "people:term-dates tansy_school", "prepare:end-memorandum waiting", "prepare:keep-memorandum held",
        "prepare:promise-kept launch",
        "explore:decline red", "explore:answers programme", "explore:answer refused",
        "explore:answer-sent refused", "explore:set programme", "explore:set-rule programme",
        "explore:place-hub hub", "people:contacts-spreadsheet programme",
        "explore:candidates-spreadsheet programme",
        "explore:place-hub hub", "explore:reviews programme", "explore:peer-reviews programme", "explore:rubrics",
        "explore:rubric primary-mathematics 1", "explore:add-rubric", "prepare:offers programme",
        "prepare:rates programme", "prepare:offer offered", "prepare:vary-offer offered",
        "prepare:extend-offer offered",
        "explore:call programme", "explore:invite-schools programme",
        "explore:change-call programme", "explore:interest sent", "people:issue-notices programme", "people:notices programme",
    ),
}  # fmt: skip
"""The name of each page and what it is about, by who opens it."""


def _addresses(asked_for: tuple[str, ...], at: Mapping[str, Any]) -> Iterator[str]:
    for each in asked_for:
        name, *about = each.split()
        things = [at.get(word, word) for word in about]
        yield reverse(name, args=[_named(thing) for thing in things])


def _named(thing: Any) -> Any:
    """As an address names it."""
    return next(
        (getattr(thing, name) for name in ("urn", "code", "pk") if hasattr(thing, name)), thing
    )


def _people(tansy: Enrolment, alder: Enrolment) -> dict[str, User]:
    specialist = _called("Asha Penhallow", Role.SPECIALIST, enrolment=tansy)
    make_role(Role.SPECIALIST, person=specialist.person, enrolment=alder)
    here, programme = {"school": tansy.school}, {"programme": tansy.programme}
    governor = _called("Fern Marsh", Role.GOVERNOR, **here)
    return {
        "specialist": specialist,
        "subject leader": _called("Tansy Moor", Role.SUBJECT_LEADER, **here),
        "head": _called("Ada Heath", Role.HEADTEACHER, **here),
        "other head": _called("Rue Tanner", Role.HEADTEACHER, school=alder.school),
        "deputy": _called("Bryony Vale", Role.SENIOR_LEADER, **here),
        "hub lead": _called("Moss Tanner", Role.HUB_LEAD, hub=tansy.hub),
        "governor": governor,
        "board member": _called("Sorrel Lane", Role.STRATEGIC_BOARD_MEMBER, **programme),
        "adviser": _called("Linden Ash", Role.STEERING_GROUP_MEMBER, **programme),
        "chief executive": _called("Hazel Wick", Role.CHIEF_EXECUTIVE, trust=tansy.school.trust),
        "lead": _called("Rowan Beck", Role.PROGRAMME_LEAD, **programme),
    }


def _called(name: str, role: Role, **scope: object) -> User:
    user = make_user(name=name, password=PASSWORD)
    make_role(role, person=make_person(name=name, email=user.email, user=user), **scope)
    return user


def _ingredients(programme: Programme) -> list[ActiveIngredient]:
    strand = Strand.objects.create(programme=programme, name="Number talk")
    return [
        ActiveIngredient.objects.create(strand=strand, text=text, indicator=f"{text}, in a lesson")
        for text in ("Pupils explain to a partner", "Models stay on the wall", "Small steps")
    ]


def _visit(part: Enrolment, on: date, people: Mapping[str, User]) -> Visit:
    return make_visit(
        enrolment=part, specialist=people["specialist"].person, on=on, purpose="Number talk"
    )


def _note(part: Enrolment, on: date, people: Mapping[str, User], **content: object) -> Note:
    """Shared, signed and released within the week."""
    at = timezone.now() - (timezone.localdate() - on)
    head = people["head" if part.school.name == "Tansy Hill" else "other head"]
    note = make_note(_visit(part, on, people), at=at, **content)
    notes.sign_note(note=note, version=note.shown, authenticated_at=at, by=head, at=at)
    notes.release_note(note=note, ticks=QualityCheck.Tick.values, by=people["hub lead"], at=at)
    return note


def _weekday(day: date) -> date:
    return day + timedelta(max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
