"""The form that goes out: what is in it, what it allows, and that it survives real LibreOffice."""

import subprocess
import zipfile
from pathlib import Path

import pytest
from conftest import need
from openpyxl import load_workbook
from typer.testing import CliRunner

from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.returns.form import load_form
from laocai_analysis.returns.layout import meaning_of
from laocai_analysis.returns.template import CHOICES, FIRST_ROW, FRONT, HEADER_ROW, NOT_APPLICABLE, NOTE, write_template
from laocai_analysis.units import load_units

run = CliRunner().invoke
UNITS = load_units(2009)


def sheet_of(path: Path):
    return load_workbook(path).worksheets[0]


@pytest.fixture(scope="module")
def form(tmp_path_factory) -> Path:
    return write_template(tmp_path_factory.mktemp("form") / "086.xlsx", year=2009, district="Bảo Thắng")


def test_nine_forms_hold_every_commune_once(tmp_path):
    result = run(app, ["template", "--year", "2009", "-o", str(tmp_path / "forms")])
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert [path.name for path in paths][:2] == ["2009-thanh-pho-lao-cai.xlsx", "2009-huyen-bat-xat.xlsx"]
    rows = [(sheet.cell(row, 2).value, sheet.cell(row, 3).value) for sheet in map(sheet_of, paths)
            for row in range(FIRST_ROW, sheet.max_row + 1)]  # fmt: skip
    assert len(paths) == 9
    assert sorted(rows) == sorted((str(code), str(name)) for code, name in UNITS["name"].items())


def test_one_file_may_hold_a_sheet_for_each_district(tmp_path):
    path = tmp_path / "all.xlsx"
    assert run(app, ["template", "--year", "2009", "-o", str(path)]).exit_code == 0
    assert load_workbook(path).sheetnames == [*load_units(2009, level="district")["name"], "Hướng dẫn"]


def test_the_readers_know_every_header(form):
    headers = [cell.value for cell in sheet_of(form)[HEADER_ROW]]
    assert [meaning_of(header) for header in headers] == ["number", "code", "unit", *load_form().index, "note"]
    assert headers[:3] == list(FRONT)
    assert headers[-1] == NOTE


def test_only_answers_and_notes_can_be_typed_in(form):
    """Bảo Thắng has three townships among its 15 units: no commune cultural post office there."""
    sheet = sheet_of(form)
    assert sheet.protection.sheet
    open_cells = {(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    rows, columns = range(FIRST_ROW, FIRST_ROW + 15), range(4, 12)
    closed = {(row, 4) for row in rows if sheet.cell(row, 4).value == NOT_APPLICABLE}
    assert [sheet.cell(row, 3).value for row, _ in sorted(closed)] == [
        "Thị trấn N.T Phong Hải", "Thị trấn Phố Lu", "Thị trấn Tằng Loỏng",
    ]  # fmt: skip
    assert open_cells == {(row, column) for row in rows for column in columns} - closed


def rules(path: Path) -> dict[str, tuple[str, str]]:
    return {str(rule.sqref).split(":")[0].rstrip("0123456789"): (rule.type, rule.formula1)
            for rule in sheet_of(path).data_validations.dataValidation}  # fmt: skip


def test_answers_are_chosen_or_checked(form):
    choice = ("list", '"' + ",".join((*CHOICES, NOT_APPLICABLE)) + '"')
    assert rules(form) == {"D": choice, "E": choice, "F": ("whole", "0"), "G": ("whole", "0"), "H": ("whole", "0"),
                           "I": ("whole", "0"), "J": choice}  # fmt: skip


def test_every_indicator_is_explained_in_both_languages(form):
    sheet = sheet_of(form)
    guide = "\n".join(str(cell.value) for row in load_workbook(form)["Hướng dẫn"].iter_rows() for cell in row)
    for column, (_, asked) in enumerate(load_form().iterrows(), start=4):
        for language in ("vi", "en"):
            assert asked[f"definition_{language}"] in sheet.cell(HEADER_ROW, column).comment.text
            assert asked[f"definition_{language}"] in guide


def convert(source: Path, form: str, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [need("soffice"), profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{form}"


@pytest.mark.slow
def test_libreoffice_keeps_the_form_as_it_is(form, tmp_path):
    """Through ods and back: texts, choices, checks and locks."""
    (tmp_path / "back").mkdir()
    back = convert(convert(form, "ods", tmp_path), "xlsx", tmp_path / "back")
    before, after = sheet_of(form), sheet_of(back)
    assert after.protection.sheet
    for row in before.iter_rows(max_row=FIRST_ROW + 14, max_col=11):
        for cell in row:
            twin = after.cell(cell.row, cell.column)
            assert (twin.value, twin.protection.locked) == (cell.value, cell.protection.locked), cell.coordinate
    kept = rules(back)
    assert {column: kind for column, (kind, _) in kept.items()} == {
        column: kind for column, (kind, _) in rules(form).items()
    }
    assert kept["D"][1].replace(";", ",") == rules(form)["D"][1]


def test_the_same_form_has_the_same_bytes(form, tmp_path):
    """Nothing of the hour of its making is in it: the entries of the archive bear the date of the form."""
    again = write_template(tmp_path / "again.xlsx", year=2009, district="086")
    assert again.read_bytes() == form.read_bytes()
    with zipfile.ZipFile(form) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2009, 12, 31, 0, 0, 0)}
        assert b"2009-12-31T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")


def test_a_district_that_is_none_and_a_year_whose_units_are_not_known(tmp_path):
    with pytest.raises(InputError, match=r"--district: expected one of Thành phố Lào Cai, .*; found 'Hà Giang'"):
        write_template(tmp_path / "x.xlsx", year=2009, district=["Sa Pa", "Hà Giang"])
    with pytest.raises(InputError, match="one of the years 2008, 2009"):
        write_template(tmp_path / "x.xlsx", year=2020, district="Sa Pa")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path):
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"filled in")
    command = ["template", "--year", "2009", "--district", "Sa Pa", "-o", str(path)]
    result = run(app, command)
    assert (result.exit_code, path.read_bytes()) == (1, b"filled in")
    assert "nothing was written" in result.stderr
    assert run(app, [*command, "--force"]).exit_code == 0
    assert load_workbook(path).sheetnames == ["Huyện Sa Pa", "Hướng dẫn"]
