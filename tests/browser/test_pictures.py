"""What the eye would notice in a picture of the gallery, measured: nothing cut, nothing overlapping,
dark is dark, paper is light."""

from io import BytesIO

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page

OUTSIDE = """() => [...document.querySelectorAll('main svg text')].filter(text => {
  const box = text.getBoundingClientRect(), frame = text.closest('svg').getBoundingClientRect();
  return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
}).map(text => text.textContent)"""

OVERLAPPING = """() => [...document.querySelectorAll('main svg')].flatMap(svg => {
  const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()])
    .filter(([, box]) => box.width);
  return texts.flatMap(([a, p], i) => texts.slice(i + 1).filter(([, q]) =>
    Math.min(p.right, q.right) - Math.max(p.left, q.left) > 2
    && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 3).map(([b]) => a + ' / ' + b));
})"""


def brightness(page: Page) -> float:
    """Mean of the whole page's picture, 0 black to 255 white."""
    picture = Image.open(BytesIO(page.screenshot(full_page=True)))
    return ImageStat.Stat(picture.convert("L")).mean[0]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_words_of_a_chart_leave_its_frame_or_cover_one_another(desk: Page, live_server, width):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(live_server.url + "/gallery/")
    desk.evaluate("document.fonts.ready")
    assert desk.evaluate(OUTSIDE) == []
    assert desk.evaluate(OVERLAPPING) == []


def test_dark_is_dark_and_paper_is_light(desk: Page, live_server):
    desk.emulate_media(color_scheme="light")
    desk.goto(live_server.url + "/gallery/")
    assert brightness(desk) > 220
    desk.emulate_media(color_scheme="dark")
    desk.reload()
    assert brightness(desk) < 60
    desk.emulate_media(color_scheme="dark", media="print")
    assert brightness(desk) > 220


def test_paper_has_no_navigation_and_says_whose_the_figures_are(desk: Page, live_server):
    desk.goto(live_server.url + "/gallery/")
    desk.emulate_media(media="print")
    assert not desk.locator(".top").is_visible()
    assert desk.locator("main h1").is_visible()
    assert desk.get_by_text("Source: Department for Education").is_visible()
