"""The same jobs on a cluster of dask: workers need the package and its data, and no disk that is
shared.
"""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

from laocai_analysis.errors import Fault, InputError
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
            address, timeout="20s", set_as_default=False, security=security
        )
    except (OSError, ValueError) as error:
        reason = str(error).split("\n")[0]
        raise InputError(
            [Fault("--scheduler", None, None, Message("expected-scheduler"), reason)]
        ) from None
    executor: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]
    return executor
