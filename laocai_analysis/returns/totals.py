"""Total rows of a sheet: each is compared with the rows it can be the total of, before it is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from laocai_analysis.returns.answers import read_answer
from laocai_analysis.returns.sheets import Content


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


def total_faults(lines: Sequence[Line], *, kinds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the address of every total that is the sum of no group of rows, with what stands there and the sums.

    A total can stand above or beneath the rows of a district, or of the whole sheet. The sum of a yes/no indicator is
    the number of yes. Rows that are unknown leave bounds, within which a total agrees.

    Parameters
    ----------
    lines : sequence of Line
        The rows of a sheet in order.
    kinds : mapping of str to str
        The kind of each indicator.

    Examples
    --------
    >>> rows = [Line("A2", "Xã A", False, {"lan": ("B2", "có")}), Line("A3", "Cộng", True, {"lan": ("B3", 2)})]
    >>> list(total_faults(rows, kinds={"lan": "yes_no"}))
    [('B3', '2 (các dòng cho / the rows give 1)')]
    """
    for number, line in enumerate(lines):
        for indicator, (place, content) in line.cells.items() if line.total else ():
            stated = read_answer(content, kind="count").value
            if stated == "unknown" or (isinstance(content, str) and not content.strip()):
                continue
            bounds = [_bounds(group, indicator, kinds[indicator]) for group in _groups(lines, number) if group]
            if not stated.isdigit() or not any(low <= int(stated) <= high for low, high in bounds):
                shown = " | ".join(
                    f"{low:.0f}" if low == high else f"{low:.0f}…" for low, high in dict.fromkeys(bounds)
                )
                yield place, f"{content} (các dòng cho / the rows give {shown})"


def _groups(lines: Sequence[Line], number: int) -> list[list[Line]]:
    """Return the groups of rows that the total at a place can be of: those above, those beneath, all."""

    def run(step: int) -> list[Line]:
        rows, place = [], number + step
        while 0 <= place < len(lines) and not lines[place].total and not lines[place].section:
            rows.append(lines[place])
            place += step
        return rows

    return [run(-1), run(1), [line for line in lines if not line.total and not line.section]]


def _bounds(rows: Sequence[Line], indicator: str, kind: str) -> tuple[float, float]:
    """Return the least and the greatest sum that rows can have."""
    said = [read_answer(row.cells.get(indicator, ("", ""))[1], kind=kind).value for row in rows]
    open_rows = sum(value in ("unknown", "") for value in said)
    if kind == "yes_no":
        yes = said.count("yes")
        return yes, yes + open_rows
    known = sum(int(value) for value in said if value.isdigit())
    return known, float("inf") if open_rows else known
