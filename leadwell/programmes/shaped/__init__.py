"""Small YAML files of a closed shape, such as playbooks: a table says what may stand in them, and
a file that is otherwise is refused whole, with line and reason. No Django here."""

from leadwell.programmes.shaped.kinds import (
    Choice,
    Field,
    Kind,
    Listing,
    Part,
    Slug,
    Text,
    Whole,
    YesNo,
)
from leadwell.programmes.shaped.reading import Found, format_of, read, refuse_if_faulty

__all__ = [
    "Choice",
    "Field",
    "Found",
    "Kind",
    "Listing",
    "Part",
    "Slug",
    "Text",
    "Whole",
    "YesNo",
    "format_of",
    "read",
    "refuse_if_faulty",
]
