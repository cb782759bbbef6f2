"""The guard in the browser finds what the guard on the server finds, word for word."""

import random
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from leadwell import web
from leadwell.lib.guard import find, for_page
from tests.lib.test_guard import NAMES, ON, VECTORS

SCRIPT = Path(web.__file__).parent / "static" / "guard.js"
PIECES = [
    *NAMES, "Mrs ", "Mr. ", "the teacher ", "was ", "good ", "outstanding ", "good morning ", "RI ",
    "A123456789012", "H 8012 0000 1001", "12/03/2016", "3 March 16", "dob ", "'s ", "’s ", "-", ", ",
    ". ", " ", "\n", "e\u0308", "\u202e", "\u00ad", "🙂", "ﬁ", "İ", "½", "²", "ß", "Σ", "９",
    "3 ", "of ", "twenty", "-seven ", "out ", "the ", "/", "7 ", "pupils ", "SEND ", "EHC plan", "Year ",
    "99/99/9999", "29/2/2015", "29/2/2016", "{words}", "$&",
]  # fmt: skip


@pytest.fixture
def guarded(page: Page) -> Page:
    page.goto("about:blank")
    page.add_script_tag(path=SCRIPT)
    return page


def both(page: Page, texts: list[str], names: list[str], on: date) -> tuple[list, list]:
    in_browser = page.evaluate(
        "([texts, data]) => texts.map((text) => guard.find(text, data))",
        [texts, for_page(names=names, on=on)],
    )
    here = [
        [
            {"kind": str(f.kind), "start": f.start, "end": f.end, "words": f.words, "says": f.says}
            for f in find(text, names=names, on=on)
        ]
        for text in texts
    ]
    return in_browser, here


def test_both_find_the_same_in_the_vectors(guarded: Page):
    in_browser, here = both(guarded, [vector["text"] for vector in VECTORS["texts"]], NAMES, ON)
    for vector, found, found_here in zip(VECTORS["texts"], in_browser, here, strict=True):
        assert [[each["kind"], each["words"]] for each in found] == vector["found"], vector["text"]
        assert found == found_here


def test_both_find_the_same_in_a_thousand_texts_at_random(guarded: Page):
    chance = random.Random(7)
    texts = ["".join(chance.choices(PIECES, k=chance.randint(1, 14))) for _ in range(1000)]
    in_browser, here = both(guarded, texts, NAMES, ON)
    assert sum(map(bool, here)) > 400
    for text, found, found_here in zip(texts, in_browser, here, strict=True):
        assert found == found_here, text
