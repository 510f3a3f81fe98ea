"""The end of every report: its facts, its files, its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from laocai_analysis.page.markup import Section
from laocai_analysis.page.page import Page


def about_page(
    page: Page, facts: Mapping[str, object], *, files: Iterable[Path], audience: str = "office"
) -> Section:
    """Say what a page is about and which files and sources it rests on; the last section. The files
    are shown when they are asked for.

    Parameters
    ----------
    page : Page
        The page.
    facts : mapping of str to object
        As for `Page.facts`.
    files : iterable of Path
        The data files, listed with their SHA-256.
    audience : {"office", "public"}
        For whom the page is: the public could try by a SHA-256 what a hidden number is.
    """
    hashes = audience == "office"
    return Section(
        [
            page.facts(facts),
            page.unfold(page.files_table(files, caption="coverage-method-files", hashes=hashes)),
            page.say("coverage-method-sources"),
            page.sources(),
        ]
    )
