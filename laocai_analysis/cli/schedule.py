"""The ``laocai schedule`` command: units of systemd, or a line for cron."""

from __future__ import annotations

import os
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
    from laocai_analysis.reports.schedule import Schedule


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

    jobs_of(sites or [])  # a wrong name or format is refused now, not when the batch runs
    check_formats(formats := split_formats(to))
    if hooks:
        load_hooks(hooks)
    secrets = named_values(credential or [], option="--credential", form="NAME=PATH")
    data = Path(os.environ["LAOCAI_DATA"]) if "LAOCAI_DATA" in os.environ else None
    folder = output or paths.reports()
    plan = Schedule(
        name or unit_name(sites or []),
        tuple(sites or ()),
        on_calendar,
        folder,
        formats=formats,
        hooks=hooks,
        data=data,
        credentials={key: Path(path) for key, path in secrets.items()},
        user=user,
    )
    if cron:
        print(plan.cron_line, end="")
        return
    if not install:
        print("\n".join(f"# {unit}\n{text}" for unit, text in plan.units.items()), end="")
        return
    _install(plan)


def _install(plan: Schedule) -> None:
    """Install the units, and print what starts them.

    Raises
    ------
    InputError
        If root installs a service that would run as root.
    """
    if os.geteuid() == 0 and plan.user in ("", "root"):
        expected, found = Message("expected-user"), repr(plan.user or "root")
        raise InputError([Fault("--user", None, None, expected, found)])
    paths.built_geo().mkdir(parents=True, exist_ok=True)
    plan.folder.mkdir(parents=True, exist_ok=True)
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
