"""The columns of a table and their heads, on one to five levels."""

from __future__ import annotations

from dataclasses import replace

from forms.features import Composition
from forms.sheet import Column
from forms.truth import LAN, NET, NEW_NET, OFFICE, PAPER, PHONES, STATIONS, YES_NO

UNIT_HEADS = (
    "Xã",
    "Xã, phường, thị trấn",
    "Tên xã, phường, thị trấn",
    "Đơn vị",
    "Tên đơn vị",
    "Đơn vị hành chính",
    "Địa phương",
    "Xã, thị trấn",
    "Đơn vị xã, phường",
    "Tên xã/phường",
    "Tên các xã",
    "Tên Xã",
)
#: How offices word the indicators: our own list, so that the importer's does not make the forms.
WORDINGS = {
    OFFICE: (
        "Điểm bưu điện văn hóa xã",
        "Điểm BĐVHX",
        "Bưu điện văn hóa xã",
        "BĐVHX",
        "Có điểm BĐVHX",
        "Điểm Bưu điện Văn hoá xã",
        "Điểm BĐ-VHX",
    ),
    PAPER: (
        "Báo đến trong ngày",
        "Có báo đến trong ngày",
        "Báo phát hành trong ngày",
        "Báo Đảng đến trong ngày",
        "Xã có báo đọc trong ngày",
    ),
    STATIONS: (
        "Trạm BTS",
        "Số trạm BTS",
        "BTS",
        "Trạm phát sóng thông tin di động",
        "Số trạm phát sóng",
        "Trạm thu phát sóng di động (BTS)",
    ),
    PHONES: (
        "Thuê bao điện thoại",
        "Thuê bao điện thoại các loại",
        "Số thuê bao điện thoại",
        "TB điện thoại",
        "Thuê bao ĐT",
        "Tổng số thuê bao điện thoại",
        "Số máy điện thoại",
    ),
    NET: (
        "Thuê bao Internet",
        "Số thuê bao Internet",
        "TB Internet",
        "Tổng thuê bao Internet",
        "Tổng số thuê bao Internet",
    ),
    NEW_NET: (
        "Thuê bao Internet phát triển mới",
        "Thuê bao Internet mới",
        "TB Internet mới",
        "Thuê bao Internet PT mới",
        "Internet phát triển mới",
        "Số thuê bao Internet phát triển mới trong năm",
    ),
    LAN: (
        "Mạng LAN",
        "Mạng LAN tại UBND cấp xã",
        "Mạng LAN tại xã",
        "Mạng nội bộ",
        "LAN",
        "Mạng máy tính nội bộ (LAN)",
        "Xã có mạng LAN",
    ),
}
_ENGLISH = {
    OFFICE: ("Commune cultural post office", "Cultural post office"),
    PAPER: ("Same-day newspaper",),
    STATIONS: ("Base stations", "Mobile base stations"),
    PHONES: ("Telephone subscriptions",),
    NET: ("Internet subscriptions",),
    NEW_NET: ("New Internet subscriptions",),
    LAN: ("LAN in the commune office", "Local network"),
}
_LACKING = {OFFICE: "Xã chưa có điểm BĐVHX", LAN: "Xã chưa có mạng LAN"}
_FIELDS = {
    OFFICE: ("Bưu chính", "Bưu chính, phát hành báo chí"),
    PAPER: ("Bưu chính", "Bưu chính, phát hành báo chí"),
    STATIONS: ("Viễn thông", "Viễn thông và Internet"),
    PHONES: ("Viễn thông", "Viễn thông và Internet"),
    NET: ("Viễn thông", "Viễn thông và Internet"),
    NEW_NET: ("Viễn thông", "Viễn thông và Internet"),
    LAN: ("CNTT", "Ứng dụng công nghệ thông tin"),
}
_MEASURES = {STATIONS: "trạm", PHONES: "thuê bao", NET: "thuê bao", NEW_NET: "thuê bao"}
_PARTS = {
    STATIONS: ("Viettel", "VNPT"),
    PHONES: ("Cố định", "Di động"),
    NET: ("ADSL", "Gián tiếp"),
    NEW_NET: ("ADSL", "Gián tiếp"),
}
#: Columns that look like an indicator and are a part of it, or something else.
_LOOKALIKES = (
    (STATIONS, "{} (Viettel)"),
    (PHONES, "{} (di động)"),
    (PHONES, "{} cố định"),
    (LAN, "{} (năm 2008)"),
    (NET, "{} (kế hoạch 2010)"),
    (PHONES, "{}/100 dân"),
    (OFFICE, "{} (dự kiến 2010)"),
    (STATIONS, "{} 3G"),
    (NET, "{} ADSL"),
    (STATIONS, "{} của VNPT"),
    (NET, "{} (lũy kế đến 2008)"),
    (PAPER, "{} (đề nghị)"),
)
_PEOPLE = {
    "chair": ("Họ tên chủ tịch", "person"),
    "telephone": ("Điện thoại liên hệ", "telephone"),
    "population": ("Dân số", "population"),
    "villages": ("Số thôn bản", "villages"),
    "area": ("Diện tích (km2)", "area"),
}
#: The columns under the head of a count: the head, and whether it is the indicator itself.
_COUNTS: dict[str, tuple[tuple[str, bool], ...]] = {
    "years": (("Năm 2008", False), ("Năm 2009", True)),
    "years, later first": (("Năm 2009", True), ("Năm 2008", False)),
    "plan": (("Kế hoạch", False), ("Thực hiện", True)),
    "plan and share": (("Kế hoạch", False), ("Thực hiện", True), ("Đạt (%)", False)),
    "share first": (("Tỷ lệ (%)", False), ("Số lượng", True)),
    "share last": (("Số lượng", True), ("Tỷ lệ %", False)),
    "growth": (("Tăng trong năm", False), ("Tổng số đến 31/12", True)),
    "dates": (("31/12/2008", False), ("31/12/2009", True)),
}
_SIGNS = {
    "có không": (("Có", "yes"), ("Không", "no")),
    "không có": (("Không", "no"), ("Có", "yes")),
    "không có, left": (("Không", "no"), ("Có", "yes")),
    "có chưa": (("Có", "yes"), ("Chưa", "no")),
}


