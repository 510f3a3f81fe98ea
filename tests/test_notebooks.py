"""The notebooks: the tour runs from top to bottom and with its parameters changed by hand, and the
others read as analysis: load, measure, look, show.
"""

import ast
import json
import statistics

import nbformat
import papermill
import pytest

import laocai_analysis as la
from laocai_analysis import paths

#: A statement is a page call where it names one of these, or one of these parts of the library.
PAGE = {"page", "say", "display", "place", "subject", "Picture"}
PARTS = {"page", "figures", "first_screen", "statement", "benchmarks", "charts", "interactive"}
READABLE = sorted(paths.notebooks().glob("0[0-4]-*.ipynb"))


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
    assert shown.count("image/png") == 4
    assert shown.count("text/html") >= 7


def is_page_call(statement: ast.stmt) -> bool:
    nodes = list(ast.walk(statement))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    parts = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "la"
    }
    return bool(names & PAGE or parts & PARTS)


def measured(path) -> tuple[float, float]:
    """The lines of the median code cell, and the share of lines in page calls; blank lines are
    left out.
    """
    sizes, calls = [], 0
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            lines = [line for line in "".join(cell["source"]).splitlines() if line.strip()]
            code = "\n".join("pass" if line.startswith("%") else line for line in lines)
            simple = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign)
            found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, simple)]
            spans = [
                range(node.lineno, node.end_lineno + 1) for node in found if is_page_call(node)
            ]
            sizes.append(len(lines))
            calls += len({line for span in spans for line in span})
    return statistics.median(sizes), calls / sum(sizes)


def test_a_notebook_names_only_what_the_library_has():
    """Each ``la.room.name``."""
    named = [
        (path.name, node.value.attr, node.attr)
        for path in sorted(paths.notebooks().glob("*.ipynb"))
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for node in ast.walk(ast.parse("".join(cell["source"]).replace("%", "#")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and getattr(node.value.value, "id", "") == "la"
    ]
    assert len(named) > 100
    assert [one for one in named if not hasattr(getattr(la, one[1]), one[2])] == []


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.name)
def test_a_notebook_reads_as_analysis(path):
    median, share = measured(path)
    assert median <= 4
    assert share <= 0.25
