"""Import hostile files, each within its limits, and look at time, memory and the lock.

The kinds of files are functions below; the seed draws how large each is. A file may be read or
refused; nothing else may come out, no limit may be passed, and the lock of the round may not be
held while the file is read.

    python benchmarks/hostile_files.py --count 500
"""

from __future__ import annotations

import argparse
import fcntl
import io
import json
import os
import random
import resource
import socket
import struct
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from laocai_analysis.errors import InputError
from laocai_analysis.places.boundaries import load_boundaries
from laocai_analysis.places.layers import read_layer
from laocai_analysis.plain_files import read_plain
from laocai_analysis.returns.importing import import_returns
from laocai_analysis.returns.reading.bounded import MAX_MEMORY, MAX_SECONDS, read_bounded
from laocai_analysis.returns.reading.review_file import read_decisions
from laocai_analysis.returns.reading.sheets import MAX_BYTES
from laocai_analysis.returns.store.files import FileStore

YEAR = 2009
HEAD = "Tên xã,Trạm BTS\n"
LOCKED = Path(__file__).resolve().parent.parent / "tests" / "locked"
#: How long the lock may be held, in seconds: no file is read meanwhile.
LOCK = 5.0
_ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
_XLSX = "http://schemas.openxmlformats.org"


# -- text
# --------------------------------------------------------------------------------------------------


def marks(draw: random.Random) -> bytes:
    """Pile combining marks on a letter."""
    pile = "".join(draw.choice("\u0300\u0301\u0323\u0302\u031b\u20dd") for _ in range(4))
    return (HEAD + "Tả Van" + pile * draw.randrange(5, 50_000) + ",1\n").encode()


def long_cell(draw: random.Random) -> bytes:
    """Write a cell of many letters."""
    letter = draw.choice(
        ("x", "ế", "e\u0302\u0301", "1", " ", "\u200b", "=", "0.", "٣", "(", "\U00020000")
    )
    return (HEAD + letter * draw.randrange(20_000, 2_000_000) + ",1\n").encode()


def header(draw: random.Random) -> bytes:
    """Write a header that a regular expression could walk through for ever."""
    part = draw.choice(
        (
            "(",
            "()",
            "[",
            "{",
            "((",
            ")",
            " -",
            "- ",
            "đến ",
            "/",
            "năm ",
            "1/1/",
            "%",
            "năm 2009 ",
            ".",
        )
    )
    return (f"Tên xã,Trạm BTS {part * draw.randrange(500, 16_000)}\nTả Van,1\n").encode()


def name_cell(draw: random.Random) -> bytes:
    """Write such a name of a unit."""
    part = draw.choice(
        ("( ", "xã ", "I. ", "1.", "- ", "Tả Van, ", "huyện ", "TT. ", "'", '""', "F.")
    )
    return (HEAD + '"Tả Van ' + part * draw.randrange(500, 8_000) + '",1\n').encode()


def number_cell(draw: random.Random) -> bytes:
    """Write such a number."""
    part = draw.choice(("1", "1.", "1,", "-", "1e", "1 ", "0", "9%", "1/2", "½"))
    return (HEAD + 'Tả Van,"' + part * draw.randrange(500, 16_000) + 'x"\n').encode()


def one_line(draw: random.Random) -> bytes:
    """Write a table of one line."""
    sign = draw.choice(",;\t|\"'\r\0 ")
    return (sign * draw.randrange(100_000, 19_000_000)).encode()


def many_lines(draw: random.Random) -> bytes:
    """Write a table of very many lines."""
    line = draw.choice(
        ("\n", "\r", "a\n", ",\n", '"\n', "Tả Van,1\n", "Cộng,1\n", "Tên xã,Trạm BTS\n")
    )
    return (HEAD + line * draw.randrange(4_000, 1_500_000)).encode()[
        : MAX_BYTES + draw.randrange(2)
    ]


def wide(draw: random.Random) -> bytes:
    """Write a table of very many columns."""
    names = [
        f"Trạm BTS {n}" if draw.random() < 0.5 else "Tên xã"
        for n in range(draw.randrange(200, 40_000))
    ]
    return (",".join(names) + "\n" + "Tả Van," * len(names) + "\n").encode()


