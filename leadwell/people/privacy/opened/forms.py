"""Which looks: between which days, by whom, at whom, at which school, at which kind of record."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from leadwell.audit.models import Look
from leadwell.people.models import Person
from leadwell.people.permissions import table
from leadwell.people.privacy.periods import A_DAY, midnight
from leadwell.people.roles.forms import Day, SchoolField
from leadwell.schools.models import School
from leadwell.web.forms import offer

FEW = 30
"""People that a name may fit; with more it is asked for in full."""

MORE = ("since", "until", "school", "record", "outcome")
"""Fields that stand folded together."""


class OpenedForm(forms.Form):
    """A bound form that is right has its looks in `rows`."""

    since = Day(label="From", required=False)
    until = Day(label="To", required=False)
    by = forms.CharField(label="Who looked: name or e-mail", required=False, max_length=120)
    about = forms.CharField(label="At whom: name or e-mail", required=False, max_length=120)
    record = forms.ChoiceField(label="At what", required=False)
    outcome = forms.ChoiceField(label="Did what", required=False)

    def __init__(
        self,
        data: Any,
        *,
        looks: QuerySet[Look],
        people: QuerySet[Person],
        schools: QuerySet[School],
    ) -> None:
        super().__init__(data)
        self.looks, self.people = looks, people
        kinds = sorted((record.title, key) for key, record in table().items())
        offer(
            self,
            record=[("", "Anything"), *((key, title) for title, key in kinds)],
            outcome=[("", "Anything"), *Look.Outcome.choices],
        )
        self.fields["school"] = SchoolField(schools, label="At which school")
        if self.fields["school"].is_listed:  # type: ignore[attr-defined]
            rest = self.fields["school"].choices[1:]  # type: ignore[attr-defined]
            offer(self, school=[("", "Any"), *rest])

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in ("by", "about")]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def asks_more(self) -> bool:
        return any(self.data.get(name) for name in MORE)

    def clean_by(self) -> frozenset[int] | None:
        """Accounts; None where nobody is named. Who looked may be of another school."""
        found = self._named("by", Person.objects.all())
        return frozenset(one.user_id for one in found if one.user_id) if found else None

    def clean_about(self) -> frozenset[int] | None:
        found = self._named("about", self.people)
        return frozenset(one.pk for one in found) if found else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "This is before the first day")
        return cleaned

    @property
    def rows(self) -> QuerySet[Look]:
        """Newest first; none while the form is not right."""
        if not self.is_valid():
            return self.looks.none()
        said = self.cleaned_data
        rows = self.looks
        for name in ("record", "outcome"):
            rows = rows.filter(**{name: said[name]}) if said[name] else rows
        if said["by"] is not None:
            rows = rows.filter(by_user__in=said["by"])
        if said["about"] is not None:
            rows = rows.filter(about_people__overlap=sorted(said["about"]))
        if school := said["school"]:
            rows = rows.filter(
                about_school__in=School.objects.lives_of([school.pk]).order_by().values("pk")
            )
        return _between(rows, said["since"], said["until"])

    def _named(self, field: str, people: QuerySet[Person]) -> list[Person]:
        if not (name := self.cleaned_data[field].strip()):
            return []
        fits = Q(name__icontains=name) | Q(email__iexact=name)
        found = list(people.filter(fits).order_by("pk")[: FEW + 1])
        if not found:
            raise forms.ValidationError(f"Nobody here is called “{name}”. Check how it is written.")
        if len(found) > FEW:
            raise forms.ValidationError(f"More than {FEW} people fit “{name}”. Write more of it.")
        return found


def _between(rows: QuerySet[Look], since: date | None, until: date | None) -> QuerySet[Look]:
    rows = rows.filter(at__gte=midnight(since)) if since else rows
    return rows.filter(at__lt=midnight(until + A_DAY)) if until else rows
