"""Where things stand in a sheet: its header, what each column holds, and what the lines above it
state.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from laocai_analysis.places.matching import PREFIXES, split_name
from laocai_analysis.returns.form import UNIT_COLUMNS, header_key, header_keys
from laocai_analysis.returns.reading.encodings import text_of
from laocai_analysis.returns.reading.sheets import Sheet
from laocai_analysis.text.keys import name_key, nfc

#: The header is looked for in this many rows from the top.
_TOP = 60


@dataclass(slots=True)
class Layout:
    """What was recognised in a sheet.

    Parameters
    ----------
    top, bottom : int
        The first and the last row of the header.
    columns : dict of int to str
        What each column holds: an indicator, or one of `form.UNIT_COLUMNS`.
    unplaced : dict of int to str
        The header of each column that is not known; it may be blank.
    district : str
        The code of the district that the lines above, or the name of the sheet, state; blank for
        none or several.
    years : tuple of int
        The years that the lines above state.
    """

    top: int
    bottom: int
    columns: dict[int, str]
    unplaced: dict[int, str]
    district: str = ""
    years: tuple[int, ...] = ()

    def column(self, meaning: str) -> int | None:
        """Return the first column that holds something, None for no such column."""
        return next((number for number, held in self.columns.items() if held == meaning), None)

    @property
    def answers(self) -> dict[int, str]:
        """The columns that hold an indicator."""
        return {number: held for number, held in self.columns.items() if held not in UNIT_COLUMNS}


class Grid:
    """The texts of a sheet by row and column, a merged range holding the same text everywhere."""

    def __init__(self, sheet: Sheet, *, encoding: str) -> None:
        self.sheet, self.encoding = sheet, encoding
        self.rows, self.columns = sheet.rows, sheet.columns
        self._origin: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in sheet.merged:
            for row in range(top, min(bottom, self.rows) + 1):
                for column in range(left, min(right, self.columns) + 1):
                    self._origin[row, column] = (top, left)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Return the cell whose content a cell shows: itself, or the first one of its merged
        range.
        """
        return self._origin.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        return text_of(self.sheet.cells.get(self.origin(row, column)), encoding=self.encoding)


def meaning_of(header: str) -> str:
    """Return what a header means: an indicator or one of `form.UNIT_COLUMNS`; blank where it is not
    known.

    What stands in brackets may be left out of it: a unit of measure, or how to answer.

    Examples
    --------
    >>> meaning_of("Số trạm BTS (trạm)"), meaning_of("Dân số")
    ('base_stations', '')
    """
    keys = header_keys()
    short = re.sub(r"[(\[].*?[)\]]", " ", header)
    return keys.get(header_key(header)) or keys.get(header_key(short)) or ""


def nearest_meanings(header: str, *, limit: int = 3) -> list[str]:
    """Return the meanings whose known wordings look most like a header; to show to a person, never
    to accept.

    Examples
    --------
    >>> nearest_meanings("Trạm BST")[0]
    'base_stations'
    """
    keys = header_keys()
    best = process.extract(
        header_key(header), list(keys), scorer=fuzz.ratio, limit=3 * limit, score_cutoff=60
    )
    return list(dict.fromkeys(keys[key] for key, _, _ in best))[:limit]


