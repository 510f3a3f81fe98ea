"""Jupyter's way to start a kernel otherwise: a fork of a server that has the imports.

It is registered under the name ``laocai`` in the entry point group
``jupyter_client.kernel_provisioners``: a kernelspec names it, or the variable
``JUPYTER_DEFAULT_PROVISIONER_NAME`` does for every kernel. nbclient, papermill and JupyterLab need
nothing else.

A server is worth its start where a second kernel follows. So the first kernel of a process is
forked only if the server has been started for it, or if the process manages many kernels, as
JupyterLab does.
"""

from __future__ import annotations

import asyncio
import os
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Integer

from laocai_analysis.reports.server import WarmKernel, can_fork, has_started

#: How often the server is asked: it may have been killed, and another one then starts.
TRIES = 2


class WarmProvisioner(LocalProvisioner):
    """Forks ipykernel from the server; starts any other kernel as Jupyter does.

    Parameters
    ----------
    memory : int
        The most memory in bytes that a forked kernel may take; 0 for no limit.
    """

    process: Any = None
    _launched = 0

    memory = Integer(0, help="the most memory of a kernel in bytes; 0 for no limit").tag(
        config=True
    )

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; see `jupyter_client.provisioning.LocalProvisioner`."""
        environment, folder = kwargs["env"], str(kwargs.get("cwd") or os.getcwd())
        manages_many = getattr(self.parent, "parent", None) is not None
        wanted = has_started() or manages_many or WarmProvisioner._launched > 0
        WarmProvisioner._launched += 1
        for _ in range(TRIES if wanted and can_fork(cmd, environment) else 0):
            try:
                self.process = await asyncio.to_thread(
                    WarmKernel, cmd, environment, folder, memory=self.memory
                )
            except (OSError, EOFError):
                continue
            self.pid = self.pgid = self.process.pid
            self.cwd = folder
            return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and return when it has ended."""
        await super().kill(restart)
        if isinstance(self.process, WarmKernel):
            await asyncio.to_thread(self.process.wait, 5.0)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Return when the kernel has ended, or after a moment."""
        if isinstance(self.process, WarmKernel):
            await asyncio.to_thread(self.process.wait, 0.5)
