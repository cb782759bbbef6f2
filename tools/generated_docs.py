"""The pages of docs/ that are made from the code: `python -m tools.generated_docs` writes them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from leadwell.config import commands
from leadwell.lib.academic_year import label
from leadwell.schools import catalogue as catalogues
from leadwell.schools.catalogue import Catalogue, EesCell, Group, Measure, Unit
from leadwell.schools.reasons import Reason
from tools.code_lists import code_lists
from tools.evidence_pages import reference
from tools.markdown import page, table_of

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
SCHEMAS = Path(commands.__file__).resolve().parents[1] / "schemas"

UNITS = {
    Unit.PERCENT: "per cent",
    Unit.SCALED_SCORE: "scaled score",
    Unit.PROGRESS_POINTS: "progress points",
    Unit.PUPILS: "pupils",
    Unit.POINTS: "points",
}
GROUPS = {
    Group.ALL: "All pupils",
    Group.DISADVANTAGED: "Disadvantaged pupils",
    Group.OTHER: "Other pupils",
    Group.THREE_YEAR: "Three years together",
}


def pages() -> dict[Path, str]:
    """Every generated page and what it should hold."""
    made = {
        "measures.md": _measures(catalogues.load()),
        "reasons.md": _reasons(),
        "json.md": _json(),
        "data-dictionary.md": _dictionary(),
        "record-of-processing.md": _processing(),
        "permissions.md": _permissions(),
        "code-lists.md": code_lists(),
        "life-of-a-visit.md": _life_of_a_visit(),
        "life-of-a-note.md": _life_of_a_note(),
        "life-of-a-governors-report.md": _life_of_a_governors_report(),
        "life-of-a-decision.md": _life_of_a_decision(),
        "playbook-file.md": _playbook_file(),
        "life-of-a-candidate.md": _life_of_a_candidate(),
        "life-of-a-review.md": _life_of_a_review(),
        "life-of-a-peer-review.md": _life_of_a_peer_review(),
        "rubric-file.md": _rubric_file(),
        "life-of-an-offer.md": _life_of_an_offer(),
        "life-of-a-deployment.md": _life_of_a_deployment(),
        "life-of-an-interest.md": _life_of_an_interest(),
        "life-of-a-plan.md": _life_of_a_plan(),
        "life-of-a-programme.md": _life_of_a_programme(),
        "spreadsheets.md": _spreadsheets(),
        "life-of-a-memorandum.md": _life_of_a_memorandum(),
        "clauses.md": _clauses(),
        "evidence.md": reference(),
    }
    return {REFERENCE / name: text for name, text in made.items()}


def main() -> None:
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


def _tables() -> list[Any]:
    """The dictionary needs the models, so Django is set up where nothing has done so yet."""
    os.environ.setdefault("LEADWELL_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    import django

    django.setup()
    from leadwell.people.privacy import dictionary

    return sorted(dictionary.tables().values(), key=lambda entry: entry.name)


def _dictionary() -> str:
    intro = (
        "Every column of the database, and how near it is to a person: public, internal, personal, "
        "child or special. A column without an entry fails the build. The history of a table has "
        "the same columns. “On erasure” is what a row says once the person it is about is "
        "forgotten; where nothing is said there, the row stays as it is, under the person’s number."
    )
    parts = [_dictionary_table(entry) for entry in _tables()]
    return page("the `dictionary.yaml` of each floor", "# The data dictionary", intro, *parts)


def _dictionary_table(entry: Any) -> str:
    from leadwell.people.permissions import table
    from leadwell.people.privacy import dictionary, retention, shares

    whole, *apart = shares.in_words(entry, retention.rules()).split("; ")
    kept = "; ".join([f"{whole} ({retention.rules()[entry.keep].title.lower()})", *apart])
    about = ", ".join(f"`{path}`" for path in entry.about) or "nobody by itself"
    said = (
        f"{entry.what}. {entry.purpose}. {dictionary.BASES[entry.basis]}. "
        f"Who sees it: *{table()[entry.record].title}* in the table of permissions. "
        f"Kept {kept}. About: {about}."
    )
    erased = entry.on_erasure if isinstance(entry.on_erasure, dict) else {}
    rows = (
        (f"`{name}`", str(nearness), _erased(entry.on_erasure, erased, name))
        for name, nearness in entry.columns.items()
    )
    return f"## {entry.name}\n\n{said}\n\n{table_of(('Column', 'Class', 'On erasure'), rows)}"


def _erased(whole: Any, erased: dict[str, Any], name: str) -> str:
    if whole == "delete":
        return "deleted"
    if name not in erased:
        return ""
    return "empty" if erased[name] in ("", None) else str(erased[name]).lower()


def _playbook_file() -> str:
    _tables()
    from tools.playbook_file import playbook_file

    return playbook_file()


def _permissions() -> str:
    _tables()
    from tools.permissions import permissions

    return permissions()


def _life_of_a_visit() -> str:
    _tables()
    from tools.lives import life_of_a_visit

    return life_of_a_visit()


def _life_of_a_note() -> str:
    _tables()
    from tools.lives import life_of_a_note

    return life_of_a_note()


def _life_of_a_governors_report() -> str:
    _tables()
    from tools.lives import life_of_a_governors_report

    return life_of_a_governors_report()


def _life_of_a_decision() -> str:
    _tables()
    from tools.lives import life_of_a_decision

    return life_of_a_decision()


def _life_of_an_offer() -> str:
    _tables()
    from tools.lives import life_of_an_offer

    return life_of_an_offer()


def _life_of_a_memorandum() -> str:
    _tables()
    from tools.lives import life_of_a_memorandum

    return life_of_a_memorandum()


def _clauses() -> str:
    _tables()
    from tools.clauses import clauses

    return clauses()


def _life_of_an_interest() -> str:
    from tools.lives import life_of_an_interest

    return life_of_an_interest()


def _life_of_a_candidate() -> str:
    _tables()
    from tools.lives import life_of_a_candidate

    return life_of_a_candidate()


def _spreadsheets() -> str:
    _tables()
    from tools.spreadsheets import spreadsheets

    return spreadsheets()


def _life_of_a_review() -> str:
    _tables()
    from tools.lives import life_of_a_review

    return life_of_a_review()


def _life_of_a_peer_review() -> str:
    _tables()
    from tools.lives import life_of_a_peer_review

    return life_of_a_peer_review()


def _life_of_a_plan() -> str:
    _tables()
    from tools.lives import life_of_a_plan

    return life_of_a_plan()


def _rubric_file() -> str:
    _tables()
    from tools.rubric_file import rubric_file

    return rubric_file()


def _life_of_a_deployment() -> str:
    _tables()
    from tools.lives import life_of_a_deployment

    return life_of_a_deployment()


def _life_of_a_programme() -> str:
    _tables()
    from tools.lives import life_of_a_programme

    return life_of_a_programme()


def _processing() -> str:
    _tables()
    from leadwell.people.privacy import processing, retention

    intro = (
        "The record of processing activities of an installation of Leadwell (UK GDPR, Article 30), "
        f"made from the [data dictionary](data-dictionary.md). {processing.INTRO} Security: "
        "[run it in production](../how-to/run-it-in-production.md). The times are the defaults; a "
        "data protection officer sees those in force, in *Data protection*."
    )
    head = ("What", "Why", "Basis", "Whose", "What of them", "Who sees it", "Kept")
    rows = (
        (
            f"{one.what} (`{one.name}`)", one.purpose, one.basis, one.whose, one.columns,
            one.who_sees, one.kept,
        )
        for one in processing.record(retention.rules())
    )  # fmt: skip
    schedule = ((rule.title, rule.how_long, rule.then) for rule in retention.rules().values())
    return page(
        "the `dictionary.yaml` of each floor and `leadwell/people/privacy/retention.yaml`",
        "# The record of processing",
        intro,
        table_of(head, rows),
        "## How long things are kept",
        table_of(("What", "How long", "Then"), schedule),
    )


def _measures(known: Catalogue) -> str:
    cancelled = ", ".join(label(year) for year in sorted(known.cancelled_years))
    hidden = ", ".join(label(year) for year in sorted(known.not_published_years))
    intro = (
        f"The catalogue has {len(known.measures)} measures (version {known.version}). A measure "
        "is one figure that the Department publishes about a school. Its key never changes; "
        "neither does its place in stored arrays (slot).\n\n"
        f"No tests, so no results: {cancelled}. Tests, but nothing published school by school: "
        f"{hidden}. Outside the years given with a measure nobody was given it. “Published "
        "beside” is the count of pupils that is printed with the figure. Performance tables: the "
        "column's name, in any case. Statistics service: where the long files keep it."
    )
    groups = [_group(known, group) for group in Group]
    return page(
        "leadwell/schools/catalogue.yaml",
        "# Measures",
        intro,
        *groups,
        _noise(known),
        _set_aside(),
    )


def _group(known: Catalogue, group: Group) -> str:
    head = (
        "Slot", "Key", "What it is", "Unit", "Years", "Published beside", "Performance tables",
        "Statistics service",
    )  # fmt: skip
    rows = (_measure(measure) for measure in known.measures if measure.group is group)
    return f"## {GROUPS[group]}\n\n{table_of(head, rows)}"


def _measure(measure: Measure) -> tuple[str, ...]:
    return (
        str(measure.slot),
        f"`{measure.key}`",
        f"**{measure.label}.** {measure.definition}",
        UNITS[measure.unit],
        "; ".join(_years(*each) for each in measure.years),
        f"`{measure.denominator}`" if measure.denominator else "",
        ", ".join(f"`{name}`" for name in measure.wide),
        _ees(measure.ees),
    )


def _years(first: int, last: int | None) -> str:
    if last is None:
        return f"{label(first)} on"
    return label(first) if first == last else f"{label(first)} to {label(last)}"


def _ees(ees: EesCell | None) -> str:
    if ees is None:
        return ""
    if ees.is_information:
        return f"information: `{ees.column}`"
    return f"attainment, {ees.breakdown_topic}, {ees.subject}: `{ees.column}`"


def _noise(known: Catalogue) -> str:
    rows = (
        (f"`{measure.key}`", f"{measure.noise.a:g}", f"{measure.noise.b:g}", measure.noise.source)
        for measure in known.measures
        if measure.noise
    )
    words = (
        "The variance of a school's change from one year to the next, in the measure's unit "
        "squared, is a + b (1/n1 + 1/n2), where n1 and n2 are the pupils of the two years. See "
        "[ranges](../explanation/ranges.md)."
    )
    head = ("Key", "a", "b", "Measured on")
    return f"## How far a result moves by chance\n\n{words}\n\n{table_of(head, rows)}"


def _set_aside() -> str:
    told = yaml.safe_load(catalogues.FILE.read_text(encoding="utf-8"))["set_aside"]
    rows = ((each["why"], f"`{each['pattern']}`") for each in told)
    words = (
        "These columns of the performance tables are known and set aside. The text of every one "
        "is kept all the same. The patterns are of whole names, in any case."
    )
    table = table_of(("What they hold", "Names"), rows)
    return f"## Columns that are known and not used\n\n{words}\n\n{table}"


def _reasons() -> str:
    intro = (
        "A figure has a value, or one of these reasons why it has none. Each stays distinct from "
        "the file to the page. The numbers stand in stored columns and arrays, and never change. "
        "Words of two letters or more are read in either case (SUPP, supp); single letters only "
        "as printed, since capitals mean other things in other files."
    )
    head = ("Number", "Name", "As printed", "What a reader sees", "What the value may be")
    rows = (
        (
            str(int(reason)),
            f"`{reason.name}`",
            f"`{reason.text}`" if reason.text else "",
            reason.sentence,
            f"{reason.bounds[0]:g} to {reason.bounds[1]:g}" if reason.bounds else "",
        )
        for reason in Reason
    )
    return page(
        "leadwell/schools/reasons.py",
        "# Reasons why a figure is missing",
        intro,
        table_of(head, rows),
    )


def _json() -> str:
    intro = (
        "With `--json`, a command prints one JSON object on standard output and nothing else "
        "there. The shapes are fixed by JSON Schemas in `leadwell/config/schemas/`; no key is "
        "there that a schema does not name. A dot in a key goes one object down, `[]` into a "
        "list, and `*` stands for any key of that object. In these objects a year is written "
        "`2018/19`, except in the examples of changed figures, where it is the year it starts."
    )
    files = sorted(SCHEMAS.glob("*.json"), key=lambda path: (path.stem == "refusal", path.stem))
    parts = [_schema(path) for path in files]
    return page("leadwell/config/schemas/", "# What --json prints", intro, *parts)


def _schema(path: Path) -> str:
    schema = json.loads(path.read_text(encoding="utf-8"))
    link = f"[{path.name}](../../leadwell/config/schemas/{path.name})"
    table = table_of(("Key", "Type", "What it is"), _keys(schema, ""))
    return f"## {schema['title']}\n\n{schema['description']} Schema: {link}.\n\n{table}"


def _keys(part: dict[str, Any], at: str) -> Iterator[tuple[str, str, str]]:
    inner = dict(part.get("properties", {}))
    if isinstance(others := part.get("additionalProperties"), dict):
        inner["*"] = others
    for pattern in part.get("patternProperties", {}).values():
        inner["*"] = pattern
    for name, value in inner.items():
        key = f"{at}.{name}" if at else name
        yield f"`{key}`", _type(value), value.get("description", "")
        yield from _keys(value, key)
        if isinstance(items := value.get("items"), dict):
            yield from _keys(items, f"{key}[]")


def _type(value: dict[str, Any]) -> str:
    if "const" in value:
        return f'"{value["const"]}"'
    if "enum" in value:
        return " or ".join(f'"{each}"' for each in value["enum"])
    kind = value["type"]
    kinds = kind if isinstance(kind, list) else [kind]
    words = {"array": "list", "boolean": "true or false", "integer": "whole number"}
    return " or ".join(words.get(str(each), str(each)) for each in kinds)


if __name__ == "__main__":
    main()
