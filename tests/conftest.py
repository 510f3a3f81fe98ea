"""What several tests share: tools that may be missing, and a built set of boundaries."""

import os
import shutil

import geopandas as gpd
import pytest

from laocai_analysis import boundaries


def need(program: str) -> str:
    """Return the path of a program; skip the test where it is missing, or fail it where none may be missing."""
    path = shutil.which(program)
    if path is None:
        reason = f"{program} is not installed"
        if os.environ.get("LAOCAI_ALL_TOOLS"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def communes() -> gpd.GeoDataFrame:
    """The 164 communes of 2008 on the built boundaries."""
    return boundaries.load_boundaries()