def find_layout(grid: Grid, *, districts: pd.DataFrame) -> Layout | None:
    """Find the header of a sheet.

    Parameters
    ----------
    grid : Grid
        The sheet.
    districts : DataFrame
        The districts whose names are looked for above the header.

    Returns
    -------
    Layout or None
        The block of up to four rows that names most columns, a column of units or of codes among
        them; None where there is none.
    """
    best: Layout | None = None
    for row in range(1, min(grid.rows, _TOP) + 1):
        if not any(
            meaning_of(grid.text(row, column)) in ("unit", "code")
            for column in range(1, grid.columns + 1)
        ):
            continue
        for top in (row, row - 1, row - 2):
            for bottom in (row, row + 1, row + 2):
                if top >= 1 and _reaches(grid, row, top, bottom):
                    layout = _columns(grid, top, bottom)
                    if best is None or len(layout.answers) > len(best.answers):
                        best = layout
    if best is None or (best.column("unit") is None and best.column("code") is None):
        return None
    above = [
        grid.text(row, column)
        for row in range(1, best.top)
        for column in range(1, grid.columns + 1)
    ]
    best.years = tuple(sorted({int(year) for text in above for year in _YEAR.findall(text)}))
    best.district = stated_district(
        [*above, grid.sheet.name], districts=districts, sheet=grid.sheet.name
    )
    return best


_YEAR = re.compile(r"(?:năm|year|31/12/)\s*((?:19|20)\d\d)", re.IGNORECASE)


def _reaches(grid: Grid, row: int, top: int, bottom: int) -> bool:
    """Tell whether the rows from `top` to `bottom` can be one header around the row that names the
    units.
    """
    for other in range(row + 1, bottom + 1):
        if not any(grid.text(other, column) for column in range(1, grid.columns + 1)):
            return False
        for column in range(1, grid.columns + 1):
            named = meaning_of(grid.text(row, column)) in ("unit", "code")
            if named and grid.sheet.cells.get((other, column)) is not None:
                return False  # a unit stands there already
    spans = {
        origin
        for origin in (
            grid.origin(other, column)
            for other in range(top, row)
            for column in range(1, grid.columns + 1)
        )
        if origin in grid.sheet.cells
    }
    return top == row or all(_is_group(grid, origin) for origin in spans)


def _is_group(grid: Grid, origin: tuple[int, int]) -> bool:
    """Tell whether a cell is the head of some columns, and not a title above all of them."""
    width = 1
    while grid.origin(origin[0], origin[1] + width) == origin:
        width += 1
    return width < grid.columns - 1


def _columns(grid: Grid, top: int, bottom: int) -> Layout:
    layout = Layout(top, bottom, {}, {})
    for column in range(1, grid.columns + 1):
        texts = list(
            dict.fromkeys(
                text for row in range(top, bottom + 1) if (text := grid.text(row, column))
            )
        )
        wordings = [" ".join(texts[first:]) for first in range(len(texts))] + texts[:1]
        meaning = next((found for text in wordings if (found := meaning_of(text))), "")
        taken = meaning in layout.columns.values() and meaning not in ("number", "note")
        if meaning and not taken:
            layout.columns[column] = meaning
        else:
            layout.unplaced[column] = " ".join(texts)
    return layout


def stated_district(texts: Sequence[str], *, districts: pd.DataFrame, sheet: str = "") -> str:
    """Return the code of the one district that some texts name with its type in front; blank for
    none or several.

    A sheet may be named after its district without the type; but Lào Cai is also the province.

    Examples
    --------
    >>> from laocai_analysis.places.units import load_units
    >>> districts = load_units(2008, level="district")
    >>> stated_district(["BÁO CÁO CỦA HUYỆN SA PA, NĂM 2009"], districts=districts)
    '088'
    """
    found = set()
    for code, district in districts.iterrows():
        kind, bare = split_name(str(district["name"]))
        forms = "|".join(re.escape(form) for form in PREFIXES[str(kind)])
        name = rf"(?<!\w)(?:{forms})\s*\.?\s*{_loose(bare)}"
        if any(re.search(name, nfc(text), re.IGNORECASE) for text in texts):
            found.add(str(code))
        if kind == "huyện" and name_key(sheet) == name_key(bare):
            found.add(str(code))
    return found.pop() if len(found) == 1 else ""


def _loose(name: str) -> str:
    """Return a pattern for a name with any blanks or hyphens between its syllables, at the end of a
    word.
    """
    return r"[\s\-]+".join(re.escape(part) for part in name.split()) + r"(?!\w)"
