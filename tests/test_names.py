"""Names of the 164 units: every spelling that the rules allow finds its own unit, and no edit of
one letter is taken.

What is right is worked out here apart from `text.name_key`: spellings are made from the list of
units, and an edited name is valid only if it is one of them.
"""

import itertools
import unicodedata
from collections.abc import Iterator

import pandas as pd
import pytest
from forms.legacy_text import to_tcvn3, to_vni
from hypothesis import given, settings
from hypothesis import strategies as st

from laocai_analysis.places import matching, units
from laocai_analysis.text import legacy
from laocai_analysis.text.keys import name_key

COMMUNES = units.load_units(2008)
DISTRICTS = units.load_units(2008, level="district")
TONES = "\u0300\u0301\u0303\u0309\u0323"
#: Every letter that a Vietnamese keyboard writes, small: 89, and f j w z.
LETTERS = sorted(
    {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưy"
        for tone in ("", *TONES)
    }
    | set("bcdđghklmnpqrstvxfjwz")
)
#: The bare name of each unit and what may stand before it.
BARE = {
    code: name.split(" ", 2 if kind == "thị trấn" else 1)[-1].removeprefix("N.T ")
    for code, name, kind in COMMUNES[["name", "type"]].itertuples()
}
WRITTEN_TYPES = {
    "xã": ["xã", "x"],
    "phường": ["phường", "p", "ph", "f"],
    "thị trấn": ["thị trấn", "thịtrấn", "tt", "t.t", "ttr", "t.tr"],
}
FARM = "02902"  # Thị trấn N.T Phong Hải
FARM_SPELLINGS = ["n.t ", "nt ", "n.t.", "n. t. ", "nông trường "]
TWICE = ("02905", "02941")  # the township and the commune Phố Lu, both of Bảo Thắng
#: Endings whose tone stands on the first vowel in one style and on the second in the other.
STYLES = {
    unicodedata.normalize("NFC", first + tone + second): unicodedata.normalize(
        "NFC", first + second + tone
    )
    for first, second in ("oa", "oe", "uy")
    for tone in TONES
}
ENCODINGS = {
    "unicode": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "tcvn3": lambda text: legacy.from_tcvn3(to_tcvn3(text)),
    "tcvn3-capitals": lambda text: legacy.from_tcvn3(to_tcvn3(text), capitals=True),
    "vni": lambda text: legacy.from_vni(to_vni(text)),
}
CASES = (str.upper, str.lower, str.title)
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff"


def find(names, districts=None) -> tuple[list[str], dict[int, str]]:
    """The codes, and the faults by the position of the name, in a list that has marks."""
    stated = None if districts is None else pd.Series([*districts, ""])
    codes, faults = matching.find_units(
        pd.Series([*names, "Bản Lầu"]), units=COMMUNES, districts=stated, district_units=DISTRICTS
    )
    return codes.tolist()[:-1], {fault.row - 2: str(fault) for fault in faults}


def tone_styles(name: str) -> list[str]:
    """The name with the tone of each open syllable as it is, all as in hòa, and all as in hoà."""
    found = {name}
    for pairs in (STYLES, {new: old for old, new in STYLES.items()}):
        syllables = name.split(" ")
        for at, syllable in enumerate(syllables):
            if syllable[-2:] in pairs and not syllable.lower().startswith("q"):
                syllables[at] = syllable[:-2] + pairs[syllable[-2:]]
        found.add(" ".join(syllables))
    return sorted(found)


def beginnings(code: str) -> list[str]:
    """What may stand before the bare name of a unit, in small letters; blank first, where that is
    enough.
    """
    farms = ["", *FARM_SPELLINGS] if code == FARM else [""]
    ends = (" ", "  ", ".", ". ", "\u00a0")
    types = [f"{form}{end}" for form in WRITTEN_TYPES[COMMUNES.at[code, "type"]] for end in ends]
    types = types if code in TWICE else ["", *types]
    return [kind + farm for kind in types for farm in farms]


