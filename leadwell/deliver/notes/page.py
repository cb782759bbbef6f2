"""The pages on which a note is written, as they show it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from leadwell.deliver.notes.parts import PARTS, Part, PartForm
from leadwell.deliver.notes.writing import Problem, Writing
from leadwell.lib import guard
from leadwell.people.drafts.opening import Opened
from leadwell.people.models import Role, RoleHeld
from leadwell.prepare.models import ProgressSaid
from leadwell.prepare.needs import NOTHING, Draws
from leadwell.prepare.page import draws_for

READ = "guard_read"
"""The name of the box that says: I have read this and send it as it is."""
READERS = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.SUBJECT_LEADER)


@dataclass(frozen=True, slots=True)
class PartPage:
    """One part. kept: what keeps its words. guarded: what guard.js needs."""

    part: Part
    note: Writing
    form: PartForm
    kept: Opened
    guarded: dict[str, Any]

    @property
    def number(self) -> int:
        return PARTS.index(self.part) + 1

    @property
    def n_parts(self) -> int:
        return len(PARTS)

    @property
    def before(self) -> Part | None:
        return PARTS[self.number - 2] if self.number > 1 else None

    @property
    def piece(self) -> str:
        return f"deliver/note/_{self.part.slug}.html"


def part_page(note: Writing, part: Part, form: PartForm, kept: Opened) -> PartPage:
    subject = note.subject
    names = [person.name for person in subject.people_there]
    guarded = guard.for_page(names=names, on=subject.today)
    return PartPage(part, note, form, kept, guarded)


@dataclass(frozen=True, slots=True)
class SharePage:
    """What stands between the words and the school. heads: who is asked to sign. is_confirmed:
    whether the author has read the warnings. draws: what all actions of the school need together
    once this is shared, which warns and stops nobody. refusal: why it could not be shared after all."""

    note: Writing
    found: tuple[guard.Found, ...]
    heads: tuple[str, ...]
    others: tuple[str, ...]
    hub_leads: tuple[str, ...]
    is_sent: bool
    is_confirmed: bool
    draws: Draws
    refusal: str = ""

    @property
    def by_part(self) -> list[tuple[Part, list[Problem], bool]]:
        """Each part with what is missing in it, and whether anything is written."""
        return [
            (
                part,
                [each for each in self.note.problems if each.part == part],
                self.note.words(part) is not None,
            )
            for part in PARTS
        ]

    @property
    def may_go(self) -> bool:
        return not self.note.problems and (self.is_confirmed or not self.found)

    @property
    def must_confirm(self) -> bool:
        return self.is_sent and bool(self.found) and not self.is_confirmed

    @property
    def base(self) -> int:
        """The version the school has; 0 for none."""
        shown = self.note.subject.shown
        return shown.number if shown else 0

    @property
    def is_anew(self) -> bool:
        return self.note.subject.shown is not None

    def refused(self, reason: str) -> "SharePage":
        return replace(self, refusal=reason)


def share_page(
    note: Writing, found: list[guard.Found], *, is_sent: bool, data: Mapping[str, Any]
) -> SharePage:
    """Four queries beside those of the note."""
    enrolment, today = note.subject.enrolment, note.subject.today
    at_school = RoleHeld.objects.at_schools([note.subject.school.pk]).live_on(today)
    there = list(at_school.filter(role__in=READERS).select_related("person"))
    leads = RoleHeld.objects.live_on(today).filter(role=Role.HUB_LEAD, hub=enrolment.hub_id)
    return SharePage(
        note=note,
        found=tuple({each.says: each for each in found}.values()),
        heads=tuple(one.person.name for one in there if one.role == Role.HEADTEACHER),
        others=tuple(one.person.name for one in there if one.role != Role.HEADTEACHER),
        hub_leads=tuple(leads.values_list("person__name", flat=True)),
        is_sent=is_sent,
        is_confirmed=bool(data.get(READ)),
        draws=Draws((), ()) if note.problems else _draws(note),
    )


def _draws(note: Writing) -> Draws:
    """With what is agreed in it, and without what that comes in the place of or what it ends."""
    content, enrolment = note.content, note.subject.enrolment
    ended = (one.action for one in content.answers if one.how == ProgressSaid.How.DROPPED)
    also = [(one.due_on, one.needs) for one in content.agreed if one.needs != NOTHING]
    without = {*note.subject.due_before, *ended}
    return draws_for(
        note.subject.user, enrolment, on=note.subject.today, also=also, without=without
    )
