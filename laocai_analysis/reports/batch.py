"""Many reports in one run: those whose inputs have changed, side by side, each in its own
process.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from laocai_analysis import paths
from laocai_analysis.errors import InputError, LaocaiError, ParameterError, ReportError
from laocai_analysis.language import Message
from laocai_analysis.reports.catalogue import find_report, load_rules
from laocai_analysis.reports.credentials import redact
from laocai_analysis.reports.executor import ReportExecutor
from laocai_analysis.reports.formats import FORMATS, check_formats
from laocai_analysis.reports.formats.page_policy import printable
from laocai_analysis.reports.hooks import Outcome
from laocai_analysis.reports.limits import REPORT_LIMITS, Limits
from laocai_analysis.reports.manifest import changed
from laocai_analysis.reports.publish import keep_failed, put_in_place, suffixes_in_place
from laocai_analysis.reports.server import start_server
from laocai_analysis.reports.sites import Job
from laocai_analysis.writing import write_whole


@dataclass(frozen=True, slots=True)
class Settings:
    """How a batch runs.

    Parameters
    ----------
    folder : Path
        Where the reports are published.
    formats : tuple of str
        The formats of every report beside its page: see `formats.FORMATS`.
    force : bool
        Whether unchanged reports are made again.
    fail_fast : bool
        Whether the first failure ends the batch; running reports are stopped.
    retries : int
        How often a report that failed is tried again.
    limits : Limits
        What each report may take.
    """

    folder: Path
    formats: tuple[str, ...] = ()
    force: bool = False
    fail_fast: bool = False
    retries: int = 0
    limits: Limits = REPORT_LIMITS


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a job needs: checked parameters, the stem of its files, its formats, and how many
    editions before it are kept.
    """

    values: Mapping[str, object]
    stem: str
    formats: tuple[str, ...]
    editions: int


#: Called with an event ("begun" or "retried"), the job, and the reasons in words.
Listener = Callable[[str, Job, str], None]


def run_batch(
    jobs: Sequence[Job], settings: Settings, *, executor: Executor, listen: Listener
) -> Iterator[tuple[Job, Outcome]]:
    """Make the reports that have to be made, and publish each as soon as it is done.

    Parameters
    ----------
    jobs : sequence of Job
        The reports of the batch.
    settings : Settings
        How it runs.
    executor : Executor
        Where reports are made; they come back as bytes, so that no disk is shared.
    listen : callable
        Hears of each report that begins or is tried again.

    Yields
    ------
    (Job, Outcome)
        Each job as soon as it has come to an end, the unchanged ones first.

    Raises
    ------
    ParameterError, InputError
        With the faults of every job, before anything runs.
    """
    why: dict[Job, Sequence[Message | str]] = {
        job: ["--force"] if settings.force else reasons(job, settings.folder, settings.formats)
        for job in jobs
    }
    to_make = [job for job in jobs if why[job]]
    if to_make and isinstance(executor, ReportExecutor):
        start_server()  # it imports while the jobs are checked
    plans = _plans(to_make, settings)
    for job in jobs:
        if not why[job]:
            yield job, _unchanged(job, settings.folder)
    running: dict[Future[Any], tuple[Job, int]] = {}
    for job, plan in plans.items():
        running[_submit(executor, job, plan, settings)] = (job, settings.retries)
        listen("begun", job, "; ".join(map(str, why[job][:3])))
    while running:
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            job, left = running.pop(future)
            outcome = _publish(job, plans[job], future, settings.folder)
            if outcome.state == "failed" and left:
                again = _submit(executor, job, plans[job], settings)
                running[again] = (job, left - 1)
                listen("retried", job, outcome.reason)
                continue
            yield job, outcome
            if outcome.state == "failed" and settings.fail_fast:
                for other in running:
                    other.cancel()
                if hasattr(executor, "stop"):
                    executor.stop()
                return


def reasons(job: Job, folder: Path, formats: Sequence[str] = ()) -> list[Message]:
    """Say why a report must be made: it is new, failed last time, lacks a file, or was made from
    something else. An empty list where nothing has changed.
    """
    place, entry = folder / job.report, load_rules().get(job.report, {})
    try:
        stem = json.loads(_state(job, folder).read_text(encoding="utf-8"))["stem"]
        summary = json.loads((place / f"{stem}.json").read_text(encoding="utf-8"))
        manifest = summary["made_from"]
    except (OSError, ValueError, KeyError):
        return [Message("batch-new")]
    if (place / "failed" / f"{stem}.json").exists():
        return [Message("batch-failed")]
    wanted = {"html", "ipynb", *formats, *job.formats}
    if any(not (place / f"{stem}.{suffix}").exists() for suffix in wanted):
        return [Message("batch-missing")]
    given = [
        Path(value).absolute()
        for _, value in job.given
        if value.endswith((".csv", ".geojson", ".json"))
    ]
    return changed(
        manifest, paths.notebooks() / str(entry.get("notebook", "")), rules=entry, given=given
    )


