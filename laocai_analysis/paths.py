"""Where data, boundaries, notebooks and reports are.

In a checkout they are the folders beside the package. In an installed wheel the data, the notebooks
and the kept part of ``geo/`` travel inside the package, and what is built or imported goes to the
user's cache folder.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent
#: The file that makes a folder a project: its province, and what else `province.Settings` lists.
SETTINGS = "laocai.toml"


@lru_cache(maxsize=1)
def in_checkout() -> bool:
    """Tell whether the package runs from a checkout of its repository, and not from an installed
    wheel.
    """
    return not (_PACKAGE / "_bundled").is_dir()


def home() -> Path:
    """Return the folder that holds ``data``, ``geo`` and ``notebooks`` as they were shipped."""
    return _CHECKOUT if in_checkout() else _PACKAGE / "_bundled"


def project() -> Path:
    """Return the folder of the project: the nearest one, from the working folder upward, that holds
    `SETTINGS`; `home` where none does.

    The environment variable ``LAOCAI_PROJECT`` names another folder.
    """
    if named := os.environ.get("LAOCAI_PROJECT"):
        return Path(named)
    try:
        return _project(os.getcwd())
    except FileNotFoundError:  # the working folder was removed
        return home()


@lru_cache(maxsize=8)
def _project(working: str) -> Path:
    """Readers of tables ask for it for every text of a sheet."""
    folders = (Path(working), *Path(working).parents)
    return next((folder for folder in folders if (folder / SETTINGS).is_file()), home())


def data() -> Path:
    """Return the folder of what the project knows: evidence, returns, form.

    The environment variable ``LAOCAI_DATA`` names another folder; it must hold everything.
    """
    named = os.environ.get("LAOCAI_DATA")
    return Path(named) if named else project() / "data"


def data_file(name: str) -> Path:
    """Return a file or folder of the data: that of the project, or where it has none, that of the
    package.

    Raises
    ------
    InputError
        If the folder of the data is one of version 0.1, with units and indicators of its own.

    Examples
    --------
    >>> data_file("units/census-2019.csv").name
    'census-2019.csv'
    """
    own, before = data() / name, data() / "units" / "2008.csv"
    if before.exists():
        from laocai_analysis.errors import Fault, InputError
        from laocai_analysis.language import Message

        expected = Message("expected-data-of-now", folder=str(data()))
        found = Message("found-data-of-0-1")
        raise InputError([Fault("units/2008.csv", None, None, expected, found)])
    return own if "LAOCAI_DATA" in os.environ or own.exists() else home() / "data" / name


def whole(name: object) -> object:
    """Return a table or a layer that a parameter names by its path as a path from the root; the
    name of one in the data as it is.

    Examples
    --------
    >>> whole("2008-illustrative"), str(whole("own.csv")).startswith("/")
    ('2008-illustrative', True)
    """
    is_file = str(name).endswith((".csv", ".geojson", ".json"))
    return str(Path(str(name)).resolve()) if is_file else name


def geo() -> Path:
    """Return the folder of the boundaries that are shipped: the tile map and the registry of
    sources.
    """
    return home() / "geo"


def notebooks() -> Path:
    """Return the folder of the notebooks and of ``reports.yml``.

    The environment variable ``LAOCAI_NOTEBOOKS`` names another folder of the same form.
    """
    return Path(os.environ.get("LAOCAI_NOTEBOOKS", home() / "notebooks"))


def sites() -> Path:
    """Return the file of the sites: ``sites.yml`` of the project, else that beside the
    notebooks.
    """
    own = project() / "sites.yml"
    return own if own.is_file() else notebooks() / "sites.yml"


def built_geo() -> Path:
    """Return the folder for boundaries that are built or imported on this machine.

    That is ``geo/`` in a checkout (git ignores what is built there) and the user's cache folder
    otherwise. The environment variable ``LAOCAI_CACHE`` names another folder.
    """
    if cache := os.environ.get("LAOCAI_CACHE"):
        return Path(cache) / "geo"
    return geo() if in_checkout() else Path(platformdirs.user_cache_dir("laocai_analysis")) / "geo"


def own_geo() -> Path:
    """Return the folder for boundaries that a person imports: ``geo/`` of a project of one's own,
    since they are its data and cannot be built anew; else that of `built_geo`.
    """
    return built_geo() if project() == home() else project() / "geo"


def cache() -> Path:
    """Return the folder for what can be made anew at any time: the user's cache folder, or that of
    ``LAOCAI_CACHE``.
    """
    return Path(os.environ.get("LAOCAI_CACHE") or platformdirs.user_cache_dir("laocai_analysis"))


def reports() -> Path:
    """Return the folder for published reports: ``reports/`` of the project, or below the working
    folder where an installed package finds no project.

    The environment variable ``LAOCAI_REPORTS`` names another folder.
    """
    if folder := os.environ.get("LAOCAI_REPORTS"):
        return Path(folder)
    return (project() if in_checkout() or project() != home() else Path.cwd()) / "reports"
