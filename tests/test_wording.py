"""Vietnamese as an office writes it: rules for every message and for the texts of the data."""

import csv
import json
import re
from pathlib import Path

import pytest

from laocai_analysis import paths

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
)
#: What is no Vietnamese office text, and an example of it.
RULES = {
    "tone mark on the second vowel": (r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", "văn hoá, uỷ ban"),
    "date without zeros": (r"(?<![\d/])(?:\d/\d{1,2}|\d{1,2}/\d)/\d{4}", "13/1/2009"),
    "years with a hyphen": (r"(?<!\d)(?:19|20)\d\d ?- ?(?:19|20)\d\d(?!\d)", "2008-2009"),
    "blank before the sign of per cent": (r"\d %", "87,5 %"),
    "hyphen for minus": (r"(?<![\w\-])-\d", "-3"),
    "a decimal point": (r"(?<![\w.])\d+\.\d{1,2}%", "87.5%"),
    "body without its capital": (r"(?<![\w.])ủy ban nhân dân", "ủy ban nhân dân"),
    "decomposed letters": ("[\u0300-\u036f]", "a\u0301"),
}


def messages() -> dict[str, str]:
    """Every Vietnamese message by file and id, without its placeables."""
    found = {}
    for path in sorted(LOCALE.glob("*.ftl")):
        for id, text in re.findall(r"^([a-z][\w-]*) *= *(.*)$", path.read_text("utf-8"), re.M):
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


@pytest.mark.parametrize("rule", RULES)
def test_every_text_keeps_the_rules(rule):
    pattern, example = RULES[rule]
    assert re.search(pattern, example, re.I), "the rule finds its own example"
    wrong = {
        place: text
        for place, text in (messages() | texts_of_data()).items()
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


def test_one_term_for_what_is_not_known():
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
