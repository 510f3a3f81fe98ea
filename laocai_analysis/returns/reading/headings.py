"""What a column is, by its heads on every level: the indicator itself, or something that the words
around it make of it.

*Thuê bao điện thoại > Cố định* is a part, *Trạm BTS (kế hoạch 2010)* a plan of another year. Only
what is known to change nothing is passed over: a topic above, a unit of measure, how to answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from laocai_analysis import paths
from laocai_analysis.returns.form import (
    LONG_COLUMNS,
    UNIT_COLUMNS,
    header_key,
    header_keys,
    load_form,
    qualifier_keys,
)
from laocai_analysis.returns.reading.answers import read_answer
from laocai_analysis.returns.reading.stated_years import years_of
from laocai_analysis.returns.reading.unit_names import without_ordinal
from laocai_analysis.text.keys import nfc

#: What stands between the levels of a header where it is shown in one line.
LEVELS = " > "
#: What a part of a header can be beside the indicator: of another year, part of a year, unknown.
OTHER_TIME, UNKNOWN = "other_time", "unknown"
#: No head of a return has more parts.
_MOST_PARTS = 12
#: And as many of them together are known wordings.
_LONGEST_RUN = 4
#: What the rows of a unit can be, one beneath the other; and the longest text that says so.
_VERSIONS = {"itself", "plan", "part", "ratio"}
_LONGEST_VERSION = 40
_HARMLESS = {"itself", "measure", "topic", ""}
#: In front of an indicator these words count it, or say that the answer is yes or no.
_COUNTED = re.compile(
    r"^(?:tổng số|tổng cộng|tổng|số lượng|số|total number of|total|number of|no\. of)\s+(?=\S)",
    re.IGNORECASE,
)
_HAS = re.compile(r"^(?:(?:xã|đơn vị|các xã)\s+)?(?:đã có|có)\s+(?=\S)", re.IGNORECASE)
_LACKS = re.compile(
    r"^(?:(?:số|các|những)\s+)?(?:(?:xã|đơn vị|commune)\s+)?"
    r"(?:chưa có|không có|chưa được|chưa|không|thiếu|without|no)\s+(?=\S)",
    re.IGNORECASE,
)
#: A time in a head, with the words that lead to it.
_TIME = re.compile(
    r"(?:(?:(?:có\s+)?(?:tính\s+)?đến|hết|cuối|trong|tại|ước|thời điểm|as of|at the end of|in|for)\s+)*"
    r"(?:(?:ngày|hết|cuối|thời điểm|kỳ|year)\s+)*"
    r"(?:(?:[0-9]{1,2}|đầu)\s*tháng\s*(?:đầu|cuối)?\s*|tháng\s*[0-9]{1,2}\s*[/.\-]?\s*|"
    r"quý\s*(?:IV|I{1,3}|[1-4])\s*[/.\-]?\s*)?"
    r"(?:năm\s*:?\s*)?"
    r"(?:[0-9]{1,2}\s*[/.\-]\s*)?(?:[0-9]{1,2}\s*[/.\-]\s*)?(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What the heads of a column say together.

    Parameters
    ----------
    text : str
        All levels in one line.
    means : str
        An indicator, one of `form.UNIT_COLUMNS` or `form.LONG_COLUMNS`; blank for not known.
    others : tuple of str
        What keeps the column from being that: *part*, *plan*, *ratio*, *of_which*, `OTHER_TIME`,
        `UNKNOWN`; none where the column is the indicator itself.
    choice : str
        The answer that the column stands for, where its last head is one: ``yes`` for *Có*.
    inverse : str
        The indicator that the column says the opposite of, such as *Xã chưa có ...*; blank for
        none.
    """

    text: str
    means: str = ""
    others: tuple[str, ...] = ()
    choice: str = ""
    inverse: str = ""

    @property
    def plain(self) -> str:
        """What the column is without any doubt; blank where something must be asked."""
        return "" if self.others or self.choice not in ("", "yes") else self.means


def nearest_meanings(header: str) -> list[str]:
    """Return the three meanings whose known wordings look most like a header; to show to a person,
    never to accept.

    Examples
    --------
    >>> nearest_meanings("Trạm BST")[0]
    'base_stations'
    """
    keys = header_keys()
    best = process.extract(
        header_key(header), list(keys), scorer=fuzz.ratio, limit=9, score_cutoff=60
    )
    return list(dict.fromkeys(keys[key] for key, _, _ in best))[:3]


