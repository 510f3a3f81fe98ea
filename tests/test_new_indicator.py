"""A new indicator is a row of data/indicators.csv, and one of data/form.csv where it is asked for:
nothing else is needed from the form to the table, be it a yes/no indicator or a count.
"""

import io
import shutil

import pytest
from openpyxl import load_workbook

from laocai_analysis import paths
from laocai_analysis.indicators import denominator_counts
from laocai_analysis.returns.importing import import_returns
from laocai_analysis.returns.round import table_of
from laocai_analysis.returns.store.files import FileStore
from laocai_analysis.returns.template import FIRST_ROW, HEADER_ROW, write_template

ROWS = {
    "indicators.csv": (
        'kiosk,information_technology,yes_no,Kiốt dịch vụ công,Service kiosk,commune,more,xã,,,"Có '
        'kiốt.",It has a kiosk.,own,,\n'
        'digital_teams,information_technology,count,Tổ công nghệ số,Digital teams,station,more,,,,"Số '
        'tổ.",Number of teams.,own,,\n'
    ),
    "form.csv": "kiosk,,own\ndigital_teams,,own\n",
}


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """A copy of the data with two more indicators."""
    folder = tmp_path / "data"
    shutil.copytree(paths.data(), folder)
    for name, rows in ROWS.items():
        with (folder / name).open("a", encoding="utf-8", newline="") as file:
            file.write(rows)
    monkeypatch.setenv("LAOCAI_DATA", str(folder))
    return folder


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_form_to_the_table(language, own_data, tmp_path):
    """Of Sa Pa town, a thị trấn, the kiosk is not asked; Bản Khoang has one, and 12 teams."""
    path = write_template(tmp_path / "form.xlsx", year=2009, district="Sa Pa", language=language)
    book = load_workbook(path)
    sheet = book["Huyện Sa Pa"]
    headers = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    names = (
        ("Kiốt dịch vụ công", "Tổ công nghệ số")
        if language == "vi"
        else ("Service kiosk", "Digital teams")
    )
    kiosk, teams = (headers[name] for name in names)
    answers = {"vi": "Có", "en": "Yes"}
    codes = {sheet.cell(row, 2).value: row for row in range(FIRST_ROW, sheet.max_row + 1)}
    assert sheet.cell(codes["03001"], kiosk).protection.locked
    sheet.cell(codes["03004"], kiosk).value = answers[language]
    sheet.cell(codes["03004"], teams).value = 12
    sheet.cell(codes["03001"], teams).value = 0
    content = io.BytesIO()
    book.save(content)
    state = import_returns(
        [("sa-pa.xlsx", content.getvalue())], year=2009, store=FileStore(own_data / "returns")
    ).state
    assert state.doubts == []
    table = table_of(state).set_index(["code", "indicator"])["value"]
    found = {key: table[key] for key in table.index if key[1] in ("kiosk", "digital_teams")}
    known = {key: value for key, value in found.items() if value not in ("unknown", "na")}
    assert known == {
        ("03004", "kiosk"): "yes",
        ("03004", "digital_teams"): "12",
        ("03001", "digital_teams"): "0",
    }
    assert found["03001", "kiosk"] == "na"
    assert found["03007", "kiosk"] == "unknown"
    assert (denominator_counts("kiosk"), denominator_counts("digital_teams")) == (
        "xa",
        "commune_level",
    )
