import pytest
from django.db import IntegrityError, transaction

from leadwell.schools.models import Identifier, Join, PublishedYear, School
from tests.schools.register_files import academy, closed, row
from tests.schools.sources.makers import school as result_row

pytestmark = pytest.mark.django_db
OLD, NEW = 900101, 900201


@pytest.fixture
def converted(load_register):
    """A school that became an academy: two rows of the register, joined by nothing yet."""
    return load_register(closed(OLD, "31-10-2017"), academy(NEW, number="2101"))


def test_a_converter_is_one_school_with_two_urns(converted, load_links):
    load_links((OLD, NEW, "Successor"))

    school = School.objects.standing().get()
    assert school.urn == NEW
    assert {e.urn for e in school.entries.all()} == {OLD, NEW}
    assert Join.objects.get().kind == Join.Kind.CONVERTER
    urns = Identifier.objects.filter(school=school, scheme="urn").values_list("value", flat=True)
    assert set(urns) == {OLD, NEW}


def test_a_link_told_from_the_other_side_only_joins_as_well(converted, load_links):
    load_links((NEW, OLD, "Predecessor"))
    assert School.objects.standing().count() == 1


def test_a_sponsor_led_academy_is_marked_for_the_department_cuts_its_history(
    load_register, load_links
):
    load_register(closed(OLD, "31-10-2017"), academy(NEW, by="sponsor"))
    load_links((OLD, NEW, "Successor"))
    assert Join.objects.get().kind == Join.Kind.SPONSOR_LED


@pytest.mark.parametrize(
    "kind", ["Successor - merged", "Successor - amalgamated", "Successor - Split School"]
)
def test_a_merger_or_a_split_is_never_joined(converted, load_links, kind):
    load_links((OLD, NEW, kind))
    assert School.objects.standing().count() == 2


def test_two_schools_that_became_one_are_not_joined(load_register, load_links):
    load_register(closed(OLD, "31-10-2017"), closed(OLD + 1, "31-10-2017"), academy(NEW))
    load_links((OLD, NEW, "Successor"), (OLD + 1, NEW, "Successor"))
    assert School.objects.standing().count() == 3


def test_the_results_file_says_who_became_an_academy_too(converted, load_results):
    load_results(
        result_row(OLD, URN_AC=str(NEW), SCHNAME_AC="The Academy", OPEN_AC="20171101"), year=2017
    )
    assert School.objects.standing().get().urn == NEW
    assert "Published results say" in str(Join.objects.get().evidence)


@pytest.mark.parametrize("first", ["results", "register", "links"])
def test_files_may_come_in_any_order(first, load_register, load_links, load_results):
    loads = {
        "results": lambda: load_results(result_row(OLD), year=2016),
        "register": lambda: load_register(closed(OLD, "31-10-2017"), academy(NEW, number="2101")),
        "links": lambda: load_links((OLD, NEW, "Successor")),
    }
    loads.pop(first)()
    for load in loads.values():
        load()

    school = School.objects.standing().get()
    assert school.urn == NEW
    assert PublishedYear.objects.get(urn=OLD).school == school


def test_our_own_id_stays_when_an_earlier_urn_is_found_later(load_register, load_links):
    load_register(academy(NEW, number="2101"))
    before = School.objects.get()
    load_register(closed(OLD, "31-10-2017"), academy(NEW, number="2101"))
    load_links((OLD, NEW, "Successor"))

    assert School.objects.standing().get() == before


def test_a_join_that_no_longer_follows_is_undone(converted, load_links):
    load_links((OLD, NEW, "Successor"))
    load_links((OLD, NEW, "Successor - merged"))

    assert not Join.objects.exists()
    assert set(School.objects.standing().values_list("urn", flat=True)) == {OLD, NEW}


def test_joining_a_part_answers_as_joining_everything(load_register, load_links, load_results):
    """The slow twin: work everything out again, and nothing is different."""
    from leadwell.schools import joining

    load_register(
        *(row(urn) for urn in range(900300, 900320)), closed(OLD, "31-10-2017"), academy(NEW)
    )
    load_results(result_row(OLD, URN_AC=str(NEW), OPEN_AC="20171101"), year=2017)

    again = joining.work_out()
    assert (again.n_made, again.n_undone) == (0, 0)


def test_no_two_standing_schools_can_hold_one_urn(converted):
    with pytest.raises(IntegrityError, match="one_standing_school_for_a_urn"), transaction.atomic():
        School.objects.create(urn=OLD, name="Another")


def test_a_urn_belongs_to_one_school_for_ever(converted):
    first, second = School.objects.order_by("pk")
    with pytest.raises(IntegrityError, match="a_urn_is_one_school_for_ever"), transaction.atomic():
        Identifier.objects.create(school=second, scheme="urn", value=first.urn)


def test_links_known_before_the_register_are_of_the_kind_the_register_says(
    load_register, load_links
):
    load_links((OLD, NEW, "Successor"))
    load_register(closed(OLD, "31-10-2017"), academy(NEW, by="sponsor", opened="05-11-2017"))

    join = Join.objects.get()
    assert join.kind == Join.Kind.SPONSOR_LED
    assert str(join.joined_on) == "2017-11-05"


def test_a_result_stays_with_its_own_school_when_a_join_is_undone(
    converted, load_links, load_results
):
    load_links((OLD, NEW, "Successor"))
    load_results(result_row(OLD), result_row(NEW))
    report = load_links((OLD, NEW, "Successor - merged"))

    assert "1 pair of URNs is no longer taken for one school." in report.sentences
    for shown in PublishedYear.objects.of_schools():
        assert shown.school == School.objects.standing().get(urn=shown.urn)


def test_results_that_undo_a_join_say_so(converted, load_register, load_links, load_results):
    load_register(closed(OLD, "31-10-2017"), academy(NEW, number="2101"), academy(NEW + 1))
    load_links((OLD, NEW, "Successor"))
    report = load_results(result_row(OLD, URN_AC=str(NEW + 1), OPEN_AC="20171101"), year=2017)

    assert [(join.old_urn, join.new_urn) for join in Join.objects.all()] == [(OLD, NEW + 1)]
    assert "1 pair of URNs is no longer taken for one school." in report.sentences
