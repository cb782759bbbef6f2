"""Words nobody can guess, planted in every row that tells something, and who may read each.

Who may is worked out by the twin from the permission table; the few rules of pages that are finer
than the table (governors see nobody below senior leaders by name) are written here once more.
"""

import re
from collections.abc import Iterable, Mapping
from random import Random

from django.db import models

from leadwell.accounts.models import Session, User
from leadwell.audit.models import Look
from leadwell.deliver.models import Visit
from leadwell.evaluation.models import Evaluation
from leadwell.explore.models import Candidate, Review
from leadwell.govern.models import Decision, ReportQuestion, ReportWords
from leadwell.people.models import (
    Breach,
    BrokenGlass,
    Complaint,
    Handover,
    Person,
    Role,
    RoleHeld,
    SubjectRequest,
)
from leadwell.people.permissions import Operation, Without
from leadwell.people.roles.contacts import KINDS
from leadwell.prepare.access import AT_WORK_THERE
from leadwell.prepare.models import AgreedAction, Memorandum, PlannedRound, ProgressSaid
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    Hub,
    Instrument,
    Obligation,
    Organisation,
    Programme,
    Strand,
    WarningAnswer,
)
from leadwell.reporting.programmes.team import LEADERS
from leadwell.schools.models import IdentityDecision, Load
from tests.walk.twin import Twin

READ = Operation.READ
TOKEN = re.compile(r"zq[0-9a-f]{10}")
RELEASED_ONLY = frozenset({Without.RELEASED_ONLY})
NAME_ONLY = frozenset({Without.CONTENT})
ROWS: Mapping[type[models.Model], Mapping[str, str]] = {
    Organisation: {"name": "{} Partnership"},
    Programme: {"name": "{} Reads", "commissioner": "{} Fund", "problem": "{}",
                "evidence_of_need": "Seen in {}", "dpia_reference": "{}/26"},
    Aim: {"text": "More talk, {}", "measure": "{}", "baseline_plan": "Seen in {}"},
    Instrument: {"name": "Questions of {}"},
    WarningAnswer: {"answer": "So {}"},
    Controller: {"name": "{} Council", "what_for": "{}"},
    Strand: {"name": "{} for learning", "provider": "{}"},
    ActiveIngredient: {"text": "Pupils explain {}", "indicator": "{}"},
    Hub: {"name": "{} side"},
    AgreedAction: {"what": "Plan {}"},
    Obligation: {"detail": "note of {}"},
    Visit: {"purpose": "Talk about {}"},
    ReportWords: {"words": "So {}"},
    ReportQuestion: {"text": "Why {}?"},
    Person: {"name": "Wren {}", "email": "{}@example.org", "phone": "01632 {}",
             "post": "Teacher, {}"},
    SubjectRequest: {"asker": "Parent {}"},
    Breach: {"what": "{} went astray", "whose": "{}"},
    Complaint: {"what": "Too much about {}", "complainant": "{}"},
    Load: {"name": "{}.csv"},
    IdentityDecision: {"reason": "Two schools, {}"},
}  # fmt: skip
"""What is written over each column of words. Public figures are not here: they are anybody's."""


