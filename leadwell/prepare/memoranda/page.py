"""A school's memorandum as its page shows it, and those of a programme as a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib.school_days import SchoolDays
from leadwell.lib.verdict import Verdict
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.running.term_dates import Counted, counted
from leadwell.prepare.memoranda import access, promising, rules, signers, telling, writing
from leadwell.prepare.memoranda.clauses import PROMISES
from leadwell.prepare.memoranda.transitions import BESIDE, TRANSITIONS
from leadwell.prepare.models import (
    Memorandum,
    MemorandumQuery,
    MemorandumSignature,
    MemorandumStep,
    MemorandumVersion,
    SigningLink,
)
from leadwell.prepare.models import MemorandumState as State
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes.models import Enrolment, Obligation, Programme
from leadwell.schools.calendar import school_days_of
from leadwell.web.paper.paper import Paper
from leadwell.web.templatetags.leadwell import day, day_and_year

SAID = {
    "draft": "The draft was written",
    "send": "It was sent",
    "ask": "The school asked",
    "answer": "It was answered",
    "sign": "The school has signed",
    "countersign": "It was countersigned",
    "begin": "It is active",
    "record": "It was recorded as signed on paper",
    "vary": "A variation was sent",
    "keep": "The variation was taken back",
    "agree": "The variation holds",
    "end": "It ended",
    "put_name": "Somebody signed",
    "put_name_on_paper": "A signature on paper was recorded",
    "replace_scan": "The scan of a signed paper was replaced",
    "link": "Another link was asked for",
    "reaffirm": "A new head stood by it",
    "reminded": "The school was reminded",
}
KINDS = frozenset(PROMISES) | {promising.SIGNED, promising.REAFFIRM}
"""Of the obligations that stand on its page."""
NOTES = "note_released"


@dataclass(frozen=True, slots=True)
class Button:
    url: str
    text: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Signed:
    """One who signs: name "" for not yet. waits: what is known meanwhile, such as a link that was
    sent. link_url: where another link is asked for; paper_url: where a signature on paper is
    recorded; scan_url: where its scan is, replace_url where a wrong one is replaced. "" for who may not, and where there is none."""

    label: str
    name: str
    when: str
    waits: str
    link_url: str
    paper_url: str = ""
    scan_url: str = ""
    replace_url: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What follows from it by a day. url: where it is said to be done, "" for who may not, and for
    what is done elsewhere."""

    what: str
    when: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class MemorandumPage:
    """memorandum: None where there is none yet. paper: of the version that is read, None before
    one was sent. changes: of a variation under way, beside what is in force. reads_notes: whether
    notes of visits, whose days stand there and not among the promises, are open to whoever looks."""

    enrolment: Enrolment
    memorandum: Memorandum | None
    paper: Paper | None
    sentence: str
    buttons: tuple[Button, ...]
    next_no: str
    signed: tuple[Signed, ...]
    queries: tuple[tuple[MemorandumQuery, bool], ...]
    changes: tuple[writing.Change, ...]
    promises: tuple[Promise, ...]
    counted: Counted
    reads_notes: bool
    versions: tuple[MemorandumVersion, ...]
    steps: tuple[tuple[str, MemorandumStep], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A school of a programme. n_days: school days since it was sent, None where it waits for
    nobody at the school. is_open: whether whoever looks may read it too."""

    enrolment: Enrolment
    memorandum: Memorandum | None
    n_days: int | None
    is_open: bool

    @property
    def state(self) -> str:
        if self.memorandum is None:
            return "Agreed on paper" if self.enrolment.work_agreed_on else "Not drafted"
        return self.memorandum.get_state_display()


def about(user: User, enrolment: Enrolment, on: date) -> MemorandumPage:
    """The live one, or the last that there was. A dozen queries, however much there is."""
    found = Memorandum.objects.at_hand().filter(enrolment=enrolment).order_by("-pk")
    memorandum = found.first()
    version = memorandum.shown if memorandum else None
    if memorandum and version:
        version.memorandum = memorandum
        memorandum.enrolment = enrolment
    buttons, next_no = _buttons(user, enrolment, memorandum)
    return MemorandumPage(
        enrolment=enrolment,
        memorandum=memorandum,
        paper=writing.signed_paper(version) if version else None,
        sentence=_sentence(enrolment, memorandum),
        buttons=tuple(buttons),
        next_no=next_no,
        signed=tuple(_signed(user, memorandum, version, on)) if memorandum and version else (),
        queries=_queries(user, memorandum) if memorandum else (),
        changes=tuple(changes_of(version)) if version else (),
        promises=tuple(_promises(user, enrolment, on)),
        counted=counted(user, enrolment.standing_school, on),
        reads_notes=people.holds(user, NOTES, Operation.READ, on=enrolment),
        versions=tuple(memorandum.versions.order_by("-number")) if memorandum else (),
        steps=_steps(memorandum) if memorandum else (),
    )


def changes_of(version: MemorandumVersion) -> list[writing.Change]:
    """Against the version before; empty for the first."""
    before = MemorandumVersion.objects.filter(
        memorandum=version.memorandum_id, number=version.number - 1
    ).first()
    return writing.changes(before.content, version.content) if before else []


def of_programme(user: User, programme: Programme, on: date) -> tuple[Line, ...]:
    """Each school's, for who may see how far they are. Four queries, however many."""
    seen = people.enrolments_for(user, key=access.KEY, leaving_out=access.STATES_TOO)
    parts = list(
        seen.filter(programme=programme, left_on=None)
        .select_related("school__continued_by", "hub")
        .order_by("school__name", "pk")
    )
    live = {one.enrolment_id: one for one in Memorandum.objects.live().filter(enrolment__in=parts)}
    days = school_days_of([part.standing_school for part in parts]) if parts else {}
    return tuple(
        Line(part, one, _n_days(one, part, days, on), bool(rules.may_read(user, part)))
        for part in parts
        for one in [live.get(part.pk)]
    )


def _n_days(
    one: Memorandum | None, part: Enrolment, days: dict[int, SchoolDays], on: date
) -> int | None:
    if one is None or one.state not in telling.OF_SCHOOL:
        return None
    return telling.n_waiting(one, on, days[part.standing_school.pk])


def _sentence(enrolment: Enrolment, memorandum: Memorandum | None) -> str:
    school = enrolment.standing_school
    if memorandum is None:
        if enrolment.work_agreed_on:
            since = day_and_year(enrolment.work_agreed_on)
            return (
                f"Work at {school} was agreed on paper, before memoranda were kept here: {since}."
            )
        return f"There is none with {school} yet. Work there begins once it is active."
    match memorandum.state:
        case State.DRAFTED:
            return "A draft. The school has not been sent it yet."
        case State.SENT | State.QUERIED | State.SIGNED | State.COUNTERSIGNED:
            return f"{_waits_for(memorandum)} Work at {school} begins once all have signed."
        case State.VARIED:
            return f"Active. A variation waits: {_waits_for(memorandum)}"
        case State.ENDED:
            assert memorandum.ended_on  # what has ended ended on a day
            why = memorandum.ended_because.rstrip(".")
            ended = f"It ended on {day_and_year(memorandum.ended_on)}: {why}."
            rests = f" Nobody is sent to {school} until there is an active one again."
            return ended if enrolment.work_agreed_on else ended + rests
    if enrolment.left_on:
        return f"{school} left {enrolment.programme} on {day_and_year(enrolment.left_on)}."
    assert memorandum.active_since  # what is active is so since a day
    on_paper = memorandum.paper_signed_on and not memorandum.in_force_id
    kept = f" Signed on paper, kept at: {memorandum.paper_kept_at}." if on_paper else ""
    return f"Active since {day_and_year(memorandum.active_since)}.{kept}"


def _waits_for(memorandum: Memorandum) -> str:
    """ "It waits for the headteacher and the chair of governors." """
    if memorandum.state == State.QUERIED:
        return "The school has asked about it, and waits for an answer."
    assert memorandum.shown  # what waits was sent
    assert memorandum.sent_on
    signed = rules.signed_by(memorandum.shown)
    missing = [party.label.lower() for party in memorandum.shown.parties if party not in signed]
    those = f"{', '.join(missing[:-1])} and {missing[-1]}" if len(missing) > 1 else missing[0]
    return f"Sent {day(memorandum.sent_on)}; still to sign: {those}."


VERBS = (
    ("sign", "sign-memorandum", rules.may_sign),
    ("reaffirm", "reaffirm-memorandum", rules.may_reaffirm),
    ("send", "send-memorandum", rules.may_send),
    ("ask", "ask-memorandum", rules.may_ask),
    ("keep", "keep-memorandum", rules.may_keep),
    ("end", "end-memorandum", rules.may_end),
)


def _buttons(
    user: User, enrolment: Enrolment, memorandum: Memorandum | None
) -> tuple[list[Button], str]:
    """The first that may be done is the usual next step. Beside them, why it cannot be sent yet."""
    live = memorandum if memorandum and memorandum.state != State.ENDED else None
    made: list[tuple[str, str]] = []
    no = ""
    for verb, name, may in VERBS:
        if live and (verdict := may(user, live)):
            made.append((reverse(f"prepare:{name}", args=[live.pk]), _text(verb, user, live)))
        elif live and verb == "send" and live.state == State.DRAFTED:
            no = verdict.reason if access.holds(user, Operation.CHANGE, enrolment) else ""
    if rules.may_draft(user, enrolment):
        text = BESIDE["draft"].button if live else "Draft it"
        made.append((reverse("prepare:draft-memorandum", args=[enrolment.pk]), text))
    return [Button(url, text, n == 0) for n, (url, text) in enumerate(made)], no


def _text(verb: str, user: User, memorandum: Memorandum) -> str:
    if verb == "sign" and rules.signing_as(user, memorandum) == Party.LEAD:
        return "Read and countersign it"
    if verb == "sign":
        return "Read and sign it"
    if verb == "send":
        verb = rules.sending(memorandum)
        return (
            "Send a new version"
            if verb == "send" and memorandum.shown
            else TRANSITIONS[verb].button
        )
    found = TRANSITIONS.get(verb) or BESIDE[verb]
    return found.button


def _signed(
    user: User, memorandum: Memorandum, version: MemorandumVersion, on: date
) -> Iterator[Signed]:
    signatures = version.signatures.select_related("received_by", "scan__by")
    names = {one.party: one for one in signatures}
    links = {one.party: one for one in SigningLink.objects.open().filter(version=version)}
    for party in version.parties:
        if one := names.get(party):
            scan_url, replace_url = _scan_urls(user, memorandum, version, one)
            yield Signed(
                str(party.label), writing.name_of(one), f"Signed {writing.when_of(one)}", "", "",
                scan_url=scan_url, replace_url=replace_url,
            )  # fmt: skip
            continue
        person = signers.signer(memorandum, party, on)
        waits = str(person) if person else ""
        if party == Party.HEAD and person is None:
            waits = "The school has no headteacher: whoever acts for it signs on paper"
        if party == Party.HEAD and person and person.user_id is None:
            waits = f"{person}: without an account here, so on paper"
        if link := links.get(party):
            waits = f"{person}: link sent, works until {day_and_year(link.expires_at)}"
        may = rules.may_send_link(user, memorandum, party)
        url = reverse("prepare:memorandum-link", args=[memorandum.pk, party]) if may else ""
        may = rules.may_record_on_paper(user, memorandum, party)
        on_paper = reverse("prepare:memorandum-paper", args=[memorandum.pk, party]) if may else ""
        yield Signed(str(party.label), "", "", waits, url, paper_url=on_paper)


def _scan_urls(
    user: User, memorandum: Memorandum, version: MemorandumVersion, one: MemorandumSignature
) -> tuple[str, str]:
    if one.scan is None:
        return "", ""
    args = [memorandum.pk, version.number, one.party]
    version.memorandum, one.scan.version = memorandum, version
    may = rules.may_replace_scan(user, one.scan)
    replace_url = reverse("prepare:replace-scan", args=args) if may else ""
    return reverse("prepare:memorandum-scan", args=args), replace_url


def _queries(user: User, memorandum: Memorandum) -> tuple[tuple[MemorandumQuery, bool], ...]:
    may = bool(rules.may_answer(user, memorandum))
    asked = memorandum.queries.select_related("asked_by", "answered_by")
    return tuple((one, may and not one.answer) for one in asked)


def _promises(user: User, enrolment: Enrolment, on: date) -> Iterator[Promise]:
    may: Verdict = rules.may_say_kept(user, enrolment)
    for one in Obligation.objects.filter(enrolment=enrolment, kind__in=KINDS):
        state = one.state_on(on)
        ours = one.kind in promising.OURS and state in {"due", "late"} and may
        url = reverse("prepare:promise-kept", args=[one.pk]) if ours else ""
        yield Promise(one.what, _when(one, state), state, url)


def _when(one: Obligation, state: str) -> str:
    if one.met_on:
        return f"Done {day_and_year(one.met_on)}"
    if one.skipped_because:
        return f"Skipped: {one.skipped_because}"
    return f"{'Was due' if state == 'late' else 'Due'} {day_and_year(one.due_on)}"


def _steps(memorandum: Memorandum) -> tuple[tuple[str, MemorandumStep], ...]:
    steps = memorandum.steps.select_related("by").order_by("-at", "-pk")
    return tuple((SAID.get(one.verb, one.verb), one) for one in steps)
