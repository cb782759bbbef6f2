"""A school's notes of visits as lists to take away: dates, states, colours, minutes, levels.

No free text: what somebody wrote is read in the note itself.
"""

from collections.abc import Sequence

from leadwell.deliver.models import Note, NoteIngredient, NoteVersion
from leadwell.deliver.models.note import NoteQuerySet
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.tables import Listed
from leadwell.programmes.models import ActiveIngredient, Enrolment
from leadwell.web.csv_out import Value

ORDER = "the newest first"


def to_count(enrolment: Enrolment, notes: NoteQuerySet) -> Listed:
    """A column for each activity and each active ingredient there is."""
    found = _read(notes)
    activities = sorted({one.said for note in found for one in _shown(note).activities.all()})
    ingredients = list(ActiveIngredient.objects.filter(strand__programme=enrolment.programme_id))
    names = [
        "Day", "Specialist", "State", "Seen differently by the school", "Version", *(aspect.capitalize() for aspect in ASPECTS),
        *(f"{name}, minutes" for name in activities), "Classes visited",
        *(heading for one in ingredients for heading in (str(one), f"{one}, classes")),
    ]  # fmt: skip
    rows: list[list[Value]] = []
    for note in found:
        version = _shown(note)
        minutes = {one.said: one.minutes for one in version.activities.all()}
        seen = {one.ingredient_id: one for one in version.ingredients.all()}
        rows.append(
            [
                note.visit.on, str(note.author), note.get_state_display(),
                "yes" if _differs(version) else "no", version.number,
                *_colours(version), *(minutes.get(name) for name in activities),
                version.n_classes,
                *(value for one in ingredients for value in _level(seen.get(one.pk))),
            ]
        )  # fmt: skip
    return _listed(enrolment, [(name, 1.0) for name in names], rows)


def to_print(enrolment: Enrolment, notes: NoteQuerySet) -> Listed:
    """What fits on paper: minutes and ingredients in one column each."""
    columns = (
        ("Day", 1.5), ("Specialist", 1.6), ("State", 1.6), ("Engagement", 1.1),
        ("Implementation", 1.4), ("Impact", 1), ("Minutes", 2.2), ("Active ingredients", 2.6),
    )  # fmt: skip
    rows: list[list[Value]] = []
    for note in _read(notes):
        version = _shown(note)
        minutes = "; ".join(f"{one.said} {one.minutes}" for one in version.activities.all())
        levels = "; ".join(
            f"{one.ingredient}: {one.get_level_display().lower()}, {one.fraction}"
            for one in version.ingredients.all()
        )
        differs = "; the school sees something differently" if _differs(version) else ""
        state = note.get_state_display() + differs
        rows.append([note.visit.on, str(note.author), state, *_colours(version), minutes, levels])
    return _listed(enrolment, columns, rows)


def _listed(
    enrolment: Enrolment, columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Value]],
) -> Listed:  # fmt: skip
    school = enrolment.standing_school
    return Listed(
        name=f"notes-of-visits-{school.urn}-{enrolment.programme.code}",
        title=f"Notes of visits to {school}, {enrolment.programme}",
        columns=columns,
        rows=rows,
        order=ORDER,
        noun="note",
    )


def _read(notes: NoteQuerySet) -> list[Note]:
    parts = (
        "shown__signature",
        "shown__activities__version__note__visit",
        "shown__ingredients__ingredient",
    )
    return list(notes.with_places().prefetch_related(*parts).newest_first())


def _shown(note: Note) -> NoteVersion:
    assert note.shown  # only what has been shared is listed
    return note.shown


def _differs(version: NoteVersion) -> bool:
    signature = getattr(version, "signature", None)
    return bool(signature and signature.sees_differently)


def _colours(version: NoteVersion) -> list[Value]:
    return [getattr(version, f"get_{aspect}_display")() for aspect in ASPECTS]


def _level(seen: NoteIngredient | None) -> tuple[Value, Value]:
    return (seen.get_level_display(), seen.fraction) if seen else (None, None)
