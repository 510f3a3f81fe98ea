"""A made round of 2009: three districts of nine have sent something, each with faults of its own.

Bảo Thắng (15 units) leaves two units out, answers two cells so that nobody can tell, has more new
subscriptions than subscriptions in one xã, and left two cells blank. Sa Pa (18 units) sent a file
and then one that takes its place, with one answer corrected. Bắc Hà (21 units) sent two files that
disagree on a cell, without the column of the LAN.
"""

from laocai_analysis.places.units import load_units

HEAD = (
    "Mã,Tên đơn vị,Điểm bưu điện văn hóa xã,Báo đến trong ngày,Trạm BTS,Thuê bao điện thoại,Thuê bao Internet,"
    "Thuê bao Internet phát triển mới,Mạng LAN"
)
#: An answer for each column of `HEAD` after the name.
ANSWERS = ("x", "x", "2", "400", "30", "12", "có")


def sheet(
    district: str, *, without: tuple[str, ...] = (), columns: int = 7, **changed: tuple[int, str]
) -> bytes:
    """Return a csv file of a district: every unit answers alike, but for ``_<code>=(column,
    answer)``.
    """
    units = load_units(2009)
    lines = [",".join(HEAD.split(",")[: 2 + columns])]
    for code, row in units[units["parent"] == district].iterrows():
        if code in without:
            continue
        answers = list(ANSWERS)
        if row["type"] != "xã":
            answers[0] = ""
        for key, (column, answer) in changed.items():
            if key.split("_")[1] == code:
                answers[column] = answer
        lines.append(",".join([str(code), str(row["name"]), *answers[:columns]]))
    return ("\n".join(lines) + "\n").encode()


BAO_THANG = (
    "bao-thang.csv",
    sheet(
        "086",
        without=("02941", "02944"),
        _02911=(2, "khoảng 20 trạm"),
        _02914=(1, "đôi khi"),
        _02917=(5, "45"),
        _02920=(3, ""),
        _02923=(6, ""),
    ),
)
SA_PA = ("sa-pa.csv", sheet("088", _03040=(1, "không")))
SA_PA_AGAIN = ("sa-pa-sua.csv", sheet("088", _03040=(1, "x"), _03046=(3, "950")))
BAC_HA = ("bac-ha.csv", sheet("085", columns=6, _02842=(2, "3")))
BAC_HA_ONE = ("bac-ha-lung-cai.csv", "Tên đơn vị,Trạm BTS\nXã Lùng Cải,5\n".encode())
