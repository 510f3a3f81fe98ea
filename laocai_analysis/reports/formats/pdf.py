"""A page as PDF, printed by Chromium without a network."""

from __future__ import annotations

import os
import shutil
import subprocess

from laocai_analysis.errors import Fault, ReportError
from laocai_analysis.language import Message
from laocai_analysis.writing import work_folder

#: The names under which Chromium and its kin are installed.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: The seconds after which printing is given up.
LONGEST = 180
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-quic",
    "--disable-sync",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)


def find_browser() -> str:
    """Return the path of the first browser of `BROWSERS` that is installed.

    Raises
    ------
    ReportError
        If there is none.
    """
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        expected = Message("expected-browser", choices=", ".join(BROWSERS))
        raise ReportError(Fault("pdf", None, None, expected, Message("found-none")).message())
    return found


def to_pdf(page: str) -> bytes:
    """Print a page.

    Parameters
    ----------
    page : str
        A whole HTML document that needs no other file.

    Returns
    -------
    bytes
        The PDF: A4, with the headings of the page as its outline, and tagged for screen readers.

    Raises
    ------
    ReportError
        If there is no browser, or it prints nothing.
    """
    browser = find_browser()
    with work_folder() as work:
        source, printed = work / "page.html", work / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            browser,
            *_FLAGS,
            f"--user-data-dir={work}/profile",
            f"--print-to-pdf={printed}",
            source.as_uri(),
        ]
        if os.geteuid() == 0:  # Chromium refuses its sandbox to root
            command.insert(1, "--no-sandbox")
        try:
            run = subprocess.run(
                command, capture_output=True, text=True, errors="replace", timeout=LONGEST
            )
        except subprocess.TimeoutExpired:
            expected = Message("expected-pdf-within", seconds=LONGEST)
            fault = Fault(f"pdf: {browser}", None, None, expected, Message("found-none"))
            raise ReportError(fault.message()) from None
        if run.returncode or not printed.exists():
            last = (run.stderr.strip().splitlines() or [""])[-1]
            found = Message("found-exit", status=f"{run.returncode}: {last}")
            fault = Fault(f"pdf: {browser}", None, None, Message("expected-pdf"), found)
            raise ReportError(fault.message())
        return printed.read_bytes()
