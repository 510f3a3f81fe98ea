"""Make the pictures of the README anew: every kind of page, as Chromium shows it.

    .venv/bin/python docs/screenshots.py

The reports are made as a new user would make them, in a folder that is removed afterwards. A
picture of two parts shows the top of a page on the left and another place of it on the right.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from laocai_analysis.reports.index import write_index
from laocai_analysis.reports.run import run_report

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT, GAP = 980, 980, 20
#: Each picture: the report, its parameters, and what stands at the top of the right part.
PICTURES = {
    "coverage-vi": ("commune-coverage", {}, "#coverage-maps"),
    "coverage-en": ("commune-coverage", {"language": "en"}, "#coverage-districts"),
    "review-en": ("annual-review", {"language": "en"}, "main figure"),
    "changes-vi": ("changes", {}, "main figure"),
    "check-en": ("return-check", {"language": "en"}, "h2 >> nth=2"),
}


def opened(browser: Browser, page: Path, *, width: int = WIDTH, scheme: str = "light") -> Page:
    """Open a page, and wait until its map is drawn."""
    tab = browser.new_context(
        offline=True, viewport={"width": width, "height": HEIGHT}, color_scheme=scheme
    ).new_page()  # type: ignore[arg-type]
    tab.goto(page.as_uri())
    if tab.locator(".interactive").count():
        tab.locator(".interactive.ready").first.wait_for()
    return tab


def shot(tab: Page) -> Image.Image:
    """Return what is in sight."""
    return Image.open(io.BytesIO(tab.screenshot()))


def beside(*parts: Image.Image) -> Image.Image:
    """Return pictures side by side."""
    whole = Image.new(
        "RGB", (sum(part.width + GAP for part in parts) - GAP, parts[0].height), "#8c8c8c"
    )
    left = 0
    for part in parts:
        whole.paste(part, (left, 0))
        left += part.width + GAP
    return whole


def save(picture: Image.Image, name: str) -> None:
    """Save a picture in few colours, which is all that these pages have."""
    path = HERE / f"{name}.png"
    picture.convert("RGB").quantize(80, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.relative_to(HERE.parent)}: {path.stat().st_size / 1000:.0f} kB\n")


def main() -> None:
    """Make every report, look at it, and look at the index of all of them."""
    with (
        tempfile.TemporaryDirectory(prefix="laocai-screenshots-") as work,
        sync_playwright() as playwright,
    ):
        flags = (
            ["--no-sandbox"] if os.geteuid() == 0 else []
        )  # Chromium refuses its sandbox to root
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        reports = Path(work)
        for name, (report, given, place) in PICTURES.items():
            page = run_report(report, given, folder=reports)[".html"]
            tab = opened(browser, page)
            top = shot(tab)
            tab.locator(place).first.evaluate("one => one.scrollIntoView()")
            save(beside(top, shot(tab)), name)
            if name == "coverage-vi":
                phone = opened(browser, page, width=360, scheme="dark")
                first = shot(phone)
                phone.locator(place).first.evaluate("one => one.scrollIntoView()")
                save(beside(first, shot(phone)), "phone-dark")
        save(shot(opened(browser, write_index(reports)[0])), "index")
        browser.close()


if __name__ == "__main__":
    main()
