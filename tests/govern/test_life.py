"""The life of a governors' report: only the table's steps, by who may, each logged; issued stays."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.deliver.models import Rag
from leadwell.deliver.notes.content import Stand
from leadwell.govern import access, actions, names
from leadwell.govern.models import (
    GovernorsReport,
    IssuedPaper,
    PrintedPaper,
    ReportAddendum,
    ReportQuestion,
    ReportState,
    ReportWords,
)
from leadwell.govern.transitions import BESIDE, TRANSITIONS
from leadwell.people.models import Role
from leadwell.reporting import issuing
from leadwell.reporting.governors_report import written
from leadwell.schools.models import School
from tests.factories import (
    NOON,
    holder_of,
    make_colleague,
    make_person,
    make_report,
    make_role,
)

pytestmark = pytest.mark.django_db
EVERY = School.objects.standing


def placed(report):
    return GovernorsReport.objects.with_places().get(pk=report.pk)


def issue(report, by, *, at=NOON):
    report = placed(report)
    return issuing.issue(
        report=report, among=EVERY(), authenticated_at=at, by=by, at=at,
    )  # fmt: skip


def do(verb, report, *, by):
    common = {"report": report, "by": by, "at": NOON}
    match verb:
        case "draft":
            actions.draft_report(**common)
        case "edit":
            n = Event.objects.count()  # other words each time
            actions.edit_report(texts={"risks": f"Cover is paid for, {n}."}, **common)
        case "issue":
            issue(report, by)
        case "receive":
            actions.receive_report(on=NOON.date(), minute_ref="7.2", **common)
        case "set_meeting":
            actions.set_meeting(meeting_on=date(2026, 12, 9), **common)
        case "ask":
            actions.ask_question(text="Who pays for cover?", **common)
        case "answer":
            asked = ReportQuestion.objects.create(
                report=report, text="Who?", asked_by=make_person(), asked_at=NOON
            )
            actions.answer_question(question=asked, answer="The school.", by=by, at=NOON)
        case "add":
            actions.add_to_report(text="It was Year 4.", **common)


WAYS = {
    ReportState.DUE: [],
    ReportState.DRAFTED: ["draft"],
    ReportState.EDITED: ["draft", "edit"],
    ReportState.ISSUED: ["draft", "edit", "issue"],
    ReportState.RECEIVED: ["draft", "edit", "issue", "receive"],
}


@dataclass(frozen=True)
class Tried:
    verb: str
    who: str


TRIED = [
    Tried("draft", "subject_leader"), Tried("edit", "subject_leader"), Tried("issue", "head"),
    Tried("receive", "governor"), Tried("set_meeting", "subject_leader"), Tried("ask", "governor"),
    Tried("answer", "subject_leader"), Tried("add", "head"),
]  # fmt: skip


@pytest.fixture
def people(head, subject_leader, governor, hub_lead):
    return {
        "head": head, "subject_leader": subject_leader, "governor": governor, "hub_lead": hub_lead
    }  # fmt: skip


def bring_to(state, report, people):
    who = {"receive": people["governor"]}
    for verb in WAYS[state]:
        do(verb, report, by=who.get(verb, people["head"]))
    report.refresh_from_db()
    assert report.state == state


def test_everything_in_the_table_is_tried():
    assert {one.verb for one in TRIED} == {*TRANSITIONS, *BESIDE}


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("tried", TRIED, ids=lambda one: one.verb)
def test_every_step_is_taken_from_its_states_and_from_no_other(report, people, tried, state):
    bring_to(state, report, people)
    step = TRANSITIONS.get(tried.verb) or BESIDE[tried.verb]
    if state not in step.before:
        with pytest.raises((PermissionDenied, KeyError)), transaction.atomic():
            do(tried.verb, report, by=people[tried.who])
        report.refresh_from_db()
        assert report.state == state
        return
    n = Event.objects.count()
    do(tried.verb, report, by=people[tried.who])
    report.refresh_from_db()
    assert report.state == getattr(step, "after", state)
    assert Event.objects.count() > n


WRONG = [
    ("edit", "governor", ReportState.DRAFTED, "Only the head, a senior leader"),
    ("edit", "hub_lead", ReportState.DRAFTED, "Only the head, a senior leader"),
    ("issue", "subject_leader", ReportState.EDITED, "Only the head issues"),
    ("issue", "governor", ReportState.EDITED, "Only the head issues"),
    ("receive", "head", ReportState.ISSUED, "Only the school’s governors"),
    ("ask", "hub_lead", ReportState.ISSUED, "Only the school’s governors"),
    ("answer", "governor", ReportState.ISSUED, "answer governors’ questions"),
    ("add", "subject_leader", ReportState.ISSUED, "Only the head issues"),
]


@pytest.mark.parametrize(("verb", "who", "state", "why"), WRONG)
def test_who_may_not_is_told_why(report, people, verb, who, state, why):
    bring_to(state, report, people)
    with pytest.raises(PermissionDenied, match=why):
        do(verb, report, by=people[who])


def test_a_governor_of_another_school_is_none_of_this_one(report, people):
    bring_to(ReportState.ISSUED, report, people)
    stranger = holder_of(Role.GOVERNOR, school=make_report().enrolment.school)
    with pytest.raises(PermissionDenied, match="Only the school’s governors"):
        do("ask", report, by=stranger)


def test_a_report_that_is_issued_keeps_the_promise(report, people):
    bring_to(ReportState.ISSUED, report, people)
    report.obligation.refresh_from_db()
    assert report.obligation.met_on == NOON.date()


def test_nothing_of_an_issue_stays_when_its_log_fails(report, people, monkeypatch):
    bring_to(ReportState.EDITED, report, people)
    record = log.record

    def broken(**said):
        if said["verb"] == "issue":
            raise RuntimeError("no log")
        record(**said)

    monkeypatch.setattr(log, "record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        issue(report, people["head"])
    report.refresh_from_db()
    report.obligation.refresh_from_db()
    assert report.state == ReportState.EDITED
    assert report.obligation.met_on is None
    assert not IssuedPaper.objects.exists()


def test_what_was_issued_is_never_changed_by_the_site(report, people):
    bring_to(ReportState.ISSUED, report, people)
    printed = issuing.print_paper(paper_id=report.paper.pk, at=NOON)
    actions.add_to_report(report=report, text="It was Year 4.", by=people["head"], at=NOON)
    for model in (IssuedPaper, PrintedPaper, ReportAddendum):
        for write in (
            lambda model=model: model.objects.update(at=NOON + timedelta(days=1)),
            lambda model=model: model.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                write()
    assert bytes(printed.pdf).startswith(b"%PDF")
    with pytest.raises(DatabaseError), transaction.atomic():
        GovernorsReport.objects.filter(pk=report.pk).delete()


def test_printed_twice_there_is_one_file(report, people):
    bring_to(ReportState.ISSUED, report, people)
    first = issuing.print_paper(paper_id=report.paper.pk, at=NOON)
    again = actions.keep_print(paper=report.paper, pdf=b"%PDF another", at=NOON)
    assert again.pk == first.pk
    assert issuing.print_paper(paper_id=report.paper.pk, at=NOON).sha256 == first.sha256


def test_the_database_knows_what_a_receipt_needs(report, people, governor):
    bring_to(ReportState.ISSUED, report, people)
    for fields in (
        {"state": "received"},
        {"received_on": NOON.date()},
        {"issued_on": None},
        {"state": "received", "received_on": date(2026, 1, 1), "minute_ref": "7",
         "received_by": governor.person},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            GovernorsReport.objects.filter(pk=report.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_report(enrolment=report.enrolment)


def test_a_meeting_that_is_to_come_has_received_nothing(report, people):
    bring_to(ReportState.ISSUED, report, people)
    for on, why in ((date(2026, 12, 9), "still to come"), (date(2026, 11, 2), "was issued on")):
        with pytest.raises(PermissionDenied, match=why):
            actions.receive_report(
                report=report, on=on, minute_ref="7", by=people["governor"], at=NOON
            )


@pytest.mark.parametrize(
    ("meeting_on", "n", "gives_notice"),
    [
        (date(2026, 11, 28), 7, True),
        (date(2026, 11, 27), 6, False),
        (date(2026, 11, 20), 0, False),
        (None, None, True),
    ],
)
def test_clear_days_count_neither_the_issue_nor_the_meeting(report, meeting_on, n, gives_notice):
    report.meeting_on = meeting_on
    assert report.clear_days(NOON.date()) == n
    assert report.gives_notice_on(NOON.date()) is gives_notice


def test_a_meeting_that_is_set_brings_the_due_day_and_the_draft_forward(report, head, terms):
    actions.set_meeting(report=report, meeting_on=date(2026, 12, 9), by=head, at=NOON)
    report.refresh_from_db()
    report.obligation.refresh_from_db()
    assert report.obligation.due_on == date(2026, 11, 18)
    assert report.drafts_on == date(2026, 10, 21)


def test_no_name_below_senior_leaders_goes_to_governors(report, people, enrolment):
    bring_to(ReportState.DRAFTED, report, people)
    teacher = make_role(Role.TEACHER, school=enrolment.school, person=make_person(name="Jo Ash"))
    texts = {"happened": "Mrs  ASH led it.", "risks": "None with jo\u00a0ash."}
    actions.edit_report(report=report, texts=texts, by=people["head"], at=NOON)
    with pytest.raises(PermissionDenied) as refused:
        issue(report, people["head"])
    assert str(refused.value) == (
        "Name nobody below senior leaders: take out “Mrs ASH” in “What happened this term” and "
        "“jo ash” in “Risks, and what leaders are doing”."
    )
    assert teacher.person.name in names.not_to_be_named(enrolment)


def test_senior_leaders_may_be_named_and_parts_of_words_are_no_names(enrolment):
    leader = make_role(
        Role.SENIOR_LEADER, school=enrolment.school, person=make_person(name="Kit Rowan")
    ).person
    make_role(Role.SUBJECT_LEADER, school=enrolment.school, person=leader)
    make_role(Role.TEACHER, school=enrolment.school, person=make_person(name="Jo Ash"))
    make_person(name="Sam Reed", home_school=enrolment.school)
    unnamed = names.not_to_be_named(enrolment)
    assert unnamed == ["Jo Ash", "Sam Reed"]
    texts = {"why": "Kit Rowan planted an ash. Ash Wednesday; Jo Ashdown; reeds."}
    assert names.found_in(texts, unnamed) == []


def test_answers_and_what_is_added_name_nobody_either(report, people, enrolment):
    bring_to(ReportState.ISSUED, report, people)
    make_role(Role.TEACHER, school=enrolment.school, person=make_person(name="Jo Ash"))
    asked = actions.ask_question(report=report, text="Who?", by=people["governor"], at=NOON)
    with pytest.raises(PermissionDenied, match="take out “Jo Ash” in “The answer”"):
        actions.answer_question(question=asked, answer="Jo Ash.", by=people["head"], at=NOON)
    with pytest.raises(PermissionDenied, match="in “What you add”"):
        actions.add_to_report(report=report, text="Jo Ash.", by=people["head"], at=NOON)


def test_an_answer_is_given_once(report, people):
    bring_to(ReportState.ISSUED, report, people)
    asked = actions.ask_question(report=report, text="Who?", by=people["governor"], at=NOON)
    said = {"question": asked, "answer": "The school.", "minute_ref": "7.3", "at": NOON}
    actions.answer_question(by=people["subject_leader"], **said)
    with pytest.raises(PermissionDenied, match="It is answered"):
        actions.answer_question(by=people["head"], **said)


def test_amber_goes_to_governors_with_what_leaders_do(report, people, released):
    amber = Stand(Rag.AMBER, "Some classes", "new-1")
    green = Stand(Rag.GREEN)
    released(stands={"engagement": green, "implementation": amber, "impact": green})
    bring_to(ReportState.DRAFTED, report, people)
    with pytest.raises(PermissionDenied, match="what leaders do about it"):
        issue(report, people["head"])
    do("edit", report, by=people["head"])
    issue(report, people["head"])


def test_what_somebody_has_not_read_they_do_not_issue(report, people, released):
    bring_to(ReportState.EDITED, report, people)
    shown = written(placed(report), on=NOON.date(), among=EVERY()).paper
    read = issuing.hash_of(shown, report, at=NOON)
    released()
    with pytest.raises(PermissionDenied, match="has changed since you opened"):
        issuing.issue(
            report=placed(report), read=read, among=EVERY(), authenticated_at=NOON,
            by=people["head"], at=NOON,
        )  # fmt: skip


def test_saving_the_same_words_is_no_edit(report, people):
    bring_to(ReportState.DRAFTED, report, people)
    texts = {one.section: one.words for one in ReportWords.objects.filter(report=report)}
    actions.edit_report(report=report, texts=texts, by=people["head"], at=NOON)
    report.refresh_from_db()
    assert report.state == ReportState.DRAFTED


def test_somebody_without_a_role_reads_none(report, people):
    bring_to(ReportState.ISSUED, report, people)
    assert not access.reports_for(make_colleague().user).exists()
    assert not access.listed_for(make_colleague().user, NOON.date()).exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A. Heath led it", "A. Heath"),
        ("A.Heath led it", "A.Heath"),
        ("led by A Heath", "A Heath"),
        ("pupils drew a heath", None),
        ("USA. Heathland", None),
        ("B. Heath led it", None),
    ],
)
def test_a_first_letter_with_a_surname_is_a_name_too(text, found):
    names_found = names.found_in({"happened": text}, ["Ada Heath"])
    assert [said for said, _ in names_found] == ([found] if found else [])
