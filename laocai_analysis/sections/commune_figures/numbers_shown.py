"""The sections of a report of numbers: answer, map, groups, extremes, published figures, end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from laocai_analysis.page import first_screen
from laocai_analysis.page.markup import Part, Section
from laocai_analysis.pictures import charts, interactive, maps, shades
from laocai_analysis.pictures.blank import blank_picture
from laocai_analysis.sections.commune_figures import numbers_worded as worded
from laocai_analysis.sections.commune_figures.measured import Numbers
from laocai_analysis.sections.one_return import OneReturn
from laocai_analysis.sections.statement import banner, disclosure
from laocai_analysis.sections.where import Place, drawn, shared


@dataclass(frozen=True)
class Subject(OneReturn):
    """What every section of a report of numbers needs; said once.

    Parameters
    ----------
    place : Place
        Where.
    table : DataFrame
        As `returns.find_return` gives it.
    every : Numbers
        The numbers of the whole province.
    evidence : DataFrame
        As `evidence.load_evidence` gives it.
    indicator : str
        An indicator that is no yes/no.
    classes : str
        The ends of the classes of the map; blank for those by the values.
    """

    place: Place
    table: pd.DataFrame
    every: Numbers
    evidence: pd.DataFrame
    indicator: str
    classes: str = ""

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of the place."""
        return self.every.at(self.place.communes.index)

    @property
    def shown(self) -> str:
        """The indicator with what it is shown for."""
        return worded.called(self.page, self.every, self.name)

    @cached_property
    def published(self) -> pd.DataFrame:
        """The published numbers of the province."""
        return self.published_of(self.indicator).dropna(subset="number")

    @cached_property
    def ends(self) -> tuple[float, ...]:
        """The ends of the classes, the same for the province and its districts."""
        return self.every.ends(self.classes)

    @cached_property
    def fills(self) -> dict[str, maps.Fill]:
        """How the classes are filled."""
        language, every = self.page.language, self.every
        about = {"whole": every.whole, "none_stands_out": every.more}
        hidden = bool(every.hidden.any())
        return shades.class_fills(self.ends, language=language, hidden=hidden, **about)

    @property
    def title(self) -> str:
        """The title of the pictures."""
        year = str(self.place.year)
        return self.page.language.say("figures-map-title", indicator=self.shown, year=year)

    @property
    def several(self) -> bool:
        """Whether the place has several groups."""
        return bool(self.place.communes["district"].nunique() > 1)


def answer(subject: Subject) -> Section:
    """Answer the question of the page; of a district also say how the province stands."""
    page, place, numbers = subject.page, subject.place, subject.numbers
    stated, rows = subject.stated, subject.rows
    titled = {"indicator": subject.shown, "place": place.name, "year": str(place.year)}
    parts = [
        page.question("figures-title", **titled),
        worded.headline(
            page, numbers, name=subject.name, place=place.name, published=stated, of=rows
        ),
        banner(page, subject.assessed.bases, basis=subject.basis, why="coverage-method"),
        worded.key(page, numbers, published=stated, of=rows),
    ]
    if place.district:
        every, row = subject.every, subject.every.overall()
        if row["open"] < row["units"]:
            whole = every.figure(row, of=subject.rows, id="province")
            parts.append(page.say("figures-against", province=whole))
    return Section(parts)


def where(subject: Subject) -> Section:
    """Show how many are where: the map in classes beside the groups, or the units of one."""
    page, place, numbers = subject.page, subject.place, subject.numbers
    if subject.several:
        listed = worded.group_table(
            page, numbers, by=place.by, of=subject.rows, caption="figures-groups", brief=True
        )
    else:
        caption = "figures-units-brief"
        listed = worded.unit_table(
            page, numbers, by=place.by, basis=subject.basis, caption=caption, brief=True
        )
    anchors = {
        "figures-extremes": "link-extremes",
        "figures-list": "link-list",
        "figures-published": "link-published",
        "coverage-method": "link-method",
    }
    links = first_screen.links(page, anchors)
    beside = first_screen.beside(_still(subject), listed, links)
    return Section([beside, *drawn(page, place.communes)])


def _still(subject: Subject) -> Part:
    """Draw the classes on the boundaries."""
    page, communes, basis = subject.page, subject.place.communes, subject.basis
    picture = blank_picture(4.5)
    maps.choropleth(
        picture.add_subplot(),
        communes,
        subject.numbers.classes(subject.ends),
        title=subject.title,
        basis=basis,
        source="",
        vintage="",
        language=page.language,
        fills=subject.fills,
    )
    source = subject.drawn_from()
    return page.picture(picture, caption="figures-map-caption", basis=basis, source=source)


