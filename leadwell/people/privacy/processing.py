"""The record of processing (UK GDPR, Article 30), made from the dictionary: for the page here and
for that of the documents, so that they cannot differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leadwell.people.permissions import table
from leadwell.people.privacy.dictionary import BASES, Class, Table, tables
from leadwell.people.privacy.retention import Rule
from leadwell.people.privacy.shares import in_words

INTRO = (
    "Who decides about which data is written with each programme, under “who answers for data”; "
    "whoever runs the installation is their processor. Nothing leaves the installation, and there "
    "are no processors below it. These are all tables that say something about people."
)


@dataclass(frozen=True, slots=True)
class Processing:
    """One table that says something about people."""

    name: str
    what: str
    purpose: str
    basis: str
    whose: str
    columns: str
    who_sees: str
    kept: str


def record(rules: Mapping[str, Rule]) -> Iterator[Processing]:
    """By the names of tables. rules: the default ones, or those in force."""
    for entry in sorted(tables().values(), key=lambda entry: entry.name):
        if entry.is_personal:
            yield Processing(
                name=entry.name,
                what=entry.what,
                purpose=entry.purpose,
                basis=BASES[entry.basis],
                whose=_whose(entry),
                columns=", ".join(_personal(entry)),
                who_sees=table()[entry.record].title,
                kept=in_words(entry, rules),
            )


def _whose(entry: Table) -> str:
    is_childrens = Class.CHILD in entry.columns.values()
    return "children" if is_childrens else "staff, governors and partners"


def _personal(entry: Table) -> Iterator[str]:
    """Columns about people, by the names they read by."""
    fields = {field.name: field for field in entry.model._meta.local_fields}
    for name, nearness in entry.columns.items():
        if nearness not in {Class.PUBLIC, Class.INTERNAL}:
            yield str(fields[name].verbose_name)
