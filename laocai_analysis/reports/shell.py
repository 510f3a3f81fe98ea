"""The cells of a notebook, run in an IPython shell of this process as ipykernel runs them, without
its sockets.

The shell is ipykernel's own, and so are its magics, its display hook and its tracebacks. Only what
ipykernel sends over sockets goes through one pipe here. `serve` is the work of a child: it takes
one cell after the other.
"""

from __future__ import annotations

import asyncio
import atexit
import builtins
import getpass
import json
import os
import pdb
import signal
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from types import SimpleNamespace
from typing import Any, NoReturn

import comm.base_comm
import ipykernel.eventloops
import ipykernel.zmqshell
import matplotlib
import pandas as pd
from ipykernel.compiler import XCachingCompiler, get_tmp_hash_seed, murmur2_x86
from IPython.core import debugger
from IPython.core.error import StdinNotImplementedError, UsageError
from jupyter_client.session import Session
from matplotlib.backend_bases import FigureCanvasBase
from traitlets import Any as AnyTrait
from traitlets.config import Config

from laocai_analysis.reports.children import forget_server
from laocai_analysis.reports.limits import BEGIN, END
from laocai_analysis.reports.reads import note_reads
from laocai_analysis.reports.streams import Stream

#: The path on which a fresh interpreter looks for modules: this module is first imported by one.
PATH = list(sys.path)

#: How long threads that a notebook leaves behind may go on, in seconds; as long as after a kernel's
#: last cell.
GRACE = 5.0

#: What a notebook that needs a front end is told.
NEEDS_KERNEL = (
    "cần nhân Jupyter / this needs a kernel: run the notebook with papermill --engine nbclient"
)


class PipeSession(Session):
    """Sends messages to whoever reads the pipe, where ipykernel's sends them to sockets."""

    channel = AnyTrait()
    _guard = AnyTrait()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._guard = threading.RLock()

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, **_: Any
    ) -> None:  # type: ignore[override]
        """Send a message that ipykernel builds; a fork of this process sends none, as under
        ipykernel.
        """
        if os.getpid() != self.pid:
            return
        message = (
            msg_or_type
            if isinstance(msg_or_type, dict)
            else self.msg(msg_or_type, content, parent=parent)
        )
        head = {
            "type": message["header"]["msg_type"],
            "cell": message["parent_header"].get("msg_id", ""),
        }
        packed = self.serialize(message)[-1]
        with self._guard:
            self.channel.send_bytes(json.dumps(head).encode() + b"\n" + packed)


class CellCompiler(XCachingCompiler):
    """Names the code of a cell as ipykernel does, without the number of the process, which no two
    runs share.
    """

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        """Return the name that stands in warnings."""
        name = murmur2_x86(raw_code, get_tmp_hash_seed())  # type: ignore[no-untyped-call]
        return f"{tempfile.gettempdir()}/ipykernel_0/{name}.py"


class ZMQInteractiveShell(ipykernel.zmqshell.ZMQInteractiveShell):
    """The shell of ipykernel; it keeps the name, by which libraries know a notebook from a
    terminal.
    """

    def enable_gui(self, gui: Any = None) -> None:
        """Enable a given gui."""
        try:
            ipykernel.eventloops.enable_gui(gui, kernel=self.kernel)  # type: ignore[no-untyped-call]
        except ValueError as error:
            raise UsageError(str(error)) from error


def serve(channel: Connection, clock: int) -> None:
    """Run cells until the other end of the channel is closed.

    Parameters
    ----------
    channel : Connection
        Takes cells, ``{"cell": name, "source": text}`` as JSON, and gives their messages:
        a line of JSON with type and cell, and the content as JSON; the last one is ``done``.
    clock : int
        Where to write when cells begin and end.
    """
    forget_server()
    if sys.modules.get("rfc3987_syntax") is None:  # see the room's `__init__`
        sys.modules.pop("rfc3987_syntax", None)
    sys.path[:] = _path()
    sys.argv[:] = ["ipykernel_launcher.py"]
    note_reads()
    session = PipeSession(channel=channel, key=b"")
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        setattr(
            sys,
            name,
            Stream(
                name,
                descriptor,
                post=lambda name, text, cell: session.send(
                    None, "stream", {"name": name, "text": text}, {"msg_id": cell}
                ),
            ),
        )
    shell = _make_shell(session)
    _refuse_input()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asyncio.new_event_loop().run_until_complete(_serve(shell, session, clock))
    until = time.monotonic() + GRACE
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
    atexit._run_exitfuncs()


