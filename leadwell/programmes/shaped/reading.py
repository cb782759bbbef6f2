"""A file read by its table of fields: every fault with its line, or the thing it describes.

Hardened against files that are made to harm: their size is looked at before they are parsed, and
nothing is parsed that refers to itself, names a type or is nested deeper than any of ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from leadwell.programmes.shaped.kinds import Choice, Kind, Listing, Part, Slug, Text, Whole, YesNo
from leadwell.schools.sources.refusal import Problem, Refused, shortened

DEEPEST = 10
MOST_PIECES = 10_000
"""Texts, lists and groups in one file: ours have a fifth of that."""
PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins, of today and of long ago."""
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WHOLE = re.compile(r"-?[0-9]{1,9}")
UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Letters that show nothing, or turn a line round."""


@dataclass(slots=True)
class Found:
    """What is wrong in a file, and the line of each thing that was made of it."""

    problems: list[Problem] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)

    def fault(self, line: int, where: str, reason: str, text: str = "") -> None:
        self.problems.append(Problem(line, where, text, reason))

    def line_of(self, thing: object) -> int:
        return self.lines.get(id(thing), 1)


def read(data: bytes, shape: Part, *, name: str, most_bytes: int) -> tuple[Any, Found]:
    """What the file describes, and where its parts stand, for checks across them.

    Raises Refused, with line and reason of each fault, for a file that is not of this shape.
    """
    root = _composed(data, name, most_bytes)
    found = Found()
    made = _value(root, shape, "", found)
    refuse_if_faulty(found, name)
    return made, found


def format_of(data: bytes, *, name: str, most_bytes: int) -> str | None:
    """What the file says of its format, before anything else of it is looked at; None for nothing.

    Raises Refused for a file that cannot be read at all.
    """
    root = _composed(data, name, most_bytes)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "format"), None)


def refuse_if_faulty(found: Found, name: str) -> None:
    if found.problems:
        problems = sorted(found.problems, key=lambda problem: problem.line)
        n = len(problems)
        faults = "one fault" if n == 1 else f"{n} faults"
        raise Refused(f"{shortened(name)} was not taken: it has {faults}.", problems)


def _composed(data: bytes, name: str, most_bytes: int) -> yaml.Node:
    if len(data) > most_bytes:
        raise Refused(
            f"{shortened(name)} was not read: it has {len(data):,} bytes, "
            f"and {most_bytes:,} are the most."
        )
    if data.startswith(PACKED):
        raise _unread(name, 1, "is a spreadsheet or another packed file: this wants a text file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _unread(name, line, "is not written in UTF-8") from error
    if found := UNPRINTED.search(text):
        line = text[: found.start()].count("\n") + 1
        raise _unread(name, line, "has a letter that cannot be shown")
    try:
        _look_at_events(text, name)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"cannot be read as YAML: {error.problem or error.context or 'damaged'}"
        raise _unread(name, mark.line + 1 if mark else 1, reason) from error
    except (yaml.YAMLError, ValueError) as error:
        raise _unread(name, 1, "cannot be read as YAML") from error
    if root is None:
        raise Refused(f"{shortened(name)} was not taken: it is empty.")
    return root


def _look_at_events(text: str, name: str) -> None:
    """Before anything is built of it: no references, no types, not deep, not many, one document."""
    deep = documents = 0
    for pieces, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _unread(name, line, "refers to another place of the file (& or *): write it out")
        if getattr(event, "tag", None):
            raise _unread(name, line, "names a type (!): leave it out")
        if isinstance(event, yaml.CollectionStartEvent):
            deep += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            deep -= 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        if deep > DEEPEST:
            raise _unread(name, line, "is nested too deeply")
        if documents > 1:
            raise _unread(name, line, "begins a second document: one file describes one thing")
        if pieces > MOST_PIECES:
            raise _unread(name, line, f"has more than {MOST_PIECES:,} pieces")


def _unread(name: str, line: int, reason: str) -> Refused:
    return Refused(f"{shortened(name)} was not taken.", [Problem(line, "", "", reason)])


def _value(node: yaml.Node, kind: Kind, where: str, found: Found) -> Any:
    """None where it cannot be right: then there is a fault."""
    if isinstance(kind, Part):
        return _part(node, kind, where, found)
    if isinstance(kind, Listing):
        return _listing(node, kind, where, found)
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        found.fault(line, where, f"must be {kind.words}, not a list or a group")
        return None
    value = _single(node, kind)
    if value is None:
        found.fault(line, where, _reason(node, kind), node.value)
    return value


def _single(node: yaml.ScalarNode, kind: Kind) -> Any:
    text = "\n".join(" ".join(part.split()) for part in node.value.strip().splitlines())
    is_text = node.tag.endswith(":str")
    if isinstance(kind, Text):
        return text if is_text and text and len(text) <= kind.most else None
    if isinstance(kind, Slug):
        fits = SLUG.fullmatch(text) and len(text) <= kind.most
        return text if is_text and fits else None
    if isinstance(kind, Choice):
        return text if text in kind.says else None
    if isinstance(kind, YesNo):
        return {"true": True, "false": False}.get(text) if not is_text else None
    if isinstance(kind, Whole) and node.tag.endswith(":int") and WHOLE.fullmatch(text):
        number = int(text)
        return number if kind.least <= number <= kind.most else None
    return None


def _reason(node: yaml.ScalarNode, kind: Kind) -> str:
    if not node.value.strip():
        return "is empty"
    if isinstance(kind, Text):
        if not node.tag.endswith(":str"):
            return "is read as a number, a day or yes and no: put it in quotes"
        return f"has {len(node.value.strip())} letters, and {kind.most} are the most"
    return f"must be {kind.words}"


def _part(node: yaml.Node, part: Part, where: str, found: Found) -> Any:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        found.fault(line, where, f"must be a group of names and values: {part.title}")
        return None
    before, fields = len(found.problems), part.by_name
    given: dict[str, Any] = {}
    for key, value in _pairs(node, where, found):
        if key not in fields:
            at = value.start_mark.line + 1
            found.fault(at, _within(where, key), f"is not known: {_or(list(fields))}")
        else:
            given[key] = _value(value, fields[key].kind, _within(where, key), found)
    for name, each in fields.items():
        if name not in given and each.is_needed:
            found.fault(line, _within(where, name), "is missing")
    if len(found.problems) > before:
        return None
    made = part.make(**{name: given.get(name, each.otherwise) for name, each in fields.items()})
    found.lines[id(made)] = line
    return made


def _pairs(node: yaml.MappingNode, where: str, found: Found) -> Iterator[tuple[str, yaml.Node]]:
    seen: set[str] = set()
    for key, value in node.value:
        line, name = key.start_mark.line + 1, str(key.value)
        if not isinstance(key, yaml.ScalarNode):
            found.fault(line, where, "has a name that is no text")
        elif name in seen:
            found.fault(line, _within(where, name), "is written twice")
        else:
            seen.add(name)
            yield name, value


def _listing(node: yaml.Node, kind: Listing, where: str, found: Found) -> Any:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.SequenceNode):
        found.fault(line, where, f"must be {kind.words}")
        return None
    if not kind.fewest <= len(node.value) <= kind.most:
        found.fault(line, where, f"has {len(node.value)}; it must be {kind.words}")
        return None
    before = len(found.problems)
    made = [
        _value(each, kind.of, f"{where} {number}", found)
        for number, each in enumerate(node.value, 1)
    ]
    if len(found.problems) > before:
        return None
    _find_twice(node, made, kind, where, found)
    return tuple(made)


def _find_twice(
    node: yaml.SequenceNode, made: list[Any], kind: Listing, where: str, found: Found
) -> None:
    if kind.once is None:
        return
    seen: set[Any] = set()
    for each, value in zip(node.value, made, strict=True):
        told = getattr(value, kind.once) if kind.once else value
        if told in seen:
            found.fault(each.start_mark.line + 1, where, "stands there twice", str(told))
        seen.add(told)


def _within(where: str, name: str) -> str:
    return f"{where}, {shortened(name)}" if where else shortened(name)


def _or(names: list[str]) -> str:
    return "it may be " + ", ".join(names)
