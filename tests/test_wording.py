"""Vietnamese as an office writes it: rules for every message and for the texts of the data."""

import csv
import json
import re
from pathlib import Path

import pytest

from laocai_analysis import paths
from laocai_analysis.language import Language

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "laocai_analysis" / "locale" / "vi"
#: Words that were replaced: one term for one thing.
RETIRED = (
    "con số",
    "sổ tay",
    "sổ tính",
    "độ phủ",
    "vùng trống",
    "quan sát",
    "câu trích",
    "hạt giống",
    "nhảy vọt",
    "tệp hỏi lại",
    "đợt báo cáo",
    "bảng từng xã",
    "bảng kê",
    "tổng kết",
    "mới biết",
    "mới không rõ",
    "màu nền",
    "cả tỉnh",
    "tính so sánh",
    "không thống nhất",
    "ấy",
    "câu hỏi lại",
    "chỗ hỏng",
    "trang tốt",
    "báo cáo tốt",
    "tin hỏng",
    "làm nốt",
    "chừng đó",
    "elipxoit",
    "chưa biết",
    "điểm bưu điện - văn hóa",
)
#: What is no Vietnamese office text, and an example of it.
RULES = {
    "tone mark on the second vowel": (r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", "văn hoá, uỷ ban"),
    "date without zeros": (r"(?<![\d/])(?:\d/\d{1,2}|\d{1,2}/\d)/\d{4}", "13/1/2009"),
    "years with a hyphen": (r"(?<!\d)(?:19|20)\d\d ?- ?(?:19|20)\d\d(?!\d)", "2008-2009"),
    "blank before the sign of per cent": (r"\d %", "87,5 %"),
    "hyphen for minus": (r"(?<![\w\-])-\d", "-3"),
    "a decimal point": (r"(?<![\w.])\d+\.\d{1,2}%", "87.5%"),
    "body without its capital": (r"(?<![\w.])(?:ủy ban nhân dân|do sở\b)", "do sở cấp"),
    "a number for a published figure": (r"\bsố công bố", "theo số công bố"),
    "decomposed letters": ("[\u0300-\u036f]", "a\u0301"),
}


def messages() -> dict[str, str]:
    """Every Vietnamese message by file and id, without its placeables."""
    found = {}
    for path in sorted(LOCALE.glob("*.ftl")):
        lines = r"^([a-z][\w-]*) *= *(.*(?:\n+ .*)*)$"
        for id, text in re.findall(lines, path.read_text("utf-8"), re.M):
            found[f"{path.stem} {id}"] = re.sub(r"\{[^}]*\}", "", text)
    return found


def texts_of_data() -> dict[str, str]:
    """Every Vietnamese text of the data: names, definitions, remarks, sources. Quotations stay."""
    found = {}
    for path in sorted(paths.data().rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns = [name for name in reader.fieldnames or () if name.endswith("_vi")]
            for number, row in enumerate(reader if columns else (), start=2):
                found |= {f"{path.name} {number} {name}": row[name] for name in columns}
    for folder in (paths.data(), paths.geo()):
        sources = json.loads((folder / "sources.json").read_text("utf-8"))["sources"]
        for id, source in sources.items():
            found |= {f"{id} {k}": str(v) for k, v in source.items() if k.endswith("_vi")}
    return found


def texts_of_documents() -> dict[str, str]:
    """The Vietnamese documents, without code, links and quotations."""
    left_out = r"```.*?```|`[^`]*`|\]\([^)]*\)|“[^”]*”"
    return {
        page.name: re.sub(left_out, "", page.read_text("utf-8"), flags=re.DOTALL)
        for page in (ROOT / "README.vi.md", *(ROOT / "docs" / "vi").glob("*.md"))
    }


@pytest.mark.parametrize("rule", RULES)
def test_every_text_keeps_the_rules(rule):
    pattern, example = RULES[rule]
    assert re.search(pattern, example, re.I), "the rule finds its own example"
    wrong = {
        place: text
        for place, text in (messages() | texts_of_data() | texts_of_documents()).items()
        if re.search(pattern, text)
    }
    assert wrong == {}


def test_words_that_were_replaced_stay_so():
    found = {
        (word, place)
        for place, text in messages().items()
        for word in RETIRED
        if re.search(rf"(?<!\w){word}(?!\w)", text, re.IGNORECASE)
    }
    assert found == set()
    pages = [ROOT / "README.vi.md", *(ROOT / "docs" / "vi").glob("*.md")]
    for page in pages:
        text = page.read_text("utf-8").lower()
        assert [word for word in RETIRED if re.search(rf"(?<!\w){word}(?!\w)", text)] == []


def test_one_term_for_what_is_not_known_and_one_for_what_is_hidden():
    """On pages, maps, forms and in review files alike."""
    told = messages()
    for place in (
        "page word-unknown",
        "pictures value-unknown",
        "template template-unknown",
        "reading choice-unknown",
        "signs signs-unknown",
    ):
        assert told[place].lower() == "chưa có số liệu", place
    for place in ("page word-withheld", "pictures value-withheld", "signs signs-withheld"):
        assert told[place].lower() == "không công bố", place


def test_a_title_is_a_sentence_of_the_sector_and_names_stand_in_small_letters():
    """Tỷ lệ xã có điểm bưu điện văn hóa xã, huyện Sa Pa: no name of a unit or of an indicator keeps
    its capital inside a sentence.
    """
    vi = Language("vi")
    values = {"of": "xã", "year": "2008", "place": vi.inside("Huyện Sa Pa")}
    title = vi.say("coverage-title", service=vi.inside("Điểm bưu điện văn hóa xã"), **values)
    assert title == "Tỷ lệ xã có điểm bưu điện văn hóa xã, huyện Sa Pa, năm 2008"
    kept = ("BTS", "ADSL", "Internet", "UBND xã", "Zalo của xã")
    assert [vi.inside(name) for name in kept] == list(kept)
    assert vi.inside("Quỹ") == "quỹ"
    assert Language("en").inside("Huyện Sa Pa") == "Huyện Sa Pa"
    sections = (ROOT / "laocai_analysis" / "sections").rglob("*.py")
    assert not re.search(r"place ?= ?(?:\w+\.)?district\b", "".join(map(Path.read_text, sections)))


def test_no_sentence_of_a_page_begins_with_a_figure():
    """The figure may begin in lower case: gần 14.000, hơn 273.000, từ 3 đến 8."""
    figures = r"\{ \$(figure\d?|part|whole|computed|published|count|share) \}"
    found = [
        line
        for name in ("coverage", "review", "changes", "quality", "national", "check")
        for line in (LOCALE / f"{name}.ftl").read_text("utf-8").splitlines()
        if re.match(rf"[\w-]+ = {figures}.*\.$", line)
    ]
    assert found == []
