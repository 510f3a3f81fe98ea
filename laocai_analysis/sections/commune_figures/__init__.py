"""The report of an indicator that is counted or measured, section by section."""

from laocai_analysis.sections.commune_figures.measured import Numbers, measure
from laocai_analysis.sections.commune_figures.numbers_shown import (
    Subject,
    answer,
    by_group,
    closing,
    each_unit,
    extremes,
    published,
    where,
)

__all__ = [
    "Numbers",
    "Subject",
    "answer",
    "by_group",
    "closing",
    "each_unit",
    "extremes",
    "measure",
    "published",
    "where",
]
