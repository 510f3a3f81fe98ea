"""A notebook run with parameters in a process of its own, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode
from papermill.execute import prepare_notebook_metadata, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from laocai_analysis.reports.engine import LaocaiEngine
from laocai_analysis.reports.limits import NO_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a notebook did not come to its end.

    Parameters
    ----------
    cell : int
        The number of the cell in the notebook, from 0.
    source : str
        The first line of the cell.
    name, words : str
        The exception: that of the cell, or `ProcessDiedError`, `TimeLimitError`,
        `MemoryLimitError`.
    """

    cell: int
    source: str
    name: str
    words: str

    def __str__(self) -> str:
        return f"ô / cell {self.cell} ({self.source}): {self.name}: {self.words}"


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook that has been run, to its end or not.

    Parameters
    ----------
    notebook : NotebookNode
        With the outputs of every cell that ran, and of the one that failed as far as it got.
    failure : Failure or None
        Why it did not come to its end; None where it did.
    peak : int
        The most memory that its process took, in bytes.
    """

    notebook: NotebookNode
    failure: Failure | None
    peak: int


def run_notebook(
    path: Path | str,
    parameters: Mapping[str, object],
    *,
    cwd: Path | str | None = None,
    limits: Limits = NO_LIMITS,
    progress: bool = False,
) -> Executed:
    """Run a notebook with parameters in a process of its own; nothing is written.

    Parameters
    ----------
    path : path
        The notebook.
    parameters : mapping
        The values that follow its cell of parameters.
    cwd : path, optional
        The folder in which the cells run; that of this process where not given.
    limits : Limits
        What the process may take.
    progress : bool
        Whether to draw a progress bar on standard error.

    Returns
    -------
    Executed
        Also where a cell fails, or the process dies or is stopped.

    Raises
    ------
    ReportError
        If the engine cannot run such a notebook, or no process can be started.
    """
    notebook = load_notebook_node(str(path))
    if parameters:
        notebook = parameterize_notebook(notebook, dict(parameters))
    notebook = remove_error_markers(prepare_notebook_metadata(notebook, str(path), None))
    kernel = LaocaiEngine.nb_kernel_name(notebook)
    peak: list[int] = []
    notebook = LaocaiEngine.execute_notebook(
        notebook, kernel, progress_bar=progress, limits=limits, folder=cwd, peaks=peak
    )
    return Executed(notebook, _failure(notebook), peak[-1])


def _failure(notebook: NotebookNode) -> Failure | None:
    """Return the failure that papermill would raise: a bare ``sys.exit()`` is none."""
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error" and (output.ename, output.evalue) not in (
                ("SystemExit", ""),
                ("SystemExit", "0"),
            ):
                line = next((line for line in cell.source.splitlines() if line.strip()), "")[:60]
                return Failure(index, line, output.ename, output.evalue)
    return None
