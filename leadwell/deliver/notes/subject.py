"""What a note is written about: the visit, what is under way, what was said last time."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteInView, NoteVersion, Visit
from leadwell.deliver.notes import access, sharing
from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import Person
from leadwell.people.phrased import asked
from leadwell.prepare import access as prepare
from leadwell.prepare.models import AgreedAction, Priority
from leadwell.programmes.models import ActiveIngredient, Enrolment
from leadwell.schools import calendar
from leadwell.schools.models import School


@dataclass
class Subject:
    """Each is asked of the database when it is needed first: a part of the form needs its own."""

    user: User
    visit: Visit
    note: Note | None
    today: date

    @property
    def enrolment(self) -> Enrolment:
        return self.visit.enrolment

    @property
    def school(self) -> School:
        return self.enrolment.standing_school

    @property
    def shown(self) -> NoteVersion | None:
        """What the school has, where the note is shared already."""
        return self.note.shown if self.note else None

    @cached_property
    def open_actions(self) -> list[AgreedAction]:
        return sharing.open_actions(self.visit, self.note)

    @cached_property
    def ingredients(self) -> list[ActiveIngredient]:
        programme = self.enrolment.programme_id
        found = ActiveIngredient.objects.filter(strand__programme=programme)
        return list(found.select_related("strand"))

    @cached_property
    def priorities(self) -> list[Priority]:
        """Of the school's plans, those that were under way on the day of the visit."""
        on = self.visit.on
        there = Priority.objects.filter(plan__enrolment=self.enrolment.pk, live_on__lte=on)
        still = there.filter(Q(ended_on=None) | Q(ended_on__gte=on))
        return list(still.prefetch_related("ingredients").order_by("number", "pk"))

    @cached_property
    def in_view_before(self) -> list[NoteInView]:
        """What the version that the school has says the visit was about."""
        return list(self.shown.in_view.all()) if self.shown else []

    @cached_property
    def people_there(self) -> list[Person]:
        """Who works at the school, and its specialists; the post of those whom the author may not
        look up is left out."""
        part, school = self.enrolment, self.school
        place = part.pk, school.pk, part.hub_id or 0
        there = asked(prepare.owners_for, self.user, self.today, *place)
        prepare.without_posts_unseen(self.user, there)
        return there

    @cached_property
    def last_time(self) -> NoteVersion | None:
        """The words of the visit before this one, as far as the author may read them."""
        return access.shown_before(self.user, self.visit)

    @cached_property
    def next_planned(self) -> date | None:
        """The day of this specialist's next visit there, if one is planned."""
        later = self.enrolment.visits.to_come().filter(
            specialist=self.visit.specialist_id, on__gt=self.visit.on
        )
        day: date | None = later.order_by("on").values_list("on", flat=True).first()
        return day

    @cached_property
    def days(self) -> SchoolDays:
        """Those on which the school is at work."""
        return calendar.school_days(self.school)

    @cached_property
    def due_before(self) -> dict[int, date]:
        """By when each action is due that an earlier version of the note agreed, by its number."""
        if self.shown is None:
            return {}
        return dict(self.shown.agreed.order_by().values_list("action_id", "action__due_on"))

    @cached_property
    def n_put_off(self) -> int:
        return self.visit.postponements.count()