def test_the_bare_names_are_those_of_the_list():
    assert BARE["02902"] == "Phong Hải"
    assert BARE["03001"] == "Sa Pa"
    assert BARE["02644"] == "Cốc Lếu"
    double = pd.Series(BARE)[pd.Series(BARE).str.lower().duplicated(keep=False)]
    assert tuple(double.index) == TWICE
    assert len(LETTERS) == 93
    assert tone_styles("Vạn Hoà") == ["Vạn Hoà", "Vạn Hòa"]
    assert tone_styles("Sơn Thuỷ") == ["Sơn Thuỷ", "Sơn Thủy"]


def test_the_place_of_any_tone_does_not_count():
    """Of the 164 names only hoà and thuỷ have two styles: here the other tones, and other
    endings.
    """
    assert len(STYLES) == 15
    for old, new in STYLES.items():
        assert old != new
        assert name_key(f"Th{old} Xá") == name_key(f"TH{new} XÁ".upper()) != name_key(f"Th{old} Xa")


# -- spellings
# ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_spelling_of_every_name_finds_its_unit(encoding):
    """Each beginning, case, style of tone and gap, in one encoding; some 23,000 names, alone and a
    third of them in their district.
    """
    spelled, codes = [], []
    for code, bare in BARE.items():
        for start, name, case, gap in itertools.product(
            beginnings(code), tone_styles(bare), CASES, (" ", "-", "  ", "\u00a0")
        ):
            spelled.append(ENCODINGS[encoding](case(start + name.replace(" ", gap))))
            codes.append(code)
    assert len(spelled) > 20_000
    assert find(spelled) == (codes, {})
    spelled, codes = spelled[::3], codes[::3]
    parents = [DISTRICTS.at[COMMUNES.at[code, "parent"], "name"] for code in codes]
    assert find(spelled, parents) == (codes, {})


@st.composite
def spelling(draw, code: str, district: bool = False) -> str:
    """A name with another gap after each syllable, a case for each letter, and invisible characters
    anywhere.
    """
    if district:
        kind, bare = (
            DISTRICTS.at[code, "type"],
            DISTRICTS.at[code, "name"].split(" ", 1)[1].removeprefix("phố "),
        )
        start = draw(
            st.sampled_from(
                {"huyện": ["", "huyện ", "h. "], "thành phố": ["", "thành phố ", "tp.", "t.p "]}[
                    kind
                ]
            )
        )
    else:
        bare, start = BARE[code], draw(st.sampled_from(beginnings(code)))
    syllables = draw(st.sampled_from(tone_styles(bare))).split(" ")
    gaps = [
        draw(st.sampled_from([" ", "  ", "\u00a0", "-", " - ", "\u2013", "_"]))
        for _ in syllables[1:]
    ]
    text = start + "".join(itertools.chain(*itertools.zip_longest(syllables, gaps, fillvalue="")))
    upper = draw(st.integers(0, 2 ** len(text) - 1))
    text = "".join(c.upper() if upper >> at & 1 else c.lower() for at, c in enumerate(text))
    text = draw(st.sampled_from(list(ENCODINGS.values())))(text)
    for hidden in draw(st.text(INVISIBLE, max_size=2)):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + hidden + text[at:]
    return (
        draw(st.sampled_from(["", " ", "\t", "\u00a0"]))
        + text
        + draw(st.sampled_from(["", " ", "\n"]))
    )


@settings(max_examples=400, deadline=None)
@given(data=st.data(), code=st.sampled_from(sorted(BARE)), stated=st.booleans())
def test_a_mixed_spelling_finds_its_unit(data, code, stated):
    name = data.draw(spelling(code))
    districts = (
        [data.draw(spelling(COMMUNES.at[code, "parent"], district=True))] if stated else None
    )
    assert find([name], districts) == ([code], {})


def test_a_name_of_two_units_is_asked_about_in_its_district_too():
    for districts in (None, ["Huyện Bảo Thắng"]):
        codes, faults = find(["Phố Lu"], districts)
        assert codes == [""]
        assert all(code in faults[0] for code in TWICE)


