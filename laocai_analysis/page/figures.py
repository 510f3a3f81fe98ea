"""The figures of a report: every number that it states, with its inputs and sources.

The page shows a figure with a link to its sources; the ``.json`` beside the page holds all figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

import pandas as pd

from laocai_analysis.basis import weakest

#: The media type of the output that holds the title and the figures of a page.
FIGURES_TYPE = "application/vnd.laocai.figures+json"


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a figure.

    Parameters
    ----------
    kind : {"evidence", "figure", "return", "census", "source", "file"}
        What it is: a published figure, another figure of the report, rows of a return, rows of the
        census, a source, a file as a whole.
    id : str
        The id of the evidence, the figure or the source; the name of the file; the column of the
        census.
    indicator : str
        The indicator of the rows of a return.
    group : str
        The district or the type of unit that the rows are restricted to; blank for all.
    units : str
        The codes of the units that rows of a return or of the census are of, with blanks between
        them; blank for all.
    date : str
        The date of the units of the census.
    """

    kind: str
    id: str
    indicator: str = ""
    group: str = ""
    units: str = ""
    date: str = ""

    def record(self) -> dict[str, str]:
        """Return the input as JSON holds it, without blanks; ``Input(**record)`` reads it back."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report.

    Parameters
    ----------
    id : str
        The name of the figure in its report: letters, digits, ``-``, ``.``.
    value : float or None
        The number; None where it is not known, and then `lower` and `upper` say what is.
    unit : str
        A unit of the catalogue of indicators, or ``share``.
    metric : str
        The function that computed it (``metrics.coverage``), or ``published``.
    sources : tuple of str
        Ids of the registry of sources.
    basis : str
        One of `basis.FIGURE_BASES`.
    inputs : tuple of Input
        What it was made from.
    numerator, denominator, unknown : float or None
        The parts of a share.
    lower, upper : float or None
        The bounds of a number that unknown rows or a qualifier leave open.
    denominator_counts : str
        What the denominator counts; see `schema.DENOMINATORS`.
    qualifier : str
        The word before a number that its source or its parts do not state exactly: *hơn*, *trên*,
        *gần*, *ước đạt*, *dưới*.
    text : str
        What is shown in place of a number: a date, a span of years.
    quotation : str
        The phrase that states a published figure.
    """

    id: str
    value: float | None
    unit: str
    metric: str
    sources: tuple[str, ...]
    basis: str
    inputs: tuple[Input, ...] = ()
    numerator: float | None = None
    denominator: float | None = None
    unknown: float | None = None
    lower: float | None = None
    upper: float | None = None
    denominator_counts: str = ""
    qualifier: str = ""
    text: str = ""
    quotation: str = ""


@dataclass
class FigureList:
    """The figures of one report, in the order in which they were stated.

    Examples
    --------
    >>> stated = FigureList()
    >>> source = ("mic-2009-01-13",)
    >>> stated.add(Figure("points", 278, "point", "published", source, "published")).value
    278
    >>> stated.add(Figure("points", 245, "point", "published", source, "published"))
    Traceback (most recent call last):
    ValueError: figure points: expected an id that is not yet taken, or ... found another figure
    """

    stated: dict[str, Figure] = field(default_factory=dict)

    def add(self, figure: Figure) -> Figure:
        """State a figure and return it.

        Raises
        ------
        ValueError
            If another figure has its id, or it has no source.
        """
        if self.stated.get(figure.id, figure) != figure:
            raise ValueError(
                f"figure {figure.id}: expected an id that is not yet taken, or the same figure again; "
                "found another figure"
            )
        if not figure.sources:
            raise ValueError(f"figure {figure.id}: expected a source; found none")
        self.stated[figure.id] = figure
        return figure

    def records(self) -> list[dict[str, object]]:
        """Return the figures as plain records, ready for JSON."""
        return [_record(figure) for figure in self.stated.values()]


def _record(figure: Figure) -> dict[str, object]:
    plain = {key: value for key, value in asdict(figure).items() if value not in (None, "", ())}
    inputs = [each.record() for each in figure.inputs]
    return plain | ({"inputs": inputs} if inputs else {})


def from_evidence(row: pd.Series) -> Figure:
    """Make a figure of a row of the evidence, as `evidence.load_evidence` gives it; its id is that
    of the row.
    """
    return Figure(
        id=str(row.name),
        value=number_of(row["number"]),
        unit=str(row["unit"]),
        metric="published",
        sources=(str(row["source"]),),
        basis="published",
        inputs=(Input("evidence", str(row.name)),),
        numerator=number_of(row["numerator"]),
        denominator=number_of(row["denominator"]),
        lower=number_of(row["low"]) if row["qualifier"] else None,
        upper=number_of(row["high"]) if row["qualifier"] else None,
        denominator_counts=str(row["denominator_counts"]),
        qualifier=str(row["qualifier"]),
        text=str(row["value"]) if row["unit"] in ("date", "years") else "",
        quotation=str(row["quotation"]),
    )


