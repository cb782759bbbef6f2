"""Which rows are past their time on a day, table by table, driven by the dictionary and the rules.

What somebody has asked about stays until they are answered, and what is not to be used for now
stays; so does a row that another needs which stays.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from leadwell.people.models import Person, RoleHeld, SubjectRequest
from leadwell.people.privacy import lines, periods, retention
from leadwell.people.privacy.clock import months_after
from leadwell.people.privacy.dictionary import DEAD_ADDRESS, FORGOTTEN, Table, tables
from leadwell.people.privacy.disposing import since
from leadwell.people.privacy.disposing.needed import together
from leadwell.people.privacy.lines import ONES_OWN_EYES
from leadwell.people.privacy.places import SELF
from leadwell.people.privacy.retention import Rule
from leadwell.people.privacy.shares import Share, shares_of

Rows = QuerySet[Any]
SETTLES_IN = 12
"""Months since its last change below which the database destroys no row that keeps its history."""

AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """Rows of one table past their time by one rule. oldest_on: the day the first of them fell due.
    unseen: their numbers, where only their owners see them."""

    entry: Table
    rule: Rule
    rows: Rows
    n: int
    oldest_on: date
    unseen: tuple[int, ...] = ()

    @property
    def what_becomes(self) -> str:
        return what_becomes(self.entry, self.rule)


def due(on: date) -> list[Due]:
    """Every table that has something, by its words. Reads only."""
    rules = retention.in_force()
    shares = [share for entry in carried_out() for share in shares_of(entry)]
    found = {share: share_due(share, rules[share.keep], on=on) for share in shares}
    deleted = {share: rows for share, rows in found.items() if rules[share.keep].then == "delete"}
    found |= together(deleted)
    made = (_due(share, rules[share.keep], rows, on=on) for share, rows in found.items())
    return sorted((one for one in made if one), key=lambda one: (one.entry.what, one.rule.key))


def carried_out() -> list[Table]:
    """Tables whose rows go by the officer's click."""
    rules = retention.rules()
    return [entry for entry in tables().values() if rules[entry.keep].is_the_officers]


def fingerprint(found: Sequence[Due]) -> str:
    """Of exactly what the officer was shown: the same rows in number, age, rule and version."""
    said = [
        (one.entry.name, one.n, one.oldest_on.isoformat(), one.rule.key, one.rule.version,
         one.rule.months)
        for one in found
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def share_due(share: Share, rule: Rule, *, on: date) -> Rows:
    """Before it is asked what needs them. Raises ValueError for what cannot be carried out."""
    entry = share.entry
    if rule.counted_from == "last_role":
        return _of_those_gone(entry, rule, on=on)
    over = since.over_by(share.rows(), since.days_of(share, rule), rule.cutoff(on))
    return _settled(entry, _unasked(entry, over), on=on)


def what_becomes(entry: Table, rule: Rule) -> str:
    if entry.model is Person:
        return "Forgotten: the name becomes “Former participant”"
    if rule.then == "delete" or entry.on_erasure == "delete":
        return "Deleted"
    return f"Replaced: {lines.columns_replaced(entry)}"


def _of_those_gone(entry: Table, rule: Rule, *, on: date) -> Rows:
    """What is about people whose last role ended so long ago. Who had none: since they came."""
    rows = entry.model._default_manager.order_by()
    found = rows.filter(**{f"{_whose(entry)}__in": _gone(rule.cutoff(on)).values("pk")})
    if isinstance(entry.on_erasure, dict) and DEAD_ADDRESS in entry.on_erasure.values():
        found = found.exclude(email__endswith=lines.NOWHERE)  # replaced already
    return found


def _whose(entry: Table) -> str:
    """The way from a row to whose it is."""
    if not entry.about:
        raise ValueError(f"the dictionary does not say whose {entry.name} is: `about`")
    return "pk" if entry.about[0] == SELF else entry.about[0]


def _gone(last: date) -> Rows:
    """People with no role after that day, with it as `since`; not those who are forgotten, who
    wait for an answer, or who look after the installation."""
    history: Any = Person.pgh_event_model  # type: ignore[attr-defined]
    came = history.objects.filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")
    since_came = Subquery(came.annotate(at=TruncDate(Min("pgh_created_at"))).values("at"))
    people = Person.objects.themselves().order_by().exclude(name=FORGOTTEN).exclude(pk__in=frozen())
    later = RoleHeld.objects.filter(Q(ends_on=None) | Q(ends_on__gt=last), person=OuterRef("pk"))
    return (
        people.filter(~Exists(later))
        .exclude(user__is_administrator=True)
        .annotate(since=Coalesce(Max("roles__ends_on"), since_came))
        .filter(since__lte=last)
    )


def frozen() -> Rows:
    """People who have asked something and wait, or whose data are not to be used for now."""
    kinds, outcomes = SubjectRequest.Kind, SubjectRequest.Outcome
    ended = [outcomes.REFUSED, outcomes.WITHDRAWN]
    stands = Q(kind=kinds.RESTRICTION) & ~Q(outcome__in=ended)
    asked = SubjectRequest.objects.filter(Q(answered_on=None) | stands, person__isnull=False)
    return asked.order_by().values("person")


def _unasked(entry: Table, rows: Rows) -> Rows:
    for path in entry.about:
        rows = rows.exclude(**{f"{'pk' if path == SELF else path}__in": frozen()})
    return rows


def _settled(entry: Table, rows: Rows, *, on: date) -> Rows:
    """Not those that were changed lately: the database would not let them go."""
    history: Any = getattr(entry.model, "pgh_event_model", None)
    if history is None:
        return rows
    lately = periods.midnight(months_after(on, -SETTLES_IN))
    changed = history.objects.filter(pgh_obj=OuterRef("pk"), pgh_created_at__gte=lately)
    return rows.filter(~Exists(changed))


def _unseen(entry: Table, last: date) -> list[tuple[int, Any]]:
    """Number and day of rows that only their owners see: the database tells no more."""
    before = periods.midnight(last + periods.A_DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, since from audit_past(%s, %s)", [entry.model._meta.db_table, before]
        )
        return list(cursor.fetchall())


def _due(share: Share, rule: Rule, rows: Rows, *, on: date) -> Due | None:
    entry = share.entry
    if entry.name in ONES_OWN_EYES:
        unseen = _unseen(entry, rule.cutoff(on))
        if not unseen:
            return None
        oldest = min(timezone.localdate(at) for _, at in unseen)
        numbers = tuple(number for number, _ in unseen)
        return Due(entry, rule, rows.none(), len(unseen), rule.due_on(oldest), numbers)
    if not (n := rows.count()):
        return None
    return Due(entry, rule, rows, n, rule.due_on(_oldest(share, rule, rows, on=on)))


def _oldest(share: Share, rule: Rule, rows: Rows, *, on: date) -> date:
    found: date | None
    if rule.counted_from == "last_role":
        theirs = rows.values(_whose(share.entry))
        people = _gone(rule.cutoff(on)).filter(pk__in=theirs).order_by("since")
        found = people.values_list("since", flat=True).first()
    else:
        found = since.earliest(rows, since.days_of(share, rule))
    assert found is not None  # there is a row, and it is counted from some day
    return found
