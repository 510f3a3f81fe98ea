"""How a command ends: one line for each fault, no traceback, an exit status that tells what
happened.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import typer
from typer.core import TyperGroup

from laocai_analysis.cli.terminal import (
    SignalInterrupt,
    drop,
    ending_signals,
    open_streams,
    use_utf8,
)
from laocai_analysis.errors import LaocaiError

#: The exit statuses of all commands, as ``laocai --help`` ends.
EXIT_STATUS = (
    "Mã trả về / exit status: 0 xong / done; 1 có lỗi / a fault; 2 gõ sai lệnh / wrong usage; "
    "130 Ctrl-C; 128 + n tín hiệu / signal n (143 SIGTERM)"
)


class Command(typer.Typer):
    """The whole command as a process runs it; tests invoke it without the streams of a process."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command on the arguments of the process."""
        use_utf8()
        open_streams()
        try:
            return super().__call__(*args, **kwargs)
        finally:
            _flush()


class OneLineGroup(TyperGroup):
    """Runs every command under `one_line_for_faults`."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        with one_line_for_faults():
            return super().invoke(ctx)


@contextmanager
def one_line_for_faults() -> Iterator[None]:
    """Print what the package raises on purpose, or the system refuses, without a traceback.

    The exit status is 1 after a fault, 130 after Ctrl-C, and 128 + n after signal n.
    """
    try:
        with ending_signals():
            yield
            sys.stdout.flush()
    except BrokenPipeError:  # the reader has closed the pipe: `laocai list | head`
        drop(sys.stdout)
        raise typer.Exit(1) from None
    except SignalInterrupt as interrupt:
        say_fault(f"bị dừng / stopped by {interrupt}")
        raise typer.Exit(128 + interrupt.number) from None
    except KeyboardInterrupt:
        say_fault("bị ngắt / interrupted")
        raise typer.Exit(130) from None
    except (LaocaiError, OSError) as error:
        say_fault(str(error))
        raise typer.Exit(1) from None


def say_fault(text: str) -> None:
    """Print a fault on standard error, which may be closed or full."""
    with suppress(OSError):
        print(f"laocai: {text}", file=sys.stderr, flush=True)


def _flush() -> None:
    """Write what is left; what cannot be written is dropped, since its fault has been printed."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            drop(stream)
