"""Standard output and error of a report's process: what cells print and what the processes that
they start write.

As under a kernel, text is held back for 0.2 s or until something else is shown, each stream for
itself, and belongs to the cell that is running when it is written, or to the cell that started the
task that writes it.
"""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import select
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

#: Seconds for which text is held back.
HELD = 0.2

#: The cell to which output belongs. A thread has no value of its own: it writes for the cell that
#: is running.
_cell: ContextVar[str] = ContextVar("cell")


class Stream(io.TextIOBase):
    """What ``sys.stdout`` or ``sys.stderr`` is to the cells.

    Parameters
    ----------
    name : {"stdout", "stderr"}
        Which of them.
    descriptor : int
        The file descriptor that processes know it by, 1 or 2; what is written to it comes to this
        stream.
    post : callable
        Takes the name, the text and the cell to which it belongs.
    """

    encoding = "UTF-8"

    def __init__(
        self, name: str, descriptor: int, *, post: Callable[[str, str, str], None]
    ) -> None:
        self.name = name
        self._post = post
        self._process = os.getpid()
        self._running = ""
        self._lock = threading.RLock()
        self._held: dict[str, list[str]] = {}
        self._due = float("inf")
        self._descriptor = descriptor
        self._terminal = os.dup(descriptor)
        self._pipe, written = os.pipe()
        os.set_blocking(self._pipe, False)
        os.dup2(written, descriptor)
        os.close(written)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._written = select.poll()
        self._written.register(self._pipe, select.POLLIN)
        self._woken, self._wake = os.pipe()
        threading.Thread(target=self._tend, daemon=True, name=name).start()

    def set_parent(self, parent: dict[str, Any]) -> None:
        """Say for which cell the streams are written from now on; the shell calls it."""
        self._running = parent["header"]["msg_id"]
        _cell.set(self._running)

    def fileno(self) -> int:
        """Return the descriptor that was there before: a process told to write to it does not write
        to the cell.
        """
        return self._terminal

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Write text after all that processes have written before it."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if (
            os.getpid() != self._process
        ):  # a fork of this process: it reaches the cell as any process does
            rest = memoryview(text.encode("utf-8", "replace"))
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            return len(text)
        with self._lock:
            if self._written.poll(0):
                self._take()
            self._hold(text, _cell.get(self._running))
        return len(text)

    def _hold(self, text: str, cell: str) -> None:
        self._held.setdefault(cell, []).append(text)
        if self._due == float("inf"):
            self._due = time.monotonic() + HELD
            os.write(self._wake, b".")

    def flush(self) -> None:
        """Send what is held back, and what processes have written so far."""
        if not self.closed and os.getpid() == self._process:
            with self._lock:
                self._take()
                self._send()

    def _send(self) -> None:
        held, self._held, self._due = self._held, {}, float("inf")
        for cell, parts in held.items():
            if text := "".join(parts):
                self._post(
                    self.name, text.encode("utf-8", "replace").decode(), cell
                )  # half a pair: ? in its place

    def _take(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._pipe, 2**16):
                self._hold(self._decode(data), self._running)

    def _tend(self) -> None:
        """Take what processes write and send what has been held back long enough, in a thread, for
        ever.
        """
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        poll.register(self._woken, select.POLLIN)
        while True:
            due = self._due
            news = poll.poll(
                None if due == float("inf") else 1000 * max(0.0, due - time.monotonic())
            )
            if (self._woken, select.POLLIN) in news:
                os.read(self._woken, 1)
            with self._lock:
                self._take()
                if time.monotonic() >= self._due:
                    self._send()