def wording(composition: Composition, indicator: str) -> str:
    """Return how a form words an indicator."""
    words = _ENGLISH if composition.get("english") else WORDINGS
    return composition.draw(f"wording {indicator}").choice(words[indicator])


def columns_of(composition: Composition, indicators: tuple[str, ...]) -> list[Column]:
    """Return the columns of a table of some indicators, in order."""
    first = _unit_columns(composition)
    answers = _blocks(composition, [_answers(composition, name) for name in indicators])
    answers = _with_others(composition, answers, indicators)
    if composition.get("unit_last"):
        return [*answers, *first]
    if composition.get("order"):
        unit = [column for column in first if column.role == "unit"]
        rest = [column for column in first if column.role not in ("unit", "number")]
        number = [column for column in first if column.role == "number"]
        composition.draw("order of units").shuffle(rest)
        first = [*number, *unit, *rest] if unit else [*number, *rest]
    note = composition.get("note")
    last = [Column(("Ghi chú",), "note", what=note)] if note else []
    return [_shown(composition, column) for column in (*first, *answers, *last)]


def _unit_columns(composition: Composition) -> list[Column]:
    english, codes = composition.get("english"), composition.get("codes")
    chosen = composition.get("unit_head")
    only = composition.get("codes_only")
    found = []
    if composition.get("numbering") != "none":
        found.append(Column(("No." if english else "STT",), "number"))
    if composition.get("district_column"):
        found.append(Column(("District" if english else "Huyện",), "district"))
    if codes or only:
        head = composition.draw("code head").choice(("Mã xã", "Mã", "Mã ĐVHC", "Mã số"))
        if chosen == len(UNIT_HEADS) - 1 and not only:
            head = "Xã"  # with names under "Tên Xã"
        found.append(Column(("Code" if english else head,), "code"))
    if composition.get("type_column"):
        found.append(Column(("Type" if english else "Loại",), "type"))
    if not only:
        head = UNIT_HEADS[chosen] if chosen is not None else "Tên xã"
        found.append(Column(("Commune" if english else head,), "unit"))
    return found


