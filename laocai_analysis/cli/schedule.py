"""The ``laocai schedule`` command: units of systemd, or a line for cron."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from laocai_analysis import paths
from laocai_analysis.errors import Fault, InputError


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
    hooks: Annotated[
        Path | None, typer.Option(help="Tệp báo tin (.yml) / who is told of success and failure")
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
    from laocai_analysis.reports.batch import jobs_of
    from laocai_analysis.reports.hooks import load_hooks
    from laocai_analysis.reports.schedule import Schedule, unit_name

    jobs_of(sites or [])  # now, and not at six in the morning, is the time to learn of a slip
    if hooks:
        load_hooks(hooks)
    data = Path(os.environ["LAOCAI_DATA"]) if "LAOCAI_DATA" in os.environ else None
    folder = output or paths.reports()
    plan = Schedule(
        name or unit_name(sites or []),
        tuple(sites or ()),
        on_calendar,
        folder,
        hooks=hooks,
        data=data,
        credentials=_credentials(credential or []),
    )
    if cron:
        print(plan.cron_line, end="")
        return
    if not install:
        print(
            f"# laocai-{plan.name}.service\n{plan.service}\n# laocai-{plan.name}.timer\n{plan.timer}",
            end="",
        )
        return
    folder.mkdir(parents=True, exist_ok=True)
    for path in plan.install():
        print(path)
    user = "" if os.geteuid() == 0 else "--user "
    print(f"systemctl {user}daemon-reload && systemctl {user}enable --now laocai-{plan.name}.timer")


def _credentials(given: list[str]) -> dict[str, Path]:
    pairs = {}
    for text in given:
        name, equals, path = text.partition("=")
        if not equals or name in pairs:
            raise InputError(
                [Fault("--credential", None, None, "NAME=PATH, once for each name", repr(text))]
            )
        pairs[name] = Path(path)
    return pairs
