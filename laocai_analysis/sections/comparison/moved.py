"""The sections of a report of changes: the answer, what changed, and where."""

from __future__ import annotations

import pandas as pd

from laocai_analysis.metrics.changes import CHANGES
from laocai_analysis.page import first_screen
from laocai_analysis.page.figures import difference
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.pictures import maps
from laocai_analysis.pictures.blank import blank_picture
from laocai_analysis.places.boundaries import cite
from laocai_analysis.sections.comparison.between import Subject
from laocai_analysis.sections.comparison.sums import (
    headline,
    key,
    net,
    not_of_the_service,
    sum_table,
)
from laocai_analysis.sections.statement import banner

#: The kinds of change that the table by group shows though no unit has them.
_ALWAYS = ("gained", "lost", "newly_known")
#: The sentence for each kind of change that is stated.
_SAID = {
    "gained": "changes-gained",
    "lost": "changes-lost",
    "newly_known": "changes-newly-known",
    "newly_unknown": "changes-newly-unknown",
    "unchanged": "changes-unchanged",
    "still_unknown": "changes-still-unknown",
}
#: The kinds of change of a unit that the list unit by unit leaves out.
_SAME = ("unchanged", "still_unknown", "na")


def answer(subject: Subject) -> Section:
    """Answer the question of the page: how many units gained and lost the service."""
    page, found = subject.page, subject.assessed
    bases = {name: sum(each.bases[name] for each in found) for name in found[0].bases}
    about = {"indicator": subject.name, "place": subject.place.name}
    return Section(
        [
            page.question("changes-title", **about, **subject.period),
            headline(page, subject.figures, name=subject.name, of=subject.of),
            banner(page, bases, basis=subject.basis, why="changes-method"),
            key(page, subject.covered, figures=subject.figures, **subject.period),
        ]
    )


def where(subject: Subject, *, parts: pd.Series) -> Section:
    """Show the change of each commune on a map, beside the sum from one return to the other.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    parts : Series of int
        As `metrics.reconcile` gives it.
    """
    page, place = subject.page, subject.place
    picture = blank_picture(4.8)
    maps.choropleth(
        picture.add_subplot(),
        place.communes,
        subject.drawn,
        title=_title(subject),
        basis=subject.basis,
        source="",
        vintage="",
        language=page.language,
        fills=maps.CHANGE_FILLS,
    )
    caption, basis = "changes-map-caption", subject.basis
    source = _drawn_from(subject)
    still = page.picture(
        picture, caption=caption, basis=basis, vintage=place.listed_on, source=source
    )
    return Section([first_screen.beside(still, sum_table(page, parts, basis=basis))])


def _title(subject: Subject) -> str:
    told = {"indicator": subject.name, **subject.period}
    return subject.page.language.say("changes-map-title", **told)


def _drawn_from(subject: Subject, *, tiles: bool = False) -> str:
    """Return what a map was drawn from: both returns and the boundaries, or the tiles."""
    language = subject.page.language
    cited = cite(subject.place.tiles if tiles else subject.place.communes, language=language.code)
    before, after = (str(table.attrs["file"]) for table in subject.tables)
    return language.say("changes-drawn-from", before=before, after=after, boundaries=cited)


def summary(subject: Subject, *, parts: pd.Series) -> Section:
    """State how many units changed in each way, and what the sum comes from.

    Parameters
    ----------
    subject, parts
        As for `where`.
    """
    page, figures, counts = subject.page, subject.figures, subject.counts
    heading = page.heading("changes-summary")
    said = [
        page.say(message, figure=figures[kind])
        for kind, message in _SAID.items()
        if counts[kind] or kind != "still_unknown"
    ]
    if alone := int(counts[["appeared", "dissolved"]].sum()):
        figure = subject.of.count(alone, id="units-of-one-return")
        said.append(page.say("changes-units", figure=figure))
    before, after = subject.covered
    moved = difference(after, before, id="difference")
    said.append(net(page, moved, before=before, after=after))
    said += not_of_the_service(page, parts)
    return Section([heading, page.bullets(said)])


def by_group(subject: Subject, counts: pd.DataFrame) -> Section:
    """Show the changes of each group.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    counts : DataFrame of int
        As `metrics.change_counts` gives it.
    """
    page = subject.page
    heading = page.heading("changes-districts")
    shown = [kind for kind in CHANGES if counts[kind].any() or kind in _ALWAYS]
    table = counts[shown].add_prefix("value-").reset_index(names=subject.place.by)
    caption = "changes-districts-table"
    return Section([heading, page.table(table, caption=caption, basis=subject.basis)])


def each_commune(subject: Subject, *, named: pd.DataFrame) -> Section:
    """List the units that changed.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    named : DataFrame
        Name and group of each unit, as `named` gives them.
    """
    page, say, by = subject.page, subject.page.language.say, subject.place.by
    heading = page.annex("changes-communes")
    moved = subject.change[~subject.change.isin(_SAME)]
    if moved.empty:
        return Section([heading, page.say("changes-none")])
    each = named.loc[moved.index].set_axis(["column-commune", by], axis=1)
    for when, values in zip(("before", "after"), subject.values, strict=True):
        words = values.reindex(moved.index).map(
            lambda value: say(f"word-{value}"), na_action="ignore"
        )
        each[f"column-{when}"] = words.fillna("–")
    each["column-change"] = moved.map(lambda kind: say(f"value-{kind}"))
    each = each.sort_values([by, "column-change"])
    table = page.table(each, caption="changes-communes-table", basis=subject.basis)
    return Section([heading, table])


def tile_map(subject: Subject) -> Section:
    """Show the change of each commune as a tile, and as tables."""
    page, place, tiles, drawn = subject.page, subject.place, subject.place.tiles, subject.drawn
    every_unit = _every_unit(subject)
    kinds = tiles.groupby(["district", drawn], sort=False)["name"].agg(", ".join)
    table = kinds.unstack(fill_value="–")
    table = table[[kind for kind in maps.CHANGE_FILLS if kind in table]].add_prefix("value-")
    by_kind = page.table(
        table.reset_index(names=place.by), caption="changes-tiles-table", basis=subject.basis
    )
    picture = blank_picture(5.8)
    maps.tile_map(
        picture.add_subplot(),
        tiles,
        drawn,
        title=_title(subject),
        basis=subject.basis,
        source=_drawn_from(subject, tiles=True),
        vintage=place.listed_on,
        language=page.language,
        fills=maps.CHANGE_FILLS,
    )
    caption = "changes-tiles-caption"
    still = page.picture(picture, caption=caption, basis=subject.basis, table=by_kind)
    return Section([still, page.unfold(every_unit)])


def _every_unit(subject: Subject) -> Part:
    """Return the change of each unit as a table."""
    page, place, drawn = subject.page, subject.place, subject.drawn
    columns = ["column-commune", place.by]
    listed = place.communes.loc[drawn.index, ["name", "district"]].set_axis(columns, axis=1)
    listed["column-change"] = drawn.map(lambda kind: page.language.say(f"value-{kind}"))
    return page.table(listed, caption="changes-map-table", basis=subject.basis)
