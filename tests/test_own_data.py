"""An office's own data, valid but unlike those of the package: every report is made of them."""

import ast
import csv
import html
import itertools
import re

import nbformat
import pytest
from typer.testing import CliRunner

from laocai_analysis import checks, paths, schema
from laocai_analysis.cli import app
from laocai_analysis.errors import InputError
from laocai_analysis.evidence import load_evidence, recompute_radius
from laocai_analysis.indicators import denominator_counts, load_indicators
from laocai_analysis.language import Language
from laocai_analysis.page.figures import Figure, difference
from laocai_analysis.page.markup import Figures, Section
from laocai_analysis.page.wording import in_words
from laocai_analysis.reports.catalogue import find_report
from laocai_analysis.reports.parameters import check_parameters

#: Own indicators: id, topic, kind, unit, applies_to.
OWN = (
    ("hotspots", "digital_government", "count", "điểm phát", ""),
    ("kiosk", "information_technology", "yes_no", "commune", "phường; thị trấn"),
    ("spent", "telecommunications", "amount", "tỷ đồng", ""),
    ("online", "information_technology", "ratio", "%", ""),
    ("place", "rankings", "rank", "rank", ""),
    ("bare", "press_publishing", "ratio", "", ""),
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project as ``laocai init`` makes it, with six indicators more; a call writes its
    evidence.
    """
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["init", "own", "--province", "Lào Cai", "--year", "2008"])
    assert done.exit_code == 0
    folder = tmp_path / "own"
    monkeypatch.chdir(folder)
    with (folder / "data" / "indicators.csv").open("a", encoding="utf-8", newline="") as file:
        for id, topic, kind, unit, types in OWN:
            names = (f"Chỉ tiêu {id}", f"Indicator {id}")
            more = ("more", types, "", "commune", "", "", "Có.", "Yes.", "gso-district-indicators")
            csv.writer(file).writerow([id, topic, kind, *names, unit, *more, "", ""])

    def state(*rows):
        units = load_indicators()["unit"]
        path = folder / "data" / "evidence" / "figures.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(schema.EVIDENCE.columns), restval="")
            writer.writeheader()
            for number, row in enumerate(rows, start=1):
                common = {"id": f"X{number:02}", "area": "10", "period": "2008"}
                common |= {"quotation": "câu", "source": "mic-2009-01-13"}
                writer.writerow(common | {"unit": units.get(row["indicator"])} | row)

    return state


def page_of(name, **given):
    """Run the cells of a report here; return what they show as plain text, and its figures."""
    report = find_report(name)
    values = check_parameters(given, defaults=report.parameters(), choices=report.choices)
    shown, space = [], dict[str, object]()
    for cell in nbformat.read(paths.notebooks() / report.notebook, as_version=4).cells:
        tags = cell.metadata.get("tags", [])
        if "parameters" in tags:
            space |= values
        elif cell.cell_type == "code" and "skip-execution" not in tags:
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else ast.Pass()
            exec(compile(tree, name, "exec"), space)
            if isinstance(last, ast.Expr):
                shown.append(eval(compile(ast.Expression(last.value), name, "eval"), space))
    *parts, told = shown
    assert isinstance(told, Figures)
    each = (part if isinstance(part, Section) else [part] for part in parts)
    text = " ".join(str(getattr(part, "data", "")) for part in itertools.chain(*each))
    return html.unescape(re.sub("<[^>]+>", "", text)), told.content


def test_a_new_project_has_no_figures_to_check(project):
    """Nor has a return without a row."""
    (paths.data() / "returns" / "2008.csv").write_text(",".join(schema.RETURNS.columns) + "\n")
    assert checks.recompute(load_evidence()).empty
    for command in (["evidence"], ["evidence", "--check"]):
        assert CliRunner().invoke(app, command).exit_code == 0


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "vi",
            ("Số liệu khác", "18 điểm phát", "12,5 tỷ đồng", "3/20", "hơn 60%", "hạng 5", "7,25"),
        ),
        (
            "en",
            ("Other figures", "18 điểm phát", "12.5 tỷ đồng", "3/20", "more than 60%", "rank 5"),
        ),
    ],
)
def test_the_review_of_own_figures_alone(language, said, project):
    """Each figure is shown once more than the headline counts them; none of the country is drawn,
    though two of one year are published, which disagree.
    """
    points = {"indicator": "postal_service_points", "area": "VN", "value": "18000"}
    project(
        {"indicator": "hotspots", "value": "18"},
        {"indicator": "hotspots", "value": "15", "period": "2007"},
        {
            "indicator": "kiosk",
            "value": "3",
            "numerator": "3",
            "denominator": "20",
            "denominator_counts": "asked",
        },
        {"indicator": "spent", "value": "12.5"},
        {"indicator": "online", "value": "60", "qualifier": "hơn"},
        {"indicator": "place", "value": "5"},
        {"indicator": "place", "value": "8", "period": "2007"},
        {"indicator": "bare", "value": "7.25"},
        points,
        points | {"value": "17000"},
        points | {"period": "2006-2010"},
    )
    text, told = page_of("annual-review", year="2008", before="2007", language=language)
    stated = {figure["id"]: figure for figure in told["figures"]}
    assert told["headline"].startswith({"vi": "Năm 2008: 6 số", "en": "2008: 6 pub"}[language])
    assert [one for one in said if one not in text] == []
    assert stated["change.X01.X02"]["value"] == 3
    assert (stated["change.X06.X07"]["value"], stated["change.X06.X07"]["unit"]) == (-3, "place")
    assert {"vi": "−3 bậc", "en": "−3 places"}[language] in text
    assert text.count({"vi": "17.000 điểm", "en": "17,000 points"}[language]) == 1
    assert not re.search(r"\bnan\b|\bNone\b|<NA>", text)


def test_an_indicator_of_wards_has_its_own_denominator(project):
    """In 2008 there were 12 wards and 8 townships."""
    assert denominator_counts("kiosk") == "asked"
    told = page_of("commune-coverage", year="2008", indicator="kiosk", language="en")[1]
    assert told["headline"] == "Indicator kiosk: 20 units asked are all unknown"


def test_two_years_without_a_return(project):
    text, told = page_of("changes", year="2009", year_before="2008", language="en")
    assert "There is no return of this year with this indicator yet" in text
    assert {figure["basis"] for figure in told["figures"]} == {"computed"}


def faults_of(read):
    with pytest.raises(InputError) as raised:
        read()
    return [(fault.row, fault.column, str(fault.expected)) for fault in raised.value.faults]


def test_values_that_are_none_of_their_unit(project):
    project(
        {"indicator": "spent", "value": "12,5"},
        {"indicator": "spent", "value": "nhiều", "as_of": "2009-02-30"},
        {"indicator": "meeting_date", "value": "2009-13-01"},
        {"indicator": "awarded_period", "value": "2005–2007"},
        {"indicator": "spent", "value": "-12.5"},
        {"indicator": "awarded_period", "value": "2005-2007"},
    )
    number = "a number with a decimal point, without separators of thousands"
    assert faults_of(load_evidence) == [
        (2, "value", number),
        (3, "value", number),
        (3, "as_of", "a date as YYYY-MM-DD, or blank"),
        (4, "value", "a date as YYYY-MM-DD"),
        (5, "value", "a year or two as YYYY or YYYY-YYYY"),
    ]


def test_rows_of_the_catalogue_that_name_nothing(project):
    path = paths.data() / "indicators.csv"
    lines = path.read_text("utf-8").splitlines()
    row = len(lines) + 1
    more = "commune,{},,a,a,s,,"
    lines += [
        "one,general,count,Một,One,tổ,more,phuong,," + more.format(""),
        "two,general,count,Hai,Two,tổ,more,,," + more.format("kiosk"),
        "three,general,count,Ba,one,tổ,more,,," + more.format("one"),
    ]
    path.write_text("\n".join([*lines, ""]), "utf-8")
    found = faults_of(load_indicators)
    assert [(number, column) for number, column, _ in found] == [
        (row, "applies_to"),
        (row + 1, "part_of"),
        (row + 2, "name_en"),
    ]
    assert found[1][2] == "another indicator of the kind count that communes are asked for"


def test_an_area_of_an_own_id_is_no_area_of_radii(project):
    """The row R01 is the area of the province in the data of the package, any figure elsewhere."""
    project(
        {"indicator": "population", "value": "600000", "id": "R01"},
        {"indicator": "service_radius", "value": "2.7"},
        {"indicator": "postal_service_points", "value": "0"},
        {"indicator": "telephone_subscriptions", "value": "100"},
        {"indicator": "telephone_density", "value": "0"},
    )
    assert recompute_radius(load_evidence()).empty
    assert checks.recompute(load_evidence()).empty


RANK = {"unit": "rank", "sources": ("s",), "basis": "observed"}


@pytest.mark.parametrize(
    ("ends", "qualifier", "vi", "en"),
    [
        ((5, None, None), "", "hạng 5", "rank 5"),
        ((5, None, None), "hơn", "hơn hạng 5", "more than rank 5"),
        ((1, 1, None), "ít nhất", "từ hạng 1 trở xuống", "rank 1 or a greater number"),
        ((None, 2, 3.5), "", "hạng 2–3,5", "rank 2–3.5"),
        ((None, None, None), "", "không xác định được", "cannot be determined"),
    ],
)
def test_a_rank_says_all_that_is_known_of_it(ends, qualifier, vi, en):
    value, lower, upper = ends
    rank = Figure("r", value, metric="m", lower=lower, upper=upper, qualifier=qualifier, **RANK)
    assert in_words(rank, language=Language("vi")) == vi
    assert in_words(rank, language=Language("en")) == en


def test_a_difference_has_the_unit_of_its_figures():
    """42 of 59 agencies and 40 of 59 are two agencies apart, not two communes."""
    about = {"metric": "published", "sources": ("s",), "basis": "published", "denominator": 59}
    about |= {"unit": "agency", "denominator_counts": "state_agency"}
    now, then = (Figure(f"a{n}", n, numerator=n, **about) for n in (42, 40))
    apart = difference(now, then, id="d")
    assert (apart.value, apart.unit) == (2, "agency")
