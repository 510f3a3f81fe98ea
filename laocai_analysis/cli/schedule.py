"""The ``laocai schedule`` command: units of systemd, or a line for cron."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from laocai_analysis import paths
from laocai_analysis.cli.batch import split_formats
from laocai_analysis.cli.faults import say_fault
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message


def schedule(
    on_calendar: Annotated[
        str, typer.Option(help="Khi nào / when: 'Mon *-*-* 06:00'; --cron: '0 6 * * 1'")
    ],
    sites: Annotated[
        list[str] | None,
        typer.Argument(help="Nhóm báo cáo; trống là tất cả / sites; blank for all"),
    ] = None,
    name: Annotated[str, typer.Option(help="Tên / name of the units")] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Thư mục báo cáo / folder of reports")
    ] = None,
    to: Annotated[
        str,
        typer.Option(help="Định dạng thêm / formats beside the page: pdf,docx,xlsx"),
    ] = "",
    hooks: Annotated[
        Path | None, typer.Option(help="Tệp báo tin (.yml) / hooks of success and failure")
    ] = None,
    credential: Annotated[
        list[str] | None, typer.Option(help="NAME=PATH: bí mật / a secret, by LoadCredential")
    ] = None,
    cron: Annotated[
        bool, typer.Option("--cron", help="In một dòng cron / print a line for cron")
    ] = False,
    install: Annotated[
        bool, typer.Option("--install", help="Cài vào systemd / install and check the units")
    ] = False,
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
        credentials=_credentials(credential or []),
    )
    if cron:
        print(plan.cron_line, end="")
        return
    if not install:
        print("\n".join(f"# {unit}\n{text}" for unit, text in plan.units.items()), end="")
        return
    folder.mkdir(parents=True, exist_ok=True)
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


def _credentials(given: list[str]) -> dict[str, Path]:
    pairs = {}
    for text in given:
        name, equals, path = text.partition("=")
        if not equals or name in pairs:
            expected = Message("expected-once-each", form="NAME=PATH")
            raise InputError([Fault("--credential", None, None, expected, repr(text))])
        pairs[name] = Path(path)
    return pairs
