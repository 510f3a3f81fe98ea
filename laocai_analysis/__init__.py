"""Commune returns, boundaries and published figures of a Vietnamese province, turned into cited, mapped reports.

The modules are imported when they are first used, so that ``import laocai_analysis`` costs nothing.
"""

from __future__ import annotations

import importlib
from types import ModuleType

__version__ = "0.1.0"

__all__ = [
    "audit", "boundaries", "charts", "checks", "comparison", "country", "evidence", "figures", "findings",
    "indicators", "interactive", "language", "maps", "metrics", "page", "returns", "review", "schema", "sources",
    "tiles", "units",
]  # fmt: skip


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return importlib.import_module(f"laocai_analysis.{name}")
    raise AttributeError(f"module 'laocai_analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
