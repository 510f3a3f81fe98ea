"""One report from its name and parameters to its published page."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat

from laocai_analysis import paths
from laocai_analysis.errors import Fault, ReportError
from laocai_analysis.language import Message
from laocai_analysis.page.figures import FIGURES_TYPE
from laocai_analysis.places.province import settings
from laocai_analysis.plain_files import stamp
from laocai_analysis.reports.catalogue import Report, find_report
from laocai_analysis.reports.credentials import refuse_secrets
from laocai_analysis.reports.formats import FORMATS, check_formats, other_formats
from laocai_analysis.reports.index import write_index
from laocai_analysis.reports.limits import REPORT_LIMITS, Limits
from laocai_analysis.reports.manifest import made_from
from laocai_analysis.reports.notebook import Executed, run_notebook
from laocai_analysis.reports.parameters import check_parameters
from laocai_analysis.reports.publish import put_in_place, suffixes_in_place
from laocai_analysis.reports.reads import NOTED_IN, noted
from laocai_analysis.reports.release import edition, put_release, release
from laocai_analysis.reports.release import file as releases
from laocai_analysis.reports.results import failed, portable
from laocai_analysis.spreadsheet import csv_bytes
from laocai_analysis.writing import work_folder

#: How often a report is run whose inputs change meanwhile.
_RUNS = 3


def run_report(
    name: str,
    given: Mapping[str, str],
    *,
    folder: Path | None = None,
    formats: Collection[str] = (),
    progress: bool = False,
) -> dict[str, Path]:
    """Run a report and publish it.

    Parameters
    ----------
    name : str
        A report of ``notebooks/reports.yml``.
    given : mapping of str to str
        Parameters that differ from the defaults.
    folder : Path, optional
        Where reports are published; `paths.reports` where not given.
    formats : collection of str
        Formats in which the report is published beside its page: see `formats.FORMATS`. Those that
        are published already are made again too; delete such a file to be rid of it.
    progress : bool
        Whether to draw a progress bar on standard error.

    Returns
    -------
    dict of str to Path
        The published ``.html``, ``.ipynb`` and ``.json``, and a file for each format, all put in
        place together.

    Raises
    ------
    ParameterError, InputError
        Before anything runs or is written.
    ReportError
        If the notebook fails. The report that was there before stays as it was; the partial
        notebook is kept below ``failed/``.
    """
    report = find_report(name)
    values = check_parameters(given, defaults=report.parameters(), choices=report.choices)
    place, stem = (folder or paths.reports()) / name, report.stem(values)
    kept = {suffix[1:] for suffix in suffixes_in_place(folder=place, stem=stem)}
    editions = settings().editions
    formats = {*formats, *kept & set(FORMATS)}
    check_formats(formats)
    place.mkdir(
        parents=True, exist_ok=True
    )  # now, and not after minutes of work, is the time to learn of a refusal
    before = edition(place / f"{stem}.json")
    files, failure = make_report(name, values, formats=formats, before=before, progress=progress)
    placed = put_in_place(files, folder=place, stem=stem, good=not failure, editions=editions)
    write_index(folder or paths.reports())
    if failure:
        raise ReportError(f"{failure}\n{Message('report-kept', path=str(placed['.ipynb']))}")
    return placed


def make_report(
    name: str,
    values: Mapping[str, object],
    *,
    formats: Collection[str] = (),
    limits: Limits = REPORT_LIMITS,
    before: Mapping[str, Any] | None = None,
    progress: bool = False,
) -> tuple[dict[str, bytes], str]:
    """Make a report without publishing it; everything comes back as bytes, so that it can be made
    anywhere.

    Parameters
    ----------
    name : str
        A report of ``notebooks/reports.yml``.
    values : mapping
        All its parameters, as `parameters.check_parameters` gives them.
    formats : collection of str
        Formats beside the page: see `formats.FORMATS`.
    limits : Limits
        What its process may take.
    before : mapping, optional
        The edition that it replaces, as `release.edition` gives it.
    progress : bool
        Whether to draw a progress bar on standard error.

    Returns
    -------
    tuple of (dict of str to bytes, str)
        The files by suffix, and a blank; or the partial notebook and a ``.json`` that says why the
        report failed, and that reason.

    Raises
    ------
    ReportError
        If the notebook states no figures, or a file holds a secret of the environment.
    """
    report = find_report(name)
    # a signal can stop an import of the main thread half-way, and this one then never ends
    importing = threading.Thread(target=_import_html, daemon=True)
    importing.start()
    executed, manifest = _run_settled(report, values, limits=limits, progress=progress)
    notebook = _clean(executed.notebook, report)
    if executed.failure is not None:
        return _partial(notebook, name, values, failure=f"{name}: {executed.failure}")
    content = _figures(notebook, report)
    importing.join()
    from laocai_analysis.reports.formats.html import to_html
    from laocai_analysis.reports.formats.tidy import described, tidy

    title, language, stem = str(content["title"]), str(content["language"]), report.stem(values)
    table = tidy(content)
    content.pop("units", None)  # they are in the table, and a reader of figures need not load them
    summary = {
        "report": name,
        "parameters": portable(values),
        "made_from": manifest,
        **content,
        **described(stem, title=title, language=language),
    }
    summary["release"] = release(summary, before=before)
    put_release(notebook, summary["release"], language=language)
    beside = [f"{stem}.{suffix}" for suffix in ("csv", *FORMATS[1:]) if suffix in {"csv", *formats}]
    page = to_html(notebook, title=title, language=language, beside=beside)
    files = {
        ".html": page.encode(),
        ".ipynb": (nbformat.writes(notebook) + "\n").encode(),
        ".json": (json.dumps(summary, ensure_ascii=False, indent=2) + "\n").encode(),
        ".csv": csv_bytes(table),
    }
    files |= other_formats(formats, notebook, page=page, content=content, table=table)
    refuse_secrets(files)
    return files, ""


def _partial(
    notebook: nbformat.NotebookNode, name: str, values: Mapping[str, object], *, failure: str
) -> tuple[dict[str, bytes], str]:
    """Return what is left of a report that failed, and the reason."""
    files = {".ipynb": nbformat.writes(notebook).encode()}
    refuse_secrets(files)
    return {**files, ".json": failed(name, values, failure)}, failure


def _run_settled(
    report: Report, values: Mapping[str, object], *, limits: Limits, progress: bool
) -> tuple[Executed, dict[str, Any]]:
    """Run the cells of a report, and again where a file was changed after they had opened it: the
    manifest holds the hashes of what the page was made from.

    Raises
    ------
    ReportError
        If the files do not come to rest.
    """
    for _ in range(_RUNS):
        executed, reads = _run_noting(report, values, limits=limits, progress=progress)
        manifest = made_from(
            report.notebook,
            rules=report.rules,
            reads={*reads, releases()} - {report.notebook},
            public=values.get("audience") == "public",
        )
        moving = [path.name for path, mark in reads.items() if stamp(path) != mark]
        if executed.failure is not None or not moving:
            return executed, manifest
    raise ReportError(Message("report-inputs-changed", report=report.name, files=", ".join(moving)))


def _run_noting(
    report: Report, values: Mapping[str, object], *, limits: Limits, progress: bool
) -> tuple[Executed, dict[Path, str]]:
    """Run the cells of a report, in a folder of their own; return also its notebook and the files
    that they read or were given, each with the stamp that it had before.
    """
    given = [
        Path(value)
        for value in values.values()
        if isinstance(value, str) and Path(value).is_absolute()
    ]
    before = {path: stamp(path) for path in (report.notebook, *given)}
    with work_folder() as work:
        notes, folder = work / "reads", work / "cells"
        folder.mkdir()
        executed = run_notebook(
            report.notebook,
            values,
            cwd=folder,
            environment={
                NOTED_IN: str(notes),
                "LAOCAI_PROJECT": str(paths.project()),
                **plain_settings(work),
            },
            limits=limits,
            progress=progress,
        )
        return executed, {**noted(notes), **before}


def plain_settings(work: Path) -> dict[str, str]:
    """Return the variables by which neither the settings of a user nor what lies around change a
    report, and by which what its cells leave in temporary files goes with it.
    """
    import matplotlib

    temporary = work / "temporary"
    temporary.mkdir()
    return {
        "MATPLOTLIBRC": os.path.join(matplotlib.get_data_path(), "matplotlibrc"),
        "MPLBACKEND": "",
        "IPYTHONDIR": str(work / "ipython"),
        "TMPDIR": str(temporary),
    }


def _import_html() -> None:
    """Import what makes pages, which takes a second: meanwhile the cells run in a process of their
    own.
    """
    import laocai_analysis.reports.formats.html
    import laocai_analysis.reports.formats.tidy  # noqa: F401


def _clean(notebook: nbformat.NotebookNode, report: Report) -> nbformat.NotebookNode:
    """Take out what papermill writes of this machine and this hour: paths, times, random ids."""
    from papermill.translators import PythonTranslator

    given = portable(notebook.metadata["papermill"]["parameters"])
    notebook.metadata["papermill"] = {"input": report.notebook.name, "parameters": given}
    for number, cell in enumerate(notebook.cells):
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["source"] = PythonTranslator.codify(given, "Parameters")
        cell["id"] = f"cell-{number:02d}"  # papermill gives the cell that it injects a random one
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    return notebook


def _figures(executed: nbformat.NotebookNode, report: Report) -> dict[str, Any]:
    for cell in reversed(executed.cells):
        for output in cell.get("outputs", []):
            if FIGURES_TYPE in output.get("data", {}):
                return dict(output["data"][FIGURES_TYPE])
    expected, found = Message("expected-figures"), Message("found-no-figures")
    raise ReportError(Fault(report.name, None, None, expected, found).message())
