"""The same file a second time: nothing changes, and it is said what stands in its place."""

import pytest

from leadwell.audit.models import Event
from leadwell.schools.models import PublishedYear, School, SourceFile
from tests.schools.register_files import row
from tests.schools.sources.makers import school

pytestmark = pytest.mark.django_db
URN = 900101


@pytest.fixture
def load(load_results):
    """Results of one school, of which 6 in 10 or so are at the expected standard."""

    def load(percent: int, status: str = ""):
        return load_results(school(URN, PTRWM_EXP=f"{percent}%"), status=status)

    return load


def test_a_file_that_stands_says_only_that_it_is_loaded(load):
    load(67)
    [said] = load(67).sentences
    assert said == "This very file was loaded on 20 November 2026. Nothing changes."


def test_an_older_file_again_says_which_newer_file_stands_and_what_to_do(load):
    load(67, "provisional")
    load(70, "provisional")
    report = load(67, "provisional")

    assert report.is_known
    assert report.changes_nothing
    assert report.sentences[1:] == [
        "1 row that it has is shown from 2018.csv (provisional, loaded on 20 November 2026): of "
        "two files the one of later status is shown, and of the same status the one loaded later.",
        "To show this file's figures, load it as revised or final, if it is that.",
    ]
    assert SourceFile.objects.count() == Event.objects.count() == 2
    assert 70 in PublishedYear.objects.get(urn=URN).values


def test_what_it_says_to_do_does_it(load):
    load(67, "provisional")
    load(70, "provisional")
    load(67, "revised")
    assert 67 in PublishedYear.objects.get(urn=URN).values


def test_an_older_final_file_again_says_that_only_a_newer_file_can_stand(load):
    load(67, "final")
    load(70, "final")
    assert load(67, "final").sentences[-1] == (
        "To show other figures, load a newer file that has them."
    )


def test_a_file_of_an_earlier_status_again_says_what_stands(load):
    load(67, "provisional")
    load(70, "final")
    report = load(67, "provisional")
    assert "2018.csv (final" in report.sentences[1]
    assert report.sentences[2].startswith("To show this file's figures, load it as final,")


def test_an_older_register_again_says_which_newer_one_stands(load_register):
    load_register(row(URN, name="Tansy Hill Primary"))
    load_register(row(URN, name="Tansy Hill Academy"))
    report = load_register(row(URN, name="Tansy Hill Primary"))

    assert School.objects.get().name == "Tansy Hill Academy"
    assert report.is_known
    assert report.sentences[1].startswith("What edubasealldata.csv, loaded on ")
    assert report.sentences[1].endswith("To bring schools up to date, load the newest register.")
