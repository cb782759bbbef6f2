import pytest

from leadwell.audit.models import Event
from leadwell.schools import actions
from leadwell.schools.models import Identifier, LocalAuthority, School, SourceFile, Trust
from leadwell.schools.sources.refusal import Refused
from tests.factories import NOON
from tests.schools.register_files import academy, closed, row
from tests.schools.sources.makers import school as result_row

pytestmark = pytest.mark.django_db


def test_a_register_makes_schools_with_their_facts(load_register):
    report = load_register(
        row(900101, name="Tansy Hill Primary", trust="Larkwater Trust", pupils="212")
    )

    school = School.objects.get()
    assert (school.name, school.urn, school.laestab) == ("Tansy Hill Primary", 900101, 9992101)
    assert (school.n_pupils, school.phase_of_education, school.is_open) == (212, "Primary", True)
    assert (school.trust, school.local_authority.name) == (Trust.objects.get(), "Larkshire")
    assert school.is_on_register
    assert report.changes["n_new"] == 1


def test_the_same_file_again_changes_nothing_and_says_so(load_register):
    load_register(row(900101))
    again = load_register(row(900101))

    assert again.is_known
    assert again.changes_nothing
    assert "Nothing changes" in again.sentences[0]
    assert SourceFile.objects.count() == Event.objects.count() == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(load_register):
    report = load_register(row(900101), dry_run=True)

    assert report.changes["n_new"] == 1
    assert not School.objects.exists()
    assert not SourceFile.objects.exists()
    assert not Event.objects.exists()


def test_what_changed_is_counted_by_field(load_register):
    load_register(row(900101), row(900102))
    report = load_register(row(900101, name="New Name"), row(900102))

    assert (report.changes["n_changed"], report.changes["n_same"]) == (1, 1)
    assert report.changes["fields"] == {"name": 1}
    assert School.objects.get(urn=900101).name == "New Name"


def test_a_school_left_out_of_a_file_is_never_closed(load_register):
    load_register(*(row(urn) for urn in range(900101, 900121)))
    report = load_register(*(row(urn) for urn in range(900101, 900120)))

    assert report.changes["n_absent"] == 1
    assert School.objects.get(urn=900120).is_open


def test_a_file_with_far_fewer_schools_of_an_area_is_refused(load_register):
    load_register(*(row(urn) for urn in range(900101, 900121)))

    with pytest.raises(Refused, match=r"area 999: 10 in the file, 20 held"):
        load_register(*(row(urn) for urn in range(900101, 900111)))

    assert SourceFile.objects.count() == 1


def test_fewer_schools_are_taken_with_a_reason_which_is_kept(load_register):
    load_register(*(row(urn) for urn in range(900101, 900121)))
    load_register(*(row(urn) for urn in range(900101, 900111)), fewer_because="Half moved away")

    assert SourceFile.objects.latest("pk").report["fewer_because"] == "Half moved away"
    assert Event.objects.first().detail["is_explained"] is True


def test_a_register_of_one_area_adds_to_another(load_register):
    load_register(*(row(urn) for urn in range(900101, 900121)))
    load_register(row(900201, la="998", la_name="Quillmere"))

    assert School.objects.count() == 21
    assert LocalAuthority.objects.count() == 2


def test_a_school_known_from_results_only_is_put_on_the_register(load_register, load_results):
    load_results(result_row(900101))
    made = School.objects.get(urn=900101)
    report = load_register(row(900101, name="Its register name"))

    made.refresh_from_db()
    assert made.is_on_register
    assert made.name == "Its register name"
    assert report.changes["n_now_on_register"] == 1


def test_a_changed_laestab_leaves_both_numbers_with_the_school(load_register):
    load_register(row(900101, number="2101", previous_la="835", previous_number="2044"))

    numbers = Identifier.objects.filter(scheme="laestab").values_list("value", flat=True)
    assert set(numbers) == {9992101, 8352044}


def test_a_closed_school_is_closed(load_register):
    load_register(closed(900101, "31-08-2019"))
    assert not School.objects.get().is_open


def test_a_special_school_is_marked(load_register):
    load_register(row(900101, kind="Community special school"))
    assert School.objects.get().is_special


def test_a_register_is_wholly_there_or_wholly_absent(load_register, monkeypatch):
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        load_register(row(900101), academy(900102))

    assert not School.objects.exists()
    assert not LocalAuthority.objects.exists()


def test_schools_that_moved_to_a_new_area_are_not_missing_from_the_old(load_register):
    load_register(*(row(urn, la="928", la_name="Northshire") for urn in range(900101, 900121)))
    report = load_register(
        row(900101, la="928", la_name="Northshire"),
        *(row(urn, la="940", la_name="Larkmouth") for urn in range(900102, 900121)),
    )

    assert report.changes["fields"] == {"laestab": 19, "la_code": 19}


@pytest.mark.parametrize(
    ("column", "text"),
    [("Postcode", "ZZ1 1AA, ZZ1 1AB"), ("Town", "L" * 101), ("Trusts (code)", "12345678901"),
     ("EstablishmentName", "L" * 201), ("LA (name)", "L" * 121)],
)  # fmt: skip
def test_a_text_longer_than_it_can_be_is_refused(load_register, column, text):
    with pytest.raises(Refused, match="line 2") as refused:
        load_register(row(900101) | {column: text})
    assert refused.value.problems[0].column == column


def test_a_register_says_which_day_it_tells_of_and_whose_schools_it_lists(load_register):
    report = load_register(
        row(900101, changed="03-02-2022"), row(900102, changed="20-04-2022"), row(900103)
    )

    assert (report.facts["as_at"], report.facts["areas"]) == ("2022-04-20", [999])
    assert "It tells of 20 April 2022, the day of its last change." in report.sentences


def test_an_older_register_loaded_after_a_newer_one_takes_nothing_back(load_register):
    newer = row(900101, name="Its new name", changed="20-04-2026", counted="16-01-2026")
    load_register(newer, row(900102, changed="01-03-2020", counted="16-01-2026", pupils="210"))
    report = load_register(
        row(900101, name="Its old name", changed="20-04-2022", counted="20-01-2022"),
        row(900102, changed="01-03-2020", counted="20-01-2022", pupils="280"),
        row(900103, changed="20-04-2022"),
    )

    assert School.objects.get(urn=900101).name == "Its new name"
    assert School.objects.get(urn=900102).n_pupils == 210
    assert School.objects.filter(urn=900103).exists()
    changes = report.changes
    assert (changes["n_new"], changes["n_kept"], changes["n_changed"]) == (1, 2, 0)
    assert (
        "2 schools stay as before: what is held of them is from a newer register."
        in report.sentences
    )


@pytest.mark.parametrize("then", ["20-04-2022", "21-04-2022", ""])
def test_a_register_of_the_same_day_or_of_none_is_believed_in_the_order_of_loading(
    load_register, then
):
    load_register(row(900101, name="Its old name", changed="20-04-2022"))
    report = load_register(row(900101, name="Its new name", changed=then))

    assert School.objects.get().name == "Its new name"
    assert (report.changes["n_changed"], report.changes["n_kept"]) == (1, 0)


def test_a_register_that_is_not_there_is_refused_in_a_sentence(db, tmp_path):
    with pytest.raises(Refused, match="cannot be opened"):
        actions.import_register(path=tmp_path / "none.csv", name="none.csv", by="a test", at=NOON)
