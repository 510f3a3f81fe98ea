"""A new indicator is one row of data/indicators.csv: nothing else is needed from the form to the
index of reports, be it a yes/no indicator, a count or a share.
"""

import io
import json
import shutil

import pytest
from openpyxl import load_workbook

from laocai_analysis import checks, paths
from laocai_analysis.indicators import denominator_counts
from laocai_analysis.reports.index import write_index
from laocai_analysis.reports.run import run_report
from laocai_analysis.returns.importing import import_returns
from laocai_analysis.returns.opening import open_return
from laocai_analysis.returns.round import table_of
from laocai_analysis.returns.store.files import FileStore
from laocai_analysis.returns.template import FIRST_ROW, HEADER_ROW, TOTAL_ROW, write_template

ROWS = (
    'kiosk,information_technology,yes_no,Kiốt dịch vụ công,Service kiosk,commune,more,xã,,commune,,,"'
    'Có kiốt.",It has a kiosk.,own,,\n'
    'digital_teams,information_technology,count,Tổ công nghệ số,Digital teams,tổ,more,,,commune,,,"'
    'Số tổ.",Number of teams.,own,,\n'
    "homes_online,information_technology,ratio,Tỷ lệ hộ có Internet,Homes with Internet,%,more,,,commune,,,"
    "Tỷ lệ hộ có Internet.,Share of homes with Internet.,own,,\n"
)
NAMES = {
    "vi": ("Kiốt dịch vụ công", "Tổ công nghệ số", "Tỷ lệ hộ có Internet"),
    "en": ("Service kiosk", "Digital teams", "Homes with Internet"),
}


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """A copy of the data with three more indicators."""
    folder = tmp_path / "data"
    shutil.copytree(paths.data(), folder)
    with (folder / "indicators.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(ROWS)
    monkeypatch.setenv("LAOCAI_DATA", str(folder))
    return folder


def imported(own_data, tmp_path, *, language: str):
    """Fill in the form of Sa Pa and import it: the town, a thị trấn, is not asked for the kiosk;
    Bản Khoang has one, and 12 teams. 54.1 is a share, so is 36 % of a cell of per cents; 0.5 can
    be a half of them.
    """
    path = write_template(tmp_path / "form.xlsx", year=2009, district="Sa Pa", language=language)
    book = load_workbook(path)
    sheet = book["Huyện Sa Pa"]
    headers = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    kiosk, teams, homes = (headers[name] for name in NAMES[language])
    codes = {sheet.cell(row, 2).value: row for row in range(FIRST_ROW, sheet.max_row + 1)}
    assert sheet.cell(codes["03001"], kiosk).protection.locked
    sheet.cell(codes["03004"], kiosk).value = {"vi": "Có", "en": "Yes"}[language]
    for code, column, value in (
        ("03004", teams, 12),
        ("03001", teams, 0),
        ("03004", homes, 54.1),
        ("03001", homes, 0.36),
        ("03007", homes, 0.5),
    ):
        sheet.cell(codes[code], column).value = value
    sheet.cell(codes["03001"], homes).number_format = "0%"
    sheet.cell(TOTAL_ROW, homes).value = 45.05  # of shares there is no sum to compare it with
    content = io.BytesIO()
    book.save(content)
    files = [("sa-pa.xlsx", content.getvalue())]
    return import_returns(files, year=2009, store=FileStore(own_data / "returns")).state


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_form_to_the_table(language, own_data, tmp_path):
    state = imported(own_data, tmp_path, language=language)
    assert [doubt.candidates[:2] for doubt in state.doubts] == [("0.5", "50")]
    table = table_of(state).set_index(["code", "indicator"])["value"]
    asked = ("kiosk", "digital_teams", "homes_online")
    found = {key: table[key] for key in table.index if key[1] in asked}
    known = {key: value for key, value in found.items() if value not in ("unknown", "na")}
    assert known == {
        ("03004", "kiosk"): "yes",
        ("03004", "digital_teams"): "12",
        ("03001", "digital_teams"): "0",
        ("03004", "homes_online"): "54.1",
        ("03001", "homes_online"): "36",
    }
    assert found["03001", "kiosk"] == "na"
    assert found["03007", "kiosk"] == "unknown"
    assert denominator_counts("kiosk") == "xa"
    assert denominator_counts("digital_teams") == "commune_level"


@pytest.mark.slow
def test_from_the_table_to_the_index(own_data, tmp_path):
    """Of 164 units 12 and 0 teams are known, and the shares 54.1 and 36: with 162 unknown ones
    their median can be anything. 192 teams were published, as base stations were for 2008. The unit
    "tổ" has no words of the package: it stays as it stands.
    """
    path = own_data / "evidence" / "telecommunications.csv"
    lines = path.read_text("utf-8").splitlines()
    row = next(line for line in lines if line.startswith("F08,"))
    row = row.replace("F08,base_stations,10,2008", "T08,digital_teams,10,2009")
    row = row.replace(",station,", ",tổ,")
    path.write_text("\n".join([*lines, row, ""]), "utf-8")
    imported(own_data, tmp_path, language="vi")
    found = checks.find(open_return("round", year=2009), year=2009)
    kinds = found.groupby("indicator")["kind"].agg(set)
    assert kinds["digital_teams"] == {"total"}
    assert kinds["homes_online"] == {"doubt"}
    made = {}
    for indicator, language in (("digital_teams", "vi"), ("homes_online", "en")):
        given = {"indicator": indicator, "year": "2009", "language": language}
        out = run_report("commune-figures", given, folder=tmp_path / "reports")
        made[indicator] = json.loads(out[".json"].read_text("utf-8"))
    assert made["digital_teams"]["headline"] == (
        "Tổ công nghệ số: từ 12 tổ trở lên; chưa có số liệu của 162/164 đơn vị cấp xã"
    )
    figures = {figure["id"]: figure for figure in made["digital_teams"]["figures"]}
    assert figures["difference.T08"]["value"] == -180
    figures = {figure["id"]: figure for figure in made["homes_online"]["figures"]}
    assert (figures["largest"]["value"], figures["least"]["value"]) == (54.1, 36)
    assert (figures["stated"]["lower"], figures["stated"]["upper"]) == (0, 100)
    page = write_index(tmp_path / "reports")[0].read_text("utf-8")
    assert "Tổ công nghệ số" in page
    assert "Homes with Internet" in page
