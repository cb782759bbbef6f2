"""Questions that are written once for all whose roles are of the same kinds: each answers everybody
as it would if it were written for them alone, and nothing of one person is kept for the next."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver import access as visiting
from leadwell.deliver.models import Note, NoteVersion, Visit
from leadwell.deliver.notes import access as noting
from leadwell.govern import access as governing
from leadwell.govern import lists as reports
from leadwell.govern.boards import access as deciding
from leadwell.govern.models import Decision, GovernorsReport
from leadwell.people import access, phrased
from leadwell.people.held import numbered
from leadwell.people.models import BrokenGlass, Person, Role, RoleHeld
from leadwell.people.phrased import NotPhrased, ask_ahead, asked, facts, is_any
from leadwell.prepare import access as agreeing
from leadwell.programmes.models import Enrolment, Programme
from leadwell.reporting.board import chain, lines, page
from leadwell.reporting.home import QUESTIONS, WAYS
from leadwell.reporting.so_far import brief, work
from leadwell.schools.models import School
from tests.factories import (
    make_administrator,
    make_colleague,
    make_enrolment,
    make_programme,
    make_role,
    make_user,
)
from tests.walk import board_lists, note_lists, report_lists, visit_lists
from tests.walk.crowd import Crowd, crowded

EVERY = (*QUESTIONS, *WAYS)
OF_ONE = {
    noting.of_number: Note, noting.enrolment_of_number: Enrolment, noting.risk_in: NoteVersion,
    noting._shown_in_turn: Enrolment, visiting.of_number: Visit, governing.of_number: GovernorsReport,
    governing.questions_of: GovernorsReport, deciding.of_number: Decision,
    reports._counted_of: Enrolment, page._due_in: Programme, brief._parts: School,
    brief._steps: School, work._notes: School, work._to_sign: School, work._agreed: School,
    work._coming: School, work._decided: School, work._issued: School, chain._dated: Enrolment,
    chain._agreed: Enrolment, chain._opened: Enrolment, chain._planned: Enrolment,
    chain._decided: Enrolment,
}  # fmt: skip
"""Of what each is asked."""
OF_SEVERAL = {
    brief._sent: Enrolment, lines._to_come: Enrolment, lines._open_decisions: Enrolment,
    reports._opened: GovernorsReport, agreeing._looked_up: Person,
}  # fmt: skip


@pytest.fixture(scope="module")
def crowd(django_db_setup, django_db_blocker) -> Iterator[Crowd]:
    with crowded(django_db_blocker) as made:
        visit_lists.plant(made)
        report_lists.plant(made)
        board_lists.plant(made)
        note_lists.plant()
        yield made


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    phrased._phrase.cache_clear()
    phrased._whether.cache_clear()


def fresh(user: User) -> User:
    """As a request has them: roles are read once."""
    found = User.objects.get(pk=user.pk)
    access.remember(found)
    return found


def told(rows: list[Any]) -> list[Any]:
    return [getattr(row, "__dict__", row) | {"_state": 0} if hasattr(row, "pk") else row
            for row in rows]  # fmt: skip


def test_everybody_is_answered_as_if_it_had_been_written_for_them(crowd):
    """Twice: what the first person of a kind had written, the next of that kind is asked with."""
    today = timezone.localdate()
    n_rows = dict.fromkeys(EVERY, 0)
    for day in (today, today + timedelta(days=40)):
        by_hand = {
            (user.pk, question): sorted(map(str, told(list(question(fresh(user), day)))))
            for user in crowd.people.values()
            for question in EVERY
        }
        for user in (*crowd.people.values(), *reversed(crowd.people.values())):
            for question in EVERY:
                found, wanted = asked(question, fresh(user), day), by_hand[user.pk, question]
                assert sorted(map(str, told(found))) == wanted, question
                assert is_any(question, fresh(user), day) == bool(wanted)
                n_rows[question] += len(found)
    some = [question for question, n in n_rows.items() if n]
    assert len(some) >= 12  # the others are empty for everybody here


def test_of_a_thing_everybody_is_answered_as_if_it_had_been_written_for_them(crowd):
    """Of every kind the first few and one that is not there; of several at once too."""
    today, n_rows = timezone.localdate(), dict.fromkeys((*OF_ONE, *OF_SEVERAL), 0)
    some = {model: [*model.objects.order_by("pk").values_list("pk", flat=True)[:3], 987_654]
            for model in {*OF_ONE.values(), *OF_SEVERAL.values()}}  # fmt: skip
    asks = [(question, pk) for question, model in OF_ONE.items() for pk in some[model]]
    asks += [(question, frozenset(some[model])) for question, model in OF_SEVERAL.items()]
    for user in crowd.people.values():
        for question, things in asks:
            found = asked(question, fresh(user), today, things)
            by_hand = list(question(fresh(user), today, things))
            assert sorted(map(str, told(found))) == sorted(map(str, told(by_hand))), question
            n_rows[question] += len(found)
    assert sum(n > 0 for n in n_rows.values()) >= 25  # the others are empty for everybody here


def test_asked_ahead_in_one_statement_it_is_the_same(crowd, django_assert_num_queries):
    today = timezone.localdate()
    for user in crowd.people.values():
        person = fresh(user)
        access.held(person)
        asked(QUESTIONS[0], person, today)
        with django_assert_num_queries(2):  # the first says how to plan
            ask_ahead(EVERY, person, today)
        for question in EVERY:
            by_hand = list(question(fresh(user), today))
            assert is_any(question, person, today) == bool(by_hand)
            assert len(asked(question, person, today)) == len(by_hand)


def test_nothing_of_anybody_is_kept(crowd):
    """Of what is kept, every number is one that nothing has, or stands in the code."""
    today = timezone.localdate()
    people = list(crowd.people.values())
    for user in people:
        person = fresh(user)
        shape, _ = phrased._of(person)
        for question in EVERY:
            phrase = phrased._phrase(question, shape, today, today)
            whether = phrased._whether((question,), shape, today, today)
            for value in (*phrase.params, *whether.params):
                if isinstance(value, list):
                    assert all(each <= phrased.NEVER for each in value)
                elif isinstance(value, int):
                    assert value <= phrased.NEVER or value in {0, 1, 2}
            assert user.email not in (phrase.text or "") + whether.text
    assert phrased._phrase.cache_info().maxsize == phrased.KEPT


@pytest.mark.django_db
class TestOfOnePerson:
    def test_roles_that_change_are_asked_with_at_once(self):
        today = timezone.localdate()
        user = make_colleague().user
        assert asked(_programmes, fresh(user), today) == []
        first, second = make_programme(), make_programme()
        make_role(Role.PROGRAMME_LEAD, person=user.person, programme=first)
        assert asked(_programmes, fresh(user), today) == [first]
        role = make_role(Role.PROGRAMME_LEAD, person=user.person, programme=second)
        assert set(asked(_programmes, fresh(user), today)) == {first, second}
        RoleHeld.objects.filter(pk=role.pk).update(ends_on=today - timedelta(days=1))
        assert asked(_programmes, fresh(user), today) == [first]

    def test_what_was_known_ahead_is_asked_again_once_roles_are_read_again(self):
        today = timezone.localdate()
        user = fresh(make_colleague().user)
        ask_ahead([_programmes], user, today)
        assert not is_any(_programmes, user, today)
        make_role(Role.PROGRAMME_LEAD, person=user.person, programme=make_programme())
        access.forget(user)
        assert is_any(_programmes, user, today)

    def test_somebody_behind_broken_glass_is_another_kind_and_only_for_that_hour(self):
        today, now = timezone.localdate(), timezone.now()
        make_programme()
        user = make_administrator()
        enrolment = make_enrolment()
        assert asked(_parts, fresh(user), today) == []
        hour = timedelta(hours=1)
        glass = BrokenGlass.objects.create(
            user=user,
            reason="A call at night from a head",
            begins_at=now,
            ends_at=now + hour,
            told=[user.pk],
        )
        assert [part.pk for part in asked(_parts, fresh(user), today)] == [enrolment.pk]
        BrokenGlass.objects.filter(pk=glass.pk).update(ended_at=now)
        assert asked(_parts, fresh(user), today) == []

    def test_who_may_not_sign_in_is_asked_nothing(self):
        user = make_colleague().user
        make_role(Role.PROGRAMME_LEAD, person=user.person, programme=make_programme())
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert asked(_programmes, fresh(user), timezone.localdate()) == []

    def test_one_who_sits_on_many_boards_is_of_one_kind(self):
        few, many = make_colleague(), make_colleague()
        for n, person in ((1, few), (7, many)):
            for _ in range(n):
                make_role(Role.STRATEGIC_BOARD_MEMBER, person=person, programme=make_programme())
        assert phrased._of(fresh(few.user))[0] == phrased._of(fresh(many.user))[0]
        assert len(asked(_programmes, fresh(many.user), timezone.localdate())) == 7

    def test_of_one_thing_or_of_many_it_is_asked_by_their_numbers(self):
        today = timezone.localdate()
        person = make_colleague()
        mine = [make_programme(), make_programme(), make_programme()]
        for one in mine:
            make_role(Role.PROGRAMME_LEAD, person=person, programme=one)
        user, elsewhere = fresh(person.user), make_programme()
        for one in mine:
            assert asked(_this, user, today, one.pk) == [one]
        assert asked(_this, user, today, elsewhere.pk) == []
        some = frozenset({mine[0].pk, mine[2].pk, elsewhere.pk})
        assert set(asked(_these, user, today, some)) == {mine[0], mine[2]}
        assert set(facts(_any_of_these, today, some)) == {mine[0], mine[2], elsewhere}

    def test_no_things_and_numbers_that_no_row_has_are_not_asked_for(
        self, django_assert_num_queries
    ):
        today = timezone.localdate()
        user = fresh(make_colleague().user)
        with django_assert_num_queries(0):
            assert asked(_these, user, today, frozenset()) == []
            assert asked(_this, user, today, 2**63) == []
            assert facts(_any_of_these, today, frozenset()) == []

    def test_what_was_known_ahead_of_one_thing_is_not_known_of_another(self):
        today = timezone.localdate()
        person = make_colleague()
        one, other = make_programme(), make_programme()
        make_role(Role.PROGRAMME_LEAD, person=person, programme=one)
        user = fresh(person.user)
        ask_ahead([_this], user, today, other.pk)
        assert asked(_this, user, today, other.pk) == []
        assert asked(_this, user, today, one.pk) == [one]

    def test_what_asks_while_it_is_written_is_a_mistake(self):
        with pytest.raises(NotPhrased, match="without asking"):
            asked(_asks, fresh(make_user()), timezone.localdate())

    def test_what_looks_at_more_of_a_person_than_their_roles_is_a_mistake(self):
        with pytest.raises(NotPhrased, match="without asking"):
            asked(_of_their_name, fresh(make_user()), timezone.localdate())

    def test_words_of_the_code_stand_in_the_text_whatever_is_in_them(self):
        user = fresh(make_colleague().user)
        person = Person.objects.filter(user=user)
        for name, question in NAMED.items():
            assert not is_any(question, user, timezone.localdate())
            person.update(name=name)
            assert asked(question, user, timezone.localdate()) == [person.get()]
            assert is_any(question, user, timezone.localdate())

    def test_what_speaks_of_a_moment_is_a_mistake(self):
        with pytest.raises(NotPhrased, match="moments"):
            asked(_of_a_moment, fresh(make_user()), timezone.localdate())

    def test_many_numbers_in_the_place_of_one_are_a_mistake(self):
        person = make_colleague()
        make_role(Role.PROGRAMME_LEAD, person=person, programme=make_programme())
        with pytest.raises(NotPhrased, match="Several numbers"):
            asked(_in_a_list, fresh(person.user), timezone.localdate())


def _programmes(user: User, on: date):
    return access.programmes_for(user)


def _this(user: User, on: date, programme: int):
    return access.programmes_for(user).filter(pk=programme)


def _these(user: User, on: date, programmes: Collection[int]):
    return access.programmes_for(user).filter(numbered("pk", programmes))


def _any_of_these(on: date, programmes: Collection[int]):
    return Programme.objects.filter(numbered("pk", programmes))


def _parts(user: User, on: date):
    return access.enrolments_for(user)


def _named(name: str):
    return lambda user, on: Person.objects.filter(name=name, user=user)


NAMED = {name: _named(name) for name in ("O’Shea 100%", "it's \\ %s", "'; select 1 --", "%%")}


def _asks(user: User, on: date):
    return Programme.objects.filter(pk__in=list(Programme.objects.values_list("pk", flat=True)))


def _of_their_name(user: User, on: date):
    return Person.objects.filter(name=user.name)


def _of_a_moment(user: User, on: date):
    return Person.objects.filter(Q(invited_at__lt=timezone.now()), user=user)


def _in_a_list(user: User, on: date):
    own = {pk for one in access.held(user) for pk in one.programmes}
    return Programme.objects.filter(pk__in=own)


def test_no_connection_is_kept_with_a_text(db):
    asked(_programmes, fresh(make_user()), timezone.localdate())
    user = fresh(make_colleague().user)
    make_role(Role.PROGRAMME_LEAD, person=user.person, programme=make_programme())
    shape, _ = phrased._of(user)
    today = timezone.localdate()
    assert phrased._phrase(_programmes, shape, today, today).compiler.connection is None
    assert connection.is_usable()