def _answers(composition: Composition, indicator: str) -> list[Column]:
    """Return the columns under the head of an indicator."""
    head, parts = wording(composition, indicator), composition.get(f"parts {indicator}")
    if indicator in YES_NO:
        if composition.get("negative") and indicator in (OFFICE, LAN) and not parts:
            return [
                Column(
                    (f"Xã chưa có {head[0].lower()}{head[1:]}",), "answer", indicator, "negative"
                )
            ]
        if parts == "slash":
            return [
                Column((f"{head}/{text}",), "answer", indicator, what)
                for text, what in _SIGNS["có không"]
            ]
        if parts in _SIGNS:
            return [Column((head, text), "answer", indicator, what) for text, what in _SIGNS[parts]]
    if parts is None:
        return [Column((_noted(composition, indicator, head),), "answer", indicator)]
    if parts == "years" or parts in _COUNTS:
        return [
            Column((head, text), "answer" if itself else "other", indicator, "" if itself else text)
            for text, itself in _COUNTS[parts]
        ]
    ways = [Column((head, text), "other", indicator, text) for text in _PARTS[indicator]]
    total = Column((head, "Tổng số"), "answer", indicator)
    if parts == "in which":
        return [total, replace(ways[1], heads=(head, f"Trong đó: {ways[1].what.lower()}"))]
    return {
        "parts and total": [*ways, total],
        "total and parts": [total, *ways],
        "parts only": ways,
    }[parts]


def _noted(composition: Composition, indicator: str, head: str) -> str:
    """Return a head with how to answer in brackets, or the unit of measure."""
    chosen = composition.get("notes_in_heads")
    if chosen is None or composition.get("english"):
        return head
    if indicator in YES_NO:
        return head + (" (có/không)", " (x: có)", " (đánh dấu x nếu có)")[chosen]
    return f"{head} ({_MEASURES[indicator]})" if chosen else f"{head} (ĐVT: {_MEASURES[indicator]})"


def _blocks(composition: Composition, answers: list[list[Column]]) -> list[Column]:
    """Put heads above: fields, the whole, or a block of another year before or after."""
    block, groups, whole = (composition.get(name) for name in ("block", "groups", "above_all"))
    flat = [column for group in answers for column in group]
    if groups and not block:
        long = int(groups == "field, long")
        flat = [replace(c, heads=(_FIELDS[c.indicator][long], *c.heads)) for c in flat]
    if block and flat:
        other, own = {
            "previous": ("Năm 2008", "Năm 2009"),
            "plan": ("Kế hoạch năm 2009", "Thực hiện năm 2009"),
            "previous, dates": ("Đến 31/12/2008", "Đến 31/12/2009"),
        }[block]
        copies = [replace(c, heads=(other, *c.heads), role="other", what=other) for c in flat]
        own_columns = [replace(c, heads=(own, *c.heads)) for c in flat]
        first = composition.draw("block").random() < 0.7
        flat = [*copies, *own_columns] if first else [*own_columns, *copies]
    if whole:
        flat = [replace(c, heads=(whole, *c.heads)) for c in flat]
    return flat


def _with_others(
    composition: Composition, answers: list[Column], indicators: tuple[str, ...]
) -> list[Column]:
    """Put columns among the answers that are no answers."""
    others = list[Column]()
    draw = composition.draw("others")
    some = draw.choice(indicators) if indicators else LAN
    if (people := composition.get("people")) is not None:
        others.append(Column((_PEOPLE[people][0],), "other", what=_PEOPLE[people][1]))
    if (part := composition.get("part")) is not None:
        indicator, text = _LOOKALIKES[part]
        others.append(
            Column((text.format(wording(composition, indicator)),), "other", indicator, text)
        )
    if (year := composition.get("last_year")) is not None:
        text = ("{} năm 2008", "Năm trước: {}", "{} (31/12/2008)", "{} 2008")[year]
        others.append(Column((text.format(wording(composition, some)),), "other", some, text))
    if (share := composition.get("share")) is not None:
        text = ("Tỷ lệ {} (%)", "{} (%)", "% {}")[share]
        others.append(Column((text.format(wording(composition, some)),), "other", what="share"))
    if (total := composition.get("total_column")) is not None:
        others.append(Column((total,), "other", what="villages"))
    if composition.get("same_head") and not composition.get("block"):
        once = [c for c in answers if c.role == "answer" and not c.what]
        others += [replace(once[0], role="other", what="same head")] if once else []
    if composition.get("blank_head"):
        others.append(Column(("",), "other", what="villages"))
    for column in others:
        place = len(answers) if column.what == "same head" else draw.randrange(len(answers) + 1)
        answers = [*answers[:place], column, *answers[place:]]
    return answers


def _shown(composition: Composition, column: Column) -> Column:
    """Return a column with its heads in capitals, or broken over lines."""
    heads = column.heads
    if composition.get("capitals"):
        heads = tuple(head.upper() for head in heads)
    if composition.get("line_ends"):
        heads = tuple(head.replace(" ", "\n", 1) if len(head) > 8 else head for head in heads)
    if composition.get("invisible"):
        heads = tuple(head.replace(" ", "\u00a0") for head in heads)
    return replace(column, heads=heads)
