"""A governors' report stands on facts: what is counted is right, and no words are ever read."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadwell.deliver.models import NoteIngredient, Rag
from leadwell.deliver.notes.content import Observed, Stand
from leadwell.govern import wording
from leadwell.govern.facts import COLUMNS, Seen, _rows, facts
from leadwell.people.models import Person, Role
from leadwell.prepare.models import AgreedAction, State
from leadwell.programmes.models import Enrolment
from tests.factories import make_action, make_role, make_visit
from tests.govern.texts import words_of_people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
Level = NoteIngredient.Level


@pytest.fixture
def read(report):
    return lambda: facts(report, as_at=TODAY)


def test_the_dictionary_knows_the_words_that_must_not_be_read():
    known = words_of_people()
    assert {
        ("deliver_noteversion", "seen"), ("deliver_noteversion", "impact_reason"),
        ("deliver_noteversion", "strengths"), ("deliver_visit", "purpose"),
        ("prepare_agreedaction", "what"), ("people_person", "name"),
        ("deliver_noteremark", "text"), ("deliver_noterisk", "text"),
    } <= known  # fmt: skip


def test_no_question_behind_any_fact_touches_words_that_somebody_wrote(
    read, released, ingredients, enrolment
):
    released(observed=(Observed(ingredients[0].pk, Level.ROUTINE, 3),), n_classes=4)
    make_action(enrolment=enrolment)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        wording.said(read())
    assert len(asked) >= 8
    read_columns = {
        (table, column)
        for query in asked
        for table, column in re.findall(r'"(\w+)"\."(\w+)"', query["sql"])
    }
    assert ("deliver_noteversion", "impact") in read_columns  # they are found in the text at all
    assert not any("*" in query["sql"].split("FROM")[0] for query in asked)
    aliases = {table for table, _ in read_columns} - set(connection.introspection.table_names())
    personal = words_of_people()
    names = {column for _, column in personal}
    assert read_columns & personal == set()
    assert {(a, c) for a, c in read_columns if a in aliases and c in names} == set()


def test_every_column_that_may_be_read_is_no_text_of_a_person():
    for model, names in COLUMNS.items():
        for name in names:
            column, of = None, model
            for step in name.split("__"):
                column = of._meta.get_field(step)
                of = column.related_model or of
            table = column.model._meta.db_table
            assert (table, column.column) not in words_of_people(), f"{model.__name__}.{name}"


def test_a_column_nobody_has_allowed_is_refused():
    with pytest.raises(ValueError, match="does not read Enrolment"):
        _rows(Enrolment.objects.all(), "why_left")
    with pytest.raises(KeyError):
        _rows(Person.objects.all(), "name")


def test_the_queries_do_not_grow(read, released, ingredients, django_assert_max_num_queries):
    released()
    with CaptureQueriesContext(connection) as few:
        read()
    for day in (3, 4, 5):
        released(date(2026, 11, day))
    with django_assert_max_num_queries(len(few)):
        read()


def test_visits_days_and_minutes_of_released_notes_count(read, released):
    released(date(2026, 10, 13), activities={"lesson-visit": 60, "coaching": 30})
    released(date(2026, 11, 10), days="1.00", activities={"lesson-visit": 45})
    found = read()
    assert found.visits == (date(2026, 10, 13), date(2026, 11, 10))
    assert found.days == Decimal("1.50")
    assert found.activities == {"Lesson visit": 105, "Coaching": 30}
    assert list(found.activities) == ["Lesson visit", "Coaching"]


def test_of_a_note_that_is_not_released_only_that_a_visit_took_place_is_told(read, released):
    released(is_released=False, stands={
        aspect: Stand(Rag.RED, "Nobody came") for aspect in ("engagement", "implementation", "impact")
    } | {"engagement": Stand(Rag.GREEN)})  # fmt: skip
    found = read()
    assert found.visits == ()
    assert found.n_unfinished == 1
    assert found.colours == ()
    assert found.activities == {}


def test_another_schools_notes_and_actions_are_no_part_of_it(read, released, enrolment):
    make_action()
    make_visit(on=date(2026, 11, 10), state="happened")
    found = read()
    assert (found.n_unfinished, found.actions.n_open) == (0, 0)


def test_colours_are_those_of_the_last_visit_beside_the_last_of_an_earlier_term(read, released):
    amber = {"implementation": Stand(Rag.AMBER, "Some classes", "new-1")}
    green = {aspect: Stand(Rag.GREEN) for aspect in ("engagement", "implementation", "impact")}
    released(date(2026, 7, 1), stands=green | amber)
    released(date(2026, 10, 13), stands=green | {"impact": Stand(Rag.GREY)})
    released(date(2026, 11, 10), stands=green | {"impact": Stand(Rag.GREY)})
    said = {one.title: (one.now, one.change) for one in wording.meanings(read())}
    assert said == {
        "Taking part": (Rag.GREEN, "no change"),
        "Putting it into practice": (Rag.GREEN, "up from Amber"),
        "Difference for pupils": (Rag.GREY, "was Green"),
    }


def test_where_nobody_came_this_term_the_colours_say_of_when_they_are(read, released):
    released(date(2026, 7, 1))
    found = read()
    assert found.colours_on == date(2026, 7, 1)
    assert not found.has_news
    assert all(one.before == "" for one in found.colours)
    assert wording.drafted(found)["summary"].startswith("No visit of this term")


def test_ingredients_are_told_as_they_were_seen_last(read, released, ingredients):
    first, second = (one.pk for one in ingredients)
    released(date(2026, 7, 1), observed=(Observed(first, Level.BEGINNING, 1),), n_classes=4)
    released(
        date(2026, 10, 13), n_classes=2,
        observed=(Observed(first, Level.DEVELOPING, 2), Observed(second, Level.NOT_SEEN)),
    )  # fmt: skip
    released(date(2026, 11, 10), observed=(Observed(first, Level.ROUTINE, 3),), n_classes=4)
    seen = {one.ingredient: (wording.seen(one), wording.seen_before(one)) for one in read().seen}
    assert seen == {
        "Read aloud every day": ("seen as routine in 3 of 4 classes", "seen as beginning"),
        "Pupils explain": ("not seen yet", ""),
    }


@pytest.mark.parametrize(
    ("n", "said"), [(2, "seen as routine"), (3, "seen as routine in 1 of 3 classes")]
)
def test_of_few_classes_no_count_tells_whose_it_was(n, said):
    assert wording.seen(Seen("Talk", Level.ROUTINE, 1, n, "")) == said


def test_actions_are_numbers(read, enrolment):
    make_action(enrolment=enrolment, due_on=date(2026, 11, 2))
    make_action(enrolment=enrolment, agreed_on=date(2026, 3, 2), due_on=date(2027, 1, 15))
    make_action(
        enrolment=enrolment, state=State.EVIDENCED, evidence="On the wall",
        ended_on=date(2026, 11, 5),
    )  # fmt: skip
    found = read().actions
    assert (found.n_agreed, found.n_done, found.n_open, found.n_late) == (2, 1, 2, 1)
    assert AgreedAction.objects.filter(enrolment=enrolment).count() == 3


def test_those_who_took_part_are_told_by_their_roles(read, released, enrolment):
    teacher = make_role(Role.TEACHER, school=enrolment.school)
    leader = make_role(Role.SUBJECT_LEADER, school=enrolment.school)
    released(people_met=(teacher.person_id, leader.person_id))
    found = read()
    assert found.met == (Role.SUBJECT_LEADER, Role.TEACHER)
    assert (
        "Those who took part: the subject leader and teachers" in wording.lines(found)["happened"]
    )


def test_three_questions_are_chosen_by_what_there_is_to_ask(read, released):
    released(stands={
        "engagement": Stand(Rag.RED, "No time", "new-1"), "impact": Stand(Rag.GREY),
        "implementation": Stand(Rag.GREEN),
    })  # fmt: skip
    asked = wording.prompts(read())
    assert len(asked) == 3
    assert asked[0] == "What would it take to protect the time that was promised for this work?"
    assert "What will we see by next term if this is working?" in asked


@pytest.mark.parametrize("aspect", ["engagement", "implementation", "impact"])
@pytest.mark.parametrize("rag", Rag)
def test_each_colour_has_a_plain_meaning_and_the_summary_a_sentence(aspect, rag):
    texts = wording.told()
    assert texts["meaning"][aspect][rag].endswith(".")
    assert texts["summary"][rag].endswith(".")
    assert texts["summary"]["impact"][rag].endswith(".")


def test_there_are_always_three_questions():
    always = [one for one in wording.told()["prompts"] if one["when"] == "always"]
    assert len(always) >= wording.N_PROMPTS
