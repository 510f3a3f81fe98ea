"""Pure functions: a Series or a frame in, a named Series or a frame with the same index out."""

from laocai_analysis.metrics.area import geodesic_area
from laocai_analysis.metrics.changes import CHANGES, change_counts, changes, reconcile
from laocai_analysis.metrics.coverage import coverage, weighted_coverage
from laocai_analysis.metrics.gaps import contiguous_gaps, neighbours
from laocai_analysis.metrics.service import people_per_point, points_per_100_km2, service_radius

__all__ = [
    "CHANGES",
    "change_counts",
    "changes",
    "contiguous_gaps",
    "coverage",
    "geodesic_area",
    "neighbours",
    "people_per_point",
    "points_per_100_km2",
    "reconcile",
    "service_radius",
    "weighted_coverage",
]
