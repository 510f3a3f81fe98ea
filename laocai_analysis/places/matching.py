"""Matching of written names to administrative units: a unit is found, or the name is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz, process

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.text.keys import foreign_letters, letters_of, name_key, nfc, same_name
from laocai_analysis.text.tone_marks import has_marks, without_marks

#: How each type of unit may be written in front of a name; a blank, a point or both may follow.
PREFIXES: dict[str, tuple[str, ...]] = {
    "tỉnh": ("tỉnh",),
    "thành phố": ("thành phố", "t.p", "tp"),
    "thị xã": ("thị xã", "t.x", "tx"),
    "huyện": ("huyện", "h"),
    "thị trấn": ("thị trấn", "t.tr", "ttr", "t.t", "tt"),
    "phường": ("phường", "ph", "p", "f"),
    "xã": ("xã", "x"),
}
_TYPES = {re.sub("[ .]", "", form): kind for kind, forms in PREFIXES.items() for form in forms}
_SPELLED = {
    kind: "|".join(re.escape(f).replace(r"\ ", r"\s*") for f in forms)
    for kind, forms in PREFIXES.items()
}
_PREFIX = {
    kind: re.compile(rf"(?:{forms})(?:\s*\.\s*|\s+)(?=\S)", re.IGNORECASE)
    for kind, forms in _SPELLED.items()
}
# a type written in full and joined to a name that begins with a capital: XãBảnLầu
_JOINED = {kind: re.compile(f"(?i:{kind.replace(' ', '')})") for kind in PREFIXES}
_FARM = re.compile(
    r"(?:nông\s*trường|nt\.?)(?:\s+|(?<=\.))|n\s*\.\s*t(?:\s*\.\s*|\s+|(?-i:(?=[A-ZĐ])))",
    re.IGNORECASE,
)
_TYPE_WORD = r"(?:xã|phường|thị\s*trấn|huyện|thành\s*phố|thị\s*xã|ubnd|[uủ][ỷy] ban)\b"
# what a list puts in front of a name: 1.  (2)  3.1  -  +; a letter or a Roman number only before
# the word of a type, because "X." is a commune
_LIST_MARK = re.compile(
    r"(?:\(?\d{1,3}(?:\.\d{1,3})*\s*[.)/:–—-]\s*|[-–—+*•·]+\s*"
    rf"|(?:\d{{1,3}}|\(?(?:[ivx]{{1,5}}|[a-zđ])\s*[.)/–—-])\s*(?={_TYPE_WORD}))(?=\S)",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"(?:ubnd|u\.b\.n\.d|(?:ủy|uỷ) ban nhân dân)\s*[.:]?\s+", re.IGNORECASE)
# where the units above begin behind a name: ", ..."  "(...)"  " - huyện ..."  " huyện ..."
_ABOVE = re.compile(
    r"\s*[,;()]\s*|(?:\s*[–—-]\s*|\s+)"
    rf"(?=(?:huyện\s|h\s*\.|{_SPELLED['thành phố']}[\s.]|{_SPELLED['thị xã']}[\s.]|tỉnh\s))",
    re.IGNORECASE,
)


class _Written(NamedTuple):
    """A written name in its parts.

    `farm` tells whether it says that the unit was a state farm; `above` are the units that it says
    it lies in.
    """

    kind: str | None
    farm: bool
    bare: str
    above: tuple[str, ...]


class _Known(NamedTuple):
    """The units that names are matched with: bare names by code, codes by the letters of them."""

    bare: Mapping[str, str]
    by_letters: Mapping[str, list[str]]


def split_name(name: str) -> tuple[str | None, str]:
    """Split a written name into the type of the unit and the bare name.

    A number or dash of a list and *UBND* before the type are left out. *N.T* (*Nông trường*, a
    state farm that became a township) belongs to the prefix. It may be left out of the name of such
    a unit, but a name that says it is of no other.

    Returns
    -------
    tuple of (str or None, str)
        The type in lower case, None where the name has no prefix; and the rest in NFC.

    Examples
    --------
    >>> split_name("TT. N.T Phong Hải")
    ('thị trấn', 'Phong Hải')
    >>> split_name("Pa Cheo")
    (None, 'Pa Cheo')
    >>> split_name("3. UBND xã Pa Cheo")
    ('xã', 'Pa Cheo')
    """
    kind, _, bare = _split(name)
    return kind, bare


def _split(name: str) -> tuple[str | None, bool, str]:
    """Return the type, whether the name says that it was a state farm, and the bare name."""
    rest = nfc(name)
    if mark := _LIST_MARK.match(rest):
        rest = rest[mark.end() :]
    office = _OFFICE.match(rest)
    kind, bare = _type_of(rest[office.end() :] if office else rest)
    if office and kind is None:  # the office of what, is not said
        bare = rest
    farm = _FARM.match(bare)
    return kind, farm is not None, bare[farm.end() :] if farm else bare


def _type_of(text: str) -> tuple[str | None, str]:
    for kind, pattern in _PREFIX.items():
        if match := pattern.match(text):
            return kind, text[match.end() :]
        joined = _JOINED[kind].match(text)
        if joined and text[joined.end() - 1].islower() and text[joined.end() :][:1].isupper():
            return kind, text[joined.end() :]
    return None, text


def _parts(name: str) -> _Written:
    kind, farm, rest = _split(name)
    bare, *above = [part.strip(" .:") for part in _ABOVE.split(rest)]
    behind = []
    for part in filter(None, above):
        word = _TYPES.get(re.sub(r"[\s.]", "", part.lower()))
        if kind is None and word:  # Phố Lu (Thị trấn), Phố Lu (TT)
            kind = word
        else:
            behind.append(part)
    return _Written(kind, farm, bare, tuple(behind))


def match_units(
    names: pd.Series,
    *,
    units: pd.DataFrame,
    districts: pd.Series | None = None,
    district_units: pd.DataFrame | None = None,
    file: str = "names",
) -> pd.Series:
    """Find the code of every written name, or say of every one that has none why.

    A name matches after Unicode normal form, place of the tone mark, case, prefix and blanks are
    evened out (`text.keys.same_name`). A stated type, district or province must agree. There is no
    nearest match: a near miss is a fault that lists the nearest names. In a column without any
    mark, *Sa Pa* may be *Sa Pả*: it is a fault that lists both.

    Parameters
    ----------
    names : Series of str
        Written names, with or without a prefix.
    units : DataFrame
        As `units.load_units` gives it: index ``code``, columns ``name``, ``type``, ``parent``.
    districts : Series of str, optional
        The written district of each name, in the order of `names`; blank where not stated.
    district_units : DataFrame, optional
        The units above, as `units.load_units_above` gives them: needed with `districts`, and to
        check the units above that a name states (*Xã Bản Lầu, huyện Mường Khương*).
    file : str
        What to call the input in a fault.

    Returns
    -------
    Series of str
        Codes, named ``code``, with the index of `names`.

    Raises
    ------
    InputError
        With one fault for each name that matches no unit or more than one; the row is the position
        in `names` counted with a header, so that it is the line of a csv file.

    Examples
    --------
    >>> from laocai_analysis.places.units import load_units
    >>> match_units(pd.Series(["TT. Sa Pa", "xã sa pả"]), units=load_units(2008)).tolist()
    ['03001', '03016']
    """
    codes, faults = find_units(
        names, units=units, districts=districts, district_units=district_units, file=file
    )
    if faults:
        raise InputError(faults)
    return codes


def find_units(
    names: pd.Series,
    *,
    units: pd.DataFrame,
    districts: pd.Series | None = None,
    district_units: pd.DataFrame | None = None,
    file: str = "names",
) -> tuple[pd.Series, list[Fault]]:
    """Do as `match_units`, but return the faults beside the codes and raise nothing.

    Returns
    -------
    tuple of (Series of str, list of Fault)
        The codes, blank where a name has none, and the faults in the order of the rows. A name
        whose district is at fault is looked for in all districts.
    """
    texts = names.fillna("").astype(str)
    parents, faults = pd.Series("", index=names.index), list[Fault]()
    if districts is not None:
        if district_units is None:
            raise ValueError(
                "district_units: expected with districts, to match them with; found None"
            )
        parents, faults = _find_districts(districts, units, district_units, file=file)
    known, marked = _known(units), any_marks(texts)
    codes: list[str] = []
    for line, (name, parent) in enumerate(zip(texts, parents, strict=True), start=2):
        found = _codes(name, parent, known=known, units=units, above=district_units, marked=marked)
        codes.append(found[0] if len(found) == 1 else "")
        if len(found) != 1:
            faults.append(
                _fault(name, parent, fitting=found, known=known, units=units, file=file, line=line)
            )
    faults.sort(key=lambda fault: int(fault.row or 0))
    return pd.Series(codes, index=names.index, name="code", dtype="str"), faults


def _find_districts(
    written: pd.Series, units: pd.DataFrame, above: pd.DataFrame, *, file: str
) -> tuple[pd.Series, list[Fault]]:
    known = above.loc[above.index.isin(units["parent"])]
    parents, faults = find_units(written, units=known, file=file)
    stated = {line for line, name in enumerate(written.fillna("").astype(str), 2) if nfc(name)}
    return parents, [fault for fault in faults if fault.row in stated]


def any_marks(names: Iterable[str]) -> bool:
    """Tell whether any of the names has a mark, its prefix apart: *Xã Sa Pả* has, *Xã Sa Pa* not.

    Where none has, the marks were lost, and `codes_of` takes *Sa Pa* for a name of two units.
    """
    return any(has_marks(_parts(name).bare) for name in names)


def codes_of(
    name: str,
    *,
    units: pd.DataFrame,
    parent: str = "",
    above: pd.DataFrame | None = None,
    marked: bool | None = None,
) -> list[str]:
    """Return the codes of all units that a written name can mean: none, one, or several.

    Parameters
    ----------
    name : str
        A written name; a type in front of it and units above behind it must agree.
    units : DataFrame
        As `units.load_units` gives it.
    parent : str
        The code of the unit above that must agree too; blank for any.
    above : DataFrame, optional
        As `units.load_units_above` gives it; without it, a name that states the unit above means
        none.
    marked : bool, optional
        Whether the list that the name is from has marks (`any_marks`); the name decides where not
        given. Without marks, units whose names differ only by marks from the one that is written
        are meant too.

    Examples
    --------
    >>> from laocai_analysis.places.units import load_units, load_units_above
    >>> codes_of("Lào Cai", units=load_units(2008, level="province"))
    ['10']
    >>> communes = load_units(2008)
    >>> codes_of("xã Sa Pa", units=communes), codes_of("Sa Pa", units=communes)
    ([], ['03001', '03016'])
    >>> codes_of("Xã Bản Lầu huyện Bắc Hà", units=communes, above=load_units_above(2008))
    []
    """
    marked = has_marks(_parts(name).bare) if marked is None else marked
    return _codes(name, parent, known=_known(units), units=units, above=above, marked=marked)


def _codes(
    name: str,
    parent: str,
    *,
    known: _Known,
    units: pd.DataFrame,
    above: pd.DataFrame | None,
    marked: bool,
) -> list[str]:
    written = _parts(name)
    found = [
        code
        for code in known.by_letters.get(letters_of(written.bare), [])
        if same_name(written.bare, known.bare[code])
        and (not written.farm or _split(str(units.at[code, "name"]))[1])
        and _lies_in(code, parent, written.above, units=units, above=above)
    ]
    fitting = [code for code in found if written.kind in (None, units.at[code, "type"])]
    if fitting and written.kind is None and not marked:
        plain = _without(written.bare)
        fitting += [
            code
            for code, bare in known.bare.items()
            if code not in fitting
            and _without(bare) == plain
            and _lies_in(code, parent, written.above, units=units, above=above)
        ]
    return fitting


def _without(name: str) -> str:
    return without_marks(name).replace(" ", "")


def _lies_in(
    code: str,
    parent: str,
    stated: Sequence[str],
    *,
    units: pd.DataFrame,
    above: pd.DataFrame | None,
) -> bool:
    """Tell whether a unit lies in a district and in all the units above that a name states."""
    own = str(units.at[code, "parent"])
    if parent and own != parent:
        return False
    if not stated:
        return True
    lineage = list[tuple[str, str]]()
    while above is not None and own in above.index:
        bare = split_name(str(above.at[own, "name"]))[1]
        lineage.append((name_key(bare), str(above.at[own, "type"])))
        own = str(above.at[own, "parent"])
    return all(
        any(name_key(bare) == known and kind in (None, of_kind) for known, of_kind in lineage)
        for kind, bare in map(split_name, stated)
    )


def _known(units: pd.DataFrame) -> _Known:
    return _indexed(tuple(zip(units.index.tolist(), units["name"].tolist(), strict=True)))


@lru_cache(maxsize=16)
def _indexed(names: tuple[tuple[str, str], ...]) -> _Known:
    bare = {code: split_name(name)[1].lower() for code, name in names}
    by_letters: dict[str, list[str]] = {}
    for code, name in bare.items():
        by_letters.setdefault(letters_of(name), []).append(code)
    return _Known(bare, by_letters)


def nearest_names(name: str, *, units: pd.DataFrame) -> Sequence[str]:
    """Return the names of the three units that look most like `name`, best first; to show to a
    person, never to accept.

    Examples
    --------
    >>> from laocai_analysis.places.units import load_units
    >>> nearest_names("Bản Lâu", units=load_units(2008))[0]
    'Xã Bản Lầu (02788)'
    """
    known = _known(units)
    ways = {_parts(name).bare.lower(), name.lower()}  # what looks like a prefix may be a slip
    found = [
        hit
        for written in sorted(ways)
        for hit in process.extract(written, known.bare, scorer=fuzz.ratio, limit=3)
    ]
    best = dict.fromkeys(code for _, _, code in sorted(found, key=lambda hit: -hit[1]))
    return [f"{units.at[code, 'name']} ({code})" for code in list(best)[:3]]


def _fault(
    name: str,
    parent: str,
    *,
    fitting: Sequence[str],
    known: _Known,
    units: pd.DataFrame,
    file: str,
    line: int,
) -> Fault:
    if fitting:
        expected = Message("expected-one-unit")
        choices = ", ".join(f"{units.at[code, 'name']} ({code})" for code in fitting)
        if parent:
            expected = Message("expected-one-unit-in", district=parent)
        several = Message("found-several-units", name=repr(name), choices=choices)
        return Fault(file, line, None, expected, several)
    foreign = ", ".join(foreign_letters(name))
    found: str | Message = repr(name)
    if foreign:
        found = Message("found-foreign", name=found, letters=foreign)
    bare = _parts(name).bare
    same = [
        code
        for code in known.by_letters.get(letters_of(bare), [])
        if same_name(bare, known.bare[code])
    ]
    if same:
        named = tuple(
            Message(
                "unit-in-district",
                unit=f"{units.at[code, 'name']} ({code})",
                district=str(units.at[code, "parent"]),
            )
            for code in same
        )
        found = Message("found-same-name", found=found, units=named)
    choices = ", ".join(nearest_names(name, units=units))
    expected = Message("expected-nearest", choices=choices)
    if parent:
        expected = Message("expected-nearest-in", district=parent, choices=choices)
    return Fault(file, line, None, expected, found)
