"""Who may write a governors' report, issue it, ask, answer and note receipt. Who first, then when."""

from collections.abc import Iterable, Mapping
from datetime import date

from leadwell.accounts.models import User
from leadwell.govern import access, names, transitions
from leadwell.govern.models import GovernorsReport, ReportQuestion, Section
from leadwell.lib import words
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.web.templatetags.leadwell import day_and_year

WRITERS = "Only the head, a senior leader and the subject leader write the governors’ report."
ANSWERERS = "Only the head, a senior leader and the subject leader answer governors’ questions."
THE_HEAD = "Only the head issues the governors’ report, and puts it right once it is issued."
GOVERNORS = "Only the school’s governors ask about its report and note that it was received."


def may_draft(user: User, report: GovernorsReport) -> Verdict:
    return _may_write("draft", user, report)


def may_edit(user: User, report: GovernorsReport) -> Verdict:
    return _may_write("edit", user, report)


def may_set_meeting(user: User, report: GovernorsReport) -> Verdict:
    return _may_write("set_meeting", user, report)


def may_issue(user: User, report: GovernorsReport) -> Verdict:
    if not people.holds(user, access.KEY, Operation.SIGN, on=report.enrolment):
        return no(THE_HEAD)
    return _moment("issue", report)


def may_issue_words(
    texts: Mapping[str, str], *, unnamed: Iterable[str], is_troubled: bool, said_risks: bool
) -> Verdict:
    """Whether these words can go to governors. texts: by section. unnamed: whom they must not
    name. is_troubled: whether leaders have something to answer; said_risks: whether the head did."""
    titled = {Section(key).label: text for key, text in texts.items()}
    if not (may := may_say(titled, unnamed=unnamed)):
        return may
    if is_troubled and not said_risks:
        return no(
            f"A colour is Amber or Red, or an action is past its day. Write in "
            f"“{Section.RISKS.label}” what leaders do about it."
        )
    return YES


def may_say(texts: Mapping[str, str], *, unnamed: Iterable[str]) -> Verdict:
    """Whether nobody below senior leaders is named. texts: by what they are called on the page."""
    found = names.found_in(texts, unnamed)
    if not found:
        return YES
    places = words.listed([f"“{name}” in “{where}”" for name, where in found])
    return no(f"Name nobody below senior leaders: take out {places}.")


def may_ask(user: User, report: GovernorsReport) -> Verdict:
    if not people.holds(user, access.QUESTION, Operation.CREATE, on=report.enrolment):
        return no(GOVERNORS)
    return _moment("ask", report)


def may_receive(user: User, report: GovernorsReport) -> Verdict:
    if not access.governs(user, report.enrolment):
        return no(GOVERNORS)
    return _moment("receive", report)


def was_received_on(report: GovernorsReport, on: date, *, today: date) -> Verdict:
    """Whether that can have been the meeting."""
    if on > today:
        return no(f"{day_and_year(on)} is still to come. Note it once governors have met.")
    if report.issued_on and on < report.issued_on:
        return no(f"The report was issued on {day_and_year(report.issued_on)}, after that day.")
    return YES


def may_answer(user: User, question: ReportQuestion) -> Verdict:
    if not people.holds(user, access.QUESTION, Operation.CHANGE, on=question.report.enrolment):
        return no(ANSWERERS)
    if not (may := _moment("answer", question.report)):
        return may
    if question.is_answered:
        return no("It is answered. Governors ask again where they want to know more.")
    return YES


def may_add(user: User, report: GovernorsReport) -> Verdict:
    """Put right what was issued: beside it, for it stays as it is."""
    if not people.holds(user, access.KEY, Operation.SIGN, on=report.enrolment):
        return no(THE_HEAD)
    return _moment("add", report)


def _may_write(verb: str, user: User, report: GovernorsReport) -> Verdict:
    if not people.holds(user, access.KEY, Operation.CHANGE, on=report.enrolment):
        return no(WRITERS)
    return _moment(verb, report)


def _moment(verb: str, report: GovernorsReport) -> Verdict:
    if report.obligation.skipped_because:
        return no(f"This report is not owed any more: {report.obligation.skipped_because}.")
    if transitions.allows(verb, report):
        return YES
    if report.is_issued:
        return no("The report is issued: its words stay. What is to be put right is added to it.")
    return no(f"The report is {report.get_state_display().lower()}: that cannot be done yet.")
