"""A note as it is read: its words, what was said beside them, and what can be done with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.models import (
    Attachment,
    Note,
    NoteInView,
    NotePurge,
    NoteRemark,
    NoteRisk,
    NoteSignature,
    NoteState,
    NoteStep,
    NoteVersion,
    QualityCheck,
)
from leadwell.deliver.models.note import RELEASED
from leadwell.deliver.notes import access, rules
from leadwell.deliver.notes.hashing import FIELDS, NEEDS
from leadwell.deliver.notes.occasion import Occasion, occasion
from leadwell.deliver.notes.parts import PARTS
from leadwell.deliver.notes.standing import Standing, standings
from leadwell.deliver.notes.transitions import BESIDE, TRANSITIONS
from leadwell.deliver.notes.waiting import waits_for
from leadwell.lib import codes
from leadwell.lib.verdict import Verdict
from leadwell.people.drafts.opening import key_of
from leadwell.people.phrased import asked
from leadwell.people.placing import at_hand, beside
from leadwell.web.templatetags.leadwell import day_and_year

SAID = {
    "share": "Shared with the school",
    "withdraw": "Taken back",
    "comment": "Commented on",
    "share_anew": "Shared anew",
    "sign": "Signed",
    "return": "Given back",
    "release": "Released",
    "release_unsigned": "Released without a signature",
    "sign_late": "Signed",
    "add": "Added to",
    "attach": "A file added",
    "detach": "A file taken away",
    "purge": "Words taken out",
    "reminded": "The school was reminded",
}

DIFFERS = "The school sees something differently"
AS_THEY_WERE = ": the signature is under the words as they were."


@dataclass(frozen=True, slots=True)
class NotePage:
    """may: what whoever asks can do, by verb. changed: fields that differ from the version before.
    risk: only where the reader may have it. forget: keys of words the author's device may drop."""

    note: Note
    version: NoteVersion
    standings: tuple[Standing, ...]
    risk: NoteRisk | None
    signature: NoteSignature | None
    check: QualityCheck | None
    purges: tuple[NotePurge, ...]
    attachments: tuple[Attachment, ...]
    remarks: tuple[NoteRemark, ...]
    steps: tuple[NoteStep, ...]
    earlier: tuple[NoteVersion, ...]
    changed: frozenset[str]
    may: dict[str, Verdict]
    waits_for: str
    forget: tuple[str, ...]
    on: date
    occasion: Occasion

    @property
    def buttons(self) -> dict[str, str]:
        taken = {verb: step.button for verb, step in TRANSITIONS.items()}
        return taken | {verb: each.button for verb, each in BESIDE.items()}

    @property
    def is_current(self) -> bool:
        return self.note.shown_id == self.version.pk

    @property
    def readiness(self) -> list[str]:
        on = self.note.visit.on
        return [codes.said("readiness", code, on=on) for code in self.version.readiness]

    @property
    def in_view(self) -> list[tuple[str, list[NoteInView]]]:
        """What the visit was about, under a label each; nothing in notes of before it was kept."""
        found = list(self.version.in_view.all())
        both = (
            ("Priorities in view", [one for one in found if one.priority_id]),
            ("Active ingredients in view", [one for one in found if one.ingredient_id]),
        )
        return [(label, things) for label, things in both if things]

    @property
    def comments(self) -> list[NoteRemark]:
        return [each for each in self.remarks if each.kind == NoteRemark.Kind.COMMENT]

    @property
    def addenda(self) -> list[NoteRemark]:
        return [each for each in self.remarks if each.kind == NoteRemark.Kind.ADDENDUM]

    @property
    def returned(self) -> list[NoteRemark]:
        return [each for each in self.remarks if each.kind == NoteRemark.Kind.RETURN]

    @property
    def taken_out(self) -> list[str]:
        """That words are gone, once for each time: and whether somebody had signed them."""
        return [
            f"Words were taken out on {day_and_year(timezone.localdate(each.at))} by {each.by}"
            + (AS_THEY_WERE if self.signature and self.signature.at <= each.at else ".")
            for each in self.purges
        ]

    @property
    def life(self) -> Iterator[tuple[NoteStep, str]]:
        for step in self.steps:
            yield step, SAID[step.verb]

    @property
    def says_whether_seen(self) -> bool:
        """To its author, as long as the school has said nothing of it."""
        is_author = bool(self.forget)
        return is_author and self.is_current and self.note.state == NoteState.SHARED

    @property
    def sentence(self) -> str:
        """What stands about it today, in one breath."""
        match self.note.state:
            case NoteState.UNSIGNED:
                return "Released without a signature of the school."
            case NoteState.RELEASED:
                return f"Signed and released.{self.disputed}"
        return f"{self.note.get_state_display()}. {self.waits_for}{self.disputed}"

    @property
    def is_released(self) -> bool:
        """Whether a copy of it with names taken out may leave."""
        return self.note.state in RELEASED

    @property
    def disputed(self) -> str:
        """That the school sees it differently, which is printed beside the words."""
        differs = self.signature is not None and self.signature.sees_differently
        return f" {DIFFERS}." if differs else ""


