"""The XML parts of a compressed workbook, read within bounds.

A few kilobytes can claim to be gigabytes: by compression, by entities, by nesting. Every part is
unpacked in blocks and counted while it is parsed, so that what is too much is never held.
"""

from __future__ import annotations

import codecs
import io
import zipfile
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message

#: The parts that are read may unpack to this much together, in bytes; the return of a province
#: takes a few hundred thousand.
MAX_UNPACKED = 60_000_000
#: They may have this many elements together; a cell takes two or three.
MAX_ELEMENTS = 1_000_000
#: Elements may be nested this deep; those of a workbook are by about a dozen.
MAX_DEPTH = 100
#: No element, with its attributes and its own text, may take more than this, in bytes.
MAX_ELEMENT = 1_000_000
#: An archive may have this many parts; a workbook has a few for each sheet and picture.
MAX_PARTS = 2_000
_MORE = Message("found-more")


class Parts:
    """The parts of a compressed workbook.

    Parameters
    ----------
    content : bytes
        A zip archive.
    file : str
        Its name, for faults.

    Raises
    ------
    InputError
        If the archive has too many parts.
    """

    def __init__(self, content: bytes, *, file: str) -> None:
        self.file = file
        if content.count(b"PK\x01\x02") > MAX_PARTS:  # before an object is made of each
            raise self._refused(Message("expected-parts", parts=MAX_PARTS))
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._bytes, self._elements = 0, 0

    def __contains__(self, name: object) -> bool:
        return name in self._archive.NameToInfo

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        return self._archive.namelist()

    def size(self, name: str) -> int:
        """Return how many bytes a part says that it unpacks to."""
        return self._archive.getinfo(name).file_size

    def tree(self, name: str) -> Element:
        """Parse a part.

        Raises
        ------
        InputError
            If the parts that were read are too large, too deep or too many elements together,
            define entities, or need a password.
        KeyError, ValueError, SyntaxError
            If there is no such part, or it is no XML.
        """
        info = self._archive.getinfo(name)
        if info.flag_bits & 1:
            raise self._refused(
                Message("expected-without-password"), Message("found-encrypted", part=name)
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._refused(
                Message("expected-packed"), Message("found-other-packing", part=name)
            )
        parser, tail, elements, since = XMLParser(target=_Tree(self)), "", self._elements, 0
        with self._archive.open(info) as stream:
            block = stream.read(1 << 16)
            utf16 = block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            decoder = codecs.getincrementaldecoder("utf-16" if utf16 else "utf-8-sig")()
            while block:
                self._bytes += len(block)
                if self._bytes > MAX_UNPACKED:
                    most = MAX_UNPACKED // 1_000_000
                    raise self._refused(Message("expected-unpacked", megabytes=most))
                text = decoder.decode(block)
                if "<!DOCTYPE" in tail + text:  # nothing else can define an entity
                    raise self._refused(
                        Message("expected-no-entities"), Message("found-doctype", part=name)
                    )
                parser.feed(text)
                since = 0 if self._elements > elements else since + len(block)
                elements = self._elements
                if since > MAX_ELEMENT:  # an attribute without an end is parsed again each time
                    expected = Message("expected-element", megabytes=MAX_ELEMENT // 1_000_000)
                    raise self._refused(expected, Message("found-larger", part=name))
                tail, block = (tail + text)[-8:], stream.read(1 << 16)
        parser.feed(decoder.decode(b"", final=True))
        root: Element = parser.close()
        return root

    def enter(self, depth: int) -> None:
        """Take note of an element, at a depth; refuse one too many or too deep."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise self._refused(Message("expected-elements", elements=MAX_ELEMENTS))
        if depth > MAX_DEPTH:
            raise self._refused(Message("expected-depth", depth=MAX_DEPTH), Message("found-deeper"))

    def _refused(self, expected: Message, found: Message = _MORE) -> InputError:
        return InputError([Fault(self.file, None, None, expected, found)])


class _Tree(TreeBuilder):
    """Builds the tree of a part and reports each element."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts, self._depth = parts, 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._parts.enter(self._depth)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)
