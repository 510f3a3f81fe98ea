"""Publish a report again and again while readers open its files; count what was missing or torn.

python benchmarks/publish_readers.py --publishes 1000 --readers 2
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.synchronize import Event
from pathlib import Path

from laocai_analysis.reports.publish import publish

SUFFIXES = (".html", ".ipynb", ".json")


def content(number: int, suffix: str) -> bytes:
    """Return a file of one edition: its number at both ends, and between them much else."""
    mark = f"{number:08d}"
    return f"{mark}{suffix}{'x' * (200_000 if suffix == '.html' else 20_000)}{mark}".encode()


def read(folder: Path, done: Event, answers: multiprocessing.Queue[Counter[str]]) -> None:
    """Open the files in turn until all is published."""
    seen, newest = Counter[str](), dict.fromkeys(SUFFIXES, 0)
    while not done.is_set():
        for suffix in SUFFIXES:
            try:
                found = (folder / f"2008_vi{suffix}").read_bytes()
            except FileNotFoundError:
                seen["missing"] += 1
                continue
            number = int(found[:8] or b"-1")
            seen["torn"] += found != content(number, suffix)
            seen["older than before"] += number < newest[suffix]
            newest[suffix] = number
            seen["read"] += 1
    answers.put(seen)


def main() -> int:
    """Run and print what happened."""
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("--publishes", type=int, default=1000)
    command.add_argument("--readers", type=int, default=2)
    asked = command.parse_args()
    answers: multiprocessing.Queue[Counter[str]] = multiprocessing.Queue()
    done = multiprocessing.Event()
    with tempfile.TemporaryDirectory(prefix="laocai-publish-") as temporary:
        folder = Path(temporary)
        publish({s: content(0, s) for s in SUFFIXES}, folder=folder, stem="2008_vi")
        readers = [
            multiprocessing.Process(target=read, args=(folder, done, answers))
            for _ in range(asked.readers)
        ]
        for reader in readers:
            reader.start()
        began = time.monotonic()
        for number in range(1, asked.publishes + 1):
            publish({s: content(number, s) for s in SUFFIXES}, folder=folder, stem="2008_vi")
        took = time.monotonic() - began
        done.set()
        seen = sum((answers.get() for _ in readers), Counter[str]())
        for reader in readers:
            reader.join()
    wrong = seen["missing"] + seen["torn"] + seen["older than before"]
    print(
        f"{asked.publishes} publishes in {took:.1f} s, {asked.readers} readers: {seen['read']} read, "
        f"{seen['missing']} missing, {seen['torn']} torn, {seen['older than before']} older"
    )
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
