"""The yearly commune returns: what each commune has, as the districts report it.

What a return does not say is unknown, never no; where an indicator has no meaning the value is
``na``.
"""

from laocai_analysis.returns.table import (
    amounts,
    basis,
    file_of,
    find_return,
    in_returns,
    is_table,
    load_return,
    name_of,
    names,
    names_of,
    read_rows,
    values,
    weakest,
)

__all__ = [
    "amounts",
    "basis",
    "file_of",
    "find_return",
    "in_returns",
    "is_table",
    "load_return",
    "name_of",
    "names",
    "names_of",
    "read_rows",
    "values",
    "weakest",
]
