"""A notebook run with parameters in its own kernel, by papermill's client, within limits."""

from __future__ import annotations

import os
import sys
import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from papermill.execute import prepare_notebook_metadata, remove_error_markers
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from papermill.utils import nb_kernel_name

from laocai_analysis.errors import Fault, ProcessDiedError, ReportError
from laocai_analysis.language import Message
from laocai_analysis.reports.limits import NO_LIMITS, End, Limits
from laocai_analysis.reports.provisioner import WarmProvisioner
from laocai_analysis.reports.server import THREADS, WarmKernel, start_server
from laocai_analysis.writing import work_folder

#: The longest path of a socket in the file system, with room for the names below a folder.
_LONGEST = 80

#: What a kernel of Python gets: it notes the files that it reads, and logs nothing itself.
_ARGUMENTS = [
    "--log-level=CRITICAL",
    "--IPKernelApp.extra_extensions=laocai_analysis.reports.reads",
]


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
        error = f"{self.name}: {self.words}"
        return str(Message("report-cell", cell=self.cell, source=self.source, error=error))


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
        The most memory that its kernel took, in bytes; 0 where it was not measured.
    """

    notebook: NotebookNode
    failure: Failure | None
    peak: int


_running: set[_Run] = set()


def stop_all() -> None:
    """Stop every notebook that runs in this process; each fails with `ProcessDiedError`."""
    for run in list(_running):
        run.stop("")


def run_notebook(
    path: Path | str,
    parameters: Mapping[str, object],
    *,
    cwd: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    limits: Limits = NO_LIMITS,
    progress: bool = False,
) -> Executed:
    """Run a notebook with parameters in a kernel of its own; nothing is written.

    Parameters
    ----------
    path : path
        The notebook.
    parameters : mapping
        The values that follow its cell of parameters.
    cwd : path, optional
        The folder in which the cells run; that of this process where not given.
    environment : mapping, optional
        Variables that the kernel has beside those of this process.
    limits : Limits
        What the notebook may take. That of memory holds for a kernel of the server only.
    progress : bool
        Whether to draw a progress bar on standard error, where that is a terminal.

    Returns
    -------
    Executed
        Also where a cell fails, or the process dies or is stopped.

    Raises
    ------
    ReportError
        If the kernel is not installed, or cannot be started.
    """
    start_server()
    notebook = load_notebook_node(str(path))
    if parameters:
        notebook = parameterize_notebook(notebook, dict(parameters))
    notebook = remove_error_markers(prepare_notebook_metadata(notebook, str(path), None))
    shown = progress and sys.stderr is not None and sys.stderr.isatty()
    manager = NotebookExecutionManager(notebook, progress_bar=shown, autosave_cell_every=0)
    manager.notebook_start()
    with work_folder() as folder:
        try:
            run = _Run(manager, _kernel_manager(notebook, folder, limits), limits)
            run.cells(folder=str(cwd or os.getcwd()), environment=dict(environment or {}))
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
    return Executed(notebook, _failure(notebook), run.peak)


def _kernel_manager(notebook: NotebookNode, folder: Path, limits: Limits) -> AsyncKernelManager:
    """Return the manager of a kernel that is forked where it can be."""
    file = folder / "kernel.json"
    manager = AsyncKernelManager(
        kernel_name=nb_kernel_name(notebook),
        client_factory=_Client,
        connection_file=str(file),
        # a port that is free now may be taken when the kernel asks for it
        transport="ipc" if os.name == "posix" and len(str(file)) < _LONGEST else "tcp",
        kernel_id=str(uuid.uuid4()),
    )
    try:
        spec = manager.kernel_spec
    except NoSuchKernel as error:
        fault = Fault(error.name, None, None, Message("expected-kernel"), Message("found-none"))
        raise ReportError(fault.message()) from None
    manager.provisioner = WarmProvisioner(
        kernel_id=manager.kernel_id, kernel_spec=spec, parent=manager, memory=limits.memory or 0
    )
    return manager


class _Client(AsyncKernelClient):
    """Knows that a kernel is ready when it is; the original waits 0.2 s for what may yet come."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel has answered on both channels."""
        for _ in range(round(timeout or 60)):
            asked = self.kernel_info()
            try:
                reply: dict[str, Any] = {}
                while reply.get("parent_header", {}).get("msg_id") != asked:
                    reply = await self.get_shell_msg(timeout=1)
                state = ""
                while state != "idle":
                    state = (await self.get_iopub_msg(timeout=1))["content"].get("execution_state")
            except Empty:
                if not await self.is_alive():
                    break
            else:
                return
        raise RuntimeError(str(Message("process-silent")))


