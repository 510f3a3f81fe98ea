"""A first look at values of communes, and what completion offers."""

import pandas as pd
import pytest

import laocai_analysis as la
from laocai_analysis.errors import InputError

ROW = {"year": "2008", "indicator": "base_stations", "basis": "observed"}


def alt(values, **given) -> str:
    """What the map says of itself."""
    return la.maps.show(values, language="en", **given).axes[0].alt_text


def test_answers_by_name_code_column_and_of_a_return():
    """Five communes with an answer; the other 159 of 2008 are unknown."""
    names = ["Xã Bản Lầu", "bản sen", "TT. Sa Pa", "xã sa pả", "P.Cốc Lếu"]
    answers = pd.Series(["có", "không", True, None, "na"], index=names, name="5G")
    said = "Map: 5G, 2008. 2 Yes, 1 No, 160 Unknown, 1 Not applicable."
    shown = la.maps.show(answers, language="en")
    data, metadata = shown._repr_png_()
    assert data.startswith(b"\x89PNG")
    assert metadata["alt"].startswith(said)
    frame = answers.rename_axis("xã").reset_index()
    assert alt(frame).startswith(said)
    assert alt(frame.assign(huyện="", note="–"), column="5G").startswith(said)
    codes = la.matching.match_units(frame["xã"], units=la.units.load_units(2008))
    coded = pd.DataFrame({"code": codes.astype(int), "5G": answers.to_numpy()})
    assert alt(coded).startswith(said)
    assert alt(coded.set_index("code")["5G"]).startswith(said)
    assert answers.index.tolist() == names
    table = la.returns.load_return("2008-illustrative")
    assert "126 Yes, 18 No, 20 Not applicable" in alt(table, indicator="cultural_post_office")


def test_counts_are_shown_in_classes_and_changes_by_kind():
    counts = pd.Series({"02788": 3, "02797": 0, "02716": 12.0, "02746": None}, name="stations")
    assert "1 0, 1 1–3, 1 4 or more, 161 Unknown" in alt(counts)
    rows = [
        {**ROW, "code": code, "value": value}
        for code, value in (("02788", "3"), ("02797", "unknown"))
    ]
    assert "163 Unknown" in alt(pd.DataFrame(rows))
    change = pd.Series({"02788": "gained", "02797": "unchanged", "99999": "dissolved"})
    assert alt(change, date=2009).startswith("Map: 2009. 1 Gained, 1 Unchanged, 162 Still unknown")


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (pd.Series("yes", index=["Xã Bản Lầu", "Xã Không Có", "Xã Lạ"]), ["Không Có", "Lạ"]),
        (pd.Series("yes", index=["02788", "02797", "99998", "00001"]), ["99998", "00001"]),
        (pd.Series("yes", index=["02788", "02788", "02797"]), ["a unique value; found '02788'"]),
        (pd.Series(["maybe", "yes", -1], index=["02788", "02797", "02716"]), ["'maybe'", "-1"]),
        (pd.Series([3, "yes"], index=["02788", "02797"]), ["'yes'"]),
        (pd.DataFrame({"code": ["02788"], "a": "yes", "b": "no"}), ["expected one of a, b"]),
        (pd.DataFrame({"a": [1, 2]}), ["codes or names of communes"]),
    ],
)
def test_every_fault_is_named_at_once(values, found):
    with pytest.raises(InputError) as error:
        la.maps.show(values)
    assert all(words in str(error.value) for words in found)


def test_completion_offers_what_is_public_and_nothing_else():
    """IPython completes what `dir` lists."""
    assert [name for name in dir(la) if name != "__version__"] == sorted(la.__all__)
    for name in la.__all__:
        module = getattr(la, name)
        assert dir(module), name
        assert not {"annotations", "pd", "lru_cache", "Path", "Fault"} & set(dir(module)), name
        assert all(hasattr(module, each) and each[0] != "_" for each in dir(module)), name
    assert dir(la.units) == [
        "code_faults",
        "load_units",
        "load_units_above",
    ]
    assert {"show", "choropleth", "tile_map", "FILLS"} < set(dir(la.maps))
