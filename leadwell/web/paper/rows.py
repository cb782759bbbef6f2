"""A paper as rows of text, for a spreadsheet: under which heading, and what it says."""

from collections.abc import Iterator

from leadwell.web.paper.paper import Block, Chart, Grid, Paper, Points

COLUMNS = ("Part", "What it says")


def rows_of(paper: Paper) -> Iterator[tuple[str, str]]:
    yield "", paper.kicker
    yield "", paper.title
    yield "", paper.lede
    for colour in paper.colours:
        change = f", {colour.change}" if colour.change else ""
        yield colour.name, f"{colour.level.capitalize()}{change}. {colour.meaning}"
    for part in paper.parts:
        for block in part.blocks:
            for text in _texts(block):
                yield part.heading, text
    for line in paper.ends:
        yield "", line


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Points(items, _):
            yield from items
        case Grid(_, columns, rows):
            for row in rows:
                first, *rest = row
                named = zip(columns[1:], rest, strict=True)
                yield f"{first}. {'; '.join(f'{name}: {said}' for name, said in named if said)}"
        case Chart():
            yield block.alt
        case _:
            yield block.text
