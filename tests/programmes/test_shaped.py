"""Files of a closed shape: read whole, or refused with line and reason of every fault."""

from dataclasses import dataclass

import pytest

from leadwell.programmes.shaped import (
    Choice,
    Field,
    Listing,
    Part,
    Slug,
    Text,
    Whole,
    YesNo,
    format_of,
    read,
)
from leadwell.schools.sources.refusal import Refused


@dataclass(frozen=True)
class Leaf:
    name: str
    n: int
    is_green: bool


@dataclass(frozen=True)
class Tree:
    key: str
    kind: str
    leaves: tuple[Leaf, ...]
    note: str


LEAF = Part("a leaf", Leaf, (
    Field("name", Text(10), "Its name"),
    Field("n", Whole(0, 9), "How many"),
    Field("is_green", YesNo(), "Whether it is green"),
))  # fmt: skip
TREE = Part("a tree", Tree, (
    Field("key", Slug(8), "What it is called"),
    Field("kind", Choice({"oak": "Oak", "elm": "Elm"}), "Which"),
    Field("leaves", Listing(LEAF, 1, 3, once="name"), "Its leaves"),
    Field("note", Text(20), "A note", ""),
))  # fmt: skip
WHOLE = """\
key: a-tree
kind: oak
leaves:
  - {name: first, n: 1, is_green: true}
  - {name: second, n: 0, is_green: false}
"""


def reading(text: str | bytes, most_bytes: int = 10_000):
    data = text if isinstance(text, bytes) else text.encode()
    return read(data, TREE, name="tree.yaml", most_bytes=most_bytes)[0]


def faults(text: str | bytes, **more: int) -> list[str]:
    with pytest.raises(Refused) as refused:
        reading(text, **more)
    return [str(refused.value), *map(str, refused.value.problems)]


def test_a_whole_file_is_read_into_what_it_describes():
    assert reading(WHOLE) == Tree(
        "a-tree", "oak", (Leaf("first", 1, True), Leaf("second", 0, False)), ""
    )


def test_a_file_with_a_byte_order_mark_is_read_too():
    assert reading(b"\xef\xbb\xbf" + WHOLE.encode()).key == "a-tree"


def test_every_fault_is_told_with_its_line_and_all_at_once():
    text = WHOLE.replace("kind: oak", "kind: ash\ncolour: red").replace("n: 0", "n: 10")
    assert faults(text) == [
        "tree.yaml was not taken: it has 3 faults.",
        "line 2, kind: must be one of `oak`, `elm` ('ash')",
        "line 3, colour: is not known: it may be key, kind, leaves, note",
        "line 6, leaves 2, n: must be a whole number, 0 to 9 ('10')",
    ]


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("key: a-tree", "key: A Tree", "line 1, key: must be small letters, digits and hyphens"),
        ("key: a-tree", "key: a-very-long-tree", "line 1, key: must be small letters"),
        ("key: a-tree\n", "", "line 1, key: is missing"),
        ("key: a-tree\n", "key: a-tree\nkey: b\n", "line 2, key: is written twice"),
        ("key: a-tree\n", "key: a-tree\nnote: 12\n", "line 2, note: is read as a number"),
        ("key: a-tree\n", "key: a-tree\nnote: ''\n", "line 2, note: is empty"),
        (
            "key: a-tree\n",
            "key: a-tree\nnote: abcdefghijklmnopqrstuvwxyz\n",
            "line 2, note: has 26 letters, and 20 are the most",
        ),
        ("n: 1", "n: -1", "line 4, leaves 1, n: must be a whole number"),
        ("n: 1", "n: 1.5", "line 4, leaves 1, n: must be a whole number"),
        ("n: 1", "n: 0x1", "line 4, leaves 1, n: must be a whole number"),
        ("n: 1", 'n: "1"', "line 4, leaves 1, n: must be a whole number"),
        ("is_green: true", "is_green: yes", "line 4, leaves 1, is_green: must be true or false"),
        ("is_green: true", 'is_green: "true"', "line 4, leaves 1, is_green: must be true"),
        ("second", "first", "line 5, leaves: stands there twice ('first')"),
        ("kind: oak", "kind: [oak]", "line 2, kind: must be one of"),
        ("kind: oak", "kind: oak\n? [a, b]\n: c", "has a name that is no text"),
    ],
)
def test_what_cannot_be_right_is_named_by_line_and_reason(written, instead, said):
    assert said in "\n".join(faults(WHOLE.replace(written, instead, 1)))


@pytest.mark.parametrize("leaves", ["[]", "none", "{name: one}"])
def test_a_list_is_a_list_of_as_many_as_may_be(leaves):
    text = f"key: a\nkind: oak\nleaves: {leaves}\n"
    assert "leaves" in faults(text)[1]


def test_more_in_a_list_than_may_be_is_refused_without_reading_them():
    text = "key: a\nkind: oak\nleaves:\n" + "  - {bad: 1}\n" * 900
    assert faults(text, most_bytes=100_000)[1:] == [
        "line 4, leaves: has 900; it must be a list of 1 to 3, each as below"
    ]


def test_a_file_that_is_too_large_is_not_even_parsed():
    bomb = WHOLE + "note: " + "[" * 1_000_000
    assert faults(bomb) == [
        f"tree.yaml was not read: it has {len(bomb):,} bytes, and 10,000 are the most."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", "line 1: refers to another place"),
        ("a: [1]\nb: !!python/object/apply:os.system [ls]\n", "line 2: names a type"),
        ("a: !custom b\n", "line 1: names a type"),
        ("a: 1\n---\nb: 2\n", "line 2: begins a second document"),
        ("[" * 40, "nested too deeply"),
        ("- a\n" * 12_000, "has more than 10,000 pieces"),
        ("a: [1\n", "line 2: cannot be read as YAML"),
        ("a:\tb: c\n", "line 1: cannot be read as YAML"),
        ("a: b\x07\n", "has a letter that cannot be shown"),
        ("a: b\nc: \u202eoak\n", "line 2: has a letter that cannot be shown"),
    ],
)
def test_what_is_made_to_harm_is_refused_before_anything_is_built_of_it(text, said):
    assert said in "\n".join(faults(text, most_bytes=1_000_000))


def test_a_billion_laughs_are_not_laughed():
    laughs = "a: &a [lol, lol]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )
    assert "refers to another place" in faults(laughs)[1]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"key: \xe9"])
def test_what_is_no_utf8_is_refused(data):
    assert faults(data)[1] == "line 1: is not written in UTF-8"


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_file_is_called_empty(text):
    assert faults(text) == ["tree.yaml was not taken: it is empty."]


@pytest.mark.parametrize("text", ["- a\n", "oak\n"])
def test_what_is_no_group_of_names_is_refused(text):
    assert "must be a group of names and values: a tree" in faults(text)[1]


def test_a_file_s_own_words_are_quoted_short():
    long = faults(WHOLE.replace("kind: oak", "kind: " + "x" * 500))[1]
    assert len(long) < 200


@pytest.mark.parametrize(
    ("text", "told"), [("format: 2\nrest: 1\n", "2"), ("rest: 1\n", None), ("- a\n", None)]
)
def test_the_format_is_told_before_the_rest_is_looked_at(text, told):
    assert format_of(text.encode(), name="x", most_bytes=100) == told
