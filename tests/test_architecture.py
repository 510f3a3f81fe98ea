"""The arrows of the house: which room may import which; and the form of the notebooks."""

import ast
import json
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import laocai_analysis

PACKAGE = Path(laocai_analysis.__file__).parent
NOTEBOOKS = sorted((PACKAGE.parent / "notebooks").glob("*.ipynb"))

#: What each room may import from the package, beside itself.
FOUNDATION = {"errors", "paths", "text", "language", "schema", "sources"}
ALLOWED = {
    "errors": set(),
    "paths": set(),
    "text": set(),
    "legacy": set(),
    "language": set(),
    "schema": {"errors"},
    "sources": {"errors", "paths", "language"},
    "metrics": set(),
    "tiles": {"metrics"},
    "spreadsheet": {"errors"},
    "units": {"errors", "paths", "schema", "text"},
    "indicators": {"paths", "schema"},
    "evidence": FOUNDATION | {"units", "indicators", "metrics"},
    "returns": FOUNDATION | {"units", "indicators", "legacy", "spreadsheet"},
    "boundaries": FOUNDATION | {"units", "metrics", "tiles"},
    "country": FOUNDATION | {"units", "boundaries", "metrics"},
    "checks": {"errors", "paths", "evidence", "returns"},
    "findings": {"checks", "evidence", "returns", "units", "indicators", "language"},
    "audit": {"paths", "checks", "returns", "units", "evidence"},
    "illustration": {"paths", "boundaries", "evidence", "units"},
    "figures": set(),
    "credits": {"language"},
    "maps": {"schema", "credits", "language", "units"},
    "charts": {"credits", "language", "maps"},
    "comparison": {"errors", "indicators", "metrics", "returns", "units"},
    "interactive": {"paths", "schema", "language", "maps"},
    "wording": {"figures", "language"},
    "page": {"figures", "language", "sources", "text", "wording"},
    "review": {"checks", "returns", "evidence", "figures", "indicators", "metrics", "page", "sources"},
    "tracing": {"boundaries", "paths", "errors", "evidence", "returns", "sources", "units"},
    "parameters": {"boundaries", "evidence", "indicators", "returns", "units", "errors", "language"},
    "credentials": {"errors"},
    "schedule": {"errors", "text"},
    "reports": {
        "credentials",
        "figures",
        "interactive",
        "paths",
        "errors",
        "page",
        "parameters",
        "schema",
        "spreadsheet",
        "text",
        "language",
    },
    "cli": None,
    "__main__": {"cli"},
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("laocai_analysis"):
            parts = node.module.split(".")
            found |= {parts[1]} if len(parts) > 1 else {alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("laocai_analysis.")}
    return found


def outside(path: Path) -> set[str]:
    """The top modules that a module imports from elsewhere."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_arrows(path):
    assert room(path) in ALLOWED, "a new room: say here what it may import"
    allowed = ALLOWED[room(path)]
    if allowed is not None:
        assert imported(path) - {room(path)} <= allowed


def test_no_import_hides_from_the_arrows():
    """Only the absolute forms are walked: ``from . import x`` and ``import laocai_analysis`` would pass unseen."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), path
            assert not (isinstance(node, ast.Import) and "laocai_analysis" in {a.name for a in node.names}), path
            free = path.stem in ("boundaries", "prepared")  # the version of a package; modules by a list of names
            assert getattr(node, "id", "") not in {"importlib", "__import__"} or free, path


def test_the_arrows_run_one_way():
    order = list(TopologicalSorter({name: allowed or set() for name, allowed in ALLOWED.items()}).static_order())
    assert order.index("errors") < order.index("units") < order.index("returns") < order.index("reports")
    assert set(order) == set(ALLOWED)


def test_metrics_know_only_numbers_and_space():
    for path in (PACKAGE / "metrics").glob("*.py"):
        known = {"__future__", "typing", "math", "numpy", "pandas", "geopandas", "shapely", "pyproj", "scipy"}
        assert outside(path) <= known | {"laocai_analysis"}, path


def test_pictures_take_only_names_apart_from_what_loads():
    """maps may split a unit's name; no other name comes from a room that reads the data."""
    for name in ("maps.py", "charts.py", "credits.py"):
        tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
        taken = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
                 and node.module == "laocai_analysis.units" for alias in node.names}  # fmt: skip
        assert taken <= {"split_name"}


def test_nothing_but_the_command_imports_reports():
    assert {room(path) for path in MODULES if "reports" in imported(path)} <= {"cli", "reports"}


def test_pictures_and_metrics_read_no_file():
    for name in (
        "maps.py",
        "charts.py",
        "credits.py",
        *(f"metrics/{p.name}" for p in (PACKAGE / "metrics").glob("*.py")),
    ):
        tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
        called = {node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                  for node in ast.walk(tree) if isinstance(node, ast.Call)}  # fmt: skip
        assert not called & {"open", "read_text", "read_bytes", "read_csv", "read_file", "savefig"}, name


def test_no_star_import_no_print_and_no_drawer_for_odds_and_ends():
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not any(isinstance(n, ast.ImportFrom) and n.names[0].name == "*" for n in ast.walk(tree)), path
        prints = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "print"]
        assert not prints or room(path) == "cli", path
        assert path.stem not in {"utils", "helpers", "manager", "common", "misc"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks(path):
    cells = [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells)
    tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    source = "".join(tagged[0]["source"])
    for line, node in zip(source.splitlines(), ast.parse(source).body, strict=True):
        assert isinstance(node, ast.Assign)
        assert isinstance(node.value, ast.Constant)
        assert "  # " in line
    for cell in cells:
        code = "".join(cell["source"])
        assert len(code.splitlines()) <= 25
        plain = "\n".join(line for line in code.splitlines() if not line.startswith("%"))
        assert not any(
            isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            for node in ast.walk(ast.parse(plain))
        )
