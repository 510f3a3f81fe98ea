"""The ``laocai doctor`` command: what is there, what is missing, and the line that mends it."""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from laocai_analysis import __version__, paths
from laocai_analysis.language import Message, process_language
from laocai_analysis.reports.formats.pdf import BROWSERS
from laocai_analysis.writing import work_folder

if TYPE_CHECKING:
    from packaging.requirements import Requirement

#: The name under which the package is installed.
_NAME = "laocai-analysis"
#: The extras that somebody who makes reports may want; the others are for work on the package.
_EXTRAS = ("lab", "office", "country", "sql", "cluster", "scheduler")
#: The free memory in bytes that one report needs: the command, and the kernel of the report, which
#: is the larger one (benchmarks/results.md).
_MEMORY = 800 * 2**20
#: Programs beside Python packages: any of these, and the packages of Debian that have one of them.
_PROGRAMS = {
    "browser": (BROWSERS, "chromium"),
    "office": (("soffice", "libreoffice"), "libreoffice-calc libreoffice-writer"),
    "database": (("psql", "pg_ctlcluster", "pg_ctl"), "postgresql"),
    "schedule": (("systemctl", "crontab"), "cron"),
}
_INSTALL = "sudo apt-get install --no-install-recommends"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a report, or a part of the package, needs.

    Parameters
    ----------
    name : Message
        What it is, and what it is for.
    found : str or Message
        What is there; blank where it is missing.
    mend : str
        The line to type where it is missing.
    needed : bool
        Whether no report can be made without it.
    """

    name: Message
    found: str | Message = ""
    mend: str = ""
    needed: bool = False


def doctor() -> None:
    """Kiểm tra máy: có gì, thiếu gì, sửa thế nào / look at this machine: what is there, what is
    missing, and the line that mends it.

    Mã trả về: 0 khi đủ để lập báo cáo, 1 khi thiếu. · Exit status: 0 where all that a report needs
    is there, 1 where something of it is missing.
    """
    lacking = False
    for thing in things():
        missing = not str(thing.found)
        kind = ("needed" if thing.needed else "missing") if missing else "there"
        print(Message("doctor-" + kind, name=thing.name, found=thing.found))
        if missing:
            print(f"    {thing.mend}")
        lacking |= missing and thing.needed
    if lacking:
        raise typer.Exit(1)


def things() -> Iterator[Thing]:
    """Look for everything, that which a report needs first."""
    system = f"{platform.system()}, Python {platform.python_version()}, {_NAME} {__version__}"
    posix = os.name == "posix"  # locks, links and limits of processes
    yield Thing(
        Message("doctor-system"), system if posix else "", "wsl --install -d Debian", needed=True
    )
    yield from _packages()
    yield _memory()
    yield from _folders()
    yield _encoding()
    for name, (programs, packages) in _PROGRAMS.items():
        place = next(filter(None, map(shutil.which, programs)), None) or ""
        yield Thing(Message("doctor-" + name), place, f"{_INSTALL} {packages}")
    yield _fonts()
    yield _boundaries()


def _packages() -> Iterator[Thing]:
    """The Python packages of a report, then those of each extra."""
    from packaging.requirements import Requirement

    try:
        listed = [Requirement(line) for line in metadata.requires(_NAME) or ()]
    except metadata.PackageNotFoundError:
        mend = f"{sys.executable} -m pip install -e {shlex.quote(str(paths.home()))}"
        yield Thing(Message("doctor-packages"), "", mend, needed=True)
        return
    for extra in ("", *_EXTRAS):
        wanted = [one for one in listed if _belongs(one, extra)]
        lacking = [shlex.quote(_plain(one)) for one in wanted if not _is_installed(one)]
        found = "" if lacking else Message("doctor-count", count=len(wanted))
        name = Message("doctor-extra", extra=extra, use=Message(f"doctor-extra-{extra}"))
        mend = " ".join([sys.executable, "-m pip install", *lacking])
        yield Thing(name if extra else Message("doctor-packages"), found, mend, needed=not extra)


def _belongs(requirement: Requirement, extra: str) -> bool:
    """Tell whether a requirement is one of an extra, or where that is blank, one of every use."""
    marker = requirement.marker
    always = marker is None or marker.evaluate({"extra": ""})
    return (
        always if not extra else not always and bool(marker and marker.evaluate({"extra": extra}))
    )


def _plain(requirement: Requirement) -> str:
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"{requirement.name}{extras}{requirement.specifier}"


def _is_installed(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(metadata.version(requirement.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def _memory() -> Thing:
    import psutil

    free = psutil.virtual_memory().available
    found = Message("doctor-free", free=free // 2**20) if free >= _MEMORY else ""
    name = Message("doctor-memory", needed=_MEMORY // 2**20)
    return Thing(name, found, "ps aux --sort=-rss | head", needed=True)


def _folders() -> Iterator[Thing]:
    """The folders that commands write to."""
    reports, built, temporary = paths.reports(), paths.built_geo(), Path(tempfile.gettempdir())
    for name, folder, mend in (
        ("reports", reports, 'export LAOCAI_REPORTS="$HOME/laocai-reports"'),
        ("built", built, 'export LAOCAI_CACHE="$HOME/.cache/laocai_analysis"'),
        ("temporary", temporary, 'mkdir -p "$HOME/tmp" && export TMPDIR="$HOME/tmp"'),
    ):
        held = str(folder) if takes_files(folder) else ""
        yield Thing(Message("doctor-" + name), held, mend, needed=True)
    returns = paths.data() / "returns"
    shipped = not paths.in_checkout() and paths.data() == paths.home() / "data"
    held = str(returns) if not shipped and takes_files(returns) else ""
    yield Thing(
        Message("doctor-returns"), held, 'laocai init FOLDER --province "Lào Cai" --year 2025'
    )


def takes_files(folder: Path) -> bool:
    """Tell whether files and links can be made in a folder, or where it would be made itself.

    Examples
    --------
    >>> takes_files(Path(tempfile.gettempdir()) / "not" / "yet")
    True
    >>> takes_files(Path(__file__) / "below-a-file")
    False
    """
    place = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    try:
        with work_folder(place) as made:
            os.symlink("there", made / "link")
            (made / "file").write_bytes(b"126")
    except OSError:
        return False
    return True


def _encoding() -> Thing:
    """The language of commands, and whether file names and text are UTF-8."""
    encoding = sys.getfilesystemencoding()
    found = f"{process_language()}, {encoding}" if encoding == "utf-8" else ""
    return Thing(Message("doctor-encoding"), found, "export LC_ALL=C.UTF-8")


def _fonts() -> Thing:
    """The fonts that have the letters of Vietnamese, by which Chromium and LibreOffice print."""
    listing = [shutil.which("fc-list") or "", ":lang=vi", "family"]
    said = subprocess.run(listing, capture_output=True, text=True).stdout if listing[0] else ""
    families = {line.partition(",")[0] for line in said.splitlines()}
    found = Message("doctor-count", count=len(families)) if families else ""
    mend = f"{_INSTALL} fontconfig fonts-dejavu-core fonts-liberation2"
    return Thing(Message("doctor-fonts"), found, mend)


def _boundaries() -> Thing:
    """The boundaries that are built or imported on this machine; a report builds its own."""
    names = sorted(path.stem for path in paths.built_geo().glob("*.geojson"))
    return Thing(Message("doctor-boundaries"), ", ".join(names), "laocai boundaries build")