def from_radius(row: pd.Series, *, evidence: pd.DataFrame) -> Figure:
    """Make a figure of a row of `evidence.recompute_radius`: the radius between those on the least
    and on the greatest area known; its id is ``radius.`` and that of the published one.
    """
    here = evidence.at[row["area_id"], "area"]
    areas = evidence.index[(evidence["indicator"] == "area") & (evidence["area"] == here)]
    ids = (str(row["points_id"]), *map(str, areas))
    return Figure(
        id=f"radius.{row.name}",
        value=None,
        lower=float(row["low"]),
        upper=float(row["high"]),
        unit="km/point",
        metric="metrics.service_radius",
        sources=tuple(dict.fromkeys(str(evidence.at[key, "source"]) for key in ids)),
        basis="published",
        inputs=tuple(Input("evidence", key) for key in ids),
    )


def from_boundaries(square_kilometres: float, *, id: str, source: str) -> Figure:
    """Make a figure of an area that was measured on boundaries with `metrics.geodesic_area`."""
    inputs = (Input("source", source),)
    return Figure(
        id, square_kilometres, "km2", "metrics.geodesic_area", (source,), "computed", inputs
    )


def within(
    low: float, high: float, *, id: str, unit: str, metric: str, of: Sequence[Figure]
) -> Figure:
    """Make a figure of a number between two ends that was computed from other figures.

    Of an infinite end it is *hơn* (more than) or *dưới* (less than) the other one; of two the
    figure has no number.
    """
    exact, ends = low == high, [None if math.isinf(end) else number_of(end) for end in (low, high)]
    half_open = not exact and (ends[0] is None) != (ends[1] is None)
    return Figure(
        id=id,
        value=ends[0]
        if exact
        else next(end for end in ends if end is not None)
        if half_open
        else None,
        lower=None if exact else ends[0],
        upper=None if exact else ends[1],
        qualifier=("dưới" if ends[0] is None else "hơn") if half_open else "",
        unit=unit,
        metric=metric,
        sources=tuple(dict.fromkeys(source for figure in of for source in figure.sources)),
        basis=weakest(("computed", *(figure.basis for figure in of))),
        inputs=tuple(Input("figure", figure.id) for figure in of),
    )


def ends(figure: Figure) -> tuple[float, float]:
    """Return the least and the greatest number that a figure can be: its numerator where it has
    one, else its value.

    Examples
    --------
    >>> ends(Figure("x", 14000, "subscription", "published", (), "published", lower=12600,
    ...             upper=14000, qualifier="gần"))
    (12600, 14000)
    """
    if figure.numerator is not None:
        return figure.numerator, figure.numerator + (figure.unknown or 0)
    if figure.qualifier or figure.value is None:
        return (
            -math.inf if figure.lower is None else figure.lower,
            math.inf if figure.upper is None else figure.upper,
        )
    return figure.value, figure.value


#: The unit of what two figures of some units are apart.
_APART = {"%": "percentage point", "share": "percentage point", "rank": "place"}
#: What a denominator counts that is made of units of the commune level.
_COMMUNES = ("commune_level", "xa", "hard_xa", "asked")


def _of_communes(figure: Figure) -> bool:
    return figure.unit in ("commune", "share") or figure.denominator_counts in _COMMUNES


def difference(left: Figure, right: Figure, *, id: str, relative: bool = False) -> Figure:
    """Make a figure of what `left` has more than `right`: of their numerators where both have one
    and count communes, else of values; of per cents in percentage points, of ranks in places.

    Unknown units and qualifiers of either leave the difference open: it is least where `right` is
    greatest and `left` least, and greatest the other way round, as the two may differ freely. With
    `relative` it is a share of `right`, and has no number where `right` can be 0.
    """
    if not all(figure.numerator is not None and _of_communes(figure) for figure in (left, right)):
        left, right = (replace(figure, numerator=None) for figure in (left, right))
    (least, most), (less, more) = ends(left), ends(right)
    low, high = least - more, most - less
    if relative:
        shares = (
            [low / less, high / less]
            if less == more and less > 0
            else [least / more - 1, most / less - 1]
            if less > 0 and more < math.inf
            else [-math.inf, math.inf]
        )
        low, high = shares
    unit = "commune" if left.numerator is not None else left.unit
    unit = "share" if relative else _APART.get(unit, unit)
    return within(low, high, id=id, unit=unit, metric="difference", of=(left, right))


def number_of(value: object) -> float | None:
    """Return a number of a table, a whole one as an int; None for a blank or missing one.

    Examples
    --------
    >>> number_of("164"), number_of(126.0), number_of(0.75), number_of(math.nan), number_of("")
    (164, 126, 0.75, None, None)
    """
    if value is None or value == "":
        return None
    number = float(str(value))
    if math.isnan(number):
        return None
    return int(number) if number.is_integer() else number
