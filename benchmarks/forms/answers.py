"""How an office writes an answer, and what a careful reader can know from it."""

from __future__ import annotations

from typing import Any

from forms.features import Composition
from forms.sheet import Column, Fact, Piece
from forms.truth import OFFICE, PHONES, STATIONS, YES_NO, chance, is_asked, other_value, true_value

#: Signs for yes and no, and those of them that are not plain.
WORDS: tuple[tuple[Any, Any, str], ...] = (
    ("x", "", ""),
    ("X", "", ""),
    ("x", "0", ""),
    ("x", "không", ""),
    ("Có", "Không", ""),
    ("có", "chưa", ""),
    ("1", "0", ""),
    (1, 0, ""),
    ("X", "-", "-"),
    ("✓", "✗", "✗"),
    ("Đã có", "Chưa có", ""),
    ("C", "K", ""),
    ("true", "false", ""),
    (True, False, ""),
    ("1.0", "0.0", ""),
    ("có", "ko", ""),
    ("x", "o", "o"),
    ("Y", "N", ""),
    ("Rồi", "Chưa", ""),
    ("+", "-", "-"),
)
#: Signs of fonts of symbols: the font, yes, no, and those that are not plain.
SYMBOLS = (
    ("Wingdings", "ü", "", ""),
    ("Wingdings", "þ", "o", ""),
    ("Wingdings", "n", "", "n"),  # a black square
    ("Wingdings", "þ", "x", "x"),  # a ticked and a crossed box
    ("Wingdings", "ü", "û", "û"),
    ("Wingdings 2", "P", "", ""),
    ("Wingdings 2", "R", "£", ""),
    ("Webdings", "a", "r", "r"),
)
#: Answers that have to be looked at: what stands there, what it means, whether that is plain.
ODD_WORDS = (
    ("có từ năm 2010", "no", False),
    ("Có (2010)", "no", False),
    ("sẽ có", "no", False),
    ("đang xây dựng", "no", False),
    ("có nhưng hỏng", "no", False),
    ("không có", "no", True),
    ("chưa", "no", True),
    ("đã dừng", "no", False),
    ("có/không", "unknown", False),
)
_PEOPLE = ("Nguyễn Văn Hòa", "Trần Thị Bảo Hà", "Giàng A Lù", "Lý Seo Chải", "Vàng Thị Mai")


def answer(composition: Composition, code: str, column: Column) -> tuple[Piece, Fact]:
    """Return what stands in the cell of an answer, and what it says of its unit."""
    value = true_value(composition.truth, code, column.indicator)
    if value == "na":
        return _not_asked(composition, column), Fact("na")
    if column.what:
        return _sign(composition, code, column, value)
    if column.indicator in YES_NO:
        return _yes_no(composition, code, value)
    return _count(composition, code, column.indicator, value)


def _not_asked(composition: Composition, column: Column) -> Piece:
    said = composition.get("wards_no")
    if said and column.what:
        return Piece("" if column.what == "yes" else "x")
    return Piece(said or "")


def _sign(composition: Composition, code: str, column: Column, value: str) -> tuple[Piece, Fact]:
    """Return a cross where the column holds the value."""
    held = value == ("no" if column.what == "negative" else column.what)
    if column.what == "negative":
        known = value == "no"
        fact = Fact("no" if known else "unknown", plain=not known, needed=False)
        return Piece("x" if held else ""), fact
    symbols = composition.get("symbols")
    if symbols in (0, 1, 4, 5, 6):
        font, yes, _, _ = SYMBOLS[symbols]
        return Piece(yes if held else "", font), Fact(value)
    odd = chance(composition.truth, code, column.indicator, "both")
    if composition.get("both_signs") and odd % 4 == 0:
        return Piece("x"), Fact(value, plain=False)
    if composition.get(f"parts {column.indicator}") == "slash":
        return Piece((1 if held else 0) if value != "unknown" else ""), Fact(value)
    mark = composition.draw("mark").choice(("x", "x", "X", "✓", "1"))
    return Piece(mark if held else ""), Fact(value)


