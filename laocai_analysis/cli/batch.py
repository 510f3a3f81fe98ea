"""The ``laocai batch`` command: many reports in one run."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from laocai_analysis import paths

if TYPE_CHECKING:
    from laocai_analysis.reports.hooks import Ended


def batch(
    site: Annotated[
        list[str] | None, typer.Argument(help="Nhóm báo cáo; trống: tất cả / blank for all sites")
    ] = None,
    sites: Annotated[
        Path | None, typer.Option(help="Tệp nhóm / file of sites; notebooks/sites.yml")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE: chỉ báo cáo này / only these")
    ] = None,
    jobs: Annotated[
        int, typer.Option("--jobs", help="Số việc song song; 0: số lõi / 0 for the processors")
    ] = 0,
    force: Annotated[
        bool, typer.Option("--force", help="Làm lại cả khi không đổi / also what has not changed")
    ] = False,
    fail_fast: Annotated[
        bool,
        typer.Option(
            "--fail-fast/--continue-on-error", help="Dừng ở lỗi đầu / end at the first failure"
        ),
    ] = False,
    retries: Annotated[int, typer.Option(help="Số lần thử lại / how often to try again")] = 0,
    time_limit: Annotated[
        float, typer.Option(help="Giây cho một báo cáo / seconds for a report")
    ] = 1800,
    cell_limit: Annotated[float, typer.Option(help="Giây cho một ô / seconds for a cell")] = 900,
    memory_limit: Annotated[
        float, typer.Option(help="Bộ nhớ, GiB / memory of a report in GiB")
    ] = 4,
    scheduler: Annotated[
        str, typer.Option(help="tcp://host:port của dask / of dask.distributed")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Thư mục báo cáo / folder of reports")
    ] = None,
    hooks: Annotated[
        Path | None, typer.Option(help="Tệp báo tin (.yml) / who is told of success and failure")
    ] = None,
) -> None:
    """Làm mọi báo cáo có thay đổi / make every report whose inputs have changed.

    Mã trả về: 0 tốt; 1 có báo cáo hỏng, hoặc không báo tin được; 130 bị ngắt. · Exit status: 0 all
    good; 1 a report failed, or nobody could be told; 130 interrupted.
    """
    from laocai_analysis.reports.batch import Settings, jobs_of, run_batch, select
    from laocai_analysis.reports.hooks import load_hooks, tell
    from laocai_analysis.reports.index import write_index

    told = load_hooks(hooks) if hooks else None
    chosen = select(jobs_of(site or [], sites), only or [])
    settings = Settings(
        output or paths.reports(),
        force,
        fail_fast,
        retries,
        time_limit,
        cell_limit,
        int(memory_limit * 2**30),
    )
    began, progress = time.monotonic(), Progress(len(chosen))
    with progress.bar, Lazy(jobs or None, scheduler) as executor:
        ended = run_batch(chosen, settings, executor=executor, tell=progress.tell)
    if (
        any(one.state != "unchanged" for one in ended)
        or not (settings.folder / "index.html").exists()
    ):
        write_index(settings.folder)
    print(f"{_counted(ended, of=len(chosen))}; {time.monotonic() - began:.1f} s")
    troubles = tell(told, ended) if told else []
    for trouble in troubles:
        print(f"laocai: không báo tin được / could not tell: {trouble}", file=sys.stderr)
    if troubles or any(one.state == "failed" for one in ended):
        raise typer.Exit(1)


def _counted(ended: Sequence[Ended], *, of: int) -> str:
    """Say how many of so many reports ended in which way."""
    words = {"good": "mới / made", "unchanged": "không đổi / unchanged", "failed": "hỏng / failed"}
    parts = [f"{sum(one.state == state for one in ended)} {word}" for state, word in words.items()]
    return ", ".join(
        [*parts, f"{of - len(ended)} chưa làm / not made"] if len(ended) < of else parts
    )


class Lazy(Executor):
    """Threads with kernels of the server, or workers of dask, started when there is first
    something to do.
    """

    def __init__(self, workers: int | None, scheduler: str) -> None:
        self._workers, self._scheduler = workers, scheduler
        self._inner: Executor | None = None

    def submit(self, *call, **named):  # type: ignore[no-untyped-def]
        """Call a function there; see `concurrent.futures.Executor.submit`."""
        if self._inner is None:
            self._inner = self._start()
        return self._inner.submit(*call, **named)

    def _start(self) -> Executor:
        if self._scheduler:
            from laocai_analysis.reports.cluster import cluster_executor

            return cluster_executor(self._scheduler)
        from laocai_analysis.reports.executor import ReportExecutor

        return ReportExecutor(self._workers)

    def stop(self) -> None:
        """Stop what runs, where that can be done."""
        if self._inner is not None and hasattr(self._inner, "stop"):
            self._inner.stop()

    def __exit__(self, kind, *rest):  # type: ignore[no-untyped-def]
        if self._inner is not None:
            self._inner.__exit__(kind, *rest)


class Progress:
    """One bar for the batch, one line for each failure."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        console = Console(stderr=True)
        self.bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self.bar.add_task("laocai batch", total=total)

    def tell(self, event: str, job: object, words: str) -> None:
        """Show what became of a job."""
        if event in ("made", "unchanged", "failed"):
            self.bar.advance(self._task)
        if event == "begun":
            print(f"{job}: {words}")
        if event in ("failed", "retried"):
            again = " (thử lại / again)" if event == "retried" else ""
            print(f"laocai: {job}: {words}{again}", file=sys.stderr)
