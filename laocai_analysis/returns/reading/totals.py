"""Total rows of a sheet: each is compared with the rows it can be the total of, before it is left
out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from laocai_analysis.language import Message
from laocai_analysis.returns.reading.answers import read_answer
from laocai_analysis.returns.reading.raw import Content


@dataclass(slots=True)
class Line:
    """A row of a sheet as it takes part in totals.

    Parameters
    ----------
    place, label : str
        Where it stands, and what it is called.
    total : bool
        Whether it is a total.
    cells : dict of str to (str, content)
        Address and content of the answer to each indicator; none where it is asked about.
    section : bool
        Whether it is only the heading of the rows beneath it.
    """

    place: str
    label: str
    total: bool
    cells: Mapping[str, tuple[str, Content]]
    section: bool = False


def total_faults(
    lines: Sequence[Line], *, kinds: Mapping[str, str]
) -> Iterator[tuple[str, Message]]:
    """Yield the address of every total that is the sum of no group of rows, with what stands there
    and the sums.

    A total can stand above or beneath the rows of a district, or of the whole sheet. The sum of a
    yes/no indicator is the number of yes; shares and other numbers have none. Rows that are
    unknown leave bounds, within which a total agrees.

    Parameters
    ----------
    lines : sequence of Line
        The rows of a sheet in order.
    kinds : mapping of str to str
        How each indicator is answered, as `indicators.answered` says.

    Examples
    --------
    >>> commune = Line("A2", "Xã A", False, {"lan": ("B2", "có")})
    >>> rows = [commune, Line("A3", "Cộng", True, {"lan": ("B3", 2)})]
    >>> [(place, str(found)) for place, found in total_faults(rows, kinds={"lan": "yes_no"})]
    [('B3', '2 (the rows give 1)')]
    """
    sums = {
        indicator: _Sums(lines, indicator, kind)
        for indicator, kind in kinds.items()
        if kind in ("yes_no", "count")
    }
    groups = _groups(lines)
    for line, spans in zip(lines, groups, strict=True):
        for indicator, (place, content) in line.cells.items() if line.total else ():
            if indicator not in sums:
                continue
            stated = read_answer(content, kind="count").value
            if stated == "unknown" or (isinstance(content, str) and not content.strip()):
                continue
            bounds = [sums[indicator].between(first, last) for first, last in spans if last > first]
            if not stated.isdigit() or not any(low <= int(stated) <= high for low, high in bounds):
                shown = " | ".join(
                    f"{low:.0f}" if low == high else f"{low:.0f}…"
                    for low, high in dict.fromkeys(bounds)
                )
                yield place, Message("doubt-rows-give", content=f"{content}"[:300], sums=shown)


def _groups(lines: Sequence[Line]) -> list[list[tuple[int, int]]]:
    """Return for each line the groups of rows that a total there can be of: those above, those
    beneath, all.
    """
    breaks = [line.total or line.section for line in lines]
    above, beneath = list[int](), [len(lines)] * len(lines)
    first = 0
    for number, broken in enumerate(breaks):
        above.append(first)
        first = number + 1 if broken else first
    last = len(lines)
    for number in reversed(range(len(lines))):
        beneath[number] = last
        last = number if breaks[number] else last
    whole = 0 if all(breaks) else len(lines)
    return [[(above[n], n), (n + 1, beneath[n]), (0, whole)] for n in range(len(lines))]


class _Sums:
    """The sums of an indicator over the first rows, totals and headings left out: what is known,
    and what is open.
    """

    def __init__(self, lines: Sequence[Line], indicator: str, kind: str) -> None:
        self.kind, self.known, self.open = kind, [0], [0]
        for line in lines:
            known = unknown = 0
            if not line.total and not line.section:
                said = read_answer(line.cells.get(indicator, ("", ""))[1], kind=kind).value
                unknown = said in ("unknown", "")
                known = (
                    int(said == "yes") if kind == "yes_no" else int(said) if said.isdigit() else 0
                )
            self.known.append(self.known[-1] + known)
            self.open.append(self.open[-1] + unknown)

    def between(self, first: int, last: int) -> tuple[float, float]:
        """Return the least and the greatest sum that the rows from one place up to another can
        have.
        """
        known, unknown = self.known[last] - self.known[first], self.open[last] - self.open[first]
        if self.kind == "yes_no":
            return known, known + unknown
        return known, float("inf") if unknown else known
