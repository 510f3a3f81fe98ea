"""Commune returns, boundaries and published figures of a province, as cited, mapped reports.

The modules are imported when they are first used, so that ``import laocai_analysis`` costs nothing.
"""

from __future__ import annotations

import importlib
from types import ModuleType

__version__ = "0.1.0"

#: Each public name and the module that it stands for.
_MODULES = {
    "benchmarks": "sections.benchmarks",
    "boundaries": "places.boundaries",
    "charts": "pictures.charts",
    "checks": "checks",
    "commune_coverage": "sections.commune_coverage",
    "comparison": "sections.comparison",
    "country": "places.country",
    "evidence": "evidence",
    "figures": "page.figures",
    "first_screen": "page.first_screen",
    "groups": "places.groups",
    "indicators": "indicators",
    "interactive": "pictures.interactive",
    "language": "language",
    "maps": "pictures.maps",
    "matching": "places.matching",
    "metrics": "metrics",
    "page": "page",
    "paths": "paths",
    "province": "places.province",
    "return_check": "sections.return_check",
    "returns": "returns",
    "review": "sections.review",
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
        return importlib.import_module(f"laocai_analysis.{_MODULES[name]}")
    raise AttributeError(f"module 'laocai_analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*_MODULES, "__version__"])
