"""The certificate of a disposal: what, how many, by which rule, who and when; no content."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse
from django.utils import timezone

from leadwell.audit.models import Disposal
from leadwell.people.models import Person
from leadwell.web.pdf import document, press

BY = "UK GDPR, Article 5(1)(e): kept no longer than is necessary; the schedule in force that day."


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    n: int
    becomes: str
    rule: str
    kept: str
    version: int
    oldest_on: date

    @property
    def by_rule(self) -> str:
        said = "the default" if self.version == 1 else f"version {self.version}"
        return f"{self.rule}: kept {self.kept} ({said})"


@dataclass(frozen=True, slots=True)
class Certificate:
    number: int
    at: datetime
    by: str
    lines: Sequence[Line]

    @property
    def n(self) -> int:
        return sum(line.n for line in self.lines)


def of(disposal: Disposal) -> Certificate:
    """Who destroyed is named while they are not forgotten themselves."""
    name = Person.objects.filter(user=disposal.by_user).values_list("name", flat=True).first()
    return Certificate(
        number=disposal.pk,
        at=disposal.at,
        by=name or f"account {disposal.by_user}",
        lines=[
            Line(
                what=line["what"],
                n=line["n"],
                becomes=line["becomes"],
                rule=line["rule"],
                kept=line["kept"],
                version=line["version"],
                oldest_on=date.fromisoformat(line["oldest_on"]),
            )
            for line in disposal.lines
        ],
    )


def download(certificate: Certificate, *, made_on: date) -> HttpResponse:
    return press.download(_document(certificate, made_on))


def _document(certificate: Certificate, made_on: date) -> document.Document:
    return document.Document(
        name=f"disposal {certificate.number}",
        title=f"Certificate of disposal {certificate.number}",
        made_on=made_on,
        facts=[
            ("Destroyed", f"{timezone.localtime(certificate.at):%d %B %Y, %H:%M}"),
            ("By", certificate.by),
            ("Rows", f"{certificate.n:,}"),
            ("Why", BY),
        ],
        columns=[
            document.Column("What", 3),
            document.Column("Rows", 1),
            document.Column("What became of them, by which rule", 4),
        ],
        sections=[document.Section("", [_row(line) for line in certificate.lines])],
        is_wide=False,
    )


def _row(line: Line) -> list[document.Cell]:
    due = f"the oldest fell due {line.oldest_on:%d %B %Y}"
    return [
        (line.what, ""),
        (f"{line.n:,}", ""),
        (line.becomes, f"{line.by_rule}; {due}"),
    ]
