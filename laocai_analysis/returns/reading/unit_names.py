"""Which units the texts of a sheet can mean; what was looked up once is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import islice

from rapidfuzz import fuzz

from laocai_analysis.places.matching import codes_of, nearest_names, split_name
from laocai_analysis.places.other_dates import of_other_date
from laocai_analysis.places.units import load_units, load_units_above
from laocai_analysis.text.keys import name_key, nfc
from laocai_analysis.text.tone_marks import has_marks, without_marks

#: A text that is longer names no unit.
_LONGEST = 60
#: A name must be this much like a written one, in per cent, to be shown as what it may mean.
_LIKE = 70
_TYPES = {"xã", "phường", "thị trấn"}
#: The type of a unit and the beginning of a name.
_TYPED = re.compile(r"(?:Xã|Phường|Thị trấn)\s+([^\W\d_])")
#: How lists number their sections: I., 2), a/, - .
_ORDINAL = re.compile(
    r"^(?:\(?(?:[IVXLC]{1,6}|[0-9]{1,3}|[a-zđA-ZĐ])\s*[.)/:\-–]+|[-–+*•])\s*(?=\D)", re.IGNORECASE
)


class UnitNames:
    """The units and the districts of a year, by what is written.

    Parameters
    ----------
    year : int
        The year: the units in force at its end.
    """

    def __init__(self, year: int) -> None:
        self.year = year
        self.units, self.districts = load_units(year), load_units(year, level="district")
        self._above = load_units_above(year)
        self._codes: dict[tuple[str, str], list[str]] = {}
        self._districts: dict[str, str] = {}
        self._others: dict[tuple[str, str], dict[str, list[str]]] = {}

    @property
    def above(self) -> list[str]:
        """The names of the districts and of the province."""
        return [str(name) for name in self._above["name"]]

    @cached_property
    def _unmarked(self) -> set[str]:
        """The names of the units without marks, with their type and without."""
        names = [str(name) for name in self.units["name"]]
        return {without_marks(text) for name in names for text in (name, split_name(name)[1])}

    def codes(self, name: str, *, parent: str = "") -> list[str]:
        """Return the codes of the units that a name can mean."""
        key = (name, parent)
        if key not in self._codes:
            short = 0 < len(name) <= _LONGEST and not name.isdigit()
            self._codes[key] = (
                codes_of(name, units=self.units, parent=parent, above=self._above) if short else []
            )
        return self._codes[key]

    def others(self, name: str, *, code: str = "") -> dict[str, list[str]]:
        """Return the units of the year that a name of another date means, as
        `other_dates.of_other_date` does.
        """
        key = (name, code)
        if key not in self._others:
            short = len(name) <= _LONGEST and not name.isdigit() and (not name or name_key(name))
            self._others[key] = (
                of_other_date(name, code=code, date=self.year) if short and (name or code) else {}
            )
        return self._others[key]

    def is_code(self, text: str) -> bool:
        """Tell whether a text is the code of a unit of the year, however a program mangled it."""
        return plain_code(text) in self.units.index

    def is_unit(self, text: str) -> bool:
        """Tell whether a text is a unit of the year, by name or code, or the name of one of another
        date.
        """
        return bool(self.codes(text) or self.others(text)) or self.is_code(text)

    def district(self, text: str) -> str:
        """Return the code of the district that a text names or is the code of; blank for none.

        The name of a section may be numbered, and say how many units it has. *Sa Pa (TT)* is a unit
        and no district.
        """
        if text not in self._districts:
            name = without_ordinal(text)
            bare = re.sub(r"\s*(?:[(\[:;].*|[-–]\s*[0-9].*)$", "", name)
            short = 0 < len(bare) <= _LONGEST and not (bare != name and self.codes(name))
            codes = codes_of(bare, units=self.districts) if short else []
            number = text.zfill(3) if text.isdigit() and len(text) <= 3 else text
            if number in self.districts.index:
                codes = [number]
            self._districts[text] = codes[0] if len(codes) == 1 else ""
        return self._districts[text]

    def nearest(self, name: str) -> list[str]:
        """Return ``code name`` of the units whose names look like a written one; none for what is
        like no unit, such as the name of a person.
        """
        found = []
        for text in nearest_names(name, units=self.units) if 1 < len(name) <= _LONGEST else ():
            shown, code = text[:-8], text[-6:-1]
            bare, written = split_name(shown)[1].lower(), split_name(name)[1].lower()
            bare = bare if has_marks(written) else without_marks(bare)
            if fuzz.ratio(bare, written) >= _LIKE:
                found.append(f"{code} {shown}")
        return found

    def name_any(self, texts: Iterable[str]) -> bool:
        """Tell whether some of a few thousand texts are names of units, with or without marks, or
        with their type and more behind, or their codes.
        """
        return any(
            text in self.units.index
            or self.codes(text)
            or without_marks(split_name(without_ordinal(text))[1]) in self._unmarked
            or ((typed := _TYPED.match(text)) and typed[1].isupper())
            for text in islice((text for text in texts if len(text) <= _LONGEST), 5_000)
        )

    def looks_like_unit(self, name: str) -> bool:
        """Tell whether a text may be a misspelt name: the type of a unit in front, or near one."""
        kind, bare = split_name(without_ordinal(name))
        typed = kind in _TYPES and len(bare) > 1 and len(bare) <= _LONGEST
        return typed or bool(self.nearest(name))


def without_ordinal(text: str) -> str:
    """Return the text of a section or a head without its number.

    Examples
    --------
    >>> without_ordinal("II. HUYỆN BÁT XÁT"), without_ordinal("Trạm BTS"), without_ordinal("a) LAN")
    ('HUYỆN BÁT XÁT', 'Trạm BTS', 'LAN')
    """
    return _ORDINAL.sub("", text, count=1).strip()


def plain_code(text: str) -> str:
    """Return a code of five digits as it was before a program made a number or a formula of it;
    anything else as it stands.

    Examples
    --------
    >>> [plain_code(text) for text in ('="03004"', "'03004", "3004.0", "LC-12", "12")]
    ['03004', '03004', '03004', 'LC-12', '12']
    """
    digits = re.fullmatch(r"""=?["'’]?\s*([0-9]{4,5})(?:[.,]0+)?\s*["']?""", nfc(text))
    return digits[1].zfill(5) if digits else nfc(text)
