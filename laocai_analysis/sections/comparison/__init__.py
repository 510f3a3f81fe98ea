"""The report of changes between two returns, section by section."""

from laocai_analysis.sections.comparison.between import Subject
from laocai_analysis.sections.comparison.moved import (
    answer,
    by_group,
    each_commune,
    summary,
    tile_map,
    where,
)
from laocai_analysis.sections.comparison.resting import closing
from laocai_analysis.sections.comparison.sums import (
    headline,
    key,
    named,
    net,
    not_of_the_service,
    sum_table,
)

__all__ = [
    "Subject",
    "answer",
    "by_group",
    "closing",
    "each_commune",
    "headline",
    "key",
    "named",
    "net",
    "not_of_the_service",
    "sum_table",
    "summary",
    "tile_map",
    "where",
]
