"""What the lines around a table state: district, year, unit of measure, that figures are a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from laocai_analysis.places.matching import PREFIXES, split_name
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.stated_years import StatedYears, together, years_of
from laocai_analysis.text.keys import name_key, nfc

#: A line beneath a table that says of when its figures are.
_OF_FIGURES = re.compile(r"số liệu|tính đến|thời điểm|as of", re.IGNORECASE)
_PLAN = re.compile(
    r"^(?:biểu|bảng|phụ lục)?\s*[\w./-]{0,8}[:.]?\s*(?:giao\s+)?(?:chỉ tiêu\s+)?(?:kế hoạch|dự kiến|dự toán)\b"
    r"(?!\s*(?:số|theo))|^KH\s*(?:19|20)[0-9]{2}$",
    re.IGNORECASE,
)

#: A unit of measure that is a multiple of what is counted, or a share of it.
_MULTIPLE = re.compile(
    r"\b(?:đvt|đơn vị(?: tính| đo)?|unit(?: of measure)?)\W*"
    r"(?:%|1[.,\s]?0{2,3}(?:[.,\s]?0{3})*\b|"
    r"(?:nghìn|ngàn|triệu|tỷ|tỉ|trăm|chục|thousands?|millions?)\b)",
    re.IGNORECASE,
)


def lines(grid: Grid, rows: Iterable[int], columns: range) -> list[str]:
    """Return the texts of some rows; of a date only the last day of a year says when figures are
    of.

    Where a year stands right above the columns of a table, what stands beside it in the row is said
    of another table.
    """
    found = list[str]()
    for row in rows:
        texts = {}
        for column in range(1, grid.columns + 1):
            cell = grid.sheet.cells.get((row, column))
            if cell is None:
                continue
            text = grid.text(row, column)
            if cell.trouble == "doubt-date":
                text = text if re.match(r"[0-9]{4}-12-31|31\D12\D", text) else ""
            texts[column] = text
        own = [text for column, text in texts.items() if column in columns]
        found += own if any(years_of(text).years for text in own) else texts.values()
    return [text for text in found if text]


def stated_years(texts: Sequence[str]) -> StatedYears:
    """Return the years that the lines above a table state; *Năm* and *2010* may stand side by
    side.
    """
    return together(list(texts))


def years_beneath(texts: Sequence[str]) -> StatedYears:
    """Return the years that the notes beneath a table state of its figures."""
    return together([text for text in texts if _OF_FIGURES.search(text)])


def of_sheet(name: str) -> StatedYears:
    """Return the years that the name of a sheet states.

    Examples
    --------
    >>> sorted(of_sheet("BC 2010").years), sorted(of_sheet("Sheet1").years)
    ([2010], [])
    """
    return years_of(name.replace("_", " "))


def states_plan(texts: Sequence[str]) -> str:
    """Return the line that says that a table holds what is planned; blank for none.

    Examples
    --------
    >>> states_plan(["KẾ HOẠCH NĂM 2009"]), states_plan(["THỰC HIỆN KẾ HOẠCH 2009"])
    ('KẾ HOẠCH NĂM 2009', '')
    """
    return next((text for text in texts if _PLAN.search(text)), "")


def states_multiple(texts: Sequence[str]) -> str:
    """Return the line that says that figures are in thousands, say, or in per cent; blank for none.

    Examples
    --------
    >>> states_multiple(["ĐVT: nghìn thuê bao"]), states_multiple(["Đơn vị tính: trạm"])
    ('ĐVT: nghìn thuê bao', '')
    """
    return next((text for text in texts if _MULTIPLE.search(text)), "")


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
