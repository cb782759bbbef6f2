"""The page of spreadsheets: what each list has in its columns, from the lists themselves."""

from leadwell.explore.choosing import spreadsheet as candidates
from leadwell.lib.spreadsheet import MOST_BYTES, MOST_ROWS, Column, Kind, Part
from leadwell.lib.spreadsheet.unpacking import MOST_UNPACKED
from leadwell.people.spreadsheets import contacts
from leadwell.people.spreadsheets.actions import MOST_CHANGES
from leadwell.people.spreadsheets.listing import KEY
from leadwell.prepare.deploying.register import spreadsheet as specialists
from tools.markdown import page, table_of

LISTS = (
    (contacts.CONTACTS, contacts.COLUMNS),
    (candidates.CANDIDATES, candidates.columns_of(("a hub of the programme",))),
    (specialists.SPECIALISTS, specialists.columns_of(2026)),
)
PARTS = {
    Part.ASKED: "may be changed", Part.FIXED: "asked of a new row, then stays",
    Part.SHOWN: "to be read; what comes back in it is not looked at", Part.KEY: "left as it is",
}  # fmt: skip
KINDS = {
    Kind.TEXT: "text", Kind.CODE: "digits", Kind.DAY: "day", Kind.NUMBER: "number",
    Kind.CHOICE: "one of",
}  # fmt: skip
RULES = f"""
A file is refused whole, with the reason by row, and nothing is changed, where it

- is larger than {MOST_BYTES // 1_000_000} MB, or {MOST_UNPACKED // 1_000_000} MB unpacked; is locked, damaged, or no XLSX file;
- has more than {MOST_ROWS:,} rows, or would change more than {MOST_CHANGES} of them;
- has lost the hidden sheet that says which list of which programme it is, or is of another one;
- holds a formula, an error, merged cells, hidden rows or hidden columns;
- lacks a heading, or has one twice (columns may stand in any order; columns of your own are not read);
- has a key twice, or one that is of no row of the list.

The key of a row says which row it is and how it stood when the list was taken out, signed with the secret of the site. A row changed here meanwhile and not in the file stays as it is here; one changed in both is shown as a conflict. Each row goes by the action its page calls, and that action’s rules are asked.

Text that a program would run as a formula has an apostrophe before it, which is taken off again. Days are read as 2026-11-22, 22/11/2026, 22.11.2026 or 22 November 2026. Only that a file was brought in is kept, with day, person and how many rows; no copy of it is.
"""


def spreadsheets() -> str:
    said = [
        "How: [work on a list in a spreadsheet](../how-to/work-on-a-list-in-a-spreadsheet.md).",
        RULES.strip(),
    ]
    for listing, columns in LISTS:
        rows = [[one.title, _holds(one), PARTS[one.part], one.hint] for one in (KEY, *columns)]
        said += [
            f"## {listing.title}",
            listing.lede,
            table_of(["Column", "Holds", "", "At the cell"], rows),
        ]
    return page("leadwell/people/spreadsheets", "# Spreadsheets", *said)


def _holds(column: Column) -> str:
    choices = ", ".join(column.choices)
    return f"{KINDS[column.kind]}: {choices}" if choices else KINDS[column.kind]
