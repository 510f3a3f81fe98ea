"""What the public sees of counts of subscribers and of a single operator: attacked in the files
that are published.
"""

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from test_disclosure import attack

from laocai_analysis import indicators, paths
from laocai_analysis.checks import audience
from laocai_analysis.errors import InputError, ParameterError
from laocai_analysis.indicators import DisclosureRules
from laocai_analysis.metrics.disclosure import Hidden
from laocai_analysis.places.groups import load_groups
from laocai_analysis.places.units import load_units
from laocai_analysis.reports import manifest
from laocai_analysis.reports.catalogue import find_report
from laocai_analysis.reports.parameters import check_parameters
from laocai_analysis.reports.run import run_report
from laocai_analysis.returns import amounts

UNITS, BY = load_units(2008), load_groups(2008).each
NET, PHONES, PAPER = "internet_subscriptions", "telephone_subscriptions", "same_day_newspaper"
NEW = "internet_subscriptions_new"
SA_PA = list(BY.index[BY == "Huyện Sa Pa"])


def rows(year: int, **counts: dict[str, int]) -> list[dict[str, str]]:
    """A return: every unit has the newspaper, and 40 subscriptions (of `NEW` none) where nothing
    else is given.
    """
    made = []
    for code, unit in UNITS.iterrows():
        about = {"year": str(year), "code": code, "name": unit["name"], "basis": "observed"}
        about["source"] = "gso"
        made.append({**about, "indicator": PAPER, "value": "yes"})
        for name, given in counts.items():
            made.append(
                {**about, "indicator": name, "value": str(given.get(code, 40 * (name != NEW)))}
            )
    return made


def table(**counts: dict[str, int]) -> pd.DataFrame:
    made = pd.DataFrame(rows(2008, **counts))
    made.attrs["file"] = "made.csv"
    return made


def test_a_solver_learns_no_count_from_what_the_public_sees():
    """A small count alone, two small ones, one in the smallest district with nothing beside it."""
    alone = dict.fromkeys(BY.index[BY == "Huyện Si Ma Cai"], 0)
    small = {SA_PA[0]: 3, SA_PA[1]: 1, BY.index[BY == "Huyện Bắc Hà"][0]: 4}
    given = table(**{NET: small | alone | {next(iter(alone)): 2}, PHONES: {}})
    seen = audience.shown_to("public", given, year=2008)
    counts = amounts(given, indicator=NET, year=2008)
    hidden = amounts(seen.table, indicator=NET, year=2008).isna()
    assert hidden[(counts > 0) & (counts < 5)].all()
    assert seen.withheld == hidden.sum() < 10
    sums = seen.totals[NET]
    assert sums["Huyện Văn Bàn"] == 40 * 23
    assert pd.isna(sums["Huyện Si Ma Cai"])
    assert seen.totals[PHONES].notna().all()
    each = BY.reindex(counts.index)
    groups = sums.drop("all").isna().rename_axis("group")
    found = attack(counts, each, Hidden(hidden, groups, bool(pd.isna(sums["all"]))))
    assert all(high - low >= 5 - 1e-6 for low, high in found.values())


def test_a_published_total_gives_no_count_back():
    """One unit has all 3 subscriptions. Of 2008 a total is published, of 2009 none: where it is,
    not even a 0 is told.
    """
    of_2009 = table(**{NET: dict.fromkeys(UNITS.index, 0) | {SA_PA[0]: 3}}).assign(year="2009")
    hidden = {}
    for year in (2008, 2009):
        seen = audience.shown_to("public", of_2009.assign(year=str(year)), year=year)
        assert seen.totals[NET].isna()["all"]
        hidden[year] = amounts(seen.table, indicator=NET, year=year).isna().sum()
    assert hidden == {2008: 164, 2009: 1}


