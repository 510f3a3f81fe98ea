"""The arrows of the house: which room may import which; and the form of the notebooks."""

import ast
import json
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import laocai_analysis

PACKAGE = Path(laocai_analysis.__file__).parent
NOTEBOOKS = sorted((PACKAGE.parent / "notebooks").glob("*.ipynb"))

#: What each room may import from the package, beside itself. Arrows run down this list.
BASE = {
    "basis",
    "csv_tables",
    "entries",
    "errors",
    "paths",
    "text",
    "language",
    "plain_files",
    "qualifier",
    "schema",
    "sources",
    "spreadsheet",
    "writing",
}
ALLOWED = {
    "basis": set(),
    "qualifier": set(),
    "errors": {"language"},
    "paths": {"errors", "language"},  # only to refuse the data of another version
    "text": set(),
    "language": set(),
    "metrics": set(),
    "plain_files": {"errors", "language"},
    "entries": {"errors", "language", "plain_files"},
    "schema": {"basis", "language", "qualifier"},
    "csv_tables": {"errors", "language", "plain_files", "schema", "text"},
    "writing": set(),
    "spreadsheet": {"errors", "writing"},
    "sources": {"entries", "errors", "paths", "plain_files", "language"},
    "indicators": {
        "csv_tables",
        "entries",
        "errors",
        "language",
        "paths",
        "plain_files",
        "schema",
        "text",
    },
    "places": BASE | {"metrics"},
    "evidence": BASE | {"indicators", "metrics", "places"},
    "returns": BASE | {"evidence", "indicators", "places"},
    "checks": BASE | {"evidence", "indicators", "metrics", "places", "returns"},
    "pictures": {"basis", "language", "paths", "places", "schema", "writing"},
    "page": {"basis", "language", "qualifier", "schema", "sources", "text"},
    "sections": BASE
    | {"checks", "evidence", "indicators", "metrics", "page", "pictures", "places", "returns"},
    "first_look": BASE | {"indicators", "metrics", "pictures", "places", "returns"},
    "reports": BASE | {"evidence", "indicators", "page", "pictures", "places", "returns"},
    "cli": None,
    "__main__": {"cli"},
}


MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
NAMES = {
    path: ".".join(["laocai_analysis", *path.relative_to(PACKAGE).with_suffix("").parts])
    for path in MODULES
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The modules of the package that a module imports, by their dotted names."""
    known, found = set(NAMES.values()), set()
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("laocai_analysis"):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & known or {node.module}
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.startswith("laocai_analysis")}
    return found


def nodes(path: Path, kind: type) -> list:
    return [node for node in ast.walk(TREES[path]) if isinstance(node, kind)]


def called(path: Path) -> set[str]:
    functions = [call.func for call in nodes(path, ast.Call)]
    return {getattr(one, "attr", getattr(one, "id", "")) for one in functions}


def test_arrows_run_down():
    """A room imports only what `ALLOWED` lists, and that list has no circle."""
    TopologicalSorter({name: allowed or set() for name, allowed in ALLOWED.items()}).prepare()
    found = {
        (room(path), name.split(".")[1])
        for path in MODULES
        for name in imported(path)
        if room(path) != "__init__" and "." in name
    }
    faults = {
        (upper, lower)
        for upper, lower in found
        if upper != lower and ALLOWED.get(upper, set()) is not None
        if lower not in ALLOWED.get(upper, set())
    }
    assert not faults
    assert {room(path) for path in MODULES} - {"__init__"} == set(ALLOWED)


def test_no_circle_between_files():
    files = {NAMES[path]: imported(path) for path in MODULES if path.stem != "__init__"}
    order = list(TopologicalSorter(files).static_order())  # raises CycleError
    assert set(files) <= set(order)


def test_no_file_name_occurs_twice_outside_cli():
    stems = [
        path.stem for path in MODULES if room(path) != "cli" and not path.stem.startswith("__")
    ]
    assert sorted(set(stems)) == sorted(stems)


def test_no_import_hides_from_the_arrows():
    """Only the absolute forms are walked: ``from . import x`` would pass unseen."""
    for path in MODULES:
        assert not any(node.level for node in nodes(path, ast.ImportFrom)), path
        names = {alias.name for node in nodes(path, ast.Import) for alias in node.names}
        assert "laocai_analysis" not in names, path
        free = path.stem in ("__init__", "package", "prepared")
        hidden = {node.id for node in nodes(path, ast.Name)} & {"importlib", "__import__"}
        assert free or not hidden, path


def test_metrics_know_only_numbers_and_space():
    known = {"__future__", "collections", "typing", "math"}
    known |= {"numpy", "pandas", "geopandas", "shapely", "pyproj"}
    for path in (PACKAGE / "metrics").glob("*.py"):
        names = {alias.name for node in nodes(path, ast.Import) for alias in node.names}
        names |= {node.module for node in nodes(path, ast.ImportFrom)}
        assert {n.split(".")[0] for n in names} <= known | {"scipy", "laocai_analysis"}, path


def test_only_the_command_imports_reports():
    above = {room(p) for p in MODULES for name in imported(p) if ".reports" in name}
    assert above <= {"cli", "reports"}


def test_pictures_and_metrics_read_no_file():
    """Except the script of the interactive map, which lies beside its module."""
    readers = {"open", "read_text", "read_bytes", "read_csv", "read_file", "savefig"}
    for path in MODULES:
        if room(path) in ("pictures", "metrics") and path.stem != "map_program":
            assert not called(path) & readers, path


def test_no_star_import_no_print_no_utils():
    for path in MODULES:
        stars = [n for n in nodes(path, ast.ImportFrom) if n.names[0].name == "*"]
        assert not stars, path
        assert "print" not in called(path) or room(path) == "cli", path
        assert path.stem not in {"utils", "helpers", "manager", "common", "misc"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks(path):
    cells = [
        c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"
    ]
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


def test_faults_are_said_in_one_language():
    makers, said = {"Fault", "refused", "_refused", "refuse"}, []
    for path in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                not isinstance(call, ast.Call)
                or ast.unparse(call.func).split(".")[-1] not in makers
            ):
                continue
            words = [part for part in ast.walk(call) if isinstance(part, ast.Constant)]
            said += [
                f"{path.name}:{part.lineno}: {part.value}"
                for part in words
                if isinstance(part.value, str) and re.search("[a-z] [a-z]", part.value)
            ]
    assert said == []
