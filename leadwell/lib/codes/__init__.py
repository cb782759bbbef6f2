"""Lists of codes that change with the academic year: what may be written, and what it says.

`codes.valid("ofsted", on=day)` is what may be chosen that day; `codes.said("sen_status", "K",
on=day)` what a row of that day says, however the list has changed since; `codes.one_scale` refuses
to set beside one another what cannot be compared. The lists are in lists.yaml.
"""

from leadwell.lib.codes.lists import AcrossScales, CodeList, NotACode, Scale, Value
from leadwell.lib.codes.reading import choices, every, of, one_scale, read, said, valid

__all__ = [
    "AcrossScales",
    "CodeList",
    "NotACode",
    "Scale",
    "Value",
    "choices",
    "every",
    "of",
    "one_scale",
    "read",
    "said",
    "valid",
]