class Markers:
    """Every planted word and the row and column it stands in."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.at: dict[str, tuple[models.Model, str]] = {}
        self.twin: Twin | None = None
        self.known: dict[tuple[int, str], bool] = {}

    def new(self) -> str:
        return f"zq{self.random.randrange(16**10):010x}"

    def plant(self) -> None:
        """Over everything that is there, in the order it was made."""
        for model, columns in ROWS.items():
            for row in model.objects.order_by("pk"):
                for column, words in columns.items():
                    setattr(row, column, words.format(self._token(row, column)))
                model.objects.filter(pk=row.pk).update(**{c: getattr(row, c) for c in columns})
        for user in User.objects.order_by("pk"):
            self._name(user)

    def note(self, row: models.Model, column: str, token: str) -> None:
        """A row that is never changed, made with its word in it."""
        self.at[token] = (row, column)

    def found(self, text: str) -> set[str]:
        return set(TOKEN.findall(text.lower()))

    def leaked(self, user: User | None, tokens: Iterable[str]) -> list[str]:
        """Of these words, those this person (None: a stranger) may not read, with where they are."""
        return [
            f"{type(row).__name__} {row.pk} {column}"
            for token in sorted(tokens)
            for row, column in [self.at.get(token, (User(), "nobody's"))]
            if user is None or not self.may_read(user, token)
        ]

    def may_read(self, user: User, token: str) -> bool:
        key = (user.pk, token)
        if key not in self.known:
            row, column = self.at.get(token, (None, ""))
            self.known[key] = row is not None and self._may(user, row, column)
        return self.known[key]

    def _token(self, row: models.Model, column: str) -> str:
        token = self.new()
        self.at[token] = (row, column)
        return token

    def _name(self, user: User) -> None:
        """An account is called as its person; one without a person has words of its own."""
        person = Person.objects.filter(user=user).first()
        token = self._token(user, "name")
        name, email = (
            (person.name, person.email)
            if person
            else (f"Wren {token}", f"{self._token(user, 'email')}@example.org")
        )
        User.objects.filter(pk=user.pk).update(name=name, email=email)
        user.name, user.email = name, email

    def _may(self, user: User, row: models.Model, column: str) -> bool:
        twin = self.twin
        assert twin is not None
        match row:
            case Person():
                if column == "post" and self._owns_an_action(row, user):
                    return True
                return self._may_know(user, row, named=column == "name")
            case User() | Session():
                return user.pk in {row.pk, getattr(row, "user_id", None)} or self._looks_after(user)
            case Organisation():
                return self._may_know_organisation(user, row)
            case Programme():
                return self._may_know_programme(user, row, named=column == "name")
            case Hub():
                return self._may_know_hub(user, row)
            case (
                Aim()
                | Controller()
                | Strand()
                | ActiveIngredient()
                | Instrument()
                | WarningAnswer()
            ):
                return twin.may(user, "programme", READ, row)
            case Obligation():
                return twin.may(user, "school_record", READ, row)
            case AgreedAction():
                return twin.may(user, "plan", READ, row)
            case ProgressSaid():
                return twin.may(user, "plan", READ, row.action)
            case Visit():
                return twin.may(user, "visit", READ, row)
            case ReportWords():
                return twin.may(user, "governors_report", READ, row.report)
            case ReportQuestion():
                return twin.may(user, "governors_question", READ, row)
            case SubjectRequest() | Breach() | Complaint():
                return twin.may(user, "access_log", Operation.CHANGE, row)
            case Load():
                return twin.may(user, "data_load", READ, row)
            case IdentityDecision():
                return True  # who decided which schools are one, and why, is for everybody to read
            case BrokenGlass():
                told = user.pk == row.user_id or getattr(user, "person", None) in row.told
                return told or twin.may(user, "broken_glass", READ, row)
        return False  # logs and drafts: no page shows them to anybody

    def _looks_after(self, user: User) -> bool:
        """Accounts without a person: theirs who look after all accounts, as uploads name them."""
        assert self.twin
        return self.twin.may(user, "account", READ, Person())

    def _may_know(self, user: User, person: Person, *, named: bool) -> bool:
        twin = self.twin
        assert twin
        if person.user_id == user.pk or person.added_by_id == user.pk:
            return True
        if twin.may(user, "account", READ, person):
            return True
        roles = [role for role in twin.roles if role.person_id == person.pk]
        if any(self._is_contact_for(user, role) for role in roles):
            return True
        if not named:
            return False
        if any(twin.may(user, "visit", READ, each, NAME_ONLY) for each in person.visits.all()):
            return True
        return (
            any(self._is_known_by(user, role) for role in roles)
            or self._has_looked(person, user)
            or self._has_agreed(person, user)
            or self._has_asked(person, user)
            or self._has_decided(person, user)
            or self._has_fixed_a_question(person, user)
            or self._has_put_forward(user, nominated_by=person)
            or self._works_where_actions_are_agreed(person, user)
            or self._has_a_part_in_what_is_read(person, user)
        )

    def _is_contact_for(self, user: User, role: RoleHeld) -> bool:
        """On the page of a school's contacts."""
        assert self.twin
        kinds = [kind for kind in KINDS if kind.is_of(role)]
        if not kinds or not role.school_id:
            return False
        but_as = {Role.GOVERNOR} if kinds[0].is_below_senior else frozenset()
        return self.twin.may(user, "school_record", READ, role, but_as=but_as)

    def _is_known_by(self, user: User, role: RoleHeld) -> bool:
        """By name alone: who leads, who is deployed, whom a handover names."""
        twin = self.twin
        assert twin
        leads = role.role in LEADERS and twin.may(user, "programme", READ, role, NAME_ONLY)
        works = bool(role.enrolment_id) and twin.may(user, "deployment", READ, role)
        passes = self._is_in_handover(role) and twin.may(user, "handover", READ, role)
        return leads or works or passes or self._may_be_given_an_action(user, role)

    def _has_agreed(self, person: Person, user: User) -> bool:
        """Who does an agreed action that one reads, agreed it, or said how it goes."""
        assert self.twin
        parts = models.Q(owner=person) | models.Q(agreed_by=person) | models.Q(said__by=person)
        found = AgreedAction.objects.filter(parts).select_related("enrolment")
        return any(self.twin.may(user, "plan", READ, action) for action in found)

    def _has_asked(self, person: Person, user: User) -> bool:
        """Who asks about a governors' report, where one reads what is asked."""
        assert self.twin
        asked = ReportQuestion.objects.filter(asked_by=person).select_related("report__enrolment")
        return any(self.twin.may(user, "governors_question", READ, each) for each in asked)

    def _has_decided(self, person: Person, user: User) -> bool:
        """Who carries out what a board decided, or recorded it, where one reads the decision."""
        assert self.twin
        parts = models.Q(owner=person) | models.Q(decided_by=person)
        found = Decision.objects.filter(parts).select_related("enrolment")
        return any(
            self.twin.may(user, "board_decision", READ, each, RELEASED_ONLY) for each in found
        )

    def _has_fixed_a_question(self, person: Person, user: User) -> bool:
        """Whoever fixed what a programme is asked, where one reads it."""
        assert self.twin
        groups = frozenset({Without.FIGURES_ONLY, Without.NAMES})
        found = Evaluation.objects.filter(fixed_by=person).select_related("programme")
        return any(self.twin.may(user, "evaluation", READ, each, groups) for each in found)

    def _has_put_forward(self, user: User, **by: models.Model) -> bool:
        """Who put a school forward, where one reads how it was chosen."""
        assert self.twin
        found = Candidate.objects.filter(**by).select_related("programme", "school")
        return any(self.twin.may(user, "selection", READ, each) for each in found)

    def _works_where_actions_are_agreed(self, person: Person, user: User) -> bool:
        """By whoever agrees actions at the school that somebody works at, with a role or without."""
        twin = self.twin
        assert twin
        if not person.home_school_id:
            return False
        home = twin.standing(person.home_school_id)
        parts = [e for e in twin.enrolments if twin.standing(e.school_id) == home]
        return any(twin.may(user, "plan", Operation.CHANGE, part) for part in parts)

    def _has_a_part_in_what_is_read(self, person: Person, user: User) -> bool:
        """Who asked for a round or may be sent by it, whose views a review compares, who signs a
        memorandum or is turned to, where one reads it."""
        assert self.twin
        parts = {
            "round": (PlannedRound, ["asked_by", "specialists__specialist__person"]),
            "review": (Review, ["opened_by", "views__by"]),
            "agreement": (Memorandum, [
                "chair", "trust_signatory", "escalates_to__person", "versions__signatures__by",
                "versions__signatures__received_by",
            ]),
        }  # fmt: skip
        for record, (model, ways) in parts.items():
            is_named = models.Q(*((way, person) for way in ways), _connector=models.Q.OR)
            found = model._default_manager.filter(is_named).distinct()
            if any(self.twin.may(user, record, READ, each) for each in found):
                return True
        return False

    def _owns_an_action(self, person: Person, user: User) -> bool:
        """Whose action one reads: told by name and post, as they were named."""
        assert self.twin
        owned = AgreedAction.objects.filter(owner=person).select_related("enrolment")
        return any(self.twin.may(user, "plan", READ, action) for action in owned)

    def _may_be_given_an_action(self, user: User, role: RoleHeld) -> bool:
        """By whoever agrees actions at the school where they work or that they are sent to."""
        twin = self.twin
        assert twin
        if role.role == Role.SPECIALIST and role.enrolment_id:
            parts = [each for each in twin.enrolments if each.pk == role.enrolment_id]
        elif role.role in AT_WORK_THERE and role.school_id:
            school = twin.standing(role.school_id)
            parts = [e for e in twin.enrolments if twin.standing(e.school_id) == school]
        else:
            return False
        return any(twin.may(user, "plan", Operation.CHANGE, part) for part in parts)

    def _is_in_handover(self, role: RoleHeld) -> bool:
        either = models.Q(leaving=role.pk) | models.Q(coming=role.pk)
        return Handover.objects.filter(either).exists()

    def _has_looked(self, person: Person, user: User) -> bool:
        """Who opened records about me, or about a school whose log is mine to read."""
        assert self.twin
        mine = getattr(user, "person", None)
        return any(
            (mine and mine.pk in look.about_people)
            or any(
                self.twin.may(user, "access_log", READ, about)
                for about in Person.objects.filter(pk__in=look.about_people)
            )
            or (
                look.about_school
                and self.twin.may(user, "access_log", READ, self.twin.schools[look.about_school])
            )
            for look in Look.objects.filter(by_user=person.user_id)
        )

    def _may_know_programme(self, user: User, programme: Programme, *, named: bool) -> bool:
        twin = self.twin
        assert twin
        if not named:
            return twin.may(user, "programme", READ, programme)
        return (
            twin.may(user, "programme", READ, programme, NAME_ONLY)
            or any(
                twin.may(user, "school_record", READ, each, NAME_ONLY)
                for each in twin.enrolments
                if each.programme_id == programme.pk
            )
            or any(
                twin.may(user, "account", READ, role)
                for role in twin.roles
                if programme.pk in self._programmes_of(role)
            )
        )

    def _may_know_hub(self, user: User, hub: Hub) -> bool:
        twin = self.twin
        assert twin
        return (
            twin.may(user, "programme", READ, twin.programmes[hub.programme_id])
            or any(
                twin.may(user, "school_record", READ, each, NAME_ONLY)
                for each in twin.enrolments
                if each.hub_id == hub.pk
            )
            or any(
                twin.may(user, "account", READ, role)
                for role in twin.roles
                if role.hub_id == hub.pk
            )
        )

    def _may_know_organisation(self, user: User, organisation: Organisation) -> bool:
        """As whoever leads a programme or a hub one knows of, where somebody one sees works, or
        that put forward a school one reads about."""
        twin = self.twin
        assert twin
        leads = Programme.objects.filter(lead_organisation=organisation)
        return (
            any(self._may_know_programme(user, each, named=True) for each in leads)
            or any(
                self._may_know_hub(user, each) for each in Hub.objects.filter(led_by=organisation)
            )
            or any(
                twin.may(user, "account", READ, role)
                for role in twin.roles
                if role.organisation_id == organisation.pk
            )
            or self._has_put_forward(user, organisation=organisation)
        )

    def _programmes_of(self, role: RoleHeld) -> set[int | None]:
        assert self.twin
        hub = self.twin.hubs.get(role.hub_id or 0)
        parts = [each for each in self.twin.enrolments if each.pk == role.enrolment_id]
        return {role.programme_id, hub and hub.programme_id, *(each.programme_id for each in parts)}
