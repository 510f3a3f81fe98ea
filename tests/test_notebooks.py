"""The tour of the library runs from top to bottom, and with its parameters changed by hand."""

import nbformat
import papermill
import pytest

from laocai_analysis import paths


@pytest.mark.slow
@pytest.mark.parametrize("parameters", [{}, {"indicator": "same_day_newspaper", "language": "en"}])
def test_the_tour_runs(parameters, tmp_path):
    output = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        str(paths.notebooks() / "00-explore.ipynb"),
        str(output),
        parameters=parameters,
        cwd=str(tmp_path),
        kernel_name="python3",
        progress_bar=False,
    )
    cells = nbformat.read(output, as_version=4).cells
    shown = [
        data for cell in cells for out in cell.get("outputs", []) for data in out.get("data", {})
    ]
    assert shown.count("image/png") == 2
    assert shown.count("text/html") >= 5
