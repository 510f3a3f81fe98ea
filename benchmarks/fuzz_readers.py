"""Feed the readers of returns with broken and hostile files, and tell whether anything but an
`InputError` comes out.

The originals are made at the start, by openpyxl and by LibreOffice; everything else follows from
the seed. An input that breaks a reader is kept in the folder given by ``--keep``, by its number.

    python benchmarks/fuzz_readers.py --count 20000 --seed 2009
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import faulthandler
import io
import random
import re
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from laocai_analysis.errors import InputError
from laocai_analysis.returns.reading.observations import read_return
from laocai_analysis.text.legacy import from_tcvn3

#: How often each kind of file is drawn. An old binary workbook is read in a process of its own,
#: which takes time.
WEIGHTS = {"xlsx": 38, "ods": 26, "csv": 22, "xls": 14}
#: An input that takes longer, in seconds, counts as a hang; the largest sane file takes a few.
HANG = 60
HEADER = (
    "Tên xã",
    "Điểm BĐVHX",
    "Báo đến trong ngày",
    "Số trạm BTS",
    "Thuê bao điện thoại",
    "Mạng LAN",
    "Ghi chú",
)
COMMUNES = (
    "Xã Tả Van",
    "Xã Bản Hồ",
    "Xã Sa Pả",
    "Thị trấn Sa Pa",
    "Xã Tả Phìn",
    "Xã Sử Pán",
    "Huyện Sa Pa",
    "Cộng",
)
NASTY: tuple[Any, ...] = (
    "",
    " ",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "=cmd|' /C calc'!A0",
    "'=1",
    "x" * 40_000,
    "Xã " * 9_000,
    "\u202eaV ảT ãX",
    "Xã\u200b Tả\u00ad Van",
    "\x1b[2Jx",
    "\x07",
    "\x00",
    "a\x00b",
    "\ufffe",
    "𠀀" * 50,
    "é" * 90,
    "\u0300" * 500,
    "_x0000_",
    "_xD800_",
    "_x000D_",
    "#N/A",
    "#REF!",
    "Err:508",
    "\r\n",
    '"',
    '""',
    ";",
    "|",
    "1.234",
    "1,234",
    "12,000",
    "1.234.567",
    "9" * 400,
    "0" * 400,
    "1e400",
    "-0",
    "nan",
    "inf",
    "٣",
    "１２",
    "²",
    "½",
    "Tổng cộng",
    "Năm 1999",
    "HUYỆN BẢO THẮNG",
    "Mã xã",
    "Tên xã",
    "Tên xã" * 50,
    "03040",
    "3040",
    "A",
    "B",
    "I. Tổng",
    0,
    1,
    -1,
    2,
    0.5,
    1.234,
    1e15,
    1e16,
    1e300,
    -1e300,
    10**25,
    True,
    False,
    3040,
    40_000,
    1e-300,
    dt.datetime(2009, 5, 6),
    dt.date(1900, 1, 1),
    dt.time(1, 2),
    dt.datetime(9999, 12, 31),
)
NUMBERS = (
    "0",
    "-1",
    "1",
    "2",
    "255",
    "1024",
    "65535",
    "65536",
    "1048576",
    "1048577",
    "2147483647",
    "4294967296",
    "nan",
    "inf",
    "-inf",
    "1e999",
    "9" * 30,
    "9" * 5000,
    "",
    "x",
    "1.5",
    "A1",
    "XFD1048576",
    "A1:XFD1048576",
)


# -- the originals
# ----------------------------------------------------------------------------------------------


def to_tcvn3(text: str) -> str:
    """Write text in TCVN3, one character for each byte."""
    written = {from_tcvn3(chr(byte), strict=False): chr(byte) for byte in range(0xA1, 0x100)}
    return "".join(written.get(letter, letter) for letter in text)


def make_originals(folder: Path, *, soffice: str | None) -> dict[str, list[bytes]]:
    """Make sane returns of every kind; those of LibreOffice only where its program is given."""
    folder.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"], sheet["A2"] = "UBND HUYỆN SA PA", "BÁO CÁO NĂM 2009"
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(HEADER)
    for number, name in enumerate(COMMUNES):
        sheet.append([name, "có", "x", number, "1.234", "chưa", "ghi chú"])
    sheet["D11"], sheet["E6"], sheet["E7"], sheet["G6"] = (
        "=SUM(D5:D9)",
        "=1/0",
        "#N/A",
        dt.date(2009, 12, 31),
    )
    sheet["A8"].value, sheet["A8"].font = to_tcvn3("Thị trấn Sa Pa"), Font(name=".VnTime")
    book.create_sheet("Ghi chú")["B2"] = "Người lập biểu"
    book.save(folder / "a.xlsx")
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows(
        [
            HEADER,
            *(
                [name, "có", "x", number, "1.234", "chưa", "1;2"]
                for number, name in enumerate(COMMUNES)
            ),
        ]
    )
    plain = text.getvalue()
    texts = [
        b"\xef\xbb\xbf" + plain.encode(),
        plain.encode("utf-16"),
        to_tcvn3(plain).encode("latin-1", "replace"),
        plain.replace(";", ",").encode(),
        plain.replace(";", "\t").encode(),
    ]
    originals = {"xlsx": [(folder / "a.xlsx").read_bytes()], "csv": texts}
    for kind in ("xls", "ods", "xlsx") if soffice else ():
        (folder / kind).mkdir(exist_ok=True)
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = [
            soffice,
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder / kind),
        ]
        subprocess.run(
            [*command, str(folder / "a.xlsx")], check=True, capture_output=True, timeout=180
        )
        originals.setdefault(kind, []).append((folder / kind / f"a.{kind}").read_bytes())
    return originals


# -- bytes
# --------------------------------------------------------------------------------------------------


def change_bytes(draw: random.Random, content: bytes, other: bytes) -> bytes:
    """Flip bits, cut, repeat, overwrite, or join two files."""
    data = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 5, 20))):
        at = draw.randrange(max(1, len(data)))
        length = draw.choice((1, 2, 4, 8, 64, 512))
        how = draw.randrange(7)
        if how == 0 and data:
            data[at] ^= 1 << draw.randrange(8)
        elif how == 1:
            data[at : at + length] = draw.randbytes(length)
        elif how == 2:
            data[at : at + 4] = struct.pack(
                "<I", draw.choice((0, 1, 0x7F, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 1 << 20))
            )
        elif how == 3:
            del data[at : at + length]
        elif how == 4:
            data[at:at] = data[at : at + length] * draw.choice((1, 2, 100))
        elif how == 5:
            data[at:] = data[at:][: draw.randrange(max(1, len(data)))]
        else:
            data[at:] = other[draw.randrange(max(1, len(other))) :]
    return bytes(data)


def change_records(draw: random.Random, content: bytes, other: bytes) -> bytes:
    """Change records of an old binary workbook where they stand, the container left whole."""
    data, records = bytearray(content), []
    at = content.find(b"\x09\x08\x10\x00")
    while 0 <= at < len(data) - 4:
        kind, length = struct.unpack_from("<HH", data, at)
        if length > 8224 or (kind == 0 and length == 0):
            break
        records.append((at, length))
        at += 4 + length
    for _ in range(draw.choice((1, 2, 5))):
        at, length = draw.choice(records)
        if draw.random() < 0.3:
            struct.pack_into(
                "<H",
                data,
                at,
                draw.choice((0x1B8, 0xE5, 0xFC, 0xBD, 0xBE, 0x203, 0x6, 0x7D, 0x18, 0xE0, 0x31)),
            )
        elif draw.random() < 0.2:
            struct.pack_into(
                "<H", data, at + 2, draw.choice((0, 1, length + 1, length * 2, 0xFFFF))
            )
        elif length:
            place = at + 4 + draw.randrange(length)
            fresh = draw.choice((draw.randbytes(1), b"\xff\xff", b"\x00\x00", b"\xff\xff\xff\xff"))
            data[place : place + len(fresh)] = fresh
    return bytes(data[: len(content)])


# -- the parts of an archive
# ------------------------------------------------------------------------------------


def change_part(draw: random.Random, content: bytes, other: bytes) -> bytes:
    """Change the XML of a part, and make the archive anew, so that the parser is really reached."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    read = [
        name
        for name in parts
        if re.search(r"(sheet\d|sharedStrings|styles|workbook|content)\.(xml|xml\.rels)$", name)
    ]
    name = draw.choice(read)
    for _ in range(draw.choice((1, 1, 2, 4))):
        parts[name] = draw.choice(XML_CHANGES)(draw, parts[name])
    if draw.random() < 0.05:
        del parts[draw.choice(list(parts))]
    return _archive(parts)


