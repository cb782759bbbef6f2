"""Nothing on a page for axe to find: all its rules by day, and by night those that colours can
break, on the page that is open already."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

EVERY_RULE: dict[str, Any] = {}
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
RUN = "rules => axe.run(rules).then(found => ({violations: found.violations}))"
SCHEMES = {"dark": OF_COLOURS, "light": EVERY_RULE}
"""Day comes last: whatever a test does next, it does by day."""


def faultless(page: Page, where: str, *, seen: Callable[[str], None] = lambda scheme: None) -> None:
    """seen: called with "dark", then "light", while the page is shown so."""
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = _faults(page, rules)
        assert found.violations_count == 0, f"{where} {scheme}\n{found.generate_report()}"
        seen(scheme)


def _faults(page: Page, rules: dict[str, Any]) -> AxeResults:
    """Axe stays in a page until the next. What it found in order is neither told in full nor sent:
    that takes longer than looking for it."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE_SCRIPT)
    return AxeResults(page.evaluate(RUN, {**rules, "resultTypes": ["violations"]}))


def not_wider_than(page: Page, screen: int, where: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= screen, f"{where} is {wide} px wide"
