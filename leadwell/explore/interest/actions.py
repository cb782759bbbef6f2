"""Call for interest, invite schools, keep what a school writes, send it, take it back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.choosing import actions as choosing
from leadwell.explore.interest import access, letters, rules
from leadwell.explore.interest.said import Said, sha256_of
from leadwell.explore.models import (
    Initiative,
    Interest,
    InterestCall,
    InterestState,
    SentInterest,
)
from leadwell.explore.moving import move_interest, note_interest
from leadwell.explore.radar import actions as listing
from leadwell.people.drafts.words import cleaned
from leadwell.people.roles import actions as roles
from leadwell.people.roles.actions import Newcomer
from leadwell.programmes.models import Programme
from leadwell.schools.models import School
from leadwell.web.access import require
from leadwell.web.templatetags.leadwell import day

STATEMENT = (
    "I have read what {programme} asks of a school. What is written here is right as far as I know, "
    "and I would like {school} to be considered. It is no promise yet: what both sides promise is "
    "signed later, with the chair of governors."
)
LATE = "Its expression of interest came after the call had closed on {day} at 17:00"


@transaction.atomic
def open_call(
    *, programme: Programme, closes_on: date, answer_by: date, by: User, at: datetime
) -> InterestCall:
    """Schools can be invited from now on. Raises IntegrityError where they would hear too early."""
    require(rules.may_open_call(by, programme))
    call = InterestCall.objects.create(
        programme=programme, closes_on=closes_on, answer_by=answer_by, opened_by=by.person,
        opened_at=at,
    )  # fmt: skip
    _log_call(call, "opened", by, at)
    return call


@transaction.atomic
def change_call(
    *, call: InterestCall, closes_on: date, answer_by: date, by: User, at: datetime
) -> None:
    call = InterestCall.objects.select_for_update().get(pk=call.pk)
    require(rules.may_change_call(by, call))
    call.closes_on, call.answer_by = closes_on, answer_by
    call.save(update_fields=["closes_on", "answer_by"])
    _log_call(call, "changed", by, at)


@transaction.atomic
def invite_school(
    *, call: InterestCall, school: School, site: str, head: Newcomer | None = None, by: User,
    at: datetime,
) -> Interest:  # fmt: skip
    """Write to its head. head: who that is, of a school where nobody is named. site: such as
    https://leadwell.example. Raises PermissionDenied with the reason."""
    today = timezone.localdate(at)
    require(rules.may_invite_school(by, call, school, on=today))
    if not access.heads_of(school, on=today):
        require(rules.may_name_head(school, on=today))
        if head is None:
            require(rules.no_head(school))
        else:
            roles.name_head(head, school, starts_on=today, by=by, at=at)
    interest = Interest.objects.create(
        call=call, school=school, since=at, invited_at=at, invited_by=by.person, written_to_at=at
    )
    note_interest(interest, "invited", by=by, at=at, school=school.urn)
    _write_to_heads(interest, site=site, by=by, at=at)
    return interest


@transaction.atomic
def invite_schools(
    *, call: InterestCall, schools: list[School], site: str, by: User, at: datetime
) -> list[Interest]:
    """All of them or none."""
    return [invite_school(call=call, school=school, site=site, by=by, at=at) for school in schools]


@transaction.atomic
def write_again(*, interest: Interest, site: str, by: User, at: datetime) -> None:
    """The same letter once more."""
    interest = locked(interest)
    require(rules.may_write_to(by, interest, at=at))
    interest.n_letters, interest.written_to_at = interest.n_letters + 1, at
    interest.save(update_fields=["n_letters", "written_to_at"])
    note_interest(interest, "wrote again", by=by, at=at)
    _write_to_heads(interest, site=site, by=by, at=at)


@transaction.atomic
def begin(*, interest: Interest, by: User, at: datetime) -> None:
    """Somebody at the school writes the first word: the programme reads that, and no more."""
    interest = locked(interest)
    if interest.state == InterestState.OPEN:
        require(rules.may_write(by, interest))
        move_interest(interest, "begin", by=by, at=at)