def test_a_district_that_is_not_stated_is_no_fault():
    assert find(["Sa Pả", "Bản Lầu"], [None, " "]) == (["03016", "02788"], {})


# -- edits of one letter
# --------------------------------------------------------------------------------------


def edits(text: str) -> Iterator[str]:
    """Every text that comes of inserting, replacing or deleting one letter."""
    for at in range(len(text) + 1):
        yield from (text[:at] + letter + text[at:] for letter in LETTERS)
        if at < len(text) and text[at].isalpha():
            yield from (
                text[:at] + letter + text[at + 1 :] for letter in LETTERS if letter != text[at]
            )
            yield text[:at] + text[at + 1 :]


VALID = {style.lower(): code for code, bare in BARE.items() for style in tone_styles(bare)}
#: The edits of one letter that give the name of another unit, as they stand in the list of 2008.
CONFUSABLE = {
    ("02644", "cốc lầu"): "02896",
    ("02896", "cốc lếu"): "02644",
    ("03001", "sa pả"): "03016",
    ("03016", "sa pa"): "03001",
    ("02770", "nậm chầy"): "03076",
    ("03076", "nậm chảy"): "02770",
    ("02722", "dần thàng"): "03088",
    ("03088", "dền thàng"): "02722",
}


@pytest.mark.slow
def test_no_edit_of_one_letter_is_accepted_that_gives_no_valid_name():
    """All that are the name of a unit, and a tenth of the other 253,000; each of these is a fault
    that names the unit whose name was edited among the nearest.
    """
    accepted = {}
    for code, bare in BARE.items():
        every = sorted(set(edits(bare.lower())) - {bare.lower()})
        edited = [name for at, name in enumerate(every) if name in VALID or at % 10 == 0]
        codes, faults = find(edited)
        for at, (name, found) in enumerate(zip(edited, codes, strict=True)):
            assert found == VALID.get(name, ""), name
            assert found or code in faults[at]
            if found:
                accepted[code, name] = found
    assert accepted == CONFUSABLE


@settings(max_examples=300, deadline=None)
@given(data=st.data(), code=st.sampled_from(sorted(BARE)))
def test_an_edit_of_one_letter_is_not_accepted(data, code):
    """The same for a sample, in any case and encoding, with the type and the district stated."""
    bare = BARE[code].lower()
    name = data.draw(st.sampled_from(sorted(set(edits(bare)) - {bare})))
    kind, district = COMMUNES.at[code, "type"], DISTRICTS.at[COMMUNES.at[code, "parent"], "name"]
    written = data.draw(st.sampled_from(list(ENCODINGS.values())))(
        data.draw(st.sampled_from(CASES))(f"{kind} {name}")
    )
    codes, faults = find([written], [district])
    assert codes == [""]
    assert CONFUSABLE.get((code, name), code) in faults[0]


@pytest.mark.parametrize(("code", "name"), CONFUSABLE)
def test_the_name_of_a_unit_of_another_stated_district_or_type_is_asked_about(code, name):
    """Nậm Chầy where Nậm Chảy is meant: the fault names the unit that is so called and the one of
    that district.
    """
    other = CONFUSABLE[code, name]
    assert find([name]) == ([other], {})
    parent = COMMUNES.at[code, "parent"]
    kind, district = COMMUNES.at[code, "type"], DISTRICTS.at[parent, "name"]
    if parent != COMMUNES.at[other, "parent"]:
        codes, faults = find([name], [district])
        assert codes == [""]
        assert f"in the district {parent}" in faults[0]
        assert f"({other}) in the district {COMMUNES.at[other, 'parent']}" in faults[0]
        assert f"({code})" in faults[0]
    codes, faults = find([f"{kind} {name}"])
    if kind != COMMUNES.at[other, "type"]:
        assert codes == [""]
        assert f"({other})" in faults[0]
        assert f"({code})" in faults[0]
    else:
        assert codes == [other]


