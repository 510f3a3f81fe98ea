"""The charts and tables of an annual review, what changed since, and its end."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure as Picture

from laocai_analysis import evidence as published
from laocai_analysis import returns
from laocai_analysis.indicators import load_indicators
from laocai_analysis.page.figures import Figure, RowsOf, from_evidence
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.pictures import charts
from laocai_analysis.places.units import load_units
from laocai_analysis.returns.form import load_form
from laocai_analysis.sections import benchmarks
from laocai_analysis.sections.closing import about_page
from laocai_analysis.sections.commune_figures.measured import measure
from laocai_analysis.sections.review.review_topics import joined, of_return, returns_in_words