class _Run(PapermillNotebookClient):  # type: ignore[misc]
    """One notebook on its way through one kernel."""

    def __init__(
        self, manager: NotebookExecutionManager, kernel: AsyncKernelManager, limits: Limits
    ) -> None:
        language = kernel.kernel_spec.language if kernel.kernel_spec else ""
        super().__init__(
            manager,
            km=kernel,
            kernel_name=kernel.kernel_name,
            on_cell_execute=self._begin,
            on_cell_executed=self._end,
            extra_arguments=_ARGUMENTS if language == "python" else [],
        )
        self.peak = 0
        self._provisioner: Any = kernel.provisioner
        self._process: Any = None
        self._limits = limits
        self._stopped: End | None = None
        self._error: ReportError | None = None
        self._shown = 0
        self._cell = 0
        self._clock = threading.Timer(0, print)

    def cells(self, *, folder: str, environment: dict[str, str]) -> None:
        """Run one cell after the other until one fails."""
        whole = self._timer("seconds")
        _running.add(self)
        try:
            self.execute(env={**os.environ, **environment, **THREADS}, cwd=folder, cleanup_kc=True)
        except DeadKernelError as error:
            self._fail(self._reason(str(error)))
        except RuntimeError as error:
            if self._process is not None:
                raise
            if self._stopped is None:
                raise ReportError(Message("report-no-kernel", reason=str(error))) from error
            self._fail(self._stopped.error())
        except Exception as error:  # a message of the kernel without its parts, or of a wrong kind
            if self._process is None:
                raise
            self.stop("")
            reason = f"{type(error).__name__}: {error}".split("\n")[0]
            self._fail(ProcessDiedError(Message("process-odd", reason=reason)))
        finally:
            _running.discard(self)
            whole.cancel()
            self._clock.cancel()
            if isinstance(self._process, WarmKernel) and (end := self._process.end()):
                self.peak = end.peak

    def _timer(self, limit: str) -> threading.Timer:
        """Stop the kernel when a limit of time is reached."""
        seconds = getattr(self._limits, limit)
        timer = threading.Timer(seconds or 0, self.stop, [limit])
        timer.daemon = True
        if seconds:
            timer.start()
        return timer

    def stop(self, limit: str) -> None:
        """Kill the kernel, since a limit has been reached, or for no such reason where it is ""."""
        amount = getattr(self._limits, limit) if limit else 0
        self._stopped = self._stopped or End(None, limit, amount, 0)
        if process := self._provisioner.process:
            process.kill()

    def _begin(self, cell: NotebookNode, cell_index: int) -> None:
        self._process, self._cell = self._provisioner.process, cell_index
        if self._stopped:
            raise DeadKernelError("stopped before the first cell")
        self._clock = self._timer("cell_seconds")

    def _end(self, execute_reply: dict[str, Any], **_: object) -> None:
        self._clock.cancel()
        payload = execute_reply["content"].get("payload", [])
        if any(one.get("source") == "ask_exit" for one in payload):
            self.stop("")
            self._error = ProcessDiedError(Message("process-quit"))
            raise DeadKernelError(str(self._error))

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take what a cell shows, up to the limit; see `nbclient.NotebookClient`."""
        content = msg["content"]
        self._shown += len(content.get("text", "")) + sum(
            len(part) for part in content.get("data", {}).values() if isinstance(part, str)
        )
        if self._shown > self._limits.outputs:
            if self._stopped is None:
                self.stop("outputs")
            return None
        return super().process_message(msg, cell, cell_index)

    def _reason(self, words: str) -> ReportError:
        """Return the error that says why the kernel is gone."""
        if self._error:
            return self._error
        if self._stopped:
            return self._stopped.error()
        end = self._process.end() if isinstance(self._process, WarmKernel) else None
        if end is None or (end.status == 0 and not end.reason):
            return ProcessDiedError(words)
        return end.error()

    def _fail(self, error: ReportError) -> None:
        cell = self.nb.cells[self._cell]
        name, words = type(error).__name__, str(error)
        cell.outputs.append(new_output("error", ename=name, evalue=words, traceback=[words]))
        self.nb_man.cell_exception(cell, cell_index=self._cell)


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
