"""Rows of a table that are no unit's: totals, ratios, signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable

from laocai_analysis.text.keys import nfc

_TOTAL = re.compile(
    r"(?:[IVX]+\s*[.)]\s*)?(?:tổng(?:\s+(?:cộng|số))?|cộng|toàn\s+(?:huyện|tỉnh|thành phố)|"
    r"mang sang|chuyển sang|(?:grand |sub)?total|sum)"
    r"(?:\s*[:.,(]|\s+(?:huyện|toàn|cộng|chung|trang|h\.|tp|thành phố|tỉnh|of|[0-9])\b|\s*$)",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"(?:tỷ lệ|tỉ lệ|tỷ trọng|mật độ|bình quân|trung bình|cao nhất|thấp nhất|lớn nhất|nhỏ nhất|xếp hạng|đạt tỷ lệ|so với|tăng so|giảm so|% |%$|"
    r"share|rate|per cent|percentage|average|mean)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"người\s+(?:lập|báo cáo|kiểm tra|tổng hợp|thống kê)|(?:^|\s)(?:kt|tm|tl|tuq|q)\.\s|thủ trưởng|"
    r"(?:phó\s+)?(?:trưởng\s+(?:phòng|ban)|chủ tịch|giám đốc|chánh văn phòng)|nơi nhận|"
    r"\(?ký(?:,|\s+(?:tên|ghi|và|đóng))|đóng dấu|ghi rõ họ|họ và tên|xác nhận của|"
    r"ngày\s*[0-9.…_ ]*\s*tháng\s*[0-9.…_ ]*\s*năm|prepared by|signature|director|"
    r"(?:^|[-–+*]\s*)lưu\s*:",
    re.IGNORECASE,
)

#: What says of some rows that they are not simply what the units have at the end of the year.
_APART = re.compile(
    r"\b(?:chưa|không|thiếu|cần|đang(?! (?:hoạt động|sử dụng|khai thác))|sẽ|dự kiến|đầu tư|đề nghị|đề xuất|đăng ký|nhu cầu|mục tiêu|dừng|ngừng|"
    r"hỏng|thanh lý|phát triển mới|lắp mới|bổ sung|quý|tháng)\b",
    re.IGNORECASE,
)


def is_total(label: str) -> bool:
    """Tell whether a row is called a total.

    Examples
    --------
    >>> [is_total(text) for text in ("Tổng cộng", "(Tổng số)", "Tòng Sành", "Cộng trang 2")]
    [True, True, False, True]
    """
    return bool(_TOTAL.match(nfc(label).lstrip("([*- ").rstrip(")] ")))


def is_ratio(label: str) -> bool:
    """Tell whether a row is called a ratio of others, as *Tỷ lệ (%)* is.

    Examples
    --------
    >>> is_ratio("Tỷ lệ (%)"), is_ratio("Xã Tả Van")
    (True, False)
    """
    return bool(_RATIO.match(nfc(label).lstrip("([*- ")))


def is_signature(texts: Iterable[str]) -> bool:
    """Tell whether a row belongs to the block of signatures beneath a table.

    Examples
    --------
    >>> is_signature(["NGƯỜI LẬP BIỂU", "KT. TRƯỞNG PHÒNG"]), is_signature(["Xã Tả Van", "x"])
    (True, False)
    """
    return any(_SIGNATURE.search(text) for text in texts)


def is_apart(label: str) -> bool:
    """Tell whether the title of some rows says that they are not simply what the units have.

    Examples
    --------
    >>> is_apart("Các xã đang xây dựng"), is_apart("Các xã vùng cao")
    (True, False)
    """
    return bool(_APART.search(nfc(label)))
