"""A finding to be read on paper, and its comparison list for a spreadsheet."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from leadwell.evaluation import shown
from leadwell.evaluation.pictured import Picture
from leadwell.evaluation.shown import Shown, ShownAnswer
from leadwell.web.csv_out import Value
from leadwell.web.paper.paper import Block, Chart, Grid, Paper, Part, Points, Words

NAME = "comparison"
KICKER = "A comparison that is not kept: tried, and not asked beforehand"
CSV_COLUMNS = (
    "URN", "School that took part", "Began", "URN of a similar school", "Similar school",
    "Distance", "In words", "Weight", "Why",
)  # fmt: skip
CSV_NOTES = (
    "Schools that took part are in the order of their names; similar schools, nearest first.",
    "Distance: in standard deviations of schools, on average over what they were matched on.",
)


def paper_of(found: Shown, *, as_at: date, kicker: str = KICKER, name: str = NAME) -> Paper:
    first = found.first
    return Paper(
        name=name,
        kicker=kicker,
        title=found.title,
        lede=first.main[0] if first.main else "",
        colours=(),
        colours_note="",
        parts=tuple(part for part in _parts(found) if part.blocks),
        ends=tuple(f"{term}: {text}." for term, text in found.facts),
        as_at=as_at,
        is_published=True,
    )


def _parts(found: Shown) -> Iterator[Part]:
    first = found.first
    yield Part("What was found", (*map(Words, first.main[1:]), *_footing(first)))
    yield Part("The picture", tuple(map(_chart, first.pictures)))
    for answer in found.others:
        said = tuple(map(Words, answer.main))
        yield Part(answer.headline, (*said, *_footing(answer), *map(_chart, answer.pictures)))
    yield Part("Read this with care", _points(found.care))
    yield Part("What would change the answer, and when", _points(first.changes))
    balance = () if found.balance is None else (_chart(found.balance),)
    yield Part("Were the schools alike before?", (*map(Words, found.balance_said), *balance))
    yield Part("Who was compared with whom", _pairs(found))
    yield Part("Who is not in this", _points((*found.flow, *_left_out(found))))
    for answer in found.answers:
        heading = "Checks" if len(found.answers) == 1 else f"Checks: {answer.name}"
        yield Part(heading, _checks(answer))
    yield Part("Why it was done so", _points(first.rows))


def _footing(answer: ShownAnswer) -> tuple[Block, ...]:
    return (Words(answer.footing),) if answer.footing else ()


def _points(items: tuple[str, ...]) -> tuple[Block, ...]:
    return (Points(items),) if items else ()


def _chart(picture: Picture) -> Chart:
    drawing = picture.drawing
    return Chart(
        heading=picture.heading,
        wide=drawing.wide,
        narrow=drawing.narrow,
        alt=drawing.desc,
        caption=picture.caption,
        figures=Grid(drawing.table_caption, drawing.columns, drawing.rows),
    )


def _pairs(found: Shown) -> tuple[Block, ...]:
    rows = tuple((pair.name, pair.names) for pair in found.pairs)
    columns = ("Took part", "Compared with, nearest first")
    return (Grid("Schools by name, and those like them", columns, rows),) if rows else ()


def _left_out(found: Shown) -> tuple[str, ...]:
    unknown = tuple(f"{urn}: no loaded file has this URN." for urn in found.unknown)
    return (*(f"{name} ({urn}). {why}" for urn, name, why in found.left_out), *unknown)


def _checks(answer: ShownAnswer) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if answer.checks:
        blocks.append(Grid("Checks of the comparison", shown.CHECK_COLUMNS, answer.checks))
    if answer.methods:
        blocks.append(Grid("Other ways of working it out", shown.METHOD_COLUMNS, answer.methods))
    return tuple(blocks)


def csv_rows(data: dict[str, Any]) -> Iterator[tuple[Value, ...]]:
    """data: as `telling.as_json` gives."""
    for pair in data["compared"]:
        for each in pair["similar"]:
            yield (
                pair["urn"], pair["name"], pair["start"], each["urn"], each["name"],
                round(each["distance"], 3), each["how_near"], round(each["weight"], 3),
                each["why"],
            )  # fmt: skip
