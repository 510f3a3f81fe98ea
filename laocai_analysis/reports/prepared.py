"""What the server has imported and done before it forks a kernel, so that no kernel does it again.

A module that cannot be imported, for whatever reason, is left to the cell that needs it, which then
says so. The same holds for a table that is wrong. Tables are kept by the hash of their content: a
kernel reads each file itself, and checks it where it has changed since.

What is done here must start no thread, and leave no file open of which two processes would share
the place: matplotlib forgets its fonts in a fork, and SQLite, by which PROJ reads its tables, reads
at places that it names.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import subprocess
import sys

#: What reports use, and what these libraries import themselves when they are first used. A module
#: that is missing costs time in each child and nothing else.
MODULES = (
    "pandas",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "pandas.core.methods.to_dict",
    "geopandas",
    "pyogrio",
    "encodings.utf_8_sig",
    "fluent.runtime",
    "babel.dates",
    "babel.numbers",
    "pandera.pandas",
    "pandera.backends.pandas.register",
    "pandera.strategies.pandas_strategies",
    "pandera.api.geopandas.container",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "PIL.PngImagePlugin",
    "PIL.BmpImagePlugin",
    "PIL.GifImagePlugin",
    "PIL.JpegImagePlugin",
    "PIL.PpmImagePlugin",
    "IPython.core.pylabtools",
    "IPython.core.magics.execution",
    "IPython.core.magics.pylab",
    "scipy.sparse.csgraph",
    "topojson.core.topology",
    "laocai_analysis.places.boundaries",
    "laocai_analysis.pictures.charts",
    "laocai_analysis.pictures.credits",
    "laocai_analysis.pictures.interactive",
    "laocai_analysis.pictures.maps",
    "laocai_analysis.metrics",
    "laocai_analysis.page.page",
    "laocai_analysis.reports.parameters",
    "laocai_analysis.sections.commune_coverage",
    "laocai_analysis.sections.commune_figures",
    "laocai_analysis.sections.comparison",
    "laocai_analysis.sections.country_coverage",
    "laocai_analysis.sections.return_check",
    "laocai_analysis.sections.review",
    "laocai_analysis.reports.keeper",
    # what a kernel imports when it starts
    "ipykernel_launcher",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "psutil",
)


def prepare() -> None:
    """Import, check the tables that most reports read, read the messages, and draw and
    project something.
    """
    asker = os.getppid()
    for name in MODULES:
        if os.getppid() != asker:  # it has ended meanwhile
            raise SystemExit
        with contextlib.suppress(Exception):
            __import__(name)
    for step in (_check_tables, _read_messages, _draw, _open_libraries):
        with contextlib.suppress(Exception):  # whatever it is, the child that comes upon it says so
            step()


def _check_tables() -> None:
    from laocai_analysis import csv_tables, paths, schema
    from laocai_analysis.errors import InputError
    from laocai_analysis.evidence import load_evidence
    from laocai_analysis.places.census import CENSUS_DAY
    from laocai_analysis.places.composition import compose
    from laocai_analysis.places.province import settings, years

    for path in sorted(paths.data().glob("returns/*-illustrative.csv")):
        with contextlib.suppress(InputError):
            csv_tables.read_rows(path, schema.RETURNS)
    with contextlib.suppress(InputError):
        load_evidence()
    # it reads the census and the tables of units, and puts events together
    compose(CENSUS_DAY, settings().year or years()[0])


def _read_messages() -> None:
    from laocai_analysis.language import LANGUAGES, Language

    for code in LANGUAGES:
        Language(code).date("2008-12-31")


def _draw() -> None:
    """Draw a picture, for which matplotlib looks up fonts and imports more."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    picture = Figure(layout="constrained")
    picture.add_subplot(title="Độ phủ").bar([0, 1], [0, 1], hatch="//")
    FigureCanvasAgg(picture).print_png(io.BytesIO())  # type: ignore[no-untyped-call]


def _open_libraries() -> None:
    """Read a point and project it, for which each library loads its own tables once."""
    import geopandas as gpd

    from laocai_analysis.schema import CRS_PLANE

    point = '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[104,22]}}'
    gpd.read_file(io.BytesIO(point.encode())).to_crs(CRS_PLANE)


def _path() -> list[str]:
    """Return the path of a fresh interpreter; that of this one is perhaps that of its asker."""
    command = [sys.executable, "-c", "import sys; print(*sys.path[1:], sep='\\0', end='')"]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd="/").stdout
    return told.decode(sys.getfilesystemencoding(), "surrogateescape").split("\0")


#: Where a kernel looks for modules; it adds its working folder itself.
PATH = _path()

#: The file of settings that matplotlib found in the folder of the server.
SETTINGS = ""

# what is imported stays, so there is nothing to look for in it, neither here nor in kernels
gc.disable()
try:
    prepare()
finally:
    if "matplotlib" in sys.modules:
        SETTINGS = sys.modules["matplotlib"].matplotlib_fname()
    gc.freeze()
    gc.enable()
