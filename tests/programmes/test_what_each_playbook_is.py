"""Each playbook is the programme it was learned from, and not any programme: what is its own stands
in it. Line by line from the list of those programmes, in words of ours."""

import pytest

from leadwell.programmes import playbooks

OWN = {
    "primary-maths-lead-practitioners": {
        "measures": {"maths_expected", "maths_higher", "maths_average", "K40", "K12", "K27", "K32"},
        "strands": 2, "group": "all", "boards": {"steering"}, "roles": {"CEO", "SLE", "SUB", "TCH"},
        "money": {"cover", "experts", "materials"},
        "says": (
            "partner trust reviews the subject", "Enquiry walks", "Time off class", "moderated",
            "sees all teaching of maths", "subject by subject", "its own plan", "all other subjects",
        ),
    },
    "secondary-subjects-lead-practitioners": {
        "measures": {"K12", "K31", "K41", "K35"},
        "strands": 2, "group": "all", "boards": {"strategic"}, "roles": {"SLE", "SUB", "SLT", "HT"},
        "money": {"staffing", "experts"},
        "says": (
            "Head of department and line manager", "unique to the school", "written menu",
            "masterclass", "Serving and aspiring", "top grades", "outside the school’s line",
            "impact takes time", "sixth subject", "another trust could use",
        ),
    },
    "key-stage-2-maths-gap-hubs": {
        "measures": {"K08", "K15", "K44", "K48", "K65", "K66"},
        "strands": 2, "group": "disadvantaged", "boards": {"strategic", "steering"},
        "roles": {"STL", "PM", "HUB", "SLE", "SUB", "GOV"}, "money": {"specialist-days", "venues"},
        "says": (
            "five hubs", "Three focus pupils", "twenty-five", "Half-termly sessions and extra ones",
            "mandate", "Relaunched to heads", "their days at clusters", "each term",
            "joint conference", "passes to subject leaders", "notes of visit", "more than one project",
        ),
    },
    "key-stage-2-maths-audit-to-plan": {
        "measures": {"K31", "K11", "K46", "K67", "K70"},
        "strands": 2, "group": "all", "boards": {"steering"}, "roles": {"STL", "SLE", "FIN-S", "HT"},
        "money": {"cover", "specialist-days", "experts"},
        "says": (
            "audit comes first", "The same specialist stays", "trained each half-term",
            "evaluated before people leave", "seven parts", "joins as a partner",
            "one finance contact", "three years", "schools buy", "eyes from outside",
        ),
    },
    "leadership-at-every-stage": {
        "measures": {"K33", "K34", "K36", "K37", "K40", "K44", "K49"},
        "strands": 2, "group": "disadvantaged", "boards": {"strategic"},
        "roles": {"SLE", "TCH", "EVAL"}, "money": {"experts", "evaluation"},
        "says": (
            "New teachers lead in their own classroom", "year group", "department", "coach",
            "leads a project on something that underperforms", "business", "university",
            "attendance", "Partners say what they need", "Need and effect are planned together",
            "asked first when another programme",
        ),
    },
    "oracy-for-disadvantaged-pupils": {
        "measures": {
            "K13", "K14", "K15", "K45", "K49", "reading_expected_disadvantaged",
            "writing_expected_disadvantaged", "maths_expected_disadvantaged",
        },
        "strands": 2, "group": "disadvantaged", "boards": {"strategic", "steering"},
        "roles": {"PM", "EVAL", "HT", "TCH"}, "money": {"experts", "evaluation"},
        "says": (
            "Several experts", "national and international", "visit to each setting after",
            "from a university", "background in teaching", "versioned", "some for one",
            "Pilots in new places", "Parents", "chain of reasons", "vision and plan", "hub for oracy",
        ),
    },
    "key-stage-2-maths-strands": {
        "measures": {"K22", "K23", "K46", "K48", "K69"},
        "strands": 3, "group": "all", "boards": {"strategic"}, "roles": {"PM", "SLT", "TCH"},
        "money": {"cover", "specialist-days", "venues"},
        "says": (
            "start, at a third and midway", "mastery early", "structured intervention",
            "Protected space", "named person answers", "improvement plan", "four-year journey",
            "fewer strands", "by the size of a school", "staff or leaders changed",
            "regional board", "Which strands go on",
        ),
    },
    "reading-gap-working-parties": {
        "measures": {"K43", "K44", "K45", "K48", "reading_progress_disadvantaged"},
        "strands": 2, "group": "custom", "boards": {"steering"}, "roles": {"SLE", "SUB", "SLT"},
        "money": {"materials", "specialist-days"},
        "says": (
            "special educational needs, and disadvantaged", "authority to decide", "logs",
            "usual support", "coaches the working party", "what was changed", "library service",
            "ask again each term", "year 7", "avoids other interventions", "heads’ meetings",
        ),
    },
}  # fmt: skip
SHIPPED = playbooks.shipped()
FILES = {one.key: file for one, file in zip(SHIPPED.values(), playbooks.files(), strict=True)}


def test_each_of_the_eight_is_here():
    assert OWN.keys() == SHIPPED.keys()


@pytest.mark.parametrize("key", OWN)
def test_it_aims_at_what_that_programme_was_measured_by(key):
    assert OWN[key]["measures"] <= {aim.measured_by for aim in SHIPPED[key].aims}


@pytest.mark.parametrize("key", OWN)
def test_it_is_for_the_same_pupils_by_as_many_strands_with_the_same_boards_and_roles(key):
    one, own = SHIPPED[key], OWN[key]
    assert one.focus_group == own["group"]
    assert len(one.strands) == own["strands"]
    assert {each.board for each in one.boards} == own["boards"]
    assert {each.role for each in one.roles} >= own["roles"]


@pytest.mark.parametrize("key", OWN)
def test_its_money_goes_where_that_programmes_went(key):
    assert {each.line for each in SHIPPED[key].money} >= OWN[key]["money"]


@pytest.mark.parametrize("key", OWN)
def test_its_own_ways_are_in_its_words(key):
    text = " ".join(FILES[key].read_text(encoding="utf-8").split())
    assert [words for words in OWN[key]["says"] if words not in text] == []


def test_what_is_watched_in_a_school_is_said_under_the_point_it_belongs_to():
    """Need is no point of readiness: nothing about it stands under the working party's authority."""
    watched = {
        (one.key, each.point): each.watch for one in SHIPPED.values() for each in one.readiness
    }
    of_parties = [words for (_, point), words in watched.items() if point == "R4"]
    assert of_parties
    assert all("decide" in words for words in of_parties)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_playbook_from_before_money_was_said_is_still_read(key):
    lines = FILES[key].read_text(encoding="utf-8").splitlines()
    without = [
        line for line in lines
        if not line.startswith(("funding_year:", "money:", "  - {line:"))
    ]  # fmt: skip
    read = playbooks.read_playbook("\n".join(without).encode(), name="old.yaml")
    assert (read.money, read.funding_year) == ((), "")