def read_heading(levels: tuple[str, ...], *, year: int) -> Heading:
    """Read the heads of a column.

    Parameters
    ----------
    levels : tuple of str
        The head on each level, the highest first; none is blank.
    year : int
        The year that is imported.

    Returns
    -------
    Heading

    Examples
    --------
    >>> read_heading(("Thuê bao Internet", "Năm 2009"), year=2009).plain
    'internet_subscriptions'
    >>> read_heading(("Thuê bao Internet", "Năm 2008"), year=2009).others
    ('other_time',)
    >>> read_heading(("Thuê bao điện thoại", "Cố định"), year=2009).others
    ('part',)
    >>> read_heading(("Mạng LAN", "Không"), year=2009).choice
    'no'
    """
    return _read_heading(levels, year, paths.data())


@lru_cache(maxsize=4_000)
def _read_heading(levels: tuple[str, ...], year: int, data: Path) -> Heading:
    text = LEVELS.join(levels)
    whole = header_keys().get(_key(" ".join(levels)), "")
    if whole:
        return Heading(text, whole)
    parts = [part for level in levels for part in _parts(level[:200], year=year)][:_MOST_PARTS]
    if len(levels) > 1 and header_keys().get(_key(levels[-1])) == "note":
        return Heading(text, "note")
    chosen = len(parts) > 1 and bool(_choice(parts[-1].words))
    found = _known_run([part.words for part in (parts[:-1] if chosen else parts)])
    inverse = next((_inverse(part.words) for part in parts if _inverse(part.words)), "")
    if found is None:
        return Heading(text, inverse=inverse)
    means, first, last = found
    choice, others = "", list[str]()
    for place, part in enumerate(parts):
        if place == len(parts) - 1 and place > last and (said := _choice(part.words)):
            choice = said if means in _yes_no() else ""
            others += [] if choice else [UNKNOWN]
        elif not first <= place <= last:
            others.append(_beside(part.words, means, before=place < first))
        others.append(part.time)
    others = [other for other in dict.fromkeys(others) if other not in _HARMLESS]
    if means in UNIT_COLUMNS or means in LONG_COLUMNS:
        others = [other for other in others if other == UNKNOWN] if means in _NAMED else []
    return Heading(text, means, tuple(others), choice, inverse)


_NAMED = {"indicator", "value", "year", "basis", "unit"}


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a header: its words without a time, and what the time is if not the year's end."""

    words: str
    time: str = ""


#: A head with brackets, and what is said after them: *Mạng nội bộ (LAN)/Có*.
_BRACKET_AND_END = re.compile(r"(.*[)\]])\s*[/:;>|–-]\s*([^()\[\]/:;>|]+)")


def _parts(level: str, *, year: int) -> list[_Part]:
    """Split a head into the indicator and what is said of it: brackets, slashes, colons, times."""
    level = nfc(level)
    if _is_known(level):
        return [_Part(level)]
    if (ended := _BRACKET_AND_END.fullmatch(level)) and _choice(ended[2]):
        return [*_parts(ended[1], year=year), _Part(ended[2])]
    inside = [text.strip() for text in re.findall(r"[(\[]([^)\]]*)[)\]]?", level)]
    bare = re.sub(r"[(\[][^)\]]*[)\]]?", " ", level)
    bare = re.sub(r"[*¹²³⁴⁵]+", " ", without_ordinal(nfc(bare)))
    texts = [bare, *(text for text in inside if not re.fullmatch(r"[0-9]{0,2}|[a-zđ*]", text))]
    return [part for text in texts for part in _timed_parts(nfc(text), year=year)]


def _timed_parts(text: str, *, year: int) -> list[_Part]:
    if not text:
        return []
    if _is_known(text):
        return [_Part(text)]
    time = ""
    if (stated := _TIME.search(text)) is not None:
        said = years_of(stated[0])
        time = "" if said.fits(year) and said.years else OTHER_TIME
        time = OTHER_TIME if re.search("ước", stated[0], re.IGNORECASE) else time
        text = nfc(_TIME.sub(" ", text)).strip(" ,;:-–")
    pieces = [text] if _is_known(text) else re.split(r"\s*[/:;>|]\s*|\s+[-–]\s+|\s*,\s+", text)
    words = [piece for piece in pieces if piece.strip()]
    return [_Part(piece, time if not n else "") for n, piece in enumerate(words)] or [
        _Part("", time)
    ]


def _is_known(text: str) -> bool:
    key = _key(text)
    return bool(key) and (key in header_keys() or key in qualifier_keys())


def _key(text: str) -> str:
    """Return the key of a head; blank where a sign changes what it says, as % does."""
    return "" if re.search(r"[%‰±+<>≤≥]", text) else header_key(text)


