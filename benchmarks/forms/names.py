"""How an office writes a unit: its name, its code, its district."""

from __future__ import annotations

import re
import unicodedata

from forms.features import Composition
from forms.truth import (
    alike,
    bare_name,
    chance,
    district_name,
    district_of,
    name_of,
    type_of,
    units,
)
from laocai_analysis.places.matching import codes_of, split_name
from laocai_analysis.text.keys import without_marks

_SHORT = {
    "xã": ("X.", "X.", "X "),
    "phường": ("P.", "Ph. ", "F. "),
    "thị trấn": ("TT ", "TTr. ", "T.T "),
}


def written_name(composition: Composition, code: str) -> tuple[str, bool]:
    """Return how a name is written, and whether a careful reader knows its unit by it."""
    text, sure = _styled(composition, code)
    if composition.get("typo") and code == _once(composition, "typo"):
        text = _mistyped(composition, code, text)
    if composition.get("invisible"):
        text = "\ufeff" + text.replace(" ", "\u00a0", 1)
    return text, sure


def _once(composition: Composition, what: str) -> str:
    """Return the one unit of a form that something happens to."""
    codes = composition.units
    return codes[chance(composition.truth, what) % len(codes)]


def _styled(composition: Composition, code: str) -> tuple[str, bool]:
    style, name, bare, kind = (
        composition.get("names"),
        name_of(code),
        bare_name(code),
        type_of(code),
    )
    district = district_name(district_of(code))
    small = district[0].lower() + district[1:]
    short = _SHORT[kind]
    with_type = not alike(code, accents=True, typed=True)
    beside = bool(composition.get("type_column"))
    without_type = not alike(code, accents=True, typed=beside)
    marked = any(_has_marks(one) for one in composition.units if one != code)
    plain_type = not marked or not alike(code, accents=False, typed=True)
    plain_bare = not marked or not alike(code, accents=False, typed=beside)
    ways: dict[object, tuple[str, bool]] = {
        None: (name, with_type),
        0: (bare, without_type),
        1: (name.upper(), with_type),
        2: (f"{short[0]}{bare}".replace(".", ". "), with_type),
        3: (f"{short[1]}{bare}", with_type),
        4: (f"{short[2]}{bare}", with_type),
        5: (f"UBND {kind} {bare}", with_type),
        6: (f"{composition.units.index(code) + 1}. {name}", with_type),
        7: (f"- {name}", with_type),
        8: (f"{name}, {small}", with_type),
        9: (f"{name} - {split_name(district)[1]}", with_type),
        10: (name.replace(" ", ""), with_type),
        11: (bare.replace(" ", ""), without_type),
        12: (without_marks(name).title(), plain_type),
        13: (without_marks(bare).title(), plain_bare),
        14: (unicodedata.normalize("NFD", name), with_type),
        15: (name.replace(" ", "  ") + " ", with_type),
        16: (f"{name}*", with_type),
        17: (name.lower(), with_type),
        18: (bare.upper(), without_type),
        19: (f"{name} {small}", with_type),
        20: (f"{bare} ({kind})", with_type),
        21: (f"{name}:", with_type),
    }
    return ways[style]


def _has_marks(code: str) -> bool:
    """Tell whether a name without its marks looks otherwise: the form then shows what it lacks."""
    return without_marks(bare_name(code)) != bare_name(code).lower()


def _mistyped(composition: Composition, code: str, text: str) -> str:
    """Return a name with a typing error that makes no other unit of it."""
    bare, how = bare_name(code), composition.get("typo")
    draw = composition.draw("typo")
    for _ in range(20):
        place = draw.randrange(1, len(bare))
        if how == "letter":
            wrong = bare[:place] + bare[place] + bare[place:]
        elif how == "missing":
            wrong = bare[:place] + bare[place + 1 :]
        else:
            changed = re.sub(r"[àảãáạ]", "a", bare)
            changed = changed if changed != bare else re.sub(r"[èẻẽéẹìỉĩíịòỏõóọ]", "i", bare)
            wrong = changed
        near = {str(c) for c in codes_of(wrong, units=units())} - {code}
        if wrong.strip() and not near and bare in text:
            return text.replace(bare, wrong)
    return text


def written_code(composition: Composition, code: str) -> tuple[str | int, bool, bool]:
    """Return how a code is written, whether it is the true one, and whether it says another."""
    how = composition.get("codes") or "text"
    plain = composition.get("codes_only")
    if how == "number":
        return int(code), True, False
    if how == "short":
        return str(int(code)), True, False
    if how == "float":
        return f"{int(code)}.0", True, False
    if how == "formula" and composition.kind == "csv":
        return f'="{code}"', True, False
    if how in ("apostrophe", "formula"):
        return f"'{code}", True, False
    if how == "system" and not plain:
        return f"10{district_of(code)}{composition.units.index(code) + 1:02}", False, False
    if how == "blank" and not plain and chance(composition.truth, code, "code") % 2:
        return "", False, False
    if how == "one off" and not plain and code == _once(composition, "one off"):
        at = composition.units.index(code)
        wrong = composition.units[at - 1]
        return wrong, wrong == code, wrong != code
    return code, True, False


def written_district(composition: Composition, code: str) -> str:
    """Return how the district of a unit is written in a column."""
    name = district_name(district_of(code))
    if composition.get("district_column") == "bare":
        return split_name(name)[1]
    return name
