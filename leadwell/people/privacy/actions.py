"""Write down a request, stop and start its clock, answer it, and forget somebody."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import ClockPause, Erasure, Person, SubjectRequest
from leadwell.people.privacy import erasures, forgetting, rules
from leadwell.people.privacy.erasures import Listed
from leadwell.web.access import require

Outcome = SubjectRequest.Outcome


@transaction.atomic
def log_request(*, request: SubjectRequest, by: User, at: datetime) -> SubjectRequest:
    """Somebody has asked, by whatever way. request: not saved yet."""
    require(rules.may_log_request(by, request))
    request.logged_by, request.logged_at = by, at
    request.save()
    _log("wrote down a request", request, by=by, at=at, kind=request.kind)
    return request


@transaction.atomic
def pause_clock(
    *, request: SubjectRequest, why: str, asked_on: date, by: User, at: datetime
) -> None:
    """We asked who they are, or what they mean, and wait."""
    request = _locked(request)
    require(rules.may_pause(by, request, why))
    ClockPause.objects.create(request=request, why=why, begins_on=asked_on)
    _log("stopped the clock", request, by=by, at=at, why=why)


@transaction.atomic
def resume_clock(*, request: SubjectRequest, answered_on: date, by: User, at: datetime) -> None:
    """They have told us."""
    request = _locked(request)
    require(rules.may_resume(by, request))
    pause = request.pauses.get(ends_on=None)
    pause.ends_on = answered_on
    pause.save(update_fields=["ends_on"])
    _log("started the clock", request, by=by, at=at)


@transaction.atomic
def extend(*, request: SubjectRequest, because: str, by: User, at: datetime) -> None:
    """Two months more; who asks is told why within the first."""
    request, today = _locked(request), timezone.localdate(at)
    require(rules.may_extend(by, request, on=today))
    request.extended_on, request.extended_because = today, because
    request.save(update_fields=["extended_on", "extended_because"])
    _log("extended a request", request, by=by, at=at)


@transaction.atomic
def answer(*, request: SubjectRequest, outcome: str, note: str, by: User, at: datetime) -> None:
    request = _locked(request)
    require(rules.may_answer(by, request))
    _close(request, outcome, note, on=timezone.localdate(at))
    _log("answered a request", request, by=by, at=at, outcome=outcome)


@transaction.atomic
def note_copy(
    *, request: SubjectRequest, kind: str, shown: list[str], by: User, at: datetime
) -> None:
    """That a copy was taken, and what in it that names others was let be read."""
    require(rules.may_compile(by, request))
    _log("took a copy", request, by=by, at=at, kind=kind, shown=shown)


@transaction.atomic
def erase(*, request: SubjectRequest, by: User, at: datetime) -> Erasure:
    """Forget who asked for it. What stays, and on which ground, the certificate says."""
    request, today = _locked(request), timezone.localdate(at)
    require(rules.may_erase(by, request, on=today))
    assert request.person is not None  # the rule has looked
    erasure = forget(
        Listed(
            person=request.person_id or 0,
            made_at=erasures.made_at(request.person),
            erased_at=at,
            by_user=by.pk,
            request=request.pk,
        ),
        request.person,
    )
    for once in request.person.merged.order_by("pk"):  # each under a number of their own
        listed = Listed(once.pk, erasures.made_at(once), at, by_user=by.pk, request=request.pk)
        forget(listed, once)
    _close(request, Outcome.DONE, f"Certificate {erasure.pk}", on=today)
    _log("erased a person", erasure, by=by, at=at, person=erasure.person)
    return erasure


@transaction.atomic
def erase_again(*, listed: Listed, by: str, at: datetime) -> bool:
    """After a restore: whether there was somebody to forget again. by: the command line.

    Whoever has the number now is somebody else unless they were added at the same moment.
    """
    if Erasure.objects.filter(person=listed.person, made_at=listed.made_at).exists():
        return False
    person = Person.objects.filter(pk=listed.person).first()
    if person is None or erasures.made_at(person) != listed.made_at:
        forget(listed, None)
        return False
    erasure = forget(listed, person, again_at=at)
    asked = SubjectRequest.objects.filter(
        person=person, kind=SubjectRequest.Kind.ERASURE, answered_on=None
    )
    for request in asked:
        on = max(timezone.localdate(listed.erased_at), request.received_on)
        _close(request, Outcome.DONE, f"Certificate {erasure.pk}", on=on)
    log.record(at=at, actor=by, verb="erased a person again", subject=erasure)
    return True


def forget(listed: Listed, person: Person | None, *, again_at: datetime | None = None) -> Erasure:
    """Within another action. On the list first: the database forgets nobody who is not."""
    erasure = Erasure.objects.create(
        person=listed.person,
        made_at=listed.made_at,
        request=listed.request,
        erased_at=listed.erased_at,
        by_user=listed.by_user,
        lines=list(listed.lines),
        again_at=again_at,
    )
    if person is not None:
        done = [line.as_json for line in forgetting.forget(person)]
        if not erasure.lines:
            erasure.lines = done
            erasure.save(update_fields=["lines"])
    transaction.on_commit(erasures.write_missing)
    return erasure


def _close(request: SubjectRequest, outcome: str, note: str, *, on: date) -> None:
    request.answered_on, request.outcome, request.outcome_note = on, outcome, note
    # A clock that stands is started, so that it does not seem to stand for ever.
    request.pauses.filter(ends_on=None).update(ends_on=on)
    request.save(update_fields=["answered_on", "outcome", "outcome_note"])


def _locked(request: SubjectRequest) -> SubjectRequest:
    return SubjectRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)


def _log(
    verb: str, thing: SubjectRequest | Erasure, *, by: User, at: datetime, **detail: object
) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=thing, detail=detail)
