"""The certificate of an erasure, and the page before it: what went, what was replaced, what stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import timezone

from leadwell.people.models import Erasure, Person
from leadwell.people.privacy import lines
from leadwell.people.privacy.lines import DELETED, KEPT, REPLACED, Line
from leadwell.web.pdf import document, press

HEADINGS = {DELETED: "Deleted", REPLACED: "Replaced", KEPT: "Kept, and on which ground"}
RULE = (
    "UK GDPR, Article 17; the tables, their grounds and times are those of the data dictionary and "
    "the retention schedule."
)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind."""

    heading: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Certificate:
    number: int
    person: int
    erased_at: datetime
    by: str
    again_at: datetime | None
    rule: str
    groups: Sequence[Group]


def preview(person: Person) -> list[Group]:
    """With what there is under each name that somebody had before it turned out who they are."""
    every = (person, *person.merged.order_by("pk"))
    return _grouped([line for each in every for line in lines.preview(each)])


def of(erasure: Erasure) -> Certificate:
    """Who erased is named while they are not forgotten themselves."""
    name = Person.objects.filter(user=erasure.by_user).values_list("name", flat=True).first()
    by = name if erasure.by_user and name else "not known, since only the file told of it"
    return Certificate(
        number=erasure.pk,
        person=erasure.person,
        erased_at=erasure.erased_at,
        by=by,
        again_at=erasure.again_at,
        rule=RULE,
        groups=_grouped(Line(**line) for line in erasure.lines),
    )


def download(certificate: Certificate, *, made_on: date) -> HttpResponse:
    return press.download(_document(certificate, made_on))


def _grouped(found: Iterable[Line]) -> list[Group]:
    by_kind: dict[str, list[Line]] = {kind: [] for kind in HEADINGS}
    for line in found:
        by_kind[line.done].append(line)
    return [Group(HEADINGS[kind], rows) for kind, rows in by_kind.items() if rows]


def _document(certificate: Certificate, made_on: date) -> document.Document:
    facts = [
        ("Number of the person", str(certificate.person)),
        ("Erased", f"{timezone.localtime(certificate.erased_at):%d %B %Y, %H:%M}"),
        ("By", certificate.by),
        ("Rule", certificate.rule),
    ]
    return document.Document(
        name=f"erasure {certificate.number}",
        title=f"Certificate of erasure {certificate.number}",
        made_on=made_on,
        facts=facts,
        columns=[
            document.Column("What", 3),
            document.Column("Rows", 1),
            document.Column("Columns, or ground", 4),
        ],
        sections=[
            document.Section(group.heading, [_row(line) for line in group.lines])
            for group in certificate.groups
        ],
        is_wide=False,
    )


def _row(line: Line) -> list[tuple[str, str]]:
    return [(line.what, ""), (f"{line.n:,}", ""), (line.columns, line.ground)]
