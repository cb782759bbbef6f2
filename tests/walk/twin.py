"""The permission table once more, slowly: in plain Python over every row there is.

Written from the table's own words and from nothing of `leadwell.people.access`, so that the two
can be compared.
"""

from dataclasses import dataclass, field
from datetime import date

from leadwell.deliver.models import Note, Visit
from leadwell.evaluation.models import Evaluation, Finding
from leadwell.explore.models import (
    Candidate,
    Initiative,
    Interest,
    PeerFinding,
    PeerReview,
    PeerReviewer,
    Review,
)
from leadwell.govern.models import Decision, GovernorsReport, ReportQuestion
from leadwell.people.models import Handover, HandoverStep, Person, RoleHeld
from leadwell.people.permissions import Grant, Operation, Without, table
from leadwell.prepare.models import (
    AgreedAction,
    Credential,
    DeclaredInterest,
    Deployment,
    Memorandum,
    MemorandumQuery,
    Plan,
    PlannedRound,
    Priority,
    Specialist,
)
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    Enrolment,
    Hub,
    Instrument,
    Obligation,
    OwnLesson,
    Programme,
    Strand,
)
from leadwell.schools.models import School

OF_AN_ENROLMENT = (
    Enrolment, Obligation, AgreedAction, Visit, Note, GovernorsReport, ReportQuestion,
    Decision, Review, PeerReview, PeerFinding, Deployment, Plan, Priority,
)  # fmt: skip
"""Of one programme's work in a school: another programme's specialist does not see it."""


@dataclass
class Place:
    """Where a thing is: all the programmes, hubs, enrolments and schools it belongs to, and the
    people it is about."""

    programmes: set[int] = field(default_factory=set)
    hubs: set[int] = field(default_factory=set)
    enrolments: set[int] = field(default_factory=set)
    schools: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    workplaces: set[int] = field(default_factory=set)


