"""The ``laocai returns`` commands: a year's round of returns, from the first file to the check."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from laocai_analysis import paths
from laocai_analysis.cli import keeping
from laocai_analysis.cli.options import Address, Output, Year
from laocai_analysis.language import Message

if TYPE_CHECKING:
    from laocai_analysis.returns.importing import Outcome
    from laocai_analysis.returns.reading.account import RowCount
    from laocai_analysis.returns.store.files import Store

app = typer.Typer(help="Kỳ báo cáo hằng năm / the yearly round of returns.", no_args_is_help=True)
for command in (
    keeping.verify,
    keeping.repair,
    keeping.backup,
    keeping.restore,
    keeping.prune,
):
    app.command()(command)

Words = Annotated[str, typer.Option(help="vi, en")]

#: What the values of ``check`` are, as `reports.parameters` checks them.
_CHECKED = {
    "year": "year",
    "returns": "checked_returns",
    "returns_before": "earlier_returns",
    "district": "district",
    "language": "language",
}


@app.command(name="import")
def import_(
    files: Annotated[
        list[str],
        typer.Argument(help="xlsx, xls, ods, csv; hoặc địa chỉ cơ sở dữ liệu / or an address"),
    ],
    year: Year,
    store: Address = "",
    table: Annotated[
        str, typer.Option(help="Bảng trong cơ sở dữ liệu / table of the database")
    ] = "",
    basis: Annotated[str, typer.Option(help="observed, estimated, illustrative")] = "observed",
    replaces: Annotated[
        list[str] | None,
        typer.Option(help="Tệp cũ được thay / an imported file that these take the place of"),
    ] = None,
) -> None:
    """Nhập báo cáo của các huyện; chỗ không chắc thì hỏi lại / import returns; what is not plain is
    asked about.
    """
    from laocai_analysis.returns.importing import import_returns
    from laocai_analysis.returns.store import open_store

    contents = [_content(file, table=table) for file in files]
    kept = open_store(store)
    outcome = import_returns(contents, year=year, store=kept, basis=basis, replaces=replaces or [])
    _print_outcome(outcome, store=kept)


def _content(file: str, *, table: str) -> tuple[str, bytes]:
    from laocai_analysis.plain_files import read_plain
    from laocai_analysis.returns.reading.sheets import MAX_BYTES
    from laocai_analysis.returns.store.database import read_table

    if "://" in file:
        return read_table(file, table=table)
    return Path(file).name, read_plain(Path(file), most=MAX_BYTES)


def _print_outcome(outcome: Outcome, *, store: Store) -> None:
    """Print what a step did, and write the review file where something is open."""
    from laocai_analysis.returns.reading.review_file import write_review
    from laocai_analysis.returns.round import fold

    year, step = outcome.state.year, outcome.step
    if step is None:
        print(Message("command-nothing-new"))
    else:
        print(Message("command-step", step=str(step.number), kind=step.kind))
        for reading in step.readings:
            counts = {"cells": len(reading.observations), "doubts": len(reading.doubts)}
            print("   ", Message("command-reading", file=reading.file, **counts))
            for rows in reading.rows:
                print("       ", _counted(rows))
            for line in reading.ignored:
                print("       ", Message("command-left-out", line=line))
    for made in outcome.not_needed:
        print("   ", Message("command-not-needed", file=made.file, row=str(made.row)))
    path = paths.data() / "returns" / str(year) / "review.xlsx"
    with store.transaction(year) as transaction:  # another user may have added a step meanwhile
        state = fold(transaction.steps, year=year)
        if not state.doubts:
            return
        taken = [(reading.file, c) for reading in state.readings.values() for c in reading.columns]
        asked = write_review(state.doubts, path, columns=taken)
    print(Message("command-to-decide", count=asked, path=str(path)))
    print(f"    laocai returns decide {path} --year {year}")


def _counted(rows: RowCount) -> str:
    """Return in one line what became of the rows of a sheet."""
    left = ", ".join(
        f"{Message('left-' + reason.replace('_', '-'))} {count}"
        for reason, count in rows.left.items()
    )
    counts = {
        "rows": rows.rows,
        "taken": rows.taken,
        "asked": rows.asked,
        "left": sum(rows.left.values()),
    }
    name = f"{rows.sheet}: " if rows.sheet else ""
    return f"{name}{Message('import-rows', **counts)}" + (f" ({left})" if left else "")


@app.command()
def decide(
    file: Annotated[
        Path, typer.Argument(help="Phiếu xác minh đã điền / the review file, filled in")
    ],
    year: Year,
    store: Address = "",
) -> None:
    """Áp dụng quyết định trong phiếu xác minh / apply the decisions of a review file."""
    from laocai_analysis.plain_files import read_plain
    from laocai_analysis.returns.importing import decide as apply
    from laocai_analysis.returns.reading import review_file
    from laocai_analysis.returns.reading.bounded import read_bounded
    from laocai_analysis.returns.reading.sheets import MAX_BYTES
    from laocai_analysis.returns.store import open_store

    content = read_plain(file, most=MAX_BYTES)
    read = partial(review_file.read_decisions, content, file=file.name)
    decisions = read_bounded(read, file=file.name)
    kept = open_store(store)
    _print_outcome(apply(decisions, year=year, store=kept), store=kept)


@app.command()
def undo(
    year: Year,
    step: Annotated[
        int | None, typer.Argument(help="Số của bước; trống là bước cuối / blank for the last one")
    ] = None,
    store: Address = "",
) -> None:
    """Rút lại một bước / take a step back."""
    from laocai_analysis.returns.importing import undo as take_back
    from laocai_analysis.returns.store import open_store

    kept = open_store(store)
    _print_outcome(take_back(step, year=year, store=kept), store=kept)


@app.command()
def log(year: Year, store: Address = "") -> None:
    """Các bước của đợt / the steps of a round."""
    from laocai_analysis.returns.importing import log as steps_of
    from laocai_analysis.returns.store import open_store

    for entry in steps_of(open_store(store).steps(year)):
        gone = "" if entry["counts"] else f"  [{Message('command-log-undone')}]"
        about = f"→ {entry['undoes']}" if entry["undoes"] else entry["files"]
        numbers = Message(
            "command-log-counts",
            cells=entry["answers"],
            doubts=entry["doubts"],
            decisions=entry["decisions"],
        )
        parts = (entry["when"], entry["by"], entry["kind"], about, numbers)
        print(f"{entry['step']:>3}", *parts, sep="  ", end=f"{gone}\n")


@app.command()
def compare(
    before: Annotated[
        str,
        typer.Argument(help="Bảng trước / earlier return: 2008-illustrative, hoặc / or a csv file"),
    ],
    after: Annotated[str, typer.Argument(help="Bảng sau / later return")],
    indicator: Annotated[
        list[str] | None, typer.Option(help="Chỉ tiêu; trống là tất cả / blank for all")
    ] = None,
) -> None:
    """So sánh hai biểu số liệu / compare two returns: gained, lost, newly known, newly unknown."""
    from laocai_analysis.cli import compare

    for line in compare.compare(before, after, indicators=indicator or []):
        print(line)


@app.command()
def convert(
    table: Annotated[str, typer.Argument(help="Bảng ở data/returns/ hoặc tệp csv / a return")],
    to: Annotated[int, typer.Option(help="Năm của đơn vị mới / the year of the units wanted")],
    yes_no: Annotated[
        str,
        typer.Option(
            help="any: có nếu một đơn vị cũ có; all: nếu mọi đơn vị cũ có / "
            "yes where one of the former units has it, or where all have it"
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Tệp csv / the csv file")
    ] = None,
) -> None:
    """Chuyển một bảng sang đơn vị của năm khác / carry a return to the units of another year; what
    a split leaves open is unknown.
    """
    from laocai_analysis.returns.converting import convert_return
    from laocai_analysis.spreadsheet import csv_bytes
    from laocai_analysis.writing import write_whole

    done = convert_return(table, year=to, yes_no=yes_no)
    path = output or Path(f"{Path(table).stem}-to-{to}.csv")
    write_whole(path, csv_bytes(done.table))
    for row in done.open_units.to_dict("records"):
        unit = {"unit": f"{row['name']} ({row['code']})", "law": row["law"] or "–"}
        print(Message("command-left-open", indicator=row["indicator"], **unit))
    if done.not_applicable:
        print(Message("command-not-applicable", count=done.not_applicable, year=str(to)))
    print(path)


@app.command()
def export(year: Year, store: Address) -> None:
    """Ghi bảng của cơ sở dữ liệu ra data/returns/ / write the table of a database to
    data/returns/.
    """
    from laocai_analysis.returns.store import open_store
    from laocai_analysis.returns.store.files import FileStore

    print(FileStore(paths.data() / "returns").take_over(open_store(store).steps(year), year=year))


@app.command()
def status(year: Year, store: Address = "", language: Words = "vi") -> None:
    """Tiến độ của kỳ: huyện nào đã gửi gì, ô nào chưa có số liệu, đã sửa gì / the progress of the
    round.
    """
    from laocai_analysis.cli.tables import print_table, say_in
    from laocai_analysis.returns.opening import open_return
    from laocai_analysis.returns.status import corrections, shown_corrections, shown_status
    from laocai_analysis.returns.status import status as progress

    words = say_in(language)
    opened = open_return(year=year, store=store)
    table = shown_status(progress(opened.steps, year=year, table=opened.table), language=words)
    print_table(table, title=words.say("check-status-table", year=str(year)), language=words)
    if not opened.steps and len(opened.table):
        print(words.say("check-status-no-steps"))
    if len(changed := corrections(opened.steps, year=year)):
        shown = shown_corrections(changed, language=words)
        print_table(shown, title=words.say("check-corrections-table"), language=words)


@app.command()
def check(
    year: Year,
    returns: Annotated[
        str,
        typer.Argument(
            metavar="[RETURN]",
            help="Bảng ở data/returns/ hoặc tệp csv; round: kỳ báo cáo của năm / that of the year",
        ),
    ] = "round",
    against: Annotated[str, typer.Option(help="Bảng năm trước / an earlier return")] = "",
    district: Annotated[str, typer.Option(help="Một huyện / one district")] = "",
    html: Annotated[bool, typer.Option("--html", help="Làm cả trang / make the page too")] = False,
    store: Address = "",
    language: Words = "vi",
    output: Output = None,
) -> None:
    """Kiểm tra báo cáo; kết thúc với 1 khi có lỗi / check a return; the exit status is 1 where
    there is an error.
    """
    from laocai_analysis import checks
    from laocai_analysis.cli.tables import print_table, say_in
    from laocai_analysis.reports.parameters import check_parameters
    from laocai_analysis.returns.opening import open_return
    from laocai_analysis.returns.table import load_return

    given = {
        "year": str(year),
        "returns": returns,
        "returns_before": against,
        "district": district,
        "language": language,
    }
    with stored(store):
        value = check_parameters(given, defaults=given, choices=_CHECKED)
        words, opened = say_in(language), open_return(str(value["returns"]), year=year)
        before = load_return(str(value["returns_before"])) if against else None
        found = checks.find(opened, year=year, before=before, district=str(value["district"]))
        if len(found):
            print_table(checks.shown(found, language=words, severity=True), language=words)
        tally = checks.tally(found)
        counts = {f"{severity}s": str(number) for severity, number in tally.items()}
        print(words.say("check-summary-line", **counts))
        if html:
            print(_page(given, folder=output))
    if tally["error"]:
        raise typer.Exit(1)


@contextmanager
def stored(address: str) -> Iterator[None]:
    """Let whatever runs inside take rounds from a store, a report too: its address is no parameter
    that is shown.
    """
    before = os.environ.get("LAOCAI_STORE")
    if address:
        os.environ["LAOCAI_STORE"] = address
    try:
        yield
    finally:
        if address and before is None:
            del os.environ["LAOCAI_STORE"]
        elif address and before is not None:
            os.environ["LAOCAI_STORE"] = before


def _page(given: dict[str, str], *, folder: Path | None) -> Path:
    from laocai_analysis.reports.run import run_report

    return run_report("return-check", given, folder=folder)[".html"]
