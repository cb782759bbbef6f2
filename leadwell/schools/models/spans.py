"""Days from one to another, both of them in: what constraints compare."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func, Value


class DaySpan(Func):
    """The days from the first field to the second; an empty second one means for good."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, first: str, last: str) -> None:
        self.fields = [first, last]
        super().__init__(first, last, Value("[]"))

    def deconstruct(self) -> tuple[str, list[str], dict[str, object]]:
        return f"{type(self).__module__}.{type(self).__qualname__}", self.fields, {}
