"""What a programme's privacy information says: our wording, with its own names, contacts and times."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from leadwell.people.models import Notice
from leadwell.people.privacy import retention
from leadwell.programmes.models import Controller, Programme
from leadwell.web.paper.keeping import content_of
from leadwell.web.paper.paper import Block, Paper, Part, Points, Words
from leadwell.web.templatetags.leadwell import day_and_year

KEPT = {
    "key": "focus_pupil_key",
    "rows": "focus_pupil",
    "groups": "pupil_measure",
    "notes": "accountability",
    "accounts": "account",
    "log": "log",
    "requests": "privacy_log",
    "register": "specialist",
    "days": "finance",
}
"""Places in the wording for how long something is kept, by the rule of the schedule."""
NOBODY_YET = "Nobody is named yet."


@dataclass(frozen=True, slots=True)
class Written:
    """All of it as it would be issued today. sha256: of what it says, whatever the day."""

    papers: Mapping[str, Paper]
    wording: int
    sha256: str

    @property
    def content(self) -> dict[str, Any]:
        return {audience: content_of(paper) for audience, paper in self.papers.items()}


@cache
def wording() -> dict[str, Any]:
    text = files(__package__).joinpath("wording.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def written(programme: Programme, *, contact: str, number: int, on: date) -> Written:
    """Two queries."""
    said = {
        "programme": programme.name,
        "lead": str(programme.lead_organisation),
        "subject": programme.subject[:1].lower() + programme.subject[1:],
        "contact": contact,
    }
    rules = retention.in_force()
    said |= {place: rules[key].how_long for place, key in KEPT.items()}
    who = Points(tuple(map(_controller, programme.controllers.all())) or (NOBODY_YET,))
    papers = {
        audience: _paper(programme, audience, said, who, number=number, on=on)
        for audience in Notice.Audience.values
    }
    texts = [(paper.title, paper.lede, [*_texts(paper)]) for paper in papers.values()]
    digest = hashlib.sha256(json.dumps(texts).encode()).hexdigest()
    return Written(papers, wording()["version"], digest)


def _paper(
    programme: Programme, audience: str, said: Mapping[str, str], who: Points, *, number: int,
    on: date,
) -> Paper:  # fmt: skip
    words = wording()[audience]
    return Paper(
        name=f"{programme.code} privacy information {audience} version {number}",
        kicker=f"{programme.name}: privacy information. {Notice.Audience(audience).label}",
        title=words["title"],
        lede=words["lede"].format(**said),
        colours=(),
        colours_note="",
        parts=tuple(
            Part(part["heading"], tuple(_blocks(part, said, who))) for part in words["parts"]
        ),
        ends=(f"Version {number}, {day_and_year(on)}. {programme.lead_organisation}.",),
        as_at=on,
        is_published=False,
    )


def _blocks(part: Mapping[str, Any], said: Mapping[str, str], who: Points) -> Iterator[Block]:
    if points := part.get("points"):
        yield Points(tuple(text.format(**said) for text in points))
    if part.get("who"):
        yield who
    for text in part.get("says", ()):
        yield Words(text.format(**said))


def _controller(one: Controller) -> str:
    said = f"{one.name}: {one.get_position_display().lower()}"
    return f"{said}. {one.what_for}" if one.what_for else said


def _texts(paper: Paper) -> Iterator[str]:
    for part in paper.parts:
        yield part.heading
        for block in part.blocks:
            if isinstance(block, Points):
                yield from block.items
            elif isinstance(block, Words):
                yield block.text
