"""Many reports in one run: those whose inputs have changed, side by side, each in a process of its
own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from laocai_analysis import paths
from laocai_analysis.errors import InputError, LaocaiError, ParameterError
from laocai_analysis.reports.hooks import Ended
from laocai_analysis.reports.manifest import changed
from laocai_analysis.reports.publish import clear_failed, keep_failed, publish


@dataclass(frozen=True, slots=True)
class Job:
    """One report to make.

    Parameters
    ----------
    report : str
        A report of ``reports.yml``.
    given : tuple of (str, str)
        The parameters that the grid gives it, in order.
    """

    report: str
    given: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join([self.report, *(f"{name}={value}" for name, value in self.given)])

    @property
    def key(self) -> str:
        """A name for this job that is the same in every run."""
        return hashlib.sha256(json.dumps([self.report, self.given]).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch runs.

    Parameters
    ----------
    folder : Path
        Where the reports are published.
    force : bool
        Whether reports are made anew that have not changed.
    fail_fast : bool
        Whether the first failure ends the batch; what runs then is stopped.
    retries : int
        How often a report that failed is tried again.
    seconds, cell_seconds, memory : float, float, int
        The limits of a report; see `limits.Limits`.
    """

    folder: Path
    force: bool = False
    fail_fast: bool = False
    retries: int = 0
    seconds: float = 1800
    cell_seconds: float = 900
    memory: int = 4 * 2**30


def load_sites(path: Path | None = None) -> dict[str, list[Job]]:
    """Read the sites: for each the jobs of its grids, in order.

    Parameters
    ----------
    path : Path, optional
        A YAML file; ``notebooks/sites.yml`` where not given.

    Raises
    ------
    ParameterError
        If the file is not of that form.
    """
    file = path or paths.notebooks() / "sites.yml"
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        return {
            str(site): [
                Job(str(entry["report"]), combination)
                for entry in entries["reports"]
                for combination in _grid(entry.get("grid", {}))
            ]
            for site, entries in content.items()
        }
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise ParameterError(
            f"{file.name}: cần / expected site: {{reports: [{{report, grid}}]}}: {error!r}"
        ) from None


def jobs_of(names: Sequence[str], path: Path | None = None) -> list[Job]:
    """Return the jobs of some sites, or of all where none is named; `path` is that of `load_sites`.

    Raises
    ------
    ParameterError
        If there is no such site, with those that there are.
    """
    known = load_sites(path)
    if unknown := [name for name in names if name not in known]:
        raise ParameterError(
            f"{', '.join(unknown)}: không có nhóm này / no such site; {', '.join(known)}"
        )
    return [job for name in names or known for job in known[name]]


def _grid(grid: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], ...]]:
    values = [
        [str(value) for value in (held if isinstance(held, list) else [held])]
        for held in grid.values()
    ]
    for combination in itertools.product(*values):
        yield tuple(zip(map(str, grid), combination, strict=True))


def select(jobs: Iterable[Job], only: Sequence[str]) -> list[Job]:
    """Return the jobs that have each of some parameters: ``language=vi``; several values of one
    name are alternatives.

    Raises
    ------
    ParameterError
        If a choice is not ``NAME=VALUE``, or no job is left.
    """
    wanted: dict[str, set[str]] = {}
    for text in only:
        name, equals, value = text.partition("=")
        if not equals:
            raise ParameterError(f"--only {text}: cần / expected NAME=VALUE")
        wanted.setdefault(name, set()).add(value)
    chosen = [
        job
        for job in jobs
        if all(
            dict([("report", job.report), *job.given]).get(name) in values
            for name, values in wanted.items()
        )
    ]
    if not chosen:
        raise ParameterError(
            f"--only {' '.join(only)}: không có báo cáo nào / no report of the site has these"
        )
    return list(dict.fromkeys(chosen))


def reasons(job: Job, folder: Path) -> list[str]:
    """Say why a report must be made: it is new, failed last time, or was made from something else;
    nothing else.
    """
    place, entry = folder / job.report, _rules().get(job.report, {})
    try:
        stem = json.loads(_state(job, folder).read_text(encoding="utf-8"))["stem"]
        summary = json.loads((place / f"{stem}.json").read_text(encoding="utf-8"))
        manifest = summary["made_from"]
    except (OSError, ValueError, KeyError):
        return ["mới / new"]
    if (place / "failed" / f"{stem}.json").exists():
        return ["lần trước hỏng / failed last time"]
    if any(not (place / f"{stem}{suffix}").exists() for suffix in (".html", ".ipynb")):
        return ["thiếu tệp / a file is missing"]
    given = [
        Path(value).absolute()
        for _, value in job.given
        if value.endswith((".csv", ".geojson", ".json"))
    ]
    return changed(
        manifest, paths.notebooks() / str(entry.get("notebook", "")), rules=entry, given=given
    )


def _rules() -> dict[str, Any]:
    return dict(yaml.safe_load((paths.notebooks() / "reports.yml").read_text(encoding="utf-8")))


def _state(job: Job, folder: Path) -> Path:
    return folder / ".jobs" / f"{job.key}.json"


#: What a batch tells of a job: what happened, the job, and the reasons or the failure in words.
Tell = Callable[[str, Job, str], None]


