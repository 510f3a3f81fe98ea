"""The commands that look after a round: ``laocai returns verify|repair|backup|restore|prune``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from laocai_analysis.cli.faults import say_fault
from laocai_analysis.cli.options import Address, Year
from laocai_analysis.language import Message

if TYPE_CHECKING:
    from laocai_analysis.returns.store.keeping import State


def verify(year: Year, store: Address = "") -> None:
    """Kiểm tra các bước, bảng và tệp gốc của đợt; kết thúc với 1 khi có hỏng / check steps, table
    and originals of a round; the exit status is 1 where one is damaged.
    """
    from laocai_analysis.returns.store import keeping, open_store

    state = keeping.verify(open_store(store), year=year)
    if not state.locks:
        say_fault(str(Message("command-no-lock")))
    _print(state)
    for name in state.unused:
        print("   ", Message("command-unused", file=name))


def repair(year: Year, store: Address = "") -> None:
    """Lập lại bảng từ các bước; bảng cũ được giữ riêng / make the table again from the steps; the
    one that is there is moved aside.
    """
    from laocai_analysis.returns.store import keeping, open_store

    _print(keeping.repair(open_store(store), year=year))


def backup(
    year: Year,
    file: Annotated[
        Path | None, typer.Argument(help="Tệp .zip mới / a new zip file; blank: here, dated")
    ] = None,
    store: Address = "",
) -> None:
    """Sao lưu cả đợt: các bước và tệp gốc / back up a round: its steps and originals."""
    from laocai_analysis.returns.store import keeping, open_store

    now = dt.datetime.now().strftime("%Y-%m-%d-%H%M%S")
    path = file or Path(f"laocai-{year}-{now}.zip")
    _print(keeping.backup(open_store(store), path, year=year))
    print(path)


def restore(
    file: Annotated[Path, typer.Argument(help="Tệp sao lưu / a file that backup wrote")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Thay đợt đang có / move the round aside")
    ] = False,
    store: Address = "",
) -> None:
    """Khôi phục đợt từ bản sao lưu / put a round back as a backup has it."""
    from laocai_analysis.returns.store import keeping, open_store

    _print(keeping.restore(open_store(store), file, replace=replace))


def prune(year: Year, store: Address = "") -> None:
    """Chuyển riêng các tệp gốc không bước nào dùng / move originals aside that no step names."""
    from laocai_analysis.returns.store import keeping, open_store

    for name in keeping.prune(open_store(store), year=year).unused:
        print(Message("command-moved-aside", file=name))


def _print(state: State) -> None:
    """Print what was found; end with 1 where something is damaged."""
    counts = {"steps": state.steps, "files": state.originals, "faults": len(state.faults)}
    print(Message("command-round", year=str(state.year), **counts))
    for fault in state.faults:
        say_fault(str(fault))
    if state.faults:
        raise typer.Exit(1)