def _path() -> list[str]:
    """Return the path of a kernel: the working folder comes after the standard library, before what
    is installed.
    """
    path = [folder for folder in PATH if folder]
    installed = [
        place
        for place, folder in enumerate(path)
        if folder.endswith(("site-packages", "dist-packages"))
    ]
    path.insert(min(installed, default=len(path)), "")
    return path


def _make_shell(session: PipeSession) -> ZMQInteractiveShell:
    """Make the shell, and set what libraries ask a kernel for when they are imported."""
    config = Config()
    config.HistoryManager.enabled = False  # no file; the notebook is the history
    shell: ZMQInteractiveShell = ZMQInteractiveShell.instance(
        config=config, kernel=SimpleNamespace(eventloop=None), compiler_class=CellCompiler
    )
    shell.displayhook.session = shell.display_pub.session = session  # type: ignore[attr-defined]
    pd.set_option(
        "display.max_columns", 20
    )  # imported without a shell, pandas takes it for a terminal
    matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    # What is asked for when there is time is drawn when the cell ends and its figures are shown,
    # and not, as under ipykernel, whole figures again after every step of pyplot.
    FigureCanvasBase.draw_idle = _later  # type: ignore[method-assign]
    return shell


def _later(*_: Any, **__: Any) -> None:
    """Draw nothing yet: a figure is drawn when it is shown."""


def _refuse_input() -> None:
    """Refuse what needs a front end."""

    def raw_input(prompt: str = "") -> NoReturn:
        raise StdinNotImplementedError(
            "raw_input was called, but this frontend does not support input requests."
        )

    def no_getpass(
        prompt: str = "", stream: Any = None, *, echo_char: str | None = None
    ) -> NoReturn:
        raise StdinNotImplementedError(
            "getpass was called, but this frontend does not support input requests."
        )

    def no_comm(*_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError(NEEDS_KERNEL)

    builtins.input = raw_input  # type: ignore[assignment]
    getpass.getpass = no_getpass
    comm.base_comm.BaseComm.open = no_comm  # type: ignore[method-assign]
    comm.create_comm = no_comm
    debugger.Pdb = pdb.Pdb = debugger.InterruptiblePdb  # type: ignore[misc, assignment]
    pdb.set_trace = debugger.set_trace
    sys.breakpointhook = lambda *_, **__: (
        None
    )  # under ipykernel it waits for a debugger, which nobody attaches


async def _serve(shell: ZMQInteractiveShell, session: PipeSession, clock: int) -> None:
    channel: Connection = session.channel
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()
    while True:
        loop.add_reader(
            channel.fileno(), asked.set
        )  # meanwhile the tasks that cells have started go on
        await asked.wait()
        loop.remove_reader(channel.fileno())
        asked.clear()
        try:
            cell = json.loads(channel.recv_bytes())
        except EOFError:
            return
        os.write(clock, BEGIN)
        parent = {"header": {"msg_id": cell["cell"]}}
        shell.set_parent(parent)  # type: ignore[no-untyped-call]
        session.send(None, "execute_input", {"execution_count": shell.execution_count}, parent)
        result = await _run(shell, cell["source"])
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(clock, END)
        good = result.success and not shell._last_traceback_during_displayhook
        session.send(None, "done", {"status": "ok" if good else "error"}, parent)


async def _run(shell: ZMQInteractiveShell, source: str) -> Any:
    """Run a cell as ipykernel does: one that awaits in a task of its own, any other inside the
    running loop.
    """
    failed = None
    try:
        transformed = shell.transform_cell(source)  # type: ignore[no-untyped-call]
    except Exception:
        transformed, failed = source, sys.exc_info()
    if not shell.should_run_async(
        source, transformed_cell=transformed, preprocessing_exc_tuple=failed
    ):
        return shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
    shell._last_traceback_during_displayhook = False
    result = None
    try:
        result = await asyncio.ensure_future(
            shell.run_cell_async(
                source,
                store_history=True,
                transformed_cell=transformed,
                preprocessing_exc_tuple=failed,
            )
        )
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    return result