@transaction.atomic
def save_words(
    *, interest: Interest, words: Mapping[str, object], base: int, by: User, at: datetime
) -> Interest:
    """For the head and senior leaders to go on with. base: the version these words go on from;
    raises PermissionDenied where somebody else has saved since, and Unfit where they cannot be
    kept."""
    interest = locked(interest)
    require(rules.may_write(by, interest))
    require(rules.is_as_read(interest, base))
    fields = {
        "words": cleaned(words), "version": interest.version + 1, "worded_by": by.person,
        "worded_at": at,
    }  # fmt: skip
    if interest.state == InterestState.OPEN:
        move_interest(interest, "begin", by=by, at=at, **fields)
    else:
        for name, value in fields.items():
            setattr(interest, name, value)
        interest.save(update_fields=list(fields))
        note_interest(interest, "saved", by=by, at=at)
    return interest


@transaction.atomic
def submit(
    *, interest: Interest, said: Said, base: int, authenticated_at: datetime,
    passed: Mapping[str, int] | None = None, by: User, at: datetime,
) -> SentInterest:  # fmt: skip
    """Sign and send it: the school's list of initiatives is whole from now on, and the school is a
    candidate. base: the version that was read. passed: warnings that were read and sent all the
    same, by kind. Raises PermissionDenied, and IntegrityError where the list has changed."""
    InterestCall.objects.select_for_update().get(pk=interest.call_id)  # one school, one candidate
    interest = locked(interest)
    require(rules.may_submit(by, interest))
    require(rules.is_as_read(interest, base))
    school = interest.standing_school
    for one in said.initiatives:
        listing.declare_initiative(school=school, by=by, at=at, **asdict(one))
    n_listed = said.n_listed + len(said.initiatives)
    listing.say_list_is_whole(school=school, n_listed=n_listed, by=by, at=at)
    is_late = not interest.call.is_open_at(at)
    candidate = choosing.express(
        programme=interest.programme, school=school, by=by, at=at,
        because_late=LATE.format(day=day(interest.call.closes_on)) if is_late else "",
    )  # fmt: skip
    move_interest(interest, "submit", by=by, at=at, candidate=candidate, words={})
    sent = _sent(interest, said, is_late, authenticated_at, by, at)
    if passed:
        log.record(at=at, actor=by.email, verb="read warnings", subject=sent, detail=dict(passed))
    return sent


@transaction.atomic
def withdraw(*, interest: Interest, because: str = "", by: User, at: datetime) -> None:
    """The school does not take part, or not now. What was sent stays readable."""
    interest = locked(interest)
    require(rules.may_withdraw(by, interest))
    move_interest(interest, "withdraw", by=by, at=at, because=because, words={})


def statement(interest: Interest) -> str:
    """What is signed, as it is shown in full."""
    return STATEMENT.format(programme=interest.programme, school=interest.standing_school)


def locked(interest: Interest) -> Interest:
    """As it is now, for as long as the change takes."""
    found = Interest.objects.select_for_update(of=("self",))
    return found.select_related("school__continued_by", "call__programme").get(pk=interest.pk)


def _sent(
    interest: Interest, said: Said, is_late: bool, authenticated_at: datetime, by: User,
    at: datetime,
) -> SentInterest:  # fmt: skip
    open_now = Initiative.objects.open_on(timezone.localdate(at))
    listed = open_now.at_schools([interest.standing_school.pk])
    content = said.kept | {"others": [{"name": o.name, "subject": o.subject} for o in listed]}
    words = statement(interest)
    return SentInterest.objects.create(
        interest=interest, **content, is_late=is_late, statement=words,
        sha256=sha256_of(content, words), authenticated_at=authenticated_at, by=by.person, at=at,
    )  # fmt: skip


def _write_to_heads(interest: Interest, *, site: str, by: User, at: datetime) -> None:
    """After the change is kept; a letter that cannot be sent does not undo it."""
    for role in access.heads_of(interest.standing_school, on=timezone.localdate(at)):
        if role.person.user is None:
            roles.open_account(role.person, by=by, at=at)
        send = partial(
            letters.asked, interest_id=interest.pk, person_id=role.person_id, asker=by.name,
            site=site,
        )  # fmt: skip
        transaction.on_commit(send, robust=True)


def _log_call(call: InterestCall, verb: str, by: User, at: datetime) -> None:
    said = {"closes_on": call.closes_on.isoformat(), "programme": call.programme.code}
    log.record(at=at, actor=by.email, verb=verb, subject=call, detail=said)
