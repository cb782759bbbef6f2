"""Notes of the demonstration's visits: written, signed and let go on by the actions, with all that
happens to notes. What becomes of each is fixed by its place and its half-term."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from leadwell.accounts.models import User
from leadwell.deliver.models import GapTask, Note, NoteIngredient, QualityCheck, Rag, Visit
from leadwell.deliver.models.version import ASPECTS, NEEDS_A_REASON
from leadwell.deliver.notes import actions
from leadwell.deliver.notes.content import Agreed, Answer, Content, InView, Observed, Risk, Stand
from leadwell.deliver.notes.sharing import open_actions
from leadwell.demo.people_world import Scene
from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import Person
from leadwell.prepare import actions as agreed
from leadwell.prepare.models import FINISHED, AgreedAction, Effect, ProgressSaid
from leadwell.programmes.models import ActiveIngredient

How = ProgressSaid.How
Level = NoteIngredient.Level
ALL_TICKS = tuple(QualityCheck.Tick.values)
OF_MONTH = (
    (30, 35, 28, 7), (22, 42, 28, 8), (16, 48, 28, 8), (10, 54, 28, 8), (6, 58, 28, 8),
    (2, 62, 28, 8),
)  # fmt: skip
"""Grey, Green, Amber, Red in a hundred notes, in the first half-term and in those after it; the
last for all that follow."""
UNSIGNED, DIFFERS, COMMENTED, RETURNED, ADDED = 5, 12, 15, 19, 22
"""Below which number of a hundred each of these happens to a note."""
EFFECTS = ((55, Effect.SOME), (85, Effect.CLEAR), (92, Effect.NONE_YET))
"""Below which number of a hundred this is said of an action, two visits after it was done."""
LEVELS = (Level.BEGINNING, Level.DEVELOPING, Level.DEVELOPING, Level.ROUTINE)
N_INGREDIENTS = 4


@dataclass(frozen=True, slots=True)
class Readers:
    """Whoever takes the steps at one school: its head and hub lead of today, and since when."""

    head: User
    head_since: date
    hub_lead: User
    owners: tuple[Person, ...]
    ingredients: tuple[ActiveIngredient, ...]


@cache
def phrases() -> dict[str, Any]:
    text = files(__package__).joinpath("notes.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def chance(place: int, number: int, salt: int = 0) -> int:
    """0 to 99, the same for the same note."""
    return (place * 37 + number * 61 + salt * 29 + (place * number) % 17 * 7) % 100


def tell(
    scene: Scene,
    visit: Visit,
    readers: Readers,
    days: SchoolDays,
    *,
    place: int,
    number: int,
    next_on: date | None,
) -> None:
    """What has become of the note of a visit by the world's day. next_on: of the visit after it."""
    author = visit.specialist.user
    assert author  # every specialist signs in
    story = _Story(scene, visit, author, readers, days, place, number, next_on)
    story.tell()


