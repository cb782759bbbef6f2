import pytest

from leadwell.audit.models import Event
from leadwell.schools import actions, catalogue
from leadwell.schools.models import PublishedYear, School, SourceFile
from leadwell.schools.reasons import Reason
from leadwell.schools.sources.refusal import Refused
from tests.factories import NOON
from tests.schools.register_files import row
from tests.schools.sources import makers
from tests.schools.sources.makers import area, school

pytestmark = pytest.mark.django_db
URN = 900101


def cell(urn, measure="rwm_expected", year=2018):
    """(value, reason) as shown."""
    shown = PublishedYear.objects.get(urn=urn, academic_year=year)
    slot = catalogue.load().by_key[measure].slot
    return shown.values[slot], Reason(shown.reasons[slot])


def test_results_before_any_register_make_schools_from_the_file(load_results):
    report = load_results(school(URN, SCHNAME="Tansy Hill Primary"))

    made = School.objects.get()
    assert (made.name, made.urn, made.is_on_register) == ("Tansy Hill Primary", URN, False)
    assert cell(URN) == (67, Reason.VALUE)
    assert f"1 school not on the register yet: {URN} Tansy Hill Primary." in report.sentences


def test_areas_and_england_are_kept_apart_from_schools(load_results):
    load_results(school(URN), area(3))

    kinds = PublishedYear.objects.values_list("record_type", flat=True).order_by("record_type")
    assert list(kinds) == [1, 3, 4, 5]
    assert School.objects.count() == 1


@pytest.mark.parametrize(
    "text", ["SUPP", "NA", "LOWCOV", "NE", "NP", "NEW", "SP", "RE", "z", "c", "x", "low", "u", "k"]
)
def test_a_cell_without_a_value_keeps_its_own_reason(load_results, text):
    load_results(school(URN, PTRWM_EXP=text))
    value, reason = cell(URN)
    assert (value, reason.text.lower()) == (None, text.lower())


def test_a_row_that_stops_early_says_so_in_the_cells_it_lacks(load_results):
    load_results(makers.cut(school(URN), after="TOTPUPS"))
    assert cell(URN) == (None, Reason.ROW_CUT)


def test_a_special_school_is_marked_by_its_row(load_results):
    load_results(school(URN, RECTYPE="2", NFTYPE="CYS"))
    assert School.objects.get().is_special


def test_the_same_file_again_changes_nothing_and_says_so(load_results):
    load_results(school(URN))
    again = load_results(school(URN))
    assert again.is_known
    assert "Nothing changes" in again.sentences[0]
    assert SourceFile.objects.count() == Event.objects.count() == 1


def test_a_dry_run_names_what_would_change_and_changes_nothing(load_results):
    load_results(school(URN, PTRWM_EXP="67%"))
    report = load_results(school(URN, PTRWM_EXP="70%"), dry_run=True)

    assert report.changes["n_changed"] == report.changes["n_cells_changed"] == 1
    [example] = report.changes["examples"]
    assert (example["urn"], example["measure"]) == (URN, "rwm_expected")
    assert (example["before"], example["after"]) == (67, 70)
    assert cell(URN) == (67, Reason.VALUE)


def test_a_later_status_takes_over_and_the_earlier_file_is_kept(load_results):
    load_results(school(URN, PTRWM_EXP="67%"), status="provisional")
    report = load_results(school(URN, PTRWM_EXP="70%"), status="final")

    assert cell(URN) == (70, Reason.VALUE)
    assert SourceFile.objects.count() == 2
    assert (
        "1 figure changed from 2018.csv (provisional). The earlier file is kept."
        in report.sentences
    )


def test_an_earlier_status_never_overwrites_a_later_one(load_results):
    load_results(school(URN, PTRWM_EXP="70%"), status="final")
    report = load_results(school(URN, PTRWM_EXP="67%"), status="provisional")

    assert cell(URN) == (70, Reason.VALUE)
    assert report.changes["n_kept"] == 3
    assert "3 rows not shown, because results of a later status already are." in report.sentences


def test_a_file_of_one_area_adds_to_another(load_results):
    load_results(school(URN))
    load_results(school(900202, LEA="998"))
    assert PublishedYear.objects.of_schools().count() == 2


