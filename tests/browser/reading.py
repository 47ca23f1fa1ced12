"""What the browser tests of pages share: how Chromium is started, and waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium-headless-shell"
"""Chromium without windows, for a third of the CPU time that a page costs with them; the demo is also looked at in `DESKTOP_CHROMIUM`."""
DESKTOP_CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Opener = Callable[..., Any]


def until(page: Page, expression: str) -> None:
    """Wait, frame by frame, until an expression holds; Playwright's own way needs `eval`, which the site's policy forbids."""
    for _ in range(600):
        if page.evaluate(expression):
            return
        page.evaluate("new Promise(done => requestAnimationFrame(done))")
    raise AssertionError(expression)
