"""Whether check and credential of a specialist hold, from the first day of an agreement to its last."""

from datetime import date

from leadwell.lib import words
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.prepare.deploying.matching.kernel import credential_until
from leadwell.prepare.models import Deployment, Specialist
from leadwell.web.templatetags.leadwell import day_and_year

NO_CREDENTIAL = "no credential of theirs holds"


def hold_on(specialist: Specialist, on: date) -> Verdict:
    """On this day. What is to be renewed, where one does not."""
    if specialist.checked_until is None:
        return no(
            f"Nobody has seen a check of {specialist}. Say on the register when one was seen."
        )
    if specialist.checked_until < on:
        return no(
            f"The check of {specialist} counted until {day_and_year(specialist.checked_until)}, and "
            f"not on {day_and_year(on)}. Say on the register when a new one was seen."
        )
    if not any(one.is_live_on(on) for one in specialist.credentials.all()):
        return no(
            f"No credential of {specialist} holds on {day_and_year(on)}. Have it renewed, and write "
            "it on the register."
        )
    return YES


def may_be_there(deployment: Deployment, on: date) -> Verdict:
    """Whoever asks: whether whoever is sent may work in the school on this day of the agreement. It
    opens by itself once a new check or credential is on the register."""
    specialist, school = deployment.specialist, deployment.standing_school
    if hold_on(specialist, on):
        return YES
    until = specialist.checked_until
    if until is None:
        why = "nobody has seen a check of them"
    elif until < on:
        why = f"their check is for days up to {day_and_year(until)}"
    else:
        held = _credential_until(specialist, on, on)
        why = (
            f"their credential is for days up to {day_and_year(held)}"
            if held < on
            else NO_CREDENTIAL
        )
    return no(
        f"{specialist} does not work at {school} on {day_and_year(on)}: {why}. It goes on as soon "
        "as who leads the hub has seen a new one and written it on the register."
    )


def to_renew(deployment: Deployment, *, on: date) -> str:
    """What ends before the agreement does, and when, as it is on this day; "" where both hold to
    its last. Of one whose check and credential held on its first."""
    specialist, last_day = deployment.specialist, deployment.ends_on
    now = max(deployment.starts_on, min(on, last_day))
    ends = (
        ("the check counts", "the check counted", specialist.checked_until or last_day),
        (
            "the credential holds",
            "the credential held",
            _credential_until(specialist, now, last_day),
        ),
    )
    short = [
        f"{was if until < on else will} until {day_and_year(until)}"
        for will, was, until in ends
        if until < last_day
    ]
    if not short:
        return ""
    said = words.listed(short)
    return (
        f"{said[:1].upper()}{said[1:]}, and the agreement goes on to {day_and_year(last_day)}. Have "
        f"{words.verb(len(short), 'it', 'them')} renewed."
    )


def _credential_until(specialist: Specialist, now: date, last_day: date) -> date:
    """Of those that hold now, or where none does, of the one that held last."""
    held = list(specialist.credentials.all())
    if any(one.is_live_on(now) for one in held):
        return credential_until([(one.starts_on, one.ends_on) for one in held], now, last_day)
    return max((one.ends_on for one in held if one.ends_on and one.ends_on < now), default=now)
