"""The page of code lists."""

from leadwell.lib import codes
from leadwell.lib.codes import CodeList, Scale, Value
from tools.markdown import page, table_of

INTRO = (
    "What may be written where there is a list to choose from, and on which days. A list changes by "
    "ending a value and adding another in `leadwell/lib/codes/lists.yaml`: a record keeps the code "
    "of its day, and says what that code said then. Where a list was replaced by another scale, no "
    "figure and no line runs from the one to the other."
)
HEAD = ("Code", "What it says", "When", "Note")


def code_lists() -> str:
    return page(
        "leadwell/lib/codes/lists.yaml",
        "# Code lists",
        INTRO,
        *(_list(each) for each in codes.every().values()),
    )


def _list(each: CodeList) -> str:
    parts = [f"## {each.title}", f"`{each.key}`. {each.about}".rstrip(" .") + "."]
    has_scales = len(each.scales) > 1 or each.scales[0].key != each.key
    for scale in each.scales:
        if has_scales:
            parts.append(f"### {scale.key}\n\n{_upper(_days(scale))}{scale.title}.")
        elif scale.span.words:
            parts.append(f"{_upper(scale.span.words)}.")
        parts.append(_table(scale))
    if each.reserved:
        kept = (f"`{value.code}`, {value.says.lower()}: {value.note}" for value in each.reserved)
        parts.append(f"Reserved, and not to be written yet: {' '.join(kept)}")
    return "\n\n".join(parts)


def _table(scale: Scale) -> str:
    """With columns for days and notes only where there are any."""
    rows = [_row(value, scale) for value in scale.values]
    held = [i for i, _ in enumerate(HEAD) if i < 2 or any(row[i] for row in rows)]
    return table_of([HEAD[i] for i in held], ([row[i] for i in held] for row in rows))


def _row(value: Value, scale: Scale) -> tuple[str, ...]:
    when = "" if value.span == scale.span else value.span.words
    numbers = ", ".join(f"{name} {number:g}" for name, number in value.numbers.items())
    is_other = value.register not in ("", value.says)
    said = [value.note, f"In the register: {value.register}." if is_other else "", numbers]
    note = " ".join(part for part in said if part)
    return f"`{value.code}`", value.says, when, note


def _days(scale: Scale) -> str:
    return f"{scale.span.words}: " if scale.span.words else ""


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
