"""The page about the format of a playbook's file, from the table it is read by."""

from collections.abc import Iterator

from leadwell.programmes.lessons import shipped as lessons
from leadwell.programmes.playbooks import FORMAT, MOST_BYTES, PARTS, PLAYBOOK
from leadwell.programmes.shaped import Choice, Listing, Part
from leadwell.programmes.shaped.kinds import Field
from tools.markdown import page, table_of

INTRO = (
    f"A playbook is one YAML file of at most {MOST_BYTES:,} bytes, in UTF-8, in format {FORMAT}. "
    "Names of fields are closed: one that is not here is refused, and so is one that is missing or "
    "written twice. Nothing may refer to another place of the file (`&`, `*`) or name a type (`!`). "
    "A file is taken whole or not at all; every fault is told with its line. The eight that come "
    "with Leadwell are in `leadwell/programmes/playbooks/`; each can be downloaded from its page.\n\n"
    "Times are counted from the first day. Name no organisation, place or person: say what they are. "
    "Text with a comma or a colon goes in quotes."
)
BETWEEN = (
    "There is a short-term and a long-term aim. No aim falls due after the follow-up. Years of "
    "support are told in their order, one for each year it lasts, and none gives a school nothing. "
    "Pupils are measured in at most three half-terms of a year. `CUSTOM` has a name. Measures are "
    "known (K01 to K73, or keys of [published measures](measures.md)), and so are lessons."
)
HEAD = ("Field", "What it is", "What may stand there")
MANY = 20
"""Of more codes than these the first and the last are told."""


def playbook_file() -> str:
    parts = [_part(name, part) for name, part in PARTS.items()]
    known = table_of(("Key", "What it says"), ((f"`{k}`", v.title) for k, v in lessons().items()))
    return page(
        "leadwell/programmes/playbooks/shape.py",
        "# A playbook’s file",
        INTRO,
        "## The file",
        _table(PLAYBOOK),
        *parts,
        "## What must agree",
        BETWEEN,
        "## Lessons it may rest on",
        known,
    )


def _part(name: str, part: Part) -> str:
    return f"## Each of `{name}`\n\n{_table(part)}"


def _table(part: Part) -> str:
    return table_of(HEAD, map(_row, part.fields))


def _row(field: Field) -> tuple[str, str, str]:
    words = _words(field)
    return f"`{field.name}`", field.about, words if field.is_needed else f"{words}; may be left out"


def _words(field: Field) -> str:
    kind = field.kind
    if isinstance(kind, Choice):
        return "; ".join(_codes(kind))
    if isinstance(kind, Listing) and isinstance(kind.of, Choice):
        n = f"{kind.fewest} to {kind.most}"
        return f"a list of {n} of: {'; '.join(_codes(kind.of))}"
    return kind.words


def _codes(kind: Choice) -> Iterator[str]:
    says = [f"`{code}` ({words})" for code, words in kind.says.items()]
    if len(says) <= MANY:
        yield from says
    else:
        first, *_, last = kind.says
        yield f"`{first}` to `{last}`"