def _archive(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def _attribute(draw: random.Random, xml: bytes) -> bytes:
    places = list(re.finditer(rb'="([^"]*)"', xml))
    if not places:
        return xml
    at = draw.choice(places)
    return xml[: at.start(1)] + draw.choice(NUMBERS).encode() + xml[at.end(1) :]


def _text(draw: random.Random, xml: bytes) -> bytes:
    places = list(re.finditer(rb">([^<]+)<", xml))
    if not places:
        return xml
    at = draw.choice(places)
    text = str(draw.choice((*NASTY, *NUMBERS)))
    for sign, escaped in (("&", "&amp;"), ("<", "&lt;")):
        text = text.replace(sign, escaped)
    return xml[: at.start(1)] + text.encode("utf-8", "replace") + xml[at.end(1) :]


def _repeat(draw: random.Random, xml: bytes) -> bytes:
    places = list(
        re.finditer(
            rb"<[\w:]+[^>]*/>|<((?:\w+:)?(?:row|c|table-row|table-cell|p|si|xf|sheet|mergeCell))\b.*?</\1>",
            xml,
        )
    )
    if not places:
        return xml
    at = draw.choice(places)
    return xml[: at.end()] + at[0] * draw.choice((1, 10, 1000)) + xml[at.end() :]


def _nest(draw: random.Random, xml: bytes) -> bytes:
    places = list(re.finditer(rb"<([\w:]+)[^>/]*>", xml))
    if not places:
        return xml
    at, depth = draw.choice(places), draw.choice((3, 50, 5000))
    return xml[: at.start()] + at[0] * depth + b"</" + at[1] + b">" * depth + xml[at.start() :]


def _wide(draw: random.Random, xml: bytes) -> bytes:
    """Let a cell be repeated, spanned or merged over very much."""
    claims = (
        b' table:number-rows-repeated="%d"',
        b' table:number-columns-repeated="%d"',
        b' table:number-rows-spanned="%d" table:number-columns-spanned="%d"',
    )
    claim = draw.choice(claims)
    filled = claim % tuple(
        draw.choice((2, 300, 20_000, 10**6, 10**9)) for _ in range(claim.count(b"%d"))
    )
    xml = re.sub(
        draw.choice((rb"<table:table-cell\b", rb"<table:table-row\b")),
        lambda at: at[0] + filled,
        xml,
        count=draw.randrange(1, 9),
    )
    merges = b"".join(
        b'<mergeCell ref="%s"/>'
        % draw.choice((b"A1:XFD1048576", b"A5:G9", b"B5:C1000", b"C9:A1", b"A1"))
        for _ in range(draw.choice((1, 50, 3000)))
    )
    return xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>")


def _flip(draw: random.Random, xml: bytes) -> bytes:
    return change_bytes(draw, xml, xml)


XML_CHANGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _attribute,
    _text,
    _repeat,
    _nest,
    _wide,
    _flip,
)


