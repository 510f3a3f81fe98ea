"""Tables in the terminal."""

from __future__ import annotations

import sys
from numbers import Integral

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from laocai_analysis.errors import ParameterError
from laocai_analysis.language import LANGUAGES, Language, Message

#: How wide a table is where there is no terminal whose width counts.
_WIDE = 200


def say_in(language: str) -> Language:
    """Return the language that an option names; refuse another one, with the valid choices."""
    if language not in LANGUAGES:
        choices = ", ".join(LANGUAGES)
        raise ParameterError(
            Message("parameter-invalid", name="--language", value=language, choices=choices)
        )
    return Language(language)


def print_table(table: pd.DataFrame, *, language: Language, title: str = "") -> None:
    """Print a table whose column names are messages; numbers stand to the right."""
    shown = Table(
        title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold"
    )
    for column in table.columns:
        numeric = pd.api.types.is_numeric_dtype(table[column])
        shown.add_column(
            language.say(str(column)), justify="right" if numeric else "left", overflow="fold"
        )
    for row in table.itertuples(index=False):
        cells = [
            language.number(int(cell)) if isinstance(cell, Integral) else str(cell) for cell in row
        ]
        shown.add_row(*map(Text, cells))
    Console(width=None if sys.stdout.isatty() else _WIDE).print(shown)