def test_far_fewer_schools_of_an_area_are_refused(load_results):
    load_results(*(school(urn) for urn in range(900101, 900121)))
    with pytest.raises(Refused, match=r"area 999 in 2018/19: 10 in the file, 20 held"):
        load_results(*(school(urn) for urn in range(900101, 900111)))
    assert PublishedYear.objects.of_schools().count() == 20


def test_far_fewer_schools_are_taken_with_a_reason_which_is_kept(load_results):
    load_results(*(school(urn) for urn in range(900101, 900121)))
    load_results(
        *(school(urn) for urn in range(900101, 900111)), fewer_because="A cut for a workshop"
    )
    assert SourceFile.objects.latest("pk").report["fewer_because"] == "A cut for a workshop"
    assert "workshop" not in str(Event.objects.first().detail)
    assert PublishedYear.objects.of_schools().count() == 20


def test_another_year_or_area_is_not_what_the_count_is_compared_with(load_results):
    load_results(*(school(urn) for urn in range(900101, 900121)))
    load_results(school(900101), year=2017)
    load_results(school(900301, LEA="997"))
    assert PublishedYear.objects.of_schools().count() == 22


def test_results_of_another_year_are_refused_by_the_header(load_results, tmp_path):
    path = makers.saved(makers.wide_bytes([school(URN), *makers.ENGLAND]), tmp_path)
    with pytest.raises(Refused, match="2018/19"):
        actions.import_results(
            path=path, name="r.csv", academic_year=2017, status="", by="a test", at=NOON
        )
    assert not PublishedYear.objects.exists()


def test_a_column_left_out_does_not_take_away_what_another_file_said(load_results, tmp_path):
    load_results(school(URN, READ_AVERAGE="104"))
    header = [name for name in makers.WIDE_HEADER if name != "READ_AVERAGE"]
    rows = [{**school(URN, PTRWM_EXP="70%")}, *makers.ENGLAND]
    path = makers.saved(makers.wide_bytes(rows, header=header), tmp_path, "subset.csv")
    report = actions.import_results(
        path=path, name="subset.csv", academic_year=2018, status="", by="a test", at=NOON
    )

    assert "reading_average" in report.facts["absent_measures"]
    assert cell(URN) == (70, Reason.VALUE)
    assert cell(URN, "reading_average") == (104, Reason.VALUE)
    assert PublishedYear.objects.get(urn=URN).also_from == [SourceFile.objects.earliest("pk").pk]


def test_the_two_long_files_of_a_year_stand_together(db, tmp_path):
    for header, rows in [
        (makers.ATTAINMENT_HEADER, [makers.attainment(URN), makers.disadvantaged(URN)]),
        (makers.INFORMATION_HEADER, [makers.information(URN)]),
    ]:
        path = makers.saved(makers.ees_bytes(rows, header=header), tmp_path)
        actions.import_results(
            path=path, name="ees.csv", academic_year=None, status="final", by="a test", at=NOON
        )
    assert cell(URN, year=2024) == (67, Reason.VALUE)
    assert cell(URN, "eligible_pupils", year=2024) == (30, Reason.VALUE)


