"""A paper as JSON and back: what is frozen, and what a hash is of."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from leadwell.web.paper.paper import Block, Chart, Colour, Grid, Paper, Part, Points, Words

KINDS: Mapping[str, type[Block]] = {
    "words": Words,
    "points": Points,
    "grid": Grid,
    "chart": Chart,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def content_of(paper: Paper) -> dict[str, Any]:
    """As it is kept: of text, numbers, lists and objects alone."""
    said = asdict(paper)
    for part, kept in zip(paper.parts, said["parts"], strict=True):
        kept["blocks"] = [
            {"kind": NAMES[type(block)], **as_kept}
            for block, as_kept in zip(part.blocks, kept["blocks"], strict=True)
        ]
    return {**_plain(said), "as_at": paper.as_at.isoformat()}


def paper_of(content: Mapping[str, Any]) -> Paper:
    """The paper that was kept so."""
    return Paper(
        **{
            **content,
            "colours": tuple(Colour(**one) for one in content["colours"]),
            "parts": tuple(_part(one) for one in content["parts"]),
            "ends": tuple(content["ends"]),
            "as_at": date.fromisoformat(content["as_at"]),
        }
    )


def _part(kept: Mapping[str, Any]) -> Part:
    return Part(kept["heading"], tuple(_block(one) for one in kept["blocks"]))


def _block(kept: Mapping[str, Any]) -> Block:
    said = {name: value for name, value in kept.items() if name != "kind"}
    match kept["kind"]:
        case "points":
            return Points(tuple(said["items"]), said["is_numbered"])
        case "grid":
            return _grid(said)
        case "chart":
            return Chart(**{**said, "figures": _grid(said["figures"])})
    return Words(**said)


def _grid(said: Mapping[str, Any]) -> Grid:
    rows = tuple(tuple(row) for row in said["rows"])
    return Grid(said["caption"], tuple(said["columns"]), rows)


def _plain(value: Any) -> Any:
    """Lists for tuples, plain text for text that is marked safe."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