def open_quote(draw: random.Random) -> bytes:
    """Write a quote that does not end."""
    return (HEAD + 'Tả Van,"' + "1\n" * draw.randrange(100_000, 5_000_000)).encode()


def noise(draw: random.Random) -> bytes:
    """Write bytes of no encoding, or of several."""
    start = draw.choice(
        (b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00", b"sep=,\n", b"\xff\xfe\x00\x00")
    )
    return start + draw.randbytes(draw.randrange(1, 3_000_000))


def other_kind(draw: random.Random) -> bytes:
    """Begin as a file of another kind does."""
    start = draw.choice(
        (
            b"%PDF-1.4",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            b"Rar!\x1a\x07",
            b"7z\xbc\xaf\x27\x1c",
            b"\x1f\x8b\x08",
            b"BZh9",
            b"{\\rtf1",
            b"<html><table>",
            b"<?xml version='1.0'?><Workbook>",
            b"MIME-Version: 1.0\n",
            b"SQLite format 3\0",
            b"PK\x05\x06",
            b"ID;PWXL\n",
        )
    )
    return start + draw.choice((draw.randbytes, bytes))(draw.randrange(0, 1_000_000))


def markup(draw: random.Random) -> bytes:
    """Write HTML that is nested without end."""
    tag = draw.choice(("table", "td", "div", "tr", "b"))
    return f"<html><body>{f'<{tag}>' * draw.randrange(1_000, 300_000)}Tả Van".encode()


# -- archives
# --------------------------------------------------------------------------------------------------


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return stream.getvalue()


def ods(body: str, more: dict[str, bytes] | None = None) -> bytes:
    """Return a document of OpenDocument with this content."""
    content = (
        f"<office:document-content {_ODS}><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": content.encode(), **(more or {})})


def xlsx(sheet: str, *, before: str = "", more: dict[str, bytes] | None = None) -> bytes:
    """Return a workbook of one sheet with these rows."""
    main = f"{_XLSX}/spreadsheetml/2006/main"
    relation = f"{_XLSX}/officeDocument/2006/relationships"
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "_rels/.rels": (
                f'<Relationships><Relationship Id="r" Type="{relation}/officeDocument" '
                'Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
                '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships><Relationship Id="r1" Type="{relation}/worksheet" '
                'Target="worksheets/sheet1.xml"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.xml": (
                f'{before}<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
            ).encode(),
            **(more or {}),
        }
    )


def nested_ods(draw: random.Random) -> bytes:
    """Nest tables, groups or spans, with many rows in the innermost."""
    tag = draw.choice(("table:table", "table:table-row-group", "text:span", "text:p"))
    row = "<table:table-row><table:table-cell/></table:table-row>"
    depth = draw.choice((3, 50, 90, 5_000, 100_000))
    return ods(f"<{tag}>" * depth + row * draw.randrange(10, 40_000) + f"</{tag}>" * depth)


