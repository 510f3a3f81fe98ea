"""What a written answer says: yes, no, unknown, not applicable, or a number. What is not plain is
not guessed.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from laocai_analysis.returns.reading.raw import Content
from laocai_analysis.text.keys import name_key, nfc

#: How a district writes each answer, in either language.
WORDS: dict[str, tuple[str, ...]] = {
    "yes": (
        "có",
        "có rồi",
        "đã có",
        "x",
        "v",
        "✓",
        "✔",
        "☑",
        "1",
        "yes",
        "y",
        "true",
        "đúng",
        "đạt",
    ),
    "no": (
        "không",
        "không có",
        "ko",
        "chưa",
        "chưa có",
        "0",
        "no",
        "n",
        "false",
        "sai",
        "chưa đạt",
        "☐",
    ),
    "unknown": (
        "không rõ",
        "chưa rõ",
        "chưa biết",
        "không biết",
        "chưa có số liệu",
        "không có số liệu",
        "chưa báo cáo",
        "?",
        "...",
        "…",
        "unknown",
        "not known",
        "n.k.",
    ),
    "na": ("na", "n/a", "n.a.", "không áp dụng", "không thuộc đối tượng", "not applicable"),
}
_ESTIMATED = re.compile(r"(?:ước đạt|ước tính|ước|est\.?|estimated)\s+(?=[0-9])", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9]{1,15}")
_GROUPED = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,3}(?: [0-9]{3}){1,4}"
)
#: A number with or without decimals, and the sign of per cent.
_DECIMAL = re.compile(r"([0-9]{1,15})(?:[.,]([0-9]{1,9}))?(?: ?(%))?")
_LARGEST = 10**15
#: What marks a choice among columns such as *Có* and *Không*, and what leaves it unmarked.
_MARKS = {"x", "v", "✓", "✔", "☑", "1", "true"}
_NO_MARKS = {"", "0", "false"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer was understood to say.

    Parameters
    ----------
    value : str
        ``yes``, ``no``, ``unknown``, ``na`` or a number, with a point before its decimals; blank
        where it is not understood.
    estimated : bool
        Whether it is marked as an estimate (*ước*).
    candidates : tuple of str
        What it may mean, where it is not understood.
    """

    value: str
    estimated: bool = False
    candidates: tuple[str, ...] = ()


def _keys() -> dict[str, str]:
    return {_key(word): value for value, words in WORDS.items() for word in words}


def _key(text: str) -> str:
    return name_key(text) or text.strip()


_KNOWN = _keys()


def read_answer(content: Content, *, kind: str) -> Answer:
    """Read an answer.

    Parameters
    ----------
    content : str, int, float or bool
        What stands in the cell; a blank text is ``unknown``.
    kind : {"yes_no", "count", "share", "number"}
        How the indicator is answered, as `indicators.answered` says.

    Returns
    -------
    Answer

    Notes
    -----
    Vietnamese groups thousands with dots. As a count is whole, ``1.234`` as text can only be 1,234;
    a *number* 1.234 is a typing error that a spreadsheet has already made a fraction of, and is
    asked about. A share of at most 1 without a sign of per cent may be a part of one, 0.5 for
    50 %, and is asked about; so is a number such as ``1.234`` that is no count and no share.

    Examples
    --------
    >>> read_answer("Chưa", kind="yes_no").value, read_answer("", kind="yes_no").value
    ('no', 'unknown')
    >>> read_answer("1.234", kind="count").value, read_answer(1.234, kind="count").candidates
    ('1234', ('1234',))
    >>> read_answer("54,1%", kind="share").value, read_answer(0.5, kind="share").candidates
    ('54.1', ('0.5', '50'))
    """
    if kind == "yes_no":
        return _yes_no(content)
    if isinstance(content, bool):
        return Answer("")
    if kind in ("share", "number"):
        return _decimal(content, share=kind == "share")
    if isinstance(content, (int, float)):
        return _number(float(content))
    return _count(nfc(content))


def is_number(value: str) -> bool:
    """Tell whether a value of a return is a number."""
    return value[:1].isdigit()


def as_decimal(text: str, *, most: float = math.inf) -> str:
    """Return a number up to `most`, with or without decimals, in its plain form; blank for another
    text.

    Examples
    --------
    >>> as_decimal("54,10"), as_decimal("007"), as_decimal("about 5")
    ('54.1', '7', '')
    """
    found = _DECIMAL.fullmatch(text)
    number = Decimal(f"{found[1]}.{found[2] or 0}") if found and not found[3] else Decimal(-1)
    return _plain(number) if 0 <= number <= most else ""


def is_marked(content: Content, *, choice: str) -> bool | None:
    """Tell whether a cell marks the choice that its column stands for; None where that is not
    plain.

    Parameters
    ----------
    content : str, int, float or bool
        What stands in the cell.
    choice : {"yes", "no", "unknown", "na"}
        What the column stands for: *không* beneath *Không* marks it, beneath *Có* nobody knows.

    Examples
    --------
    >>> is_marked("x", choice="no"), is_marked("", choice="yes"), is_marked("không", choice="yes")
    (True, False, None)
    """
    text = nfc(str(content)).lower()
    text = re.sub(r"(?<=^[01])[.,]0+$", "", text)
    if text in _MARKS:
        return True
    if text in _NO_MARKS:
        return False
    return True if _KNOWN.get(_key(text)) == choice else None


