"""A how-to guide as a test follows it: numbered steps, and in them bold words that are on the page.

A step is followed by its bold words in the order they are written. One that is not on the page, or
that the test never comes to, fails with the sentence it stands in.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as NotThere

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "how-to"
A_STEP = re.compile(r"^(\d+)\. (.*?)(?=^\d+\. |^## |\Z)", re.MULTILINE | re.DOTALL)
BOLD = re.compile(r"\*\*(.+?)\*\*")
SENTENCE = re.compile(r"(?<=[.:])\s+")
WITHIN = 5_000
"""Milliseconds for a page to show what the guide says is on it."""


class Step:
    """One numbered step, followed on a page. said: what steps before it have named."""

    def __init__(self, guide: str, number: int, text: str, page: Page, said: set[str]) -> None:
        self.name, self.page, self.said = f"{guide}, step {number}", page, said
        sentences = SENTENCE.split(" ".join(text.split()))
        self.ahead = [(words, each) for each in sentences for words in BOLD.findall(each)]
        self.sentence = ""

    def read(self, words: str) -> None:
        """These words are to be seen."""
        shown = self.page.locator("body").get_by_text(words).filter(visible=True)
        self._do(words, lambda: shown.first.wait_for(timeout=WITHIN))

    def press(self, words: str) -> None:
        """A link or a button that begins with these words; what follows is for screen readers."""
        begins = re.compile(rf"^{re.escape(words)}(?!\w)")
        links = self.page.get_by_role("link", name=begins)
        there = links.or_(self.page.get_by_role("button", name=begins))
        self._do(words, lambda: there.first.click(timeout=WITHIN))
        self.page.wait_for_load_state()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        room = self.page.viewport_size["width"]
        assert wide <= room, f"{self.page.url} is {wide} px wide, {self.name}"

    def write(self, words: str, text: str) -> None:
        """Into the field of this name; "" leaves it empty."""
        self._do(words, lambda: self.field(words).fill(text, timeout=WITHIN))

    def choose(self, words: str) -> None:
        """An answer to tick."""
        self._do(words, lambda: self.field(words).check(timeout=WITHIN))

    def field(self, words: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(words)}\s*(\(optional\))?\s*$"))

    def _do(self, words: str, act: Callable[[], None]) -> None:
        """As the next bold words say, or again what was said before."""
        if self.ahead and self.ahead[0][0] == words:
            self.sentence = self.ahead.pop(0)[1]
            self.said.add(words)
        elif words not in self.said:
            says = f"says “{self.ahead[0][0]}”" if self.ahead else "has ended"
            pytest.fail(f"{self.name} {says} where one needs “{words}”, after: {self.sentence}")
        try:
            act()
        except NotThere:
            here = f"{self.page.title()} ({self.page.url})"
            pytest.fail(f"{self.name} is not true of “{words}” on {here}: {self.sentence}")


class HowTo:
    """steps: by their number."""

    def __init__(self, name: str) -> None:
        self.name = name
        text = (GUIDES / name).read_text(encoding="utf-8")
        self.steps = {int(number): step for number, step in A_STEP.findall(text)}
        self.followed: list[int] = []
        self.said: set[str] = set()

    @contextmanager
    def step(self, number: int, page: Page) -> Iterator[Step]:
        """The next step; at its end nothing that it says is left over."""
        assert number == len(self.followed) + 1
        step = Step(self.name, number, self.steps[number], page, self.said)
        yield step
        assert not step.ahead, f"{step.name} was not followed: {step.ahead[0][1]}"
        self.followed.append(number)

    def is_done(self) -> bool:
        return self.followed == sorted(self.steps)