# -- cells
# --------------------------------------------------------------------------------------------------


def nasty_rows(draw: random.Random) -> list[list[Any]]:
    """Make a sheet of a plain form with cells that are nothing of the kind."""
    rows: list[list[Any]] = [
        [draw.choice(NASTY) for _ in range(draw.randrange(4))] for _ in range(draw.randrange(4))
    ]
    rows.append([draw.choice((title, title, title, draw.choice(NASTY))) for title in HEADER])
    for name in draw.sample(COMMUNES, draw.randrange(1, len(COMMUNES) + 1)):
        first = draw.choice((name, name, name, draw.choice(NASTY)))
        rows.append(
            [first, *(draw.choice((*NASTY, "có", "", 3, any_text(draw))) for _ in HEADER[1:])]
        )
    return rows


def any_text(draw: random.Random) -> str:
    """Return any characters, halves of characters too."""
    return "".join(
        chr(draw.choice((draw.randrange(128), draw.randrange(0x1F00), draw.randrange(0x110000))))
        for _ in range(draw.randrange(12))
    )


def nasty_csv(draw: random.Random, content: bytes, other: bytes) -> bytes:
    """Write such a sheet as a delimited text, in any encoding."""
    text = io.StringIO()
    sign = draw.choice(",;\t|")
    csv.writer(text, delimiter=sign, lineterminator=draw.choice(("\n", "\r\n", "\r"))).writerows(
        nasty_rows(draw)
    )
    encoding = draw.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1258"))
    return text.getvalue().encode(encoding, "replace")


