"""Many reports side by side: each is made in a thread, and its cells run in a kernel."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class ReportExecutor(ThreadPoolExecutor):
    """A `concurrent.futures.Executor` that can stop the kernels of what it runs.

    Parameters
    ----------
    max_workers : int, optional
        How many reports are made at once; where not given, one more than there are processors:
        while a kernel starts or ends, and while a page is written, another one computes.

    Notes
    -----
    Leaving the ``with`` statement by an exception, Ctrl-C for example, stops what runs.

    Examples
    --------
    >>> import math
    >>> with ReportExecutor(2) as executor:
    ...     list(executor.map(math.sqrt, [1, 4, 9]))
    [1.0, 2.0, 3.0]
    """

    def __init__(self, max_workers: int | None = None) -> None:
        workers = max_workers or len(os.sched_getaffinity(0)) + 1
        super().__init__(workers, thread_name_prefix="report")
        self._submitted: list[Future[Any]] = []

    def submit(self, call: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Call a function in a thread; see `concurrent.futures.Executor.submit`."""
        self._submitted.append(super().submit(call, *args, **named))
        return self._submitted[-1]

    def stop(self) -> None:
        """Stop every notebook that runs and begin no other; each fails with `ProcessDiedError`."""
        from laocai_analysis.reports.notebook import stop_all

        self.shutdown(wait=False, cancel_futures=True)
        while not all(future.done() for future in self._submitted):
            stop_all()  # again and again: a thread may be about to begin its notebook
            time.sleep(0.01)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.stop()
        self.shutdown(wait=True)
