"""How long plans take: Lào Cai without any service for k = 1..20, and 500 made communes for k = 10.

.venv/bin/python benchmarks/siting.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import geopandas as gpd
import numpy as np
import pandas as pd

from laocai_analysis import metrics
from laocai_analysis.places.boundaries import load_boundaries
from laocai_analysis.places.weights import load_weights


def timed(name: str, work: Callable[..., object], *given: object, **options: object) -> None:
    """Print how long some work takes, in seconds of the clock and of the processor."""
    begin, used = time.perf_counter(), time.process_time()
    work(*given, **options)
    print(f"{name}: {time.perf_counter() - begin:.2f} s, CPU {time.process_time() - used:.2f} s")


def main() -> None:
    """Time the curve of the province and one plan of a larger one."""
    communes = load_boundaries(date=2008)
    points = metrics.representative_points(communes.geometry)
    people = load_weights(date=2008)["weight"].loc[communes.index]
    for km in (5, 10, 20):
        reach = metrics.geodesic_distances(points) <= km
        name = f"164 communes, {km} km, k = 1..20"
        timed(name, metrics.curve, people, reach=reach, ks=range(1, 21))
    random = np.random.default_rng(0)
    x, y = random.uniform(104, 106, 500), random.uniform(21, 23, 500)
    many = gpd.GeoSeries.from_xy(x, y, crs="EPSG:4326")
    weights = pd.Series(random.integers(800, 20_000, 500).astype(float))
    timed("500 communes, distances", metrics.geodesic_distances, many)
    near = metrics.geodesic_distances(many)
    for km in (10, 20, 30):
        timed(f"500 communes, {km} km, k = 10", metrics.best_plan, weights, reach=near <= km, k=10)


if __name__ == "__main__":
    main()
