"""The pictures of a coverage report: the map beside the list, the live map, the tiles."""

from __future__ import annotations

import pandas as pd

from laocai_analysis import returns
from laocai_analysis.indicators import load_indicators
from laocai_analysis.page import first_screen
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.pictures import interactive, maps
from laocai_analysis.pictures.blank import blank_picture
from laocai_analysis.sections.commune_coverage.subject import Subject
from laocai_analysis.sections.where import drawn


def where(subject: Subject, *, gaps: pd.Series) -> Section:
    """Show who is without: the map with the numbers of the gaps, beside the names by group.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    gaps : Series of int
        As `metrics.contiguous_gaps` gives it.
    """
    page, listed = subject.page, _listed(subject)
    still = _still(subject, gaps)
    names = page.say("coverage-without-none")
    if len(listed):
        names = page.table(listed, caption="coverage-where", basis=subject.basis)
    anchors = {
        **({subject.heading: "link-groups"} if subject.several else {}),
        "coverage-without": "link-list",
        "coverage-published": "link-published",
        "coverage-method": "link-method",
    }
    links = first_screen.links(page, anchors)
    absent = drawn(page, subject.place.communes)
    return Section([first_screen.beside(still, names, links), *absent])


def _listed(subject: Subject) -> pd.DataFrame:
    columns = {"count": "column-without", "names": "column-names"}
    return subject.without.reset_index(names=subject.place.by).rename(columns=columns)


def _still(subject: Subject, gaps: pd.Series) -> Part:
    page, communes = subject.page, subject.place.communes
    picture = blank_picture(4.5)
    maps.choropleth(
        picture.add_subplot(),
        communes,
        subject.values,
        title=page.language.say("coverage-map-title", **subject.titled),
        basis=subject.basis,
        source="",
        vintage="",
        language=page.language,
        numbers=gaps[gaps.index.isin(communes.index)],
    )
    source = subject.drawn_from()
    caption = "coverage-where-map" if len(gaps) else "coverage-where-map-none"
    return page.picture(picture, caption=caption, basis=subject.basis, source=source)


def maps_of(subject: Subject, *, audience: str) -> Section:
    """Show the live map with the answers of the report as a table, then the tiles.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    audience : {"office", "public"}
        The boundaries that a public page may not hold are replaced by tiles.
    """
    page = subject.page
    heading = page.heading("coverage-maps")
    live = _live(subject, audience=audience)
    return Section([heading, live, page.unfold(_every_commune(subject)), _tiles(subject)])


def _live(subject: Subject, *, audience: str) -> interactive.InteractiveMap:
    """Draw every yes/no indicator of the return on a map that can be operated."""
    page, place, table = subject.page, subject.place, subject.table
    polygons = place.outlines(audience)
    catalogue, column = load_indicators(), f"name_{page.language.code}"
    found = dict.fromkeys([subject.indicator, *table["indicator"]])
    asked = [name for name in found if catalogue.at[name, "kind"] == "yes_no"]
    every = {
        name: returns.values(table, indicator=name, year=place.year, province=place.province)
        for name in asked
    }
    return interactive.commune_map(
        polygons,
        {name: values.loc[polygons.index] for name, values in every.items()},
        names={name: str(catalogue.at[name, column]) for name in asked},
        title=page.language.say("coverage-map-title", **subject.titled),
        basis=returns.weakest(table, indicators=asked),
        vintage=place.listed_on,
        language=page.language,
    )


def _every_commune(subject: Subject) -> Part:
    """Return the value of each commune as a table."""
    page, place = subject.page, subject.place
    each = place.communes[["name", "type", "district"]].assign(
        value=subject.values.map(lambda value: page.language.say(f"word-{value}"))
    )
    columns = ["column-commune", "column-type", place.by, "column-value"]
    each = each.set_axis(columns, axis=1)
    if place.communes["district"].eq("").all():
        each = each.drop(columns=place.by)
    return page.table(each, caption="coverage-communes-table", basis=subject.basis)


def _tiles(subject: Subject) -> Part:
    """Draw every commune as a tile of the same size, and the communes of each value by group."""
    page, place, tiles = subject.page, subject.place, subject.place.tiles
    picture = blank_picture(5.6)
    maps.tile_map(
        picture.add_subplot(),
        tiles,
        subject.values,
        title=page.language.say("coverage-tiles-title", **subject.titled),
        basis=subject.basis,
        source=subject.drawn_from(tiles=True),
        vintage=place.listed_on,
        language=page.language,
    )
    groups = tiles.groupby(["district", subject.values], sort=False)["name"]
    named = groups.agg(", ".join).unstack(fill_value="–")
    named = named[[value for value in maps.FILLS if value in named]].add_prefix("value-")
    rows = page.table(
        named.reset_index(names=place.by), caption="coverage-tiles-table", basis=subject.basis
    )
    caption = "coverage-tiles-caption"
    return page.picture(picture, caption=caption, basis=subject.basis, table=rows)