def test_published_figures_of_a_district_and_of_a_commune_are_known_too(tmp_path, monkeypatch):
    """Si Ma Cai has 2 in one unit, and its total is published: none of its 13 units is told. Of two
    small counts of Sa Pa one is published: it hides nothing, so a third one goes with the other.
    """
    evidence = shutil.copytree(paths.data(), tmp_path / "data") / "evidence"
    rows = pd.read_csv(evidence / "telecommunications.csv", dtype=str).query("id == 'F08'")
    about = {"indicator": NET, "unit": "subscription", "period": "2009"}
    district = load_units(2008, level="district")["name"]
    areas = [district.index[district == "Huyện Si Ma Cai"][0], SA_PA[0]]
    made = [rows.assign(id=f"T{n}1", area=area, **about) for n, area in enumerate(areas)]
    pd.concat(made).to_csv(evidence / "made-up-2009.csv", index=False)
    monkeypatch.setenv("LAOCAI_DATA", str(tmp_path / "data"))
    alone = dict.fromkeys(BY.index[BY == "Huyện Si Ma Cai"], 0)
    counts = alone | {next(iter(alone)): 2, SA_PA[0]: 3, SA_PA[1]: 4}
    seen = audience.shown_to("public", table(**{NET: counts}).assign(year="2009"), year=2009)
    hidden = amounts(seen.table, indicator=NET, year=2009).isna()
    assert hidden[list(alone)].all()
    assert hidden[SA_PA].to_list() == [False, True, True, *[False] * 15]
    assert seen.totals[NET][["Huyện Sa Pa", "Huyện Bắc Hà"]].to_list() == [647, 840]
    assert pd.isna(seen.totals[NET]["Huyện Si Ma Cai"])


def test_the_office_sees_everything():
    given = table(**{NET: {SA_PA[0]: 3}})
    seen = audience.shown_to("office", given, year=2008)
    assert seen.table.equals(given)
    assert (seen.withheld, seen.left_out) == (0, ())
    assert seen.totals[NET]["all"] == 163 * 40 + 3


@pytest.mark.parametrize(
    ("named", "hidden"),
    [
        ((), ()),
        (("base_stations",), ("base_stations",)),
        # the density gives it back
        ((PHONES,), (PHONES, "telephone_density")),
        # the sum gives it back
        (("post_press_revenue",), ("post_press_revenue", "telecom_internet_revenue")),
    ],
)
def test_figures_of_an_operator_and_what_gives_them_back(named, hidden, monkeypatch):
    monkeypatch.setattr(audience, "disclosure_rules", lambda: DisclosureRules(5, (), named))
    assert audience.not_shown() == hidden


def test_faults_of_the_rules_and_a_page_on_an_operator(tmp_path, monkeypatch):
    path, found = tmp_path / "disclosure.json", paths.data_file
    monkeypatch.setattr(
        indicators.paths, "data_file", lambda name: path if name == path.name else found(name)
    )
    path.write_text('{"threshold": 0, "units": [], "one_operator": ["x"]}')
    with pytest.raises(InputError, match="1 or more") as raised:
        indicators.disclosure_rules()
    assert [fault.column for fault in raised.value.faults] == ["threshold", "one_operator.1"]
    path.write_text("[]")
    with pytest.raises(InputError, match="threshold, units, one_operator"):
        indicators.disclosure_rules()
    path.write_text(f'{{"threshold": 5, "units": [], "one_operator": ["{PAPER}"]}}')
    report = find_report("commune-coverage")
    with pytest.raises(ParameterError, match="audience=public"):
        check_parameters(
            {"indicator": PAPER, "audience": "public"},
            defaults=report.parameters(),
            choices=report.choices,
        )


def test_the_public_has_one_grouping(tmp_path, monkeypatch):
    """Two small counts of a group are hidden; a sum over one of them and other units would give it
    back.
    """
    (tmp_path / "laocai.toml").write_text('province = "Lào Cai"\ngroups = "former_province"\n')
    monkeypatch.setenv("LAOCAI_PROJECT", str(tmp_path))
    report = find_report("commune-figures")
    given = {"indicator": PHONES, "year": "2025", "returns": "", "audience": "public"}
    plain = {"defaults": report.parameters(), "choices": report.choices}
    for groups in ("", "former_province"):
        assert check_parameters(given | {"groups": groups}, **plain)["groups"] == groups
    for groups in ("former_district", "none"):
        with pytest.raises(ParameterError, match="hidden numbers back"):
            check_parameters(given | {"groups": groups}, **plain)
    (tmp_path / "laocai.toml").write_text('province = "Lào Cai"\n')  # by former districts
    for groups in ("", "former_district"):
        assert check_parameters(given | {"groups": groups}, **plain)["groups"] == groups
    with pytest.raises(ParameterError, match="hidden numbers back"):
        check_parameters(given | {"groups": "none"}, **plain)


