"""Governors' reports and decisions with their schools at hand, in a short query for each kind of
thing: joined to them all at once, planning takes longer than answering."""

from collections.abc import Iterable

from leadwell.govern.models import Decision, GovernorsReport
from leadwell.people.placing import at_hand, of_parts


def placed_reports(reports: Iterable[GovernorsReport]) -> list[GovernorsReport]:
    """These reports, each with its school, programme, hub and obligation."""
    found = of_parts(reports)
    at_hand([report.enrolment for report in found], "hub")
    at_hand(found, "obligation")
    return found


def named_decisions(decisions: Iterable[Decision]) -> list[Decision]:
    """These decisions, each with its school, programme and owner: what a list says."""
    found = of_parts(decisions)
    at_hand(found, "owner")
    return found


def placed_decisions(decisions: Iterable[Decision]) -> list[Decision]:
    """The same, with the hub, the board and who wrote it down."""
    found = named_decisions(decisions)
    at_hand([decision.enrolment for decision in found], "hub")
    at_hand(at_hand(found, "board"), "programme")
    at_hand(found, "decided_by")
    return found
