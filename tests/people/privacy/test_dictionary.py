"""Every column says what it is for."""

from importlib.resources import files

import pytest
import yaml
from django.apps import apps

from leadwell.people import permissions
from leadwell.people.models import Person
from leadwell.people.privacy import dictionary
from leadwell.people.privacy.dictionary import Class

RETENTION = yaml.safe_load(
    files("leadwell.people.privacy").joinpath("retention.yaml").read_text(encoding="utf-8")
)


def test_every_column_of_the_database_is_classified_history_included():
    assert dictionary.unclassified() == []


def test_a_new_column_would_be_found(monkeypatch):
    entry = dictionary.tables()["people.Person"]
    without = {name: nearness for name, nearness in entry.columns.items() if name != "phone"}
    short = dictionary.tables() | {"people.Person": type(entry)(
        **{name: getattr(entry, name) for name in entry.__slots__} | {"columns": without}
    )}  # fmt: skip
    monkeypatch.setattr(dictionary, "tables", lambda: short)
    assert dictionary.unclassified() == ["people.Person.phone", "people.PersonEvent.phone"]


@pytest.mark.parametrize("name", dictionary.tables())
def test_each_table_has_a_rule_that_says_how_long_and_a_row_that_says_who_sees(name):
    entry = dictionary.tables()[name]
    assert entry.keep in RETENTION
    assert entry.record in permissions.table()
    assert entry.what
    assert entry.purpose
    assert (entry.basis == "none") == (not entry.is_personal)


@pytest.mark.parametrize("name", dictionary.tables())
def test_the_way_to_whom_a_row_is_about_leads_to_a_person(name):
    entry = dictionary.tables()[name]
    for path in entry.about:
        model = entry.model
        for step in [] if path == "self" else path.split("__"):
            model = model._meta.get_field(step).related_model
        assert model is Person


@pytest.mark.parametrize(
    "never", ["upn", "date_of_birth", "dob", "ethnicity", "religion", "ni_number", "bank", "health"]
)
def test_what_is_never_collected_has_no_column(never):
    named = [
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.local_fields
        if never in column.name.split("_") or column.name == never
    ]
    assert named == []


def test_all_that_is_held_about_children_yet_is_how_many_they_are():
    """Behind figures that were shown: small numbers too, and no child by itself."""
    held = {
        f"{entry.name}.{name}"
        for entry in dictionary.tables().values()
        for name, nearness in entry.columns.items()
        if nearness in {Class.CHILD, Class.SPECIAL}
    }
    assert held == {"people.CountedAtom.n", "people.ReleasedSet.low", "people.ReleasedSet.high"}
