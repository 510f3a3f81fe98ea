"""Where a report is about: its place, what its map cannot draw, how its units are grouped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd

from laocai_analysis.page.markup import Part
from laocai_analysis.page.page import Page
from laocai_analysis.places.boundaries import redistributable
from laocai_analysis.places.groups import column, load_groups, within
from laocai_analysis.places.province import Province, find
from laocai_analysis.places.units import load_units


@dataclass(frozen=True)
class Place:
    """Where a report is about: a province in a year, or one of its districts.

    Parameters
    ----------
    page : Page
        The page.
    everywhere, every_tile : GeoDataFrame
        The communes and the tiles of the whole province, as `boundaries.load_boundaries` and
        `boundaries.load_tiles` give them.
    year : int
        The year of the units.
    province, groups : str
        As for `boundaries.load_boundaries`.
    district : str
        The name of a district or group; blank for the whole province.
    """

    page: Page
    everywhere: gpd.GeoDataFrame
    every_tile: gpd.GeoDataFrame
    year: int
    province: str = ""
    groups: str = ""
    district: str = ""

    @cached_property
    def here(self) -> Province:
        """The province."""
        return find(self.province, date=self.year)

    @property
    def name(self) -> str:
        """What the place is called."""
        return self.page.language.inside(self.district) or whole(self.page, self.here)

    @property
    def by(self) -> str:
        """The message that heads the groups."""
        return column(self.everywhere)

    @cached_property
    def communes(self) -> gpd.GeoDataFrame:
        """The communes of the place."""
        return within(self.everywhere, self.district)

    @cached_property
    def tiles(self) -> gpd.GeoDataFrame:
        """The tiles of the place."""
        return within(self.every_tile, self.district)

    @property
    def listed_on(self) -> str:
        """The date of the list of units, in words."""
        return self.page.language.date(str(self.communes["valid_on"].max()))

    @property
    def source(self) -> str:
        """The source of the boundaries."""
        return str(self.everywhere.attrs["source"])

    def outlines(self, audience: str) -> gpd.GeoDataFrame:
        """The communes as a page for an audience may hold them: a public one has tiles in the place
        of boundaries that may not go out.
        """
        may_go_out = audience == "office" or redistributable(self.communes)
        return self.communes if may_go_out else self.tiles


def whole(page: Page, here: Province) -> str:
    """Return the name of a province with its type.

    Examples
    --------
    >>> whole(Page("vi"), Province("92", "Cần Thơ", "thành phố"))
    'thành phố Cần Thơ'
    """
    kind = "city" if here.kind == "thành phố" else "province"
    return page.language.say(f"coverage-whole-{kind}", name=here.name)


def drawn(page: Page, communes: gpd.GeoDataFrame) -> list[Part]:
    """Say which communes are drawn approximately, and which cannot be drawn.

    Parameters
    ----------
    page : Page
        The page.
    communes : GeoDataFrame
        As `boundaries.load_boundaries` gives it.

    Returns
    -------
    list of Part
        A paragraph for each of the two; none where there is nothing to say.
    """
    absent = communes.geometry.is_empty
    about = {
        "coverage-map-approximate": communes["approximate"] & ~absent,
        "coverage-map-absent": absent,
    }
    return [
        page.say(message, count=int(which.sum()), units=", ".join(communes.loc[which, "name"]))
        for message, which in about.items()
        if which.any()
    ]


def shared(page: Page, *, year: int, province: str, groups: str) -> list[Part]:
    """Say which communes took from several former districts or provinces, and where each is
    counted.

    Parameters
    ----------
    page : Page
        The page.
    year : int
        The year.
    province, groups : str
        As for `groups.load_groups`.

    Returns
    -------
    list of Part
        One paragraph, or none where every commune took from one only.
    """
    held = load_groups(year, province=province, by=groups)
    if held.shared.empty:
        return []
    names = load_units(year, province=province)["name"]
    told = "; ".join(
        f"{names[code]}: {held.names[group]} ({others})"
        for code, group, others in held.shared.astype(str).to_numpy().tolist()
    )
    return [page.say("coverage-groups-shared", count=len(held.shared), units=told)]
