"""Who may draft a memorandum, send it, ask about it, sign it and end it; and when."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.models import Person, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.people.running.rules import without_controller
from leadwell.prepare.memoranda import access, signers, turning
from leadwell.prepare.memoranda.transitions import allows
from leadwell.prepare.models import Memorandum, MemorandumScan, MemorandumVersion
from leadwell.prepare.models import MemorandumState as State
from leadwell.prepare.models.memorandum import IN_FORCE, Party
from leadwell.prepare.models.memorandum_scan import ON_PAPER
from leadwell.programmes.models import Enrolment, Programme
from leadwell.web.templatetags.leadwell import day_and_year

RUNNERS = "Only those who lead or manage the programme can do this."
OF_SCHOOL = (Party.HEAD, Party.CHAIR)


def may_read(user: User, enrolment: Enrolment) -> Verdict:
    if access.holds(user, Operation.READ, enrolment):
        return YES
    return no("What was agreed with this school is not open to you.")


def may_see_states(user: User, programme: Programme) -> Verdict:
    """How far memoranda are, of the schools whose one may see that of."""
    if people.holds(user, access.KEY, Operation.READ, on=programme, leaving_out=access.STATES_TOO):
        return YES
    return no("What was agreed with schools is not open to you.")


def may_draft(user: User, enrolment: Enrolment) -> Verdict:
    """A new one, or what the next version will say."""
    if not (may := may_run(user, enrolment)):
        return may
    live = enrolment.memoranda.live().first()
    return moment("draft", live) if live else YES


def may_release_on(days: Collection[date], enrolment: Enrolment, *, on: date) -> Verdict:
    """Days of release: from this day to the end of the programme. One that is named already, in the
    draft or in what holds, may stay."""
    known: set[date] = set()
    if live := enrolment.memoranda.live().select_related("in_force").first():
        known |= {*live.released_on, *(live.in_force.released_on if live.in_force else ())}
    new, last = sorted({*days} - known), enrolment.programme.ends_on
    if new and new[0] < on:
        return no(f"{day_and_year(new[0])} is over: name days that are still to come.")
    if new and new[-1] > last:
        return no(
            f"{day_and_year(new[-1])} is after the programme, whose last day is {day_and_year(last)}."
        )
    return YES


def may_send(user: User, memorandum: Memorandum) -> Verdict:
    """The first version, or another: what was signed under the one before counts for that alone."""
    verb = sending(memorandum)
    if not (may := may_run(user, memorandum.enrolment) and moment(verb, memorandum)):
        return may
    school = memorandum.enrolment.standing_school
    if not _has_head(memorandum.enrolment):
        return no(f"{school} has no headteacher here who signs. Invite them, or name them first.")
    if memorandum.chair is None:
        return no(f"Say who is chair of governors of {school}: they sign.")
    if school.trust_id and memorandum.trust_signatory is None:
        return no(f"Say who signs for {school.trust}: for an academy its trust signs too.")
    if not (may := may_turn_to(memorandum.escalates_to, memorandum.enrolment)):
        return may
    if missing := without_controller(memorandum.enrolment.programme):
        return no(
            "The annex on data says who answers for them, and is signed with the rest: name "
            f"{missing} in the table of controllers of {memorandum.enrolment.programme} first."
        )
    return YES


def may_turn_to(role: RoleHeld | None, enrolment: Enrolment) -> Verdict:
    """Whether they have that role today, here."""
    if role and turning.turned_to(enrolment, people.today()).filter(pk=role.pk).exists():
        return YES
    school = enrolment.standing_school
    if role is None:
        return no(f"Say whom {school} turns to if something goes wrong: a name and a post.")
    return no(
        f"{role.person} does not have that post any more, or not here: say whom {school} turns to "
        "if something goes wrong."
    )


def sending(memorandum: Memorandum) -> str:
    """The step by which a version goes to the school now."""
    return "vary" if memorandum.state in IN_FORCE else "send"


def may_keep(user: User, memorandum: Memorandum) -> Verdict:
    return may_run(user, memorandum.enrolment) and moment("keep", memorandum)


def may_end(user: User, memorandum: Memorandum) -> Verdict:
    return may_run(user, memorandum.enrolment, stays=False) and moment("end", memorandum)


def may_ask(user: User, memorandum: Memorandum) -> Verdict:
    """Who signs for the school: before they do."""
    mine = set(access.parties_of(user, memorandum))
    if not mine & {Party.HEAD, Party.CHAIR, Party.TRUST}:
        return no("The headteacher, the chair of governors and the trust ask about it.")
    return moment("ask", memorandum)


def may_answer(user: User, memorandum: Memorandum) -> Verdict:
    return may_run(user, memorandum.enrolment) and moment("answer", memorandum)


def may_sign(user: User, memorandum: Memorandum) -> Verdict:
    return YES if signing_as(user, memorandum) else _why_not(user, memorandum)


def signing_as(user: User, memorandum: Memorandum) -> Party | None:
    """As whom somebody signs now; None for nobody. Nobody signs for two sides."""
    if memorandum.shown is None or not allows("put_name", memorandum):
        return None
    if access.has_signed(user, memorandum.shown):
        return None
    signed = signed_by(memorandum.shown)
    mine = access.parties_of(user, memorandum)
    ready = (party for party in mine if party in memorandum.shown.parties and party not in signed)
    return next((one for one in ready if is_turn_of(one, memorandum, signed)), None)


def is_turn_of(party: Party, memorandum: Memorandum, signed: set[Party]) -> bool:
    """The school first; who leads the programme once head and chair have. The trust at any time."""
    if party != Party.LEAD:
        return True
    if memorandum.state == State.VARIED:
        return signed.issuperset(OF_SCHOOL)
    return allows("countersign", memorandum)


def signed_by(version: MemorandumVersion) -> set[Party]:
    return {Party(each) for each in version.signatures.values_list("party", flat=True)}


def is_shown(memorandum: Memorandum, version: MemorandumVersion) -> Verdict:
    """Whether the version somebody has read is still the one to sign."""
    if memorandum.shown_id == version.pk:
        return YES
    return no("Another version has been sent since. Read that one, then sign it.")


def may_send_link(user: User, memorandum: Memorandum, party: Party) -> Verdict:
    if not (may := may_run(user, memorandum.enrolment) and moment("link", memorandum)):
        return may
    person = signers.signatory(memorandum, party)
    if person is None or memorandum.shown is None or party not in memorandum.shown.parties:
        return no("Nobody is named who could be sent a link.")
    if access.signs_here(person, party, memorandum):
        return no(f"{person} signs in here to sign, and needs no link.")
    if party in signed_by(memorandum.shown):
        return no(f"{person} has signed already.")
    return YES


def may_record_on_paper(user: User, memorandum: Memorandum, party: Party) -> Verdict:
    """Who runs the programme, for the headteacher, the chair or the trust; never for oneself."""
    if not (may := may_run(user, memorandum.enrolment)):
        return may
    if not (may := moment("put_name_on_paper", memorandum)):
        return may
    version, today = memorandum.shown, people.today()
    if version is None or party not in ON_PAPER or party not in version.parties:
        return no("The headteacher, the chair of governors and the trust may sign on paper.")
    signer = signers.signer(memorandum, party, today)
    if signer is None and not (party == Party.HEAD and signers.acting_since(memorandum, today)):
        return no("Nobody is named who could have signed.")
    if party in signed_by(version):
        return no(f"{signer or party.label} has signed already.")
    return may_sign_on_paper(signer, memorandum, by=user) if signer else YES


def may_be_dated(memorandum: Memorandum, signed_on: date, *, at: datetime) -> Verdict:
    """Not before these words were sent, and not to come."""
    assert memorandum.shown  # may_record_on_paper has looked
    sent_on = timezone.localdate(memorandum.shown.sent_at)
    if signed_on < sent_on:
        return no(f"This version was sent on {day_and_year(sent_on)}: nobody signed it before.")
    if signed_on > timezone.localdate(at):
        return no("That day is still to come.")
    return YES


def may_have_acted(person: Person | None, memorandum: Memorandum, on: date) -> Verdict:
    """Whether the school had no headteacher on the day of the paper, and this person acted for it."""
    school = memorandum.enrolment.standing_school
    if head := signers.signer(memorandum, Party.HEAD, on):
        return no(f"{head} was headteacher of {school} on that day: the paper is theirs to sign.")
    if person is None:
        return no(f"{school} had no headteacher on that day. Say who acted for it then.")
    if person in signers.acting(memorandum.enrolment, on, on):
        return YES
    return no(f"{person} did not act for {school} on that day.")


def may_sign_on_paper(signer: Person | None, memorandum: Memorandum, *, by: User) -> Verdict:
    """Whether there was somebody on the day of the paper, who has not signed for another side, and
    is not who records it."""
    if signer is None:
        return no("Nobody is named who could have signed.")
    if signer.user_id == by.pk:
        return no("You sign here, and need no paper.")
    assert memorandum.shown  # may_record_on_paper has looked
    if memorandum.shown.signatures.filter(by=signer).exists():
        return no(f"{signer} has signed it for another side. Somebody else signs for this one.")
    return YES


def may_receive(person: Person, memorandum: Memorandum, signer: Person, *, at: datetime) -> Verdict:
    """Whether somebody can say that they were there or were given it."""
    if person.pk == signer.pk:
        return no(f"{signer} signed it: somebody else received it.")
    if person in signers.receivers(memorandum, signer, timezone.localdate(at)):
        return YES
    return no(f"{person} has no part in this school or its programme.")


def may_replace_scan(user: User, scan: MemorandumScan) -> Verdict:
    """Who put it there, while they look after the programme, and who leads it: at any time, for a
    wrong paper may show whom it should not."""
    memorandum = scan.version.memorandum
    put_it_there = scan.by.user_id == user.pk
    if put_it_there and access.holds(user, Operation.CHANGE, memorandum.enrolment):
        return YES
    if Party.LEAD in access.parties_of(user, memorandum):
        return YES
    return no(f"Only {scan.by}, who put the scan there, and who leads the programme replace it.")


def may_reaffirm(user: User, memorandum: Memorandum) -> Verdict:
    """A head who came after it was signed, once."""
    if Party.HEAD not in access.parties_of(user, memorandum):
        return no("Only the headteacher says that the school stands by it.")
    if not (may := moment("reaffirm", memorandum)):
        return may
    if has_stood_by(user.person.pk, memorandum):
        return no("You have put your name to it already.")
    return YES


def has_stood_by(head: int, memorandum: Memorandum) -> bool:
    """Whether a head, by their number, has signed a version of it, or reaffirmed it."""
    signed = memorandum.versions.filter(signatures__by=head, signatures__party=Party.HEAD)
    return signed.exists() or memorandum.reaffirmations.filter(by=head).exists()


def may_say_kept(user: User, enrolment: Enrolment) -> Verdict:
    """That something promised was done, or need not be."""
    return may_run(user, enrolment, stays=False)


def moment(verb: str, memorandum: Memorandum) -> Verdict:
    if allows(verb, memorandum):
        return YES
    where = memorandum.get_state_display().lower()
    return no(f"{memorandum}: {where}. This is not done from there.")


def may_run(user: User, enrolment: Enrolment, *, stays: bool = True) -> Verdict:
    """Who leads or manages the programme, while the school takes part."""
    if not access.holds(user, Operation.CHANGE, enrolment):
        return no(RUNNERS)
    if stays and enrolment.left_on:
        return no(f"{enrolment.standing_school} has left {enrolment.programme}.")
    return YES


def _has_head(enrolment: Enrolment) -> bool:
    """With an account, or without: then they sign on paper."""
    return signers.heads_of(enrolment).live_on(people.today()).exists()


def _why_not(user: User, memorandum: Memorandum) -> Verdict:
    mine = access.parties_of(user, memorandum)
    if not mine:
        return no(
            "The headteacher, the chair of governors, for an academy its trust, and who leads the "
            "programme sign it, each for themselves."
        )
    if memorandum.shown is None or not allows("put_name", memorandum):
        return moment("put_name", memorandum)
    if set(mine) & signed_by(memorandum.shown):
        return no("You have signed this version.")
    if access.has_signed(user, memorandum.shown):
        return no("You have signed it for another side. Somebody else signs for this one.")
    if mine == [Party.LEAD]:
        return no("The headteacher and the chair of governors sign first.")
    return no(f"{memorandum.enrolment.standing_school} is of no trust that would sign.")