#: Two returns of which the public may not tell which is the true one: hidden counts of one group
#: differ, their sum does not; the only unit with new subscriptions has so many; and the only one
#: with telephones, of which the total of 2008 is published elsewhere, is another one.
ONE, OTHER = {SA_PA[0]: 3, SA_PA[1]: 4}, {SA_PA[0]: 4, SA_PA[1]: 3}


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The review, the coverage and the figures for the public, made of each of the two."""
    found = []
    for number, counts in enumerate((ONE, OTHER)):
        folder = tmp_path_factory.mktemp(f"edition{number}")
        data = shutil.copytree(paths.data(), folder / "data")
        evidence = pd.read_csv(data / "evidence" / "telecommunications.csv", dtype=str)
        later = evidence[evidence["id"] == "F08"].assign(id="T01", period="2009")
        later.to_csv(data / "evidence" / "made-up-2009.csv", index=False)
        named = {"threshold": 5, "units": ["subscription"], "one_operator": ["post_press_revenue"]}
        (data / "disclosure.json").write_text(json.dumps(named))
        for year in (2008, 2009):
            with (folder / f"{year}.csv").open("w", encoding="utf-8", newline="") as file:
                alone = dict.fromkeys(UNITS.index, 0) | {SA_PA[number]: 3}
                new = {SA_PA[0]: counts[SA_PA[0]]}
                made = rows(year, **{NET: counts, PHONES: alone, NEW: new})
                writer = csv.DictWriter(file, fieldnames=list(made[0]))
                writer.writeheader()
                writer.writerows(made)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LAOCAI_DATA", str(data))
            public = {"audience": "public", "language": "en"}
            both = {name: str(folder / f"{year}.csv") for name, year in RETURNS.items()}
            review = {"year": "2009", "before": "2008", **both, **public}
            plain = {"indicator": PAPER, "returns": both["returns_before"], **public}
            counted = {**plain, "indicator": NET}
            reports = {"annual-review": review, "commune-coverage": plain}
            reports |= {"commune-figures": counted}
            office = {"commune-figures": ("xlsx", "docx")}
            made = {
                name: run_report(name, given, folder=folder, formats=office.get(name, ()))
                for name, given in reports.items()
            }
            made["telephones"] = run_report(
                "commune-figures", counted | {"indicator": PHONES}, folder=folder
            )
        found.append(made)
    return found


RETURNS = {"returns_before": 2008, "returns": 2009}


def contents(path) -> dict[str, str]:
    """The text of a file, or of every part of it, without hashes: the return is another one, in
    another folder.
    """
    parts = {path.suffix: path.read_bytes()}
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(io.BytesIO(parts[path.suffix])) as book:
            parts = {name: book.read(name) for name in book.namelist()}
    return {
        name: re.sub(r"\b[0-9a-f]{64}\b|-[0-9a-f]{8}(?=[_.])", "", part.decode(errors="replace"))
        for name, part in parts.items()
    }


@pytest.mark.slow
def test_published_files_are_the_same_whichever_hidden_counts_are_true(editions):
    """Page with its tables (and so their CSV), workbook, Word, json and notebook."""
    assert {".xlsx", ".docx"} <= set(editions[0]["commune-figures"])
    for report in ("annual-review", "commune-coverage", "commune-figures", "telephones"):
        one, other = (edition[report] for edition in editions)
        assert {".html", ".ipynb", ".json", ".csv"} <= set(one)
        for suffix in one:
            assert contents(one[suffix]) == contents(other[suffix]), (report, suffix)


@pytest.mark.slow
def test_no_public_file_holds_a_hash_by_which_hidden_counts_can_be_tried(editions):
    for published in editions[0].values():
        folder = published[".html"].parents[1]
        returned = [folder / f"{year}.csv" for year in RETURNS.values()]
        hashes = [hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in returned]
        assert len(hashes) == 2
        for suffix, path in published.items():
            assert not any(one in path.read_bytes().decode("latin-1") for one in hashes), suffix


def test_the_key_of_a_project_tells_only_the_project_what_changed(tmp_path, monkeypatch):
    monkeypatch.setenv("LAOCAI_DATA", str(tmp_path))
    table = tmp_path / "returns" / "2009.csv"
    table.parent.mkdir()
    table.write_bytes(b"126")
    of = {"rules": {}, "reads": [table]}
    told = [
        next(iter(manifest.made_from(table, public=public, **of)["files"].values()))
        for public in (True, True, False)
    ]
    assert told[0] == told[1]
    assert told[2] == hashlib.sha256(b"126").hexdigest()
    assert told[2] not in told[0]
    assert all(manifest.is_still(table, one) for one in told)
    table.write_bytes(b"164")
    assert not any(manifest.is_still(table, one) for one in told)
    table.write_bytes(b"126")
    (tmp_path / "returns" / ".key").unlink()
    assert [manifest.is_still(table, one) for one in told] == [False, False, True]


def words_of(path) -> str:
    """The text of a page."""
    text = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").get_text(" ")
    return re.sub(r"\s+", " ", text)


@pytest.mark.slow
def test_a_hidden_count_is_called_so_and_cannot_be_computed(editions):
    """Page, legend, csv and workbook; a solver takes what the csv states of units and districts."""
    published = editions[0]["commune-figures"]
    page = words_of(published[".html"])
    assert "Internet subscriptions: 6,487 subscriptions" in page
    assert "2 units with hidden numbers" in page
    assert '"withheld": "Hidden"' in re.sub(r"\\", "", published[".html"].read_text("utf-8"))
    cells = pd.read_excel(published[".xlsx"], sheet_name=None, header=None, dtype=str)
    told = pd.concat([sheet.stack() for sheet in cells.values()])
    assert (told == "hidden").sum() >= 2
    stated = pd.read_csv(published[".csv"], dtype=str, keep_default_na=False)
    units = stated[stated["figure"] == "unit.value"].drop_duplicates("code").set_index("code")
    secret = units.index[units["text"] == "hidden"]
    assert set(secret) == set(SA_PA[:2])
    assert not (units["text"] == "unknown").any()
    groups = stated[stated["figure"].str.startswith("group.")].set_index("group")["value"]
    assert (groups["Huyện Sa Pa"], groups["Huyện Văn Bàn"]) == ("647", "920")
    counts = pd.to_numeric(units["value"]).fillna(pd.Series(ONE))
    each = BY.reindex(counts.index)
    assert counts.groupby(each).sum().to_dict() == pd.to_numeric(groups).to_dict()
    known = Hidden(counts.index.isin(secret), counts.groupby(each).sum() < 0, total=False)
    known = known._replace(units=pd.Series(known.units, index=counts.index))
    assert set(attack(counts, each, known).values()) == {(0.0, 7.0)}


@pytest.mark.slow
def test_a_page_beside_a_published_total_tells_no_count(editions):
    """Nor what the table adds up to beside the published figure, which would be the count."""
    page = words_of(editions[0]["telephones"][".html"])
    assert "Beside it, the number of any one unit would help to compute a small number" in page
    assert "the table of communes adds up to" not in page
    assert "more than 273,000" in page
    stated = pd.read_csv(editions[0]["telephones"][".csv"], dtype=str, keep_default_na=False)
    assert set(stated.loc[stated["code"] != "", "text"]) == {"hidden"}
    assert stated.loc[stated["code"] != "", "code"].nunique() == 164


@pytest.mark.slow
def test_totals_are_published_and_no_figure_of_an_operator(editions):
    published = editions[0]["annual-review"]
    page = BeautifulSoup(published[".html"].read_text(encoding="utf-8"), "html.parser").get_text()
    assert "Internet subscriptions: 6,487 subscriptions" in page  # 162 times 40, 3 and 4
    assert "New Internet subscriptions: hidden before, hidden now" in page
    assert "this edition is for the public" in page
    assert "Post and press distribution revenue; Telecommunications and Internet revenue" in page
    figures = json.loads(published[".json"].read_text(encoding="utf-8"))["figures"]
    assert {figure["id"] for figure in figures}.isdisjoint({"G03", "G04"})
    page = editions[0]["commune-coverage"][".html"].read_text(encoding="utf-8")
    assert "this edition is for the public" in page