@dataclass(frozen=True, slots=True)
class _Story:
    scene: Scene
    visit: Visit
    author: User
    readers: Readers
    days: SchoolDays
    place: int
    number: int
    next_on: date | None

    def tell(self) -> None:
        fate = chance(self.place, self.number)
        steps = self._steps(fate)
        for n_days, step in steps:
            on = self.days.after(self.visit.on, n_days)
            if not self.scene.terms.has_come(on):
                return
            step(on)

    def _steps(self, fate: int) -> Iterator[tuple[int, Any]]:
        """Each step and how many school days after the visit it is taken."""
        shared = 1 + fate % 3
        yield shared, self._share
        if fate < UNSIGNED or self.days.after(self.visit.on, shared + 3) < self.readers.head_since:
            yield shared + 3, self._remind
            yield shared + 5, self._remind
            yield shared + 7, self._release_unsigned
            return
        if COMMENTED > fate >= DIFFERS:
            yield shared + 2, self._comment
            yield shared + 3, self._share
        yield shared + 4, self._sign
        if RETURNED > fate >= COMMENTED:
            yield shared + 5, self._return
            yield shared + 6, self._share
            yield shared + 7, self._sign
        yield shared + 8, self._release
        if ADDED > fate >= RETURNED:
            yield shared + 12, self._add

    @property
    def _note(self) -> Note:
        return Note.objects.with_places().get(visit=self.visit)

    def _share(self, on: date) -> None:
        at = self.scene.terms.at(on)
        note = actions.begin_note(visit=self.visit, by=self.author, at=at)
        is_first = note.shown is None
        actions.share_note(note=note, content=self._content(note), by=self.author, at=at)
        if is_first:
            self._say_effects(on)

    def _say_effects(self, on: date) -> None:
        """Of what was done before the visit before this one; of a few nobody says it."""
        been = self.visit.enrolment.visits.filter(state=Visit.State.HAPPENED, on__lt=self.visit.on)
        if (before := been.order_by("-on").first()) is None:
            return
        done = AgreedAction.objects.filter(enrolment=self.visit.enrolment, state__in=FINISHED)
        unsaid = done.filter(effect="", ended_on__lt=before.on).order_by("pk")
        for n, action in enumerate(unsaid):
            luck = chance(self.place, self.number, n + 11)
            effect = next((effect for below, effect in EFFECTS if luck < below), None)
            if effect:
                at = self.scene.terms.at(on)
                agreed.say_effect(action=action, effect=effect, by=self.author, at=at)

    def _comment(self, on: date) -> None:
        text = phrases()["comment"]
        at = self.scene.terms.at(on)
        actions.comment(note=self._note, text=text, by=self.readers.head, at=at)

    def _sign(self, on: date) -> None:
        note, fate, at = self._note, chance(self.place, self.number), self.scene.terms.at(on)
        assert note.shown  # it has been shared
        differs = DIFFERS > fate >= UNSIGNED
        actions.sign_note(
            note=note,
            version=note.shown,
            sees_differently=phrases()["differs"][self.place % 2] if differs else "",
            authenticated_at=at,
            by=self.readers.head,
            at=at,
        )

    def _return(self, on: date) -> None:
        ticks = [tick for tick in ALL_TICKS if tick != QualityCheck.Tick.ACTIONS]
        actions.return_note(
            note=self._note, ticks=ticks, text=phrases()["returned"], by=self.readers.hub_lead,
            at=self.scene.terms.at(on),
        )  # fmt: skip

    def _release(self, on: date) -> None:
        at = self.scene.terms.at(on)
        actions.release_note(note=self._note, ticks=ALL_TICKS, by=self.readers.hub_lead, at=at)

    def _remind(self, on: date) -> None:
        actions.remind_school(note=self._note, at=self.scene.terms.at(on))

    def _release_unsigned(self, on: date) -> None:
        at = self.scene.terms.at(on)
        actions.release_unsigned(note=self._note, ticks=ALL_TICKS, by=self.readers.hub_lead, at=at)

    def _add(self, on: date) -> None:
        at = self.scene.terms.at(on)
        actions.add_to_note(note=self._note, text=phrases()["added"], by=self.author, at=at)

    # What it says

    def _content(self, note: Note) -> Content:
        said, place, number = phrases(), self.place, self.number
        agreed = self._agreed(note)
        stands = {aspect: self._stand(aspect, salt) for salt, aspect in enumerate(ASPECTS, start=1)}
        focus = said["focuses"][(place + number) % len(said["focuses"])]
        risky = chance(place, number, 9) < 5
        return Content(
            answers=tuple(self._answers(note)),
            gap_task=(GapTask.DONE, GapTask.PARTLY, GapTask.NONE)[(place + number) % 3],
            purpose=self.visit.purpose or focus,
            days=self.visit.days,
            in_view=InView(ingredients={one.pk: one.text for one in self.readers.ingredients}),
            activities={"lesson-visit": 60, "joint-planning": 45, "leaders-meeting": 20},
            seen=said["seen"][(place + number) % len(said["seen"])],
            n_classes=4,
            observed=tuple(self._observed()),
            adaptations=said["adaptations"][place % 2] if chance(place, number, 5) < 30 else "",
            strengths=tuple(
                said["strengths"][(place + number + n) % len(said["strengths"])] for n in range(2)
            ),
            agreed=agreed,
            stands=stands,
            risk=Risk(said["risk"]) if risky else None,
            next_on=self._next_planned(),
            next_focus=focus,
            active_seconds=8 * 60 + chance(place, number, 3) * 6,
        )

    def _next_planned(self) -> date | None:
        """Where that visit is planned still by the same specialist, so that none is planned anew."""
        if self.next_on is None:
            return None
        there = self.visit.enrolment.visits.exclude(state=Visit.State.CANCELLED)
        same = there.filter(specialist=self.visit.specialist, on=self.next_on)
        return self.next_on if same.exists() else None

    def _answers(self, note: Note) -> Iterator[Answer]:
        """Most of what was agreed is done by the next visit; something is stuck now and then."""
        said = phrases()["answers"]
        for n, action in enumerate(open_actions(self.visit, note)):
            luck = chance(self.place, self.number, n + 4)
            if luck < 75:
                yield Answer(action.pk, How.DONE)
            elif luck < 90:
                yield Answer(action.pk, How.MOVING, said["moving"])
            else:
                yield Answer(action.pk, How.STUCK, said["stuck"])

    def _agreed(self, note: Note) -> tuple[Agreed, ...]:
        """Two or three; in a new version those of the one before."""
        if note.shown:
            return tuple(
                Agreed(one.what, one.owner, one.due_on, known=one.action_id)
                for one in note.shown.agreed.select_related("owner")
            )
        whats, owners = phrases()["actions"], self.readers.owners
        due_on = self.days.after(self.visit.on, 25)
        return tuple(
            Agreed(
                whats[(self.place + self.number * 2 + n) % len(whats)],
                owners[(self.place + n) % len(owners)],
                due_on,
            )
            for n in range(2 + self.place % 2)
        )

    def _observed(self) -> Iterator[Observed]:
        for n, ingredient in enumerate(self.readers.ingredients):
            luck = chance(self.place, self.number, n)
            if luck < max(5, 40 - self.number * 6):
                yield Observed(ingredient.pk, Level.NOT_SEEN)
            else:
                step = min(3, luck % 3 + self.number // 4)
                yield Observed(ingredient.pk, LEVELS[step], n_classes=1 + luck % 4)

    def _stand(self, aspect: str, salt: int) -> Stand:
        grey, green, amber, _ = OF_MONTH[min(self.number, len(OF_MONTH) - 1)]
        luck = chance(self.place, self.number, salt)
        if luck < grey:
            return Stand(Rag.GREY)
        if luck < grey + green:
            return Stand(Rag.GREEN)
        rag = Rag.AMBER if luck < grey + green + amber else Rag.RED
        assert rag in NEEDS_A_REASON
        return Stand(rag, phrases()["reasons"][aspect], "new-1")
