"""Signing on paper: who records it, for whom, of which day, and who may have received it."""

from datetime import date, datetime

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.prepare.memoranda import rules, turning
from leadwell.prepare.models import Memorandum, MemorandumVersion
from leadwell.prepare.models.memorandum import Party
from leadwell.prepare.models.memorandum_scan import ON_PAPER
from leadwell.web.templatetags.leadwell import day_and_year

AT_SCHOOL = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.SUBJECT_LEADER, Role.GOVERNOR)


def may_record(user: User, memorandum: Memorandum, party: Party) -> Verdict:
    """Who runs the programme, for the headteacher, the chair or the trust; never for oneself."""
    if not (may := rules.may_run(user, memorandum.enrolment)):
        return may
    if not (may := rules.moment("put_name_on_paper", memorandum)):
        return may
    version = memorandum.shown
    if version is None or party not in ON_PAPER or party not in version.parties:
        return no("The headteacher, the chair of governors and the trust may sign on paper.")
    signer_now = signer(memorandum, party, people.today())
    if signer_now is None:
        return no("Nobody is named who could have signed.")
    if party in rules.signed_by(version):
        return no(f"{signer_now} has signed already.")
    if signer_now.user_id == user.pk:
        return no("You sign here, and need no paper.")
    return _signs_once(signer_now, version)


def may_be_dated(memorandum: Memorandum, signed_on: date, *, at: datetime) -> Verdict:
    """Not before these words were sent, and not to come."""
    assert memorandum.shown  # may_record has looked
    sent_on = timezone.localdate(memorandum.shown.sent_at)
    if signed_on < sent_on:
        return no(f"This version was sent on {day_and_year(sent_on)}: nobody signed it before.")
    if signed_on > timezone.localdate(at):
        return no("That day is still to come.")
    return YES


def may_have_signed(signer: Person | None, memorandum: Memorandum, on: date) -> Verdict:
    """Whether there was somebody on the day of the paper, who has not signed for another side. The
    head of that day may be another than today's, and there may have been none."""
    if signer is None:
        return no(f"{memorandum.enrolment.standing_school} had no headteacher on that day.")
    assert memorandum.shown  # may_record has looked
    return _signs_once(signer, memorandum.shown)


def may_receive(person: Person, memorandum: Memorandum, signer: Person, *, at: datetime) -> Verdict:
    """Whether somebody can say that they were there or were given it."""
    if person.pk == signer.pk:
        return no(f"{signer} signed it: somebody else received it.")
    if person in receivers(memorandum, signer, timezone.localdate(at)):
        return YES
    return no(f"{person} has no part in this school or its programme.")


def signer(memorandum: Memorandum, party: Party, on: date) -> Person | None:
    """Who signs for a party: the head of that day, or who is named on the memorandum."""
    if party != Party.HEAD:
        return rules.signatory(memorandum, party)
    role = rules.heads_of(memorandum.enrolment).live_on(on).select_related("person").first()
    return role.person if role else None


def _signs_once(signer: Person, version: MemorandumVersion) -> Verdict:
    """Nobody signs one version for two sides."""
    if version.signatures.filter(by=signer).exists():
        return no(f"{signer} has signed it for another side. Somebody else signs for this one.")
    return YES


def receivers(memorandum: Memorandum, signer: Person, on: date) -> list[Person]:
    """Those of the programme, the hub and the school with a role of that day, by name. Two
    queries."""
    enrolment = memorandum.enrolment
    here = RoleHeld.objects.live_on(on).at_schools([enrolment.standing_school.pk])
    roles = [
        *turning.turned_to(enrolment, on),
        *here.filter(role__in=AT_SCHOOL).select_related("person"),
    ]
    found = {role.person_id: role.person for role in roles if role.person_id != signer.pk}
    return sorted(found.values(), key=lambda person: (person.name, person.pk))
