"""Pictures of the how-to guides, taken by the stories that follow them.

`make pictures` says where they go; a story that runs without it takes none, and only sees to it
that every page fits its screen.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.ImageColor import getrgb
from playwright.sync_api import Locator, Page

from leadwell import web
from tests.browser.acting import PHONE, fits
from tests.browser.how_to import GUIDES

THEME = Path(web.__file__).parent / "static" / "theme.css"
SHADES = 64
"""Colours of a picture besides those of the theme: the edges of its letters."""
MOST_BYTES = 80_000
BETWEEN = 24
"""Pixels between two screens of one picture."""
PAPER = (221, 225, 230)
TO_THE_TOP = "(one) => scrollTo(0, scrollY + one.getBoundingClientRect().top - 2)"
LIGHT = re.compile(r":root\{color-scheme:light;(.*?)\}", re.DOTALL)
COLOUR = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b")
SHOWN = re.compile(r"!\[[^\]]+\]\(\.\./pictures/([\w-]+)\.png\)")


class Album:
    """Screens by the picture they are part of, side by side in the order they were taken.

    folder: None where no picture is wanted.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.screens: dict[str, list[Image.Image]] = {}

    def take(
        self,
        picture: str,
        page: Page,
        *,
        below: Locator | None = None,
        on: Mapping[str, int] = PHONE,
    ) -> None:
        """What the screen shows now, or once it begins a little above `below`. on: the screen of
        this picture; on others the page is only looked at."""
        fits(page)
        screens = self.screens.setdefault(picture, [])
        if below:
            below.evaluate(TO_THE_TOP)
        if self.folder and page.viewport_size == on:
            page.evaluate("document.fonts.ready")
            page.mouse.move(0, 0)  # over no button
            taken = page.screenshot(animations="disabled", caret="hide")
            screens.append(Image.open(BytesIO(taken)).convert("RGB"))

    def keep(self) -> None:
        """Each picture as a file, small enough for a page of words."""
        for name, screens in self.screens.items():
            if self.folder and screens:
                made = _small(_side_by_side(screens))
                assert len(made) <= MOST_BYTES, f"{name} has {len(made):,} bytes"
                (self.folder / f"{name}.png").write_bytes(made)


def shown_in(*guides: str) -> set[str]:
    """Names of the pictures that these guides show, each with words for who cannot see it."""
    texts = [(GUIDES / guide).read_text(encoding="utf-8") for guide in guides]
    return {name for text in texts for name in SHOWN.findall(text)}


def _side_by_side(screens: list[Image.Image]) -> Image.Image:
    width = sum(screen.width for screen in screens) + BETWEEN * (len(screens) + 1)
    height = max(screen.height for screen in screens) + 2 * BETWEEN
    whole = Image.new("RGB", (width, height), PAPER)
    left = BETWEEN
    for screen in screens:
        whole.paste(screen, (left, BETWEEN))
        left += screen.width + BETWEEN
    return whole


def _small(picture: Image.Image) -> bytes:
    """In the theme's own colours, so that Amber stays Amber however little of it there is, and the
    commonest shades besides; every other pixel has the nearest of these."""
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.int64), 2, 0)
    found, where, n = np.unique(
        red << 16 | green << 8 | blue, return_inverse=True, return_counts=True
    )
    kept = _apart(np.union1d(_of_the_theme(), found[np.argsort(n)[-SHADES:]]))
    nearest = ((_apart(found)[:, None] - kept) ** 2).sum(axis=2).argmin(axis=1)
    flat = Image.fromarray(nearest.astype(np.uint8)[where].reshape(red.shape), "P")
    flat.putpalette(kept.astype(np.uint8).tobytes())
    file = BytesIO()
    flat.save(file, "PNG", optimize=True)
    return file.getvalue()


def _of_the_theme() -> list[int]:
    found = LIGHT.search(THEME.read_text(encoding="utf-8"))
    assert found, "theme.css begins with the colours of the light theme"
    return [
        red << 16 | green << 8 | blue for red, green, blue in map(getrgb, COLOUR.findall(found[1]))
    ]


def _apart(colours: np.ndarray) -> np.ndarray:
    """Red, green and blue of each."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
