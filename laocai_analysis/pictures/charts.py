"""Charts: bars by district, bars of values, lines over years."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import blended_transform_factory

from laocai_analysis.language import Language, exact
from laocai_analysis.pictures.credits import drawable, print_credits
from laocai_analysis.pictures.map_names import HALO
from laocai_analysis.pictures.maps import FILLS, key

#: The colour of a line, over years or numbers of points.
CURVE = "#1b4f8a"
#: The width of a letter of nine points, in inches; and the most letters of a line of a bar's name.
_LETTER, _LINE = 0.075, 20


def district_bars(
    ax: Axes, coverage: pd.DataFrame, *, title: str, basis: str, source: str, language: Language
) -> Axes:
    """Draw the coverage of each district as a bar to its lower bound, hatched on to its upper
    bound.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    coverage : DataFrame
        As `metrics.coverage` gives it, indexed by the name of the district.
    title, source : str
        Printed above and beneath.
    basis : {"observed", "estimated", "illustrative"}
        Printed beneath, in a frame unless observed.
    language : Language
        The language of labels and alt text.

    Returns
    -------
    Axes
        `ax`, with ``ax.alt_text`` set. The district with the highest lower bound is on top; one
        without a denominator is last, with the words for it and without a bar.

    Raises
    ------
    ValueError
        If a district occurs in `coverage` more than once: its bar would be a mean.
    """
    doubled = coverage.index[coverage.index.duplicated()].unique()
    if len(doubled):
        raise ValueError(
            f"coverage: expected every district once; found twice: {', '.join(map(str, doubled))}"
        )
    ordered = coverage.sort_values(
        ["lower", "upper"], ascending=False, na_position="last", kind="stable"
    )
    names = [str(name) for name in ordered.index]
    labels = [_label(row, language) for _, row in ordered.iterrows()]
    _draw_bars(ax, ordered, names=names, labels=labels)
    reach = _reach(ax, names=names, labels=labels)
    ax.set(xlim=(0, reach), xlabel="", ylabel="", xticks=[0, 0.5, 1])
    ax.xaxis.set_major_formatter(FuncFormatter(lambda share, _: language.percent(share, digits=0)))
    bounded = bool((ordered["upper"] > ordered["lower"]).any())
    ax.set_title(
        title,
        fontsize=12,
        fontweight="bold",
        loc="left",
        y=1,
        wrap=True,
        parse_math=False,
        pad=24 if bounded else 6,
    )
    if bounded:
        _print_key(ax, language)
    ax.xaxis.grid(True, color="#dddddd")
    ax.set_axisbelow(True)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_bounds(0, 1)
    print_credits(ax, basis=basis, source=source, language=language, below=30)
    spoken = "; ".join(f"{name} {label}" for name, label in zip(names, labels, strict=True))
    alt = language.say("chart-alt", title=title, bars=spoken, basis=language.say(f"basis-{basis}"))
    ax.alt_text = alt  # type: ignore[attr-defined]
    return ax


def _draw_bars(
    ax: Axes, ordered: pd.DataFrame, *, names: Sequence[str], labels: Sequence[str]
) -> None:
    """Draw a bar to the lower bound, a hatched one to the upper bound, and the label after it."""
    ax.barh(range(len(names)), ordered["lower"], height=0.62, color=FILLS["yes"].color)
    _name_bars(ax, names)
    for position, (row, label) in enumerate(zip(ordered.to_dict("records"), labels, strict=True)):
        if row["upper"] > row["lower"]:
            ax.barh(
                position,
                row["upper"] - row["lower"],
                left=row["lower"],
                height=0.62,
                facecolor="white",
                edgecolor=FILLS["unknown"].hatch_color,
                hatch=FILLS["unknown"].hatch,
                linewidth=0.8,
            )
        end = 0.0 if math.isnan(row["upper"]) else row["upper"]
        ax.annotate(
            label,
            (end, position),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            path_effects=HALO,
        )


def _name_bars(ax: Axes, names: Sequence[str]) -> None:
    """Name each bar, the first one on top; groups of a user may have any name."""
    shown = [textwrap.fill(drawable(name, longest=2 * _LINE), _LINE) for name in names]
    ax.set_yticks(range(len(names)), labels=shown, fontsize=9, parse_math=False)
    ax.set_ylim(len(names) - 0.5, -0.5)


def _reach(ax: Axes, *, names: Sequence[str], labels: Sequence[str]) -> float:
    """Return how long the axis of bars must be, in lengths of the longest bar, to hold the labels
    behind them.
    """
    most = min(_LINE, max(map(len, names)))
    across = ax.figure.bbox.width / ax.figure.dpi - _LETTER * most - 0.4
    return across / max(across - _LETTER * max(map(len, labels)), across / 3)


def _print_key(ax: Axes, language: Language) -> None:
    """Say above the bars what their two parts are."""
    handles = [
        key("yes", language.say("chart-certain")),
        key("unknown", language.say("chart-possible")),
    ]
    ax.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=blended_transform_factory(ax.figure.transFigure, ax.transAxes),
        ncols=2,
        frameon=False,
        fontsize=9,
        borderaxespad=0.2,
        borderpad=0,
    )


def _label(row: pd.Series, language: Language) -> str:
    low, total = float(row["numerator"]), float(row["denominator"])
    high = low + float(row["unknown"])
    if not total:
        return language.say("chart-none")
    least, most = exact(low) / exact(total), exact(high) / exact(total)
    if low == high:
        return f"{language.number(low)}/{language.number(total)} ({language.percent(least)})"
    shares = f"{language.percent(least)[:-1]}–{language.percent(most)}"
    return f"{language.number(low)}–{language.number(high)}/{language.number(total)} ({shares})"


def value_bars(
    ax: Axes,
    values: pd.Series,
    *,
    labels: list[str],
    title: str,
    source: str,
    language: Language,
    basis: str = "published",
) -> Axes:
    """Draw one bar for each value, with its wording at the end.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    values : Series of float
        Indexed by what each bar is called, from top to bottom.
    labels : list of str
        The wording of each value, qualifier and unit included.
    title, source : str
        Printed above and beneath.
    language : Language
        The language of the labels and of the alt text.
    basis : str
        The basis of the values, printed beneath.

    Returns
    -------
    Axes
        `ax`, with ``ax.alt_text`` set.
    """
    names = [str(name) for name in values.index]
    bars = ax.barh(range(len(values)), values.to_numpy(), height=0.62, color=FILLS["yes"].color)
    _name_bars(ax, names)
    ax.bar_label(bars, labels=labels, padding=4, fontsize=9)
    ax.set_xlim(0, _reach(ax, names=names, labels=labels) * float(values.max()))
    most = float(values.max())
    digits = max(0, -math.floor(math.log10(most / 5))) if most > 0 else 0
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10] if digits else None))
    ax.xaxis.set_major_formatter(
        FuncFormatter(lambda number, _: language.number(number, digits=digits))
    )
    _finish(ax, title=title, source=source, language=language, basis=basis)
    spoken = "; ".join(f"{name}: {label}" for name, label in zip(names, labels, strict=True))
    ax.alt_text = language.say("chart-bars-alt", title=title, bars=spoken)  # type: ignore[attr-defined]
    return ax


def bars_height(number: int) -> float:
    """Return how high a picture of so many bars must be, in inches: title, legend and credits have
    room beside few of them too.

    Examples
    --------
    >>> bars_height(2), round(bars_height(9), 2)
    (3.0, 4.64)
    """
    return max(3.0, 1.4 + 0.36 * number)


def year_line(ax: Axes, values: pd.Series, *, title: str, source: str, language: Language) -> Axes:
    """Draw a value over years; the line breaks where a year has none.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    values : Series of float
        Indexed by year.
    title, source : str
        Printed above and beneath.
    language : Language
        The language of the labels and of the alt text.

    Returns
    -------
    Axes
        `ax`, with ``ax.alt_text`` set.
    """
    every_year = values.reindex(range(int(values.index.min()), int(values.index.max()) + 1))
    ax.plot(every_year.index, every_year.to_numpy(), color=CURVE, marker="o")
    for place, (year, value) in enumerate(values.items()):
        ax.annotate(
            language.number(value),
            (float(str(year)), value),
            xytext=(0, -8 if place % 2 else 8),  # the numbers of two years would touch
            textcoords="offset points",
            ha="center",
            va="top" if place % 2 else "bottom",
            fontsize=9,
        )
    ax.set_xticks(list(every_year.index))
    ax.margins(x=0.08)  # numbers at either end stay clear of the edges
    ax.set_ylim(0, 1.15 * float(values.max()))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda number, _: language.number(number)))
    _finish(ax, title=title, source=source, language=language)
    spoken = "; ".join(f"{year}: {language.number(value)}" for year, value in values.items())
    ax.alt_text = language.say("chart-line-alt", title=title, points=spoken)  # type: ignore[attr-defined]
    return ax


def _finish(
    ax: Axes, *, title: str, source: str, language: Language, basis: str = "published"
) -> None:
    ax.set_title(
        title, fontsize=12, fontweight="bold", loc="left", y=1, wrap=True, parse_math=False
    )
    ax.spines[["top", "right"]].set_visible(False)
    print_credits(ax, basis=basis, source=source, language=language, below=30)
