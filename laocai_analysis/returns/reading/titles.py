"""What the lines around a table state: district, year, unit of measure, that figures are a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import prod
from pathlib import PurePath

import pandas as pd

from laocai_analysis.places.matching import PREFIXES, split_name
from laocai_analysis.returns.reading.grid import Grid
from laocai_analysis.returns.reading.stated_years import StatedYears, together, years_of
from laocai_analysis.text.keys import name_key, nfc

#: A line beneath a table that says of when its figures are.
_OF_FIGURES = re.compile(r"số liệu|tính đến|thời điểm|as of", re.IGNORECASE)
_PLAN = re.compile(
    r"^(?:biểu|bảng|phụ lục|tổng hợp|danh sách|thống kê|báo cáo)?\s*[\w./-]{0,8}[:.]?\s*(?:giao\s+)?(?:chỉ tiêu\s+)?"
    r"(?:kế hoạch|dự kiến|dự toán|nhu cầu|đăng ký|đề xuất|đề nghị|phương án|mục tiêu(?! quốc gia))\b"
    r"(?!\s*(?:số|theo))|^KH\s*(?:19|20)[0-9]{2}$|\b(?:ví dụ|nháp|draft|example)\b",
    re.IGNORECASE,
)
#: A line that says that figures are not final.
_ESTIMATED = re.compile(r"\b(?:ước|sơ bộ|estimated?|preliminary)\b", re.IGNORECASE)
#: A line by which a mark stands for what is not there, or for a list of units without something.
_TURNED = re.compile(
    r"(?<!\w)[\"“'(]*(?:x|v|\+|1|✓|√)[\"”')]*\s*"
    r"(?:=|:|là|-|–|cho|vào|nghĩa là|nếu|ở|tại|đối với)\s*(?:(?:ô|các|những|xã|đơn vị|nơi|là)\s+)*"
    r"(?:chưa|không|ko|thiếu)\b|(?<!\w)0\s*(?:=|:|là)\s*(?:có|đã)\b"
    r"|^(?:(?:biểu|bảng|tổng hợp|thống kê|danh sách)\b[^;.:]{0,30})?"
    r"\b(?:xã|đơn vị)\b[^;.:]{0,30}\b(?:chưa|không|thiếu)\b",
    re.IGNORECASE,
)
#: A district or a province that is named with its type.
_PLACE = re.compile(
    r"(?<!\w)(?:tỉnh|huyện|thị xã|thành phố)\s+([^\W\d]+(?:\s+[^\W\d]+){1,3})", re.IGNORECASE
)

#: How a multiple of what is counted is written: in words, or as 1.000.
_FACTORS = {
    "chục": 10,
    "trăm": 100,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "thousand": 1_000,
    "million": 1_000_000,
}
_FACTOR = (
    rf"(?:(?:{'|'.join(_FACTORS)})s?\b(?:\s*(?:{'|'.join(_FACTORS)})\b)*|"
    r"1(?:00|[.,\s]?0{3}(?:[.,\s]?0{3})*)\b(?![.,]?[0-9]))"
)
_MEASURE = r"\b(?:đvt|đv|đơn vị(?: tính| đo)?|unit(?: of measure)?)"
#: A unit of measure that is a multiple of what is counted, or a share of it.
_MULTIPLE = re.compile(
    rf"{_MEASURE}\W*(?:%|(?:tỷ|tỉ)\b|{_FACTOR})|\bin (?:thousand|million)s\b", re.IGNORECASE
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


def other_years(stated: Iterable[StatedYears], *, file: str, year: int) -> str:
    """Return the other years that a file states, so that a table in it that states none is not
    plainly of the year; blank where it is.

    The name of a file may state the year for all of its tables, beside the day that it was sent.

    Parameters
    ----------
    stated : iterable of StatedYears
        What its sheets and tables state.
    file : str
        Its name.
    year : int
        The year that is imported.

    Examples
    --------
    >>> other_years([years_of("NĂM 2008")], file="sa-pa.xlsx", year=2009)
    '2008'
    >>> other_years([years_of("NĂM 2008")], file="BC_2009.xlsx", year=2009)
    ''
    """
    named = years_of(PurePath(file).stem.replace("_", " "))
    if year in named.years and not named.part:
        return ""
    others = [one for one in (*stated, named) if not one.fits(year)]
    return ", ".join(dict.fromkeys(map(str, others)))


def states_plan(texts: Sequence[str]) -> str:
    """Return the line that says that a table holds what is planned; blank for none.

    Examples
    --------
    >>> states_plan(["KẾ HOẠCH NĂM 2009"]), states_plan(["THỰC HIỆN KẾ HOẠCH 2009"])
    ('KẾ HOẠCH NĂM 2009', '')
    """
    return next((text for text in texts if _PLAN.search(text)), "")


def states_measure(texts: Iterable[str]) -> bool:
    """Tell whether some line states a unit of measure.

    Examples
    --------
    >>> states_measure(["ĐVT: thuê bao"]), states_measure(["Đơn vị báo cáo: Huyện Sa Pa"])
    (True, False)
    """
    plain = re.compile(r"\b(?:đvt|đơn vị (?:tính|đo)|unit of measure)\b", re.IGNORECASE)
    return any(plain.search(text) or _MULTIPLE.search(text) for text in texts)


def states_multiple(texts: Sequence[str]) -> str:
    """Return the line that says that figures are in thousands, say, or in per cent; blank for none.

    Examples
    --------
    >>> states_multiple(["ĐVT: nghìn thuê bao"]), states_multiple(["Đơn vị tính: trạm"])
    ('ĐVT: nghìn thuê bao', '')
    """
    return next((text for text in texts if _MULTIPLE.search(text)), "")


def factor_in(text: str) -> int:
    """Return the multiple that a line or a head states, 1 for none or a share.

    Examples
    --------
    >>> [factor_in(text) for text in ("ĐVT: nghìn thuê bao", "Thuê bao (1.000 TB)", "ĐVT: %")]
    [1000, 1000, 1]
    >>> factor_in("Thuê bao/100 dân")
    1
    """
    found = re.search(rf"(?<![\w/.,])(?<!/\s){_FACTOR}", nfc(text).lower())
    if found is None:
        return 1
    digits = re.sub(r"\D", "", found[0])
    words = [word.removesuffix("s") for word in found[0].split()]
    return int(digits) if digits else prod(_FACTORS[word] for word in words)


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


def states_estimate(texts: Sequence[str]) -> bool:
    """Tell whether a line above a table says that its figures are estimates.

    Examples
    --------
    >>> states_estimate(["ƯỚC THỰC HIỆN NĂM 2009"]), states_estimate(["THỰC HIỆN NĂM 2009"])
    (True, False)
    """
    return any(_ESTIMATED.search(text) for text in texts)


def states_turned(texts: Sequence[str]) -> str:
    """Return the line by which a mark may say that something is not there; blank for none.

    Examples
    --------
    >>> states_turned(["Ghi chú: dấu x là chưa có"]), states_turned(["Đánh dấu x nếu có"])
    ('Ghi chú: dấu x là chưa có', '')
    """
    return next((text for text in texts if _TURNED.search(text)), "")


def states_other_place(texts: Sequence[str], *, own: Iterable[str]) -> str:
    """Return the line that names a district or a province of elsewhere; blank for none.

    Parameters
    ----------
    texts : sequence of str
        The lines above a table.
    own : iterable of str
        The names of the province and its districts.

    Examples
    --------
    >>> states_other_place(["UBND TỈNH YÊN BÁI"], own=["Tỉnh Lào Cai", "Huyện Sa Pa"])
    'UBND TỈNH YÊN BÁI'
    >>> states_other_place(["UBND HUYỆN SA PA NĂM 2009"], own=["Tỉnh Lào Cai", "Huyện Sa Pa"])
    ''
    """
    here = {name_key(split_name(name)[1]) for name in own}
    for text in texts:
        for named in _PLACE.findall(nfc(text)):
            words = named.split()
            keys = {name_key(" ".join(words[:count])) for count in range(2, len(words) + 1)}
            if not keys & here and keys & _places():
                return text
    return ""


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    """The keys of the districts and provinces of the country."""
    from laocai_analysis.places import registry  # reads 20,000 rows, which few files need

    versions = registry.tables().versions
    return frozenset(map(name_key, versions.loc[versions["level"] != "commune", "bare"]))


def _loose(name: str) -> str:
    """Return a pattern for a name with any blanks or hyphens between its syllables, at the end of a
    word.
    """
    return r"[\s\-]+".join(re.escape(part) for part in name.split()) + r"(?!\w)"