def _yes_no(composition: Composition, code: str, value: str) -> tuple[Piece, Fact]:
    symbols, words = composition.get("symbols"), composition.get("words")
    odd_word, drawn = composition.get("odd_word"), chance(composition.truth, code, "odd word")
    if odd_word is not None and drawn % 4 == 0:
        text, true, plain = ODD_WORDS[odd_word]
        return Piece(text), Fact(true, plain=plain)
    if value == "unknown":
        return Piece(composition.get("unknown") or ""), Fact("unknown")
    if symbols is not None:
        font, yes, no, odd = SYMBOLS[symbols]
        sign = yes if value == "yes" else no
        piece = Piece(sign, font)
    else:
        yes, no, odd = WORDS[words] if words is not None else ("có", "không", "")
        sign = yes if value == "yes" else no
        if composition.get("invisible") and isinstance(sign, str) and sign:
            sign = f"\u00a0{sign}\u200b"
        piece = Piece(sign)
    if sign == "":
        return piece, Fact("unknown")  # a blank is not a no
    return piece, Fact(value, plain=not odd or str(sign).strip("\u00a0\u200b") != odd)


def in_thousands(composition: Composition, indicator: str) -> bool:
    """Tell whether the subscriptions of a form are stated to be in thousands."""
    counted = indicator not in (*YES_NO, STATIONS)
    return counted and composition.get("unit_of_measure") == 3


def _count(composition: Composition, code: str, indicator: str, value: str) -> tuple[Piece, Fact]:
    if not value.isdigit():
        return Piece(composition.get("unknown") or ""), Fact("unknown")
    number = int(value)
    if number and in_thousands(composition, indicator):
        return _plain_number(composition, number), Fact(f"{number}000", plain=False)
    drawn = chance(composition.truth, code, indicator, "odd")
    if (percent := composition.get("percent_format")) and (percent == "all" or drawn % 3 == 0):
        stored = number if percent == "some" else number / 100
        return Piece(stored, shape="0%"), Fact(value, plain=False)
    if composition.get("date_format") and drawn % 5 == 1 and number:
        return Piece(number, shape="dd/mm/yyyy"), Fact(value, plain=False)
    if (odd := composition.get("odd_number")) and drawn % 4 == 0:
        written, fact = _odd(
            odd, number, indicator, workbook=composition.kind not in ("csv", "html")
        )
        if written is not None:
            return Piece(written), fact
    return _plain_number(composition, number), Fact(value)


def _odd(odd: str, number: int, indicator: str, *, workbook: bool) -> tuple[Any, Fact]:
    """Return how a number is written that has to be looked at; None where the way does not fit."""
    value, asked = str(number), Fact(str(number), plain=False)
    if odd == "thousand":
        fits = number >= 1000 and number % 10
        return (number / 1000 if fits else None), asked if workbook else Fact(value)
    if odd == "dash":
        return ("-" if number == 0 else None), asked
    return {
        "about": (f"khoảng {value}", asked),
        "unit": (f"{value} {'máy' if indicator == PHONES else 'cái'}", Fact(value)),
        "estimate": (f"ước {value}", Fact(value)),
        "sum": (f"{number // 2}+{number - number // 2}", asked),
        "error": ("#N/A", Fact("unknown", plain=False)),
        "range": (f"{value}-{number + 5}", asked),
        "comma": (f"{number:,}", Fact(value)),
    }[odd]


def _plain_number(composition: Composition, number: int) -> Piece:
    style = composition.get("numbers")
    if composition.get("footnotes") and number % 3 == 0:
        return Piece(f"{number} (*)")
    if style == "text":
        return Piece(str(number))
    if style == "dotted":
        return Piece(f"{number:,}".replace(",", "."))
    if style == "blanks":
        return Piece(f"{number:,}".replace(",", " "))
    if style == "float":
        return Piece(f"{number}.0" if composition.kind == "csv" else float(number))
    if style == "decimal":
        return Piece(f"{number},0") if composition.kind == "csv" else Piece(number, shape="0.0")
    return Piece(number, shape="#,##0" if style == "grouped" else "")


def other(composition: Composition, code: str, column: Column) -> Piece:
    """Return what stands in a column that holds no answer of the year."""
    drawn = chance(composition.truth, code, column.what)
    what = column.what
    if what == "person":
        return Piece(_PEOPLE[drawn % len(_PEOPLE)])
    if what == "telephone":
        return Piece(f"0203.8{drawn % 90000 + 10000}")
    if what in ("population", "villages", "area"):
        largest = {"population": 6000, "villages": 20, "area": 9000}[what]
        return Piece(drawn % largest / 100 if what == "area" else drawn % largest + 1)
    if what == "share" or "%" in what:
        return Piece(drawn % 1000 / 10)
    value = other_value(composition.truth, code, column.indicator, what)
    if column.indicator in YES_NO:
        if column.indicator == OFFICE and not is_asked(code, OFFICE):
            return Piece("")
        words = composition.get("words")
        yes, no, _ = WORDS[words] if words is not None else ("có", "không", "")
        return Piece(yes if value == "yes" else no)
    return _plain_number(composition, int(value))