def test_results_are_wholly_there_or_wholly_absent(load_results, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        load_results(school(URN))
    assert not PublishedYear.objects.exists()
    assert not School.objects.exists()


def test_results_join_the_register_whichever_came_first(load_results, load_register):
    load_register(row(URN))
    load_results(school(URN))
    assert PublishedYear.objects.get(urn=URN).school == School.objects.get(urn=URN)


def test_what_only_results_say_of_a_school_is_as_in_the_latest_year_in_any_order(
    load_results, load_register
):
    rows = {
        2016: school(URN, SCHNAME="Marlpit Infants", RECTYPE="1", PCODE="ZZ1 1AB"),
        2018: school(URN, SCHNAME="Marlpit School", RECTYPE="2", PCODE="ZZ1 1AC"),
        2017: school(URN, SCHNAME="Marlpit Juniors", RECTYPE="1", PCODE="ZZ1 1AD"),
    }
    for year, told in rows.items():
        load_results(told, year=year)

    made = School.objects.get()
    assert (made.name, made.postcode, made.is_special) == ("Marlpit School", "ZZ1 1AC", True)
    load_register(row(URN, name="Register Name"))
    load_results(school(URN, SCHNAME="Newest"), year=2022)
    assert School.objects.get().name == "Register Name"


@pytest.mark.parametrize(("column", "text"), [("PCODE", "ZZ1 1AA 1BB"), ("SCHNAME", "L" * 201)])
def test_a_text_longer_than_it_can_be_is_refused(load_results, column, text):
    with pytest.raises(Refused, match="line 2"):
        load_results(school(URN, **{column: text}))


def test_the_same_figures_of_a_later_status_are_no_nothing(load_results):
    load_results(school(URN), status="provisional")
    report = load_results(school(URN), status="final")

    assert not report.changes_nothing
    assert (
        "They are now final, in place of 2018.csv (provisional). No figure changed."
        in report.sentences
    )
    assert {row.source.status for row in PublishedYear.objects.all()} == {"final"}


def test_another_layout_is_not_what_the_count_is_compared_with(load_results, load_long):
    load_results(*(school(urn) for urn in range(900101, 900121)), year=2022)
    load_long(makers.attainment(URN, time_period="202223"))
    assert PublishedYear.objects.of_schools().count() == 20
    with pytest.raises(Refused, match="1 in the file, 20 held"):
        load_results(school(URN), year=2022)


def test_one_year_of_a_long_file_and_then_all_of_it_is_the_same_file(load_long):
    load_long(makers.attainment(URN), year=2024)
    assert load_long(makers.attainment(URN), year=None).is_known


def test_a_file_that_is_not_there_is_refused_in_a_sentence(db, tmp_path):
    with pytest.raises(Refused, match="cannot be opened"):
        actions.import_results(
            path=tmp_path / "none.csv", name="none.csv", academic_year=2018, status="",
            by="a test", at=NOON,
        )  # fmt: skip


def test_results_of_a_year_whose_tests_nobody_has_sat_are_refused(load_results):
    with pytest.raises(Refused, match="2028/29, whose tests nobody has sat yet"):
        load_results(school(URN, READPROG="", READPROG_LOWER="", READPROG_UPPER=""), year=2028)
    assert not SourceFile.objects.exists()


def test_a_group_of_pupils_nobody_knows_is_told_of_with_the_file(load_long):
    misspelt = makers.attainment(URN, "Reading", breakdown_topic="All pupixs")
    report = load_long(makers.attainment(URN), misspelt)

    assert report.facts["unknown_groups"] == ["all pupixs"]
    assert "Groups of pupils or subjects not known, kept as text: all pupixs." in report.lines()


def test_a_number_that_is_not_the_register_s_is_told_of(load_register, load_results):
    load_register(row(URN), row(URN + 1))
    slipped = school(URN, ESTAB="2999", SCHNAME="Elm")
    report = load_results(slipped, school(URN + 1), dry_run=True)

    assert report.changes["n_at_odds"] == 1
    assert (
        "1 row with another LAESTAB than the register has for the URN, so check whose they are: "
        f"{URN} Elm." in report.sentences
    )
    [told] = report.changes["at_odds"]
    assert (told["in_file"], told["on_register"]) == (9992999, 9992101)


def test_a_number_from_before_a_reorganisation_is_not_at_odds(load_register, load_results):
    load_register(row(URN, number="2101", previous_la="835", previous_number="2044"))
    report = load_results(school(URN, LEA="835", ESTAB="2044"))
    assert report.changes["n_at_odds"] == 0


def test_a_dry_run_names_schools_it_does_not_know_and_counts_each_code(load_register, load_results):
    load_register(row(900001))
    rows = [school(URN + n, SCHNAME=f"Elm {n}") for n in range(5)]
    report = load_results(*rows, school(URN + 5, PTRWM_EXP="SUPP", SCHNAME="Elm 5"), dry_run=True)

    named = f"{URN} Elm 0, {URN + 1} Elm 1, {URN + 2} Elm 2 and 3 more"
    assert f"6 schools not on the register yet: {named}." in report.sentences
    [cells] = [line for line in report.lines() if line.startswith("Cells read")]
    assert "SUPP 1" in cells