def by_group(subject: Subject) -> Section:
    """Show the groups as bars, with their table to unfold; nothing where there is one."""
    page, place, numbers = subject.page, subject.place, subject.numbers
    found = numbers.by_group()
    found = found[found["units"] > 0]
    if not subject.several or found.empty or found["lower"].max() <= 0:
        return Section([])
    own = place.by == "column-district"
    heading = page.heading("figures-groups" if own else "figures-groups-other")
    labels = [
        page.wording(numbers.figure(row, of=subject.rows, id="bar"))
        if row["open"] < row["units"]
        else worded.silent(page, row)
        for _, row in found.iterrows()
    ]
    picture = blank_picture(charts.bars_height(len(found)))
    charts.value_bars(
        picture.add_subplot(),
        found["lower"],
        labels=labels,
        title=subject.title,
        source=subject.file,
        language=page.language,
        basis=subject.basis,
    )
    caption, shown = "figures-groups-table", subject.shown
    rows = worded.group_table(
        page, numbers, by=place.by, of=subject.rows, caption=caption, indicator=shown
    )
    caption = "figures-groups-caption"
    chart = page.picture(picture, caption=caption, table=rows, basis=subject.basis, indicator=shown)
    told = shared(page, year=place.year, province=place.province, groups=place.groups)
    return Section([heading, chart, *told])


def extremes(subject: Subject) -> Section:
    """Show the units that have most and those that have least."""
    page, heading = subject.page, subject.page.heading("figures-extremes")
    parts = worded.extremes(page, subject.numbers, by=subject.place.by, of=subject.rows)
    return Section([heading, *parts])


def published(subject: Subject) -> Section:
    """Show the published figures, and what the table adds up to beside each."""
    page, district, rows = subject.page, subject.place.district, subject.published
    parts = [page.heading("figures-published")]
    if rows.empty:
        parts.append(page.say("figures-published-none", year=str(subject.place.year)))
        return Section(parts)
    if district:
        parts.append(page.say("coverage-published-province", place=page.language.inside(district)))
    parts.append(
        page.evidence_table(rows, caption="coverage-published-table", indicator=subject.name)
    )
    found = worded.gaps(page, subject.numbers, published=subject.stated, of=subject.rows)
    return Section([*parts, *found])


def each_unit(subject: Subject, *, audience: str) -> Section:
    """Show every unit on a live map, and in a table to unfold.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    audience : {"office", "public"}
        The boundaries that a public page may not hold are replaced by tiles.
    """
    page, place, numbers = subject.page, subject.place, subject.numbers
    heading = page.annex("figures-list")
    live = interactive.commune_map(
        place.outlines(audience),
        {subject.indicator: numbers.classes(subject.ends)},
        names={subject.indicator: subject.shown},
        title=subject.title,
        basis=subject.basis,
        vintage=place.listed_on,
        language=page.language,
        fills=subject.fills,
        told=worded.told(page, numbers),
    )
    caption, basis = "figures-list-table", subject.basis
    table = worded.unit_table(
        page, numbers, by=place.by, basis=basis, caption=caption, indicator=subject.shown
    )
    return Section([heading, live, page.unfold(table)])


def closing(subject: Subject, *, audience: str) -> Section:
    """End the page: quality, method, files and sources.

    Parameters
    ----------
    subject : Subject
        What the report is about.
    audience : {"office", "public"}
        For whom the page is.
    """
    page, numbers = subject.page, subject.numbers
    heading, told = page.heading("quality-heading"), disclosure(page, audience)
    quality, second = subject.quality(), page.heading("coverage-method")
    labels = shades.labels(subject.ends, whole=numbers.whole, language=page.language)
    made = worded.method(
        page,
        numbers,
        labels=labels if len(numbers.known) else [],
        limits=";".join(f"{end:g}" for end in subject.ends),
        fifths=not subject.classes,
    )
    about = subject.about(subject.published["file"], audience=audience)
    row = subject.every.overall()
    all_hidden = 0 < row["units"] == row["hidden"] == row["open"]
    unsaid = [page.say("figures-hidden-all")] if all_hidden else []
    return Section([heading, told, *unsaid, quality, second, made, *about])