def run_batch(
    jobs: Sequence[Job], settings: Settings, *, executor: Executor, tell: Tell
) -> list[Ended]:
    """Make the reports that have to be made, and publish each as soon as it is done.

    Parameters
    ----------
    jobs : sequence of Job
        What the batch is about.
    settings : Settings
        How it runs.
    executor : Executor
        Where reports are made; they come back as bytes, so that no disk is shared.
    tell : callable
        Is told ``("unchanged" | "made" | "failed" | "retried" | "begun", job, words)``.

    Returns
    -------
    list of Ended
        One for each job that came to an end, in the order of `jobs`.

    Raises
    ------
    ParameterError, InputError
        With the faults of every job, before anything runs.
    """
    why = {job: ["--force"] if settings.force else reasons(job, settings.folder) for job in jobs}
    ended = {job: _unchanged(job, settings.folder) for job in jobs if not why[job]}
    for job in ended:
        tell("unchanged", job, "")
    planned = _check([job for job in jobs if why[job]])
    waiting: dict[Future[Any], tuple[Job, int]] = {}
    for job, (values, _) in planned.items():
        waiting[_submit(executor, job, values, settings)] = (job, settings.retries)
        tell("begun", job, "; ".join(why[job][:3]))
    while waiting:
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            job, left = waiting.pop(future)
            values, stem = planned[job]
            outcome = _publish(job, values, stem, future, settings.folder)
            if outcome.state == "failed" and left:
                waiting[_submit(executor, job, values, settings)] = (job, left - 1)
                tell("retried", job, outcome.reason)
                continue
            ended[job] = outcome
            tell("made" if outcome.state == "good" else "failed", job, outcome.reason)
            if outcome.state == "failed" and settings.fail_fast:
                for other in waiting:
                    other.cancel()
                if hasattr(executor, "stop"):
                    executor.stop()
                return [ended[job] for job in jobs if job in ended]
    return [ended[job] for job in jobs if job in ended]


def _submit(
    executor: Executor, job: Job, values: Mapping[str, object], settings: Settings
) -> Future[Any]:
    from laocai_analysis.reports.run import make_report

    limits = (settings.seconds, settings.cell_seconds, settings.memory)
    return executor.submit(make_report, job.report, dict(values), limits=limits)


def _check(jobs: Sequence[Job]) -> dict[Job, tuple[dict[str, object], str]]:
    """Check the parameters of every job, and return its values and the stem of its files; name all
    faults at once.
    """
    if not jobs:
        return {}
    from laocai_analysis.reports.catalogue import find_report
    from laocai_analysis.reports.parameters import check_parameters

    checked, faults = {}, []
    for job in jobs:
        try:
            report = find_report(job.report)
            values = check_parameters(
                dict(job.given), defaults=report.parameters(), choices=report.choices
            )
            checked[job] = (values, report.stem(values))
        except (ParameterError, InputError) as error:
            faults.append(f"{job}: {error}")
    if faults:
        raise ParameterError("\n".join(faults))
    return checked


def _publish(
    job: Job, values: Mapping[str, object], stem: str, future: Future[Any], folder: Path
) -> Ended:
    """Put what came of a job in its place: the report, or what is left of one that failed."""
    place, name = folder / job.report, f"{job.report}/{stem}"
    try:
        files, failure = future.result()
    except (LaocaiError, OSError) as error:
        files, failure = {}, str(error)
    except (
        Exception
    ) as error:  # of a worker elsewhere: whatever it is, it is this report that failed
        files, failure = {}, f"{type(error).__name__}: {error}"
    if not failure:
        try:
            publish(files, folder=place, stem=stem)
            clear_failed(folder=place, stem=stem)
            _note(job, stem, folder)
        except OSError as error:  # a full disk: this report failed, and the others may be smaller
            failure = str(error)
    if failure:
        from laocai_analysis.reports.run import failed

        kept = {suffix: content for suffix, content in files.items() if suffix == ".ipynb"}
        with suppress(OSError):
            keep_failed(
                {**kept, ".json": failed(job.report, values, failure)}, folder=place, stem=stem
            )
        return Ended(name, "failed", failure.split("\n")[0], *_last_good(place / f"{stem}.html"))
    return Ended(name, "good", "", *_last_good(place / f"{stem}.html"))


def _note(job: Job, stem: str, folder: Path) -> None:
    """Remember which files a job gave, so that the next batch can ask whether they still hold."""
    state = _state(job, folder)
    state.parent.mkdir(parents=True, exist_ok=True)
    fresh = state.with_name(f".{state.name}.{os.getpid()}")
    fresh.write_text(
        json.dumps({"job": str(job), "stem": stem}, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    os.replace(fresh, state)


def _last_good(page: Path) -> tuple[str, str]:
    """Return the page that readers see, and the date of it; blank where there is none."""
    if not page.exists():
        return "", ""
    return str(page), dt.datetime.fromtimestamp(page.stat().st_mtime, dt.UTC).date().isoformat()


def _unchanged(job: Job, folder: Path) -> Ended:
    stem = json.loads(_state(job, folder).read_text(encoding="utf-8"))["stem"]
    return Ended(
        f"{job.report}/{stem}", "unchanged", "", *_last_good(folder / job.report / f"{stem}.html")
    )
