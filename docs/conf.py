"""The settings of the site: ``make docs`` builds it with Sphinx, without a network.

The root of the repository is its source, so that every document has one home and the links between
them are the same on the site and in the repository.
"""

from importlib import import_module
from pathlib import Path

import laocai_analysis

project = "laocai_analysis"
author = copyright = "The laocai_analysis authors"
version = release = laocai_analysis.__version__

extensions = ["myst_nb", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
root_doc = "docs/index"
include_patterns = [
    "README.md",
    "README.vi.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/**.md",
    "docs/api/*",
    "data/README.md",
    "geo/README.md",
    "benchmarks/results.md",
    "notebooks/*.ipynb",
]
exclude_patterns = [".venv", "build", "reports", "tests", "laocai_analysis"]
templates_path = [str(Path(__file__).parent / "_templates")]  # else looked for below the source

myst_heading_anchors = 3
nb_execution_mode = "off"  # the tests run the notebooks; pages show their cells and their prose

autosummary_generate = True
#: Modules that gather the functions of others: their page lists what they gather.
autosummary_context = {
    "gathering": [
        f"laocai_analysis.{name}"
        for name in laocai_analysis._MODULES.values()
        if hasattr(import_module(f"laocai_analysis.{name}"), "__path__")
    ]
}
autodoc_default_options = {"exclude-members": "set"}  # that which matplotlib writes for each artist
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say it, with units
numpydoc_show_class_members = False

html_theme = "furo"
html_title = "laocai_analysis"
html_extra_path = ["redirect"]
html_static_path = ["_static"]
html_js_files = ["reach.js"]
html_show_search_summary = False  # it would fetch the pages, which a browser refuses for files
html_copy_source = False
