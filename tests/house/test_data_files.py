"""Data files of ours are what they look like: YAML keeps the last of two equal keys in silence."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2] / "leadwell"
FILES = sorted(ROOT.rglob("*.yaml"))


def mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from mappings(value)


def written_twice(text: str) -> list[str]:
    node = yaml.compose(text)
    found = (Counter(key.value for key, _ in each.value) for each in mappings(node))
    return sorted(key for counted in found for key, n in counted.items() if n > 1)


def test_a_key_written_twice_is_found():
    assert written_twice("a: {b: 1, c: 2, b: 3}\nd: [{e: 1, e: 2}]") == ["b", "e"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_key_is_written_twice(file):
    assert written_twice(file.read_text(encoding="utf-8")) == []
