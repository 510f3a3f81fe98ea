"""The empty picture that maps and charts are drawn in."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

#: The width of a picture on a page, in inches: a phone of 390 pixels shows it so large that letters
#: of nine points can be read.
WIDTH = 4.9


def blank_picture(height: float) -> Figure:
    """Return an empty picture as wide as those of a page, which lays out its parts itself.

    Parameters
    ----------
    height : float
        Its height in inches.

    Examples
    --------
    >>> blank_picture(3).get_size_inches().tolist()
    [4.9, 3.0]
    """
    picture = Figure(figsize=(WIDTH, height), layout="constrained")
    # without its canvas each text that is measured would begin to print the whole picture
    FigureCanvasAgg(picture)
    return picture
