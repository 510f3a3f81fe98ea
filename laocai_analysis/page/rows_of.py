"""The figures that are computed from the rows of returns, with the basis and sources of those."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from laocai_analysis.basis import weakest
from laocai_analysis.page.figures import Figure, Input, number_of


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows of a return for one indicator, and the figures that are computed from them.

    Parameters
    ----------
    file : str
        The file of the return.
    indicator : str
        An id of the catalogue.
    basis : str
        The weakest basis of the rows: each figure carries it.
    sources : tuple of str
        The sources of the rows.
    """

    file: str
    indicator: str
    basis: str
    sources: tuple[str, ...]

    @classmethod
    def table(cls, table: pd.DataFrame, *, indicator: str, basis: str) -> RowsOf:
        """Take the rows of an indicator in a return, as `returns.find_return` gives it; where there
        is no return, the list of units.
        """
        if table.empty:
            return cls("", indicator, "computed", tuple(table.attrs["listed"]))
        rows = table[table["indicator"] == indicator]
        return cls(str(table.attrs["file"]), indicator, basis, tuple(dict.fromkeys(rows["source"])))

    def inputs(self, *, group: str = "", units: Iterable[str] = ()) -> tuple[Input, ...]:
        """Return the rows as the inputs of a figure, restricted to a group or to some units where
        any are given.
        """
        if not self.file:
            return tuple(Input("source", source) for source in self.sources)
        return (Input("return", self.file, self.indicator, group, " ".join(units)),)

    def coverage(self, row: pd.Series, *, id: str, counts: str, group: str = "") -> Figure:
        """Make a figure of a row of `metrics.coverage`.

        `counts` says what its denominator counts, `group` to which district or type of unit it is
        restricted.
        """
        return Figure(
            id=id,
            value=number_of(row["rate"]),
            unit="share",
            metric="metrics.coverage",
            sources=self.sources,
            basis=self.basis,
            inputs=self.inputs(group=group),
            numerator=number_of(row["numerator"]),
            denominator=number_of(row["denominator"]),
            unknown=number_of(row["unknown"]),
            lower=number_of(row["lower"]),
            upper=number_of(row["upper"]),
            denominator_counts=counts,
        )

    def share(self, row: pd.Series, *, id: str, sources: tuple[str, ...]) -> Figure:
        """Make a figure of a row of `metrics.weighted_coverage`; `sources` are those of the
        weights.
        """
        return Figure(
            id=id,
            value=number_of(row["rate"]),
            unit="share",
            metric="metrics.weighted_coverage",
            sources=self.sources + sources,
            basis=self.basis,
            inputs=self.inputs() + tuple(Input("source", source) for source in sources),
            lower=number_of(row["lower"]),
            upper=number_of(row["upper"]),
        )

    def amount(
        self,
        value: float,
        *,
        id: str,
        unit: str,
        metric: str,
        bounds: tuple[float, float] | None = None,
        sources: tuple[str, ...] = (),
        group: str = "",
    ) -> Figure:
        """Make a figure of a total, a rate or a median, or of what one unit states.

        Where `value` is not known, `bounds` are what is: with an infinite upper end it is at least
        the lower one. `sources` are those of what it was divided by.
        """
        low, high = (value, value) if bounds is None else bounds
        known, open_above = not math.isnan(value), math.isinf(high)
        return Figure(
            id=id,
            value=number_of(value if known else low if open_above else None),
            unit=unit,
            metric=metric,
            sources=tuple(dict.fromkeys(self.sources + sources)),
            basis=self.basis,
            inputs=self.inputs(group=group) + tuple(Input("source", source) for source in sources),
            lower=None if known else number_of(low),
            upper=None if known or open_above else number_of(high),
            qualifier="ít nhất" if open_above and not known else "",
        )

    def count(self, number: float, *, id: str, metric: str = "metrics.coverage") -> Figure:
        """Make a figure of a number of units."""
        return Figure(id, number, "commune", metric, self.sources, self.basis, self.inputs())


@dataclass(frozen=True, slots=True)
class ChangesOf:
    """The rows of two returns for one indicator, and the counts of changes between them.

    Parameters
    ----------
    before, after : RowsOf
        The rows of the earlier and of the later return.
    """

    before: RowsOf
    after: RowsOf

    @property
    def basis(self) -> str:
        """The weaker basis of the two."""
        return weakest((self.before.basis, self.after.basis))

    def count(self, number: float, *, id: str) -> Figure:
        """Make a figure of a number of units that changed in one way."""
        sources = tuple(dict.fromkeys(self.before.sources + self.after.sources))
        inputs = tuple(dict.fromkeys(self.before.inputs() + self.after.inputs()))
        return Figure(id, number, "commune", "metrics.changes", sources, self.basis, inputs)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a return as a whole: cells, findings.

    Parameters
    ----------
    file : str
        The file of the return.
    basis : str
        The weakest basis of its rows; ``computed`` where it has none.
    sources : tuple of str
        The sources of its rows and of the list of units that they were counted against.
    """

    file: str
    basis: str
    sources: tuple[str, ...]

    def of(self, number: int, *, id: str, unit: str, metric: str = "checks.find") -> Figure:
        """Make a figure of a count."""
        inputs = (Input("file", self.file),)
        return Figure(id, number, unit, metric, self.sources, self.basis, inputs)
