"""What a command needs of the process around it: streams that take any text, and signals that end
it in order.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TextIO

#: The signals by which a service manager or a closed terminal ends a command.
ENDING = ("SIGTERM", "SIGHUP")


class SignalInterrupt(KeyboardInterrupt):
    """A signal that asks the command to end.

    Parameters
    ----------
    number : int
        The number of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


def use_utf8() -> None:
    """Start the command again in Python's UTF-8 mode where the locale has another encoding.

    Arguments, file names and output hold Vietnamese, which ``LC_ALL=C`` can neither read nor write.
    Processes that the command starts inherit the mode.
    """
    if os.name != "posix" or sys.flags.utf8_mode or sys.getfilesystemencoding() == "utf-8":
        return
    os.environ["PYTHONUTF8"] = "1"
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def open_streams() -> None:
    """Make standard input, output and error usable, whatever the caller left of them.

    A closed stream would give its number to the next file that is opened. Input and output become
    ``/dev/null``; errors go where the output goes.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY)):
        if _is_closed(number):
            _point(number, os.open(os.devnull, mode))
    if _is_closed(2):
        os.dup2(1, 2)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an argument may hold bytes that are not UTF-8
            stream.reconfigure(errors="backslashreplace")


def _is_closed(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return True
    return False


def _point(number: int, opened: int) -> None:
    """Let a file descriptor be the one that was opened."""
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


def drop(stream: TextIO) -> None:
    """Send to ``/dev/null`` what an output stream still holds, so that the exit does not fail."""
    with suppress(OSError, ValueError, AttributeError):
        _point(stream.fileno(), os.open(os.devnull, os.O_WRONLY))
        stream.flush()


@contextmanager
def ending_signals() -> Iterator[None]:
    """Raise `SignalInterrupt` at the first of `ENDING`; later ones do not disturb the clean-up.

    A signal that the caller has set to be ignored, as ``nohup`` does, stays ignored.
    """

    def end(number: int, _: FrameType | None) -> None:
        for one in before:
            signal.signal(one, signal.SIG_IGN)
        raise SignalInterrupt(number)

    before = {}
    if threading.current_thread() is threading.main_thread():
        known = [getattr(signal, name) for name in ENDING if hasattr(signal, name)]
        before = {one: signal.getsignal(one) for one in known}
        before = {one: kept for one, kept in before.items() if kept is signal.SIG_DFL}
    for one in before:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one, kept in before.items():
            signal.signal(one, kept)