def note_page(
    user: User, note: Note, version: NoteVersion, *, on: date, is_author: bool
) -> NotePage:
    """A constant number of queries: one for each kind of thing, and one for who is named in all."""
    versions = reversed(beside([note], "versions"))
    earlier = [each for each in versions if each.number < version.number]
    signatures, checks = beside([version], "signature"), beside([version], "check_made")
    purges, remarks, steps = (beside([note], name) for name in ("purges", "remarks", "steps"))
    at_hand([*signatures, *checks, *purges, *remarks, *steps], "by")
    about = note.visit_id
    return NotePage(
        note=note,
        version=version,
        standings=standings(user, note, version),
        risk=next(iter(asked(access.risk_in, user, on, version.pk)), None),
        signature=next(iter(signatures), None),
        check=next(iter(checks), None),
        purges=tuple(purges),
        attachments=tuple(beside([note], "attachments")),
        remarks=tuple(remarks),
        steps=tuple(steps),
        earlier=tuple(earlier),
        changed=changed(earlier[0] if earlier else None, version),
        may=_may(user, note, on),
        waits_for=waits_for(note, on),
        forget=tuple(key_of(user, part.draft, about) for part in PARTS) if is_author else (),
        on=on,
        occasion=occasion(note.visit),
    )


def disputed(versions: Sequence[NoteVersion]) -> frozenset[int]:
    """Keys of those that the school, when it signed, said it sees differently. One query."""
    return frozenset(
        signature.version_id
        for signature in beside(versions, "signature")
        if signature.sees_differently
    )


def _may(user: User, note: Note, on: date) -> dict[str, Verdict]:
    return {
        "write": rules.may_share(user, note, on=on),
        "withdraw": rules.may_withdraw(user, note),
        "comment": rules.may_comment(user, note),
        "sign": rules.may_sign(user, note),
        "check": rules.may_release(user, note),
        "release_unsigned": rules.may_release_unsigned(user, note, on=on),
        "add": rules.may_add(user, note),
        "attach": rules.may_attach(user, note),
        "detach": rules.may_detach(user, note),
        "purge": rules.may_purge(user, note),
    }


def changed(before: NoteVersion | None, version: NoteVersion) -> frozenset[str]:
    """Names of the fields and parts in which a version differs from the one before it."""
    if before is None:
        return frozenset()
    plain = {name for name in FIELDS if getattr(before, name) != getattr(version, name)}
    parts = {
        name
        for name in ("in_view", "activities", "ingredients", "answers", "agreed")
        if _said(before, name) != _said(version, name)
    }
    return frozenset((plain | parts) - {"number", "note_id"})


def _said(version: NoteVersion, name: str) -> list[tuple[object, ...]]:
    columns = {
        "in_view": ("priority", "ingredient", "says"),
        "activities": ("what", "minutes"),
        "ingredients": ("ingredient", "level", "n_classes", "n_visited"),
        "answers": ("action", "said__how", "said__text"),
        "agreed": ("what", "owner", "due_on", *NEEDS),
    }[name]
    return sorted(getattr(version, name).values_list(*columns), key=repr)
