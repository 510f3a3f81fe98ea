"""The ``laocai schedule`` command: units of systemd, or a line for cron."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from laocai_analysis import paths
from laocai_analysis.cli.faults import say_fault
from laocai_analysis.cli.options import (
    HooksFile,
    MoreFormats,
    Output,
    Texts,
    named_values,
    split_formats,
)
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from laocai_analysis.reports.schedule import Schedule
    from laocai_analysis.reports.sites import Job


def schedule(
    on_calendar: Annotated[
        str, Option(help="Khi nào / when: 'Mon *-*-* 06:00'; --cron: '0 6 * * 1'")
    ],
    sites: Annotated[Texts, Argument(help="Nhóm báo cáo; trống: tất cả / blank for all")] = None,
    name: Annotated[str, Option(help="Tên / name of the units")] = "",
    output: Output = None,
    to: MoreFormats = "",
    hooks: HooksFile = None,
    credential: Annotated[Texts, Option(help="NAME=PATH: bí mật / a secret")] = None,
    cron: Annotated[bool, Option("--cron", help="In dòng cron / print a cron line")] = False,
    user: Annotated[str, Option(help="Người dùng của dịch vụ / user of the service")] = "",
    install: Annotated[bool, Option("--install", help="Cài vào systemd / into systemd")] = False,
) -> None:
    """Chạy theo lịch: in hoặc cài systemd timer, hoặc dòng cron / print or install a systemd timer,
    or a cron line.
    """
    from laocai_analysis.reports.formats import check_formats
    from laocai_analysis.reports.hooks import load_hooks
    from laocai_analysis.reports.schedule import Schedule, unit_name
    from laocai_analysis.reports.sites import jobs_of

    jobs = jobs_of(sites or [])  # a wrong name or format is refused now, not when the batch runs
    check_formats(formats := split_formats(to))
    if hooks:
        load_hooks(hooks)
    secrets = named_values(credential or [], option="--credential", form="NAME=PATH")
    plan = Schedule(
        name or unit_name(sites or []),
        tuple(sites or ()),
        on_calendar,
        output or paths.reports(),
        formats=formats,
        hooks=hooks,
        variables=_variables(),
        credentials={key: Path(path) for key, path in secrets.items()},
        user=user,
    )
    _make_key(jobs)
    if cron:
        print(plan.cron_line, end="")
    elif install:
        _install(plan)
    else:
        print("\n".join(f"# {unit}\n{text}" for unit, text in plan.units.items()), end="")


def _make_key(jobs: Iterable[Job]) -> None:
    """Make the key of public pages where a job makes one: a unit could not write it."""
    from laocai_analysis.reports.manifest import key

    if any(("audience", "public") in job.given for job in jobs):
        key()


def _variables() -> dict[str, str]:
    """Return what a batch takes of the environment of this command, with absolute paths; a batch
    that is run by the clock has neither this environment nor this working folder.

    Raises
    ------
    InputError
        If the address of the database is wrong, or holds a password.
    """
    names = ("LAOCAI_DATA", "LAOCAI_NOTEBOOKS", "LAOCAI_CACHE")
    found = {name: str(Path(given).resolve()) for name in names if (given := os.environ.get(name))}
    if paths.project() != paths.home():
        found["LAOCAI_PROJECT"] = str(paths.project().resolve())
    if address := os.environ.get("LAOCAI_STORE"):
        from laocai_analysis.returns.store import open_store

        open_store(address)
        found["LAOCAI_STORE"] = address
    return found


def _install(plan: Schedule) -> None:
    """Install the units, and print what starts them.

    Raises
    ------
    InputError
        If root installs a service that would run as root, or as a user who cannot run it.
    """
    from laocai_analysis.reports.schedule import check_user

    if os.geteuid() == 0 and plan.user in ("", "root"):
        expected, found = Message("expected-user"), repr(plan.user or "root")
        raise InputError([Fault("--user", None, None, expected, found)])
    if plan.user:
        check_user(plan)
    for folder in plan.written:
        if not folder.exists():
            folder.mkdir(parents=True)
            if plan.user:
                shutil.chown(folder, plan.user)
    for path in plan.install():
        print(path)
    user = "" if os.geteuid() == 0 else "--user "
    print(f"systemctl {user}daemon-reload && systemctl {user}enable --now laocai-{plan.name}.timer")


def notify(
    name: Annotated[str, typer.Argument(help="Tên / name of the units")],
    hooks: Annotated[Path, typer.Option(help="Tệp báo tin (.yml) / hooks of success and failure")],
) -> None:
    """Báo rằng lượt chạy theo lịch bị dừng giữa chừng / run the hooks of failure for a scheduled
    batch that was killed.

    systemd gọi lệnh này khi không có báo tin nào từ chính lượt chạy. · systemd calls this, by the
    unit that `laocai schedule` writes, since a batch that was killed cannot.
    """
    from laocai_analysis.reports.hooks import Outcome, load_hooks, tell
    from laocai_analysis.reports.schedule import how_killed

    reason = how_killed(os.environ)
    if not reason:
        return
    troubles = tell(load_hooks(hooks), [Outcome(f"laocai-{name}", "failed", reason)])
    for trouble in troubles:
        say_fault(str(Message("hook-not-sent", trouble=trouble)))
    if troubles:
        raise typer.Exit(1)
