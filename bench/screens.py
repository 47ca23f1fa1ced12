"""Take a picture of each kind of page, on a phone, a tablet and a desk, in light and dark: `make screens`.

Usage: python bench/screens.py [SITE [FOLDER]]; SITE is a built demo, FOLDER where the pictures go.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

PAGES = {
    "home": "index.html",
    "briefing": "briefings/two-islands-one-declaration.html",
    "concepts": "glossary/index.html",
    "concept": "glossary/disputed-islands.html",
    "timeline": "timeline/index.html",
    "claims": "claims/index.html",
    "claim": "claims/counting-troops-counting-people--four.html",
    "forecasts": "forecasts/index.html",
    "sources": "sources/index.html",
    "source": "sources/allen-2022.html",
    "text": "pages/method.html",
    "search": "search/index.html",
}
SIZES = {390: 844, 768: 1024, 1440: 900}
QUALITY = 42


def save(page: Page, path: Path, *, dark: bool) -> int:
    """Save what is seen as WebP and give its size in bytes."""
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.evaluate("document.fonts.ready")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => null)))")
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image.save(path, "WEBP", quality=QUALITY, method=6)
    return path.stat().st_size


def main(site: Path, folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for width, height in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            for name, path in PAGES.items():
                page.goto((site / path).resolve().as_uri())
                for dark in (False, True):
                    file = folder / f"{name}-{width}-{'dark' if dark else 'light'}.webp"
                    sizes[file] = save(page, file, dark=dark)
        # The notes of a briefing, further down: beside the text, opened in place, and on paper.
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto((site / PAGES["briefing"]).resolve().as_uri())
        page.evaluate("document.querySelector('.para:nth-of-type(3)').scrollIntoView()")
        file = folder / "notes-1440-light.webp"
        sizes[file] = save(page, file, dark=False)
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto((site / PAGES["briefing"]).resolve().as_uri())
        page.locator(".ref").nth(1).click()
        file = folder / "notes-390-light.webp"
        sizes[file] = save(page, file, dark=False)
        page = browser.new_page(viewport={"width": 794, "height": 1123})
        page.goto((site / PAGES["briefing"]).resolve().as_uri())
        page.emulate_media(media="print")
        file = folder / "briefing-print.webp"
        sizes[file] = save(page, file, dark=False)
        browser.close()
    sys.stdout.write(
        f"{len(sizes)} pictures, {sum(sizes.values()) // 1000} kB, the largest {max(sizes.values()) // 1000} kB\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "site"), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/screens"))
