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


@lru_cache(maxsize=1)
def in_checkout() -> bool:
    """Tell whether the package runs from a checkout of its repository, and not from an installed
    wheel.
    """
    return not (_PACKAGE / "_bundled").is_dir()


def home() -> Path:
    """Return the folder that holds ``data``, ``geo`` and ``notebooks`` as they were shipped."""
    return _CHECKOUT if in_checkout() else _PACKAGE / "_bundled"


def data() -> Path:
    """Return the folder of what the department knows: units, evidence, returns.

    The environment variable ``LAOCAI_DATA`` names another folder of the same form.
    """
    return _data(os.environ.get("LAOCAI_DATA"))


@lru_cache(maxsize=8)
def _data(named: str | None) -> Path:
    """Return the folder of data; readers of tables ask for it for every text of a sheet."""
    return Path(named) if named else home() / "data"


def geo() -> Path:
    """Return the folder of the boundaries that are shipped: the tile map and the registry of
    sources.
    """
    return home() / "geo"


def notebooks() -> Path:
    """Return the folder of the notebooks, of ``reports.yml`` and of ``sites.yml``.

    The environment variable ``LAOCAI_NOTEBOOKS`` names another folder of the same form.
    """
    return Path(os.environ.get("LAOCAI_NOTEBOOKS", home() / "notebooks"))


def built_geo() -> Path:
    """Return the folder for boundaries that are built or imported on this machine.

    That is ``geo/`` in a checkout (git ignores what is built there) and the user's cache folder
    otherwise. The environment variable ``LAOCAI_CACHE`` names another folder.
    """
    if cache := os.environ.get("LAOCAI_CACHE"):
        return Path(cache) / "geo"
    return geo() if in_checkout() else Path(platformdirs.user_cache_dir("laocai_analysis")) / "geo"


def cache() -> Path:
    """Return the folder for what can be made anew at any time: the user's cache folder, or that of
    ``LAOCAI_CACHE``.
    """
    return Path(os.environ.get("LAOCAI_CACHE") or platformdirs.user_cache_dir("laocai_analysis"))


def reports() -> Path:
    """Return the folder for published reports: ``reports/`` in a checkout, else below the working
    folder.

    The environment variable ``LAOCAI_REPORTS`` names another folder.
    """
    if folder := os.environ.get("LAOCAI_REPORTS"):
        return Path(folder)
    return (_CHECKOUT if in_checkout() else Path.cwd()) / "reports"
