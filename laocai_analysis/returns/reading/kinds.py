"""What kind of file a district sent. Its beginning decides, not its name: pages of the web are
often named .xls.
"""

from __future__ import annotations

from laocai_analysis.errors import Fault, InputError
from laocai_analysis.language import Message
from laocai_analysis.returns.reading.parts import Parts

#: What is said of a file that needs a password.
LOCKED = Message("expected-without-password"), Message("found-protected")
_WORKBOOK = Message("expected-workbook")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What the names of streams in an OLE container say of a file that is no workbook.
_STREAMS = {
    "WordDocument": Message("found-word"),
    "PowerPoint Document": Message("found-presentation"),
}
_MEMBERS = {
    "word/document.xml": Message("found-docx"),
    "ppt/presentation.xml": Message("found-pptx"),
    "xl/workbook.bin": Message("found-xlsb"),
}
_STARTS = {
    b"%PDF": Message("found-pdf"),
    b"{\\rtf": Message("found-text-document"),
    b"\x89PNG": Message("found-picture"),
    b"\xff\xd8\xff": Message("found-picture"),
    b"Rar!": Message("found-archive-packed", format="rar"),
    b"7z\xbc\xaf": Message("found-archive-packed", format="7z"),
    b"\x1f\x8b": Message("found-archive-packed", format="gz"),
    b"PK\x05\x06": Message("found-archive-empty"),
}
_PAGE = (
    b"<html",
    b"<!doctype html",
    b"<table",
    b"<meta",
    b"<head",
    b"<body",
    b"<style",
    b"mime-version:",
)


def open_parts(content: bytes, *, file: str) -> tuple[str, Parts]:
    """Return whether an archive is ``xlsx`` or ``ods``, and its parts; refuse every other one by
    what it is.
    """
    parts = Parts(content, file=file)
    for member, kind in _MEMBERS.items():
        if member in parts:
            raise refused(file, _WORKBOOK, kind)
    if "META-INF/manifest.xml" in parts and _is_locked(parts):
        raise refused(file, *LOCKED)
    if "content.xml" in parts:
        return "ods", parts
    if "[Content_Types].xml" in parts and any(name.startswith("xl/") for name in parts.names):
        return "xlsx", parts
    raise refused(file, _WORKBOOK, Message("found-archive"))


def _is_locked(parts: Parts) -> bool:
    return any(
        entry.tag.endswith("}encryption-data")
        for entry in parts.tree("META-INF/manifest.xml").iter()
    )


def format_of(content: bytes, *, file: str) -> str:
    """Return ``zip``, ``xls`` or ``text``.

    Parameters
    ----------
    content : bytes
        What the file holds.
    file : str
        Its name, for the fault.

    Raises
    ------
    InputError
        If the file is plainly something else; the message says what.

    Examples
    --------
    >>> format_of("Tên xã;Trạm BTS".encode(), file="sa-pa.csv")
    'text'
    """
    if not content.strip(b"\0 \t\r\n"):
        raise refused(file, _WORKBOOK, Message("found-blanks" if content else "found-empty"))
    if content.startswith(b"PK\x03\x04"):
        return "zip"
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise refused(file, *LOCKED)
        for stream, kind in _STREAMS.items():
            if stream.encode("utf-16-le") in content:
                raise refused(file, _WORKBOOK, kind)
        return "xls"
    for start, kind in _STARTS.items():
        if content.startswith(start):
            raise refused(file, _WORKBOOK, kind)
    beginning = content[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if beginning.startswith(_PAGE) or (beginning.startswith(b"<") and b"<html" in beginning):
        raise refused(file, _WORKBOOK, Message("found-web-page"))
    if beginning.startswith(b"<?xml"):
        raise refused(file, _WORKBOOK, Message("found-xml"))
    return "text"


def refused(file: str, expected: Message, found: str | Message) -> InputError:
    """Return the error that refuses a whole file."""
    return InputError([Fault(file, None, None, expected, found)])
