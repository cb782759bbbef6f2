"""Letters about a memorandum: that it waits for somebody's name, and the link for who has no account.

A job is made with the step itself. It goes when quiet hours are over, and asks again then: who has
signed by then is not written to. A link is made by the job in the moment its letter goes, so that
what stands in it is in no queue.
"""

import smtplib
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.lib import quiet_hours
from leadwell.lib.school_days import SchoolDays
from leadwell.people import access as people
from leadwell.people.mail.calendars import calendars_of
from leadwell.people.mail.letters import Line, letter
from leadwell.people.mail.sending import MAIL_QUEUE, NotTaken, mail_server, send_once
from leadwell.people.models import Message, Role, RoleHeld
from leadwell.prepare.memoranda import access, linking, rules, signers
from leadwell.prepare.memoranda.moving import locked, note
from leadwell.prepare.models import (
    Memorandum,
    MemorandumSignature,
    MemorandumStep,
    MemorandumVersion,
)
from leadwell.prepare.models import MemorandumState as State
from leadwell.prepare.models.memorandum import LINK_WORKS_FOR, WAITING, Party
from leadwell.schools.calendar import school_days, school_days_of

REMINDED_ON = (5, 10, 15)
"""School days after it was sent. After the last of them the hub lead is asked to ring."""
FIRST = 0
"""Of the letters about a version: that it was sent. The others are reminders, by number."""
A_DAY = timedelta(days=1)
OF_SCHOOL = (State.SENT, State.QUERIED, State.VARIED)
"""States in which head and chair are waited for: the hub lead rings the school."""


def tell_school(version: MemorandumVersion, *, turn: int = FIRST, at: datetime) -> None:
    """A job for each who signs for the school and has not: within the step's transaction."""
    memorandum = version.memorandum
    for party in _waited_for(version):
        person = signers.signatory(memorandum, party)
        if party == Party.HEAD or access.signs_here(person, party, memorandum):
            _tell_all(version, party, turn, at=at)
        else:
            ask_for_link(version, party, at=at)


def tell_next(memorandum: Memorandum, *, at: datetime) -> None:
    """Who leads the programme, once the school has signed."""
    version = memorandum.shown
    if version and memorandum.state in {State.SIGNED, State.VARIED}:
        signed = rules.signed_by(version)
        if rules.is_turn_of(Party.LEAD, memorandum, signed) and Party.LEAD not in signed:
            _tell_all(version, Party.LEAD, FIRST, at=at)


def ask_for_link(version: MemorandumVersion, party: Party, *, at: datetime) -> None:
    calendar = school_days(version.memorandum.enrolment.standing_school)
    defer(
        "prepare.send_signing_link", quiet_hours.next_moment(at, (calendar,)),
        version_id=version.pk, party=str(party),
    )  # fmt: skip


def tell_signer(signed: MemorandumSignature, *, at: datetime) -> None:
    """A job, where who is named on a paper has an account: within the step's transaction."""
    user = signed.by.user
    if user is None or not user.is_active:
        return
    calendars = calendars_of([user.pk], timezone.localdate(at))[user.pk]
    defer(
        "prepare.tell_of_signature", quiet_hours.next_moment(at, calendars),
        signature_id=signed.pk, user_id=user.pk,
    )  # fmt: skip


def tell_of_signature(*, signature_id: int, user_id: int, at: datetime) -> datetime | None:
    """Write to who is named on a paper that a signature was recorded in their name, and how to say
    that it is wrong. A moment: as below."""
    found = MemorandumSignature.objects.filter(pk=signature_id, by__user=user_id)
    signed = found.select_related("version__memorandum", "by__user").first()
    if signed is None or signed.by.user is None or not signed.by.user.is_active:
        return None
    user = signed.by.user
    calendars = calendars_of([user.pk], timezone.localdate(at))[user.pk]
    moment = quiet_hours.next_moment(at, calendars)
    if moment > at:
        return moment
    about = letter(
        "a signature on paper was recorded in your name",
        "Somebody recorded that you signed a memorandum of understanding on paper, and put a scan "
        "of it there. If you did, there is nothing to do. If you did not, or it is not that paper, "
        "report it as a problem by the second link: it goes to those who have to look at it.",
        [
            Line("Look at what was recorded", signed.version.memorandum.get_absolute_url()),
            Line("Say that it is wrong", reverse("people:report-problem")),
        ],
    )
    with acting_as(user.pk), mail_server() as server:
        send_once(
            about, to=user, kind=Message.Kind.AGREED, key=f"signed.{signature_id}", at=at,
            server=server,
        )  # fmt: skip
    return None


