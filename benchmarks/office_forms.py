"""Make office forms by chance, import each, and tell what was read wrongly without a question.

A form follows from the seed and its number alone. One that fails is made smaller while it fails,
and kept with its features in the folder given by ``--keep``.

    python benchmarks/office_forms.py --forms 5000 --seed 2009 --jobs 2
    python benchmarks/office_forms.py --seed 2009 --only 17
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from forms.drawing import draw_form
from forms.features import Composition, compose
from forms.files import CONVERTED, content_of, convert, name_of_file
from forms.trial import Result, shrink, try_form

#: So many forms are tried at a time; LibreOffice converts those of one kind in one call.
BATCH = 50
WORST = ("silent", "unaccounted", "wrong", "lost", "refused")


@dataclass(slots=True)
class Tried:
    """A form and what came of it; of a failing one, the smallest that fails like it."""

    composition: Composition
    result: Result
    least: Composition | None = None
    reasons: list[str] = field(default_factory=list)


def contents(compositions: Iterable[Composition], *, soffice: str) -> Iterator[bytes]:
    """Yield the content of each form, in order."""
    made = [draw_form(composition) for composition in compositions]
    found = [content_of(form) for form in made]
    for kind in CONVERTED:
        with tempfile.TemporaryDirectory() as folder:
            asked = {
                f"{n}.xlsx": found[n]
                for n, form in enumerate(made)
                if form.composition.kind == kind
            }
            for name, content in convert(
                asked, kind=kind, folder=Path(folder), soffice=soffice
            ).items():
                found[int(name.removesuffix(".xlsx"))] = content
    yield from found


def try_one(composition: Composition, *, soffice: str) -> Result:
    """Make a form and try it."""
    (content,) = contents([composition], soffice=soffice)
    return try_form(draw_form(composition), content)


def try_numbers(
    numbers: Iterable[int], *, seed: int, soffice: str = "soffice", shrunk: int = 0
) -> list[Tried]:
    """Make and try the forms of some numbers; shrink the first ones that fail."""
    compositions = [compose(seed=seed, number=number) for number in numbers]
    tried = []
    for composition, content in zip(
        compositions, contents(compositions, soffice=soffice), strict=True
    ):
        one = Tried(composition, try_form(draw_form(composition), content))
        worst = one.result.failing()
        if shrunk and worst in WORST[:-1]:
            shrunk -= 1
            one.least = shrink(composition, fails=_Fails(worst, soffice))
            one.reasons = getattr(try_one(one.least, soffice=soffice), worst)[:3]
        tried.append(one)
    return tried


class _Fails:
    """Tells whether a form fails in one way; a class, as it counts what it has seen."""

    def __init__(self, worst: str, soffice: str) -> None:
        self.worst, self.soffice = worst, soffice
        self.seen: dict[str, bool] = {}

    def __call__(self, composition: Composition) -> bool:
        key = json.dumps(asdict(composition), sort_keys=True, default=str)
        if key not in self.seen:
            result = try_one(composition, soffice=self.soffice)
            self.seen[key] = result.failing() == self.worst
        return self.seen[key]


def kind_of(one: Tried) -> str:
    """Return the features that a failure cannot do without."""
    least = one.least or one.composition
    named = [f"{name}={value}" for name, value in sorted(least.features.items())]
    return ", ".join(named) or f"a plain {least.kind}"


def keep(one: Tried, folder: Path, *, soffice: str) -> Path:
    """Write the smallest failing form, its features beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    least = one.least or one.composition
    (content,) = contents([least], soffice=soffice)
    path = folder / name_of_file(draw_form(least))
    path.write_bytes(content)
    said = {**asdict(least), "fails": one.result.failing(), "reasons": one.reasons}
    path.with_name(path.name + ".json").write_text(
        json.dumps(said, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8"
    )
    return path


def _arguments() -> argparse.Namespace:
    command = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_argument("--forms", type=int, default=5_000)
    command.add_argument("--first", type=int, default=0, help="the number of the first form")
    command.add_argument("--seed", type=int, default=2009)
    command.add_argument("--jobs", type=int, default=1)
    command.add_argument("--only", type=int, help="the number of a single form")
    command.add_argument("--shrink", type=int, default=20, help="of a batch, at most so many")
    command.add_argument("--soffice", default=shutil.which("soffice") or "soffice")
    command.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "office-forms")
    return command.parse_args()


def _run(asked: argparse.Namespace) -> Iterator[Tried]:
    last = asked.first + asked.forms
    numbers = [asked.only] if asked.only is not None else list(range(asked.first, last))
    batches = [numbers[at : at + BATCH] for at in range(0, len(numbers), BATCH)]
    with ProcessPoolExecutor(asked.jobs) as pool:
        running = [
            pool.submit(try_numbers, b, seed=asked.seed, soffice=asked.soffice, shrunk=asked.shrink)
            for b in batches
        ]
        for future in running:
            yield from future.result()


def _report(tried: list[Tried], seconds: float) -> None:
    counts = Counter(one.result.failing() or "right" for one in tried)
    read = [one.result for one in tried if not one.result.refused]
    cells, taken = sum(r.cells for r in read), sum(r.taken for r in read)
    silent = sum(len(r.silent) for r in read)
    rows = sum(len(r.unaccounted) for r in read)
    wrong, lost = sum(len(r.wrong) for r in read), sum(len(r.lost) for r in read)
    print(f"\n{len(tried):,} forms, {seconds:.0f} s")
    for name in ("right", *WORST):
        print(f"    {name:<12}{counts[name]:>7,} forms")
    print(f"    values read wrongly without a question: {silent:,}; rows unaccounted: {rows:,}")
    print(f"    at the end, values that are wrong: {wrong:,}; missing, or no way out: {lost:,}")
    share = 100 * taken / cells if cells else 0
    print(f"    {taken:,} of {cells:,} cells read without a question ({share:.1f} %)")
    print(f"    {sum(r.questions for r in read) / max(1, len(read)):.1f} questions for a form")
    for worst in WORST[:-1]:
        kinds = Counter(kind_of(one) for one in tried if one.result.failing() == worst)
        for kind, times in kinds.most_common(40):
            print(f"    {worst}: {times:>4}  {kind}")
    for reason, times in Counter(r.result.refused for r in tried if r.result.refused).most_common(
        9
    ):
        print(f"    refused: {times:>4}  {reason}")


def main() -> int:
    """Run, and return how many forms fail."""
    asked = _arguments()
    began, tried = time.monotonic(), list[Tried]()
    for one in _run(asked):
        tried.append(one)
        if len(tried) % (10 * BATCH) == 0:
            print(f"{len(tried):,} forms tried", file=sys.stderr, flush=True)
        worst = one.result.failing()
        if one.least:
            path = keep(one, asked.keep, soffice=asked.soffice)
            reason = one.reasons[0] if one.reasons else ""
            print(
                f"{one.composition.number}: {worst}: {kind_of(one)} | {reason} | {path}", flush=True
            )
    _report(tried, time.monotonic() - began)
    return sum(one.result.failing() in WORST[:-1] for one in tried)


if __name__ == "__main__":
    sys.exit(bool(main()))
