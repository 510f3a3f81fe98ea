"""The engine ``laocai`` of papermill: a notebook's cells in a fresh process that has everything
imported already.

It is registered in the entry point group ``papermill.engine``, so that ``papermill --engine
laocai`` uses it. What the cells show is what they show under ipykernel. What needs a kernel is
refused: another language than Python, and widgets; ``--engine nbclient`` runs these.

papermill imports this module in the middle of its own import, which is why nothing else of
papermill is imported here.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from pathlib import Path
from typing import Any, TextIO

from nbformat import NotebookNode
from papermill.engines import Engine, NotebookExecutionManager
from papermill.log import logger

from laocai_analysis.errors import ReportError
from laocai_analysis.reports.children import Child, serve_cells
from laocai_analysis.reports.limits import NO_LIMITS, Limits
from laocai_analysis.reports.outputs import CellOutputs

#: What ipykernel says of the language of its notebooks.
LANGUAGE = {
    "name": "python",
    "version": platform.python_version(),
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": 3},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


class LaocaiEngine(Engine):  # type: ignore[misc]
    """Runs the cells of a notebook in a child of the server of `children`."""

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, **options: Any) -> NotebookNode:
        """Run a notebook, unless it needs a kernel; see
        `papermill.engines.Engine.execute_notebook`.

        Raises
        ------
        ReportError
            Before anything is written, if the language is not Python, the kernel is not that of
            this interpreter, or the machine not Linux.
        """
        _refuse(nb, kernel_name)
        executed: NotebookNode = super().execute_notebook(nb, kernel_name, **options)
        return executed

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        log_output: bool = False,
        stdout_file: TextIO | None = None,
        stderr_file: TextIO | None = None,
        execution_timeout: float | None = None,
        allow_errors: bool = False,
        limits: Limits = NO_LIMITS,
        folder: Path | str | None = None,
        peaks: list[int] | None = None,
        input_path: str | None = None,
        start_timeout: float | None = None,
        extra_arguments: list[str] | None = None,
    ) -> None:
        """Run the cells; papermill calls it.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            Holds the notebook, whose cells get their outputs.
        kernel_name : str
            Not used, as `input_path`, `start_timeout` and `extra_arguments`: there is no kernel.
        log_output, stdout_file, stderr_file
            Where else papermill wants what the cells show.
        execution_timeout : float, optional
            The limit of a cell in seconds, where `limits` has none.
        allow_errors : bool
            Whether to go on after a cell that fails, as one tagged ``raises-exception`` always
            does.
        limits : Limits
            What the process may take.
        folder : path, optional
            The working folder; the current one where not given.
        peaks : list, optional
            The peak of memory is appended to it.
        """
        if execution_timeout and not limits.cell_seconds:
            limits = Limits(limits.seconds, execution_timeout, limits.memory)
        also = _Echo(log_output, stdout_file, stderr_file)
        with Child(serve_cells, folder=folder, limits=limits) as child:
            _Run(nb_man, child, also, allow_errors).cells()
            child.channel.close()  # no further cell
            if peaks is not None:
                peaks.append(child.end().peak)
        nb_man.nb.metadata["language_info"] = LANGUAGE


def _refuse(notebook: NotebookNode, kernel_name: str) -> None:
    kernelspec = notebook.metadata.get("kernelspec", {})
    language = (
        kernelspec.get("language")
        or notebook.metadata.get("language_info", {}).get("name")
        or "python"
    )
    if language.lower() != "python":
        found = f"ngôn ngữ / language {language}"
    elif kernel_name not in ("python3", "python") and not _is_this_interpreter(kernel_name):
        found = f"nhân / kernel {kernel_name}"
    elif not sys.platform.startswith("linux"):
        found = f"hệ điều hành / system {sys.platform}"
    else:
        return
    raise ReportError(
        f"{found}: bộ chạy laocai chỉ chạy Python của chính nó trên Linux / "
        "the engine laocai runs Python of its own interpreter on Linux only: use --engine nbclient"
    )


def _is_this_interpreter(kernel_name: str) -> bool:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        program = KernelSpecManager().get_kernel_spec(kernel_name).argv
    except NoSuchKernel:
        return False
    return "ipykernel_launcher" in program and os.path.realpath(program[0]) == os.path.realpath(
        sys.executable
    )


class _Echo:
    """Where papermill wants what the cells show, beside the notebook."""

    def __init__(self, log: bool, stdout: TextIO | None, stderr: TextIO | None) -> None:
        self._log = log
        self._files = {"stdout": stdout, "stderr": stderr}

    def __call__(self, output: NotebookNode) -> None:
        if output.output_type == "stream":
            if self._log:
                (logger.info if output.name == "stdout" else logger.warning)(output.text)
            if file := self._files[output.name]:
                file.write(output.text)
                file.flush()
        elif self._log and "text/plain" in output.get("data", {}):
            logger.info(output.data["text/plain"])


class _Run:
    """One notebook on its way through one child."""

    def __init__(
        self, nb_man: NotebookExecutionManager, child: Child, also: _Echo, allow_errors: bool
    ) -> None:
        self._nb_man = nb_man
        self._child = child
        self._also = also
        self._allow_errors = allow_errors
        self._outputs = CellOutputs(nb_man.nb)
        self._ended = False

    def cells(self) -> None:
        """Run one cell after the other until one fails."""
        for index, cell in enumerate(self._nb_man.nb.cells):
            tags = cell.metadata.get("tags", [])
            self._nb_man.cell_start(cell, index)
            try:
                code = (
                    cell.cell_type == "code"
                    and cell.source.strip()
                    and "skip-execution" not in tags
                )
                good = not code or self._cell(index, cell.source)
                if self._ended or not (good or self._allow_errors or "raises-exception" in tags):
                    self._nb_man.cell_exception(cell, cell_index=index)
                    break
            finally:
                self._nb_man.cell_complete(cell, cell_index=index)

    def _cell(self, index: int, source: str) -> bool:
        """Run a cell; return whether it came to its end without an error."""
        self._outputs.begin(index)
        try:
            self._child.send(json.dumps({"cell": str(index), "source": source}).encode())
            while (packed := self._child.receive()) is not None:
                head, _, content = packed.partition(b"\n")
                message = json.loads(head)
                if message["cell"] != str(index):
                    continue  # from a task or a thread of an earlier cell, which is complete
                if message["type"] == "done":
                    return bool(json.loads(content)["status"] == "ok")
                self._take(message["type"], json.loads(content))
            error = self._child.end().error()
            self._take(
                "error",
                {"ename": type(error).__name__, "evalue": str(error), "traceback": [str(error)]},
            )
            self._ended = True
            return False
        finally:
            self._outputs.end()

    def _take(self, kind: str, content: dict[str, Any]) -> None:
        output = self._outputs.take(kind, content)
        self._nb_man.autosave_cell()
        if output is not None:
            self._also(output)
