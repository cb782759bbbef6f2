"""Who may destroy what is past its time, and change how long things are kept."""

from collections.abc import Sequence

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.privacy.access import is_at_the_desk
from leadwell.people.privacy.disposing.due import Due
from leadwell.people.privacy.retention import Rule, in_words
from leadwell.people.privacy.rules import may_sit_at_a_desk

LONGEST = 1200
"""Months."""


def may_see_the_schedule(user: User) -> Verdict:
    return may_sit_at_a_desk(user)


def may_look_ahead(user: User) -> Verdict:
    """What falls due is the installation's, of all schools together."""
    if not (may := may_sit_at_a_desk(user)):
        return may
    if is_at_the_desk(user):
        return YES
    return no(
        "What is past its time is destroyed for all schools together, by the data protection "
        "officer of the organisation that leads."
    )


def may_dispose(user: User, found: Sequence[Due]) -> Verdict:
    if not (may := may_look_ahead(user)):
        return may
    return YES if found else no("Nothing is past its time today.")


def may_change_rules(user: User) -> Verdict:
    if not (may := may_sit_at_a_desk(user)):
        return may
    if is_at_the_desk(user):
        return YES
    return no(
        "How long things are kept is decided for all schools together, by the data protection "
        "officer of the organisation that leads."
    )


def may_change(user: User, rule: Rule, *, months: int | None = None) -> Verdict:
    """months: how long it is to be; None before that is known."""
    if not (may := may_change_rules(user)):
        return may
    if rule.itself:
        return no("These go by themselves once they have run out; there is no time to change.")
    if not rule.is_the_officers:
        return no("These are kept for good.")
    if months is not None and months < rule.least:
        return no(f"These are kept {in_words(rule.least)} at least. Give that or more.")
    if months is not None and months == rule.months:
        return no(f"They are kept {in_words(months)} already.")
    return YES
