"""Fields that forms about specialists and deployments share."""

from typing import Any

from django import forms

from leadwell.people.running.forms import lines
from leadwell.schools.models import School


class LinesField(forms.CharField):
    """Several short things, one a line. read, write: one of them, as it is typed; text here."""

    def __init__(
        self, *, each: int = 60, most: int = 12, rows: int = 3, is_guarded: bool = True,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.each, self.most = each, most
        super().__init__(widget=lines(rows, is_guarded=is_guarded), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(self.write, value)) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def read(self, line: str) -> Any:
        return line

    def write(self, one: Any) -> str:
        return str(one)

    def clean(self, value: Any) -> list[Any]:
        written = super().clean(value)
        found = list(dict.fromkeys(" ".join(line.split()) for line in written.splitlines()))
        found = [line for line in found if line]
        if self.required and not found:
            raise forms.ValidationError(self.error_messages["required"])
        if len(found) > self.most:
            raise forms.ValidationError(f"Write {self.most} lines at most.")
        if too_long := next((line for line in found if len(line) > self.each), None):
            raise forms.ValidationError(
                f"“{too_long[:30]}…” is too long: {self.each} characters at most in a line."
            )
        return list(dict.fromkeys(map(self.read, found)))


class SchoolByUrn(forms.CharField):
    """A school of the register by its number; None where nothing is written."""

    def prepare_value(self, value: Any) -> Any:
        return value.urn if isinstance(value, School) else value

    def clean(self, value: Any) -> School | None:
        urn = str(super().clean(value)).strip()
        if not urn:
            return None
        there = School.objects.standing().filter(entries__urn=int(urn) if urn.isdecimal() else 0)
        if found := there.first():
            return found
        raise forms.ValidationError(f"No school here has the URN {urn}. Check the number.")
