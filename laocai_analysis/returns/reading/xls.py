"""Excel's old binary form (xls), read in its own process.

xlrd trusts what a file says of itself: one record of 30 bytes that puts a link on all cells makes
it fill the memory, and a broken one can raise anything. A process with a bound on its time and
memory can do no harm. This file is also the program of that process, which imports nothing of the
package, so that it starts fast.
"""

from __future__ import annotations

import io
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

#: The process may take this much memory, in bytes, and this much time, in seconds; a return takes
#: 0.2 s and 40 MB.
MAX_MEMORY, MAX_SECONDS = 700_000_000, 30


def run_reader(content: bytes, *, limits: tuple[int, int]) -> dict[str, Any]:
    """Read a workbook in a process of its own.

    Parameters
    ----------
    content : bytes
        What the file holds.
    limits : (int, int)
        The most cells and the most characters that are handed on; reading stops one beyond.

    Returns
    -------
    dict
        ``sheets``: a list of the name, cells, merged ranges, hidden rows and hidden columns of each
        visible sheet, as `raw.RawTable` holds them; or ``trouble``: why there are none, "password",
        "bounds" or the words of xlrd.
    """
    command = [sys.executable, "-P", __file__, *map(str, limits)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=2 * MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return {"trouble": "bounds"}
    if done.returncode:
        return {"trouble": "bounds"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _sheets(content: bytes, *, cells: int, characters: int) -> Iterator[dict[str, Any]]:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=content, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
    )
    styles = [_Style(book, style) for style in book.xf_list]
    for tab in book.sheets():
        if tab.visibility:
            yield {"name": tab.name, "cells": [], "merged": [], **_hidden(tab), "hidden": True}
            continue
        found = []
        for row in range(tab.nrows):
            for column, cell in enumerate(tab.row(row)):
                content_of_cell, trouble = _content(cell, xlrd)
                if content_of_cell == "":
                    continue
                style = styles[cell.xf_index]
                struck = style.struck or any(
                    book.font_list[font].struck_out
                    for _, font in tab.rich_text_runlist_map.get((row, column), ())
                )
                trouble = trouble or style.trouble(content_of_cell, struck=struck)
                found.append((row + 1, column + 1, content_of_cell, style.font, trouble))
                cells -= 1
                characters -= len(str(content_of_cell))
                if cells < 0 or characters < 0:  # whoever asked will refuse it
                    yield {"name": tab.name, "cells": found, "merged": [], **_hidden(tab)}
                    return
        merged = [
            (top + 1, left + 1, bottom, right) for top, bottom, left, right in tab.merged_cells
        ]
        yield {"name": tab.name, "cells": found, "merged": merged, **_hidden(tab)}


def _hidden(tab: Any) -> dict[str, list[tuple[int, int]]]:
    """Return the rows and the columns of a sheet that are not shown, each as a run of one."""
    rows = [n + 1 for n, info in tab.rowinfo_map.items() if info.hidden or info.height == 0]
    columns = [n + 1 for n, info in tab.colinfo_map.items() if info.hidden or info.width == 0]
    return {"hidden_rows": [(n, n) for n in rows], "hidden_columns": [(n, n) for n in columns]}


class _Style:
    """How a cell is shown. What it says of a cell is what `raw.trouble_shown` says: this program
    imports nothing of the package.
    """

    def __init__(self, book: Any, style: Any) -> None:
        font = book.font_list[style.font_index]
        shown = book.format_map.get(style.format_key)
        code = (shown.format_str or "") if shown is not None else ""
        self.font, self.struck = font.name, bool(font.struck_out)
        self.percent = "%" in re.sub(r'"[^"]*"|\\.', "", code)
        white = font.colour_index in (1, 9) and style.background.fill_pattern == 0
        self.blank = white or (bool(code) and not code.strip(";"))

    def trouble(self, content: str | float | bool, *, struck: bool) -> str:
        if struck:
            return "doubt-struck"
        if self.percent and not isinstance(content, (str, bool)):
            return "doubt-percent"
        return "doubt-not-shown" if self.blank else ""


def _content(cell: Any, xlrd: Any) -> tuple[str | float | bool, str]:
    kind, value = cell.ctype, cell.value
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return "", ""
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value), ""
    if kind == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(value, "#?"), "doubt-error-value"
    if kind == xlrd.XL_CELL_TEXT:
        return str(value), ""
    if not abs(value) < float("inf"):
        return str(value), "doubt-number"
    return value, "doubt-date" if kind == xlrd.XL_CELL_DATE else ""


def _answer(content: bytes, *, cells: int, characters: int) -> dict[str, Any]:
    try:
        return {"sheets": list(_sheets(content, cells=cells, characters=characters))}
    except MemoryError:
        return {"trouble": "bounds"}
    except Exception as error:  # xlrd raises of every kind on a broken file
        if "encrypted" in str(error):
            return {"trouble": "password"}
        return {"trouble": str(error).split("\n")[0][:120] or type(error).__name__}


def _main() -> None:
    sys.setrecursionlimit(2_000)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    cells, characters = map(int, sys.argv[1:])
    answer = _answer(sys.stdin.buffer.read(), cells=cells, characters=characters)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
