"""The page about rubrics: the format of their file, from the table it is read by, and all that
those that come with Leadwell ask."""

from collections.abc import Iterator

from leadwell.explore.reviewing.rubrics import FORMAT, MOST_BYTES, RUBRIC, Rubric, shipped
from leadwell.explore.reviewing.rubrics.shape import CRITERION, DOMAIN, GUIDANCE
from leadwell.programmes.shaped import Part
from tools.markdown import page, table_of

INTRO = (
    f"A rubric is one YAML file of at most {MOST_BYTES:,} bytes, in UTF-8, in format {FORMAT}. "
    "Names of fields are closed: one that is not here is refused, and so is one that is missing or "
    "written twice. Nothing may refer to another place of the file (`&`, `*`) or name a type (`!`). "
    "A file is taken whole or not at all; every fault is told with its line.\n\n"
    "A version never changes: reviews by it are read by its words for ever, and repeated by it. "
    "What is to be different is a later version, with the same key; or a rubric of its own, with "
    "another key. How: [review where a school stands](../how-to/review-where-a-school-stands.md)."
)
BETWEEN = "No two criteria of a rubric have the same key, in whichever domains they are."
HEAD = ("Field", "What it is", "What may stand there")
LEVELS = ("1 Not yet", "2 Emerging", "3 Secure", "4 Embedded")


def rubric_file() -> str:
    parts = [("guidance", GUIDANCE), ("domains", DOMAIN), ("criteria", CRITERION)]
    return page(
        "leadwell/explore/reviewing/rubrics/",
        "# Rubrics of reviews",
        INTRO,
        "## The file",
        _table(RUBRIC),
        *(f"## Each of `{name}`\n\n{_table(part)}" for name, part in parts),
        "## What must agree",
        BETWEEN,
        *(piece for rubric, _ in shipped().values() for piece in _whole(rubric)),
    )


def _whole(rubric: Rubric) -> Iterator[str]:
    yield f"## {rubric.name}"
    yield rubric.about
    follows = (f"[{one.title}]({one.url}), {one.publisher}, {one.year}" for one in rubric.guidance)
    yield f"It follows, in our own words: {'; '.join(follows)}."
    for domain in rubric.domains:
        yield f"### {domain.title}"
        rows = ((f"**{one.title}.** {one.asks}", *one.levels) for one in domain.criteria)
        yield table_of(("Criterion", *LEVELS), rows)


def _table(part: Part) -> str:
    rows = (
        (
            f"`{each.name}`",
            each.about,
            each.kind.words if each.is_needed else f"{each.kind.words}; may be left out",
        )
        for each in part.fields
    )
    return table_of(HEAD, rows)
