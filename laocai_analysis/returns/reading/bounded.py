"""A file read in its own process, within limits of time and memory.

The readers know bounds themselves; this one holds where none of them was thought of. The process
is a fork: it has everything imported, and hands back what it has read.
"""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message

#: How much longer and how much more than now the process may run and hold: seconds of the
#: processor, and bytes. A return of a province takes less than a second and 100 MB.
MAX_SECONDS, MAX_MEMORY = 60, 1_500_000_000
_Read = TypeVar("_Read")


def read_bounded(
    read: Callable[[], _Read], *, file: str, seconds: int = MAX_SECONDS, memory: int = MAX_MEMORY
) -> _Read:
    """Call a function in a process of its own.

    Parameters
    ----------
    read : callable
        What reads the file; its result, or its `InputError`, comes back.
    file : str
        The name of the file, for the fault.
    seconds, memory : int
        The limits.

    Raises
    ------
    InputError
        If a limit is passed, or as `read` raises it.
    """
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        _answer(read, send, seconds=seconds, memory=memory)
    with open(send, "wb"):
        pass  # the child alone can write
    try:
        with open(receive, "rb") as stream:
            content = _content(stream, until=time.monotonic() + 3 * seconds)
        good, found = pickle.loads(content)
    except Exception:  # nothing, a part, or what cannot be read
        expected = Message("expected-bounds", seconds=seconds, megabytes=memory // 1_000_000)
        raise InputError([Fault(file, None, None, expected, Message("found-more"))]) from None
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    if not good:
        raise found
    result: _Read = found
    return result


def _content(stream: Any, *, until: float) -> bytes:
    """Read to the end, or to the moment `until`."""
    parts = []
    while select.select([stream], [], [], max(0, until - time.monotonic()))[0]:
        part = stream.read1(1 << 20)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


def _answer(read: Callable[[], Any], send: int, *, seconds: int, memory: int) -> None:
    """Read in the child, write what was read, and end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        with open("/proc/self/statm", encoding="ascii") as held:
            pages = int(held.read().split()[0])
        _limit(resource.RLIMIT_CPU, int(used) + seconds)
        _limit(resource.RLIMIT_AS, pages * resource.getpagesize() + memory)
        try:
            answer = True, read()
        except MemoryError:
            return
        except Exception as error:
            answer = False, _portable(error)
        with open(send, "wb") as stream:
            pickle.dump(answer, stream)
    finally:
        os._exit(0)


def _portable(error: Exception) -> Exception:
    """Return an exception that the other process can read."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _limit(what: int, amount: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _, hard = resource.getrlimit(what)
    amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
    resource.setrlimit(what, (amount, amount))