@pytest.mark.slow
def test_an_edit_of_one_letter_in_the_prefix_is_not_accepted():
    """All that are a prefix of the unit, and a tenth of the other 135,000: what is left is no
    prefix, or a spelling of the unit's own type, or one of another type.
    """
    for code, bare in BARE.items():
        kinds = [f"{form} " for form in WRITTEN_TYPES[COMMUNES.at[code, "type"]]]
        farms = FARM_SPELLINGS if code == FARM else []
        own = {start.strip() for start in [*beginnings(code), *([] if code in TWICE else [""])]}
        every = sorted(
            {
                edit
                for start in [*kinds, *farms]
                for edit in edits(start)
                if not edit.endswith(tuple(LETTERS))
            }
        )
        edited = [edit for at, edit in enumerate(every) if edit.strip() in own or at % 10 == 0]
        codes, faults = find([start + bare for start in edited])
        for at, (start, found) in enumerate(zip(edited, codes, strict=True)):
            assert found == (code if start.strip() in own else ""), start + bare
            assert found or code in faults[at]


@pytest.mark.slow
def test_an_edit_of_one_letter_in_the_district_is_a_fault():
    for code, name in DISTRICTS["name"].items():
        commune = COMMUNES.index[(COMMUNES["parent"] == code) & ~COMMUNES.index.isin(TWICE)][0]
        bare = matching.split_name(name)[1].lower()
        edited = sorted(set(edits(bare)) - {bare})
        _, faults = find([BARE[commune]] * len(edited), edited)
        assert len(faults) == len(edited)
        assert all(f"({code})" in fault for fault in faults.values())


def test_nong_truong_is_said_of_no_other_unit():
    """One letter lies between TT and NT."""
    assert (
        find(["NT Sa Pa"])[0]
        == find(["Thị trấn N.T Sa Pa"])[0]
        == find(["Nông trường Bản Lầu"])[0]
        == [""]
    )
    assert find(["NT. Phong Hải", "Phong Hải", "TT NT Phong Hải"])[0] == [FARM] * 3


# -- characters that look like others, or like nothing
# --------------------------------------------------------


def test_an_eth_is_read_as_the_letter_that_it_stands_for():
    """Old keyboards and fonts have Ð (eth) or Ɖ (African) for Đ; no Vietnamese word has either."""
    names = [name for name in COMMUNES["name"] if "đ" in name.lower()]
    assert len(names) > 3
    for twin, small in (("\u00d0", "\u00f0"), ("\u0189", "\u0256")):
        spelled = [name.replace("Đ", twin).replace("đ", small) for name in names]
        assert find(spelled)[0] == [COMMUNES.index[COMMUNES["name"] == name][0] for name in names]


@pytest.mark.parametrize(
    "name", ["Sа Pa", "Sa Ра", "Сốc Lếu", "Вản Lầu", "Sa Pａ", "Saı Pa", "ſa Pa", "Dìn Chìņ"]
)
def test_a_letter_of_another_script_is_a_fault_that_names_it(name):
    codes, faults = find([name])
    assert codes == [""]
    assert any(
        word in faults[0] for word in ("CYRILLIC", "FULLWIDTH", "DOTLESS", "LONG S", "CEDILLA")
    )


def test_no_name_in_tcvn3_or_vni_passes_for_another_unit_when_it_is_taken_for_unicode():
    """An eth is é in TCVN3."""
    for write in (to_tcvn3, to_vni):
        for code, bare in BARE.items():
            assert find([write(bare)])[0][0] in ({"", code} if code not in TWICE else {""})


@pytest.mark.slow
def test_what_cannot_be_seen_does_not_count_anywhere_in_a_name():
    spelled, codes = [], []
    for (code, name), hidden in itertools.product(COMMUNES["name"].items(), INVISIBLE):
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, name)
            spelled += [text[:at] + hidden + text[at:] for at in range(len(text) + 1)]
        codes += [code] * (len(spelled) - len(codes))
    assert find(spelled) == (codes, {})
