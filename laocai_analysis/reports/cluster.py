"""The same jobs on a cluster of dask: workers need the package and its data, and no disk that is
shared.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any

from laocai_analysis.errors import Fault, InputError, ProcessDiedError, ReportError
from laocai_analysis.language import Message


def cluster_executor(address: str) -> Executor:
    """Return an executor that makes reports on the workers of a scheduler of ``dask.distributed``.

    Parameters
    ----------
    address : str
        ``tls://host:port`` of the scheduler, or ``tcp://host:port`` where only trusted machines
        reach it.

    Raises
    ------
    InputError
        If `distributed` is not installed, the scheduler does not answer, or ``tls://`` has no
        certificates: they are those of dask's own settings.

    Notes
    -----
    A worker makes a report of its own data. Their hashes come back in the manifest of the report:
    where they are not those of this machine, the next batch makes the report anew and says which
    file differs. A job whose worker dies is given to another one.
    """
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError:
        expected = Message(
            "expected-installed", libraries="distributed", package="'laocai-analysis[cluster]'"
        )
        raise InputError(
            [Fault("--scheduler", None, None, expected, Message("found-not-installed"))]
        ) from None
    secure = address.startswith("tls:")
    security: Any = Security(require_encryption=secure or None)  # type: ignore[no-untyped-call]
    if secure and not (security.tls_ca_file and security.tls_client_cert):
        expected = Message("expected-certificates")
        raise InputError(
            [Fault("--scheduler", None, None, expected, Message("found-not-complete"))]
        )
    try:
        client = Client(  # type: ignore[no-untyped-call]
            address,
            timeout="20s",
            set_as_default=False,
            security=security,
            # what comes back is text and bytes, so no worker is asked for objects
            serializers=["dask", "pickle"],
            deserializers=["dask", "msgpack"],
        )
    except (OSError, ValueError) as error:
        reason = str(error).split("\n")[0]
        raise InputError(
            [Fault("--scheduler", None, None, Message("expected-scheduler"), reason)]
        ) from None
    # a result that cannot be read is told once, as the fault of its report
    logging.getLogger("distributed.protocol").setLevel(logging.CRITICAL + 1)
    return _ClusterExecutor(client)


class _ClusterExecutor(Executor):
    """Hands over what each job gave, or why it cannot be read: that of dask leaves the batch
    waiting for ever in the second case.
    """

    def __init__(self, client: Any) -> None:
        self._client, self._sent = client, set[Any]()

    def submit(self, call: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """Call a function on a worker; see `concurrent.futures.Executor.submit`."""
        answer = Future[Any]()
        answer.set_running_or_notify_cancel()
        sent = self._client.submit(call, *args, pure=False, **named)
        self._sent.add(sent)
        sent.add_done_callback(partial(self._hand_over, answer))
        return answer

    def _hand_over(self, answer: Future[Any], sent: Any) -> None:
        """Fetch a result. Dask calls this for one job after the other, so that a result that cannot
        be read is fetched with no other.
        """
        try:  # what a job raised is not raised here: dask would wait for ever after some exceptions
            results = self._client.gather([sent], errors="skip")
            if results:
                answer.set_result(results[0])
            else:
                lost = ProcessDiedError(Message("process-no-status"))
                answer.set_exception(sent.exception() or lost)
        except Exception as error:
            odd = ReportError(Message("report-odd-result", found=Message("found-no-plain-data")))
            answer.set_exception(odd if isinstance(error, TypeError) else error)
        self._sent.discard(sent)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel what has not been handed over."""
        self._client.cancel(list(self._sent))
