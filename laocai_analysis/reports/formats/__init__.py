"""The files of a report beside its page: csv, PDF, Word, a workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from laocai_analysis.errors import Fault, ParameterError

if TYPE_CHECKING:
    import nbformat
    import pandas as pd

#: Every format of a report; the page itself is always made, and with it a csv of its figures.
FORMATS = ("html", "pdf", "docx", "xlsx")


def check_formats(formats: Collection[str]) -> None:
    """Check, before anything runs, that a report can be made in some formats.

    Raises
    ------
    ParameterError
        If a format is none of `FORMATS`.
    ReportError
        If the program or library that makes one is not installed.
    """
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        fault = Fault("--to", None, None, ", ".join(FORMATS), ", ".join(unknown))
        raise ParameterError(fault.message())
    if "pdf" in formats:
        from laocai_analysis.reports.formats.pdf import find_browser

        find_browser()
    if "docx" in formats:
        from laocai_analysis.reports.formats.word import find_pandoc

        find_pandoc()


def other_formats(
    formats: Collection[str],
    notebook: nbformat.NotebookNode,
    *,
    page: str,
    content: Mapping[str, Any],
    table: pd.DataFrame,
) -> dict[str, bytes]:
    """Make the files of a report beside its page.

    Parameters
    ----------
    formats : collection of str
        Some of `FORMATS`.
    notebook : NotebookNode
        The executed notebook.
    page : str
        The page, as `html.to_html` made it of the notebook.
    content : mapping
        The language and the figures of the page.
    table : DataFrame
        The figures as `tidy.tidy` gives them.

    Returns
    -------
    dict of str to bytes
        The content of each file by its suffix; none for ``html``.
    """
    if not set(formats) - {"html"}:
        return {}
    from laocai_analysis.reports.formats.cells import shown
    from laocai_analysis.reports.formats.pdf import to_pdf
    from laocai_analysis.reports.formats.word import to_word
    from laocai_analysis.reports.formats.workbook import to_workbook

    language = str(content["language"])
    parts = "\n".join(shown(notebook, language=language))
    made = {}
    if "pdf" in formats:
        made[".pdf"] = to_pdf(page)
    if "docx" in formats:
        made[".docx"] = to_word(parts, language=language)
    if "xlsx" in formats:
        made[".xlsx"] = to_workbook(parts, content["figures"], table=table, language=language)
    return made