def tell(*, version_id: int, user_id: int, turn: int, at: datetime) -> datetime | None:
    """Write to one of them, if their name is still wanted. A moment: when it may be tried, for it
    is too late or too early now. Raises NotTaken."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    memorandum = Memorandum.objects.at_hand().filter(shown=version_id).first()
    if user is None or memorandum is None:
        return None
    with acting_as(user.pk):
        people.remember(user)
        if rules.signing_as(user, memorandum) is None:
            return None
        calendars = calendars_of([user.pk], timezone.localdate(at))[user.pk]
        moment = quiet_hours.next_moment(at, calendars)
        if moment > at:
            return moment
        still = "still waits" if turn else "waits"
        title = f"Read and sign the memorandum of {memorandum.enrolment.standing_school}"
        found = letter(
            f"a memorandum {still} for your name",
            f"A memorandum of understanding {still} for your signature.",
            [Line(title, memorandum.get_absolute_url())],
        )
        with mail_server() as server:
            send_once(
                found, to=user, kind=Message.Kind.SIGNING, key=f"{version_id}.{turn}", at=at,
                server=server,
            )  # fmt: skip
    return None


@transaction.atomic
def send_signing_link(*, version_id: int, party: Party, at: datetime) -> datetime | None:
    """A letter with a new link, to who has no account here. A moment: as above. Where the letter
    does not go, there is no link either."""
    memorandum = Memorandum.objects.filter(shown=version_id).first()
    if memorandum is None:
        return None
    memorandum = locked(memorandum)
    version, person = memorandum.shown, signers.signatory(memorandum, party)
    if version is None or version.pk != version_id or person is None or not person.email:
        return None
    if memorandum.state not in WAITING or party in rules.signed_by(version):
        return None
    calendar = school_days(memorandum.enrolment.standing_school)
    moment = quiet_hours.next_moment(at, (calendar,))
    if moment > at:
        return moment
    version.memorandum = memorandum
    token = linking.renew(version, party, at=at)
    _link_letter(memorandum, person.name, party, token, to=person.email)
    return None


def remind_all(*, at: datetime) -> int:
    """Each school whose memorandum waits for five school days, ten or fifteen, and was not told so
    yet; how many were reminded now. Run again, however often, it reminds nobody twice on a day."""
    waiting = list(Memorandum.objects.at_hand().filter(state__in=WAITING))
    schools = {one.enrolment.standing_school for one in waiting}
    days_of = school_days_of(schools) if schools else {}
    on = timezone.localdate(at)
    due = [one for one in waiting if n_due(one, on, days_of[one.enrolment.standing_school.pk])]
    return sum(_remind(one, at=at) for one in due)


def n_waiting(memorandum: Memorandum, on: date, calendar: SchoolDays) -> int:
    """School days since it was sent."""
    return calendar.between(memorandum.sent_on + A_DAY, on) if memorandum.sent_on else 0


def n_due(memorandum: Memorandum, on: date, calendar: SchoolDays) -> int:
    """How many reminders there should be by now; none on a day that is no school day."""
    if not calendar.includes(on):
        return 0
    return sum(n_waiting(memorandum, on, calendar) >= n for n in REMINDED_ON)


@transaction.atomic
def _remind(memorandum: Memorandum, *, at: datetime) -> bool:
    """Unless another worker has, or the school has signed, meanwhile."""
    memorandum = locked(memorandum)
    version = memorandum.shown
    if memorandum.state not in WAITING or version is None or not _waited_for(version):
        return False
    on, calendar = timezone.localdate(at), school_days(memorandum.enrolment.standing_school)
    steps = MemorandumStep.objects.filter(
        memorandum=memorandum, verb="reminded", at__gte=version.sent_at
    )
    said = [timezone.localdate(each) for each in steps.values_list("at", flat=True)]
    if len(said) >= n_due(memorandum, on, calendar):
        return False
    if said and calendar.between(max(said) + A_DAY, on) < REMINDED_ON[0]:
        return False
    note(memorandum, "reminded", by=None, at=at)
    version.memorandum = memorandum
    tell_school(version, turn=len(said) + 1, at=at)
    return True


def _waited_for(version: MemorandumVersion) -> list[Party]:
    """Who has to sign for the school and has not: its trust too, however many others have."""
    signed = rules.signed_by(version)
    return [each for each in version.parties if each != Party.LEAD and each not in signed]


def _tell_all(version: MemorandumVersion, party: Party, turn: int, *, at: datetime) -> None:
    on = timezone.localdate(at)
    for user, calendars in calendars_of(_users(version.memorandum, party, on), on).items():
        moment = quiet_hours.next_moment(at, calendars)
        defer(
            "prepare.tell_of_memorandum", moment,
            version_id=version.pk, user_id=user, turn=turn,
        )  # fmt: skip


def _users(memorandum: Memorandum, party: Party, on: date) -> list[int]:
    enrolment = memorandum.enrolment
    held = RoleHeld.objects.live_on(on).filter(person__user__is_active=True)
    match party:
        case Party.HEAD:
            held = signers.heads_of(enrolment).live_on(on).filter(person__user__is_active=True)
        case Party.LEAD:
            held = held.filter(role=Role.PROGRAMME_LEAD, programme=enrolment.programme)
        case _:
            person = signers.signatory(memorandum, party)
            return [person.user_id] if person and person.user_id else []
    return sorted({user for user in held.values_list("person__user", flat=True) if user})


def _link_letter(memorandum: Memorandum, name: str, party: Party, token: str, *, to: str) -> None:
    """Within the transaction in which the link is made."""
    enrolment = memorandum.enrolment
    link = settings.SITE + reverse("prepare:sign-by-link", args=[token])
    context = {
        "name": name, "party": party.label.lower(), "school": enrolment.standing_school,
        "programme": enrolment.programme, "lead": enrolment.programme.lead_organisation,
        "link": link, "days": LINK_WORKS_FOR.days,
    }  # fmt: skip
    text = render_to_string("prepare/memoranda/letters/link.txt", context)
    subject = "A memorandum of understanding waits for your signature"
    with mail_server() as server:
        try:
            EmailMessage(subject, text, to=[to], connection=server).send()
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(str(error)) from error


def defer(name: str, at: datetime, **about: int | str) -> None:
    """By name: jobs call us."""
    asked = app.configure_task(name, queue=MAIL_QUEUE, schedule_at=at, allow_unknown=False)
    asked.defer(**about)