def repeated_ods(draw: random.Random) -> bytes:
    """Let rows and cells be repeated, spanned or merged very often."""
    times = draw.choice((300, 70_000, 2_000_000, 10**9, 10**30, -1))
    cell = (
        f'<table:table-cell table:number-columns-repeated="{times}" table:number-rows-spanned="{times}" '
        f'table:number-columns-spanned="{draw.choice((1, times))}"><text:p>Tả Van</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="{draw.choice((1, times))}">{cell}</table:table-row>'
    return ods(f"<table:table>{row * draw.choice((1, 100, 5_000))}</table:table>")


def long_attribute(draw: random.Random) -> bytes:
    """Write an attribute or a text of some megabytes."""
    much = draw.choice("x& <".replace("<", "ế").replace("&", "\u0301")) * draw.randrange(
        500_000, 30_000_000
    )
    if draw.random() < 0.5:
        return ods(f'<table:table table:name="{much}"/>')
    return xlsx(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{much}</t></is></c></row>')


def many_attributes(draw: random.Random) -> bytes:
    """Give an element very many attributes or names of spaces."""
    name = draw.choice(("a", "xmlns:a"))
    many = " ".join(f'{name}{n}="x"' for n in range(draw.randrange(1_000, 200_000)))
    return ods(f"<table:table {many}/>")


def bomb(draw: random.Random) -> bytes:
    """Pack very much into little."""
    size = draw.choice((59_000_000, 61_000_000, 300_000_000, 1_000_000_000))
    name = draw.choice(
        ("xl/sharedStrings.xml", "xl/styles.xml", "xl/media/a.png", "xl/worksheets/sheet1.xml")
    )
    stream = io.BytesIO(xlsx('<row r="1"/>'))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as made, made.open(name, "w") as part:
        for _ in range(size // 1_000_000):
            part.write(bytes(1_000_000))
    return stream.getvalue()


def lying(draw: random.Random) -> bytes:
    """Let an archive lie about sizes, names and flags."""
    content = bytearray(bomb(draw) if draw.random() < 0.3 else xlsx('<row r="1"/>'))
    for _ in range(draw.choice((1, 3, 20))):
        at = content.rfind(b"PK\x01\x02", 0, draw.randrange(1, len(content) + 1))
        place = (at if at >= 0 else 0) + draw.choice((8, 10, 16, 20, 24, 28, 42))
        content[place : place + 4] = struct.pack("<I", draw.choice((0, 1, 0xFFFFFFFF, 99, 1 << 20)))
    return bytes(content)


def many_parts(draw: random.Random) -> bytes:
    """Put very many parts into an archive, or one name many times, or names that lead away."""
    name = draw.choice(
        ("xl/a{}.xml", "xl/worksheets/sheet1.xml", "../../{}", "/etc/{}", "a" * 200 + "{}")
    )
    count = draw.randrange(1_000, 20_000)
    stream = io.BytesIO(xlsx('<row r="1"/>'))
    sys_warnings, sys.stderr = sys.stderr, io.StringIO()
    with zipfile.ZipFile(stream, "a") as made:
        for number in range(count):
            made.writestr(name.format(number), b"")
    sys.stderr = sys_warnings
    return stream.getvalue()


def entities(draw: random.Random) -> bytes:
    """Declare entities: nested, of a file, of an address."""
    nested = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    declared = draw.choice(
        (
            f'<!ENTITY a0 "x">{nested}',
            '<!ENTITY a11 SYSTEM "file:///etc/hostname">',
            '<!ENTITY a11 SYSTEM "http://127.0.0.1:9/">',
            f'<!ENTITY a11 "{"x" * 100_000}">',
        )
    )
    cell = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>'
        + "&a11;" * draw.choice((1, 10_000))
        + "</t></is></c></row>"
    )
    return xlsx(cell, before=f"<!DOCTYPE worksheet [{declared}]>")


def deep_xlsx(draw: random.Random) -> bytes:
    """Nest elements of a sheet."""
    tag, depth = draw.choice(("row", "c", "is", "r")), draw.choice((50, 99, 101, 5_000, 500_000))
    return xlsx(f"<{tag}>" * depth + f"</{tag}>" * depth)


def far_xlsx(draw: random.Random) -> bytes:
    """Put cells very far away, and merge very much."""
    places = ("XFD1048576", "A1048576", "ZZZZZZ1", "A99999999999", "A0", "-1", "A1", "")
    cells = "".join(
        f'<row r="{draw.choice((1, 1_048_576, 10**20, -1))}"><c r="{draw.choice(places)}" t="inlineStr"><is><t>Tả Van</t></is></c></row>'
        for _ in range(draw.choice((1, 100, 20_000)))
    )
    merged = '<mergeCell ref="A1:XFD1048576"/>' * draw.choice((1, 3_000, 100_000))
    return xlsx(cells + f"</sheetData><mergeCells>{merged}</mergeCells><sheetData>")


def full_xlsx(draw: random.Random) -> bytes:
    """Fill a sheet as far as its bounds go, and beyond."""
    rows, columns = draw.choice(((4_999, 20), (400, 249), (5_001, 2), (20, 10_000), (90_000, 1)))
    text = draw.choice(("Tả Van", "x", "1", "Xã " * 100, ""))
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for _ in range(columns))
    return xlsx(f"<row>{cells}</row>" * rows)


def old_workbook(draw: random.Random) -> bytes:
    """Damage an old binary workbook: its sectors lead in circles, its records are too long."""
    content = bytearray((LOCKED / "password.xls").read_bytes())
    for _ in range(draw.choice((1, 5, 50, 500))):
        at = draw.choice((draw.randrange(512), draw.randrange(len(content))))
        content[at : at + 4] = struct.pack(
            "<I", draw.choice((0, 1, 2, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF, at // 512))
        )
    return bytes(content)


RETURNS: dict[Callable[[random.Random], bytes], str] = {
    **dict.fromkeys(
        (
            marks,
            long_cell,
            header,
            name_cell,
            number_cell,
            one_line,
            many_lines,
            wide,
            open_quote,
            noise,
            other_kind,
            markup,
        ),
        "csv",
    ),
    **dict.fromkeys((nested_ods, repeated_ods, many_attributes), "ods"),
    **dict.fromkeys(
        (long_attribute, bomb, lying, many_parts, entities, deep_xlsx, far_xlsx, full_xlsx), "xlsx"
    ),
    old_workbook: "xls",
}


# -- boundaries, and what is no file
# --------------------------------------------------------------------------------------------------


def reaching(draw: random.Random, path: Path) -> None:
    """Name another file or an address in what is called GeoJSON."""
    there = draw.choice(
        ("/etc/hostname", "/vsicurl/http://127.0.0.1:9/a", "http://127.0.0.1:9/", str(path))
    )
    text = draw.choice(
        (
            f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{there}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>',
            f"<VRTDataset><SourceFilename>{there}</SourceFilename></VRTDataset>",
            f"<GDAL_WFS><URL>{there}</URL></GDAL_WFS>",
            f"WFS:{there}",
            f"<kml><NetworkLink><Link><href>{there}</href></Link></NetworkLink></kml>",
            f'{{"type": "FeatureCollection", "features": [], "crs": {{"type": "link", "properties": {{"href": "{there}"}}}}}}',
            f'{{"type": "Topology", "objects": {{}}, "arcs": "{there}"}}',
        )
    )
    path.write_text(text, encoding="utf-8")


def nested_json(draw: random.Random, path: Path) -> None:
    """Nest lists and objects of GeoJSON."""
    depth, sign = (
        draw.choice((100, 10_000, 1_000_000)),
        draw.choice(("[", '{"a":', '{"type":"GeometryCollection","geometries":[')),
    )
    path.write_text('{"type":"Polygon","coordinates":' + sign * depth, encoding="utf-8")


def odd_shapes(draw: random.Random, path: Path) -> None:
    """Write polygons that are none, or very many points."""
    shapes: list[Any] = [
        [],
        [[]],
        [[[1e400, 0]] * 4],
        [[[0, 0]] * draw.randrange(3, 200_000)],
        [[["x", None]] * 4],
        [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]],
    ]
    geometry = {"type": "Polygon", "coordinates": draw.choice(shapes)}
    feature = {"type": "Feature", "properties": {"code": "03040"}, "geometry": geometry}
    text = json.dumps({"type": "FeatureCollection", "features": [feature] * draw.randrange(1, 5)})
    path.write_text(text, encoding="utf-8")


def broken_layer(draw: random.Random, path: Path) -> None:
    """Begin as a layer does, and go on as nothing."""
    start = draw.choice(
        (
            b"SQLite format 3\0",
            b"\0\0\x27\x0a",
            b"fgb\x03",
            b"!table\nversion 300\n",
            b"PAR1",
            b'{"type":"FeatureCollection",',
        )
    )
    path.write_bytes(start + draw.randbytes(draw.randrange(0, 500_000)))


def no_file(draw: random.Random, path: Path) -> None:
    """Put something else where a file is expected."""
    how = draw.randrange(7)
    if how == 0:
        os.mkfifo(path)
    elif how == 1:
        path.mkdir()
    elif how == 2:
        socket.socket(socket.AF_UNIX).bind(str(path))
    else:
        targets = {3: "/dev/zero", 4: "/etc/hostname", 5: str(path), 6: "/dev/stdin"}
        path.symlink_to(targets[how])


ODD = (reaching, nested_json, odd_shapes, broken_layer, no_file)


def read_odd(path: Path) -> None:
    """Read what is named as boundaries and as a file of a return; all must refuse or read it."""
    refused = 0
    for read in (
        lambda: read_layer(path),
        lambda: load_boundaries(str(path)),
        lambda: read_plain(path, most=MAX_BYTES),
    ):
        try:
            read()
        except (InputError, FileNotFoundError):
            refused += 1
    if refused == 3:
        raise InputError([])


# -- the run
# --------------------------------------------------------------------------------------------------


def in_a_process(act: Callable[[], object], lock: Path) -> tuple[str, float, float, float]:
    """Call in a process of its own; return what came of it, the seconds, the most MB of it or of a
    process that it started, and how long the lock was held at a time.
    """
    receive, send = os.pipe()
    began, child = time.monotonic(), os.fork()
    if not child:
        try:
            act()
            said = "read"
        except InputError:
            said = "refused"
        except BaseException:
            said = traceback.format_exc()
        most = max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        os.write(send, json.dumps([said[-3000:], most / 1000]).encode())
        os._exit(0)
    os.close(send)
    held, longest = 0.0, 0.0
    while not os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        if time.monotonic() - began > 4 * MAX_SECONDS:
            os.kill(child, 9)
        with open(lock, "rb") as own:
            try:
                fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
                held = 0.0
            except BlockingIOError:
                held = held or time.monotonic()
                longest = max(longest, time.monotonic() - held)
        time.sleep(0.02)
    os.waitpid(child, 0)
    with open(receive, "rb") as stream:
        told = stream.read()
    said, most = json.loads(told) if told else ("the process died", 0.0)
    return said, time.monotonic() - began, most, longest


def trial(number: int, *, seed: int, folder: Path) -> tuple[str, tuple[str, float, float, float]]:
    """Make one file and read it; return its kind and what came of it."""
    draw = random.Random(f"{seed}:{number}")
    kinds = [*RETURNS, *ODD]
    kind: Any = kinds[number % len(kinds)]
    lock = folder / "returns" / str(YEAR) / "lock"
    if kind in ODD:
        path = folder / f"{number}.geojson"
        kind(draw, path)
        return kind.__name__, in_a_process(lambda: read_odd(path), lock)
    content, name = kind(draw), f"{number}.{RETURNS[kind]}"
    if draw.random() < 0.15:
        review = lambda: read_bounded(lambda: read_decisions(content, file=name), file=name)  # noqa: E731
        return f"{kind.__name__} as review", in_a_process(review, lock)
    store = FileStore(folder / "returns")
    return kind.__name__, in_a_process(
        lambda: import_returns([(name, content)], year=YEAR, store=store), lock
    )


def run(count: int, *, seed: int, folder: Path) -> tuple[Counter[str], list[str], list[str]]:
    """Read the files; return what came of them, the slowest and largest, and what is wrong."""
    first = import_returns(
        [("a.csv", f"{HEAD}Tả Van,1\n".encode())], year=YEAR, store=FileStore(folder / "returns")
    )
    assert first.step
    seen, wrong, seconds, sizes, locks = Counter[str](), list[str](), [], [], []
    for number in range(count):
        kind, (said, took, most, held) = trial(number, seed=seed, folder=folder)
        short = said if said in ("read", "refused") else "BROKEN"
        seen[f"{kind}: {short}"] += 1
        told = f"{number} {kind}, {took:.1f} s, {most:.0f} MB, lock {held:.2f} s"
        if short == "BROKEN":
            wrong.append(f"{told}: {said}")
        if took > MAX_SECONDS or most > MAX_MEMORY / 1e6 + 500 or held > LOCK:
            wrong.append(f"{told}: beyond its limits")
        seconds.append((took, told))
        sizes.append((most, told))
        locks.append((held, told))
        if sys.stderr.isatty():
            print(f"\r{told:<70}", end="", file=sys.stderr, flush=True)
    return seen, [max(each)[1] for each in (seconds, sizes, locks)], wrong


def main() -> int:
    """Run and print what happened."""
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("--count", type=int, default=500)
    command.add_argument("--seed", type=int, default=2009)
    asked = command.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="laocai-hostile-") as temporary:
        seen, most, wrong = run(asked.count, seed=asked.seed, folder=Path(temporary))
    print(f"{sum(seen.values())} files, seed {asked.seed}, {time.monotonic() - began:.0f} s")
    for said, times in sorted(seen.items()):
        print(f"{times:>5}  {said}")
    for unit, told in zip(("longest", "largest", "longest lock"), most, strict=True):
        print(f"{unit}: {told}")
    print(f"{len(wrong)} wrong", *wrong, sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
