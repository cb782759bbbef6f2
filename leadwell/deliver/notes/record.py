"""A note as a PDF file: what was found on the first side, what was agreed on the next.

Says what the page says and to the same reader: the hub's own line is in it only for who may have it.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from leadwell.deliver.models import NoteAction, NoteRemark, NoteSignature, NoteState
from leadwell.deliver.notes.reading import NotePage
from leadwell.lib import words
from leadwell.people.models import Role
from leadwell.prepare.models import ProgressSaid
from leadwell.web.pdf.document import Cell, Column
from leadwell.web.pdf.record import (
    Lifted,
    Light,
    Lights,
    Part,
    Piece,
    Points,
    Record,
    Rows,
    Words,
)
from leadwell.web.templatetags.leadwell import day_and_year

BANNER = (
    "Nothing about safeguarding here: tell the school’s designated safeguarding lead in person, "
    "today."
)
USE = "About the programme’s work in the school. May not be used for appraisal, capability or pay."
SHORT = 16
"""Signs of a hash that are printed: enough to tell two versions apart."""


def record(page: NotePage) -> Record:
    note, version = page.note, page.version
    school = note.enrolment.standing_school
    found = [
        Part("Where things stand", tuple(_stands(page))),
        Part("What was seen", tuple(_seen(page))),
        Part("Since last time", tuple(_before(page))),
        Part("What was done", tuple(_done(page))),
        Part("What has changed at the school", tuple(_readiness(page))),
        Part("What was agreed", tuple(_agreed(page)), begins_side=True),
        Part("What the hub must know", tuple(_risk(page))),
        Part("Signed" if page.signature else "Not signed", tuple(_signed(page))),
        Part("Added since", tuple(_remarks(page.addenda))),
        Part("Attached", tuple(_attached(page))),
        Part("Said of it", tuple(_remarks(page.comments + page.returned))),
    ]
    return Record(
        name=f"note of visit {school} {note.visit.on} version {version.number}",
        title=f"Note of visit, {school}, {day_and_year(note.visit.on)}",
        made_on=page.on,
        lede=f"{note.enrolment.programme}. By {note.author}, shared {_at(version.shared_at)}, "
        f"version {version.number}. {page.occasion.sentence}",
        marks=tuple(_marks(page)),
        banner=BANNER,
        foot=USE,
        parts=[part for part in found if part.pieces],
    )


def _marks(page: NotePage) -> Iterator[str]:
    """What nobody may overlook, on every side."""
    if page.note.is_unsigned:
        yield "NOT SIGNED. Released without a signature of the school."
    elif page.signature is None and page.note.state != NoteState.RELEASED:
        yield "NOT SIGNED YET."
    if page.disputed:
        yield "THE SCHOOL SEES SOMETHING DIFFERENTLY: see below the colours."
    if not page.is_current and page.note.shown:
        yield f"VERSION {page.version.number} of {page.note.shown.number}: a newer one was shared."


def _stands(page: NotePage) -> Iterator[Piece]:
    for sentence in page.taken_out:
        yield Lifted("Not as it was:", sentence)
    yield Lights([Light(one.label, one.rag.label, one.change) for one in page.standings])
    for one in page.standings:
        if one.reason:
            yield Words(one.reason, label=f"{one.label}:")
    if signed := page.signature:
        if signed.sees_differently:
            yield Lifted("The school sees this differently:", signed.sees_differently)
        if signed.comment:
            yield Words(signed.comment, label="The school’s comment:")


def _seen(page: NotePage) -> Iterator[Piece]:
    version = page.version
    yield Words(version.seen)
    if version.adaptations:
        changes = " An active ingredient changes by it." if version.changes_ingredient else ""
        yield Words(version.adaptations + changes, label="Adapted:")
    yield Points([(strength, "") for strength in version.strengths], label="Strengths")
    if observed := version.ingredients.all():
        yield Rows(
            f"Active ingredients, in the {words.count(version.n_classes, 'class', 'classes')} "
            "visited",
            (Column("Ingredient", 4), Column("Seen", 1.5), Column("Classes", 1)),
            [(str(one.ingredient), one.get_level_display(), one.fraction) for one in observed],
        )


def _before(page: NotePage) -> Iterator[Piece]:
    answers = page.version.answers.all()
    if answers:
        yield Points([(one.action.what, _how(one.said)) for one in answers])
    else:
        yield Words("No earlier action was under way.")
    task = page.version.get_gap_task_display()
    more = page.version.gap_task_note
    yield Words(f"{task}. {more}" if more else task, label="Task from the last training:")


def _done(page: NotePage) -> Iterator[Piece]:
    yield Words(page.version.purpose)
    for label, things in page.in_view:
        yield Words("; ".join(str(one) for one in things), label=f"{label}:")
    if done := page.version.activities.all():
        yield Words("; ".join(str(one) for one in done))
    if met := page.version.people_met.all():
        yield Words(", ".join(str(person) for person in met), label="Met:")


def _readiness(page: NotePage) -> Iterator[Piece]:
    if page.readiness:
        yield Points([(one, "") for one in page.readiness])
        yield Words(page.version.readiness_note)


def _agreed(page: NotePage) -> Iterator[Piece]:
    version = page.version
    agreed: list[Cell] = [(one.what, _who_and_when(one)) for one in version.agreed.all()]
    yield Points(agreed, is_numbered=True)
    if version.next_on:
        yield Words(version.next_focus, label=f"Next visit {day_and_year(version.next_on)}:")
    else:
        yield Words(version.next_focus, label="This was the last visit. The school goes on with:")


def _who_and_when(one: NoteAction) -> str:
    needs = f". Needs {one.needs.sentence}" if one.needs.sentence else ""
    return f"{one.owner}, by {day_and_year(one.due_on)}{needs}"


def _risk(page: NotePage) -> Iterator[Piece]:
    if page.risk:
        for_whom = (
            "The school reads it too:"
            if page.risk.is_for_school
            else "For the hub and the programme’s lead alone:"
        )
        yield Lifted(for_whom, page.risk.text)


def _signed(page: NotePage) -> Iterator[Piece]:
    if signed := page.signature:
        yield Words(f"{signed.by}, {_as(signed)}, {_at(signed.at)}.")
        yield Words(f"“{signed.statement}”")
    else:
        yield Words(f"{page.note.get_state_display()}. {page.waits_for}".strip())
    of_words = page.signature.sha256 if page.signature else page.version.sha256
    yield Words(f"{of_words[:SHORT]} (SHA-256, its first {SHORT} signs)", label="Hash:")


def _as(signed: NoteSignature) -> str:
    post = Role(signed.as_role).label.lower()
    return f"{post}, for the head: “{signed.delegation.words}”" if signed.delegation else post


def _remarks(said: list[NoteRemark]) -> Iterator[Piece]:
    if said:
        yield Points([(one.text, f"{one.by}, {_at(one.at)}, {_of(one)}") for one in said])


def _attached(page: NotePage) -> Iterator[Piece]:
    if page.attachments:
        yield Points([(one.title, one.get_kind_display()) for one in page.attachments])


def _of(said: NoteRemark) -> str:
    return f"{said.get_kind_display().lower()}, version {said.version}"


def _how(said: ProgressSaid) -> str:
    how = said.get_how_display()
    return f"{how}: {said.text}" if said.text else how


def _at(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{day_and_year(local.date())}, {local:%H:%M}"
