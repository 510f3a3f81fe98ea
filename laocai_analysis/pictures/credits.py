"""The credits on every picture: source, vintage, and basis of figures; scale and north of a map."""

from __future__ import annotations

import textwrap
import unicodedata

from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation
from matplotlib_scalebar.scalebar import ScaleBar

from laocai_analysis.basis import MARKED_BASES
from laocai_analysis.language import Language

#: Letters of the small print in an inch.
_LETTERS = 13
#: Dark red on cream: the mark of figures that were not observed.
_MARKED = {
    "color": "#7a1f00",
    "fontweight": "bold",
    "bbox": {"facecolor": "#fff1e0", "edgecolor": "#7a1f00", "pad": 3},
}


def print_credits(
    ax: Axes,
    *,
    basis: str,
    source: str,
    language: Language,
    vintage: str = "",
    below: float = 6,
) -> None:
    """Print source, vintage and basis beneath a picture.

    Parameters
    ----------
    ax : Axes
        The picture.
    basis : {"published", "observed", "estimated", "illustrative"}
        The basis of its figures; estimated and illustrative stand in a frame.
    source, vintage : str
        The citation, and the date for which the units are attested.
    language : Language
        The language of the picture.
    below : float
        The distance of the first line below the axes, in points.
    """
    width = int(_LETTERS * ax.figure.bbox.width / ax.figure.dpi)
    said = language.say("map-source", source=source) if source else ""
    lines = textwrap.wrap(drawable(said, longest=6 * width), width)
    if vintage:
        lines += textwrap.wrap(language.say("map-vintage", date=vintage), width)
    marked = basis in MARKED_BASES
    # The framed line comes first: a layout engine measures a text without its frame, and would cut
    # that of the last.
    for text, size, offset, style in (
        (
            language.say(f"basis-{basis}"),
            9,
            -below - 3,
            _MARKED if marked else {"color": "#333333"},
        ),
        ("\n".join(lines), 7.5, -below - 22, {"color": "#333333"}),
    ):
        ax.annotate(
            text,
            (0, 0),
            xytext=(4, offset),
            xycoords=("figure fraction", "axes fraction"),
            textcoords="offset points",
            va="top",
            fontsize=size,
            parse_math=False,
            **style,
        )


def print_scale_and_north(ax: Axes, *, language: Language, below: float) -> None:
    """Print a scale bar and an arrow to the north beside the credits of a map.

    Parameters
    ----------
    ax : Axes
        The map, in metres.
    language : Language
        The language of the picture.
    below : float
        The distance below the axes, in points.
    """
    scale, down = ax.figure.dpi_scale_trans, below / 72  # in inches
    ax.add_artist(
        ScaleBar(
            1,
            "m",
            location="upper right",
            bbox_to_anchor=(1, 0),
            bbox_transform=ax.transAxes + ScaledTranslation(-0.3, 0.14 - down, scale),
            border_pad=0.2,
            length_fraction=0.15,
            box_alpha=0,
            fixed_units="km",
            font_properties={"size": 9},
        )
    )
    foot = ax.transAxes + ScaledTranslation(-0.12, -0.3 - down, scale)
    ax.annotate(
        language.say("map-north"),
        (1, 0),
        (0, 28),
        xycoords=foot,
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=12,
        fontweight="bold",
        annotation_clip=False,
        arrowprops={"arrowstyle": "<|-", "lw": 2, "color": "black"},
    )


def drawable(text: str, *, longest: int) -> str:
    """Return text as it can be drawn: without characters that nobody sees, cut off where it would
    fill the picture.

    Examples
    --------
    >>> drawable("Xã\u202e Bản Qua", longest=6)
    'Xã Bả…'
    """
    seen = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf"))
    return seen if len(seen) <= longest else seen[: longest - 1] + "…"