def nasty_xlsx(draw: random.Random, content: bytes, other: bytes) -> bytes:
    """Write such a sheet as a workbook, by openpyxl."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    sheet: Any = book.active
    for number, row in enumerate(nasty_rows(draw), start=1):
        for column, value in enumerate(row, start=1):
            if isinstance(value, str):
                value = (
                    ILLEGAL_CHARACTERS_RE.sub("", value).encode("utf-8", "ignore").decode()[:32_767]
                )
            cell = sheet.cell(number, column)
            cell.value = value
            if draw.random() < 0.1:
                cell.font = Font(
                    name=draw.choice((".VnTime", ".VnTimeH", "VNI-Times", "Arial", "x" * 31))
                )
            if draw.random() < 0.03:
                sheet.cell(
                    draw.choice((1, 70, 20_001, 1_048_576)), draw.choice((1, 40, 501, 16_384))
                ).value = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def nasty_ods(draw: random.Random, content: bytes, other: bytes) -> bytes:
    """Put such cells into the document that LibreOffice wrote."""
    for _ in range(draw.randrange(1, 30)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        parts["content.xml"] = draw.choice((_text, _text, _attribute))(draw, parts["content.xml"])
        content = _archive(parts)
    return content


CHANGES: dict[str, tuple[Callable[[random.Random, bytes, bytes], bytes], ...]] = {
    "xlsx": (change_bytes, change_part, change_part, nasty_xlsx),
    "ods": (change_bytes, change_part, change_part, nasty_ods),
    "csv": (change_bytes, nasty_csv, nasty_csv),
    "xls": (change_bytes, change_records, change_records),
}


def inputs(
    originals: dict[str, list[bytes]], *, count: int, seed: int
) -> Iterator[tuple[str, bytes]]:
    """Yield a name and content for each input; the same for the same seed and originals."""
    kinds = [kind for kind in WEIGHTS if kind in originals]
    weights, everything = (
        [WEIGHTS[kind] for kind in kinds],
        [content for made in originals.values() for content in made],
    )
    for number in range(count):
        draw = random.Random(f"{seed}:{number}")
        kind = draw.choices(kinds, weights)[0]
        change = draw.choice(CHANGES[kind])
        content = change(draw, draw.choice(originals[kind]), draw.choice(everything))
        yield f"{number:06d}-{change.__name__}.{kind}", content


# -- the run
# --------------------------------------------------------------------------------------------------


class HangError(BaseException):
    """An input that takes too long; not an `Exception`, so that no reader can take it for a broken
    file.
    """


def _too_long(*_: object) -> None:
    raise HangError


def peak() -> float:
    """Return the most memory that this process has held since `forget_peak`, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1000


def forget_peak() -> None:
    """Let `peak` begin anew."""
    Path("/proc/self/clear_refs").write_text("5")


def outcome_of(name: str, content: bytes) -> str:
    """Read an input; return ``read``, ``refused``, ``hang`` or the traceback of what should not
    have come out.
    """
    signal.alarm(HANG)
    faulthandler.dump_traceback_later(2 * HANG, exit=True)
    try:
        reading = read_return(content, file=name, year=2009)
        return "read" if reading.observations or reading.doubts else "nothing to read"
    except InputError:
        return "refused"
    except HangError:
        return "hang: " + traceback.format_exc()
    except BaseException:
        return traceback.format_exc()
    finally:
        signal.alarm(0)
        faulthandler.cancel_dump_traceback_later()


def main() -> int:
    """Run, and return how many inputs broke a reader."""
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("--count", type=int, default=20_000)
    command.add_argument("--seed", type=int, default=2009)
    command.add_argument("--only", type=int, help="the number of a single input")
    command.add_argument("--soffice", default="soffice")
    command.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-readers")
    asked = command.parse_args()
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as folder:
        originals = make_originals(Path(folder), soffice=asked.soffice)
    counts, worst, broken = Counter[str](), {"seconds": (0.0, ""), "MB": (0.0, "")}, 0
    read_return(
        originals["xlsx"][0], file="first.xlsx", year=2009
    )  # what is imported and kept counts once
    began = time.monotonic()
    for number, (name, content) in enumerate(inputs(originals, count=asked.count, seed=asked.seed)):
        if asked.only not in (None, number):
            continue
        forget_peak()
        start = time.monotonic()
        outcome = outcome_of(name, content)
        worst["seconds"] = max(worst["seconds"], (time.monotonic() - start, name))
        worst["MB"] = max(worst["MB"], (peak(), name))
        known = outcome if outcome in ("read", "refused", "nothing to read") else "BROKEN"
        counts[f"{name.rpartition('.')[2]}: {known}"] += 1
        if known == "BROKEN":
            broken += 1
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / name).write_bytes(content)
            print(f"\n{name}\n{outcome}", flush=True)
        if number % 100 == 99 and sys.stderr.isatty():
            print(
                f"\r{number + 1:>7,} of {asked.count:,}, {broken} broken",
                end="",
                file=sys.stderr,
                flush=True,
            )
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    print(
        f"\n{sum(counts.values()):,} inputs, seed {asked.seed}, {time.monotonic() - began:.0f} s, {broken} broken"
    )
    for kind, times in sorted(counts.items()):
        print(f"    {kind:<24}{times:>7,}")
    for unit, (value, name) in worst.items():
        print(f"    most {unit}: {value:.1f} ({name})")
    print(
        f"    most MB in a process that reads xls: {children:.0f} (or in LibreOffice, at the start)"
    )
    return broken


if __name__ == "__main__":
    sys.exit(bool(main()))
