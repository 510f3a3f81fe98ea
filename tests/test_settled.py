"""A page and its manifest speak of the same bytes, though a file changes while it is made."""

import json
import shutil

import nbformat
import pandas as pd
import pytest

from laocai_analysis import paths
from laocai_analysis.errors import ReportError
from laocai_analysis.reports.run import run_report
from laocai_analysis.sources import sha256

pytestmark = pytest.mark.slow
RULES = """
small:
  notebook: small.ipynb
  title: {vi: Nhỏ, en: Small}
  choices: {language: language}
  file: [language]
"""
CELL = """
import pathlib
import laocai_analysis as la
from IPython.display import display
page = la.page.Page(language)
display(page.title("changes-none"))
print("yes:", int((la.returns.load_return("2008-illustrative")["value"] == "yes").sum()))
path, again = la.paths.data() / "returns/2008-illustrative.csv", pathlib.Path(%r)
if again.exists():
    again.unlink() if again.read_text() == "once" else None
    path.write_text(path.read_text(encoding="utf-8").replace(",yes,", ",no,", 5), encoding="utf-8")
page.finish()
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    book = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                'language = "vi"  # vi or en', metadata={"tags": ["parameters"]}
            ),
            nbformat.v4.new_code_cell(CELL % str(tmp_path / "again")),
        ],
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}
        },
    )
    (tmp_path / "notebooks").mkdir()
    nbformat.write(book, tmp_path / "notebooks" / "small.ipynb")
    (tmp_path / "notebooks" / "reports.yml").write_text(RULES, encoding="utf-8")
    shutil.copytree(paths.data(), tmp_path / "data")
    monkeypatch.setenv("LAOCAI_NOTEBOOKS", str(tmp_path / "notebooks"))
    monkeypatch.setenv("LAOCAI_DATA", str(tmp_path / "data"))
    return tmp_path


def test_a_table_that_changes_in_between_is_read_again(office):
    (office / "again").write_text("once", encoding="utf-8")
    published = run_report("small", {}, folder=office / "reports")
    table = office / "data" / "returns" / "2008-illustrative.csv"
    files = json.loads(published[".json"].read_text(encoding="utf-8"))["made_from"]["files"]
    assert files["data/returns/2008-illustrative.csv"] == sha256(table)
    yes = int((pd.read_csv(table, dtype=str)["value"] == "yes").sum())
    assert f"yes: {yes}\\n" in published[".ipynb"].read_text(encoding="utf-8")


def test_a_table_that_never_comes_to_rest_is_said(office):
    (office / "again").write_text("always", encoding="utf-8")
    with pytest.raises(ReportError, match=r"changed each time .* 2008-illustrative\.csv"):
        run_report("small", {}, folder=office / "reports")
    assert not list((office / "reports").glob("small/*.html"))
