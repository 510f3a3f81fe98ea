"""The ``laocai`` command."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from laocai_analysis import __version__, paths
from laocai_analysis.cli.batch import batch
from laocai_analysis.cli.boundaries import app as boundaries_app
from laocai_analysis.cli.doctor import doctor
from laocai_analysis.cli.faults import EXIT_STATUS, Command, OneLineGroup
from laocai_analysis.cli.options import Output, named_values, split_formats
from laocai_analysis.cli.project import init
from laocai_analysis.cli.returns import app as returns_app
from laocai_analysis.cli.schedule import notify, schedule
from laocai_analysis.errors import LaocaiError

app = Command(
    cls=OneLineGroup,
    help="Báo cáo cấp xã có dẫn nguồn và bản đồ / cited, mapped reports of commune returns.",
    epilog=EXIT_STATUS,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
data_app = typer.Typer(help="Dữ liệu của kho / the data of the repository.", no_args_is_help=True)
app.add_typer(boundaries_app, name="boundaries")
app.add_typer(data_app, name="data")
app.add_typer(returns_app, name="returns")
app.command()(doctor)
app.command()(init)
app.command()(schedule)
app.command()(batch)
app.command()(notify)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"laocai {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Phiên bản / the version"
        ),
    ] = False,
) -> None:
    """Take what stands before the name of a command."""


def _report_names() -> list[str]:
    """The names that a shell completes."""
    from laocai_analysis.reports.catalogue import load_reports

    with suppress(LaocaiError):  # a shell that completes a word shows no faults
        return list(load_reports())
    return []


@app.command()
def report(
    name: Annotated[
        str,
        typer.Argument(
            help="Tên báo cáo / name of the report; see: laocai list", autocompletion=_report_names
        ),
    ],
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", "--parameter", help="Tham số / parameter, NAME=VALUE; repeatable"),
    ] = None,
    output: Output = None,
    to: Annotated[
        str,
        typer.Option(help="Định dạng / formats: html,pdf,docx,xlsx; html luôn có / is always made"),
    ] = "html",
) -> None:
    """Chạy một báo cáo và đưa lên / run a report and publish it."""
    from laocai_analysis.reports.server import start_server

    start_server()  # it imports beside this process, which imports the runner
    from laocai_analysis.reports.run import run_report

    formats = split_formats(to)
    published = run_report(
        name,
        named_values(parameter or [], option="-p", form="NAME=VALUE"),
        folder=output,
        formats=formats,
        progress=sys.stderr.isatty(),
    )
    for suffix in dict.fromkeys([".html", *(f".{part}" for part in formats)]):
        print(published[suffix])
    gc.freeze()  # else the interpreter searches all that was imported when it ends


@app.command()
def index(
    folder: Annotated[
        Path | None, typer.Argument(help="Thư mục báo cáo / folder of reports")
    ] = None,
) -> None:
    """Lập lại trang đầu của các báo cáo / write index.html and feed.xml of the reports
    again, with their present state.
    """
    from laocai_analysis.language import Message
    from laocai_analysis.reports.index import foreign, write_index

    place = folder or paths.reports()
    print(write_index(place)[0])
    for path in foreign(place):
        print(Message("command-foreign", file=path.relative_to(place).as_posix()))


@app.command(name="list")
def list_() -> None:
    """Liệt kê báo cáo, chỉ tiêu, huyện / list reports, indicators, districts, returns,
    boundaries.
    """
    from laocai_analysis.language import process_language
    from laocai_analysis.reports.catalogue import load_reports
    from laocai_analysis.reports.parameters import valid_values

    for item in load_reports().values():
        print(f"{item.name}: {item.title[process_language()]}")
        for name, default in item.parameters().items():
            print(f"    -p {name}={default}")
    for title, values in valid_values().items():
        print(f"{title}:")
        for value in values:
            print(f"    {value}")


class FormLanguage(StrEnum):
    """The languages of a form."""

    vi = "vi"
    en = "en"


@app.command()
def template(
    year: Annotated[int, typer.Option("--year", help="Năm báo cáo / the year to report on")],
    district: Annotated[
        list[str] | None,
        typer.Option(
            help="Tên hoặc mã huyện; lặp lại được / a district; repeatable; blank for all"
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Tệp .xlsx hoặc thư mục / file or folder")
    ] = Path("forms"),
    language: Annotated[
        FormLanguage, typer.Option(help="Ngôn ngữ của mẫu / language of the form")
    ] = FormLanguage.vi,
    groups: Annotated[
        str,
        typer.Option(
            help="Khi không có huyện / without districts: former_district, former_province, "
            "commune, none, hoặc tệp / or a csv file"
        ),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Ghi đè / replace files that are there")
    ] = False,
) -> None:
    """Lập biểu: mỗi huyện hoặc nhóm một tệp, hoặc một tệp nhiều trang / write the forms that are
    filled in.

    With a folder: one file for each district or group. With an .xlsx file: one sheet for each.
    """
    from laocai_analysis.returns.template import write_template, write_templates

    write = write_template if output.suffix.lower() == ".xlsx" else write_templates
    written = write(
        output, year=year, district=district, language=language, groups=groups, overwrite=force
    )
    for path in written if isinstance(written, list) else [written]:
        print(path)


@app.command()
def evidence(
    check: Annotated[
        bool, typer.Option("--check", help="Kiểm tra / check every figure and list contradictions")
    ] = False,
    article: Annotated[
        Path | None,
        typer.Option(
            help="Văn bản bài báo gốc / text of the seed article, to look the quotations up in"
        ),
    ] = None,
) -> None:
    """Số liệu đã công bố / the published figures, their checks and their contradictions."""
    from laocai_analysis.cli import audit
    from laocai_analysis.evidence import load_evidence

    table = load_evidence()
    for line in audit.report(table, article=article) if check or article else audit.listing(table):
        print(line)


@app.command()
def trace(
    figure: Annotated[
        str, typer.Argument(help="Mã số liệu / id of a figure: F03, coverage.district.huyen-sa-pa")
    ],
    report: Annotated[
        Path | None, typer.Option(help="Tệp .json của báo cáo / the .json of a report")
    ] = None,
    rows: Annotated[
        bool, typer.Option("--rows", help="Mọi dòng của bảng / every row of the return")
    ] = False,
) -> None:
    """Lần ngược một số liệu về nguồn / follow a figure back to quotations, rows, sources."""
    from laocai_analysis.cli.trace import trace as follow

    for line in follow(figure, report=report, all_rows=rows):
        print(line)


@data_app.command()
def illustrate() -> None:
    """Lập lại các bảng minh họa năm 2008, 2009 / rebuild the illustrative returns."""
    from laocai_analysis.returns import illustration

    for path in illustration.write():
        print(path)


@data_app.command()
def record() -> None:
    """Ghi SHA-256, số dòng, số cột vào sources.json / record sha256, rows and columns of every data
    file.
    """
    from laocai_analysis import sources

    for folder in (paths.data(), paths.geo()):
        sources.record(folder)
        print(folder / "sources.json")