def _state(job: Job, folder: Path) -> Path:
    return folder / ".jobs" / f"{job.key}.json"


def _plans(jobs: Sequence[Job], settings: Settings) -> dict[Job, _Plan]:
    """Check the parameters and formats of every job; name all faults at once."""
    if not jobs:
        return {}
    from laocai_analysis.places import province
    from laocai_analysis.reports.parameters import check_parameters

    plans, faults, editions = {}, [], province.settings().editions
    for job in jobs:
        try:
            report = find_report(job.report)
            values = check_parameters(
                dict(job.given), defaults=report.parameters(), choices=report.choices
            )
        except (ParameterError, InputError, OSError) as error:
            faults.append(f"{job}: {error}")
            continue
        stem = report.stem(values)
        kept = suffixes_in_place(folder=settings.folder / job.report, stem=stem)
        wanted = {*settings.formats, *job.formats, *(suffix[1:] for suffix in kept)}
        formats = tuple(name for name in FORMATS if name in wanted)
        plans[job] = _Plan(values, stem, formats, editions)
    try:
        check_formats({*settings.formats, *(name for job in jobs for name in job.formats)})
    except (ParameterError, ReportError) as error:
        faults.append(str(error))
    if faults:
        raise ParameterError("\n".join(faults))
    return plans


def _submit(executor: Executor, job: Job, plan: _Plan, settings: Settings) -> Future[Any]:
    from laocai_analysis.reports.release import edition

    before = edition(settings.folder / job.report / f"{plan.stem}.json")
    return executor.submit(
        attempt,
        job.report,
        dict(plan.values),
        formats=plan.formats,
        limits=settings.limits,
        before=before,
    )


def _publish(job: Job, plan: _Plan, future: Future[Any], folder: Path) -> Outcome:
    """Publish what a job made, or keep what is left of one that failed."""
    place = folder / job.report
    files, failure = _result(job, plan, future)
    if not failure:
        try:
            put_in_place(files, folder=place, stem=plan.stem, editions=plan.editions)
            _note(job, plan.stem, folder)
        except OSError as error:  # a full disk: other reports may be smaller
            files, failure = {".ipynb": files[".ipynb"]}, str(error)
    if failure:
        from laocai_analysis.reports.results import failed

        files[".json"] = failed(job.report, plan.values, failure)
        with suppress(OSError):
            keep_failed(files, folder=place, stem=plan.stem)
    state, reason = ("failed", failure.split("\n")[0]) if failure else ("good", "")
    return _outcome(job, plan.stem, folder, state=state, reason=reason)


def attempt(name: str, values: Mapping[str, object], **how: Any) -> tuple[dict[str, bytes], str]:
    """Make a report as `run.make_report` does; whatever is raised comes back as a reason: an
    exception of a worker that cannot be passed on would leave the batch waiting.
    """
    from laocai_analysis.reports.run import make_report

    try:
        return make_report(name, values, **how)
    except BaseException as error:
        return {}, _reason(error)


def _reason(error: BaseException) -> str:
    plain = isinstance(error, (LaocaiError, OSError)) and str(error)
    return plain or f"{type(error).__name__}: {error}"


def _result(job: Job, plan: _Plan, future: Future[Any]) -> tuple[dict[str, bytes], str]:
    """Return the files of a job and a blank, or what is left of it and the reason: a worker may
    raise anything and answer anything, and only its report has failed.
    """
    from laocai_analysis.reports.results import checked

    try:
        if (error := future.exception()) is None:
            files, failure = checked(
                future.result(), name=job.report, values=plan.values, formats=plan.formats
            )
            return files, redact(printable(failure)).strip()
    except Exception as odd:
        error = odd
    return {}, redact(printable(_reason(error))).strip()


def _note(job: Job, stem: str, folder: Path) -> None:
    """Remember which files a job made: the next batch checks whether they are up to date."""
    content = json.dumps({"job": str(job), "stem": stem}, ensure_ascii=False) + "\n"
    write_whole(_state(job, folder), content.encode())


def _unchanged(job: Job, folder: Path) -> Outcome:
    stem = json.loads(_state(job, folder).read_text(encoding="utf-8"))["stem"]
    return _outcome(job, stem, folder, state="unchanged")


def _outcome(job: Job, stem: str, folder: Path, *, state: Any, reason: str = "") -> Outcome:
    """Describe a job with the page that readers see and its date; blank where there is none."""
    page, published, day = folder / job.report / f"{stem}.html", "", ""
    if page.exists():
        published = str(page)
        day = dt.datetime.fromtimestamp(page.stat().st_mtime, dt.UTC).date().isoformat()
    return Outcome(f"{job.report}/{stem}", state, reason, published, day)
