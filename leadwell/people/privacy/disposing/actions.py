"""Destroy what is past its time, whole or not at all; change a rule; look ahead each night."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.audit.models import Disposal
from leadwell.people.models import Forecast, Person, RuleChange
from leadwell.people.privacy import actions as privacy
from leadwell.people.privacy import erasures, forgetting, places
from leadwell.people.privacy.disposing import due, rules
from leadwell.people.privacy.disposing.due import Due
from leadwell.people.privacy.disposing.needed import pointing_at
from leadwell.people.privacy.erasures import Listed
from leadwell.people.privacy.retention import Rule
from leadwell.web.access import require

CHANGED = "What is past its time has changed since you looked. Look again, then decide."
NEEDED = "Something that stays still needs one of these rows, so nothing was destroyed."


@transaction.atomic
def dispose(*, fingerprint: str, by: User, at: datetime) -> Disposal:
    """All that is past its time today, if it is what the officer was shown; all or nothing."""
    found = due.due(timezone.localdate(at))
    require(rules.may_dispose(by, found))
    if due.fingerprint(found) != fingerprint:
        raise PermissionDenied(CHANGED)
    disposal = Disposal.objects.create(at=at, by_user=by.pk, lines=[_line(one) for one in found])
    for place in _in_order(found):
        if _carry_out(place, disposal, by=by, at=at) != sum(one.n for one in place):
            raise PermissionDenied(CHANGED)
    _nothing_left_pointing()
    log.record(
        at=at, actor=by.email, verb="destroyed what was past its time", subject=disposal,
        detail={"n": sum(one.n for one in found)},
    )  # fmt: skip
    return disposal


@transaction.atomic
def change_rule(*, rule: Rule, months: int, because: str, by: User, at: datetime) -> RuleChange:
    """Another version of a rule, from now on. Raises IntegrityError when somebody was faster."""
    require(rules.may_change(by, rule, months=months))
    change = RuleChange.objects.create(
        rule=rule.key, version=rule.version + 1, months=months, because=because,
        changed_by=by, changed_at=at,
    )  # fmt: skip
    detail = {"rule": rule.key, "from": rule.months, "to": months}
    log.record(
        at=at, actor=by.email, verb="changed how long is kept", subject=change, detail=detail
    )
    return change


def foresee(*, at: datetime) -> Forecast:
    """How much is past its time, and will be within thirty days: for the desk. Destroys nothing."""
    today = timezone.localdate(at)
    n_due = sum(one.n for one in due.due(today))
    n_then = sum(one.n for one in due.due(today + due.AHEAD))
    return Forecast.objects.update_or_create(
        pk=1, defaults={"made_on": today, "n_due": n_due, "n_soon": max(n_then - n_due, 0)}
    )[0]


def _line(one: Due) -> dict[str, object]:
    """Of the certificate: what, how many, by which rule; no content."""
    return {
        "place": one.entry.model._meta.db_table,
        "what": one.entry.what,
        "n": one.n,
        "becomes": one.what_becomes,
        "rule": one.rule.title,
        "version": one.rule.version,
        "kept": one.rule.how_long,
        "oldest_on": one.oldest_on.isoformat(),
    }


def _in_order(found: Sequence[Due]) -> list[list[Due]]:
    """Table by table. Rows that go by certificate first, and what points at others before these:
    the database tells the age of some by the row they point at. Then accounts, those that hang on
    others before these, and people last: forgetting them takes along whatever is left of theirs."""
    tables: dict[Any, list[Due]] = {}
    for one in found:
        if one.rule.then == "delete":
            tables.setdefault(one.entry.model, []).append(one)
    ordered: dict[Any, list[Due]] = {}

    def after_those_that_point_at(model: Any) -> None:
        waiting = tables.pop(model, None)
        if waiting:
            for column in pointing_at(model):
                after_those_that_point_at(column.model)
            ordered[model] = waiting

    for model in list(tables):
        after_those_that_point_at(model)
    others = sorted((one for one in found if one.rule.then != "delete"), key=_depth)
    return [*ordered.values(), *([one] for one in others)]


def _depth(one: Due) -> int:
    depth = len(one.entry.about[0].split("__")) if one.entry.about else 0
    return 0 if one.entry.model is Person else -depth


def _carry_out(place: Sequence[Due], disposal: Disposal, *, by: User, at: datetime) -> int:
    one = place[0]
    if one.rule.then == "delete":
        return _destroy(place, disposal)
    path = "pk" if one.entry.model is Person else one.entry.about[0]
    people = list(Person.objects.filter(pk__in=one.rows.values(path)))
    if one.entry.model is Person:
        return sum(_forget(person, by=by, at=at) for person in people)
    do: Callable[..., int] = (
        forgetting.delete if one.entry.on_erasure == "delete" else forgetting.replace
    )
    return sum(do(one.entry, places.named(person)) for person in people)


def _destroy(place: Sequence[Due], disposal: Disposal) -> int:
    """By the one function that may: see the migration that made it. Once for a table, by however
    many rules its rows go."""
    parts, parameters = [], []
    for one in place:
        if one.unseen:
            parts.append("%s::bigint[]")
            parameters.append(list(one.unseen))
        else:
            rows, given = one.rows.values("pk").query.sql_with_params()
            parts.append(f"array({rows})::bigint[]")
            parameters.extend(given)
    which = (disposal.pk, place[0].entry.model._meta.db_table)
    sql = " || ".join(parts)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"select audit_destroy(%s, %s, {sql})", [*which, *parameters])
            return int(cursor.fetchone()[0])
    except IntegrityError as error:  # somebody else has destroyed some of them meanwhile
        raise PermissionDenied(CHANGED) from error


def _forget(person: Person, *, by: User, at: datetime) -> int:
    """And each name that somebody had before it turned out who they are."""
    for each in (person, *person.merged.order_by("pk")):
        made_at = erasures.made_at(each)
        listed = Listed(person=each.pk, made_at=made_at, erased_at=at, by_user=by.pk)
        privacy.forget(listed, each)
    return 1


def _nothing_left_pointing() -> None:
    """Now and not when the page is done: a row that is needed stops it all, with a sentence."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; set constraints all deferred")
    except IntegrityError as error:
        raise PermissionDenied(NEEDED) from error
