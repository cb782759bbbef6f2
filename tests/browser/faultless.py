"""Nothing on a page for axe to find: all its rules by day, and by night those that colours can
break, on the page that is open already."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
EVERY_RULE: dict[str, Any] = {}
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCHEMES = {"dark": OF_COLOURS, "light": EVERY_RULE}
"""Day comes last: whatever a test does next, it does by day."""


def faultless(page: Page, where: str, *, seen: Callable[[str], None] = lambda scheme: None) -> None:
    """seen: called with "dark", then "light", while the page is shown so."""
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = AXE.run(page, options=rules)
        assert found.violations_count == 0, f"{where} {scheme}\n{found.generate_report()}"
        seen(scheme)


def not_wider_than(page: Page, screen: int, where: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= screen, f"{where} is {wide} px wide"