def _known_run(words: Sequence[str]) -> tuple[str, int, int] | None:
    """Return what most of the parts together mean, with the first and the last of them."""
    best: tuple[str, int, int] | None = None
    known, said, each = header_keys(), qualifier_keys(), [_key(word) for word in words]
    for first in range(len(words)):
        for last in range(first, min(first + _LONGEST_RUN, len(words))):
            run = [each[n] for n in range(first, last + 1) if words[n]]
            if not run or not all(run) or {said.get(run[0]), said.get(run[-1])} & {"of_which"}:
                continue
            run = [key for key in run if said.get(key) != "of_which"]
            means = _meaning(words[first]) if len(run) == 1 and first == last else ""
            means = means or known.get("".join(run), "") or known.get("".join(reversed(run)), "")
            if means and (best is None or _better((means, first, last), best)):
                best = means, first, last
    return best


def _better(run: tuple[str, int, int], than: tuple[str, int, int]) -> bool:
    """Tell whether a run says more: an indicator before any other column, its part before a whole,
    more words before fewer.
    """
    whole = _form(paths.data())[1]
    if (run[0] in whole) != (than[0] in whole):
        return run[0] in whole
    if run[0] != than[0] and than[0] in whole:
        return whole[run[0]] == than[0]
    return run[2] - run[1] > than[2] - than[1]


def _meaning(words: str) -> str:
    """Return what words mean that stand alone, counted or with *có* in front."""
    keys = header_keys()
    if means := keys.get(_key(words)) if header_key(words) else "":
        return means
    for start, kind in ((_COUNTED, "count"), (_HAS, "yes_no")):
        means = keys.get(_key(start.sub("", words, count=1)), "")
        if _form(paths.data())[0].get(means) == kind:
            return means
    return ""


def _inverse(words: str) -> str:
    """Return the indicator whose opposite some words say."""
    rest = _LACKS.sub("", words, count=1)
    means = _meaning(rest) if rest != words else ""
    return means if means in _yes_no() else ""


def _choice(words: str) -> str:
    said = read_answer(words, kind="yes_no").value if words and not words.isdigit() else ""
    return said if len(words) > 1 else ""


def _yes_no() -> set[str]:
    return {name for name, kind in _form(paths.data())[0].items() if kind == "yes_no"}


@lru_cache(maxsize=4)
def _form(data: Path) -> tuple[dict[str, str], dict[str, str]]:
    """How each indicator of the form is answered, and the indicator that it is a part of."""
    form = load_form()
    kinds = {str(name): str(kind) for name, kind in form["answer"].items()}
    return kinds, {str(name): str(whole) for name, whole in form["part_of"].items()}


def _beside(words: str, means: str, *, before: bool) -> str:
    """Return what a part beside the indicator makes of the column."""
    if not words:
        return ""
    said = qualifier_keys().get(_key(words), "")
    if said == "of_which":
        return "" if before else said
    if said:
        return said
    if words.strip() == "%" and _form(paths.data())[0].get(means) == "share":
        return "measure"
    if words.strip() == "%" or re.match(r"(?:tỷ|tỉ) lệ\b|%|so với\b", words, re.IGNORECASE):
        return "ratio"
    if re.match(r"(?:kế hoạch|kh|dự kiến)\b", words, re.IGNORECASE):
        return "plan"
    other = _meaning(words)
    whole = _form(paths.data())[1]
    if other == means or (before and other and other in ("indicator", whole.get(means, ""))):
        return ""
    return UNKNOWN


@lru_cache(maxsize=4_000)
def version_of(text: str, *, year: int) -> str:
    """Return what a text beside the name of a unit makes of the row, ``itself`` or ``plan`` for
    example; blank where it is no such text.

    Examples
    --------
    >>> [version_of(text, year=2009) for text in ("Kế hoạch", "Thực hiện năm 2009", "Năm 2008")]
    ['plan', 'itself', 'other_time']
    >>> version_of("Nhà văn hóa", year=2009)
    ''
    """
    if not any(map(str.isalpha, text)) or len(text) > _LONGEST_VERSION:
        return ""
    parts = _parts(text, year=year)
    words = [part.words for part in parts if part.words]
    said = [states_other(word) or qualifier_keys().get(_key(word), "") for word in words]
    if set(said) - _VERSIONS or not parts:
        return ""
    other = next((word for word in said if word != "itself"), "")
    return other or next((part.time for part in parts if part.time), "itself")


def states_other(text: str) -> str:
    """Return what the title of some rows makes of them, ``plan`` or ``part`` for example; blank
    where it changes nothing that is known.

    Examples
    --------
    >>> states_other("B. Kế hoạch"), states_other("Khu vực I"), states_other("II. Viettel")
    ('plan', '', 'part')
    """
    words = without_ordinal(nfc(text)).strip(" :.")
    said = qualifier_keys().get(_key(words), "")
    if not said and re.match(r"(?:kế hoạch|dự kiến|plan)\b(?!\s+số\b)", words, re.IGNORECASE):
        said = "plan"
    return said if said in ("plan", "part", "ratio") else ""
