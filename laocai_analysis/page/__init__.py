"""What a notebook puts on a page: figures, wording, page.

A page is imported when it is first used: the command that runs a report needs its figures alone,
and neither pictures nor tables.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from laocai_analysis.page.markup import Figures, Part, Section
    from laocai_analysis.page.page import Page

__all__ = ["Figures", "Page", "Part", "Section"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES.get(name, 'markup')}"), name)


_HOMES = {"Page": "page"}
