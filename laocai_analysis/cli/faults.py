"""How a command ends that was refused or interrupted: one line for each fault, no traceback, exit
status 1 or 130.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from laocai_analysis.errors import LaocaiError


@contextmanager
def one_line_for_faults() -> Iterator[None]:
    """Print what the package raises on purpose, or the system refuses, without a traceback, and
    exit with 1.

    An interrupt is one line too; its exit status is 130, as shells have it.
    """
    try:
        yield
    except BrokenPipeError:  # whoever reads the lines has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        print("laocai: bị ngắt / interrupted", file=sys.stderr)
        raise typer.Exit(130) from None
    except (LaocaiError, OSError) as error:
        print(f"laocai: {error}", file=sys.stderr)
        raise typer.Exit(1) from None
