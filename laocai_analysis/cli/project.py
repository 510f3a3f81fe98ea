"""The ``laocai init`` command: a folder for a project of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from laocai_analysis import paths
from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message, process_language
from laocai_analysis.writing import write_whole


def init(
    folder: Annotated[Path, typer.Argument(help="Thư mục mới / a new folder")],
    province: Annotated[str, typer.Option(help="Tên hoặc mã tỉnh / name or code of a province")],
    year: Annotated[int, typer.Option(help="Năm báo cáo / the year to report on")],
) -> None:
    """Lập một dự án cho tỉnh của mình / make a project for a province: settings, form, sites,
    sources, an empty table of evidence with an example row, README.
    """
    import pandas as pd

    from laocai_analysis import schema
    from laocai_analysis.places.province import find
    from laocai_analysis.spreadsheet import csv_bytes

    columns = list(schema.EVIDENCE.columns)
    here = find(province, date=year)
    figures = pd.DataFrame(columns=columns)
    example = pd.DataFrame([_example(columns, here.code, year)], columns=columns)
    if folder.is_dir() and any(folder.iterdir()):
        expected, found = Message("expected-empty-folder"), Message("found-files")
        raise InputError(
            [Fault(str(folder), None, None, expected, found)],
            consequence=Message("follows-nothing-written"),
        )
    words = {"province": here.name, "year": str(year)}
    files = {
        paths.SETTINGS: str(Message("project-settings", **words)) + "\n",
        "README.md": str(Message("project-readme", command=_report(), **words)) + "\n",
        "sites.yml": _sites(str(Message("project-site"))),
        "data/sources.json": '{\n  "sources": {},\n  "files": {}\n}\n',
        "data/evidence/figures.csv": csv_bytes(figures).decode(),
        "data/evidence/example.txt": csv_bytes(example).decode(),
        "data/items.csv": csv_bytes(pd.DataFrame(columns=list(schema.ITEMS.columns))).decode(),
        "data/indicators.csv": (paths.home() / "data" / "indicators.csv").read_text("utf-8"),
    }
    for name, text in files.items():
        write_whole(folder / name, text.encode())
    (folder / "data" / "returns").mkdir()
    for name in files:
        print(folder / name)
    print(Message("project-next", folder=str(folder), command=_report()))


def _report() -> str:
    return "laocai report commune-coverage"


def _sites(title: str) -> str:
    grid = f"grid: {{indicator: [cultural_post_office], language: [{process_language()}]}}"
    return (
        f"coverage:\n  title: {{vi: {title}, en: {title}}}\n  reports:\n"
        f"    - report: commune-coverage\n      {grid}\n"
    )


def _example(columns: list[str], area: str, year: int) -> list[str]:
    row = dict.fromkeys(columns, "") | {
        "id": "X01",
        "indicator": "cultural_post_office",
        "area": area,
        "period": str(year),
        "value": "…",
        "unit": "commune",
        "numerator": "…",
        "denominator": "…",
        "denominator_counts": "xa",
        "quotation": "…",
        "source": "…",
    }
    return list(row.values())
