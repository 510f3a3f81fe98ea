"""The ``laocai batch`` command: many reports in one run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from laocai_analysis import paths
from laocai_analysis.cli.faults import say_fault
from laocai_analysis.cli.options import HooksFile, MoreFormats, Output, Texts, split_formats
from laocai_analysis.cli.terminal import SignalInterrupt
from laocai_analysis.language import Language, Message, process_language
from laocai_analysis.reports.limits import REPORT_LIMITS, Limits

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from laocai_analysis.reports.batch import Settings
    from laocai_analysis.reports.hooks import Hooks, Outcome
    from laocai_analysis.reports.sites import Job

_GIB = 2**30
_SECONDS, _CELL_SECONDS = REPORT_LIMITS.seconds or 0, REPORT_LIMITS.cell_seconds or 0
_MEMORY = (REPORT_LIMITS.memory or 0) / _GIB


def batch(
    site: Annotated[Texts, Argument(help="Nhóm báo cáo; trống: tất cả / blank for all")] = None,
    sites: Annotated[Path | None, Option(help="Tệp nhóm / file; notebooks/sites.yml")] = None,
    only: Annotated[Texts, Option(help="NAME=VALUE: chỉ báo cáo này / only these")] = None,
    to: MoreFormats = "",
    jobs: Annotated[int, Option(help="Số việc song song / how many at once; 0: số lõi + 1")] = 0,
    force: Annotated[bool, Option("--force", help="Cả khi không đổi / unchanged ones too")] = False,
    fail_fast: Annotated[
        bool, Option("--fail-fast/--continue-on-error", help="Dừng ở lỗi đầu / end at the first")
    ] = False,
    retries: Annotated[int, Option(help="Số lần thử lại / how often to try again")] = 0,
    time_limit: Annotated[float, Option(help="Giây cho một báo cáo / for a report")] = _SECONDS,
    cell_limit: Annotated[float, Option(help="Giây cho một ô / for a cell")] = _CELL_SECONDS,
    memory_limit: Annotated[float, Option(help="Bộ nhớ, GiB / memory of a report")] = _MEMORY,
    scheduler: Annotated[str, Option(help="tls://host:port của dask / of dask.distributed")] = "",
    output: Output = None,
    hooks: HooksFile = None,
) -> None:
    """Làm mọi báo cáo có thay đổi / make every report whose inputs have changed.

    Định dạng đã đưa lên vẫn được làm lại cùng trang. · Formats that are published already are kept
    up to date with the page.

    Mã trả về: 0 tốt; 1 có báo cáo hỏng, hoặc không báo tin được; 130 bị ngắt; 143 bị dừng. · Exit
    status: 0 all good; 1 a report or a hook failed; 130 interrupted; 143 stopped by SIGTERM.
    """
    from laocai_analysis.reports.batch import Settings
    from laocai_analysis.reports.hooks import Outcome, load_hooks
    from laocai_analysis.reports.sites import jobs_of, select

    loaded, began = load_hooks(hooks) if hooks else None, time.monotonic()
    outcomes: dict[Job, Outcome] = {}
    chosen: list[Job] = []
    try:
        chosen = select(jobs_of(site or [], sites), only or [])
        settings = Settings(
            output or paths.reports(),
            formats=split_formats(to),
            force=force,
            fail_fast=fail_fast,
            retries=retries,
            limits=Limits(time_limit, cell_limit, int(memory_limit * _GIB)),
        )
        _make(chosen, settings, _executor(jobs or None, scheduler), into=outcomes)
    except (Exception, SignalInterrupt) as error:  # Ctrl-C comes from a person, who knows
        run = Outcome(" ".join(["laocai batch", *(site or [])]), "failed", _reason(error))
        _finish(_in_order(chosen, outcomes), run, hooks=loaded, folder=output)
        raise
    ended = _in_order(chosen, outcomes)
    troubles = _finish(ended, hooks=loaded, folder=output)
    _sum_up(ended, of=len(chosen), seconds=time.monotonic() - began, folder=settings.folder)
    if troubles or any(one.state == "failed" for one in ended):
        raise typer.Exit(1)


def _executor(workers: int | None, scheduler: str) -> Executor:
    """Return where reports are made: on this machine, or on the workers of a scheduler."""
    if scheduler:
        from laocai_analysis.reports.cluster import cluster_executor

        return cluster_executor(scheduler)
    from laocai_analysis.reports.executor import ReportExecutor

    return ReportExecutor(workers)


def _make(
    jobs: Sequence[Job], settings: Settings, executor: Executor, *, into: dict[Job, Outcome]
) -> None:
    """Make reports, each shown as soon as it has ended."""
    from laocai_analysis.reports.batch import run_batch

    print(Message("batch-begins", total=len(jobs), folder=str(settings.folder)))
    progress = Progress(len(jobs))
    with progress.bar, executor:
        for job, outcome in run_batch(jobs, settings, executor=executor, listen=progress.listen):
            into[job] = outcome
            progress.show(job, outcome)


def _in_order(jobs: Sequence[Job], outcomes: dict[Job, Outcome]) -> list[Outcome]:
    return [outcomes[job] for job in jobs if job in outcomes]


def _reason(error: BaseException) -> str:
    if isinstance(error, SignalInterrupt):
        return str(Message("process-stopped", signal=str(error)))
    return str(error) or type(error).__name__


def _finish(
    outcomes: Sequence[Outcome], *run: Outcome, hooks: Hooks | None, folder: Path | None
) -> list[str]:
    """Run the hooks, then write the index of reports; print and return what could not be sent.

    `run` is the batch itself, where it did not come to its end. An index that cannot be written is
    a failure too.
    """
    from laocai_analysis.reports.hooks import Outcome, tell
    from laocai_analysis.reports.index import write_index

    troubles = tell(hooks, [*outcomes, *run]) if hooks else []
    place = folder or paths.reports()
    changed = any(one.state != "unchanged" for one in outcomes)
    try:
        if place.is_dir() and (changed or not (place / "index.html").exists()):
            write_index(place)
    except Exception as error:
        troubles += tell(hooks, [Outcome("index", "failed", _reason(error))]) if hooks else []
        raise
    for trouble in troubles:
        say_fault(str(Message("hook-not-sent", trouble=trouble)))
    return troubles


def _sum_up(outcomes: Sequence[Outcome], *, of: int, seconds: float, folder: Path) -> None:
    """Print how many reports ended in which way, and where their list is."""
    took = Language(process_language()).number(seconds, digits=1)
    print(f"{_counted(outcomes, of=of)}; {took} s")
    print(Message("batch-index", path=str(folder / "index.html")))


def _counted(outcomes: Sequence[Outcome], *, of: int) -> str:
    """Say how many of so many reports ended in which way."""
    states: list[str] = [one.state for one in outcomes]
    tally = {state: states.count(state) for state in ("good", "unchanged", "failed")}
    counts = Message("batch-counts", **tally)
    left = of - len(outcomes)
    return str(Message("batch-left", counts=counts, left=left) if left else counts)


class Progress:
    """One bar for the batch in a terminal, elsewhere one line for each report; a line for each
    failure.
    """

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        console = Console(stderr=True)
        self.bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._task = self.bar.add_task("laocai batch", total=total)
        self._total, self._count, self._made = total, 0, 0
        self._began = 0.0

    def listen(self, event: str, job: Job, words: str) -> None:
        """Print why a report is made, or why it is tried again."""
        if event == "begun":
            self._began = self._began or time.monotonic()
            print(f"{job}: {words}")
        else:
            say_fault(str(Message("batch-again", failure=f"{job}: {words}")))

    def show(self, job: Job, outcome: Outcome) -> None:
        """Show that a report has ended, and how."""
        self._count += 1
        self._made += outcome.state != "unchanged"
        self.bar.advance(self._task)
        if outcome.state == "failed":
            say_fault(f"{job}: {outcome.reason}")
        elif outcome.state == "good" and self.bar.disable:
            left = (time.monotonic() - self._began) / self._made * (self._total - self._count)
            minutes = f"{int(left) // 60}:{int(left) % 60:02}"
            made = Message("batch-made", report=str(job), left=minutes)
            print(f"{self._count}/{self._total} {made}", flush=True)
