"""Commune returns, boundaries and published figures of a province, as cited, mapped reports.

The modules are imported when they are first used, so that ``import laocai_analysis`` costs nothing.
"""

from __future__ import annotations

import importlib
import sys
from functools import partial
from types import ModuleType

__version__ = "1.0.0"

#: Each public name and the module that it stands for.
_MODULES = {
    "benchmarks": "sections.benchmarks",
    "boundaries": "places.boundaries",
    "census": "places.census",
    "charts": "pictures.charts",
    "checks": "checks",
    "commune_coverage": "sections.commune_coverage",
    "commune_figures": "sections.commune_figures",
    "comparison": "sections.comparison",
    "conversion": "places.conversion",
    "country": "places.country",
    "country_coverage": "sections.country_coverage",
    "evidence": "evidence",
    "figures": "page.figures",
    "first_screen": "page.first_screen",
    "groups": "places.groups",
    "indicators": "indicators",
    "interactive": "pictures.interactive",
    "language": "language",
    "maps": "first_look",
    "matching": "places.matching",
    "metrics": "metrics",
    "page": "page",
    "paths": "paths",
    "people": "places.people",
    "province": "places.province",
    "registry": "places.registry",
    "return_check": "sections.return_check",
    "returns": "returns",
    "review": "sections.review",
    "rows_of": "page.rows_of",
    "schema": "schema",
    "sources": "sources",
    "statement": "sections.statement",
    "tiles": "places.tiles",
    "units": "places.units",
    "weights": "places.weights",
    "where": "sections.where",
    "where_next": "sections.where_next",
}

__all__ = [*_MODULES]


def __getattr__(name: str) -> ModuleType:
    if name in _MODULES:
        module = importlib.import_module(f"laocai_analysis.{_MODULES[name]}")
        for path in _MODULES.values():  # also those that were imported by the way
            if loaded := sys.modules.get(f"laocai_analysis.{path}"):
                vars(loaded).setdefault("__dir__", partial(_public, loaded))
        return module
    raise AttributeError(f"module 'laocai_analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*_MODULES, "__version__"])


def _public(module: ModuleType) -> list[str]:
    """Return what a module offers: ``__all__``, else what it defines itself and what has no
    underscore; not what it imports.
    """
    import ast
    import inspect

    defined = [*vars(module).get("__all__", ())]
    for node in () if defined else ast.parse(inspect.getsource(module)).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined.append(node.name)
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            defined += [target.id for target in targets if isinstance(target, ast.Name)]
    return sorted(name for name in defined if not name.startswith("_"))
