"""Lessons are told where their condition holds, and nowhere else."""

import pytest

from leadwell.programmes import lessons
from leadwell.programmes.lessons import FACTS, About, Comparison, Condition, Lesson, matching
from leadwell.programmes.lessons.reading import FILE, STAGES, read_lessons
from leadwell.programmes.models import ImplementationStage
from leadwell.schools.sources.refusal import Refused
from tests.programmes import seeds

EVERY = tuple(lessons.shipped().values())


def lesson(*when: Condition, key: str = "a-lesson") -> Lesson:
    return Lesson(key, "A lesson", "Learned", "Do", "explore", accounts=1, when=when)


MORE_THAN_THREE = Condition("strands", Comparison.MORE, "3")
NO_CONTACT = Condition("has_finance_contact", Comparison.IS, "no")


@pytest.mark.parametrize(("n", "holds"), [(2, False), (3, False), (4, True)])
def test_more_than_three_strands_are_four(n, holds):
    assert MORE_THAN_THREE.holds({"strands": n}) is holds


@pytest.mark.parametrize(("hours", "holds"), [(0, True), (0.75, True), (1, False), (2, False)])
def test_fewer_than_an_hour_is_less_than_sixty_minutes(hours, holds):
    condition = Condition("subject_leader_hours", Comparison.FEWER, "1")
    assert condition.holds({"subject_leader_hours": hours}) is holds


@pytest.mark.parametrize(("known", "holds"), [(True, False), (False, True)])
def test_no_is_the_opposite_of_yes(known, holds):
    assert NO_CONTACT.holds({"has_finance_contact": known}) is holds


def test_what_is_not_known_holds_nowhere():
    assert not MORE_THAN_THREE.holds({})
    assert not NO_CONTACT.holds({"strands": 4})
    assert matching({}, [lesson(MORE_THAN_THREE), lesson(NO_CONTACT)]) == ()


def test_all_conditions_of_a_lesson_must_hold():
    both = lesson(MORE_THAN_THREE, NO_CONTACT)
    assert matching({"strands": 4, "has_finance_contact": False}, [both]) == (both,)
    assert matching({"strands": 4, "has_finance_contact": True}, [both]) == ()


def test_a_lesson_without_a_condition_is_for_every_programme():
    assert matching({}, [lesson()]) == (lesson(),)
    assert lesson().condition == "For every programme"


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ((MORE_THAN_THREE,), "For a programme: more than 3 strands"),
        ((NO_CONTACT,), "For a school: no finance contact is named"),
        (
            (Condition("partners", Comparison.MORE, "0"),),
            "For a programme: at least one partner organisation",
        ),
        (
            (Condition("subject_leader_hours", Comparison.FEWER, "1"),),
            "For a school: fewer than 1 hour a week for the subject leader",
        ),
        (
            (MORE_THAN_THREE, Condition("months", Comparison.FEWER, "18")),
            "For a programme: more than 3 strands, and fewer than 18 months from first to last day",
        ),
    ],
)
def test_a_condition_is_told_in_words(when, said):
    assert lesson(*when).condition == said


def test_how_strong_a_lesson_is_is_said_plainly():
    assert lesson().strength == (
        "One programme’s account of itself. It was not studied or compared."
    )
    two = lessons.shipped()["visits-go-with-training"]
    assert two.strength.startswith("Two programmes told of it, each of itself.")


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.key)
def test_each_seed_lesson_can_be_shown_and_says_what_to_do(one):
    assert one.learned
    assert one.do
    assert one.condition
    assert one.about in About


def test_there_are_lessons_for_programmes_for_schools_and_for_all():
    assert {one.about for one in EVERY} == set(About)
    assert sum(not one.when for one in EVERY) <= 6, "too many that are always shown"
    assert len(EVERY) >= 24


def test_no_lesson_names_a_real_organisation_place_or_person():
    assert seeds.named_in(FILE.read_text(encoding="utf-8")) == set()


def test_stages_are_those_of_enrolments():
    assert list(STAGES.items()) == [(str(a), str(b)) for a, b in ImplementationStage.choices]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fact: strands,", "fact: strand,", "when: 'strand' is no fact that Leadwell knows"),
        ('compared: is, value: "no"', 'compared: more_than, value: "no"', "compare it with “is”"),
        ('compared: is, value: "no"', 'compared: is, value: "none"', "with yes or no"),
        ('compared: more_than, value: "3"', 'compared: more_than, value: "three"', "with a number"),
        ("key: offer-by-size", "key: time-to-lead", "stands there twice ('time-to-lead')"),
        ("stage: explore", "stage: dream", "must be one of `explore`"),
    ],
)
def test_a_register_that_cannot_be_right_is_refused_by_line(old, new, said):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(Refused) as refused:
        read_lessons(text.replace(old, new, 1).encode(), "lessons.yaml")
    assert said in "\n".join(map(str, refused.value.problems))
    assert all(problem.line > 1 for problem in refused.value.problems)


def test_every_fact_reads_in_both_numbers():
    assert all(fact.one and fact.many and fact.title for fact in FACTS.values())
