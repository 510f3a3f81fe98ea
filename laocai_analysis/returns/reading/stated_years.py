"""The years that a text states: those of a report, and not those of a decree or of a signature."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from laocai_analysis.text.keys import nfc
from laocai_analysis.text.tone_marks import without_marks

_YEAR = r"(?:19|20)[0-9]{2}"
_DAY = rf"[0-9]{{1,2}}\s*[/.\-]\s*[0-9]{{1,2}}\s*[/.\-]\s*{_YEAR}(?![0-9])"
_LONG_DAY = (
    rf"(?:[0-9]{{1,2}}|[.…\s_]+)\s*tháng\s*(?:[0-9]{{1,2}}|[.…\s_]+)\s*năm\s*{_YEAR}(?![0-9])"
)
#: A document of law or an office, up to its date: its year is when it was signed.
_DOCUMENT = re.compile(
    r"(?:quyết định|nghị định|thông tư|nghị quyết|công văn|chỉ thị|luật|pháp lệnh|hướng dẫn|"
    r"thông báo|tờ trình|văn bản|kế hoạch số|báo cáo số|(?<!\w)(?:QĐ|NĐ|TT|NQ|CV)(?!\w)|"
    r"decree|decision|circular|resolution)"
    rf"(?:[^;()\n]{{0,90}}?(?:ngày\s*(?:{_LONG_DAY}|{_DAY})|[0-9]+/(?:{_YEAR}/)?[A-ZĐ][\w\-]*))"
    rf"(?:[^;()\n]{{0,20}}?ngày\s*(?:{_LONG_DAY}|{_DAY}))?(?:[\s,]{{0,3}}năm\s*{_YEAR})?"
    rf"|(?:luật|quyết định|nghị định|thông tư|nghị quyết)\s[^;()\n]{{0,40}}?(?:năm\s*)?{_YEAR}"
    rf"|(?<![0-9])[0-9]{{1,9}}\s*/\s*{_YEAR}\s*/\s*[A-ZĐ][\w\-]*",
    re.IGNORECASE,
)
#: When a paper was written, sent or is due: its place and day, or the word for it in front.
_SIGNED = re.compile(
    rf"(?:(?:ngày\s*(?:nhận|lập|gửi|báo cáo|ký|in|tạo|xuất)|nhận|lập|gửi|thời hạn|hạn)[^;()\n]{{0,30}}?"
    rf"(?:{_LONG_DAY}|{_DAY}))"
    rf"|(?<!đến )(?<!đến hết )(?<!tại )(?<!điểm )"
    rf"ngày\s*(?!31\s*tháng\s*12){_LONG_DAY}",
    re.IGNORECASE,
)
_STATED = re.compile(
    rf"(?<![0-9])(?<![0-9][.,/])(?:{_DAY}|[0-9]{{1,2}}\s*[/\-.]\s*{_YEAR}|{_YEAR})(?![0-9])"
)
_BESIDE = re.compile(
    r"(?:kế hoạch|phương hướng|nhiệm vụ|mục tiêu|dự kiến|so với|so sánh với|cùng kỳ|compared with)"
    rf"[^;()0-9]{{0,40}}{_YEAR}",
    re.IGNORECASE,
)
#: Without marks, as many titles are typed without them.
_PART_OF_YEAR = re.compile(
    r"(?:(?P<months>[0-9]{1,2})\s*thang(?:\s*dau)?|thang\s*(?P<month>[0-9]{1,2})|"
    r"quy\s*(?P<quarter>IV|I{1,3}|[1-4])|(?P<half>6 thang|nua)\s*(?:dau|cuoi)|(?:giua|dau)\s+(?=nam))"
    rf"[^;()\n0-9]{{0,12}}[/\-.]?\s*{_YEAR}"
    rf"|(?:den|het)\s*(?:het\s*)?(?:ngay\s*)?(?!0?1\s*[/.\-]\s*0?1\s*[/.\-])"
    rf"[0-9]{{1,2}}\s*[/.\-]\s*(?:0?[1-9]|1[01])\s*[/.\-]\s*{_YEAR}"
    r"|(?<![0-9])(?:0?[369]|\b(?:ba|sau|chin))\s*thang(?!\s*[0-9])",
    re.IGNORECASE,
)
#: A year of two digits: 31/12/08, tháng 12/08, năm 08.
_SHORT_YEAR = re.compile(
    r"((?<![0-9/])(?:3[01]|[12][0-9]|0?[1-9])\s*/\s*(?:1[0-2]|0?[1-9])\s*/\s*|"
    r"\btháng\s*(?:1[0-2]|0?[1-9])\s*/\s*|\bnăm\s+(?=[01]))([0-9]{2})(?![0-9/.,])",
    re.IGNORECASE,
)
_ENDS = {"12", "IV", "4"}


@dataclass(frozen=True, slots=True)
class StatedYears:
    """What some texts state of time.

    Parameters
    ----------
    years : frozenset of int
        The years that are stated.
    part : str
        The wording for a part of a year that does not end with it, such as *6 tháng đầu năm 2009*;
        blank for none.
    """

    years: frozenset[int] = frozenset()
    part: str = ""

    @property
    def states(self) -> bool:
        """Whether anything is stated."""
        return bool(self.years or self.part)

    def fits(self, year: int) -> bool:
        """Tell whether nothing is stated, or the year as the last one of several: the earlier ones
        are what it is compared with.
        """
        return not self.part and (not self.years or year == max(self.years))

    def __str__(self) -> str:
        return self.part or ", ".join(map(str, sorted(self.years)))


def years_of(text: str) -> StatedYears:
    """Return the years that a text states.

    A date on the first of January stands for the end of the year before it. What is planned for a
    year beside another one, or compared with it, is left out.

    Examples
    --------
    >>> sorted(years_of("BÁO CÁO NĂM 2010 (theo Quyết định số 12/QĐ ngày 05/3/2009)").years)
    [2010]
    >>> sorted(years_of("Sa Pa, ngày 12 tháng 01 năm 2010").years)
    []
    >>> str(years_of("6 tháng đầu năm 2009")), str(years_of("Đến 30/6/2009"))
    ('6 tháng đầu năm 2009', 'Đến 30/6/2009')
    >>> sorted(years_of("Số liệu đến 31/12/08").years)
    [2008]
    >>> sorted(years_of("Số liệu đến 31.12.2010").years), sorted(years_of("Quý IV/2010").years)
    ([2010], [2010])
    """
    whole = _SHORT_YEAR.sub(r"\g<1>20\g<2>", nfc(text))
    rest = _SIGNED.sub(" ", _DOCUMENT.sub(" ", whole))
    alone = _BESIDE.sub(" ", rest)
    rest = alone if _STATED.search(alone) else rest
    found = set[int]()
    for stated in _STATED.finditer(rest):
        first = re.fullmatch(r"0?1\s*[/.\-]\s*0?1\s*[/.\-].*", stated[0])
        found.add(int(stated[0][-4:]) - bool(first))
    bare = without_marks(rest)
    part = next((m for m in _PART_OF_YEAR.finditer(bare) if not _ends_year(m)), None)
    said = rest if len(rest) == len(bare) else bare
    return StatedYears(frozenset(found), said[slice(*part.span())].strip() if part else "")


def _ends_year(part: re.Match[str]) -> bool:
    said = part["months"] or part["month"] or part["quarter"] or ""
    return said.upper() in _ENDS


def signed_outside(texts: Iterable[str], *, year: int) -> str:
    """Return the day of a paper where it is too early or too late to be of the end of a year;
    blank for none: before November of it, or later than the year after.

    Examples
    --------
    >>> signed_outside(["Sa Pa, ngày 15 tháng 6 năm 2008"], year=2009)
    'ngày 15 tháng 6 năm 2008'
    >>> signed_outside(["Sa Pa, ngày 12 tháng 01 năm 2010"], year=2009)
    ''
    """
    for text in texts:
        for said in re.finditer(rf"(?:ngày\s*)?{_LONG_DAY}", _DOCUMENT.sub(" ", nfc(text)), re.I):
            month = re.search(r"tháng\s*([0-9]{1,2})", said[0], re.IGNORECASE)
            at = int(said[0][-4:]), int(month[1]) if month else 12
            if not (year, 11) <= at <= (year + 1, 12):
                return said[0]
    return ""


def together(texts: list[str]) -> StatedYears:
    """Return what several texts state together: one that states an earlier year alone does not fit
    another one, as that year is not what the other is compared with.

    Examples
    --------
    >>> together(["Năm 2008, 2009"]).fits(2009), together(["Năm 2009 so với 2008"]).fits(2009)
    (True, True)
    >>> str(together(["Đến 31.12.2008", "Năm 2009"])), str(together(["BÁO CÁO 2008", "Năm 2009"]))
    ('Đến 31.12.2008', 'BÁO CÁO 2008')
    """
    each = {text: years_of(text) for text in texts if text}
    years = frozenset(year for one in each.values() for year in one.years)
    last = max(years, default=0)
    earlier = (nfc(text)[:80] for text, one in each.items() if max(one.years, default=last) < last)
    parts = (one.part for one in each.values() if one.part)
    return StatedYears(years, next(parts, next(earlier, "")))
