"""How long records of a programme are kept: the rules in force, and whether who designs it has
looked at them as they are."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from leadwell.people.privacy import retention
from leadwell.people.privacy.retention import Rule
from leadwell.programmes.models import Programme

OF_THE_INSTALLATION = frozenset({"person", "account", "draft", "log", "privacy_log", "message"})
"""Rules for what belongs to people and to the installation, whatever programme there is."""
FROM_ITS_END = "programme_end"


@dataclass(frozen=True, slots=True)
class Kept:
    """One rule as it falls on one programme. until: the day its records fall due, where that is
    counted from the programme's end; None else."""

    rule: Rule
    until: date | None


def of_programmes() -> dict[str, Rule]:
    """The rules in force for records of programmes, by key. One query."""
    return {
        key: rule
        for key, rule in retention.in_force().items()
        if rule.is_the_officers and key not in OF_THE_INSTALLATION
    }


def lines(programme: Programme, rules: Mapping[str, Rule]) -> tuple[Kept, ...]:
    return tuple(
        Kept(rule, rule.due_on(programme.ends_on) if rule.counted_from == FROM_ITS_END else None)
        for rule in rules.values()
    )


def versions(rules: Mapping[str, Rule]) -> dict[str, int]:
    return {key: rule.version for key, rule in rules.items()}


def fingerprint(rules: Mapping[str, Rule]) -> str:
    """The same for the same versions: what was shown, sent back with the form."""
    text = json.dumps(versions(rules), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
