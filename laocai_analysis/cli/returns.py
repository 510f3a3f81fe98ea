"""The ``laocai returns`` commands: a year's round of returns, from the first file to the check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from laocai_analysis import paths
from laocai_analysis.cli.faults import one_line_for_faults
from laocai_analysis.errors import Fault, InputError

if TYPE_CHECKING:
    from laocai_analysis.returns.importing import Outcome

app = typer.Typer(help="Đợt báo cáo hằng năm / the yearly round of returns.", no_args_is_help=True)

Year = Annotated[int, typer.Option("--year", help="Năm báo cáo / the year that is reported on")]
Address = Annotated[str, typer.Option("--store", help="postgresql://...; trống là tệp / blank for files")]
ReviewFile = Annotated[
    Path | None, typer.Option("--review", help="Tệp hỏi lại (.xlsx) / where to write the review file")
]


@app.command(name="import")
def import_(
    files: Annotated[list[str], typer.Argument(help="xlsx, xls, ods, csv; hoặc địa chỉ cơ sở dữ liệu / or an address")],
    year: Year,
    store: Address = "",
    table: Annotated[str, typer.Option(help="Bảng trong cơ sở dữ liệu / table of the database")] = "",
    basis: Annotated[str, typer.Option(help="observed, estimated, illustrative")] = "observed",
    replaces: Annotated[
        list[str] | None, typer.Option(help="Tệp cũ được thay / an imported file that these take the place of")
    ] = None,
    review: ReviewFile = None,
) -> None:
    """Nhập báo cáo của các huyện; chỗ không chắc thì hỏi lại / import returns; what is not plain is asked about."""
    from laocai_analysis.returns.importing import import_returns
    from laocai_analysis.returns.store import open_store

    with one_line_for_faults():
        contents = [_content(file, table=table) for file in files]
        outcome = import_returns(contents, year=year, store=open_store(store), basis=basis, replaces=replaces or [])
        _tell(outcome, review=review)


def _content(file: str, *, table: str) -> tuple[str, bytes]:
    from laocai_analysis.returns.database import read_table
    from laocai_analysis.returns.sheets import MAX_BYTES

    if "://" in file:
        return read_table(file, table=table)
    path = Path(file)
    if path.is_file() and path.stat().st_size > MAX_BYTES:
        found = f"{path.stat().st_size / 1e6:.1f} MB"
        raise InputError([Fault(path.name, None, None, f"at most {MAX_BYTES // 1_000_000} MB", found)])
    return path.name, path.read_bytes()


def _tell(outcome: Outcome, *, review: Path | None) -> None:
    """Print what a step did, and write the review file where something is open."""
    from laocai_analysis.returns.doubts import write_review

    state, step = outcome.state, outcome.step
    if step is None:
        print("không có gì mới / nothing new")
    else:
        print(f"bước / step {step.number}: {step.kind}")
        for reading in step.readings:
            print(
                f"    {reading.file}: {len(reading.observations)} ô / cells, {len(reading.doubts)} chỗ chưa rõ / doubts"
            )
            for line in reading.ignored:
                print(f"        bỏ qua / left out: {line}")
    if not (doubts := state.doubts):
        return
    path = review or paths.data() / "returns" / str(state.year) / "review.xlsx"
    write_review(doubts, path)
    print(f"{len(doubts)} chỗ cần quyết định / to decide: {path}")
    print(f"    laocai returns decide {path} --year {state.year}")


@app.command()
def decide(file: Annotated[Path, typer.Argument(help="Tệp hỏi lại đã điền / the review file, filled in")], year: Year,
           store: Address = "", review: ReviewFile = None) -> None:  # fmt: skip
    """Áp dụng quyết định trong tệp hỏi lại / apply the decisions of a review file."""
    from laocai_analysis.returns.doubts import read_decisions
    from laocai_analysis.returns.importing import decide as apply
    from laocai_analysis.returns.store import open_store

    with one_line_for_faults():
        decisions = read_decisions(file.read_bytes(), file=file.name)
        _tell(apply(decisions, year=year, store=open_store(store)), review=review)


@app.command()
def undo(
    year: Year,
    step: Annotated[int | None, typer.Argument(help="Số của bước; trống là bước cuối / blank for the last one")] = None,
    store: Address = "",
    review: ReviewFile = None,
) -> None:
    """Rút lại một bước / take a step back."""
    from laocai_analysis.returns.importing import undo as take_back
    from laocai_analysis.returns.store import open_store

    with one_line_for_faults():
        _tell(take_back(step, year=year, store=open_store(store)), review=review)


@app.command()
def log(year: Year, store: Address = "") -> None:
    """Các bước của đợt / the steps of a round."""
    from laocai_analysis.returns.importing import log as steps_of
    from laocai_analysis.returns.store import open_store

    with one_line_for_faults():
        for entry in steps_of(open_store(store).steps(year)):
            gone = "" if entry["counts"] else "  [đã rút / undone]"
            about = f"→ {entry['undoes']}" if entry["undoes"] else entry["files"]
            numbers = (
                f"{entry['answers']} ô / cells, {entry['doubts']} chưa rõ / doubts, {entry['decisions']} quyết định"
            )
            print(f"{entry['step']:>3}  {entry['when']}  {entry['by']}  {entry['kind']}  {about}  {numbers}{gone}")


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="Bảng trước / earlier return: 2008-illustrative, hoặc / or a csv file")],
    after: Annotated[str, typer.Argument(help="Bảng sau / later return")],
    indicator: Annotated[list[str] | None, typer.Option(help="Chỉ tiêu; trống là tất cả / blank for all")] = None,
) -> None:
    """So hai bảng / compare two returns: gained, lost, newly known, newly unknown."""
    from laocai_analysis import comparison

    with one_line_for_faults():
        for line in comparison.compare(before, after, indicators=indicator or []):
            print(line)


@app.command()
def export(year: Year, store: Address) -> None:
    """Ghi bảng của cơ sở dữ liệu ra data/returns/ / write the table of a database to data/returns/."""
    from laocai_analysis.returns.store import FileStore, open_store

    with one_line_for_faults():
        print(FileStore(paths.data() / "returns").take_over(open_store(store).steps(year), year=year))