def _yes_no(content: Content) -> Answer:
    if isinstance(content, bool):
        return Answer("yes" if content else "no")
    if isinstance(content, (int, float)):
        return Answer("yes" if content == 1 else "no" if content == 0 else "")
    text = nfc(content)
    if not text:
        return Answer("unknown")
    if number := re.fullmatch("([01])[.,]0+", text):
        return Answer("yes" if number[1] == "1" else "no")
    return Answer(_KNOWN.get(_key(text.rstrip(".!;,")) or "", "") or _KNOWN.get(_key(text), ""))


def read_multiple(content: Content, *, factor: int) -> Answer:
    """Read a count that is written in thousands, say; it is rounded, and so an estimate.

    Parameters
    ----------
    content : str, int, float or bool
        What stands in the cell.
    factor : int
        What it is to be multiplied with; 1 for a count as it is.

    Examples
    --------
    >>> read_multiple("12,5", factor=1000).value, read_multiple(296, factor=1000).value
    ('12500', '296000')
    >>> read_multiple("1.234", factor=1000).candidates
    ('1234', '1234000')
    """
    plain = read_answer(content, kind="count")
    if factor == 1 or plain.value in ("unknown", "na") or isinstance(content, bool):
        return plain
    numbers = [number * factor for number in _numbers(content)]
    whole = [str(int(number)) for number in numbers if 0 <= number == int(number)]
    if len(numbers) == len(whole) == 1:
        return Answer(whole[0], estimated=True)
    return Answer("", candidates=tuple(sorted(whole, key=int)))


def _numbers(content: str | int | float) -> list[Decimal]:
    """Return the numbers that a text can be, with decimals or thousands parted by a sign."""
    if not isinstance(content, str):
        return [Decimal(str(content))] if math.isfinite(content) else []
    text = _ESTIMATED.sub("", nfc(content), count=1)
    found = re.fullmatch(r"([0-9]{1,15})(?:[.,]([0-9]{1,9}))?", text)
    if found:
        decimal = Decimal(f"{found[1]}.{found[2] or 0}")
        grouped = found[2] and _GROUPED.fullmatch(text)
        return [decimal, Decimal(found[1] + found[2])] if grouped else [decimal]
    return [Decimal(re.sub("[., ]", "", text))] if _GROUPED.fullmatch(text) else []


def _decimal(content: str | int | float, *, share: bool) -> Answer:
    """Read a number with decimals, in per cent or not; ask where it can be two."""
    if not isinstance(content, str):
        text = format(round(Decimal(str(content)), 9), "f") if math.isfinite(content) else "?"
        text = re.sub(r"\.?0+$", "", text) if "." in text else text
    elif not (text := nfc(content)):
        return Answer("unknown")
    if isinstance(content, str) and (said := _KNOWN.get(_key(text), "")) in ("unknown", "na"):
        return Answer(said)
    estimated = _ESTIMATED.match(text)
    digits = text[estimated.end() :] if estimated else text
    found = _DECIMAL.fullmatch(digits)
    if not found or (found[3] and not share):
        return Answer("")
    number = Decimal(f"{found[1]}.{found[2] or 0}")
    possible = [number]
    if share and not found[3] and 0 < number <= 1:
        possible.append(100 * number)
    if not share and isinstance(content, str) and found[2] and _GROUPED.fullmatch(digits):
        possible.append(Decimal(found[1] + found[2]))
    values = [_plain(one) for one in possible if one <= 100 or not share]
    if len(values) == 1:
        return Answer(values[0], estimated=bool(estimated))
    return Answer("", candidates=tuple(values))


def _plain(number: Decimal) -> str:
    """Write a number without zeros that say nothing."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _number(number: float) -> Answer:
    if 0 <= number < _LARGEST and number == int(number):
        return Answer(str(int(number)))
    thousand = round(number * 1000, 6)
    whole = 0 < number < 1000 and thousand == int(thousand)
    return Answer("", candidates=(str(int(thousand)),) if whole else ())


def _count(text: str) -> Answer:
    if not text:
        return Answer("unknown")
    said = _KNOWN.get(_key(text), "")
    if said in ("unknown", "na"):
        return Answer(said)
    estimated = _ESTIMATED.match(text)
    digits = text[estimated.end() :] if estimated else text
    if _WHOLE.fullmatch(digits):
        return Answer(str(int(digits)), estimated=bool(estimated))
    if re.fullmatch("[0-9]{1,3},0{3}", digits):  # thousands, or a decimal comma with three places
        return Answer("", candidates=(str(int(digits[:-4])), str(int(digits.replace(",", "")))))
    if _GROUPED.fullmatch(digits):
        return Answer(str(int(re.sub(r"[., ]", "", digits))), estimated=bool(estimated))
    fraction = re.fullmatch(r"([0-9]{1,15})[.,]0{1,2}", digits)
    if fraction:
        return Answer(str(int(fraction[1])), estimated=bool(estimated))
    inside = re.findall(r"[0-9][0-9.,]*", digits)
    near = {
        re.sub(r"[.,]", "", number)
        for number in inside
        if _WHOLE.fullmatch(re.sub(r"[.,]", "", number))
    }
    return Answer(
        "",
        candidates=tuple(sorted(str(int(number)) for number in near)) if len(inside) == 1 else (),
    )
