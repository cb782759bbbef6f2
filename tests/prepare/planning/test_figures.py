"""Figures of a priority: as they are for who writes the plan, hidden from others where they are
about few."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leadwell.evidence.disclosure.policy import STANDARD, Tier
from leadwell.evidence.disclosure.typed import Scale
from leadwell.people.models import Role
from leadwell.prepare.models import Priority
from leadwell.prepare.planning import figures
from tests.factories import holder_of
from tests.planned import make_priority
from tests.prepare.planning.conftest import signed_in, url


@pytest.fixture
def lead(world):
    return holder_of(Role.PROGRAMME_LEAD, programme=world.part.programme)


def test_a_figure_about_pupils_says_how_many_it_is_about(world):
    page = url("add-priority", world.plan.pk)
    answer = signed_in(world.leader).post(page, world.posted(n_people=""))
    assert "Say how many pupils or people it is about" in answer.text
    assert not Priority.objects.exists()
    with pytest.raises(PermissionDenied, match="Say how many pupils"):
        world.write(n_people=None)


def test_what_counts_classes_need_not(world):
    classes = {"measure": "", "artefact": "Classes in which it happens", "unit": "classes"}
    world.write(**classes, what="teachers who plan together", n_people=None)
    assert Priority.objects.count() == 1


def test_no_more_than_all_of_them_can_be_counted(world):
    counted = {"unit": "pupils", "baseline": "3", "target": "9", "n_people": "7"}
    page = url("add-priority", world.plan.pk)
    answer = signed_in(world.leader).post(page, world.posted(**counted))
    assert "That is more than the 7 it is about" in answer.text


def test_three_of_seven_pupils_are_read_by_the_school_and_its_specialist_alone(world, lead):
    world.write(unit="pupils", baseline=3, target=7, n_people=7, pupils="disadvantaged")
    page = world.plan.get_absolute_url()
    for user in (world.leader, world.specialist, world.head):
        assert "3 to 7 pupils, of 7" in signed_in(user).get(page).text
    text = signed_in(lead).get(page).text
    assert "Figures hidden" in text
    assert "Hidden so that no pupil can be recognised" in text
    assert "3 to 7" not in text
    assert "pupils, of 7" not in text


def test_a_figure_about_many_is_read_by_everybody_who_reads_the_plan(world, lead):
    world.write(n_people=28)  # 16 of 28, and 20 of 28
    assert "58 to 70 per cent, of 28" in signed_in(lead).get(world.plan.get_absolute_url()).text


def test_what_nobody_has_said_a_number_for_is_hidden_outside(world, lead):
    """As it was written before anybody was asked."""
    make_priority(world.plan, n_people=None)
    text = signed_in(lead).get(world.plan.get_absolute_url()).text
    assert "nobody has said how many pupils it is about" in text
    assert "58 to 70" not in text
    assert "per cent" not in text


def test_how_it_stands_is_hidden_where_it_is_about_few(world, lead):
    one = world.write(n_people=28)
    told = figures.told(one, 90, tier=Tier.PROGRAMME, policy=STANDARD)  # 25 of 28: three are not
    assert (told.from_to, told.now) == ("58 to 70 per cent, of 28", "now 90 per cent")
    one.pupils = "disadvantaged"
    told = figures.told(one, 90, tier=Tier.PROGRAMME, policy=STANDARD)
    assert told.now == "Figures hidden"
    assert figures.told(one, 90, tier=Tier.SCHOOL, policy=STANDARD).now == "now 90 per cent"


def test_how_many_it_is_about_stays_with_what_was_agreed(world):
    one = world.approved()
    with pytest.raises(IntegrityError, match="approved_priority_stays"), transaction.atomic():
        Priority.objects.filter(pk=one.pk).update(n_people=6)


def test_nobody_at_all_is_no_number_of_people(world):
    one = world.write()
    with pytest.raises(IntegrityError, match="priority_is_about_somebody"), transaction.atomic():
        Priority.objects.filter(pk=one.pk).update(n_people=0)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("per cent", Scale.PER_CENT), ("% of pupils", Scale.PER_CENT), ("pupils", Scale.PUPILS),
        ("percentage points", Scale.OTHER), ("per cent points", Scale.OTHER),
        ("points", Scale.OTHER), ("classes", Scale.OTHER), ("children", Scale.PUPILS),
    ],
)  # fmt: skip
def test_in_what_it_is_counted_is_read_from_its_unit(unit, expected):
    assert figures.scale_of(unit) is expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"measure": "K40"}, True), ({"measure": "K20"}, False), ({"measure": "maths_expected"}, True),
        ({"artefact": "Disadvantaged pupils who explain"}, True), ({"unit": "children"}, True),
        ({"artefact": "Books looked at", "unit": "books"}, False),
        ({"artefact": "Materials to send home", "unit": "packs"}, False),
        ({"artefact": "SEND passports in use"}, True),
    ],
)  # fmt: skip
def test_whether_it_is_about_people_is_read_from_its_measure_or_words(said, expected):
    empty = {"measure": "", "artefact": "", "what": "", "unit": ""}
    assert figures.is_about(SimpleNamespace(**empty | said)) is expected
