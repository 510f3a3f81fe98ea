"""Pure functions: a Series or a frame in, a named Series or a frame with the same index out."""

from laocai_analysis.metrics.access import (
    geodesic_distances,
    nearest_with,
    people_within,
    people_without,
    representative_points,
)
from laocai_analysis.metrics.amounts import medians, rates, totals
from laocai_analysis.metrics.area import geodesic_area
from laocai_analysis.metrics.changes import CHANGES, change_counts, changes, reconcile
from laocai_analysis.metrics.choices import Answer, Answers, unserved, where_next
from laocai_analysis.metrics.classing import class_ends, classify
from laocai_analysis.metrics.clustering import join_counts
from laocai_analysis.metrics.coverage import coverage, weighted_coverage
from laocai_analysis.metrics.gaps import contiguous_gaps, neighbours
from laocai_analysis.metrics.inequality import by_chance, theil
from laocai_analysis.metrics.service import service_radius
from laocai_analysis.metrics.siting import (
    Plan,
    best_plan,
    curve,
    greedy_plan,
    instead,
)

__all__ = [
    "CHANGES",
    "Answer",
    "Answers",
    "Plan",
    "best_plan",
    "by_chance",
    "change_counts",
    "changes",
    "class_ends",
    "classify",
    "contiguous_gaps",
    "coverage",
    "curve",
    "geodesic_area",
    "geodesic_distances",
    "greedy_plan",
    "instead",
    "join_counts",
    "medians",
    "nearest_with",
    "neighbours",
    "people_within",
    "people_without",
    "rates",
    "reconcile",
    "representative_points",
    "service_radius",
    "theil",
    "totals",
    "unserved",
    "weighted_coverage",
    "where_next",
]
