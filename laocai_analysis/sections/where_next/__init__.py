"""The report of where next: which communes to serve first, section by section."""

from laocai_analysis.sections.where_next.plan_case import Case, existing_points
from laocai_analysis.sections.where_next.plan_sections import (
    Subject,
    answer,
    closing,
    how_many,
    spread_out,
    what_would_change,
    where,
)

__all__ = [
    "Case",
    "Subject",
    "answer",
    "closing",
    "existing_points",
    "how_many",
    "spread_out",
    "what_would_change",
    "where",
]