class Twin:
    """Everything in memory, as it is on one day."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.schools = {school.pk: school for school in School.objects.all()}
        self.enrolments = list(Enrolment.objects.all())
        self.hubs = {hub.pk: hub for hub in Hub.objects.all()}
        self.programmes = {programme.pk: programme for programme in Programme.objects.all()}
        self.roles = list(RoleHeld.objects.select_related("person"))

    def may(
        self,
        user,
        key: str,
        operation: Operation,
        thing,
        leaving_out=frozenset(),
        but_as=frozenset(),
    ) -> bool:
        """but_as: codes of roles that are not asked."""
        if isinstance(thing, Person) and self._is_added_by(user, thing):
            return key == "account" and self.may_somewhere(user, key, operation)
        thing = self.whole(thing, key)
        place = self.place(thing)
        return any(
            self._near(grant, role, thing, place)
            if role
            else self._near_anybody(grant, user, place)
            for role in [None, *(each for each in self.held(user) if each.role not in but_as)]
            for grant in table()[key].grants
            if grant.operation == operation
            and grant.role == (role.role if role else None)
            and grant.without <= leaving_out
        )

    def _is_added_by(self, user, person: Person) -> bool:
        """Who adds somebody looks after them until they have a role."""
        roles = (role for role in self.roles if role.person_id == person.pk)
        return person.added_by_id == user.pk and not any(roles)

    def whole(self, thing, key: str):
        """A part of a programme is as near as the programme: a hub too, as what it is made of."""
        match thing:
            case Hub() if key == "programme":
                return thing.programme
            case Strand() | Aim() | Controller() | Instrument() | Evaluation() | OwnLesson():
                return thing.programme
            case Finding():
                return thing.evaluation.programme
            case ActiveIngredient():
                return thing.strand.programme
        return thing

    def may_somewhere(self, user, key: str, operation: Operation) -> bool:
        codes = {None, *(role.role for role in self.held(user))}
        return any(
            grant.operation == operation and grant.role in codes and not grant.without
            for grant in table()[key].grants
        )

    def held(self, user) -> list[RoleHeld]:
        found = [
            role
            for role in self.roles
            if role.person.user_id == user.pk
            and role.starts_on <= self.on
            and (role.ends_on is None or self.on <= role.ends_on)
        ]
        if user.is_administrator:
            found.append(RoleHeld(role="SYS"))
        return found if user.is_active else []

    def _near_anybody(self, grant: Grant, user, place: Place) -> bool:
        """What everybody signed in may, whatever their roles: about everything, or themselves."""
        person = getattr(user, "person", None)
        return user.is_active and (
            grant.reach.value == "X" or bool(person and person.pk in place.people)
        )

    def _near(self, grant: Grant, role: RoleHeld, thing, place: Place) -> bool:
        letter = grant.reach.value
        if letter == "X" and role.role == "DPO" and not role.organisation_id:
            letter = "O"  # everywhere of the own controller, which is a school or a trust
        if letter == "X":
            return True
        mine = self.footing(role)
        if letter == "S":
            # A specialist's own note is theirs while they are sent to the school.
            is_elsewhere = isinstance(thing, Note) and not mine.enrolments & place.enrolments
            return role.person_id in place.people and not is_elsewhere
        if letter in "OT":
            return bool(mine.schools & place.schools) or (
                isinstance(thing, Programme | Hub) and self._contains(mine, thing)
            )
        if letter == "A":
            return self._assigned(mine, thing, place)
        if letter == "H":  # a programme is reached by any of its hubs: as far as that hub
            is_around = isinstance(thing, Programme) and self._contains(mine, thing)
            return is_around or bool(mine.hubs & place.hubs)
        if letter == "P":
            return bool(mine.programmes & place.programmes)
        return bool(letter == "E" and mine.schools & place.workplaces)

    def _assigned(self, mine: Place, thing, place: Place) -> bool:
        """By the deployment: not another programme's work in the same school."""
        if isinstance(thing, Programme | Hub):
            return self._contains(mine, thing)
        by_school = not isinstance(thing, OF_AN_ENROLMENT)
        same_school = by_school and mine.enrolments and mine.schools & place.schools
        return bool(mine.enrolments & place.enrolments or same_school)

    def _contains(self, mine: Place, thing) -> bool:
        return thing.pk in (mine.programmes if isinstance(thing, Programme) else mine.hubs)

    def footing(self, role: RoleHeld) -> Place:
        """All that the holder of a role stands on."""
        own = Place()
        if role.programme_id:
            own.programmes.add(role.programme_id)
        if role.hub_id:
            own.hubs.add(role.hub_id)
            own.programmes.add(self.hubs[role.hub_id].programme_id)
        if role.enrolment_id:
            enrolment = next(e for e in self.enrolments if e.pk == role.enrolment_id)
            own.enrolments.add(enrolment.pk)
            own.programmes.add(enrolment.programme_id)
            own.hubs.add(enrolment.hub_id)
        if role.school_id:
            own.schools.add(self.standing(role.school_id))
        if role.trust_id:
            own.schools |= {
                self.standing(s.pk) for s in self.schools.values() if s.trust_id == role.trust_id
            }
        for enrolment in self.enrolments:
            is_open = enrolment.left_on is None or enrolment.left_on >= self.on
            if is_open and self.standing(enrolment.school_id) in own.schools:
                own.programmes.add(enrolment.programme_id)
                own.hubs.add(enrolment.hub_id)
        own.hubs.discard(None)
        return own

    def standing(self, school_id: int) -> int:
        return self.schools[school_id].continued_by_id or school_id

    def place(self, thing) -> Place:
        match thing:
            case Programme():
                return Place(programmes={thing.pk})
            case Hub():
                return Place(programmes={thing.programme_id}, hubs={thing.pk})
            case PlannedRound():
                return Place(programmes={thing.programme_id}, hubs={thing.hub_id} - {None})
            case Enrolment():
                return Place(
                    programmes={thing.programme_id},
                    hubs={thing.hub_id} - {None},
                    enrolments={thing.pk},
                    schools={self.standing(thing.school_id)},
                )
            case Candidate():
                return Place(
                    programmes={thing.programme_id},
                    hubs={thing.hub_id} - {None},
                    schools={self.standing(thing.school_id)},
                )
            case Interest():
                hub = thing.candidate.hub_id if thing.candidate else None
                return Place(
                    programmes={thing.call.programme_id},
                    hubs={hub} - {None},
                    schools={self.standing(thing.school_id)},
                )
            case Obligation() | GovernorsReport() | Decision() | Review() | Memorandum() | Plan():
                return self.place(thing.enrolment)
            case PeerReview() | PeerFinding():
                return self.place(thing.enrolment)
            case PeerReviewer():  # by the school they came from, and not by the one reviewed
                return Place(schools={self.standing(thing.home_school_id)})
            case MemorandumQuery():
                return self.place(thing.memorandum)
            case ReportQuestion():
                return self.place(thing.report)
            case Priority():
                return self.place(thing.plan)
            case AgreedAction():
                place = self.place(thing.enrolment)
                place.people.add(thing.owner_id)
                return place
            case Visit():
                return self._of_visit(thing)
            case Note():
                return self._of_visit(thing.visit)
            case School():
                return self._of_school(thing.pk)
            case Initiative():
                return self._of_school(self.standing(thing.school_id))
            case RoleHeld():
                return self._of_role(thing)
            case Handover():
                return self._of_role(thing.leaving)
            case HandoverStep():
                return self.place(thing.handover)
            case Person():
                return self._of_person(thing)
            case Deployment():
                return self._of_deployment(thing)
            case Specialist():
                return self._of_specialist(thing)
            case Credential() | DeclaredInterest():
                return self._of_specialist(thing.specialist)
        return Place()

    def _of_visit(self, visit: Visit) -> Place:
        """At the school, about who makes it, and of their own workplace."""
        place = self.place(next(e for e in self.enrolments if e.pk == visit.enrolment_id))
        place.people.add(visit.specialist_id)
        if home := visit.specialist.home_school_id:
            place.workplaces.add(self.standing(home))
        return place

    def _of_school(self, pk: int) -> Place:
        place = Place(schools={pk})
        for enrolment in self.enrolments:
            if self.standing(enrolment.school_id) == pk:
                place.programmes.add(enrolment.programme_id)
                place.hubs.add(enrolment.hub_id)
        place.hubs.discard(None)
        return place

    def _of_role(self, role: RoleHeld) -> Place:
        place = Place(people={role.person_id})
        if role.school_id:
            at = self._of_school(self.standing(role.school_id))
            place.schools, place.programmes, place.hubs = at.schools, at.programmes, at.hubs
        if role.enrolment_id:
            at = self.place(next(e for e in self.enrolments if e.pk == role.enrolment_id))
            place.enrolments |= at.enrolments
            place.programmes |= at.programmes
            place.hubs |= at.hubs
        if role.hub_id:
            place.hubs.add(role.hub_id)
            place.programmes.add(self.hubs[role.hub_id].programme_id)
        if role.programme_id:
            place.programmes.add(role.programme_id)
        if role.person.home_school_id:
            place.workplaces.add(self.standing(role.person.home_school_id))
        return place

    def _of_deployment(self, deployment: Deployment) -> Place:
        """Neither the school's own nor the specialist's before the home head has let them go."""
        place = self.place(next(e for e in self.enrolments if e.pk == deployment.enrolment_id))
        place.workplaces.add(self.standing(deployment.home_id))
        if deployment.is_released:
            place.people.add(deployment.specialist.person_id)
        else:
            place.schools.clear()
        return place

    def _of_specialist(self, specialist: Specialist) -> Place:
        """Where they have a place or are sent, today or later: of a school, its own part alone."""
        place = Place(people={specialist.person_id})
        if home := specialist.person.home_school_id:
            place.workplaces.add(self.standing(home))
        for role in self.roles:
            is_over = role.ends_on is not None and role.ends_on < self.on
            if role.person_id != specialist.person_id or role.role != "SLE" or is_over:
                continue
            if role.hub_id:
                place.hubs.add(role.hub_id)
                place.programmes.add(self.hubs[role.hub_id].programme_id)
            else:
                at = self.place(next(e for e in self.enrolments if e.pk == role.enrolment_id))
                place.schools |= at.schools
                place.hubs |= at.hubs
                place.programmes |= at.programmes
        return place

    def _of_person(self, person: Person) -> Place:
        """Where somebody works, with or without a role there, and wherever they have one."""
        home = person.home_school_id
        whole = self._of_school(self.standing(home)) if home else Place()
        whole.people.add(person.pk)
        for role in self.roles:
            if role.person_id == person.pk:
                of = self._of_role(role)
                for name in ("programmes", "hubs", "enrolments", "schools", "workplaces"):
                    getattr(whole, name).update(getattr(of, name))
        return whole


__all__ = ["Place", "Twin", "Without"]
