"""The playbooks that come with Leadwell, and what is said of a file that is none."""

import pytest

from leadwell.lib import codes
from leadwell.people.models import Role
from leadwell.programmes import lessons, playbooks
from leadwell.programmes.playbooks import read_playbook, shape
from leadwell.schools.sources.refusal import Refused
from tests.programmes import seeds

SHIPPED = tuple(playbooks.shipped().values())
FILE = playbooks.files()[0]
TEXT = FILE.read_text(encoding="utf-8")


def faults(text: str) -> str:
    with pytest.raises(Refused) as refused:
        read_playbook(text.encode(), name="ours.yaml")
    return "\n".join([str(refused.value), *map(str, refused.value.problems)])


def changed(old: str, new: str) -> str:
    assert old in TEXT, old
    return TEXT.replace(old, new, 1)


def test_there_are_eight():
    assert len(SHIPPED) == 8
    assert len({one.title for one in SHIPPED}) == 8


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.key)
def test_each_says_all_that_a_programme_has_to(one):
    assert one.of_term("short")
    assert one.of_term("long")
    assert 1 <= len(one.strands) <= 3
    assert all(3 <= len(strand.ingredients) <= 7 for strand in one.strands)
    assert any(not each.fixed for strand in one.strands for each in strand.ingredients)
    assert one.n_pupil_data_points <= 3
    assert {each.role for each in one.roles} >= {"PL", "SLE"}
    assert one.boards
    assert one.readiness
    assert one.lasting
    assert one.lessons


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.key)
def test_in_each_support_grows_less_and_the_specialist_stops_driving(one):
    first, last = one.intensity[0], one.intensity[-1]
    assert last.n_visits < first.n_visits
    assert first.specialist == "drives"
    assert last.specialist in {"shares", "sounds"}


@pytest.mark.parametrize("one", SHIPPED, ids=lambda one: one.key)
def test_in_each_no_training_stands_without_a_visit_in_it_or_the_half_term_after(one):
    visits = [n for year in one.intensity for n in year.visits] + [0]
    events = [n for year in one.intensity for n in year.events]
    assert not [n for n, held in enumerate(events) if held and not visits[n] + visits[n + 1]]


@pytest.mark.parametrize("file", playbooks.files(), ids=lambda file: file.stem)
def test_none_names_a_real_organisation_place_or_person(file):
    assert seeds.named_in(file.read_text(encoding="utf-8")) == set()


def test_the_list_of_names_knows_those_it_is_for():
    known = seeds.names()
    assert {"Plymouth", "White Horse", "Primary Quest", "Corinium", "Swindon"} <= known


def test_roles_are_those_that_people_hold():
    assert {code: label for code, label in Role.choices if code in shape.ROLES} == shape.ROLES


def test_every_lesson_that_comes_with_leadwell_is_read_and_most_are_used():
    used = {key for one in SHIPPED for key in one.lessons}
    assert used <= lessons.shipped().keys()
    assert len(used) > len(lessons.shipped()) / 2


def test_points_of_readiness_are_those_of_the_list():
    listed = {value.code for value in codes.of("readiness").scales[0].values}
    assert {each.point for one in SHIPPED for each in one.readiness} <= listed


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "format: 1",
            "format: 2",
            "written in format 2, and this version of Leadwell reads format 1",
        ),
        ("format: 1", "format: new", "written in format new"),
        ("format: 1\n", "", "line 1, format: is missing"),
        ("key: primary", "key: Primary", "line 2, key: must be small letters"),
        ("schools_fewest: 3", "schools_fewest: 9", "schools_fewest: is more than schools_most"),
        ("measured_by: K27", "measured_by: K99", "aims, measured_by: is 'K99', which is no known"),
        ("measured_by: K27", "measured_by: n_pupils", "which is no known measure"),
        ("focus_group: all", "focus_group: custom", "own_group: is missing: a group of its own"),
        (
            "focus_group: all",
            "focus_group: all\nown_group: Pupils new to English",
            "own_group: is only for a focus_group of custom",
        ),
        ("term: short", "term: soon", "aims 1, term: must be one of `short`, `long`"),
        ("months: 35", "months: 60", "is after the follow-up, which ends after 59 months"),
        ("year: 2", "year: 3", "intensity: must tell years 1 to 2 in their order"),
        ("visits: [2, 1, 1, 1, 1, 1]", "visits: [2, 1, 1, 1, 1]", "intensity 2, visits: has 5"),
        ("visits: [2, 1, 1, 1, 1, 1]", "visits: [2, 1, 1, 1, 1, 21]", "visits 6: must be a whole"),
        ("code: KS2", "code: SATS", "instruments 1, code: must be one of `KS2`"),
        ("code: KS2", "code: CUSTOM", "instruments, name: is missing: CUSTOM has a name"),
        (
            "y2-summer-2], use: Published",
            "y3-summer-2], use: Published",
            "is in year 3, after its last",
        ),
        (
            "points: [y1-autumn-1, y1-summer-2, y2-summer-2], use: Whether",
            "points: [y1-autumn-1, y1-autumn-2, y1-spring-1, y1-summer-2], use: Whether",
            "measures pupils in 4 half-terms of a year; 3 are the most",
        ),
        ("lessons: [time-to-lead", "lessons: [time-to-rest", "'time-to-rest', which is no lesson"),
        ("point: R1", "point: R9", "readiness 1, point: must be one of `R1`"),
        ("point: R3", "point: R1", "readiness: stands there twice ('R1')"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused_with_the_reason(old, new, said):
    assert said in faults(changed(old, new))


def test_a_playbook_without_a_long_term_aim_is_refused():
    assert "aims: has no long-term aim" in faults(TEXT.replace("term: long", "term: short"))


def test_a_playbook_as_large_as_a_book_is_refused_unread():
    assert "was not read: it has" in faults(TEXT + "# " + "x" * 60_000)


def test_a_refusal_names_the_file_and_the_line_of_the_thing():
    said = faults(changed("measured_by: K27", "measured_by: K99"))
    line = TEXT[: TEXT.index("measured_by: K27")].count("\n")  # the aim begins two lines before
    assert said.startswith("ours.yaml was not taken: it has one fault.")
    assert f"line {line - 1}, aims, measured_by" in said
